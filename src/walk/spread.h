/* walk/spread.h - how far walks from many assets reach: which parts of which streets. One search
 * from all of them; of each street the union of what is reached from its ends and from the assets
 * on it, in whole millimetres. */
#ifndef NA_WALK_SPREAD_H
#define NA_WALK_SPREAD_H

#include "base/buffer.h"
#include "geo/street_search.h"

/* A part of an edge. */
struct na_walk_stretch {
    uint32_t from_mm, to_mm;
};

/* Search from all stops whose owner `counts` (an entry an asset: 0 or 1), up to `limit_mm`. */
void na_walk_spread(struct na_street_search *search, const unsigned char *counts,
                    uint32_t limit_mm);
/* After that: the parts of an edge within a walk of `radius_mm` (at most the limit), ascending, no
 * two with a common point, appended to `to` (struct na_walk_stretch). Errors: NA_ERR_MEMORY,
 * NA_ERR_LIMIT. */
NA_MUST_USE enum na_code na_walk_stretches(const struct na_street_search *search,
                                           const unsigned char *counts, uint32_t edge,
                                           uint32_t radius_mm, struct na_buffer *to);

#endif
