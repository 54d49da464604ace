/* Overlaps and gaps: of squares, and of real wards. */
#include "support/shape_drawing.h"

#define WARDS NA_TEST_SHARED_DATA "/wards/"

static void test_overlaps_of_squares(void **state)
{
    static const char *const wkts[] = {
        "((20 0,20 10,30 10,30 0,20 0))", /* alone */
        "((0 0,0 10,10 10,10 0,0 0))",    /* overlaps the next by 2 x 10 */
        "((8 0,8 10,18 10,18 0,8 0))",    /* and that the one after by 10 x 1 */
        "((8 9,8 19,18 19,18 9,8 9))",    /* which shares 2 x 1 with the second */
        "((10 0,10 -10,0 -10,0 0,10 0))", /* touches the second along an edge */
    };
    struct na_polygon *polygons[5];
    struct na_overlap *overlaps = NULL;
    size_t count = 0;
    for (size_t i = 0; i < 5; i++) {
        polygons[i] = polygon_of(*state, wkts[i]);
    }
    assert_int_equal(na_topology_overlaps(*state, polygons, 5, 0.5, &overlaps, &count, NULL),
                     NA_OK);
    static const struct na_overlap wanted[] = {{1, 2, 20, 0, 0}, {1, 3, 2, 0, 0}, {2, 3, 10, 0, 0}};
    assert_int_equal(count, 3);
    for (size_t i = 0; i < 3; i++) {
        assert_int_equal(overlaps[i].a, wanted[i].a);
        assert_int_equal(overlaps[i].b, wanted[i].b);
        assert_true(fabs(overlaps[i].area - wanted[i].area) < 1e-9);
    }
    assert_true(overlaps[0].x > 8 && overlaps[0].x < 10 && overlaps[0].y > 0 && overlaps[0].y < 10);
    free(overlaps);
    assert_int_equal(na_topology_overlaps(*state, polygons, 5, 10, &overlaps, &count, NULL), NA_OK);
    assert_int_equal(count, 1);
    free(overlaps);
    for (size_t i = 0; i < 5; i++) {
        na_polygon_free(*state, polygons[i]);
    }
}

static void test_gaps_between_squares(void **state)
{
    /* A frame of four with a hole of 10 x 10, in which stands an island of 2 x 2; and a pair with a
     * slit that is open to the outside, which is no gap. */
    static const char *const wkts[] = {
        "((0 0,0 5,20 5,20 0,0 0))",      "((0 15,0 20,20 20,20 15,0 15))",
        "((0 5,0 15,5 15,5 5,0 5))",      "((15 5,15 15,20 15,20 5,15 5))",
        "((9 9,9 11,11 11,11 9,9 9))",    "((30 0,30 10,33 10,33 0,30 0))",
        "((34 0,34 10,37 10,37 0,34 0))",
    };
    struct na_polygon *polygons[7];
    struct na_gap *gaps = NULL;
    size_t count = 0;
    for (size_t i = 0; i < 7; i++) {
        polygons[i] = polygon_of(*state, wkts[i]);
    }
    assert_int_equal(na_topology_gaps(*state, polygons, 7, 1, &gaps, &count, NULL), NA_OK);
    assert_int_equal(count, 1);
    assert_true(fabs(gaps[0].area - 96) < 1e-9);
    assert_true(gaps[0].x > 5 && gaps[0].x < 15 && gaps[0].y > 5 && gaps[0].y < 15);
    assert_false(gaps[0].x > 9 && gaps[0].x < 11 && gaps[0].y > 9 && gaps[0].y < 11);
    free(gaps);
    assert_int_equal(na_topology_gaps(*state, polygons, 7, 96, &gaps, &count, NULL), NA_OK);
    assert_int_equal(count, 0);
    free(gaps);
    for (size_t i = 0; i < 7; i++) {
        na_polygon_free(*state, polygons[i]);
    }
}

/* All polygons of a layer of wards; the count is 0 if it is not there. */
static size_t wards_load(struct na_topology *topology, const char *base,
                         struct na_polygon **ret_polygons, size_t most)
{
    struct shape_triple triple;
    struct na_shapefile *file = NULL;
    if (!shape_triple_load(base, &triple)) {
        return 0;
    }
    struct na_shape_bytes bytes = shape_triple_bytes(&triple, "wards.shp");
    assert_int_equal(na_shapefile_open(&bytes, NULL, &file, NULL), NA_OK);
    size_t count = na_shapefile_record_count(file);
    assert_true(count <= most);
    for (size_t i = 0; i < count; i++) {
        struct na_shape shape;
        struct na_error error;
        assert_int_equal(na_shapefile_read_shape(file, i, &shape, NULL), NA_OK);
        assert_int_equal(na_polygon_new(topology, &shape, &ret_polygons[i], NULL), NA_OK);
        if (na_polygon_check(topology, ret_polygons[i], &error) != NA_OK) {
            fail_msg("%s record %zu: %s", base, i + 1, error.message);
        }
        na_shape_fini(&shape);
    }
    na_shapefile_free(file);
    shape_triple_fini(&triple);
    return count;
}

static void test_real_wards_are_valid_and_fit_together(void **state)
{
    struct na_polygon *polygons[100];
    size_t count = wards_load(*state, WARDS "WD20_BGC_tees", polygons, 100);
    if (count == 0) {
        SKIP_WITHOUT(WARDS);
    }
    struct na_overlap *overlaps = NULL;
    struct na_gap *gaps = NULL;
    size_t overlap_count = 0;
    size_t gap_count = 0;
    assert_int_equal(
        na_topology_overlaps(*state, polygons, count, 0.1, &overlaps, &overlap_count, NULL), NA_OK);
    assert_int_equal(na_topology_gaps(*state, polygons, count, 0.1, &gaps, &gap_count, NULL),
                     NA_OK);
    print_message("%zu wards, %zu overlaps, %zu gaps over 0.1 m2\n", count, overlap_count,
                  gap_count);
    assert_int_equal(overlap_count, 0);
    assert_int_equal(gap_count, 0);
    free(overlaps);
    free(gaps);
    /* One ward less in the middle is a gap of its area (ward 40 is bounded by others alone). */
    double area = 0;
    size_t inner = 0;
    for (size_t i = 0; i < count && inner == 0; i++) {
        struct na_polygon *last = polygons[count - 1];
        polygons[count - 1] = polygons[i];
        polygons[i] = last;
        assert_int_equal(
            na_topology_gaps(*state, polygons, count - 1, 0.1, &gaps, &gap_count, NULL), NA_OK);
        if (gap_count == 1) {
            inner++;
            area = na_polygon_area(*state, polygons[count - 1]);
            assert_true(fabs(gaps[0].area - area) < 1e-6 * area);
        }
        free(gaps);
    }
    assert_int_equal(inner, 1);
    for (size_t i = 0; i < count; i++) {
        na_polygon_free(*state, polygons[i]);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_overlaps_of_squares),
        cmocka_unit_test(test_gaps_between_squares),
        cmocka_unit_test(test_real_wards_are_valid_and_fit_together),
    };
    return cmocka_run_group_tests(tests, topology_setup, topology_teardown);
}
