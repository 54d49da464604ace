/* Walks in a town that is made: streets on a crooked grid with a sixth of the blocks closed, curves
 * in them, and paths between. Prints what was found, so that nothing is optimised away unseen, and
 * bytes an edge. Aims: nearest k = 3 of 20 mean 40 us and p99 150 us, 30 ns a settled node,
 * snapping 5 us, coverage 0.15 us an edge.
 *
 *   bench_walk [seed] [side]     side: junctions along one side of the town (default 70) */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "geo/street_build.h"
#include "support/random.h"
#include "walk/circle.h"
#include "walk/spread.h"
#include "walk/walk.h"

enum { ASSETS = 20, QUERIES = 20000, CURVES = 4 };
#define STEP_E7 8000 /* about 90 m */

/* Of this thread alone: others on the machine do not count. */
static double now_ns(void)
{
    struct timespec now;
    (void)clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
    return (double)now.tv_sec * 1e9 + (double)now.tv_nsec;
}

struct town {
    struct na_street_point *points;
    struct na_street_segment *segments;
    uint32_t point_count, segment_count;
};

/* A street of CURVES pieces between two junctions. */
static void add_street(struct test_random *random, struct town *town, uint32_t a, uint32_t b)
{
    uint32_t before = a;
    for (int i = 1; i <= CURVES; i++) {
        uint32_t next = b;
        if (i < CURVES) {
            next = town->point_count++;
            int64_t lat = (int64_t)town->points[a].lat_e7 * (CURVES - i) +
                          (int64_t)town->points[b].lat_e7 * i;
            int64_t lon = (int64_t)town->points[a].lon_e7 * (CURVES - i) +
                          (int64_t)town->points[b].lon_e7 * i;
            town->points[next] = (struct na_street_point){
                (int32_t)(lat / CURVES) + (int32_t)test_random_below(random, 600) - 300,
                (int32_t)(lon / CURVES) + (int32_t)test_random_below(random, 600) - 300};
        }
        town->segments[town->segment_count++] = (struct na_street_segment){before, next, 0};
        before = next;
    }
}

static void make_town(struct test_random *random, uint32_t side, struct town *town)
{
    size_t junctions = (size_t)side * side;
    town->points = calloc(junctions * 2 * CURVES + 1, sizeof *town->points);
    town->segments = calloc(junctions * 2 * CURVES + 1, sizeof *town->segments);
    if (town->points == NULL || town->segments == NULL) {
        abort();
    }
    for (uint32_t r = 0; r < side; r++) {
        for (uint32_t c = 0; c < side; c++) {
            town->points[town->point_count++] = (struct na_street_point){
                546000000 + (int32_t)(r * STEP_E7) + (int32_t)test_random_below(random, 3000),
                -12000000 + (int32_t)(c * STEP_E7 * 17 / 10) +
                    (int32_t)test_random_below(random, 5000)};
        }
    }
    for (uint32_t r = 0; r < side; r++) {
        for (uint32_t c = 0; c < side; c++) {
            if (c + 1 < side && test_random_below(random, 6) > 0) {
                add_street(random, town, r * side + c, r * side + c + 1);
            }
            if (r + 1 < side && test_random_below(random, 6) > 0) {
                add_street(random, town, r * side + c, (r + 1) * side + c);
            }
        }
    }
}

static struct na_lonlat any_place(struct test_random *random, const struct town *town)
{
    const struct na_street_point *near =
        &town->points[test_random_below(random, town->point_count)];
    return (struct na_lonlat){near->lon_e7 / 1e7 + test_random_between(random, -0.0004, 0.0004),
                              near->lat_e7 / 1e7 + test_random_between(random, -0.0003, 0.0003)};
}

static int by_value(const void *left, const void *right)
{
    double a = *(const double *)left;
    double b = *(const double *)right;
    return (a > b) - (a < b);
}

static void print_times(const char *what, double *times_ns, size_t count)
{
    double sum = 0;
    for (size_t i = 0; i < count; i++) {
        sum += times_ns[i];
    }
    qsort(times_ns, count, sizeof *times_ns, by_value);
    printf("%-24s mean %7.1f us, p50 %7.1f, p99 %7.1f, most %7.1f\n", what,
           sum / (double)count / 1e3, times_ns[count / 2] / 1e3, times_ns[count * 99 / 100] / 1e3,
           times_ns[count - 1] / 1e3);
}

static void ask(struct na_street_search *search, const struct na_lonlat *places)
{
    static double snaps_ns[QUERIES];
    static double walks_ns[QUERIES];
    uint64_t settled = 0;
    uint64_t found = 0;
    uint64_t sum_mm = 0;
    for (size_t i = 0; i < QUERIES; i++) {
        struct na_walk_from from;
        struct na_walk_hits hits;
        const struct na_walk_wanted wanted = {3, na_walk_limit_mm(INFINITY), NA_STREET_NONE, NULL,
                                              NULL};
        double start_ns = now_ns();
        na_walk_start(search, 75.0, places[i], &from);
        double middle_ns = now_ns();
        na_walk_nearest(&from, &wanted, &hits);
        snaps_ns[i] = middle_ns - start_ns;
        walks_ns[i] = now_ns() - start_ns;
        settled += na_street_search_settled(search);
        found += hits.count;
        sum_mm += hits.count > 0 ? hits.items[0].mm : 0;
    }
    double walk_ns = 0;
    for (size_t i = 0; i < QUERIES; i++) {
        walk_ns += walks_ns[i] - snaps_ns[i];
    }
    printf("found %llu, the nearest %.1f m off on average, %.0f nodes settled, %.1f ns each\n",
           (unsigned long long)found, (double)sum_mm / QUERIES / 1000, (double)settled / QUERIES,
           walk_ns / (double)settled);
    print_times("snapping", snaps_ns, QUERIES);
    print_times("nearest k = 3 of 20", walks_ns, QUERIES);
}

static double no_blur(const void *context, uint32_t point, uint32_t snap_mm)
{
    (void)context;
    (void)point;
    (void)snap_mm;
    return 0.0;
}

/* Is the nearest the same from all of a circle: what that costs beside the answer itself. */
static void prove(struct na_street_search *search, const struct na_lonlat *places, double radius_m)
{
    static double times_ns[QUERIES];
    size_t agree = 0;
    char what[32];
    for (size_t i = 0; i < QUERIES; i++) {
        struct na_walk_from from;
        struct na_walk_hits hits;
        const struct na_walk_wanted wanted = {1, na_walk_limit_mm(INFINITY), NA_STREET_NONE, NULL,
                                              NULL};
        na_walk_start(search, 75.0, places[i], &from);
        na_walk_nearest(&from, &wanted, &hits);
        const struct na_walk_circle circle = {&from, radius_m, 75.0, wanted.limit_mm, NULL, no_blur,
                                              NULL,  0.0,      0.0};
        uint32_t rival = 0;
        double start_ns = now_ns();
        agree += hits.count > 0 && na_walk_circle_agrees(&circle, hits.items[0].point, &rival);
        times_ns[i] = now_ns() - start_ns;
    }
    (void)snprintf(what, sizeof what, "stable to %.0f m? %.0f%%", radius_m,
                   100.0 * (double)agree / QUERIES);
    print_times(what, times_ns, QUERIES);
}

static void cover(struct na_street_search *search, const unsigned char *counts)
{
    const struct na_street_net *net = na_street_search_net(search);
    struct na_buffer stretches;
    uint64_t covered_mm = 0;
    na_buffer_init(&stretches, (size_t)1 << 30);
    double start_ns = now_ns();
    na_walk_spread(search, counts, 2000000);
    for (uint32_t e = 0; e < net->edge_count; e++) {
        na_buffer_clear(&stretches);
        if (na_walk_stretches(search, counts, e, 2000000, &stretches) != NA_OK) {
            abort();
        }
        const struct na_walk_stretch *items = (const void *)stretches.data;
        for (size_t i = 0; i < stretches.length / sizeof *items; i++) {
            covered_mm += items[i].to_mm - items[i].from_mm;
        }
    }
    double took_ns = now_ns() - start_ns;
    na_buffer_fini(&stretches);
    printf("coverage within 2 km     %.3f us an edge, %.1f km of street\n",
           took_ns / net->edge_count / 1e3, (double)covered_mm / 1e6);
}

int main(int argc, char **argv)
{
    struct test_random random = {argc > 1 ? strtoull(argv[1], NULL, 10) : 1};
    uint32_t side = argc > 2 ? (uint32_t)strtoul(argv[2], NULL, 10) : 70;
    struct town town = {.points = NULL};
    struct na_street_tables tables;
    struct na_street_search *search = NULL;
    bool snapped[ASSETS];
    unsigned char counts[ASSETS];
    struct na_lonlat assets[ASSETS];
    static struct na_lonlat places[QUERIES];
    make_town(&random, side, &town);
    const struct na_street_source source = {town.points, town.point_count, town.segments,
                                            town.segment_count};
    na_street_tables_init(&tables);
    double start_ns = now_ns();
    if (na_street_build(&source, &tables, NULL) != NA_OK) {
        return 1;
    }
    double built_ns = now_ns();
    for (int i = 0; i < ASSETS; i++) {
        assets[i] = any_place(&random, &town);
        counts[i] = 1;
    }
    for (size_t i = 0; i < QUERIES; i++) {
        places[i] = any_place(&random, &town);
    }
    if (na_street_hang(&tables, assets, ASSETS, 75.0, snapped, NULL) != NA_OK) {
        return 1;
    }
    struct na_street_net net = na_street_tables_net(&tables);
    size_t bytes = tables.first_half.length + tables.components.length + tables.halves.length +
                   tables.edges.length + tables.vertices.length;
    printf(
        "%u nodes, %u edges, %u pieces; built in %.2f s; %.1f bytes an edge, and %.1f of boxes\n",
        net.node_count, net.edge_count, town.segment_count, (built_ns - start_ns) / 1e9,
        (double)bytes / net.edge_count, (double)tables.boxes.length / net.edge_count);
    if (na_street_search_new(&net, &search, NULL) != NA_OK) {
        return 1;
    }
    ask(search, places);
    for (double radius_m = 0.0; radius_m <= 100.0; radius_m = fmax(10.0, radius_m * 10.0)) {
        prove(search, places, radius_m);
    }
    cover(search, counts);
    na_street_search_free(search);
    na_street_tables_fini(&tables);
    free(town.points);
    free(town.segments);
    return 0;
}
