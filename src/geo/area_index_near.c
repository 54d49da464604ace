/* How far the boundaries are: down the boxes around the edges, the nearest first, leaving out what
 * cannot matter. */
#include <math.h>
#include <string.h>

#include "geo/area_index.h"
#include "geo/area_index_boxes.h"
#include "geo/area_index_layout.h"

/* Areas found in one pass of na_area_index_within. */
#define PASS_AREAS 64
/* Rounding never makes a box seem this much farther, relatively, than an edge in it. */
#define SLACK (1.0 - 1e-9)

struct search {
    const struct na_area_index *index;
    double x;
    double y;
    struct na_metric metric;
    double limit_m; /* nothing farther matters; shrinks in a search for the nearest */
    void (*offer)(struct search *search, const struct na_edge_hit *hit, const uint32_t owner[2]);
    void *context;
};

/* Distance in metres to a box, or a little less. */
static double box_distance(const struct search *search, const struct na_area_box *box)
{
    double west = (double)box->west - search->x;
    double east = search->x - (double)box->east;
    double south = (double)box->south - search->y;
    double north = search->y - (double)box->north;
    double dx = west > east ? west : east;
    double dy = south > north ? south : north;
    dx = dx > 0.0 ? dx * search->metric.x_m : 0.0;
    dy = dy > 0.0 ? dy * search->metric.y_m : 0.0;
    return sqrt(dx * dx + dy * dy) * SLACK;
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

static void search_edges(struct search *search, size_t first)
{
    const struct na_area_index *index = search->index;
    size_t end = first + NA_BOX_FAN;
    end = end < index->head->edge_count ? end : index->head->edge_count;
    for (size_t edge = first; edge < end; edge++) {
        struct na_edge_hit hit;
        measure(search, index->coords + 4 * edge, &hit);
        if (hit.distance_m <= search->limit_m) {
            search->offer(search, &hit, index->owners + 2 * edge);
        }
    }
}

/* A box still to be looked into, and how near it is. */
struct candidate {
    double distance_m;
    size_t box;
};

/* The boxes below box `box` of `level` (or its edges), nearest first. At most NA_BOX_LEVELS calls
 * deep. */
static void search_box(struct search *search, const struct na_box_levels *levels, uint32_t level,
                       size_t box)
{
    struct candidate near[NA_BOX_FAN];
    size_t count = 0;
    if (level == 0) {
        search_edges(search, box * NA_BOX_FAN);
        return;
    }
    size_t first = box * NA_BOX_FAN;
    size_t end = first + NA_BOX_FAN;
    end = end < levels->count[level - 1] ? end : levels->count[level - 1];
    const struct na_area_box *below = search->index->boxes + levels->first[level - 1];
    for (size_t i = first; i < end; i++) {
        struct candidate candidate = {box_distance(search, &below[i]), i};
        if (!(candidate.distance_m <= search->limit_m)) {
            continue;
        }
        size_t at = count++;
        for (; at > 0 && near[at - 1].distance_m > candidate.distance_m; at--) {
            near[at] = near[at - 1];
        }
        near[at] = candidate;
    }
    for (size_t i = 0; i < count && near[i].distance_m <= search->limit_m; i++) {
        search_box(search, levels, level - 1, near[i].box);
    }
}

static void search_all(struct search *search)
{
    struct na_box_levels levels = na_box_levels_of(search->index->head->edge_count);
    if (levels.levels > 0) {
        search_box(search, &levels, levels.levels - 1, 0);
    }
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

static void offer_nearest(struct search *search, const struct na_edge_hit *hit,
                          const uint32_t owner[2])
{
    struct na_edge_hit *best = search->context;
    struct na_edge_hit candidate = *hit;
    candidate.area = owner[0] < owner[1] ? owner[0] : owner[1];
    if (best->area == NA_AREA_NONE || is_better(&candidate, best)) {
        *best = candidate;
        search->limit_m = candidate.distance_m;
    }
}

bool na_area_index_nearest_edge(const struct na_area_index *index, double x, double y,
                                struct na_metric metric, struct na_edge_hit *ret_hit)
{
    struct na_edge_hit best = {.area = NA_AREA_NONE};
    struct search search = {.index = index,
                            .x = x,
                            .y = y,
                            .metric = metric,
                            .limit_m = INFINITY,
                            .offer = offer_nearest,
                            .context = &best};
    search_all(&search);
    if (best.area == NA_AREA_NONE) {
        return false;
    }
    *ret_hit = best;
    return true;
}

/* The best hits of the lowest areas from `floor` on. */
struct pass {
    struct na_edge_hit hits[PASS_AREAS]; /* ascending by area */
    size_t count;
    uint32_t floor;
    bool more; /* an area did not fit */
};

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

static void offer_pass(struct search *search, const struct na_edge_hit *hit,
                       const uint32_t owner[2])
{
    struct pass *pass = search->context;
    struct na_edge_hit candidate = *hit;
    for (int i = 0; i < 2; i++) {
        candidate.area = owner[i];
        if (owner[i] >= pass->floor) {
            pass_add(pass, &candidate);
        }
    }
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
 * told apart and counted without memory for them; nearly always one. */
size_t na_area_index_within(const struct na_area_index *index, double x, double y,
                            struct na_metric metric, double radius_m, struct na_edge_hit *ret_hits,
                            size_t capacity)
{
    size_t found = 0;
    size_t kept = 0;
    struct pass pass; /* its hits are written before they are read */
    pass.floor = 0;
    pass.more = true;
    while (pass.more) {
        pass.more = false;
        pass.count = 0;
        struct search search = {.index = index,
                                .x = x,
                                .y = y,
                                .metric = metric,
                                .limit_m = radius_m,
                                .offer = offer_pass,
                                .context = &pass};
        search_all(&search);
        for (size_t i = 0; i < pass.count; i++) {
            kept = insert_hit(ret_hits, kept, capacity, &pass.hits[i]);
        }
        found += pass.count;
        if (pass.count > 0) {
            pass.floor = pass.hits[pass.count - 1].area + 1;
        }
    }
    return found;
}
