/* Opening hours: known weeks against answers by hand, the next change, holidays, and what is not
 * understood. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "base/clock_uk.h"
#include "base/opening_hours.h"

#define COUNT(array) (sizeof(array) / sizeof(array)[0])

static const char week[] = "Mo-Fr 09:00-17:00; Sa 09:30-12:30";
static const char pub[] = "Mo-Th 11:00-23:00; Fr,Sa 11:00-02:00; Su 12:00-22:30";
static const char night[] = "Mo-Su 22:00-01:30";
static const char office[] = "Mo-Fr 09:00-12:00,13:00-17:00; PH off";
static const char season[] = "Apr-Sep Mo-Su 08:00-20:00; Oct-Mar Mo-Su 09:00-16:00";
static const char feast[] = "Mo-Su 10:00-18:00; Dec 24-Jan 02 off";

/* In 2026: clocks go forward on Sunday 29 March and back on Sunday 25 October; Easter is 5 April;
 * Christmas Day is a Friday; 21 November is a Saturday. `change` is British time, or "" for none.
 */
static const struct {
    const char *text, *when;
    bool open;
    const char *change;
} cases[] = {
    /* always, never */
    {"24/7", "2026-11-21T21:30", true, ""},
    {"24/7", "2026-03-29T01:00:00Z", true, ""},
    {"Mo-Su 00:00-24:00", "2026-11-21T00:00", true, ""},
    {"00:00-24:00", "2026-10-25T01:30", true, ""},
    {"off", "2026-11-21T21:30", false, ""},
    {"closed", "2026-11-21T21:30", false, ""},
    {"Mo-Su", "2026-11-21T23:59", true, ""},
    /* weekdays and both ends of a span */
    {week, "2026-11-20T08:59", false, "2026-11-20T09:00:00+00:00"},
    {week, "2026-11-20T09:00", true, "2026-11-20T17:00:00+00:00"},
    {week, "2026-11-20T16:59:59", true, "2026-11-20T17:00:00+00:00"},
    {week, "2026-11-20T17:00", false, "2026-11-21T09:30:00+00:00"},
    {week, "2026-11-21T09:29:59", false, "2026-11-21T09:30:00+00:00"},
    {week, "2026-11-21T12:29", true, "2026-11-21T12:30:00+00:00"},
    {week, "2026-11-21T12:30", false, "2026-11-23T09:00:00+00:00"},
    {week, "2026-11-22T11:00", false, "2026-11-23T09:00:00+00:00"},
    {"Mo,We,Fr 10:00-11:00", "2026-11-18T10:30", true, "2026-11-18T11:00:00+00:00"},
    {"Mo,We,Fr 10:00-11:00", "2026-11-19T10:30", false, "2026-11-20T10:00:00+00:00"},
    {"Fr-Mo 10:00-11:00", "2026-11-22T10:30", true, "2026-11-22T11:00:00+00:00"},
    {"Fr-Mo 10:00-11:00", "2026-11-24T10:30", false, "2026-11-27T10:00:00+00:00"},
    {"mo-fr 9:00-17:00", "2026-11-20T10:00", true, "2026-11-20T17:00:00+00:00"},
    /* summer time: 16:30 UTC is 17:30 */
    {week, "2026-07-17T16:30:00Z", false, "2026-07-18T09:30:00+01:00"},
    {week, "2026-07-17T08:00:00Z", true, "2026-07-17T17:00:00+01:00"},
    {week, "2026-07-17T12:00:00+05:00", false, "2026-07-17T09:00:00+01:00"},
    /* past midnight */
    {pub, "2026-11-20T23:59", true, "2026-11-21T02:00:00+00:00"},
    {pub, "2026-11-21T00:00", true, "2026-11-21T02:00:00+00:00"},
    {pub, "2026-11-21T01:59", true, "2026-11-21T02:00:00+00:00"},
    {pub, "2026-11-21T02:00", false, "2026-11-21T11:00:00+00:00"},
    {pub, "2026-11-22T01:30", true, "2026-11-22T02:00:00+00:00"},
    {pub, "2026-11-23T01:30", false, "2026-11-23T11:00:00+00:00"},
    {pub, "2026-11-22T22:30", false, "2026-11-23T11:00:00+00:00"},
    {"Fr 22:00-26:00", "2026-11-21T01:59", true, "2026-11-21T02:00:00+00:00"},
    {"Fr 22:00-24:00", "2026-11-21T00:00", false, "2026-11-27T22:00:00+00:00"},
    {"Fr 22:00-24:00", "2026-11-20T23:59:59", true, "2026-11-21T00:00:00+00:00"},
    {"Sa 10:00-10:30,22:00-06:00", "2026-11-22T05:59", true, "2026-11-22T06:00:00+00:00"},
    /* the night the clocks go forward: 01:00 to 01:59 does not exist */
    {night, "2026-03-29T00:59:59", true, "2026-03-29T02:00:00+01:00"},
    {night, "2026-03-29T01:00:00Z", false, "2026-03-29T22:00:00+01:00"},
    {"Su 01:15-01:45", "2026-03-29T00:30", false, "2026-04-05T01:15:00+01:00"},
    {"Su 02:00-03:00", "2026-03-29T00:59:59Z", false, "2026-03-29T02:00:00+01:00"},
    {"Su 02:00-03:00", "2026-03-29T01:00:00Z", true, "2026-03-29T03:00:00+01:00"},
    {"Sa 20:00-04:00", "2026-03-29T02:59:59Z", true, "2026-03-29T04:00:00+01:00"},
    {"Sa 20:00-04:00", "2026-03-29T03:00:00Z", false, "2026-04-04T20:00:00+01:00"},
    /* the night they go back: 01:00 to 01:59 is shown twice, and so are the hours */
    {night, "2026-10-25T00:15:00Z", true, "2026-10-25T01:30:00+01:00"},
    {night, "2026-10-25T00:45:00Z", false, "2026-10-25T01:00:00+00:00"},
    {night, "2026-10-25T01:15:00Z", true, "2026-10-25T01:30:00+00:00"},
    {night, "2026-10-25T01:45:00Z", false, "2026-10-25T22:00:00+00:00"},
    {"Sa 22:00-01:00", "2026-10-24T23:59:59Z", true, "2026-10-25T01:00:00+01:00"},
    {"Sa 22:00-01:00", "2026-10-25T00:00:00Z", false, "2026-10-31T22:00:00+00:00"},
    {"Sa 22:00-02:00", "2026-10-25T01:59:59Z", true, "2026-10-25T02:00:00+00:00"},
    {"0:00-12:00", "2026-10-24T11:00:00Z", false, "2026-10-25T00:00:00+01:00"},
    {"Su 09:00-17:00", "2026-10-25T08:59:59Z", false, "2026-10-25T09:00:00+00:00"},
    /* several spans, later rules, closed times */
    {office, "2026-11-20T12:30", false, "2026-11-20T13:00:00+00:00"},
    {office, "2026-11-20T13:00", true, "2026-11-20T17:00:00+00:00"},
    {"Mo-Fr 09:00-17:00; We 10:00-12:00", "2026-11-18T13:00", false, "2026-11-19T09:00:00+00:00"},
    {"Mo-Fr 09:00-17:00, We 18:00-20:00", "2026-11-18T13:00", true, "2026-11-18T17:00:00+00:00"},
    {"Mo-Fr 09:00-17:00, We 18:00-20:00", "2026-11-18T18:30", true, "2026-11-18T20:00:00+00:00"},
    {"24/7; Su 02:00-03:00 off", "2026-11-22T02:30", false, "2026-11-22T03:00:00+00:00"},
    {"24/7; Su off", "2026-11-22T12:00", false, "2026-11-23T00:00:00+00:00"},
    {"Sa 20:00-06:00; Su 02:00-03:00 off", "2026-11-22T02:30", false, "2026-11-22T03:00:00+00:00"},
    {"Fr 20:00-04:00; Sa off", "2026-11-21T03:00", true, "2026-11-21T04:00:00+00:00"},
    {"Mo-Fr 09:00-17:00; We closed;", "2026-11-18T10:00", false, "2026-11-19T09:00:00+00:00"},
    {"Mo-Fr 09:00-17:00 open", "2026-11-20T10:00", true, "2026-11-20T17:00:00+00:00"},
    /* bank holidays of England and Wales */
    {office, "2026-04-03T10:00", false, "2026-04-07T09:00:00+01:00"},
    {office, "2026-05-04T10:00", false, "2026-05-05T09:00:00+01:00"},
    {office, "2026-12-28T10:00", false, "2026-12-29T09:00:00+00:00"},
    {office, "2022-09-19T10:00", false, "2022-09-20T09:00:00+01:00"},
    {office, "2020-05-04T10:00", true, "2020-05-04T12:00:00+01:00"},
    {"Mo-Fr 09:00-17:00; PH 10:00-14:00", "2026-08-31T14:30", false, "2026-09-01T09:00:00+01:00"},
    {"Sa,PH 10:00-14:00", "2026-08-31T13:30", true, "2026-08-31T14:00:00+01:00"},
    {"PH,Sa 10:00-14:00", "2026-08-28T13:30", false, "2026-08-29T10:00:00+01:00"},
    /* dates */
    {season, "2026-09-30T19:59", true, "2026-09-30T20:00:00+01:00"},
    {season, "2026-10-01T16:30", false, "2026-10-02T09:00:00+01:00"},
    {feast, "2026-12-23T17:00", true, "2026-12-23T18:00:00+00:00"},
    {feast, "2026-12-24T11:00", false, "2027-01-03T10:00:00+00:00"},
    {feast, "2027-01-02T11:00", false, "2027-01-03T10:00:00+00:00"},
    {"24/7; Dec 25,26 off", "2026-12-26T12:00", false, "2026-12-27T00:00:00+00:00"},
    {"24/7; Dec 25-26 off", "2026-12-24T12:00", true, "2026-12-25T00:00:00+00:00"},
    {"24/7; Dec 25,Jan 01 off", "2027-01-01T12:00", false, "2027-01-02T00:00:00+00:00"},
    {"Feb 29 10:00-12:00", "2028-02-29T11:00", true, "2028-02-29T12:00:00+00:00"},
    {"Feb 10:00-12:00", "2026-02-28T11:00", true, "2026-02-28T12:00:00+00:00"},
    {"Nov-Feb Mo-Fr 10:00-12:00", "2027-01-04T11:00", true, "2027-01-04T12:00:00+00:00"},
    {"Jul-Aug 00:00-24:00", "2026-07-31T12:00", true, "2026-09-01T00:00:00+01:00"},
};

static void known_hours(void **state)
{
    (void)state;
    assert_true(COUNT(cases) >= 60);
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct na_opening_hours hours;
        int64_t utc_s = 0;
        int64_t change = 0;
        char said[NA_INSTANT_TEXT] = "";
        if (!na_opening_hours_parse(na_str_of(cases[i].text), &hours) ||
            !na_instant_parse(na_str_of(cases[i].when), &utc_s)) {
            fail_msg("row %zu is not understood: %s at %s", i, cases[i].text, cases[i].when);
        }
        bool open = na_opening_hours_open(&hours, utc_s, &change);
        if (change != NA_INSTANT_NONE) {
            na_instant_format(said, change);
        }
        if (open != cases[i].open || strcmp(said, cases[i].change) != 0) {
            fail_msg("%s at %s is %s until %s", cases[i].text, cases[i].when,
                     open ? "open" : "closed", said);
        }
    }
}

static void not_understood(void **state)
{
    (void)state;
    static const char *const texts[] = {"",
                                        " ",
                                        ";",
                                        ",",
                                        "always",
                                        "Mo-Fr 09:00",
                                        "Mo-Fr 09:00-",
                                        "Mo-Fr 09:00-17",
                                        "09:00+",
                                        "Mo-Fr 09:00-17:00+",
                                        "sunrise-sunset",
                                        "Mo-Fr sunrise-20:00",
                                        "SH 10:00-12:00",
                                        "PH off",
                                        "Mo-Fr 09:00-17:00 \"by appointment\"",
                                        "Mo-Fr 09:00-17:00 || \"call\"",
                                        "unknown",
                                        "Mo[1] 10:00-12:00",
                                        "week 1-10 Mo 10:00-12:00",
                                        "easter off",
                                        "2026 Dec 25 off",
                                        "Mon-Fri 09:00-17:00",
                                        "Mo-Fr 9-17",
                                        "Mo-Fr 09.00-17.00",
                                        "Mo-Fr 25:00-26:00",
                                        "Mo-Fr 10:60-11:00",
                                        "Mo-Fr 10:00-10:00",
                                        "Mo-Fr 10:00-36:00",
                                        "Mo-Fr 10:00-49:00",
                                        "Mo-Fr 010:00-12:00",
                                        "Mo-Fr 10:0-12:00",
                                        "Mo-Xx 10:00-12:00",
                                        "Mo- 10:00-12:00",
                                        "Mo-Fr 10:00-12:00 Sa 10:00-12:00",
                                        "Mo-Fr 10:00-12:00,",
                                        "Mo-Fr 10:00-12:00, ",
                                        "Dec 32 off; 24/7",
                                        "Feb 30 off; 24/7",
                                        "Dec 24-20 off; 24/7",
                                        "Dec 24-Jan off; 24/7",
                                        "Dec-Jan 02 off; 24/7",
                                        "Dec 0 off; 24/7",
                                        "24/7x",
                                        "24/77",
                                        "Su off",
                                        "12:00-13:00 off",
                                        "PH -1 day off; 24/7",
                                        "Mo-Fr 10:00-12:00/30",
                                        "Mo \xe2\x80\x93 Fr 10:00-12:00",
                                        "Mo-Fr 09:00-17:00; by appointment",
                                        "Mo-Fr\t09:00-17:00"};
    for (size_t i = 0; i < COUNT(texts); i++) {
        struct na_opening_hours hours;
        if (na_opening_hours_parse(na_str_of(texts[i]), &hours)) {
            fail_msg("\"%s\" was understood", texts[i]);
        }
    }
}

/* The state never changes between now and the change it names, and does change there. */
static void next_change_is_the_next(void **state)
{
    (void)state;
    static const char *const texts[] = {week, pub, night, office, season, feast};
    for (size_t i = 0; i < COUNT(texts); i++) {
        struct na_opening_hours hours;
        int64_t at = 0;
        assert_true(na_opening_hours_parse(na_str_of(texts[i]), &hours));
        assert_true(na_instant_parse(na_str_of("2026-10-23T00:07"), &at));
        for (int step = 0; step < 24; step++) {
            int64_t change = NA_INSTANT_NONE;
            bool open = na_opening_hours_open(&hours, at, &change);
            assert_true(change > at);
            for (int64_t between = at; between < change; between += 60) {
                assert_int_equal(na_opening_hours_open(&hours, between, NULL), open);
            }
            assert_int_equal(na_opening_hours_open(&hours, change - 1, NULL), open);
            assert_int_equal(na_opening_hours_open(&hours, change, NULL), !open);
            at = change;
        }
    }
}

static void limits(void **state)
{
    (void)state;
    struct na_opening_hours hours;
    char text[NA_HOURS_TEXT_MAX + 64] = "24/7";
    for (size_t i = 1; i < NA_HOURS_RULES_MAX; i++) {
        strncat(text, ";Su off", sizeof text - strlen(text) - 1);
    }
    assert_true(na_opening_hours_parse(na_str_of(text), &hours));
    strncat(text, ";Su off", sizeof text - strlen(text) - 1);
    assert_false(na_opening_hours_parse(na_str_of(text), &hours));
    assert_true(na_opening_hours_parse(
        na_str_of("1:00-2:00,3:00-4:00,5:00-6:00,7:00-8:00,9:00-10:00,11:00-12:00,13:00-14:00,"
                  "15:00-16:00"),
        &hours));
    assert_false(na_opening_hours_parse(
        na_str_of("1:00-2:00,3:00-4:00,5:00-6:00,7:00-8:00,9:00-10:00,11:00-12:00,13:00-14:00,"
                  "15:00-16:00,17:00-18:00"),
        &hours));
    memset(text, ' ', sizeof text);
    memcpy(text, "24/7;", 5);
    memcpy(text + NA_HOURS_TEXT_MAX - 6, "Su off", 6);
    assert_true(na_opening_hours_parse((struct na_str){text, NA_HOURS_TEXT_MAX}, &hours));
    memset(text, ' ', sizeof text);
    memcpy(text, "24/7;", 5);
    memcpy(text + NA_HOURS_TEXT_MAX - 5, "Su off", 6);
    assert_false(na_opening_hours_parse((struct na_str){text, NA_HOURS_TEXT_MAX + 1}, &hours));
}

/* Do the hours say what holds on Christmas Day 2026, a Friday, at noon? */
static void holidays_are_told_or_not(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        bool tells;
    } rows[] = {{"24/7", true},
                {"Mo-Fr 09:00-17:00", false},
                {"Mo-Su 00:00-24:00", false},
                {"09:00-17:00", false},
                {"Mo-Fr 09:00-17:00; PH off", true},
                {"Mo-Fr,PH 09:00-17:00", true},
                {"Mo-Su 09:00-17:00; Dec 25 off", true},
                {"Mo-Su 09:00-17:00; Dec 24-Jan 02 off", true},
                {"Mo-Su 09:00-17:00; Dec 26 off", false},
                {"Oct-Mar 09:00-16:00", false},
                {"Dec 09:00-16:00", false}};
    int64_t noon = (int64_t)na_day_from_civil(2026, 12, 25) * NA_DAY_S + 12 * 3600;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct na_opening_hours hours;
        assert_true(na_opening_hours_parse(na_str_of(rows[i].text), &hours));
        if (na_opening_hours_tells_holiday(&hours, noon) != rows[i].tells) {
            fail_msg("%s", rows[i].text);
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(holidays_are_told_or_not),
        cmocka_unit_test(known_hours),
        cmocka_unit_test(not_understood),
        cmocka_unit_test(next_change_is_the_next),
        cmocka_unit_test(limits),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
