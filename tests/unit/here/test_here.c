/* Everything about a point: against positions that can be read off. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "support/query_pack.h"

static struct query_pack pack;  /* the squares with areas, postcodes and places */
static struct query_pack plain; /* the squares */

static const char more_ini[] = "[areas.patrols]\n"
                               "file = patrols.shp\n"
                               "crs = EPSG:27700\n"
                               "kind = patrol\n"
                               "code_field = WD23CD\n"
                               "name_field = WD23NM\n"
                               "from_field = LAD23NM\n"
                               "valid_from = 2020-01-01\n"
                               "valid_to = 2027-12-31\n"
                               "tolerance_m = 0\n"
                               "[places.postcodes]\n"
                               "file = postcodes.csv\n"
                               "format = onspd\n"
                               "[places.landmarks]\n"
                               "file = landmarks.csv\n"
                               "format = csv\n";

/* TS1 1AB, the nearest of all, ended in 2019. */
static const char postcodes[] = "pcds,doterm,oseast1m,osnrth1m,osgrdind\n"
                                "TS1 1AA,,450140,530130,1\n"
                                "TS1 1AB,201906,450101,530101,1\n"
                                "TS1 1AC,,451500,530500,1\n"
                                "TS1 1AE,,451500,530500,1\n"
                                "TS1 1AD,,,,9\n";

static const char landmarks[] = "name,kind,place,easting,northing,accuracy_m\n"
                                "Old Mill,pub,Alphaton,450130,530100,20\n"
                                "New Mill,pub,Betaton,451600,530900,20\n";

static int setup(void **state)
{
    (void)state;
    static const struct query_square old[] = {
        {"E01", "Old Alpha", "L1", "Low", 450000, 530000, 451000, 531000}};
    static const struct query_square new[] = {
        {"E01", "Alpha", "L1", "Low", 450000, 530000, 451000, 531000},
        {"E02", "Beta", "", "", 451000, 530000, 452000, 531000}};
    static const struct query_square degrees[] = {
        {"D01", "Degrees", "L1", "Low", -1.3, 54.6, -1.2, 54.7}};
    static const struct query_square patrols[] = {
        {"P1", "Centre", "", "2026-11-01", 450050, 530050, 450200, 530200},
        {"P2", "Later", "", "2027-01-01", 450000, 530000, 450300, 530300},
        {"P3", "Elsewhere", "", "", 451000, 530000, 451300, 530300}};
    char ini[4096];
    query_pack_begin(&pack);
    query_pack_squares(&pack, "old", old, 1);
    query_pack_squares(&pack, "new", new, 2);
    query_pack_squares(&pack, "degrees", degrees, 1);
    query_pack_squares(&pack, "patrols", patrols, 3);
    query_pack_put(&pack, "assets.csv", query_squares_assets);
    query_pack_put(&pack, "postcodes.csv", postcodes);
    query_pack_put(&pack, "landmarks.csv", landmarks);
    (void)snprintf(ini, sizeof ini, "%s%s", query_squares_ini, more_ini);
    query_pack_put(&pack, "pack.ini", ini);
    query_pack_compile(&pack, NULL);
    query_pack_open_squares(&plain);
    return 0;
}

static int teardown(void **state)
{
    (void)state;
    query_pack_end(&pack);
    query_pack_end(&plain);
    return 0;
}

static json_t *ask(const char *query)
{
    return query_pack_json(&pack, QUERY_HERE, query, NA_FORMAT_JSON);
}

#define POINT "easting=450100&northing=530100"

static void every_vintage_has_its_ward(void **state)
{
    (void)state;
    json_t *json = ask(POINT "&as_at=2026-11-21");
    assert_int_equal(query_pack_size(json, "wards"), 3);
    assert_string_equal(query_pack_text(json, "wards.0.vintage.id"), "2015");
    assert_string_equal(query_pack_text(json, "wards.0.ward.name"), "Old Alpha");
    assert_true(json_is_false(query_pack_at(json, "wards.0.valid")));
    assert_string_equal(query_pack_text(json, "wards.1.ward.code"), "E01");
    assert_string_equal(query_pack_text(json, "wards.1.ward.authority.name"), "Low");
    assert_string_equal(query_pack_text(json, "wards.1.match"), "inside");
    assert_true(
        query_pack_close(query_pack_number(json, "wards.1.boundary_distance_m"), 100.0, 0.051));
    assert_true(json_is_true(query_pack_at(json, "wards.1.certain")));
    assert_true(json_is_true(query_pack_at(json, "wards.1.valid")));
    assert_string_equal(query_pack_text(json, "wards.2.ward.code"), "D01");
    json_decref(json);
}

/* The answer of a vintage is the one that the question for its ward gives. */
static void a_vintage_says_what_its_own_question_says(void **state)
{
    (void)state;
    static const char *const members[] = {"ward", "match", "boundary_distance_m", "certain",
                                          "vintage"};
    static const char *const points[] = {POINT, "easting=450995&northing=530500&accuracy_m=10",
                                         "easting=451000&northing=530500",
                                         "easting=460000&northing=530500"};
    for (size_t p = 0; p < sizeof points / sizeof points[0]; p++) {
        json_t *here = ask(points[p]);
        for (size_t v = 0; v < 3; v++) {
            static const char *const vintages[] = {"2015", "2023", "degrees"};
            char query[256];
            char path[64];
            (void)snprintf(query, sizeof query, "%s&vintage=%s", points[p], vintages[v]);
            json_t *ward = query_pack_json(&pack, QUERY_WARD, query, NA_FORMAT_JSON);
            for (size_t m = 0; m < sizeof members / sizeof members[0]; m++) {
                (void)snprintf(path, sizeof path, "wards.%zu.%s", v, members[m]);
                assert_true(json_equal(query_pack_at(here, path), query_pack_at(ward, members[m])));
            }
            json_decref(ward);
        }
        json_decref(here);
    }
}

static void areas_come_with_their_dates(void **state)
{
    (void)state;
    json_t *json = ask(POINT "&as_at=2026-11-21");
    assert_int_equal(query_pack_size(json, "areas"), 2);
    assert_string_equal(query_pack_text(json, "areas.0.code"), "P1");
    assert_string_equal(query_pack_text(json, "areas.0.name"), "Centre");
    assert_string_equal(query_pack_text(json, "areas.0.layer"), "patrols");
    assert_string_equal(query_pack_text(json, "areas.0.kind"), "patrol");
    assert_string_equal(query_pack_text(json, "areas.0.valid_from"), "2026-11-01");
    assert_string_equal(query_pack_text(json, "areas.0.valid_to"), "2027-12-31");
    assert_true(json_is_true(query_pack_at(json, "areas.0.valid")));
    assert_true(json_is_false(query_pack_at(json, "areas.0.on_boundary")));
    assert_string_equal(query_pack_text(json, "areas.1.code"), "P2");
    assert_true(json_is_false(query_pack_at(json, "areas.1.valid")));
    json_decref(json);
    json = ask(POINT "&as_at=2027-06-01");
    assert_true(json_is_true(query_pack_at(json, "areas.1.valid")));
    json_decref(json);
    json = ask(POINT "&as_at=2028-01-01");
    assert_true(json_is_false(query_pack_at(json, "areas.0.valid")));
    json_decref(json);
    json = ask("easting=451000&northing=530100");
    assert_string_equal(query_pack_text(json, "areas.0.code"), "P3");
    assert_string_equal(query_pack_text(json, "areas.0.valid_from"), "2020-01-01");
    assert_true(json_is_true(query_pack_at(json, "areas.0.on_boundary")));
    json_decref(json);
}

/* The one result of a kind is the one that the question for it gives, member by member. */
static void each_kind_has_its_nearest(void **state)
{
    (void)state;
    static const char *const kinds[] = {"cabinet", "pub", "twin"};
    json_t *here = ask(POINT "&as_at=2026-11-21");
    assert_int_equal(query_pack_size(here, "nearest"), 3);
    for (size_t i = 0; i < 3; i++) {
        char query[256];
        char path[64];
        (void)snprintf(query, sizeof query, POINT "&as_at=2026-11-21&k=1&kind=%s", kinds[i]);
        json_t *nearest = query_pack_json(&pack, QUERY_NEAREST, query, NA_FORMAT_JSON);
        (void)snprintf(path, sizeof path, "nearest.%zu.kind", i);
        assert_string_equal(query_pack_text(here, path), kinds[i]);
        (void)snprintf(path, sizeof path, "nearest.%zu.result", i);
        assert_true(json_equal(query_pack_at(here, path), query_pack_at(nearest, "results.0")));
        (void)snprintf(path, sizeof path, "nearest.%zu.order_stable", i);
        assert_true(json_equal(query_pack_at(here, path), query_pack_at(nearest, "order_stable")));
        json_decref(nearest);
    }
    assert_string_equal(query_pack_text(here, "nearest.0.result.id"), "cab-1");
    assert_true(query_pack_number(here, "nearest.0.result.distance_m") == 0.0);
    json_decref(here);
}

static void a_postcode_in_use_and_a_place_are_near(void **state)
{
    (void)state;
    json_t *json = ask(POINT);
    assert_string_equal(query_pack_text(json, "postcode.postcode"), "TS1 1AA");
    assert_true(query_pack_close(query_pack_number(json, "postcode.distance_m"), 50.0, 0.051));
    assert_string_equal(query_pack_text(json, "place.name"), "Old Mill");
    assert_string_equal(query_pack_text(json, "place.place"), "Alphaton");
    assert_true(query_pack_close(query_pack_number(json, "place.distance_m"), 30.0, 0.051));
    assert_true(query_pack_number(json, "place.accuracy_m") == 20.0);
    json_decref(json);
    json = ask("easting=451500&northing=530600");
    assert_string_equal(query_pack_text(json, "postcode.postcode"), "TS1 1AC");
    assert_string_equal(query_pack_text(json, "place.name"), "New Mill");
    json_decref(json);
    json = query_pack_json(&plain, QUERY_HERE, POINT, NA_FORMAT_JSON);
    assert_true(json_is_null(query_pack_at(json, "postcode")));
    assert_true(json_is_null(query_pack_at(json, "place")));
    assert_int_equal(query_pack_size(json, "areas"), 0);
    json_decref(json);
}

/* Flats and their postcodes share a spot: the first of the list was named instead. */
static void of_postcodes_at_one_spot_the_one_asked_for_is_named(void **state)
{
    (void)state;
    static const char *const names[] = {"TS1 1AE", "TS1 1AC"};
    for (size_t i = 0; i < 2; i++) {
        char query[64];
        (void)snprintf(query, sizeof query, "postcode=%.3s%%20%.3s", names[i], names[i] + 4);
        json_t *json = ask(query);
        assert_string_equal(query_pack_text(json, "postcode.postcode"), names[i]);
        json_decref(json);
    }
}

static void the_point_has_its_grid_reference(void **state)
{
    (void)state;
    json_t *json = ask(POINT);
    assert_string_equal(query_pack_text(json, "position.gridref"), "NZ 50100 30100");
    double lat = query_pack_number(json, "position.lat");
    double lon = query_pack_number(json, "position.lon");
    json_decref(json);
    char query[128];
    (void)snprintf(query, sizeof query, "lat=%.9f&lon=%.9f", lat, lon);
    json = ask(query);
    assert_true(query_pack_close(query_pack_number(json, "position.easting_m"), 450100.0, 0.002));
    assert_true(query_pack_close(query_pack_number(json, "position.northing_m"), 530100.0, 0.002));
    json_decref(json);
    json = ask("postcode=ts11aa");
    assert_string_equal(query_pack_text(json, "query.postcode"), "TS1 1AA");
    assert_string_equal(query_pack_text(json, "position.gridref"), "NZ 50140 30130");
    json_decref(json);
}

/* What is true of the whole answer is said once. */
static void warnings_are_said_where_they_belong(void **state)
{
    (void)state;
    json_t *json = ask("easting=450995&northing=530500&accuracy_m=10");
    assert_true(query_pack_warns(json, "indicative"));
    assert_false(query_pack_warns(json, "uncertain"));
    assert_false(query_pack_warns(query_pack_at(json, "wards.1"), "indicative"));
    assert_true(query_pack_warns(query_pack_at(json, "wards.1"), "uncertain"));
    assert_false(query_pack_warns(query_pack_at(json, "nearest.0"), "indicative"));
    json_decref(json);
}

static void people_read_lines(void **state)
{
    (void)state;
    static const char *const parts[] = {
        "Grid       NZ 50100 30100\n",
        "Ward       Alpha (E01), Low, vintage 2023, from 2023-05-04\n",
        "Ward       Old Alpha (E01), Low, vintage 2015, from 2015-05-07 to 2023-05-03, not valid "
        "on "
        "the day\n",
        "Area       Centre (P1), patrol, from 2026-11-01 to 2027-12-31\n",
        "Nearest    cabinet: First, 0 m N\n",
        "Postcode   TS1 1AA, 50 m away\n",
        "Place      Old Mill, Alphaton, 30 m away\n",
        "Warning    Demonstration data"};
    struct na_buffer text;
    struct na_error error = {.message = ""};
    na_buffer_init(&text, NA_ANSWER_LIMIT);
    assert_int_equal(
        query_pack_ask(&pack, QUERY_HERE, POINT "&as_at=2026-11-21", NA_FORMAT_TEXT, &text, &error),
        NA_OK);
    assert_int_equal(na_buffer_append(&text, "", 1), NA_OK);
    for (size_t i = 0; i < sizeof parts / sizeof parts[0]; i++) {
        if (strstr(text.data, parts[i]) == NULL) {
            fail_msg("no \"%s\" in\n%s", parts[i], text.data);
        }
    }
    na_buffer_fini(&text);
}

static void what_cannot_be_asked_is_refused(void **state)
{
    (void)state;
    static const struct {
        const char *query;
        enum na_format format;
        enum na_code code;
    } rows[] = {
        {"", NA_FORMAT_JSON, NA_ERR_PARAM_MISSING},
        {POINT "&vintage=2023", NA_FORMAT_JSON, NA_ERR_PARAM_UNKNOWN},
        {POINT "&as_at=today", NA_FORMAT_JSON, NA_ERR_PARAM_MALFORMED},
        {POINT, NA_FORMAT_GEOJSON, NA_ERR_ACCEPT},
        {"q=nowhere+at+all", NA_FORMAT_JSON, NA_ERR_PLACE_UNKNOWN},
        {"q=mill", NA_FORMAT_JSON, NA_ERR_AMBIGUOUS_PLACE},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct na_buffer text;
        struct na_error error = {.message = ""};
        na_buffer_init(&text, NA_ANSWER_LIMIT);
        print_message("%s\n", rows[i].query);
        assert_int_equal(
            query_pack_ask(&pack, QUERY_HERE, rows[i].query, rows[i].format, &text, &error),
            rows[i].code);
        assert_int_equal(text.length, 0);
        na_buffer_fini(&text);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_vintage_has_its_ward),
        cmocka_unit_test(a_vintage_says_what_its_own_question_says),
        cmocka_unit_test(areas_come_with_their_dates),
        cmocka_unit_test(each_kind_has_its_nearest),
        cmocka_unit_test(a_postcode_in_use_and_a_place_are_near),
        cmocka_unit_test(of_postcodes_at_one_spot_the_one_asked_for_is_named),
        cmocka_unit_test(the_point_has_its_grid_reference),
        cmocka_unit_test(warnings_are_said_where_they_belong),
        cmocka_unit_test(people_read_lines),
        cmocka_unit_test(what_cannot_be_asked_is_refused),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}
