/* query/question_position: one position in one form; likely mistakes are named, never mended. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "support/squares.h"

static void each_mistake_is_named(void **state)
{
    (void)state;
    static const struct {
        const char *query;
        enum na_code code;
        const char *field;
        const char *hint; /* a part of it */
    } rows[] = {
        {"vintage=2023", NA_ERR_PARAM_MISSING, "lat", "Give lat and lon"},
        {"lat=54.68", NA_ERR_PARAM_MISSING, "lon", "other half"},
        {"lon=-1.2", NA_ERR_PARAM_MISSING, "lat", "other half"},
        {"easting=450100", NA_ERR_PARAM_MISSING, "northing", "other half"},
        {"northing=530100", NA_ERR_PARAM_MISSING, "easting", "other half"},
        {"lat=54.68&lon=-1.2&gridref=NZ+509+326", NA_ERR_PARAM_CONFLICT, "lat", "only one"},
        {"lat=54.68&northing=530100", NA_ERR_PARAM_CONFLICT, "lat", "only one"},
        {"easting=1&gridref=NZ+509+326", NA_ERR_PARAM_CONFLICT, "easting", "only one"},
        {"lat=530100&lon=450100", NA_ERR_LOOKS_GRID, "lat", "easting="},
        {"lat=450100&lon=530100", NA_ERR_LOOKS_GRID, "lat", "easting="},
        {"lat=530100.25&lon=450100.75", NA_ERR_LOOKS_GRID, "lat", "easting="},
        {"lat=0&lon=0", NA_ERR_NULL_ISLAND, "lat", "real position"},
        {"lat=-0.0&lon=0.000", NA_ERR_NULL_ISLAND, "lat", "real position"},
        {"easting=0&northing=0", NA_ERR_NULL_ISLAND, "easting", "real position"},
        {"lat=-1.21&lon=54.66", NA_ERR_LOOKS_SWAPPED, "lat", "Exchange"},
        {"lat=151.2&lon=-33.8", NA_ERR_LOOKS_SWAPPED, "lat", "Exchange"},
        {"lat=91&lon=200", NA_ERR_PARAM_RANGE, "lat", "example"},
        {"easting=54.66&northing=-1.21", NA_ERR_PARAM_RANGE, "easting", "Use lat="},
        {"easting=1.21&northing=54.66", NA_ERR_PARAM_RANGE, "easting", "Use lat="},
        {"easting=530100&northing=450100", NA_ERR_LOOKS_SWAPPED, "easting", "Exchange"},
        {"easting=900000&northing=400000", NA_ERR_LOOKS_SWAPPED, "easting", "Exchange"},
        {"easting=800000&northing=1300001", NA_ERR_PARAM_RANGE, "easting", "example"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct na_buffer text;
        struct na_error error = {.message = ""};
        na_buffer_init(&text, NA_ANSWER_LIMIT);
        enum na_code code =
            query_pack_ask(&pack, QUERY_WARD, rows[i].query, NA_FORMAT_JSON, &text, &error);
        if (code != rows[i].code || strcmp(error.field, rows[i].field) != 0 ||
            strstr(error.hint, rows[i].hint) == NULL) {
            print_error("%s: %s, %s, %s\n", rows[i].query, na_code_slug(code), error.field,
                        error.hint);
        }
        assert_int_equal(code, rows[i].code);
        assert_int_equal(error.code, rows[i].code);
        assert_string_equal(error.field, rows[i].field);
        assert_non_null(strstr(error.hint, rows[i].hint));
        assert_int_equal(text.length, 0);
        na_buffer_fini(&text);
    }
}

/* The code is the same when the caller does not want the details. */
static void the_error_may_be_null(void **state)
{
    (void)state;
    struct na_buffer text;
    na_buffer_init(&text, NA_ANSWER_LIMIT);
    assert_int_equal(
        query_pack_ask(&pack, QUERY_WARD, "lat=530100&lon=450100", NA_FORMAT_JSON, &text, NULL),
        NA_ERR_LOOKS_GRID);
    na_buffer_fini(&text);
}

/* Far away, but not by exchange: that is a question, not a mistake. */
static void a_far_position_is_answered(void **state)
{
    (void)state;
    static const char *const queries[] = {"lat=-33.8&lon=151.2", "lat=50.1&lon=-5.5",
                                          "easting=134000&northing=25000", "gridref=SV+90+10",
                                          "lat=54.66&lon=0"};
    for (size_t i = 0; i < sizeof queries / sizeof queries[0]; i++) {
        json_t *json = query_pack_json(&pack, QUERY_WARD, queries[i], NA_FORMAT_JSON);
        assert_string_equal(query_pack_text(json, "match"), "none");
        json_decref(json);
    }
}

static void the_position_is_echoed_as_given(void **state)
{
    (void)state;
    static const struct {
        const char *query;
        const char *source;
        const char *member;
        double value;
        double accuracy_m;
    } rows[] = {
        {"lat=54.66&lon=-1.22&accuracy_m=12.5", "lat_lon", "query.lat", 54.66, 12.5},
        {"easting=450100.25&northing=530100", "easting_northing", "query.easting_m", 450100.25, 0},
        {"gridref=nz500300", "gridref", "query.easting_m", 450050, 70.711},
        {"gridref=NZ5030&accuracy_m=5", "gridref", "query.northing_m", 530500, 707.107},
        {"gridref=NZ5030&accuracy_m=900", "gridref", "query.northing_m", 530500, 900},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        json_t *json = query_pack_json(&pack, QUERY_WARD, rows[i].query, NA_FORMAT_JSON);
        assert_string_equal(query_pack_text(json, "query.source"), rows[i].source);
        assert_true(query_pack_close(query_pack_number(json, rows[i].member), rows[i].value, 1e-9));
        assert_true(query_pack_close(query_pack_number(json, "query.accuracy_m"),
                                     rows[i].accuracy_m, 1e-9));
        assert_true(query_pack_close(query_pack_number(json, "query.lat"), 54.66, 0.01));
        json_decref(json);
    }
}

static void a_grid_reference_is_echoed_normalised(void **state)
{
    (void)state;
    json_t *json = query_pack_json(&pack, QUERY_WARD, "gridref=nz500300", NA_FORMAT_JSON);
    assert_string_equal(query_pack_text(json, "query.gridref"), "NZ 500 300");
    json_decref(json);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_mistake_is_named),
        cmocka_unit_test(the_error_may_be_null),
        cmocka_unit_test(a_far_position_is_answered),
        cmocka_unit_test(the_position_is_echoed_as_given),
        cmocka_unit_test(a_grid_reference_is_echoed_normalised),
    };
    return cmocka_run_group_tests(tests, squares_setup, squares_teardown);
}
