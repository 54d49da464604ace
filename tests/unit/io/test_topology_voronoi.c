/* Voronoi cells, judged by the nearest point. */
#include "support/shape_drawing.h"

#define CENTRES NA_TEST_SHARED_DATA "/facts/ward_centres_2023.csv"

/* Easting and northing of each ward centre. */
static size_t centres_load(double *xy, size_t most)
{
    char *text = text_load(CENTRES);
    size_t count = 0;
    if (text == NULL) {
        return 0;
    }
    char *line = strchr(text, '\n');
    while (line != NULL && line[1] != '\0') {
        char *end = strchr(line + 1, '\n');
        end = end != NULL ? end : line + 1 + strlen(line + 1);
        char *comma = end;
        for (int commas = 0; commas < 2; commas += *comma == ',') {
            comma--;
        }
        assert_true(count < most);
        xy[2 * count] = strtod(comma + 1, &comma);
        xy[2 * count + 1] = strtod(comma + 1, NULL);
        count++;
        line = *end == '\n' ? end : NULL;
    }
    free(text);
    return count;
}

static size_t shared_vertices(const struct na_shape *a, const struct na_shape *b)
{
    size_t shared = 0;
    for (size_t i = 0; i + 1 < a->vertex_count; i++) {
        for (size_t j = 0; j + 1 < b->vertex_count; j++) {
            shared += memcmp(a->xy + 2 * i, b->xy + 2 * j, 2 * sizeof(double)) == 0;
        }
    }
    return shared;
}

static bool encloses(const struct na_shape *shape, double x, double y)
{
    bool inside = false;
    for (size_t i = 0; i + 1 < shape->vertex_count; i++) {
        const double *a = shape->xy + 2 * i;
        const double *b = a + 2;
        if ((a[1] > y) != (b[1] > y) && x < a[0] + (y - a[1]) / (b[1] - a[1]) * (b[0] - a[0])) {
            inside = !inside;
        }
    }
    return inside;
}

/* Nearest point, by looking at all. */
static size_t nearest_of(const double *xy, size_t count, double x, double y, double *ret_distance)
{
    size_t nearest = 0;
    *ret_distance = INFINITY;
    for (size_t i = 0; i < count; i++) {
        double distance = hypot(xy[2 * i] - x, xy[2 * i + 1] - y);
        if (distance < *ret_distance) {
            *ret_distance = distance;
            nearest = i;
        }
    }
    return nearest;
}

static void test_cells_of_the_ward_centres(void **state)
{
    enum { MOST = 100 };
    const double radius = 3000;
    double xy[2 * MOST];
    struct na_shape cells[MOST];
    struct na_polygon *polygons[MOST];
    size_t count = centres_load(xy, MOST);
    if (count == 0) {
        SKIP_WITHOUT(CENTRES);
    }
    assert_int_equal(count, 83);
    struct na_error error;
    if (na_topology_voronoi(*state, xy, count, radius, 72, cells, &error) != NA_OK) {
        fail_msg("%s", error.message);
    }
    size_t shared = 0;
    for (size_t i = 0; i < count; i++) {
        assert_int_equal(na_polygon_new(*state, &cells[i], &polygons[i], NULL), NA_OK);
        assert_int_equal(na_polygon_check(*state, polygons[i], &error), NA_OK);
        assert_true(encloses(&cells[i], xy[2 * i], xy[2 * i + 1]));
        for (size_t j = 0; j < i; j++) {
            assert_false(encloses(&cells[i], xy[2 * j], xy[2 * j + 1]));
            shared += shared_vertices(&cells[i], &cells[j]);
        }
    }
    assert_true(shared > 2 * count);
    /* Every place within the radius is in the cell of the centre nearest to it, and in no other. */
    size_t inside = 0;
    for (double x = 430013.37; x < 485000; x += 500) {
        for (double y = 505017.61; y < 540000; y += 500) {
            double distance = 0;
            size_t nearest = nearest_of(xy, count, x, y, &distance);
            for (size_t i = 0; i < count; i++) {
                if (encloses(&cells[i], x, y)) {
                    assert_int_equal(i, nearest);
                    inside++;
                }
            }
            /* A circle of 72 sides comes within 0.1% of its radius. */
            if (distance < 0.999 * radius || distance > radius) {
                assert_int_equal(encloses(&cells[nearest], x, y), distance < radius);
            }
        }
    }
    print_message("%zu places in cells, %zu shared vertices\n", inside, shared);
    struct na_overlap *overlaps = NULL;
    size_t overlap_count = 0;
    assert_int_equal(
        na_topology_overlaps(*state, polygons, count, 1e-3, &overlaps, &overlap_count, NULL),
        NA_OK);
    assert_int_equal(overlap_count, 0);
    free(overlaps);
    for (size_t i = 0; i < count; i++) {
        na_polygon_free(*state, polygons[i]);
        na_shape_fini(&cells[i]);
    }
}

static void test_cells_that_are_not_cut_cover_their_sum(void **state)
{
    /* Four points of a square and its middle: the middle's cell is a diamond of half the area. */
    static const double xy[] = {0, 0, 0, 10, 10, 10, 10, 0, 5, 5};
    struct na_shape cells[5];
    struct na_polygon *polygon = NULL;
    assert_int_equal(na_topology_voronoi(*state, xy, 5, 100, 36, cells, NULL), NA_OK);
    assert_int_equal(cells[4].vertex_count, 5);
    assert_int_equal(na_polygon_new(*state, &cells[4], &polygon, NULL), NA_OK);
    assert_true(fabs(na_polygon_area(*state, polygon) - 50) < 1e-9);
    for (size_t i = 0; i < 4; i++) {
        assert_int_equal(shared_vertices(&cells[i], &cells[4]), 2);
    }
    na_polygon_free(*state, polygon);
    for (size_t i = 0; i < 5; i++) {
        na_shape_fini(&cells[i]);
    }
}

static void test_few_or_equal_points(void **state)
{
    static const double xy[] = {450612, 532426, 450770, 532587, 450612, 532426};
    struct na_shape cells[3];
    struct na_error error;
    assert_int_equal(na_topology_voronoi(*state, xy, 1, 3000, 12, cells, &error), NA_OK);
    assert_int_equal(cells[0].vertex_count, 13);
    na_shape_fini(&cells[0]);
    assert_int_equal(na_topology_voronoi(*state, xy, 2, 3000, 12, cells, &error), NA_OK);
    assert_int_equal(shared_vertices(&cells[0], &cells[1]), 0);
    na_shape_fini(&cells[0]);
    na_shape_fini(&cells[1]);
    assert_int_equal(na_topology_voronoi(*state, xy, 3, 3000, 12, cells, &error), NA_ERR_DATA);
    assert_string_equal(error.message, "Points 1 and 3 are the same");
    assert_int_equal(na_topology_voronoi(*state, xy, 0, 3000, 12, cells, &error), NA_ERR_LIMIT);
    assert_int_equal(na_topology_voronoi(*state, xy, 2, 0, 12, cells, &error), NA_ERR_LIMIT);
    assert_int_equal(na_topology_voronoi(*state, xy, 2, 3000, 7, cells, &error), NA_ERR_LIMIT);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_cells_of_the_ward_centres),
        cmocka_unit_test(test_cells_that_are_not_cut_cover_their_sum),
        cmocka_unit_test(test_few_or_equal_points),
    };
    return cmocka_run_group_tests(tests, topology_setup, topology_teardown);
}
