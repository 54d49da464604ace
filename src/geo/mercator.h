/* geo/mercator.h - the projection of the British National Grid: transverse Mercator of the Airy
 * ellipsoid.
 *
 * By the series of Krueger in the third flattening to its sixth power (C. F. F. Karney, "Transverse
 * Mercator with an accuracy of a few nanometers", Journal of Geodesy 85, 2011, equations 7 to 36):
 * within nanometres of PROJ over the islands. Every bit is the same on every machine (geo/trig.h).
 * No memory; any thread. */
#ifndef NA_GEO_MERCATOR_H
#define NA_GEO_MERCATOR_H

#include <stdbool.h>

#include "geo/position.h"

/* The Airy ellipsoid of 1830 (EPSG:7001). */
#define NA_AIRY_A_M 6377563.396
#define NA_AIRY_INVERSE_FLATTENING 299.3249646

/* Where it is defined: beyond this box, which is the islands and a good way around, false. */
#define NA_MERCATOR_WEST_DEG (-22.0)
#define NA_MERCATOR_EAST_DEG 18.0
#define NA_MERCATOR_SOUTH_DEG 40.0
#define NA_MERCATOR_NORTH_DEG 70.0

/* From longitude and latitude on OSGB36; false: outside the box, *ret_grid untouched. */
bool na_mercator_to_grid(struct na_lonlat from, struct na_grid *ret_grid);
/* The way back; false: it would lie outside the box. */
bool na_mercator_to_lonlat(struct na_grid from, struct na_lonlat *ret_lonlat);

#endif
