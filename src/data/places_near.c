/* Which postcode and which place a position is nearest to. */
#include <math.h>

#include "data/places.h"
#include "data/snapshot_private.h"

bool na_snapshot_nearest_place(const struct na_snapshot *snapshot, struct na_lonlat from,
                               uint32_t *ret_i, double *ret_distance_m)
{
    struct na_nearest nearest = {.k = 1};
    if (snapshot->place_tree.count == 0) {
        return false;
    }
    if (!na_point_tree_search_near(&snapshot->place_tree, from, INFINITY, NULL, NULL, &nearest)) {
        nearest.count = 0;
        na_point_tree_search(&snapshot->place_tree, from, INFINITY, NULL, NULL, &nearest);
    }
    *ret_i = nearest.hits[0].point;
    *ret_distance_m = nearest.hits[0].distance_m;
    return true;
}

bool na_snapshot_nearest_postcode(const struct na_snapshot *snapshot, struct na_grid from,
                                  uint32_t *ret_i)
{
    const struct na_flat_postcode *postcodes = snapshot->sections[NA_FLAT_POSTCODES].items;
    const uint32_t unfit =
        NA_POSTCODE_NO_POSITION | NA_POSTCODE_IN_DEGREES | NA_POSTCODE_TERMINATED;
    uint32_t count = na_snapshot_postcode_count(snapshot);
    uint32_t best = count;
    double best_m2 = INFINITY;
    for (uint32_t i = 0; i < count; i++) {
        double east_m = (postcodes[i].east & NA_POSTCODE_EAST_MASK) - from.easting_m;
        double north_m = (postcodes[i].north & NA_POSTCODE_NORTH_MASK) - from.northing_m;
        double m2 = east_m * east_m + north_m * north_m;
        if (m2 < best_m2 && (postcodes[i].east & unfit) == 0) {
            best_m2 = m2;
            best = i;
        }
    }
    if (best == count) {
        return false;
    }
    *ret_i = best;
    return true;
}
