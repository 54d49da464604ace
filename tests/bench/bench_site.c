/* Where to put the next ones of 500 candidates for a million rows of demand, clustered like crime:
 * every row at a position of its own, and on anchor points as data.police.uk has them. Prints what
 * was found, so that nothing is optimised away unseen.
 *
 *   bench_site SNAPSHOT KIND [seed] [rows] [candidates] [new] */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "nearest/nearest.h"
#include "question/kind.h"
#include "support/random.h"
#include "support/site_rows.h"

#define ANCHORS 8000

struct setting {
    struct na_snapshot *snapshot;
    const struct na_kind *kind;
    size_t rows, candidates;
    uint32_t sites;
    struct test_random random;
    struct na_lonlat anchors[ANCHORS];
};

static double now_s(void)
{
    struct timespec now;
    (void)clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + (double)now.tv_nsec * 1e-9;
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

static int measure(struct setting *setting, double within_m, bool anchored)
{
    struct na_point_rows demand = site_rows_new(setting->rows);
    struct na_point_rows candidates = site_rows_new(setting->candidates);
    for (size_t i = 0; i < setting->rows; i++) {
        struct na_lonlat at = anchored
                                  ? setting->anchors[test_random_below(&setting->random, ANCHORS)]
                                  : clustered(&setting->random);
        site_rows_add(&demand, at, 1.0, NULL);
    }
    for (size_t i = 0; i < setting->candidates; i++) {
        char id[24];
        (void)snprintf(id, sizeof id, "c%05zu", i);
        site_rows_add(&candidates, clustered(&setting->random), 1.0, id);
    }
    struct na_site_question question = {.kinds = {setting->kind},
                                        .kind_count = 1,
                                        .status_mask = NA_SITE_STATUSES,
                                        .as_at = 20778,
                                        .within_m = within_m,
                                        .sites = setting->sites,
                                        .node_limit = NA_SITE_NODES_AUTO};
    const struct na_site_about about = {"rows", "made up", NULL, "made up"};
    struct na_site *site = NULL;
    struct na_error error = {.message = ""};
    double start = now_s();
    enum na_code code =
        na_site_new(setting->snapshot, &question, &about, &demand, &candidates, &site, &error);
    double took = now_s() - start;
    if (code != NA_OK) {
        (void)fprintf(stderr, "%s\n", error.message);
    } else {
        printf("%-9s %6.0f m  %6.2f s  positions %zu  greedy %" PRIu64 "  exchanged %" PRIu64
               "  value %" PRIu64 "  upper %" PRIu64 "  nodes %" PRIu64 "  %s%s%s\n",
               anchored ? "anchored" : "scattered", within_m, took, site->spot_count,
               site->solution.greedy_value, site->solution.swapped_value, site->solution.value,
               site->solution.upper, site->solution.nodes,
               site->solution.is_proven ? "proven" : "not proven",
               site->solution.is_fewest ? ", fewest" : "",
               site->solution.is_first ? ", first" : "");
        (void)fflush(stdout);
    }
    na_site_free(site);
    na_point_rows_fini(&candidates);
    na_point_rows_fini(&demand);
    return code == NA_OK ? 0 : 1;
}

static size_t argument(int argc, char **argv, int i, size_t otherwise)
{
    return argc > i ? (size_t)strtoull(argv[i], NULL, 10) : otherwise;
}

int main(int argc, char **argv)
{
    static const double distances[] = {100.0, 200.0, 500.0, 1000.0};
    static struct setting setting;
    struct na_error error = {.message = ""};
    if (argc < 3 || na_snapshot_open(argv[1], &setting.snapshot, &error) != NA_OK ||
        na_kind_find(setting.snapshot, argv[2], &setting.kind, &error) != NA_OK) {
        (void)fprintf(stderr, "bench_site SNAPSHOT KIND [seed] [rows] [candidates] [new]: %s\n",
                      error.message);
        return 2;
    }
    setting.random.state = argument(argc, argv, 3, 1);
    setting.rows = argument(argc, argv, 4, 1000000);
    setting.candidates = argument(argc, argv, 5, 500);
    setting.sites = (uint32_t)argument(argc, argv, 6, 10);
    printf("seed %" PRIu64 ", %zu rows, %zu candidates, %u new\n", setting.random.state,
           setting.rows, setting.candidates, (unsigned)setting.sites);
    for (size_t i = 0; i < ANCHORS; i++) {
        setting.anchors[i] = clustered(&setting.random);
    }
    int failed = 0;
    for (size_t i = 0; i < sizeof distances / sizeof distances[0] && failed == 0; i++) {
        failed = measure(&setting, distances[i], true);
        failed = failed == 0 ? measure(&setting, distances[i], false) : failed;
    }
    na_snapshot_unref(setting.snapshot);
    return failed;
}
