/* Chooses a place of a cell that lies on no edge, finds which areas cover it, and writes the cell.
 * */
#include "geo/area_index_leaf.h"

#include <math.h>
#include <string.h>

static bool touched(const struct na_cell_box *box, const struct na_area_vertex *vertices,
                    const uint32_t *list, size_t count)
{
    for (size_t n = 0; n < count; n++) {
        double edge[4];
        na_area_edge(&vertices[list[n]], edge);
        if (na_edge_touches(edge, box)) {
            return true;
        }
    }
    return false;
}

/* A place inside on no edge. The candidates (steps by the plastic number's powers, M. Roberts 2018)
 * spread evenly and keep clear of common lines; each edge can hold but few of them. */
static enum na_code choose_inside(const struct na_cell_box *box,
                                  const struct na_area_vertex *vertices, const uint32_t *list,
                                  size_t count, struct na_area_reference *ret_reference)
{
    size_t tries = 64 + 4 * count;
    for (size_t t = 0; t < tries; t++) {
        double fx = 0.5 + (double)t * 0.7548776662466927;
        double fy = 0.5 + (double)t * 0.5698402909980532;
        double x = box->x0 + (box->x1 - box->x0) * (fx - floor(fx));
        double y = box->y0 + (box->y1 - box->y0) * (fy - floor(fy));
        struct na_cell_box place = {x, y, x, y};
        if (!touched(&place, vertices, list, count)) {
            *ret_reference = (struct na_area_reference){x, y, NA_RAY_NONE};
            return NA_OK;
        }
    }
    return NA_ERR_LIMIT;
}

enum na_code na_area_reference_choose(const struct na_cell_box *box,
                                      const struct na_area_vertex *vertices, const uint32_t *list,
                                      size_t count, struct na_area_reference *ret_reference)
{
    const struct {
        struct na_cell_box side;
        uint32_t ray;
    } sides[] = {
        {{box->x0, box->y0, box->x1, box->y0}, NA_RAY_SOUTH},
        {{box->x0, box->y1, box->x1, box->y1}, NA_RAY_NORTH},
        {{box->x0, box->y0, box->x0, box->y1}, NA_RAY_WEST},
        {{box->x1, box->y0, box->x1, box->y1}, NA_RAY_EAST},
    };
    for (size_t s = 0; s < sizeof sides / sizeof sides[0]; s++) {
        const struct na_cell_box *side = &sides[s].side;
        if (!touched(side, vertices, list, count)) {
            *ret_reference =
                (struct na_area_reference){side->x0 + (side->x1 - side->x0) / 2,
                                           side->y0 + (side->y1 - side->y0) / 2, sides[s].ray};
            return NA_OK;
        }
    }
    return choose_inside(box, vertices, list, count, ret_reference);
}

/* The areas of a leaf, ascending. */
struct areas {
    uint32_t member[NA_COVER_MAX];
    uint32_t count;
};

/* Rank of the area, or where it would stand. */
static uint32_t rank_of(const struct areas *areas, uint32_t area)
{
    uint32_t low = 0;
    uint32_t high = areas->count;
    while (low < high) {
        uint32_t middle = (low + high) / 2;
        if (areas->member[middle] < area) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low;
}

static bool areas_add(struct areas *areas, uint32_t area)
{
    uint32_t rank = rank_of(areas, area);
    if (rank < areas->count && areas->member[rank] == area) {
        return true;
    }
    if (areas->count == NA_COVER_MAX) {
        return false;
    }
    memmove(areas->member + rank + 1, areas->member + rank,
            (areas->count - rank) * sizeof areas->member[0]);
    areas->member[rank] = area;
    areas->count++;
    return true;
}

static bool gather(const struct na_area_set *covering, const struct na_area_vertex *vertices,
                   const uint32_t *list, size_t count, struct areas *areas)
{
    areas->count = 0;
    for (uint32_t i = 0; i < covering->count; i++) {
        if (!areas_add(areas, covering->members[i])) {
            return false;
        }
    }
    for (size_t n = 0; n < count; n++) {
        const uint32_t *owner = vertices[list[n]].owner;
        if (!areas_add(areas, owner[0]) ||
            (owner[1] != NA_AREA_NONE && !areas_add(areas, owner[1]))) {
            return false;
        }
    }
    return true;
}

/* The part before the areas: head, wide counts, reference point. Returns its words. */
static size_t put_head(uint32_t word[NA_LEAF_FIXED_WIDE + NA_LEAF_POINT_WORDS], bool wide,
                       const struct na_area_reference *reference, uint32_t areas, uint64_t mask,
                       uint32_t edges)
{
    size_t at;
    if (wide) {
        word[0] = reference->ray | NA_LEAF_WIDE | areas << 4;
        word[1] = edges;
        word[2] = (uint32_t)mask;
        word[3] = (uint32_t)(mask >> 32);
        at = NA_LEAF_FIXED_WIDE;
    } else {
        word[0] = reference->ray | areas << 4 | (uint32_t)mask << 8 | edges << 16;
        at = NA_LEAF_FIXED_NARROW;
    }
    if (reference->ray == NA_RAY_NONE) {
        memcpy(word + at, &reference->x, sizeof reference->x);
        memcpy(word + at + 2, &reference->y, sizeof reference->y);
        at += NA_LEAF_POINT_WORDS;
    }
    return at;
}

static enum na_code put_edge(struct na_buffer *words, bool wide, uint32_t number, uint32_t first,
                             uint32_t second)
{
    if (wide) {
        const uint32_t pair[2] = {number, first | second << 8};
        return na_buffer_append(words, pair, sizeof pair);
    }
    const uint32_t word = number | first << 26 | second << 29;
    return na_buffer_append(words, &word, sizeof word);
}

enum na_code na_area_leaf_write(struct na_buffer *words, const struct na_area_reference *reference,
                                const struct na_area_set *covering,
                                const struct na_area_vertex *vertices, const uint32_t *list,
                                size_t count)
{
    struct areas areas;
    if (!gather(covering, vertices, list, count, &areas)) {
        return NA_ERR_LIMIT;
    }
    uint64_t mask = 0;
    for (uint32_t i = 0; i < covering->count; i++) {
        mask |= UINT64_C(1) << rank_of(&areas, covering->members[i]);
    }
    bool wide = areas.count > NA_LEAF_NARROW_AREAS || count > NA_LEAF_NARROW_EDGES;
    uint32_t head[NA_LEAF_FIXED_WIDE + NA_LEAF_POINT_WORDS];
    size_t head_words = put_head(head, wide, reference, areas.count, mask, (uint32_t)count);
    enum na_code code = na_buffer_append(words, head, head_words * sizeof head[0]);
    if (code == NA_OK) {
        code = na_buffer_append(words, areas.member, areas.count * sizeof areas.member[0]);
    }
    for (size_t n = 0; n < count && code == NA_OK; n++) {
        const uint32_t *owner = vertices[list[n]].owner;
        uint32_t second = owner[1] == NA_AREA_NONE ? owner[0] : owner[1];
        code = put_edge(words, wide, list[n], rank_of(&areas, owner[0]), rank_of(&areas, second));
    }
    return code;
}

bool na_area_chain_find(const struct na_area_reference *reference,
                        const struct na_area_set *covering, const struct na_area_vertex *vertices,
                        const uint32_t *list, size_t count, uint32_t *ret_value)
{
    if (count == 0 || count > NA_CHAIN_EDGES_MAX || reference->ray >= NA_RAY_NONE ||
        list[0] > NA_CHAIN_FIRST(UINT32_MAX) || covering->count > 1) {
        return false;
    }
    const uint32_t *owner = vertices[list[0]].owner;
    for (size_t n = 1; n < count; n++) {
        if (list[n] != list[0] + n ||
            memcmp(vertices[list[n]].owner, owner, 2 * sizeof *owner) != 0) {
            return false;
        }
    }
    uint32_t area = covering->count == 0 ? NA_AREA_NONE : covering->members[0];
    if (area != owner[0] && area != owner[1]) {
        return false;
    }
    *ret_value =
        NA_CHAIN_VALUE(reference->ray, area == owner[1] ? 1U : 0U, (uint32_t)count, list[0]);
    return true;
}
