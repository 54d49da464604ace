/* rows/point_rows_private.h - a row on its way from a worker to the list. Private to
 * point_rows*.c. */
#ifndef NA_ROWS_POINT_ROWS_PRIVATE_H
#define NA_ROWS_POINT_ROWS_PRIVATE_H

#include "rows/point_rows.h"

/* Places among the columns kept; the conditions' columns follow. */
enum { POINT_KEPT_MONTH, POINT_KEPT_WEIGHT, POINT_KEPT_ID, POINT_KEPT_NAME, POINT_KEPT_WHERES };
#define POINT_MONTH_LENGTH 7 /* "2025-01" */

enum point_record_kind { POINT_KEPT, POINT_NO_LOCATION, POINT_BAD, POINT_OFF_GRID };

/* What a worker says of a row that is asked for. Behind it the bytes of `lengths`: month, id and
 * name of one that is kept; column, value and reason of one that is bad or off the grid. */
struct point_record {
    struct na_lonlat at;
    struct na_grid grid;
    double weight;
    uint32_t row; /* 1-based, within its block */
    uint32_t ward;
    uint32_t lengths[3];
    enum point_record_kind kind;
};

/* What the workers know; constant. */
struct point_recorder {
    const struct na_point_rows_wanted *wanted;
    size_t kept[POINT_KEPT_WHERES + NA_WHERES_MAX]; /* of each column above its place among
                                                             those kept, or SIZE_MAX */
};

/* A na_batch_recorder, of a struct point_recorder. (point_rows_record.c) */
NA_MUST_USE enum na_code na_point_record(const void *context, const struct na_batch_row *row,
                                         struct na_buffer *to, struct na_error *reterr);
/* Remember a text. Errors: NA_ERR_LIMIT, NA_ERR_MEMORY. (point_rows.c) */
NA_MUST_USE enum na_code na_point_label_put(struct na_point_rows *rows, struct na_str text,
                                            uint32_t *ret_label);

#endif
