/* How far the boundaries are: down the boxes around the edges, the nearest first, leaving out what
 * cannot matter. One walk finds the nearest edge and the areas within a radius. It begins with a
 * limit: the nearest of the edges that the point's own cell lists, where it lists any. */
#include <float.h>
#include <math.h>
#include <string.h>

#include "geo/area_index.h"
#include "geo/area_index_boxes.h"
#include "geo/area_index_layout.h"

/* Areas found in one pass of na_area_index_within. */
#define PASS_AREAS 64
/* Boxes and edges are first measured roughly, and left out if they are farther than the limit by
 * this: in floats, relatively to the square (a dozen roundings of 6e-8 each); and of an edge by
 * this many metres (doubles, of lengths up to 1e9 m). What is left is measured as it is told. */
#define ROUGH_BOX 4e-6F
#define ROUGH_EDGE 1e-9
#define ROUGH_EDGE_M 1e-6

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
    bool wants_nearest;
    struct na_edge_hit nearest;
    double limit_m; /* nothing farther matters; shrinks in a search for the nearest */
    double limit2;  /* its square, for rough distances to edges */
    float box_limit2;
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

static void set_limit(struct search *search, double limit_m)
{
    double rough_m = limit_m * (1.0 + ROUGH_EDGE) + ROUGH_EDGE_M;
    search->limit_m = limit_m;
    search->limit2 = rough_m * rough_m;
    search->box_limit2 =
        search->limit2 < (double)FLT_MAX / 2 ? (float)search->limit2 * (1.0F + ROUGH_BOX) : FLT_MAX;
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
    search->wants_nearest = false;
    search->nearest = (struct na_edge_hit){.area = NA_AREA_NONE};
    set_limit(search, INFINITY);
}

static inline lanes larger(lanes a, lanes b)
{
    lanes_mask more = a > b;
    return (lanes)(((lanes_mask)a & more) | ((lanes_mask)b & ~more));
}

/* The squares of the distances to four boxes, or a little less (ROUGH_BOX). */
static inline void four_boxes(const struct search *search, const struct na_area_box *boxes,
                              float ret_m2[4])
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
    lanes m2 = dx * dx + dy * dy;
    memcpy(ret_m2, &m2, sizeof m2);
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

/* The squares of about the distances to two edges, without a branch. */
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

/* A hit no farther than the limit. */
static void offer(struct search *search, const struct na_edge_hit *hit, const uint32_t owner[2])
{
    struct na_edge_hit candidate = *hit;
    int owners = owner[1] == NA_AREA_NONE ? 1 : 2;
    if (search->wants_nearest) {
        candidate.area = owner[0];
        if (search->nearest.area == NA_AREA_NONE || is_better(&candidate, &search->nearest)) {
            search->nearest = candidate;
            double limit_m = candidate.distance_m;
            limit_m = search->pass != NULL ? fmax(limit_m, search->radius_m) : limit_m;
            if (limit_m < search->limit_m) {
                set_limit(search, limit_m);
            }
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
    if (hit.distance_m <= search->limit_m) {
        offer(search, &hit, from->owner);
    }
}

/* The nearest edge of a run first: it bounds the others. */
static void search_edges(struct search *search, size_t first)
{
    double m2[NA_BOX_FAN] = {0.0};
    size_t count = na_area_edge_count(search->index->head) - first;
    count = count < NA_BOX_FAN ? count : NA_BOX_FAN;
    const struct na_area_vertex *vertices = search->index->vertices + first;
    for (size_t i = 0; i < count; i += 2) {
        size_t next = i + 1 < count ? i + 1 : i;
        two_edges(search, vertices + i, vertices + next, m2 + i);
    }
    for (size_t i = 0; i < count; i++) { /* no edge */
        m2[i] = vertices[i].owner[0] == NA_AREA_NONE ? INFINITY : m2[i];
    }
    size_t best = 0;
    for (size_t i = 1; i < count; i++) {
        best = m2[i] < m2[best] ? i : best;
    }
    for (size_t i = 0; i <= count && !(m2[best] > search->limit2); i++) {
        size_t at = i == 0 ? best : i - 1;
        if (!(m2[at] > search->limit2) && (i == 0 || at != best)) {
            look_at_edge(search, first + at);
        }
    }
}

/* The boxes below box `box` of `level` (or its edges), nearest first. At most NA_BOX_LEVELS calls
 * deep. */
static void search_box(struct search *search, uint32_t level, size_t box)
{
    float m2[NA_BOX_FAN];
    struct na_area_box padded[NA_BOX_FAN];
    uint8_t near[NA_BOX_FAN];
    size_t near_count = 0;
    size_t first = box * NA_BOX_FAN;
    if (level == 0) {
        search_edges(search, first);
        return;
    }
    size_t count = search->levels.count[level - 1] - first;
    const struct na_area_box *below = search->index->boxes + search->levels.first[level - 1];
    below += first;
    if (count < NA_BOX_FAN) {
        memset(padded, 0, sizeof padded);
        memcpy(padded, below, count * sizeof padded[0]);
        below = padded;
    }
    count = count < NA_BOX_FAN ? count : NA_BOX_FAN;
    four_boxes(search, below, m2);
    four_boxes(search, below + 4, m2 + 4);
    for (size_t i = 0; i < count; i++) {
        if (m2[i] > search->box_limit2) {
            continue;
        }
        size_t at = near_count++;
        for (; at > 0 && m2[near[at - 1]] > m2[i]; at--) {
            near[at] = near[at - 1];
        }
        near[at] = (uint8_t)i;
    }
    for (size_t i = 0; i < near_count && !(m2[near[i]] > search->box_limit2); i++) {
        search_box(search, level - 1, first + near[i]);
    }
}

static void search_all(struct search *search)
{
    if (search->levels.levels > 0) {
        search_box(search, search->levels.levels - 1, 0);
    }
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
    double limit_m = sqrt(least_m2) * (1.0 + ROUGH_EDGE) + ROUGH_EDGE_M;
    set_limit(search, fmax(limit_m, search->radius_m));
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
    while (pass.more) {
        pass.more = false;
        pass.count = 0;
        if (search->wants_nearest) {
            begin_at_leaf(search);
        } else {
            set_limit(search, radius_m);
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
