/* The child reads the file that was sent by the same interface as the command line
 * (tables/tables.h), puts its tables together under one header, and gives CSV. What was found about
 * the file is said as one header field (RFC 9651). Faults are told as faults of the request,
 * without a name of ours. */
#include "daemon_unpack.h"

#include <stdio.h>
#include <string.h>

#include "base/clock.h"
#include "base/fail.h"
#include "base/text.h"
#include "rows/batch.h"
#include "tables/tables.h"
#include "workbooks/workbooks.h"

#define PIECE_BYTES ((size_t)64 * 1024)

/* Inputs put together: each but the first loses its header. */
struct joint {
    struct na_buffer *csv;
    enum na_encoding encoding;
    bool in_header;  /* of a later one */
    bool in_quotes;  /* of that header */
    bool line_ended; /* the last byte ends a line */
};

struct saying {
    const char *path;
    struct na_buffer *said;
};

/* Into a display string of RFC 9651: what is not plain is %xx. */
static void put_escaped(struct na_buffer *to, const char *text)
{
    static const char hex[] = "0123456789abcdef";
    for (const char *c = text; *c != '\0' && to->length + 8 < to->limit; c++) {
        unsigned char byte = (unsigned char)*c;
        bool plain = byte >= 0x20 && byte < 0x7F && byte != '"' && byte != '%';
        char escaped[3] = {'%', hex[byte >> 4], hex[byte & 15]};
        enum na_code code = na_buffer_append(to, plain ? c : escaped, plain ? 1 : sizeof escaped);
        (void)code; /* there is room; without memory less is said */
    }
}

static void say(void *context, const char *line)
{
    struct saying *saying = context;
    size_t length = strlen(saying->path);
    if (strncmp(line, saying->path, length) == 0 && strncmp(line + length, ": ", 2) == 0) {
        line += length + 2;
    }
    if (saying->said->length > 0) {
        put_escaped(saying->said, "; ");
    } else if (na_buffer_text(saying->said, "said=%\"") != NA_OK) {
        return;
    }
    put_escaped(saying->said, line);
}

/* How much of `bytes` belongs to the header of a later input. */
static size_t skip_header(struct joint *joint, struct na_str bytes)
{
    size_t i = 0;
    while (i < bytes.length && joint->in_header) {
        char c = bytes.bytes[i++];
        joint->in_quotes = joint->in_quotes != (c == '"');
        joint->in_header = joint->in_quotes || c != '\n';
    }
    return i;
}

static enum na_code put(struct joint *joint, struct na_str bytes, struct na_error *reterr)
{
    size_t skip = joint->in_header ? skip_header(joint, bytes) : 0;
    bytes = (struct na_str){bytes.bytes + skip, bytes.length - skip};
    if (bytes.length == 0) {
        return NA_OK;
    }
    joint->line_ended = bytes.bytes[bytes.length - 1] == '\n';
    enum na_code code = joint->encoding == NA_ENCODING_UTF8
                            ? na_buffer_append(joint->csv, bytes.bytes, bytes.length)
                            : na_encoding_read(joint->encoding, bytes, joint->csv);
    return code == NA_OK ? NA_OK : na_fail(reterr, code, "The table is too large to be sent back");
}

static enum na_code next_input(struct joint *joint, struct na_error *reterr)
{
    enum na_code code = joint->line_ended || joint->csv->length == 0
                            ? NA_OK
                            : put(joint, (struct na_str){"\n", 1}, reterr);
    joint->in_header = true;
    joint->in_quotes = false;
    return code;
}

static enum na_code read_all(struct na_tables *table, struct na_buffer *csv,
                             struct na_error *reterr)
{
    static char piece[PIECE_BYTES];
    struct joint joint = {.csv = csv, .encoding = na_tables_form(table)->encoding};
    bool more = true;
    while (more) {
        size_t length = 0;
        more = false;
        enum na_code code = na_tables_read(table, piece, sizeof piece, &length, &more, reterr);
        if (code == NA_OK && length > 0) {
            code = put(&joint, (struct na_str){piece, length}, reterr);
            more = true;
        } else if (code == NA_OK && more) {
            code = next_input(&joint, reterr);
        }
        if (code != NA_OK) {
            return code;
        }
    }
    return NA_OK;
}

static enum na_code no_geopackage(const struct na_sheet_wanted *wanted, char *ret_sheet,
                                  int *ret_epsg, struct na_rows *ret_rows, struct na_error *reterr)
{
    (void)wanted;
    (void)ret_sheet;
    (void)ret_epsg;
    (void)ret_rows;
    (void)na_fail(reterr, NA_ERR_DATA, "This is a GeoPackage, which the server does not read");
    return na_fail_at(reterr, NA_ERR_DATA, NULL, 0, NULL,
                      "Read it with nearaid join on the command line, or save it as CSV");
}

/* The fault is the client's, and the file is the one it sent: a name of ours says nothing. */
static enum na_code as_request(enum na_code code, const char *path, struct na_error *reterr)
{
    static const char remedy[] =
        "read it with nearaid join on the command line, or send fewer rows";
    size_t length = strlen(path);
    if (strncmp(reterr->file, path, length) == 0) {
        const char *rest = reterr->file[length] == ':' ? reterr->file + length + 2 : "";
        memmove(reterr->file, rest, strlen(rest) + 1);
    }
    if (code == NA_ERR_LIMIT || code == NA_ERR_MEMORY) {
        reterr->code = NA_ERR_BODY_SIZE;
        return na_fail_at(reterr, NA_ERR_BODY_SIZE, NULL, 0, NULL, remedy);
    }
    reterr->code = code == NA_ERR_DATA ? NA_ERR_BODY : code;
    return reterr->code;
}

enum na_code na_daemon_unpack(const char *path, const struct na_errand_question *question,
                              struct na_buffer *csv, struct na_buffer *said,
                              struct na_error *reterr)
{
    struct na_tables *table = NULL;
    struct na_tables_formats formats = na_workbook_formats;
    formats.geopackage_open = no_geopackage;
    struct saying saying = {path, said};
    const struct na_batch_options columns = {.today = na_today()};
    const struct na_tables_options options = {
        .text = {.header = {.judge = na_batch_header_worth, .context = &columns}},
        .allow_same_twice = true,
        .sheet = na_params_get(question->params, question->count, "sheet"),
        .formats = &formats,
        .say = say,
        .say_context = &saying};
    enum na_code code = na_tables_open(&path, 1, &options, &table, reterr);
    if (code == NA_OK) {
        code = read_all(table, csv, reterr);
    }
    na_tables_close(table);
    if (code == NA_OK && said->length > 0 && na_buffer_text(said, "\"") != NA_OK) {
        na_buffer_clear(said);
    }
    return code == NA_OK ? NA_OK : as_request(code, path, reterr);
}
