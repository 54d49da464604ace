/* Counting rows as they come. Positions that repeat, as the snap points of data.police.uk do, are
 * found again in a table and kept once. The table stops growing at a million positions; further
 * ones are kept as they come, and put together when all are there. */
#include "hotspots/gather.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/fail.h"

#define FOUND_MAX ((size_t)1 << 20)
#define SLOTS (2 * FOUND_MAX)
#define FIRST_POINTS ((size_t)1 << 12)
#define WHOLE_MAX 2147483647.0

struct na_gather {
    struct na_gather_wanted wanted;
    struct na_gathered gathered;
    size_t point_capacity;
    uint32_t *slots;                       /* number of a point + 1; 0 empty */
    uint32_t test_month, other_test_month; /* its numbers, once a row has it */
};

enum na_code na_gather_new(const struct na_gather_wanted *wanted, struct na_gather **ret_gather,
                           struct na_error *reterr)
{
    struct na_gather *gather = calloc(1, sizeof *gather);
    if (gather == NULL) {
        return na_fail_memory(reterr, "counting rows");
    }
    gather->wanted = *wanted;
    gather->wanted.points = wanted->points && na_cells_are_equal(&wanted->cells);
    gather->test_month = gather->other_test_month = NA_POINT_MONTH_NONE;
    gather->gathered.whole = true;
    *ret_gather = gather;
    return NA_OK;
}

void na_gather_free(struct na_gather *gather)
{
    if (gather == NULL) {
        return;
    }
    struct na_gathered *gathered = &gather->gathered;
    for (size_t i = 0; i < gathered->month_count; i++) {
        free(gathered->months[i]);
    }
    na_cell_set_free(gathered->set);
    free(gathered->months);
    free(gathered->counts);
    free(gathered->others);
    free(gathered->later);
    free(gathered->weighed);
    free(gathered->points);
    free(gather->slots);
    free(gather);
}

enum na_code na_gather_begin(struct na_gather *gather, const struct na_point_rows *rows,
                             struct na_error *reterr)
{
    struct na_gathered *gathered = &gather->gathered;
    const struct na_gather_wanted *wanted = &gather->wanted;
    enum na_code code =
        na_cell_set_new(wanted->snapshot, &wanted->cells, rows->layer, &gathered->set, reterr);
    if (code != NA_OK) {
        return code;
    }
    size_t count = gathered->set->count + 1;
    gathered->counts = calloc(count, sizeof *gathered->counts);
    gathered->others = wanted->others ? calloc(count, sizeof *gathered->others) : NULL;
    gathered->later = wanted->test_month != NULL ? calloc(count, sizeof *gathered->later) : NULL;
    gathered->weighed =
        rows->weights != NULL ? calloc(rows->weights->count + 1, sizeof *gathered->weighed) : NULL;
    gather->slots = wanted->points ? calloc(SLOTS, sizeof *gather->slots) : NULL;
    if (gathered->counts == NULL || (wanted->others && gathered->others == NULL) ||
        (wanted->test_month != NULL && gathered->later == NULL) ||
        (rows->weights != NULL && gathered->weighed == NULL) ||
        (wanted->points && gather->slots == NULL)) {
        return na_fail_memory(reterr, "counting rows");
    }
    return NA_OK;
}

static bool same_place(struct na_grid a, struct na_grid b)
{
    /* The very same numbers: snap points repeat exactly. */
    return a.easting_m == b.easting_m && a.northing_m == b.northing_m;
}

static size_t slot_of(const struct na_gather *gather, struct na_grid at)
{
    uint64_t east, north;
    memcpy(&east, &at.easting_m, sizeof east);
    memcpy(&north, &at.northing_m, sizeof north);
    uint64_t hash = (east * UINT64_C(0x9E3779B97F4A7C15)) ^ (north >> 3);
    hash = (hash ^ (hash >> 29)) * UINT64_C(0xBF58476D1CE4E5B9);
    size_t slot = (size_t)(hash >> 40) & (SLOTS - 1);
    while (gather->slots[slot] != 0 &&
           !same_place(gather->gathered.points[gather->slots[slot] - 1].at, at)) {
        slot = (slot + 1) & (SLOTS - 1);
    }
    return slot;
}

static enum na_code add_point(struct na_gather *gather, struct na_grid at, double weight,
                              struct na_error *reterr)
{
    struct na_gathered *gathered = &gather->gathered;
    size_t slot = slot_of(gather, at);
    if (gather->slots[slot] != 0) {
        gathered->points[gather->slots[slot] - 1].weight += weight;
        return NA_OK;
    }
    if (gathered->point_count == gather->point_capacity) {
        size_t capacity = gather->point_capacity == 0 ? FIRST_POINTS : 2 * gather->point_capacity;
        struct na_hotspot_point *points = realloc(gathered->points, capacity * sizeof *points);
        if (points == NULL) {
            return na_fail_memory(reterr, "the positions of rows");
        }
        gathered->points = points;
        gather->point_capacity = capacity;
    }
    gathered->points[gathered->point_count++] = (struct na_hotspot_point){at, weight};
    if (gathered->point_count <= FOUND_MAX) {
        gather->slots[slot] = (uint32_t)gathered->point_count;
    }
    return NA_OK;
}

static uint32_t cell_of(const struct na_cell_set *set, const struct na_point_row *row)
{
    if (set->cells.kind == NA_CELLS_WARD) {
        return row->ward == NA_AREA_NONE ? NA_CELL_NONE : row->ward;
    }
    return na_cell_set_place(set, row->grid, row->at);
}

/* `*seen` is the number of the test month in `months`, once a row has had it. */
static bool is_test_month(const struct na_gather *gather, const struct na_table_texts *months,
                          uint32_t month, uint32_t *seen)
{
    const char *wanted = gather->wanted.test_month;
    if (wanted == NULL || month == NA_POINT_MONTH_NONE) {
        return false;
    }
    if (*seen == NA_POINT_MONTH_NONE &&
        strcmp(na_table_texts_get(months, month).bytes, wanted) == 0) {
        *seen = month;
    }
    return *seen == month;
}

/* Counts of the row's month; the rows without one are month 0, the others follow. */
static double *counts_of_month(struct na_gather *gather, uint32_t month)
{
    struct na_gathered *gathered = &gather->gathered;
    size_t number = month == NA_POINT_MONTH_NONE ? 0 : (size_t)month + 1;
    if (gathered->month_count <= number) {
        double **months = realloc(gathered->months, (number + 1) * sizeof *months);
        if (months == NULL) {
            return NULL;
        }
        gathered->months = months;
        while (gathered->month_count <= number) {
            gathered->months[gathered->month_count++] = NULL;
        }
    }
    if (gathered->months[number] == NULL) {
        gathered->months[number] = calloc(gathered->set->count + 1, sizeof(double));
    }
    return gathered->months[number];
}

static enum na_code take_placed(struct na_gather *gather, const struct na_point_row *row,
                                uint32_t cell, struct na_error *reterr)
{
    struct na_gathered *gathered = &gather->gathered;
    double *month = counts_of_month(gather, row->month);
    if (month == NULL) {
        return na_fail_memory(reterr, "counting rows");
    }
    /* Exactly: what the reader gives to rows without a weight. */
    gathered->weighted = gathered->weighted || row->weight != 1;
    gathered->whole =
        gathered->whole && row->weight == floor(row->weight) && row->weight <= WHOLE_MAX;
    gathered->rows_placed++;
    gathered->rows_policing += row->policing ? 1 : 0;
    gathered->months_without += row->month == NA_POINT_MONTH_NONE ? 1 : 0;
    gathered->counts[cell] += row->weight;
    gathered->squares += row->weight * row->weight;
    month[cell] += row->weight;
    if (gathered->weighed != NULL) {
        gathered->weighed[row->kind]++;
    }
    return NA_OK;
}

enum na_code na_gather_take(struct na_gather *gather, const struct na_point_rows *rows,
                            const struct na_point_row *row, bool asked, struct na_error *reterr)
{
    struct na_gathered *gathered = &gather->gathered;
    uint32_t cell = cell_of(gathered->set, row);
    bool later = is_test_month(gather, asked ? &rows->months : &rows->other_months, row->month,
                               asked ? &gather->test_month : &gather->other_test_month);
    if (!asked) {
        if (cell != NA_CELL_NONE && !later && gathered->others != NULL) {
            gathered->others[cell]++;
        }
        return NA_OK;
    }
    if (cell == NA_CELL_NONE) {
        gathered->rows_outside++;
        gathered->weight_outside += row->weight;
    } else if (later) {
        gathered->rows_later++;
        gathered->later[cell]++;
    }
    enum na_code code = NA_OK;
    if (!later && cell != NA_CELL_NONE) {
        code = take_placed(gather, row, cell, reterr);
    }
    /* Those outside add to the density within. */
    return code == NA_OK && !later && gather->wanted.points
               ? add_point(gather, row->grid, row->weight, reterr)
               : code;
}

struct na_gathered *na_gather_end(struct na_gather *gather)
{
    struct na_gathered *gathered = &gather->gathered;
    free(gather->slots);
    gather->slots = NULL;
    gathered->point_count = na_hotspot_points_merge(gathered->points, gathered->point_count);
    return gathered;
}

static enum na_code sink_begin(void *context, const struct na_point_rows *rows,
                               struct na_error *reterr)
{
    return na_gather_begin(context, rows, reterr);
}

static enum na_code sink_take(void *context, const struct na_point_rows *rows,
                              const struct na_point_row *row, bool asked, struct na_error *reterr)
{
    return na_gather_take(context, rows, row, asked, reterr);
}

struct na_point_rows_sink na_gather_sink(struct na_gather *gather)
{
    return (struct na_point_rows_sink){sink_begin, sink_take, gather};
}
