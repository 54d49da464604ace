/* Hours in prose: what has one meaning is read, all else stays unknown. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "register/hours.h"

/* Forms of real registers; what they mean, NULL: their meaning is not single. */
static const struct {
    const char *prose, *hours;
} forms[] = {
    {"24 hours", "24/7"},
    {"24/7", "24/7"},
    {"24hrs", "24/7"},
    {"24 Hours a day, 7 days a week", "24/7"},
    {"24 hour access", "24/7"},
    {"Always open", "24/7"},
    {"24/7/365", "24/7"},
    {"Mon-Fri 9am-5pm", "Mo-Fr 09:00-17:00"},
    {"Monday to Friday 9am to 5pm", "Mo-Fr 09:00-17:00"},
    {"Monday - Friday 09:00 - 17:00", "Mo-Fr 09:00-17:00"},
    {"Monday to Friday 0900-1700", "Mo-Fr 09:00-17:00"},
    {"Mon to Fri 8.30am - 4.30pm", "Mo-Fr 08:30-16:30"},
    {"Mon\xE2\x80\x93"
     "Fri 9:00am\xE2\x80\x93"
     "5:30pm",
     "Mo-Fr 09:00-17:30"},
    {"Mon-Fri: 9am-5pm; Sat: 10am-4pm", "Mo-Fr 09:00-17:00; Sa 10:00-16:00"},
    {"Mon-Fri 9am-5pm, Sat 10am-4pm", "Mo-Fr 09:00-17:00; Sa 10:00-16:00"},
    {"Mon-Fri 9am-5pm Sat 10am-4pm Sun closed", "Mo-Fr 09:00-17:00; Sa 10:00-16:00; Su off"},
    {"9am-5pm Mon-Fri", "Mo-Fr 09:00-17:00"},
    {"9am to 5pm Monday to Friday", "Mo-Fr 09:00-17:00"},
    {"9am - 5pm, Monday to Friday", "Mo-Fr 09:00-17:00"},
    {"9am-5pm Mon-Fri, 10am-4pm Sat", "Mo-Fr 09:00-17:00; Sa 10:00-16:00"},
    {"Daily 8am-8pm", "08:00-20:00"},
    {"Every day 8am to 10pm", "08:00-22:00"},
    {"8am-8pm daily", "08:00-20:00"},
    {"7 days a week 9am-5pm", "09:00-17:00"},
    {"9am to 5pm 7 days a week", "09:00-17:00"},
    {"Weekdays 9am-5pm", "Mo-Fr 09:00-17:00"},
    {"Weekdays 9am-5pm, weekends 10am-4pm", "Mo-Fr 09:00-17:00; Sa,Su 10:00-16:00"},
    {"Mon, Wed and Fri 9am-12noon", "Mo,We,Fr 09:00-12:00"},
    {"Mon & Thurs 10:00-16:00", "Mo,Th 10:00-16:00"},
    {"Tuesdays and Thursdays 1pm - 3pm", "Tu,Th 13:00-15:00"},
    {"Mon-Thurs 11am-11pm, Fri-Sat 11am-midnight", "Mo-Th 11:00-23:00; Fr,Sa 11:00-24:00"},
    {"11am to 11pm", "11:00-23:00"},
    {"09:00-17:00", "09:00-17:00"},
    {"0900 - 1700", "09:00-17:00"},
    {"0700hrs - 2300hrs", "07:00-23:00"},
    {"9am till 5pm", "09:00-17:00"},
    {"Open 9am until 10pm", "09:00-22:00"},
    {"Open from 6am to midnight", "06:00-24:00"},
    {"Noon to midnight", "12:00-24:00"},
    {"Mon-Fri 9am-12pm and 1pm-5pm", "Mo-Fr 09:00-12:00,13:00-17:00"},
    {"Mon-Fri 9am-5pm, closed Sat and Sun", "Mo-Fr 09:00-17:00; Sa,Su off"},
    {"Mon-Fri 9am-5pm; closed bank holidays", "Mo-Fr 09:00-17:00; PH off"},
    {"Fri-Sun 5pm-11pm", "Fr-Su 17:00-23:00"},
    {"Sat-Mon 10am-2pm", "Mo,Sa,Su 10:00-14:00"},
    {"Mo-Fr 09:00-17:00; PH off", "Mo-Fr 09:00-17:00; PH off"},
    {"Mon - Sun 24 hours", "24/7"},
    {"Monday-Saturday 7 a.m. to 7 p.m.", "Mo-Sa 07:00-19:00"},
    {"Mon 9am-5pm, Tue 9am-5pm, Wed 9am-1pm", "Mo 09:00-17:00; Tu 09:00-17:00; We 09:00-13:00"},
    {"Mon-Fri 24 hours", "Mo-Fr 00:00-24:00"},
    {"10pm-2am", "22:00-02:00"},
};

static const char *const unknown[] = {"9-5",
                                      "Mon-Fri 9am-5",
                                      "Mon-Fri 9-5pm",
                                      "dawn to dusk",
                                      "term time",
                                      "Mon-Fri 9am-5pm excluding bank holidays",
                                      "Mon-Fri 9am-5pm term time only",
                                      "ask inside",
                                      "office hours",
                                      "when open",
                                      "9:00-5:00",
                                      "Mon-Fri",
                                      "school hours",
                                      "during opening hours",
                                      "9am",
                                      "25:00-26:00",
                                      "0900-2561",
                                      "Mon-Fri 9am-5pm or by arrangement",
                                      "",
                                      "?",
                                      "varies",
                                      "Mon-Fri 9am-5pm (code 4471)",
                                      "until 5pm",
                                      "9am-9am",
                                      "13am-5pm"};

/* Written after the rules above; what is here and not below has a single meaning. */
static const struct {
    const char *prose, *hours;
} later_forms[] = {
    {"Monday-Friday: 08:30 to 17:00", "Mo-Fr 08:30-17:00"},
    {"Mon \xE2\x80\x93 Fri 08.30 \xE2\x80\x93 17.00", "Mo-Fr 08:30-17:00"},
    {"M-F 9am-5pm", "Mo-Fr 09:00-17:00"},
    {"Mon to Sat 7am till 11pm, Sun 8am till 10pm", "Mo-Sa 07:00-23:00; Su 08:00-22:00"},
    {"Open 24hrs a day", "24/7"},
    {"24 hrs", "24/7"},
    {"24 Hour", "24/7"},
    {"24-7", "24/7"},
    {"24 x 7", "24/7"},
    {"24h", "24/7"},
    {"24/7 access", "24/7"},
    {"Accessible 24/7", "24/7"},
    {"Available 24/7", "24/7"},
    {"All day, every day", "24/7"},
    {"round the clock", "24/7"},
    {"Open all hours", "24/7"},
    {"7am-7pm, seven days a week", "07:00-19:00"},
    {"7 days, 7am to 7pm", "07:00-19:00"},
    {"Sun-Thu 12pm-11pm; Fri & Sat 12pm-1am", "Mo-Th,Su 12:00-23:00; Fr,Sa 12:00-01:00"},
    {"Saturdays 9am\xE2\x80\x93"
     "1pm",
     "Sa 09:00-13:00"},
    {"Sundays only 10am-12pm", "Su 10:00-12:00"},
    {"Weds 2pm-4pm", "We 14:00-16:00"},
    {"Tues - Sun 10:00am - 5:00pm (closed Mondays)", "Tu-Su 10:00-17:00; Mo off"},
    {"Mon-Fri (9am-5pm)", "Mo-Fr 09:00-17:00"},
    {"Mon-Fri: 0800-1800, Sat: 0900-1300", "Mo-Fr 08:00-18:00; Sa 09:00-13:00"},
    {"MON-FRI 9AM-5PM", "Mo-Fr 09:00-17:00"},
    {"Mon/Wed/Fri 10am-2pm", "Mo,We,Fr 10:00-14:00"},
    {"Mon + Wed 10am-2pm", "Mo,We 10:00-14:00"},
    {"Mon,Tue,Wed 9:30am-4pm", "Mo-We 09:30-16:00"},
    {"Between 9am and 5pm", "09:00-17:00"},
    {"From 9am to 5pm, Monday through Friday", "Mo-Fr 09:00-17:00"},
    {"9:00 AM - 5:00 PM", "09:00-17:00"},
    {"9.00 - 17.00", "09:00-17:00"},
    {"09:00 - 17:00 Mon - Fri", "Mo-Fr 09:00-17:00"},
    {"9am - 5.30pm Mon - Thu, 9am - 5pm Fri", "Mo-Th 09:00-17:30; Fr 09:00-17:00"},
    {"Mon-Thu 9am-5pm & Fri 9am-4pm", "Mo-Th 09:00-17:00; Fr 09:00-16:00"},
    {"Monday 9am to noon and Thursday 2pm to 4pm", "Mo 09:00-12:00; Th 14:00-16:00"},
    {"Monday 09:00 \xE2\x80\x93 12:00, 13:00 \xE2\x80\x93 17:00", "Mo 09:00-12:00,13:00-17:00"},
    {"Mon-Fri 9am - 1pm, 2pm - 5pm", "Mo-Fr 09:00-13:00,14:00-17:00"},
    {"00:00-24:00", "00:00-24:00"},
    {"00:00 - 23:59", "00:00 - 23:59"},
    {"Monday to Sunday 00:00 to 23:59", "00:00-23:59"},
    {"6am - 12am", "06:00-24:00"},
    {"6am-12 midnight", "06:00-24:00"},
    {"noon-3pm, 6pm-11pm", "12:00-15:00,18:00-23:00"},
    {"Every Tuesday 10am - 12 noon", "Tu 10:00-12:00"},
    {"Open daily from 10am to 6pm", "10:00-18:00"},
    {"Open Mon-Sat from 9 am to 6 pm; closed Sunday", "Mo-Sa 09:00-18:00; Su off"},
    {"Mon to Fri, 9am to 5pm; weekends 10am to 2pm", "Mo-Fr 09:00-17:00; Sa,Su 10:00-14:00"},
    {"8am-10pm Mon-Sat; 10am-4pm Sun", "Mo-Sa 08:00-22:00; Su 10:00-16:00"},
    {"Mo-Fr 08:00-18:00, Sa 09:00-12:00", "Mo-Fr 08:00-18:00, Sa 09:00-12:00"},
    {"Weekend 10am-4pm", "Sa,Su 10:00-16:00"},
    {"Mondays to Fridays inclusive, 9am to 5pm", "Mo-Fr 09:00-17:00"},
    {"8:00am to 8:00pm everyday", "08:00-20:00"},
    {"9am-9pm (7 days)", "09:00-21:00"},
    {"Mon - Fri : 9:00 - 17:00 Sat : 10:00 - 16:00", "Mo-Fr 09:00-17:00; Sa 10:00-16:00"},
    {"Mon-Fri 9am-5pm. Sat 10am-1pm. Closed Sun.", "Mo-Fr 09:00-17:00; Sa 10:00-13:00; Su off"},
    {"Open 365 days 8am-8pm", "08:00-20:00"},
    {"19:00 - 07:00", "19:00 - 07:00"},
    {"5pm - 9am", "17:00-09:00"},
    {"5am-1pm Wed", "We 05:00-13:00"},
    {"Mon-Fri 11am-12pm", "Mo-Fr 11:00-12:00"},
    {"Mon-Fri 11am-12am", "Mo-Fr 11:00-24:00"},
    {"Mon-Fri 24/7", "Mo-Fr 00:00-24:00"},
    {"Mon-Fri 9am-5pm Sat & Sun closed", "Mo-Fr 09:00-17:00; Sa,Su off"},
    {"Mon-Fri 9am-5pm Sat closed Sun 10am-4pm", "Mo-Fr 09:00-17:00; Sa off; Su 10:00-16:00"},
    {"closed", "closed"},
    {"10am-4pm Sat, 9am-5pm Mon-Fri", "Sa 10:00-16:00; Mo-Fr 09:00-17:00"},
    {"Mon-Fri, Sun 9am-5pm", "Mo-Fr,Su 09:00-17:00"},
    {"Mon to Fri and Sun 9am-5pm", "Mo-Fr,Su 09:00-17:00"},
    {"Mon-Fri 9am-5pm and Sat 10am-12pm", "Mo-Fr 09:00-17:00; Sa 10:00-12:00"},
    {"Fri-Mon 9am-5pm", "Mo,Fr-Su 09:00-17:00"},
    {"Sun-Sat 9am-5pm", "09:00-17:00"},
    {"Mon-Fri 17:00-09:00", "Mo-Fr 17:00-09:00"},
    {"weekdays 24 hours, weekends closed", "Mo-Fr 00:00-24:00; Sa,Su off"},
    {"Mon-Fri 9am-5pm PH closed", "Mo-Fr 09:00-17:00; PH off"},
    {"8am - 8pm Mon - Fri, 8am - 6pm Sat, 10am - 4pm Sun & Bank Holidays",
     "Mo-Fr 08:00-20:00; Sa 08:00-18:00; Su,PH 10:00-16:00"},
    {"9:30pm-5:30am", "21:30-05:30"},
    {"0000-2400", "24/7"},
    {"00:00-00:00", "24/7"},
    {"Mon-Fri 00:00-00:00", "Mo-Fr 00:00-24:00"},
    {"Thurs-Tues 9am-5pm", "Mo,Tu,Th-Su 09:00-17:00"},
    {"Tue-Thur & Sat 10am-4pm", "Tu-Th,Sa 10:00-16:00"},
};

/* Two meanings, a part that nobody understands, or halves of the day that are lost. */
static const char *const later_unknown[] = {
    "Closed Mondays, otherwise 10am to 4pm",
    "mon fri 9am 5pm",
    "8am until late",
    "Sunrise to sunset",
    "During school hours",
    "Library opening hours",
    "By arrangement",
    "When the pub is open",
    "Mon 9-12",
    "First Monday of the month 10am-12pm",
    "Bank holidays 10am-4pm",
    "Winter 10am-4pm, summer 9am-6pm",
    "Apr-Sep 9am-6pm",
    "Mon-Fri 9am-5pm Nov-Mar",
    "Staffed 7am-10pm",
    "Tue 2.00-4.00",
    "1:00-5:00",
    "Sat 1.30-4.30",
    "Mo-Fr 1:00-5:00",
    "Mon-Fri 6:30-9:30",
    "Mon-Fri 8:30-5:30",
    "Mon-Fri 9.00-12.30, 1.30-5.00",
    "Mon-Fri 9.00-12.30 and 1.30-5.00",
    "9:00-12:00, 1:00-5:00",
    "9:00-12:00,1:00-5:00",
    "Mo-Fr 9:00-12:00,2:00-5:00",
    "Mon-Fri 9am-5pm, Sat 9am",
    "Mon-Fri 12am-5pm",
    "open 24 hours except Sundays",
    "24/7 (code at reception)",
    "Closed Mon-Fri 9am-5pm",
    "Closed Sundays",
    "Mon-Fri 9am-5pm; 24 hours",
    "9am-5pm, 10am-4pm",
    "9am-5pm 10am-4pm Sat",
    "9am-5pm Mon-Fri Sat 10am-4pm",
    "9am-5pm Mon-Fri, Sat 10am-4pm",
    "Mon-Fri 9am-5pm and Sat",
    "Mon-Fri 9pm-5pm",
    "bank holidays closed",
    "not bank holidays 9am-5pm",
    "not 24 hours",
    "No 24/7 access",
    "not 24/7",
    "24/7 not available",
    "24hr? ",
    "24/7 subject to availability",
    "Mon-Fri 9am-5pm (closed 1pm-2pm)",
    "Mon-Fri 9am-5pm closed 1pm-2pm",
    "closed 12-1",
    "Mon-Fri 9am-5pm, closed for lunch",
    "2400",
    "7-7",
    "07:00 to 7pm",
    "0700-7pm",
    "9am-17:00",
    "Mon-Fri 9 am.-5 pm.",
    "M 9am-5pm",
    "S-S 9am-5pm",
    "T/Th 9am-5pm",
};

static void fifty_forms_are_read(void **state)
{
    size_t right = 0;
    size_t count = sizeof forms / sizeof forms[0];
    (void)state;
    for (size_t i = 0; i < count; i++) {
        char hours[NA_HOURS_READ_MAX] = "";
        bool good = na_hours_read(na_str_of(forms[i].prose), hours);
        if (good && strcmp(hours, forms[i].hours) == 0) {
            right++;
        } else {
            printf("%s: %s\n", forms[i].prose, good ? hours : "not read");
        }
    }
    assert_int_equal(count, 50);
    assert_int_equal(right, count);
}

static void later_forms_are_read(void **state)
{
    size_t right = 0;
    size_t count = sizeof later_forms / sizeof later_forms[0];
    (void)state;
    for (size_t i = 0; i < count; i++) {
        char hours[NA_HOURS_READ_MAX] = "";
        bool good = na_hours_read(na_str_of(later_forms[i].prose), hours);
        right += good && strcmp(hours, later_forms[i].hours) == 0;
        if (!good || strcmp(hours, later_forms[i].hours) != 0) {
            printf("%s: %s\n", later_forms[i].prose, good ? hours : "not read");
        }
    }
    assert_true(count >= 50);
    assert_int_equal(right, count);
}

static void what_has_no_single_meaning_is_not_read(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof unknown / sizeof unknown[0]; i++) {
        char hours[NA_HOURS_READ_MAX] = "";
        if (na_hours_read(na_str_of(unknown[i]), hours)) {
            fail_msg("%s: %s", unknown[i], hours);
        }
    }
    for (size_t i = 0; i < sizeof later_unknown / sizeof later_unknown[0]; i++) {
        char hours[NA_HOURS_READ_MAX] = "";
        if (na_hours_read(na_str_of(later_unknown[i]), hours)) {
            fail_msg("%s: %s", later_unknown[i], hours);
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(fifty_forms_are_read),
                                       cmocka_unit_test(later_forms_are_read),
                                       cmocka_unit_test(what_has_no_single_meaning_is_not_read)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
