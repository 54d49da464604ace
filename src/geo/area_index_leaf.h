/* geo/area_index_leaf.h - choosing a leaf's reference point and writing a leaf. Private. */
#ifndef NA_GEO_AREA_INDEX_LEAF_H
#define NA_GEO_AREA_INDEX_LEAF_H

#include "base/buffer.h"
#include "geo/area_index_edges.h"
#include "geo/area_index_lattice.h"
#include "geo/area_index_layout.h"
#include "geo/area_index_set.h"

/* A place in a cell's box that lies on none of the cell's edges, and the way to it. */
struct na_area_reference {
    double x;
    double y;
    uint32_t ray;
};

/* The middle of a side that no edge touches, or any such place. Errors: NA_ERR_LIMIT. */
NA_MUST_USE enum na_code na_area_reference_choose(const struct na_area_box *box,
                                                  const struct na_area_edge *edges,
                                                  const uint32_t *list, size_t count,
                                                  struct na_area_reference *ret_reference);

/* Append a leaf. `list` names `count` edges of `edges`, numbers[e] being the number of edge e in
 * the index; `covering` covers the reference. Errors: NA_ERR_LIMIT, NA_ERR_MEMORY. */
NA_MUST_USE enum na_code na_area_leaf_write(struct na_buffer *words,
                                            const struct na_area_reference *reference,
                                            const struct na_area_set *covering,
                                            const struct na_area_edge *edges, const uint32_t *list,
                                            const uint32_t *numbers, size_t count);

#endif
