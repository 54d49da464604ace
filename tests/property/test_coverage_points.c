/* Points covered against a plain loop over all assets by the geodesic, of random assets and points;
 * the sums of areas, rings and lists agree with it. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "coverage/points.h"
#include "geo/geodesic.h"
#include "support/coverage_pack.h"
#include "support/point_texts.h"
#include "support/random.h"

#define ASSETS 60
#define POINTS 800
#define ROW 96

static struct query_pack pack;
static struct test_random seed;

static int open_pack(void **state)
{
    (void)state;
    static const struct query_square wards[] = {
        {"E01", "West", "L1", "Low", 450000, 530000, 455000, 540000},
        {"E02", "East", "L1", "Low", 455000, 530000, 460000, 540000},
    };
    char *assets = malloc((ASSETS + 1) * ROW);
    size_t used = (size_t)snprintf(assets, ROW, "id,kind,name,easting_m,northing_m,valid_to\n");
    seed = test_random_start("coverage_points");
    for (int i = 0; i < ASSETS; i++) {
        used += (size_t)snprintf(assets + used, ROW, "a%d,pub,A%d,%.1f,%.1f,%s\n", i, i,
                                 test_random_between(&seed, 450000, 460000),
                                 test_random_between(&seed, 530000, 540000),
                                 i % 3 == 0 ? "2026-07-31" : "");
    }
    query_pack_begin(&pack);
    query_pack_squares(&pack, "wards", wards, 2);
    query_pack_put(&pack, "assets.csv", assets);
    query_pack_put(&pack, "pack.ini",
                   "[pack]\ntitle = Points\nissued = 2026-11-20\n[wards.2023]\nfile = wards.shp\n"
                   "crs = EPSG:27700\nvalid_from = 2023-05-04\ntolerance_m = 0\n"
                   "[assets.all]\nfile = assets.csv\n");
    query_pack_compile(&pack, NULL);
    free(assets);
    return 0;
}

static int close_pack(void **state)
{
    (void)state;
    query_pack_end(&pack);
    return 0;
}

/* The nearest of the assets that count on the day, by looking at each. */
static double nearest_m(int32_t day, struct na_lonlat at)
{
    double best_m = INFINITY;
    for (uint32_t i = 0; i < na_snapshot_asset_count(pack.snapshot); i++) {
        struct na_asset asset;
        na_snapshot_asset(pack.snapshot, i, &asset);
        if (asset.valid_to == NA_DATE_NONE || asset.valid_to >= day) {
            best_m = fmin(best_m, na_geodesic_distance_m(at, asset.at));
        }
    }
    return best_m;
}

static void read_points(struct na_point_rows *rows)
{
    static const struct na_point_rows_wanted wanted = {.weight_column = "w"};
    char *text = malloc((POINTS + 1) * ROW);
    size_t used = (size_t)snprintf(text, ROW, "easting,northing,w\n");
    for (int i = 0; i < POINTS; i++) {
        used += (size_t)snprintf(text + used, ROW, "%.2f,%.2f,%d\n",
                                 test_random_between(&seed, 449000, 461000),
                                 test_random_between(&seed, 529000, 541000), i % 5);
    }
    struct texts texts = {.inputs = {na_str_of(text)}, .count = 1};
    struct na_error error = {.message = ""};
    assert_int_equal(read_rows(&pack, &wanted, 1, 0, &texts, rows, &error), NA_OK);
    assert_int_equal(rows->count, POINTS);
    free(text);
}

static void check_day(const struct na_coverage_points *points, size_t d)
{
    const struct na_coverage *coverage = points->coverage;
    const struct na_coverage_question *question = &coverage->question;
    uint64_t covered[NA_COVERAGE_RINGS_MAX] = {0};
    double weight[NA_COVERAGE_RINGS_MAX] = {0};
    for (size_t i = 0; i < POINTS; i++) {
        const struct na_point_row *row = &points->rows->items[i];
        double distance_m = nearest_m(coverage->days[d].day, row->at);
        assert_true(fabs(distance_m - points->days[d].distances_m[i]) < 1e-6);
        for (size_t ring = 0; ring < question->ring_count; ring++) {
            covered[ring] += distance_m <= question->rings_m[ring];
            weight[ring] += distance_m <= question->rings_m[ring] ? row->weight : 0.0;
        }
    }
    uint64_t in_areas = 0;
    uint64_t all = 0;
    for (size_t i = 0; i < points->area_count; i++) {
        in_areas += points->by_area[i].covered[d];
        all += points->by_area[i].points[d];
    }
    assert_int_equal(all, POINTS);
    assert_int_equal(in_areas, covered[question->within]);
    for (size_t ring = 0; ring < question->ring_count; ring++) {
        assert_int_equal(points->days[d].covered[ring], covered[ring]);
        /* Whole numbers. */
        assert_true(points->days[d].covered_weight[ring] == weight[ring]);
    }
    size_t *gaps = NULL;
    size_t count = 0;
    assert_int_equal(na_coverage_points_gaps(points, d, &gaps, &count), NA_OK);
    assert_int_equal(count + covered[question->within], POINTS);
    for (size_t i = 1; i < count; i++) {
        assert_true(points->days[d].distances_m[gaps[i]] <=
                    points->days[d].distances_m[gaps[i - 1]]);
    }
    free(gaps);
}

static void points_are_covered_as_a_plain_loop_says(void **state)
{
    (void)state;
    static const struct na_coverage_points_about about = {"texts", "", "w"};
    struct coverage_asked asked;
    struct na_point_rows rows;
    struct na_coverage_points *points = NULL;
    const struct na_coverage *coverage = coverage_ask(
        &pack, "kind=pub&within=500&ring=100,900,2000&compare=2026-07-31,2026-08-01", &asked);
    read_points(&rows);
    assert_int_equal(na_coverage_points_new(coverage, &rows, &about, &points, NULL), NA_OK);
    check_day(points, 0);
    check_day(points, 1);
    /* Wards of the point rows and of the layer looked up anew are the same. */
    for (size_t i = 0; i < POINTS; i++) {
        const struct na_grid at = rows.items[i].grid;
        bool inside = at.easting_m >= 450000 && at.easting_m <= 460000 && at.northing_m >= 530000 &&
                      at.northing_m <= 540000;
        uint32_t area = at.easting_m <= 455000 ? 0 : 1;
        assert_int_equal(points->days[0].areas[i], inside ? area : NA_AREA_NONE);
    }
    na_coverage_points_free(points);
    na_point_rows_fini(&rows);
    na_coverage_free(asked.coverage);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(points_are_covered_as_a_plain_loop_says),
    };
    return cmocka_run_group_tests_name("coverage_points", tests, open_pack, close_pack);
}
