/* geo/geodesic_near.h - distance and bearing to places near one point, many times quicker than a
 * geodesic, and the same in every decimal that is told. Pure; any thread.
 *
 * What is given is within NA_NEAR_ERROR_M and NA_NEAR_ERROR_DEG of na_geodesic_inverse. Where that
 * could matter to a number that people read, and beyond 24 km, it is na_geodesic_inverse itself: so
 * near a multiple of 0.05, where a figure of one decimal turns (and a whole one, and one of a point
 * of the compass). */
#ifndef NA_GEO_GEODESIC_NEAR_H
#define NA_GEO_GEODESIC_NEAR_H

#include <stdbool.h>

#include "geo/position.h"

#define NA_NEAR_ERROR_M 5e-8
#define NA_NEAR_ERROR_DEG 5e-7

/* A point that is measured from. Members are private to geodesic_near.c, but for the first two. */
struct na_geodesic_near {
    struct na_lonlat at;
    double xyz_m[3]; /* as na_geodesic_ecef */
    double east[2];  /* unit vectors of the horizon; the third of east is 0 */
    double north[3];
    double meridian_1m; /* curvatures of the ellipsoid along the meridian and across it */
    double across_1m;
    double flattens_1m; /* what of its curvature a geodesic loses in each metre to the north */
    bool is_usable;     /* else everything is measured by na_geodesic_inverse */
};

void na_geodesic_near_init(struct na_geodesic_near *ret_near, struct na_lonlat from);

/* To `to`, whose na_geodesic_ecef is `xyz_m`. ret_bearing_deg may be NULL. */
void na_geodesic_near_inverse(const struct na_geodesic_near *near, struct na_lonlat to,
                              const double xyz_m[3], double *ret_distance_m,
                              double *ret_bearing_deg);
/* The same between two places that are met once. */
void na_geodesic_near_once(struct na_lonlat from, struct na_lonlat to, double *ret_distance_m,
                           double *ret_bearing_deg);

#endif
