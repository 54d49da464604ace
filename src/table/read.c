/* Pieces of CSV come in any size. Whole rows are cut by the vector index of io/csv_index.h, and
 * only the columns that are bound are unquoted. Values of conditions are decided once each and
 * remembered. */
#include "table/read.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/fail.h"
#include "io/csv_index.h"
#include "rows/repeats.h"
#include "table/columns.h"

/* Different values of a --where column kept, to decide once for each and to suggest. */
#define WHERE_VALUES_MAX 4096
#define PENDING_MAX ((size_t)256 * 1024 * 1024)
/* Values of one row that may be unquoted or put together: each condition, each dimension with its
 * vintage twice, match and month; each is no longer than its row. */
#define VALUES_A_ROW ((size_t)32)

struct where_state {
    struct na_table_texts seen;
    bool holds[WHERE_VALUES_MAX];
    bool any; /* some row passed */
};

struct na_table_reader {
    struct na_table_counts *counts;
    char prefix[NA_COLUMN_NAME_MAX];
    char separator;
    struct na_csv_cutter cutter;
    struct na_csv_rows rows;
    struct na_buffer pending; /* bytes that make no whole row yet */
    struct na_buffer header;  /* of the first input, as it stands */
    struct na_buffer work;    /* values without their quotes */
    struct na_buffer whole;   /* a row's own values, for its number */
    struct na_table_columns columns;
    bool *own;  /* of each column: it was there before the join */
    bool began; /* this input's first bytes are there */
    bool bound; /* this input's header was read */
    struct where_state wheres[NA_WHERES_MAX];
    struct na_repeats repeats; /* of the rows asked for */
};

static enum na_csv_way way_of(void)
{
    return na_csv_way_best();
}

enum na_code na_table_reader_new(struct na_table_counts *counts, const char *prefix, char separator,
                                 struct na_table_reader **ret_reader, struct na_error *reterr)
{
    struct na_table_reader *reader = calloc(1, sizeof *reader);
    if (reader == NULL) {
        return na_fail_memory(reterr, "reading rows");
    }
    reader->counts = counts;
    (void)na_text_copy(reader->prefix, sizeof reader->prefix, prefix);
    reader->separator = separator == '\0' ? ',' : separator;
    na_csv_cutter_init(&reader->cutter, reader->separator, way_of());
    na_buffer_init(&reader->pending, PENDING_MAX);
    na_buffer_init(&reader->header, NA_CSV_ROW_MAX + 2);
    na_buffer_init(&reader->work, VALUES_A_ROW * (NA_CSV_ROW_MAX + 2));
    na_buffer_init(&reader->whole, 4 * (NA_CSV_ROW_MAX + 2));
    *ret_reader = reader;
    return NA_OK;
}

void na_table_reader_free(struct na_table_reader *reader)
{
    if (reader == NULL) {
        return;
    }
    for (size_t i = 0; i < NA_WHERES_MAX; i++) {
        na_table_texts_fini(&reader->wheres[i].seen);
    }
    na_repeats_fini(&reader->repeats);
    na_buffer_fini(&reader->pending);
    na_buffer_fini(&reader->header);
    na_buffer_fini(&reader->work);
    na_buffer_fini(&reader->whole);
    free(reader->own);
    free(reader);
}

/* Value of field `i`, valid until the next row. */
static struct na_str value_of(struct na_table_reader *reader, const struct na_csv_row *row,
                              const char *bytes, size_t i)
{
    struct na_str raw = na_csv_row_raw(row, bytes, i);
    if (raw.length == 0 || raw.bytes[0] != '"') {
        return raw;
    }
    /* Reserved at the start of the row, so that earlier values stay where they are. */
    struct na_str value = na_csv_unquote(raw, reader->work.data + reader->work.length);
    if (value.bytes == reader->work.data + reader->work.length) {
        reader->work.length += value.length;
    }
    return value;
}

static enum na_code where_holds(struct na_table_reader *reader, size_t i, struct na_str value,
                                bool *ret_holds, struct na_error *reterr)
{
    struct where_state *state = &reader->wheres[i];
    const struct na_where *where = &reader->counts->question.wheres[i];
    if (state->seen.count == WHERE_VALUES_MAX) {
        *ret_holds = na_where_holds(where, value.bytes, value.length);
        state->any = state->any || *ret_holds;
        return NA_OK;
    }
    uint32_t before = state->seen.count;
    uint32_t number = 0;
    enum na_code code = na_table_texts_put(&state->seen, value, &number, reterr);
    if (code != NA_OK) {
        return code;
    }
    if (state->seen.count > before) {
        state->holds[number] = na_where_holds(where, value.bytes, value.length);
    }
    *ret_holds = state->holds[number];
    state->any = state->any || *ret_holds;
    return NA_OK;
}

static bool match_of(struct na_str text, enum na_batch_match *ret_match)
{
    for (int i = 0; i < NA_BATCH_MATCHES; i++) {
        if (na_str_is(text, na_batch_match_name((enum na_batch_match)i))) {
            *ret_match = (enum na_batch_match)i;
            return true;
        }
    }
    return false;
}

/* "2025-01", as far as its figures go. */
static bool is_month(struct na_str text)
{
    if (text.length != 7 || text.bytes[4] != '-') {
        return false;
    }
    for (size_t i = 0; i < text.length; i++) {
        if (i != 4 && (text.bytes[i] < '0' || text.bytes[i] > '9')) {
            return false;
        }
    }
    return true;
}

static enum na_code note_month(struct na_table_reader *reader, const struct na_csv_row *row,
                               const char *bytes, struct na_error *reterr)
{
    struct na_table_texts *months = &reader->counts->months;
    if (reader->columns.month == NA_TABLE_NO_COLUMN || months->count == NA_TABLE_MONTHS_MAX) {
        return NA_OK;
    }
    struct na_str month = value_of(reader, row, bytes, reader->columns.month);
    uint32_t number = 0;
    return is_month(month) ? na_table_texts_put(months, month, &number, reterr) : NA_OK;
}

/* The value counted: wards are told apart by their vintage too. */
static struct na_str dimension_value(struct na_table_reader *reader, const struct na_csv_row *row,
                                     const char *bytes, size_t i)
{
    struct na_str value = value_of(reader, row, bytes, reader->columns.dimensions[i]);
    if (reader->counts->question.dimensions[i].what != NA_TABLE_WARD ||
        reader->columns.vintage == NA_TABLE_NO_COLUMN) {
        return value;
    }
    struct na_str vintage = value_of(reader, row, bytes, reader->columns.vintage);
    char *to = reader->work.data + reader->work.length;
    memcpy(to, value.bytes, value.length);
    to[value.length] = '\x1F';
    memcpy(to + value.length + 1, vintage.bytes, vintage.length);
    reader->work.length += value.length + 1 + vintage.length;
    return (struct na_str){to, value.length + 1 + vintage.length};
}

/* The number of a row for rounding: by its Crime ID, or if that is blank by all its own columns, so
 * that the row has the same one joined or not, in any order and company. */
static enum na_code number_row(struct na_table_reader *reader, const struct na_csv_row *row,
                               const char *bytes, uint64_t *ret_number, struct na_error *reterr)
{
    const struct na_table_columns *columns = &reader->columns;
    struct na_rounding *rounding = reader->counts->rounding;
    struct na_str text = {bytes + row->from, row->end - row->from};
    *ret_number = 0;
    if (rounding == NULL) {
        return NA_OK;
    }
    if (row->fault != NA_CSV_GOOD || row->count != columns->count) {
        return na_rounding_number(rounding, text, ret_number, reterr);
    }
    text.length = 0;
    if (columns->crime_id != NA_TABLE_NO_COLUMN) {
        text = na_str_trim(value_of(reader, row, bytes, columns->crime_id));
    }
    if (text.length == 0) {
        struct na_buffer *whole = &reader->whole;
        whole->length = 0;
        enum na_code code =
            na_buffer_reserve(whole, text.length + row->end - row->from + row->count);
        for (size_t i = 0; i < row->count && code == NA_OK; i++) {
            if (reader->own[i]) {
                struct na_str value = value_of(reader, row, bytes, i);
                code = na_buffer_append(whole, value.bytes, value.length);
                code = code == NA_OK ? na_buffer_append(whole, "\x1F", 1) : code;
            }
        }
        if (code != NA_OK) {
            return na_fail_memory(reterr, "reading rows");
        }
        text = (struct na_str){whole->data, whole->length};
    }
    return na_rounding_number(rounding, text, ret_number, reterr);
}

static enum na_code count_cell(struct na_table_reader *reader, const struct na_csv_row *row,
                               const char *bytes, uint64_t key, struct na_error *reterr)
{
    struct na_table_counts *counts = reader->counts;
    uint32_t values[NA_TABLE_DIMENSIONS_MAX] = {0};
    for (size_t i = 0; i < counts->question.dimension_count; i++) {
        struct na_str value = dimension_value(reader, row, bytes, i);
        if (counts->question.dimensions[i].what == NA_TABLE_AREA && value.length == 0) {
            counts->tally.outside++;
            counts->keys.outside += key;
            return NA_OK;
        }
        enum na_code code = na_table_texts_put(&counts->values[i], value, &values[i], reterr);
        if (code != NA_OK) {
            return code;
        }
    }
    if (reader->columns.vintage != NA_TABLE_NO_COLUMN) {
        uint32_t number = 0;
        struct na_str vintage = value_of(reader, row, bytes, reader->columns.vintage);
        enum na_code code = na_table_texts_put(&counts->vintages, vintage, &number, reterr);
        if (code != NA_OK) {
            return code;
        }
    }
    return na_table_counts_add(counts, values, 1, key, reterr);
}

static enum na_code asked_for(struct na_table_reader *reader, const struct na_csv_row *row,
                              const char *bytes, bool *ret_asked, struct na_error *reterr)
{
    *ret_asked = true;
    for (size_t i = 0; i < reader->counts->question.where_count && *ret_asked; i++) {
        struct na_str value = value_of(reader, row, bytes, reader->columns.wheres[i]);
        enum na_code code = where_holds(reader, i, value, ret_asked, reterr);
        if (code != NA_OK) {
            return code;
        }
    }
    return NA_OK;
}

static enum na_code count_row(struct na_table_reader *reader, const struct na_csv_row *row,
                              const char *bytes, struct na_error *reterr)
{
    struct na_table_tally *tally = &reader->counts->tally, *keys = &reader->counts->keys;
    uint64_t key = 0;
    reader->work.length = 0;
    if (na_buffer_reserve(&reader->work, VALUES_A_ROW * (row->end - row->from + 2)) != NA_OK) {
        return na_fail_memory(reterr, "reading rows");
    }
    enum na_code code = number_row(reader, row, bytes, &key, reterr);
    if (code != NA_OK) {
        return code;
    }
    reader->work.length = 0;
    tally->read++;
    keys->read += key;
    if (row->fault != NA_CSV_GOOD || row->count != reader->columns.count) {
        tally->matches[NA_BATCH_BAD]++;
        keys->matches[NA_BATCH_BAD] += key;
        return NA_OK;
    }
    bool asked = true;
    code = asked_for(reader, row, bytes, &asked, reterr);
    if (code != NA_OK) {
        return code;
    }
    if (!asked) {
        tally->unasked++;
        keys->unasked += key;
        return NA_OK;
    }
    if (reader->columns.crime_id != NA_TABLE_NO_COLUMN &&
        na_repeats_note(&reader->repeats, value_of(reader, row, bytes, reader->columns.crime_id)) !=
            NA_OK) {
        return na_fail_memory(reterr, "looking for Crime IDs that repeat");
    }
    enum na_batch_match match = NA_BATCH_BAD;
    struct na_str text = value_of(reader, row, bytes, reader->columns.match);
    if (!match_of(text, &match)) {
        (void)na_fail(reterr, NA_ERR_DATA, "Row %" PRIu64 ": \"%.*s\" is no match of a joined row",
                      tally->read, (int)(text.length < 40 ? text.length : 40), text.bytes);
        return na_fail_at(reterr, NA_ERR_DATA, NULL, 0, "match",
                          "It is inside, boundary, none, no_location or bad");
    }
    tally->matches[match]++;
    keys->matches[match] += key;
    code = note_month(reader, row, bytes, reterr);
    if (code != NA_OK) {
        return code;
    }
    bool placed = match == NA_BATCH_INSIDE || match == NA_BATCH_BOUNDARY ||
                  match == NA_BATCH_FOUND || match == NA_BATCH_POSTCODE;
    return placed ? count_cell(reader, row, bytes, key, reterr) : NA_OK;
}

/* The header of the first input binds the columns; the others must be equal to it. */
static enum na_code take_header(struct na_table_reader *reader, const struct na_csv_row *row,
                                const char *bytes, struct na_error *reterr)
{
    struct na_str whole = {bytes + row->from, row->end - row->from};
    struct na_str first = {reader->header.data, reader->header.length};
    if (first.length > 0) {
        if (!na_csv_same_values(first, whole, reader->separator)) {
            (void)na_fail(reterr, NA_ERR_DATA, "The header is not that of the first input");
            return na_fail_at(reterr, NA_ERR_DATA, NULL, 1, NULL,
                              "Count files of one layout at a time");
        }
        reader->bound = true;
        return NA_OK;
    }
    if (row->fault != NA_CSV_GOOD) {
        return na_fail(reterr, NA_ERR_DATA, "The header cannot be read: %s",
                       na_csv_fault_text(row->fault));
    }
    struct na_str *names = calloc(row->count, sizeof *names);
    reader->own = calloc(row->count, sizeof *reader->own);
    reader->work.length = 0;
    enum na_code code = na_buffer_reserve(&reader->work, whole.length + 1);
    if (names == NULL || reader->own == NULL || code != NA_OK ||
        na_buffer_append(&reader->header, whole.bytes, whole.length) != NA_OK) {
        code = na_fail_memory(reterr, "reading a header");
        goto done;
    }
    for (size_t i = 0; i < row->count; i++) {
        names[i] = value_of(reader, row, bytes, i);
    }
    code = na_table_columns_bind(&reader->counts->question, reader->prefix, names, row->count,
                                 &reader->columns, reterr);
    reader->bound = code == NA_OK;
    reader->counts->public_rows = reader->columns.public_rows;
    for (size_t i = 0; i < row->count; i++) {
        reader->own[i] = !na_table_column_is_added(names[i], reader->prefix);
    }
done:
    free(names);
    return code;
}

static enum na_code take_rows(struct na_table_reader *reader, const char *bytes, size_t length,
                              struct na_error *reterr)
{
    na_csv_rows_init(&reader->rows, bytes, length, reader->separator, way_of());
    struct na_csv_row row;
    enum na_code code = NA_OK;
    while (code == NA_OK && na_csv_rows_next(&reader->rows, &row)) {
        if (row.end == row.from && (!reader->bound || reader->columns.count > 1)) {
            continue; /* a blank line is no row */
        }
        code = reader->bound ? count_row(reader, &row, bytes, reterr)
                             : take_header(reader, &row, bytes, reterr);
    }
    return code;
}

static enum na_code take_piece(struct na_table_reader *reader, const struct na_csv_piece *piece,
                               const char *bytes, struct na_error *reterr)
{
    if (piece->kind == NA_CSV_PIECE_ROWS) {
        return take_rows(reader, bytes, piece->length, reterr);
    }
    if (!reader->bound) {
        return na_fail(reterr, NA_ERR_DATA, "The header is longer than 64 KiB");
    }
    if (piece->kind == NA_CSV_PIECE_LONG_END) {
        reader->counts->tally.read++;
        reader->counts->tally.matches[NA_BATCH_BAD]++;
    }
    return NA_OK;
}

static size_t mark_length(const struct na_buffer *pending)
{
    return pending->length >= 3 && memcmp(pending->data, "\xEF\xBB\xBF", 3) == 0 ? 3 : 0;
}

static enum na_code take_pending(struct na_table_reader *reader, bool final,
                                 struct na_error *reterr)
{
    struct na_buffer *pending = &reader->pending;
    size_t at = 0;
    if (!reader->began) {
        if (pending->length < 3 && !final) {
            return NA_OK;
        }
        at = mark_length(pending);
        reader->began = true;
    }
    struct na_csv_piece piece;
    while (at < pending->length &&
           na_csv_cutter_next(&reader->cutter, pending->data + at, pending->length - at, final,
                              &reader->rows, &piece)) {
        enum na_code code = take_piece(reader, &piece, pending->data + at, reterr);
        if (code != NA_OK) {
            return code;
        }
        at += piece.length;
    }
    memmove(pending->data, pending->data + at, pending->length - at);
    pending->length -= at;
    return NA_OK;
}

enum na_code na_table_reader_feed(struct na_table_reader *reader, const char *bytes, size_t length,
                                  struct na_error *reterr)
{
    if (length == 0) {
        return NA_OK;
    }
    enum na_code code = na_buffer_append(&reader->pending, bytes, length);
    if (code != NA_OK) {
        return na_fail_memory(reterr, "reading rows");
    }
    return take_pending(reader, false, reterr);
}

enum na_code na_table_reader_end_input(struct na_table_reader *reader, struct na_error *reterr)
{
    enum na_code code = NA_OK;
    if (reader->pending.length > 0) {
        code = take_pending(reader, true, reterr);
    }
    if (code == NA_OK && !reader->bound) {
        code = na_fail(reterr, NA_ERR_DATA, "The input is empty: it has no header");
    }
    reader->pending.length = 0;
    reader->began = false;
    reader->bound = false;
    na_csv_cutter_init(&reader->cutter, reader->separator, way_of());
    return code;
}

bool na_table_reader_is_unmet(const struct na_table_reader *reader, size_t i)
{
    return !reader->wheres[i].any && reader->wheres[i].seen.count > 0;
}

void na_table_reader_nearest(const struct na_table_reader *reader, size_t i, char *to, size_t size)
{
    const struct na_table_texts *seen = &reader->wheres[i].seen;
    na_where_nearest(&reader->counts->question.wheres[i], (const char *const *)seen->texts,
                     seen->count, to, size);
}

bool na_table_reader_unmet_value(const struct na_table_reader *reader, size_t i, size_t *at,
                                 char value[NA_COLUMN_NAME_MAX], char *nearest, size_t size)
{
    const struct na_table_texts *seen = &reader->wheres[i].seen;
    struct na_where one = reader->counts->question.wheres[i];
    const char *values = one.values;
    one.values = value;
    if (strchr(values, '|') == NULL || seen->count == 0 || seen->count == WHERE_VALUES_MAX) {
        return false;
    }
    while (*at <= strlen(values)) {
        struct na_str text = {values + *at, strcspn(values + *at, "|")};
        bool met = !na_text_copy_str(value, NA_COLUMN_NAME_MAX, text); /* longer than is said */
        *at += text.length + 1;
        for (size_t k = 0; k < seen->count && !met; k++) {
            met = na_where_holds(&one, seen->texts[k], strlen(seen->texts[k]));
        }
        if (!met) {
            na_where_nearest(&one, (const char *const *)seen->texts, seen->count, nearest, size);
            return true;
        }
    }
    return false;
}

const struct na_repeats *na_table_reader_repeats(const struct na_table_reader *reader)
{
    return &reader->repeats;
}
