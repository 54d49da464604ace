/* The network as a view: its check, its tree of boxes, and points along its edges. */
#include "geo/street_net.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/fail.h"
#include "geo/geodesic.h"

#define LEVELS_MAX 12

struct levels {
    size_t first[LEVELS_MAX], count[LEVELS_MAX];
    uint32_t levels;
    size_t total;
};

static struct levels levels_of(uint32_t edge_count)
{
    struct levels levels = {.levels = 0};
    size_t count = edge_count;
    while (count > 1 || (levels.levels == 0 && count > 0)) {
        count = (count + NA_STREET_FAN - 1) / NA_STREET_FAN;
        levels.first[levels.levels] = levels.total;
        levels.count[levels.levels] = count;
        levels.total += count;
        levels.levels++;
    }
    return levels;
}

size_t na_street_box_total(uint32_t edge_count)
{
    return levels_of(edge_count).total;
}

uint32_t na_street_mm(double length_m)
{
    double mm = floor(length_m * 1000.0 + 0.5);
    return mm >= 0.0 && mm <= (double)NA_STREET_MM_MAX ? (uint32_t)mm : NA_STREET_MM_MAX;
}

static const struct na_street_box empty_box = {INT32_MAX, INT32_MAX, INT32_MIN, INT32_MIN};

static void widen(struct na_street_box *box, const struct na_street_box *by)
{
    box->south = by->south < box->south ? by->south : box->south;
    box->west = by->west < box->west ? by->west : box->west;
    box->north = by->north > box->north ? by->north : box->north;
    box->east = by->east > box->east ? by->east : box->east;
}

/* The box of eight edges, or of eight boxes. */
static struct na_street_box box_of(const struct na_street_net *net, const struct levels *levels,
                                   const struct na_street_box *boxes, uint32_t level, size_t i)
{
    struct na_street_box box = empty_box;
    size_t below = level == 0 ? net->edge_count : levels->count[level - 1];
    size_t first = i * NA_STREET_FAN;
    size_t end = below - first < NA_STREET_FAN ? below : first + NA_STREET_FAN;
    if (level > 0) {
        for (size_t child = first; child < end; child++) {
            widen(&box, &boxes[levels->first[level - 1] + child]);
        }
        return box;
    }
    uint32_t last = na_street_edge_end(net, (uint32_t)(end - 1));
    for (uint32_t v = net->edges[first].first_vertex; v < last; v++) {
        const struct na_street_vertex *at = &net->vertices[v];
        widen(&box, &(struct na_street_box){at->lat_e7, at->lon_e7, at->lat_e7, at->lon_e7});
    }
    return box;
}

void na_street_boxes_make(const struct na_street_net *net, struct na_street_box *ret_boxes)
{
    struct levels levels = levels_of(net->edge_count);
    for (uint32_t level = 0; level < levels.levels; level++) {
        for (size_t i = 0; i < levels.count[level]; i++) {
            ret_boxes[levels.first[level] + i] = box_of(net, &levels, ret_boxes, level, i);
        }
    }
}

static enum na_code damaged(struct na_error *reterr, const char *what)
{
    return na_fail(reterr, NA_ERR_CORRUPT, "The network of streets is damaged: %s", what);
}

/* Ends, shape and sums of edge `e`. */
static bool edge_good(const struct na_street_net *net, uint32_t e)
{
    const struct na_street_edge *edge = &net->edges[e];
    uint32_t end = na_street_edge_end(net, e);
    if (edge->a >= net->node_count || edge->b >= net->node_count || edge->mm > NA_STREET_MM_MAX ||
        end > net->vertex_count || edge->first_vertex >= end || end - edge->first_vertex < 2 ||
        (e == 0 && edge->first_vertex != 0) ||
        net->components[edge->a] != net->components[edge->b]) {
        return false;
    }
    uint32_t before = 0;
    for (uint32_t v = edge->first_vertex; v < end; v++) {
        const struct na_street_vertex *at = &net->vertices[v];
        uint32_t mm = na_street_vertex_mm(at);
        if (mm < before || at->lat_e7 < -900000000 || at->lat_e7 > 900000000 ||
            at->lon_e7 < -1800000000 || at->lon_e7 > 1800000000) {
            return false;
        }
        before = mm;
    }
    return na_street_vertex_mm(&net->vertices[edge->first_vertex]) == 0 && before == edge->mm;
}

static struct na_street_point vertex_point(const struct na_street_net *net, uint32_t vertex)
{
    return (struct na_street_point){net->vertices[vertex].lat_e7, net->vertices[vertex].lon_e7};
}

/* The halves of node `n`: each is an end of its edge, and all meet at one place. `seen` counts, in
 * two bits, from which ends an edge was met. */
static bool halves_good(const struct na_street_net *net, uint32_t n, unsigned char *seen)
{
    struct na_street_point at = {0, 0};
    for (uint32_t h = net->first_half[n]; h < net->first_half[n + 1]; h++) {
        const struct na_street_half *half = &net->halves[h];
        uint32_t e = half->edge & ~NA_STREET_HAS_STOPS;
        if (e >= net->edge_count) {
            return false;
        }
        const struct na_street_edge *edge = &net->edges[e];
        bool from_a = edge->a == n && edge->b == half->to && (seen[e] & 1u) == 0;
        bool from_b = !from_a && edge->b == n && edge->a == half->to && (seen[e] & 2u) == 0;
        if ((!from_a && !from_b) || half->mm != edge->mm) {
            return false;
        }
        seen[e] = (unsigned char)(seen[e] | (from_a ? 1u : 2u));
        struct na_street_point here =
            vertex_point(net, from_a ? edge->first_vertex : na_street_edge_end(net, e) - 1);
        if (h > net->first_half[n] && (here.lat_e7 != at.lat_e7 || here.lon_e7 != at.lon_e7)) {
            return false;
        }
        at = here;
    }
    return true;
}

static bool nodes_good(const struct na_street_net *net, unsigned char *seen)
{
    if (net->first_half[0] != 0 ||
        net->first_half[net->node_count] != (uint64_t)2 * net->edge_count) {
        return false;
    }
    for (uint32_t n = 0; n < net->node_count; n++) {
        if (net->first_half[n] > net->first_half[n + 1] ||
            net->first_half[n + 1] > (uint64_t)2 * net->edge_count ||
            net->components[n] >= net->component_count) {
            return false;
        }
    }
    for (uint32_t n = 0; n < net->node_count; n++) {
        if (!halves_good(net, n, seen)) {
            return false;
        }
    }
    return true; /* as many halves as ends, none met twice: each edge has both */
}

static bool boxes_good(const struct na_street_net *net)
{
    struct levels levels = levels_of(net->edge_count);
    if (levels.total != net->box_count) {
        return false;
    }
    for (uint32_t level = 0; level < levels.levels; level++) {
        for (size_t i = 0; i < levels.count[level]; i++) {
            struct na_street_box made = box_of(net, &levels, net->boxes, level, i);
            if (memcmp(&made, &net->boxes[levels.first[level] + i], sizeof made) != 0) {
                return false;
            }
        }
    }
    return true;
}

static bool stop_before(const struct na_street_stop *a, const struct na_street_stop *b)
{
    return a->edge != b->edge     ? a->edge < b->edge
           : a->at_mm != b->at_mm ? a->at_mm < b->at_mm
                                  : a->owner < b->owner;
}

/* In order, within their edges, and marked on the halves; `seen` has all bits of 3 set. */
static bool stops_good(const struct na_street_net *net, uint32_t owner_count, uint32_t snap_max_mm,
                       unsigned char *seen)
{
    for (uint32_t i = 0; i < net->stop_count; i++) {
        const struct na_street_stop *stop = &net->stops[i];
        if (stop->edge >= net->edge_count || stop->at_mm > net->edges[stop->edge].mm ||
            stop->snap_mm > snap_max_mm || stop->owner >= owner_count ||
            (i > 0 && !stop_before(&net->stops[i - 1], stop))) {
            return false;
        }
        seen[stop->edge] |= 4u;
    }
    for (uint32_t i = 0; i < net->stop_count; i++) {
        uint32_t before = i > 0 ? net->by_owner[i - 1] : 0;
        uint32_t at = net->by_owner[i];
        /* Ascending without a repeat, as many as there are: each once. */
        if (at >= net->stop_count ||
            (i > 0 && !(net->stops[before].owner < net->stops[at].owner ||
                        (net->stops[before].owner == net->stops[at].owner && before < at)))) {
            return false;
        }
    }
    for (size_t h = 0; h < (size_t)2 * net->edge_count; h++) {
        uint32_t edge = net->halves[h].edge;
        bool marked = (edge & NA_STREET_HAS_STOPS) != 0;
        if (marked != ((seen[edge & ~NA_STREET_HAS_STOPS] & 4u) != 0)) {
            return false;
        }
    }
    return true;
}

enum na_code na_street_net_check(const struct na_street_net *net, uint32_t owner_count,
                                 uint32_t snap_max_mm, struct na_error *reterr)
{
    if (net->edge_count >= NA_STREET_HAS_STOPS || net->node_count == UINT32_MAX) {
        return damaged(reterr, "it is too large");
    }
    for (uint32_t n = 0; n < net->node_count; n++) {
        if (net->components[n] >= net->component_count) {
            return damaged(reterr, "a node is of no component");
        }
    }
    for (uint32_t e = 0; e < net->edge_count; e++) {
        if (!edge_good(net, e)) {
            return damaged(reterr, "an edge cannot be read");
        }
    }
    unsigned char *seen = calloc((size_t)net->edge_count + 1, 1);
    if (seen == NULL) {
        return na_fail_memory(reterr, "checking the network of streets");
    }
    enum na_code code = NA_OK;
    if (!nodes_good(net, seen)) {
        code = damaged(reterr, "an edge does not have its two ends");
    } else if (!boxes_good(net)) {
        code = damaged(reterr, "a box does not hold its edges");
    } else if (!stops_good(net, owner_count, snap_max_mm, seen)) {
        code = damaged(reterr, "what hangs on it is out of order");
    }
    free(seen);
    return code;
}

static bool boxes_meet(const struct na_street_box *a, const struct na_street_box *b)
{
    return a->south <= b->north && b->south <= a->north && a->west <= b->east && b->west <= a->east;
}

struct visit {
    const struct na_street_net *net;
    struct levels levels;
    const struct na_street_box *box;
    na_street_edge_met *met;
    void *context;
};

/* Recursion is as deep as there are levels. */
static void visit_box(const struct visit *visit, uint32_t level, size_t i)
{
    if (!boxes_meet(&visit->net->boxes[visit->levels.first[level] + i], visit->box)) {
        return;
    }
    size_t below = level == 0 ? visit->net->edge_count : visit->levels.count[level - 1];
    size_t first = i * NA_STREET_FAN;
    size_t end = below - first < NA_STREET_FAN ? below : first + NA_STREET_FAN;
    for (size_t child = first; child < end; child++) {
        if (level == 0) {
            visit->met(visit->context, (uint32_t)child);
        } else {
            visit_box(visit, level - 1, child);
        }
    }
}

void na_street_edges_in(const struct na_street_net *net, const struct na_street_box *box,
                        na_street_edge_met *met, void *context)
{
    struct visit visit = {net, levels_of(net->edge_count), box, met, context};
    if (visit.levels.levels > 0) {
        visit_box(&visit, visit.levels.levels - 1, 0);
    }
}

uint32_t na_street_stops_of(const struct na_street_net *net, uint32_t owner, uint32_t *ret_first)
{
    uint32_t low = 0;
    uint32_t high = net->stop_count;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (net->stops[net->by_owner[middle]].owner < owner) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    *ret_first = low;
    uint32_t count = 0;
    while (low + count < net->stop_count && net->stops[net->by_owner[low + count]].owner == owner) {
        count++;
    }
    return count;
}

static int32_t e7_clamped(double deg, double limit_deg)
{
    return (int32_t)(fmin(fmax(deg, -limit_deg), limit_deg) * 1e7);
}

struct na_street_box na_street_box_around(struct na_lonlat at, double radius_m)
{
    double lon_m = 0.0;
    double lat_m = 0.0;
    na_geodesic_degree_m(at.lat_deg, &lon_m, &lat_m);
    /* A thousandth more, and a unit: the radii change a little within the radius. */
    double up = radius_m * 1.001 / lat_m + 2e-7;
    double across = radius_m * 1.001 / fmax(lon_m, 1.0) + 2e-7;
    return (struct na_street_box){
        e7_clamped(at.lat_deg - up, 90), e7_clamped(at.lon_deg - across, 180),
        e7_clamped(at.lat_deg + up, 90), e7_clamped(at.lon_deg + across, 180)};
}

struct na_lonlat na_street_point_at(const struct na_street_net *net, uint32_t edge, uint32_t at_mm)
{
    uint32_t v = net->edges[edge].first_vertex;
    uint32_t last = na_street_edge_end(net, edge) - 1;
    while (v + 1 < last && na_street_vertex_mm(&net->vertices[v + 1]) < at_mm) {
        v++;
    }
    const struct na_street_vertex *a = &net->vertices[v];
    const struct na_street_vertex *b = &net->vertices[v + 1];
    double length = na_street_vertex_mm(b) - na_street_vertex_mm(a);
    double t = length > 0 ? (at_mm - na_street_vertex_mm(a)) / length : 0.0;
    struct na_lonlat from = na_street_lonlat(a->lat_e7, a->lon_e7);
    struct na_lonlat to = na_street_lonlat(b->lat_e7, b->lon_e7);
    return t >= 1.0 ? to
                    : (struct na_lonlat){from.lon_deg + t * (to.lon_deg - from.lon_deg),
                                         from.lat_deg + t * (to.lat_deg - from.lat_deg)};
}

uint32_t na_street_first_stop(const struct na_street_net *net, uint32_t edge)
{
    uint32_t low = 0;
    uint32_t high = net->stop_count;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (net->stops[middle].edge < edge) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low;
}
