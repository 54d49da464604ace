/* An export put into a pack gives the same assets, whatever a register holds: every column, texts
 * of any characters, tags of any names, positions in either system. And the export of that pack is
 * the same text. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/number.h"
#include "compile/columns.h"
#include "lists/export.h"
#include "register/secret.h"
#include "support/folder.h"
#include "support/pack.h"
#include "support/random.h"

#define ROUNDS 60
#define ROWS_MAX 12
#define TODAY 20778

static struct test_random dice;

struct loaded {
    char folder[256];
    struct na_buffer bytes;
    struct na_snapshot *snapshot;
    struct na_session *session;
    struct na_buffer text; /* its export */
};

/* Figures thrown together may be a code, which is cut out of a name or address. */
static const char ini[] = "[pack]\ntitle = T\n[assets.a]\nfile = a.csv\non_error = skip\n"
                          "max_skipped = 100\n";

static void load(struct loaded *loaded, const char *csv)
{
    struct na_error error;
    static const struct na_param params[] = {{"format", "csv"}};
    struct na_export *export = NULL;
    folder_make(loaded->folder, sizeof loaded->folder);
    pack_put_text(loaded->folder, "pack.ini", ini);
    pack_put_text(loaded->folder, "a.csv", csv);
    na_buffer_init(&loaded->bytes, (size_t)1 << 28);
    na_buffer_init(&loaded->text, (size_t)1 << 28);
    loaded->snapshot = pack_open(loaded->folder, NULL, &loaded->bytes);
    assert_int_equal(na_session_new(loaded->snapshot, &loaded->session, &error), NA_OK);
    assert_int_equal(na_export_new(loaded->session, params, 1, TODAY, &export, &error), NA_OK);
    assert_int_equal(na_export_render(export, &loaded->text, &error), NA_OK);
    assert_non_null(na_buffer_terminate(&loaded->text));
    na_export_free(export);
}

static void unload(struct loaded *loaded)
{
    na_session_free(loaded->session);
    na_snapshot_unref(loaded->snapshot);
    na_buffer_fini(&loaded->bytes);
    na_buffer_fini(&loaded->text);
    folder_remove(loaded->folder);
}

static void put(struct na_buffer *to, const char *text)
{
    assert_int_equal(na_buffer_text(to, text), NA_OK);
}

/* A quoted cell. */
static void put_cell(struct na_buffer *to, const char *text)
{
    put(to, "\"");
    for (; *text != '\0'; text++) {
        char pair[3] = {*text, *text == '"' ? '"' : '\0', '\0'};
        put(to, pair);
    }
    put(to, "\"");
}

/* May it be a code? Then the guard withholds it, and more or less of it by what is around. */
static bool may_be_code(const char *text)
{
    struct na_str str = na_str_of(text);
    return na_secret_judge(str, NA_SECRET_STRICT).tier != NA_SECRET_NONE ||
           na_secret_looks_like_code(str);
}

/* What is awkward in CSV, in lists of tags, in numbers, and in any text. */
static void any_pieces(char *to, size_t pieces)
{
    static const char *const parts[] = {"a",
                                        "Arms",
                                        " ",
                                        ",",
                                        "\"",
                                        "\n",
                                        "\r\n",
                                        ";",
                                        "\\",
                                        "=",
                                        "'",
                                        "01429",
                                        "1E5",
                                        "-",
                                        "+",
                                        "\xC3\x89",
                                        "|",
                                        "\xE2\x82\xAC",
                                        "\t",
                                        "<b>",
                                        "@x",
                                        "true",
                                        "null",
                                        "3/4",
                                        "0",
                                        "\\;",
                                        ".",
                                        "#",
                                        "\xF0\x9F\x98\x80"};
    to[0] = '\0';
    for (size_t i = 0; i < pieces; i++) {
        const char *part = parts[test_random_below(&dice, sizeof parts / sizeof parts[0])];
        (void)snprintf(to + strlen(to), 16, "%s", part);
    }
}

static void any_text(char *to, size_t pieces)
{
    do {
        any_pieces(to, pieces);
    } while (may_be_code(to));
}

static void any_date(char *to)
{
    (void)snprintf(to, 16, "20%02d-%02d-%02d", 10 + (int)test_random_below(&dice, 20),
                   1 + (int)test_random_below(&dice, 12), 1 + (int)test_random_below(&dice, 28));
}

static bool chance(uint64_t one_in)
{
    return test_random_below(&dice, one_in) == 0;
}

static const char *one_of(const char *const *words, size_t count)
{
    return words[test_random_below(&dice, count)];
}
#define ONE_OF(...)                                                                                \
    one_of((const char *const[]){__VA_ARGS__},                                                     \
           sizeof((const char *const[]){__VA_ARGS__}) / sizeof(char *))

/* A list of tags as a person may write it: names that no column could have, empty values, escaped
 * semicolons. */
static void any_list(char *to)
{
    static const char *const names[] = {"Radio Type", "status",     "usable", "gridref",
                                        "x-y",        "distance_m", "tags",   "empty"};
    to[0] = '\0';
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        if (chance(2)) {
            const char *value = ONE_OF("", "a", "no", "c\\;d", "e=f", "g\\\\h", "\xC3\xA9", "1,2");
            (void)snprintf(to + strlen(to), 64, "%s%s=%s", to[0] != '\0' ? ";" : "", names[i],
                           value);
        }
    }
}

/* A coordinate of the system that the row has. */
static void any_coordinate(enum na_column column, bool by_grid, char *to)
{
    static const double ranges[][2] = {[NA_COLUMN_LAT - NA_COLUMN_LAT] = {50.1, 58.5},
                                       [NA_COLUMN_LON - NA_COLUMN_LAT] = {-5.0, 1.5},
                                       [NA_COLUMN_EASTING - NA_COLUMN_LAT] = {200000, 600000},
                                       [NA_COLUMN_NORTHING - NA_COLUMN_LAT] = {50000, 900000}};
    const double *range = ranges[column - NA_COLUMN_LAT];
    bool is_metres = column >= NA_COLUMN_EASTING;
    if (is_metres == by_grid) {
        char number[NA_NUMBER_TEXT];
        (void)na_number_fixed(&number, test_random_between(&dice, range[0], range[1]),
                              (unsigned int)test_random_below(&dice, is_metres ? 7 : 13));
        memcpy(to, number, strlen(number) + 1);
    }
}

/* What may stand in a column that does not take any text; NULL: it does. */
static const char *word_of(enum na_column column)
{
    switch (column) {
    case NA_COLUMN_KIND:
        return ONE_OF("box", "radio_premises");
    case NA_COLUMN_NAME:
        return ONE_OF("N", "=1+1", "N\n2", "N,\"q\"");
    case NA_COLUMN_LOCKED:
        return ONE_OF("", "yes", "no", "unknown");
    case NA_COLUMN_VALID_FROM:
        return ONE_OF("", "2001-05-03", "2024-02-29");
    case NA_COLUMN_VALID_TO:
        return ONE_OF("", "2031-05-03", "2026-11-20");
    case NA_COLUMN_QUALITY:
        return ONE_OF("", "surveyed", "building", "postcode", "approximate");
    case NA_COLUMN_ACCURACY:
        return ONE_OF("", "0", "0.1", "12", "2.000001", "150");
    case NA_COLUMN_STATUS:
        return ONE_OF("", "in_service", "out_of_service", "unknown");
    case NA_COLUMN_OPENING_HOURS:
        return ONE_OF("", "24/7", "Mo-Fr 09:00-17:00; PH off", "dawn");
    case NA_COLUMN_LOCATION:
        return ONE_OF("", "outside", "inside", "inside_staffed_hours", "Town centre");
    case NA_COLUMN_SPOKEN:
        return ONE_OF("", "the library on York Road", "a, \"b\"");
    case NA_COLUMN_LANDMARK:
        return ONE_OF("", "left of the front door", "=1");
    case NA_COLUMN_LOOKS:
        return ONE_OF("", "red box");
    default:
        return NULL;
    }
}

/* The text of a column. A column this does not know would be left out in silence: teach it. */
static void any_value(enum na_column column, int row, bool by_grid, char *to)
{
    const char *word = word_of(column);
    (void)snprintf(to, 64, "%s", word != NULL ? word : "");
    switch (column) {
    case NA_COLUMN_ID:
        (void)snprintf(to, 64, "id-%d %s", row, ONE_OF("", "x,y", "\"", "\xC3\xA9"));
        return;
    case NA_COLUMN_CODE_CHECKED:
    case NA_COLUMN_LAST_CHECKED:
        if (!chance(3)) {
            any_date(to);
        }
        return;
    case NA_COLUMN_LAT:
    case NA_COLUMN_LON:
    case NA_COLUMN_EASTING:
    case NA_COLUMN_NORTHING:
        any_coordinate(column, by_grid, to);
        return;
    case NA_COLUMN_TAGS:
        any_list(to);
        return;
    case NA_COLUMN_ALIASES:
    case NA_COLUMN_ADDRESS:
    case NA_COLUMN_POSTCODE:
    case NA_COLUMN_SITING:
    case NA_COLUMN_W3W:
    case NA_COLUMN_UPRN:
    case NA_COLUMN_ACCESS:
    case NA_COLUMN_HOLDER:
    case NA_COLUMN_PHONE:
    case NA_COLUMN_OTHER:
        any_text(to, (size_t)test_random_below(&dice, 6));
        return;
    default:
        break;
    }
    if (word == NULL) {
        fail_msg("column %d is not known to this test", (int)column);
    }
}

/* Columns of no role, which become tags; without all of an export's own, some of those too. */
static const char *const extra[] = {"scheme", "radio", "savi_stars", "a,b",    "\xC3\xA9t\xC3\xA9",
                                    "x=y",    "a;b",   "usable",     "gridref"};
#define EXTRA (sizeof extra / sizeof extra[0])

static void any_register(struct na_buffer *csv)
{
    char text[256];
    bool has[NA_COLUMN_COUNT];
    size_t extras = (size_t)test_random_below(&dice, EXTRA + 1);
    for (int c = 0; c < NA_COLUMN_COUNT; c++) {
        bool needed = c == NA_COLUMN_ID || c == NA_COLUMN_KIND || c == NA_COLUMN_NAME ||
                      (c >= NA_COLUMN_LAT && c <= NA_COLUMN_NORTHING);
        has[c] = needed || !chance(4);
        if (has[c]) {
            put(csv, c > 0 ? "," : "");
            put_cell(csv, na_column_name((enum na_column)c));
        }
    }
    for (size_t e = 0; e < extras; e++) {
        put(csv, ",");
        put_cell(csv, extra[e]);
    }
    put(csv, "\n");
    int rows = 1 + (int)test_random_below(&dice, ROWS_MAX);
    for (int row = 0; row < rows; row++) {
        bool by_grid = chance(2);
        for (int c = 0; c < NA_COLUMN_COUNT; c++) {
            if (has[c]) {
                any_value((enum na_column)c, row, by_grid, text);
                put(csv, c > 0 ? "," : "");
                put_cell(csv, text);
            }
        }
        for (size_t e = 0; e < extras; e++) {
            /* A tag twice, in the list and in a column, is refused. */
            bool listed = has[NA_COLUMN_TAGS] && e + 2 >= EXTRA;
            any_value(NA_COLUMN_OTHER, row, by_grid, text);
            put(csv, ",");
            put_cell(csv, listed ? "" : text);
        }
        put(csv, "\n");
    }
    assert_non_null(na_buffer_terminate(csv));
}

static void same_texts(const struct na_asset *a, const struct na_asset *b)
{
    assert_string_equal(a->id, b->id);
    assert_string_equal(a->kind, b->kind);
    assert_string_equal(a->name, b->name);
    assert_string_equal(a->aliases, b->aliases);
    assert_string_equal(a->address, b->address);
    assert_string_equal(a->postcode, b->postcode);
    assert_string_equal(a->siting, b->siting);
    assert_string_equal(a->w3w, b->w3w);
    assert_string_equal(a->spoken_name, b->spoken_name);
    assert_string_equal(a->landmark, b->landmark);
    assert_string_equal(a->looks, b->looks);
    assert_string_equal(a->opening_hours, b->opening_hours);
    assert_string_equal(a->uprn, b->uprn);
    assert_string_equal(a->access, b->access);
    assert_string_equal(a->code_holder, b->code_holder);
    assert_string_equal(a->code_holder_phone, b->code_holder_phone);
}

/* Bit for bit; both NAN where the grid does not reach. */
static void same_double(double a, double b)
{
    assert_memory_equal(&a, &b, sizeof a);
}

static void same_asset(const struct loaded *first, const struct loaded *second, uint32_t i)
{
    struct na_asset a, b;
    na_snapshot_asset(first->snapshot, i, &a);
    na_snapshot_asset(second->snapshot, i, &b);
    same_texts(&a, &b);
    same_double(a.at.lat_deg, b.at.lat_deg);
    same_double(a.at.lon_deg, b.at.lon_deg);
    same_double(a.grid.easting_m, b.grid.easting_m);
    same_double(a.grid.northing_m, b.grid.northing_m);
    same_double(a.accuracy_m, b.accuracy_m);
    assert_int_equal(a.locked, b.locked);
    assert_int_equal(a.location, b.location);
    assert_int_equal(a.status, b.status);
    assert_int_equal(a.quality, b.quality);
    assert_int_equal(a.code_checked, b.code_checked);
    assert_int_equal(a.last_checked, b.last_checked);
    assert_int_equal(a.valid_from, b.valid_from);
    assert_int_equal(a.valid_to, b.valid_to);
    assert_int_equal(a.tag_count, b.tag_count);
    for (uint32_t t = 0; t < a.tag_count; t++) {
        struct na_tag one, other;
        na_snapshot_tag(first->snapshot, &a, t, &one);
        na_snapshot_tag(second->snapshot, &b, t, &other);
        assert_string_equal(one.name, other.name);
        assert_string_equal(one.value, other.value);
    }
}

static void an_export_put_into_a_pack_gives_the_same_assets(void **state)
{
    (void)state;
    uint32_t assets = 0;
    uint32_t tags = 0;
    for (int round = 0; round < ROUNDS; round++) {
        struct na_buffer csv;
        struct loaded first, second;
        na_buffer_init(&csv, (size_t)1 << 24);
        any_register(&csv);
        load(&first, csv.data);
        load(&second, first.text.data);
        uint32_t count = na_snapshot_asset_count(first.snapshot);
        assert_int_equal(count, na_snapshot_asset_count(second.snapshot));
        for (uint32_t i = 0; i < count; i++) {
            struct na_asset asset;
            na_snapshot_asset(first.snapshot, i, &asset);
            tags += asset.tag_count;
            same_asset(&first, &second, i);
        }
        assert_string_equal(first.text.data, second.text.data);
        assets += count;
        unload(&first);
        unload(&second);
        na_buffer_fini(&csv);
    }
    printf("export: %u assets, %u tags in %d packs\n", assets, tags, ROUNDS);
    assert_true(assets > ROUNDS && tags > ROUNDS);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_export_put_into_a_pack_gives_the_same_assets),
    };
    dice = test_random_start("export");
    return cmocka_run_group_tests_name("export", tests, NULL, NULL);
}
