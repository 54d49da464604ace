/* geo/geodesic.h - distance and bearing on the WGS84 ellipsoid. The only user of <geodesic.h>
 * (C. F. F. Karney, "Algorithms for geodesics", J. Geodesy 87, 2013). Pure; any thread. */
#ifndef NA_GEO_GEODESIC_H
#define NA_GEO_GEODESIC_H

#include "geo/position.h"

/* Length in metres of the geodesic, accurate to 15 nm. */
double na_geodesic_distance_m(struct na_lonlat from, struct na_lonlat to);
/* Distance and initial bearing (0 <= ret_bearing_deg < 360, clockwise from north; 0 when the points
 * coincide). Neither output may be NULL. */
void na_geodesic_inverse(struct na_lonlat from, struct na_lonlat to, double *ret_distance_m,
                         double *ret_bearing_deg);
/* The point `distance_m` along the geodesic that leaves `from` at `bearing_deg`. */
struct na_lonlat na_geodesic_direct(struct na_lonlat from, double bearing_deg, double distance_m);
/* 16-point compass of a bearing: "N", "NNE", ... "NNW"; each covers 22.5 degrees around its axis.
 */
const char *na_geodesic_compass(double bearing_deg);
/* Earth-centred coordinates in metres of a point on the ellipsoid. */
void na_geodesic_ecef(struct na_lonlat at, double ret_xyz_m[3]);
/* Metres on the ground of one degree of longitude and of latitude at latitude `lat_deg`
 * (N cos(lat) pi/180 and M pi/180, with N and M the radii of curvature). */
void na_geodesic_degree_m(double lat_deg, double *ret_lon_m, double *ret_lat_m);

#endif
