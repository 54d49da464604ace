/* geo/area_index_store.h - the rings of a layer as one store of vertices, in which a boundary that
 * two areas share stands once. Private.
 *
 * Runs of vertices, one after another: each vertex has an edge to the next, the last one of a run
 * has none. Rings are taken in the order of a curve that fills the plane, so that what is near each
 * other stands near each other, and each adds what no ring before it has. */
#ifndef NA_GEO_AREA_INDEX_STORE_H
#define NA_GEO_AREA_INDEX_STORE_H

#include <stddef.h>
#include <stdint.h>

#include "base/buffer.h"
#include "geo/area_index_layout.h"

/* Rings as they come. */
struct na_area_rings {
    struct na_buffer xy;    /* two doubles a vertex */
    struct na_buffer rings; /* struct na_area_ring */
};

struct na_area_ring {
    uint32_t area;
    uint32_t first; /* vertex */
};

void na_area_rings_init(struct na_area_rings *rings);
void na_area_rings_fini(struct na_area_rings *rings);
/* Add one closed ring. Errors: NA_ERR_DATA, NA_ERR_LIMIT, NA_ERR_MEMORY. */
NA_MUST_USE enum na_code na_area_rings_add(struct na_area_rings *rings, uint32_t area,
                                           const double *xy, size_t count, struct na_error *reterr);

struct na_area_store {
    struct na_area_vertex *vertices;
    uint32_t count;
    uint32_t *numbers; /* of each vertex added: one of the store at the same place */
};
void na_area_store_fini(struct na_area_store *store);
/* Make the store; the rings are let go of on the way. An edge that an area has twice stays two: it
 * is boundary, yet crossing it changes nothing. `store` is {0} before; release it in any case.
 * Errors: NA_ERR_LIMIT (too many areas have one edge), NA_ERR_MEMORY. */
NA_MUST_USE enum na_code na_area_store_make(struct na_area_rings *rings,
                                            struct na_area_store *store);

#endif
