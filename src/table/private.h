/* table/private.h - what the files that make a table share. */
#ifndef NA_TABLE_PRIVATE_H
#define NA_TABLE_PRIVATE_H

#include "draw/svg.h"
#include "table/table.h"

/* Fill the labels of every dimension from the values counted. (table/labels.c) */
NA_MUST_USE enum na_code na_table_label(struct na_table *table,
                                        const struct na_table_counts *counts,
                                        const struct na_table_options *options,
                                        struct na_error *reterr);
/* The layer `id` of that role, or NULL. (table/labels.c) */
const struct na_layer *na_table_find_layer(const struct na_snapshot *snapshot,
                                           enum na_layer_role role, struct na_str id);
/* Put rows into `table->rows`, zeros included where wanted, in no order. (table/rows.c) */
NA_MUST_USE enum na_code na_table_fill(struct na_table *table, const struct na_table_counts *counts,
                                       const struct na_table_options *options,
                                       struct na_error *reterr);
/* Order, ranks, cumulative counts, `listed`. False: no memory. (table/rank.c) */
bool na_table_rank(struct na_table *table, uint64_t top);
/* Round every figure of a table that is filled, and take the wards of small groups out. `counts`
 * are those of the table. (table/round.c) */
NA_MUST_USE enum na_code na_table_round(struct na_table *table,
                                        const struct na_table_counts *counts,
                                        const struct na_table_options *options,
                                        struct na_error *reterr);
/* -1, 0 or 1: labels by code, then vintage. */
int na_table_label_compare(const struct na_table_label *a, const struct na_table_label *b);

/* The chart and the map of a table: svg_*.c. */

#define NA_SVG_CLASSES 5

/* Five classes of about as many rows each, by value; equal values are never parted. What is drawn
 * is the rate when the table has one, else the count. Rows of 0 are in no class. */
struct na_svg_classes {
    struct {
        double least, most;
        size_t rows; /* 0: no such class */
    } of[NA_SVG_CLASSES];
    double *values; /* ascending, those in a class */
    size_t count;
    size_t zeros, unknown; /* wards */
};
NA_MUST_USE enum na_code na_svg_classes_init(const struct na_table *table,
                                             struct na_svg_classes *ret_classes,
                                             struct na_error *reterr);
void na_svg_classes_fini(struct na_svg_classes *classes);
/* Value drawn for a row. */
double na_svg_value(const struct na_table *table, const struct na_table_row *row);
/* Name of the fill of a row; NULL row: not in the table. */
const char *na_svg_fill(const struct na_svg_classes *classes, const struct na_table *table,
                        const struct na_table_row *row);

/* "Central, Middlesbrough" of a row; to[size]. */
void na_svg_row_name(const struct na_table *table, const struct na_table_row *row, char *to,
                     size_t size);
/* "436", "12.34 per 1,000 (436)" */
void na_svg_row_figure(const struct na_table *table, const struct na_table_row *row, char *to,
                       size_t size);

struct na_svg_box {
    double x, y, width, height;
};
/* The ranked bars. (svg_bars.c) */
void na_svg_bars(struct na_svg *svg, const struct na_table *table, struct na_svg_box box);
/* The map of a table by ward of one vintage, with its legend. (svg_map.c) */
NA_MUST_USE enum na_code na_svg_map(struct na_svg *svg, const struct na_table *table,
                                    struct na_svg_box box, struct na_error *reterr);

#endif
