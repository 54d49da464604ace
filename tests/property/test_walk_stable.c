/* order_stable on the streets of Leeds, held against samples of the circle: never true where a
 * sample has another first, and true in most of the places where all samples agree. */
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
#define PLACES 120
#define ASSETS 8
#define SAMPLES 24

/* Within the extract, where streets are. */
static struct na_lonlat any_place(struct test_random *random)
{
    return (struct na_lonlat){test_random_between(random, -1.5385, -1.5310),
                              test_random_between(random, 53.7955, 53.7995)};
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

static void make_pack(struct test_random *random, struct query_pack *pack)
{
    char to[256];
    char text[2048] = "id,name,lat,lon,position_quality,accuracy_m\n";
    size_t used = strlen(text);
    query_pack_begin(pack);
    query_pack_path(pack, "roads.osm", to, sizeof to);
    assert_int_equal(symlink(ROADS, to), 0);
    for (int i = 0; i < ASSETS; i++) {
        struct na_lonlat at = any_place(random);
        used += (size_t)snprintf(text + used, sizeof text - used,
                                 "b%d,Box %d,%.7f,%.7f,surveyed,0\n", i, i, at.lat_deg, at.lon_deg);
    }
    query_pack_put(pack, "boxes.csv", text);
    query_pack_put(pack, "pack.ini",
                   "[pack]\ntitle = Leeds\n[assets.boxes]\nfile = boxes.csv\nkind = box\n"
                   "[network.roads]\nfile = roads.osm\nissued = 2024-03-22\nattribution = (c) "
                   "OpenStreetMap contributors, ODbL 1.0\n");
    query_pack_compile(pack, NULL);
}

/* Does every sample within the circle have the same first? */
static bool samples_agree(struct test_random *random, struct query_pack *pack, struct na_lonlat at,
                          double radius_m, uint32_t first)
{
    static struct na_nearest_answer sampled;
    for (int i = 0; i < SAMPLES; i++) {
        double off_m = radius_m * sqrt(test_random_between(random, 0.0, 1.0));
        struct na_lonlat near =
            na_geodesic_direct(at, test_random_between(random, 0.0, 360.0), off_m);
        find(pack, near, 0.0, &sampled);
        if (!sampled.by_walk || sampled.found.count == 0 ||
            sampled.walks[0].state != NA_WALK_KNOWN || sampled.found.hits[0].point != first) {
            return false;
        }
    }
    return true;
}

static void stable_is_never_wrong_and_often_said(void **state)
{
    (void)state;
    if (access(ROADS, R_OK) != 0) {
        printf("skipped: no roads in %s\n", NA_TEST_SHARED_DATA);
        skip();
    }
    static const double accuracies_m[] = {2.0, 5.0, 10.0};
    static struct na_nearest_answer answer;
    struct test_random random = {20261130}; /* fixed: how often is a figure */
    struct query_pack pack;
    unsigned int agree = 0;
    unsigned int told = 0;
    make_pack(&random, &pack);
    for (size_t a = 0; a < sizeof accuracies_m / sizeof accuracies_m[0]; a++) {
        unsigned int agree_here = 0;
        unsigned int told_here = 0;
        for (int i = 0; i < PLACES; i++) {
            struct na_lonlat at = any_place(&random);
            find(&pack, at, accuracies_m[a], &answer);
            if (!answer.by_walk || answer.walks[0].state != NA_WALK_KNOWN) {
                continue;
            }
            bool same =
                samples_agree(&random, &pack, at, accuracies_m[a], answer.found.hits[0].point);
            if (answer.order_stable && !same) {
                fail_msg("stable at %.7f, %.7f to %.0f m, and a sample has another first",
                         at.lat_deg, at.lon_deg, accuracies_m[a]);
            }
            agree_here += same;
            told_here += same && answer.order_stable;
        }
        printf("to %2.0f m: stable in %u of %u places where %d samples agree\n", accuracies_m[a],
               told_here, agree_here, SAMPLES);
        agree += agree_here;
        told += told_here;
    }
    assert_true(agree > 100);
    printf("in all %.0f%%\n", 100.0 * told / agree);
    assert_true(told * 100 >= agree * 60);
    query_pack_end(&pack);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(stable_is_never_wrong_and_often_said)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
