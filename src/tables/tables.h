/* tables/tables.h - rows from any file that people's programs write, one interface for all: CSV and
 * its relatives, gzip, zip, folders, Excel workbooks, GeoPackages, GeoJSON and NDJSON.
 *
 *   paths --na_tables_open--> table     what each file is and holds is found, and said
 *   table --na_tables_read--> bytes     CSV (or NDJSON), one input after another
 *
 * Bytes of CSV in UTF-8 or an encoding of single bytes come out as they stand, but for what is
 * above the header; all else comes out as CSV in UTF-8 with commas. Rows are taken apart by the
 * engine for rows, which is fast. */
#ifndef NA_TABLES_TABLES_H
#define NA_TABLES_TABLES_H

#include <stdbool.h>
#include <stdint.h>

#include "tables/formats.h"
#include "tables/text_form.h"

/* Inputs at most, and bytes of a file that are looked at. */
#define NA_TABLES_INPUTS_MAX ((size_t)100000)
#define NA_TABLES_SAMPLE_BYTES ((size_t)1024 * 1024)

enum na_tables_as {
    NA_TABLES_AS_FOUND, /* by its bytes */
    NA_TABLES_AS_CSV,
    NA_TABLES_AS_NDJSON
};

struct na_tables_options {
    struct na_text_wanted text;
    enum na_tables_as as;
    bool keep_ndjson;      /* NDJSON comes out as it is, else as CSV */
    bool allow_same_twice; /* one file twice is no error */
    bool drop_empty_tail;  /* the last rows of CSV do not count if all their fields are blank */
    const char *sheet;     /* of a workbook, or layer of a GeoPackage; NULL: the first */
    bool chooses_sheet;    /* of a workbook the sheet that the header's judge likes best */
    const struct na_tables_formats *formats; /* NULL: such files are refused */
    /* Told what was decided, a line each, without the name of the program; may be NULL. */
    void (*say)(void *context, const char *line);
    /* Two sheets could be meant, which is an error; may be NULL. */
    void (*doubt)(void *context, const char *first, const char *second);
    void *say_context;
};

struct na_tables;

/* List the files of `paths` (count 0: standard input; "-" is it, too; patterns, folders and zip
 * files expanded) and look at the first. Errors: NA_ERR_IO, NA_ERR_DATA (a format that is not read,
 * by what it is and with the way out), NA_ERR_LIMIT, NA_ERR_MEMORY. Release with na_tables_close.
 */
NA_MUST_USE enum na_code na_tables_open(const char *const *paths, size_t count,
                                        const struct na_tables_options *options,
                                        struct na_tables **ret_table, struct na_error *reterr);
void na_tables_close(struct na_tables *table);
/* Are two inputs that are to be held against each other different ones? Errors: NA_ERR_DATA, which
 * names both, if a file of the one has the bytes of a file of the other; those of na_tables_open.
 */
NA_MUST_USE enum na_code na_tables_check_differ(const char *const paths[2],
                                                const struct na_tables_formats *formats,
                                                struct na_error *reterr);

/* The form of the first input, which all others have. As long as the table. */
const struct na_text_form *na_tables_form(const struct na_tables *table);
/* It comes out as NDJSON. */
bool na_tables_is_ndjson(const struct na_tables *table);
/* First bytes of the first input, from its header on; they are read again by na_tables_read. */
struct na_str na_tables_peek(const struct na_tables *table);

/* Whom to tell what later inputs are; NULL: nobody. */
void na_tables_say_to(struct na_tables *table, void (*say)(void *context, const char *line),
                      void *context);

/* As read of a batch's source: up to `size` bytes; *ret_length 0: this input ends, *ret_more: and
 * another follows. `context` is the table. */
NA_MUST_USE enum na_code na_tables_read(void *context, char *to, size_t size, size_t *ret_length,
                                        bool *ret_more, struct na_error *reterr);
/* The input being read, for errors: "crimes.zip: 2025-08/street.csv", "august.xlsx: sheet Data";
 * NULL for standard input. */
const char *na_tables_input_name(const struct na_tables *table);
/* The sheet or layer of the first input; "": it has none. */
const char *na_tables_sheet(const struct na_tables *table);
/* The system that its positions were transformed from, by its number of EPSG; 0: none. */
int na_tables_epsg(const struct na_tables *table);
/* Its first line's number in its file, less 1. */
size_t na_tables_lines_above(const struct na_tables *table);
/* Bytes of all inputs; 0: not known. */
uint64_t na_tables_bytes_total(const struct na_tables *table);

#endif
