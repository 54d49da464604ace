/* Reading numbers against strtod, to the last bit, in every spelling that is allowed; decimal
 * commas; integers; limits. */
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
#include "base/number_short.h"
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
    if (!na_number_parse(na_str_of(text), &value)) {
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

/* One number in one of the spellings of the grammar, and the plain one that strtod reads. */
static void spell(struct test_random *random, char *to, char *plain)
{
    static const char *const blanks[] = {"", "", "", " ", "\t", "\xC2\xA0", "\xEF\xBB\xBF"};
    static const char *const signs[] = {"", "", "", "-", "-", "+", "\xE2\x88\x92"};
    const char *sign = signs[test_random_below(random, 7)];
    char whole[40] = "";
    char fraction[40] = "";
    size_t whole_count = (size_t)test_random_below(random, 24);
    size_t fraction_count = (size_t)test_random_below(random, 24) + (whole_count == 0);
    *put_digits(whole, whole_count, random) = '\0';
    *put_digits(fraction, fraction_count, random) = '\0';
    char exponent[16] = "";
    if (test_random_below(random, 3) == 0) {
        int size = (int)test_random_below(random, 4) == 0 ? 330 : 25;
        (void)snprintf(
            exponent, sizeof exponent, "%c%s%d", "eE" [test_random_below(random, 2)],
            (const char *[]) { "", "+", "-" }[test_random_below(random, 3)],
            (int)test_random_below(random, (uint64_t)size));
    }
    bool point = fraction_count > 0 || test_random_below(random, 8) == 0;
    bool minus = sign[0] == '-' || sign[0] == '\xE2';
    (void)snprintf(plain, 128, "%s%s%s%s%s", minus ? "-" : "", whole, point ? "." : "", fraction,
                   exponent);
    char grouped[64] = "";
    size_t used = 0;
    bool groups = whole_count > 3 && whole[0] != '0' && test_random_below(random, 4) == 0;
    for (size_t i = 0; i < whole_count; i++) {
        if (groups && i > 0 && (whole_count - i) % 3 == 0) {
            grouped[used++] = ',';
        }
        grouped[used++] = whole[i];
    }
    grouped[used] = '\0';
    (void)snprintf(to, 160, "%s%s%s%s%s%s%s", blanks[test_random_below(random, 7)], sign, grouped,
                   point ? "." : "", fraction, exponent, blanks[test_random_below(random, 7)]);
}

/* NA_TEST_SPELLINGS=10000000 is the long run. */
static void same_as_strtod_in_every_spelling(void **state)
{
    (void)state;
    const char *given = getenv("NA_TEST_SPELLINGS");
    double count = given != NULL ? strtod(given, NULL) : 300000;
    struct test_random random = test_random_start("spellings");
    for (int i = 0; i < count; i++) {
        char text[160];
        char plain[128];
        double value = 12345.0;
        spell(&random, text, plain);
        double wanted = strtod(plain, NULL);
        enum na_number_fault fault = na_number_read(na_str_of(text), NA_NUMBER_POINT, &value);
        if (isinf(wanted) ? fault != NA_NUMBER_INFINITE
                          : fault != NA_NUMBER_GOOD || bits_of(value) != bits_of(wanted)) {
            fail_msg("\"%s\" is %.17g (fault %d), not %.17g", text, value, (int)fault, wanted);
        }
    }
}

static void a_fault_says_what_is_wrong(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        enum na_number_fault fault;
        const char *reason;
    } rows[] = {
        {"", NA_NUMBER_BLANK, "blank"},
        {" \t\xC2\xA0", NA_NUMBER_BLANK, "blank"},
        {"N/A", NA_NUMBER_NO_VALUE, "a mark for no value"},
        {"#n/a", NA_NUMBER_NO_VALUE, "a mark for no value"},
        {"NaN", NA_NUMBER_NO_VALUE, "a mark for no value"},
        {"-", NA_NUMBER_NO_VALUE, "a mark for no value"},
        {"inf", NA_NUMBER_INFINITE, "not a finite number"},
        {"-Infinity", NA_NUMBER_INFINITE, "not a finite number"},
        {"1e999", NA_NUMBER_INFINITE, "not a finite number"},
        {"one", NA_NUMBER_NOT, "not a number"},
        {".", NA_NUMBER_NOT, "not a number"},
        {"-.", NA_NUMBER_NOT, "not a number"},
        {"--1", NA_NUMBER_NOT, "not a number"},
        {"- 1", NA_NUMBER_NOT, "not a number"},
        {"e5", NA_NUMBER_NOT, "not a number"},
        {"\xEF\xBC\x91", NA_NUMBER_NOT, "not a number"},
        {"0x10", NA_NUMBER_TRAILING, "not a number: \"x10\" follows it"},
        {"54.6858abc", NA_NUMBER_TRAILING, "not a number: \"abc\" follows it"},
        {"54.68.58", NA_NUMBER_TRAILING, "not a number: \".58\" follows it"},
        {"54..68", NA_NUMBER_TRAILING, "not a number: \".68\" follows it"},
        {"5 4.6858", NA_NUMBER_TRAILING, "not a number: \"4.6858\" follows it"},
        {"01-May", NA_NUMBER_TRAILING, "not a number: \"-May\" follows it"},
        {"1e", NA_NUMBER_TRAILING, "not a number: \"e\" follows it"},
        {"1e+", NA_NUMBER_TRAILING, "not a number: \"e+\" follows it"},
        {"1_000", NA_NUMBER_TRAILING, "not a number: \"_000\" follows it"},
        {"54,6858", NA_NUMBER_DECIMAL, "not a number: a comma is no decimal point"},
        {"12,34", NA_NUMBER_DECIMAL, "not a number: a comma is no decimal point"},
        {"0,123", NA_NUMBER_DECIMAL, "not a number: a comma is no decimal point"},
        {"1234,567", NA_NUMBER_DECIMAL, "not a number: a comma is no decimal point"},
        {"\xE2\x80\x93"
         "1.2",
         NA_NUMBER_DASH, "not a number: it begins with a dash instead of a minus sign"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        double value = 12345.0;
        char reason[NA_NUMBER_REASON];
        struct na_str text = na_str_of(rows[i].text);
        enum na_number_fault fault = na_number_read(text, NA_NUMBER_POINT, &value);
        na_number_reason(text, fault, reason);
        if (fault != rows[i].fault || value != 12345.0 || strcmp(reason, rows[i].reason) != 0) {
            fail_msg("\"%s\": %d, %s", rows[i].text, (int)fault, reason);
        }
    }
    double value = 0;
    assert_false(na_number_parse((struct na_str){"1\0", 2}, &value));
    assert_false(na_number_parse((struct na_str){NULL, 0}, &value));
    char sentence[NA_NUMBER_REASON];
    na_number_explain(na_str_of("54\x1B[1m"), "not a number", sentence);
    assert_string_equal(sentence, "\"54 [1m\" is not a number");
}

static void decimal_commas_where_the_column_has_them(void **state)
{
    (void)state;
    double value = 0;
    assert_int_equal(na_number_read(na_str_of("54,6858"), NA_NUMBER_COMMA, &value), NA_NUMBER_GOOD);
    assert_true(value == 54.6858);
    assert_int_equal(na_number_read(na_str_of("-450.900,5"), NA_NUMBER_COMMA, &value),
                     NA_NUMBER_GOOD);
    assert_true(value == -450900.5);
    assert_int_equal(na_number_read(na_str_of("54.6858"), NA_NUMBER_COMMA, &value),
                     NA_NUMBER_DECIMAL);
}

static void thousands_are_parted_in_threes_throughout(void **state)
{
    (void)state;
    assert_reads("450,900", 450900);
    assert_reads("1,234,567.25", 1234567.25);
    assert_reads("450\xC2\xA0"
                 "900",
                 450900);
    assert_reads("-1\xE2\x80\xAF"
                 "234",
                 -1234);
    double value = 0;
    assert_false(na_number_parse(na_str_of("1,23"), &value));
    assert_false(na_number_parse(na_str_of("1,234,56"), &value));
    assert_false(na_number_parse(na_str_of("1,234\xC2\xA0"
                                           "567"),
                                 &value));
    assert_false(na_number_parse(na_str_of(",234"), &value));
}

static void a_hundred_characters_and_one_more(void **state)
{
    (void)state;
    double value = 0;
    char text[103];
    memset(text, '1', sizeof text);
    assert_true(na_number_parse((struct na_str){text, 100}, &value));
    assert_int_equal(na_number_read((struct na_str){text, 101}, NA_NUMBER_POINT, &value),
                     NA_NUMBER_LONG);
    memcpy(text, "\xE2\x88\x92", 3); /* one character of three bytes */
    assert_true(na_number_parse((struct na_str){text, 102}, &value));
    assert_false(na_number_parse((struct na_str){text, 103}, &value));
    memset(text, '0', sizeof text);
    memcpy(text + 93, "e-99999", 7);
    assert_true(na_number_parse((struct na_str){text, 100}, &value) && value == 0.0);
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
    bool good = na_number_parse(na_str_of("-1.20795180000000000001"), &value);
    double quick = 0;
    bool quick_good = na_number_parse(na_str_of("-1.2079518"), &quick);
    bool comma = na_number_parse(na_str_of("-1,2"), &(double){0});
    char fixed[NA_NUMBER_TEXT];
    (void)na_number_fixed(&fixed, 1234.5, 2);
    (void)na_number_shortest(&text, -1.2079518);
    (void)setlocale(LC_ALL, "C");
    assert_true(good && quick_good && !comma);
    assert_true(value == -1.2079518 && quick == -1.2079518);
    assert_string_equal(fixed, "1234.50");
    assert_string_equal(text, "-1.2079518");
}

/* Of its own form it says what strtod says, of any other nothing; and it reads no byte beyond. */
static void short_numbers_are_those_of_strtod(void **state)
{
    (void)state;
    struct test_random random = test_random_start("short numbers");
    static const char odd[] = {'/', ':', '.', '-', '+', 'e', ' ', '\0', '\xB5', '\xFF'};
    size_t read = 0;
    for (int i = 0; i < 300000; i++) {
        char text[24] = "";
        size_t length = test_random_below(&random, 20);
        for (size_t j = 0; j < length; j++) {
            text[j] = (char)('0' + test_random_below(&random, 10));
        }
        if (length > 0 && i % 2 == 0) {
            text[0] = '-';
        }
        if (length > 0 && i % 5 > 0) {
            text[test_random_below(&random, length)] = '.';
        }
        if (length > 0 && i % 7 == 0) {
            text[test_random_below(&random, length)] = odd[test_random_below(&random, sizeof odd)];
        }
        char *bytes = malloc(length > 0 ? length : 1); /* the sanitizer sees a byte beyond */
        assert_non_null(bytes);
        memcpy(bytes, text, length);
        double value = -77.0;
        bool is_short = na_number_short((struct na_str){bytes, length}, &value);
        if (is_short) {
            read++;
            double wanted = strtod(text, NULL);
            assert_memory_equal(&value, &wanted, sizeof value);
        } else {
            assert_true(value == -77.0);
        }
        free(bytes);
    }
    assert_in_range(read, 100000, 300000);
    assert_false(na_number_short((struct na_str){NULL, 0}, &(double){0}));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(short_numbers_are_those_of_strtod),
        cmocka_unit_test(same_as_strtod_on_coordinates),
        cmocka_unit_test(same_as_strtod_on_long_decimals),
        cmocka_unit_test(same_as_strtod_halfway_between_doubles),
        cmocka_unit_test(edges_of_the_quick_way),
        cmocka_unit_test(same_as_strtod_in_every_spelling),
        cmocka_unit_test(a_fault_says_what_is_wrong),
        cmocka_unit_test(decimal_commas_where_the_column_has_them),
        cmocka_unit_test(thousands_are_parted_in_threes_throughout),
        cmocka_unit_test(a_hundred_characters_and_one_more),
        cmocka_unit_test(integers),
        cmocka_unit_test(locale_changes_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
