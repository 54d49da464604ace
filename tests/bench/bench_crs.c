/* Lon/lat to National Grid and back by OSTN15: na_crs beside a bare proj_trans of the same pipeline
 * on the same points, in one run, one thread. First Teesside, where PROJ's cache of grid blocks
 * suffices, then all Britain, where it does not.
 *
 *   bench_crs [seed] */
#include <math.h>
#include <proj.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "geo/crs.h"
#include "support/grid_crs.h"
#include "support/random.h"

#define GRID NA_TEST_SHARED_DATA "/proj/uk_os_OSTN15_NTv2_OSGBtoETRS.tif"
#define PIPELINE                                                                                   \
    "+proj=pipeline +step +inv +proj=hgridshift +grids=" GRID                                      \
    " +step +proj=tmerc +lat_0=49 +lon_0=-2 +k=0.9996012717 +x_0=400000 +y_0=-100000 +ellps=airy"
#define RADIANS 0.017453292519943295

enum { POINTS = 100000, BRITAIN_BARE = 1000, ROUNDS = 3 };

static struct na_lonlat points[POINTS];
static struct na_grid grids[POINTS];

static double now_ns(void)
{
    struct timespec now;
    (void)clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec * 1e9 + (double)now.tv_nsec;
}

static double crs_ns(struct na_crs *crs, bool forward, size_t count, double *ret_sum)
{
    double best = INFINITY;
    for (int round = 0; round < ROUNDS; round++) {
        *ret_sum = 0.0;
        double start = now_ns();
        for (size_t i = 0; i < count; i++) {
            struct na_grid grid = {0, 0};
            struct na_lonlat lonlat = {0, 0};
            enum na_code code = forward ? na_crs_to_grid(crs, points[i], &grid, NULL)
                                        : na_crs_to_lonlat(crs, grids[i], &lonlat, NULL);
            *ret_sum += code == NA_OK ? grid.easting_m + lonlat.lon_deg * RADIANS : NAN;
        }
        best = fmin(best, (now_ns() - start) / (double)count);
    }
    return best;
}

static double bare_ns(PJ *pipeline, bool forward, size_t count, double *ret_sum)
{
    double best = INFINITY;
    for (int round = 0; round < ROUNDS; round++) {
        *ret_sum = 0.0;
        double start = now_ns();
        for (size_t i = 0; i < count; i++) {
            PJ_COORD at = forward
                              ? proj_coord(points[i].lon_deg * RADIANS, points[i].lat_deg * RADIANS,
                                           0, HUGE_VAL)
                              : proj_coord(grids[i].easting_m, grids[i].northing_m, 0, HUGE_VAL);
            at = proj_trans(pipeline, forward ? PJ_FWD : PJ_INV, at);
            *ret_sum += at.xy.x;
        }
        best = fmin(best, (now_ns() - start) / (double)count);
    }
    return best;
}

static void compare(struct na_crs *crs, PJ *bare, const char *where, size_t bare_count)
{
    for (size_t i = 0; i < POINTS; i++) {
        if (na_crs_to_grid(crs, points[i], &grids[i], NULL) != NA_OK) {
            exit(4);
        }
    }
    for (int forward = 1; forward >= 0; forward--) {
        double sum = 0.0;
        double bare_sum = 0.0;
        double ns = crs_ns(crs, forward, POINTS, &sum);
        double same_ns = bare_ns(bare, forward, bare_count, &bare_sum);
        (void)crs_ns(crs, forward, bare_count, &sum);
        printf("%s, %s: na_crs %.0f ns, bare PROJ %.0f ns, ratio %.2f; sums differ by %g\n", where,
               forward ? "to grid" : "to lon/lat", ns, same_ns, ns / same_ns, sum - bare_sum);
    }
}

static void place(struct test_random *random, struct na_lonlat low, struct na_lonlat high)
{
    for (size_t i = 0; i < POINTS; i++) {
        points[i] = (struct na_lonlat){test_random_between(random, low.lon_deg, high.lon_deg),
                                       test_random_between(random, low.lat_deg, high.lat_deg)};
    }
}

int main(int argc, char **argv)
{
    struct test_random random = {argc > 1 ? strtoull(argv[1], NULL, 10) : 20261121};
    static unsigned char bytes[1 << 23];
    FILE *file = fopen(GRID, "rb");
    struct na_crs *crs = NULL;
    struct na_error error;
    printf("seed %" PRIu64 "\n", random.state);
    if (file == NULL) {
        printf("skipped: %s is not there\n", GRID);
        return 0;
    }
    size_t length = fread(bytes, 1, sizeof bytes, file);
    (void)fclose(file);
    PJ *bare = proj_create(PJ_DEFAULT_CTX, PIPELINE);
    if (bare == NULL || grid_crs_new(bytes, length, &crs, &error) != NA_OK) {
        return 4;
    }
    place(&random, (struct na_lonlat){-1.45, 54.45}, (struct na_lonlat){-0.8, 54.75});
    compare(crs, bare, "Teesside", POINTS);
    place(&random, (struct na_lonlat){-6.0, 50.0}, (struct na_lonlat){1.5, 59.0});
    compare(crs, bare, "Britain", BRITAIN_BARE);
    grid_crs_free(crs);
    (void)proj_destroy(bare);
    return 0;
}
