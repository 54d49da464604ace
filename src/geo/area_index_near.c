/* How far the boundaries are: down the boxes around the edges, the nearest first, leaving out what
 * cannot matter. One walk finds the nearest edge and the areas within a radius. It begins with a
 * limit: the nearest of the edges that the point's own cell lists, where it lists any. Edges are
 * measured roughly on the way; those few that may still matter at its end, exactly. */
#include <float.h>
#include <math.h>
#include <string.h>
#ifdef __SSE2__
#include <emmintrin.h>
#endif

#include "geo/area_index.h"
#include "geo/area_index_boxes.h"
#include "geo/area_index_layout.h"

/* Areas found in one pass of na_area_index_within. */
#define PASS_AREAS 64
/* Boxes and edges are first measured roughly, and left out if they are farther than the limit by
 * this: in floats, relatively to the square (a dozen roundings of 6e-8 each); and of an edge by
 * this many metres (doubles, of lengths up to 1e9 m). What is left is measured as it is told. */
#define ROUGH_BOX 4e-6
#define ROUGH_EDGE 1e-9
#define ROUGH_EDGE_M 1e-6
/* The same of two edges, for squares: (d * (1 + 2e-9) + 2e-6) squared is less. */
#define ROUGH_SQUARE 2e-6
#define ROUGH_SQUARE_M2 1e-5
/* Edges that are kept to be measured. */
#define NEAR_EDGES 64

/* Four floats, or two doubles, at once; the compiler has a way for every processor. */
typedef float lanes __attribute__((vector_size(16)));
typedef int32_t lanes_mask __attribute__((vector_size(16)));
typedef double pair __attribute__((vector_size(16)));
typedef int64_t pair_mask __attribute__((vector_size(16)));

/* The best hits of the lowest areas from `floor` on. */
struct pass {
    struct na_edge_hit hits[PASS_AREAS]; /* ascending by area */
    size_t count;
    uint32_t floor;
    bool more; /* an area did not fit */
};

struct search {
    const struct na_area_index *index;
    struct na_box_levels levels;
    double x;
    double y;
    struct na_metric metric;
    lanes west_of, east_of, south_of, north_of; /* x and y, rounded to either side */
    lanes x_m, y_m;
    struct pass *pass; /* NULL: only the nearest is sought */
    double radius_m;   /* of the pass */
    double radius2;    /* its square, for rough distances to edges */
    bool wants_nearest;
    struct na_edge_hit nearest;
    double limit2;     /* nothing farther matters; shrinks in a search for the nearest */
    float limit_key;   /* the same, as the greatest key of a shelf that is near */
    size_t near_count; /* edges that may matter */
    double near_m2[NEAR_EDGES];
    uint32_t near_edge[NEAR_EDGES];
};

static float float_below(double value)
{
    float rounded = (float)value;
    return (double)rounded > value ? nextafterf(rounded, -INFINITY) : rounded;
}

static float float_above(double value)
{
    return -float_below(-value);
}

static lanes all(float value)
{
    return (lanes){value, value, value, value};
}

/* The square of a distance, as far as it may differ from the rough square of that to an edge. */
static double rough_above(double m2)
{
    return m2 * (1.0 + ROUGH_SQUARE) + ROUGH_SQUARE_M2;
}

static void set_limit(struct search *search, double limit2)
{
    double box_limit2 = limit2 * (1.0 + ROUGH_BOX);
    search->limit2 = limit2;
    search->limit_key = (float)(box_limit2 < (double)FLT_MAX ? box_limit2 : (double)FLT_MAX);
}

/* Some edge is about as near as this. */
static void lower_limit(struct search *search, double m2)
{
    double limit2 = rough_above(m2);
    limit2 = limit2 < search->limit2 ? limit2 : search->limit2;
    set_limit(search, limit2 > search->radius2 ? limit2 : search->radius2);
}

static void search_init(struct search *search, const struct na_area_index *index, double x,
                        double y, struct na_metric metric)
{
    search->index = index;
    search->levels = na_box_levels_of(na_area_edge_count(index->head));
    search->x = x;
    search->y = y;
    search->metric = metric;
    search->west_of = all(float_below(x));
    search->east_of = all(float_above(x));
    search->south_of = all(float_below(y));
    search->north_of = all(float_above(y));
    search->x_m = all((float)metric.x_m);
    search->y_m = all((float)metric.y_m);
    search->pass = NULL;
    search->radius_m = 0.0;
    search->radius2 = 0.0;
    search->wants_nearest = false;
    search->nearest = (struct na_edge_hit){.area = NA_AREA_NONE};
    search->near_count = 0;
    set_limit(search, INFINITY);
}

/* Lane by lane; of a NaN and a number, `b`. */
static inline lanes larger(lanes a, lanes b)
{
#ifdef __SSE2__
    return (lanes)_mm_max_ps((__m128)a, (__m128)b);
#else
    lanes_mask more = a > b;
    return (lanes)(((lanes_mask)a & more) | ((lanes_mask)b & ~more));
#endif
}

static inline lanes smaller(lanes a, lanes b)
{
#ifdef __SSE2__
    return (lanes)_mm_min_ps((__m128)a, (__m128)b);
#else
    lanes_mask less = a < b;
    return (lanes)(((lanes_mask)a & less) | ((lanes_mask)b & ~less));
#endif
}

/* The squares of the distances to four boxes, or a little less (ROUGH_BOX). */
static inline lanes four_boxes(const struct search *search, const struct na_area_box *boxes)
{
    lanes box[4];
    _Static_assert(sizeof box == 4 * sizeof *boxes, "a box is four floats");
    memcpy(box, boxes, sizeof box);
    lanes first = __builtin_shufflevector(box[0], box[1], 0, 4, 1, 5);
    lanes second = __builtin_shufflevector(box[2], box[3], 0, 4, 1, 5);
    lanes third = __builtin_shufflevector(box[0], box[1], 2, 6, 3, 7);
    lanes fourth = __builtin_shufflevector(box[2], box[3], 2, 6, 3, 7);
    lanes west = __builtin_shufflevector(first, second, 0, 1, 4, 5) - search->east_of;
    lanes south = __builtin_shufflevector(first, second, 2, 3, 6, 7) - search->north_of;
    lanes east = search->west_of - __builtin_shufflevector(third, fourth, 0, 1, 4, 5);
    lanes north = search->south_of - __builtin_shufflevector(third, fourth, 2, 3, 6, 7);
    lanes dx = larger(larger(west, east), all(0.0F)) * search->x_m;
    lanes dy = larger(larger(south, north), all(0.0F)) * search->y_m;
    return dx * dx + dy * dy;
}

/* The point of the edge nearest to the search's point. A point exactly on the edge is its own foot,
 * at distance 0. */
static void measure(const struct search *search, const double edge[4], struct na_edge_hit *ret_hit)
{
    double dx = (edge[2] - edge[0]) * search->metric.x_m;
    double dy = (edge[3] - edge[1]) * search->metric.y_m;
    double qx = (search->x - edge[0]) * search->metric.x_m;
    double qy = (search->y - edge[1]) * search->metric.y_m;
    double length2 = dx * dx + dy * dy;
    double t = length2 > 0.0 ? (qx * dx + qy * dy) / length2 : 0.0;
    if (na_edge_holds(edge, search->x, search->y)) {
        *ret_hit = (struct na_edge_hit){.foot_x = search->x, .foot_y = search->y};
        return;
    }
    if (!(t > 0.0)) {
        ret_hit->foot_x = edge[0];
        ret_hit->foot_y = edge[1];
    } else if (t >= 1.0) {
        ret_hit->foot_x = edge[2];
        ret_hit->foot_y = edge[3];
    } else {
        ret_hit->foot_x = edge[0] + t * (edge[2] - edge[0]);
        ret_hit->foot_y = edge[1] + t * (edge[3] - edge[1]);
    }
    double fx = (ret_hit->foot_x - search->x) * search->metric.x_m;
    double fy = (ret_hit->foot_y - search->y) * search->metric.y_m;
    ret_hit->distance_m = sqrt(fx * fx + fy * fy);
}

/* The squares of about the distances to the edges from two vertices, without a branch. */
static inline void two_edges(const struct search *search, const struct na_area_vertex *one,
                             const struct na_area_vertex *other, double ret_m2[2])
{
    pair ends[4];
    memcpy(&ends[0], one[0].at, sizeof ends[0]);
    memcpy(&ends[1], one[1].at, sizeof ends[1]);
    memcpy(&ends[2], other[0].at, sizeof ends[2]);
    memcpy(&ends[3], other[1].at, sizeof ends[3]);
    pair ax = __builtin_shufflevector(ends[0], ends[2], 0, 2);
    pair ay = __builtin_shufflevector(ends[0], ends[2], 1, 3);
    pair dx = (__builtin_shufflevector(ends[1], ends[3], 0, 2) - ax) * search->metric.x_m;
    pair dy = (__builtin_shufflevector(ends[1], ends[3], 1, 3) - ay) * search->metric.y_m;
    pair qx = (search->x - ax) * search->metric.x_m;
    pair qy = (search->y - ay) * search->metric.y_m;
    pair t = (qx * dx + qy * dy) / (dx * dx + dy * dy);
    t = (pair)((pair_mask)t & (t > 0.0)); /* 0/0 is 0 then */
    pair_mask beyond = t > 1.0;
    t = (pair)(((pair_mask)t & ~beyond) | ((pair_mask)(pair){1.0, 1.0} & beyond));
    pair rx = qx - t * dx;
    pair ry = qy - t * dy;
    pair m2 = rx * rx + ry * ry;
    memcpy(ret_m2, &m2, sizeof m2);
}

/* A total order, so that the answer does not depend on the order of the search. */
static bool is_better(const struct na_edge_hit *a, const struct na_edge_hit *b)
{
    if (a->distance_m != b->distance_m) {
        return a->distance_m < b->distance_m;
    }
    if (a->area != b->area) {
        return a->area < b->area;
    }
    return a->foot_x != b->foot_x ? a->foot_x < b->foot_x : a->foot_y < b->foot_y;
}

static void pass_add(struct pass *pass, const struct na_edge_hit *hit)
{
    size_t at = pass->count;
    while (at > 0 && pass->hits[at - 1].area >= hit->area) {
        at--;
    }
    if (at < pass->count && pass->hits[at].area == hit->area) {
        if (is_better(hit, &pass->hits[at])) {
            pass->hits[at] = *hit;
        }
        return;
    }
    if (pass->count == PASS_AREAS) {
        pass->more = true;
        if (at == PASS_AREAS) {
            return;
        }
        pass->count--;
    }
    memmove(pass->hits + at + 1, pass->hits + at, (pass->count - at) * sizeof pass->hits[0]);
    pass->hits[at] = *hit;
    pass->count++;
}

static void offer(struct search *search, const struct na_edge_hit *hit, const uint32_t owner[2])
{
    struct na_edge_hit candidate = *hit;
    int owners = owner[1] == NA_AREA_NONE ? 1 : 2;
    if (search->wants_nearest) {
        candidate.area = owner[0];
        if (search->nearest.area == NA_AREA_NONE || is_better(&candidate, &search->nearest)) {
            search->nearest = candidate;
        }
    }
    for (int i = 0; search->pass != NULL && hit->distance_m <= search->radius_m && i < owners;
         i++) {
        candidate.area = owner[i];
        if (owner[i] >= search->pass->floor) {
            pass_add(search->pass, &candidate);
        }
    }
}

static void look_at_edge(struct search *search, size_t edge)
{
    const struct na_area_vertex *from = search->index->vertices + edge;
    struct na_edge_hit hit;
    double ends[4];
    na_area_edge(from, ends);
    measure(search, ends, &hit);
    offer(search, &hit, from->owner);
}

static void look_at_near(struct search *search)
{
    for (size_t i = 0; i < search->near_count; i++) {
        if (search->near_m2[i] <= search->limit2) {
            look_at_edge(search, search->near_edge[i]);
        }
    }
    search->near_count = 0;
}

/* Keep those edges of a run that may matter, without a branch for each. */
static void search_edges(struct search *search, size_t first)
{
    double m2[NA_BOX_FAN];
    struct na_area_vertex padded[NA_BOX_FAN + 1];
    size_t count = na_area_edge_count(search->index->head) - first;
    const struct na_area_vertex *vertices = search->index->vertices + first;
    if (__builtin_expect(count < NA_BOX_FAN, 0)) {
        memset(padded, 0xff, sizeof padded); /* no edges */
        memcpy(padded, vertices, (count + 1) * sizeof padded[0]);
        vertices = padded;
    }
    if (search->near_count > NEAR_EDGES - NA_BOX_FAN) {
        look_at_near(search);
    }
    for (size_t i = 0; i < NA_BOX_FAN; i += 2) {
        two_edges(search, vertices + i, vertices + i + 1, m2 + i);
    }
    double least_m2 = INFINITY;
    for (size_t i = 0; i < NA_BOX_FAN; i++) {
        m2[i] = vertices[i].owner[0] == NA_AREA_NONE ? (double)NAN : m2[i];
        least_m2 = m2[i] < least_m2 ? m2[i] : least_m2;
    }
    if (search->wants_nearest) {
        lower_limit(search, least_m2);
    }
    size_t near = search->near_count;
    for (size_t i = 0; i < NA_BOX_FAN; i++) {
        search->near_m2[near] = m2[i];
        search->near_edge[near] = (uint32_t)(first + i);
        near += m2[i] <= search->limit2;
    }
    search->near_count = near;
}

/* What to visit among the boxes of a level, eight with one parent: about the squares of their
 * distances, the last three bits of each being the number of the box; infinite once visited. */
struct shelf {
    float keys[NA_BOX_FAN];
    size_t first; /* number of the first box */
};

static inline float least_key(const struct shelf *shelf)
{
    lanes keys[2];
    memcpy(keys, shelf->keys, sizeof keys);
    lanes least = smaller(keys[0], keys[1]);
    least = smaller(least, __builtin_shufflevector(least, least, 2, 3, 0, 1));
    least = smaller(least, __builtin_shufflevector(least, least, 1, 0, 3, 2));
    return least[0];
}

/* The boxes of `level` whose parent is box `parent` of the next. */
static inline void shelf_fill(const struct search *search, uint32_t level, size_t parent,
                              struct shelf *ret_shelf)
{
    const lanes_mask low = {0, 1, 2, 3};
    const int32_t distance_bits = 0x7ffffff8;
    struct na_area_box padded[NA_BOX_FAN];
    size_t first = parent * NA_BOX_FAN;
    size_t count = search->levels.count[level] - first;
    const struct na_area_box *boxes = search->index->boxes + search->levels.first[level] + first;
    if (__builtin_expect(count < NA_BOX_FAN, 0)) {
        memset(padded, 0, sizeof padded);
        memcpy(padded, boxes, count * sizeof padded[0]);
        boxes = padded;
    }
    lanes_mask keys[2];
    keys[0] = ((lanes_mask)four_boxes(search, boxes) & distance_bits) | low;
    keys[1] = ((lanes_mask)four_boxes(search, boxes + 4) & distance_bits) | (low + 4);
    memcpy(ret_shelf->keys, keys, sizeof keys);
    ret_shelf->first = first;
    for (size_t i = count; i < NA_BOX_FAN; i++) {
        ret_shelf->keys[i] = INFINITY;
    }
}

/* Down to the edges, the nearest box first, and up again where no other box matters. */
static void search_all(struct search *search)
{
    struct shelf shelves[NA_BOX_LEVELS];
    uint32_t top = search->levels.levels;
    if (top < 2) {
        if (top == 1) {
            search_edges(search, 0);
            look_at_near(search);
        }
        return;
    }
    top -= 2; /* the last level is one box */
    uint32_t level = top;
    shelf_fill(search, level, 0, &shelves[level]);
    while (level <= top) {
        float key = least_key(&shelves[level]);
        if (!(key <= search->limit_key)) {
            level++;
            continue;
        }
        uint32_t bits;
        memcpy(&bits, &key, sizeof bits);
        size_t at = bits & (NA_BOX_FAN - 1);
        size_t box = shelves[level].first + at;
        shelves[level].keys[at] = INFINITY;
        if (level == 0) {
            search_edges(search, box * NA_BOX_FAN);
        } else {
            level--;
            shelf_fill(search, level, box, &shelves[level]);
        }
    }
    look_at_near(search);
}

/* An edge of the point's own cell bounds how far the nearest can be. */
static void begin_at_leaf(struct search *search)
{
    struct na_area_leaf leaf;
    double least_m2 = INFINITY;
    if (!na_area_leaf_at(search->index, search->x, search->y, &leaf)) {
        return;
    }
    for (uint32_t i = 0; i < leaf.edge_count; i++) {
        const struct na_area_vertex *from = search->index->vertices + na_leaf_edge(&leaf, i);
        double m2[2];
        two_edges(search, from, from, m2);
        least_m2 = m2[0] < least_m2 ? m2[0] : least_m2;
    }
    lower_limit(search, least_m2);
}

bool na_area_index_nearest_edge(const struct na_area_index *index, double x, double y,
                                struct na_metric metric, struct na_edge_hit *ret_hit)
{
    struct search search;
    search_init(&search, index, x, y, metric);
    search.wants_nearest = true;
    begin_at_leaf(&search);
    search_all(&search);
    if (search.nearest.area == NA_AREA_NONE) {
        return false;
    }
    *ret_hit = search.nearest;
    return true;
}

/* Enter a hit into the sorted output, which keeps the `capacity` best. Returns how many it has. */
static size_t insert_hit(struct na_edge_hit *hits, size_t count, size_t capacity,
                         const struct na_edge_hit *hit)
{
    if (count == capacity) {
        if (count == 0 || !is_better(hit, &hits[count - 1])) {
            return count;
        }
        count--;
    }
    size_t at = count;
    while (at > 0 && is_better(hit, &hits[at - 1])) {
        hits[at] = hits[at - 1];
        at--;
    }
    hits[at] = *hit;
    return count + 1;
}

/* As many passes as it takes, each for the next areas by number, so that any number of areas can be
 * told apart and counted without memory for them; nearly always one, and the first finds the
 * nearest edge as well, if that is wanted. */
static size_t within(struct search *search, double radius_m, struct na_edge_hit *ret_hits,
                     size_t capacity)
{
    size_t found = 0;
    size_t kept = 0;
    struct pass pass; /* its hits are written before they are read */
    pass.floor = 0;
    pass.more = true;
    search->pass = &pass;
    search->radius_m = radius_m;
    search->radius2 = radius_m * (1.0 + ROUGH_EDGE) + ROUGH_EDGE_M;
    search->radius2 *= search->radius2;
    while (pass.more) {
        pass.more = false;
        pass.count = 0;
        if (search->wants_nearest) {
            begin_at_leaf(search);
        } else {
            set_limit(search, search->radius2);
        }
        search_all(search);
        search->wants_nearest = false;
        for (size_t i = 0; i < pass.count; i++) {
            kept = insert_hit(ret_hits, kept, capacity, &pass.hits[i]);
        }
        found += pass.count;
        if (pass.count > 0) {
            pass.floor = pass.hits[pass.count - 1].area + 1;
        }
    }
    search->pass = NULL;
    return found;
}

size_t na_area_index_within(const struct na_area_index *index, double x, double y,
                            struct na_metric metric, double radius_m, struct na_edge_hit *ret_hits,
                            size_t capacity)
{
    struct search search;
    search_init(&search, index, x, y, metric);
    return within(&search, radius_m, ret_hits, capacity);
}

size_t na_area_index_around(const struct na_area_index *index, double x, double y,
                            struct na_metric metric, double radius_m, struct na_edge_hit *ret_hits,
                            size_t capacity, struct na_edge_hit *ret_nearest)
{
    struct search search;
    search_init(&search, index, x, y, metric);
    search.wants_nearest = true;
    size_t found = within(&search, radius_m, ret_hits, capacity);
    *ret_nearest = search.nearest;
    return found;
}
