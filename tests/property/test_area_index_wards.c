/* The index against GEOS on real wards: random points, every vertex, edge midpoints, neighbouring
 * doubles of vertices, and points on the borders of the index's own cells. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include <math.h>

#include "geo/area_index_layout.h"
#include "support/layer_geos.h"
#include "support/random.h"

static const char *const files[] = {"WD20_BGC_tees.shp", "WD13_BGC_tees.shp", "WD23_BSC_tees.shp"};

struct wards {
    const char *file;
    struct layer layer;
    struct layer_geos geos;
    struct na_buffer blob;
    struct na_area_index index;
};

static void wards_init(struct wards *wards, const char *file)
{
    char path[512];
    struct na_error error = {0};
    *wards = (struct wards){.file = file};
    (void)snprintf(path, sizeof path, "%s/wards/%s", NA_TEST_SHARED_DATA, file);
    if (!layer_read_shapefile(&wards->layer, path)) {
        printf("skipped: %s is not there\n", path);
        skip();
    }
    layer_geos_init(&wards->geos, &wards->layer);
    na_buffer_init(&wards->blob, (size_t)1 << 26);
    if (layer_index(&wards->layer, &wards->blob, &error) != NA_OK ||
        na_area_index_open(wards->blob.data, wards->blob.length, wards->layer.area_count,
                           &wards->index, &error) != NA_OK) {
        fail_msg("%s: %s", file, error.message);
    }
}

static void wards_fini(struct wards *wards)
{
    layer_geos_fini(&wards->geos);
    layer_fini(&wards->layer);
    na_buffer_fini(&wards->blob);
}

/* Both ways of asking agree with GEOS, area by area for the few that can matter. */
static bool check_point(const struct wards *wards, double x, double y)
{
    struct na_cover cover;
    assert_int_equal(na_area_index_cover(&wards->index, x, y, &cover), NA_OK);
    uint32_t lowest = na_area_index_lowest(&wards->index, x, y);
    uint32_t expected = layer_geos_lowest(&wards->geos, x, y);
    if (lowest != expected || (cover.count > 0 ? cover.areas[0] : NA_AREA_NONE) != expected) {
        fail_msg("%s: (%a, %a) is in %u, GEOS says %u", wards->file, x, y, lowest, expected);
    }
    if (cover.count > 1 || cover.on_boundary) {
        GEOSContextHandle_t geos = wards->geos.geos;
        GEOSGeometry *point = GEOSGeom_createPointFromXY_r(geos, x, y);
        uint32_t rank = 0;
        for (uint32_t area = 0; area < wards->layer.area_count; area++) {
            bool covers = GEOSPreparedCovers_r(geos, wards->geos.prepared[area], point) == 1;
            bool ours = rank < cover.count && cover.areas[rank] == area;
            rank += ours;
            if (covers != ours) {
                fail_msg("%s: (%a, %a) and ward %u: %d, GEOS says %d", wards->file, x, y, area,
                         ours, covers);
            }
        }
        GEOSGeom_destroy_r(geos, point);
    }
    return cover.on_boundary;
}

static void random_points(void **state)
{
    (void)state;
    struct test_random random = test_random_start("random points");
    for (size_t f = 0; f < sizeof files / sizeof files[0]; f++) {
        struct wards wards;
        wards_init(&wards, files[f]);
        const struct na_area_axis *x = &wards.index.head->x;
        const struct na_area_axis *y = &wards.index.head->y;
        for (int n = 0; n < (f == 0 ? 100000 : 10000); n++) {
            check_point(&wards, test_random_between(&random, x->low - 500.0, x->high + 500.0),
                        test_random_between(&random, y->low - 500.0, y->high + 500.0));
        }
        wards_fini(&wards);
    }
}

/* Every vertex is boundary; the eight doubles around it mostly are not. */
static void vertices(void **state)
{
    (void)state;
    for (size_t f = 0; f < sizeof files / sizeof files[0]; f++) {
        struct wards wards;
        wards_init(&wards, files[f]);
        for (size_t v = 0; v < wards.layer.vertex_count; v++) {
            double x = wards.layer.xy[2 * v];
            double y = wards.layer.xy[2 * v + 1];
            assert_true(check_point(&wards, x, y));
            if (v % 8 == 0) {
                for (int d = 0; d < 9; d++) {
                    const double to[] = {-INFINITY, 0.0, INFINITY};
                    check_point(&wards, d % 3 == 1 ? x : nextafter(x, to[d % 3]),
                                d / 3 == 1 ? y : nextafter(y, to[d / 3]));
                }
            }
        }
        wards_fini(&wards);
    }
}

/* The double nearest to the middle of an edge, exactly on it or not. */
static void midpoints(void **state)
{
    (void)state;
    size_t checked = 0;
    for (size_t f = 0; f < sizeof files / sizeof files[0]; f++) {
        struct wards wards;
        wards_init(&wards, files[f]);
        for (size_t v = 0; v + 1 < wards.layer.vertex_count; v++) {
            const double *a = wards.layer.xy + 2 * v;
            check_point(&wards, (a[0] + a[2]) / 2, (a[1] + a[3]) / 2);
            checked++;
        }
        wards_fini(&wards);
    }
    assert_true(checked > 10000);
}

/* Where one cell ends and the next begins, and the doubles beside it. */
static void cell_borders(void **state)
{
    (void)state;
    struct test_random random = test_random_start("cell borders");
    struct wards wards;
    wards_init(&wards, files[0]);
    const struct na_area_axis *axes[2] = {&wards.index.head->x, &wards.index.head->y};
    for (int n = 0; n < 20000; n++) {
        double at[2];
        for (int a = 0; a < 2; a++) {
            uint64_t step = test_random_below(&random, (uint64_t)axes[a]->count * 8 + 1);
            at[a] = axes[a]->low + (double)step / 8.0 * axes[a]->width;
            switch (test_random_below(&random, 3)) {
            case 0:
                at[a] = nextafter(at[a], -INFINITY);
                break;
            case 1:
                at[a] = nextafter(at[a], INFINITY);
                break;
            default:
                break;
            }
        }
        check_point(&wards, at[0], at[1]);
    }
    wards_fini(&wards);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(random_points),
        cmocka_unit_test(vertices),
        cmocka_unit_test(midpoints),
        cmocka_unit_test(cell_borders),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
