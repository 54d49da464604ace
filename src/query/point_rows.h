/* query/point_rows.h - rows of CSV files kept as points on the National Grid: offences, premises,
 * stations, for the questions that look at all of them together (coverage, site, hotspots).
 *
 * The rows are read by the batch engine (query/batch.h), so what counts as a position, a bad row or
 * no location is what `join` says. Every row read is in exactly one place of the tally. */
#ifndef NA_QUERY_POINT_ROWS_H
#define NA_QUERY_POINT_ROWS_H

#include <stddef.h>
#include <stdint.h>

#include "geo/position.h"
#include "query/batch.h"
#include "query/table_intern.h"
#include "query/table_question.h"

/* Most rows kept. */
#define NA_POINT_ROWS_MAX ((size_t)50 * 1000 * 1000)

struct na_point_row {
    struct na_lonlat at;
    struct na_grid grid; /* metres; rows that have none are not kept, see `off_grid` */
    double weight;       /* of the weight column; 1 without one */
    uint64_t row;        /* 1-based among the rows read, all inputs together */
    uint32_t ward;       /* within `layer` of the rows, or NA_AREA_NONE */
    uint32_t month;      /* number in `months`, or UINT32_MAX */
    uint32_t id, name;   /* number in `labels`, or UINT32_MAX where no such column was asked for */
};

/* read == unasked + kept rows + no_location + bad + off_grid. */
struct na_point_tally {
    uint64_t read;
    uint64_t unasked;     /* left out by --where */
    uint64_t no_location; /* both coordinates blank */
    uint64_t bad;         /* position or weight that is none */
    uint64_t off_grid;    /* a position that the transformation does not reach */
};

struct na_point_rows {
    struct na_point_row *items; /* in the order of the input */
    size_t count;
    struct na_point_tally tally;
    struct na_table_texts labels;
    struct na_table_texts months; /* "2025-01"; empty: no such column */
    const struct na_layer *layer; /* vintage of `ward`; NULL: the pack has no wards */
    char profile[16];             /* "police.uk" when recognised, else "" */
    double weight_sum;            /* of the rows kept */
};

/* Which rows, and what of them. Texts are borrowed. */
struct na_point_rows_wanted {
    const struct na_table_where *wheres;
    size_t where_count;
    const char *weight_column; /* NULL: each row weighs 1. A blank, negative or non-finite weight
                                  makes a row bad. */
    const char *id_column, *name_column; /* NULL: not kept */
};

void na_point_rows_fini(struct na_point_rows *rows);

#endif
