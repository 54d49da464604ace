/* Points as GIS programs write them. The hexadecimal texts are PostGIS's own of the points named.
 */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "geo/point_text.h"

#define XY "8716D9CEF753F3BFE4141DC9E5574B40"

static void reads_points(void **state)
{
    static const struct {
        const char *text;
        double x, y;
        uint32_t srid;
    } rows[] = {
        {"POINT (-1.208 54.6867)", -1.208, 54.6867, 0},
        {" point(-1.208 54.6867) ", -1.208, 54.6867, 0},
        {"POINT Z (-1.208 54.6867 3)", -1.208, 54.6867, 0},
        {"POINTZ(-1.208 54.6867 3)", NAN, NAN, 0},
        {"POINT ZM (-1.208 54.6867 3 4)", -1.208, 54.6867, 0},
        {"Point(450900.5 532600)", 450900.5, 532600.0, 0},
        {"SRID=27700;POINT(450900 532600)", 450900.0, 532600.0, 27700},
        {"srid=4326; POINT (-1.208 54.6867)", -1.208, 54.6867, 4326},
        {"MULTIPOINT (-1.208 54.6867)", -1.208, 54.6867, 0},
        {"MULTIPOINT ((-1.208 54.6867))", -1.208, 54.6867, 0},
        {"POINT(-1.2080000000000002e0 5.46867E+1)", -1.2080000000000002, 54.6867, 0},
        {"0101000020E6100000" XY, -1.208, 54.6867, 4326},
        {"0101000020e6100000" XY, -1.208, 54.6867, 4326},
        {"\\x0101000000" XY, -1.208, 54.6867, 0},
        {"0x0101000000" XY, -1.208, 54.6867, 0},
        {"0020000001000010E6BFF353F7CED91687404B57E5C91D14E4", -1.208, 54.6867, 4326},
        {"0101000020346C000000000000008A1B410000000028402041", 451200.0, 532500.0, 27700},
        {"01010000A0E6100000" XY "0000000000002840", -1.208, 54.6867, 4326},
        {"01E9030000" XY "0000000000002840", -1.208, 54.6867, 0},
        {"0104000020E6100000010000000101000000" XY, -1.208, 54.6867, 4326},
    };
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct na_point_text point = {.is_empty = true};
        const char *reason = na_point_text_read(na_str_of(rows[i].text), &point);
        if (isnan(rows[i].x)) {
            assert_non_null(reason);
        } else if (reason != NULL || point.is_empty || point.srid != rows[i].srid ||
                   fabs(point.x - rows[i].x) > 1e-15 * fabs(rows[i].x) ||
                   fabs(point.y - rows[i].y) > 1e-15 * fabs(rows[i].y)) {
            fail_msg("%s: %s", rows[i].text, reason != NULL ? reason : "another point");
        }
    }
}

static void knows_empty_ones(void **state)
{
    static const char *const rows[] = {"POINT EMPTY",
                                       "SRID=4326;POINT EMPTY",
                                       "point z empty",
                                       "MULTIPOINT EMPTY",
                                       "0101000020E6100000000000000000F87F000000000000F87F",
                                       "010400000000000000"};
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct na_point_text point = {.is_empty = false};
        const char *reason = na_point_text_read(na_str_of(rows[i]), &point);
        if (reason != NULL || !point.is_empty) {
            fail_msg("%s: %s", rows[i], reason != NULL ? reason : "not empty");
        }
    }
}

static void refuses_what_is_none(void **state)
{
    static const char *const rows[] = {"",
                                       "POINT",
                                       "POINT(",
                                       "POINT()",
                                       "POINT(1)",
                                       "POINT(1 2",
                                       "POINT(1 2) x",
                                       "POINT(1,2)",
                                       "POINT(1 2 3 4 5)",
                                       "POINTS(1 2)",
                                       "LINESTRING(1 2,3 4)",
                                       "POLYGON((0 0,1 0,1 1,0 0))",
                                       "MULTIPOINT(1 2,3 4)",
                                       "MULTIPOINT((1 2),(3 4))",
                                       "SRID=;POINT(1 2)",
                                       "SRID=27700 POINT(1 2)",
                                       "SRID=99999999999;POINT(1 2)",
                                       "POINT(nan 2)",
                                       "POINT(1e999 2)",
                                       "54.68,-1.21",
                                       "0101000020E6100000",
                                       "0101000000" XY "00",
                                       "0301000000" XY,
                                       "0102000000" XY,
                                       "010400000002000000",
                                       "010100000000000000000000F07F0000000000000000",
                                       "0101000000"
                                       "8716D9CEF753F3BFE4141DC9E5574B4",
                                       "deadbeefdeadbeefdeadbeef"};
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct na_point_text point;
        if (na_point_text_read(na_str_of(rows[i]), &point) == NULL) {
            fail_msg("read: %s", rows[i]);
        }
    }
}

/* No cut text is read beyond its end: each lies alone in memory of its own length. */
static void cut_anywhere_it_stays_within(void **state)
{
    static const char *const rows[] = {"SRID=27700;POINT ZM (450900 532600 1 2)",
                                       "0104000020E6100000010000000101000000" XY};
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        for (size_t length = 0; length < strlen(rows[i]); length++) {
            struct na_point_text point;
            char *cut = malloc(length + 1);
            assert_non_null(cut);
            memcpy(cut, rows[i], length);
            assert_non_null(na_point_text_read((struct na_str){cut, length}, &point));
            free(cut);
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(reads_points),
        cmocka_unit_test(knows_empty_ones),
        cmocka_unit_test(refuses_what_is_none),
        cmocka_unit_test(cut_anywhere_it_stays_within),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
