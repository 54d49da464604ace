/* io/topology_parts.h - the few steps that need GEOS, without its types, for the rest of
 * io/topology*.c. Private. */
#ifndef NA_IO_TOPOLOGY_PARTS_H
#define NA_IO_TOPOLOGY_PARTS_H

#include "base/buffer.h"
#include "io/topology.h"

#define NA_TOPOLOGY_HINT                                                                           \
    "Repair the layer where it is kept (in QGIS: Processing, Fix geometries), then export it "     \
    "again"

/* An area and a point inside it. */
struct na_piece {
    double area;
    double x, y;
};

/* Box of a polygon: west, south, east, north. */
const double *na_polygon_box(const struct na_polygon *polygon);

/* What two polygons share: its area, and if that is over `min_area` a point inside. */
NA_MUST_USE enum na_code na_polygon_common(struct na_topology *topology, const struct na_polygon *a,
                                           const struct na_polygon *b, double min_area,
                                           struct na_piece *ret_piece, struct na_error *reterr);

#endif
