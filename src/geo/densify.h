/* geo/densify.h - grid polygons in lon/lat, with vertices added where a straight grid edge bends.
 */
#ifndef NA_GEO_DENSIFY_H
#define NA_GEO_DENSIFY_H

#include <stddef.h>

#include "base/buffer.h"
#include "geo/crs.h"

/* How far, in metres, a straight lon/lat edge may lie from the straight grid edge it stands for. */
#define NA_DENSIFY_TOLERANCE_M 0.005

/* Transform a ring of `count` easting/northing pairs (metres) and append lon/lat pairs (degrees) to
 * `ret_lonlat` as doubles. Edges are walked in one canonical direction, so that two rings that
 * share an edge get equal vertices, whatever their direction. An open line is transformed alike.
 * Errors: NA_ERR_OUTSIDE,
 * NA_ERR_MEMORY, NA_ERR_LIMIT. */
NA_MUST_USE enum na_code na_densify_ring(struct na_crs *crs, const double *grid_xy, size_t count,
                                         struct na_buffer *ret_lonlat, struct na_error *reterr);

/* A way from a plane's x and y (metres; as an easting and northing) to longitude and latitude. */
struct na_to_lonlat {
    enum na_code (*find)(void *context, struct na_grid from, struct na_lonlat *ret_lonlat,
                         struct na_error *reterr);
    void *context;
};
/* The same by any way. */
NA_MUST_USE enum na_code na_densify_by(struct na_to_lonlat way, const double *xy, size_t count,
                                       struct na_buffer *ret_lonlat, struct na_error *reterr);

#endif
