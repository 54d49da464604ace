/* query/area_distance.h - how far one area's own boundary is. Pure; any thread. */
#ifndef NA_QUERY_AREA_DISTANCE_H
#define NA_QUERY_AREA_DISTANCE_H

#include "data/snapshot.h"

/* The nearest point of the boundary of `area`, whose edges are straight in longitude and latitude,
 * and the WGS84 geodesic to it: exact to 1 mm and 10 parts in a million up to 100 km, a rough
 * figure beyond 1000 km. Returns false when it is farther than `limit_m` (may be INFINITY), or the
 * area has no ring. Looks at every edge of the area unless its box is farther. */
bool na_area_distance(const struct na_snapshot *snapshot, const struct na_area *area,
                      struct na_lonlat at, double limit_m, double *ret_distance_m,
                      struct na_lonlat *ret_foot);

#endif
