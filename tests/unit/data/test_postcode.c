/* data/postcode: keys keep the order of the parts, and come back as the text they were. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "data/postcode.h"
#include "support/random.h"

static void units_are_read_in_any_spelling(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        const char *standard;
    } rows[] = {
        {"TS24 8AY", "TS24 8AY"}, {"ts248ay", "TS24 8AY"}, {" Ts 24 8 aY ", "TS24 8AY"},
        {"M1 1AA", "M1 1AA"},     {"m11aa", "M1 1AA"},     {"B33 8TH", "B33 8TH"},
        {"CR2 6XH", "CR2 6XH"},   {"DN551PT", "DN55 1PT"}, {"W1A 1HQ", "W1A 1HQ"},
        {"EC1A 1BB", "EC1A 1BB"}, {"ec1a1bb", "EC1A 1BB"}, {"ZZ9Z 9ZZ", "ZZ9Z 9ZZ"},
        {"A0 0AA", "A0 0AA"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        uint32_t key = 0;
        char text[NA_POSTCODE_TEXT];
        assert_true(na_postcode_unit(na_str_of(rows[i].text), &key));
        assert_true(na_postcode_key_ok(key));
        na_postcode_format(text, key);
        assert_string_equal(text, rows[i].standard);
    }
}

static void what_is_no_unit_is_refused(void **state)
{
    (void)state;
    static const char *const rows[] = {"",         "TS24",      "TS24 8",   "TS24 8A",  "TS24 8A1",
                                       "TS24 OUX", "TS248AYX",  "1S24 8AY", "TSA 8AY",  "TS24-8AY",
                                       "GIR 0AA",  "TS24 8AY.", "8AY",      "TS2448AY", "\xC3\x89"};
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        uint32_t key = 7;
        assert_false(na_postcode_unit(na_str_of(rows[i]), &key));
        assert_int_equal(key, 7);
    }
}

static void sectors_and_outward_codes_are_runs_of_keys(void **state)
{
    (void)state;
    uint32_t unit = 0;
    uint32_t sector = 0;
    uint32_t outward = 0;
    char text[NA_POSTCODE_TEXT];
    assert_true(na_postcode_unit(na_str_of("TS24 8AY"), &unit));
    assert_true(na_postcode_sector(na_str_of("ts248"), &sector));
    assert_true(na_postcode_outward(na_str_of("TS24"), &outward));
    assert_int_equal(sector, unit - unit % NA_POSTCODE_SECTOR_KEYS);
    assert_int_equal(outward, unit - unit % NA_POSTCODE_OUTWARD_KEYS);
    na_postcode_format_sector(text, sector);
    assert_string_equal(text, "TS24 8");
    na_postcode_format_outward(text, outward);
    assert_string_equal(text, "TS24");
    assert_false(na_postcode_outward(na_str_of("TS"), &outward));
    assert_false(na_postcode_outward(na_str_of("TS244"), &outward));
    assert_true(na_postcode_short(na_str_of("ts24 8a"), &sector));
    char short_text[NA_POSTCODE_TEXT];
    na_postcode_format(short_text, sector);
    assert_string_equal(short_text, "TS24 8AA");
    assert_false(na_postcode_short(na_str_of("TS24 8AY"), &sector));
    assert_false(na_postcode_short(na_str_of("TS24 8"), &sector));
    assert_false(na_postcode_short(na_str_of("SW1A"), &sector)); /* an outward code */
    assert_false(na_postcode_short(na_str_of(""), &sector));
    assert_false(na_postcode_sector(na_str_of("TS"), &sector));
}

/* Every key that is formatted reads back as itself, in every spelling. */
static void a_key_and_its_text_are_one(void **state)
{
    (void)state;
    struct test_random random = test_random_start("a_key_and_its_text_are_one");
    for (int i = 0; i < 200000; i++) {
        uint32_t key = (uint32_t)test_random_below(&random, NA_POSTCODE_KEYS);
        uint32_t again = 0;
        char text[NA_POSTCODE_TEXT];
        na_postcode_format(text, key);
        assert_true(na_postcode_unit(na_str_of(text), &again));
        assert_int_equal(again, key);
    }
}

static void mistyped_figures_are_mended(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        const char *meant; /* NULL: none */
    } rows[] = {
        {"TS24 OUX", "TS24 0UX"}, {"ts24 oux", "TS24 0UX"}, {"TSI 1AA", "TS1 1AA"},
        {"TS1O 1AA", "TS10 1AA"}, {"TS24 8A1", "TS24 8AI"}, {"TS24 80X", "TS24 8OX"},
        {"MI IAA", "M1 1AA"},     {"TS24 8AY", NULL},       {"TS24", NULL},
        {"TS24 BAY", "TS24 8AY"}, {"T524 8AY", "TS24 8AY"}, {"TSZ4 8AY", "TS24 8AY"},
        {"TS24 5AY", NULL},       {"TS2X 8A9", NULL},       {"3S24 8AY", NULL},
        {"hello", NULL},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        uint32_t key = 0;
        char text[NA_POSTCODE_TEXT];
        bool mended = na_postcode_mend(na_str_of(rows[i].text), &key);
        if (rows[i].meant == NULL) {
            assert_false(mended);
            continue;
        }
        assert_true(mended);
        na_postcode_format(text, key);
        assert_string_equal(text, rows[i].meant);
    }
}

static void metres_follow_the_published_quality(void **state)
{
    (void)state;
    assert_true(na_postcode_accuracy_m(10) < na_postcode_accuracy_m(30));
    assert_true(na_postcode_accuracy_m(30) < na_postcode_accuracy_m(50));
    assert_true(na_postcode_accuracy_m(50) < na_postcode_accuracy_m(60));
    assert_true(na_postcode_accuracy_m(77) >= na_postcode_accuracy_m(60));
    assert_string_equal(na_postcode_quality_text(60), "the mean of its sector");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(units_are_read_in_any_spelling),
        cmocka_unit_test(what_is_no_unit_is_refused),
        cmocka_unit_test(sectors_and_outward_codes_are_runs_of_keys),
        cmocka_unit_test(a_key_and_its_text_are_one),
        cmocka_unit_test(mistyped_figures_are_mended),
        cmocka_unit_test(metres_follow_the_published_quality),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
