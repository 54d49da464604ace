/* Unions, intersections and differences of polygons, whose areas are known by hand. */
#include "support/shape_drawing.h"

#include "io/topology.h"
#include "io/topology_region.h"
#include "support/random.h"

static struct na_topology *topology;

static int open_topology(void **state)
{
    (void)state;
    return na_topology_new(&topology, NULL) == NA_OK ? 0 : -1;
}

static int close_topology(void **state)
{
    (void)state;
    na_topology_free(topology);
    return 0;
}

static struct na_polygon *rectangle(double west, double south, double east, double north)
{
    double xy[10] = {west, south, west, north, east, north, east, south, west, south};
    size_t starts[2] = {0, 5};
    struct na_shape shape = {xy, 5, starts, 1, false};
    struct na_polygon *polygon = NULL;
    assert_int_equal(na_region_new(topology, &shape, &polygon, NULL), NA_OK);
    return polygon;
}

static double area_of(const struct na_polygon *region)
{
    double area = -1.0;
    assert_int_equal(na_region_area(topology, region, &area, NULL), NA_OK);
    return area;
}

static bool close_to(double a, double b, double tolerance)
{
    if (!(fabs(a - b) <= tolerance)) {
        print_error("%.9f is not %.9f\n", a, b);
    }
    return fabs(a - b) <= tolerance;
}

/* Even-odd area by the shoelace of each ring, clockwise positive. */
static double shape_area(const struct na_shape *shape)
{
    double twice = 0.0;
    for (size_t part = 0; part < shape->part_count; part++) {
        const double *origin = shape->xy + 2 * shape->part_starts[part];
        for (size_t i = shape->part_starts[part]; i + 1 < shape->part_starts[part + 1]; i++) {
            const double *a = shape->xy + 2 * i;
            twice +=
                (a[2] - origin[0]) * (a[1] - origin[1]) - (a[0] - origin[0]) * (a[3] - origin[1]);
        }
    }
    return twice / 2.0;
}

static void two_squares_have_the_areas_of_the_textbook(void **state)
{
    (void)state;
    static const struct {
        double east, north, joined, common, less;
    } rows[] = {
        {5.0, 5.0, 175.0, 25.0, 75.0},   /* corners overlap */
        {0.0, 0.0, 100.0, 100.0, 0.0},   /* the same */
        {10.0, 0.0, 200.0, 0.0, 100.0},  /* share an edge */
        {10.0, 10.0, 200.0, 0.0, 100.0}, /* share a corner */
        {50.0, 0.0, 200.0, 0.0, 100.0},  /* apart */
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct na_polygon *pair[2] = {rectangle(450000, 530000, 450010, 530010),
                                      rectangle(450000 + rows[i].east, 530000 + rows[i].north,
                                                450010 + rows[i].east, 530010 + rows[i].north)};
        struct na_polygon *joined = NULL;
        struct na_polygon *adjoining = NULL;
        struct na_polygon *common = NULL;
        struct na_polygon *less = NULL;
        assert_int_equal(na_region_union(topology, pair, 2, &joined, NULL), NA_OK);
        assert_int_equal(na_region_union_adjoining(topology, pair, 2, &adjoining, NULL), NA_OK);
        assert_int_equal(na_region_intersection(topology, pair[0], pair[1], &common, NULL), NA_OK);
        assert_int_equal(na_region_difference(topology, pair[0], pair[1], &less, NULL), NA_OK);
        assert_true(close_to(area_of(joined), rows[i].joined, 1e-6));
        assert_true(close_to(area_of(adjoining), rows[i].joined, 1e-6));
        assert_true(close_to(area_of(common), rows[i].common, 1e-6));
        assert_true(close_to(area_of(less), rows[i].less, 1e-6));
        assert_int_equal(na_region_is_empty(common), rows[i].common <= 0.0);
        struct na_polygon *const all[] = {pair[0], pair[1], joined, adjoining, common, less};
        for (size_t j = 0; j < sizeof all / sizeof all[0]; j++) {
            na_polygon_free(topology, all[j]);
        }
    }
}

static void nothing_joined_is_empty(void **state)
{
    (void)state;
    struct na_polygon *none = NULL;
    struct na_polygon *adjoining = NULL;
    struct na_polygon *made = NULL;
    struct na_shape shape = {.part_count = 0};
    size_t starts[1] = {0};
    struct na_shape drawn;
    shape.part_starts = starts;
    assert_int_equal(na_region_union(topology, NULL, 0, &none, NULL), NA_OK);
    assert_int_equal(na_region_union_adjoining(topology, NULL, 0, &adjoining, NULL), NA_OK);
    assert_int_equal(na_region_new(topology, &shape, &made, NULL), NA_OK);
    assert_true(na_region_is_empty(none));
    assert_true(na_region_is_empty(adjoining));
    assert_true(na_region_is_empty(made));
    assert_int_equal(na_region_shape(topology, none, 0.0, &drawn, NULL), NA_OK);
    assert_int_equal(drawn.part_count, 0);
    assert_int_equal(drawn.vertex_count, 0);
    na_shape_fini(&drawn);
    na_polygon_free(topology, none);
    na_polygon_free(topology, adjoining);
    na_polygon_free(topology, made);
}

static void a_shape_has_shells_clockwise_and_holes_after_them(void **state)
{
    (void)state;
    struct na_polygon *parts[3] = {rectangle(0, 0, 100, 100), rectangle(300, 0, 400, 100), NULL};
    struct na_polygon *hole = rectangle(40, 40, 60, 60);
    struct na_polygon *joined = NULL;
    struct na_polygon *ring = NULL;
    struct na_shape shape;
    assert_int_equal(na_region_union(topology, parts, 2, &joined, NULL), NA_OK);
    assert_int_equal(na_region_difference(topology, joined, hole, &ring, NULL), NA_OK);
    assert_int_equal(na_region_shape(topology, ring, 0.0, &shape, NULL), NA_OK);
    assert_int_equal(shape.part_count, 3);
    assert_true(close_to(shape_area(&shape), 19600.0, 1e-9));
    size_t negative = 0;
    for (size_t part = 0; part < 3; part++) {
        struct na_shape one = shape;
        one.part_starts += part;
        one.part_count = 1;
        bool is_hole = shape_area(&one) < 0.0;
        negative += is_hole;
        assert_false(is_hole && part == 0);
        const double *first = shape.xy + 2 * shape.part_starts[part];
        const double *last = shape.xy + 2 * (shape.part_starts[part + 1] - 1);
        assert_memory_equal(first, last, 2 * sizeof(double));
    }
    assert_int_equal(negative, 1);
    na_shape_fini(&shape);
    /* Over the size of the hole: it is filled; over that of the shells: nothing is left. */
    assert_int_equal(na_region_shape(topology, ring, 400.0, &shape, NULL), NA_OK);
    assert_int_equal(shape.part_count, 2);
    na_shape_fini(&shape);
    assert_int_equal(na_region_shape(topology, ring, 10000.0, &shape, NULL), NA_OK);
    assert_int_equal(shape.part_count, 0);
    na_shape_fini(&shape);
    na_polygon_free(topology, ring);
    na_polygon_free(topology, joined);
    na_polygon_free(topology, hole);
    na_polygon_free(topology, parts[0]);
    na_polygon_free(topology, parts[1]);
}

static void a_ring_that_touches_itself_is_mended(void **state)
{
    (void)state;
    /* A square whose hole hangs on a corner, drawn in one go. */
    double xy[] = {0, 0, 0, 10, 10, 10, 10, 0, 0, 0, 5, 2, 5, 5, 0, 0};
    size_t starts[2] = {0, 8};
    struct na_shape shape = {xy, 8, starts, 1, false};
    struct na_polygon *region = NULL;
    struct na_error error = {.message = ""};
    assert_int_equal(na_region_new(topology, &shape, &region, &error), NA_OK);
    assert_true(close_to(area_of(region), 92.5, 1e-9));
    na_polygon_free(topology, region);
}

/* Tiles of a plane of random width, cut by random rectangles: each as by itself. */
static void many_are_cut_as_each_by_itself(void **state)
{
    (void)state;
    enum { SIDE = 12, TILES = SIDE * SIDE, BLOCKS = 60 };
    struct test_random random = test_random_start("many_are_cut_as_each_by_itself");
    struct na_polygon *tiles[TILES];
    struct na_polygon *parts[TILES];
    struct na_polygon *rests[TILES];
    struct na_polygon *blocks[BLOCKS];
    struct na_polygon *region = NULL;
    double sum = 0.0;
    for (size_t i = 0; i < TILES; i++) {
        double west = 100.0 * (double)(i % SIDE);
        double south = 100.0 * (double)(i / SIDE);
        tiles[i] = rectangle(west, south, west + 100.0, south + 100.0);
    }
    for (size_t i = 0; i < BLOCKS; i++) {
        double west = test_random_between(&random, -100.0, 1250.0);
        double south = test_random_between(&random, -100.0, 1250.0);
        blocks[i] = rectangle(west, south, west + test_random_between(&random, 1.0, 300.0),
                              south + test_random_between(&random, 1.0, 90.0));
    }
    assert_int_equal(na_region_union(topology, blocks, BLOCKS, &region, NULL), NA_OK);
    assert_true(na_region_vertices(topology, region) > 4);
    assert_int_equal(na_region_cut(topology, region, tiles, TILES, parts, rests, NULL), NA_OK);
    for (size_t i = 0; i < TILES; i++) {
        struct na_polygon *alone = NULL;
        assert_int_equal(na_region_intersection(topology, tiles[i], region, &alone, NULL), NA_OK);
        assert_true(close_to(area_of(parts[i]), area_of(alone), 1e-6));
        assert_true(close_to(area_of(rests[i]), 10000.0 - area_of(alone), 1e-6));
        sum += area_of(alone);
        na_polygon_free(topology, alone);
    }
    const double plane[4] = {0.0, 0.0, 100.0 * SIDE, 100.0 * SIDE};
    struct na_polygon *within = NULL;
    assert_int_equal(na_region_clip(topology, region, plane, &within, NULL), NA_OK);
    assert_true(close_to(area_of(within), sum, 1e-5));
    na_polygon_free(topology, within);
    for (size_t i = 0; i < TILES; i++) {
        na_polygon_free(topology, tiles[i]);
        na_polygon_free(topology, parts[i]);
        na_polygon_free(topology, rests[i]);
    }
    for (size_t i = 0; i < BLOCKS; i++) {
        na_polygon_free(topology, blocks[i]);
    }
    na_polygon_free(topology, region);
}

static void overlaps_do_not_spoil_the_fast_union(void **state)
{
    (void)state;
    struct na_polygon *polygons[4] = {rectangle(0, 0, 10, 10), rectangle(10, 0, 20, 10),
                                      rectangle(5, 5, 15, 15), rectangle(2, 2, 3, 3)};
    struct na_polygon *joined = NULL;
    assert_int_equal(na_region_union_adjoining(topology, polygons, 4, &joined, NULL), NA_OK);
    assert_true(close_to(area_of(joined), 250.0, 1e-9));
    na_polygon_free(topology, joined);
    for (size_t i = 0; i < 4; i++) {
        na_polygon_free(topology, polygons[i]);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(two_squares_have_the_areas_of_the_textbook),
        cmocka_unit_test(nothing_joined_is_empty),
        cmocka_unit_test(a_shape_has_shells_clockwise_and_holes_after_them),
        cmocka_unit_test(a_ring_that_touches_itself_is_mended),
        cmocka_unit_test(many_are_cut_as_each_by_itself),
        cmocka_unit_test(overlaps_do_not_spoil_the_fast_union),
    };
    return cmocka_run_group_tests(tests, open_topology, close_topology);
}
