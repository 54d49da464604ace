/* The tree gives exactly what brute force over na_geodesic_distance_m gives, whatever the points.
 */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "geo/geodesic.h"
#include "geo/geodesic_near.h"
#include "geo/point_tree.h"
#include "support/random.h"

#define POINTS_MAX 4000
#define TREES_MAX 3

/* Points in up to three trees; numbers shuffled over all of them. */
struct world {
    struct na_lonlat points[POINTS_MAX];
    uint32_t numbers[POINTS_MAX];
    uint32_t count;
    struct na_buffer blobs[TREES_MAX];
    struct na_point_tree trees[TREES_MAX];
    uint32_t tree_count;
};

static struct test_random rng;
static unsigned int searches, unsure; /* of the quick search, since a test began */

static double between(double low, double high)
{
    return test_random_between(&rng, low, high);
}

typedef struct na_lonlat place_maker(uint32_t index);

static struct na_lonlat tees(uint32_t index)
{
    (void)index;
    static const struct na_lonlat towns[4] = {
        {-1.21, 54.69}, {-1.23, 54.57}, {-1.32, 54.56}, {-1.06, 54.61}};
    struct na_lonlat town = towns[test_random_below(&rng, 4)];
    double spread = between(0.0, 1.0) * between(0.0, 0.05);
    return (struct na_lonlat){town.lon_deg + between(-spread, spread),
                              town.lat_deg + between(-spread, spread)};
}

static struct na_lonlat worldwide(uint32_t index)
{
    (void)index;
    return (struct na_lonlat){between(-180.0, 180.0), asin(between(-1.0, 1.0)) * 57.29577951308232};
}

/* Symmetric about the equator and the meridian of Greenwich: exact ties in plenty. */
static struct na_lonlat lattice(uint32_t index)
{
    (void)index;
    return (struct na_lonlat){((double)test_random_below(&rng, 17) - 8.0) * 0.125,
                              ((double)test_random_below(&rng, 17) - 8.0) * 0.125};
}

/* The same within the reach of the quick distance, far from the equator. */
static struct na_lonlat fine_lattice(uint32_t index)
{
    (void)index;
    return (struct na_lonlat){((double)test_random_below(&rng, 33) - 16.0) * 0.0078125,
                              54.5 + ((double)test_random_below(&rng, 17) - 8.0) * 0.0078125};
}

static struct na_lonlat one_place(uint32_t index)
{
    (void)index;
    return (struct na_lonlat){-1.2079518, 54.6867416};
}

/* Poles, antipodes, the date line on both its names. */
static struct na_lonlat corners(uint32_t index)
{
    static const double lons[8] = {-180.0, 180.0, 0.0, -0.0, 90.0, -90.0, 179.999999999, 1e-9};
    static const double lats[8] = {-90.0, 90.0, 0.0, -0.0, 89.999999999, -89.9999, 1e-12, 0.5};
    (void)index;
    return (struct na_lonlat){lons[test_random_below(&rng, 8)], lats[test_random_below(&rng, 8)]};
}

/* Every place many times. */
static struct na_lonlat masses(uint32_t index)
{
    return (struct na_lonlat){-1.2 + (double)(index % 7) * 1e-6, 54.6};
}

/* On a circle around a centre, so that chords are nearly equal everywhere. */
static struct na_lonlat circle(uint32_t index)
{
    struct na_lonlat centre = {-1.2, 54.6};
    return na_geodesic_direct(centre, (double)(index % 720) * 0.5, 1000000.0);
}

static void world_make(struct world *world, place_maker *make, uint32_t count, uint32_t trees)
{
    world->count = count;
    world->tree_count = trees;
    for (uint32_t i = 0; i < count; i++) {
        world->points[i] = make(i);
        world->numbers[i] = i;
    }
    for (uint32_t i = count; i > 1; i--) {
        uint32_t j = (uint32_t)test_random_below(&rng, i);
        uint32_t kept = world->numbers[i - 1];
        world->numbers[i - 1] = world->numbers[j];
        world->numbers[j] = kept;
    }
    for (uint32_t t = 0; t < trees; t++) {
        uint32_t from = (uint32_t)((uint64_t)count * t / trees);
        uint32_t to = (uint32_t)((uint64_t)count * (t + 1) / trees);
        na_buffer_init(&world->blobs[t], (size_t)1 << 24);
        assert_int_equal(na_point_tree_build(world->points + from, world->numbers + from, to - from,
                                             &world->blobs[t], NULL),
                         NA_OK);
        assert_int_equal(na_point_tree_open(world->blobs[t].data, world->blobs[t].length, count,
                                            &world->trees[t], NULL),
                         NA_OK);
    }
}

static void world_free(struct world *world)
{
    for (uint32_t t = 0; t < world->tree_count; t++) {
        na_buffer_fini(&world->blobs[t]);
    }
}

static bool third(const void *context, uint32_t point)
{
    return point % 3 == *(const uint32_t *)context;
}

static int hit_order(const void *left, const void *right)
{
    const struct na_point_hit *a = left;
    const struct na_point_hit *b = right;
    if (a->distance_m < b->distance_m || a->distance_m > b->distance_m) {
        return a->distance_m < b->distance_m ? -1 : 1;
    }
    return (a->point > b->point) - (a->point < b->point);
}

/* All wanted points within max_m, sorted. */
static size_t brute(const struct world *world, struct na_lonlat from, double max_m,
                    const uint32_t *remainder, struct na_point_hit *hits)
{
    size_t count = 0;
    for (uint32_t i = 0; i < world->count; i++) {
        struct na_point_hit hit = {.point = world->numbers[i]};
        na_geodesic_inverse(from, world->points[i], &hit.distance_m, &hit.bearing_deg);
        bool wanted = remainder == NULL || third(remainder, hit.point);
        if (wanted && hit.distance_m <= max_m) {
            hits[count++] = hit;
        }
    }
    qsort(hits, count, sizeof *hits, hit_order);
    return count;
}

/* The quick search: when it is sure, the same points in the same order, as far to the figure. */
static void check_near(const struct world *world, struct na_lonlat from, double max_m,
                       const uint32_t *remainder, const struct na_nearest *exact)
{
    struct na_nearest nearest = {.k = exact->k};
    bool is_sure = true;
    for (uint32_t t = 0; t < world->tree_count && is_sure; t++) {
        is_sure = na_point_tree_search_near(&world->trees[t], from, max_m,
                                            remainder != NULL ? third : NULL, remainder, &nearest);
    }
    searches++;
    unsure += !is_sure;
    if (!is_sure) {
        return;
    }
    na_nearest_sort(&nearest);
    assert_int_equal(nearest.count, exact->count);
    for (size_t i = 0; i < nearest.count; i++) {
        const struct na_point_hit *one = &nearest.hits[i];
        const struct na_point_hit *other = &exact->hits[i];
        assert_int_equal(one->point, other->point);
        assert_true(fabs(one->distance_m - other->distance_m) <= NA_NEAR_ERROR_M);
        assert_true(floor(one->distance_m * 20.0) == floor(other->distance_m * 20.0));
        assert_true(floor(one->bearing_deg * 20.0) == floor(other->bearing_deg * 20.0));
    }
}

static void check(const struct world *world, struct na_lonlat from, size_t k, double max_m,
                  const uint32_t *remainder)
{
    static struct na_point_hit expected[POINTS_MAX];
    size_t all = brute(world, from, max_m, remainder, expected);
    struct na_nearest nearest = {.k = k};
    for (uint32_t t = 0; t < world->tree_count; t++) {
        na_point_tree_search(&world->trees[t], from, max_m, remainder != NULL ? third : NULL,
                             remainder, &nearest);
    }
    na_nearest_sort(&nearest);
    assert_int_equal(nearest.count, all < k ? all : k);
    for (size_t i = 0; i < nearest.count; i++) {
        assert_int_equal(nearest.hits[i].point, expected[i].point);
        /* the very same function of the very same arguments */
        assert_true(nearest.hits[i].distance_m == expected[i].distance_m);
        assert_true(nearest.hits[i].bearing_deg == expected[i].bearing_deg);
    }
    check_near(world, from, max_m, remainder, &nearest);
}

static size_t some_k(void)
{
    static const size_t often[4] = {1, 2, 5, 100};
    return test_random_below(&rng, 2) == 0 ? often[test_random_below(&rng, 4)]
                                           : 1 + (size_t)test_random_below(&rng, NA_NEAREST_MAX);
}

static double some_limit(const struct world *world, struct na_lonlat from)
{
    switch (test_random_below(&rng, 4)) {
    case 0: /* exactly as far as one of them */
        return na_geodesic_distance_m(from, world->points[test_random_below(&rng, world->count)]);
    case 1:
        return between(0.0, 5000.0);
    case 2:
        return between(0.0, 2e7);
    default:
        return INFINITY;
    }
}

static void run(place_maker *make, place_maker *ask, uint32_t most, unsigned int queries)
{
    struct world *world = calloc(1, sizeof *world);
    assert_non_null(world);
    for (unsigned int round = 0; round < 4; round++) {
        uint32_t count = 1 + (uint32_t)test_random_below(&rng, most);
        world_make(world, make, count, 1 + round % TREES_MAX);
        for (unsigned int i = 0; i < queries; i++) {
            struct na_lonlat from =
                i % 3 == 0 ? world->points[test_random_below(&rng, count)] : ask(i);
            uint32_t remainder = (uint32_t)test_random_below(&rng, 3);
            check(world, from, some_k(), i % 2 == 0 ? INFINITY : some_limit(world, from),
                  i % 5 < 2 ? &remainder : NULL);
        }
        world_free(world);
    }
    free(world);
}

static void clustered_points(void **state)
{
    (void)state;
    searches = unsure = 0;
    run(tees, tees, POINTS_MAX, 60);
    assert_true(unsure * 10 < searches); /* or it would help nobody */
}

static void clustered_points_asked_from_anywhere(void **state)
{
    (void)state;
    run(tees, worldwide, POINTS_MAX, 60);
}

static void points_of_the_whole_world(void **state)
{
    (void)state;
    run(worldwide, worldwide, POINTS_MAX, 60);
}

static void ties_on_a_lattice(void **state)
{
    (void)state;
    run(lattice, lattice, 1500, 100);
}

static void ties_on_a_fine_lattice(void **state)
{
    (void)state;
    searches = unsure = 0;
    run(fine_lattice, fine_lattice, 1500, 100);
    assert_true(unsure > 0 && unsure < searches);
}

static void a_thousand_at_one_place(void **state)
{
    (void)state;
    run(one_place, tees, 1500, 60);
}

static void poles_antipodes_and_date_line(void **state)
{
    (void)state;
    run(corners, corners, 300, 300);
}

static void world_asked_at_its_corners(void **state)
{
    (void)state;
    run(worldwide, corners, 1500, 100);
}

static void few_places_many_times(void **state)
{
    (void)state;
    run(masses, tees, 1500, 60);
}

static struct na_lonlat centre_of_circle(uint32_t index)
{
    (void)index;
    return (struct na_lonlat){-1.2, 54.6};
}

static void all_at_the_same_distance(void **state)
{
    (void)state;
    run(circle, centre_of_circle, 1440, 60);
}

static struct na_lonlat near_antipode(uint32_t index)
{
    (void)index;
    return (struct na_lonlat){178.8 + between(-0.5, 0.5), -54.6 + between(-0.5, 0.5)};
}

static void cluster_asked_from_its_antipode(void **state)
{
    (void)state;
    run(tees, near_antipode, 2000, 60);
}

int main(void)
{
    rng = test_random_start("nearest");
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(clustered_points),
        cmocka_unit_test(clustered_points_asked_from_anywhere),
        cmocka_unit_test(points_of_the_whole_world),
        cmocka_unit_test(ties_on_a_lattice),
        cmocka_unit_test(ties_on_a_fine_lattice),
        cmocka_unit_test(a_thousand_at_one_place),
        cmocka_unit_test(poles_antipodes_and_date_line),
        cmocka_unit_test(world_asked_at_its_corners),
        cmocka_unit_test(few_places_many_times),
        cmocka_unit_test(all_at_the_same_distance),
        cmocka_unit_test(cluster_asked_from_its_antipode),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
