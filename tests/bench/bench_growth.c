/* How the index of wards grows with its vertices, and the tree of points with its points: time to
 * build, bytes, time of a question, and the exponent from each step to the next. An index that is
 * as good as it should be has an exponent of 1 for building and bytes, and near 0 for a question.
 *
 *   bench_growth ward|nearest [SEED] */
#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "bench/england.h"
#include "geo/point_tree.h"

enum { POINTS = 500000, QUERIES = 50000, ROUNDS = 3 };

static double now_ns(void)
{
    struct timespec now;
    (void)clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
    return (double)now.tv_sec * 1e9 + (double)now.tv_nsec;
}

/* One line of a table, and what the next is held against. */
struct step {
    double size, build_ms, bytes, question_ns;
};

static double exponent(double size_a, double size_b, double a, double b)
{
    return log(b / a) / log(size_b / size_a);
}

static void print_step(const struct step *before, const struct step *step)
{
    printf("| %9.0f | %9.1f | %11.0f | %6.1f | %8.1f |", step->size, step->build_ms, step->bytes,
           step->bytes / step->size, step->question_ns);
    if (before->size > 0) {
        printf(" %5.2f | %5.2f | %5.2f |\n",
               exponent(before->size, step->size, before->build_ms, step->build_ms),
               exponent(before->size, step->size, before->bytes, step->bytes),
               exponent(before->size, step->size, before->question_ns, step->question_ns));
    } else {
        printf("       |       |       |\n");
    }
    (void)fflush(stdout);
}

static void print_head(const char *what)
{
    printf("| %9s | build, ms | bytes       | each   | ns       | build | bytes | ns    |\n", what);
    printf("|---|---|---|---|---|---|---|---|\n");
}

/* Points near vertices, as crime is; false: the index was not built. */
static bool time_wards(uint64_t seed, int steps, struct step *ret_step)
{
    struct layer layer = {0};
    struct na_buffer blob;
    struct na_area_index index;
    static double xy[POINTS][2];
    england_make_of(&layer, seed, steps);
    na_buffer_init(&blob, (size_t)4 << 30);
    double start = now_ns();
    bool good = layer_index(&layer, &blob, NULL) == NA_OK;
    ret_step->build_ms = (now_ns() - start) / 1e6;
    good =
        good && na_area_index_open(blob.data, blob.length, layer.area_count, &index, NULL) == NA_OK;
    struct test_random random = {seed};
    for (size_t i = 0; i < POINTS; i++) {
        size_t v = test_random_below(&random, layer.vertex_count);
        xy[i][0] = layer.xy[2 * v] + test_random_between(&random, -1500.0, 1500.0);
        xy[i][1] = layer.xy[2 * v + 1] + test_random_between(&random, -1500.0, 1500.0);
    }
    double best = INFINITY;
    size_t hits = 0;
    for (int round = 0; good && round < ROUNDS; round++) {
        start = now_ns();
        hits = 0;
        for (size_t i = 0; i < POINTS; i++) {
            bool on_boundary = false;
            hits +=
                na_area_index_lowest_on(&index, xy[i][0], xy[i][1], &on_boundary) != NA_AREA_NONE;
        }
        best = fmin(best, (now_ns() - start) / POINTS);
    }
    ret_step->size = (double)layer.vertex_count;
    ret_step->bytes = (double)blob.length;
    ret_step->question_ns = best;
    na_buffer_fini(&blob);
    layer_fini(&layer);
    return good && hits > 0;
}

static bool time_nearest(uint64_t seed, uint32_t count, struct step *ret_step)
{
    struct test_random random = {seed};
    struct na_lonlat *points = calloc(count, sizeof *points);
    uint32_t *numbers = calloc(count, sizeof *numbers);
    struct na_point_tree tree;
    struct na_buffer blob;
    na_buffer_init(&blob, (size_t)1 << 32);
    bool good = points != NULL && numbers != NULL;
    for (uint32_t i = 0; good && i < count; i++) {
        points[i] = (struct na_lonlat){test_random_between(&random, -3.0, 1.0),
                                       test_random_between(&random, 51.0, 55.0)};
        numbers[i] = i;
    }
    double start = now_ns();
    good = good && na_point_tree_build(points, numbers, count, &blob, NULL) == NA_OK;
    ret_step->build_ms = (now_ns() - start) / 1e6;
    good = good && na_point_tree_open(blob.data, blob.length, count, &tree, NULL) == NA_OK;
    double best = INFINITY;
    double sum_m = 0;
    for (int round = 0; good && round < ROUNDS; round++) {
        struct test_random asked = {seed + 1};
        start = now_ns();
        for (size_t i = 0; i < QUERIES; i++) {
            struct na_lonlat at = {test_random_between(&asked, -3.0, 1.0),
                                   test_random_between(&asked, 51.0, 55.0)};
            struct na_nearest nearest;
            nearest.count = 0;
            nearest.k = 1;
            if (!na_point_tree_search_near(&tree, at, INFINITY, NULL, NULL, &nearest)) {
                nearest.count = 0;
                na_point_tree_search(&tree, at, INFINITY, NULL, NULL, &nearest);
            }
            sum_m += nearest.hits[0].distance_m;
        }
        best = fmin(best, (now_ns() - start) / QUERIES);
    }
    ret_step->size = count;
    ret_step->bytes = (double)blob.length;
    ret_step->question_ns = best;
    na_buffer_fini(&blob);
    free(points);
    free(numbers);
    return good && sum_m > 0;
}

int main(int argc, char **argv)
{
    static const int sides[] = {6, 16, 48, 96, 163};
    static const uint32_t counts[] = {1000, 10000, 100000, 1000000};
    bool ward = argc > 1 && strcmp(argv[1], "ward") == 0;
    uint64_t seed = argc > 2 ? strtoull(argv[2], NULL, 10) : 20261121;
    if (!ward && (argc < 2 || strcmp(argv[1], "nearest") != 0)) {
        (void)fprintf(stderr, "usage: bench_growth ward|nearest [SEED]\n");
        return 2;
    }
    printf("seed %" PRIu64 "; the last three columns are exponents from the step before\n", seed);
    print_head(ward ? "vertices" : "points");
    struct step before = {0};
    for (size_t i = 0;
         i < (ward ? sizeof sides / sizeof sides[0] : sizeof counts / sizeof counts[0]); i++) {
        struct step step = {0};
        if (!(ward ? time_wards(seed, sides[i], &step) : time_nearest(seed, counts[i], &step))) {
            (void)fprintf(stderr, "bench_growth: step %zu failed\n", i);
            return 1;
        }
        print_step(&before, &step);
        before = step;
    }
    return 0;
}
