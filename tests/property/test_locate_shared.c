/* The real Code-Point Open of Teesside and the real cabinets: everything in them is found. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/number.h"
#include "io/csv.h"
#include "io/file.h"
#include "locate/locate.h"
#include "question/session_state.h"
#include "support/query_pack.h"
#include "support/random.h"

#define SHARED NA_TEST_SHARED_DATA
#define CODEPOINT "codepoint_open_2025-10_ts.csv"
#define HEADERS "codepoint_open_column_headers.csv"

static struct query_pack pack;
static bool is_there;

static void link_file(const char *folder, const char *name)
{
    char from[512];
    char to[256];
    (void)snprintf(from, sizeof from, "%s/%s/%s", SHARED, folder, name);
    query_pack_path(&pack, name, to, sizeof to);
    if (symlink(from, to) != 0) {
        query_pack_die("cannot link", from);
    }
}

static int setup(void **state)
{
    (void)state;
    static const char grid[] = SHARED "/proj/uk_os_OSTN15_NTv2_OSGBtoETRS.tif";
    is_there = access(grid, R_OK) == 0 && access(SHARED "/postcodes/" CODEPOINT, R_OK) == 0;
    if (!is_there) {
        printf("skipped: no data in %s\n", SHARED);
        return 0;
    }
    query_pack_begin(&pack);
    link_file("postcodes", CODEPOINT);
    link_file("postcodes", HEADERS);
    link_file("facts", "bleed_cabinets.csv");
    query_pack_put(&pack, "pack.ini",
                   "[pack]\ntitle = Teesside\n[places.postcodes]\nfile = " CODEPOINT
                   "\nheaders = " HEADERS "\nformat = codepoint-open\n"
                   "[assets.bleed_cabinets]\nfile = bleed_cabinets.csv\n");
    query_pack_compile(&pack, grid);
    return 0;
}

static int teardown(void **state)
{
    (void)state;
    if (is_there) {
        query_pack_end(&pack);
    }
    return 0;
}

static void skip_without_data(void)
{
    if (!is_there) {
        skip();
    }
}

/* The one certain candidate of a text. */
static void locate_one(const char *text, struct na_candidate *ret_candidate)
{
    static struct na_located located;
    struct na_error error = {.message = ""};
    if (na_locate_text(pack.session, text, 10, &located, &error) != NA_OK ||
        located.confident == NA_CANDIDATES_NONE) {
        fail_msg("\"%s\": %zu candidates, none certain: %s", text, located.count, error.message);
    }
    *ret_candidate = located.candidates[located.confident];
}

/* Spellings of "TS24 8AY": 0 as published, 1 lower case, 2 unspaced, 3 both, 4 odd blanks. */
static void respell(struct na_str published, int way, char to[32])
{
    size_t n = 0;
    for (size_t i = 0; i < published.length; i++) {
        char c = published.bytes[i];
        if ((way == 2 || way == 3) && c == ' ') {
            continue;
        }
        if (way == 4 && i == 1) {
            to[n++] = ' ';
        }
        to[n++] = way == 1 || way == 3 ? na_ascii_lower(c) : c;
    }
    to[n] = '\0';
}

static void expect_at(const char *text, double easting_m, double northing_m,
                      const struct na_crs *crs)
{
    struct na_candidate candidate;
    struct na_grid back;
    locate_one(text, &candidate);
    assert_int_equal(candidate.type, NA_CANDIDATE_POSTCODE);
    /* Integers of metres: nothing is rounded on the way. */
    assert_true(candidate.grid.easting_m == easting_m && candidate.grid.northing_m == northing_m);
    assert_int_equal(na_crs_to_grid(crs, candidate.at, &back, NULL), NA_OK);
    assert_true(hypot(back.easting_m - easting_m, back.northing_m - northing_m) <= 0.001);
}

static void every_postcode_is_found_within_a_millimetre(void **state)
{
    (void)state;
    skip_without_data();
    struct na_file file;
    struct na_csv *csv = NULL;
    struct na_csv_record record;
    const struct na_crs *crs = NULL;
    bool more = true;
    size_t count = 0;
    assert_int_equal(na_file_read(SHARED "/postcodes/" CODEPOINT, (size_t)1 << 24, &file, NULL),
                     NA_OK);
    assert_int_equal(na_csv_new((const char *)file.bytes, file.length, ',', &csv, NULL), NA_OK);
    assert_int_equal(na_session_crs(pack.session, &crs, NULL), NA_OK);
    while (na_csv_next(csv, &record, &more, NULL) == NA_OK && more) {
        double easting_m = 0;
        double northing_m = 0;
        char text[32];
        assert_true(na_number_parse(record.fields[2], &easting_m));
        assert_true(na_number_parse(record.fields[3], &northing_m));
        for (int way = 0; way < 5; way++) {
            respell(record.fields[0], way, text);
            expect_at(text, easting_m, northing_m, crs);
        }
        count++;
    }
    printf("%zu postcodes, 5 spellings each\n", count);
    assert_int_equal(count, na_snapshot_postcode_count(pack.snapshot));
    assert_true(count == 17823);
    na_csv_free(csv);
    na_file_free(&file);
}

/* 0 typed as O and 1 as I: never taken, always offered. */
static void mistyped_postcodes_are_offered(void **state)
{
    (void)state;
    skip_without_data();
    static struct na_located located;
    size_t offered = 0;
    for (uint32_t i = 0; i < na_snapshot_postcode_count(pack.snapshot); i++) {
        char right[NA_POSTCODE_TEXT];
        char wrong[NA_POSTCODE_TEXT];
        na_postcode_format(right, na_snapshot_postcode_key(pack.snapshot, i));
        memcpy(wrong, right, sizeof wrong);
        size_t inward = strlen(right) - 3;
        if (right[inward] != '0' && right[inward] != '1') {
            continue;
        }
        wrong[inward] = right[inward] == '0' ? 'O' : 'I';
        assert_int_equal(na_locate_text(pack.session, wrong, 10, &located, NULL),
                         NA_ERR_POSTCODE_UNKNOWN);
        assert_int_equal(located.count, 1);
        assert_string_equal(na_candidate_name(&located.candidates[0]), right);
        assert_int_equal(located.candidates[0].match, NA_CANDIDATE_FUZZY);
        assert_true(located.confident == NA_CANDIDATES_NONE);
        offered++;
    }
    printf("%zu mistyped postcodes\n", offered);
    assert_true(offered > 1000);
}

/* No unit that is not in the file is ever placed: its sector or district is offered. */
static void unknown_units_are_refused(void **state)
{
    (void)state;
    skip_without_data();
    static struct na_located located;
    struct test_random random = test_random_start("unknown_units_are_refused");
    uint32_t count = na_snapshot_postcode_count(pack.snapshot);
    for (int n = 0; n < 20000; n++) {
        uint32_t i = 0;
        char text[NA_POSTCODE_TEXT];
        uint32_t near = (uint32_t)test_random_below(&random, count);
        uint32_t key = na_snapshot_postcode_key(pack.snapshot, near);
        key += (uint32_t)test_random_below(&random, NA_POSTCODE_OUTWARD_KEYS);
        na_postcode_format(text, key);
        enum na_code code = na_locate_text(pack.session, text, 10, &located, NULL);
        if (na_snapshot_find_postcode(pack.snapshot, key, &i)) {
            assert_int_equal(code, NA_OK);
            assert_true(located.confident == 0);
        } else {
            assert_int_equal(code, NA_ERR_POSTCODE_UNKNOWN);
            assert_true(located.confident == NA_CANDIDATES_NONE);
            assert_true(located.count <= 10); /* those alike, then the sector or district */
        }
    }
}

/* "Station Approach" is in every town: offered first, never taken. */
static bool is_generic(const char *text, const char *id)
{
    static struct na_located located;
    assert_int_equal(na_locate_text(pack.session, text, 10, &located, NULL), NA_OK);
    if (strcmp(located.reason, "generic-name") != 0) {
        return false;
    }
    assert_string_equal(located.candidates[0].id, id);
    return true;
}

/* Ask for a text in several spellings; the asset must be the one certain candidate. */
static void expect_asset(struct na_str text, const char *id)
{
    for (int way = 0; way < 3; way++) {
        char asked[256];
        struct na_candidate candidate;
        size_t n = 0;
        for (size_t i = 0; i < text.length && n + 3 < sizeof asked; i++) {
            char c = text.bytes[i];
            asked[n++] = way == 1 ? na_ascii_lower(c) : way == 2 && c == ' ' ? '-' : c;
        }
        asked[n] = '\0';
        if (is_generic(asked, id)) {
            return;
        }
        locate_one(asked, &candidate);
        assert_string_equal(candidate.id, id);
        assert_int_equal(candidate.match, NA_CANDIDATE_EXACT);
    }
}

static void every_name_and_alias_of_the_cabinets_is_found(void **state)
{
    (void)state;
    skip_without_data();
    size_t texts = 0;
    assert_true(na_snapshot_asset_count(pack.snapshot) == 4);
    for (uint32_t i = 0; i < na_snapshot_asset_count(pack.snapshot); i++) {
        struct na_asset asset;
        struct na_candidate candidate;
        char w3w[128];
        na_snapshot_asset(pack.snapshot, i, &asset);
        expect_asset(na_str_of(asset.name), asset.id);
        for (const char *alias = asset.aliases; *alias != '\0'; texts++) {
            size_t length = strcspn(alias, "|");
            expect_asset((struct na_str){alias, length}, asset.id);
            alias += length + (alias[length] == '|');
        }
        locate_one(asset.w3w, &candidate);
        assert_string_equal(candidate.id, asset.id);
        (void)snprintf(w3w, sizeof w3w, "///%s", asset.w3w);
        locate_one(w3w, &candidate);
        assert_string_equal(candidate.id, asset.id);
        locate_one(asset.postcode, &candidate);
        assert_int_equal(candidate.type, NA_CANDIDATE_POSTCODE);
        texts++;
    }
    struct na_candidate orange;
    locate_one("orange box", &orange);
    assert_string_equal(orange.id, "hartlepool-bleed-3");
    printf("%zu names and aliases\n", texts);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_postcode_is_found_within_a_millimetre),
        cmocka_unit_test(mistyped_postcodes_are_offered),
        cmocka_unit_test(unknown_units_are_refused),
        cmocka_unit_test(every_name_and_alias_of_the_cabinets_is_found),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}
