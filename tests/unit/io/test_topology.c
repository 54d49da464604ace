/* Rings into polygons, and their validity against GEOS's own cases. */
#include "support/random.h"
#include "support/shape_drawing.h"

#define CASES NA_TEST_SHARED_DATA "/conformance/geos/TestValid.xml"

/* The shoelace sum of one ring, without its sign. */
static double ring_area(const double *xy, size_t count)
{
    double twice = 0;
    for (size_t i = 0; i + 1 < count; i++) {
        twice += xy[2 * i] * xy[2 * i + 3] - xy[2 * i + 2] * xy[2 * i + 1];
    }
    return fabs(twice) / 2;
}

static double drawing_area(const struct drawing *drawing)
{
    double area = 0;
    for (size_t i = 0; i < drawing->shape.part_count; i++) {
        double ring = ring_area(drawing->xy + 2 * drawing->starts[i],
                                drawing->starts[i + 1] - drawing->starts[i]);
        area += drawing->depth_one[i] == 1 ? ring : -ring;
    }
    return area;
}

/* Faults of roles alone: rings that would be right if they were named otherwise, which is what
 * sorting them by what lies in what does. */
static bool role_only(const char *title)
{
    static const char *const titles[] = {
        "A - hole outside, disjoint (hole outside shell)",
        "A - hole outside, all vertices touch (hole outside shell)",
        "A - hole inside hole, disjoint (nested holes)",
        "A - hole inside hole, first point is identical (nested holes)",
        "A - hole inside hole, all vertices touch (nested holes)",
        "mA - shell inside shell, disjoint (nested shells)",
        "mA - shell inside shell, all vertices touch hole (nested shells)",
    };
    for (size_t i = 0; i < sizeof titles / sizeof titles[0]; i++) {
        if (strncmp(title, titles[i], strlen(titles[i])) == 0) {
            return true;
        }
    }
    return false;
}

/* One <case>: 1 judged, 0 not about polygons of rings. */
static size_t case_judge(struct na_topology *topology, const char *text)
{
    static struct drawing drawing;
    char title[128];
    const char *name = strstr(text, "<desc>") + 6;
    const char *wkt = strstr(text, "<a>") + 3;
    bool valid = strstr(strstr(text, "isValid"), "true") < strstr(text, "</case>") &&
                 strstr(strstr(text, "isValid"), "true") != NULL;
    (void)snprintf(title, sizeof title, "%.*s", (int)strcspn(name, "<"), name);
    wkt += strspn(wkt, " \r\n\t");
    if ((strncmp(wkt, "POLYGON", 7) != 0 && strncmp(wkt, "MULTIPOLYGON", 12) != 0) ||
        strcspn(wkt, "N") > strcspn(wkt, "<") || !drawing_read(wkt, &drawing)) {
        return 0;
    }
    struct na_polygon *polygon = NULL;
    struct na_error error = {.code = NA_OK};
    bool found = false;
    if (na_polygon_new(topology, &drawing.shape, &polygon, &error) == NA_OK) {
        found = na_polygon_check(topology, polygon, &error) == NA_OK;
    }
    if (found != (valid || role_only(title))) {
        fail_msg("%s: %s", title, found ? "found valid" : error.message);
    }
    if (valid) {
        double area = drawing_area(&drawing);
        assert_true(fabs(na_polygon_area(topology, polygon) - area) <= 1e-9 * area);
    } else if (!found) {
        assert_true(error.code == NA_ERR_DATA && error.hint[0] != '\0');
    }
    na_polygon_free(topology, polygon);
    return 1;
}

static void test_validity_is_that_of_geos_own_cases(void **state)
{
    char *text = text_load(CASES);
    if (text == NULL) {
        SKIP_WITHOUT(CASES);
    }
    size_t judged = 0;
    for (const char *at = strstr(text, "<case>"); at != NULL; at = strstr(at + 1, "<case>")) {
        judged += case_judge(*state, at);
    }
    free(text);
    print_message("%zu cases judged\n", judged);
    assert_true(judged >= 60);
}

static void test_rings_find_their_roles_whatever_their_direction(void **state)
{
    static const struct {
        const char *wkt;
        double area;
    } cases[] = {
        {"((0 0,0 10,10 10,10 0,0 0))", 100},
        {"((0 0,10 0,10 10,0 10,0 0))", 100},
        {"((0 0,0 10,10 10,10 0,0 0),(2 2,2 4,4 4,4 2,2 2))", 96},
        {"((2 2,2 4,4 4,4 2,2 2),(0 0,0 10,10 10,10 0,0 0))", 96},
        /* an island in the hole, all drawn the same way */
        {"((0 0,0 10,10 10,10 0,0 0),(1 1,1 9,9 9,9 1,1 1),(3 3,3 5,5 5,5 3,3 3))", 40},
        /* a hole that touches the shell in the middle of an edge */
        {"((0 0,0 10,10 10,10 0,0 0),(0 5,5 9,9 5,5 1,0 5))", 100 - 36},
        /* two shells that touch in a point */
        {"((0 0,0 10,10 10,10 0,0 0),(10 10,10 20,20 20,20 10,10 10))", 200},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct na_polygon *polygon = polygon_of(*state, cases[i].wkt);
        struct na_error error;
        if (na_polygon_check(*state, polygon, &error) != NA_OK) {
            fail_msg("%s: %s", cases[i].wkt, error.message);
        }
        assert_true(fabs(na_polygon_area(*state, polygon) - cases[i].area) < 1e-9);
        na_polygon_free(*state, polygon);
    }
}

/* Three squares on a coarse grid, so that they nest, touch, cross and repeat each other often. */
static void squares_draw(struct test_random *random, double corners[3][3])
{
    for (size_t i = 0; i < 3; i++) {
        corners[i][0] = (double)test_random_below(random, 6);
        corners[i][1] = (double)test_random_below(random, 6);
        corners[i][2] = 1 + (double)test_random_below(random, 5);
    }
}

/* Area of the three in one order, or -1 if they are no valid polygon. */
static double squares_judge(struct na_topology *topology, double corners[3][3], const size_t *order)
{
    unsigned char bytes[80];
    double xy[30];
    size_t starts[4] = {0, 5, 10, 15};
    struct na_shape shape = {xy, 15, starts, 3, false};
    struct na_polygon *polygon = NULL;
    struct na_error error;
    for (size_t i = 0; i < 3; i++) {
        const double *corner = corners[order[i]];
        shape_triple_square(bytes, corner[0], corner[1], corner[2], (order[i] & 1) == 0);
        for (size_t j = 0; j < 10; j++) {
            xy[10 * i + j] = na_get_le_double(bytes + 8 * j);
        }
    }
    assert_int_equal(na_polygon_new(topology, &shape, &polygon, NULL), NA_OK);
    bool valid = na_polygon_check(topology, polygon, &error) == NA_OK;
    double area = valid ? na_polygon_area(topology, polygon) : -1;
    na_polygon_free(topology, polygon);
    return area;
}

static void test_the_order_of_the_rings_changes_nothing(void **state)
{
    static const size_t orders[6][3] = {{0, 1, 2}, {0, 2, 1}, {1, 0, 2},
                                        {1, 2, 0}, {2, 0, 1}, {2, 1, 0}};
    struct test_random random = test_random_start("rings");
    size_t valid = 0;
    for (size_t round = 0; round < 400; round++) {
        double corners[3][3];
        squares_draw(&random, corners);
        double first = squares_judge(*state, corners, orders[0]);
        valid += first > 0 ? 1 : 0;
        for (size_t i = 1; i < 6; i++) {
            assert_true(fabs(squares_judge(*state, corners, orders[i]) - first) < 1e-9);
        }
    }
    print_message("%zu of 400 were valid\n", valid);
    assert_true(valid > 0 && valid < 400);
}

static void test_faults_are_told_with_their_place(void **state)
{
    static const struct {
        const char *wkt;
        const char *says;
    } cases[] = {
        {"((450600 532400,450700 532500,450700 532400,450600 532500,450600 532400))",
         "Self-intersection at 450650 532450"},
        {"((450600 532400,450633 532501,450700 532400,450601 532500,450600 532400))",
         "Self-intersection at 450624.81 532475.95"},
        {"((0 0,1 1,1 0,0 1,0 0))", "Self-intersection at 0.5 0.5"},
        {"((0 0,0 10,10 10,10 0,0 0),(5 5,5 15,15 15,15 5,5 5))", "Self-intersection at "},
        {"((0 0,0 10,10 10,10 0,0 0),(0 0,0 10,10 10,10 0,0 0))", " at "},
        {"((0 0,0 10,0 10,0 0))", " at "},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct na_polygon *polygon = polygon_of(*state, cases[i].wkt);
        struct na_error error = {.code = NA_OK};
        assert_int_equal(na_polygon_check(*state, polygon, &error), NA_ERR_DATA);
        if (strstr(error.message, cases[i].says) == NULL || error.hint[0] == '\0') {
            fail_msg("%s: \"%s\"", cases[i].wkt, error.message);
        }
        na_polygon_free(*state, polygon);
    }
}

/* An outer ring that goes round a hole by touching itself is valid to ESRI. */
static void test_rings_that_touch_themselves_are_told_from_crossings(void **state)
{
    static const struct {
        const char *wkt;
        bool accepted;
        double area;
    } cases[] = {
        {"((0 0,0 10,5 10,3 5,7 5,5 10,10 10,10 0,0 0))", true, 90},
        {"((450600 532400,450700 532500,450700 532400,450600 532500,450600 532400))", false, 0},
        {"((0 0,0 10,10 10,10 0,0 0),(5 5,5 15,15 15,15 5,5 5))", false, 0},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct na_polygon *polygon = polygon_of(*state, cases[i].wkt);
        struct na_error error = {.code = NA_OK};
        assert_int_equal(na_polygon_check(*state, polygon, &error), NA_ERR_DATA);
        enum na_code code = na_polygon_accept_self_touch(*state, polygon, &error);
        assert_int_equal(code, cases[i].accepted ? NA_OK : NA_ERR_DATA);
        if (cases[i].accepted) {
            assert_int_equal(na_polygon_check(*state, polygon, &error), NA_OK);
            assert_true(na_polygon_area(*state, polygon) == cases[i].area);
        }
        na_polygon_free(*state, polygon);
    }
}

static void test_shapes_without_rings_are_refused(void **state)
{
    struct na_shape nothing = {NULL, 0, NULL, 0, true};
    struct na_polygon *polygon = NULL;
    struct na_error error;
    assert_int_equal(na_polygon_new(*state, &nothing, &polygon, &error), NA_ERR_DATA);
    double xy[] = {0, 0, 1, 1};
    size_t starts[] = {0, 2};
    struct na_shape short_ring = {xy, 2, starts, 1, false};
    assert_int_equal(na_polygon_new(*state, &short_ring, &polygon, &error), NA_ERR_DATA);
    assert_true(error.message[0] != '\0');
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_validity_is_that_of_geos_own_cases),
        cmocka_unit_test(test_rings_find_their_roles_whatever_their_direction),
        cmocka_unit_test(test_the_order_of_the_rings_changes_nothing),
        cmocka_unit_test(test_faults_are_told_with_their_place),
        cmocka_unit_test(test_rings_that_touch_themselves_are_told_from_crossings),
        cmocka_unit_test(test_shapes_without_rings_are_refused),
    };
    return cmocka_run_group_tests(tests, topology_setup, topology_teardown);
}
