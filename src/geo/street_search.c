/* The heap, the labels and the loop of Dijkstra, over edges as the network stores them. */
#include "geo/street_search.h"

#include <stdlib.h>

#include "base/fail.h"

/* In `via`, the top bit: the node was reached from the source itself. */
#define FROM_SOURCE 0x80000000u

struct na_street_search {
    const struct na_street_net *net;
    uint32_t *labels; /* millimetres; good where `stamps` is the present round */
    uint32_t *stamps;
    uint32_t *via;  /* the edge by which a node was reached; see FROM_SOURCE */
    uint64_t *heap; /* millimetres above, node below: equal lengths by number */
    size_t heap_count;
    uint32_t round;
    uint32_t limit_mm;
    uint32_t settled;
    na_street_met *met;
    void *context;
};

enum na_code na_street_search_new(const struct na_street_net *net,
                                  struct na_street_search **ret_search, struct na_error *reterr)
{
    struct na_street_search *search = calloc(1, sizeof *search);
    if (search == NULL) {
        return na_fail_memory(reterr, "walking the streets");
    }
    size_t nodes = (size_t)net->node_count + 1;
    /* Each half-edge is tried once, when its node is settled; sources come from stops or snaps. */
    size_t most =
        (size_t)2 * net->edge_count + (size_t)2 * net->stop_count + 2 * NA_STREET_SNAPS_MAX + 1;
    search->net = net;
    search->labels = malloc(nodes * sizeof *search->labels);
    search->stamps = calloc(nodes, sizeof *search->stamps);
    search->via = malloc(nodes * sizeof *search->via);
    search->heap = malloc(most * sizeof *search->heap);
    if (search->labels == NULL || search->stamps == NULL || search->via == NULL ||
        search->heap == NULL) {
        na_street_search_free(search);
        return na_fail_memory(reterr, "walking the streets");
    }
    *ret_search = search;
    return NA_OK;
}

void na_street_search_free(struct na_street_search *search)
{
    if (search != NULL) {
        free(search->labels);
        free(search->stamps);
        free(search->via);
        free(search->heap);
        free(search);
    }
}

const struct na_street_net *na_street_search_net(const struct na_street_search *search)
{
    return search->net;
}

void na_street_search_begin(struct na_street_search *search, uint32_t limit_mm, na_street_met *met,
                            void *context)
{
    search->heap_count = 0;
    search->limit_mm = limit_mm <= NA_STREET_MM_MAX ? limit_mm : NA_STREET_MM_MAX;
    search->settled = 0;
    search->met = met;
    search->context = context;
    if (search->round == UINT32_MAX) {
        for (uint32_t i = 0; i < search->net->node_count; i++) {
            search->stamps[i] = 0;
        }
        search->round = 0;
    }
    search->round++;
}

static void push(struct na_street_search *search, uint64_t item)
{
    size_t i = search->heap_count++;
    while (i > 0 && item < search->heap[(i - 1) / 2]) {
        search->heap[i] = search->heap[(i - 1) / 2];
        i = (i - 1) / 2;
    }
    search->heap[i] = item;
}

static uint64_t pop(struct na_street_search *search)
{
    uint64_t *heap = search->heap;
    uint64_t top = heap[0];
    uint64_t moved = heap[--search->heap_count];
    size_t i = 0;
    for (size_t child = 1; child < search->heap_count; child = 2 * i + 1) {
        if (child + 1 < search->heap_count && heap[child + 1] < heap[child]) {
            child++;
        }
        if (moved <= heap[child]) {
            break;
        }
        heap[i] = heap[child];
        i = child;
    }
    heap[i] = moved;
    return top;
}

/* Node `node` can be reached in `mm`, at most twice NA_STREET_MM_MAX. */
static inline void offer(struct na_street_search *search, uint32_t node, uint32_t mm, uint32_t via)
{
    if (mm > search->limit_mm ||
        (search->stamps[node] == search->round && search->labels[node] <= mm)) {
        return;
    }
    search->stamps[node] = search->round;
    search->labels[node] = mm;
    search->via[node] = via;
    push(search, (uint64_t)mm << 32 | node);
}

static uint32_t distance(uint32_t a, uint32_t b)
{
    return a > b ? a - b : b - a;
}

/* The stops of `edge`, from its point `at_mm`, which is `mm` away. */
static void meet_stops(struct na_street_search *search, uint32_t edge, uint32_t at_mm, uint32_t mm)
{
    const struct na_street_net *net = search->net;
    for (uint32_t i = na_street_first_stop(net, edge);
         i < net->stop_count && net->stops[i].edge == edge; i++) {
        uint64_t total =
            (uint64_t)mm + distance(net->stops[i].at_mm, at_mm) + net->stops[i].snap_mm;
        if (total <= NA_STREET_MM_MAX) {
            search->met(search->context, &net->stops[i], (uint32_t)total, &search->limit_mm);
        }
    }
}

void na_street_search_source(struct na_street_search *search, uint32_t edge, uint32_t at_mm,
                             uint32_t base_mm)
{
    const struct na_street_edge *on = &search->net->edges[edge];
    if (search->met != NULL) {
        meet_stops(search, edge, at_mm, base_mm);
    }
    offer(search, on->a, base_mm + at_mm, edge | FROM_SOURCE);
    offer(search, on->b, base_mm + (on->mm - at_mm), edge | FROM_SOURCE);
}

void na_street_search_from(struct na_street_search *search, const struct na_street_snaps *snaps)
{
    for (size_t i = 0; i < snaps->count; i++) {
        const struct na_street_snap *snap = &snaps->items[i];
        na_street_search_source(search, snap->edge, snap->at_mm, snap->snap_mm);
    }
}

static void settle(struct na_street_search *search, uint32_t node, uint32_t mm)
{
    const struct na_street_net *net = search->net;
    const struct na_street_half *half = &net->halves[net->first_half[node]];
    const struct na_street_half *end = &net->halves[net->first_half[node + 1]];
    search->settled++;
    for (; half < end; half++) {
        uint32_t edge = half->edge & ~NA_STREET_HAS_STOPS;
        if (half->edge != edge && search->met != NULL) {
            /* A loop is met from both of its ends, as it has two halves here: once each way. */
            const struct na_street_edge *on = &net->edges[edge];
            if (on->a == node) {
                meet_stops(search, edge, 0, mm);
            }
            if (on->b == node) {
                meet_stops(search, edge, on->mm, mm);
            }
        }
        offer(search, half->to, mm + half->mm, edge);
    }
}

void na_street_search_run(struct na_street_search *search)
{
    while (search->heap_count > 0) {
        uint64_t top = pop(search);
        uint32_t node = (uint32_t)top;
        uint32_t mm = (uint32_t)(top >> 32);
        if (mm > search->limit_mm) {
            search->heap_count = 0;
            return;
        }
        if (mm == search->labels[node]) {
            settle(search, node, mm);
        }
    }
}

uint32_t na_street_search_settled(const struct na_street_search *search)
{
    return search->settled;
}

uint32_t na_street_search_label(const struct na_street_search *search, uint32_t node)
{
    return search->stamps[node] == search->round && search->labels[node] <= search->limit_mm
               ? search->labels[node]
               : NA_STREET_NONE;
}

uint32_t na_street_search_via(const struct na_street_search *search, uint32_t node,
                              bool *ret_is_source)
{
    *ret_is_source = (search->via[node] & FROM_SOURCE) != 0;
    return search->via[node] & ~FROM_SOURCE;
}

uint32_t na_street_search_reach(const struct na_street_search *search, uint32_t edge,
                                uint32_t at_mm)
{
    const struct na_street_edge *on = &search->net->edges[edge];
    uint32_t a = na_street_search_label(search, on->a);
    uint32_t b = na_street_search_label(search, on->b);
    uint32_t best = a != NA_STREET_NONE ? a + at_mm : NA_STREET_NONE;
    if (b != NA_STREET_NONE && b + (on->mm - at_mm) < best) {
        best = b + (on->mm - at_mm);
    }
    return best;
}
