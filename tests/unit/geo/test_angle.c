/* Angles in the ways that people write them, and what is said of any other text. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "geo/angle.h"

static void angles_in_the_ways_they_are_written(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        enum na_angle_axis axis;
        double value;
    } rows[] = {
        {"54.6858", NA_ANGLE_LAT, 54.6858},
        {"-1.214", NA_ANGLE_LON, -1.214},
        {"54.6858\xC2\xB0", NA_ANGLE_LAT, 54.6858},
        {"54.6858\xC2\xB0N", NA_ANGLE_LAT, 54.6858},
        {"54.6858 N", NA_ANGLE_LAT, 54.6858},
        {"1.2140W", NA_ANGLE_LON, -1.214},
        {"1.2140\xC2\xB0 W", NA_ANGLE_LON, -1.214},
        {"W1.2140", NA_ANGLE_LON, -1.214},
        {"w 1.2140", NA_ANGLE_LON, -1.214},
        {"-1.2140\xC2\xB0", NA_ANGLE_LON, -1.214},
        {"33.5S", NA_ANGLE_LAT, -33.5},
        {"54\xC2\xB0"
         "30'36\"N",
         NA_ANGLE_LAT, 54.51},
        {"54\xC2\xB0 30.6' N", NA_ANGLE_LAT, 54.51},
        {"-1\xC2\xB0 30' 0\"", NA_ANGLE_LON, -1.5},
        {"0\xC2\xB0 30\xE2\x80\xB2 0\xE2\x80\xB3 W", NA_ANGLE_LON, -0.5},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        double value = 0;
        enum na_number_fault fault =
            na_angle_read(na_str_of(rows[i].text), rows[i].axis, NA_NUMBER_POINT, &value);
        if (fault != NA_NUMBER_GOOD || value < rows[i].value - 1e-9 ||
            value > rows[i].value + 1e-9) {
            fail_msg("\"%s\": fault %d, %.12f", rows[i].text, (int)fault, value);
        }
    }
}

static void what_is_no_angle_is_said(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        enum na_angle_axis axis;
        const char *reason;
    } rows[] = {
        {"-1.2140 W", NA_ANGLE_LON, "an angle with both a sign and the letter W"},
        {"54.6858 W", NA_ANGLE_LAT, "a latitude with the letter W, which is of a longitude"},
        {"1.2140 N", NA_ANGLE_LON, "a longitude with the letter N, which is of a latitude"},
        {"54\xC2\xB0 61' N", NA_ANGLE_LAT, "not an angle: minutes and seconds are below 60"},
        {"54.5\xC2\xB0 30' N", NA_ANGLE_LAT, "not an angle: minutes and seconds are below 60"},
        {"54.6858x", NA_ANGLE_LAT, "not a number: \"x\" follows it"},
        {"N", NA_ANGLE_LAT, "not a number"},
        {"54 N 1 W", NA_ANGLE_LAT, "not a number: \"N 1 W\" follows it"},
        {"54,6858", NA_ANGLE_LAT, "not a number: a comma is no decimal point"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        double value = 12345;
        char reason[NA_NUMBER_REASON];
        struct na_str text = na_str_of(rows[i].text);
        enum na_number_fault fault = na_angle_read(text, rows[i].axis, NA_NUMBER_POINT, &value);
        na_angle_reason(text, rows[i].axis, fault, reason);
        if (fault == NA_NUMBER_GOOD || value != 12345 || strcmp(reason, rows[i].reason) != 0) {
            fail_msg("\"%s\": fault %d, %s", rows[i].text, (int)fault, reason);
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(angles_in_the_ways_they_are_written),
        cmocka_unit_test(what_is_no_angle_is_said),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
