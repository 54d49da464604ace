/* [network.*] of a pack: what joins and what does not, what is refused, what is said. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "data/streets.h"
#include "support/folder.h"
#include "support/pack.h"
#include "walk/walk.h"

#define PACK "[pack]\ntitle = Test\nissued = 2026-01-02\n"
#define NETWORK                                                                                    \
    "[network.roads]\nfile = roads.osm\nissued = 2025-12-01\nattribution = (c) OpenStreetMap "     \
    "contributors, ODbL 1.0\n"
#define HEAD "<?xml version=\"1.0\"?>\n<osm version=\"0.6\">\n"
#define NODE(id, lat, lon) "<node id=\"" #id "\" lat=\"" #lat "\" lon=\"" #lon "\"/>\n"
#define GATE(id, lat, lon, tags)                                                                   \
    "<node id=\"" #id "\" lat=\"" #lat "\" lon=\"" #lon "\">" tags "</node>\n"
#define TAG(k, v) "<tag k=\"" k "\" v=\"" v "\"/>"
#define WAY(id, refs, tags) "<way id=\"" #id "\">" refs tags "</way>\n"
#define ND(id) "<nd ref=\"" #id "\"/>"
#define FOOT TAG("highway", "footway")
#define TAIL "</osm>\n"

/* A cross: 1-2-3 from west to east, 4-2-5 from south to north; about 64 and 111 m an arm. */
#define CROSS_NODES                                                                                \
    NODE(1, 54.6800000, -1.2010000)                                                                \
    NODE(3, 54.6800000, -1.1990000) NODE(4, 54.6790000, -1.2000000) NODE(5, 54.6810000, -1.2000000)
#define WEST                                                                                       \
    (struct na_lonlat)                                                                             \
    {                                                                                              \
        -1.2010, 54.6800                                                                           \
    }
#define EAST                                                                                       \
    (struct na_lonlat)                                                                             \
    {                                                                                              \
        -1.1990, 54.6800                                                                           \
    }
#define NORTH                                                                                      \
    (struct na_lonlat)                                                                             \
    {                                                                                              \
        -1.2000, 54.6810                                                                           \
    }

struct scratch {
    char folder[256];
    struct na_buffer bytes;
    struct na_report report;
    struct na_error error;
    struct na_snapshot *snapshot;
    struct na_street_search *search;
};

static int setup(void **state)
{
    static struct scratch scratch;
    scratch = (struct scratch){.folder = ""};
    folder_make(scratch.folder, sizeof scratch.folder);
    na_buffer_init(&scratch.bytes, (size_t)1 << 30);
    na_report_init(&scratch.report);
    *state = &scratch;
    return 0;
}

static int teardown(void **state)
{
    struct scratch *scratch = *state;
    na_street_search_free(scratch->search);
    na_snapshot_unref(scratch->snapshot);
    folder_remove(scratch->folder);
    na_buffer_fini(&scratch->bytes);
    na_report_fini(&scratch->report);
    return 0;
}

static void open_roads(struct scratch *scratch, const char *ini, const char *osm)
{
    pack_put_text(scratch->folder, "pack.ini", ini);
    pack_put_text(scratch->folder, "roads.osm", osm);
    scratch->snapshot = pack_open(scratch->folder, NULL, &scratch->bytes);
    assert_int_equal(
        na_street_search_new(na_snapshot_streets(scratch->snapshot), &scratch->search, NULL),
        NA_OK);
}

/* Whole metres of the walk between two places; -1: there is none. */
static int walk_m(const struct scratch *scratch, struct na_lonlat a, struct na_lonlat b)
{
    struct na_walk_from from;
    struct na_walk_from to;
    na_walk_start(scratch->search, 5.0, a, &from);
    na_walk_start(scratch->search, 5.0, b, &to);
    struct na_walk walk = na_walk_between(&from, &to, NA_STREET_MM_MAX);
    return walk.state == NA_WALK_KNOWN ? (int)lrint(walk.mm / 1000.0) : -1;
}

static void ways_join_at_a_common_node(void **state)
{
    struct scratch *scratch = *state;
    open_roads(scratch, PACK NETWORK,
               HEAD CROSS_NODES NODE(2, 54.6800000, -1.2000000) WAY(10, ND(1) ND(2) ND(3), FOOT)
                   WAY(11, ND(4) ND(2) ND(5), FOOT) TAIL);
    assert_int_equal(walk_m(scratch, WEST, EAST), 129);
    assert_int_equal(walk_m(scratch, WEST, NORTH), 64 + 111 + 1);
    struct na_network network;
    assert_true(na_snapshot_network(scratch->snapshot, &network));
    assert_string_equal(network.id, "roads");
    assert_string_equal(network.format, "osm");
    assert_true(network.snap_m == 75.0 && network.stale_days == 730);
    assert_true(network.has_access && network.has_paths);
    assert_string_equal(na_snapshot_info(scratch->snapshot)->attribution,
                        "(c) OpenStreetMap contributors, ODbL 1.0");
}

static void a_bridge_over_a_road_is_no_junction(void **state)
{
    struct scratch *scratch = *state;
    /* The same place, another node: nothing is joined by position. */
    open_roads(scratch, PACK NETWORK,
               HEAD CROSS_NODES NODE(2, 54.6800000, -1.2000000) NODE(20, 54.6800000, -1.2000000)
                   WAY(10, ND(1) ND(2) ND(3), FOOT) WAY(11, ND(4) ND(20) ND(5), FOOT) TAIL);
    assert_int_equal(walk_m(scratch, WEST, EAST), 129);
    assert_int_equal(walk_m(scratch, WEST, NORTH), -1);
}

static void a_locked_gate_parts_the_way_and_a_bollard_does_not(void **state)
{
    struct scratch *scratch = *state;
    open_roads(scratch, PACK NETWORK,
               HEAD CROSS_NODES GATE(2, 54.6800000, -1.2000000,
                                     TAG("barrier", "gate") TAG("locked", "yes"))
                   WAY(10, ND(1) ND(2) ND(3), FOOT) WAY(11, ND(4) ND(2) ND(5), FOOT) TAIL);
    assert_int_equal(walk_m(scratch, WEST, EAST), -1);
    assert_int_equal(walk_m(scratch, WEST, NORTH), -1);
    /* Who stands at the gate itself can go each way. */
    assert_int_equal(walk_m(scratch, (struct na_lonlat){-1.2, 54.68}, EAST), 65);
    assert_int_equal(walk_m(scratch, (struct na_lonlat){-1.2, 54.68}, WEST), 65);
    (void)teardown(state);
    (void)setup(state);
    open_roads(scratch, PACK NETWORK,
               HEAD CROSS_NODES GATE(2, 54.6800000, -1.2000000, TAG("barrier", "bollard"))
                   WAY(10, ND(1) ND(2) ND(3), FOOT) WAY(11, ND(4) ND(2) ND(5), FOOT) TAIL);
    assert_int_equal(walk_m(scratch, WEST, EAST), 129);
}

static void extracts_are_joined_and_a_common_way_counts_once(void **state)
{
    struct scratch *scratch = *state;
    pack_put_text(scratch->folder, "more.osm",
                  HEAD CROSS_NODES NODE(2, 54.6800000, -1.2000000) WAY(10, ND(1) ND(2) ND(3), FOOT)
                      WAY(11, ND(4) ND(2) ND(5), FOOT) TAIL);
    open_roads(scratch,
               PACK NETWORK "[network.more]\nfile = more.osm\nissued = 2025-11-01\nattribution = "
                            "(c) OpenStreetMap contributors, ODbL 1.0\n",
               HEAD NODE(1, 54.6800000, -1.2010000) NODE(2, 54.6800000, -1.2000000)
                   NODE(3, 54.6800000, -1.1990000) WAY(10, ND(1) ND(2) ND(3), FOOT) TAIL);
    struct na_network network;
    assert_true(na_snapshot_network(scratch->snapshot, &network));
    assert_string_equal(network.id, "roads+more");
    assert_true(fabs(network.length_m - 129 - 223) < 2); /* each once */
    assert_int_equal(walk_m(scratch, WEST, NORTH), 64 + 111 + 1);
    int32_t oldest = 0;
    assert_true(na_date_parse(na_str_of("2025-11-01"), &oldest));
    assert_int_equal(network.issued, oldest);
}

/* Compile, and find a finding that has the text. */
static bool finds(struct scratch *scratch, const char *ini, const char *osm, const char *text,
                  enum na_code expected)
{
    bool found = false;
    na_report_fini(&scratch->report);
    na_report_init(&scratch->report);
    na_buffer_clear(&scratch->bytes);
    pack_put_text(scratch->folder, "pack.ini", ini);
    pack_put_text(scratch->folder, "roads.osm", osm);
    enum na_code code =
        pack_compile(scratch->folder, NULL, &scratch->bytes, &scratch->report, &scratch->error);
    assert_int_equal(code, expected);
    for (size_t i = 0; i < scratch->report.count; i++) {
        found = found || strstr(scratch->report.findings[i].what.message, text) != NULL;
    }
    return found;
}

#define ROAD HEAD CROSS_NODES NODE(2, 54.6800000, -1.2000000) WAY(10, ND(1) ND(2) ND(3), FOOT) TAIL

static void what_is_no_network_is_refused(void **state)
{
    struct scratch *scratch = *state;
    static const struct {
        const char *ini, *osm, *text;
    } cases[] = {
        {PACK NETWORK, "no XML", "not well-formed XML"},
        {PACK NETWORK, HEAD, "not well-formed XML"},
        {PACK NETWORK, HEAD TAIL, "No way in the file can be walked"},
        {PACK NETWORK,
         HEAD NODE(1, 54.68, -1.2) NODE(2, 54.69, -1.2)
             WAY(10, ND(1) ND(2), TAG("highway", "motorway")) TAIL,
         "No way in the file can be walked"},
        {PACK NETWORK, HEAD NODE(1, 54.68, -1.2) WAY(10, ND(1) ND(2) ND(3), FOOT) TAIL,
         "2 of 3 nodes of ways are not in the file"},
        {PACK NETWORK,
         HEAD NODE(1, 54.68, -1.2) NODE(2, 154.69, -1.2) WAY(10, ND(1) ND(2), FOOT) TAIL,
         "1 position of streets cannot be"},
        {PACK "[network.roads]\nfile = roads.osm\nissued = 2025-12-01\n", ROAD,
         "does not say whose data it is"},
        {PACK "[network.roads]\nfile = roads.csv\nissued = 2025-12-01\n", ROAD,
         "The file is no network of streets"},
        {PACK NETWORK "[network.b]\nfile = b.shp\n", ROAD, "of different formats"},
        {PACK NETWORK "[network.b]\nfile = b.osm\nsnap_m = 50\n", ROAD, "differ in snap_m"},
        {PACK NETWORK "snap_m = 301\n", ROAD, "snap_m is out of range"},
        {PACK NETWORK "snap_m = 0\n", ROAD, "snap_m is out of range"},
        {PACK NETWORK "format = gpx\n", ROAD, "The value is not understood"},
        {PACK NETWORK "format = geofabrik\n", ROAD, "The file is no network of streets"},
        {PACK NETWORK "kind = road\n", ROAD, "Unknown key"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        if (!finds(scratch, cases[i].ini, cases[i].osm, cases[i].text, NA_ERR_DATA)) {
            fail_msg("%zu: %s", i, cases[i].text);
        }
    }
}

static void a_file_that_is_not_there_is_named(void **state)
{
    struct scratch *scratch = *state;
    (void)finds(scratch, PACK "[network.roads]\nfile = none.osm\nissued = 2025-12-01\n", ROAD, "",
                NA_ERR_IO);
    assert_non_null(strstr(scratch->report.findings[0].what.file, "none.osm"));
}

static void what_is_doubtful_is_said(void **state)
{
    struct scratch *scratch = *state;
    static const char *const undated =
        PACK "[network.roads]\nfile = roads.osm\nattribution = (c) OpenStreetMap contributors\n";
    static const char *const old =
        PACK "[network.roads]\nfile = roads.osm\nissued = 2020-01-01\nattribution = (c) "
             "OpenStreetMap contributors\n";
    static const char *const assets = PACK NETWORK "[assets.c]\nfile = c.csv\nkind = cabinet\n";
    pack_put_text(scratch->folder, "c.csv",
                  "id,name,lat,lon\nfar,Far away,54.70,-1.2\nnear,Near,54.68,-1.2005\n");
    assert_true(finds(scratch, undated, ROAD, "network-undated", NA_OK));
    assert_true(finds(scratch, old, ROAD, "network-old", NA_OK));
    assert_false(finds(scratch, PACK NETWORK, ROAD, "network-", NA_OK));
    assert_true(finds(scratch, assets, ROAD,
                      "asset-off-network: 1 asset is farther than 75 m from any street: far",
                      NA_OK));
    assert_true(finds(scratch, PACK NETWORK,
                      HEAD NODE(1, 54.68, -1.2) NODE(2, 54.69, -1.2)
                          WAY(10, ND(1) ND(2), TAG("highway", "residential")) TAIL,
                      "network-no-paths", NA_OK));
    assert_true(finds(scratch, PACK NETWORK,
                      HEAD CROSS_NODES WAY(10, ND(1) ND(3), FOOT) WAY(11, ND(4) ND(5), FOOT) TAIL,
                      "network-crossings: 1 places", NA_OK));
    assert_true(finds(scratch, PACK NETWORK,
                      HEAD CROSS_NODES WAY(10, ND(1) ND(3),
                                           FOOT TAG("foot:conditional", "no @ (22:00-06:00)")) TAIL,
                      "network-conditional: 1 way", NA_OK));
    /* Its only street has 30 m of 250. */
    pack_put_text(scratch->folder, "c.csv", "id,name,lat,lon\nisle,Isle,54.6815,-1.2\n");
    assert_true(finds(scratch, assets,
                      HEAD CROSS_NODES NODE(6, 54.6815, -1.2001) NODE(7, 54.6815, -1.1997)
                          WAY(10, ND(1) ND(3), FOOT) WAY(11, ND(6) ND(7), FOOT) TAIL,
                      "asset-on-island: 1 asset", NA_OK));
    assert_true(finds(scratch, PACK NETWORK,
                      HEAD CROSS_NODES WAY(10, ND(1) ND(3), FOOT) WAY(11, ND(4) ND(5), FOOT) TAIL,
                      "network-components: the streets are 2 parts", NA_OK));
    assert_false(finds(scratch, PACK NETWORK,
                       HEAD CROSS_NODES WAY(10, ND(1) ND(3), FOOT)
                           WAY(11, ND(4) ND(5), FOOT TAG("bridge", "yes")) TAIL,
                       "network-crossings", NA_OK));
}

/* Two wards; the streets are in one. */
static void wards_that_the_streets_do_not_reach_are_named(void **state)
{
    struct scratch *scratch = *state;
    static const struct pack_square squares[] = {
        {"E05000001", "Alpha", "E06000001", "Town", 451000, 531000, 452000, 532500},
        {"E05000002", "Beta", "E06000001", "Town", 452000, 531000, 453000, 532500}};
    static const char ini[] = PACK NETWORK
        "[wards.2023]\nfile = wards_BGC.shp\n[places.postcodes]\nfile = ts.csv\nformat = "
        "codepoint-open\n";
    pack_put_squares(scratch->folder, "wards_BGC", pack_prj_27700, squares, 2);
    pack_put_text(scratch->folder, "ts.csv",
                  "TS24 7AA,10,451640,531960,E92000001,E19000001,E18000001,,,\n"
                  "TS24 7AB,10,452500,531960,E92000001,E19000001,E18000001,,,\n");
    assert_true(finds(scratch, ini, ROAD,
                      "network-not-covering: in 1 ward more than 5% of the postcodes are farther "
                      "than 75 m from any street: Beta (1 of 1)",
                      NA_OK));
}

/* Equal packs give equal bytes, with streets too. */
static void equal_packs_give_equal_bytes(void **state)
{
    struct scratch *scratch = *state;
    assert_false(finds(scratch, PACK NETWORK, ROAD, "network-", NA_OK));
    struct na_buffer first;
    na_buffer_init(&first, (size_t)1 << 30);
    assert_int_equal(na_buffer_append(&first, scratch->bytes.data, scratch->bytes.length), NA_OK);
    assert_false(finds(scratch, PACK NETWORK, ROAD, "network-", NA_OK));
    assert_int_equal(first.length, scratch->bytes.length);
    assert_memory_equal(first.data, scratch->bytes.data, first.length);
    na_buffer_fini(&first);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(ways_join_at_a_common_node),
        TEST(a_bridge_over_a_road_is_no_junction),
        TEST(a_locked_gate_parts_the_way_and_a_bollard_does_not),
        TEST(extracts_are_joined_and_a_common_way_counts_once),
        TEST(what_is_no_network_is_refused),
        TEST(a_file_that_is_not_there_is_named),
        TEST(what_is_doubtful_is_said),
        TEST(wards_that_the_streets_do_not_reach_are_named),
        TEST(equal_packs_give_equal_bytes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
