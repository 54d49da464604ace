/* geo/area_index_edges.h - the rings of a layer as edges, each stored once. Private. */
#ifndef NA_GEO_AREA_INDEX_EDGES_H
#define NA_GEO_AREA_INDEX_EDGES_H

#include <stddef.h>
#include <stdint.h>

#include "base/buffer.h"

/* One edge in canonical direction: (ax, ay) before (bx, by) by x, then y, so that the two areas on
 * either side ask the very same question of it. */
struct na_area_edge {
    double at[4];      /* ax, ay, bx, by */
    uint32_t owner[2]; /* areas it bounds, ascending; equal: only one */
};

/* Append the edges of one closed ring, owned by `area` alone; edges of no length are left out.
 * Errors: NA_ERR_DATA, NA_ERR_LIMIT, NA_ERR_MEMORY. */
NA_MUST_USE enum na_code na_area_edges_add(struct na_buffer *edges, uint32_t area, const double *xy,
                                           size_t count, struct na_error *reterr);

/* Sort the edges and join those that two areas share; returns how many are left. An edge that an
 * area has twice stays two records: it is boundary, yet crossing it changes nothing. */
size_t na_area_edges_join(struct na_area_edge *edges, size_t count);

#endif
