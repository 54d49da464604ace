/* The search in the tree of points: depth first, the nearer half first, with a heap of the k best
 * so far. A half is left out when even its chord is longer than the worst of them, so the answer
 * is exact. */
#include <math.h>

#include "geo/geodesic.h"
#include "geo/geodesic_near.h"
#include "geo/point_tree.h"
#include "geo/point_tree_node.h"

/* b*b/a of WGS84: the least radius of curvature, that of the meridian at the equator. */
#define LEAST_RADIUS_M 6335439.327292462
/* A chord near the diameter of that circle bounds nothing well: its arc sine is all rounding. */
#define CHORD_BOUNDED_M (1.9 * LEAST_RADIUS_M)
/* More than the rounding of coordinates, chords (10 nm) and geodesics (15 nm) together. */
#define SLACK_M 1e-6

/* Worse: farther, or as far with a higher number. */
static bool is_worse(struct na_point_hit a, struct na_point_hit b)
{
    if (a.distance_m < b.distance_m || a.distance_m > b.distance_m) {
        return a.distance_m > b.distance_m;
    }
    return a.point > b.point;
}

/* Sift `hit` up from the end of a heap that has room. */
static void heap_push(struct na_nearest *heap, struct na_point_hit hit)
{
    size_t at = heap->count++;
    while (at > 0 && is_worse(hit, heap->hits[(at - 1) / 2])) {
        heap->hits[at] = heap->hits[(at - 1) / 2];
        at = (at - 1) / 2;
    }
    heap->hits[at] = hit;
}

/* Put `hit` in the place of the worst and sift it down. */
static void heap_replace(struct na_nearest *heap, struct na_point_hit hit)
{
    size_t at = 0;
    for (;;) {
        size_t child = 2 * at + 1;
        if (child >= heap->count) {
            break;
        }
        if (child + 1 < heap->count && is_worse(heap->hits[child + 1], heap->hits[child])) {
            child++;
        }
        if (!is_worse(heap->hits[child], hit)) {
            break;
        }
        heap->hits[at] = heap->hits[child];
        at = child;
    }
    heap->hits[at] = hit;
}

/* One search. First the k shortest chords are found; the longest of them bounds how long a geodesic
 * can still matter. Only if some point passed over lies within that bound, a second walk measures
 * everything within it: rare, but for equal distances. */
struct search {
    const struct na_tree_node *nodes;
    const struct na_geodesic_near *from;
    bool by_series; /* distances by na_geodesic_near_inverse */
    bool is_sure;   /* then: no two so close that it could order them wrongly */
    double max_m;
    na_point_filter *filter;
    const void *context;
    struct na_nearest *nearest;
    struct na_nearest chords; /* of the first walk: squared chords and node indexes */
    double reach2;            /* squared chord from which on nodes are passed over */
    double missed2;           /* no point passed over had a smaller squared chord */
    void (*visit)(struct search *search, uint32_t index, double chord2);
    const struct na_tree_node *measured; /* the last, as coincident points come together */
    double measured_m;
    double measured_deg;
};

static void look(struct search *search, uint32_t index)
{
    const struct na_tree_node *node = search->nodes + index;
    double x = node->xyz_m[0] - search->from->xyz_m[0];
    double y = node->xyz_m[1] - search->from->xyz_m[1];
    double z = node->xyz_m[2] - search->from->xyz_m[2];
    double chord2 = x * x + y * y + z * z;
    if (chord2 < search->reach2) {
        search->visit(search, index, chord2);
    } else if (chord2 < search->missed2) {
        search->missed2 = chord2;
    }
}

/* Look at the nodes low..high-1. Recurses once a level of the balanced tree. */
static void walk(struct search *search, uint32_t low, uint32_t high)
{
    while (high - low > NA_TREE_LEAF_MAX) {
        uint32_t middle = low + (high - low) / 2;
        const struct na_tree_node *node = search->nodes + middle;
        double apart = search->from->xyz_m[node->axis] - node->xyz_m[node->axis];
        if (apart < 0.0) {
            walk(search, low, middle);
            low = middle + 1;
        } else {
            walk(search, middle + 1, high);
            high = middle;
        }
        double apart2 = apart * apart;
        if (apart2 >= search->reach2) {
            search->missed2 = apart2 < search->missed2 ? apart2 : search->missed2;
            return;
        }
        look(search, middle);
    }
    for (uint32_t i = low; i < high; i++) {
        look(search, i);
    }
}

static bool is_wanted(const struct search *search, const struct na_tree_node *node)
{
    return search->filter == NULL || search->filter(search->context, node->number);
}

/* First walk: keep the k shortest chords. */
static void keep_chord(struct search *search, uint32_t index, double chord2)
{
    struct na_nearest *chords = &search->chords;
    if (!is_wanted(search, search->nodes + index)) {
        return;
    }
    struct na_point_hit chord = {.distance_m = chord2, .point = index};
    if (chords->count < chords->k) {
        heap_push(chords, chord);
    } else {
        double dropped2 = chords->hits[0].distance_m;
        search->missed2 = dropped2 < search->missed2 ? dropped2 : search->missed2;
        heap_replace(chords, chord);
    }
    if (chords->count == chords->k) {
        search->reach2 = chords->hits[0].distance_m;
    }
}

/* Could the two be in another order by the geodesic? One place has one distance, however measured.
 */
static bool is_close(const struct na_point_hit *a, const struct na_point_hit *b)
{
    return fabs(a->distance_m - b->distance_m) <= 2.0 * NA_NEAR_ERROR_M &&
           (a->at.lon_deg != b->at.lon_deg || a->at.lat_deg != b->at.lat_deg);
}

/* Compare a hit by the series with all that it may stand beside. */
static void doubt(struct search *search, const struct na_point_hit *hit)
{
    const struct na_nearest *nearest = search->nearest;
    if (fabs(hit->distance_m - search->max_m) <= NA_NEAR_ERROR_M) {
        search->is_sure = false;
    }
    for (size_t i = 0; i < nearest->count; i++) {
        search->is_sure = search->is_sure && !is_close(&nearest->hits[i], hit);
    }
}

/* Offer the point to the caller's hits by its geodesic. */
static void measure(struct search *search, const struct na_tree_node *node)
{
    const struct na_tree_node *last = search->measured;
    struct na_nearest *nearest = search->nearest;
    /* == on doubles: the very same arguments give the very same result. */
    if (last == NULL || last->lon_deg != node->lon_deg || last->lat_deg != node->lat_deg) {
        struct na_lonlat to = {node->lon_deg, node->lat_deg};
        if (search->by_series) {
            na_geodesic_near_inverse(search->from, to, node->xyz_m, &search->measured_m,
                                     &search->measured_deg);
        } else {
            na_geodesic_inverse(search->from->at, to, &search->measured_m, &search->measured_deg);
        }
        search->measured = node;
    }
    struct na_point_hit hit = {
        search->measured_m, node->number, search->measured_deg, {node->lon_deg, node->lat_deg}};
    if (search->by_series) {
        doubt(search, &hit);
    }
    if (hit.distance_m > search->max_m) {
        return;
    }
    if (nearest->count < nearest->k) {
        heap_push(nearest, hit);
    } else if (is_worse(nearest->hits[0], hit)) {
        heap_replace(nearest, hit);
    }
}

static double square(double a)
{
    return a * a;
}

/* Second walk: measure all there is; better hits draw the reach in. */
static void measure_visited(struct search *search, uint32_t index, double chord2)
{
    (void)chord2;
    if (is_wanted(search, search->nodes + index)) {
        measure(search, search->nodes + index);
        if (search->nearest->count == search->nearest->k) {
            double reach2 = square(search->nearest->hits[0].distance_m + SLACK_M);
            search->reach2 = reach2 < search->reach2 ? reach2 : search->reach2;
        }
    }
}

/* The longest a geodesic with this chord can be. Schwarz's theorem leaves two cases, no longer than
 * the minor arc or no shorter than the major one; a shortest path so long (19,903 km) ends near the
 * antipode, where chords are longer than CHORD_BOUNDED_M. */
static double longest_geodesic_m(double chord_m)
{
    if (chord_m >= CHORD_BOUNDED_M) {
        return INFINITY;
    }
    return 2.0 * LEAST_RADIUS_M * asin(chord_m / (2.0 * LEAST_RADIUS_M));
}

/* Beyond this no distance can become a hit. */
static double search_limit_m(const struct search *search)
{
    const struct na_nearest *nearest = search->nearest;
    bool full = nearest->count == nearest->k;
    return full && nearest->hits[0].distance_m < search->max_m ? nearest->hits[0].distance_m
                                                               : search->max_m;
}

static bool search_tree(const struct na_point_tree *tree, const struct na_geodesic_near *from,
                        double max_m, na_point_filter *filter, const void *context, bool by_series,
                        struct na_nearest *nearest)
{
    struct search search;
    if (tree->count == 0 || nearest->k == 0 || !(max_m >= 0.0)) {
        return true;
    }
    search.nodes = tree->nodes;
    search.from = from;
    search.by_series = by_series;
    search.is_sure = true;
    search.max_m = max_m;
    search.filter = filter;
    search.context = context;
    search.nearest = nearest;
    search.chords.count = 0; /* the rest of chords.hits is written before it is read */
    search.chords.k = nearest->k;
    search.measured = NULL;
    double limit_m = search_limit_m(&search);
    search.reach2 = square(limit_m + SLACK_M);
    search.missed2 = INFINITY;
    search.visit = keep_chord;
    walk(&search, 0, tree->count);

    if (search.chords.count == search.chords.k) {
        double bound_m = longest_geodesic_m(sqrt(search.chords.hits[0].distance_m));
        limit_m = bound_m < limit_m ? bound_m : limit_m;
    }
    double reach2 = square(limit_m + SLACK_M);
    if (search.missed2 > reach2) {
        for (size_t i = 0; i < search.chords.count; i++) {
            measure(&search, search.nodes + search.chords.hits[i].point);
        }
        return search.is_sure;
    }
    search.reach2 = reach2;
    search.visit = measure_visited;
    walk(&search, 0, tree->count);
    return search.is_sure;
}

void na_point_tree_search(const struct na_point_tree *tree, struct na_lonlat from, double max_m,
                          na_point_filter *filter, const void *context, struct na_nearest *nearest)
{
    struct na_geodesic_near near;
    na_geodesic_near_init(&near, from);
    (void)search_tree(tree, &near, max_m, filter, context, false, nearest);
}

bool na_point_tree_search_near(const struct na_point_tree *tree, struct na_lonlat from,
                               double max_m, na_point_filter *filter, const void *context,
                               struct na_nearest *nearest)
{
    struct na_geodesic_near near;
    na_geodesic_near_init(&near, from);
    return search_tree(tree, &near, max_m, filter, context, true, nearest);
}

bool na_point_tree_search_from(const struct na_point_tree *tree,
                               const struct na_geodesic_near *from, double max_m,
                               na_point_filter *filter, const void *context,
                               struct na_nearest *nearest)
{
    return search_tree(tree, from, max_m, filter, context, true, nearest);
}

void na_nearest_sort(struct na_nearest *nearest)
{
    for (size_t i = 1; i < nearest->count; i++) {
        struct na_point_hit hit = nearest->hits[i];
        size_t at = i;
        for (; at > 0 && is_worse(nearest->hits[at - 1], hit); at--) {
            nearest->hits[at] = nearest->hits[at - 1];
        }
        nearest->hits[at] = hit;
    }
}
