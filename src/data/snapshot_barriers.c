/* Barriers: checked once, at opening, and their views. */
#include <assert.h>

#include "base/fail.h"
#include "data/barriers.h"
#include "data/snapshot_private.h"

static enum na_code corrupt(struct na_error *reterr, const char *what)
{
    return na_fail(reterr, NA_ERR_CORRUPT, "The compiled file is damaged: %s", what);
}

enum na_code na_snapshot_check_barriers(struct na_snapshot *snapshot, struct na_error *reterr)
{
    const struct na_flat_view *view = &snapshot->sections[NA_FLAT_BARRIERS];
    const struct na_flat_view *edges = &snapshot->sections[NA_FLAT_BARRIER_EDGES];
    const struct na_flat_barrier *barrier = view->items;
    if (view->count > UINT32_MAX) {
        return corrupt(reterr, "too many barriers");
    }
    for (size_t i = 0; i < view->count; i++) {
        if (!na_flat_text_ok(snapshot, barrier[i].name) ||
            !na_flat_text_ok(snapshot, barrier[i].kind) ||
            !na_flat_text_ok(snapshot, barrier[i].layer)) {
            return corrupt(reterr, "a barrier cannot be read");
        }
    }
    if (view->count == 0) {
        return edges->count == 0 ? NA_OK : corrupt(reterr, "edges without a barrier");
    }
    return na_edge_set_open(edges->items, edges->count, (uint32_t)view->count,
                            &snapshot->barrier_edges, reterr);
}

uint32_t na_snapshot_barrier_count(const struct na_snapshot *snapshot)
{
    return (uint32_t)snapshot->sections[NA_FLAT_BARRIERS].count;
}

void na_snapshot_barrier(const struct na_snapshot *snapshot, uint32_t i,
                         struct na_barrier *ret_barrier)
{
    assert(i < na_snapshot_barrier_count(snapshot));
    const struct na_flat_barrier *barriers = snapshot->sections[NA_FLAT_BARRIERS].items;
    *ret_barrier = (struct na_barrier){na_snapshot_text(snapshot, barriers[i].name),
                                       na_snapshot_text(snapshot, barriers[i].kind),
                                       na_snapshot_text(snapshot, barriers[i].layer)};
}

const struct na_edge_set *na_snapshot_barrier_edges(const struct na_snapshot *snapshot)
{
    return &snapshot->barrier_edges;
}
