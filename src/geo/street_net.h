/* geo/street_net.h - a network of streets as it is walked: nodes where ways meet, edges between
 * them with their shape, and what hangs along the edges ("stops").
 *
 * Every length is a whole number of millimetres, so that sums do not depend on their order and ties
 * are exact. Edges stand in the order of a Hilbert curve, and boxes around runs of them make a
 * packed tree (Kamel and Faloutsos, "Hilbert R-tree", 1994). All parts are flat arrays that can be
 * written to a file and used where they are mapped; street_build.h makes them. Knows no files. */
#ifndef NA_GEO_STREET_NET_H
#define NA_GEO_STREET_NET_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <nearaid/error.h>

#include "geo/position.h"

/* Longest edge, and longest way that is looked for, millimetres. */
#define NA_STREET_MM_MAX 0x7FFFFFFFu
#define NA_STREET_NONE UINT32_MAX
/* The top bit of a half-edge's `edge`: stops hang on it. */
#define NA_STREET_HAS_STOPS 0x80000000u
/* The top bit of a vertex's `mm`: a bridge or a tunnel leads from here to the next vertex. */
#define NA_STREET_COVERED 0x80000000u
/* Bridges and tunnels are reached only from so near, metres. */
#define NA_STREET_COVERED_SNAP_M 15.0
/* Boxes above each other, and what one box holds. */
#define NA_STREET_FAN 8u
/* Most components that one position is connected with; of more the farthest are let go. */
#define NA_STREET_SNAPS_MAX 64

/* Degrees times 10^7, as OpenStreetMap has them. */
struct na_street_point {
    int32_t lat_e7, lon_e7;
};
/* One end's view of an edge; a node's halves stand together. */
struct na_street_half {
    uint32_t to, mm, edge;
};
struct na_street_edge {
    uint32_t a, b, mm, first_vertex; /* its last vertex is before the next edge's first */
};
struct na_street_vertex {
    int32_t lat_e7, lon_e7;
    uint32_t mm; /* along the edge from a; see NA_STREET_COVERED */
};
struct na_street_box {
    int32_t south, west, north, east;
};
/* Owner `owner` is reached from the point `at_mm` of an edge, `snap_mm` off it. Ascending by edge,
 * then by at_mm, then by owner; an owner has at most one stop a component. */
struct na_street_stop {
    uint32_t edge, at_mm, snap_mm, owner;
};

/* A view; borrows the arrays; constant, any thread. All zero: no network. */
struct na_street_net {
    const uint32_t *first_half; /* node_count + 1 */
    const uint32_t *components; /* of each node */
    const struct na_street_half *halves;
    const struct na_street_edge *edges;
    const struct na_street_vertex *vertices;
    const struct na_street_box *boxes;
    const struct na_street_stop *stops;
    const uint32_t *by_owner; /* numbers of all stops, ascending by owner, then by number */
    uint32_t node_count, edge_count, vertex_count, box_count, stop_count, component_count;
};

/* Check untrusted arrays whose counts are those of their bytes: every index in range, each edge
 * with its two halves, lengths that add up, boxes that hold what is below them, stops in order.
 * Owners below `owner_count`, snap_mm up to `snap_max_mm`. Errors: NA_ERR_CORRUPT, NA_ERR_MEMORY.
 */
NA_MUST_USE enum na_code na_street_net_check(const struct na_street_net *net, uint32_t owner_count,
                                             uint32_t snap_max_mm, struct na_error *reterr);

/* How many boxes `edge_count` edges have, all levels. */
size_t na_street_box_total(uint32_t edge_count);
/* Fill the boxes of a net whose edges and vertices are there. */
void na_street_boxes_make(const struct na_street_net *net, struct na_street_box *ret_boxes);

/* The stops of an owner: how many there are, and the first of them among net->by_owner. */
uint32_t na_street_stops_of(const struct na_street_net *net, uint32_t owner, uint32_t *ret_first);

/* One past the last vertex of an edge. */
static inline uint32_t na_street_edge_end(const struct na_street_net *net, uint32_t edge)
{
    return edge + 1 < net->edge_count ? net->edges[edge + 1].first_vertex : net->vertex_count;
}
static inline uint32_t na_street_vertex_mm(const struct na_street_vertex *vertex)
{
    return vertex->mm & ~NA_STREET_COVERED;
}
static inline struct na_lonlat na_street_lonlat(int32_t lat_e7, int32_t lon_e7)
{
    return (struct na_lonlat){lon_e7 / 1e7, lat_e7 / 1e7};
}
/* Whole millimetres of a length in metres: floor(1000 d + 0.5). */
uint32_t na_street_mm(double length_m);

/* Told of each edge whose box of eight meets the box, ascending. */
typedef void na_street_edge_met(void *context, uint32_t edge);
void na_street_edges_in(const struct na_street_net *net, const struct na_street_box *box,
                        na_street_edge_met *met, void *context);
/* The box of `radius_m` metres around a position. */
struct na_street_box na_street_box_around(struct na_lonlat at, double radius_m);

/* Where a position meets the network: the nearest point of one component. */
struct na_street_snap {
    uint32_t component, edge, at_mm, snap_mm;
    struct na_street_point at;
};
struct na_street_snaps {
    struct na_street_snap items[NA_STREET_SNAPS_MAX];
    size_t count;
};

/* The nearest point of each component within `radius_m` (bridges and tunnels: within
 * NA_STREET_COVERED_SNAP_M), nearest first. Nearest is decided in the plane of the radii of
 * curvature at the position, by whole micrometres; then the lower latitude and longitude of the
 * point, then the ends of the segment wins, so that the order of the ways in a file decides
 * nothing. snap_mm is the geodesic to the point. */
void na_street_snap(const struct na_street_net *net, struct na_lonlat from, double radius_m,
                    struct na_street_snaps *ret_snaps);
/* The point `at_mm` along an edge. */
struct na_lonlat na_street_point_at(const struct na_street_net *net, uint32_t edge, uint32_t at_mm);

/* Number of the first stop of an edge, or of a later one; the count of stops if there is none. */
uint32_t na_street_first_stop(const struct na_street_net *net, uint32_t edge);

#endif
