/* The transformation against the points of the Ordnance Survey and against PROJ's cct and cs2cs,
 * there and back, and grids that are damaged. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "geo/crs.h"
#include "support/grid_crs.h"
#include "support/random.h"

#define PROJ_DATA NA_TEST_SHARED_DATA "/proj/"
#define GRID_PATH PROJ_DATA "uk_os_OSTN15_NTv2_OSGBtoETRS.tif"
#define METRES_PER_DEGREE 111320.0

static unsigned char *grid;
static size_t grid_length;

static int load_grid(void **state)
{
    (void)state;
    FILE *file = fopen(GRID_PATH, "rb");
    if (file == NULL) {
        return 0;
    }
    grid = malloc((size_t)1 << 23);
    grid_length = grid != NULL ? fread(grid, 1, (size_t)1 << 23, file) : 0;
    (void)fclose(file);
    return grid_length > 0 ? 0 : -1;
}

static int free_grid(void **state)
{
    (void)state;
    free(grid);
    return 0;
}

static void need_grid(void)
{
    if (grid == NULL) {
        printf("skipped: %s is not there\n", GRID_PATH);
        skip();
    }
}

static struct na_crs *crs_of(const void *bytes, size_t length)
{
    struct na_crs *crs = NULL;
    struct na_error error = {0};
    if (grid_crs_new(bytes, length, &crs, &error) != NA_OK) {
        fail_msg("%s", error.message);
    }
    return crs;
}

struct test_point {
    char id[16];
    struct na_lonlat lonlat;
    struct na_grid grid;
    bool has_grid;
};

/* The points of the Ordnance Survey: input has latitude first; output "Outside..." has no grid. */
static size_t read_points(struct test_point *points, size_t capacity)
{
    FILE *in = fopen(PROJ_DATA "OSTN15_OSGM15_TestInput_ETRStoOSGB.txt", "r");
    FILE *out = fopen(PROJ_DATA "OSTN15_OSGM15_TestOutput_ETRStoOSGB.txt", "r");
    char line[1024];
    size_t count = 0;
    assert_non_null(in);
    assert_non_null(out);
    assert_non_null(fgets(line, sizeof line, in)); /* the names of the columns */
    while (count < capacity && fgets(line, sizeof line, in) != NULL) {
        char *comma = strchr(line, ',');
        struct test_point *point = &points[count];
        if (comma == NULL || comma - line > 15) {
            continue;
        }
        *comma = '\0';
        memcpy(point->id, line, (size_t)(comma - line) + 1);
        char *end = NULL;
        point->lonlat.lat_deg = strtod(comma + 1, &end);
        point->lonlat.lon_deg = strtod(end + 1, NULL);
        count++;
    }
    assert_non_null(fgets(line, sizeof line, out));
    for (size_t i = 0; i < count && fgets(line, sizeof line, out) != NULL; i++) {
        size_t id = strlen(points[i].id);
        assert_memory_equal(line, points[i].id, id);
        char *end = NULL;
        points[i].grid.easting_m = strtod(line + id + 1, &end);
        points[i].has_grid = end != line + id + 1 && points[i].grid.easting_m > 0.0;
        points[i].grid.northing_m = strtod(end + 1, NULL);
    }
    (void)fclose(in);
    (void)fclose(out);
    return count;
}

static void ostn15_meets_the_ordnance_survey_points(void **state)
{
    (void)state;
    need_grid();
    struct test_point points[64] = {0};
    size_t count = read_points(points, 64);
    struct na_crs *crs = crs_of(grid, grid_length);
    double worst_m = 0.0;
    double worst_back_m = 0.0;
    size_t compared = 0;
    for (size_t i = 0; i < count; i++) {
        if (!points[i].has_grid) {
            continue;
        }
        struct na_grid there = {0, 0};
        struct na_lonlat back = {0, 0};
        assert_int_equal(na_crs_to_grid(crs, points[i].lonlat, &there, NULL), NA_OK);
        assert_int_equal(na_crs_to_lonlat(crs, points[i].grid, &back, NULL), NA_OK);
        worst_m = fmax(worst_m, hypot(there.easting_m - points[i].grid.easting_m,
                                      there.northing_m - points[i].grid.northing_m));
        worst_back_m = fmax(worst_back_m, hypot(back.lon_deg - points[i].lonlat.lon_deg,
                                                back.lat_deg - points[i].lonlat.lat_deg) *
                                              METRES_PER_DEGREE);
        compared++;
    }
    grid_crs_free(crs);
    printf("%zu points, worst %.1f mm to grid, %.1f mm to lon/lat\n", compared, worst_m * 1e3,
           worst_back_m * 1e3);
    assert_true(compared >= 30);
    assert_true(worst_m < 0.010);
    assert_true(worst_back_m < 0.010);
}

/* A command of proj-bin on one line of input gives two numbers; skips when it is not installed. */
static void oracle(const char *tool, const char *arguments, double x, double y, double *ret_x,
                   double *ret_y)
{
    char command[1024];
    char line[256] = "";
    (void)snprintf(command, sizeof command, "command -v %s >/dev/null", tool);
    if (system(command) != 0) {
        printf("skipped: %s is not installed\n", tool);
        skip();
    }
    (void)snprintf(command, sizeof command, "echo '%.12f %.12f 0 0' | %s %s", x, y, tool,
                   arguments);
    FILE *pipe = popen(command, "r");
    assert_non_null(pipe);
    assert_non_null(fgets(line, sizeof line, pipe));
    assert_int_equal(pclose(pipe), 0);
    char *end = NULL;
    *ret_x = strtod(line, &end);
    *ret_y = strtod(end, NULL);
}

/* Over Great Britain. */
static struct na_lonlat some_place(struct test_random *random)
{
    return (struct na_lonlat){test_random_between(random, -6.0, 1.5),
                              test_random_between(random, 50.0, 59.0)};
}

static void helmert_agrees_with_cs2cs(void **state)
{
    (void)state;
    struct test_random random = test_random_start("helmert");
    struct na_crs *crs = crs_of(NULL, 0);
    for (int i = 0; i < 25; i++) {
        struct na_lonlat at = some_place(&random);
        struct na_grid there = {0, 0};
        double x = 0;
        double y = 0;
        oracle("cs2cs",
               "-f %.6f +proj=longlat +datum=WGS84 +to +proj=tmerc +lat_0=49 +lon_0=-2 "
               "+k=0.9996012717 +x_0=400000 +y_0=-100000 +ellps=airy "
               "+towgs84=446.448,-125.157,542.06,0.15,0.247,0.842,-20.489",
               at.lon_deg, at.lat_deg, &x, &y);
        assert_int_equal(na_crs_to_grid(crs, at, &there, NULL), NA_OK);
        assert_true(hypot(there.easting_m - x, there.northing_m - y) < 0.001);
    }
    grid_crs_free(crs);
}

static void ostn15_agrees_with_cct(void **state)
{
    (void)state;
    need_grid();
    struct test_random random = test_random_start("cct");
    struct na_crs *crs = crs_of(grid, grid_length);
    for (int i = 0; i < 25; i++) {
        struct na_lonlat at = some_place(&random);
        struct na_grid there = {0, 0};
        double x = 0;
        double y = 0;
        oracle("cct",
               "-d 6 +proj=pipeline +step +proj=unitconvert +xy_in=deg +xy_out=rad "
               "+step +inv +proj=hgridshift +grids=" GRID_PATH " +step +proj=tmerc +lat_0=49 "
               "+lon_0=-2 +k=0.9996012717 +x_0=400000 +y_0=-100000 +ellps=airy",
               at.lon_deg, at.lat_deg, &x, &y);
        assert_int_equal(na_crs_to_grid(crs, at, &there, NULL), NA_OK);
        assert_true(hypot(there.easting_m - x, there.northing_m - y) < 1e-5);
    }
    grid_crs_free(crs);
}

static void round_trip(struct na_crs *crs, double tolerance_m)
{
    struct test_random random = test_random_start("crs round trip");
    for (int i = 0; i < 20000; i++) {
        struct na_lonlat at = some_place(&random);
        struct na_grid there = {0, 0};
        struct na_lonlat back = {0, 0};
        assert_int_equal(na_crs_to_grid(crs, at, &there, NULL), NA_OK);
        assert_int_equal(na_crs_to_lonlat(crs, there, &back, NULL), NA_OK);
        double off_m =
            hypot(back.lon_deg - at.lon_deg, back.lat_deg - at.lat_deg) * METRES_PER_DEGREE;
        assert_true(off_m < tolerance_m);
    }
    grid_crs_free(crs);
}

static void ostn15_comes_back(void **state)
{
    (void)state;
    need_grid();
    round_trip(crs_of(grid, grid_length), 1e-5);
}

/* The height that the shift makes is dropped on the way: 3 mm against its 5 m. */
static void helmert_comes_back(void **state)
{
    (void)state;
    round_trip(crs_of(NULL, 0), 0.004);
}

/* Places far apart in turn use several of the pipelines inside; a fresh transformer is the oracle.
 */
static void order_of_places_does_not_matter(void **state)
{
    (void)state;
    need_grid();
    struct test_random random = test_random_start("crs order");
    struct na_crs *used = crs_of(grid, grid_length);
    for (int i = 0; i < 40; i++) {
        struct na_lonlat at = some_place(&random);
        struct na_crs *fresh = crs_of(grid, grid_length);
        struct na_grid there = {0, 0};
        struct na_grid same = {1, 1};
        struct na_lonlat back = {0, 0};
        struct na_lonlat same_back = {1, 1};
        assert_int_equal(na_crs_to_grid(used, at, &there, NULL), NA_OK);
        assert_int_equal(na_crs_to_grid(fresh, at, &same, NULL), NA_OK);
        assert_memory_equal(&there, &same, sizeof there);
        assert_int_equal(na_crs_to_lonlat(used, there, &back, NULL), NA_OK);
        assert_int_equal(na_crs_to_lonlat(fresh, there, &same_back, NULL), NA_OK);
        assert_memory_equal(&back, &same_back, sizeof back);
        grid_crs_free(fresh);
    }
    grid_crs_free(used);
}

static void says_what_it_is(void **state)
{
    (void)state;
    struct na_crs *crs = crs_of(NULL, 0);
    assert_int_equal(na_crs_transformation(crs), NA_TRANSFORMATION_HELMERT);
    grid_crs_free(crs);
    assert_string_equal(na_transformation_name(NA_TRANSFORMATION_HELMERT), "Helmert");
    assert_string_equal(na_transformation_name(NA_TRANSFORMATION_OSTN15), "OSTN15");
    assert_true(na_transformation_accuracy_m(NA_TRANSFORMATION_HELMERT) == 5.0);
    assert_true(na_transformation_accuracy_m(NA_TRANSFORMATION_OSTN15) == 0.1);
    if (grid != NULL) {
        crs = crs_of(grid, grid_length);
        assert_int_equal(na_crs_transformation(crs), NA_TRANSFORMATION_OSTN15);
        grid_crs_free(crs);
    }
    na_crs_free(NULL);
}

static void outside_the_grid_is_said(void **state)
{
    (void)state;
    need_grid();
    static const struct na_lonlat places[] = {{30, 54},   {-1.2, 20}, {-1.2, 89.9},
                                              {180, -90}, {-20, 55},  {2.4, 48.8}};
    static const struct na_grid corners[] = {{-5e6, 5e5}, {4.5e5, 1e7}, {1e9, 1e9}, {1e300, 0}};
    struct na_crs *crs = crs_of(grid, grid_length);
    for (size_t i = 0; i < sizeof places / sizeof places[0]; i++) {
        struct na_grid there = {-7, -7};
        struct na_error error = {0};
        assert_int_equal(na_crs_to_grid(crs, places[i], &there, &error), NA_ERR_OUTSIDE);
        assert_int_equal(error.code, NA_ERR_OUTSIDE);
        assert_true(there.easting_m == -7 && there.northing_m == -7);
    }
    for (size_t i = 0; i < sizeof corners / sizeof corners[0]; i++) {
        struct na_lonlat back;
        assert_int_equal(na_crs_to_lonlat(crs, corners[i], &back, NULL), NA_ERR_OUTSIDE);
    }
    /* and it still works after */
    struct na_grid there = {0, 0};
    assert_int_equal(na_crs_to_grid(crs, (struct na_lonlat){-1.2, 54.6}, &there, NULL), NA_OK);
    grid_crs_free(crs);
}

static void refuses_what_is_no_position(void **state)
{
    (void)state;
    static const struct na_lonlat places[] = {{NAN, 54},           {-1, NAN},      {INFINITY, 54},
                                              {-1, -INFINITY},     {180.0001, 54}, {-1, 90.0001},
                                              {HUGE_VAL, HUGE_VAL}};
    struct na_crs *crs = crs_of(NULL, 0);
    for (size_t i = 0; i < sizeof places / sizeof places[0]; i++) {
        struct na_grid there;
        assert_int_equal(na_crs_to_grid(crs, places[i], &there, NULL), NA_ERR_PARAM_RANGE);
    }
    struct na_lonlat back;
    assert_int_equal(na_crs_to_lonlat(crs, (struct na_grid){NAN, 1}, &back, NULL),
                     NA_ERR_PARAM_RANGE);
    assert_int_equal(na_crs_to_lonlat(crs, (struct na_grid){1, INFINITY}, &back, NULL),
                     NA_ERR_PARAM_RANGE);
    grid_crs_free(crs);
}

static void assert_refused(const void *bytes, size_t length)
{
    struct na_crs *crs = NULL;
    struct na_error error = {0};
    if (grid_crs_new(bytes, length, &crs, &error) != NA_ERR_CRS) {
        fail_msg("%zu bytes were not refused", length);
    }
    assert_null(crs);
    assert_int_not_equal(error.message[0], 0);
}

static void garbage_is_refused(void **state)
{
    (void)state;
    struct test_random random = test_random_start("garbage");
    static unsigned char bytes[4096];
    assert_refused("", 0);
    assert_refused("II*", 3);
    assert_refused("II*\0\377\377\377\377", 8);
    for (int i = 0; i < 200; i++) {
        for (size_t j = 0; j < sizeof bytes; j++) {
            bytes[j] = (unsigned char)test_random_bits(&random);
        }
        memcpy(bytes, (const char *[]){"II*\0\10\0\0\0", "MM\0*\0\0\0\10", "NUM_OREC"}[i % 3], 8);
        assert_refused(bytes, sizeof bytes);
    }
}

static void cut_off_grid_is_refused(void **state)
{
    (void)state;
    need_grid();
    struct test_random random = test_random_start("cut off");
    for (size_t length = 0; length < 2300; length += 7) {
        assert_refused(grid, length);
    }
    for (int i = 0; i < 50; i++) {
        assert_refused(grid, (size_t)test_random_below(&random, grid_length - 1));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(ostn15_meets_the_ordnance_survey_points),
        cmocka_unit_test(helmert_agrees_with_cs2cs),
        cmocka_unit_test(ostn15_agrees_with_cct),
        cmocka_unit_test(ostn15_comes_back),
        cmocka_unit_test(helmert_comes_back),
        cmocka_unit_test(order_of_places_does_not_matter),
        cmocka_unit_test(says_what_it_is),
        cmocka_unit_test(outside_the_grid_is_said),
        cmocka_unit_test(refuses_what_is_no_position),
        cmocka_unit_test(garbage_is_refused),
        cmocka_unit_test(cut_off_grid_is_refused),
    };
    return cmocka_run_group_tests(tests, load_grid, free_grid);
}
