/* write/book_sheet.h - a sheet of texts with its notes as parts of a book: the rows, then the
 * notes. */
#ifndef NA_WRITE_BOOK_SHEET_H
#define NA_WRITE_BOOK_SHEET_H

#include "data/snapshot.h"
#include "write/book.h"
#include "write/sheet.h"

/* The areas that the rows of a sheet are about. */
struct na_sheet_areas {
    /* The area of row `row`; false: it has none. */
    bool (*find)(const void *context, size_t row, struct na_area *ret_area);
    const void *context;
    const struct na_snapshot *snapshot;
};

/* Write the columns that people see, by their machine values: numbers are numbers, a text among
 * them
 * ("[c]") stays one in an xlsx and is empty in a GeoPackage. Titles are those for people in an
 * xlsx, those for machines in a GeoPackage, where `areas` (NULL: none) gives the rows their
 * polygons in EPSG:4326. The notes are a part of their own, "notes". Errors: those of na_book_part
 * and na_book_row. */
NA_MUST_USE enum na_code na_book_put_sheet(struct na_book *book, enum na_book_form form,
                                           const char *name, const struct na_sheet *sheet,
                                           const struct na_sheet_areas *areas,
                                           struct na_error *reterr);

#endif
