/* The projection and the functions under it, against the C library. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

#include "geo/earth.h"
#include "geo/mercator.h"
#include "geo/trig.h"
#include "support/random.h"

static void functions_are_those_of_the_library(void **state)
{
    (void)state;
    struct test_random random = test_random_start("trig");
    for (int i = 0; i < 100000; i++) {
        double x = test_random_between(&random, -1.6, 1.6);
        double s = 0, c = 0;
        na_trig_sincos(x, &s, &c);
        assert_true(fabs(s - sin(x)) < 4e-16 && fabs(c - cos(x)) < 4e-16);
        double t = tan(x * 0.99);
        assert_true(fabs(na_trig_atan(t) - atan(t)) < 4e-16);
    }
    assert_true(na_trig_atan(0.0) == 0.0 && fabs(na_trig_atan(1e300) - NA_PI / 2) < 1e-15);
}

/* The true origin of the grid, 49 N 2 W, and the worked example of the Ordnance Survey ("A guide to
 * coordinate systems in Great Britain", annexe C). */
static void known_points_are_met(void **state)
{
    (void)state;
    static const struct {
        struct na_lonlat at;
        struct na_grid grid;
        double within_m;
    } points[] = {
        {{-2.0, 49.0}, {400000.0, -100000.0}, 1e-8},
        {{1.0 + 43.0 / 60 + 4.5177 / 3600, 52.0 + 39.0 / 60 + 27.2531 / 3600},
         {651409.903, 313177.270},
         0.002},
    };
    for (size_t i = 0; i < sizeof points / sizeof points[0]; i++) {
        struct na_grid there = {0, 0};
        struct na_lonlat back = {0, 0};
        assert_true(na_mercator_to_grid(points[i].at, &there));
        assert_true(hypot(there.easting_m - points[i].grid.easting_m,
                          there.northing_m - points[i].grid.northing_m) < points[i].within_m);
        assert_true(na_mercator_to_lonlat(there, &back));
        assert_true(hypot(back.lon_deg - points[i].at.lon_deg,
                          back.lat_deg - points[i].at.lat_deg) < 1e-12);
    }
}

static void the_box_ends_where_it_says(void **state)
{
    (void)state;
    static const struct na_lonlat outside[] = {{-22.1, 55}, {18.1, 55},        {0, 39.9},
                                               {0, 70.1},   {(double)NAN, 55}, {0, (double)NAN},
                                               {180, 0},    {0, -90}};
    static const struct na_grid far[] = {{1e300, 0},       {0, -1e300},
                                         {(double)NAN, 0}, {(double)INFINITY, 0},
                                         {5e6, 500000},    {400000, 9e6}};
    struct na_grid grid = {-7, -7};
    struct na_lonlat at = {-7, -7};
    for (size_t i = 0; i < sizeof outside / sizeof outside[0]; i++) {
        assert_false(na_mercator_to_grid(outside[i], &grid));
    }
    for (size_t i = 0; i < sizeof far / sizeof far[0]; i++) {
        assert_false(na_mercator_to_lonlat(far[i], &at));
    }
    assert_true(grid.easting_m == -7 && at.lon_deg == -7);
}

/* 1e-12 degrees, 1e-7 metres; NaN stays. */
static void computed_coordinates_are_short_decimals(void **state)
{
    (void)state;
    struct na_lonlat at = na_lonlat_rounded((struct na_lonlat){-1.2345678901234, 54.1234567890126});
    assert_true(at.lon_deg == -1.234567890123 && at.lat_deg == 54.123456789013);
    struct na_grid grid = na_grid_rounded((struct na_grid){450123.12345644, (double)NAN});
    assert_true(grid.easting_m == 450123.1234564 && isnan(grid.northing_m));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(functions_are_those_of_the_library),
        cmocka_unit_test(known_points_are_met),
        cmocka_unit_test(the_box_ends_where_it_says),
        cmocka_unit_test(computed_coordinates_are_short_decimals),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
