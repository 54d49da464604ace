/* Sheets or layers: which of the two writers has the row, and the file's name. */
#include "write/book.h"

#include <stdlib.h>

#include "base/fail.h"
#include "io/file.h"
#include "write/xlsx.h"

struct na_book {
    struct na_file_writer file;
    struct na_xlsx *xlsx; /* one of the two */
    struct na_gpkg *gpkg;
};

enum na_code na_book_open(const char *path, enum na_book_form form, int64_t made_s,
                          struct na_book **ret_book, struct na_error *reterr)
{
    struct na_book *book = calloc(1, sizeof *book);
    if (book == NULL) {
        return na_fail_memory(reterr, "beginning a file");
    }
    book->file.fd = -1;
    enum na_code code = na_file_writer_open_named(path, &book->file, reterr);
    if (code == NA_OK) {
        code = form == NA_BOOK_XLSX ? na_xlsx_open(book->file.name, made_s, &book->xlsx, reterr)
                                    : na_gpkg_open(book->file.name, made_s, &book->gpkg, reterr);
    }
    if (code != NA_OK) {
        na_book_abandon(book);
        return code;
    }
    *ret_book = book;
    return NA_OK;
}

const char *na_book_temporary(const struct na_book *book)
{
    return book->file.name;
}

enum na_code na_book_part(struct na_book *book, const struct na_gpkg_layer *part,
                          struct na_error *reterr)
{
    return book->xlsx != NULL
               ? na_xlsx_sheet(book->xlsx, part->name, part->columns, part->column_count, reterr)
               : na_gpkg_layer(book->gpkg, part, reterr);
}

enum na_code na_book_row(struct na_book *book, const struct na_cell *cells,
                         const struct na_gpkg_ring *rings, size_t ring_count,
                         struct na_error *reterr)
{
    return book->xlsx != NULL ? na_xlsx_row(book->xlsx, cells, reterr)
                              : na_gpkg_row(book->gpkg, cells, rings, ring_count, reterr);
}

enum na_code na_book_close(struct na_book *book, struct na_error *reterr)
{
    enum na_code code =
        book->xlsx != NULL ? na_xlsx_close(book->xlsx, reterr) : na_gpkg_close(book->gpkg, reterr);
    book->xlsx = NULL; /* released by its close, on failure too */
    book->gpkg = NULL;
    if (code == NA_OK) {
        code = na_file_writer_commit(&book->file, reterr);
    } else {
        (void)na_fail_at(reterr, code, book->file.path, 0, NULL, NULL);
    }
    na_book_abandon(book);
    return code;
}

void na_book_abandon(struct na_book *book)
{
    if (book != NULL) {
        na_xlsx_abandon(book->xlsx);
        na_gpkg_abandon(book->gpkg);
        na_file_writer_abort(&book->file);
        free(book);
    }
}
