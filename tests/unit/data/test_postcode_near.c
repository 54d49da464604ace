/* The nearest postcode by boxes against a look at each. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "data/postcode_near.h"
#include "support/random.h"

enum { MOST = 10000 };

static bool by_brute_force(const struct na_flat_postcode *postcodes, uint32_t count,
                           struct na_grid from, uint32_t *ret_i)
{
    double best_m2 = INFINITY;
    for (uint32_t i = 0; i < count; i++) {
        double east_m = (postcodes[i].east & NA_POSTCODE_EAST_MASK) - from.easting_m;
        double north_m = (postcodes[i].north & NA_POSTCODE_NORTH_MASK) - from.northing_m;
        double m2 = east_m * east_m + north_m * north_m;
        if (postcodes[i].east >> 28 == 0 && m2 < best_m2) {
            best_m2 = m2;
            *ret_i = i;
        }
    }
    return best_m2 < (double)INFINITY;
}

/* Neighbours in a row, many at one place, `unfit` of a hundred without a position or ended. */
static void make(struct test_random *random, struct na_flat_postcode *postcodes, uint32_t count,
                 uint64_t unfit)
{
    uint32_t east_m = 0;
    uint32_t north_m = 0;
    for (uint32_t i = 0; i < count; i++) {
        if (i % 100 == 0) {
            east_m = (uint32_t)test_random_below(random, 690000);
            north_m = (uint32_t)test_random_below(random, 1290000);
        }
        postcodes[i].key = i;
        postcodes[i].east = east_m + (uint32_t)test_random_below(random, 30) * 100;
        postcodes[i].north = north_m + (uint32_t)test_random_below(random, 30) * 100;
        if (test_random_below(random, 100) < unfit) {
            postcodes[i].east |= NA_POSTCODE_NO_POSITION << test_random_below(random, 3);
        }
    }
}

static void as_a_look_at_each(void **state)
{
    (void)state;
    static struct na_flat_postcode postcodes[MOST];
    struct test_random random = test_random_start("as a look at each");
    const uint32_t counts[] = {0, 1, 63, 64, 65, 4096, 4097, MOST};
    for (size_t c = 0; c < 3 * sizeof counts / sizeof counts[0]; c++) {
        uint32_t count = counts[c / 3];
        struct na_postcode_boxes boxes;
        make(&random, postcodes, count, c % 3 * 50);
        assert_int_equal(na_postcode_boxes_init(&boxes, postcodes, count, NULL), NA_OK);
        for (int n = 0; n < 300; n++) {
            struct na_grid from = {test_random_between(&random, 0.0, 700000.0),
                                   test_random_between(&random, 0.0, 1300000.0)};
            uint32_t at = count > 0 ? (uint32_t)test_random_below(&random, count) : 0;
            uint32_t found[2] = {UINT32_MAX, UINT32_MAX};
            if (n % 2 == 0 && count > 0) { /* amid some, as near to several */
                from.easting_m = (postcodes[at].east & NA_POSTCODE_EAST_MASK) + 50.0;
                from.northing_m = (postcodes[at].north & NA_POSTCODE_NORTH_MASK) + 50.0;
            }
            bool there = by_brute_force(postcodes, count, from, &found[0]);
            assert_int_equal(na_postcode_boxes_nearest(&boxes, postcodes, count, from, &found[1]),
                             there);
            assert_int_equal(found[0], found[1]);
        }
        na_postcode_boxes_fini(&boxes);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(as_a_look_at_each)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
