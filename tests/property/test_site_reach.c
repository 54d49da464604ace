/* Who is within reach, against na_geodesic_distance_m of every pair, whatever the places. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "geo/geodesic.h"
#include "site/reach.h"
#include "support/random.h"

#define PLACES_MAX 200
#define ASKED 60

static struct test_random rng;

static double between(double low, double high)
{
    return test_random_between(&rng, low, high);
}

typedef struct na_lonlat place_maker(void);

static struct na_lonlat tees(void)
{
    return (struct na_lonlat){between(-1.35, -1.0), between(54.5, 54.75)};
}

static struct na_lonlat worldwide(void)
{
    return (struct na_lonlat){between(-180.0, 180.0), asin(between(-1.0, 1.0)) * 57.29577951308232};
}

/* On both sides of the date line and around a pole, where longitudes say little. */
static struct na_lonlat corners(void)
{
    double lon_deg = between(0.0, 1.0) < 0.5 ? between(179.0, 180.0) : between(-180.0, -179.0);
    return between(0.0, 1.0) < 0.5
               ? (struct na_lonlat){lon_deg, between(-0.5, 0.5)}
               : (struct na_lonlat){between(-180.0, 180.0), between(89.5, 90.0)};
}

static int by_latitude(const void *left, const void *right)
{
    const struct na_lonlat *a = left;
    const struct na_lonlat *b = right;
    return (a->lat_deg > b->lat_deg) - (a->lat_deg < b->lat_deg);
}

static void check(const struct na_lonlat *places, uint32_t count, const struct na_lonlat *asked,
                  double within_m)
{
    struct na_site_reach any, all;
    uint32_t numbers[PLACES_MAX];
    assert_int_equal(na_site_reach_init(places, count, within_m, &any, NULL), NA_OK);
    assert_int_equal(na_site_reach_init(places, count, within_m, &all, NULL), NA_OK);
    for (size_t i = 0; i < ASKED; i++) {
        uint32_t found = na_site_reach_all(&all, asked[i], numbers);
        uint32_t expected = 0;
        for (uint32_t j = 0; j < count; j++) {
            if (na_geodesic_distance_m(asked[i], places[j]) <= within_m) {
                assert_true(expected < found);
                assert_int_equal(numbers[expected], j);
                expected++;
            }
        }
        assert_int_equal(found, expected);
        assert_int_equal(na_site_reach_any(&any, asked[i]), expected > 0);
    }
    na_site_reach_fini(&any);
    na_site_reach_fini(&all);
}

static void run(place_maker *make, double longest_m)
{
    for (unsigned int round = 0; round < 40; round++) {
        struct na_lonlat places[PLACES_MAX], asked[ASKED];
        uint32_t count = (uint32_t)test_random_below(&rng, PLACES_MAX + 1);
        for (uint32_t i = 0; i < count; i++) {
            places[i] = make();
        }
        for (size_t i = 0; i < ASKED; i++) {
            asked[i] = make();
        }
        double within_m = between(0.0, longest_m);
        if (count > 0 && round % 2 == 0) {
            /* exactly as far as one of them */
            within_m = na_geodesic_distance_m(asked[0], places[0]);
        }
        qsort(asked, ASKED, sizeof asked[0], by_latitude);
        check(places, count, asked, within_m);
    }
}

static void near_places(void **state)
{
    (void)state;
    run(tees, 5000.0);
}

static void places_of_the_whole_world(void **state)
{
    (void)state;
    run(worldwide, 2e7);
}

static void poles_and_the_date_line(void **state)
{
    (void)state;
    run(corners, 100000.0);
}

int main(void)
{
    rng = test_random_start("site_reach");
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(near_places),
        cmocka_unit_test(places_of_the_whole_world),
        cmocka_unit_test(poles_and_the_date_line),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
