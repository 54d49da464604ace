/* tables/rows.h - rows from a file that is no text: a sheet of a workbook, a layer of a GeoPackage,
 * the points of GeoJSON, the objects of NDJSON. They become CSV in UTF-8 here, which is what the
 * engine for rows reads. Private to tables and workbooks. */
#ifndef NA_TABLES_ROWS_H
#define NA_TABLES_ROWS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/text.h"
#include "tables/bytes.h"

/* As many as the engine takes (io/csv_index.h). */
#define NA_ROW_FIELDS_MAX 512
/* Rows of a sheet of Excel. */
#define NA_ROWS_MAX ((size_t)1048576)
#define NA_ROW_BYTES_MAX ((size_t)60 * 1024)

/* One row: its cells' texts in UTF-8, one after another. */
struct na_row {
    struct na_buffer text;
    size_t ends[NA_ROW_FIELDS_MAX];
    size_t count;
    int64_t number; /* 1-based in its sheet or file */
    bool cut;       /* it has more cells or bytes than fit: they are left out */
};

void na_row_init(struct na_row *row);
void na_row_fini(struct na_row *row);
void na_row_clear(struct na_row *row);
/* Add a cell at the end; what does not fit is left out and `cut` is set. */
NA_MUST_USE enum na_code na_row_put(struct na_row *row, struct na_str text);
/* Add blank cells until there are `count`. */
NA_MUST_USE enum na_code na_row_pad(struct na_row *row, size_t count);
struct na_str na_row_cell(const struct na_row *row, size_t i);

/* Where rows come from. One thread at a time. */
struct na_rows {
    /* The next row into `row`, which was cleared; *ret_more false: the end. */
    enum na_code (*next)(void *state, struct na_row *row, bool *ret_more, struct na_error *reterr);
    void (*close)(void *state);
    void *state;
};
void na_rows_close(struct na_rows *rows);

/* Which row is the header: that which the question wants, and titles may stand above it. */
struct na_header_wanted {
    /* How well these names do: 0 not at all, more is better. NULL: any row does. */
    int (*judge)(const void *context, const struct na_str *names, size_t count);
    const void *context;
    bool keep_numbers; /* blank lines stand for rows that are left out, so that rows keep their
                        * numbers
                        */
    bool keep_blanks;  /* a blank row is a row: an object without members */
};
/* Rows looked at for the header. */
#define NA_HEADER_ROWS_MAX 25

/* The rows as CSV with commas and LF, from the header on; *ret_skipped rows stand above it. Blank
 * rows are left out unless they are kept; so are blank cells at the end of the header. Every row
 * gets as many fields as the header (those with more keep them, so that they are seen to be wrong).
 * Takes `rows` over, also on failure. Errors: of the rows, NA_ERR_MEMORY. */
NA_MUST_USE enum na_code na_rows_as_csv(struct na_rows rows, const struct na_header_wanted *wanted,
                                        struct na_bytes *ret_bytes, size_t *ret_skipped,
                                        struct na_error *reterr);

/* The objects of NDJSON, GeoJSON or GeoJSON lines as rows: members, or properties and position. The
 * header names all members that occur in the first MiB. Reads from `bytes`, which is taken over,
 * also on failure. GeoJSON is held in memory, at most NA_OBJECTS_BYTES_MAX bytes. */
#define NA_OBJECTS_BYTES_MAX ((size_t)1 << 30)
enum na_objects { NA_OBJECTS_LINES, NA_OBJECTS_FEATURES, NA_OBJECTS_FEATURE_LINES };
NA_MUST_USE enum na_code na_rows_of_objects(struct na_bytes bytes, enum na_objects kind,
                                            struct na_rows *ret_rows, struct na_error *reterr);

/* Is the text one object that holds the rows in a member, as {"data": [[1, 2]]}? NA_ERR_DATA then,
 * with what to do. */
NA_MUST_USE enum na_code na_objects_refuse_one(struct na_str text, struct na_error *reterr);

#endif
