/* Writing numbers: fixed decimals as printf has them, none to spare, and the shortest text that
 * reads back. */
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

/* Every size of number: random bits, and decimals as they occur. */
static double some_double(struct test_random *random, int i)
{
    for (;;) {
        uint64_t bits = test_random_bits(random);
        double value = 0.0;
        memcpy(&value, &bits, sizeof value);
        if (i % 2 == 0) {
            value = test_random_between(random, -1e6, 1e6);
        } else if (i % 3 == 0) {
            value = (double)(int64_t)test_random_below(random, 2000001) / 1000.0 - 1000.0;
        }
        if (isfinite(value)) {
            return value;
        }
    }
}

static void fixed_is_what_printf_writes(void **state)
{
    (void)state;
    struct test_random random = test_random_start("fixed");
    for (int i = 0; i < 200000; i++) {
        double value = some_double(&random, i);
        unsigned int decimals = (unsigned int)test_random_below(&random, 13);
        char text[NA_NUMBER_TEXT];
        char wanted[NA_NUMBER_TEXT + 10];
        size_t length = na_number_fixed(&text, value, decimals);
        (void)snprintf(wanted, sizeof wanted, "%.*f", (int)decimals, value);
        const char *plain = wanted;
        if (wanted[0] == '-' && strtod(wanted, NULL) >= 0.0) {
            plain++; /* never "-0" */
        }
        assert_string_equal(text, plain);
        assert_int_equal(length, strlen(text));
    }
}

static void fixed_at_its_edges(void **state)
{
    (void)state;
    static const struct {
        double value;
        unsigned int decimals;
        const char *text;
    } rows[] = {{0.0, 0, "0"},
                {-0.0, 2, "0.00"},
                {-0.004, 2, "0.00"},
                {-0.006, 2, "-0.01"},
                {0.5, 0, "0"},
                {1.5, 0, "2"},
                {2.5, 0, "2"},
                {NAN, 3, "null"},
                {INFINITY, 3, "null"},
                {-INFINITY, 0, "null"},
                {1.0, 99, "1.000000000000"}};
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        char text[NA_NUMBER_TEXT];
        assert_int_equal(na_number_fixed(&text, rows[i].value, rows[i].decimals),
                         strlen(rows[i].text));
        assert_string_equal(text, rows[i].text);
    }
    char text[NA_NUMBER_TEXT];
    assert_int_equal(na_number_fixed(&text, -DBL_MAX, 12), 1 + 309 + 1 + 12);
}

static void trimmed_has_no_zeros_to_spare(void **state)
{
    (void)state;
    static const struct {
        double value;
        unsigned int decimals;
        const char *text;
    } rows[] = {{1.5, 3, "1.5"},   {100.0, 3, "100"},   {100.0, 0, "100"}, {0.0, 5, "0"},
                {-0.0001, 3, "0"}, {0.101, 3, "0.101"}, {10.0, 1, "10"},   {NAN, 2, "null"}};
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        char text[NA_NUMBER_TEXT];
        assert_int_equal(na_number_trimmed(&text, rows[i].value, rows[i].decimals),
                         strlen(rows[i].text));
        assert_string_equal(text, rows[i].text);
    }
}

static size_t significant_digits(const char *text)
{
    size_t count = 0;
    size_t zeros = 0;
    for (; *text != '\0'; text++) {
        if (*text >= '0' && *text <= '9' && (count > 0 || *text != '0')) {
            count += *text == '0' ? 0 : 1 + zeros;
            zeros = *text == '0' ? zeros + 1 : 0;
        }
    }
    return count;
}

/* Reads back as itself, and one digit fewer does not. */
static void assert_shortest(double value)
{
    char text[NA_NUMBER_TEXT];
    size_t length = na_number_shortest(&text, value);
    assert_int_equal(length, strlen(text));
    assert_true(length < NA_NUMBER_TEXT);
    if (strtod(text, NULL) != value) {
        fail_msg("%.17g was written as %s", value, text);
    }
    assert_null(strpbrk(text, "eE,"));
    size_t digits = significant_digits(text);
    if (digits > 1 && fabs(value) < 1e15) {
        char fewer[64];
        (void)snprintf(fewer, sizeof fewer, "%.*e", (int)digits - 2, value);
        if (strtod(fewer, NULL) == value) {
            fail_msg("%s is not the shortest for %.17g: %s", text, value, fewer);
        }
    }
}

static void shortest_reads_back(void **state)
{
    (void)state;
    struct test_random random = test_random_start("shortest");
    for (int i = 0; i < 100000; i++) {
        assert_shortest(some_double(&random, i));
    }
}

static void shortest_at_its_edges(void **state)
{
    (void)state;
    static const double values[] = {0.0,
                                    1.0,
                                    0.1,
                                    100.0,
                                    1e22,
                                    1e23,
                                    DBL_MAX,
                                    DBL_MIN,
                                    DBL_TRUE_MIN,
                                    5e-324,
                                    2.5e-320,
                                    0.3,
                                    2.0 / 3.0,
                                    123456789.125,
                                    9007199254740993.0,
                                    1e-7,
                                    1e15,
                                    1e16,
                                    999999999999999.9,
                                    54.6867416,
                                    -1.2079518,
                                    9.5367431640625e-07};
    for (size_t i = 0; i < sizeof values / sizeof values[0]; i++) {
        assert_shortest(values[i]);
        assert_shortest(-values[i]);
    }
    char text[NA_NUMBER_TEXT];
    assert_int_equal(na_number_shortest(&text, 54.6867416), 10);
    assert_string_equal(text, "54.6867416");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(fixed_is_what_printf_writes),   cmocka_unit_test(fixed_at_its_edges),
        cmocka_unit_test(trimmed_has_no_zeros_to_spare), cmocka_unit_test(shortest_reads_back),
        cmocka_unit_test(shortest_at_its_edges),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
