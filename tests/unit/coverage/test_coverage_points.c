/* Points of files in the areas of a layer that overlap and end: each area has its points, on the
 * days on which it is valid. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "coverage/points.h"
#include "support/coverage_pack.h"
#include "support/point_texts.h"

static struct query_pack pack;

static int open_pack(void **state)
{
    (void)state;
    static const struct query_square wards[] = {
        {"E01", "West", "L1", "Low", 450000, 530000, 460000, 540000},
    };
    static const struct query_square patrols[] = {
        {"H1", "Ended", "20240101", "20260731", 451000, 531000, 453000, 533000},
        {"H2", "Lasting", "20240101", "", 451500, 531000, 453500, 533000},
    };
    query_pack_begin(&pack);
    query_pack_squares(&pack, "wards", wards, 1);
    query_pack_squares(&pack, "patrols", patrols, 2);
    query_pack_put(&pack, "assets.csv",
                   "id,kind,name,easting_m,northing_m\np-1,pub,One,452000,532000\n");
    query_pack_put(&pack, "pack.ini",
                   "[pack]\ntitle = Covered\nissued = 2026-11-20\n"
                   "[wards.2023]\nfile = wards.shp\ncrs = EPSG:27700\nvalid_from = 2023-05-04\n"
                   "tolerance_m = 20\n"
                   "[areas.patrols]\nfile = patrols.shp\ncrs = EPSG:27700\nkind = hotspot\n"
                   "code_field = WD23CD\nname_field = WD23NM\nfrom_field = LAD23CD\n"
                   "to_field = LAD23NM\n[assets.all]\nfile = assets.csv\n");
    query_pack_compile(&pack, NULL);
    return 0;
}

static int close_pack(void **state)
{
    (void)state;
    query_pack_end(&pack);
    return 0;
}

static void each_area_that_is_valid_has_its_points(void **state)
{
    (void)state;
    static const struct na_point_rows_wanted wanted = {.weight_column = "w"};
    static const struct na_coverage_points_about about = {"texts", "", "w"};
    /* In both areas and covered, in the first alone, in the second alone, in none. */
    const char *text = "easting,northing,w\n452000,532100,4\n451100,532000,2\n453400,532000,1\n"
                       "458000,538000,8\n";
    static const struct {
        uint64_t points[3], covered[3]; /* of H1, H2, none */
        double weight[3];
        uint32_t areas[4]; /* of each row */
    } days[2] = {{{2, 2, 1}, {1, 1, 0}, {6, 5, 8}, {0, 0, 1, NA_AREA_NONE}},
                 {{0, 2, 2}, {0, 1, 0}, {0, 5, 10}, {1, NA_AREA_NONE, 1, NA_AREA_NONE}}};
    struct coverage_asked asked;
    struct na_point_rows rows;
    struct na_coverage_points *points = NULL;
    const struct na_coverage *coverage = coverage_ask(
        &pack, "kind=pub&within=250&layer=patrols&compare=2026-07-31,2026-08-01", &asked);
    struct texts texts = {.inputs = {na_str_of(text)}, .count = 1};
    struct na_error error = {.message = ""};
    assert_int_equal(read_rows(&pack, &wanted, 1, 0, &texts, &rows, &error), NA_OK);
    assert_int_equal(na_coverage_points_new(coverage, &rows, &about, &points, NULL), NA_OK);
    assert_int_equal(points->area_count, 3);
    for (size_t d = 0; d < 2; d++) {
        for (size_t i = 0; i < 3; i++) {
            assert_int_equal(points->by_area[i].points[d], days[d].points[i]);
            assert_int_equal(points->by_area[i].covered[d], days[d].covered[i]);
            assert_true(points->by_area[i].weight[d] == days[d].weight[i]);
        }
        for (size_t i = 0; i < 4; i++) {
            assert_int_equal(points->days[d].areas[i], days[d].areas[i]);
        }
    }
    na_coverage_points_free(points);
    na_point_rows_fini(&rows);
    na_coverage_free(asked.coverage);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_area_that_is_valid_has_its_points),
    };
    return cmocka_run_group_tests_name("coverage_points", tests, open_pack, close_pack);
}
