/* data/barriers.h - what a straight line on the map may cross though nobody walks across: docks,
 * rivers, railways. Borrowed from the snapshot, constant; any thread. */
#ifndef NA_DATA_BARRIERS_H
#define NA_DATA_BARRIERS_H

#include "data/snapshot.h"
#include "geo/edge_set.h"

struct na_barrier {
    const char *name; /* "" not given */
    const char *kind;
    const char *layer; /* the section's own name: "docks" of [barriers.docks] */
};

uint32_t na_snapshot_barrier_count(const struct na_snapshot *snapshot);
void na_snapshot_barrier(const struct na_snapshot *snapshot, uint32_t i,
                         struct na_barrier *ret_barrier);
/* Their edges, owned by their numbers. */
const struct na_edge_set *na_snapshot_barrier_edges(const struct na_snapshot *snapshot);

#endif
