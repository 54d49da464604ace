/* order_stable by the streets, held against samples of the circle: never true where a sample has
 * another first, and true in most of the places where all samples agree. On the streets of Leeds,
 * and in made towns of several components with bridges. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "geo/earth.h"
#include "geo/geodesic.h"
#include "nearest/nearest.h"
#include "question/session_state.h"
#include "support/query_pack.h"
#include "support/random.h"

#define ROADS NA_TEST_SHARED_DATA "/roads/osm2streets_leeds_cycleway.osm"
#define ASSETS 8
#define SAMPLES 24
#define SEEDS 10

/* Where questions are asked and assets stand. */
struct area {
    double west, south, east, north;
};
static const struct area leeds = {-1.5385, 53.7955, -1.5310, 53.7995};
static const struct area town = {-1.2000, 54.6000, -1.1946, 54.6031};

static struct na_lonlat any_place(struct test_random *random, const struct area *area)
{
    return (struct na_lonlat){test_random_between(random, area->west, area->east),
                              test_random_between(random, area->south, area->north)};
}

static void find(struct query_pack *pack, struct na_lonlat at, double accuracy_m,
                 struct na_nearest_answer *ret_answer)
{
    char lat[32];
    char lon[32];
    char accuracy[32];
    struct na_nearest_question question;
    (void)snprintf(lat, sizeof lat, "%.9f", at.lat_deg);
    (void)snprintf(lon, sizeof lon, "%.9f", at.lon_deg);
    (void)snprintf(accuracy, sizeof accuracy, "%.1f", accuracy_m);
    const struct na_param params[] = {
        {"lat", lat}, {"lon", lon}, {"accuracy_m", accuracy}, {"kind", "box"}, {"k", "1"}};
    struct na_error error = {.message = ""};
    if (na_nearest_read(pack->session, params, 5, QUERY_TODAY, &question, &error) != NA_OK) {
        fail_msg("%s", error.message);
    }
    na_nearest_find(pack->snapshot, &question, ret_answer);
}

/* The assets, and a pack of them and roads.osm, which stands in it. */
static void make_pack(struct test_random *random, const struct area *area, struct query_pack *pack)
{
    char text[2048] = "id,name,lat,lon,position_quality,accuracy_m\n";
    size_t used = strlen(text);
    for (int i = 0; i < ASSETS; i++) {
        struct na_lonlat at = any_place(random, area);
        used += (size_t)snprintf(text + used, sizeof text - used,
                                 "b%d,Box %d,%.7f,%.7f,surveyed,0\n", i, i, at.lat_deg, at.lon_deg);
    }
    query_pack_put(pack, "boxes.csv", text);
    query_pack_put(pack, "pack.ini",
                   "[pack]\ntitle = Streets\n[assets.boxes]\nfile = boxes.csv\nkind = box\n"
                   "[network.roads]\nfile = roads.osm\nissued = 2024-03-22\nattribution = (c) "
                   "OpenStreetMap contributors, ODbL 1.0\n");
    query_pack_compile(pack, NULL);
}

/* Does every sample within the circle have the same first? A third of them lie on its rim. */
static bool samples_agree(struct test_random *random, struct query_pack *pack, struct na_lonlat at,
                          double radius_m, uint32_t first)
{
    static struct na_nearest_answer sampled;
    for (int i = 0; i < SAMPLES; i++) {
        double part = i % 3 == 0 ? 1.0 : sqrt(test_random_between(random, 0.0, 1.0));
        struct na_lonlat near =
            na_geodesic_direct(at, test_random_between(random, 0.0, 360.0), radius_m * part - 1e-4);
        find(pack, near, 0.0, &sampled);
        if (!sampled.by_walk || sampled.found.count == 0 ||
            sampled.walks[0].state != NA_WALK_KNOWN || sampled.found.hits[0].point != first) {
            return false;
        }
    }
    return true;
}

struct figures {
    unsigned int agree, told;
};

/* Ask `places` times; fails where an order is called stable and a sample has another first. */
static struct figures ask(struct test_random *random, const struct area *area, double radius_m,
                          unsigned int places, struct query_pack *pack)
{
    static struct na_nearest_answer answer;
    struct figures figures = {0, 0};
    for (unsigned int i = 0; i < places; i++) {
        struct na_lonlat at = any_place(random, area);
        find(pack, at, radius_m, &answer);
        if (!answer.by_walk || answer.walks[0].state != NA_WALK_KNOWN) {
            continue;
        }
        bool same = samples_agree(random, pack, at, radius_m, answer.found.hits[0].point);
        if (answer.order_stable && !same) {
            fail_msg("stable at %.9f, %.9f to %.0f m, and a sample has another first", at.lat_deg,
                     at.lon_deg, radius_m);
        }
        figures.agree += same;
        figures.told += same && answer.order_stable;
    }
    return figures;
}

static void stable_is_never_wrong_and_often_said(void **state)
{
    (void)state;
    if (access(ROADS, R_OK) != 0) {
        printf("skipped: no roads in %s\n", NA_TEST_SHARED_DATA);
        skip();
    }
    static const double radii_m[] = {2.0, 5.0, 10.0, 25.0};
    const unsigned int places = getenv("NA_TEST_SLOW") != NULL ? 120 : 10;
    for (uint64_t seed = 1; seed <= SEEDS; seed++) { /* fixed: how often is a figure */
        struct test_random random = {20261130 + seed};
        struct query_pack pack;
        struct figures all = {0, 0};
        char to[256];
        query_pack_begin(&pack);
        query_pack_path(&pack, "roads.osm", to, sizeof to);
        assert_int_equal(symlink(ROADS, to), 0);
        make_pack(&random, &leeds, &pack);
        for (size_t i = 0; i < sizeof radii_m / sizeof radii_m[0]; i++) {
            struct figures figures = ask(&random, &leeds, radii_m[i], places, &pack);
            printf("%s%u of %u to %.0f m", i == 0 ? "stable in " : ", ", figures.told,
                   figures.agree, radii_m[i]);
            all.agree += figures.agree;
            all.told += figures.told;
        }
        printf(" where %d samples agree: %.0f%%\n", SAMPLES, 100.0 * all.told / all.agree);
        assert_true(all.agree > places);
        assert_true(all.told * 100 >= all.agree * 60);
        query_pack_end(&pack);
    }
}

/* A crooked grid with holes; beside some of its streets others that hang on nothing or on a few;
 * a fifth of all are bridges. */
static void make_town(struct test_random *random, struct query_pack *pack)
{
    enum { SIDE = 8, NODES = SIDE * SIDE };
    static char text[1 << 17];
    size_t used = (size_t)snprintf(text, sizeof text, "<osm version=\"0.6\">\n");
    for (int layer = 0; layer < 3; layer++) {
        for (int i = 0; i < NODES; i++) {
            struct na_lonlat at = {town.west + (i % SIDE + 0.3 * layer) * 0.0007 +
                                       test_random_between(random, 0.0, 0.0003),
                                   town.south + (i / SIDE + 0.3 * layer) * 0.0004 +
                                       test_random_between(random, 0.0, 0.0002)};
            used += (size_t)snprintf(text + used, sizeof text - used,
                                     "<node id=\"%d\" lat=\"%.7f\" lon=\"%.7f\"/>\n",
                                     layer * NODES + i + 1, at.lat_deg, at.lon_deg);
        }
    }
    for (int way = 0; way < 3 * NODES * 2; way++) {
        int layer = way / (NODES * 2);
        int i = way / 2 % NODES;
        int to = way % 2 == 0 ? i + 1 : i + SIDE;
        bool there = way % 2 == 0 ? i % SIDE + 1 < SIDE : to < NODES;
        if (!there || test_random_below(random, 10) >= (layer == 0 ? 8u : 3u)) {
            continue;
        }
        const char *bridge =
            test_random_below(random, 5) == 0 ? "<tag k=\"bridge\" v=\"yes\"/>" : "";
        used += (size_t)snprintf(text + used, sizeof text - used,
                                 "<way id=\"%d\"><nd ref=\"%d\"/><nd ref=\"%d\"/><tag "
                                 "k=\"highway\" v=\"path\"/>%s</way>\n",
                                 way + 1, layer * NODES + i + 1, layer * NODES + to + 1, bridge);
    }
    (void)snprintf(text + used, sizeof text - used, "</osm>\n");
    query_pack_put(pack, "roads.osm", text);
}

static void stable_is_never_wrong_among_islands_and_bridges(void **state)
{
    (void)state;
    struct test_random random = test_random_start("stable order among islands");
    const unsigned int towns = getenv("NA_TEST_SLOW") != NULL ? 200 : 6;
    struct figures all = {0, 0};
    for (unsigned int i = 0; i < towns; i++) {
        struct query_pack pack;
        query_pack_begin(&pack);
        make_town(&random, &pack);
        make_pack(&random, &town, &pack);
        struct figures figures =
            ask(&random, &town, test_random_between(&random, 1.0, 30.0), 40, &pack);
        all.agree += figures.agree;
        all.told += figures.told;
        query_pack_end(&pack);
    }
    printf("stable in %u of %u places where %d samples agree\n", all.told, all.agree, SAMPLES);
    assert_true(all.told > 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(stable_is_never_wrong_and_often_said),
        cmocka_unit_test(stable_is_never_wrong_among_islands_and_bridges)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
