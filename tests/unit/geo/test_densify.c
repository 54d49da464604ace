/* Grid edges in lon/lat: never farther than 1 cm from the straight grid edge, and equal from both
 * sides. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include "geo/densify.h"
#include "geo/geodesic.h"
#include "support/random.h"

static struct na_crs *crs;

static int setup(void **state)
{
    (void)state;
    return na_crs_new(NULL, 0, &crs, NULL) == NA_OK ? 0 : -1;
}

static int teardown(void **state)
{
    (void)state;
    na_crs_free(crs);
    return 0;
}

/* Distance of point p from segment a-b, all in grid metres. */
static double off_segment_m(struct na_grid p, const double *a, const double *b)
{
    double dx = b[0] - a[0];
    double dy = b[1] - a[1];
    double share = ((p.easting_m - a[0]) * dx + (p.northing_m - a[1]) * dy) / (dx * dx + dy * dy);
    share = fmin(1, fmax(0, share));
    return hypot(p.easting_m - a[0] - share * dx, p.northing_m - a[1] - share * dy);
}

static void long_edges_stay_within_a_centimetre(void **state)
{
    (void)state;
    static const double rings[][8] = {
        {450000, 500000, 470000, 500000, 460000, 540000, 450000, 500000},
        {100000, 100000, 600000, 120000, 300000, 900000, 100000, 100000},
        {450000, 532000, 450050, 532000, 450020, 532060, 450000, 532000}};
    for (size_t r = 0; r < 3; r++) {
        struct na_buffer to;
        na_buffer_init(&to, (size_t)1 << 28);
        assert_int_equal(na_densify_ring(crs, rings[r], 4, &to, NULL), NA_OK);
        const double *out = (const double *)(const void *)to.data;
        size_t count = to.length / (2 * sizeof(double));
        assert_true(r == 2 ? count == 4 : count > 40);
        assert_memory_equal(out, out + 2 * (count - 1), 2 * sizeof(double)); /* still closed */
        size_t edge = 0;
        for (size_t i = 0; i + 1 < count; i++) {
            for (int t = 0; t < 10; t++) {
                struct na_grid back;
                double share = t / 10.0;
                struct na_lonlat at = {out[2 * i] + (out[2 * i + 2] - out[2 * i]) * share,
                                       out[2 * i + 1] + (out[2 * i + 3] - out[2 * i + 1]) * share};
                assert_int_equal(na_crs_to_grid(crs, at, &back, NULL), NA_OK);
                double off_m = INFINITY;
                for (edge = 0; edge < 3; edge++) {
                    off_m = fmin(off_m,
                                 off_segment_m(back, rings[r] + 2 * edge, rings[r] + 2 * edge + 2));
                }
                assert_true(off_m < 0.01);
            }
        }
        na_buffer_fini(&to);
    }
}

static void both_directions_give_the_same_vertices(void **state)
{
    (void)state;
    struct test_random random = test_random_start("densify");
    for (int round = 0; round < 200; round++) {
        double ring[10];
        double back[10];
        for (size_t i = 0; i < 8; i += 2) {
            ring[i] = test_random_between(&random, 100000, 650000);
            ring[i + 1] = test_random_between(&random, 100000, 1000000);
        }
        ring[8] = ring[0];
        ring[9] = ring[1];
        for (size_t i = 0; i < 5; i++) {
            memcpy(back + 2 * i, ring + 2 * (4 - i), 2 * sizeof(double));
        }
        struct na_buffer one;
        struct na_buffer two;
        na_buffer_init(&one, (size_t)1 << 28);
        na_buffer_init(&two, (size_t)1 << 28);
        assert_int_equal(na_densify_ring(crs, ring, 5, &one, NULL), NA_OK);
        assert_int_equal(na_densify_ring(crs, back, 5, &two, NULL), NA_OK);
        assert_int_equal(one.length, two.length);
        size_t count = one.length / (2 * sizeof(double));
        for (size_t i = 0; i < count; i++) {
            assert_memory_equal(one.data + 16 * i, two.data + 16 * (count - 1 - i), 16);
        }
        na_buffer_fini(&one);
        na_buffer_fini(&two);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(long_edges_stay_within_a_centimetre),
        cmocka_unit_test(both_directions_give_the_same_vertices),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}
