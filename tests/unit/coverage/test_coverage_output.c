/* What an answer about coverage looks like: JSON, GeoJSON, CSV, text. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "geo/geodesic.h"
#include "support/coverage_pack.h"

static struct query_pack pack;

static const char assets[] =
    "id,kind,name,easting_m,northing_m,status,valid_from,valid_to,scheme\n"
    /* twelve around a middle that none of them reaches: a gap within what is covered */
    "r-01,ring,R1,452800,535000,in_service,,2026-07-31,a\n"
    "r-02,ring,R2,452690,535400,in_service,,,a\n"
    "r-03,ring,R3,452400,535690,in_service,,,a\n"
    "r-04,ring,R4,452000,535800,in_service,,,a\n"
    "r-05,ring,R5,451600,535690,in_service,,,a\n"
    "r-06,ring,R6,451310,535400,in_service,,,a\n"
    "r-07,ring,R7,451200,535000,in_service,,,a\n"
    "r-08,ring,R8,451310,534600,in_service,,,a\n"
    "r-09,ring,R9,451600,534310,in_service,,,a\n"
    "r-10,ring,\"=R10, the tenth\",452000,534200,in_service,,,a\n"
    "r-11,ring,R11,452400,534310,in_service,,,a\n"
    "r-12,ring,R12,452690,534600,in_service,,,b\n";

static int open_pack(void **state)
{
    (void)state;
    static const struct query_square wards[] = {
        {"E01", "West", "L1", "Low", 450000, 530000, 460000, 540000},
        {"E02", "=East, small", "", "", 460000, 530000, 461000, 531000},
    };
    query_pack_begin(&pack);
    query_pack_squares(&pack, "wards", wards, 2);
    query_pack_put(&pack, "assets.csv", assets);
    query_pack_put(&pack, "pack.ini",
                   "[pack]\ntitle = Output\nissued = 2026-11-20\nattribution = Nobody\n"
                   "[wards.2023]\nfile = wards.shp\ncrs = EPSG:27700\n"
                   "valid_from = 2023-05-04\ntolerance_m = 20\n"
                   "[assets.all]\nfile = assets.csv\n");
    query_pack_compile(&pack, NULL);
    return 0;
}

static int close_pack(void **state)
{
    (void)state;
    query_pack_end(&pack);
    return 0;
}

static void json_gives_each_share_with_its_parts_and_day(void **state)
{
    (void)state;
    json_t *json = coverage_json(
        &pack, "kind=ring&tag=scheme=a&within=250&ring=100,500&as_at=2026-07-01", NA_FORMAT_JSON);
    assert_string_equal(query_pack_text(json, "query.kind.0"), "ring");
    assert_string_equal(query_pack_text(json, "query.tag.0"), "scheme=a");
    assert_string_equal(query_pack_text(json, "query.as_at"), "2026-07-01");
    assert_string_equal(query_pack_text(json, "query.status.0"), "unknown");
    assert_string_equal(query_pack_text(json, "query.status.1"), "in_service");
    assert_int_equal(query_pack_size(json, "query.ring_m"), 3);
    assert_string_equal(query_pack_text(json, "layer.id"), "2023");
    assert_string_equal(query_pack_text(json, "layer.role"), "wards");
    assert_int_equal(query_pack_size(json, "days"), 1);
    assert_string_equal(query_pack_text(json, "days.0.as_at"), "2026-07-01");
    assert_int_equal(query_pack_number(json, "days.0.assets.existing"), 12);
    assert_int_equal(query_pack_number(json, "days.0.assets.counted"), 11);
    assert_int_equal(query_pack_number(json, "days.0.assets.left_out_by_tag"), 1);
    assert_int_equal(query_pack_size(json, "days.0.assets.counted_ids"), 11);
    assert_string_equal(query_pack_text(json, "days.0.areas.0.code"), "E01");
    assert_string_equal(query_pack_text(json, "days.0.areas.0.authority.code"), "L1");
    assert_true(json_is_null(query_pack_at(json, "days.0.areas.1.authority")));
    assert_true(json_is_null(query_pack_at(json, "changes")));
    assert_string_equal(query_pack_text(json, "data.transformation"), "Helmert");
    assert_true(query_pack_warns(json, "boundaries-generalised"));
    assert_true(query_pack_warns(json, "assets-unchecked"));
    static const char *const places[] = {"days.0.whole", "days.0.areas.0", "days.0.areas.1"};
    for (size_t i = 0; i < 3; i++) {
        const json_t *at = query_pack_at(json, places[i]);
        double area = query_pack_number(at, "area_m2");
        double covered = query_pack_number(at, "covered_m2");
        assert_true(query_pack_close(query_pack_number(at, "share"), covered / area, 1e-6));
        assert_true(query_pack_close(query_pack_number(at, "gap_m2"), area - covered, 0.11));
        assert_int_equal(query_pack_size(at, "rings"), 3);
        assert_true(query_pack_close(query_pack_number(at, "rings.1.within_m"), 250.0, 0.0));
        assert_true(query_pack_close(query_pack_number(at, "rings.1.covered_m2"), covered, 0.0));
    }
    json_decref(json);
}

/* Twice the signed area of a ring of degrees, metres of the middle latitude. */
static double ring_area_m2(const json_t *ring)
{
    double lon_m = 0.0;
    double lat_m = 0.0;
    double twice = 0.0;
    const json_t *origin = json_array_get(ring, 0);
    na_geodesic_degree_m(json_number_value(json_array_get(origin, 1)), &lon_m, &lat_m);
    for (size_t i = 0; i + 1 < json_array_size(ring); i++) {
        double xy[4];
        for (size_t k = 0; k < 4; k++) {
            const json_t *at = json_array_get(ring, i + k / 2);
            xy[k] = (json_number_value(json_array_get(at, k % 2)) -
                     json_number_value(json_array_get(origin, k % 2))) *
                    (k % 2 == 0 ? lon_m : lat_m);
        }
        twice += xy[0] * xy[3] - xy[2] * xy[1];
    }
    return twice / 2.0;
}

/* RFC 7946, 3.1.6: closed, at least four positions, shells counter-clockwise, holes clockwise. */
static double multipolygon_area_m2(const json_t *geometry, size_t *ret_holes)
{
    double area_m2 = 0.0;
    const json_t *polygons = json_object_get(geometry, "coordinates");
    assert_string_equal(query_pack_text(geometry, "type"), "MultiPolygon");
    assert_true(json_array_size(polygons) > 0);
    *ret_holes = 0;
    for (size_t p = 0; p < json_array_size(polygons); p++) {
        const json_t *rings = json_array_get(polygons, p);
        for (size_t r = 0; r < json_array_size(rings); r++) {
            const json_t *ring = json_array_get(rings, r);
            size_t count = json_array_size(ring);
            assert_true(count >= 4);
            assert_true(json_equal(json_array_get(ring, 0), json_array_get(ring, count - 1)));
            double ring_m2 = ring_area_m2(ring);
            assert_true(r == 0 ? ring_m2 > 0.0 : ring_m2 < 0.0);
            area_m2 += ring_m2;
            *ret_holes += r > 0;
        }
    }
    return area_m2;
}

static void geojson_draws_what_the_numbers_say(void **state)
{
    (void)state;
    json_t *json = coverage_json(&pack, "kind=ring&within=250&as_at=2026-07-01", NA_FORMAT_GEOJSON);
    const json_t *features = json_object_get(json, "features");
    size_t roles[3] = {0};
    assert_string_equal(query_pack_text(json, "type"), "FeatureCollection");
    assert_string_equal(query_pack_text(json, "attribution"), "Nobody");
    for (size_t i = 0; i < json_array_size(features); i++) {
        const json_t *feature = json_array_get(features, i);
        const char *role = query_pack_text(feature, "properties.role");
        assert_string_equal(query_pack_text(feature, "type"), "Feature");
        if (strcmp(role, "asset") == 0) {
            assert_string_equal(query_pack_text(feature, "geometry.type"), "Point");
            assert_string_equal(query_pack_text(feature, "properties.counts_on"), "2026-07-01");
            roles[2]++;
            continue;
        }
        bool covered = strcmp(role, "covered") == 0;
        assert_true(covered || strcmp(role, "gap") == 0);
        roles[covered ? 0 : 1]++;
        size_t holes = 0;
        double m2 = multipolygon_area_m2(json_object_get(feature, "geometry"), &holes);
        /* The grid's scale, squared, and a flat earth over 10 km. */
        assert_true(query_pack_close(m2 / query_pack_number(feature, "properties.m2"), 1.0, 0.003));
        assert_string_equal(query_pack_text(feature, "properties.as_at"), "2026-07-01");
        bool is_west = strcmp(query_pack_text(feature, "properties.code"), "E01") == 0;
        assert_int_equal(holes, is_west ? 1 : 0);
    }
    assert_int_equal(roles[0], 1);
    assert_int_equal(roles[1], 2);
    assert_int_equal(roles[2], 12);
    json_decref(json);
}

static void geojson_of_two_days_draws_the_change(void **state)
{
    (void)state;
    json_t *json =
        coverage_json(&pack, "kind=ring&compare=2026-07-31,2026-08-01", NA_FORMAT_GEOJSON);
    const json_t *features = json_object_get(json, "features");
    assert_int_equal(json_array_size(features), 13);
    assert_string_equal(query_pack_text(json, "features.0.properties.role"), "lost");
    assert_string_equal(query_pack_text(json, "features.0.properties.from"), "2026-07-31");
    assert_string_equal(query_pack_text(json, "features.0.properties.to"), "2026-08-01");
    assert_int_equal(strlen(query_pack_text(json, "features.1.properties.counts_on")), 10);
    assert_int_equal(strlen(query_pack_text(json, "features.2.properties.counts_on")), 21);
    json_decref(json);
    json = coverage_json(&pack, "kind=ring&compare=2026-07-31,2026-08-01", NA_FORMAT_JSON);
    assert_int_equal(query_pack_size(json, "days"), 2);
    assert_string_equal(query_pack_text(json, "changes.from"), "2026-07-31");
    assert_string_equal(query_pack_text(json, "changes.to"), "2026-08-01");
    double lost = query_pack_number(json, "changes.whole.lost_m2");
    assert_true(lost > 1000.0);
    assert_true(query_pack_close(lost,
                                 query_pack_number(json, "days.0.whole.covered_m2") -
                                     query_pack_number(json, "days.1.whole.covered_m2"),
                                 0.2));
    json_decref(json);
}

static size_t lines_of(const char *text)
{
    size_t lines = 0;
    for (; *text != '\0'; text++) {
        lines += *text == '\n';
    }
    return lines;
}

static void csv_has_a_line_an_area_and_the_whole(void **state)
{
    (void)state;
    struct coverage_asked asked;
    struct na_buffer to;
    na_buffer_init(&to, 1 << 20);
    (void)coverage_ask(&pack, "kind=ring&ring=100&as_at=2026-07-01", &asked);
    assert_int_equal(na_render_coverage_csv(asked.coverage, false, &to), NA_OK);
    const char *csv = na_buffer_terminate(&to);
    static const char header[] = "code,name,authority_code,authority_name,as_at,valid,assets,"
                                 "area_m2,within_m,covered_m2,share,gap_m2,covered_m2_100,"
                                 "covered_m2_250\n";
    assert_memory_equal(csv, header, sizeof header - 1);
    assert_int_equal(lines_of(csv), 4);
    assert_non_null(strstr(csv, "\nE01,West,L1,Low,2026-07-01,yes,12,"));
    assert_non_null(strstr(csv, "\nE02,\"=East, small\",,,2026-07-01,yes,0,"));
    assert_non_null(strstr(csv, "\nwhole,,,,2026-07-01,yes,12,"));
    na_buffer_clear(&to);
    assert_int_equal(na_render_coverage_csv(asked.coverage, true, &to), NA_OK);
    assert_non_null(strstr(na_buffer_terminate(&to), "\nE02,\"'=East, small\","));
    na_coverage_free(asked.coverage);

    na_buffer_clear(&to);
    (void)coverage_ask(&pack, "kind=ring&compare=2026-07-31,2026-08-01", &asked);
    assert_int_equal(na_render_coverage_csv(asked.coverage, false, &to), NA_OK);
    csv = na_buffer_terminate(&to);
    assert_int_equal(lines_of(csv), 7);
    assert_non_null(strstr(csv, "gap_m2,gained_m2,lost_m2\n"));
    na_coverage_free(asked.coverage);
    na_buffer_fini(&to);
}

static void text_names_the_largest_gap_first(void **state)
{
    (void)state;
    struct na_buffer to;
    const char *text = coverage_text(&pack, "kind=ring&tag=scheme=a&ring=100", NA_FORMAT_TEXT, &to);
    print_message("%s", text);
    assert_non_null(strstr(text, "rings within 250 m, tagged scheme=a"));
    assert_non_null(
        strstr(text, "On 2026-11-21  10 of 12 assets count, 1 left out by tag, 1 not valid then"));
    const char *west = strstr(text, "\nWest");
    const char *east = strstr(text, "\n=East, small");
    const char *whole = strstr(text, "\nThe whole");
    assert_true(west != NULL && east > west && whole > east);
    assert_non_null(strstr(text, "\nData "));
    assert_non_null(strstr(text, "\nWarning "));
    na_buffer_fini(&to);
}

static void text_of_two_days_names_what_is_lost(void **state)
{
    (void)state;
    struct na_buffer to;
    const char *text =
        coverage_text(&pack, "kind=ring&compare=2026-07-31,2026-08-01", NA_FORMAT_TEXT, &to);
    assert_non_null(strstr(text, "On 2026-07-31  12 of 12 assets count\n"));
    assert_non_null(strstr(text, "On 2026-08-01  11 of 12 assets count, 1 not valid then\n"));
    assert_non_null(strstr(text, "2026-07-31 %"));
    assert_non_null(strstr(text, "Lost km2"));
    na_buffer_fini(&to);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(json_gives_each_share_with_its_parts_and_day),
        cmocka_unit_test(geojson_draws_what_the_numbers_say),
        cmocka_unit_test(geojson_of_two_days_draws_the_change),
        cmocka_unit_test(csv_has_a_line_an_area_and_the_whole),
        cmocka_unit_test(text_names_the_largest_gap_first),
        cmocka_unit_test(text_of_two_days_names_what_is_lost),
    };
    return cmocka_run_group_tests(tests, open_pack, close_pack);
}
