/* Asks the index which areas cover a point: the cell of the point, then the parity of the edges
 * between the point and a place of the cell whose areas are known. */
#include "geo/area_index.h"

#include <math.h>
#include <string.h>

#include "geo/area_index_layout.h"
#include "geo/predicate.h"

/* As in predicate.c: below this share of its terms the sign of a determinant is not certain. */
#define FILTER_BOUND 3.3306690738754716e-16

struct answer {
    uint64_t inside;   /* ranks of areas whose parity is odd */
    uint64_t boundary; /* ranks of areas that have the point on an edge */
};

bool na_edge_holds(const double edge[4], double x, double y)
{
    double low = edge[1] < edge[3] ? edge[1] : edge[3];
    double high = edge[1] < edge[3] ? edge[3] : edge[1];
    return x >= edge[0] && x <= edge[2] && y >= low && y <= high &&
           na_orient(edge[0], edge[1], edge[2], edge[3], x, y) == 0;
}

/* A vertex exactly on the line p-q counts as right of it: the line is moved a hair to its left, for
 * all edges alike, so that it meets no vertex and each crossing is counted once. As p and q lie on
 * no edge, moving them a hair changes neither's covering areas. The moved line meets the edge if
 * the sides of its ends differ; and it does so between p and q if these lie on different sides of
 * the edge. Neither side is then zero: if p were on the line through a and b, that line would meet
 * the line p-q either in p alone, and as one end is left of it and the other is not, p would be a
 * point of the edge (excluded); or everywhere, and then both ends were on p-q and on the same side.
 */
bool na_edge_crosses(const double edge[4], double px, double py, double qx, double qy)
{
    if ((edge[0] > px && edge[0] > qx) || (edge[2] < px && edge[2] < qx) ||
        (edge[1] > py && edge[1] > qy && edge[3] > py && edge[3] > qy) ||
        (edge[1] < py && edge[1] < qy && edge[3] < py && edge[3] < qy)) {
        return false;
    }
    if ((na_orient(px, py, qx, qy, edge[0], edge[1]) > 0) ==
        (na_orient(px, py, qx, qy, edge[2], edge[3]) > 0)) {
        return false;
    }
    return (na_orient(edge[0], edge[1], edge[2], edge[3], px, py) > 0) !=
           (na_orient(edge[0], edge[1], edge[2], edge[3], qx, qy) > 0);
}

bool na_area_leaf_read(const uint32_t *word, size_t available, struct na_area_leaf *ret_leaf)
{
    struct na_area_leaf leaf = {0};
    if (available < 1) {
        return false;
    }
    leaf.ray = NA_LEAF_RAY(word[0]);
    leaf.wide = (word[0] & NA_LEAF_WIDE) != 0 ? 1 : 0;
    size_t at = leaf.wide != 0 ? NA_LEAF_FIXED_WIDE : NA_LEAF_FIXED_NARROW;
    size_t point = leaf.ray == NA_RAY_NONE ? NA_LEAF_POINT_WORDS : 0;
    if (available < at + point) {
        return false;
    }
    if (leaf.wide != 0) {
        leaf.area_count = (word[0] >> 4) & 0xffU;
        leaf.edge_count = word[1];
        leaf.mask = (uint64_t)word[2] | (uint64_t)word[3] << 32;
    } else {
        leaf.area_count = (word[0] >> 4) & 0xfU;
        leaf.mask = (word[0] >> 8) & 0xffU;
        leaf.edge_count = word[0] >> 16;
    }
    if (point != 0) {
        memcpy(&leaf.x, word + at, sizeof leaf.x);
        memcpy(&leaf.y, word + at + 2, sizeof leaf.y);
    }
    at += point;
    leaf.areas = word + at;
    leaf.edges = leaf.areas + leaf.area_count;
    size_t edge_words = (size_t)leaf.edge_count << leaf.wide;
    leaf.words = at + leaf.area_count + edge_words;
    if (leaf.words > available) {
        return false;
    }
    *ret_leaf = leaf;
    return true;
}

/* The sign of the point's side of an edge, when the plain evaluation was not certain; notes the
 * boundary. Rare, hence kept out of the loop. */
static int side_exact(const double *edge, double x, double y, uint64_t owners,
                      struct answer *answer)
{
    int side = na_orient(edge[0], edge[1], edge[2], edge[3], x, y);
    if (side == 0 && na_edge_holds(edge, x, y)) {
        answer->boundary |= owners;
    }
    return side;
}

/* The same of the edge from a vertex. */
static int vertex_side_exact(const struct na_area_vertex *from, double x, double y, uint64_t owners,
                             struct answer *answer)
{
    double edge[4];
    na_area_edge(from, edge);
    int side = side_exact(edge, x, y, owners, answer);
    bool swapped = edge[0] != from->at[0] || edge[1] != from->at[1];
    return swapped ? -side : side;
}

/* What the edge changes on the way from the point along the leaf's ray: `owners` if the ray crosses
 * it, else 0. The ray is moved a hair towards greater x (or y), so an edge counts if one end is <=
 * and the other > the point's x (y). No branch depends on the data save the uncertain sign: a wrong
 * guess would cost more than the sum.
 *
 * An edge that is crossed by the ray beyond the leaf's box does not exist: it touches the box, so
 * it would touch the side that the ray leaves by, which no edge does.
 *
 * `first` (the first end is <=) with side > 0 means: point north of the edge (rays along y), or
 * west of it (rays along x); the ray's lowest bit says which of the two the ray looks for. The
 * other way round, both are otherwise, unless the point is on the edge: then its owners cover it.
 */
static inline uint64_t leaf_toggle(const struct na_area_vertex *from, double x, double y,
                                   unsigned int ray, uint64_t owners, struct answer *answer)
{
    const double *a = from[0].at;
    const double *b = from[1].at;
    unsigned int axis = ray >> 1;
    double at = axis != 0 ? y : x;
    double left = (b[0] - a[0]) * (y - a[1]);
    double right = (b[1] - a[1]) * (x - a[0]);
    double det = left - right;
    unsigned int positive = det > 0.0;
    if (__builtin_expect(!(fabs(det) > FILTER_BOUND * (fabs(left) + fabs(right))), 0)) {
        positive = vertex_side_exact(from, x, y, owners, answer) > 0;
    }
    unsigned int first = a[axis] <= at;
    unsigned int second = b[axis] <= at;
    unsigned int crosses = (first ^ second) & (positive ^ first ^ ray) & 1U;
    return owners & (UINT64_C(0) - crosses);
}

/* Any leaf. */
static void leaf_answer(const struct na_area_index *index, const struct na_area_leaf *leaf,
                        double x, double y, struct answer *ret_answer)
{
    struct answer answer = {.inside = leaf->mask};
    for (uint32_t i = 0; i < leaf->edge_count; i++) {
        const struct na_area_vertex *from = index->vertices + na_leaf_edge(leaf, i);
        double edge[4];
        uint32_t second;
        uint32_t first = na_leaf_ranks(leaf, i, &second);
        uint64_t owners = UINT64_C(1) << first | UINT64_C(1) << second;
        if (leaf->ray < NA_RAY_NONE) {
            answer.inside ^= leaf_toggle(from, x, y, leaf->ray, owners, &answer);
            continue;
        }
        na_area_edge(from, edge);
        if (na_edge_holds(edge, x, y)) {
            answer.boundary |= owners;
        } else if (na_edge_crosses(edge, leaf->x, leaf->y, x, y)) {
            answer.inside ^= owners;
        }
    }
    *ret_answer = answer;
}

/* Where a point is on the first level. */
struct place {
    double u, v; /* in cells from the south-west */
    uint32_t i, j;
};

/* Returns the number of the point's first-level cell; SIZE_MAX outside the box, and for NaN. */
static inline size_t first_level(const struct na_area_index *index, double x, double y,
                                 struct place *ret_place)
{
    const struct na_area_index_head *head = index->head;
    if (!(x >= head->x.low && x <= head->x.high && y >= head->y.low && y <= head->y.high)) {
        return SIZE_MAX;
    }
    double u = (x - head->x.low) * head->x.inverse;
    double v = (y - head->y.low) * head->y.inverse;
    uint32_t i = (uint32_t)(int32_t)u;
    uint32_t j = (uint32_t)(int32_t)v;
    i = i < head->x.count ? i : head->x.count - 1;
    j = j < head->y.count ? j : head->y.count - 1;
    *ret_place = (struct place){u, v, i, j};
    return na_area_cell_number(head->x.count, i, j);
}

/* The number of the point's cell in the subgrid that `cell` names. */
static inline size_t second_level(uint32_t cell, const struct place *place)
{
    unsigned int log2k = NA_GRID_LOG2(cell);
    uint32_t k = UINT32_C(1) << log2k;
    uint32_t sub_i = (uint32_t)(int32_t)((place->u - place->i) * k);
    uint32_t sub_j = (uint32_t)(int32_t)((place->v - place->j) * k);
    sub_i = sub_i < k ? sub_i : k - 1;
    sub_j = sub_j < k ? sub_j : k - 1;
    return NA_GRID_FIRST(cell) + ((size_t)sub_j << log2k) + sub_i;
}

/* The cell of a point; 0 (no area) outside the box, and for NaN. */
static inline uint32_t cell_at(const struct na_area_index *index, double x, double y)
{
    struct place place;
    size_t number = first_level(index, x, y, &place);
    if (number == SIZE_MAX) {
        return 0;
    }
    uint32_t cell = index->cells[number];
    return NA_CELL_KIND(cell) == NA_CELL_GRID ? index->cells[second_level(cell, &place)] : cell;
}

bool na_area_leaf_of(const struct na_area_index *index, uint32_t cell,
                     struct na_area_leaf *ret_leaf)
{
    size_t at = NA_CELL_VALUE(cell);
    if (NA_CELL_KIND(cell) == NA_CELL_CHAIN) {
        *ret_leaf = (struct na_area_leaf){.edge_count = NA_CHAIN_EDGES(cell),
                                          .chain_first = NA_CHAIN_FIRST(cell)};
        return true;
    }
    return NA_CELL_KIND(cell) == NA_CELL_LEAF &&
           na_area_leaf_read(index->lists + at, index->head->word_count - at, ret_leaf);
}

bool na_area_leaf_at(const struct na_area_index *index, double x, double y,
                     struct na_area_leaf *ret_leaf)
{
    return na_area_leaf_of(index, cell_at(index, x, y), ret_leaf);
}

/* Which owner of the chain's edges has the point; `ret_on_boundary` is set if both have it. */
static inline uint32_t chain_owner(const struct na_area_vertex *from, uint32_t cell, double x,
                                   double y, bool *ret_on_boundary)
{
    uint32_t ray = NA_CHAIN_RAY(cell);
    uint32_t count = NA_CHAIN_EDGES(cell);
    struct answer answer = {.inside = NA_CHAIN_OWNER(cell)};
    /* Two at a time, the last perhaps for nothing: most chains then take one turn, and the
     * processor guesses the end of the loop right. */
    for (uint32_t i = 0; i < count; i += 2) {
        uint32_t has_two = i + 1 < count;
        answer.inside ^= leaf_toggle(from + i, x, y, ray, 1, &answer);
        answer.inside ^= leaf_toggle(from + i + has_two, x, y, ray, has_two, &answer);
    }
    *ret_on_boundary = answer.boundary != 0;
    return answer.boundary != 0 ? from->owner[0] : from->owner[answer.inside];
}

static uint32_t lowest_of_any(const struct na_area_index *index, const uint32_t *word, double x,
                              double y, bool *ret_on_boundary)
{
    struct na_area_leaf leaf;
    struct answer answer;
    if (!na_area_leaf_read(word, SIZE_MAX, &leaf)) {
        return NA_AREA_NONE;
    }
    leaf_answer(index, &leaf, x, y, &answer);
    uint64_t covering = answer.inside | answer.boundary;
    *ret_on_boundary = answer.boundary != 0;
    return covering == 0 ? NA_AREA_NONE : leaf.areas[__builtin_ctzll(covering)];
}

static inline uint64_t owners_of(uint32_t edge)
{
    return UINT64_C(1) << NA_EDGE_RANK0(edge) | UINT64_C(1) << NA_EDGE_RANK1(edge);
}

static inline uint32_t lowest_in(const struct na_area_index *index, uint32_t cell, double x,
                                 double y, bool *ret_on_boundary)
{
    *ret_on_boundary = false;
    if (NA_CELL_KIND(cell) == NA_CELL_WHOLE) {
        return cell - 1; /* 0 - 1 is NA_AREA_NONE */
    }
    if (NA_CELL_KIND(cell) == NA_CELL_CHAIN) {
        return chain_owner(index->vertices + NA_CHAIN_FIRST(cell), cell, x, y, ret_on_boundary);
    }
    const uint32_t *word = index->lists + NA_CELL_VALUE(cell);
    uint32_t head = *word;
    if (__builtin_expect((head & (NA_LEAF_WIDE | NA_RAY_NONE)) != 0, 0)) {
        return lowest_of_any(index, word, x, y, ret_on_boundary);
    }
    const uint32_t *areas = word + NA_LEAF_FIXED_NARROW;
    const uint32_t *edges = areas + ((head >> 4) & 0xfU);
    const struct na_area_vertex *vertices = index->vertices;
    uint32_t ray = NA_LEAF_RAY(head);
    uint32_t count = head >> 16;
    struct answer answer = {.inside = (head >> 8) & 0xffU};
    for (uint32_t i = 0; i < count; i += 2) { /* as in a chain */
        uint32_t has_two = i + 1 < count;
        uint32_t one = edges[i];
        uint32_t two = edges[i + has_two];
        const struct na_area_vertex *from_one = vertices + NA_EDGE_NUMBER(one);
        const struct na_area_vertex *from_two = vertices + NA_EDGE_NUMBER(two);
        uint64_t owners_two = owners_of(two) & (UINT64_C(0) - has_two);
        answer.inside ^= leaf_toggle(from_one, x, y, ray, owners_of(one), &answer);
        answer.inside ^= leaf_toggle(from_two, x, y, ray, owners_two, &answer);
    }
    uint64_t covering = answer.inside | answer.boundary;
    *ret_on_boundary = answer.boundary != 0;
    return covering == 0 ? NA_AREA_NONE : areas[__builtin_ctzll(covering)];
}

uint32_t na_area_index_lowest(const struct na_area_index *index, double x, double y)
{
    bool on_boundary = false;
    return lowest_in(index, cell_at(index, x, y), x, y, &on_boundary);
}

uint32_t na_area_index_lowest_on(const struct na_area_index *index, double x, double y,
                                 bool *ret_on_boundary)
{
    return lowest_in(index, cell_at(index, x, y), x, y, ret_on_boundary);
}

/* Points in flight: each waits for memory three or four times, and while one waits the others go
 * on. */
#define FLIGHT 16

/* Each step asks for what the next one reads. */
static void fly(const struct na_area_index *index, const double *xs, const double *ys, size_t count,
                uint32_t *ret_areas)
{
    struct place places[FLIGHT];
    size_t numbers[FLIGHT];
    uint32_t cells[FLIGHT];
    for (size_t i = 0; i < count; i++) {
        numbers[i] = first_level(index, xs[i], ys[i], &places[i]);
        __builtin_prefetch(index->cells + (numbers[i] != SIZE_MAX ? numbers[i] : 0));
    }
    for (size_t i = 0; i < count; i++) {
        cells[i] = numbers[i] != SIZE_MAX ? index->cells[numbers[i]] : 0;
        if (NA_CELL_KIND(cells[i]) == NA_CELL_GRID) {
            numbers[i] = second_level(cells[i], &places[i]);
            __builtin_prefetch(index->cells + numbers[i]);
        }
    }
    for (size_t i = 0; i < count; i++) {
        cells[i] = NA_CELL_KIND(cells[i]) == NA_CELL_GRID ? index->cells[numbers[i]] : cells[i];
        if (NA_CELL_KIND(cells[i]) == NA_CELL_CHAIN) {
            __builtin_prefetch(index->vertices + NA_CHAIN_FIRST(cells[i]));
        } else if (NA_CELL_KIND(cells[i]) == NA_CELL_LEAF) {
            __builtin_prefetch(index->lists + NA_CELL_VALUE(cells[i]));
        }
    }
    for (size_t i = 0; i < count; i++) {
        if (NA_CELL_KIND(cells[i]) == NA_CELL_LEAF) {
            const uint32_t *word = index->lists + NA_CELL_VALUE(cells[i]);
            if ((*word & (NA_LEAF_WIDE | NA_RAY_NONE)) == 0 && *word >> 16 > 0) {
                uint32_t edge = word[NA_LEAF_FIXED_NARROW + ((*word >> 4) & 0xfU)];
                __builtin_prefetch(index->vertices + NA_EDGE_NUMBER(edge));
            }
        }
    }
    for (size_t i = 0; i < count; i++) {
        bool on_boundary = false;
        ret_areas[i] = lowest_in(index, cells[i], xs[i], ys[i], &on_boundary);
    }
}

/* Up to here an index stays in a cache, and to look ahead costs more than it saves. */
#define CACHED_BYTES ((size_t)1024 * 1024)

void na_area_index_lowest_many(const struct na_area_index *index, const double *xs,
                               const double *ys, size_t count, uint32_t *ret_areas)
{
    if (na_area_sections_of(index->head).total <= CACHED_BYTES) {
        for (size_t i = 0; i < count; i++) {
            ret_areas[i] = na_area_index_lowest(index, xs[i], ys[i]);
        }
        return;
    }
    for (size_t i = 0; i < count; i += FLIGHT) {
        fly(index, xs + i, ys + i, count - i < FLIGHT ? count - i : FLIGHT, ret_areas + i);
    }
}

/* The areas of a place in a chain's cell. */
static void chain_cover(const struct na_area_index *index, uint32_t cell, double x, double y,
                        struct na_cover *ret_cover)
{
    const struct na_area_vertex *from = index->vertices + NA_CHAIN_FIRST(cell);
    uint32_t owner = chain_owner(from, cell, x, y, &ret_cover->on_boundary);
    if (owner != NA_AREA_NONE) {
        ret_cover->areas[ret_cover->count++] = owner;
    }
    if (ret_cover->on_boundary && from->owner[1] != NA_AREA_NONE) {
        ret_cover->areas[ret_cover->count++] = from->owner[1];
    }
}

enum na_code na_area_index_cover(const struct na_area_index *index, double x, double y,
                                 struct na_cover *ret_cover)
{
    uint32_t cell = cell_at(index, x, y);
    ret_cover->count = 0;
    ret_cover->on_boundary = false;
    if (NA_CELL_KIND(cell) == NA_CELL_WHOLE) {
        if (cell != 0) {
            ret_cover->areas[ret_cover->count++] = cell - 1;
        }
        return NA_OK;
    }
    if (NA_CELL_KIND(cell) == NA_CELL_CHAIN) {
        chain_cover(index, cell, x, y, ret_cover);
        return NA_OK;
    }
    struct na_area_leaf leaf;
    struct answer answer;
    size_t at = NA_CELL_VALUE(cell);
    if (!na_area_leaf_read(index->lists + at, index->head->word_count - at, &leaf)) {
        return NA_ERR_CORRUPT;
    }
    leaf_answer(index, &leaf, x, y, &answer);
    ret_cover->on_boundary = answer.boundary != 0;
    for (uint64_t rest = answer.inside | answer.boundary; rest != 0; rest &= rest - 1) {
        ret_cover->areas[ret_cover->count++] = leaf.areas[__builtin_ctzll(rest)];
    }
    return NA_OK;
}

uint32_t na_area_index_vertex_count(const struct na_area_index *index)
{
    return index->head->vertex_count;
}

const double *na_area_index_vertex(const struct na_area_index *index, uint32_t number)
{
    return index->vertices[number].at;
}

struct na_area_index_size na_area_index_size(const struct na_area_index *index)
{
    const struct na_area_index_head *head = index->head;
    struct na_area_index_size size = {.bytes = na_area_sections_of(head).total,
                                      .vertices = head->vertex_count,
                                      .cells = head->cell_count,
                                      .leaves = head->leaf_count,
                                      .chains = head->chain_count,
                                      .words = head->word_count};
    for (size_t i = 0; i < size.vertices; i++) {
        size.edges += index->vertices[i].owner[0] != NA_AREA_NONE;
    }
    return size;
}
