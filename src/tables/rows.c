/* A source gives rows of cells; here they are quoted and joined into CSV, a block at a time. Rows
 * above the header are left out, but leave an empty line each, so that a fault names the row of the
 * sheet. */
#include "tables/rows.h"

#include <stdlib.h>
#include <string.h>

#include "base/fail.h"

void na_row_init(struct na_row *row)
{
    na_buffer_init(&row->text, NA_ROW_BYTES_MAX);
    na_row_clear(row);
}

void na_row_fini(struct na_row *row)
{
    na_buffer_fini(&row->text);
}

void na_row_clear(struct na_row *row)
{
    na_buffer_clear(&row->text);
    row->count = 0;
    row->number = 0;
    row->cut = false;
}

enum na_code na_row_put(struct na_row *row, struct na_str text)
{
    if (row->count == NA_ROW_FIELDS_MAX) {
        row->cut = true;
        return NA_OK;
    }
    enum na_code code = na_buffer_append(&row->text, text.bytes, text.length);
    if (code == NA_ERR_LIMIT) {
        row->cut = true;
        code = NA_OK;
    }
    row->ends[row->count++] = row->text.length;
    return code;
}

enum na_code na_row_pad(struct na_row *row, size_t count)
{
    enum na_code code = NA_OK;
    while (row->count < count && row->count < NA_ROW_FIELDS_MAX && code == NA_OK) {
        code = na_row_put(row, (struct na_str){"", 0});
    }
    row->cut = row->cut || row->count < count;
    return code;
}

struct na_str na_row_cell(const struct na_row *row, size_t i)
{
    size_t from = i == 0 ? 0 : row->ends[i - 1];
    if (i >= row->count || row->text.data == NULL) {
        return (struct na_str){"", 0};
    }
    return (struct na_str){row->text.data + from, row->ends[i] - from};
}

void na_rows_close(struct na_rows *rows)
{
    if (rows->close != NULL) {
        rows->close(rows->state);
    }
    *rows = (struct na_rows){NULL, NULL, NULL};
}

/* Rows on their way to CSV. */
struct writing {
    struct na_rows rows;
    struct na_row row;
    struct na_row ahead[NA_HEADER_ROWS_MAX]; /* read to find the header */
    size_t ahead_at, ahead_count;
    struct na_buffer line; /* written, not handed out from `at` on */
    size_t at;
    size_t width; /* of the header */
    bool ended, keep_blanks, keep_numbers;
    int64_t lines;         /* written */
    enum na_code failed;   /* to be told once all before it is taken */
    struct na_error error; /* of `failed` */
};

/* Handed out at once at most. */
#define READ_BYTES ((size_t)64 * 1024)

static void close_writing(void *state)
{
    struct writing *writing = state;
    na_rows_close(&writing->rows);
    na_row_fini(&writing->row);
    for (size_t i = 0; i < NA_HEADER_ROWS_MAX; i++) {
        na_row_fini(&writing->ahead[i]);
    }
    na_buffer_fini(&writing->line);
    free(writing);
}

/* Quoted where RFC 4180 wants it, and where blanks would be lost. */
static enum na_code put_cell(struct na_buffer *to, struct na_str text)
{
    bool quote = false;
    for (size_t i = 0; i < text.length && !quote; i++) {
        char c = text.bytes[i];
        quote = c == '"' || c == ',' || c == '\n' || c == '\r';
    }
    if (!quote) {
        return na_buffer_append(to, text.bytes, text.length);
    }
    enum na_code code = na_buffer_append(to, "\"", 1);
    for (size_t i = 0; i < text.length && code == NA_OK; i++) {
        char c = text.bytes[i];
        code = na_buffer_append(to, c == '"' ? "\"\"" : &c, c == '"' ? 2 : 1);
    }
    return code == NA_OK ? na_buffer_append(to, "\"", 1) : code;
}

/* What has no place in a table ends a cell. */
static struct na_str without_nul(struct na_str cell)
{
    const char *nul = cell.length > 0 ? memchr(cell.bytes, '\0', cell.length) : NULL;
    return nul != NULL ? (struct na_str){cell.bytes, (size_t)(nul - cell.bytes)} : cell;
}

static enum na_code put_line(struct writing *writing, const struct na_row *row)
{
    enum na_code code = NA_OK;
    size_t from = writing->line.length;
    size_t count = row->count;
    while (count > writing->width && na_row_cell(row, count - 1).length == 0) {
        count--;
    }
    count = count > writing->width ? count : writing->width;
    for (size_t i = 0; i < count && code == NA_OK; i++) {
        code = i > 0 ? na_buffer_append(&writing->line, ",", 1) : NA_OK;
        if (code == NA_OK) {
            code = put_cell(&writing->line, without_nul(na_row_cell(row, i)));
        }
    }
    if (code == NA_OK && row->cut && count == writing->width) {
        code = na_buffer_text(&writing->line, ",cut"); /* one too many: it is seen to be wrong */
    }
    if (code == NA_OK && writing->line.length == from) {
        code = na_buffer_text(&writing->line, "\"\"");
    }
    return code == NA_OK ? na_buffer_append(&writing->line, "\n", 1) : code;
}

static bool is_blank(const struct na_row *row)
{
    for (size_t i = 0; i < row->count; i++) {
        if (na_str_trim(na_row_cell(row, i)).length > 0) {
            return false;
        }
    }
    return true;
}

/* The next row: of those read ahead, or from the source. NULL: the end. */
static enum na_code next_row(struct writing *writing, const struct na_row **ret_row,
                             struct na_error *reterr)
{
    bool more = false;
    *ret_row = NULL;
    if (writing->ahead_at < writing->ahead_count) {
        *ret_row = &writing->ahead[writing->ahead_at++];
        return NA_OK;
    }
    while (!writing->ended) {
        na_row_clear(&writing->row);
        enum na_code code = writing->rows.next(writing->rows.state, &writing->row, &more, reterr);
        if (code != NA_OK) {
            return code;
        }
        writing->ended = !more;
        if (more && (writing->keep_blanks || !is_blank(&writing->row))) {
            *ret_row = &writing->row;
            return NA_OK;
        }
    }
    return NA_OK;
}

/* The row, after blank lines for those above it that are left out. */
static enum na_code put_numbered(struct writing *writing, const struct na_row *row)
{
    enum na_code code = NA_OK;
    while (writing->keep_numbers && writing->lines + 1 < row->number && code == NA_OK) {
        code = na_buffer_append(&writing->line, "\n", 1);
        writing->lines++;
    }
    writing->lines++;
    return code == NA_OK ? put_line(writing, row) : code;
}

/* The next row as a line; *ret_has false: there is none. A failure is kept for when all before it
 * is taken. */
static void make_line(struct writing *writing, bool *ret_has)
{
    const struct na_row *row = NULL;
    na_buffer_clear(&writing->line);
    writing->at = 0;
    writing->failed = next_row(writing, &row, &writing->error);
    if (writing->failed == NA_OK && row != NULL && put_numbered(writing, row) != NA_OK) {
        writing->failed = na_fail_memory(&writing->error, "reading a row");
    }
    *ret_has = writing->failed == NA_OK && row != NULL;
}

/* As many rows as fit: the reader makes one piece of work of what it gets. */
static enum na_code read_writing(void *state, char *to, size_t size, size_t *ret_length,
                                 struct na_error *reterr)
{
    struct writing *writing = state;
    size_t used = 0;
    size = size < READ_BYTES ? size : READ_BYTES;
    while (used < size) {
        bool has = writing->at < writing->line.length;
        if (!has && writing->failed == NA_OK) {
            make_line(writing, &has);
        }
        if (!has) {
            break;
        }
        size_t left = writing->line.length - writing->at;
        size_t taken = left < size - used ? left : size - used;
        memcpy(to + used, writing->line.data + writing->at, taken);
        writing->at += taken;
        used += taken;
    }
    if (used == 0 && writing->failed != NA_OK) {
        if (reterr != NULL) {
            *reterr = writing->error;
        }
        return writing->failed;
    }
    *ret_length = used;
    return NA_OK;
}

static size_t width_of(const struct na_row *row)
{
    size_t count = row->count;
    while (count > 0 && na_str_trim(na_row_cell(row, count - 1)).length == 0) {
        count--;
    }
    return count;
}

static int judge(const struct na_header_wanted *wanted, const struct na_row *row)
{
    struct na_str names[NA_ROW_FIELDS_MAX];
    size_t count = width_of(row);
    for (size_t i = 0; i < count; i++) {
        names[i] = na_row_cell(row, i);
    }
    return wanted->judge(wanted->context, names, count);
}

/* Read rows ahead until the header is among them. */
static enum na_code find_header(struct writing *writing, const struct na_header_wanted *wanted,
                                struct na_error *reterr)
{
    size_t best = 0;
    int best_worth = 0;
    while (writing->ahead_count < NA_HEADER_ROWS_MAX && !writing->ended) {
        struct na_row *row = &writing->ahead[writing->ahead_count];
        bool more = false;
        na_row_clear(row);
        enum na_code code = writing->rows.next(writing->rows.state, row, &more, reterr);
        if (code != NA_OK) {
            return code;
        }
        writing->ended = !more;
        if (!more || (!wanted->keep_blanks && is_blank(row))) {
            continue;
        }
        int worth = wanted->judge != NULL ? judge(wanted, row) : 1;
        best = worth > best_worth ? writing->ahead_count : best;
        best_worth = worth > best_worth ? worth : best_worth;
        writing->ahead_count++;
        if (wanted->judge == NULL) {
            break;
        }
    }
    writing->ahead_at = best;
    writing->width = writing->ahead_count > 0 ? width_of(&writing->ahead[best]) : 0;
    return NA_OK;
}

enum na_code na_rows_as_csv(struct na_rows rows, const struct na_header_wanted *wanted,
                            struct na_bytes *ret_bytes, size_t *ret_skipped,
                            struct na_error *reterr)
{
    struct writing *writing = malloc(sizeof *writing);
    if (writing == NULL) {
        na_rows_close(&rows);
        return na_fail_memory(reterr, "reading rows");
    }
    writing->rows = rows;
    na_row_init(&writing->row);
    for (size_t i = 0; i < NA_HEADER_ROWS_MAX; i++) {
        na_row_init(&writing->ahead[i]);
    }
    na_buffer_init(&writing->line, 4 * NA_ROW_BYTES_MAX + NA_ROWS_MAX);
    writing->at = 0;
    writing->width = 0;
    writing->ahead_at = 0;
    writing->ahead_count = 0;
    writing->ended = false;
    writing->keep_blanks = wanted->keep_blanks;
    writing->keep_numbers = wanted->keep_numbers;
    writing->lines = 0;
    writing->failed = NA_OK;
    writing->error = (struct na_error){.message = ""};
    enum na_code code = find_header(writing, wanted, reterr);
    if (code != NA_OK) {
        close_writing(writing);
        return code;
    }
    *ret_skipped = writing->ahead_at;
    *ret_bytes = (struct na_bytes){read_writing, close_writing, writing};
    return NA_OK;
}
