/* table/svg_private.h - the parts of a page about a table. Private to table/svg.c and
 * svg_*.c. */
#ifndef NA_TABLE_SVG_PRIVATE_H
#define NA_TABLE_SVG_PRIVATE_H

#include "draw/svg.h"
#include "table/table.h"

#define NA_SVG_CLASSES 5

/* Five classes of about as many rows each, by value; equal values are never parted. What is drawn
 * is the rate when the table has one, else the count. Rows withheld and rows of 0 are in no class.
 */
struct na_svg_classes {
    struct {
        double least, most;
        size_t rows; /* 0: no such class */
    } of[NA_SVG_CLASSES];
    double *values; /* ascending, those in a class */
    size_t count;
    size_t zeros, withheld, unknown; /* wards */
};
NA_MUST_USE enum na_code na_svg_classes_init(const struct na_table *table,
                                             struct na_svg_classes *ret_classes,
                                             struct na_error *reterr);
void na_svg_classes_fini(struct na_svg_classes *classes);
/* Value drawn for a row that is not withheld. */
double na_svg_value(const struct na_table *table, const struct na_table_row *row);
/* Name of the fill of a row; NULL row: not in the table. */
const char *na_svg_fill(const struct na_svg_classes *classes, const struct na_table *table,
                        const struct na_table_row *row);

/* "Central, Middlesbrough" of a row; to[size]. */
void na_svg_row_name(const struct na_table *table, const struct na_table_row *row, char *to,
                     size_t size);
/* "436", "[c]", "12.34 per 1,000 (436)" */
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
