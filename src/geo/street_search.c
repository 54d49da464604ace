/* Dijkstra over edges as the network stores them. Nodes wait in buckets of 16 metres instead of a
 * heap: which of a bucket is looked at first does not matter, as a node whose label falls is looked
 * at again, so labels come out exact to the millimetre, and nothing is compared or moved. */
#include "geo/street_search.h"

#include <stdlib.h>
#include <string.h>

#include "base/fail.h"

/* In `via`, the top bit: the node was reached from the source itself. */
#define FROM_SOURCE 0x80000000u

/* What is noted of a node, side by side: a node is looked at all at once. */
struct note {
    uint32_t round; /* the rest is good in this round alone */
    uint32_t mm;
    uint32_t via;        /* the edge by which it was reached; see FROM_SOURCE */
    uint32_t next, prev; /* those that wait with it, in a ring; itself: it waits nowhere */
};

/* Buckets of 16,384 mm, each with a slot; after the last slot comes the first again. A node that is
 * farther than all slots reach (16 km) is looked at too early, which costs time alone. Rings begin
 * at notes of their own, after those of the nodes: to join and to leave needs no question. */
#define BUCKET_SHIFT 14
#define SLOTS 1024u
#define WORDS (SLOTS / 64)

struct na_street_search {
    const struct na_street_net *net;
    struct note *notes;   /* of each node, then of each slot */
    uint64_t used[WORDS]; /* a bit a slot: something may wait there */
    uint32_t bucket;      /* the one under way */
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
    size_t notes = (size_t)net->node_count + SLOTS;
    search->net = net;
    search->notes = calloc(notes, sizeof *search->notes);
    if (search->notes == NULL) {
        na_street_search_free(search);
        return na_fail_memory(reterr, "walking the streets");
    }
    for (uint32_t slot = 0; slot < SLOTS; slot++) {
        uint32_t head = net->node_count + slot;
        search->notes[head].next = search->notes[head].prev = head;
    }
    *ret_search = search;
    return NA_OK;
}

void na_street_search_free(struct na_street_search *search)
{
    if (search != NULL) {
        free(search->notes);
        free(search);
    }
}

const struct na_street_net *na_street_search_net(const struct na_street_search *search)
{
    return search->net;
}

/* Of bits that are not 0. */
static unsigned int lowest_bit(uint64_t bits)
{
    static const unsigned char at[64] = {
        0,  1,  2,  53, 3,  7,  54, 27, 4,  38, 41, 8,  34, 55, 48, 28, 62, 5,  39, 46, 44, 42,
        22, 9,  24, 35, 59, 56, 49, 18, 29, 11, 63, 52, 6,  26, 37, 40, 33, 47, 61, 45, 43, 21,
        23, 58, 17, 10, 51, 25, 36, 32, 60, 20, 57, 16, 50, 31, 19, 15, 30, 14, 13, 12};
    /* A de Bruijn sequence: the product's top six bits tell which bit it is (Leiserson, Prokop and
     * Randall 1998). */
    return at[((bits & (~bits + 1)) * 0x022FDD63CC95386DULL) >> 58];
}

/* Nothing waits any more. */
static void clear(struct na_street_search *search)
{
    struct note *notes = search->notes;
    for (uint32_t word = 0; word < WORDS; word++) {
        for (uint64_t bits = search->used[word]; bits != 0; bits &= bits - 1) {
            uint32_t head = search->net->node_count + word * 64 + lowest_bit(bits);
            notes[head].next = notes[head].prev = head;
        }
        search->used[word] = 0;
    }
}

void na_street_search_begin(struct na_street_search *search, uint32_t limit_mm, na_street_met *met,
                            void *context)
{
    clear(search);
    search->bucket = 0;
    search->limit_mm = limit_mm <= NA_STREET_MM_MAX ? limit_mm : NA_STREET_MM_MAX;
    search->settled = 0;
    search->met = met;
    search->context = context;
    if (search->round == UINT32_MAX) {
        for (uint32_t i = 0; i < search->net->node_count; i++) {
            search->notes[i].round = 0;
        }
        search->round = 0;
    }
    search->round++;
}

static inline void leave(struct note *notes, uint32_t node)
{
    struct note *note = &notes[node];
    notes[note->prev].next = note->next;
    notes[note->next].prev = note->prev;
}

static inline void join(struct note *notes, uint32_t head, uint32_t node)
{
    uint32_t next = notes[head].next;
    notes[node].prev = head;
    notes[node].next = next;
    notes[next].prev = node;
    notes[head].next = node;
}

/* Let a node wait in the bucket of its label, which is not before the one under way. */
static inline void put(struct na_street_search *search, uint32_t node)
{
    uint32_t slot = (search->notes[node].mm >> BUCKET_SHIFT) % SLOTS;
    search->used[slot / 64] |= (uint64_t)1 << slot % 64;
    join(search->notes, search->net->node_count + slot, node);
}

/* The next slot in use within the limit; false: there is none. */
static bool advance(struct na_street_search *search)
{
    uint32_t slot = search->bucket % SLOTS;
    uint32_t word = slot / 64;
    uint64_t bits = search->used[word] >> slot % 64;
    uint32_t steps = 0;
    if (bits == 0) {
        steps = 64 - slot % 64;
        word = (word + 1) % WORDS;
        for (uint32_t i = 1; i < WORDS && search->used[word] == 0; i++) {
            steps += 64;
            word = (word + 1) % WORDS;
        }
        bits = search->used[word];
    }
    if (bits == 0) {
        return false;
    }
    search->bucket += steps + lowest_bit(bits);
    return search->bucket <= search->limit_mm >> BUCKET_SHIFT;
}

/* Node `node` can be reached in `mm`, at most twice NA_STREET_MM_MAX. */
static inline void offer(struct na_street_search *search, uint32_t node, uint32_t mm, uint32_t via)
{
    struct note *note = &search->notes[node];
    bool noted = note->round == search->round;
    uint32_t best = noted ? note->mm : search->limit_mm + 1;
    if (mm >= best || mm > search->limit_mm) {
        return;
    }
    if (noted) {
        leave(search->notes, node);
    }
    note->round = search->round;
    note->mm = mm;
    note->via = via;
    put(search, node);
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
    uint32_t via = search->notes[node].via;
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
        if (edge != via) { /* back along the way it came is never shorter */
            offer(search, half->to, mm + half->mm, edge);
        }
    }
}

void na_street_search_run(struct na_street_search *search)
{
    struct note *notes = search->notes;
    while (advance(search)) {
        uint32_t slot = search->bucket % SLOTS;
        uint32_t head = search->net->node_count + slot;
        uint32_t node = notes[head].next;
        if (node == head) {
            search->used[slot / 64] &= ~((uint64_t)1 << slot % 64);
            continue;
        }
        leave(notes, node);
        notes[node].next = notes[node].prev = node;
        if (notes[node].mm <= search->limit_mm) {
            settle(search, node, notes[node].mm);
        }
    }
}

uint32_t na_street_search_settled(const struct na_street_search *search)
{
    return search->settled;
}

uint32_t na_street_search_label(const struct na_street_search *search, uint32_t node)
{
    const struct note *note = &search->notes[node];
    return note->round == search->round && note->mm <= search->limit_mm ? note->mm : NA_STREET_NONE;
}

uint32_t na_street_search_via(const struct na_street_search *search, uint32_t node,
                              bool *ret_is_source)
{
    *ret_is_source = (search->notes[node].via & FROM_SOURCE) != 0;
    return search->notes[node].via & ~FROM_SOURCE;
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
