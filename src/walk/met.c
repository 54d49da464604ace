/* A place within r of the centre is at most d + r from the streets, d being how far the centre is:
 * what it meets is within d + 2 r of the centre. The same for cells of the circle leaves less. */
#include "walk/met.h"

#include <math.h>

#include "geo/geodesic.h"

#define MARKS 4 /* cells along a side, when it is looked closer */

static size_t component_slot(const struct na_walk_met *met, uint32_t component)
{
    size_t i = 0;
    while (i < met->snaps.count && met->snaps.items[i].component != component) {
        i++;
    }
    return i;
}

double na_walk_line_off_m(const struct na_walk_line *line, double x, double y)
{
    double length2 = line->dx * line->dx + line->dy * line->dy;
    double t =
        length2 > 0.0 ? ((x - line->x) * line->dx + (y - line->y) * line->dy) / length2 : 0.0;
    t = t < 0.0 ? 0.0 : t > 1.0 ? 1.0 : t;
    double off_x = line->x + t * line->dx - x;
    double off_y = line->y + t * line->dy - y;
    return sqrt(off_x * off_x + off_y * off_y);
}

bool na_walk_line_clip(const struct na_walk_line *line, double x, double y, double radius_m,
                       double *ret_low, double *ret_high)
{
    double from_x = line->x - x;
    double from_y = line->y - y;
    double length2 = line->dx * line->dx + line->dy * line->dy;
    if (length2 <= 0.0) {
        *ret_low = *ret_high = 0.0;
        return from_x * from_x + from_y * from_y <= radius_m * radius_m;
    }
    double middle = -(from_x * line->dx + from_y * line->dy) / length2;
    double off_x = from_x + middle * line->dx;
    double off_y = from_y + middle * line->dy;
    double left2 = radius_m * radius_m - off_x * off_x - off_y * off_y;
    if (left2 < 0.0) {
        return false;
    }
    double half = sqrt(left2 / length2);
    *ret_low = fmax(middle - half, 0.0);
    *ret_high = fmin(middle + half, 1.0);
    return *ret_low <= *ret_high;
}

/* The part from vertex `v` to the next; false: it is out of reach. */
static bool part_of(const struct na_walk_met *met, uint32_t v, struct na_walk_part *ret_part)
{
    const struct na_street_vertex *vertex = &met->net->vertices[v];
    struct na_lonlat a = na_street_lonlat(vertex->lat_e7, vertex->lon_e7);
    struct na_lonlat b = na_street_lonlat(vertex[1].lat_e7, vertex[1].lon_e7);
    ret_part->line = (struct na_walk_line){
        (a.lon_deg - met->at.lon_deg) * met->lon_m, (a.lat_deg - met->at.lat_deg) * met->lat_m,
        (b.lon_deg - a.lon_deg) * met->lon_m, (b.lat_deg - a.lat_deg) * met->lat_m};
    ret_part->mm = na_street_vertex_mm(vertex);
    ret_part->length_mm = na_street_vertex_mm(vertex + 1) - ret_part->mm;
    ret_part->is_covered = (vertex->mm & NA_STREET_COVERED) != 0;
    ret_part->is_met = true;
    double reach_m = ret_part->is_covered ? NA_STREET_COVERED_SNAP_M + met->radius_m + met->eps_m
                                          : met->reach_m[ret_part->component];
    return na_walk_line_clip(&ret_part->line, 0.0, 0.0, reach_m, &ret_part->low, &ret_part->high);
}

static void gather_edge(void *context, uint32_t edge)
{
    struct na_walk_met *met = context;
    const struct na_street_net *net = met->net;
    size_t component = component_slot(met, net->components[net->edges[edge].a]);
    bool is_known = component < met->snaps.count;
    uint32_t last = na_street_edge_end(net, edge) - 1;
    bool is_new = true;
    for (uint32_t v = net->edges[edge].first_vertex; v < last && !met->is_doubtful; v++) {
        struct na_walk_part part = {.component = (uint16_t)component};
        if ((!is_known && (net->vertices[v].mm & NA_STREET_COVERED) == 0) ||
            !part_of(met, v, &part)) {
            continue;
        }
        if (!is_known || met->part_count == NA_WALK_PARTS_MAX ||
            (is_new && met->edge_count == NA_WALK_EDGES_MAX)) {
            met->is_doubtful = true;
            return;
        }
        if (is_new) {
            met->edges[met->edge_count++] =
                (struct na_walk_near_edge){edge, (uint32_t)met->part_count};
            is_new = false;
        }
        met->parts[met->part_count++] = part;
    }
}

static bool is_covered_at(const struct na_street_net *net, const struct na_street_snap *snap)
{
    uint32_t last = na_street_edge_end(net, snap->edge) - 1;
    for (uint32_t v = net->edges[snap->edge].first_vertex; v < last; v++) {
        if (na_street_vertex_mm(&net->vertices[v]) <= snap->at_mm &&
            na_street_vertex_mm(&net->vertices[v + 1]) >= snap->at_mm &&
            (net->vertices[v].mm & NA_STREET_COVERED) != 0) {
            return true;
        }
    }
    return false;
}

void na_walk_met_gather(const struct na_street_net *net, struct na_lonlat at, double radius_m,
                        double snap_m, struct na_walk_met *ret_met)
{
    struct na_walk_met *met = ret_met;
    double size_m = snap_m + 2.0 * radius_m;
    double most_m = 0.0;
    met->net = net;
    met->at = at;
    met->radius_m = radius_m;
    met->snap_m = snap_m;
    met->eps_m = 0.005 + 1e-6 * size_m * size_m;
    met->part_count = met->edge_count = 0;
    na_geodesic_degree_m(at.lat_deg, &met->lon_m, &met->lat_m);
    na_street_snap(net, at, snap_m + radius_m + met->eps_m, &met->snaps);
    met->is_doubtful = met->snaps.count == 0 || met->snaps.count == NA_STREET_SNAPS_MAX;
    for (size_t i = 0; i < met->snaps.count; i++) {
        const struct na_street_snap *snap = &met->snaps.items[i];
        double reach_m = snap_m + radius_m;
        /* A bridge is met from near by alone: the next street of its component may be far. */
        if (!is_covered_at(net, snap)) {
            reach_m = fmin(reach_m, snap->snap_mm / 1000.0 + 2.0 * radius_m);
        }
        met->reach_m[i] = reach_m + met->eps_m;
        most_m = fmax(most_m, met->reach_m[i]);
    }
    struct na_street_box box = na_street_box_around(at, most_m);
    na_street_edges_in(net, &box, gather_edge, met);
}

size_t na_walk_met_part_end(const struct na_walk_met *met, size_t edge)
{
    return edge + 1 < met->edge_count ? met->edges[edge + 1].first_part : met->part_count;
}

bool na_walk_met_of_edge(const struct na_walk_met *met, size_t edge, uint32_t *ret_from_mm,
                         uint32_t *ret_to_mm, size_t *ret_component)
{
    double from_mm = INFINITY;
    double to_mm = -INFINITY;
    for (size_t i = met->edges[edge].first_part; i < na_walk_met_part_end(met, edge); i++) {
        const struct na_walk_part *part = &met->parts[i];
        if (part->is_met) {
            from_mm = fmin(from_mm, floor(part->mm + part->low * part->length_mm));
            to_mm = fmax(to_mm, ceil(part->mm + part->high * part->length_mm));
            *ret_component = part->component;
        }
    }
    if (from_mm > to_mm) {
        return false;
    }
    *ret_from_mm = (uint32_t)from_mm;
    *ret_to_mm = (uint32_t)fmin(to_mm, met->net->edges[met->edges[edge].edge].mm);
    return true;
}

void na_walk_met_near(const struct na_walk_met *met, double x, double y, double h_m,
                      double ret_near_m[NA_STREET_SNAPS_MAX])
{
    for (size_t i = 0; i < met->snaps.count; i++) {
        ret_near_m[i] = INFINITY;
    }
    for (size_t i = 0; i < met->part_count; i++) {
        const struct na_walk_part *part = &met->parts[i];
        double off_m = na_walk_line_off_m(&part->line, x, y);
        if (off_m < ret_near_m[part->component] &&
            (!part->is_covered || off_m + h_m + met->eps_m <= NA_STREET_COVERED_SNAP_M)) {
            ret_near_m[part->component] = off_m;
        }
    }
}

double na_walk_met_reach_m(const struct na_walk_met *met, double near_m, double h_m,
                           bool is_covered)
{
    double most_m = is_covered ? NA_STREET_COVERED_SNAP_M : met->snap_m;
    return fmin(near_m + 2.0 * h_m, most_m + h_m) + met->eps_m;
}

void na_walk_met_mark(struct na_walk_met *met)
{
    double near_m[NA_STREET_SNAPS_MAX];
    double half_m = met->radius_m / MARKS;
    double h_m = half_m * sqrt(2.0);
    for (size_t i = 0; i < met->part_count; i++) {
        met->parts[i].is_met = false;
    }
    for (int cell = 0; cell < MARKS * MARKS; cell++) {
        double x = half_m * (2 * (cell % MARKS) + 1 - MARKS);
        double y = half_m * (2 * (cell / MARKS) + 1 - MARKS);
        na_walk_met_near(met, x, y, h_m, near_m);
        for (size_t i = 0; i < met->part_count; i++) {
            struct na_walk_part *part = &met->parts[i];
            double reach_m =
                na_walk_met_reach_m(met, near_m[part->component], h_m, part->is_covered);
            double low = 0.0;
            double high = 0.0;
            if (na_walk_line_clip(&part->line, x, y, reach_m, &low, &high)) {
                part->low = part->is_met ? fmin(part->low, low) : low;
                part->high = part->is_met ? fmax(part->high, high) : high;
                part->is_met = true;
            }
        }
    }
}
