/* The density against the sum over every point, written down as the formula stands. */
#include <math.h>

#include "support/hotspot_fixture.h"
#include "support/random.h"

#define POINTS 700

static long double by_the_formula(const struct na_hotspot_point *points, size_t count,
                                  struct na_grid at, double bandwidth_m)
{
    const long double pi = 3.141592653589793238462643383279502884L;
    long double sum = 0, h = bandwidth_m;
    for (size_t i = 0; i < count; i++) {
        long double east = (long double)points[i].at.easting_m - at.easting_m;
        long double north = (long double)points[i].at.northing_m - at.northing_m;
        long double u = sqrtl(east * east + north * north) / h;
        if (u <= 1) {
            sum += points[i].weight * (3 / (pi * h * h)) * (1 - u * u) * (1 - u * u);
        }
    }
    return sum * 1e6L;
}

static void density_is_the_double_loop(void **state)
{
    (void)state;
    struct test_random random = test_random_start("density");
    static const char *const by[] = {"grid:150", "hex:200", "grid:1000", "hex:37.5", "grid:50"};
    struct hotspot_fixture fixture;
    hotspot_fixture_begin(&fixture);
    size_t above = 0;
    for (size_t round = 0; round < 10; round++) {
        struct na_hotspot_job job = hotspot_job(&fixture, by[round % 5]);
        struct na_hotspot_point points[POINTS], merged[POINTS];
        struct na_cell_set *set = NULL;
        double bandwidth_m = test_random_between(&random, 20, 900);
        for (size_t i = 0; i < POINTS; i++) {
            /* Some on the land's edge or beyond it, some on top of each other. */
            points[i].at = (struct na_grid){floor(test_random_between(&random, 455000, 461000)),
                                            floor(test_random_between(&random, 529500, 533000))};
            points[i].weight = round % 2 == 0 ? 1 : test_random_between(&random, 0, 3);
            if (i > 0 && test_random_below(&random, 4) == 0) {
                points[i].at = points[test_random_below(&random, i)].at;
            }
        }
        memcpy(merged, points, sizeof points);
        size_t left = na_hotspot_points_merge(merged, POINTS);
        assert_true(left < POINTS && left > POINTS / 2);
        assert_int_equal(
            na_cell_set_new(fixture.pack.snapshot, &job.cells, fixture.layer, &set, NULL), NA_OK);
        double *densities = calloc(set->count, sizeof *densities);
        assert_non_null(densities);
        na_hotspot_density(set, merged, left, bandwidth_m, NULL, NULL, densities);
        for (uint32_t i = 0; i < set->count; i += 1 + (uint32_t)(set->count / 5000)) {
            struct na_grid centre = na_cell_set_centre(set, i);
            double wanted = (double)by_the_formula(points, POINTS, centre, bandwidth_m);
            above += wanted > 0 ? 1 : 0;
            /* 1 - u^2 of a point at the rim is a difference of nearly equal numbers: what it adds
             * is nothing beside one row at the centre. */
            double whole = 3e6 / (3.141592653589793 * bandwidth_m * bandwidth_m);
            assert_true(fabs(densities[i] - wanted) <= 1e-12 * (wanted > whole ? wanted : whole));
            if (wanted > 1e-3 * whole) {
                assert_true(fabs(densities[i] - wanted) <= 1e-12 * wanted);
            }
        }
        free(densities);
        na_cell_set_free(set);
    }
    assert_true(above > 100);
    hotspot_fixture_end(&fixture);
}

/* Over all of the plane the density comes to the number of rows. */
static void density_adds_up_to_the_rows(void **state)
{
    (void)state;
    struct hotspot_fixture fixture;
    hotspot_fixture_begin(&fixture);
    hotspot_fixture_add(&fixture, 455123.4, 534321.9, 1, 40);
    hotspot_fixture_add(&fixture, 453333.4, 535001.2, 1, 2);
    struct na_hotspot_job job = hotspot_job(&fixture, "hex:50");
    job.bandwidth_m = 800;
    struct na_hotspot_finding *finding = hotspot_find(&job);
    double rows = 0;
    for (uint32_t i = 0; i < finding->set->count; i++) {
        rows += finding->densities[i] * na_cell_set_area_m2(finding->set, i) / 1e6;
    }
    assert_true(fabs(rows - 42) < 1e-3);
    na_hotspot_finding_free(finding);
    hotspot_fixture_end(&fixture);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(density_is_the_double_loop),
        cmocka_unit_test(density_adds_up_to_the_rows),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
