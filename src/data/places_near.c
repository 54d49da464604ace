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
    return na_postcode_boxes_nearest(
        &snapshot->postcode_boxes, snapshot->sections[NA_FLAT_POSTCODES].items,
        (uint32_t)snapshot->sections[NA_FLAT_POSTCODES].count, from, ret_i);
}
