/* geo/street_build.h - a network of streets (street_net.h) out of segments between points.
 *
 * The reader of a file says which points are the same place to a walker; this file joins nothing by
 * position. Chains of points where only two segments meet become one edge; a ring with no other
 * way on it keeps its lowest point as a node. */
#ifndef NA_GEO_STREET_BUILD_H
#define NA_GEO_STREET_BUILD_H

#include "base/buffer.h"
#include "geo/street_net.h"

/* A straight piece of way between points number `a` and `b`. */
struct na_street_segment {
    uint32_t a, b;
    uint32_t covered; /* on a bridge or in a tunnel: 1, else 0 */
};

struct na_street_source {
    const struct na_street_point *points;
    uint32_t point_count;
    const struct na_street_segment *segments; /* of points below point_count */
    uint32_t segment_count;
};

/* The parts of a network, each a buffer of its items. */
struct na_street_tables {
    struct na_buffer first_half, components, halves, edges, vertices, boxes, stops, by_owner;
    struct na_buffer component_mm; /* uint64_t: length of the streets of each component */
    uint32_t component_count;
};

void na_street_tables_init(struct na_street_tables *tables);
void na_street_tables_fini(struct na_street_tables *tables);
/* A view of tables as they are. */
struct na_street_net na_street_tables_net(const struct na_street_tables *tables);

/* Fill `tables`, which are empty. One segment may be given twice; one from a point to itself is
 * nothing. Errors: NA_ERR_LIMIT (an edge longer than NA_STREET_MM_MAX, too many), NA_ERR_MEMORY. */
NA_MUST_USE enum na_code na_street_build(const struct na_street_source *source,
                                         struct na_street_tables *tables, struct na_error *reterr);

/* Hang owners 0, 1, ... at their positions within `radius_m` of the network: one stop for each
 * component that is near. *ret_snapped[i] (owner_count of them) tells whether any is. Errors as
 * above. */
NA_MUST_USE enum na_code na_street_hang(struct na_street_tables *tables,
                                        const struct na_lonlat *positions, uint32_t owner_count,
                                        double radius_m, bool *ret_snapped,
                                        struct na_error *reterr);

#endif
