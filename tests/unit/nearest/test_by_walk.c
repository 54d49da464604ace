/* What the answer says where the streets do not know, or are the wrong thing to ask: a warning
 * each. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "support/query_pack.h"

#define NODE(id, lat, lon) "<node id=\"" #id "\" lat=\"" #lat "\" lon=\"" #lon "\"/>\n"
#define ND(id) "<nd ref=\"" #id "\"/>"

/* A hairpin: 645 m to the east, 111 m to the north, 645 m back; and 220 m north of it a short
 * street that hangs on nothing. */
static const char roads[] = "<osm version=\"0.6\">\n" NODE(1, 54.6800, -1.2100)
    NODE(2, 54.6800, -1.2000) NODE(3, 54.6810, -1.2000) NODE(4, 54.6810, -1.2100)
        NODE(5, 54.6830, -1.2060) NODE(6, 54.6830, -1.2040) "<way id=\"1\">" ND(1) ND(2) ND(3)
            ND(4) "<tag k=\"highway\" v=\"footway\"/></way>\n<way id=\"2\">" ND(5)
                ND(6) "<tag k=\"highway\" v=\"footway\"/></way>\n</osm>\n";

static void open_pack(struct query_pack *pack, const char *assets)
{
    query_pack_begin(pack);
    query_pack_put(pack, "roads.osm", roads);
    query_pack_put(pack, "boxes.csv", assets);
    query_pack_put(pack, "pack.ini",
                   "[pack]\ntitle = Streets\n[assets.boxes]\nfile = boxes.csv\nkind = box\n"
                   "[network.roads]\nfile = roads.osm\nissued = 2026-10-01\nattribution = (c) "
                   "OpenStreetMap contributors, ODbL 1.0\n");
    query_pack_compile(pack, NULL);
}

/* Does the answer to the question have the warning? *ret_stable: what it says of the order. */
static bool warns(const char *assets, const char *query, const char *code, bool *ret_stable)
{
    struct query_pack pack;
    open_pack(&pack, assets);
    json_t *answer = query_pack_json(&pack, QUERY_NEAREST, query, NA_FORMAT_JSON);
    bool found = query_pack_warns(answer, code);
    *ret_stable = json_is_true(query_pack_at(answer, "order_stable"));
    json_decref(answer);
    query_pack_end(&pack);
    return found;
}

#define HEAD "id,name,lat,lon,position_quality,accuracy_m\n"
/* With all their figures: rounded positions are not taken for surveyed. */
#define SOUTH HEAD "south,South,54.6800001,-1.2010001,surveyed,1\n"

static void an_asset_off_the_streets_that_may_be_nearer_is_named(void **state)
{
    (void)state;
    bool stable = true;
    /* 95 m away where no street is, and 258 m along the street. */
    assert_true(warns(SOUTH "field,Field,54.6792001,-1.2050001,surveyed,1\n",
                      "kind=box&lat=54.6800&lon=-1.2050", "nearer-unknown-walk", &stable));
    assert_false(stable);
    assert_false(warns(SOUTH "field,Field,54.6770001,-1.2050001,surveyed,1\n",
                       "kind=box&lat=54.6800&lon=-1.2050", "nearer-unknown-walk", &stable));
    assert_true(stable);
}

static void a_long_way_to_the_street_is_said(void **state)
{
    (void)state;
    bool stable = false;
    assert_true(warns(SOUTH, "kind=box&lat=54.6795&lon=-1.2050", "long-snap", &stable)); /* 56 m */
    assert_false(warns(SOUTH, "kind=box&lat=54.6797&lon=-1.2050", "long-snap", &stable));
    /* The asset's own way to its street, too. */
    assert_true(warns(HEAD "deep,Deep,54.6795001,-1.2010001,surveyed,1\n",
                      "kind=box&lat=54.6800&lon=-1.2050", "long-snap", &stable));
}

static void a_way_round_beyond_the_edge_of_the_streets_is_said(void **state)
{
    (void)state;
    bool stable = false;
    static const char *const over = HEAD "north,North,54.6810001,-1.2098001,surveyed,1\n";
    assert_true(warns(over, "kind=box&lat=54.6800&lon=-1.2098", "network-edge", &stable));
    assert_false(warns(over, "kind=box&lat=54.6810&lon=-1.2088", "network-edge", &stable));
}

static void another_first_within_the_circle_is_said_and_so_is_what_cannot_be_shown(void **state)
{
    (void)state;
    bool stable = true;
    static const char *const both = SOUTH "north,North,54.6810001,-1.2030001,surveyed,1\n";
    /* Between the arms, 6 m from the middle, and 20 m of doubt. */
    assert_true(warns(both, "kind=box&lat=54.68045&lon=-1.2020&accuracy_m=20", "query-approximate",
                      &stable));
    assert_false(stable);
    assert_false(warns(both, "kind=box&lat=54.68000&lon=-1.2020&accuracy_m=20", "query-approximate",
                       &stable));
    assert_true(stable);
    /* Who stands 500 m off may be near no street at all. */
    assert_true(warns(SOUTH, "kind=box&lat=54.6800&lon=-1.2050&accuracy_m=500", "order-not-shown",
                      &stable));
    assert_false(stable);
}

static void who_is_on_an_island_is_told_that_it_is_not_connected(void **state)
{
    (void)state;
    struct query_pack pack;
    open_pack(&pack, SOUTH);
    json_t *answer =
        query_pack_json(&pack, QUERY_NEAREST, "kind=box&lat=54.6830&lon=-1.2050", NA_FORMAT_JSON);
    assert_string_equal(query_pack_text(answer, "results.0.walk_reason"), "not-connected");
    assert_true(json_is_null(query_pack_at(answer, "results.0.walk_m")));
    assert_true(json_is_false(query_pack_at(answer, "order_stable")));
    json_decref(answer);
    query_pack_end(&pack);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_asset_off_the_streets_that_may_be_nearer_is_named),
        cmocka_unit_test(a_long_way_to_the_street_is_said),
        cmocka_unit_test(a_way_round_beyond_the_edge_of_the_streets_is_said),
        cmocka_unit_test(another_first_within_the_circle_is_said_and_so_is_what_cannot_be_shown),
        cmocka_unit_test(who_is_on_an_island_is_told_that_it_is_not_connected),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
