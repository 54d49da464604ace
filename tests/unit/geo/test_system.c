/* The list of coordinate systems against PROJ's own: its names, and where its ways lead. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "geo/geodesic.h"
#include "geo/proj_grid.h"
#include "geo/system.h"

static void numbers_are_found(void **state)
{
    (void)state;
    size_t count = 0;
    for (; na_system_at(count) != NULL; count++) {
        const struct na_system *system = na_system_at(count);
        assert_ptr_equal(na_system_of_epsg(system->epsg), system);
    }
    assert_int_equal(count, 14);
    assert_int_equal(na_system_of_epsg(7405)->epsg, 27700);
    assert_int_equal(na_system_of_epsg(29900)->epsg, 29902);
    assert_null(na_system_of_epsg(0));
    assert_null(na_system_of_epsg(4277));
}

/* Longitude and latitude by cs2cs of x and y in `epsg`; false: cs2cs is not installed. */
static bool by_cs2cs(int epsg, double (*xy)[2], size_t count, double (*ret_lonlat)[2])
{
    char path[] = "/tmp/nearaid-system-XXXXXX";
    char command[200];
    int descriptor = mkstemp(path);
    assert_true(descriptor >= 0);
    FILE *file = fdopen(descriptor, "w");
    assert_non_null(file);
    for (size_t i = 0; i < count; i++) {
        (void)fprintf(file, "%.6f %.6f\n", xy[i][0], xy[i][1]);
    }
    (void)fclose(file);
    (void)snprintf(command, sizeof command,
                   "cs2cs -f %%.10f EPSG:%d +to +proj=longlat +datum=WGS84 %s 2>/dev/null", epsg,
                   path);
    FILE *pipe = popen(command, "r");
    assert_non_null(pipe);
    size_t read = 0;
    char line[200];
    while (read < count && fgets(line, sizeof line, pipe) != NULL) {
        char *rest = NULL;
        ret_lonlat[read][0] = strtod(line, &rest);
        ret_lonlat[read][1] = strtod(rest, NULL);
        read++;
    }
    (void)pclose(pipe);
    (void)remove(path);
    return read == count;
}

#define POINTS 5

static void ways_lead_where_those_of_proj_do(void **state)
{
    (void)state;
    /* Belfast, Derry, Dublin, Cork, Newry by the way, in each system near enough: the grids of the
     * list differ in their origin alone. */
    static const double steps[POINTS][2] = {
        {0, 0}, {-80000, 40000}, {-20000, -140000}, {-130000, -300000}, {-30000, -40000}};
    static const struct {
        int epsg;
        double x, y;
    } rows[] = {{29901, 333000, 374000},  {29902, 333000, 374000},  {29903, 333000, 374000},
                {2157, 733000, 874000},   {25829, 700000, 6055000}, {25830, 310000, 6055000},
                {32629, 700000, 6055000}, {32630, 310000, 6055000}, {3857, -660000, 7290000},
                {25831, 100000, 6000000}, {32631, 100000, 6000000}};
    for (size_t r = 0; r < sizeof rows / sizeof rows[0]; r++) {
        const struct na_system *system = na_system_of_epsg(rows[r].epsg);
        double xy[POINTS][2];
        double wanted[POINTS][2];
        struct na_proj_way *way = NULL;
        assert_non_null(system);
        for (size_t i = 0; i < POINTS; i++) {
            xy[i][0] = rows[r].x + steps[i][0];
            xy[i][1] = rows[r].y + steps[i][1];
        }
        if (!by_cs2cs(rows[r].epsg, xy, POINTS, wanted)) {
            printf("skipped: cs2cs is not installed\n");
            skip();
        }
        assert_int_equal(na_proj_way_new(system->pipeline, &way, NULL), NA_OK);
        for (size_t i = 0; i < POINTS; i++) {
            struct na_lonlat got;
            struct na_lonlat theirs = {wanted[i][0], wanted[i][1]};
            assert_int_equal(na_proj_way_to_lonlat(way, xy[i][0], xy[i][1], &got, NULL), NA_OK);
            double off_m = na_geodesic_distance_m(got, theirs);
            if (!(off_m < 0.001)) {
                fail_msg("EPSG:%d point %zu: %.9f %.9f, not %.9f %.9f: %g m", rows[r].epsg, i,
                         got.lon_deg, got.lat_deg, theirs.lon_deg, theirs.lat_deg, off_m);
            }
        }
        na_proj_way_free(way);
    }
}

static void what_no_way_reaches_is_said(void **state)
{
    (void)state;
    struct na_proj_way *way = NULL;
    struct na_lonlat at;
    struct na_error error;
    assert_int_equal(na_proj_way_new(na_system_of_epsg(32630)->pipeline, &way, NULL), NA_OK);
    assert_int_equal(na_proj_way_to_lonlat(way, 1e30, 1e30, &at, &error), NA_ERR_OUTSIDE);
    na_proj_way_free(way);
    na_proj_way_free(NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(numbers_are_found),
        cmocka_unit_test(ways_lead_where_those_of_proj_do),
        cmocka_unit_test(what_no_way_reaches_is_said),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
