/* io/topology_region.h - unions, intersections and differences of polygons by GEOS. As
 * io/topology.h only for processes that may die.
 *
 * Every result is a new polygon, to be freed by na_polygon_free; it may be empty, and lines and
 * points in which polygons only touch are no part of it. What GEOS cannot do is NA_ERR_DATA with
 * its reason; NA_ERR_MEMORY. GEOS works in doubles without a grid: where their rounding makes lines
 * cross that should not, it tries again with snapped coordinates (OverlayNG). */
#ifndef NA_IO_TOPOLOGY_REGION_H
#define NA_IO_TOPOLOGY_REGION_H

#include <stdbool.h>
#include <stddef.h>

#include <nearaid/error.h>

#include "io/shapefile.h"
#include "io/topology.h"

/* A polygon of a shape, made valid where rounding or a ring that touches itself made it invalid: of
 * the same even-odd area. A shape without parts is an empty polygon. */
NA_MUST_USE enum na_code na_region_new(struct na_topology *topology, const struct na_shape *shape,
                                       struct na_polygon **ret_region, struct na_error *reterr);

/* All of `polygons` (valid ones) together; count may be 0. */
NA_MUST_USE enum na_code na_region_union(struct na_topology *topology,
                                         struct na_polygon *const *polygons, size_t count,
                                         struct na_polygon **ret_region, struct na_error *reterr);
/* The same for polygons that share whole edges and hardly overlap, as wards do: much faster if they
 * are so, right in any case. */
NA_MUST_USE enum na_code na_region_union_adjoining(struct na_topology *topology,
                                                   struct na_polygon *const *polygons, size_t count,
                                                   struct na_polygon **ret_region,
                                                   struct na_error *reterr);
NA_MUST_USE enum na_code na_region_intersection(struct na_topology *topology,
                                                const struct na_polygon *a,
                                                const struct na_polygon *b,
                                                struct na_polygon **ret_region,
                                                struct na_error *reterr);
/* What of `a` is not in `b`. */
NA_MUST_USE enum na_code na_region_difference(struct na_topology *topology,
                                              const struct na_polygon *a,
                                              const struct na_polygon *b,
                                              struct na_polygon **ret_region,
                                              struct na_error *reterr);
/* What of `region` is in the box: west, south, east, north. */
NA_MUST_USE enum na_code na_region_clip(struct na_topology *topology,
                                        const struct na_polygon *region, const double box[4],
                                        struct na_polygon **ret_region, struct na_error *reterr);

/* What of each of the `count` polygons is in `region`, and what is not: ret_parts[i] and, unless it
 * is NULL, ret_rests[i] of polygons[i]. As that many na_region_intersection and
 * na_region_difference, but the region is cut in halves again and again with the polygons, so that
 * none meets the whole of a large region. On failure neither holds anything to be freed. */
NA_MUST_USE enum na_code na_region_cut(struct na_topology *topology,
                                       const struct na_polygon *region,
                                       struct na_polygon *const *polygons, size_t count,
                                       struct na_polygon **ret_parts, struct na_polygon **ret_rests,
                                       struct na_error *reterr);

NA_MUST_USE enum na_code na_region_copy(struct na_topology *topology,
                                        const struct na_polygon *region,
                                        struct na_polygon **ret_region, struct na_error *reterr);
bool na_region_is_empty(const struct na_polygon *region);
/* Its box: west, south, east, north; of an empty one infinite and upside down, so that it meets
 * nothing. */
const double *na_region_box(const struct na_polygon *region);
/* Vertices, closing ones included. */
size_t na_region_vertices(struct na_topology *topology, const struct na_polygon *region);
/* Area in the square of the coordinates' unit. */
NA_MUST_USE enum na_code na_region_area(struct na_topology *topology,
                                        const struct na_polygon *region, double *ret_area,
                                        struct na_error *reterr);
/* Its rings: each shell (clockwise, as shapefiles have it) followed by its holes
 * (counter-clockwise). Shells and holes whose area is not over `min_area` are left out. No parts if
 * nothing is left. Release with na_shape_fini. */
NA_MUST_USE enum na_code na_region_shape(struct na_topology *topology,
                                         const struct na_polygon *region, double min_area,
                                         struct na_shape *ret_shape, struct na_error *reterr);

#endif
