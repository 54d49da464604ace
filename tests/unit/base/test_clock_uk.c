/* British clocks: the change of each year against the published days and the zone file, doubled and
 * missing hours, and bank holidays. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <cmocka.h>

#include "base/clock_uk.h"
#include "base/date.h"
#include "base/holidays.h"

#define COUNT(array) (sizeof(array) / sizeof(array)[0])

static int64_t instant(const char *text)
{
    int64_t utc_s = 0;
    if (!na_instant_parse(na_str_of(text), &utc_s)) {
        fail_msg("%s is not read", text);
    }
    return utc_s;
}

/* The days the clocks changed, as the government published them. */
static void published_changes(void **state)
{
    (void)state;
    static const struct {
        int year;
        const char *forward, *back;
    } rows[] = {{1996, "1996-03-31", "1996-10-27"}, {1997, "1997-03-30", "1997-10-26"},
                {1999, "1999-03-28", "1999-10-31"}, {2000, "2000-03-26", "2000-10-29"},
                {2010, "2010-03-28", "2010-10-31"}, {2016, "2016-03-27", "2016-10-30"},
                {2023, "2023-03-26", "2023-10-29"}, {2024, "2024-03-31", "2024-10-27"},
                {2025, "2025-03-30", "2025-10-26"}, {2026, "2026-03-29", "2026-10-25"},
                {2027, "2027-03-28", "2027-10-31"}, {2028, "2028-03-26", "2028-10-29"}};
    for (size_t i = 0; i < COUNT(rows); i++) {
        for (int summer = 0; summer < 2; summer++) {
            int64_t change = na_clock_uk_change(rows[i].year, summer == 1);
            char text[NA_DATE_TEXT];
            na_date_format(text, na_day_of(change));
            assert_string_equal(text, summer == 1 ? rows[i].forward : rows[i].back);
            assert_int_equal(change - (int64_t)na_day_of(change) * NA_DAY_S, 3600);
        }
    }
}

/* The system's own zone file as the oracle, where there is one. */
static void agrees_with_the_zone_file(void **state)
{
    (void)state;
    assert_int_equal(setenv("TZ", "Europe/London", 1), 0);
    tzset();
    time_t july = 1784000000;
    struct tm seen;
    (void)localtime_r(&july, &seen);
    if (seen.tm_isdst != 1) {
        print_message("skipped: this machine has no zone file of Europe/London\n");
        skip();
    }
    int64_t first = (int64_t)na_day_from_civil(1996, 1, 1) * NA_DAY_S;
    int64_t last = (int64_t)na_day_from_civil(2037, 12, 31) * NA_DAY_S;
    for (int64_t at = first; at < last; at += 3600) {
        time_t there = (time_t)at;
        (void)localtime_r(&there, &seen);
        if ((na_clock_uk_local(at) > at) != (seen.tm_isdst == 1)) {
            fail_msg("%lld: summer time is %d", (long long)at, seen.tm_isdst);
        }
    }
}

static void both_ways(void **state)
{
    (void)state;
    int64_t first = (int64_t)na_day_from_civil(1996, 1, 1) * NA_DAY_S;
    for (int64_t at = first; at < first + 10LL * 366 * NA_DAY_S; at += 900) {
        int64_t back = 0;
        enum na_local_kind kind = na_clock_uk_utc(na_clock_uk_local(at), &back);
        assert_true(kind != NA_LOCAL_MISSED);
        assert_true(back == at || (kind == NA_LOCAL_TWICE && back == at - 3600));
    }
}

static void doubled_and_missing_hours(void **state)
{
    (void)state;
    static const struct {
        int month, day, minute;
        enum na_local_kind kind;
        const char *utc;
    } rows[] = {{3, 29, 59, NA_LOCAL_ONCE, "2026-03-29T00:59:00Z"},
                {3, 29, 60, NA_LOCAL_MISSED, "2026-03-29T01:00:00Z"},
                {3, 29, 90, NA_LOCAL_MISSED, "2026-03-29T01:30:00Z"},
                {3, 29, 120, NA_LOCAL_ONCE, "2026-03-29T01:00:00Z"},
                {10, 25, 59, NA_LOCAL_ONCE, "2026-10-24T23:59:00Z"},
                {10, 25, 60, NA_LOCAL_TWICE, "2026-10-25T00:00:00Z"},
                {10, 25, 119, NA_LOCAL_TWICE, "2026-10-25T00:59:00Z"},
                {10, 25, 120, NA_LOCAL_ONCE, "2026-10-25T02:00:00Z"}};
    for (size_t i = 0; i < COUNT(rows); i++) {
        int64_t local = (int64_t)na_day_from_civil(2026, rows[i].month, rows[i].day) * NA_DAY_S +
                        (int64_t)rows[i].minute * 60;
        int64_t utc = 0;
        assert_int_equal(na_clock_uk_utc(local, &utc), rows[i].kind);
        assert_int_equal(utc, instant(rows[i].utc));
    }
}

static void reads_instants(void **state)
{
    (void)state;
    static const struct {
        const char *text, *same;
    } rows[] = {{"2026-11-21T21:30", "2026-11-21T21:30:00Z"},
                {"2026-07-01T12:00", "2026-07-01T11:00:00Z"},
                {"2026-07-01T12:00:30", "2026-07-01T11:00:30Z"},
                {"2026-07-01T12:00:30.999Z", "2026-07-01T12:00:30Z"},
                {"2026-07-01t12:00:30z", "2026-07-01T12:00:30Z"},
                {"2026-07-01T12:00:00+02:00", "2026-07-01T10:00:00Z"},
                {"2026-07-01T00:00:00-00:30", "2026-07-01T00:30:00Z"},
                {"2026-10-25T01:30", "2026-10-25T00:30:00Z"}};
    for (size_t i = 0; i < COUNT(rows); i++) {
        assert_int_equal(instant(rows[i].text), instant(rows[i].same));
    }
    assert_int_equal(instant("2026-11-21T00:00:00Z"), 20778LL * NA_DAY_S);
}

static void refuses_what_is_no_instant(void **state)
{
    (void)state;
    static const char *const texts[] = {"",
                                        "2026-11-21",
                                        "2026-11-21 21:30",
                                        "2026-11-21T",
                                        "2026-11-21T21",
                                        "2026-11-21T21:3",
                                        "2026-11-21T24:00",
                                        "2026-11-21T21:60",
                                        "2026-11-21T21:30:60",
                                        "2026-11-21T21:30Z",
                                        "2026-11-21T21:30+00:00",
                                        "2026-11-21T21:30:00+0000",
                                        "2026-11-21T21:30:00+24:00",
                                        "2026-11-21T21:30:00.Z",
                                        "2026-11-21T21:30:00ZZ",
                                        "2026-11-21T21:30:",
                                        "2026-02-29T10:00",
                                        "2026-11-21T-1:30",
                                        "2026-03-29T01:30",
                                        "1995-12-31T23:59",
                                        "2101-01-01T00:00",
                                        "2026-11-21T21:30:00 Z",
                                        "2026-11-21T21:30:00+1:00"};
    for (size_t i = 0; i < COUNT(texts); i++) {
        int64_t utc = 0;
        if (na_instant_parse(na_str_of(texts[i]), &utc)) {
            fail_msg("%s is read", texts[i]);
        }
    }
}

static void writes_instants(void **state)
{
    (void)state;
    static const struct {
        const char *text, *written;
    } rows[] = {{"2026-11-21T21:30", "2026-11-21T21:30:00+00:00"},
                {"2026-07-01T12:00", "2026-07-01T12:00:00+01:00"},
                {"2026-10-25T00:59:59Z", "2026-10-25T01:59:59+01:00"},
                {"2026-10-25T01:00:00Z", "2026-10-25T01:00:00+00:00"}};
    for (size_t i = 0; i < COUNT(rows); i++) {
        char text[NA_INSTANT_TEXT];
        na_instant_format(text, instant(rows[i].text));
        assert_string_equal(text, rows[i].written);
        assert_int_equal(instant(text), instant(rows[i].text));
    }
}

static void civil_days(void **state)
{
    (void)state;
    for (int32_t day = -200000; day < 200000; day++) {
        int year = 0;
        int month = 0;
        int of_month = 0;
        char text[NA_DATE_TEXT];
        char wanted[40];
        na_civil_of(day, &year, &month, &of_month);
        na_date_format(text, day);
        (void)snprintf(wanted, sizeof wanted, "%04d-%02d-%02d", year, month, of_month);
        assert_string_equal(text, wanted);
        assert_int_equal(na_day_from_civil(year, month, of_month), day);
        assert_int_equal(na_weekday(day + 1), (na_weekday(day) + 1) % 7);
    }
    assert_int_equal(na_weekday(20778), 5); /* 2026-11-21, a Saturday */
    assert_int_equal(na_day_of(-1), -1);
    assert_int_equal(na_day_of(-NA_DAY_S), -1);
    assert_int_equal(na_day_of(NA_DAY_S - 1), 0);
}

static void easter_dates(void **state)
{
    (void)state;
    static const char *const days[] = {"1996-04-07", "2000-04-23", "2008-03-23", "2011-04-24",
                                       "2024-03-31", "2025-04-20", "2026-04-05", "2038-04-25",
                                       "2049-04-18", "2076-04-19", "2100-03-28"};
    for (size_t i = 0; i < COUNT(days); i++) {
        int32_t day = 0;
        assert_true(na_date_parse(na_str_of(days[i]), &day));
        int year = 0;
        int month = 0;
        int of_month = 0;
        na_civil_of(day, &year, &month, &of_month);
        assert_int_equal(na_easter_sunday(year), day);
    }
}

/* Weekdays that are holidays, as published for England and Wales, in years with every oddity. */
static void published_holidays(void **state)
{
    (void)state;
    static const char *const years[] = {
        "1999-01-01 1999-04-02 1999-04-05 1999-05-03 1999-05-31 1999-08-30 1999-12-27 1999-12-28 "
        "1999-12-31",
        "2002-01-01 2002-03-29 2002-04-01 2002-05-06 2002-06-03 2002-06-04 2002-08-26 2002-12-25 "
        "2002-12-26",
        "2011-01-03 2011-04-22 2011-04-25 2011-04-29 2011-05-02 2011-05-30 2011-08-29 2011-12-26 "
        "2011-12-27",
        "2012-01-02 2012-04-06 2012-04-09 2012-05-07 2012-06-04 2012-06-05 2012-08-27 2012-12-25 "
        "2012-12-26",
        "2020-01-01 2020-04-10 2020-04-13 2020-05-08 2020-05-25 2020-08-31 2020-12-25 2020-12-28",
        "2021-01-01 2021-04-02 2021-04-05 2021-05-03 2021-05-31 2021-08-30 2021-12-27 2021-12-28",
        "2022-01-03 2022-04-15 2022-04-18 2022-05-02 2022-06-02 2022-06-03 2022-08-29 2022-09-19 "
        "2022-12-26 2022-12-27",
        "2023-01-02 2023-04-07 2023-04-10 2023-05-01 2023-05-08 2023-05-29 2023-08-28 2023-12-25 "
        "2023-12-26",
        "2024-01-01 2024-03-29 2024-04-01 2024-05-06 2024-05-27 2024-08-26 2024-12-25 2024-12-26",
        "2025-01-01 2025-04-18 2025-04-21 2025-05-05 2025-05-26 2025-08-25 2025-12-25 2025-12-26",
        "2026-01-01 2026-04-03 2026-04-06 2026-05-04 2026-05-25 2026-08-31 2026-12-25 2026-12-28"};
    for (size_t i = 0; i < COUNT(years); i++) {
        char found[200] = "";
        int year = (int)strtoul(years[i], NULL, 10);
        for (int32_t day = na_day_from_civil(year, 1, 1); day < na_day_from_civil(year + 1, 1, 1);
             day++) {
            if (na_is_holiday(day) && na_weekday(day) < 5) {
                char text[NA_DATE_TEXT];
                na_date_format(text, day);
                size_t used = strlen(found);
                (void)snprintf(found + used, sizeof found - used, "%s%s", used > 0 ? " " : "",
                               text);
            }
        }
        assert_string_equal(found, years[i]);
    }
    assert_true(na_is_holiday(na_day_from_civil(2021, 12, 25))); /* a Saturday */
    assert_false(na_is_holiday(na_day_from_civil(1995, 12, 25)));
    assert_false(na_is_holiday(na_day_from_civil(2101, 12, 25)));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(published_changes), cmocka_unit_test(agrees_with_the_zone_file),
        cmocka_unit_test(both_ways),         cmocka_unit_test(doubled_and_missing_hours),
        cmocka_unit_test(reads_instants),    cmocka_unit_test(refuses_what_is_no_instant),
        cmocka_unit_test(writes_instants),   cmocka_unit_test(civil_days),
        cmocka_unit_test(easter_dates),      cmocka_unit_test(published_holidays),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
