/* Squares and hexagons tile the plane: each point in exactly one cell, on edges and corners too. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <math.h>

#include <cmocka.h>

#include "hotspots/cells.h"
#include "support/random.h"

#define POINTS 100000
/* Rounding of coordinates below 2^20 metres, with room. */
#define CLOSE_M 1e-6

static const double sizes_m[] = {10, 33.3, 150, 150.1, 333.333, 1000, 100000};
#define SIZES (sizeof sizes_m / sizeof sizes_m[0])

static struct na_cells cells_of(enum na_cells_kind kind, double size_m, double east, double north)
{
    return (struct na_cells){.kind = kind, .size_m = size_m, .origin = {east, north}};
}

static struct na_grid random_point(struct test_random *random)
{
    return (struct na_grid){test_random_between(random, 0, 700000),
                            test_random_between(random, 0, 1300000)};
}

/* Metres by which a point is within a cell, negative outside: by its corners alone. */
static double depth(const struct na_cells *cells, struct na_plane_cell cell, struct na_grid at)
{
    struct na_grid corners[NA_CELL_CORNERS_MAX];
    size_t count = na_cells_corners(cells, cell, corners);
    double least = INFINITY;
    for (size_t i = 0; i < count; i++) {
        struct na_grid a = corners[i], b = corners[(i + 1) % count];
        double east = b.easting_m - a.easting_m, north = b.northing_m - a.northing_m;
        double right =
            (north * (at.easting_m - a.easting_m) - east * (at.northing_m - a.northing_m)) /
            hypot(east, north);
        least = fmin(least, right);
    }
    return least;
}

/* Is the point in the half-open square between its corners? */
static bool square_holds(const struct na_cells *cells, struct na_plane_cell cell, struct na_grid at)
{
    struct na_grid corners[NA_CELL_CORNERS_MAX];
    (void)na_cells_corners(cells, cell, corners);
    return corners[0].easting_m <= at.easting_m && at.easting_m < corners[2].easting_m &&
           corners[0].northing_m <= at.northing_m && at.northing_m < corners[2].northing_m;
}

static size_t squares_around_that_hold(const struct na_cells *cells, struct na_plane_cell cell,
                                       struct na_grid at)
{
    size_t holding = 0;
    for (int32_t row = cell.row - 2; row <= cell.row + 2; row++) {
        for (int32_t column = cell.column - 2; column <= cell.column + 2; column++) {
            holding += square_holds(cells, (struct na_plane_cell){column, row}, at) ? 1 : 0;
        }
    }
    return holding;
}

static void expect_one_square(const struct na_cells *cells, struct na_grid at)
{
    struct na_plane_cell cell = na_cells_of(cells, at);
    assert_true(square_holds(cells, cell, at));
    assert_int_equal(squares_around_that_hold(cells, cell, at), 1);
}

static void a_random_point_is_in_exactly_one_square(void **state)
{
    (void)state;
    struct test_random random = test_random_start("squares");
    for (size_t i = 0; i < POINTS; i++) {
        struct na_cells cells = cells_of(NA_CELLS_GRID, sizes_m[i % SIZES],
                                         i % 2 == 0 ? 0 : test_random_between(&random, -500, 500),
                                         i % 3 == 0 ? 0 : 17.25);
        expect_one_square(&cells, random_point(&random));
    }
}

static void a_point_on_an_edge_is_in_the_square_north_or_east(void **state)
{
    (void)state;
    struct test_random random = test_random_start("edges of squares");
    for (size_t i = 0; i < POINTS; i++) {
        struct na_cells cells = cells_of(NA_CELLS_GRID, sizes_m[i % SIZES], 0, 0);
        struct na_plane_cell cell = na_cells_of(&cells, random_point(&random));
        struct na_grid corners[NA_CELL_CORNERS_MAX];
        (void)na_cells_corners(&cells, cell, corners);
        struct na_grid corner = corners[0];
        struct na_plane_cell found = na_cells_of(&cells, corner);
        assert_int_equal(found.column, cell.column);
        assert_int_equal(found.row, cell.row);
        expect_one_square(&cells, corner);
        /* One number to the west or south of it the neighbour begins. */
        struct na_grid west = {nextafter(corner.easting_m, -INFINITY), corner.northing_m};
        struct na_grid south = {corner.easting_m, nextafter(corner.northing_m, -INFINITY)};
        assert_int_equal(na_cells_of(&cells, west).column, cell.column - 1);
        assert_int_equal(na_cells_of(&cells, south).row, cell.row - 1);
    }
}

static void whole_metres_fall_as_integer_division_says(void **state)
{
    (void)state;
    for (int64_t metre = -1000; metre <= 1000; metre++) {
        struct na_cells cells = cells_of(NA_CELLS_GRID, 150, 0, 0);
        int64_t floor_150 = metre >= 0 ? metre / 150 : -((149 - metre) / 150);
        struct na_plane_cell cell = na_cells_of(&cells, (struct na_grid){(double)metre, 0});
        assert_int_equal(cell.column, floor_150);
    }
}

/* Cells of a block around a hexagon that hold the point deeper than rounding, and that hold it or
 * nearly so. */
static void hexagons_that_hold(const struct na_cells *cells, struct na_plane_cell cell,
                               struct na_grid at, size_t *ret_surely, size_t *ret_nearly)
{
    *ret_surely = *ret_nearly = 0;
    for (int32_t row = cell.row - 2; row <= cell.row + 2; row++) {
        for (int32_t column = cell.column - 2; column <= cell.column + 2; column++) {
            double deep = depth(cells, (struct na_plane_cell){column, row}, at);
            *ret_surely += deep > CLOSE_M ? 1 : 0;
            *ret_nearly += deep > -CLOSE_M ? 1 : 0;
        }
    }
}

static void a_random_point_is_in_exactly_one_hexagon(void **state)
{
    (void)state;
    struct test_random random = test_random_start("hexagons");
    for (size_t i = 0; i < POINTS; i++) {
        struct na_cells cells = cells_of(NA_CELLS_HEX, sizes_m[i % SIZES],
                                         i % 2 == 0 ? 0 : test_random_between(&random, -500, 500),
                                         i % 3 == 0 ? 0 : 17.25);
        struct na_grid at = random_point(&random);
        struct na_plane_cell cell = na_cells_of(&cells, at);
        size_t surely = 0, nearly = 0;
        assert_true(depth(&cells, cell, at) > -CLOSE_M);
        hexagons_that_hold(&cells, cell, at, &surely, &nearly);
        assert_true(surely <= 1);
        assert_true(nearly >= 1);
        assert_true(surely == 1 || nearly >= 2);
    }
}

/* On a side both hexagons are equally near, on a corner all three: the one furthest north. */
static void a_point_on_a_flat_side_is_in_the_hexagon_to_the_north(void **state)
{
    (void)state;
    struct test_random random = test_random_start("sides of hexagons");
    for (size_t i = 0; i < POINTS; i++) {
        /* Halves of these are exact, so that the side is too. */
        static const double exact_m[] = {10, 128, 150, 1000};
        struct na_cells cells = cells_of(NA_CELLS_HEX, exact_m[i % 4], 0, 0);
        struct na_plane_cell cell = na_cells_of(&cells, random_point(&random));
        struct na_grid corners[NA_CELL_CORNERS_MAX];
        (void)na_cells_corners(&cells, cell, corners);
        double part = test_random_between(&random, 0.01, 0.99);
        struct na_grid on_top = {corners[1].easting_m +
                                     part * (corners[2].easting_m - corners[1].easting_m),
                                 corners[1].northing_m};
        struct na_plane_cell found = na_cells_of(&cells, on_top);
        assert_int_equal(found.column, cell.column);
        assert_int_equal(found.row, cell.row + 1);
        struct na_grid below = {on_top.easting_m, on_top.northing_m - 1e-4};
        assert_int_equal(na_cells_of(&cells, below).row, cell.row);
    }
}

static double ring_area(const struct na_grid *corners, size_t count)
{
    double twice = 0;
    for (size_t i = 0; i < count; i++) {
        struct na_grid a = corners[i], b = corners[(i + 1) % count];
        twice += (a.easting_m - corners[0].easting_m) * (b.northing_m - corners[0].northing_m) -
                 (b.easting_m - corners[0].easting_m) * (a.northing_m - corners[0].northing_m);
    }
    /* Corners run clockwise. */
    return -twice / 2;
}

/* 40 by 40 cells cover 40 columns' width by 40 rows' height: no gap, no overlap. */
static void cells_over_an_extent_add_up_to_it(void **state)
{
    (void)state;
    for (size_t i = 0; i < 2 * SIZES; i++) {
        struct na_cells cells =
            cells_of(i % 2 == 0 ? NA_CELLS_GRID : NA_CELLS_HEX, sizes_m[i / 2], 400000, 500000);
        double sum = 0;
        for (int32_t n = 0; n < 1600; n++) {
            struct na_grid corners[NA_CELL_CORNERS_MAX];
            size_t count =
                na_cells_corners(&cells, (struct na_plane_cell){n % 40, n / 40}, corners);
            double area = ring_area(corners, count);
            assert_true(fabs(area / na_cells_area_m2(&cells) - 1) < 1e-6);
            sum += area;
        }
        struct na_grid from = na_cells_centre(&cells, (struct na_plane_cell){0, 0});
        struct na_grid to = na_cells_centre(&cells, (struct na_plane_cell){40, 40});
        double extent = (to.easting_m - from.easting_m) * (to.northing_m - from.northing_m);
        assert_true(fabs(sum / extent - 1) < 1e-9);
    }
}

static size_t shared_corners(const struct na_cells *cells, struct na_plane_cell a,
                             struct na_plane_cell b)
{
    struct na_grid of_a[NA_CELL_CORNERS_MAX], of_b[NA_CELL_CORNERS_MAX];
    size_t count = na_cells_corners(cells, a, of_a), shared = 0;
    (void)na_cells_corners(cells, b, of_b);
    for (size_t i = 0; i < count; i++) {
        for (size_t j = 0; j < count; j++) {
            shared += memcmp(&of_a[i], &of_b[j], sizeof of_a[i]) == 0 ? 1 : 0;
        }
    }
    return shared;
}

/* The neighbours are all those that share a corner, and their corners are the same numbers. */
static void neighbours_share_corners_bit_by_bit(void **state)
{
    (void)state;
    struct test_random random = test_random_start("neighbours");
    for (size_t i = 0; i < 2000; i++) {
        bool hex = i % 2 == 0;
        struct na_cells cells =
            cells_of(hex ? NA_CELLS_HEX : NA_CELLS_GRID, sizes_m[i % SIZES], 0, 0);
        struct na_plane_cell cell = na_cells_of(&cells, random_point(&random));
        struct na_plane_cell neighbours[NA_CELL_NEIGHBOURS_MAX];
        size_t count = na_cells_neighbours(&cells, cell, neighbours);
        assert_int_equal(count, hex ? 6 : 8);
        size_t touching = 0;
        for (int32_t row = cell.row - 2; row <= cell.row + 2; row++) {
            for (int32_t column = cell.column - 2; column <= cell.column + 2; column++) {
                touching +=
                    shared_corners(&cells, cell, (struct na_plane_cell){column, row}) > 0 ? 1 : 0;
            }
        }
        assert_int_equal(touching, count + 1);
        for (size_t n = 0; n < count; n++) {
            size_t shared = shared_corners(&cells, cell, neighbours[n]);
            assert_true(hex ? shared == 2 : shared == 1 || shared == 2);
        }
    }
}

static void a_block_holds_every_cell_near_a_box(void **state)
{
    (void)state;
    struct test_random random = test_random_start("blocks");
    for (size_t i = 0; i < POINTS; i++) {
        struct na_cells cells =
            cells_of(i % 2 == 0 ? NA_CELLS_HEX : NA_CELLS_GRID, sizes_m[i % SIZES], 3, 5);
        struct na_grid at = random_point(&random);
        double reach_m = test_random_between(&random, 0, 900);
        struct na_cell_block block = na_cells_block(&cells, at, at, reach_m);
        struct na_grid near = {at.easting_m + test_random_between(&random, -reach_m, reach_m),
                               at.northing_m + test_random_between(&random, -reach_m, reach_m)};
        struct na_plane_cell cell = na_cells_of(&cells, near);
        assert_in_range(cell.column - block.low.column, 0, block.high.column - block.low.column);
        assert_in_range(cell.row - block.low.row, 0, block.high.row - block.low.row);
    }
}

static void positions_off_the_earth_have_a_cell_too(void **state)
{
    (void)state;
    static const double far_m[] = {3e7, 1e9, 1e15, 1e300, -3e7, -1e9, -1e300};
    for (size_t i = 0; i < sizeof far_m / sizeof far_m[0]; i++) {
        for (size_t kind = 0; kind < 2; kind++) {
            struct na_cells cells =
                cells_of(kind == 0 ? NA_CELLS_GRID : NA_CELLS_HEX, 10, -9999999, 9999999);
            struct na_plane_cell cell = na_cells_of(&cells, (struct na_grid){far_m[i], far_m[i]});
            assert_true(cell.column > -10000000 && cell.column < 10000000);
            assert_true(cell.row > -10000000 && cell.row < 10000000);
            assert_true((cell.column > 0) == (far_m[i] > 0));
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_random_point_is_in_exactly_one_square),
        cmocka_unit_test(a_point_on_an_edge_is_in_the_square_north_or_east),
        cmocka_unit_test(whole_metres_fall_as_integer_division_says),
        cmocka_unit_test(a_random_point_is_in_exactly_one_hexagon),
        cmocka_unit_test(a_point_on_a_flat_side_is_in_the_hexagon_to_the_north),
        cmocka_unit_test(cells_over_an_extent_add_up_to_it),
        cmocka_unit_test(neighbours_share_corners_bit_by_bit),
        cmocka_unit_test(a_block_holds_every_cell_near_a_box),
        cmocka_unit_test(positions_off_the_earth_have_a_cell_too),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
