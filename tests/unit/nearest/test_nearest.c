/* The nearest assets of a point: order, filters, reasons, warnings. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "nearest/nearest.h"
#include "support/squares.h"

#define AT "easting=450100&northing=530050&"

static json_t *ask(const char *query)
{
    return query_pack_json(&pack, QUERY_NEAREST, query, NA_FORMAT_JSON);
}

/* Ids of the results, joined by blanks. */
static const char *ids_of(const json_t *json, char to[256])
{
    to[0] = '\0';
    for (size_t i = 0; i < query_pack_size(json, "results"); i++) {
        size_t used = strlen(to);
        (void)snprintf(to + used, 256 - used, "%s%s", i > 0 ? " " : "",
                       query_pack_text(json_array_get(json_object_get(json, "results"), i), "id"));
    }
    return to;
}

static void each_question_gets_its_assets(void **state)
{
    (void)state;
    static const struct {
        const char *query;
        const char *ids;
        int existing, by_status, by_date, by_max_m; /* -1: not short */
    } rows[] = {
        /* cab-3 ended in 2025 */
        {AT "kind=cabinet", "cab-1 cab-2 cab-4", -1, 0, 0, 0},
        {AT "kind=cabinet&k=1", "cab-1", -1, 0, 0, 0},
        {AT "kind=cabinet&k=4", "cab-1 cab-2 cab-4", 4, 0, 1, 0},
        {AT "kind=cabinet&k=100", "cab-1 cab-2 cab-4", 4, 0, 1, 0},
        {AT "kind=cabinet&as_at=2025-12-31", "cab-1 cab-2 cab-3", -1, 0, 0, 0},
        {AT "kind=cabinet&as_at=2019-12-31&k=4", "cab-1 cab-2 cab-4", 4, 0, 1, 0},
        {AT "kind=cabinet&as_at=2020-01-01&k=4", "cab-1 cab-2 cab-3 cab-4", -1, 0, 0, 0},
        {AT "kind=cabinet&status=in_service", "cab-1", 4, 2, 1, 0},
        {AT "kind=cabinet&status=in_service&k=1", "cab-1", -1, 0, 0, 0},
        {AT "kind=cabinet&status=in_service&status=unknown&k=2", "cab-1 cab-4", -1, 0, 0, 0},
        {AT "kind=cabinet&status=out_of_service", "cab-2", 4, 3, 0, 0},
        {AT "kind=cabinet&max_m=300", "cab-1 cab-2", 4, 0, 1, 1},
        {AT "kind=cabinet&max_m=10", "", 4, 0, 1, 3},
        {AT "kind=cabinet&max_m=300&status=in_service&as_at=2025-01-01", "cab-1", 4, 2, 0, 1},
        {AT "kind=cabinet&kind=pub&k=2", "cab-1 pub-1", -1, 0, 0, 0},
        {AT "kind=cabinet&kind=cabinet&k=4", "cab-1 cab-2 cab-4", 4, 0, 1, 0},
        {AT "kind=cabinet&kind=pub&k=10", "cab-1 pub-1 cab-2 pub-2 cab-4", 6, 0, 1, 0},
        /* ties by id */
        {AT "kind=twin&k=2", "twin-a twin-b", -1, 0, 0, 0},
        {AT "kind=twin&k=1", "twin-a", -1, 0, 0, 0},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        char ids[256];
        json_t *json = ask(rows[i].query);
        print_message("%s\n", rows[i].query);
        assert_string_equal(ids_of(json, ids), rows[i].ids);
        assert_int_equal(query_pack_number(json, "found"), query_pack_size(json, "results"));
        if (rows[i].existing < 0) {
            assert_true(json_is_null(query_pack_at(json, "reason")));
        } else {
            assert_string_equal(query_pack_text(json, "reason.code"), "fewer-than-k");
            assert_int_equal(query_pack_number(json, "reason.existing"), rows[i].existing);
            assert_int_equal(query_pack_number(json, "reason.left_out_by_status"),
                             rows[i].by_status);
            assert_int_equal(query_pack_number(json, "reason.left_out_by_date"), rows[i].by_date);
            assert_int_equal(query_pack_number(json, "reason.left_out_by_max_m"), rows[i].by_max_m);
        }
        json_decref(json);
    }
}

/* What is made ready for the first place says nothing of the second. */
static void a_question_moved_is_measured_from_there(void **state)
{
    (void)state;
    static struct na_nearest_answer moved;
    static struct na_nearest_answer fresh;
    struct na_error error = {.message = ""};
    const struct na_param first[] = {
        {"easting", "450100"}, {"northing", "530050"}, {"kind", "cabinet"}};
    const struct na_param second[] = {
        {"easting", "450105"}, {"northing", "530100"}, {"kind", "cabinet"}};
    struct na_nearest_question question;
    assert_int_equal(na_nearest_read(pack.session, first, 3, QUERY_TODAY, &moved.question, &error),
                     NA_OK);
    assert_int_equal(na_nearest_read(pack.session, second, 3, QUERY_TODAY, &question, &error),
                     NA_OK);
    na_nearest_find(pack.snapshot, &moved.question, &moved);
    moved.question.position = question.position;
    na_nearest_find(pack.snapshot, &moved.question, &moved);
    na_nearest_find(pack.snapshot, &question, &fresh);
    assert_int_equal(moved.found.count, fresh.found.count);
    for (size_t i = 0; i < fresh.found.count; i++) {
        assert_int_equal(moved.found.hits[i].point, fresh.found.hits[i].point);
        assert_memory_equal(&moved.found.hits[i].distance_m, &fresh.found.hits[i].distance_m,
                            sizeof(double));
        assert_memory_equal(&moved.found.hits[i].bearing_deg, &fresh.found.hits[i].bearing_deg,
                            sizeof(double));
    }
}

static void the_reason_is_said_in_words(void **state)
{
    (void)state;
    json_t *json = ask(AT "kind=cabinet&max_m=300&status=in_service&as_at=2026-01-01");
    assert_string_equal(query_pack_text(json, "reason.text"),
                        "1 of the 3 asked for: the data have 4 of kind cabinet, 2 left out by "
                        "status, 1 not valid on 2026-01-01");
    json_decref(json);
    json = ask(AT "kind=cabinet&kind=pub&max_m=20.5");
    assert_string_equal(query_pack_text(json, "reason.text"),
                        "0 of the 3 asked for: the data have 6 of kind cabinet or pub, 1 not valid "
                        "on 2026-11-21, 5 farther away than 20.5 m");
    json_decref(json);
}

static void a_result_has_distance_and_direction(void **state)
{
    (void)state;
    static const struct {
        const char *query;
        double distance_m, bearing_deg;
        const char *compass;
    } rows[] = {
        /* Grid north is 0.6 degrees east of true north there: convergence. */
        {"easting=450100&northing=530050&kind=cabinet&k=1", 50.0, 0.6, "N"},
        {"easting=450050&northing=530100&kind=cabinet&k=1", 50.0, 90.6, "E"},
        {"easting=450100&northing=530200&kind=cabinet&k=1", 100.0, 180.6, "S"},
        {"easting=450105&northing=530100&kind=cabinet&k=1", 5.0, 270.6, "W"},
        {"easting=450100&northing=530100&kind=cabinet&k=1", 0.0, 0.0, "N"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        json_t *json = ask(rows[i].query);
        assert_true(query_pack_close(query_pack_number(json, "results.0.distance_m"),
                                     rows[i].distance_m, 0.11));
        assert_true(query_pack_close(query_pack_number(json, "results.0.bearing_deg"),
                                     rows[i].bearing_deg, 0.11));
        assert_string_equal(query_pack_text(json, "results.0.compass"), rows[i].compass);
        json_decref(json);
    }
}

/* 359.95 degrees and more round to 360.0, which no compass has. */
static void a_bearing_just_west_of_north_is_zero(void **state)
{
    (void)state;
    json_t *json = ask(AT "kind=twin&k=1");
    double lat = query_pack_number(json, "results.0.position.lat");
    double lon = query_pack_number(json, "results.0.position.lon");
    json_decref(json);
    char query[128];
    (void)snprintf(query, sizeof query, "lat=%.9f&lon=%.9f&kind=twin&k=1", lat - 0.5, lon + 0.0001);
    json = ask(query);
    assert_true(query_pack_close(query_pack_number(json, "results.0.bearing_deg"), 0.0, 0.0));
    assert_string_equal(query_pack_text(json, "results.0.compass"), "N");
    json_decref(json);
}

static void the_age_is_in_days_or_null(void **state)
{
    (void)state;
    json_t *json = ask(AT "kind=cabinet&k=3");
    assert_int_equal(query_pack_number(json, "results.0.age_days"), 20);
    assert_string_equal(query_pack_text(json, "results.0.last_checked"), "2026-11-01");
    assert_true(json_is_null(query_pack_at(json, "results.1.last_checked")));
    assert_true(json_is_null(query_pack_at(json, "results.1.age_days")));
    json_decref(json);
    json = ask(AT "kind=cabinet&k=3&as_at=2026-11-10");
    assert_string_equal(query_pack_text(json, "results.2.last_checked"), "2026-11-18");
    assert_true(
        json_is_null(query_pack_at(json, "results.2.age_days"))); /* after the day asked about */
    json_decref(json);
}

static void a_doubtful_order_is_warned_of(void **state)
{
    (void)state;
    static const struct {
        const char *query;
        bool assets, query_position;
    } rows[] = {
        {"easting=450200&northing=530100&kind=pub&k=2", false, false}, /* 100 against 300 */
        {"easting=450200&northing=530250&kind=pub&k=2", true, false},  /* 50 against 150 */
        {"easting=450200&northing=530250&kind=pub&k=1", true, false},  /* the runner-up counts */
        {"easting=450300&northing=530090&kind=cabinet&k=2", false, false},
        {"easting=450209&northing=530100&kind=cabinet&k=2&accuracy_m=9", true, true},
        {"easting=450250&northing=530100&kind=cabinet&k=2&accuracy_m=50", true, true},
        {"easting=450250&northing=530100&kind=cabinet&k=2&accuracy_m=40", false, false},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        json_t *json = ask(rows[i].query);
        print_message("%s\n", rows[i].query);
        assert_int_equal(query_pack_warns(json, "position-approximate"), rows[i].assets);
        assert_int_equal(query_pack_warns(json, "query-approximate"), rows[i].query_position);
        json_decref(json);
    }
}

/* Positions without a doubt: nothing is "known to 0 m only", and the same distance is said to be
 * it. */
static void exact_positions_leave_only_equal_ones_in_doubt(void **state)
{
    static const struct {
        const char *query;
        bool equal;
    } rows[] = {{"lat=54.66&lon=-1.23&kind=hut&k=2", true},
                {"lat=54.66&lon=-1.23&kind=hut&k=3&accuracy_m=0", true},
                {"lat=54.675&lon=-1.22&kind=hut&k=2", false}};
    struct query_pack huts;
    (void)state;
    query_pack_begin(&huts);
    query_pack_squares(&huts, "w",
                       (const struct query_square[]){
                           {"E01", "Alpha", "L1", "Low", 450000, 530000, 451000, 531000}},
                       1);
    query_pack_put(&huts, "huts.csv",
                   "id,kind,name,lat,lon,accuracy_m\na,hut,A,54.66,-1.22,0\nb,hut,B,54.66,-1.22,0\n"
                   "c,hut,C,54.67,-1.22,0\n");
    query_pack_put(&huts, "pack.ini",
                   "[pack]\ntitle = T\n[wards.w]\nfile = w.shp\ncrs = EPSG:27700\ntolerance_m = 0\n"
                   "valid_from = 2020-01-01\n[assets.h]\nfile = huts.csv\n");
    query_pack_compile(&huts, NULL);
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        json_t *json = query_pack_json(&huts, QUERY_NEAREST, rows[i].query, NA_FORMAT_JSON);
        assert_int_equal(query_pack_warns(json, "equally-near"), rows[i].equal);
        assert_false(query_pack_warns(json, "position-approximate"));
        assert_false(query_pack_warns(json, "query-approximate"));
        json_decref(json);
    }
    query_pack_end(&huts);
}

static void an_unknown_kind_lists_those_there_are(void **state)
{
    (void)state;
    struct na_buffer text;
    struct na_error error;
    na_buffer_init(&text, NA_ANSWER_LIMIT);
    assert_int_equal(
        query_pack_ask(&pack, QUERY_NEAREST, AT "kind=pubs", NA_FORMAT_JSON, &text, &error),
        NA_ERR_KIND_UNKNOWN);
    assert_string_equal(error.field, "kind");
    assert_string_equal(error.hint, "The pack has: pub, cabinet, twin");
    na_buffer_fini(&text);
}

static void the_query_is_echoed(void **state)
{
    (void)state;
    json_t *json = ask(AT "kind=pub&kind=cabinet&k=2&max_m=750.5&status=in_service");
    assert_string_equal(query_pack_text(json, "query.kind.0"), "pub");
    assert_string_equal(query_pack_text(json, "query.kind.1"), "cabinet");
    assert_int_equal(query_pack_number(json, "query.k"), 2);
    assert_true(query_pack_close(query_pack_number(json, "query.max_m"), 750.5, 1e-9));
    assert_string_equal(query_pack_text(json, "query.status.0"), "in_service");
    assert_null(query_pack_at(json, "query.as_at"));
    json_decref(json);
}

/* Every result has these members, in this order, whether the source gave them or not. */
static void a_result_has_its_members_in_order(void **state)
{
    (void)state;
    static const char *const names[] = {
        "rank",    "id",       "kind",         "name",     "distance_m", "bearing_deg",
        "compass", "address",  "postcode",     "siting",   "location",   "w3w",
        "status",  "position", "last_checked", "age_days", "tags",       "usable",
        "best",    "access",   "crosses",      "say",      "too_far"};
    json_t *json = ask(AT "kind=cabinet&k=3");
    for (size_t i = 0; i < 3; i++) {
        size_t n = 0;
        const char *name = NULL;
        json_t *value = NULL;
        json_object_foreach(json_array_get(json_object_get(json, "results"), i), name, value)
        {
            assert_true(n < sizeof names / sizeof names[0]);
            assert_string_equal(name, names[n]);
            n++;
        }
        assert_int_equal(n, sizeof names / sizeof names[0]);
    }
    assert_string_equal(query_pack_text(json, "results.0.tags.scheme"), "watch");
    assert_string_equal(query_pack_text(json, "results.0.position.gridref"), "NZ 50100 30100");
    assert_true(json_is_null(query_pack_at(json, "results.1.postcode")));
    json_decref(json);
}

static void the_text_is_a_table(void **state)
{
    (void)state;
    struct na_buffer text;
    struct na_error error;
    na_buffer_init(&text, NA_ANSWER_LIMIT);
    assert_int_equal(
        query_pack_ask(&pack, QUERY_NEAREST, AT "kind=cabinet&k=4", NA_FORMAT_TEXT, &text, &error),
        NA_OK);
    (void)na_buffer_terminate(&text);
    static const char expected[] =
        "#  Distance  Way  Name    Postcode  Usable   Checked\n"
        "1  50 m      N    First   TS1 1AA   yes      2026-11-01\n"
        "2  206 m     ENE  Second            no       never\n"
        "3  1.5 km    E    Fourth            unknown  2026-11-18\n"
        "\n"
        "Where      By the door\n"
        "Usable     yes: in service; last checked 20 days ago; hours not given\n"
        "Operator   Demonstration data: no such cabinet is known. Do not read out.\n"
        "Found      3 of the 4 asked for: the data have 4 of kind cabinet, 1 not valid on "
        "2026-11-21\n"
        "Data       Squares, issued 2026-11-20, Helmert (5 m)\n";
    assert_memory_equal(text.data, expected, strlen(expected));
    na_buffer_fini(&text);
}

static void nothing_found_is_said(void **state)
{
    (void)state;
    struct na_buffer text;
    struct na_error error;
    na_buffer_init(&text, NA_ANSWER_LIMIT);
    assert_int_equal(query_pack_ask(&pack, QUERY_NEAREST, AT "kind=cabinet&max_m=1", NA_FORMAT_TEXT,
                                    &text, &error),
                     NA_OK);
    (void)na_buffer_terminate(&text);
    assert_non_null(strstr(text.data, "Nothing found\n"));
    assert_non_null(strstr(text.data, "3 farther away than 1 m"));
    na_buffer_fini(&text);
}

static void the_four_cabinets_come_in_order(void **state)
{
    (void)state;
    struct query_pack tees;
    if (!query_pack_open_tees(&tees)) {
        skip();
    }
    static const struct {
        const char *id;
        double distance_m; /* by the geod program of PROJ between the grid's positions */
    } expected[] = {{"hartlepool-bleed-2", 0.0},
                    {"hartlepool-bleed-1", 225.7},
                    {"hartlepool-bleed-4", 405.3},
                    {"hartlepool-bleed-3", 1014.2}};
    json_t *json =
        query_pack_json(&tees, QUERY_NEAREST,
                        "easting=450770&northing=532587&kind=bleed_cabinet&k=4", NA_FORMAT_JSON);
    assert_int_equal(query_pack_size(json, "results"), 4);
    for (size_t i = 0; i < 4; i++) {
        const json_t *result = json_array_get(json_object_get(json, "results"), i);
        assert_string_equal(query_pack_text(result, "id"), expected[i].id);
        assert_true(query_pack_close(query_pack_number(result, "distance_m"),
                                     expected[i].distance_m, 0.051));
    }
    json_decref(json);
    query_pack_end(&tees);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_question_gets_its_assets),
        cmocka_unit_test(the_reason_is_said_in_words),
        cmocka_unit_test(a_result_has_distance_and_direction),
        cmocka_unit_test(a_bearing_just_west_of_north_is_zero),
        cmocka_unit_test(the_age_is_in_days_or_null),
        cmocka_unit_test(a_doubtful_order_is_warned_of),
        cmocka_unit_test(exact_positions_leave_only_equal_ones_in_doubt),
        cmocka_unit_test(an_unknown_kind_lists_those_there_are),
        cmocka_unit_test(the_query_is_echoed),
        cmocka_unit_test(a_result_has_its_members_in_order),
        cmocka_unit_test(the_text_is_a_table),
        cmocka_unit_test(nothing_found_is_said),
        cmocka_unit_test(a_question_moved_is_measured_from_there),
        cmocka_unit_test(the_four_cabinets_come_in_order),
    };
    return cmocka_run_group_tests(tests, squares_setup, squares_teardown);
}
