/* Rows are listed as bytes by every way of the index and from every chunking, and the lists must be
 * equal. Fields are compared with those of libcsv, which reads byte by byte, up to the first row
 * that it would read otherwise. */
#include "support/csv_index_oracle.h"

#include <csv.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buffer.h"
#include "io/csv_index.h"
#include "support/random.h"

#define TEXT_LIMIT ((size_t)1 << 30)

static void must(enum na_code code)
{
    if (code != NA_OK) {
        abort();
    }
}

static void put(struct na_buffer *to, const void *bytes, size_t length)
{
    must(na_buffer_append(to, bytes, length));
}

/* A row as bytes, wherever it stands. */
struct row_text {
    size_t length, line_end, count;
    enum na_csv_fault fault;
    bool open;
};

static void put_row(struct na_buffer *to, const char *bytes, size_t length, size_t line_end,
                    size_t count, enum na_csv_fault fault, bool open)
{
    struct row_text text;
    memset(&text, 0, sizeof text);
    text.length = length;
    text.line_end = line_end;
    text.count = count;
    text.fault = fault;
    text.open = open;
    put(to, &text, sizeof text);
    put(to, bytes, length + line_end);
}

/* The rows of a text one after another, with nothing between them. */
static bool list_rows(const char *bytes, size_t length, char separator, enum na_csv_way way,
                      struct na_buffer *to)
{
    struct na_csv_rows *rows = malloc(sizeof *rows);
    struct na_csv_row row;
    size_t at = 0;
    bool good = rows != NULL;
    if (!good) {
        abort();
    }
    na_csv_rows_init(rows, bytes, length, separator, way);
    while (na_csv_rows_next(rows, &row)) {
        size_t shown = row.count < NA_CSV_ROW_FIELDS_MAX ? row.count : NA_CSV_ROW_FIELDS_MAX;
        good = good && row.from == at && row.end >= row.from && row.next >= row.end &&
               row.next - row.end <= 2 && row.count > 0;
        for (size_t i = 0; i < shown; i++) {
            size_t from = i == 0 ? row.from : (size_t)row.ends[i - 1] + 1;
            good = good && row.ends[i] >= from && row.ends[i] <= row.end &&
                   (i + 1 == row.count || row.count > shown || row.ends[i] < row.end) &&
                   (i == 0 || bytes[row.ends[i - 1]] == separator);
        }
        good = good && (row.count > shown || row.ends[row.count - 1] == row.end);
        if (!good) {
            fprintf(stderr, "the row at %zu is not one\n", row.from);
            break;
        }
        put_row(to, bytes + row.from, row.end - row.from, row.next - row.end, row.count, row.fault,
                row.open);
        at = row.next;
    }
    if (good && at != length) {
        fprintf(stderr, "rows end at %zu of %zu\n", at, length);
        good = false;
    }
    free(rows);
    return good;
}

/* The same by pieces; `line` gathers a long line. */
struct cutting {
    struct na_csv_cutter cutter;
    struct na_csv_rows *rows;
    struct na_buffer held, line;
    char separator;
    size_t pieces;
};

static bool take_pieces(struct cutting *cutting, bool final, struct na_buffer *to)
{
    size_t at = 0;
    struct na_csv_piece piece;
    bool good = true;
    while (good && na_csv_cutter_next(&cutting->cutter,
                                      cutting->held.length > 0 ? cutting->held.data + at : "",
                                      cutting->held.length - at, final, cutting->rows, &piece)) {
        const char *bytes = cutting->held.length > 0 ? cutting->held.data + at : "";
        cutting->pieces++;
        if (piece.kind == NA_CSV_PIECE_ROWS) {
            good = list_rows(bytes, piece.length, cutting->separator, NA_CSV_PLAIN, to);
        } else {
            put(&cutting->line, bytes, piece.length);
        }
        if (piece.kind == NA_CSV_PIECE_LONG_END) {
            put_row(to, cutting->line.data, cutting->line.length - piece.line_end, piece.line_end,
                    piece.fields, NA_CSV_LONG, piece.open);
            na_buffer_clear(&cutting->line);
        }
        at += piece.length;
    }
    if (at > 0) {
        memmove(cutting->held.data, cutting->held.data + at, cutting->held.length - at);
        cutting->held.length -= at;
    }
    if (!final && cutting->held.length >= 2 * NA_CSV_ROW_MAX) {
        fprintf(stderr, "%zu bytes wait for more\n", cutting->held.length);
        good = false;
    }
    return good;
}

static size_t chunk_size(struct test_random *random)
{
    switch (test_random_below(random, 4)) {
    case 0:
        return 1 + test_random_below(random, 3);
    case 1:
        return 1 + test_random_below(random, 100);
    case 2:
        return 1 + test_random_below(random, 5000);
    default:
        return 1 + test_random_below(random, 60000);
    }
}

static bool list_pieces(const char *bytes, size_t length, char separator, uint64_t seed,
                        struct na_buffer *to, size_t *ret_pieces)
{
    struct cutting cutting = {.separator = separator, .rows = malloc(sizeof *cutting.rows)};
    struct test_random random = {seed};
    if (cutting.rows == NULL) {
        abort();
    }
    na_csv_cutter_init(&cutting.cutter, separator, na_csv_way_best());
    na_buffer_init(&cutting.held, TEXT_LIMIT);
    na_buffer_init(&cutting.line, TEXT_LIMIT);
    bool good = true;
    for (size_t at = 0; at < length && good;) {
        size_t chunk = chunk_size(&random);
        /* Small steps over a long text would take long. */
        chunk = length > 20000 && chunk < 500 ? chunk + 500 : chunk;
        chunk = chunk < length - at ? chunk : length - at;
        put(&cutting.held, bytes + at, chunk);
        at += chunk;
        good = take_pieces(&cutting, false, to);
    }
    good = good && take_pieces(&cutting, true, to);
    if (good && (cutting.held.length > 0 || cutting.line.length > 0)) {
        fprintf(stderr, "%zu bytes are left\n", cutting.held.length);
        good = false;
    }
    *ret_pieces += cutting.pieces;
    na_buffer_fini(&cutting.held);
    na_buffer_fini(&cutting.line);
    free(cutting.rows);
    return good;
}

/* Fields as their lengths and bytes; a row that is one empty field is left out, as libcsv drops
 * blank lines. */
struct listing {
    struct na_buffer text;
    size_t fields, bytes, row_from, rows, all_fields;
};

static void add_field(struct listing *listing, const void *bytes, size_t length)
{
    put(&listing->text, &length, sizeof length);
    put(&listing->text, bytes, length);
    listing->fields++;
    listing->bytes += length;
}

static void end_row(struct listing *listing)
{
    if (listing->fields == 1 && listing->bytes == 0) {
        listing->text.length = listing->row_from;
    } else {
        size_t mark = SIZE_MAX - listing->fields;
        put(&listing->text, &mark, sizeof mark);
        listing->rows++;
        listing->all_fields += listing->fields;
    }
    listing->row_from = listing->text.length;
    listing->fields = 0;
    listing->bytes = 0;
}

static void on_field(void *bytes, size_t length, void *user)
{
    add_field(user, bytes, length);
}

static void on_row(int terminator, void *user)
{
    (void)terminator;
    end_row(user);
}

static int never_space(unsigned char c)
{
    (void)c;
    return 0;
}

static void list_libcsv(const char *bytes, size_t length, char separator, struct listing *listing)
{
    struct csv_parser parser;
    if (csv_init(&parser, 0) != 0) {
        abort();
    }
    csv_set_delim(&parser, (unsigned char)separator);
    csv_set_space_func(&parser, never_space);
    if (csv_parse(&parser, bytes, length, on_field, on_row, listing) != length ||
        csv_fini(&parser, on_field, on_row, listing) != 0) {
        abort();
    }
    csv_free(&parser);
}

/* Fields up to the first row that is cut short of what libcsv would take for it. Returns whether
 * there was none such. */
static bool list_ours(const char *bytes, size_t length, char separator, struct listing *listing,
                      size_t *ret_faults)
{
    struct na_csv_rows *rows = malloc(sizeof *rows);
    char *text = malloc(length + 1);
    struct na_csv_row row;
    bool whole = true;
    if (rows == NULL || text == NULL) {
        abort();
    }
    na_csv_rows_init(rows, bytes, length, separator, na_csv_way_best());
    while (na_csv_rows_next(rows, &row)) {
        *ret_faults += row.fault != NA_CSV_GOOD;
        whole = whole && (row.fault == NA_CSV_GOOD || row.fault == NA_CSV_NUL);
        for (size_t i = 0; whole && i < row.count; i++) {
            struct na_str value = na_csv_unquote(na_csv_row_raw(&row, bytes, i), text);
            add_field(listing, value.bytes, value.length);
        }
        if (whole) {
            end_row(listing);
        }
    }
    free(rows);
    free(text);
    return whole;
}

static bool same(const struct na_buffer *a, const struct na_buffer *b)
{
    return a->length == b->length && (a->length == 0 || memcmp(a->data, b->data, a->length) == 0);
}

static bool compare_with_libcsv(const char *bytes, size_t length, char separator,
                                struct csv_index_compared *compared)
{
    struct listing theirs = {.fields = 0};
    struct listing ours = {.fields = 0};
    na_buffer_init(&theirs.text, TEXT_LIMIT);
    na_buffer_init(&ours.text, TEXT_LIMIT);
    list_libcsv(bytes, length, separator, &theirs);
    bool whole = list_ours(bytes, length, separator, &ours, &compared->faults);
    bool good = whole ? same(&ours.text, &theirs.text)
                      : ours.text.length <= theirs.text.length &&
                            (ours.text.length == 0 ||
                             memcmp(ours.text.data, theirs.text.data, ours.text.length) == 0);
    if (!good) {
        fprintf(stderr, "fields differ: %zu rows of ours, %zu of libcsv\n", ours.rows, theirs.rows);
    }
    compared->rows += ours.rows;
    compared->fields += ours.all_fields;
    na_buffer_fini(&theirs.text);
    na_buffer_fini(&ours.text);
    return good;
}

static void show(const char *bytes, size_t length)
{
    fprintf(stderr, "text: \"");
    for (size_t i = 0; i < length && i < 2000; i++) {
        fprintf(stderr, "\\x%02x", (unsigned char)bytes[i]);
    }
    fprintf(stderr, "\"\n");
}

bool csv_index_oracle_compare(const char *bytes, size_t length, char separator, uint64_t seed,
                              struct csv_index_compared *ret_compared)
{
    struct csv_index_compared compared = {0};
    struct na_buffer first;
    struct na_buffer other;
    na_buffer_init(&first, TEXT_LIMIT);
    na_buffer_init(&other, TEXT_LIMIT);
    bool good = list_rows(bytes, length, separator, NA_CSV_PLAIN, &first);
    for (int way = NA_CSV_SSE2; good && way < NA_CSV_WAY_COUNT; way++) {
        if (na_csv_way_there((enum na_csv_way)way)) {
            na_buffer_clear(&other);
            good = list_rows(bytes, length, separator, (enum na_csv_way)way, &other) &&
                   same(&first, &other);
            if (!good) {
                fprintf(stderr, "way %d gives other rows\n", way);
            }
        }
    }
    if (good) {
        na_buffer_clear(&other);
        good = list_pieces(bytes, length, separator, seed, &other, &compared.pieces) &&
               same(&first, &other);
        if (!good) {
            fprintf(stderr, "pieces give other rows, seed %llu\n", (unsigned long long)seed);
        }
    }
    good = good && compare_with_libcsv(bytes, length, separator, &compared);
    if (!good) {
        show(bytes, length);
    }
    if (ret_compared != NULL) {
        ret_compared->rows += compared.rows;
        ret_compared->fields += compared.fields;
        ret_compared->faults += compared.faults;
        ret_compared->pieces += compared.pieces;
    }
    na_buffer_fini(&first);
    na_buffer_fini(&other);
    return good;
}
