/* Hours in columns of days: which headings are days, and what a week of cells means. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include "register/week.h"

static void headings_of_days(void **state)
{
    static const struct {
        const char *heading;
        unsigned int days;
        enum na_day_part part;
    } headings[] = {{"Monday", 1, NA_DAY_WHOLE},
                    {"opening_hours_tuesday", 2, NA_DAY_WHOLE},
                    {"Wed open", 4, NA_DAY_OPENS},
                    {"ThursdayClose", 8, NA_DAY_CLOSES},
                    {"Fri from", 16, NA_DAY_OPENS},
                    {"Fri to", 16, NA_DAY_CLOSES},
                    {"Saturday opening times", 32, NA_DAY_WHOLE},
                    {"Sun closing time", 64, NA_DAY_CLOSES},
                    {"Sunday closes", 64, NA_DAY_CLOSES},
                    {"Mon-Fri", 31, NA_DAY_WHOLE},
                    {"Mon to Fri", 31, NA_DAY_WHOLE},
                    {"Weekdays", 31, NA_DAY_WHOLE},
                    {"Sat & Sun", 96, NA_DAY_WHOLE},
                    {"Sunday school", 0, NA_DAY_WHOLE},
                    {"Month", 0, NA_DAY_WHOLE},
                    {"Opening hours", 0, NA_DAY_WHOLE},
                    {"", 0, NA_DAY_WHOLE}};
    (void)state;
    for (size_t i = 0; i < sizeof headings / sizeof headings[0]; i++) {
        unsigned int days = 0;
        enum na_day_part part = NA_DAY_WHOLE;
        bool is = na_week_heading(na_str_of(headings[i].heading), &days, &part);
        assert_int_equal(is, headings[i].days != 0);
        if (is) {
            assert_int_equal(days, headings[i].days);
            assert_int_equal(part, headings[i].part);
        }
    }
}

/* Texts from Monday on; `to` NULL: each is a whole day, else it closes then. */
static const struct {
    const char *from[7], *to[7];
    enum na_week_read read;
    const char *hours;
} weeks[] = {
    {{"9am-5pm", "9am-5pm", "9am-5pm", "9am-5pm", "9am-5pm", "10am-4pm", "Closed"},
     {NULL},
     NA_WEEK_READ,
     "Mo-Fr 09:00-17:00; Sa 10:00-16:00; Su off"},
    {{"24 hours", "24 hours", "24 hours", "24 hours", "24 hours", "24 hours", "24 hours"},
     {NULL},
     NA_WEEK_READ,
     "24/7"},
    {{"09:00-12:00, 13:00-17:00", "closed", "closed", "closed", "closed", "closed", "closed"},
     {NULL},
     NA_WEEK_READ,
     "Mo 09:00-12:00,13:00-17:00; Tu-Su off"},
    {{"09:00:00", "09:00", "9am", "0900", "09:00", "Closed", "Closed"},
     {"17:00:00", "17:00", "5pm", "1700", "17:00", "Closed", ""},
     NA_WEEK_READ,
     "Mo-Fr 09:00-17:00; Sa-Su off"},
    {{"09:00-17:00", "09:00-17:00", "09:00-17:00", "09:00-17:00", "09:00-17:00", "", ""},
     {NULL},
     NA_WEEK_LACKING,
     "Mo-Fr 09:00-17:00; Sa-Su ?"},
    {{"9-5", "9-5", "9-5", "9-5", "9-5", "closed", "closed"},
     {NULL},
     NA_WEEK_UNCLEAR,
     "Mo-Fr ?; Sa-Su off"},
    {{"term time", "", "", "", "", "", ""}, {NULL}, NA_WEEK_UNCLEAR, "Mo-Su ?"},
    {{"", "n/a", "-", "", "", "", ""}, {NULL}, NA_WEEK_EMPTY, ""},
};

static void weeks_of_cells(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof weeks / sizeof weeks[0]; i++) {
        struct na_week week;
        memset(&week, 0, sizeof week);
        char hours[NA_HOURS_READ_MAX];
        for (size_t day = 0; day < 7; day++) {
            bool pair = weeks[i].to[0] != NULL;
            *(pair ? &week.opens[day] : &week.whole[day]) = na_str_of(weeks[i].from[day]);
            week.closes[day] = na_str_of(pair ? weeks[i].to[day] : "");
            *(pair ? &week.whole[day] : &week.opens[day]) = na_str_of("");
        }
        enum na_week_read read = na_week_read(&week, hours);
        if (read != weeks[i].read || strcmp(hours, weeks[i].hours) != 0) {
            print_message("week %zu: %d %s\n", i, (int)read, hours);
        }
        assert_int_equal(read, weeks[i].read);
        assert_string_equal(hours, weeks[i].hours);
    }
}

static void times_and_codes(void **state)
{
    static const char *const times[] = {"9am",      "0900", "09:00",  "09:00:00",
                                        "17:30",    "5pm",  "closed", "9am-5pm",
                                        "24 hours", "",     "n/a",    "noon"};
    static const char *const others[] = {"C1234X", "4471", "9999", "1234#", "9", "term time"};
    (void)state;
    for (size_t i = 0; i < sizeof times / sizeof times[0]; i++) {
        if (!na_week_is_time(na_str_of(times[i]))) {
            print_message("%s\n", times[i]);
        }
        assert_true(na_week_is_time(na_str_of(times[i])));
    }
    for (size_t i = 0; i < sizeof others / sizeof others[0]; i++) {
        assert_false(na_week_is_time(na_str_of(others[i])));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(headings_of_days),
        cmocka_unit_test(weeks_of_cells),
        cmocka_unit_test(times_and_codes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
