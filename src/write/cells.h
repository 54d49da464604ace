/* write/cells.h - rows of typed cells, as the writers of files (xlsx, GeoPackage) take them.
 *
 * A column has one type. A cell is empty, a text or a number; a text in a column of numbers ("[c]",
 * withheld) is the business of the writer: a sheet can show it, a database column cannot. */
#ifndef NA_WRITE_CELLS_H
#define NA_WRITE_CELLS_H

#include <nearaid/error.h>

#include "base/buffer.h"
#include "base/text.h"

enum na_cell_type {
    NA_CELL_TEXT,    /* stays text, whatever it looks like */
    NA_CELL_INTEGER, /* at most 2^53 */
    NA_CELL_NUMBER,  /* `decimals` are shown, all are kept */
    NA_CELL_DATE,    /* days since 1970-01-01 */
    NA_CELL_TRUTH    /* 0 or 1 */
};

struct na_cell_column {
    const char *name; /* borrowed */
    enum na_cell_type type;
    unsigned int decimals; /* of NA_CELL_NUMBER */
};

enum na_cell_content { NA_CELL_IS_EMPTY, NA_CELL_IS_TEXT, NA_CELL_IS_NUMBER };
struct na_cell {
    enum na_cell_content content;
    struct na_str text; /* any bytes; borrowed */
    double number;
};

/* Cells as they are most often made. An empty text and a number that is not finite are empty. */
struct na_cell na_cell_text(struct na_str text);
struct na_cell na_cell_number(double value);
/* What a text says in a column of that type: "12.5", "2026-03-01", "true"; a text that is no such
 * value stays a text. */
struct na_cell na_cell_read(enum na_cell_type type, struct na_str text);

/* `text` as NUL-terminated UTF-8 in place of what `to` held: bytes that are no UTF-8 are read as
 * CP1252 (those without a meaning there become U+FFFD), a NUL becomes U+2400. Errors:
 * NA_ERR_LIMIT, NA_ERR_MEMORY. */
NA_MUST_USE enum na_code na_cell_utf8(struct na_str text, struct na_buffer *to);

#endif
