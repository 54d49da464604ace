/* io/topology.h - validity, overlaps and gaps by GEOS. The only user of <geos_c.h>.
 * Only for processes that may die: the command line, and the daemon's children. One na_topology per
 * thread.
 */
#ifndef NA_IO_TOPOLOGY_H
#define NA_IO_TOPOLOGY_H

#include <stdbool.h>
#include <stddef.h>

#include <nearaid/error.h>

#include "base/text.h"
#include "io/shapefile.h"

struct na_topology;
struct na_polygon; /* a polygon or multipolygon, owned by the caller */

NA_MUST_USE enum na_code na_topology_new(struct na_topology **ret_topology,
                                         struct na_error *reterr);
void na_topology_free(struct na_topology *topology);

/* Make a (multi)polygon of a shape's rings. Rings are sorted into shells and holes by containment,
 * whatever their direction (shapefiles are often wrong); a ring that crosses or repeats another is
 * left for na_polygon_check. */
NA_MUST_USE enum na_code na_polygon_new(struct na_topology *topology, const struct na_shape *shape,
                                        struct na_polygon **ret_polygon, struct na_error *reterr);
void na_polygon_free(struct na_topology *topology, struct na_polygon *polygon);
double na_polygon_area(struct na_topology *topology, const struct na_polygon *polygon);

/* Is the polygon valid (OGC)? If not: NA_ERR_DATA whose message holds GEOS's reason and the place,
 * e.g. "Self-intersection at 450612.5 532426.0". */
NA_MUST_USE enum na_code na_polygon_check(struct na_topology *topology,
                                          const struct na_polygon *polygon,
                                          struct na_error *reterr);

/* For a polygon that na_polygon_check refused: is its only fault a ring that touches itself in a
 * point and so forms a hole (or an outer ring that pinches off an island of itself)? ESRI's format
 * allows that, and full-resolution boundaries have it; even-odd tells inside from outside all the
 * same. Then its geometry is replaced by the OGC form of the same area, for the functions below,
 * and NA_OK is returned. Else the polygon is left alone and the fault is given as na_polygon_check
 * does. */
NA_MUST_USE enum na_code na_polygon_accept_self_touch(struct na_topology *topology,
                                                      struct na_polygon *polygon,
                                                      struct na_error *reterr);

/* A pair of polygons that share more than a boundary. */
struct na_overlap {
    size_t a, b; /* a < b, positions in the array given */
    double area;
    double x, y; /* a point inside the overlap */
};
/* All overlaps over `min_area`, ascending by (a, b); *ret_overlaps is malloc'ed, freed by the
 * caller with free(). */
NA_MUST_USE enum na_code na_topology_overlaps(struct na_topology *topology,
                                              struct na_polygon *const *polygons, size_t count,
                                              double min_area, struct na_overlap **ret_overlaps,
                                              size_t *ret_count, struct na_error *reterr);
/* Two of the polygons, by their positions in the array. */
struct na_candidates {
    size_t a, b; /* a < b */
};
/* The same, if it is known that no pairs overlap but some of those given, each given once. */
NA_MUST_USE enum na_code na_topology_overlaps_among(struct na_topology *topology,
                                                    struct na_polygon *const *polygons,
                                                    const struct na_candidates *pairs,
                                                    size_t pair_count, double min_area,
                                                    struct na_overlap **ret_overlaps,
                                                    size_t *ret_count, struct na_error *reterr);
/* A hole in the union of all polygons that no polygon fills. */
struct na_gap {
    double area;
    double x, y; /* a point inside */
};
/* All gaps over `min_area`, largest first. As above. */
NA_MUST_USE enum na_code na_topology_gaps(struct na_topology *topology,
                                          struct na_polygon *const *polygons, size_t count,
                                          double min_area, struct na_gap **ret_gaps,
                                          size_t *ret_count, struct na_error *reterr);
/* The same, if the holes are known, and no polygon lies in one: their outlines, as the parts of one
 * shape. */
NA_MUST_USE enum na_code na_topology_gaps_of(struct na_topology *topology,
                                             const struct na_shape *holes, double min_area,
                                             struct na_gap **ret_gaps, size_t *ret_count,
                                             struct na_error *reterr);

#endif
