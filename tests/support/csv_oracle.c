/* The records of both readers are written as bytes and compared. A record of one empty field is
 * left out, because libcsv drops blank lines. */
#include "support/csv_oracle.h"

#include <csv.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buffer.h"
#include "io/csv.h"

#define TEXT_LIMIT ((size_t)1 << 30)

/* A list of records as bytes: each field as its length and its bytes, each record as its count.
 * One field that is empty alone in its record is left out, since libcsv drops blank lines. */
struct listing {
    struct na_buffer text;
    size_t fields;      /* of the record under way */
    size_t bytes;       /* in those fields */
    size_t record_from; /* where the record begins in `text` */
    size_t records;
};

static void must(enum na_code code)
{
    if (code != NA_OK) {
        abort();
    }
}

static void add_field(struct listing *listing, const void *bytes, size_t length)
{
    must(na_buffer_append(&listing->text, &length, sizeof length));
    must(na_buffer_append(&listing->text, bytes, length));
    listing->fields++;
    listing->bytes += length;
}

static void end_record(struct listing *listing)
{
    if (listing->fields == 1 && listing->bytes == 0) {
        listing->text.length = listing->record_from;
    } else {
        size_t mark = SIZE_MAX - listing->fields;
        must(na_buffer_append(&listing->text, &mark, sizeof mark));
        listing->records++;
    }
    listing->record_from = listing->text.length;
    listing->fields = 0;
    listing->bytes = 0;
}

static void on_field(void *bytes, size_t length, void *user)
{
    add_field(user, bytes, length);
}

static void on_record(int terminator, void *user)
{
    (void)terminator;
    end_record(user);
}

static int never_space(unsigned char c)
{
    (void)c;
    return 0;
}

static bool by_libcsv(const char *bytes, size_t length, struct listing *listing)
{
    struct csv_parser parser;
    if (csv_init(&parser, CSV_STRICT | CSV_STRICT_FINI) != 0) {
        abort();
    }
    csv_set_space_func(&parser, never_space);
    bool good = csv_parse(&parser, bytes, length, on_field, on_record, listing) == length &&
                csv_fini(&parser, on_field, on_record, listing) == 0;
    csv_free(&parser);
    return good;
}

/* Lines before `offset`, each of LF, CRLF and CR ending one. */
static int64_t line_of(const char *bytes, size_t offset)
{
    int64_t line = 1;
    for (size_t i = 0; i < offset; i++) {
        line += bytes[i] == '\n' || (bytes[i] == '\r' && bytes[i + 1] != '\n');
    }
    return line;
}

static bool by_ours(const char *bytes, size_t length, struct listing *listing,
                    struct na_error *error, bool *ret_lines_good)
{
    struct na_csv *csv = NULL;
    must(na_csv_new(bytes, length, ',', &csv, error));
    enum na_code code = NA_OK;
    int64_t line = 0;
    for (bool more = true; more && code == NA_OK;) {
        struct na_csv_record record;
        code = na_csv_next(csv, &record, &more, error);
        if (code != NA_OK || !more) {
            break;
        }
        *ret_lines_good = *ret_lines_good && record.line > line;
        line = record.line;
        for (size_t i = 0; i < record.count; i++) {
            add_field(listing, record.fields[i].bytes, record.fields[i].length);
        }
        /* A field that was not unescaped points into the text: its line is known. */
        const char *first = record.fields[0].bytes;
        if (length < 4096 && first >= bytes && first <= bytes + length &&
            line_of(bytes, (size_t)(first - bytes)) != line) {
            *ret_lines_good = false;
        }
        end_record(listing);
    }
    na_csv_free(csv);
    return code == NA_OK;
}

static bool is_our_own_rule(const struct na_error *error)
{
    return strstr(error->message, "NUL") != NULL || strstr(error->message, "64 KiB") != NULL ||
           strstr(error->message, "1,024") != NULL;
}

enum csv_oracle_result csv_oracle_compare(const char *bytes, size_t length)
{
    struct listing theirs = {.fields = 0};
    struct listing ours = {.fields = 0};
    struct na_error error = {0};
    na_buffer_init(&theirs.text, TEXT_LIMIT);
    na_buffer_init(&ours.text, TEXT_LIMIT);
    bool bom = length >= 3 && memcmp(bytes, "\xEF\xBB\xBF", 3) == 0;
    bool lines_good = true;
    bool we_accept = by_ours(bytes, length, &ours, &error, &lines_good);
    bool they_accept = by_libcsv(bytes + (bom ? 3 : 0), length - (bom ? 3 : 0), &theirs);
    enum csv_oracle_result result = CSV_ORACLE_DIFFERENT;
    if (!we_accept && (!they_accept || is_our_own_rule(&error))) {
        result = CSV_ORACLE_REFUSED;
    } else if (we_accept != they_accept) {
        fprintf(stderr, "ours: %s, libcsv: %s (%s)\n", we_accept ? "accepts" : "refuses",
                they_accept ? "accepts" : "refuses", error.message);
    } else if (!lines_good) {
        fprintf(stderr, "a record has a wrong line number\n");
    } else if (ours.text.length != theirs.text.length ||
               (ours.text.length > 0 &&
                memcmp(ours.text.data, theirs.text.data, ours.text.length) != 0)) {
        fprintf(stderr, "fields differ: %zu records of ours, %zu of libcsv\n", ours.records,
                theirs.records);
    } else {
        result = CSV_ORACLE_SAME;
    }
    if (result == CSV_ORACLE_DIFFERENT && length < 4096) {
        fprintf(stderr, "text: \"");
        for (size_t i = 0; i < length; i++) {
            fprintf(stderr, "\\x%02x", (unsigned char)bytes[i]);
        }
        fprintf(stderr, "\"\n");
    }
    na_buffer_fini(&theirs.text);
    na_buffer_fini(&ours.text);
    return result;
}
