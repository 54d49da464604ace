/* Where to put the next ones: small cases on the squares, whose answer can be read off. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "geo/geodesic.h"
#include "nearest/nearest.h"
#include "question/kind.h"
#include "site/forms.h"
#include "support/query_pack.h"
#include "support/site_rows.h"

/* Everything is on a line eastwards from here, metres; no asset of the pack is near. */
static const struct na_lonlat origin = {-1.20, 54.80};

struct fixture {
    struct query_pack pack;
    const struct na_kind *cabinet, *twin;
};

/* A row of a case: ends with a NULL id (candidates), or a negative weight (demand). */
struct place {
    double metres;
    double weight;
    const char *id;
};

struct asked {
    struct place demand[8];
    struct place candidates[8];
    double within_m;
    uint32_t sites;
};

static struct na_lonlat east(double metres)
{
    return na_geodesic_direct(origin, 90.0, metres);
}

static struct na_site *answer(const struct fixture *fixture, const struct asked *asked)
{
    struct na_point_rows demand = site_rows_new(8);
    struct na_point_rows candidates = site_rows_new(8);
    for (size_t i = 0; i < 8 && asked->demand[i].weight >= 0.0 && asked->demand[i].id != NULL;
         i++) {
        site_rows_add(&demand, east(asked->demand[i].metres), asked->demand[i].weight, NULL);
    }
    for (size_t i = 0; i < 8 && asked->candidates[i].id != NULL; i++) {
        site_rows_add(&candidates, east(asked->candidates[i].metres), 1.0, asked->candidates[i].id);
    }
    struct na_site_question question = {.kinds = {fixture->cabinet},
                                        .kind_count = 1,
                                        .status_mask = NA_SITE_STATUSES,
                                        .as_at = QUERY_TODAY,
                                        .within_m = asked->within_m,
                                        .sites = asked->sites,
                                        .node_limit = 1000};
    const struct na_site_about about = {"rows", "demand.csv", NULL, "candidates.csv"};
    struct na_site *site = NULL;
    assert_int_equal(
        na_site_new(fixture->pack.snapshot, &question, &about, &demand, &candidates, &site, NULL),
        NA_OK);
    /* ids are borrowed from the candidates: what is looked at below is copied */
    static char ids[8][16];
    for (uint32_t i = 0; i < site->candidate_count; i++) {
        (void)snprintf(ids[i], sizeof ids[i], "%s", site->candidates[i].id);
        site->candidates[i].id = ids[i];
        site->candidates[i].name = "";
    }
    na_point_rows_fini(&demand);
    na_point_rows_fini(&candidates);
    return site;
}

static const char *id_of(const struct na_site *site, uint32_t k)
{
    return site->candidates[site->chosen[k].candidate].id;
}

static bool warns(const struct na_site *site, const char *code)
{
    for (size_t i = 0; i < site->warnings.count; i++) {
        if (strcmp(site->warnings.items[i].code, code) == 0) {
            return true;
        }
    }
    return false;
}

static void says_what_each_site_adds(void **state)
{
    const struct asked asked = {
        .demand = {{0, 3, "d"}, {0, 2, "d"}, {50, 1, "d"}, {1000, 4, "d"}, {5000, 9, "d"}},
        .candidates = {{1000, 0, "b"}, {10, 0, "a"}, {3000, 0, "c"}},
        .within_m = 100,
        .sites = 2};
    struct na_site *site = answer(*state, &asked);
    assert_int_equal(site->chosen_count, 2);
    assert_string_equal(id_of(site, 0), "a");
    assert_string_equal(id_of(site, 1), "b");
    assert_int_equal(site->chosen[0].adds.units, 6);
    assert_int_equal(site->chosen[0].adds.rows, 3);
    assert_int_equal(site->chosen[0].adds.spots, 2);
    assert_int_equal(site->chosen[1].adds.units, 4);
    assert_int_equal(site->chosen[1].cumulative.units, 10);
    assert_int_equal(site->all.units, 19);
    assert_int_equal(site->all.spots, 4);
    assert_int_equal(site->covers[NA_SITE_NEW].units, 10);
    assert_int_equal(site->covers[NA_SITE_NOT].units, 9);
    assert_int_equal(site->beyond.units, 9);
    assert_int_equal(site->idle_candidates, 1);
    assert_true(site->solution.is_proven && site->scale == 1);
    na_site_free(site);
}

/* The distance itself is within, a tenth of a millimetre more is not. */
static void covers_up_to_the_distance_and_no_further(void **state)
{
    struct asked asked = {
        .demand = {{0, 1, "d"}}, .candidates = {{250, 0, "a"}}, .within_m = 250, .sites = 1};
    asked.within_m = na_geodesic_distance_m(east(0), east(250));
    struct na_site *site = answer(*state, &asked);
    assert_int_equal(site->covers[NA_SITE_NEW].units, 1);
    na_site_free(site);
    asked.within_m -= 1e-4;
    site = answer(*state, &asked);
    assert_int_equal(site->covers[NA_SITE_NEW].units, 0);
    assert_true(warns(site, "no-candidate-adds"));
    na_site_free(site);
}

static void equal_candidates_go_by_id_then_row(void **state)
{
    const struct asked asked = {.demand = {{0, 1, "d"}},
                                .candidates = {{10, 0, "b"}, {20, 0, "a"}, {0, 0, "a"}},
                                .within_m = 100,
                                .sites = 3};
    struct na_site *site = answer(*state, &asked);
    assert_int_equal(site->chosen_count, 1);
    assert_string_equal(id_of(site, 0), "a");
    assert_int_equal(site->candidates[site->chosen[0].candidate].row, 2);
    assert_true(warns(site, "fewer-sites"));
    assert_true(warns(site, "candidates-doubled"));
    na_site_free(site);
}

static void fractions_are_counted_in_millionths(void **state)
{
    const struct asked asked = {
        .demand = {{0, 0.1, "d"}, {0, 0.2, "d"}, {500, 0.3, "d"}, {900, 1e-9, "d"}},
        .candidates = {{0, 0, "b"}, {500, 0, "a"}},
        .within_m = 100,
        .sites = 1};
    struct na_site *site = answer(*state, &asked);
    assert_int_equal(site->scale, 1000000);
    /* 0.1 + 0.2 is 0.3: equal gains, the lower id */
    assert_string_equal(id_of(site, 0), "a");
    assert_int_equal(site->chosen[0].adds.units, 300000);
    assert_true(warns(site, "weights-lost"));
    na_site_free(site);
}

static void nothing_to_cover_and_nobody_to_do_it(void **state)
{
    const struct asked no_demand = {
        .demand = {{0, 0, NULL}}, .candidates = {{0, 0, "a"}}, .within_m = 100, .sites = 1};
    const struct asked no_weight = {
        .demand = {{0, 0, "d"}}, .candidates = {{0, 0, "a"}}, .within_m = 100, .sites = 1};
    const struct asked no_candidate = {.demand = {{0, 1, "d"}}, .within_m = 100, .sites = 1};
    struct na_site *site = answer(*state, &no_demand);
    assert_true(site->chosen_count == 0 && warns(site, "no-demand"));
    na_site_free(site);
    site = answer(*state, &no_weight);
    assert_true(site->chosen_count == 0 && warns(site, "no-demand"));
    na_site_free(site);
    site = answer(*state, &no_candidate);
    assert_true(site->chosen_count == 0 && warns(site, "no-candidates"));
    na_site_free(site);
}

static struct na_site *beside_assets(const struct fixture *fixture, const struct na_kind *kind,
                                     int32_t as_at, unsigned int statuses)
{
    struct na_point_rows demand = site_rows_new(8);
    /* where cab-1 to cab-4 stand */
    static const char *const ids[] = {"cab-1", "cab-2", "cab-3", "cab-4"};
    for (size_t i = 0; i < 4; i++) {
        uint32_t number = 0;
        struct na_asset asset;
        assert_true(na_snapshot_find_asset(fixture->pack.snapshot, ids[i], &number));
        na_snapshot_asset(fixture->pack.snapshot, number, &asset);
        site_rows_add(&demand, asset.at, 1.0, NULL);
    }
    struct na_site_question question = {.kinds = {kind},
                                        .kind_count = 1,
                                        .status_mask = statuses,
                                        .as_at = as_at,
                                        .within_m = 10,
                                        .sites = 9,
                                        .node_limit = 1000,
                                        .candidate_kind = fixture->cabinet};
    const struct na_site_about about = {"rows", "demand.csv", NULL, ""};
    struct na_site *site = NULL;
    assert_int_equal(
        na_site_new(fixture->pack.snapshot, &question, &about, &demand, NULL, &site, NULL), NA_OK);
    na_point_rows_fini(&demand);
    return site;
}

/* cab-2 is out of service, cab-3 was valid until 2025-12-31. */
static void only_assets_in_service_and_valid_cover(void **state)
{
    const struct fixture *fixture = *state;
    struct na_site *site = beside_assets(fixture, fixture->cabinet, QUERY_TODAY, NA_SITE_STATUSES);
    assert_int_equal(site->existing.existing, 4);
    assert_int_equal(site->existing.by_status, 1);
    assert_int_equal(site->existing.by_date, 1);
    assert_int_equal(site->existing.count, 2);
    assert_int_equal(site->covers[NA_SITE_BEFORE].units, 2);
    na_site_free(site);
    int32_t day = 0;
    assert_true(na_date_parse(na_str_of("2025-06-01"), &day));
    site = beside_assets(fixture, fixture->cabinet, day, NA_SITE_STATUSES);
    assert_int_equal(site->covers[NA_SITE_BEFORE].units, 3);
    na_site_free(site);
    site = beside_assets(fixture, fixture->cabinet, QUERY_TODAY, 1u << NA_STATUS_IN_SERVICE);
    assert_int_equal(site->covers[NA_SITE_BEFORE].units, 1);
    na_site_free(site);
}

static void assets_of_a_kind_can_be_the_candidates(void **state)
{
    const struct fixture *fixture = *state;
    struct na_site *site = beside_assets(fixture, fixture->twin, QUERY_TODAY, NA_SITE_STATUSES);
    assert_int_equal(site->candidate_assets.existing, 4);
    assert_int_equal(site->candidate_count, 2);
    assert_int_equal(site->chosen_count, 2);
    assert_string_equal(id_of(site, 0), "cab-1");
    assert_string_equal(id_of(site, 1), "cab-4");
    assert_true(warns(site, "fewer-sites"));
    na_site_free(site);
}

static json_t *json_of(const struct na_site *site, enum na_site_form form)
{
    struct na_buffer text;
    na_buffer_init(&text, NA_ANSWER_LIMIT);
    assert_int_equal(na_render_site(site, form, false, &text), NA_OK);
    json_t *json = query_pack_parse(&text);
    assert_non_null(json);
    na_buffer_fini(&text);
    return json;
}

static void json_and_geojson_say_the_same(void **state)
{
    const struct asked asked = {.demand = {{0, 3, "d"}, {1000, 4, "d"}, {5000, 9, "d"}},
                                .candidates = {{1000, 0, "b"}, {10, 0, "a"}},
                                .within_m = 100,
                                .sites = 2};
    struct na_site *site = answer(*state, &asked);
    json_t *json = json_of(site, NA_SITE_JSON);
    assert_string_equal(query_pack_text(json, "sites.0.id"), "b");
    assert_int_equal(json_integer_value(query_pack_at(json, "sites.0.adds.weight")), 4);
    assert_int_equal(json_integer_value(query_pack_at(json, "demand.still_not.weight")), 9);
    assert_true(json_is_true(query_pack_at(json, "optimum.proven")));
    assert_int_equal(json_integer_value(query_pack_at(json, "optimum.gap")), 0);
    assert_string_equal(query_pack_text(json, "warnings.0.code"), "indicative");
    json_decref(json);
    json = json_of(site, NA_SITE_GEOJSON);
    assert_string_equal(query_pack_text(json, "type"), "FeatureCollection");
    /* two cabinets count, two sites, three positions of demand */
    assert_int_equal(query_pack_size(json, "features"), 7);
    assert_string_equal(query_pack_text(json, "features.2.properties.role"), "new");
    /* by latitude: a geodesic that leaves to the east bends south */
    assert_string_equal(query_pack_text(json, "features.4.properties.covered"), "not");
    assert_string_equal(query_pack_text(json, "features.6.properties.covered"), "newly");
    json_decref(json);
    na_site_free(site);
}

static void text_says_what_it_is_and_what_not(void **state)
{
    const struct asked asked = {
        .demand = {{0, 3, "d"}}, .candidates = {{10, 0, "a"}}, .within_m = 100, .sites = 1};
    static const char *const wanted[] = {"1 new for cabinets within 100 m, as at 2026-11-21",
                                         "proven: no choice",
                                         "not the way on foot",
                                         "the best choice of this model only",
                                         "read 1 = demand 1",
                                         "3, 100.0% (1 row) covered by the new sites",
                                         "4 in the pack = count 2"};
    struct na_site *site = answer(*state, &asked);
    struct na_buffer text;
    na_buffer_init(&text, NA_ANSWER_LIMIT);
    assert_int_equal(na_render_site(site, NA_SITE_TEXT, false, &text), NA_OK);
    assert_non_null(na_buffer_terminate(&text));
    for (size_t i = 0; i < sizeof wanted / sizeof wanted[0]; i++) {
        if (strstr(text.data, wanted[i]) == NULL) {
            fail_msg("\"%s\" is not in\n%s", wanted[i], text.data);
        }
    }
    na_buffer_fini(&text);
    na_site_free(site);
}

static int open_fixture(void **state)
{
    static struct fixture fixture;
    query_pack_open_squares(&fixture.pack);
    *state = &fixture;
    return na_kind_find(fixture.pack.snapshot, "cabinet", &fixture.cabinet, NULL) == NA_OK &&
                   na_kind_find(fixture.pack.snapshot, "twin", &fixture.twin, NULL) == NA_OK
               ? 0
               : -1;
}

static int close_fixture(void **state)
{
    struct fixture *fixture = *state;
    query_pack_end(&fixture->pack);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(says_what_each_site_adds),
        cmocka_unit_test(covers_up_to_the_distance_and_no_further),
        cmocka_unit_test(equal_candidates_go_by_id_then_row),
        cmocka_unit_test(fractions_are_counted_in_millionths),
        cmocka_unit_test(nothing_to_cover_and_nobody_to_do_it),
        cmocka_unit_test(only_assets_in_service_and_valid_cover),
        cmocka_unit_test(assets_of_a_kind_can_be_the_candidates),
        cmocka_unit_test(json_and_geojson_say_the_same),
        cmocka_unit_test(text_says_what_it_is_and_what_not),
    };
    return cmocka_run_group_tests(tests, open_fixture, close_fixture);
}
