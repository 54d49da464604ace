/* The quick distance against the geodesic, over a million pairs: never farther off than promised,
 * and the same in every figure that is told. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include "base/number.h"
#include "geo/geodesic.h"
#include "geo/geodesic_near.h"
#include "support/random.h"

enum { PAIRS = 1000000 };

/* Anywhere, and often at the equator, the poles and the antimeridian. */
static struct na_lonlat some_place(struct test_random *random)
{
    static const double lats[] = {0.0, 90.0, -90.0, 89.0, -89.0, 88.9999, 54.6, 1e-9};
    static const double lons[] = {0.0, 180.0, -180.0, 179.99999, -179.99999, 90.0, -1.2, 1e-9};
    struct na_lonlat at = {test_random_between(random, -180.0, 180.0),
                           asin(test_random_between(random, -1.0, 1.0)) * 57.29577951308232};
    if (test_random_below(random, 4) == 0) {
        at.lat_deg = lats[test_random_below(random, 8)];
    }
    if (test_random_below(random, 4) == 0) {
        at.lon_deg = lons[test_random_below(random, 8)];
    }
    return at;
}

/* Up to 26 km, as often short as long; every other one right beside a figure's turn. */
static struct na_lonlat some_other(struct test_random *random, struct na_lonlat from)
{
    double distance_m = exp(test_random_between(random, log(0.001), log(26000.0)));
    double bearing_deg = test_random_between(random, 0.0, 360.0);
    if (test_random_below(random, 2) == 0) {
        distance_m =
            floor(distance_m * 20.0) / 20.0 + test_random_between(random, -1.0, 1.0) * 1.5e-7;
    }
    if (test_random_below(random, 4) == 0) {
        bearing_deg =
            floor(bearing_deg * 20.0) / 20.0 + test_random_between(random, -1.0, 1.0) * 1.5e-6;
    }
    return na_geodesic_direct(from, bearing_deg, fabs(distance_m));
}

static void same_figure(double one, double other, unsigned int decimals)
{
    char texts[2][NA_NUMBER_TEXT];
    (void)na_number_fixed(&texts[0], one, decimals);
    (void)na_number_fixed(&texts[1], other, decimals);
    assert_string_equal(texts[0], texts[1]);
}

static void check(struct na_lonlat from, struct na_lonlat to, double worst[2])
{
    struct na_geodesic_near near;
    double xyz_m[3];
    double quick_m, quick_deg, true_m, true_deg, alone_m;
    na_geodesic_near_init(&near, from);
    na_geodesic_ecef(to, xyz_m);
    na_geodesic_near_inverse(&near, to, xyz_m, &quick_m, &quick_deg);
    na_geodesic_near_inverse(&near, to, xyz_m, &alone_m, NULL);
    na_geodesic_inverse(from, to, &true_m, &true_deg);
    double turned = fabs(quick_deg - true_deg);
    worst[0] = fmax(worst[0], fmax(fabs(quick_m - true_m), fabs(alone_m - true_m)));
    worst[1] = fmax(worst[1], turned);
    if (floor(quick_m * 20.0) != floor(true_m * 20.0) ||
        floor(quick_deg * 20.0) != floor(true_deg * 20.0)) {
        same_figure(quick_m, true_m, 1);
        same_figure(quick_deg, true_deg, 1);
        fail_msg("a figure turns: %.9f, %.9f", true_m, true_deg);
    }
    assert_true(floor(alone_m * 20.0) == floor(true_m * 20.0));
    assert_ptr_equal(na_geodesic_compass(quick_deg), na_geodesic_compass(true_deg));
}

static void as_the_geodesic(void **state)
{
    (void)state;
    struct test_random random = test_random_start("as the geodesic");
    double worst[2] = {0.0, 0.0};
    for (int i = 0; i < PAIRS; i++) {
        struct na_lonlat from = some_place(&random);
        check(from, some_other(&random, from), worst);
    }
    print_message("off by at most %.1e m, %.1e degrees\n", worst[0], worst[1]);
    assert_true(worst[0] <= NA_NEAR_ERROR_M);
    assert_true(worst[1] <= NA_NEAR_ERROR_DEG);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(as_the_geodesic)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
