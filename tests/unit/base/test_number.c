#include <float.h>
#include <locale.h>
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/number.h"
#include "support/random.h"

static uint64_t bits_of(double value)
{
    uint64_t bits = 0;
    memcpy(&bits, &value, sizeof bits);
    return bits;
}

static void assert_reads(const char *text, double wanted)
{
    double value = 12345.0;
    if (!na_number_parse(na_str_of(text), 100, 100, &value)) {
        fail_msg("\"%s\" was refused", text);
    }
    if (bits_of(value) != bits_of(wanted)) {
        fail_msg("\"%s\" is %.17g, not %.17g", text, value, wanted);
    }
}

static char *put_digits(char *to, size_t count, struct test_random *random)
{
    /* runs of zeros and nines too, where rounding is decided late */
    uint64_t style = test_random_below(random, 8);
    for (size_t i = 0; i < count; i++) {
        uint64_t digit = test_random_below(random, 10);
        *to++ = (char)('0' + (style == 0 ? 0 : style == 1 ? 9 : digit));
    }
    return to;
}

static void random_decimals(unsigned int count, size_t longest_whole, size_t longest_fraction,
                            const char *what)
{
    struct test_random random = test_random_start(what);
    for (unsigned int i = 0; i < count; i++) {
        char text[128];
        char *to = text;
        if (test_random_below(&random, 2) == 0) {
            *to++ = '-';
        }
        to = put_digits(to, 1 + (size_t)test_random_below(&random, longest_whole), &random);
        if (test_random_below(&random, 8) != 0) {
            *to++ = '.';
            to = put_digits(to, 1 + (size_t)test_random_below(&random, longest_fraction), &random);
        }
        *to = '\0';
        assert_reads(text, strtod(text, NULL));
    }
}

static void same_as_strtod_on_coordinates(void **state)
{
    (void)state;
    random_decimals(1500000, 3, 15, "degrees");
}

static void same_as_strtod_on_long_decimals(void **state)
{
    (void)state;
    random_decimals(400000, 25, 30, "longer");
    random_decimals(100000, 49, 48, "longest");
}

/* Halfway between two doubles, and a hair beside: where a careless reader rounds wrongly. */
static void same_as_strtod_halfway_between_doubles(void **state)
{
    (void)state;
    struct test_random random = test_random_start("halfway");
    for (int i = 0; i < 100000; i++) {
        uint64_t odd = (UINT64_C(1) << 53) + 2 * (test_random_bits(&random) >> 12) + 1;
        char text[80];
        (void)snprintf(text, sizeof text, "%" PRIu64 "%s", odd,
                       (const char *[]){"", ".0", ".00000000000000000000001"}[i % 3]);
        assert_reads(text, strtod(text, NULL));
    }
}

static void edges_of_the_quick_way(void **state)
{
    (void)state;
    static const char *const texts[] = {
        "0",
        "-0",
        "0.0",
        "-0.000",
        "9007199254740992",
        "9007199254740993",
        "9007199254740994",
        "900719925474099.3",
        "999999999999999999",
        "1000000000000000000",
        "99999999999999.9999",
        "0.0000000000000000000001",
        "0.00000000000000000000001",
        "1.0000000000000002",
        "4503599627370496.5",
        "4503599627370497.5",
        "0.1",
        "54.686741600000001",
        "000000000001",
        "00000000000000000000000000000000000000000000000001.5",
    };
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
        assert_reads(texts[i], strtod(texts[i], NULL));
    }
}

static void refuses_other_forms(void **state)
{
    (void)state;
    static const char *const texts[] = {
        "",    "-",    ".",     "-.",    "1.",   ".5",           "-.5", "+1",  " 1",
        "1 ",  "1e5",  "1E5",   "0x10",  "inf",  "nan",          "1,5", "--1", "1-",
        "1..", "1.2.", "1.2.3", "1_000", "1.-5", "\xEF\xBC\x91", "1\n",
    };
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
        double value = 12345.0;
        if (na_number_parse(na_str_of(texts[i]), 10, 10, &value) || value != 12345.0) {
            fail_msg("\"%s\" was read", texts[i]);
        }
    }
    double value = 0;
    assert_false(na_number_parse((struct na_str){"1\0", 2}, 10, 10, &value));
    assert_false(na_number_parse((struct na_str){NULL, 0}, 10, 10, &value));
}

static void digits_are_counted_at_the_limit_and_one_above(void **state)
{
    (void)state;
    double value = 0;
    assert_true(na_number_parse(na_str_of("-123.456"), 3, 3, &value));
    assert_false(na_number_parse(na_str_of("1234.456"), 3, 3, &value));
    assert_false(na_number_parse(na_str_of("123.4567"), 3, 3, &value));
    assert_true(na_number_parse(na_str_of("123"), 3, 0, &value));
    assert_false(na_number_parse(na_str_of("123.0"), 3, 0, &value));
    char text[102];
    memset(text, '1', sizeof text);
    assert_true(na_number_parse((struct na_str){text, 100}, 200, 200, &value));
    assert_false(na_number_parse((struct na_str){text, 101}, 200, 200, &value));
}

static void integers(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        int64_t low, high;
        bool good;
        int64_t value;
    } rows[] = {
        {"0", 0, 0, true, 0},
        {"-0", 0, 0, true, 0},
        {"100", 1, 100, true, 100},
        {"101", 1, 100, false, 0},
        {"-5", -5, 5, true, -5},
        {"-6", -5, 5, false, 0},
        {"007", 0, 9, true, 7},
        {"", 0, 9, false, 0},
        {"-", -9, 9, false, 0},
        {"+1", 0, 9, false, 0},
        {" 1", 0, 9, false, 0},
        {"1 ", 0, 9, false, 0},
        {"1.0", 0, 9, false, 0},
        {"1e1", 0, 99, false, 0},
        {"--1", -9, 9, false, 0},
        {"999999999999999999", INT64_MIN, INT64_MAX, true, INT64_C(999999999999999999)},
        {"-999999999999999999", INT64_MIN, INT64_MAX, true, INT64_C(-999999999999999999)},
        {"9999999999999999999999", INT64_MIN, INT64_MAX, false, 0},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        int64_t value = 77;
        bool good = na_integer_parse(na_str_of(rows[i].text), rows[i].low, rows[i].high, &value);
        if (good != rows[i].good || value != (good ? rows[i].value : 77)) {
            fail_msg("\"%s\"", rows[i].text);
        }
    }
}

/* A locale whose radix is a comma: an installed one, else one made for this test. */
static bool set_comma_locale(void)
{
    static const char *const names[] = {"de_DE.UTF-8", "fr_FR.UTF-8", "de_DE", "nl_NL.UTF-8"};
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        if (setlocale(LC_ALL, names[i]) != NULL) {
            return true;
        }
    }
    static const char folder[] = NA_TEST_BINARY_DIR "/test-locale";
    static const char make[] =
        "mkdir -p '" NA_TEST_BINARY_DIR "/test-locale' && localedef -c -i "
        "de_DE -f UTF-8 '" NA_TEST_BINARY_DIR "/test-locale/de_DE.UTF-8' >/dev/null 2>&1";
    return system(make) == 0 && setenv("LOCPATH", folder, 1) == 0 &&
           setlocale(LC_ALL, "de_DE.UTF-8") != NULL;
}

static void locale_changes_nothing(void **state)
{
    (void)state;
    if (!set_comma_locale()) {
        printf("skipped: no locale with a comma as radix, and none can be made\n");
        skip();
    }
    assert_string_equal(localeconv()->decimal_point, ",");
    char text[NA_NUMBER_TEXT];
    double value = 0;
    bool good = na_number_parse(na_str_of("-1.20795180000000000001"), 3, 30, &value);
    double quick = 0;
    bool quick_good = na_number_parse(na_str_of("-1.2079518"), 3, 30, &quick);
    bool comma = na_number_parse(na_str_of("-1,2"), 3, 30, &(double){0});
    char fixed[NA_NUMBER_TEXT];
    (void)na_number_fixed(fixed, 1234.5, 2);
    (void)na_number_shortest(text, -1.2079518);
    (void)setlocale(LC_ALL, "C");
    assert_true(good && quick_good && !comma);
    assert_true(value == -1.2079518 && quick == -1.2079518);
    assert_string_equal(fixed, "1234.50");
    assert_string_equal(text, "-1.2079518");
}

static void numbers_of_json_are_those_of_strtod(void **state)
{
    (void)state;
    static const char *const texts[] = {"1e-05",   "-4.2E-5", "5e+1", "0",       "-0.0",
                                        "1.5E300", "3e-400",  "12.5", "1e0",     "123456789012e-10",
                                        "0.1e1",   "2E2",     "-7",   "4.25e-05"};
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
        double value = 12345;
        assert_true(na_number_parse_json(na_str_of(texts[i]), &value));
        assert_true(value == strtod(texts[i], NULL));
    }
    double value = 12345;
    char text[102];
    memset(text, '1', sizeof text);
    memcpy(text + 97, "e-9", 3);
    assert_true(na_number_parse_json((struct na_str){text, 100}, &value));
    assert_false(na_number_parse_json((struct na_str){text, 101}, &value));
    assert_false(na_number_parse_json(na_str_of("1e309"), &value));
    assert_false(na_number_parse_json(na_str_of(""), &value));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(same_as_strtod_on_coordinates),
        cmocka_unit_test(same_as_strtod_on_long_decimals),
        cmocka_unit_test(same_as_strtod_halfway_between_doubles),
        cmocka_unit_test(edges_of_the_quick_way),
        cmocka_unit_test(refuses_other_forms),
        cmocka_unit_test(numbers_of_json_are_those_of_strtod),
        cmocka_unit_test(digits_are_counted_at_the_limit_and_one_above),
        cmocka_unit_test(integers),
        cmocka_unit_test(locale_changes_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
