/* How far the boundaries are: first-level cells in rings around the point, until none further out
 * can matter. */
#include <math.h>
#include <string.h>

#include "geo/area_index.h"
#include "geo/area_index_layout.h"

/* Areas found in one pass of na_area_index_within. */
#define PASS_AREAS 64
/* Rounding never makes a cell seem this much farther, relatively, than an edge in it. */
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

/* Cells i0 <= i < i1, j0 <= j < j1, in cells of the first level. */
struct block {
    double i0;
    double j0;
    double i1;
    double j1;
};

/* Distance in metres to the boxes of a block, or a little less. */
static double block_distance(const struct search *search, const struct block *block)
{
    const struct na_area_index_head *head = search->index->head;
    double dx = fmax(fmax(na_axis_low(&head->x, block->i0) - search->x,
                          search->x - na_axis_high(&head->x, block->i1)),
                     0.0);
    double dy = fmax(fmax(na_axis_low(&head->y, block->j0) - search->y,
                          search->y - na_axis_high(&head->y, block->j1)),
                     0.0);
    dx *= search->metric.x_m;
    dy *= search->metric.y_m;
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

static void search_leaf(struct search *search, uint32_t cell)
{
    const struct na_area_index *index = search->index;
    size_t at = NA_CELL_VALUE(cell);
    struct na_area_leaf leaf;
    if (!na_area_leaf_read(index->lists + at, index->head->word_count - at, &leaf)) {
        return;
    }
    for (uint32_t i = 0; i < leaf.edge_count; i++) {
        size_t edge = na_leaf_edge(&leaf, i);
        struct na_edge_hit hit;
        measure(search, index->coords + 4 * edge, &hit);
        if (hit.distance_m <= search->limit_m) {
            search->offer(search, &hit, index->owners + 2 * edge);
        }
    }
}

static void search_grid(struct search *search, uint32_t cell, uint32_t i, uint32_t j)
{
    uint32_t k = UINT32_C(1) << NA_GRID_LOG2(cell);
    const uint32_t *cells = search->index->cells + NA_GRID_FIRST(cell);
    double step = 1.0 / k;
    for (uint32_t b = 0; b < k; b++) {
        for (uint32_t a = 0; a < k; a++) {
            struct block block = {i + a * step, j + b * step, i + (a + 1) * step,
                                  j + (b + 1) * step};
            uint32_t sub = cells[(size_t)b * k + a];
            if (NA_CELL_KIND(sub) == NA_CELL_LEAF &&
                block_distance(search, &block) <= search->limit_m) {
                search_leaf(search, sub);
            }
        }
    }
}

static void search_cell(struct search *search, uint32_t i, uint32_t j)
{
    uint32_t nx = search->index->head->x.count;
    uint32_t cell = search->index->cells[na_area_cell_number(nx, i, j)];
    if (NA_CELL_KIND(cell) == NA_CELL_WHOLE) {
        return;
    }
    struct block block = {i, j, (double)i + 1, (double)j + 1};
    if (block_distance(search, &block) > search->limit_m) {
        return;
    }
    if (NA_CELL_KIND(cell) == NA_CELL_GRID) {
        search_grid(search, cell, i, j);
    } else {
        search_leaf(search, cell);
    }
}

/* The column or row that is nearest to the coordinate. */
static uint32_t nearest_cell(const struct na_area_axis *axis, double value)
{
    double inside = fmin(fmax(value, axis->low), axis->high);
    double cell = (inside - axis->low) * axis->inverse;
    return cell < axis->count ? (uint32_t)cell : axis->count - 1;
}

/* Cells at least `ring` columns or rows away from (ci, cj): how near can they be? INFINITY when
 * there are none. */
static double beyond(const struct search *search, uint32_t ci, uint32_t cj, uint32_t ring)
{
    double nx = search->index->head->x.count;
    double ny = search->index->head->y.count;
    double least = INFINITY;
    if (ci >= ring) {
        least = block_distance(search, &(struct block){0, 0, (double)(ci - ring) + 1, ny});
    }
    if (cj >= ring) {
        least =
            fmin(least, block_distance(search, &(struct block){0, 0, nx, (double)(cj - ring) + 1}));
    }
    if ((double)ci + ring < nx) {
        least = fmin(least, block_distance(search, &(struct block){(double)ci + ring, 0, nx, ny}));
    }
    if ((double)cj + ring < ny) {
        least = fmin(least, block_distance(search, &(struct block){0, (double)cj + ring, nx, ny}));
    }
    return least;
}

/* The cells exactly `ring` away. */
static void search_ring(struct search *search, uint32_t ci, uint32_t cj, uint32_t ring)
{
    uint32_t nx = search->index->head->x.count;
    uint32_t ny = search->index->head->y.count;
    uint32_t i0 = ci > ring ? ci - ring : 0;
    uint32_t i1 = nx - ci > ring ? ci + ring : nx - 1;
    uint32_t j0 = cj > ring ? cj - ring : 0;
    uint32_t j1 = ny - cj > ring ? cj + ring : ny - 1;
    for (uint32_t j = j0; j <= j1; j++) {
        if (cj - j == ring || j - cj == ring) {
            for (uint32_t i = i0; i <= i1; i++) {
                search_cell(search, i, j);
            }
            continue;
        }
        if (ci >= ring) {
            search_cell(search, ci - ring, j);
        }
        if (nx - ci > ring) {
            search_cell(search, ci + ring, j);
        }
    }
}

static void search_all(struct search *search)
{
    const struct na_area_index_head *head = search->index->head;
    uint32_t ci = nearest_cell(&head->x, search->x);
    uint32_t cj = nearest_cell(&head->y, search->y);
    search_cell(search, ci, cj);
    for (uint32_t ring = 1; beyond(search, ci, cj, ring) <= search->limit_m; ring++) {
        if (ring >= head->x.count && ring >= head->y.count) {
            break;
        }
        search_ring(search, ci, cj, ring);
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
    struct pass pass = {.more = true};
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
