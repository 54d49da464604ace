/* Which owners a straight line meets: against every edge asked one by one of GEOS, and on a lattice
 * of integers, where vertices touch and lines lie in line, against arithmetic without rounding. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#include <geos_c.h>

#include "geo/edge_set.h"
#include "geo/geodesic.h"
#include "support/random.h"

#define EDGES_MAX 700
#define OWNERS_MAX 40
#define LATTICE 8

struct world {
    struct na_edge edges[EDGES_MAX];
    size_t count;
    struct na_buffer blob;
    struct na_edge_set set;
};

static struct test_random rng;
static GEOSContextHandle_t geos;

static struct na_lonlat on_lattice(void)
{
    return (struct na_lonlat){(double)test_random_below(&rng, LATTICE),
                              (double)test_random_below(&rng, LATTICE)};
}

static struct na_lonlat anywhere(void)
{
    return (struct na_lonlat){test_random_between(&rng, -1.3, -1.1),
                              test_random_between(&rng, 54.6, 54.8)};
}

/* Lines of a few edges each; some of them closed. */
static void make_world(struct world *world, size_t count, struct na_lonlat (*make)(void))
{
    struct na_error error = {.message = ""};
    world->count = 0;
    while (world->count < count) {
        struct na_lonlat at = make();
        uint32_t owner = (uint32_t)test_random_below(&rng, OWNERS_MAX);
        for (size_t n = 1 + test_random_below(&rng, 6); n > 0 && world->count < count; n--) {
            struct na_lonlat next = make();
            world->edges[world->count++] = (struct na_edge){at, next, owner, 0};
            at = next;
        }
    }
    na_buffer_init(&world->blob, (size_t)1 << 24);
    assert_int_equal(na_edge_set_build(world->edges, count, &world->blob, &error), NA_OK);
    assert_int_equal(
        na_edge_set_open(world->blob.data, world->blob.length, OWNERS_MAX, &world->set, &error),
        NA_OK);
}

static void count_met(void *context, uint32_t owner)
{
    size_t *met = context;
    met[owner]++;
}

static GEOSGeometry *as_geometry(struct na_lonlat a, struct na_lonlat b)
{
    bool is_point = memcmp(&a, &b, sizeof a) == 0;
    GEOSCoordSequence *line = GEOSCoordSeq_create_r(geos, is_point ? 1 : 2, 2);
    GEOSCoordSeq_setXY_r(geos, line, 0, a.lon_deg, a.lat_deg);
    if (is_point) {
        return GEOSGeom_createPoint_r(geos, line);
    }
    GEOSCoordSeq_setXY_r(geos, line, 1, b.lon_deg, b.lat_deg);
    return GEOSGeom_createLineString_r(geos, line);
}

static bool geos_meet(struct na_lonlat a, struct na_lonlat b, struct na_lonlat c,
                      struct na_lonlat d)
{
    GEOSGeometry *first = as_geometry(a, b);
    GEOSGeometry *second = as_geometry(c, d);
    char meet = GEOSIntersects_r(geos, first, second);
    GEOSGeom_destroy_r(geos, first);
    GEOSGeom_destroy_r(geos, second);
    assert_true(meet == 0 || meet == 1);
    return meet == 1;
}

/* Twice the area, in integers. */
static int64_t turn(struct na_lonlat a, struct na_lonlat b, struct na_lonlat c)
{
    int64_t ax = (int64_t)a.lon_deg;
    int64_t ay = (int64_t)a.lat_deg;
    return ((int64_t)b.lon_deg - ax) * ((int64_t)c.lat_deg - ay) -
           ((int64_t)b.lat_deg - ay) * ((int64_t)c.lon_deg - ax);
}

static bool between(struct na_lonlat a, struct na_lonlat b, struct na_lonlat at)
{
    return turn(a, b, at) == 0 && fmin(a.lon_deg, b.lon_deg) <= at.lon_deg &&
           at.lon_deg <= fmax(a.lon_deg, b.lon_deg) && fmin(a.lat_deg, b.lat_deg) <= at.lat_deg &&
           at.lat_deg <= fmax(a.lat_deg, b.lat_deg);
}

/* An end within the other, or each strictly parted by the other. */
static bool integers_meet(struct na_lonlat a, struct na_lonlat b, struct na_lonlat c,
                          struct na_lonlat d)
{
    if (between(a, b, c) || between(a, b, d) || between(c, d, a) || between(c, d, b)) {
        return true;
    }
    int64_t c_turn = turn(a, b, c);
    int64_t d_turn = turn(a, b, d);
    int64_t a_turn = turn(c, d, a);
    int64_t b_turn = turn(c, d, b);
    return ((c_turn > 0 && d_turn < 0) || (c_turn < 0 && d_turn > 0)) &&
           ((a_turn > 0 && b_turn < 0) || (a_turn < 0 && b_turn > 0));
}

typedef bool oracle(struct na_lonlat a, struct na_lonlat b, struct na_lonlat c, struct na_lonlat d);

static size_t check_line(const struct world *world, struct na_lonlat from, struct na_lonlat to,
                         oracle *const *oracles, size_t oracle_count)
{
    size_t met[OWNERS_MAX] = {0};
    size_t total = 0;
    na_edge_set_meet(&world->set, from, to, count_met, met);
    for (size_t o = 0; o < oracle_count; o++) {
        size_t expected[OWNERS_MAX] = {0};
        for (size_t i = 0; i < world->count; i++) {
            const struct na_edge *edge = &world->edges[i];
            expected[edge->owner] += oracles[o](from, to, edge->a, edge->b);
        }
        if (memcmp(met, expected, sizeof met) != 0) {
            fail_msg("oracle %zu differs on %.17g %.17g to %.17g %.17g", o, from.lon_deg,
                     from.lat_deg, to.lon_deg, to.lat_deg);
        }
    }
    for (size_t i = 0; i < OWNERS_MAX; i++) {
        total += met[i];
    }
    return total;
}

static void lines_on_a_lattice_meet_what_integers_say(void **state)
{
    (void)state;
    static oracle *const oracles[] = {integers_meet, geos_meet};
    size_t met = 0;
    for (int round = 0; round < 40; round++) {
        struct world world;
        make_world(&world, test_random_below(&rng, 150), on_lattice);
        for (int line = 0; line < 25; line++) {
            struct na_lonlat from = on_lattice();
            met += check_line(&world, from, line == 0 ? from : on_lattice(), oracles, 2);
        }
        na_buffer_fini(&world.blob);
    }
    print_message("%zu meetings\n", met);
    assert_true(met > 1000);
}

static void lines_anywhere_meet_what_geos_says(void **state)
{
    (void)state;
    static oracle *const oracles[] = {geos_meet};
    size_t met = 0;
    for (int round = 0; round < 12; round++) {
        struct world world;
        make_world(&world, test_random_below(&rng, EDGES_MAX + 1), anywhere);
        for (int line = 0; line < 12; line++) {
            struct na_lonlat from = anywhere();
            struct na_lonlat to = anywhere();
            if (world.count > 0 && line % 3 == 0) {
                from = world.edges[test_random_below(&rng, world.count)].a; /* touches */
            }
            if (line % 4 == 0) { /* short, as questions are */
                to = (struct na_lonlat){from.lon_deg + 0.002, from.lat_deg - 0.001};
            }
            met += check_line(&world, from, to, oracles, 1);
        }
        na_buffer_fini(&world.blob);
    }
    print_message("%zu meetings\n", met);
    assert_true(met > 100);
}

static void equal_edges_give_equal_bytes(void **state)
{
    (void)state;
    struct world world;
    struct na_buffer again;
    struct na_error error = {.message = ""};
    make_world(&world, 321, anywhere);
    na_buffer_init(&again, (size_t)1 << 24);
    assert_int_equal(na_edge_set_build(world.edges, world.count, &again, &error), NA_OK);
    assert_int_equal(again.length, world.blob.length);
    assert_memory_equal(again.data, world.blob.data, again.length);
    na_buffer_fini(&again);
    na_buffer_fini(&world.blob);
}

/* Whatever byte is changed, the block is refused or every line can be asked of it. */
static void a_damaged_set_is_refused_or_harmless(void **state)
{
    (void)state;
    struct world world;
    make_world(&world, 60, anywhere);
    size_t refused = 0;
    for (size_t i = 0; i < world.blob.length; i++) {
        char kept = world.blob.data[i];
        struct na_edge_set set;
        world.blob.data[i] = (char)(kept ^ (1 << test_random_below(&rng, 8)));
        if (na_edge_set_open(world.blob.data, world.blob.length, OWNERS_MAX, &set, NULL) == NA_OK) {
            size_t met[OWNERS_MAX] = {0};
            na_edge_set_meet(&set, anywhere(), anywhere(), count_met, met);
        } else {
            refused++;
        }
        world.blob.data[i] = kept;
    }
    for (size_t length = 0; length < world.blob.length; length++) {
        struct na_edge_set set;
        assert_int_equal(na_edge_set_open(world.blob.data, length, OWNERS_MAX, &set, NULL),
                         NA_ERR_CORRUPT);
    }
    assert_true(refused > 8);
    na_buffer_fini(&world.blob);
}

/* docs/accuracy.md: up to 5 km the straight line in degrees is within a metre of the geodesic. */
static void a_straight_line_in_degrees_is_nearly_the_geodesic(void **state)
{
    (void)state;
    double worst_m = 0;
    for (int i = 0; i < 20000; i++) {
        struct na_lonlat from = {test_random_between(&rng, -8, 2),
                                 test_random_between(&rng, 49.9, 60.9)};
        double length_m = test_random_between(&rng, 100, 5000);
        double way = test_random_between(&rng, 0, 6.283185307179586);
        double lon_m = 0;
        double lat_m = 0;
        na_geodesic_degree_m(from.lat_deg, &lon_m, &lat_m);
        struct na_lonlat half = {from.lon_deg + length_m / 2 * sin(way) / lon_m,
                                 from.lat_deg + length_m / 2 * cos(way) / lat_m};
        struct na_lonlat to = {2 * half.lon_deg - from.lon_deg, 2 * half.lat_deg - from.lat_deg};
        double to_m = 0;
        double half_m = 0;
        double to_deg = 0;
        double half_deg = 0;
        na_geodesic_inverse(from, to, &to_m, &to_deg);
        na_geodesic_inverse(from, half, &half_m, &half_deg);
        worst_m = fmax(worst_m, half_m * fabs(sin((to_deg - half_deg) * 0.017453292519943295)));
    }
    print_message("at most %.3f m\n", worst_m);
    assert_true(worst_m < 1.0);
    assert_true(worst_m > 0.5); /* the bound says something */
}

int main(void)
{
    rng = test_random_start("crosses");
    geos = GEOS_init_r();
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(lines_on_a_lattice_meet_what_integers_say),
        cmocka_unit_test(lines_anywhere_meet_what_geos_says),
        cmocka_unit_test(equal_edges_give_equal_bytes),
        cmocka_unit_test(a_damaged_set_is_refused_or_harmless),
        cmocka_unit_test(a_straight_line_in_degrees_is_nearly_the_geodesic),
    };
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    GEOS_finish_r(geos);
    return failed;
}
