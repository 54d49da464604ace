/* ward/area_distance.h - how far one area's own boundary is. Pure; any thread. */
#ifndef NA_WARD_AREA_DISTANCE_H
#define NA_WARD_AREA_DISTANCE_H

#include "data/snapshot.h"

/* What is needed to tell without trigonometry that an area is too far off to be measured. */
struct na_area_bound {
    struct na_lonlat at;
    double lon_m, lat_m; /* least metres of a degree near it; 0: none can be told */
};
struct na_area_bound na_area_bound_of(struct na_lonlat at);
/* Metres that the area is at least away; 0 when it may be anywhere. */
double na_area_bound_m(const struct na_area_bound *bound, const struct na_area *area);

/* The nearest point of the boundary of `area`, whose edges are straight in longitude and latitude,
 * and the WGS84 geodesic to it: exact to 1 mm and 10 parts in a million up to 100 km, a rough
 * figure beyond 1000 km. Returns false when it is farther than `limit_m` (may be INFINITY), or the
 * area has no ring. Looks at every edge of the area. */
bool na_area_distance(const struct na_snapshot *snapshot, const struct na_area *area,
                      struct na_lonlat at, double limit_m, double *ret_distance_m,
                      struct na_lonlat *ret_foot);

#endif
