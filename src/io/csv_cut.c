/* Cutting a stream of CSV into pieces of whole rows. */
#include <string.h>

#include "io/csv_index.h"
#include "io/csv_index_kernel.h"

void na_csv_cutter_init(struct na_csv_cutter *cutter, char separator, enum na_csv_way way)
{
    *cutter = (struct na_csv_cutter){.separator = separator, .way = way};
}

void na_csv_cutter_init_lines(struct na_csv_cutter *cutter)
{
    *cutter = (struct na_csv_cutter){.lines = true, .way = NA_CSV_PLAIN};
}

static const char *last_of(const char *bytes, size_t length, char c)
{
    while (length > 0 && bytes[length - 1] != c) {
        length--;
    }
    return length > 0 ? bytes + length - 1 : NULL;
}

/* Without a quote the last line end ends a row. A CR at the very end may belong to an LF that has
 * not come yet. */
static size_t cut_plain(const struct na_csv_cutter *cutter, const char *bytes, size_t length)
{
    const char *lf = last_of(bytes, length, '\n');
    if (lf != NULL) {
        return (size_t)(lf - bytes) + 1;
    }
    const char *cr = cutter->lines ? NULL : last_of(bytes, length - 1, '\r');
    return cr != NULL ? (size_t)(cr - bytes) + 1 : 0;
}

/* With quotes: as far as rows are certain, whatever comes. */
static size_t cut_quoted(const struct na_csv_cutter *cutter, const char *bytes, size_t length,
                         struct na_csv_rows *rows)
{
    struct na_csv_row row;
    size_t cut = 0;
    na_csv_rows_init(rows, bytes, length, cutter->separator, cutter->way);
    while (na_csv_rows_next(rows, &row)) {
        bool ended = row.next > row.end && (row.next < length || bytes[length - 1] == '\n');
        bool decided = row.fault != NA_CSV_UNCLOSED || length - row.from >= NA_CSV_ROW_MAX + 2;
        if (!ended || !decided) {
            break;
        }
        cut = row.next;
    }
    return cut;
}

/* The bytes of a line that goes on; its last may be a CR whose LF has not come. */
static size_t without_cr(const char *bytes, size_t length)
{
    return bytes[length - 1] == '\r' ? length - 1 : length;
}

static void follow_long(struct na_csv_cutter *cutter, const char *bytes, size_t length)
{
    struct csv_work work = {
        .bytes = bytes, .length = length, .separator = cutter->separator, .state = cutter->state};
    for (size_t at = 0; at < length;) {
        uint32_t marks[CSV_BLOCK];
        size_t to = length - at > CSV_BLOCK ? at + CSV_BLOCK : length;
        work.marks = marks;
        csv_machine(&work, at, to);
        cutter->fields += (size_t)(work.marks - marks);
        at = to;
    }
    cutter->state = work.state;
}

static size_t first_line_end(const struct na_csv_cutter *cutter, const char *bytes, size_t length)
{
    const char *lf = memchr(bytes, '\n', length);
    size_t end = lf != NULL ? (size_t)(lf - bytes) : length;
    const char *cr = cutter->lines ? NULL : memchr(bytes, '\r', end);
    return cr != NULL ? (size_t)(cr - bytes) : end;
}

static bool cut_long(struct na_csv_cutter *cutter, const char *bytes, size_t length, bool final,
                     struct na_csv_piece *ret_piece)
{
    size_t end = first_line_end(cutter, bytes, length);
    bool cr_last = !cutter->lines && end + 1 == length && bytes[end] == '\r';
    bool undecided = !final && (end == length || cr_last);
    if (undecided && end == 0) {
        return false;
    }
    follow_long(cutter, bytes, end);
    if (undecided) {
        *ret_piece = (struct na_csv_piece){.kind = NA_CSV_PIECE_LONG, .length = end};
        return true;
    }
    bool crlf = end + 1 < length && bytes[end] == '\r' && bytes[end + 1] == '\n';
    size_t line_end = end == length ? 0 : crlf ? 2 : 1;
    *ret_piece = (struct na_csv_piece){.kind = NA_CSV_PIECE_LONG_END,
                                       .length = end + line_end,
                                       .line_end = line_end,
                                       .fields = cutter->fields + 1,
                                       .open = cutter->state == CSV_QUOTED};
    cutter->in_long = false;
    return true;
}

/* No row ends in these bytes, and more are to come. */
static bool begin_long(struct na_csv_cutter *cutter, const char *bytes, size_t length,
                       struct na_csv_piece *ret_piece)
{
    size_t whole = without_cr(bytes, length);
    if (whole <= NA_CSV_ROW_MAX || first_line_end(cutter, bytes, whole) < whole) {
        return false;
    }
    cutter->in_long = true;
    cutter->state = CSV_FIELD_START;
    cutter->fields = 0;
    follow_long(cutter, bytes, whole);
    *ret_piece = (struct na_csv_piece){.kind = NA_CSV_PIECE_LONG, .length = whole, .first = true};
    return true;
}

bool na_csv_cutter_next(struct na_csv_cutter *cutter, const char *bytes, size_t length, bool final,
                        struct na_csv_rows *rows, struct na_csv_piece *ret_piece)
{
    if (cutter->in_long) {
        if (length == 0 && !final) {
            return false;
        }
        return cut_long(cutter, bytes, length, final, ret_piece);
    }
    if (length == 0) {
        return false;
    }
    size_t cut = length;
    if (!final) {
        bool quotes = !cutter->lines && memchr(bytes, '"', length) != NULL;
        cut = quotes ? cut_quoted(cutter, bytes, length, rows) : cut_plain(cutter, bytes, length);
        if (cut == 0) {
            return begin_long(cutter, bytes, length, ret_piece);
        }
    }
    *ret_piece = (struct na_csv_piece){.kind = NA_CSV_PIECE_ROWS, .length = cut};
    return true;
}
