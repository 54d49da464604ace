/* geo/area_index_fill.h - from binned edges to cells and leaves. Private. */
#ifndef NA_GEO_AREA_INDEX_FILL_H
#define NA_GEO_AREA_INDEX_FILL_H

#include "base/buffer.h"
#include "geo/area_index_store.h"

/* What the walk makes. */
struct na_area_filled {
    struct na_buffer cells; /* uint32_t */
    struct na_buffer words; /* uint32_t */
    uint32_t leaf_count;
    uint32_t chain_count;
};
void na_area_filled_fini(struct na_area_filled *filled);

/* Walk the grid of the head over the edges of the store, row by row, and say of each cell what it
 * is. `made` is {0} before; release it in any case. Errors: NA_ERR_LIMIT, NA_ERR_MEMORY. */
NA_MUST_USE enum na_code na_area_fill(const struct na_area_index_head *head,
                                      const struct na_area_store *store,
                                      struct na_area_filled *made, struct na_error *reterr);

#endif
