/* The transformation against PROJ, over 200,000 points of Great Britain, both ways, and with a
 * piece of the grid as a compiled file has it. */
#include <inttypes.h>
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "geo/crs.h"
#include "geo/mercator.h"
#include "io/file.h"
#include "support/grid_crs.h"
#include "support/random.h"

#define GRID NA_TEST_SHARED_DATA "/proj/uk_os_OSTN15_NTv2_OSGBtoETRS.tif"
#define POINTS 200000
#define METRES_PER_DEGREE 111320.0

/* From south to north: PROJ keeps few blocks of the file decoded, and takes 650 us for another. */
static struct na_lonlat some_place(struct test_random *random, int i)
{
    double south = 49.1 + 11.7 * (double)i / POINTS;
    return (struct na_lonlat){test_random_between(random, -8.5, 1.9),
                              test_random_between(random, south, south + 0.1)};
}

static double worst_miss_m(struct na_proj_grid *proj, const struct na_crs *crs,
                           double *ret_worst_back_m)
{
    struct test_random random = test_random_start("crs_proj");
    double worst_m = 0.0;
    *ret_worst_back_m = 0.0;
    for (int i = 0; i < POINTS; i++) {
        struct na_lonlat at = some_place(&random, i);
        struct na_lonlat back = {0, 0};
        struct na_grid ours = {0, 0};
        struct na_grid theirs = {0, 0};
        assert_int_equal(na_proj_grid_oracle(proj, at, &theirs, NULL), NA_OK);
        assert_int_equal(na_crs_to_grid(crs, at, &ours, NULL), NA_OK);
        worst_m = fmax(
            worst_m, hypot(ours.easting_m - theirs.easting_m, ours.northing_m - theirs.northing_m));
        assert_int_equal(na_crs_to_lonlat(crs, ours, &back, NULL), NA_OK);
        *ret_worst_back_m =
            fmax(*ret_worst_back_m,
                 hypot(back.lon_deg - at.lon_deg, back.lat_deg - at.lat_deg) * METRES_PER_DEGREE);
    }
    printf("%d points: %.6f mm from PROJ at worst, %.6f mm there and back\n", POINTS, worst_m * 1e3,
           *ret_worst_back_m * 1e3);
    return worst_m;
}

/* Issue 11, fault 5: no more than 0.0033 mm, most of which is where PROJ's inversion stops. */
static void ostn15_is_that_of_proj(void **state)
{
    (void)state;
    struct na_file file;
    struct na_proj_grid *proj = NULL;
    struct na_crs *crs = NULL;
    double back_m = 0.0;
    if (na_file_read(GRID, (size_t)1 << 24, &file, NULL) != NA_OK) {
        printf("skipped: %s is not there\n", GRID);
        skip();
    }
    assert_int_equal(na_proj_grid_new(file.bytes, file.length, &proj, NULL), NA_OK);
    assert_int_equal(na_crs_of_grid(na_proj_grid_shifts(proj), &crs, NULL), NA_OK);
    assert_true(worst_miss_m(proj, crs, &back_m) < 0.0033e-3);
    assert_true(back_m < 1e-6);
    na_crs_free(crs);
    na_proj_grid_free(proj);
    na_file_free(&file);
}

static void helmert_is_that_of_proj(void **state)
{
    (void)state;
    struct na_proj_grid *proj = NULL;
    struct na_crs *crs = NULL;
    double back_m = 0.0;
    assert_int_equal(na_proj_grid_new(NULL, 0, &proj, NULL), NA_OK);
    assert_int_equal(na_crs_new(NULL, 0, &crs, NULL), NA_OK);
    assert_true(worst_miss_m(proj, crs, &back_m) < 2e-6);
    assert_true(back_m < 0.004); /* the height is dropped on the way */
    na_crs_free(crs);
    na_proj_grid_free(proj);
}

/* What a compiled file holds gives the very bits of the whole, and says where it ends. */
static void a_piece_is_the_whole_where_it_reaches(void **state)
{
    (void)state;
    struct na_file file;
    struct na_proj_grid *proj = NULL;
    struct na_crs *whole = NULL;
    struct na_crs *piece = NULL;
    struct na_buffer block;
    struct test_random random = test_random_start("piece");
    na_buffer_init(&block, (size_t)1 << 24);
    if (na_file_read(GRID, (size_t)1 << 24, &file, NULL) != NA_OK) {
        printf("skipped: %s is not there\n", GRID);
        skip();
    }
    assert_int_equal(na_proj_grid_new(file.bytes, file.length, &proj, NULL), NA_OK);
    assert_int_equal(na_crs_of_grid(na_proj_grid_shifts(proj), &whole, NULL), NA_OK);
    assert_int_equal(
        na_shift_grid_write(na_proj_grid_shifts(proj), -1.6, 54.3, -0.7, 54.9, &block, NULL),
        NA_OK);
    assert_int_equal(na_crs_new(block.data, block.length, &piece, NULL), NA_OK);
    for (int i = 0; i < 20000; i++) {
        struct na_lonlat at = {test_random_between(&random, -1.6, -0.7),
                               test_random_between(&random, 54.3, 54.9)};
        struct na_grid a = {0, 0}, b = {1, 1};
        struct na_lonlat c = {0, 0}, d = {1, 1};
        assert_int_equal(na_crs_to_grid(whole, at, &a, NULL), NA_OK);
        assert_int_equal(na_crs_to_grid(piece, at, &b, NULL), NA_OK);
        assert_memory_equal(&a, &b, sizeof a);
        assert_int_equal(na_crs_to_lonlat(whole, a, &c, NULL), NA_OK);
        assert_int_equal(na_crs_to_lonlat(piece, a, &d, NULL), NA_OK);
        assert_memory_equal(&c, &d, sizeof c);
    }
    static const struct na_lonlat outside[] = {{-1.7, 54.6}, {-0.6, 54.6}, {-1, 54.2}, {-1, 55.0}};
    for (size_t i = 0; i < sizeof outside / sizeof outside[0]; i++) {
        struct na_grid there = {-7, -7};
        assert_int_equal(na_crs_to_grid(piece, outside[i], &there, NULL), NA_ERR_OUTSIDE);
        assert_true(there.easting_m == -7);
    }
    na_crs_free(piece);
    na_crs_free(whole);
    na_buffer_fini(&block);
    na_proj_grid_free(proj);
    na_file_free(&file);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(ostn15_is_that_of_proj),
        cmocka_unit_test(helmert_is_that_of_proj),
        cmocka_unit_test(a_piece_is_the_whole_where_it_reaches),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
