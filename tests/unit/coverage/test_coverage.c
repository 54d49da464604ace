/* What assets cover: areas known by hand, who counts, which questions are refused. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "support/coverage_pack.h"

#define PI 3.14159265358979323846

static struct query_pack pack;

static const char assets[] =
    "id,kind,name,easting_m,northing_m,status,valid_from,valid_to,scheme,last_checked\n"
    /* two discs of 250 m that overlap, far from any edge */
    "lens-1,lens,Lens one,455000,535000,in_service,,,,2026-11-01\n"
    "lens-2,lens,Lens two,455300,535000,in_service,,,,2026-11-01\n"
    /* one on the edge between West and East */
    "edge,edge,Edge,460000,535000,in_service,,,,\n"
    "out,outside,Outside,470100,535000,in_service,,,,\n"
    "far,outside,Far,480000,535000,in_service,,,,\n"
    "p-1,pub,One,452000,532000,in_service,2024-01-01,2026-07-31,pubwatch,2026-11-01\n"
    "p-2,pub,Two,453000,532000,in_service,,,pubwatch,2026-11-01\n"
    "p-3,pub,Three,454000,532000,out_of_service,,,pubwatch,2026-11-01\n"
    "p-4,pub,Four,462000,532000,unknown,,,shopwatch,2026-11-01\n"
    "p-5,pub,Five,463000,532000,in_service,2027-01-01,,pubwatch,2026-11-01\n";

static const char ini[] = "[pack]\ntitle = Covered\nissued = 2026-11-20\n"
                          "[wards.2023]\nfile = wards.shp\ncrs = EPSG:27700\n"
                          "valid_from = 2023-05-04\ntolerance_m = 20\n"
                          "[areas.patrols]\nfile = patrols.shp\ncrs = EPSG:27700\nkind = hotspot\n"
                          "code_field = WD23CD\nname_field = WD23NM\nfrom_field = LAD23CD\n"
                          "to_field = LAD23NM\n"
                          "[assets.all]\nfile = assets.csv\n";

static int open_pack(void **state)
{
    (void)state;
    static const struct query_square wards[] = {
        {"E01", "West", "L1", "Low", 450000, 530000, 460000, 540000},
        {"E02", "East", "L1", "Low", 460000, 530000, 470000, 540000},
    };
    static const struct query_square patrols[] = {
        {"H1", "Ended", "20240101", "20260731", 451000, 531000, 453000, 533000},
        {"H2", "Lasting", "20240101", "", 451500, 531000, 453500, 533000},
    };
    query_pack_begin(&pack);
    query_pack_squares(&pack, "wards", wards, 2);
    query_pack_squares(&pack, "patrols", patrols, 2);
    query_pack_put(&pack, "assets.csv", assets);
    query_pack_put(&pack, "pack.ini", ini);
    query_pack_compile(&pack, NULL);
    return 0;
}

static int close_pack(void **state)
{
    (void)state;
    query_pack_end(&pack);
    return 0;
}

/* Area of the union of two discs, distance d between their centres. */
static double two_discs(double radius, double d)
{
    double lens = d < 2.0 * radius ? 2.0 * radius * radius * acos(d / (2.0 * radius)) -
                                         d / 2.0 * sqrt(4.0 * radius * radius - d * d)
                                   : 0.0;
    return 2.0 * PI * radius * radius - lens;
}

static void two_discs_have_the_area_of_the_textbook(void **state)
{
    (void)state;
    struct coverage_asked asked;
    const struct na_coverage *coverage =
        coverage_ask(&pack, "kind=lens&within=250&ring=100,150,200,1000,4000", &asked);
    const struct na_coverage_area *whole = coverage_whole(coverage, 0);
    double scale = coverage_scale(455150.0);
    assert_int_equal(coverage->question.ring_count, 6);
    for (size_t i = 0; i < 6; i++) {
        double expected = two_discs(coverage->question.rings_m[i] * scale, 300.0);
        print_message("%.0f m: %.1f m2, by hand %.1f\n", coverage->question.rings_m[i],
                      whole->covered_m2[i], expected);
        assert_true(
            query_pack_close(whole->covered_m2[i] / expected, 1.0, NA_COVERAGE_DISC_ERROR / 20.0));
    }
    assert_true(query_pack_close(whole->area_m2, 2e8, 1.0));
    na_coverage_free(asked.coverage);
}

static void a_disc_on_an_edge_belongs_half_to_each(void **state)
{
    (void)state;
    struct coverage_asked asked;
    const struct na_coverage *coverage = coverage_ask(&pack, "kind=edge&within=1000", &asked);
    const struct na_coverage_area *areas = coverage->days[0].areas;
    double radius = 1000.0 * coverage_scale(460000.0);
    double half = PI * radius * radius / 2.0;
    assert_int_equal(coverage->days[0].area_count, 3);
    assert_true(query_pack_close(areas[0].covered_m2[0] / half, 1.0, NA_COVERAGE_DISC_ERROR));
    assert_true(query_pack_close(areas[1].covered_m2[0] / half, 1.0, NA_COVERAGE_DISC_ERROR));
    assert_true(query_pack_close(areas[0].covered_m2[0] + areas[1].covered_m2[0],
                                 areas[2].covered_m2[0], 1e-3));
    /* On the shared edge the lowest code has it, as everywhere. */
    assert_int_equal(areas[0].assets, 1);
    assert_int_equal(areas[1].assets, 0);
    assert_int_equal(areas[2].assets, 1);
    na_coverage_free(asked.coverage);
}

static void who_counts_is_said(void **state)
{
    (void)state;
    static const struct {
        const char *query;
        uint32_t existing, counted, by_tag, by_status, by_date;
    } rows[] = {
        {"kind=pub&as_at=2026-07-31", 5, 3, 0, 1, 1},
        {"kind=pub&as_at=2026-08-01", 5, 2, 0, 1, 2},
        {"kind=pub&as_at=2027-01-01", 5, 3, 0, 1, 1},
        {"kind=pub&as_at=2026-07-31&tag=scheme=pubwatch", 5, 2, 1, 1, 1},
        {"kind=pub&as_at=2026-07-31&status=out_of_service", 5, 1, 0, 4, 0},
        {"kind=pub&as_at=2026-07-31&status=in_service&status=out_of_service", 5, 3, 0, 1, 1},
        {"kind=pub&kind=lens&kind=pub&as_at=2026-07-31", 7, 5, 0, 1, 1},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct coverage_asked asked;
        const struct na_coverage_day *day = &coverage_ask(&pack, rows[i].query, &asked)->days[0];
        print_message("%s\n", rows[i].query);
        assert_int_equal(day->existing, rows[i].existing);
        assert_int_equal(day->asset_count, rows[i].counted);
        assert_int_equal(day->by_tag, rows[i].by_tag);
        assert_int_equal(day->by_status, rows[i].by_status);
        assert_int_equal(day->by_date, rows[i].by_date);
        assert_int_equal(day->off_grid, 0);
        assert_int_equal(day->outside, 0);
        na_coverage_free(asked.coverage);
    }
}

static void assets_beside_the_wards_cover_what_they_reach(void **state)
{
    (void)state;
    struct coverage_asked asked;
    const struct na_coverage *coverage = coverage_ask(&pack, "kind=outside&within=250", &asked);
    const struct na_coverage_day *day = &coverage->days[0];
    double radius = 250.0 * coverage_scale(470100.0);
    /* A segment of the disc whose chord is 100 m off its centre. */
    double segment =
        radius * radius * acos(100.0 / radius) - 100.0 * sqrt(radius * radius - 100.0 * 100.0);
    assert_int_equal(day->outside, 2);
    assert_int_equal(coverage_whole(coverage, 0)->assets, 0);
    assert_true(query_pack_close(day->areas[1].covered_m2[0] / segment, 1.0, 0.002));
    json_t *json = coverage_json(&pack, "kind=outside&within=250", NA_FORMAT_JSON);
    assert_true(query_pack_warns(json, "assets-outside"));
    assert_int_equal(query_pack_number(json, "days.0.assets.outside_areas"), 2);
    json_decref(json);
    na_coverage_free(asked.coverage);
}

static void nothing_counts_and_says_why(void **state)
{
    (void)state;
    json_t *json = coverage_json(&pack, "kind=pub&tag=scheme=nightwatch", NA_FORMAT_JSON);
    assert_true(query_pack_warns(json, "no-assets-count"));
    assert_true(query_pack_close(query_pack_number(json, "days.0.whole.covered_m2"), 0.0, 0.0));
    assert_true(query_pack_close(query_pack_number(json, "days.0.whole.share"), 0.0, 0.0));
    assert_true(query_pack_close(query_pack_number(json, "days.0.whole.gap_m2"), 2e8, 1.0));
    assert_int_equal(query_pack_number(json, "days.0.assets.left_out_by_tag"), 5);
    json_decref(json);
}

static void areas_with_dates_count_while_they_last(void **state)
{
    (void)state;
    static const struct {
        const char *query;
        uint32_t not_valid;
        double whole_m2;
        uint32_t first, second; /* assets in them: p-1 stands in both */
    } rows[] = {
        /* They overlap by 1.5 km x 2 km, which the whole counts once. */
        {"kind=pub&layer=patrols&as_at=2026-07-31", 0, 5e6, 2, 2},
        {"kind=pub&layer=patrols&as_at=2026-08-01", 1, 4e6, 0, 1},
        {"kind=pub&layer=patrols&as_at=2023-12-31", 2, 0.0, 0, 0},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct coverage_asked asked;
        const struct na_coverage *coverage = coverage_ask(&pack, rows[i].query, &asked);
        const struct na_coverage_day *day = &coverage->days[0];
        print_message("%s\n", rows[i].query);
        assert_int_equal(day->not_valid, rows[i].not_valid);
        assert_true(query_pack_close(day->areas[2].area_m2, rows[i].whole_m2, 1.0));
        assert_int_equal(day->areas[0].assets, rows[i].first);
        assert_int_equal(day->areas[1].assets, rows[i].second);
        assert_true(query_pack_close(day->areas[0].area_m2, 4e6, 1.0));
        assert_true(day->areas[0].is_valid || day->areas[0].covered.part_count == 0);
        na_coverage_free(asked.coverage);
    }
    json_t *json = coverage_json(&pack, "kind=pub&layer=patrols&as_at=2026-08-01", NA_FORMAT_JSON);
    assert_true(query_pack_warns(json, "areas-not-valid"));
    assert_true(json_is_false(query_pack_at(json, "days.0.areas.0.valid")));
    assert_true(json_is_null(query_pack_at(json, "days.0.areas.0.share")));
    assert_true(json_is_true(query_pack_at(json, "days.0.areas.1.valid")));
    json_decref(json);
    json = coverage_json(&pack, "kind=pub&layer=patrols&as_at=2026-07-31", NA_FORMAT_JSON);
    assert_true(query_pack_warns(json, "areas-overlap"));
    json_decref(json);
}

static void what_ends_is_lost(void **state)
{
    (void)state;
    struct coverage_asked asked;
    const struct na_coverage *coverage =
        coverage_ask(&pack, "kind=pub&within=100&compare=2026-07-31,2027-01-01", &asked);
    double disc = PI * pow(100.0 * coverage_scale(455000.0), 2.0);
    const struct na_coverage_change *changes = coverage->changes;
    assert_int_equal(coverage->day_count, 2);
    assert_true(query_pack_close(changes[0].lost_m2 / disc, 1.0, 0.002)); /* p-1 */
    assert_true(query_pack_close(changes[0].gained_m2, 0.0, 1e-6));
    assert_true(query_pack_close(changes[1].lost_m2, 0.0, 1e-6));
    assert_true(query_pack_close(changes[1].gained_m2 / disc, 1.0, 0.002)); /* p-5 */
    assert_true(query_pack_close(changes[2].lost_m2, changes[0].lost_m2, 1e-3));
    assert_int_equal(changes[2].area, NA_AREA_NONE);
    assert_int_equal(changes[0].lost.part_count, 1);
    assert_int_equal(changes[0].gained.part_count, 0);
    na_coverage_free(asked.coverage);
}

static void a_point_is_judged_by_the_geodesic(void **state)
{
    (void)state;
    struct coverage_asked asked;
    const struct na_coverage *coverage = coverage_ask(&pack, "kind=lens", &asked);
    struct na_asset asset;
    uint32_t nearest = 0;
    double distance_m = -1.0;
    na_snapshot_find_asset(pack.snapshot, "lens-1", &nearest);
    na_snapshot_asset(pack.snapshot, nearest, &asset);
    assert_true(na_coverage_point(coverage, 0, asset.at, 250.0, &nearest, &distance_m));
    assert_true(query_pack_close(distance_m, 0.0, 1e-6));
    na_snapshot_asset(pack.snapshot, nearest, &asset);
    assert_string_equal(asset.id, "lens-1");
    na_coverage_free(asked.coverage);

    coverage = coverage_ask(&pack, "kind=pub&tag=scheme=nightwatch", &asked);
    assert_false(na_coverage_point(coverage, 0, asset.at, 50000.0, &nearest, &distance_m));
    assert_int_equal(nearest, NA_AREA_NONE);
    assert_true(isinf(distance_m));
    na_coverage_free(asked.coverage);
}

static void bad_questions_are_refused(void **state)
{
    (void)state;
    static const struct {
        const char *query;
        enum na_code code;
        const char *field;
    } rows[] = {
        {"within=250", NA_ERR_PARAM_MISSING, "kind"},
        {"kind=pubs", NA_ERR_KIND_UNKNOWN, ""},
        {"kind=pub&within=0.5", NA_ERR_PARAM_RANGE, "within"},
        {"kind=pub&within=50001", NA_ERR_PARAM_RANGE, "within"},
        {"kind=pub&within=1x3", NA_ERR_PARAM_MALFORMED, "within"},
        {"kind=pub&ring=100,,200", NA_ERR_PARAM_MALFORMED, "ring"},
        {"kind=pub&ring=100,", NA_ERR_PARAM_MALFORMED, "ring"},
        {"kind=pub&ring=100;200", NA_ERR_PARAM_MALFORMED, "ring"},
        {"kind=pub&ring=0.9", NA_ERR_PARAM_RANGE, "ring"},
        {"kind=pub&ring=100,50000.1", NA_ERR_PARAM_RANGE, "ring"},
        {"kind=pub&ring=1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16", NA_ERR_PARAM_RANGE, "ring"},
        {"kind=pub&compare=2026-07-31", NA_ERR_PARAM_MALFORMED, "compare"},
        {"kind=pub&compare=2026-07-31,2026-02-30", NA_ERR_PARAM_MALFORMED, "compare"},
        {"kind=pub&compare=2026-07-31,2026-07-31", NA_ERR_PARAM_RANGE, "compare"},
        {"kind=pub&compare=2026-07-31,2026-08-01&as_at=2026-07-31", NA_ERR_PARAM_CONFLICT,
         "compare"},
        {"kind=pub&layer=patrols&vintage=2023", NA_ERR_PARAM_CONFLICT, "layer"},
        {"kind=pub&layer=2023", NA_ERR_PARAM_RANGE, "layer"},
        {"kind=pub&vintage=1999", NA_ERR_VINTAGE_UNKNOWN, ""},
        {"kind=pub&tag=scheem=pubwatch", NA_ERR_PARAM_RANGE, "tag"},
        {"kind=pub&lat=54", NA_ERR_PARAM_UNKNOWN, "lat"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct coverage_asked asked;
        print_message("%s\n", rows[i].query);
        assert_int_equal(coverage_try(&pack, rows[i].query, &asked), rows[i].code);
        if (rows[i].field[0] != '\0') {
            assert_string_equal(asked.error.field, rows[i].field);
        }
    }
}

static void rings_are_sorted_and_hold_the_distance(void **state)
{
    (void)state;
    static const struct {
        const char *query;
        double rings_m[NA_COVERAGE_RINGS_MAX];
        size_t count, within;
    } rows[] = {
        {"kind=lens", {250.0}, 1, 0},
        {"kind=lens&within=300.5", {300.5}, 1, 0},
        {"kind=lens&ring=500, 100,500,250", {100.0, 250.0, 500.0}, 3, 1},
        {"kind=lens&ring=500,100&within=700", {100.0, 500.0, 700.0}, 3, 2},
        {"kind=lens&within=1&ring=2,3,4,5,6,7,8,9,10,11,12,13,14,15,16",
         {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16},
         16,
         0},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct coverage_asked asked;
        const struct na_coverage_question *question =
            &coverage_ask(&pack, rows[i].query, &asked)->question;
        print_message("%s\n", rows[i].query);
        assert_int_equal(question->ring_count, rows[i].count);
        assert_int_equal(question->within, rows[i].within);
        for (size_t ring = 0; ring < rows[i].count; ring++) {
            assert_true(query_pack_close(question->rings_m[ring], rows[i].rings_m[ring], 0.0));
        }
        na_coverage_free(asked.coverage);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(two_discs_have_the_area_of_the_textbook),
        cmocka_unit_test(a_disc_on_an_edge_belongs_half_to_each),
        cmocka_unit_test(who_counts_is_said),
        cmocka_unit_test(assets_beside_the_wards_cover_what_they_reach),
        cmocka_unit_test(nothing_counts_and_says_why),
        cmocka_unit_test(areas_with_dates_count_while_they_last),
        cmocka_unit_test(what_ends_is_lost),
        cmocka_unit_test(a_point_is_judged_by_the_geodesic),
        cmocka_unit_test(bad_questions_are_refused),
        cmocka_unit_test(rings_are_sorted_and_hold_the_distance),
    };
    return cmocka_run_group_tests(tests, open_pack, close_pack);
}
