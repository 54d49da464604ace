/* The library's one function for every question. */
#include <nearaid/nearaid.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "support/squares.h"

/* Enough for every question: each takes of it what it asks for. */
static const struct na_param all[] = {{"easting", "450500"},    {"northing", "530500"},
                                      {"kind", "cabinet"},      {"q", "First"},
                                      {"code", "E01"},          {"id", "cab-1"},
                                      {"postcode", "TS24 8AY"}, {"collectionId", "cabinet"},
                                      {"featureId", "cab-1"}};

/* Is it a name in braces? */
static bool stands_in(const char *path, const char *name)
{
    char braces[64];
    (void)snprintf(braces, sizeof braces, "{%s}", name);
    return path != NULL && strstr(path, braces) != NULL;
}

static size_t params_of(const struct na_question *question, struct na_param to[NA_PARAMS_MAX])
{
    size_t count = 0;
    for (size_t i = 0; i < sizeof all / sizeof all[0]; i++) {
        bool asked = stands_in(question->path, all[i].name);
        for (size_t j = 0; j < question->params->count; j++) {
            asked = asked || strcmp(question->params->specs[j].name, all[i].name) == 0;
        }
        bool is_postcode = strcmp(all[i].name, "postcode") == 0;
        /* One position is enough, and the kind of the areas is another. */
        bool skips = (strcmp(all[i].name, "q") == 0 && strcmp(question->name, "locate") != 0) ||
                     (strcmp(all[i].name, "kind") == 0 && strcmp(question->name, "hotspots") == 0);
        skips = skips || (is_postcode && strcmp(question->name, "postcode") != 0);
        if (asked && !skips) {
            to[count++] = all[i];
        }
    }
    return count;
}

static void every_question_with_json_is_asked_by_name(void **state)
{
    (void)state;
    size_t asked = 0;
    for (size_t i = 0; i < na_question_count; i++) {
        const struct na_question *question = na_questions[i];
        struct na_param params[NA_PARAMS_MAX];
        struct na_error error = {.message = ""};
        char *json = NULL;
        size_t length = 0;
        enum na_code code =
            na_ask(pack.session, question->name, params, params_of(question, params), "2026-11-21",
                   &json, &length, &error);
        print_message("%s: %d %s\n", question->name, (int)code, error.message);
        if (na_question_answer(question) == NULL ||
            (question->forms & (NA_FORM_JSON | NA_FORM_GEOJSON)) == 0) {
            assert_int_equal(code, NA_ERR_ACCEPT);
        } else if (strcmp(question->name, "postcode") == 0) {
            assert_int_equal(code, NA_ERR_POSTCODE_UNKNOWN); /* the pack has none */
        } else if (question->privacy == NA_SECRET) {
            assert_int_equal(code, NA_ERR_CODE_UNKNOWN); /* the pack has none */
        } else {
            assert_int_equal(code, NA_OK);
            assert_int_equal(strlen(json), length);
            assert_int_equal(json[0], '{');
            asked++;
        }
        na_free(json);
    }
    assert_true(asked >= 11);
}

static void what_is_missing_or_unknown_is_said(void **state)
{
    (void)state;
    struct na_error error;
    char *json = NULL;
    assert_int_equal(na_ask(pack.session, "wardz", NULL, 0, "2026-11-21", &json, NULL, &error),
                     NA_ERR_ROUTE);
    assert_int_equal(na_ask(pack.session, "wardByCode", NULL, 0, "2026-11-21", &json, NULL, &error),
                     NA_ERR_PARAM_MISSING);
    assert_string_equal(error.field, "code");
    const struct na_param params[] = {{"vintage", "2015"}, {"code", "E01"}};
    assert_int_equal(
        na_ask(pack.session, "wardByCode", params, 2, "2026-11-21", &json, NULL, &error), NA_OK);
    assert_non_null(strstr(json, "Old Alpha"));
    na_free(json);
    json = NULL;
    assert_int_equal(
        na_ask(pack.session, "ward", params, NA_PARAMS_MAX + 1, "2026-11-21", &json, NULL, &error),
        NA_ERR_REQUEST);
    assert_null(json);
}

static void geojson_is_had_by_its_parameter(void **state)
{
    (void)state;
    static const char *const names[] = {"wards", "assets", "coverage", "hotspots"};
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        const struct na_param params[] = {{"f", "geojson"}, {"kind", "cabinet"}};
        size_t count = strcmp(names[i], "assets") == 0 || strcmp(names[i], "coverage") == 0 ? 2 : 1;
        char *json = NULL;
        struct na_error error = {.message = ""};
        enum na_code code =
            na_ask(pack.session, names[i], params, count, "2026-11-21", &json, NULL, &error);
        print_message("%s: %d %s\n", names[i], (int)code, error.message);
        assert_int_equal(code, NA_OK);
        assert_non_null(strstr(json, "\"FeatureCollection\""));
        na_free(json);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_question_with_json_is_asked_by_name),
        cmocka_unit_test(geojson_is_had_by_its_parameter),
        cmocka_unit_test(what_is_missing_or_unknown_is_said),
    };
    return cmocka_run_group_tests(tests, squares_setup, squares_teardown);
}
