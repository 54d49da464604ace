/* Validity against GEOS's own cases, overlaps, gaps and Voronoi cells. */
#include <ctype.h>
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "io/topology.h"
#include "support/random.h"
#include "support/shape_triple.h"

#define WARDS NA_TEST_SHARED_DATA "/wards/"
#define CASES NA_TEST_SHARED_DATA "/conformance/geos/TestValid.xml"
#define CENTRES NA_TEST_SHARED_DATA "/facts/ward_centres_2023.csv"
#define RINGS_MAX 64
#define VERTICES_MAX 2000

#define SKIP_WITHOUT(what)                                                                         \
    do {                                                                                           \
        print_message("skipped: %s is not here\n", what);                                          \
        skip();                                                                                    \
    } while (0)

/* A shape read from a text of rings; not to be released. */
struct drawing {
    double xy[2 * VERTICES_MAX];
    size_t starts[RINGS_MAX + 1];
    size_t depth_one[RINGS_MAX]; /* 1: the first ring of its polygon */
    struct na_shape shape;
};

/* The shoelace sum of one ring, without its sign. */
static double ring_area(const double *xy, size_t count)
{
    double twice = 0;
    for (size_t i = 0; i + 1 < count; i++) {
        twice += xy[2 * i] * xy[2 * i + 3] - xy[2 * i + 2] * xy[2 * i + 1];
    }
    return fabs(twice) / 2;
}

/* Read the rings of POLYGON ((..),(..)) or MULTIPOLYGON (((..)),((..))), whatever their roles. */
static bool drawing_read(const char *wkt, struct drawing *ret)
{
    size_t vertices = 0;
    size_t rings = 0;
    bool first_of_polygon = true;
    memset(ret, 0, sizeof *ret);
    for (const char *at = strchr(wkt, '('); at != NULL && *at != '\0' && *at != '<';) {
        if (isdigit((unsigned char)*at) || *at == '-') {
            char *end = NULL;
            ret->xy[2 * vertices] = strtod(at, &end);
            ret->xy[2 * vertices + 1] = strtod(end, &end);
            vertices++;
            at = end;
        } else if (*at == ')' && vertices > ret->starts[rings]) {
            ret->depth_one[rings] = first_of_polygon ? 1 : 0;
            first_of_polygon = false;
            rings++;
            ret->starts[rings] = vertices;
            at++;
        } else {
            first_of_polygon = first_of_polygon || *at == ')';
            at++;
        }
    }
    ret->shape = (struct na_shape){ret->xy, vertices, ret->starts, rings, false};
    return rings > 0;
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

static int topology_setup(void **state)
{
    return na_topology_new((struct na_topology **)state, NULL) == NA_OK ? 0 : -1;
}

static int topology_teardown(void **state)
{
    na_topology_free(*state);
    return 0;
}

static struct na_polygon *polygon_of(struct na_topology *topology, const char *wkt)
{
    static struct drawing drawing;
    struct na_polygon *polygon = NULL;
    struct na_error error;
    assert_true(drawing_read(wkt, &drawing));
    if (na_polygon_new(topology, &drawing.shape, &polygon, &error) != NA_OK) {
        fail_msg("%s: %s", wkt, error.message);
    }
    return polygon;
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

static char *text_load(const char *path)
{
    unsigned char *bytes = NULL;
    size_t length = 0;
    if (!shape_triple_file(path, "", &bytes, &length)) {
        return NULL;
    }
    char *text = calloc(1, length + 1);
    assert_non_null(text);
    memcpy(text, bytes, length);
    free(bytes);
    return text;
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
        cmocka_unit_test(test_validity_is_that_of_geos_own_cases),
        cmocka_unit_test(test_rings_find_their_roles_whatever_their_direction),
        cmocka_unit_test(test_the_order_of_the_rings_changes_nothing),
        cmocka_unit_test(test_faults_are_told_with_their_place),
        cmocka_unit_test(test_shapes_without_rings_are_refused),
        cmocka_unit_test(test_overlaps_of_squares),
        cmocka_unit_test(test_gaps_between_squares),
        cmocka_unit_test(test_real_wards_are_valid_and_fit_together),
        cmocka_unit_test(test_cells_of_the_ward_centres),
        cmocka_unit_test(test_cells_that_are_not_cut_cover_their_sum),
        cmocka_unit_test(test_few_or_equal_points),
    };
    return cmocka_run_group_tests(tests, topology_setup, topology_teardown);
}
