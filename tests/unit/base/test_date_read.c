/* Dates as people and spreadsheets write them, and which order of day and month a column has. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/date.h"
#include "base/date_read.h"

static void days_and_months_as_they_are_written(void **state)
{
    (void)state;
    static const struct {
        const char *text, *day;
        bool month;
    } rows[] = {
        {"2025-11-01", "2025-11-01", false},
        {"20251101", "2025-11-01", false},
        {"2025/11/01", "2025-11-01", false},
        {"2025-11-01 10:30", "2025-11-01", false},
        {"2025-11-01T10:30:00.123", "2025-11-01", false},
        {"2025-11-01T10:30:00Z", "2025-11-01", false},
        {"2025-06-30T23:30:00Z", "2025-07-01", false}, /* summer time: half past midnight */
        {"2025-11-30T23:30:00-02:00", "2025-12-01", false},
        {"2025-11-01T00:30:00+0100", "2025-10-31", false},
        {"01/11/2025", "2025-11-01", false},
        {"1.11.25", "2025-11-01", false},
        {"01-11-2025", "2025-11-01", false},
        {"31/12/99", "1999-12-31", false},
        {"01/11/2025 10:30", "2025-11-01", false},
        {"01/11/2025 1:30 PM", "2025-11-01", false},
        {"1 November 2025", "2025-11-01", false},
        {"01-Nov-25", "2025-11-01", false},
        {"01NOV2025", "2025-11-01", false}, /* SAS */
        {"01Nov25", "2025-11-01", false},
        {"1 Sept 2025", "2025-09-01", false},
        {"1st November 2025", "2025-11-01", false},
        {"Sat 1 Nov 2025", "2025-11-01", false},
        {"Saturday, 1 November 2025", "2025-11-01", false},
        {"Tues 4 Nov 2025", "2025-11-04", false},
        {"November 1, 2025", "2025-11-01", false},
        {"Nov 1, 2025 2:30 PM", "2025-11-01", false},
        {"2025-11-01 14:30:00 UTC", "2025-11-01", false},
        {"2025-06-30 23:30:00 GMT", "2025-07-01", false},
        {"2025-07-01 00:30:00 BST", "2025-07-01", false},
        {"Sat, 01 Nov 2025 10:00:00 GMT", "2025-11-01", false},
        {"Tue Jul 01 2025 00:30:00 GMT+0100 (British Summer Time)", "2025-07-01", false},
        {"1  November   2025", "2025-11-01", false},
        {"Nov-25", "2025-11-01", true},
        {"November 2025", "2025-11-01", true},
        {"NOV2025", "2025-11-01", true},
        {"2025-11", "2025-11-01", true},
        {"11/2025", "2025-11-01", true},
        {" 2025-11 ", "2025-11-01", true},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct na_date_found found = {.day = 0};
        char day[NA_DATE_TEXT] = "";
        bool good = na_date_read(na_str_of(rows[i].text), NA_DATE_DAY_FIRST, &found);
        na_date_format(day, found.day);
        if (!good || strcmp(day, rows[i].day) != 0 || found.is_month != rows[i].month) {
            fail_msg("\"%s\": %d %s %d", rows[i].text, good, day, found.is_month);
        }
    }
}

static void what_is_no_day_is_refused(void **state)
{
    (void)state;
    static const char *const texts[] = {"",
                                        "2025",
                                        "2025-13-01",
                                        "2025-02-29",
                                        "31/02/2025",
                                        "32/01/2025",
                                        "01/13/2025",
                                        "Smarch 2025",
                                        "1/1/1",
                                        "10:30",
                                        "2025-11-01T",
                                        "2025-11-01 x",
                                        "01/11-2025",
                                        "45962",
                                        "Nov",
                                        "01NovNov2025",
                                        "01Nov-2025",
                                        "01-Nov2025",
                                        "2025W03",
                                        "1e5",
                                        "54.68",
                                        "2025-11T10:30:00Z",
                                        "Satu 32 Nov 2025",
                                        "1th2 Nov 2025",
                                        "Sat",
                                        "Mon-25",
                                        "1st",
                                        "Xyz 1 Nov 2025",
                                        "(2025-11-01)",
                                        "2025-11-01 UTC",
                                        "2025-11-01)"};
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
        struct na_date_found found;
        if (na_date_read(na_str_of(texts[i]), NA_DATE_DAY_FIRST, &found)) {
            fail_msg("\"%s\" was read", texts[i]);
        }
    }
}

static void the_order_is_of_the_column(void **state)
{
    (void)state;
    struct na_date_found found;
    enum na_date_order order = NA_DATE_DAY_FIRST;
    char day[NA_DATE_TEXT];
    assert_true(na_date_read(na_str_of("03/04/2025"), NA_DATE_MONTH_FIRST, &found));
    na_date_format(day, found.day);
    assert_string_equal(day, "2025-03-04");
    assert_false(na_date_read(na_str_of("25/12/2025"), NA_DATE_MONTH_FIRST, &found));
    assert_true(na_date_shows_order(na_str_of("25/12/2025"), &order) && order == NA_DATE_DAY_FIRST);
    assert_true(na_date_shows_order(na_str_of("12/25/2025 10:00"), &order) &&
                order == NA_DATE_MONTH_FIRST);
    assert_false(na_date_shows_order(na_str_of("03/04/2025"), &order));
    assert_false(na_date_shows_order(na_str_of("2025-12-25"), &order));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(days_and_months_as_they_are_written),
        cmocka_unit_test(what_is_no_day_is_refused),
        cmocka_unit_test(the_order_is_of_the_column),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
