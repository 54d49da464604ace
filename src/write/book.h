/* write/book.h - one way to write tables of typed cells into files that hold several: sheets of an
 * xlsx, layers of a GeoPackage. The file has its name only when it is whole. */
#ifndef NA_WRITE_BOOK_H
#define NA_WRITE_BOOK_H

#include "write/gpkg.h"

enum na_book_form { NA_BOOK_XLSX, NA_BOOK_GPKG };

struct na_book;

/* Begin; `path` keeps its old content until na_book_close. `made_s`: seconds since 1970 that the
 * file is to name as its time. Errors: NA_ERR_IO, NA_ERR_MEMORY. */
NA_MUST_USE enum na_code na_book_open(const char *path, enum na_book_form form, int64_t made_s,
                                      struct na_book **ret_book, struct na_error *reterr);
/* The temporary name meanwhile: a signal handler may unlink it. Borrowed. */
const char *na_book_temporary(const struct na_book *book);
/* Begin a sheet or layer; a sheet has no shapes. Errors: as na_xlsx_sheet and na_gpkg_layer. */
NA_MUST_USE enum na_code na_book_part(struct na_book *book, const struct na_gpkg_layer *part,
                                      struct na_error *reterr);
/* The next row. Errors: as na_xlsx_row and na_gpkg_row. */
NA_MUST_USE enum na_code na_book_row(struct na_book *book, const struct na_cell *cells,
                                     const struct na_gpkg_ring *rings, size_t ring_count,
                                     struct na_error *reterr);
/* Complete the file, give it its name and release `book`, on failure too. Errors: NA_ERR_IO,
 * NA_ERR_MEMORY. */
NA_MUST_USE enum na_code na_book_close(struct na_book *book, struct na_error *reterr);
/* Release and remove what was written. NULL does nothing. */
void na_book_abandon(struct na_book *book);

#endif
