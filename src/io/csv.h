/* io/csv.h - RFC 4180 records from bytes in memory, strict. Our own parser: what a later batch path
 * runs on.
 *
 * Records come out in order. Field bytes are unquoted. LF, CRLF and a lone CR at the
 * end of a record are accepted; a UTF-8 BOM at the start is skipped; quoted fields may hold
 * newlines, separators and doubled quotes. Errors (NA_ERR_DATA, with the 1-based line where the
 * record starts): NUL, a quote inside an unquoted field, bytes after a closing quote, an unclosed
 * quote at the end, a record over NA_CSV_RECORD_MAX, more than NA_CSV_FIELDS_MAX fields. Blank
 * lines between records are skipped, unless the header has one column only. */
#ifndef NA_IO_CSV_H
#define NA_IO_CSV_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <nearaid/error.h>

#include "base/text.h"

#define NA_CSV_RECORD_MAX ((size_t)64 * 1024)
#define NA_CSV_FIELDS_MAX 1024

struct na_csv_record {
    const struct na_str *fields; /* valid until the next call */
    size_t count;
    int64_t line; /* 1-based line of the file where the record starts */
};

struct na_csv;

/* A reader over bytes in memory (borrowed). `separator` is ',' usually; ';', '\t' or '|' also. */
NA_MUST_USE enum na_code na_csv_new(const char *bytes, size_t length, char separator,
                                    struct na_csv **ret_csv, struct na_error *reterr);
void na_csv_free(struct na_csv *csv);
/* The next record. *ret_more is false (and *ret_record untouched) at the end. After an error the
 * reader stays at the end. */
NA_MUST_USE enum na_code na_csv_next(struct na_csv *csv, struct na_csv_record *ret_record,
                                     bool *ret_more, struct na_error *reterr);

#endif
