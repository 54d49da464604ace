/* The ward's place in ready tables, and the forms an answer about hotspots has. */
#include "support/hotspots_pack.h"

static void the_ward_has_its_row_with_what_it_is_of(void **state)
{
    (void)state;
    json_t *json = ask(POINT);
    assert_string_equal(query_pack_text(json, "ward.name"), "Alpha & Co");
    assert_true(json_is_true(query_pack_at(json, "ward_certain")));
    assert_int_equal(query_pack_size(json, "tables"), 2);
    assert_string_equal(query_pack_text(json, "tables.0.measure"), "violence");
    assert_string_equal(query_pack_text(json, "tables.0.period"), "2017 to 2022");
    assert_string_equal(query_pack_text(json, "tables.0.total_is"), "approximate");
    assert_string_equal(query_pack_text(json, "tables.0.row.name_in_source"), "ALPHA AND CO");
    assert_int_equal(query_pack_number(json, "tables.0.row.rank"), 2);
    assert_int_equal(query_pack_number(json, "tables.0.row.count"), 7);
    assert_int_equal(query_pack_number(json, "tables.0.row.share.numerator"), 7);
    assert_int_equal(query_pack_number(json, "tables.0.row.share.denominator"), 30);
    assert_string_equal(query_pack_text(json, "tables.0.row.share.denominator_is"), "approximate");
    assert_true(query_pack_close(query_pack_number(json, "tables.0.row.share.value"), 7 / 30.0,
                                 0.00005001));
    assert_string_equal(query_pack_text(json, "tables.1.ward.name"), "Old Alpha");
    assert_string_equal(query_pack_text(json, "tables.1.vintage"), "2015");
    assert_string_equal(query_pack_text(json, "tables.1.total_is"), "listed");
    assert_int_equal(query_pack_number(json, "tables.1.row.count"), 5);
    json_decref(json);
}

static void a_ward_that_is_not_listed_is_not_nought(void **state)
{
    (void)state;
    json_t *json = ask("easting=451500&northing=530500");
    assert_string_equal(query_pack_text(json, "tables.0.ward.code"), "E02");
    assert_true(json_is_null(query_pack_at(json, "tables.0.row")));
    assert_string_equal(query_pack_text(json, "tables.0.why"), "not among the 3 listed");
    assert_true(json_is_null(query_pack_at(json, "tables.1.ward")));
    assert_non_null(strstr(query_pack_text(json, "tables.1.why"), "no ward"));
    json_decref(json);
    json = ask("easting=452500&northing=530500"); /* a count of 0 is one */
    assert_int_equal(query_pack_number(json, "tables.0.row.rank"), 3);
    assert_true(json_is_integer(query_pack_at(json, "tables.0.row.count")));
    json_decref(json);
}

static void without_a_position_all_is_listed(void **state)
{
    (void)state;
    json_t *json = ask("as_at=2026-11-21");
    assert_int_equal(query_pack_size(json, "areas"), 4);
    assert_string_equal(query_pack_text(json, "areas.0.code"), "P1");
    assert_true(json_is_true(query_pack_at(json, "areas.0.valid")));
    assert_true(json_is_false(query_pack_at(json, "areas.1.valid")));
    assert_string_equal(query_pack_text(json, "areas.3.valid_to"), "2025-03-31");
    assert_int_equal(query_pack_size(json, "tables.0.rows"), 3);
    assert_string_equal(query_pack_text(json, "tables.0.rows.0.name_in_source"), "Atlantis");
    assert_true(json_is_null(query_pack_at(json, "tables.0.rows.0.ward")));
    assert_string_equal(query_pack_text(json, "tables.0.rows.1.ward.code"), "E01");
    assert_null(query_pack_at(json, "inside"));
    json_decref(json);
}

static void geojson_draws_the_areas(void **state)
{
    (void)state;
    json_t *json = ask_as(&pack, POINT "&as_at=2026-11-21", NA_FORMAT_GEOJSON);
    assert_string_equal(query_pack_text(json, "type"), "FeatureCollection");
    assert_int_equal(query_pack_size(json, "features"), 4);
    assert_string_equal(query_pack_text(json, "features.0.geometry.type"), "Polygon");
    assert_true(query_pack_size(json, "features.0.geometry.coordinates.0") >= 5);
    assert_string_equal(query_pack_text(json, "features.0.properties.code"), "P1");
    assert_true(json_is_true(query_pack_at(json, "features.0.properties.is_valid")));
    assert_string_equal(query_pack_text(json, "features.0.properties.match"), "inside");
    assert_true(json_is_false(query_pack_at(json, "features.3.properties.is_valid")));
    assert_string_equal(query_pack_text(json, "features.2.properties.match"), "none");
    assert_true(query_pack_warns(json, "indicative"));
    json_decref(json);
}

static void people_read_dates_ranks_and_wholes(void **state)
{
    (void)state;
    static const struct {
        const char *query, *line;
    } lines[] = {{POINT "&as_at=2026-11-21",
                  "Inside     Centre (P1), hotspot, from 2026-11-01 to 2027-12-31"},
                 {POINT "&as_at=2026-11-21",
                  "Not valid  Later (P2), hotspot, from 2027-01-01 to 2027-12-31: begins "
                  "2027-01-01"},
                 {POINT "&as_at=2026-11-21",
                  "Not valid  Former (F1), hotspot, to 2025-03-31: ended 2025-03-31"},
                 {POINT, "violence, 2017 to 2022: 3 wards listed, together 16 of about 30 (53.3%)"},
                 {POINT, "ALPHA AND CO: rank 2 of 3 listed, 7 of about 30 (23.3%)"},
                 {POINT, "(source: A paper)"},
                 {POINT, "together 5 of 5 (100%); the whole is not known"},
                 {BESIDE "&as_at=2026-11-21", "Inside     none valid on 2026-11-21"},
                 {BESIDE "&as_at=2026-11-21", "Nearest    Centre (P1), hotspot, from 2026-11-01 to "
                                              "2027-12-31, 300 m away to the W"},
                 {"easting=451500&northing=530500", "Beta: not among the 3 listed"},
                 {"", "Area       Former (F1), hotspot, to 2025-03-31: ended 2025-03-31"},
                 {"", "   1  Atlantis"},
                 {"", "9 of about 30 (30%), no ward of this vintage"}};
    for (size_t i = 0; i < sizeof lines / sizeof lines[0]; i++) {
        struct na_buffer text;
        struct na_error error = {.message = ""};
        assert_int_equal(ask_raw(&pack, lines[i].query, NA_FORMAT_TEXT, &text, &error), NA_OK);
        if (strstr(na_buffer_terminate(&text), lines[i].line) == NULL) {
            fail_msg("%s: not \"%s\" in\n%s", lines[i].query, lines[i].line, text.data);
        }
        na_buffer_fini(&text);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_ward_has_its_row_with_what_it_is_of),
        cmocka_unit_test(a_ward_that_is_not_listed_is_not_nought),
        cmocka_unit_test(without_a_position_all_is_listed),
        cmocka_unit_test(geojson_draws_the_areas),
        cmocka_unit_test(people_read_dates_ranks_and_wholes),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}
