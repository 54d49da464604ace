/* query/params: each fault of a parameter is named with its parameter and a remedy. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "lists/list.h"
#include "nearest/nearest.h"
#include "question/params.h"
#include "ward/ward.h"

#define POSITION                                                                                   \
    {"lat", "54.6"},                                                                               \
    {                                                                                              \
        "lon", "-1.2"                                                                              \
    }

struct row {
    const struct na_param_specs *specs;
    const char *name;
    const char *value;
    enum na_code code;
};

static const struct row rows[] = {
    {&na_ward_params, "lat", "54.6867416", NA_OK},
    {&na_ward_params, "lat", "-90", NA_OK},
    {&na_ward_params, "lat", "90.000000000000001", NA_OK}, /* the double is 90 */
    {&na_ward_params, "lat", "90.0001", NA_ERR_PARAM_RANGE},
    {&na_ward_params, "lat", "54.1234567890123456", NA_OK},
    {&na_ward_params, "lat", "0054.6", NA_OK},
    {&na_ward_params, "lat", "54,6", NA_ERR_PARAM_MALFORMED},
    {&na_ward_params, "lat", "+54.6", NA_OK},
    {&na_ward_params, "lat", "5.4e1", NA_OK},
    {&na_ward_params, "lat", "54.6N", NA_OK},
    {&na_ward_params, "lat", "54.6W", NA_ERR_PARAM_MALFORMED},
    {&na_ward_params, "lat", " 54.6", NA_OK},
    {&na_ward_params, "lat", "nan", NA_ERR_PARAM_MALFORMED},
    {&na_ward_params, "lat", "", NA_ERR_PARAM_EMPTY},
    {&na_ward_params, "lon", "-180", NA_OK},
    {&na_ward_params, "lon", "180.1", NA_ERR_PARAM_RANGE},
    {&na_ward_params, "easting", "700000", NA_OK},
    {&na_ward_params, "easting", "700000.1", NA_ERR_PARAM_RANGE},
    {&na_ward_params, "easting", "-1", NA_ERR_PARAM_RANGE},
    {&na_ward_params, "easting", "45116012", NA_ERR_PARAM_RANGE},
    {&na_ward_params, "easting", "451,160", NA_OK},
    {&na_ward_params, "northing", "1300000", NA_OK},
    {&na_ward_params, "gridref", "NZ 509 326", NA_OK},
    {&na_ward_params, "gridref", "nz509326", NA_OK},
    {&na_ward_params, "gridref", "NZ 50 326", NA_ERR_PARAM_MALFORMED},
    {&na_ward_params, "gridref", "II 50 32", NA_ERR_PARAM_MALFORMED},
    {&na_ward_params, "accuracy_m", "100000", NA_OK},
    {&na_ward_params, "accuracy_m", "100000.5", NA_ERR_PARAM_RANGE},
    {&na_ward_params, "as_at", "2024-02-29", NA_OK},
    {&na_ward_params, "as_at", "2025-02-29", NA_ERR_PARAM_MALFORMED},
    {&na_ward_params, "as_at", "21/11/2026", NA_ERR_PARAM_MALFORMED},
    {&na_ward_params, "vintage", "2023", NA_OK},
    {&na_ward_params, "vintage", "a\tb", NA_ERR_PARAM_MALFORMED},
    {&na_ward_params, "vintage", "\xff", NA_ERR_PARAM_MALFORMED},
    {&na_ward_params, "kind", "x", NA_ERR_PARAM_UNKNOWN},
    {&na_wards_params, "limit", "1", NA_OK},
    {&na_wards_params, "limit", "10000", NA_OK},
    {&na_wards_params, "limit", "0", NA_ERR_PARAM_RANGE},
    {&na_wards_params, "limit", "10001", NA_ERR_PARAM_RANGE},
    {&na_wards_params, "limit", "1.5", NA_ERR_PARAM_MALFORMED},
    {&na_wards_params, "offset", "-1", NA_ERR_PARAM_RANGE},
    {&na_wards_params, "f", "geojson", NA_OK},
    {&na_wards_params, "f", "json", NA_OK},
    {&na_wards_params, "f", "xml", NA_ERR_PARAM_MALFORMED},
    {&na_wards_params, "f", "geo", NA_ERR_PARAM_MALFORMED},
    {&na_wards_params, "bbox", "-1.3,54.6,-1.1,54.7", NA_OK},
    {&na_wards_params, "bbox", "-1.1,54.6,-1.3,54.7", NA_ERR_PARAM_MALFORMED},
    {&na_wards_params, "bbox", "-1.3,54.7,-1.1,54.6", NA_ERR_PARAM_MALFORMED},
    {&na_wards_params, "bbox", "-1.4,54.6,-1.1", NA_ERR_PARAM_MALFORMED},
    {&na_wards_params, "bbox", "-1.3,54.6,-1.1,54.7,", NA_ERR_PARAM_MALFORMED},
    {&na_wards_params, "bbox", "-1.3,54.6,-1.1,95", NA_ERR_PARAM_MALFORMED},
    {&na_no_params, "x", "1", NA_ERR_PARAM_UNKNOWN},
};

static void each_value_is_judged(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct na_param param = {rows[i].name, rows[i].value};
        struct na_error error = {.message = ""};
        enum na_code code = na_params_check(rows[i].specs, &param, 1, &error);
        if (code != rows[i].code) {
            print_error("%s=%s gives %s\n", rows[i].name, rows[i].value, na_code_slug(code));
        }
        assert_int_equal(code, rows[i].code);
        if (code != NA_OK) {
            assert_string_equal(error.field, rows[i].name);
            assert_true(error.hint[0] != '\0');
        }
    }
}

/* A number that is refused is quoted: who typed it sees which character is wrong. (The answer goes
 * to the client; a log has the code alone.) */
static void a_refused_number_is_quoted(void **state)
{
    (void)state;
    static const struct {
        const char *name, *value, *message;
    } wanted[] = {
        {"lat", "54.68.58", "The parameter lat is \"54.68.58\": not a number: \".58\" follows it"},
        {"lat", "54,6", "The parameter lat is \"54,6\": not a number: a comma is no decimal point"},
        {"lon", "1.2N",
         "The parameter lon is \"1.2N\": a longitude with the letter N, which is of a latitude"},
        {"easting", "inf", "The parameter easting is \"inf\": not a finite number"},
        {"easting", "-1", "The parameter easting must be from 0 to 700000, not -1"},
    };
    for (size_t i = 0; i < sizeof wanted / sizeof wanted[0]; i++) {
        struct na_param param = {wanted[i].name, wanted[i].value};
        struct na_error error = {.message = ""};
        assert_int_not_equal(na_params_check(&na_ward_params, &param, 1, &error), NA_OK);
        assert_string_equal(error.message, wanted[i].message);
    }
}

static void text_is_limited_to_200_bytes(void **state)
{
    (void)state;
    char value[202];
    memset(value, 'x', sizeof value);
    value[200] = '\0';
    struct na_param param = {"vintage", value};
    assert_int_equal(na_params_check(&na_ward_params, &param, 1, NULL), NA_OK);
    value[200] = 'x';
    value[201] = '\0';
    assert_int_equal(na_params_check(&na_ward_params, &param, 1, NULL), NA_ERR_PARAM_RANGE);
}

static void repeated_is_refused_unless_repeatable(void **state)
{
    (void)state;
    const struct na_param twice[] = {POSITION, {"lat", "54.6"}};
    struct na_error error;
    assert_int_equal(na_params_check(&na_ward_params, twice, 3, &error), NA_ERR_PARAM_REPEATED);
    assert_string_equal(error.field, "lat");
    const struct na_param kinds[] = {POSITION, {"kind", "a"}, {"kind", "b"}};
    assert_int_equal(na_params_check(&na_nearest_params, kinds, 4, &error), NA_OK);
}

static void required_is_missed(void **state)
{
    (void)state;
    const struct na_param params[] = {POSITION};
    struct na_error error;
    assert_int_equal(na_params_check(&na_nearest_params, params, 2, &error), NA_ERR_PARAM_MISSING);
    assert_string_equal(error.field, "kind");
}

static void unknown_name_gets_the_nearest_as_hint(void **state)
{
    (void)state;
    static const struct {
        const char *name;
        const char *hint;
    } names[] = {{"latt", "lat?"},
                 {"eastings", "easting?"},
                 {"Lon", "lon?"},
                 {"accuracy", "accuracy_m?"},
                 {"zzzzzzzz", "Known here: lat, lon"}};
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        struct na_param param = {names[i].name, "1"};
        struct na_error error;
        assert_int_equal(na_params_check(&na_ward_params, &param, 1, &error), NA_ERR_PARAM_UNKNOWN);
        assert_non_null(strstr(error.hint, names[i].hint));
    }
}

/* ?54.68,-1.2=x: a position where the name belongs. */
static void a_name_that_is_no_name_is_not_repeated(void **state)
{
    (void)state;
    struct na_param param = {"54.68,-1.2", "x"};
    struct na_error error;
    assert_int_equal(na_params_check(&na_ward_params, &param, 1, &error), NA_ERR_PARAM_UNKNOWN);
    assert_null(strstr(error.message, "54.68"));
    assert_string_equal(error.field, "");
}

/* The examples go into --help, OpenAPI and every hint: each must pass its own check. */
static void every_example_passes(void **state)
{
    (void)state;
    static const struct na_param_specs *const all[] = {&na_ward_params,   &na_nearest_params,
                                                       &na_wards_params,  &na_ward_one_params,
                                                       &na_assets_params, &na_asset_one_params};
    for (size_t i = 0; i < sizeof all / sizeof all[0]; i++) {
        for (size_t j = 0; j < all[i]->count; j++) {
            const struct na_param_spec *spec = &all[i]->specs[j];
            struct na_param params[2] = {{spec->name, spec->example}, {"kind", "x"}};
            bool add_kind = all[i] == &na_nearest_params && strcmp(spec->name, "kind") != 0;
            assert_int_equal(na_params_check(all[i], params, add_kind ? 2 : 1, NULL), NA_OK);
            assert_non_null(spec->summary);
            assert_non_null(spec->default_text);
        }
    }
}

static void a_parameter_without_an_example_has_none_in_its_hint(void **state)
{
    (void)state;
    static const struct na_param_spec spec[] = {
        {.name = "within", .type = NA_PARAM_METRES, .low = 1.0, .high = 50.0}};
    static const struct na_param_specs specs = {spec, 1};
    const struct na_param given = {"within", "0.5"};
    struct na_error error = {0};
    assert_int_equal(na_params_check(&specs, &given, 1, &error), NA_ERR_PARAM_RANGE);
    assert_string_equal(error.message, "The parameter within must be from 1 to 50, not 0.5");
    assert_string_equal(error.hint, "");
}

/* The check of parameters says what was meant, in the daemon too. */
static void coordinates_of_the_other_kind_are_named(void **state)
{
    (void)state;
    const struct na_param grid[] = {{"lat", "532697"}, {"lon", "451160"}};
    const struct na_param degrees[] = {{"easting", "-1.2"}, {"northing", "54.6"}};
    struct na_error error;
    assert_int_equal(na_params_check(&na_ward_params, grid, 2, &error), NA_ERR_LOOKS_GRID);
    assert_string_equal(error.hint, "Use easting= and northing=");
    assert_int_equal(na_params_check(&na_ward_params, degrees, 2, &error), NA_ERR_PARAM_RANGE);
    assert_string_equal(error.hint, "Use lat= and lon=");
}

static void get_returns_the_first(void **state)
{
    (void)state;
    const struct na_param params[] = {{"kind", "a"}, {"kind", "b"}};
    assert_string_equal(na_params_get(params, 2, "kind"), "a");
    assert_null(na_params_get(params, 2, "lat"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_value_is_judged),
        cmocka_unit_test(a_refused_number_is_quoted),
        cmocka_unit_test(text_is_limited_to_200_bytes),
        cmocka_unit_test(repeated_is_refused_unless_repeatable),
        cmocka_unit_test(required_is_missed),
        cmocka_unit_test(unknown_name_gets_the_nearest_as_hint),
        cmocka_unit_test(a_name_that_is_no_name_is_not_repeated),
        cmocka_unit_test(every_example_passes),
        cmocka_unit_test(a_parameter_without_an_example_has_none_in_its_hint),
        cmocka_unit_test(coordinates_of_the_other_kind_are_named),
        cmocka_unit_test(get_returns_the_first),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
