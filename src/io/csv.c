/* The strict reader, a record at a time: fields into memory of its own, the first fault with its
 * line. */
#include "io/csv.h"

#include <stdlib.h>
#include <string.h>

#include "base/fail.h"
#include "io/csv_scan.h"

struct na_csv {
    struct csv_scan scan;
    size_t at;        /* next byte to read */
    size_t start;     /* where the current record starts */
    int64_t line;     /* line of the byte at `at` */
    bool one_column;  /* the header has one column: a blank line is a record */
    bool has_header;  /* a record was read */
    size_t count;     /* fields of the current record */
    size_t unescaped; /* bytes used in `scratch` */
    struct na_str fields[NA_CSV_FIELDS_MAX];
    char scratch[NA_CSV_RECORD_MAX + 1]; /* fields that had doubled quotes */
};

enum na_code na_csv_new(const char *bytes, size_t length, char separator, struct na_csv **ret_csv,
                        struct na_error *reterr)
{
    if (separator != ',' && separator != ';' && separator != '\t' && separator != '|') {
        return na_fail(reterr, NA_ERR_INTERNAL, "A CSV separator is one of , ; tab |");
    }
    struct na_csv *csv = malloc(sizeof *csv);
    if (csv == NULL) {
        return na_fail_memory(reterr, "reading CSV");
    }
    if (length >= 3 && memcmp(bytes, "\xEF\xBB\xBF", 3) == 0) {
        bytes += 3;
        length -= 3;
    }
    csv_scan_start(&csv->scan, bytes, length, separator);
    csv->at = 0;
    csv->start = 0;
    csv->line = 1;
    csv->one_column = false;
    csv->has_header = false;
    csv->count = 0;
    csv->unescaped = 0;
    *ret_csv = csv;
    return NA_OK;
}

void na_csv_free(struct na_csv *csv)
{
    free(csv);
}

static enum na_code fail_record(struct na_error *reterr, const char *message, const char *hint)
{
    (void)na_fail(reterr, NA_ERR_DATA, "%s", message);
    (void)na_fail_at(reterr, NA_ERR_DATA, NULL, 0, NULL, hint);
    return NA_ERR_DATA;
}

static enum na_code fail_nul(struct na_error *reterr)
{
    return fail_record(reterr, "The record has a NUL byte",
                       "save the file as plain text in UTF-8, not UTF-16");
}

static enum na_code fail_long(struct na_error *reterr)
{
    return fail_record(reterr, "The record is longer than 64 KiB",
                       "look for a quote that is not closed");
}

static bool is_line_end(char c)
{
    return c == '\n' || c == '\r';
}

/* Step over the LF, CRLF or CR at `at`. */
static void skip_line_end(struct na_csv *csv)
{
    const char *bytes = csv->scan.bytes;
    if (bytes[csv->at] == '\r' && csv->at + 1 < csv->scan.length && bytes[csv->at + 1] == '\n') {
        csv->at++;
    }
    csv->at++;
    csv->line++;
}

/* Copy [from, to) after what is unescaped already. Never more than the record's own bytes, which
 * were checked against the limit. */
static void unescape(struct na_csv *csv, size_t from, size_t to)
{
    memcpy(csv->scratch + csv->unescaped, csv->scan.bytes + from, to - from);
    csv->unescaped += to - from;
}

/* The end of a quoted field: a separator, a line end or the end of the file. */
static enum na_code check_after_quote(const struct na_csv *csv, struct na_error *reterr)
{
    if (csv->at < csv->scan.length) {
        char c = csv->scan.bytes[csv->at];
        if (c != csv->scan.separator && !is_line_end(c)) {
            return fail_record(reterr,
                               "There is something between a closing quote and the separator",
                               "write a quote inside a quoted field twice");
        }
    }
    return NA_OK;
}

/* A quoted field, its opening quote at `at`. */
static enum na_code quoted_field(struct na_csv *csv, struct na_str *ret_field,
                                 struct na_error *reterr)
{
    const char *bytes = csv->scan.bytes;
    size_t length = csv->scan.length;
    size_t segment = csv->at + 1;
    size_t unescaped_from = csv->unescaped;
    for (size_t i = csv_scan_next(&csv->scan, segment); i < length;
         i = csv_scan_next(&csv->scan, i + 1)) {
        if (i - csv->start > NA_CSV_RECORD_MAX) {
            return fail_long(reterr);
        }
        if (bytes[i] == '\0') {
            return fail_nul(reterr);
        }
        if (bytes[i] == '\n' || (bytes[i] == '\r' && (i + 1 == length || bytes[i + 1] != '\n'))) {
            csv->line++;
        }
        if (bytes[i] != '"') {
            continue;
        }
        if (i + 1 < length && bytes[i + 1] == '"') {
            i++;
            unescape(csv, segment, i);
            segment = i + 1;
            continue;
        }
        csv->at = i + 1;
        if (csv->unescaped == unescaped_from) {
            *ret_field = (struct na_str){bytes + segment, i - segment};
        } else {
            unescape(csv, segment, i);
            *ret_field =
                (struct na_str){csv->scratch + unescaped_from, csv->unescaped - unescaped_from};
        }
        return check_after_quote(csv, reterr);
    }
    if (length - csv->start > NA_CSV_RECORD_MAX) {
        return fail_long(reterr);
    }
    return fail_record(reterr, "A quoted field is not closed at the end of the file",
                       "close the quote, or write a quote inside a quoted field twice");
}

/* One field of either kind; `at` is left after it. */
static enum na_code next_field(struct na_csv *csv, struct na_str *ret_field,
                               struct na_error *reterr)
{
    const char *bytes = csv->scan.bytes;
    size_t end = csv_scan_next(&csv->scan, csv->at);
    if (end < csv->scan.length && bytes[end] == '"') {
        if (end == csv->at) {
            return quoted_field(csv, ret_field, reterr);
        }
        return fail_record(reterr, "There is a quote inside a field that is not quoted",
                           "put the whole field in quotes and write the inner quote twice");
    }
    if (end < csv->scan.length && bytes[end] == '\0') {
        return fail_nul(reterr);
    }
    *ret_field = (struct na_str){bytes + csv->at, end - csv->at};
    csv->at = end;
    return NA_OK;
}

/* The fields at `at` that are not quoted and have a separator after them: most of them, so this
 * works on copies that stay in registers. */
static void plain_fields(struct na_csv *csv)
{
    struct csv_scan scan = csv->scan;
    size_t at = csv->at;
    size_t count = csv->count;
    while (count < NA_CSV_FIELDS_MAX) {
        size_t end = csv_scan_next(&scan, at);
        if (end == scan.length || scan.bytes[end] != scan.separator) {
            break;
        }
        csv->fields[count++] = (struct na_str){scan.bytes + at, end - at};
        at = end + 1;
    }
    csv->scan = scan;
    csv->at = at;
    csv->count = count;
}

/* All fields of the record at `at`, and its line end. */
static enum na_code read_fields(struct na_csv *csv, struct na_error *reterr)
{
    for (;;) {
        plain_fields(csv);
        if (csv->count == NA_CSV_FIELDS_MAX) {
            return fail_record(reterr, "The record has more than 1,024 fields",
                               "check the separator and the quotes");
        }
        enum na_code code = next_field(csv, &csv->fields[csv->count], reterr);
        if (code != NA_OK) {
            return code;
        }
        csv->count++;
        if (csv->at - csv->start > NA_CSV_RECORD_MAX) {
            return fail_long(reterr);
        }
        if (csv->at == csv->scan.length) {
            return NA_OK;
        }
        if (csv->scan.bytes[csv->at] != csv->scan.separator) {
            skip_line_end(csv);
            return NA_OK;
        }
        csv->at++;
    }
}

enum na_code na_csv_next(struct na_csv *csv, struct na_csv_record *ret_record, bool *ret_more,
                         struct na_error *reterr)
{
    while (!csv->one_column && csv->at < csv->scan.length &&
           is_line_end(csv->scan.bytes[csv->at])) {
        skip_line_end(csv);
    }
    if (csv->at == csv->scan.length) {
        *ret_more = false;
        return NA_OK;
    }
    int64_t line = csv->line;
    csv->start = csv->at;
    csv->count = 0;
    csv->unescaped = 0;
    enum na_code code = read_fields(csv, reterr);
    if (code != NA_OK) {
        csv->at = csv->scan.length;
        (void)na_fail_at(reterr, code, NULL, line, NULL, NULL);
        return code;
    }
    if (!csv->has_header) {
        csv->has_header = true;
        csv->one_column = csv->count == 1;
    }
    *ret_record = (struct na_csv_record){.fields = csv->fields, .count = csv->count, .line = line};
    *ret_more = true;
    return NA_OK;
}
