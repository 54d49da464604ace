/* hotspots/density.h - kernel density of points, at the centres of squares or hexagons. Pure;
 * any thread. */
#ifndef NA_HOTSPOTS_DENSITY_H
#define NA_HOTSPOTS_DENSITY_H

#include "hotspots/cell_set.h"

#define NA_HOTSPOT_BANDWIDTH_MIN_M 10.0
#define NA_HOTSPOT_BANDWIDTH_MAX_M 10000.0

struct na_hotspot_point {
    struct na_grid at;
    double weight;
};

/* Called now and then with the part done, 0..1. */
typedef void na_hotspot_progress(void *context, const char *what, double part);

/* Sort points and make one, of the weights' sum, of those at exactly the same position; returns
 * how many are left. */
size_t na_hotspot_points_merge(struct na_hotspot_point *points, size_t count);

/* Points per km2 at each cell's centre, ret_density[set->count]: the sum over points within
 * bandwidth_m h, at a distance d, of weight * K(d / h), K(u) = 3 / (pi h^2) (1 - u^2)^2: the
 * quartic or biweight kernel (Silverman 1986, equation 4.5, in the form of Chainey and Ratcliffe
 * 2005). Points outside the study area count too. `progress` may be NULL. */
void na_hotspot_density(const struct na_cell_set *set, const struct na_hotspot_point *points,
                        size_t count, double bandwidth_m, na_hotspot_progress *progress,
                        void *context, double *ret_density);

#endif
