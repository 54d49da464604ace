/* ward/boundary.h - metres on the ground from a position to the boundaries of a layer. Pure; any
 * thread. */
#ifndef NA_WARD_BOUNDARY_H
#define NA_WARD_BOUNDARY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "data/snapshot.h"
#include "locate/question_position.h"

/* Most areas one answer looks at around a position. */
#define NA_BOUNDARY_AREAS_MAX 128

struct na_boundary_hit {
    double distance_m; /* on the ground */
    uint32_t area;     /* within the layer */
};

/* Areas around a position, ascending by (distance, area). */
struct na_boundaries {
    struct na_boundary_hit hits[NA_BOUNDARY_AREAS_MAX];
    size_t count;
    bool more; /* some within the radius were left out */
};

/* Is the exact index in metres the one for this position? */
bool na_boundary_by_grid(const struct na_layer *layer, const struct na_position *position);

/* The areas whose boundary lies within `radius_m`, and in any case the area or areas with the
 * nearest boundary of the layer. Empty only if the layer has no edge.
 *
 * By longitude and latitude the distance is the WGS84 geodesic to the nearest point of the
 * boundary. By grid it is the plane distance over the scale of the projection,
 * k = 0.9996012717 (1 + (E - 400000)^2 / (2 R^2)) at the midpoint (Ordnance Survey, "A guide to
 * coordinate systems in Great Britain", section C.4 to first order), and over the 20.4894 parts in
 * a million by which the datum is larger than WGS84 (section 6.6).
 * The index finds the edge in a flat metric, so that by longitude and latitude an edge that is as
 * near to within tan(lat) distance / 2R (0.01% at 1 km) may be taken for the nearest. Within 10 km
 * the distance is right to 0.1%; of a position 500 km away it is a rough figure. */
void na_boundary_find(const struct na_layer *layer, const struct na_position *position,
                      double radius_m, struct na_boundaries *ret_found);

#endif
