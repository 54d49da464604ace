#include "hotspots/density.h"
#include "geo/earth.h"

#include <stdlib.h>
#include <string.h>

#define M2_PER_KM2 1e6
/* Points between two calls of progress. */
#define PROGRESS_POINTS 8192

static int compare(const void *left, const void *right)
{
    const struct na_hotspot_point *a = left, *b = right;
    if (a->at.northing_m < b->at.northing_m || a->at.northing_m > b->at.northing_m) {
        return a->at.northing_m < b->at.northing_m ? -1 : 1;
    }
    if (a->at.easting_m < b->at.easting_m || a->at.easting_m > b->at.easting_m) {
        return a->at.easting_m < b->at.easting_m ? -1 : 1;
    }
    /* Light ones first, so that the sum does not depend on the order of the rows. */
    return a->weight < b->weight ? -1 : a->weight > b->weight ? 1 : 0;
}

size_t na_hotspot_points_merge(struct na_hotspot_point *points, size_t count)
{
    if (count == 0) {
        return 0;
    }
    qsort(points, count, sizeof *points, compare);
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
            struct na_cell cell = {column, row};
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
