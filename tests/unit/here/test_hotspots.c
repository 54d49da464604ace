/* Hotspot areas by place and day: against positions that can be read off. */
#include "support/hotspots_pack.h"

static void a_place_is_in_what_is_valid_on_the_day(void **state)
{
    (void)state;
    json_t *json = ask(POINT "&as_at=2026-11-21");
    assert_int_equal(query_pack_size(json, "inside"), 1);
    assert_string_equal(query_pack_text(json, "inside.0.code"), "P1");
    assert_string_equal(query_pack_text(json, "inside.0.name"), "Centre");
    assert_string_equal(query_pack_text(json, "inside.0.layer"), "patrols");
    assert_string_equal(query_pack_text(json, "inside.0.valid_from"), "2026-11-01");
    assert_string_equal(query_pack_text(json, "inside.0.valid_to"), "2027-12-31");
    assert_true(json_is_true(query_pack_at(json, "inside.0.valid")));
    assert_true(json_is_false(query_pack_at(json, "inside.0.on_boundary")));
    assert_true(
        query_pack_close(query_pack_number(json, "inside.0.boundary_distance_m"), 50.0, 0.051));
    assert_true(json_is_true(query_pack_at(json, "certain")));
    assert_true(json_is_null(query_pack_at(json, "nearest")));
    assert_int_equal(query_pack_size(json, "possible"), 0);
    json_decref(json);
}

static void what_is_not_valid_is_named_with_its_dates(void **state)
{
    (void)state;
    json_t *json = ask(POINT "&as_at=2026-11-21");
    assert_int_equal(query_pack_size(json, "not_valid"), 2);
    assert_string_equal(query_pack_text(json, "not_valid.0.code"), "P2");
    assert_string_equal(query_pack_text(json, "not_valid.0.valid_from"), "2027-01-01");
    assert_string_equal(query_pack_text(json, "not_valid.1.code"), "F1");
    assert_string_equal(query_pack_text(json, "not_valid.1.valid_to"), "2025-03-31");
    assert_string_equal(query_pack_text(json, "not_valid.0.why"), "begins 2027-01-01");
    assert_string_equal(query_pack_text(json, "not_valid.1.why"), "ended 2025-03-31");
    assert_null(query_pack_at(json, "inside.0.why"));
    assert_true(json_is_false(query_pack_at(json, "not_valid.1.valid")));
    json_decref(json);
}

/* The first and the last day belong to an area. */
static void the_day_decides(void **state)
{
    (void)state;
    static const struct {
        const char *day, *codes;
    } days[] = {{"2025-03-31", "F1 "},    {"2025-04-01", ""},    {"2026-10-31", ""},
                {"2026-11-01", "P1 "},    {"2026-12-31", "P1 "}, {"2027-01-01", "P1 P2 "},
                {"2027-12-31", "P1 P2 "}, {"2028-01-01", ""},    {"2019-12-31", "F1 "}};
    for (size_t i = 0; i < sizeof days / sizeof days[0]; i++) {
        char query[128];
        char codes[64] = "";
        (void)snprintf(query, sizeof query, POINT "&as_at=%s", days[i].day);
        json_t *json = ask(query);
        for (size_t k = 0; k < query_pack_size(json, "inside"); k++) {
            char path[48];
            (void)snprintf(path, sizeof path, "inside.%zu.code", k);
            size_t used = strlen(codes);
            (void)snprintf(codes + used, sizeof codes - used, "%s ", query_pack_text(json, path));
        }
        assert_string_equal(codes, days[i].codes);
        json_decref(json);
    }
}

static void outside_all_the_nearest_valid_one_is_offered(void **state)
{
    (void)state;
    json_t *json = ask(BESIDE "&as_at=2026-11-21");
    assert_int_equal(query_pack_size(json, "inside"), 0);
    assert_string_equal(query_pack_text(json, "nearest.code"), "P1");
    assert_true(query_pack_close(query_pack_number(json, "nearest.distance_m"), 300.1, 0.051));
    assert_string_equal(query_pack_text(json, "nearest.compass"), "W");
    json_decref(json);
    json = ask(BESIDE "&as_at=2026-10-01"); /* Centre has not begun */
    assert_string_equal(query_pack_text(json, "nearest.code"), "P3");
    assert_true(query_pack_close(query_pack_number(json, "nearest.distance_m"), 500.2, 0.051));
    assert_string_equal(query_pack_text(json, "nearest.compass"), "E");
    json_decref(json);
    json = ask(BESIDE "&as_at=2028-10-01");
    assert_true(json_is_null(query_pack_at(json, "nearest")));
    json_decref(json);
}

static void on_the_boundary_is_inside_and_not_certain(void **state)
{
    (void)state;
    json_t *json = ask("easting=450200&northing=530100&as_at=2026-11-21");
    assert_string_equal(query_pack_text(json, "inside.0.code"), "P1");
    assert_true(json_is_true(query_pack_at(json, "inside.0.on_boundary")));
    assert_true(query_pack_close(query_pack_number(json, "inside.0.boundary_distance_m"), 0, 0));
    assert_true(json_is_false(query_pack_at(json, "certain")));
    assert_true(query_pack_warns(json, "uncertain"));
    json_decref(json);
}

/* Where two areas of a layer cover the point, the one whose edge it is on is told. */
static void only_the_area_with_that_edge_is_on_its_boundary(void **state)
{
    (void)state;
    json_t *json = ask("easting=450200&northing=530100&as_at=2027-06-01");
    assert_int_equal(query_pack_size(json, "inside"), 2);
    assert_true(json_is_true(query_pack_at(json, "inside.0.on_boundary")));
    assert_true(json_is_false(query_pack_at(json, "inside.1.on_boundary")));
    assert_true(
        query_pack_close(query_pack_number(json, "inside.1.boundary_distance_m"), 100.0, 0.051));
    json_decref(json);
}

static void what_the_accuracy_reaches_is_possible(void **state)
{
    (void)state;
    json_t *json = ask("easting=450195&northing=530100&as_at=2026-11-21&accuracy_m=10");
    assert_true(json_is_false(query_pack_at(json, "inside.0.certain")));
    assert_true(json_is_false(query_pack_at(json, "certain")));
    json_decref(json);
    json = ask("easting=450205&northing=530100&as_at=2026-11-21&accuracy_m=10");
    assert_int_equal(query_pack_size(json, "inside"), 0);
    assert_string_equal(query_pack_text(json, "possible.0.code"), "P1");
    assert_true(query_pack_close(query_pack_number(json, "possible.0.distance_m"), 5.0, 0.051));
    assert_true(json_is_false(query_pack_at(json, "certain")));
    json_decref(json);
    json = ask("easting=450205&northing=530100&as_at=2026-11-21&accuracy_m=4");
    assert_int_equal(query_pack_size(json, "possible"), 0);
    assert_true(json_is_true(query_pack_at(json, "certain")));
    json_decref(json);
    json = ask("easting=451070&northing=530100&kind=order"); /* 20 m in, drawn to 30 m */
    assert_true(json_is_false(query_pack_at(json, "inside.0.certain")));
    json_decref(json);
}

static void a_kind_is_data(void **state)
{
    (void)state;
    json_t *json = ask("easting=451100&northing=530100&kind=order");
    assert_int_equal(query_pack_size(json, "inside"), 1);
    assert_string_equal(query_pack_text(json, "inside.0.name"), "No drinking");
    assert_true(json_is_null(query_pack_at(json, "inside.0.valid_from")));
    json_decref(json);
    json = ask_as(&plain, POINT, NA_FORMAT_JSON);
    assert_true(query_pack_warns(json, "no-areas"));
    assert_int_equal(query_pack_size(json, "inside"), 0);
    json_decref(json);
}

static void what_cannot_be_meant_is_refused(void **state)
{
    (void)state;
    static const struct {
        const char *query;
        enum na_code code;
        const char *field, *hint;
    } cases[] = {{"kind=orders", NA_ERR_KIND_UNKNOWN, "kind", "hotspot, order"},
                 {"accuracy_m=5", NA_ERR_PARAM_MISSING, "", ""},
                 {"lat=54.6", NA_ERR_PARAM_MISSING, "lon", ""},
                 {"as_at=yesterday", NA_ERR_PARAM_MALFORMED, "as_at", ""},
                 {"day=2026-01-01", NA_ERR_PARAM_UNKNOWN, "day", ""}};
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct na_buffer text;
        struct na_error error = {.message = ""};
        enum na_code code = ask_raw(&pack, cases[i].query, NA_FORMAT_JSON, &text, &error);
        if (code != cases[i].code ||
            (cases[i].field[0] != '\0' && strcmp(error.field, cases[i].field) != 0) ||
            strstr(error.hint, cases[i].hint) == NULL || text.length != 0) {
            fail_msg("%s: code %d, field %s: %s; %s", cases[i].query, (int)code, error.field,
                     error.message, error.hint);
        }
        na_buffer_fini(&text);
    }
}

/* The areas at a place are those that `here` lists, valid or not, with the same dates. */
static void here_lists_the_same_areas(void **state)
{
    (void)state;
    static const char *const days[] = {"2018-06-01", "2024-06-01", "2026-11-21", "2027-06-01",
                                       "2029-06-01"};
    size_t compared = 0;
    for (int step = 0; step < 13 * 9; step++) {
        char query[128];
        (void)snprintf(query, sizeof query, "easting=%d&northing=%d&as_at=%s",
                       450000 + 100 * (step % 13), 530000 + 50 * (step / 13), days[step % 5]);
        json_t *here = query_pack_json(&pack, QUERY_HERE, query, NA_FORMAT_JSON);
        json_t *mine = ask(query);
        size_t seen[2] = {0, 0};
        for (size_t i = 0; i < query_pack_size(here, "areas"); i++) {
            const json_t *area = json_array_get(json_object_get(here, "areas"), i);
            if (strcmp(query_pack_text(area, "kind"), "hotspot") != 0) {
                continue;
            }
            bool valid = json_is_true(json_object_get(area, "valid"));
            const json_t *list = json_object_get(mine, valid ? "inside" : "not_valid");
            const json_t *same = json_array_get(list, seen[valid]++);
            static const char *const members[] = {"layer", "code",     "name",
                                                  "valid", "valid_to", "valid_from"};
            for (size_t m = 0; m < sizeof members / sizeof members[0]; m++) {
                assert_true(json_equal(json_object_get(area, members[m]),
                                       json_object_get(same, members[m])));
            }
            compared++;
        }
        assert_int_equal(seen[1], query_pack_size(mine, "inside"));
        assert_int_equal(seen[0], query_pack_size(mine, "not_valid"));
        json_decref(here);
        json_decref(mine);
    }
    assert_true(compared > 50);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_place_is_in_what_is_valid_on_the_day),
        cmocka_unit_test(what_is_not_valid_is_named_with_its_dates),
        cmocka_unit_test(the_day_decides),
        cmocka_unit_test(outside_all_the_nearest_valid_one_is_offered),
        cmocka_unit_test(on_the_boundary_is_inside_and_not_certain),
        cmocka_unit_test(only_the_area_with_that_edge_is_on_its_boundary),
        cmocka_unit_test(what_the_accuracy_reaches_is_possible),
        cmocka_unit_test(a_kind_is_data),
        cmocka_unit_test(what_cannot_be_meant_is_refused),
        cmocka_unit_test(here_lists_the_same_areas),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}
