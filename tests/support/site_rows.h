/* support/site_rows.h - rows of demand and of candidates made in memory, for the choice of sites.
 */
#ifndef NA_TEST_SITE_ROWS_H
#define NA_TEST_SITE_ROWS_H

#include <stdio.h>
#include <stdlib.h>

#include "geo/crs.h"
#include "rows/point_rows.h"
#include "site/site.h"

/* Room for so many rows; to be freed by na_point_rows_fini. */
static inline struct na_point_rows site_rows_new(size_t capacity)
{
    struct na_point_rows rows = {.count = 0};
    na_buffer_init(&rows.labels, (size_t)1 << 20);
    na_buffer_init(&rows.label_ends, (size_t)1 << 20);
    rows.items = calloc(capacity + 1, sizeof rows.items[0]);
    if (rows.items == NULL) {
        abort();
    }
    return rows;
}

/* One more row; `id` NULL: none. */
static inline void site_rows_add(struct na_point_rows *rows, struct na_lonlat at, double weight,
                                 const char *id)
{
    struct na_point_row *row = &rows->items[rows->count];
    *row = (struct na_point_row){.at = at,
                                 .grid = {450000.0, 530000.0},
                                 .weight = weight,
                                 .row = rows->count + 1,
                                 .ward = NA_AREA_NONE,
                                 .month = NA_POINT_MONTH_NONE,
                                 .id = NA_POINT_LABEL_NONE,
                                 .name = NA_POINT_LABEL_NONE};
    if (id != NULL && na_point_label_put(rows, na_str_of(id), &row->id) != NA_OK) {
        abort();
    }
    rows->count++;
    rows->tally.read++;
    rows->weight_sum += weight;
}

#endif
