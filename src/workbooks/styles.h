/* workbooks/styles.h - what the number formats of a workbook make of a cell: a date, a time, a text
 * of so many figures. Private to workbooks. */
#ifndef NA_WORKBOOKS_STYLES_H
#define NA_WORKBOOKS_STYLES_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buffer.h"
#include "workbooks/zip.h"

enum na_cell_look {
    NA_CELL_PLAIN,
    NA_CELL_DATE, /* with a time if it has one */
    NA_CELL_TIME  /* of the day alone */
};

struct na_cell_style {
    enum na_cell_look look;
    unsigned int figures; /* zeros in front up to so many, format 00000; 0: none */
};

/* Plain value; start with na_styles_init. */
struct na_styles {
    struct na_buffer styles; /* struct na_cell_style each, by number */
};

void na_styles_init(struct na_styles *styles);
void na_styles_fini(struct na_styles *styles);
/* Read xl/styles.xml of `zip`; none there: all cells are plain. */
NA_MUST_USE enum na_code na_styles_read(struct na_styles *styles, struct na_zip *zip,
                                        struct na_error *reterr);
/* Of a style beyond the list: plain. */
struct na_cell_style na_styles_get(const struct na_styles *styles, size_t i);
/* What a format code makes of a number. */
struct na_cell_style na_style_of_format(const char *code);
/* A serial day of Excel as "2025-11-01", "2025-11-01T10:30:00" or "10:30:00"; false: it is no day
 * of the years 1900 to 9999. `to` has room for 24 bytes. */
bool na_serial_format(double serial, bool since_1904, enum na_cell_look look, char *to);

#endif
