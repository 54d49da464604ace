/* Discs of coverage against the ellipsoid: their area and their rim. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <geodesic.h>

#include "coverage/private.h"
#include "geo/geodesic.h"

#define PI 3.14159265358979323846

/* Up to here the triangles between the centre and two corners are flat: r^2 / R^2 is below 2e-9.
 * Above, Karney's area of the polygon on the ellipsoid is: it is good to some 1e-4 m2, which of a
 * disc of 1 m is 3e-5 (geodesic.h 2.0 of Debian 12 and 2.1 of Debian 13 alike). */
#define FLAT_M 250.0

static double flat_area_m2(const struct geod_geodesic *wgs84, struct na_lonlat centre,
                           const struct na_lonlat *corners)
{
    double area_m2 = 0.0;
    double before_m = 0.0;
    double before_deg = 0.0;
    for (size_t i = 0; i <= NA_COVERAGE_SIDES; i++) {
        const struct na_lonlat *corner = &corners[i % NA_COVERAGE_SIDES];
        double m = 0.0;
        double deg = 0.0;
        geod_inverse(wgs84, centre.lat_deg, centre.lon_deg, corner->lat_deg, corner->lon_deg, &m,
                     &deg, NULL);
        if (i > 0) {
            area_m2 += 0.5 * before_m * m * sin((deg - before_deg) * PI / 180.0);
        }
        before_m = m;
        before_deg = deg;
    }
    return area_m2;
}

static double curved_area_m2(const struct geod_geodesic *wgs84, const struct na_lonlat *corners)
{
    struct geod_polygon polygon;
    double area_m2 = 0.0;
    double around_m = 0.0;
    geod_polygon_init(&polygon, 0);
    for (size_t i = 0; i < NA_COVERAGE_SIDES; i++) {
        geod_polygon_addpoint(wgs84, &polygon, corners[i].lat_deg, corners[i].lon_deg);
    }
    geod_polygon_compute(wgs84, &polygon, 1, 1, &area_m2, &around_m);
    return area_m2;
}

/* The area on the ellipsoid, the corners taken back to degrees, against the cap of a sphere that
 * touches it there, which differs by less than r^4 / R^4. */
static void a_disc_has_the_area_of_the_circle(void **state)
{
    (void)state;
    static const struct na_lonlat places[] = {{-5.2, 49.96}, {-1.2, 54.68}, {1.75, 52.48},
                                              {-7.2, 57.6},  {-1.15, 60.4}, {-2.0, 51.0}};
    static const double radii_m[] = {1.0, 25.0, 250.0, 2000.0, 10000.0, 50000.0};
    struct na_crs *crs = NULL;
    struct geod_geodesic wgs84;
    double worst = 0.0;
    geod_init(&wgs84, 6378137.0, 1.0 / 298.257223563);
    assert_int_equal(na_crs_new(NULL, 0, &crs, NULL), NA_OK);
    for (size_t p = 0; p < sizeof places / sizeof places[0]; p++) {
        for (size_t r = 0; r < sizeof radii_m / sizeof radii_m[0]; r++) {
            double xy[2 * (NA_COVERAGE_SIDES + 1)];
            struct na_lonlat corners[NA_COVERAGE_SIDES];
            assert_int_equal(na_coverage_disc(crs, places[p], radii_m[r], xy, NULL), NA_OK);
            assert_memory_equal(xy, xy + 2 * NA_COVERAGE_SIDES, 2 * sizeof xy[0]);
            for (size_t i = 0; i < NA_COVERAGE_SIDES; i++) {
                assert_int_equal(na_crs_to_lonlat(crs, (struct na_grid){xy[2 * i], xy[2 * i + 1]},
                                                  &corners[i], NULL),
                                 NA_OK);
            }
            double radius = radii_m[r];
            double area_m2 = radius <= FLAT_M ? flat_area_m2(&wgs84, places[p], corners)
                                              : curved_area_m2(&wgs84, corners);
            double circle_m2 =
                PI * radius * radius * (1.0 - radius * radius / (12.0 * 6371000.0 * 6371000.0));
            worst = fmax(worst, fabs(area_m2 / circle_m2 - 1.0));
            assert_true(fabs(area_m2 / circle_m2 - 1.0) <= NA_COVERAGE_DISC_ERROR);
        }
    }
    print_message("area of a disc off by at most %.2e\n", worst);
    assert_true(worst < 1e-6);
    na_crs_free(crs);
}

static void a_rim_is_at_its_distance(void **state)
{
    (void)state;
    struct na_crs *crs = NULL;
    const struct na_lonlat at = {-1.2, 54.68};
    static const double radii_m[] = {10.0, 250.0, 5000.0, 50000.0};
    assert_int_equal(na_crs_new(NULL, 0, &crs, NULL), NA_OK);
    for (size_t r = 0; r < sizeof radii_m / sizeof radii_m[0]; r++) {
        double xy[2 * (NA_COVERAGE_SIDES + 1)];
        assert_int_equal(na_coverage_disc(crs, at, radii_m[r], xy, NULL), NA_OK);
        for (size_t i = 0; i < 2 * NA_COVERAGE_SIDES; i++) {
            size_t a = i / 2; /* corners, and the middles between them */
            size_t b = (i + 1) / 2;
            struct na_lonlat rim;
            struct na_grid grid = {(xy[2 * a] + xy[2 * b]) / 2.0,
                                   (xy[2 * a + 1] + xy[2 * b + 1]) / 2.0};
            assert_int_equal(na_crs_to_lonlat(crs, grid, &rim, NULL), NA_OK);
            double off = na_geodesic_distance_m(at, rim) / radii_m[r] - 1.0;
            /* There and back by Helmert is 1 mm. */
            assert_true(fabs(off) <= 0.00021 + 0.0012 / radii_m[r]);
        }
    }
    na_crs_free(crs);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_disc_has_the_area_of_the_circle),
        cmocka_unit_test(a_rim_is_at_its_distance),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
