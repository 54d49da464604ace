/* The ward of a point: na_area_index_lowest beside GEOS's tree with prepared polygons, in one run,
 * one thread, on points clustered like crime. Prints what was found, so that nothing is optimised
 * away unseen, and every disagreement counts.
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

static double time_ours(const struct na_area_index *index, const double *xy, uint32_t *ret_areas)
{
    double best = 1e9;
    for (int round = 0; round < ROUNDS; round++) {
        double start = now_s();
        for (size_t i = 0; i < POINTS; i++) {
            ret_areas[i] = na_area_index_lowest(index, xy[2 * i], xy[2 * i + 1]);
        }
        double spent = now_s() - start;
        best = spent < best ? spent : best;
    }
    return best * 1e9 / POINTS;
}

static double time_geos(const struct layer_geos *geos, const double *xy, uint32_t *ret_areas)
{
    for (size_t i = 0; i < GEOS_POINTS; i++) { /* warm: each polygon prepares itself at first use */
        ret_areas[i] = layer_geos_lowest(geos, xy[2 * i], xy[2 * i + 1]);
    }
    double best = 1e9;
    for (int round = 0; round < 2; round++) {
        double start = now_s();
        for (size_t i = 0; i < GEOS_POINTS; i++) {
            ret_areas[i] = layer_geos_lowest(geos, xy[2 * i], xy[2 * i + 1]);
        }
        double spent = now_s() - start;
        best = spent < best ? spent : best;
    }
    return best * 1e9 / GEOS_POINTS;
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
    double ours_ns = time_ours(&index, xy, ours);
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
    printf("%s: %u areas, %zu vertices, %zu edges, %zu leaves, %zu bytes, built %.0f ms, checked "
           "%.1f ms\n  %d points, %zu hits, %zu disagreements in %d; ours %.1f ns, GEOS %.0f ns, "
           "ratio %.1f\n",
           name, layer->area_count, layer->vertex_count, size.edges, size.leaves, size.bytes,
           built * 1e3, opened * 1e3, POINTS, hits, disagreements, GEOS_POINTS, ours_ns, geos_ns,
           geos_ns / ours_ns);
    layer_geos_fini(&geos);
    free(xy);
    free(ours);
    free(theirs);
    na_buffer_fini(&blob);
    return disagreements != 0;
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
