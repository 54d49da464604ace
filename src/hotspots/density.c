/* Points at the same place are merged first, because published points repeat. Each point then adds
 * the quartic kernel to the cells within the bandwidth, so that the cost grows with points and not
 * with pairs. */
#include "hotspots/density.h"
#include "geo/earth.h"

#include <string.h>

#include "base/random.h"
#define M2_PER_KM2 1e6
/* Points between two calls of progress. */
#define PROGRESS_POINTS 8192
/* So few points are sorted by insertion. */
#define SORTED_BY_HAND 16

static bool is_before(const struct na_hotspot_point *a, const struct na_hotspot_point *b)
{
    if (a->at.northing_m < b->at.northing_m || a->at.northing_m > b->at.northing_m) {
        return a->at.northing_m < b->at.northing_m;
    }
    if (a->at.easting_m < b->at.easting_m || a->at.easting_m > b->at.easting_m) {
        return a->at.easting_m < b->at.easting_m;
    }
    /* Light ones first, so that the sum does not depend on their order. */
    return a->weight < b->weight;
}

static void swap(struct na_hotspot_point *a, struct na_hotspot_point *b)
{
    struct na_hotspot_point kept = *a;
    *a = *b;
    *b = kept;
}

/* Part them at one taken at random: none of [0, high] comes after any of (high, count). Returns
 * high, below count - 1 (Hoare, "Quicksort", 1962). */
static size_t part(struct na_hotspot_point *points, size_t count, struct na_random *random)
{
    uint64_t drawn = na_random_next(random) >> 1;
    struct na_hotspot_point pivot = points[(size_t)(drawn % (count - 1))];
    size_t low = 0, high = count - 1;
    for (;; low++, high--) {
        while (is_before(&points[low], &pivot)) {
            low++;
        }
        while (is_before(&pivot, &points[high])) {
            high--;
        }
        if (low >= high) {
            return high;
        }
        swap(&points[low], &points[high]);
    }
}

/* In place: qsort would take as much memory again, and there are millions. The shorter part is
 * sorted by a call, the longer by the loop, so that the calls are at most 64 deep. */
static void sort(struct na_hotspot_point *points, size_t count, struct na_random *random)
{
    while (count > SORTED_BY_HAND) {
        size_t first = part(points, count, random) + 1;
        if (first < count - first) {
            sort(points, first, random);
            points += first;
            count -= first;
        } else {
            sort(points + first, count - first, random);
            count = first;
        }
    }
    for (size_t i = 1; i < count; i++) {
        for (size_t k = i; k > 0 && is_before(&points[k], &points[k - 1]); k--) {
            swap(&points[k], &points[k - 1]);
        }
    }
}

size_t na_hotspot_points_merge(struct na_hotspot_point *points, size_t count)
{
    if (count == 0) {
        return 0;
    }
    struct na_random random = na_random_seeded(1, 0);
    sort(points, count, &random);
    size_t kept = 0;
    for (size_t i = 1; i < count; i++) {
        struct na_hotspot_point *last = &points[kept];
        /* The very same numbers: snap points repeat exactly. */
        if (points[i].at.easting_m == last->at.easting_m &&
            points[i].at.northing_m == last->at.northing_m) {
            last->weight += points[i].weight;
        } else {
            points[++kept] = points[i];
        }
    }
    return kept + 1;
}

static void spread(const struct na_cell_set *set, const struct na_hotspot_point *point,
                   double bandwidth_m, double *density)
{
    struct na_cell_block block = na_cells_block(&set->cells, point->at, point->at, bandwidth_m);
    double h2 = bandwidth_m * bandwidth_m;
    for (int32_t row = block.low.row; row <= block.high.row; row++) {
        for (int32_t column = block.low.column; column <= block.high.column; column++) {
            struct na_plane_cell cell = {column, row};
            uint32_t i = na_cell_set_find(set, cell);
            if (i == NA_CELL_NONE) {
                continue;
            }
            struct na_grid centre = na_cells_centre(&set->cells, cell);
            double east_m = centre.easting_m - point->at.easting_m;
            double north_m = centre.northing_m - point->at.northing_m;
            double rest = 1 - (east_m * east_m + north_m * north_m) / h2;
            if (rest > 0) {
                density[i] += point->weight * rest * rest;
            }
        }
    }
}

void na_hotspot_density(const struct na_cell_set *set, const struct na_hotspot_point *points,
                        size_t count, double bandwidth_m, na_hotspot_progress *progress,
                        void *context, double *ret_density)
{
    memset(ret_density, 0, set->count * sizeof *ret_density);
    for (size_t i = 0; i < count; i++) {
        spread(set, &points[i], bandwidth_m, ret_density);
        if (progress != NULL && i % PROGRESS_POINTS == 0) {
            progress(context, "density", (double)i / (double)count);
        }
    }
    double scale = 3 / (NA_PI * bandwidth_m * bandwidth_m) * M2_PER_KM2;
    for (size_t i = 0; i < set->count; i++) {
        ret_density[i] *= scale;
    }
}
