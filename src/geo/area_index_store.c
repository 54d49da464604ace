/* Takes rings apart into edges, finds those that two areas share by a table of places, and strings
 * what is left together. */
#include "geo/area_index_store.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/fail.h"

/* The same edge of so many areas is beyond NA_COVER_MAX: half of them lie on one side of it. */
#define SAME_EDGES_MAX (4 * NA_COVER_MAX)
/* Steps along each axis of the curve that orders the rings. */
#define CURVE_LOG2 16U

void na_area_rings_init(struct na_area_rings *rings)
{
    na_buffer_init(&rings->xy, NA_AREA_VERTEX_LIMIT * 2 * sizeof(double));
    na_buffer_init(&rings->rings, NA_AREA_VERTEX_LIMIT * sizeof(struct na_area_ring));
}

void na_area_rings_fini(struct na_area_rings *rings)
{
    na_buffer_fini(&rings->xy);
    na_buffer_fini(&rings->rings);
}

/* The predicates are exact for these. */
static bool coordinate_is_good(double value)
{
    double size = fabs(value);
    return size == 0.0 || (size >= NA_AREA_COORD_MIN && size <= NA_AREA_COORD_MAX);
}

static enum na_code check_ring(const double *xy, size_t count, struct na_error *reterr)
{
    if (count < 4) {
        return na_fail(reterr, NA_ERR_DATA, "a ring has %zu points, fewer than four", count);
    }
    for (size_t i = 0; i < 2 * count; i++) {
        if (!coordinate_is_good(xy[i])) {
            return na_fail(reterr, NA_ERR_DATA, "point %zu of a ring is not a usable number",
                           i / 2 + 1);
        }
    }
    /* Equal as numbers is what closes a ring; -0 and 0 are the same place. */
    if (xy[0] != xy[2 * count - 2] || xy[1] != xy[2 * count - 1]) {
        return na_fail(reterr, NA_ERR_DATA, "a ring is not closed");
    }
    return NA_OK;
}

enum na_code na_area_rings_add(struct na_area_rings *rings, uint32_t area, const double *xy,
                               size_t count, struct na_error *reterr)
{
    enum na_code code = check_ring(xy, count, reterr);
    if (code != NA_OK) {
        return code;
    }
    size_t before = rings->xy.length;
    struct na_area_ring ring = {area, (uint32_t)(before / (2 * sizeof(double)))};
    code = na_buffer_append(&rings->xy, xy, count * 2 * sizeof(double));
    if (code == NA_OK) {
        code = na_buffer_append(&rings->rings, &ring, sizeof ring);
    }
    if (code != NA_OK) {
        rings->xy.length = before;
        return code == NA_ERR_MEMORY ? na_fail_memory(reterr, "collecting boundaries")
                                     : na_fail(reterr, code, "too many edges in one layer");
    }
    /* + 0.0 turns -0 into 0, so that equal places have equal bytes. */
    double *added = (double *)(void *)(rings->xy.data + before);
    for (size_t i = 0; i < 2 * count; i++) {
        added[i] = added[i] + 0.0;
    }
    return NA_OK;
}

void na_area_store_fini(struct na_area_store *store)
{
    free(store->vertices);
    free(store->numbers);
    *store = (struct na_area_store){0};
}

/* What the making works on. Edge e leads from vertex e of the rings to the next. */
struct making {
    const double *xy;
    size_t count; /* vertices of the rings */
    const struct na_area_ring *rings;
    size_t ring_count;
    uint32_t *mates; /* of each edge: the same edge of another area, or itself */
    uint32_t *table; /* edges by the hash of their place, UINT32_MAX: free */
    size_t mask;
    uint32_t *order;   /* ring numbers along the curve */
    uint32_t *numbers; /* of each edge: that of its first vertex in the store, or UINT32_MAX */
    struct na_area_store *store;
    size_t room;
    bool is_open; /* the last vertex of the store awaits the next of its run */
};

static size_t ring_end(const struct making *making, size_t ring)
{
    return ring + 1 < making->ring_count ? making->rings[ring + 1].first : making->count;
}

static uint32_t ring_of(const struct making *making, size_t edge)
{
    size_t low = 0;
    size_t high = making->ring_count;
    while (high - low > 1) {
        size_t middle = (low + high) / 2;
        if (making->rings[middle].first <= edge) {
            low = middle;
        } else {
            high = middle;
        }
    }
    return (uint32_t)low;
}

static bool same_place(const double *a, const double *b)
{
    return memcmp(a, b, 2 * sizeof *a) == 0;
}

static bool has_length(const struct making *making, size_t edge)
{
    const double *at = making->xy + 2 * edge;
    return !same_place(at, at + 2);
}

static uint64_t mix(uint64_t bits)
{
    bits ^= bits >> 32;
    bits *= UINT64_C(0xd6e8feb86659fd93);
    return bits ^ bits >> 32;
}

static uint64_t place_hash(const double at[2])
{
    uint64_t bits[2];
    memcpy(bits, at, sizeof bits);
    return mix(bits[0] + UINT64_C(0x9e3779b97f4a7c15) * mix(bits[1]));
}

/* The same for either direction of the edge. */
static size_t edge_hash(const struct making *making, size_t edge)
{
    const double *at = making->xy + 2 * edge;
    return (size_t)mix(place_hash(at) + place_hash(at + 2));
}

static bool same_edge(const struct making *making, size_t left, size_t right)
{
    const double *a = making->xy + 2 * left;
    const double *b = making->xy + 2 * right;
    return (same_place(a, b) && same_place(a + 2, b + 2)) ||
           (same_place(a, b + 2) && same_place(a + 2, b));
}

/* Find the edge's mate among those before it, or enter it. */
static enum na_code pair_edge(struct making *making, uint32_t edge, uint32_t area)
{
    unsigned int same = 0;
    size_t slot = edge_hash(making, edge) & making->mask;
    making->mates[edge] = edge;
    for (; making->table[slot] != UINT32_MAX; slot = (slot + 1) & making->mask) {
        uint32_t other = making->table[slot];
        if (!same_edge(making, edge, other)) {
            continue;
        }
        if (making->mates[other] == other && making->rings[ring_of(making, other)].area != area) {
            making->mates[other] = edge;
            making->mates[edge] = other;
            return NA_OK;
        }
        if (++same > SAME_EDGES_MAX) {
            return NA_ERR_LIMIT;
        }
    }
    making->table[slot] = edge;
    return NA_OK;
}

static enum na_code pair_edges(struct making *making)
{
    memset(making->table, 0xff, (making->mask + 1) * sizeof *making->table);
    for (size_t r = 0; r < making->ring_count; r++) {
        size_t end = ring_end(making, r);
        for (size_t e = making->rings[r].first; e + 1 < end; e++) {
            if (has_length(making, e)) {
                enum na_code code = pair_edge(making, (uint32_t)e, making->rings[r].area);
                if (code != NA_OK) {
                    return code;
                }
            }
        }
    }
    return NA_OK;
}

/* Place of (x, y), each of CURVE_LOG2 bits, along Hilbert's curve (Warren, "Hacker's Delight",
 * 16-1).
 */
static uint32_t along_curve(uint32_t x, uint32_t y)
{
    uint32_t along = 0;
    for (uint32_t bit = CURVE_LOG2; bit-- > 0;) {
        uint32_t right = x >> bit & 1U;
        uint32_t upper = y >> bit & 1U;
        along = along << 2 | right << 1 | (right ^ upper);
        if (upper == 0) {
            uint32_t flip = UINT32_C(0) - right;
            uint32_t held = x ^ flip;
            x = y ^ flip;
            y = held;
        }
    }
    return along;
}

struct extent {
    double low[2];
    double high[2];
};

static struct extent extent_of(const double *xy, size_t count)
{
    struct extent extent = {{INFINITY, INFINITY}, {-INFINITY, -INFINITY}};
    for (size_t i = 0; i < 2 * count; i++) {
        extent.low[i & 1] = fmin(extent.low[i & 1], xy[i]);
        extent.high[i & 1] = fmax(extent.high[i & 1], xy[i]);
    }
    return extent;
}

struct ring_key {
    uint32_t along;
    uint32_t ring;
};

static int compare_keys(const void *left, const void *right)
{
    const struct ring_key *a = left;
    const struct ring_key *b = right;
    if (a->along != b->along) {
        return a->along < b->along ? -1 : 1;
    }
    return a->ring < b->ring ? -1 : 1;
}

static uint32_t curve_step(double value, double low, double high)
{
    double share = high > low ? (value - low) / (high - low) : 0.0;
    return (uint32_t)(share * ((1U << CURVE_LOG2) - 1));
}

/* The rings by the middle of their box. */
static enum na_code order_rings(struct making *making)
{
    struct extent all = extent_of(making->xy, making->count);
    struct ring_key *keys = calloc(making->ring_count + 1, sizeof *keys);
    making->order = calloc(making->ring_count + 1, sizeof *making->order);
    if (keys == NULL || making->order == NULL) {
        free(keys);
        return NA_ERR_MEMORY;
    }
    for (size_t r = 0; r < making->ring_count; r++) {
        size_t first = making->rings[r].first;
        struct extent box = extent_of(making->xy + 2 * first, ring_end(making, r) - first);
        uint32_t step[2];
        for (int i = 0; i < 2; i++) {
            step[i] = curve_step(box.low[i] / 2 + box.high[i] / 2, all.low[i], all.high[i]);
        }
        keys[r] = (struct ring_key){along_curve(step[0], step[1]), (uint32_t)r};
    }
    qsort(keys, making->ring_count, sizeof *keys, compare_keys);
    for (size_t r = 0; r < making->ring_count; r++) {
        making->order[r] = keys[r].ring;
    }
    free(keys);
    return NA_OK;
}

static enum na_code push(struct making *making, const double at[2], uint32_t first, uint32_t second)
{
    struct na_area_store *store = making->store;
    if (store->count == making->room) {
        size_t room = making->room + making->room / 4 + 64;
        struct na_area_vertex *more = realloc(store->vertices, room * sizeof *more);
        if (more == NULL) {
            return NA_ERR_MEMORY;
        }
        store->vertices = more;
        making->room = room;
    }
    if (store->count >= NA_AREA_VERTEX_LIMIT) {
        return NA_ERR_LIMIT;
    }
    store->vertices[store->count++] =
        (struct na_area_vertex){.at = {at[0], at[1]}, .owner = {first, second}};
    return NA_OK;
}

/* Put the edge after what the run has so far, or begin one. */
static enum na_code push_edge(struct making *making, uint32_t edge, uint32_t area)
{
    uint32_t mate = making->mates[edge];
    uint32_t other = mate == edge ? NA_AREA_NONE : making->rings[ring_of(making, mate)].area;
    making->numbers[edge] = making->store->count;
    making->is_open = true;
    return push(making, making->xy + 2 * (size_t)edge, area < other ? area : other,
                area < other ? other : area);
}

static enum na_code end_run(struct making *making, size_t vertex)
{
    if (!making->is_open) {
        return NA_OK;
    }
    making->is_open = false;
    return push(making, making->xy + 2 * vertex, NA_AREA_NONE, NA_AREA_NONE);
}

/* Store what no ring before has. A ring of no length is a vertex alone. */
static enum na_code store_ring(struct making *making, uint32_t ring)
{
    size_t first = making->rings[ring].first;
    size_t end = ring_end(making, ring);
    bool is_long = false;
    enum na_code code = NA_OK;
    for (size_t e = first; e + 1 < end && code == NA_OK; e++) {
        if (!has_length(making, e)) {
            continue;
        }
        is_long = true;
        if (making->numbers[making->mates[e]] == UINT32_MAX) {
            code = push_edge(making, (uint32_t)e, making->rings[ring].area);
        } else {
            code = end_run(making, e);
        }
    }
    if (!is_long) {
        making->numbers[first] = making->store->count;
        making->is_open = true;
    }
    return code == NA_OK ? end_run(making, end - 1) : code;
}

/* Where the first vertex of the edge is in the store. */
static uint32_t place_of(const struct making *making, size_t edge)
{
    if (making->numbers[edge] != UINT32_MAX) {
        return making->numbers[edge];
    }
    uint32_t mate = making->mates[edge];
    const double *at = making->xy + 2 * edge;
    bool same_way = same_place(at, making->xy + 2 * (size_t)mate);
    return making->numbers[mate] + (same_way ? 0 : 1);
}

/* Write over each edge's mate the number of its first vertex, from the last to the first: a vertex
 * repeated is the next one's. */
static void find_numbers(const struct making *making, uint32_t *ret_numbers)
{
    for (size_t r = 0; r < making->ring_count; r++) {
        size_t first = making->rings[r].first;
        size_t last = ring_end(making, r) - 1;
        uint32_t next = UINT32_MAX;
        size_t repeated = 0; /* at the end of the ring: they are the first vertex */
        for (size_t e = last; e-- > first;) {
            if (has_length(making, e) || (e == first && next == UINT32_MAX)) {
                next = place_of(making, e);
            } else if (next == UINT32_MAX) {
                repeated++;
            }
            ret_numbers[e] = next;
        }
        for (size_t e = last - repeated; e <= last; e++) {
            ret_numbers[e] = ret_numbers[first];
        }
    }
}

static enum na_code making_init(struct making *making)
{
    size_t slots = 64;
    while (slots < making->count + making->count / 2) {
        slots *= 2;
    }
    making->mask = slots - 1;
    making->table = malloc(slots * sizeof *making->table);
    making->mates = malloc((making->count + 1) * sizeof *making->mates);
    making->store->numbers = malloc((making->count + 1) * sizeof *making->store->numbers);
    return making->table == NULL || making->mates == NULL || making->store->numbers == NULL
               ? NA_ERR_MEMORY
               : NA_OK;
}

enum na_code na_area_store_make(struct na_area_rings *rings, struct na_area_store *store)
{
    struct making making = {.xy = (const double *)(const void *)rings->xy.data,
                            .count = rings->xy.length / (2 * sizeof(double)),
                            .rings = (const struct na_area_ring *)(const void *)rings->rings.data,
                            .ring_count = rings->rings.length / sizeof(struct na_area_ring),
                            .store = store};
    if (making.ring_count == 0) {
        return NA_OK;
    }
    enum na_code code = making_init(&making);
    if (code == NA_OK) {
        code = pair_edges(&making);
    }
    free(making.table);
    making.numbers = store->numbers;
    if (code == NA_OK) {
        code = order_rings(&making);
    }
    if (code == NA_OK) {
        memset(making.numbers, 0xff, making.count * sizeof *making.numbers);
    }
    for (size_t r = 0; r < making.ring_count && code == NA_OK; r++) {
        code = store_ring(&making, making.order[r]);
    }
    if (code == NA_OK) {
        find_numbers(&making, making.mates);
        store->numbers = making.mates;
        making.mates = making.numbers;
    }
    free(making.order);
    free(making.mates);
    return code;
}
