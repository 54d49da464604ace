/* geo/area_index_leaf.h - choosing a leaf's reference point and writing a leaf. Private. */
#ifndef NA_GEO_AREA_INDEX_LEAF_H
#define NA_GEO_AREA_INDEX_LEAF_H

#include "base/buffer.h"
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
NA_MUST_USE enum na_code na_area_reference_choose(const struct na_cell_box *box,
                                                  const struct na_area_vertex *vertices,
                                                  const uint32_t *list, size_t count,
                                                  struct na_area_reference *ret_reference);

/* Append a leaf. `list` names `count` edges; `covering` covers the reference. Errors: NA_ERR_LIMIT,
 * NA_ERR_MEMORY. */
NA_MUST_USE enum na_code na_area_leaf_write(struct na_buffer *words,
                                            const struct na_area_reference *reference,
                                            const struct na_area_set *covering,
                                            const struct na_area_vertex *vertices,
                                            const uint32_t *list, size_t count);

/* Is the cell a chain? Then `ret_value` is what the cell holds. */
bool na_area_chain_find(const struct na_area_reference *reference,
                        const struct na_area_set *covering, const struct na_area_vertex *vertices,
                        const uint32_t *list, size_t count, uint32_t *ret_value);

#endif
