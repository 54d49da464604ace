/* The data itself: pages of wards and assets, one of either, what is loaded. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "support/squares.h"

static void check_page(enum query_route route, const char *list, const char *key, const char *query,
                       int total, const char *expected)
{
    json_t *json = query_pack_json(&pack, route, query, NA_FORMAT_JSON);
    char found[256] = "";
    for (size_t i = 0; i < query_pack_size(json, list); i++) {
        size_t used = strlen(found);
        const json_t *entry = json_array_get(json_object_get(json, list), i);
        (void)snprintf(found + used, sizeof found - used, "%s%s", i > 0 ? " " : "",
                       query_pack_text(entry, key));
    }
    print_message("%s\n", query);
    assert_string_equal(found, expected);
    assert_int_equal(query_pack_number(json, "total"), total);
    assert_int_equal(query_pack_number(json, "returned"), query_pack_size(json, list));
    json_decref(json);
}

static void wards_come_in_pages(void **state)
{
    (void)state;
    static const struct {
        const char *query;
        int total;
        const char *codes;
    } rows[] = {
        {"", 4, "E01 E02 E03 E04"},
        {"limit=2", 4, "E01 E02"},
        {"limit=2&offset=3", 4, "E04"},
        {"offset=4", 4, ""},
        {"offset=1000000000", 4, ""},
        {"vintage=2015", 1, "E01"},
        {"vintage=degrees&bbox=-1.2,54.7,0,60", 1, "D01"}, /* touching is enough */
        {"vintage=degrees&bbox=-1.1999,54.7,0,60", 0, ""},
        {"bbox=0,50,1,51", 0, ""},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        check_page(QUERY_WARDS, "wards", "code", rows[i].query, rows[i].total, rows[i].codes);
    }
}

static void assets_come_in_pages(void **state)
{
    (void)state;
    static const struct {
        const char *query;
        int total;
        const char *ids;
    } rows[] = {
        {"", 8, "cab-1 cab-2 cab-3 cab-4 pub-1 pub-2 twin-a twin-b"},
        {"kind=pub", 2, "pub-1 pub-2"},
        {"kind=pub&kind=twin&limit=2&offset=1", 4, "pub-2 twin-a"},
        {"bbox=-180,-90,180,90&kind=cabinet", 4, "cab-1 cab-2 cab-3 cab-4"},
        {"bbox=-1,-90,180,90", 0, ""},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        check_page(QUERY_ASSETS, "assets", "id", rows[i].query, rows[i].total, rows[i].ids);
    }
}

static void an_asset_has_all_its_fields(void **state)
{
    (void)state;
    json_t *json = query_pack_json(&pack, QUERY_ASSETS, "kind=cabinet&limit=3", NA_FORMAT_JSON);
    assert_string_equal(query_pack_text(json, "assets.0.aliases.0"), "One");
    assert_string_equal(query_pack_text(json, "assets.0.aliases.1"), "Uno");
    assert_int_equal(query_pack_size(json, "assets.1.aliases"), 0);
    assert_string_equal(query_pack_text(json, "assets.0.siting"), "By the door");
    assert_true(json_is_null(query_pack_at(json, "assets.0.access")));
    assert_string_equal(query_pack_text(json, "assets.0.tags.scheme"), "watch");
    assert_string_equal(query_pack_text(json, "assets.1.status"), "out_of_service");
    assert_string_equal(query_pack_text(json, "assets.2.valid_to"), "2025-12-31");
    assert_true(
        query_pack_close(query_pack_number(json, "assets.0.position.easting_m"), 450100.0, 0.001));
    json_decref(json);
}

/* Shoelace sum of a GeoJSON ring: positive when it runs counter-clockwise, as shells must. */
static double twice_area(const json_t *ring)
{
    double sum = 0.0;
    for (size_t i = 0; i + 1 < json_array_size(ring); i++) {
        const json_t *a = json_array_get(ring, i);
        const json_t *b = json_array_get(ring, i + 1);
        sum += json_number_value(json_array_get(a, 0)) * json_number_value(json_array_get(b, 1)) -
               json_number_value(json_array_get(b, 0)) * json_number_value(json_array_get(a, 1));
    }
    return sum;
}

static void geojson_of_wards_has_closed_shells(void **state)
{
    (void)state;
    json_t *json = query_pack_json(&pack, QUERY_WARDS, "vintage=degrees", NA_FORMAT_GEOJSON);
    assert_string_equal(query_pack_text(json, "type"), "FeatureCollection");
    assert_int_equal(query_pack_number(json, "total"), 1);
    assert_string_equal(query_pack_text(json, "data.title"), "Squares");
    assert_string_equal(query_pack_text(json, "features.0.type"), "Feature");
    assert_string_equal(query_pack_text(json, "features.0.geometry.type"), "Polygon");
    assert_string_equal(query_pack_text(json, "features.0.properties.code"), "D01");
    const json_t *ring = query_pack_at(json, "features.0.geometry.coordinates.0");
    size_t count = json_array_size(ring);
    assert_true(count >= 5);
    assert_true(json_equal(json_array_get(ring, 0), json_array_get(ring, count - 1)));
    assert_true(query_pack_close(twice_area(ring), 2 * 0.1 * 0.1, 1e-9));
    json_decref(json);
}

static void geojson_of_assets_has_points(void **state)
{
    (void)state;
    json_t *json = query_pack_json(&pack, QUERY_ASSETS, "kind=pub", NA_FORMAT_GEOJSON);
    assert_int_equal(query_pack_size(json, "features"), 2);
    assert_string_equal(query_pack_text(json, "features.0.geometry.type"), "Point");
    assert_true(query_pack_close(query_pack_number(json, "features.0.geometry.coordinates.0"),
                                 query_pack_number(json, "features.0.properties.lon"), 5.1e-8));
    json_decref(json);
}

static enum na_code ask_one(bool ward, const char *key, const char *query, enum na_format format,
                            json_t **ret_json, struct na_error *error)
{
    char memory[256];
    struct na_param params[8];
    size_t count = 0;
    struct na_buffer text;
    na_buffer_init(&text, NA_ANSWER_LIMIT);
    enum na_code code = na_params_from_query(query, memory, params, 8, &count, error);
    if (code == NA_OK) {
        code = ward ? na_answer_ward_one(&(struct na_asking){.session = pack.session,
                                                             .path_value = key,
                                                             .params = params,
                                                             .count = count,
                                                             .today = QUERY_TODAY,
                                                             .format = format},
                                         &text, error)
                    : na_answer_asset_one(&(struct na_asking){.session = pack.session,
                                                              .path_value = key,
                                                              .params = params,
                                                              .count = count,
                                                              .today = QUERY_TODAY,
                                                              .format = format},
                                          &text, error);
    }
    if (code == NA_OK) {
        *ret_json = query_pack_parse(&text);
    }
    na_buffer_fini(&text);
    return code;
}

static void one_ward_names_its_vintages(void **state)
{
    (void)state;
    static const struct {
        const char *code, *query, *name, *vintage;
        size_t vintages;
    } rows[] = {{"E01", "", "Alpha", "2023", 2},
                {"E01", "vintage=2015", "Old Alpha", "2015", 2},
                {"E04", "", "Delta", "2023", 1},
                {"D01", "", "Degrees", "degrees", 1}}; /* not in today's: where it is */
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        json_t *json = NULL;
        struct na_error error = {.message = ""};
        assert_int_equal(ask_one(true, rows[i].code, rows[i].query, NA_FORMAT_JSON, &json, &error),
                         NA_OK);
        assert_string_equal(query_pack_text(json, "ward.name"), rows[i].name);
        assert_string_equal(query_pack_text(json, "vintage.id"), rows[i].vintage);
        assert_int_equal(query_pack_size(json, "vintages"), rows[i].vintages);
        assert_int_equal(query_pack_size(json, "ward.bbox"), 4);
        json_decref(json);
    }
}

static void what_is_not_there_gets_the_nearest_as_hint(void **state)
{
    (void)state;
    static const struct {
        bool ward;
        const char *key, *query, *hint;
        enum na_code code;
    } rows[] = {
        {true, "E05", "", "E01", NA_ERR_WARD_UNKNOWN},
        {true, "D07", "", "D01", NA_ERR_WARD_UNKNOWN},
        {true, "E02", "vintage=2015", "E02", NA_ERR_WARD_UNKNOWN},
        {true, "E02", "vintage=x", "2015", NA_ERR_VINTAGE_UNKNOWN},
        {false, "cab-9", "", "cab-1, First", NA_ERR_ASSET_UNKNOWN},
        {false, "cab-1", "kind=x", "Known here: f", NA_ERR_PARAM_UNKNOWN},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        json_t *json = NULL;
        struct na_error error = {.message = ""};
        assert_int_equal(
            ask_one(rows[i].ward, rows[i].key, rows[i].query, NA_FORMAT_JSON, &json, &error),
            rows[i].code);
        assert_non_null(strstr(error.hint, rows[i].hint));
    }
}

static void one_asset_is_a_feature_in_geojson(void **state)
{
    (void)state;
    json_t *json = NULL;
    struct na_error error = {.message = ""};
    assert_int_equal(ask_one(false, "cab-1", "f=geojson", NA_FORMAT_GEOJSON, &json, &error), NA_OK);
    assert_string_equal(query_pack_text(json, "type"), "Feature");
    assert_string_equal(query_pack_text(json, "properties.name"), "First");
    json_decref(json);
    assert_int_equal(ask_one(false, "cab-1", "", NA_FORMAT_JSON, &json, &error), NA_OK);
    assert_string_equal(query_pack_text(json, "asset.name"), "First");
    json_decref(json);
}

static void datasets_tell_what_is_loaded(void **state)
{
    (void)state;
    struct na_buffer text;
    struct na_error error;
    na_buffer_init(&text, NA_ANSWER_LIMIT);
    assert_int_equal(
        na_answer_datasets(&(struct na_asking){.session = pack.session, .format = NA_FORMAT_JSON},
                           &text, &error),
        NA_OK);
    json_t *json = query_pack_parse(&text);
    assert_non_null(json);
    assert_string_equal(query_pack_text(json, "pack.title"), "Squares");
    assert_string_equal(query_pack_text(json, "transformation.name"), "Helmert");
    assert_int_equal(query_pack_size(json, "layers"), 3);
    assert_string_equal(query_pack_text(json, "layers.0.crs"), "EPSG:27700");
    assert_string_equal(query_pack_text(json, "layers.2.crs"), "EPSG:4326");
    assert_int_equal(query_pack_number(json, "layers.1.count"), 4);
    assert_string_equal(query_pack_text(json, "kinds.0.kind"), "cabinet");
    assert_int_equal(query_pack_number(json, "kinds.0.count"), 4);
    assert_true(query_pack_size(json, "sources") > 4);
    assert_int_equal(strlen(query_pack_text(json, "sources.0.sha256")), 64);
    assert_true(query_pack_warns(json, "indicative"));
    assert_true(query_pack_warns(json, "compilation")); /* the overlap of Gamma and Delta */
    json_decref(json);
    na_buffer_clear(&text);
    assert_int_equal(
        na_answer_datasets(&(struct na_asking){.session = pack.session, .format = NA_FORMAT_TEXT},
                           &text, &error),
        NA_OK);
    (void)na_buffer_terminate(&text);
    assert_non_null(strstr(text.data, "Wards      2023: 4 in new.shp, from 2023-05-04"));
    assert_int_equal(na_answer_datasets(
                         &(struct na_asking){.session = pack.session, .format = NA_FORMAT_GEOJSON},
                         &text, &error),
                     NA_ERR_ACCEPT);
    na_buffer_fini(&text);
}

static void texts_of_lists_end_with_a_newline(void **state)
{
    (void)state;
    static const enum query_route routes[] = {QUERY_WARDS, QUERY_ASSETS};
    for (size_t i = 0; i < 2; i++) {
        struct na_buffer text;
        struct na_error error;
        na_buffer_init(&text, NA_ANSWER_LIMIT);
        assert_int_equal(query_pack_ask(&pack, routes[i], "limit=1", NA_FORMAT_TEXT, &text, &error),
                         NA_OK);
        (void)na_buffer_terminate(&text);
        assert_int_equal(text.data[text.length - 1], '\n');
        assert_non_null(strstr(text.data, i == 0 ? "1 of 4 in vintage 2023" : "1 of 8"));
        na_buffer_fini(&text);
    }
}

/* A daemon's thread keeps its session when the pack is compiled anew. */
static void a_session_can_be_bound_to_another_snapshot(void **state)
{
    (void)state;
    struct query_pack other;
    struct na_error error;
    static const struct query_square square[] = {
        {"Z01", "Zeta", "L1", "Low", 450000, 530000, 451000, 531000}};
    query_pack_begin(&other);
    query_pack_squares(&other, "z", square, 1);
    query_pack_put(&other, "pack.ini",
                   "[pack]\ntitle = Other\n[wards.z]\nfile = z.shp\ncrs = EPSG:27700\n"
                   "valid_from = 2020-01-01\ntolerance_m = 0\n");
    query_pack_compile(&other, NULL);
    json_t *json =
        query_pack_json(&other, QUERY_WARD, "easting=450500&northing=530500", NA_FORMAT_JSON);
    assert_string_equal(query_pack_text(json, "ward.name"), "Zeta");
    json_decref(json);
    assert_int_equal(na_session_bind(other.session, pack.snapshot, &error), NA_OK);
    assert_ptr_equal(na_session_snapshot(other.session), pack.snapshot);
    json = query_pack_json(&other, QUERY_WARD, "easting=450500&northing=530500", NA_FORMAT_JSON);
    assert_string_equal(query_pack_text(json, "ward.name"), "Alpha");
    json_decref(json);
    query_pack_end(&other);
}

static void a_tolerance_is_told_to_a_millimetre(void **state)
{
    (void)state;
    struct query_pack other;
    struct na_buffer to;
    static const struct query_square square[] = {
        {"Z01", "Zeta", "L1", "Low", 450000, 530000, 451000, 531000}};
    query_pack_begin(&other);
    query_pack_squares(&other, "z", square, 1);
    query_pack_put(&other, "pack.ini",
                   "[pack]\ntitle = Other\n[wards.z]\nfile = z.shp\ncrs = EPSG:27700\n"
                   "valid_from = 2020-01-01\ntolerance_m = 12.34567\n");
    query_pack_compile(&other, NULL);
    na_buffer_init(&to, NA_ANSWER_LIMIT);
    assert_int_equal(
        na_answer_datasets(&(struct na_asking){.session = other.session, .format = NA_FORMAT_JSON},
                           &to, NULL),
        NA_OK);
    assert_non_null(strstr(na_buffer_terminate(&to), "\"tolerance_m\":12.346,"));
    na_buffer_fini(&to);
    query_pack_end(&other);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(wards_come_in_pages),
        cmocka_unit_test(assets_come_in_pages),
        cmocka_unit_test(an_asset_has_all_its_fields),
        cmocka_unit_test(geojson_of_wards_has_closed_shells),
        cmocka_unit_test(geojson_of_assets_has_points),
        cmocka_unit_test(one_ward_names_its_vintages),
        cmocka_unit_test(what_is_not_there_gets_the_nearest_as_hint),
        cmocka_unit_test(one_asset_is_a_feature_in_geojson),
        cmocka_unit_test(datasets_tell_what_is_loaded),
        cmocka_unit_test(a_tolerance_is_told_to_a_millimetre),
        cmocka_unit_test(texts_of_lists_end_with_a_newline),
        cmocka_unit_test(a_session_can_be_bound_to_another_snapshot),
    };
    return cmocka_run_group_tests(tests, squares_setup, squares_teardown);
}
