/* The ward of a point: na_area_index_lowest_on, which the join calls, beside GEOS's tree with
 * prepared polygons, in one run, one thread, on points clustered like crime. Prints what was found,
 * so that nothing is optimised away unseen, and every disagreement counts.
 *
 *   bench_area_index [seed] [shapefile] */
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "bench/england.h"
#include "support/layer_geos.h"
#include "support/random.h"

enum { POINTS = 1000000, GEOS_POINTS = 200000, ROUNDS = 5 };

/* CPU time of the one thread, so that other programs on the machine disturb less. */
static double now_s(void)
{
    struct timespec now;
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
    return (double)now.tv_sec + 1e-9 * (double)now.tv_nsec;
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
        fclose(file);
    }
}

/* Clusters around vertices (where people live wards are small and vertices dense), each point a few
 * hundred metres off; one in twenty anywhere. */
static void make_points(const struct layer *layer, uint64_t seed, double spread, double *ret_xy,
                        size_t count)
{
    enum { CLUSTERS = 400 };
    struct test_random random = {seed};
    double centre[CLUSTERS][2];
    for (int c = 0; c < CLUSTERS; c++) {
        size_t v = test_random_below(&random, layer->vertex_count);
        centre[c][0] = layer->xy[2 * v];
        centre[c][1] = layer->xy[2 * v + 1];
    }
    for (size_t i = 0; i < count; i++) {
        const double *at = centre[test_random_below(&random, CLUSTERS)];
        if (test_random_below(&random, 20) == 0) {
            at = layer->xy + 2 * (test_random_below(&random, layer->vertex_count));
        }
        for (int axis = 0; axis < 2; axis++) {
            double sum = 0;
            for (int n = 0; n < 4; n++) {
                sum += test_random_between(&random, -0.5, 0.5);
            }
            ret_xy[2 * i + (size_t)axis] = at[axis] + spread * sum;
        }
    }
}

static double time_ours(const struct na_area_index *index, const double *xy, uint32_t *ret_areas,
                        size_t *ret_on_boundary)
{
    double best = 1e9;
    for (int round = 0; round < ROUNDS; round++) {
        double start = now_s();
        *ret_on_boundary = 0;
        for (size_t i = 0; i < POINTS; i++) {
            bool on_boundary = false;
            ret_areas[i] = na_area_index_lowest_on(index, xy[2 * i], xy[2 * i + 1], &on_boundary);
            *ret_on_boundary += on_boundary;
        }
        double spent = now_s() - start;
        best = spent < best ? spent : best;
    }
    return best * 1e9 / POINTS;
}

/* The batch, which the points of na_ward_many go through. */
static double time_many(const struct na_area_index *index, const double *xy, uint32_t *ret_areas)
{
    double *xs = layer_realloc(NULL, POINTS * sizeof *xs);
    double *ys = layer_realloc(NULL, POINTS * sizeof *ys);
    double best = 1e9;
    for (size_t i = 0; i < POINTS; i++) {
        xs[i] = xy[2 * i];
        ys[i] = xy[2 * i + 1];
    }
    for (int round = 0; round < ROUNDS; round++) {
        double start = now_s();
        na_area_index_lowest_many(index, xs, ys, POINTS, ret_areas);
        double spent = now_s() - start;
        best = spent < best ? spent : best;
    }
    free(xs);
    free(ys);
    return best * 1e9 / POINTS;
}

/* What a question does besides: the nearest boundary and the distance to it, in the plane. */
static double time_boundary(const struct na_area_index *index, const double *xy, double *ret_sum)
{
    double best = 1e9;
    for (int round = 0; round < ROUNDS; round++) {
        double start = now_s();
        *ret_sum = 0;
        for (size_t i = 0; i < GEOS_POINTS; i++) {
            struct na_edge_hit hits[8];
            struct na_edge_hit nearest = {.distance_m = 0};
            (void)na_area_index_around(index, xy[2 * i], xy[2 * i + 1], (struct na_metric){1, 1},
                                       5.0, hits, 8, &nearest);
            *ret_sum += nearest.distance_m;
        }
        double spent = now_s() - start;
        best = spent < best ? spent : best;
    }
    return best * 1e9 / GEOS_POINTS;
}

static double time_geos_one(const struct layer_geos *geos, const double *xy, uint32_t *ret_areas)
{
    for (size_t i = 0; i < GEOS_POINTS; i++) { /* warm: each polygon prepares itself at first use */
        ret_areas[i] = layer_geos_lowest(geos, xy[2 * i], xy[2 * i + 1]);
    }
    double best = 1e9;
    for (int round = 0; round < ROUNDS; round++) {
        double start = now_s();
        for (size_t i = 0; i < GEOS_POINTS; i++) {
            ret_areas[i] = layer_geos_lowest(geos, xy[2 * i], xy[2 * i + 1]);
        }
        double spent = now_s() - start;
        best = spent < best ? spent : best;
    }
    return best * 1e9 / GEOS_POINTS;
}

/* GEOS at its best: small nodes or its usual ones, covers or intersects. */
static double time_geos(struct layer_geos *geos, const double *xy, uint32_t *ret_areas)
{
    static const size_t capacities[] = {4, 10};
    double best = 1e9;
    printf("  GEOS");
    for (int setting = 0; setting < 4; setting++) {
        layer_geos_plant(geos, capacities[setting % 2]);
        geos->intersects = setting / 2 == 1;
        double each = time_geos_one(geos, xy, ret_areas);
        printf("%s %.0f ns (nodes of %zu, %s)", setting > 0 ? "," : "", each,
               capacities[setting % 2], geos->intersects ? "intersects" : "covers");
        best = each < best ? each : best;
    }
    printf("\n");
    return best;
}

static int compare(const char *name, const struct layer *layer, uint64_t seed, double spread)
{
    struct na_buffer blob;
    struct na_area_index index;
    struct na_error error;
    na_buffer_init(&blob, (size_t)1 << 30);
    double start = now_s();
    if (layer_index(layer, &blob, &error) != NA_OK) {
        printf("%s: %s\n", name, error.message);
        return 1;
    }
    double built = now_s() - start;
    start = now_s();
    if (na_area_index_open(blob.data, blob.length, layer->area_count, &index, &error) != NA_OK) {
        printf("%s: %s\n", name, error.message);
        return 1;
    }
    double opened = now_s() - start;
    double *xy = layer_realloc(NULL, 2 * POINTS * sizeof *xy);
    uint32_t *ours = layer_realloc(NULL, POINTS * sizeof *ours);
    uint32_t *theirs = layer_realloc(NULL, POINTS * sizeof *theirs);
    make_points(layer, seed, spread, xy, POINTS);
    size_t on_boundary = 0;
    double ours_ns = time_ours(&index, xy, ours, &on_boundary);
    double sum = 0;
    double boundary_ns = time_boundary(&index, xy, &sum);
    double many_ns = time_many(&index, xy, theirs);
    size_t differ = 0;
    for (size_t i = 0; i < POINTS; i++) {
        differ += ours[i] != theirs[i];
    }
    struct layer_geos geos;
    layer_geos_init(&geos, layer);
    double geos_ns = time_geos(&geos, xy, theirs);
    size_t hits = 0;
    size_t disagreements = 0;
    for (size_t i = 0; i < POINTS; i++) {
        hits += ours[i] != NA_AREA_NONE;
        disagreements += i < GEOS_POINTS && ours[i] != theirs[i];
    }
    struct na_area_index_size size = na_area_index_size(&index);
    printf("%s: %u areas, %zu vertices, %zu edges, %zu cells, %zu leaves of which %zu chains, %zu "
           "bytes of which %zu of lists, built %.0f ms, checked %.1f ms\n  %d points, %zu hits, "
           "%zu on a boundary, %zu disagreements in %d; ours %.1f ns, GEOS %.0f ns, "
           "ratio %.1f\n",
           name, layer->area_count, layer->vertex_count, size.edges, size.cells, size.leaves,
           size.chains, size.bytes, 4 * size.words, built * 1e3, opened * 1e3, POINTS, hits,
           on_boundary, disagreements, GEOS_POINTS, ours_ns, geos_ns, geos_ns / ours_ns);
    printf("  batch %.1f ns, ratio %.1f, %zu of %d differ; nearest boundary %.0f ns, %.6f m in the "
           "mean\n",
           many_ns, geos_ns / many_ns, differ, POINTS, boundary_ns, sum / GEOS_POINTS);
    layer_geos_fini(&geos);
    free(xy);
    free(ours);
    free(theirs);
    na_buffer_fini(&blob);
    return disagreements != 0 || differ != 0;
}

int main(int argc, char **argv)
{
    uint64_t seed = argc > 1 ? strtoull(argv[1], NULL, 10) : 20261121;
    const char *path = argc > 2 ? argv[2] : NA_TEST_SHARED_DATA "/wards/WD20_BGC_tees.shp";
    printf("seed %llu\n", (unsigned long long)seed);
    print_cpu();
    struct layer wards = {0};
    struct layer england = {0};
    int bad = 0;
    if (layer_read_shapefile(&wards, path)) {
        bad |= compare("Tees", &wards, seed, 1500.0);
    } else {
        printf("%s is not there: skipped\n", path);
    }
    england_make(&england, seed);
    bad |= compare("England-like", &england, seed, 3000.0);
    layer_fini(&wards);
    layer_fini(&england);
    return bad;
}
