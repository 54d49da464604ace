/* Dijkstra over edges as the network stores them. Nodes wait in buckets of 16 metres instead of a
 * heap: which of a bucket is looked at first does not matter, as a node whose label falls is looked
 * at again, so labels come out exact to the millimetre, and nothing is sorted. */
#include "geo/street_search.h"

#include <stdlib.h>
#include <string.h>

#include "base/fail.h"

/* In `via`, the top bit: the node was reached from the source itself. */
#define FROM_SOURCE 0x80000000u

/* What is noted of a node. All zero: nothing is.
 *
 * `rank` has the round above the complement of the millimetres: what was noted in an earlier round,
 * or is farther, has the lower one, and one comparison tells both. */
struct note {
    uint64_t rank;
    uint32_t via; /* the edge by which it was reached; see FROM_SOURCE */
};

/* A node that waits in a bucket, with the label that it had when it was put there: where it has
 * another by now, it waits elsewhere. */
struct waiting {
    uint32_t node, mm;
    uint32_t next; /* the one that was put before it */
};
#define LEFT UINT32_MAX /* `mm` of one that was taken out */
#define NOBODY UINT32_MAX

/* Buckets of 16,384 mm, each with a slot; after the last slot comes the first again. A node that is
 * farther than all slots reach (16 km) is looked at too early, which costs time alone. */
#define BUCKET_SHIFT 14
#define SLOTS 1024u
#define WORDS (SLOTS / 64)

struct na_street_search {
    const struct na_street_net *net;
    struct note *notes;      /* of each node */
    struct waiting *waiting; /* in the order they came */
    uint32_t count, room;    /* of those */
    uint32_t slots[SLOTS];   /* who came last */
    uint64_t used[WORDS];    /* a bit a slot: something may wait there */
    uint32_t bucket;         /* the one under way */
    uint32_t round;
    uint32_t limit_mm;
    uint32_t settled;
    uint64_t looks; /* at one that waits, as many as there can be */
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
    size_t nodes = net->node_count;
    search->net = net;
    search->room = (uint32_t)(nodes <= UINT32_MAX / 4 ? 2 * nodes + SLOTS : UINT32_MAX);
    search->notes = calloc(nodes + 1, sizeof *search->notes);
    search->waiting = calloc(search->room, sizeof *search->waiting);
    memset(search->slots, 0xFF, sizeof search->slots);
    if (search->notes == NULL || search->waiting == NULL) {
        na_street_search_free(search);
        return na_fail_memory(reterr, "walking the streets");
    }
    *ret_search = search;
    return NA_OK;
}

void na_street_search_free(struct na_street_search *search)
{
    if (search != NULL) {
        free(search->notes);
        free(search->waiting);
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

static inline uint64_t rank_of(uint32_t round, uint32_t mm)
{
    return (uint64_t)round << 32 | (UINT32_MAX - mm);
}

static inline uint32_t mm_of(const struct note *note)
{
    return UINT32_MAX - (uint32_t)(note->rank & UINT32_MAX);
}

/* Nothing waits any more. */
static void clear(struct na_street_search *search)
{
    for (uint32_t word = 0; word < WORDS; word++) {
        for (uint64_t bits = search->used[word]; bits != 0; bits &= bits - 1) {
            search->slots[word * 64 + lowest_bit(bits)] = NOBODY;
        }
        search->used[word] = 0;
    }
    search->count = 0;
}

void na_street_search_begin(struct na_street_search *search, uint32_t limit_mm, na_street_met *met,
                            void *context)
{
    clear(search);
    search->bucket = 0;
    search->limit_mm = limit_mm <= NA_STREET_MM_MAX ? limit_mm : NA_STREET_MM_MAX;
    search->settled = 0;
    /* A label falls at least a millimetre at a time, and its bucket has so many: a search that does
     * not end is a fault of ours, and ends here. */
    search->looks = ((uint64_t)search->net->node_count + 1) << (BUCKET_SHIFT + 1);
    search->met = met;
    search->context = context;
    if (search->round == UINT32_MAX) {
        for (uint32_t i = 0; i < search->net->node_count; i++) {
            search->notes[i].rank = 0;
        }
        search->round = 0;
    }
    search->round++;
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

static uint32_t slot_of(uint32_t mm)
{
    return (mm >> BUCKET_SHIFT) % SLOTS;
}

/* There is no room: forget those that wait no more. A node waits once, so half stays free. */
static void tidy(struct na_street_search *search)
{
    uint32_t kept = 0;
    for (uint32_t slot = 0; slot < SLOTS; slot++) {
        search->slots[slot] = NOBODY;
    }
    for (uint32_t i = 0; i < search->count; i++) {
        struct waiting one = search->waiting[i];
        if (one.mm != LEFT && one.mm == mm_of(&search->notes[one.node])) {
            one.next = search->slots[slot_of(one.mm)];
            search->waiting[kept] = one;
            search->slots[slot_of(one.mm)] = kept++;
        }
    }
    search->count = kept;
}

/* Node `node` can be reached in `mm`, at most twice NA_STREET_MM_MAX. Whether that is any better no
 * processor can foresee, and a wrong guess costs more than all of this: so all is written either
 * way, and `mask` lets what is no better write what was there, or what the next one overwrites. */
static inline void offer(struct na_street_search *search, uint32_t node, uint32_t mm, uint32_t via)
{
    struct note *note = &search->notes[node];
    uint64_t rank = rank_of(search->round, mm);
    uint32_t slot = slot_of(mm);
    uint32_t last = search->slots[slot];
    if (search->count == search->room) {
        tidy(search);
        last = search->slots[slot];
    }
    uint32_t better = (uint32_t)((rank > note->rank) & (mm <= search->limit_mm));
    uint32_t count = search->count;
    uint64_t mask = (uint64_t)0 - better;
    search->waiting[count] = (struct waiting){node, mm, last};
    note->rank ^= (note->rank ^ rank) & mask;
    note->via ^= (note->via ^ via) & (uint32_t)mask;
    search->slots[slot] = last ^ ((last ^ count) & (uint32_t)mask);
    search->used[slot / 64] |= (uint64_t)better << slot % 64;
    search->count = count + better;
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

static void meet_stops_of(struct na_street_search *search, uint32_t edge, uint32_t node,
                          uint32_t mm)
{
    /* A loop is met from both of its ends, as it has two halves: once each way. */
    const struct na_street_edge *on = &search->net->edges[edge];
    if (on->a == node) {
        meet_stops(search, edge, 0, mm);
    }
    if (on->b == node) {
        meet_stops(search, edge, on->mm, mm);
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
            meet_stops_of(search, edge, node, mm);
        }
        offer(search, half->to, mm + half->mm, edge);
    }
}

void na_street_search_run(struct na_street_search *search)
{
    while (advance(search)) {
        uint32_t slot = search->bucket % SLOTS;
        /* A node that is nearer than thought comes back to this bucket. */
        while (search->slots[slot] != NOBODY && search->looks > 0) {
            search->looks--;
            struct waiting *one = &search->waiting[search->slots[slot]];
            uint32_t node = one->node;
            uint32_t mm = one->mm;
            one->mm = LEFT;
            search->slots[slot] = one->next;
            if (mm == mm_of(&search->notes[node]) && mm <= search->limit_mm) {
                settle(search, node, mm);
            }
        }
        search->used[slot / 64] &= ~((uint64_t)1 << slot % 64);
        search->slots[slot] = NOBODY;
    }
}

uint32_t na_street_search_settled(const struct na_street_search *search)
{
    return search->settled;
}

uint32_t na_street_search_label(const struct na_street_search *search, uint32_t node)
{
    const struct note *note = &search->notes[node];
    uint32_t mm = mm_of(note);
    return note->rank >> 32 == search->round && mm <= search->limit_mm ? mm : NA_STREET_NONE;
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
