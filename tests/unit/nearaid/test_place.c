/* What a text means, as plain values: the same as the question "locate" says. */
#include <nearaid/nearaid.h>

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "support/squares.h"

static void same_number(const json_t *json, const char *name, double value)
{
    const json_t *member = json_object_get(json, name);
    if (json_is_null(member)) {
        assert_true(isnan(value));
    } else {
        assert_true(fabs(json_number_value(member) - value) < 1e-3);
    }
}

static void same_text(const json_t *json, const char *name, const char *value)
{
    const json_t *member = json_object_get(json, name);
    assert_string_equal(json_is_null(member) ? "" : json_string_value(member), value);
}

static void places_are_those_of_the_question(void **state)
{
    (void)state;
    static const char *const texts[] = {"First", "NZ 505 305", "54.65, -1.2", "cabinet",
                                        "450500 530500"};
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
        struct na_place places[10] = {{.size = sizeof places[0]}};
        const struct na_param asked = {"q", texts[i]};
        struct na_error error = {.message = ""};
        size_t count = 99;
        char *text = NULL;
        enum na_code code = na_locate(pack.session, texts[i], places, 10, &count, &error);
        print_message("%s: %d %s\n", texts[i], (int)code, error.message);
        assert_int_equal(
            na_ask(pack.session, "locate", &asked, 1, "2026-11-21", &text, NULL, &error), code);
        if (code != NA_OK) {
            continue;
        }
        json_t *json = json_loads(text, 0, NULL);
        const json_t *candidates = json_object_get(json, "candidates");
        assert_int_equal(json_array_size(candidates), count);
        size_t certain = 0;
        for (size_t n = 0; n < count; n++) {
            const json_t *candidate = json_array_get(candidates, n);
            const json_t *position = json_object_get(candidate, "position");
            same_text(candidate, "kind", places[n].kind);
            same_text(candidate, "name", places[n].name);
            same_text(candidate, "place", places[n].locality);
            same_text(candidate, "id", places[n].asset_id);
            same_number(position, "lat", places[n].lat_deg);
            same_number(position, "lon", places[n].lon_deg);
            same_number(position, "easting_m", places[n].easting_m);
            same_number(position, "northing_m", places[n].northing_m);
            assert_int_equal(places[n].size, sizeof places[n]);
            certain = places[n].is_certain == 1 ? n + 1 : certain;
        }
        const json_t *confident = json_object_get(json, "confident");
        assert_int_equal(certain, json_integer_value(confident)); /* null: 0 */
        json_decref(json);
        na_free(text);
    }
}

/* A program of a later version has a larger structure: what it adds is left alone. */
static void a_larger_structure_keeps_its_own_members(void **state)
{
    (void)state;
    struct {
        struct na_place place;
        double later;
    } places[3] = {{{.size = sizeof places[0]}, 7.0}, {{0}, 8.0}, {{0}, 9.0}};
    size_t count = 0;
    assert_int_equal(na_locate(pack.session, "NZ 505 305", &places[0].place, 3, &count, NULL),
                     NA_OK);
    assert_int_equal(count, 1);
    assert_int_equal(places[0].place.is_certain, 1);
    assert_true(places[0].later == 7.0 && places[1].later == 8.0 && places[2].later == 9.0);
}

static void what_cannot_be_is_refused(void **state)
{
    (void)state;
    static char longest[1100];
    memset(longest, 'a', sizeof longest - 1);
    struct na_place places[2] = {{.size = sizeof places[0]}};
    struct na_place small = {.size = 8};
    struct na_error error;
    size_t count = 99;
    struct na_session *session = pack.session;
    assert_int_equal(na_locate(session, "First", &small, 1, &count, &error), NA_ERR_USAGE);
    assert_int_equal(na_locate(session, "First", places, 0, &count, &error), NA_ERR_USAGE);
    assert_int_equal(na_locate(session, "First", places, 51, &count, &error), NA_ERR_USAGE);
    assert_int_equal(na_locate(session, "", places, 2, &count, &error), NA_ERR_PARAM_EMPTY);
    assert_int_equal(na_locate(session, "a\x01", places, 2, &count, &error),
                     NA_ERR_PARAM_MALFORMED);
    assert_int_equal(na_locate(session, "\xff", places, 2, &count, &error), NA_ERR_PARAM_MALFORMED);
    assert_int_equal(na_locate(session, longest, places, 2, &count, &error), NA_ERR_PARAM_RANGE);
    assert_int_equal(count, 99);
    assert_int_equal(na_locate(session, "TS24 8AY", places, 2, &count, &error),
                     NA_ERR_POSTCODE_UNKNOWN);
    assert_true(count <= 2);
    assert_null(strstr(error.message, "TS24"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(places_are_those_of_the_question),
        cmocka_unit_test(a_larger_structure_keeps_its_own_members),
        cmocka_unit_test(what_cannot_be_is_refused),
    };
    return cmocka_run_group_tests(tests, squares_setup, squares_teardown);
}
