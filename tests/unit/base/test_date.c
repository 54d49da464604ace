/* Days as numbers: every day of nine thousand years, the text form, and what is no date. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "base/date.h"

/* Counts day by day from 1000-01-01, which is 354,285 days before 1970-01-01. */
static void every_day_of_nine_thousand_years(void **state)
{
    (void)state;
    static const int lengths[13] = {0, 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    int32_t wanted = -354285;
    for (int year = 1000; year <= 9999; year++) {
        bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
        for (int month = 1; month <= 12; month++) {
            int last = lengths[month] + (month == 2 && leap);
            for (int day = 1; day <= last + 1; day++) {
                char text[40];
                int32_t days = 12345;
                (void)snprintf(text, sizeof text, "%d-%02d-%02d", year, month, day);
                bool real = na_date_parse(na_str_of(text), &days);
                char again[NA_DATE_TEXT] = "";
                if (real) {
                    na_date_format(again, days);
                }
                bool right = day <= last ? real && days == wanted++ && strcmp(again, text) == 0
                                         : !real && days == 12345;
                if (!right) {
                    fail_msg("%s is %d, %s", text, (int)days, again);
                }
            }
        }
    }
    assert_int_equal(wanted, 2932897); /* 10000-01-01 */
}

static void known_days(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        int32_t days;
    } rows[] = {{"1970-01-01", 0},     {"1969-12-31", -1},    {"2000-02-29", 11016},
                {"2026-11-21", 20778}, {"2038-01-19", 24855}, {"9999-12-31", 2932896}};
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        int32_t days = 0;
        assert_true(na_date_parse(na_str_of(rows[i].text), &days));
        assert_int_equal(days, rows[i].days);
    }
}

static void refuses_what_is_no_date(void **state)
{
    (void)state;
    static const char *const texts[] = {
        "",
        "2026",
        "2026-11",
        "2026-11-1",
        "2026-11-211",
        "26-11-21",
        "2026/11/21",
        "21-11-2026",
        "2026-00-10",
        "2026-13-10",
        "2026-10-00",
        "2026-10-32",
        "2025-02-29",
        "1900-02-29",
        "0999-12-31",
        "0000-01-01",
        "+026-11-21",
        "-026-11-21",
        " 026-11-21",
        "2026-11-2 ",
        "2026-1a-21",
        "2026-11-21T",
        "2026--1-21",
        "20261-1-21",
        "2O26-11-21",
        "2026\342\210\222110",
    };
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
        int32_t days = 7;
        if (na_date_parse(na_str_of(texts[i]), &days) || days != 7) {
            fail_msg("\"%s\" was read", texts[i]);
        }
    }
    int32_t days = 7;
    assert_false(na_date_parse((struct na_str){"2026-11-2\0", 10}, &days));
}

static void no_date_is_an_empty_text(void **state)
{
    (void)state;
    char text[NA_DATE_TEXT] = "x";
    na_date_format(text, NA_DATE_NONE);
    assert_string_equal(text, "");
}

/* A damaged file may hold any number of days. */
static void days_outside_the_years_are_an_empty_text(void **state)
{
    (void)state;
    static const int32_t days[] = {INT32_MAX, INT32_MIN + 1, 2932897, -354286, INT32_MAX - 719468};
    for (size_t i = 0; i < sizeof days / sizeof days[0]; i++) {
        char text[NA_DATE_TEXT] = "x";
        na_date_format(text, days[i]);
        assert_string_equal(text, "");
    }
}

static void within_counts_both_ends_and_open_ends(void **state)
{
    (void)state;
    static const struct {
        int32_t day, from, to;
        bool within;
    } rows[] = {{5, 5, 5, true},
                {5, 4, 6, true},
                {5, 6, 7, false},
                {5, 3, 4, false},
                {5, NA_DATE_NONE, 5, true},
                {6, NA_DATE_NONE, 5, false},
                {5, 5, NA_DATE_NONE, true},
                {4, 5, NA_DATE_NONE, false},
                {4, NA_DATE_NONE, NA_DATE_NONE, true},
                {5, 6, 4, false}};
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        assert_int_equal(na_date_within(rows[i].day, rows[i].from, rows[i].to), rows[i].within);
    }
}

static void dates_of_a_dbf(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        bool good;
        int32_t days;
    } rows[] = {{"19700102", true, 1},  {"1970-01-02", true, 1}, {"00000000", true, NA_DATE_NONE},
                {"20250229", false, 0}, {"1970010", false, 0},   {"197001020", false, 0},
                {"1970 1 2", false, 0}, {"", false, 0},          {"0000-00-00", false, 0}};
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        int32_t days = 7;
        assert_int_equal(na_date_parse_dbf(na_str_of(rows[i].text), &days), rows[i].good);
        assert_int_equal(days, rows[i].good ? rows[i].days : 7);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_day_of_nine_thousand_years),
        cmocka_unit_test(known_days),
        cmocka_unit_test(refuses_what_is_no_date),
        cmocka_unit_test(no_date_is_an_empty_text),
        cmocka_unit_test(days_outside_the_years_are_an_empty_text),
        cmocka_unit_test(dates_of_a_dbf),
        cmocka_unit_test(within_counts_both_ends_and_open_ends),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
