/* The ward of a point: match, distance, certainty, alternatives, vintages. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "geo/geodesic.h"
#include "support/squares.h"

static json_t *ask(const char *query)
{
    return query_pack_json(&pack, QUERY_WARD, query, NA_FORMAT_JSON);
}

/* Distances: grid metres over the scale there, 0.99963, so 100 grid metres are 100.0 on the ground
 * to one decimal and 400 are 400.1. */
static void each_position_gets_its_answer(void **state)
{
    (void)state;
    static const struct {
        const char *query;
        const char *code; /* "" none */
        const char *match;
        double distance_m;
        bool certain;
        size_t alternatives;
        const char *first_alternative;
        const char *nearest;
    } rows[] = {
        {"easting=450100&northing=530500", "E01", "inside", 100.0, true, 0, "", ""},
        {"easting=450400&northing=530500", "E01", "inside", 400.1, true, 0, "", ""},
        {"easting=450900&northing=530500&accuracy_m=99", "E01", "inside", 100.0, true, 0, "", ""},
        {"easting=450900&northing=530500&accuracy_m=101", "E01", "inside", 100.0, false, 1, "E02",
         ""},
        {"easting=450100&northing=530500&accuracy_m=150", "E01", "inside", 100.0, false, 0, "", ""},
        {"easting=451000&northing=530500", "E01", "boundary", 0.0, false, 1, "E02", ""},
        {"easting=451000&northing=530000", "E01", "boundary", 0.0, false, 1, "E02", ""},
        {"easting=450000&northing=530500", "E01", "boundary", 0.0, false, 0, "", ""},
        {"easting=452000&northing=531000", "E02", "boundary", 0.0, false, 0, "", ""},
        {"easting=451001&northing=530500", "E02", "inside", 1.0, true, 0, "", ""},
        {"easting=452300&northing=530500", "", "none", 300.1, true, 0, "", "E02"},
        {"easting=452300&northing=530500&accuracy_m=301", "", "none", 300.1, false, 1, "E02",
         "E02"},
        {"easting=452499&northing=530500&accuracy_m=502", "", "none", 499.2, false, 2, "E02",
         "E02"},
        {"easting=453950&northing=530500", "E03", "inside", 50.0, false, 1, "E04", ""},
        {"easting=454500&northing=530500", "E04", "inside", 400.1, true, 0, "", ""},
        {"gridref=NZ+501+305", "E01", "inside", 150.1, true, 0, "", ""},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        json_t *json = ask(rows[i].query);
        print_message("%s\n", rows[i].query);
        assert_string_equal(query_pack_text(json, "ward.code"), rows[i].code);
        assert_string_equal(query_pack_text(json, "match"), rows[i].match);
        assert_true(query_pack_close(query_pack_number(json, "boundary_distance_m"),
                                     rows[i].distance_m, 0.051));
        assert_int_equal(json_is_true(query_pack_at(json, "certain")), rows[i].certain);
        assert_int_equal(json_is_true(query_pack_at(json, "on_boundary")),
                         strcmp(rows[i].match, "boundary") == 0);
        assert_int_equal(query_pack_size(json, "alternatives"), rows[i].alternatives);
        assert_string_equal(query_pack_text(json, "alternatives.0.code"),
                            rows[i].first_alternative);
        assert_string_equal(query_pack_text(json, "nearest.code"), rows[i].nearest);
        assert_int_equal(query_pack_warns(json, "uncertain"), !rows[i].certain);
        json_decref(json);
    }
}

/* The polygons are on the grid: a question in degrees adds the transformation's 5 m. */
static void transformation_counts_when_systems_differ(void **state)
{
    (void)state;
    json_t *grid = ask("easting=450900&northing=530500&accuracy_m=97");
    assert_true(json_is_true(query_pack_at(grid, "certain")));
    char query[128];
    (void)snprintf(query, sizeof query, "lat=%.9f&lon=%.9f&accuracy_m=97",
                   query_pack_number(grid, "query.lat"), query_pack_number(grid, "query.lon"));
    json_t *degrees = ask(query);
    assert_string_equal(query_pack_text(degrees, "ward.code"), "E01");
    assert_true(query_pack_close(query_pack_number(degrees, "boundary_distance_m"),
                                 query_pack_number(grid, "boundary_distance_m"), 0.11));
    assert_true(json_is_false(query_pack_at(degrees, "certain")));
    json_decref(grid);
    json_decref(degrees);
}

static void tolerance_of_the_vintage_counts(void **state)
{
    (void)state;
    json_t *within = ask("easting=450019&northing=530500&vintage=2015");
    json_t *beyond = ask("easting=450021&northing=530500&vintage=2015");
    assert_true(json_is_false(query_pack_at(within, "certain")));
    assert_true(json_is_true(query_pack_at(beyond, "certain")));
    json_decref(within);
    json_decref(beyond);
}

static void the_vintage_is_chosen_by_date(void **state)
{
    (void)state;
    static const struct {
        const char *query;
        const char *vintage;
        bool none_valid;
    } rows[] = {
        {"", "2023", false},
        {"&as_at=2023-05-04", "2023", false},
        {"&as_at=2023-05-03", "2015", false}, /* both ends included */
        {"&as_at=2015-05-07", "2015", false},
        {"&as_at=2015-05-06", "2023", true}, /* none: the newest */
        {"&as_at=1990-01-01", "2023", true},
        {"&as_at=2001-06-01", "degrees", false},
        {"&as_at=2003-01-01", "2023", true},
        {"&vintage=2015", "2015", false},
        {"&vintage=2015&as_at=2026-01-01", "2015", false},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        char query[128];
        (void)snprintf(query, sizeof query, "easting=450500&northing=530500%s", rows[i].query);
        json_t *json = ask(query);
        assert_string_equal(query_pack_text(json, "vintage.id"), rows[i].vintage);
        assert_int_equal(query_pack_warns(json, "no-vintage-valid"), rows[i].none_valid);
        json_decref(json);
    }
}

static void an_unknown_vintage_lists_those_there_are(void **state)
{
    (void)state;
    struct na_buffer text;
    struct na_error error;
    na_buffer_init(&text, NA_ANSWER_LIMIT);
    assert_int_equal(query_pack_ask(&pack, QUERY_WARD, "lat=54.6&lon=-1.2&vintage=1999",
                                    NA_FORMAT_JSON, &text, &error),
                     NA_ERR_VINTAGE_UNKNOWN);
    assert_string_equal(error.field, "vintage");
    assert_non_null(strstr(error.hint, "2015 2023 degrees"));
    na_buffer_fini(&text);
}

static void a_layer_in_degrees_answers_both_ways(void **state)
{
    (void)state;
    json_t *edge = ask("lat=54.65&lon=-1.3&vintage=degrees");
    assert_string_equal(query_pack_text(edge, "match"), "boundary");
    json_t *grid = ask("easting=450500&northing=530500&vintage=degrees");
    assert_string_equal(query_pack_text(grid, "ward.code"), "D01");
    json_decref(edge);
    json_decref(grid);
}

/* The geodesic, not the flat metric that found the edge, is reported. */
static void far_distances_are_geodesics(void **state)
{
    (void)state;
    json_t *json = ask("lat=55.7&lon=-1.25&vintage=degrees");
    struct na_lonlat from = {-1.25, 55.7};
    struct na_lonlat to = {-1.25, 54.7};
    double geodesic_m = na_geodesic_distance_m(from, to);
    assert_true(query_pack_close(query_pack_number(json, "nearest.distance_m"), geodesic_m,
                                 geodesic_m * 1e-3));
    json_decref(json);
}

static void authority_is_null_when_not_given(void **state)
{
    (void)state;
    json_t *with = ask("easting=450500&northing=530500");
    json_t *without = ask("easting=454500&northing=530500");
    assert_string_equal(query_pack_text(with, "ward.authority.name"), "Low");
    assert_true(json_is_null(query_pack_at(without, "ward.authority")));
    json_decref(with);
    json_decref(without);
}

static void warnings_say_what_the_answer_rests_on(void **state)
{
    (void)state;
    json_t *inside = ask("easting=450500&northing=530500");
    assert_true(query_pack_warns(inside, "indicative"));
    assert_true(query_pack_warns(inside, "transformation-approximate"));
    assert_false(query_pack_warns(inside, "outside-all-wards"));
    json_t *outside = ask("easting=452500&northing=530500");
    assert_true(query_pack_warns(outside, "outside-all-wards"));
    assert_true(json_is_null(query_pack_at(outside, "ward")));
    json_t *overlap = ask("easting=453950&northing=530500");
    assert_true(query_pack_warns(overlap, "wards-overlap"));
    json_decref(inside);
    json_decref(outside);
    json_decref(overlap);
}

/* Member for member as docs/answers.md has it. */
static void the_json_is_exactly_this(void **state)
{
    (void)state;
    static const char expected[] =
        "{\"query\":{\"lat\":54.65,\"lon\":-1.25,\"source\":\"lat_lon\",\"accuracy_m\":0,"
        "\"as_at\":\"2001-06-01\",\"vintage\":\"degrees\"},"
        "\"ward\":{\"code\":\"D01\",\"name\":\"Degrees\","
        "\"authority\":{\"code\":\"L1\",\"name\":\"Low\"}},"
        "\"match\":\"inside\",\"on_boundary\":false,\"boundary_distance_m\":3227.5,"
        "\"certain\":true,\"alternatives\":[],\"nearest\":null,"
        "\"vintage\":{\"id\":\"degrees\",\"valid_from\":\"2001-01-01\","
        "\"valid_to\":\"2002-12-31\",\"tolerance_m\":0},\"data\":{\"pack\":\"sha256:";
    static const char rest[] =
        "\",\"title\":\"Squares\",\"issued\":\"2026-11-20\",\"indicative\":true,"
        "\"transformation\":\"Helmert\",\"accuracy_m\":5},\"warnings\":["
        "{\"code\":\"indicative\",\"text\":\"Demonstration data: boundaries are indicative\"},"
        "{\"code\":\"transformation-approximate\",\"text\":\"Compiled without the OSTN15 grid: "
        "grid and longitude/latitude agree to 5 m only\"}]}";
    struct na_buffer text;
    struct na_error error;
    na_buffer_init(&text, NA_ANSWER_LIMIT);
    assert_int_equal(query_pack_ask(&pack, QUERY_WARD,
                                    "lat=54.65&lon=-1.25&as_at=2001-06-01&vintage=degrees",
                                    NA_FORMAT_JSON, &text, &error),
                     NA_OK);
    assert_int_equal(text.length, strlen(expected) + 64 + strlen(rest));
    (void)na_buffer_terminate(&text);
    text.data[strlen(expected)] = '\0';
    assert_string_equal(text.data, expected);
    assert_string_equal(text.data + strlen(expected) + 64, rest);
    na_buffer_fini(&text);
}

static void the_text_names_the_ward_and_the_doubt(void **state)
{
    (void)state;
    struct na_buffer text;
    struct na_error error;
    na_buffer_init(&text, NA_ANSWER_LIMIT);
    assert_int_equal(query_pack_ask(&pack, QUERY_WARD,
                                    "easting=450900&northing=530500&accuracy_m=150", NA_FORMAT_TEXT,
                                    &text, &error),
                     NA_OK);
    (void)na_buffer_terminate(&text);
    assert_non_null(strstr(text.data, "Ward       Alpha (E01)\nAuthority  Low (L1)\n"));
    assert_non_null(strstr(text.data, "Certain    no: the boundary is 100 m away"));
    assert_non_null(strstr(text.data, "Or         Beta (E02), 100 m\n"));
    assert_int_equal(text.data[text.length - 1], '\n');
    na_buffer_fini(&text);
}

/* A full buffer leaves what was there before, and nothing of the answer. */
static void a_failed_answer_is_taken_back(void **state)
{
    (void)state;
    struct na_error error;
    for (size_t limit = 4; limit < 600; limit += 7) {
        struct na_buffer text;
        na_buffer_init(&text, limit);
        assert_int_equal(na_buffer_text(&text, "kept"), NA_OK);
        assert_int_equal(query_pack_ask(&pack, QUERY_WARD, "easting=450500&northing=530500",
                                        NA_FORMAT_JSON, &text, &error),
                         NA_ERR_LIMIT);
        assert_int_equal(text.length, 4);
        assert_memory_equal(text.data, "kept", 4);
        na_buffer_fini(&text);
    }
}

static void a_ward_answer_has_no_geojson(void **state)
{
    (void)state;
    struct na_buffer text;
    struct na_error error;
    na_buffer_init(&text, NA_ANSWER_LIMIT);
    assert_int_equal(
        query_pack_ask(&pack, QUERY_WARD, "lat=54.6&lon=-1.2", NA_FORMAT_GEOJSON, &text, &error),
        NA_ERR_ACCEPT);
    na_buffer_fini(&text);
}

static void the_public_function_gives_the_same_bytes(void **state)
{
    (void)state;
    const struct na_param params[] = {{"easting", "450500"}, {"northing", "530500"}};
    struct na_buffer text;
    struct na_error error;
    char *json = NULL;
    size_t length = 0;
    na_buffer_init(&text, NA_ANSWER_LIMIT);
    assert_int_equal(query_pack_ask(&pack, QUERY_WARD, "easting=450500&northing=530500",
                                    NA_FORMAT_JSON, &text, &error),
                     NA_OK);
    assert_int_equal(na_ask_ward(pack.session, params, 2, "2026-11-21", &json, &length, &error),
                     NA_OK);
    assert_int_equal(length, text.length);
    assert_int_equal(strlen(json), length);
    assert_memory_equal(json, text.data, length);
    na_free(json);
    json = NULL;
    assert_int_equal(na_ask_ward(pack.session, params, 2, "21.11.2026", &json, &length, &error),
                     NA_ERR_PARAM_MALFORMED);
    assert_null(json);
    na_buffer_fini(&text);
}

/* The case the whole program was ordered for. */
static void the_station_changes_wards(void **state)
{
    (void)state;
    struct query_pack tees;
    if (!query_pack_open_tees(&tees)) {
        skip();
    }
    static const struct {
        const char *query;
        const char *name;
        bool certain;
    } rows[] = {{"easting=451160&northing=532697&vintage=2020", "Headland and Harbour", true},
                {"easting=451160&northing=532697&as_at=2022-01-01", "Headland and Harbour", true},
                {"easting=451160&northing=532697", "Burn Valley", false},
                {"lat=54.6867416&lon=-1.2079518&vintage=2020", "Headland and Harbour", true},
                {"lat=54.6867416&lon=-1.2079518&vintage=2023", "Burn Valley", false}};
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        json_t *json = query_pack_json(&tees, QUERY_WARD, rows[i].query, NA_FORMAT_JSON);
        assert_string_equal(query_pack_text(json, "ward.name"), rows[i].name);
        assert_int_equal(json_is_true(query_pack_at(json, "certain")), rows[i].certain);
        assert_string_equal(query_pack_text(json, "data.transformation"), "OSTN15");
        json_decref(json);
    }
    query_pack_end(&tees);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_position_gets_its_answer),
        cmocka_unit_test(transformation_counts_when_systems_differ),
        cmocka_unit_test(tolerance_of_the_vintage_counts),
        cmocka_unit_test(the_vintage_is_chosen_by_date),
        cmocka_unit_test(an_unknown_vintage_lists_those_there_are),
        cmocka_unit_test(a_layer_in_degrees_answers_both_ways),
        cmocka_unit_test(far_distances_are_geodesics),
        cmocka_unit_test(authority_is_null_when_not_given),
        cmocka_unit_test(warnings_say_what_the_answer_rests_on),
        cmocka_unit_test(the_json_is_exactly_this),
        cmocka_unit_test(the_text_names_the_ward_and_the_doubt),
        cmocka_unit_test(a_failed_answer_is_taken_back),
        cmocka_unit_test(a_ward_answer_has_no_geojson),
        cmocka_unit_test(the_public_function_gives_the_same_bytes),
        cmocka_unit_test(the_station_changes_wards),
    };
    return cmocka_run_group_tests(tests, squares_setup, squares_teardown);
}
