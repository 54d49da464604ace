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

static void what_has_no_single_meaning_is_not_read(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof unknown / sizeof unknown[0]; i++) {
        char hours[NA_HOURS_READ_MAX] = "";
        if (na_hours_read(na_str_of(unknown[i]), hours)) {
            fail_msg("%s: %s", unknown[i], hours);
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(fifty_forms_are_read),
                                       cmocka_unit_test(what_has_no_single_meaning_is_not_read)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
