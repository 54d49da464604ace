/* Distances and bearings against figures of the literature, and against each other. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "geo/geodesic.h"
#include "support/random.h"

static void assert_near(double value, double wanted, double tolerance)
{
    if (!(fabs(value - wanted) <= tolerance)) {
        fail_msg("%.12g is not %.12g within %g", value, wanted, tolerance);
    }
}

/* The examples of the GeographicLib manuals; lengths of the quarter meridian and of the equator. */
static void distances_are_those_of_the_literature(void **state)
{
    (void)state;
    static const struct {
        struct na_lonlat from, to;
        double distance_m;
    } rows[] = {
        {{174.81, -41.32}, {-5.50, 40.96}, 19959679.26735382},
        {{0, 0}, {0, 90}, 10001965.729312724},
        {{0, 0}, {1, 0}, 111319.490793274},
        {{179.5, 0}, {-179.5, 0}, 111319.490793274},
        {{0, 90}, {77, 90}, 0.0},
        {{-180, 12}, {180, 12}, 0.0},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        assert_near(na_geodesic_distance_m(rows[i].from, rows[i].to), rows[i].distance_m, 2e-6);
        assert_near(na_geodesic_distance_m(rows[i].to, rows[i].from), rows[i].distance_m, 2e-6);
    }
}

static void bearings_point_the_right_way(void **state)
{
    (void)state;
    static const struct {
        struct na_lonlat from, to;
        double bearing_deg;
    } rows[] = {
        {{0, 10}, {0, 20}, 0.0},
        {{0, 0}, {10, 0}, 90.0},
        {{0, 20}, {0, 10}, 180.0},
        {{0, 0}, {-10, 0}, 270.0},
        {{5, 50}, {5, 50}, 0.0},
        {{0, 90}, {30, 90}, 0.0},
        {{174.81, -41.32}, {-5.5, 40.96}, 161.06766998615882},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        double distance_m = -1.0;
        double bearing_deg = -1.0;
        na_geodesic_inverse(rows[i].from, rows[i].to, &distance_m, &bearing_deg);
        assert_near(bearing_deg, rows[i].bearing_deg, 1e-9);
        assert_true(distance_m == na_geodesic_distance_m(rows[i].from, rows[i].to));
    }
}

static void bearing_is_never_360(void **state)
{
    (void)state;
    double distance_m = 0.0;
    double bearing_deg = 0.0;
    na_geodesic_inverse((struct na_lonlat){0, 0}, (struct na_lonlat){-1e-300, 1}, &distance_m,
                        &bearing_deg);
    assert_true(bearing_deg >= 0.0 && bearing_deg < 360.0);
}

static void direct_undoes_inverse(void **state)
{
    (void)state;
    struct test_random random = test_random_start("geodesic");
    for (int i = 0; i < 20000; i++) {
        struct na_lonlat from = {test_random_between(&random, -180, 180),
                                 test_random_between(&random, -89, 89)};
        struct na_lonlat to = {test_random_between(&random, -180, 180),
                               test_random_between(&random, -89, 89)};
        double distance_m = 0.0;
        double bearing_deg = 0.0;
        na_geodesic_inverse(from, to, &distance_m, &bearing_deg);
        struct na_lonlat back = na_geodesic_direct(from, bearing_deg, distance_m);
        assert_near(na_geodesic_distance_m(back, to), 0.0, 1e-6);
        assert_true(bearing_deg >= 0.0 && bearing_deg < 360.0);
    }
}

static void compass_has_sixteen_points(void **state)
{
    (void)state;
    static const struct {
        double bearing_deg;
        const char *point;
    } rows[] = {{0, "N"},      {11.24, "N"}, {11.25, "NNE"},  {33.75, "NE"}, {67.5, "ENE"},
                {90, "E"},     {112, "ESE"}, {135, "SE"},     {157, "SSE"},  {180, "S"},
                {202, "SSW"},  {225, "SW"},  {247, "WSW"},    {270, "W"},    {292.5, "WNW"},
                {312.0, "NW"}, {337, "NNW"}, {348.74, "NNW"}, {348.75, "N"}, {359.99999, "N"},
                {360, "N"},    {-45, "NW"},  {NAN, "N"},      {-1e-300, "N"}};
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        assert_string_equal(na_geodesic_compass(rows[i].bearing_deg), rows[i].point);
    }
}

static void ecef_lies_on_the_ellipsoid(void **state)
{
    (void)state;
    struct test_random random = test_random_start("ecef");
    const double a = 6378137.0;
    const double b = 6356752.314245179;
    for (int i = 0; i < 10000; i++) {
        struct na_lonlat at = {test_random_between(&random, -180, 180),
                               test_random_between(&random, -90, 90)};
        double xyz[3];
        na_geodesic_ecef(at, xyz);
        double on = (xyz[0] * xyz[0] + xyz[1] * xyz[1]) / (a * a) + xyz[2] * xyz[2] / (b * b);
        assert_near(on, 1.0, 1e-14);
        assert_near(atan2(xyz[1], xyz[0]) * 57.29577951308232, at.lon_deg, 1e-9);
        assert_near(atan2(xyz[2] * a * a / (b * b), hypot(xyz[0], xyz[1])) * 57.29577951308232,
                    at.lat_deg, 1e-9);
    }
}

/* The chord is no longer than the geodesic, and over 100 m no shorter either: to 1e-10 of it. */
static void short_chord_is_the_geodesic(void **state)
{
    (void)state;
    struct na_lonlat from = {-1.2, 54.6};
    for (double bearing_deg = 0.0; bearing_deg < 360.0; bearing_deg += 7.0) {
        struct na_lonlat to = na_geodesic_direct(from, bearing_deg, 100.0);
        double p[3];
        double q[3];
        na_geodesic_ecef(from, p);
        na_geodesic_ecef(to, q);
        double chord = sqrt((p[0] - q[0]) * (p[0] - q[0]) + (p[1] - q[1]) * (p[1] - q[1]) +
                            (p[2] - q[2]) * (p[2] - q[2]));
        assert_near(chord, 100.0, 2e-8);
    }
}

static void degrees_measure_what_the_geodesic_measures(void **state)
{
    (void)state;
    for (double lat = -89.0; lat <= 89.0; lat += 0.5) {
        double lon_m = 0.0;
        double lat_m = 0.0;
        na_geodesic_degree_m(lat, &lon_m, &lat_m);
        struct na_lonlat west = {-5e-5, lat};
        struct na_lonlat east = {5e-5, lat};
        struct na_lonlat south = {0, lat - 5e-5};
        struct na_lonlat north = {0, lat + 5e-5};
        assert_near(na_geodesic_distance_m(west, east) * 1e4, lon_m, 1e-3);
        assert_near(na_geodesic_distance_m(south, north) * 1e4, lat_m, 1e-3);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(distances_are_those_of_the_literature),
        cmocka_unit_test(bearings_point_the_right_way),
        cmocka_unit_test(bearing_is_never_360),
        cmocka_unit_test(direct_undoes_inverse),
        cmocka_unit_test(compass_has_sixteen_points),
        cmocka_unit_test(ecef_lies_on_the_ellipsoid),
        cmocka_unit_test(short_chord_is_the_geodesic),
        cmocka_unit_test(degrees_measure_what_the_geodesic_measures),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
