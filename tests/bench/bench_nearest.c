/* The nearest of 10,000 points: na_point_tree_search beside GEOS's tree (k = 1 only, in the plane),
 * brute force over chords and brute force over geod_inverse, in one run, one thread, on points
 * clustered like premises. Prints what was found, so that nothing is optimised away unseen.
 *
 *   bench_nearest [seed] [points] */
#include <geos_c.h>
#include <math.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "geo/geodesic.h"
#include "geo/point_tree.h"
#include "support/random.h"

enum { QUERIES = 50000, GEOS_QUERIES = 20000, CHORD_QUERIES = 2000, GEODESIC_QUERIES = 50 };
#define ROUNDS 3

struct setting {
    struct na_lonlat *points;
    uint32_t *numbers;
    double (*xyz_m)[3];
    uint32_t count;
    struct na_lonlat *queries;
    struct na_point_tree tree;
};

static double now_ns(void)
{
    struct timespec now;
    (void)clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec * 1e9 + (double)now.tv_nsec;
}

static void print_cpu(void)
{
    char line[256];
    FILE *file = fopen("/proc/cpuinfo", "r");
    while (file != NULL && fgets(line, sizeof line, file) != NULL) {
        if (strncmp(line, "model name", 10) == 0) {
            printf("cpu%s", strchr(line, ':'));
            break;
        }
    }
    if (file != NULL) {
        (void)fclose(file);
    }
}

/* Four towns of the Tees, dense in the middle. */
static struct na_lonlat clustered(struct test_random *random)
{
    static const struct na_lonlat towns[4] = {
        {-1.21, 54.69}, {-1.23, 54.57}, {-1.32, 54.56}, {-1.06, 54.61}};
    struct na_lonlat town = towns[test_random_below(random, 4)];
    double spread = test_random_between(random, 0.0, 1.0) * test_random_between(random, 0.0, 0.08);
    return (struct na_lonlat){town.lon_deg + test_random_between(random, -1.0, 1.0) * spread * 1.7,
                              town.lat_deg + test_random_between(random, -1.0, 1.0) * spread};
}

static void *allocated(size_t count, size_t size)
{
    void *memory = calloc(count, size);
    if (memory == NULL) {
        perror("bench_nearest");
        exit(4);
    }
    return memory;
}

/* Best of ROUNDS of nanoseconds a query. `near`: as a question searches, exactly only if the order
 * is not sure; else every distance by a geodesic. */
static double tree_ns(const struct setting *setting, size_t k, bool near, uint64_t *ret_sum)
{
    double best = INFINITY;
    for (int round = 0; round < ROUNDS; round++) {
        uint64_t sum = 0;
        double start = now_ns();
        for (size_t i = 0; i < QUERIES; i++) {
            struct na_nearest nearest;
            nearest.count = 0;
            nearest.k = k;
            if (!near || !na_point_tree_search_near(&setting->tree, setting->queries[i], INFINITY,
                                                    NULL, NULL, &nearest)) {
                nearest.count = 0;
                na_point_tree_search(&setting->tree, setting->queries[i], INFINITY, NULL, NULL,
                                     &nearest);
            }
            na_nearest_sort(&nearest);
            sum += nearest.hits[0].point;
        }
        best = fmin(best, (now_ns() - start) / QUERIES);
        *ret_sum = sum;
    }
    return best;
}

static uint32_t nearest_by_chord(const struct setting *setting, struct na_lonlat from)
{
    double at[3];
    double least = INFINITY;
    uint32_t found = 0;
    na_geodesic_ecef(from, at);
    for (uint32_t i = 0; i < setting->count; i++) {
        double x = setting->xyz_m[i][0] - at[0];
        double y = setting->xyz_m[i][1] - at[1];
        double z = setting->xyz_m[i][2] - at[2];
        double chord2 = x * x + y * y + z * z;
        if (chord2 < least) {
            least = chord2;
            found = i;
        }
    }
    return found;
}

static uint32_t nearest_by_geodesic(const struct setting *setting, struct na_lonlat from)
{
    double least = INFINITY;
    uint32_t found = 0;
    for (uint32_t i = 0; i < setting->count; i++) {
        double distance_m = na_geodesic_distance_m(from, setting->points[i]);
        if (distance_m < least) {
            least = distance_m;
            found = i;
        }
    }
    return found;
}

static uint32_t nearest_by_tree(const struct setting *setting, struct na_lonlat from)
{
    struct na_nearest nearest;
    nearest.count = 0;
    nearest.k = 1;
    na_point_tree_search(&setting->tree, from, INFINITY, NULL, NULL, &nearest);
    return nearest.hits[0].point;
}

/* The one geodesic that a search of the nearest ends with. */
static void print_geodesic(const struct setting *setting)
{
    uint32_t *found = allocated(QUERIES, sizeof *found);
    for (size_t i = 0; i < QUERIES; i++) {
        found[i] = nearest_by_tree(setting, setting->queries[i]);
    }
    double sum = 0.0;
    double best = INFINITY;
    for (int round = 0; round < ROUNDS; round++) {
        double start = now_ns();
        for (size_t i = 0; i < QUERIES; i++) {
            sum += na_geodesic_distance_m(setting->queries[i], setting->points[found[i]]);
        }
        best = fmin(best, (now_ns() - start) / QUERIES);
    }
    printf("one geodesic: %.0f ns to the nearest, %.1f m away in the mean\n", best,
           sum / ROUNDS / QUERIES);
    free(found);
}

static double brute_ns(const struct setting *setting,
                       uint32_t (*nearest)(const struct setting *, struct na_lonlat),
                       size_t queries, const char *what)
{
    uint32_t *found = allocated(queries, sizeof *found);
    double start = now_ns();
    for (size_t i = 0; i < queries; i++) {
        found[i] = nearest(setting, setting->queries[i]);
    }
    double ns = (now_ns() - start) / (double)queries;
    size_t differ = 0;
    for (size_t i = 0; i < queries; i++) {
        differ += found[i] != nearest_by_tree(setting, setting->queries[i]);
    }
    printf("%-22s %10.0f ns  %zu of %zu differ from the tree\n", what, ns, differ, queries);
    free(found);
    return ns;
}

/* The plane in which GEOS sees degrees: longitude shrunk, so that near things are near. */
static GEOSGeometry *geos_point(GEOSContextHandle_t geos, struct na_lonlat at)
{
    return GEOSGeom_createPointFromXY_r(geos, at.lon_deg * 0.579, at.lat_deg);
}

static double geos_ns(const struct setting *setting, size_t capacity)
{
    GEOSContextHandle_t geos = GEOS_init_r();
    GEOSSTRtree *tree = GEOSSTRtree_create_r(geos, capacity);
    GEOSGeometry **points = allocated(setting->count, sizeof(GEOSGeometry *));
    GEOSGeometry **queries = allocated(GEOS_QUERIES, sizeof(GEOSGeometry *));
    for (uint32_t i = 0; i < setting->count; i++) {
        points[i] = geos_point(geos, setting->points[i]);
        GEOSSTRtree_insert_r(geos, tree, points[i], points[i]);
    }
    for (size_t i = 0; i < GEOS_QUERIES; i++) {
        queries[i] = geos_point(geos, setting->queries[i]);
    }
    const GEOSGeometry **found = allocated(GEOS_QUERIES, sizeof(GEOSGeometry *));
    double best = INFINITY;
    (void)GEOSSTRtree_nearest_r(geos, tree, queries[0]); /* builds it */
    for (int round = 0; round < ROUNDS; round++) {
        double start = now_ns();
        for (size_t i = 0; i < GEOS_QUERIES; i++) {
            found[i] = GEOSSTRtree_nearest_r(geos, tree, queries[i]);
        }
        best = fmin(best, (now_ns() - start) / GEOS_QUERIES);
    }
    size_t differ = 0;
    for (size_t i = 0; i < GEOS_QUERIES; i++) {
        differ += found[i] != points[nearest_by_tree(setting, setting->queries[i])];
    }
    printf("GEOS, nodes of %-7zu %10.0f ns  %zu of %d differ from the tree (it measures in the "
           "plane)\n",
           capacity, best, differ, GEOS_QUERIES);
    GEOSSTRtree_destroy_r(geos, tree);
    for (uint32_t i = 0; i < setting->count; i++) {
        GEOSGeom_destroy_r(geos, points[i]);
    }
    for (size_t i = 0; i < GEOS_QUERIES; i++) {
        GEOSGeom_destroy_r(geos, queries[i]);
    }
    free(points);
    free(queries);
    free(found);
    GEOS_finish_r(geos);
    return best;
}

static bool build(struct setting *setting, struct na_buffer *blob)
{
    na_buffer_init(blob, (size_t)1 << 32);
    double start = now_ns();
    if (na_point_tree_build(setting->points, setting->numbers, setting->count, blob, NULL) !=
        NA_OK) {
        return false;
    }
    printf("tree of %u points: %zu bytes, built in %.1f ms\n", (unsigned int)setting->count,
           blob->length, (now_ns() - start) / 1e6);
    return na_point_tree_open(blob->data, blob->length, setting->count, &setting->tree, NULL) ==
           NA_OK;
}

static void compare(const struct setting *setting)
{
    static const size_t ks[] = {1, 5, 20, 100};
    double tree1_ns = 0.0;
    print_geodesic(setting);
    for (size_t i = 0; i < sizeof ks / sizeof ks[0]; i++) {
        uint64_t sums[2] = {0};
        double ns = tree_ns(setting, ks[i], true, &sums[0]);
        double exact_ns = tree_ns(setting, ks[i], false, &sums[1]);
        printf(
            "tree, k = %-3zu %21.0f ns (%.0f by geodesics)  numbers of the first add up to %" PRIu64
            ", %" PRIu64 "\n",
            ks[i], ns, exact_ns, sums[0], sums[1]);
        tree1_ns = i == 0 ? ns : tree1_ns;
    }
    double geos = fmin(geos_ns(setting, 4), geos_ns(setting, 10));
    double chord = brute_ns(setting, nearest_by_chord, CHORD_QUERIES, "brute chord");
    double geodesic =
        brute_ns(setting, nearest_by_geodesic, GEODESIC_QUERIES, "brute geod_inverse");
    printf(
        "ratios to the tree's k = 1: GEOS at its best %.1f, brute chord %.0f, brute geod_inverse "
        "%.0f\n",
        geos / tree1_ns, chord / tree1_ns, geodesic / tree1_ns);
}

int main(int argc, char **argv)
{
    struct test_random random = {argc > 1 ? strtoull(argv[1], NULL, 10) : 20261121};
    struct setting setting = {0};
    struct na_buffer blob;
    printf("seed %" PRIu64 "\n", random.state);
    print_cpu();
    setting.count = argc > 2 ? (uint32_t)strtoul(argv[2], NULL, 10) : 10000;
    setting.points = allocated(setting.count, sizeof *setting.points);
    setting.numbers = allocated(setting.count, sizeof *setting.numbers);
    setting.xyz_m = allocated(setting.count, sizeof *setting.xyz_m);
    setting.queries = allocated(QUERIES, sizeof *setting.queries);
    for (uint32_t i = 0; i < setting.count; i++) {
        setting.points[i] = clustered(&random);
        setting.numbers[i] = i;
        na_geodesic_ecef(setting.points[i], setting.xyz_m[i]);
    }
    for (size_t i = 0; i < QUERIES; i++) {
        setting.queries[i] = clustered(&random);
    }
    if (!build(&setting, &blob)) {
        return 4;
    }
    compare(&setting);
    na_buffer_fini(&blob);
    free(setting.points);
    free(setting.numbers);
    free(setting.xyz_m);
    free(setting.queries);
    return 0;
}
