/* geo/wkt: the numbers of a well-known text. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "geo/wkt.h"

static struct na_wkt wkt;

/* The node in A[...], NULL if the whole is not read. */
static const struct na_wkt_node *only_child(const char *text)
{
    return na_wkt_read(text, strlen(text), &wkt) ? na_wkt_child(&wkt, &wkt.nodes[0], 0) : NULL;
}

static void numbers_have_their_value(void **state)
{
    static const struct {
        const char *text;
        double value;
    } rows[] = {{"A[0]", 0.0},      {"A[-2]", -2.0},    {"A[400000]", 400000.0},
                {"A[1.5e3]", 1500}, {"A[+0.25]", 0.25}, {"A[ 7 ]", 7.0}};
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        double value = 99.0;
        if (!na_wkt_number(only_child(rows[i].text), &value) || fabs(value - rows[i].value) > 0.0) {
            fail_msg("%s: %g", rows[i].text, value);
        }
    }
}

static void nothing_else_is_a_number(void **state)
{
    static const char *const rows[] = {"A[\"\"]", "A[\"1\"]", "A[B]",   "A[B[1]]", "A[1x]",
                                       "A[-]",    "A[e5]",    "A[nan]", "A[]",     "A"};
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        double value = 99.0;
        if (na_wkt_number(only_child(rows[i]), &value) || value < 99.0 || value > 99.0) {
            fail_msg("%s: %g", rows[i], value);
        }
    }
}

/* A place for a number that is empty: between two commas, or before a bracket. */
static void an_empty_number_is_none(void **state)
{
    static const char *const rows[] = {"A[1,,2]", "A[,1]", "A[1,]", "A[,]"};
    struct na_wkt_node empty = {{"", 0}, NA_WKT_NONE, NA_WKT_NONE, false};
    double value = 99.0;
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        if (na_wkt_read(rows[i], strlen(rows[i]), &wkt)) {
            fail_msg("%s is read", rows[i]);
        }
    }
    assert_false(na_wkt_number(&empty, &value));
    assert_false(na_wkt_number(NULL, &value));
    assert_true(value > 98.0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(numbers_have_their_value),
        cmocka_unit_test(nothing_else_is_a_number),
        cmocka_unit_test(an_empty_number_is_none),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
