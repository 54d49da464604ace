/* hotspots/gather.h - rows counted as they come: by cell, by cell and month, and by position, so
 * that ten million rows need no more memory than the places they are at.
 *
 *   new ---> begin ---> take, take, take ... ---> what is counted, until free
 *
 * One thread at a time. */
#ifndef NA_HOTSPOTS_GATHER_H
#define NA_HOTSPOTS_GATHER_H

#include "hotspots/cell_set.h"
#include "hotspots/density.h"
#include "rows/point_rows.h"

/* Members may be read by anyone. Of rows that are asked for, save `others`. */
struct na_gathered {
    struct na_cell_set *set;
    double *counts;        /* of each cell: the weights of its rows, without the test month */
    uint32_t *others;      /* of each cell: rows not asked for; NULL: not wanted */
    double *later;         /* of each cell: rows of the test month; NULL: there is none */
    size_t rows_placed;    /* rows in a cell, without the test month */
    size_t rows_outside;   /* in no cell, the test month among them */
    size_t rows_later;     /* of the test month, in a cell */
    size_t rows_policing;  /* of rows_placed: offences that are found by policing */
    double weight_outside; /* of these rows */
    double squares;        /* sum of the squared weights of rows_placed */
    bool weighted, whole;  /* a row weighs other than 1; all weights are whole and below 2^31 */
    uint64_t *weighed;     /* rows of rows_placed by number of the weight; NULL: no file */
    double **months;       /* of each month its counts as above, NULL: no row; the first of the rows
                              without one, then that of each number in rows->months */
    size_t month_count;
    size_t months_without;           /* rows_placed without a month */
    struct na_hotspot_point *points; /* merged once na_gather_end was called */
    size_t point_count;
};

struct na_gather_wanted {
    const struct na_snapshot *snapshot;
    struct na_cells cells;
    bool points;            /* positions are wanted: of squares and hexagons alone */
    bool others;            /* rows not asked for are counted by cell */
    const char *test_month; /* "2025-10", kept apart; NULL */
};

struct na_gather;

NA_MUST_USE enum na_code na_gather_new(const struct na_gather_wanted *wanted,
                                       struct na_gather **ret_gather, struct na_error *reterr);
void na_gather_free(struct na_gather *gather);
/* Before the first row: `rows->layer` is the vintage of the study area. Errors: those of
 * na_cell_set_new. */
NA_MUST_USE enum na_code na_gather_begin(struct na_gather *gather, const struct na_point_rows *rows,
                                         struct na_error *reterr);
/* Errors: NA_ERR_MEMORY. */
NA_MUST_USE enum na_code na_gather_take(struct na_gather *gather, const struct na_point_rows *rows,
                                        const struct na_point_row *row, bool asked,
                                        struct na_error *reterr);
/* After the last row. `rows` may have moved. As long as the gather. */
struct na_gathered *na_gather_end(struct na_gather *gather);
/* A sink for na_point_rows_read, into the gather. */
struct na_point_rows_sink na_gather_sink(struct na_gather *gather);

#endif
