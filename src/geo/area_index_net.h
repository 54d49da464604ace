/* geo/area_index_net.h - how the boundaries of a layer fit together, found from its index alone:
 * which areas may overlap, and the holes between them.
 *
 * Most layers are a net: two edges have at most an end in common, neighbours have the very same
 * edges. Along a chain of edges between two forks of such a net the areas on either side are always
 * the same, so that one look at both sides tells of the whole chain. A layer that is no net is said
 * to be none, for others to judge. */
#ifndef NA_GEO_AREA_INDEX_NET_H
#define NA_GEO_AREA_INDEX_NET_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buffer.h"
#include "geo/area_index.h"

struct na_area_pair {
    uint32_t a, b; /* a < b */
};

/* A hole of the union of all areas. */
struct na_area_hole {
    size_t first; /* vertex */
    size_t count; /* the last is the first again */
};

struct na_area_net {
    bool is_net;            /* else nothing else is said */
    struct na_buffer pairs; /* struct na_area_pair ascending: no other two areas overlap */
    bool has_holes;         /* the holes are all that there are; false: they are not known */
    struct na_buffer holes; /* struct na_area_hole; none has an island in it */
    struct na_buffer xy;    /* of the holes, two doubles a vertex */
};

/* `net` need not be initialised; release it in any case. Errors: NA_ERR_MEMORY, NA_ERR_LIMIT. */
NA_MUST_USE enum na_code na_area_net_find(const struct na_area_index *index,
                                          struct na_area_net *net);
void na_area_net_fini(struct na_area_net *net);

#endif
