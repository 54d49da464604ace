/* Runs a kernel over windows of the input and hands out rows of the marks it leaves. Rows that no
 * window holds whole are found byte by byte. */
#include "io/csv_index.h"

#include <string.h>

#include "io/csv_index_kernel.h"

_Static_assert(NA_CSV_MARKS_MAX >= NA_CSV_WINDOW + NA_CSV_ROW_FIELDS_MAX + CSV_MARK_SLACK,
               "room for a window's marks after those of the row under way");

bool na_csv_way_there(enum na_csv_way way)
{
#if defined(__x86_64__)
    if (way == NA_CSV_AVX2) {
        return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("bmi") &&
               __builtin_cpu_supports("bmi2") && __builtin_cpu_supports("popcnt") &&
               __builtin_cpu_supports("pclmul");
    }
    return true;
#else
    return way == NA_CSV_PLAIN;
#endif
}

enum na_csv_way na_csv_way_best(void)
{
    return na_csv_way_there(NA_CSV_AVX2)   ? NA_CSV_AVX2
           : na_csv_way_there(NA_CSV_SSE2) ? NA_CSV_SSE2
                                           : NA_CSV_PLAIN;
}

const char *na_csv_fault_text(enum na_csv_fault fault)
{
    static const char *const texts[] = {"", "unclosed quote", "line over 64 KiB",
                                        "more than 1,024 fields", "a byte 0"};
    return texts[fault];
}

static void run_kernel(enum na_csv_way way, struct csv_work *work, size_t from, size_t to)
{
#if defined(__x86_64__)
    if (way == NA_CSV_AVX2) {
        na_csv_kernel_avx2(work, from, to);
        return;
    }
    if (way == NA_CSV_SSE2) {
        na_csv_kernel_sse2(work, from, to);
        return;
    }
#endif
    (void)way;
    na_csv_kernel_plain(work, from, to);
}

void na_csv_rows_init(struct na_csv_rows *rows, const char *bytes, size_t length, char separator,
                      enum na_csv_way way)
{
    rows->bytes = bytes;
    rows->length = length;
    rows->at = 0;
    rows->row = 0;
    rows->known_at = 0;
    rows->known_state = CSV_QUOTED;
    rows->jumped = false;
    rows->state = CSV_FIELD_START;
    rows->first = 0;
    rows->count = 0;
    rows->dropped = 0;
    rows->nul = false;
    rows->high = false;
    rows->separator = separator;
    rows->way = way;
}

/* Look at more of the text. The marks of the row under way go to the front; of a row with too many
 * fields only the first are kept. */
static void refill(struct na_csv_rows *rows)
{
    if (rows->count > NA_CSV_ROW_FIELDS_MAX) {
        rows->dropped += rows->count - NA_CSV_ROW_FIELDS_MAX;
        rows->count = NA_CSV_ROW_FIELDS_MAX;
    }
    memmove(rows->marks, rows->marks + rows->first, rows->count * sizeof rows->marks[0]);
    rows->first = 0;
    size_t to = rows->length - rows->at > NA_CSV_WINDOW ? rows->at + NA_CSV_WINDOW : rows->length;
    /* Never beyond what decides that a row is too long: rescue() says why. */
    size_t limit = rows->row + NA_CSV_ROW_MAX + 2;
    to = to > limit ? limit : to;
    struct csv_work work = {.bytes = rows->bytes,
                            .length = rows->length,
                            .separator = rows->separator,
                            .state = rows->state,
                            .nul = rows->nul,
                            .high = rows->high,
                            .marks = rows->marks + rows->count};
    run_kernel(rows->way, &work, rows->at, to);
    rows->count = (size_t)(work.marks - rows->marks);
    rows->state = work.state;
    rows->nul = work.nul;
    rows->high = work.high;
    rows->at = to;
}

static size_t line_end_length(const char *bytes, size_t length, size_t at)
{
    return at >= length ? 0 : bytes[at] == '\r' && at + 1 < length && bytes[at + 1] == '\n' ? 2 : 1;
}

/* The first LF or CR from `from` on, or the length. */
static size_t line_end(const char *bytes, size_t length, size_t from)
{
    const char *lf = memchr(bytes + from, '\n', length - from);
    size_t end = lf != NULL ? (size_t)(lf - bytes) : length;
    const char *cr = memchr(bytes + from, '\r', end - from);
    return cr != NULL ? (size_t)(cr - bytes) : end;
}

static void hand_out(struct na_csv_rows *rows, size_t end, size_t next, size_t marks,
                     enum na_csv_fault fault, struct na_csv_row *ret_row)
{
    ret_row->from = rows->row;
    ret_row->end = end;
    ret_row->next = next;
    ret_row->ends = rows->marks + rows->first;
    ret_row->count = marks + rows->dropped;
    ret_row->open = false;
    ret_row->fault = fault;
    if (fault == NA_CSV_GOOD) {
        if (ret_row->count > NA_CSV_ROW_FIELDS_MAX) {
            ret_row->fault = NA_CSV_FIELDS;
        } else if (rows->nul && memchr(rows->bytes + rows->row, '\0', end - rows->row) != NULL) {
            ret_row->fault = NA_CSV_NUL;
        }
    }
    rows->row = next;
    rows->dropped = 0;
}

/* The row at which no end came within the limit: it ends at its first line end, and reading starts
 * afresh after it. */
static void rescue(struct na_csv_rows *rows, bool end_seen, struct na_csv_row *ret_row)
{
    size_t end = line_end(rows->bytes, rows->length, rows->row);
    size_t next = end + line_end_length(rows->bytes, rows->length, end);
    bool is_long = end - rows->row > NA_CSV_ROW_MAX;
    /* The next lines may open a quote too, and each would be searched up to the limit again: a
     * moment for a line, centuries for a file. But a row that is in quotes at a line end on the way
     * we came goes the way we went. */
    if (!is_long && !end_seen && rows->at > rows->known_at) {
        rows->known_at = rows->at;
        rows->known_state = rows->state;
    }
    struct csv_work work = {.bytes = rows->bytes,
                            .length = end,
                            .separator = rows->separator,
                            .state = CSV_FIELD_START};
    size_t count = 0;
    size_t kept = 0;
    for (size_t at = rows->row; at < end;) {
        uint32_t few[CSV_BLOCK];
        size_t to = end - at > CSV_BLOCK ? at + CSV_BLOCK : end;
        work.marks = few;
        csv_machine(&work, at, to);
        for (uint32_t *mark = few; mark < work.marks; mark++, count++) {
            if (kept < NA_CSV_ROW_FIELDS_MAX - 1) {
                rows->marks[kept++] = *mark;
            }
        }
        at = to;
    }
    rows->marks[kept] = (uint32_t)end;
    rows->first = 0;
    rows->dropped = 0;
    hand_out(rows, end, next, count + 1, is_long ? NA_CSV_LONG : NA_CSV_UNCLOSED, ret_row);
    ret_row->open = work.state == CSV_QUOTED;
    rows->count = 0;
    rows->at = next;
    rows->state = CSV_FIELD_START;
    rows->jumped = false;
}

/* A line in the stretch that rescue() knows: take it alone, and if it is still open at its end, go
 * where it is known to lead. */
static void read_known_line(struct na_csv_rows *rows)
{
    size_t end = line_end(rows->bytes, rows->length, rows->row);
    size_t next = end + line_end_length(rows->bytes, rows->length, end);
    size_t to = next - rows->row > NA_CSV_WINDOW ? rows->row + NA_CSV_WINDOW : next;
    struct csv_work work = {.bytes = rows->bytes,
                            .length = rows->length,
                            .separator = rows->separator,
                            .state = CSV_FIELD_START,
                            .nul = rows->nul,
                            .high = rows->high,
                            .marks = rows->marks};
    csv_machine(&work, rows->row, to);
    rows->first = 0;
    rows->count = (size_t)(work.marks - rows->marks);
    rows->nul = work.nul;
    rows->high = work.high;
    rows->state = work.state;
    rows->at = to;
    if (work.state == CSV_QUOTED && to == next && next > end && next <= rows->known_at) {
        rows->at = rows->known_at;
        rows->state = rows->known_state;
        rows->jumped = true;
    }
}

/* The text ends without a line end. */
static void last_row(struct na_csv_rows *rows, struct na_csv_row *ret_row)
{
    if (rows->state == CSV_QUOTED || rows->length - rows->row > NA_CSV_ROW_MAX) {
        rescue(rows, false, ret_row);
        return;
    }
    if (rows->count > NA_CSV_ROW_FIELDS_MAX) { /* room for one more */
        rows->dropped += rows->count - NA_CSV_ROW_FIELDS_MAX;
        rows->count = NA_CSV_ROW_FIELDS_MAX;
    }
    memmove(rows->marks, rows->marks + rows->first, rows->count * sizeof rows->marks[0]);
    rows->first = 0;
    rows->marks[rows->count] = (uint32_t)rows->length;
    size_t marks = rows->count + 1;
    rows->count = 0;
    hand_out(rows, rows->length, rows->length, marks, NA_CSV_GOOD, ret_row);
}

/* The row that made use of what is known has an end after all: read it again for its fields. */
static void go_back(struct na_csv_rows *rows)
{
    rows->at = rows->row;
    rows->state = CSV_FIELD_START;
    rows->first = 0;
    rows->count = 0;
    rows->dropped = 0;
    rows->jumped = false;
}

/* The mark `i` of the row under way is a line end. */
static void take_row(struct na_csv_rows *rows, size_t i, struct na_csv_row *ret_row)
{
    uint32_t *marks = rows->marks + rows->first;
    size_t end = marks[i] & ~CSV_LINE_END;
    size_t next = end + 1;
    end -= rows->bytes[end] == '\n' && end > rows->row && rows->bytes[end - 1] == '\r';
    if (end - rows->row > NA_CSV_ROW_MAX) {
        rescue(rows, true, ret_row);
        return;
    }
    marks[i] = (uint32_t)end;
    hand_out(rows, end, next, i + 1, NA_CSV_GOOD, ret_row);
    rows->first += i + 1;
    rows->count -= i + 1;
}

bool na_csv_rows_next(struct na_csv_rows *rows, struct na_csv_row *ret_row)
{
    if (rows->row >= rows->length) {
        return false;
    }
    if (rows->row < rows->known_at && rows->count == 0) {
        read_known_line(rows);
    }
    for (size_t i = 0;;) {
        const uint32_t *marks = rows->marks + rows->first;
        while (i < rows->count && marks[i] < CSV_LINE_END) {
            i++;
        }
        if (i < rows->count && !rows->jumped) {
            take_row(rows, i, ret_row);
            return true;
        }
        if (i < rows->count) {
            go_back(rows);
            i = 0;
        } else if (rows->at - rows->row >= NA_CSV_ROW_MAX + 2) {
            rescue(rows, false, ret_row);
            return true;
        } else if (rows->at == rows->length) {
            if (!rows->jumped || rows->state == CSV_QUOTED) {
                last_row(rows, ret_row);
                return true;
            }
            go_back(rows);
            i = 0;
        }
        refill(rows);
        i = i > NA_CSV_ROW_FIELDS_MAX ? NA_CSV_ROW_FIELDS_MAX : i;
    }
}

struct na_str na_csv_unquote(struct na_str raw, char *to)
{
    if (raw.length == 0 || raw.bytes[0] != '"') {
        return raw;
    }
    struct na_str body = {raw.bytes + 1, raw.length - 1};
    const char *quote = memchr(body.bytes, '"', body.length);
    if (quote == NULL) {
        return body;
    }
    if (quote == body.bytes + body.length - 1) {
        return (struct na_str){body.bytes, body.length - 1};
    }
    size_t length = 0;
    for (size_t i = 0; i < body.length; i++) {
        bool is_quote = body.bytes[i] == '"';
        if (is_quote && i + 1 == body.length) {
            break;
        }
        to[length++] = body.bytes[i];
        i += is_quote && body.bytes[i + 1] == '"';
    }
    return (struct na_str){to, length};
}

static bool ahead(const struct na_csv_letters *letters, size_t at, char c)
{
    return at < letters->left.length && letters->left.bytes[at] == c;
}

static char take(struct na_csv_letters *letters)
{
    char c = letters->left.bytes[0];
    letters->left = (struct na_str){letters->left.bytes + 1, letters->left.length - 1};
    return c;
}

int na_csv_letters_next(struct na_csv_letters *letters)
{
    if (!letters->begun) {
        letters->begun = true;
        letters->quoted = ahead(letters, 0, '"');
        if (letters->quoted) {
            (void)take(letters);
        }
    }
    if (letters->quoted && ahead(letters, 0, '"')) {
        (void)take(letters);
        letters->quoted = ahead(letters, 0, '"'); /* two are one */
    }
    if (letters->left.length == 0) {
        return NA_CSV_LETTERS_END;
    }
    if (!letters->quoted && ahead(letters, 0, letters->separator)) {
        (void)take(letters);
        letters->begun = false;
        return NA_CSV_LETTERS_FIELD;
    }
    return (unsigned char)take(letters);
}

bool na_csv_same_values(struct na_str a, struct na_str b, char separator)
{
    struct na_csv_letters of_a = {.left = a, .separator = separator};
    struct na_csv_letters of_b = {.left = b, .separator = separator};
    for (;;) {
        int letter = na_csv_letters_next(&of_a);
        if (letter != na_csv_letters_next(&of_b)) {
            return false;
        }
        if (letter == NA_CSV_LETTERS_END) {
            return true;
        }
    }
}
