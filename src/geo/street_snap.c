/* Where a position meets the network of streets: the nearest point of each component. */
#include <math.h>
#include <string.h>

#include "geo/geodesic.h"
#include "geo/street_net.h"

/* A point of a segment as it is compared: its distance, then places alone. */
struct candidate {
    uint64_t um;
    struct na_street_point at, low, high; /* the point; the ends of its segment */
    struct na_lonlat exact;               /* the point, not rounded */
    uint32_t component, edge, at_mm;
};

struct search {
    const struct na_street_net *net;
    struct na_lonlat from;
    double lon_m, lat_m; /* metres a degree */
    double radius_m;
    struct candidate best[NA_STREET_SNAPS_MAX];
    size_t count;
};

static int compare_points(struct na_street_point a, struct na_street_point b)
{
    if (a.lat_e7 != b.lat_e7) {
        return a.lat_e7 < b.lat_e7 ? -1 : 1;
    }
    return (a.lon_e7 > b.lon_e7) - (a.lon_e7 < b.lon_e7);
}

static int compare(const struct candidate *a, const struct candidate *b)
{
    if (a->um != b->um) {
        return a->um < b->um ? -1 : 1;
    }
    int by = compare_points(a->at, b->at);
    by = by != 0 ? by : compare_points(a->low, b->low);
    return by != 0 ? by : compare_points(a->high, b->high);
}

/* Keep the best of each component. */
static void offer(struct search *search, const struct candidate *candidate)
{
    size_t worst = 0;
    for (size_t i = 0; i < search->count; i++) {
        if (search->best[i].component == candidate->component) {
            if (compare(candidate, &search->best[i]) < 0) {
                search->best[i] = *candidate;
            }
            return;
        }
        worst = compare(&search->best[i], &search->best[worst]) > 0 ? i : worst;
    }
    if (search->count < NA_STREET_SNAPS_MAX) {
        search->best[search->count++] = *candidate;
    } else if (compare(candidate, &search->best[worst]) < 0) {
        search->best[worst] = *candidate;
    }
}

static struct na_street_point point_of(const struct na_street_vertex *vertex)
{
    return (struct na_street_point){vertex->lat_e7, vertex->lon_e7};
}

/* Metres east and north of the position. */
static void in_plane(const struct search *search, struct na_street_point at, double *ret_x,
                     double *ret_y)
{
    struct na_lonlat degrees = na_street_lonlat(at.lat_e7, at.lon_e7);
    *ret_x = (degrees.lon_deg - search->from.lon_deg) * search->lon_m;
    *ret_y = (degrees.lat_deg - search->from.lat_deg) * search->lat_m;
}

static int32_t e7_between(int32_t from, int32_t to, double t)
{
    return (int32_t)lrint((double)from + t * ((double)to - (double)from));
}

/* The nearest point of one segment. It is worked out from the lower end, whichever way the
 * segment is stored, so that a way that is turned round gives the same bits. */
static void try_segment(struct search *search, uint32_t edge, uint32_t v)
{
    const struct na_street_vertex *first = &search->net->vertices[v];
    bool turned = compare_points(point_of(first), point_of(first + 1)) > 0;
    struct candidate candidate = {.low = point_of(turned ? first + 1 : first),
                                  .high = point_of(turned ? first : first + 1),
                                  .edge = edge};
    double x = 0.0;
    double y = 0.0;
    double end_x = 0.0;
    double end_y = 0.0;
    in_plane(search, candidate.low, &x, &y);
    in_plane(search, candidate.high, &end_x, &end_y);
    double dx = end_x - x;
    double dy = end_y - y;
    double length2 = dx * dx + dy * dy;
    double t = length2 > 0.0 ? fmin(fmax(-(x * dx + y * dy) / length2, 0.0), 1.0) : 0.0;
    double distance_m = sqrt((x + t * dx) * (x + t * dx) + (y + t * dy) * (y + t * dy));
    bool covered = (first->mm & NA_STREET_COVERED) != 0;
    if (distance_m > search->radius_m || (covered && distance_m > NA_STREET_COVERED_SNAP_M)) {
        return;
    }
    candidate.um = (uint64_t)floor(distance_m * 1e6 + 0.5);
    candidate.at =
        (struct na_street_point){e7_between(candidate.low.lat_e7, candidate.high.lat_e7, t),
                                 e7_between(candidate.low.lon_e7, candidate.high.lon_e7, t)};
    struct na_lonlat low = na_street_lonlat(candidate.low.lat_e7, candidate.low.lon_e7);
    struct na_lonlat high = na_street_lonlat(candidate.high.lat_e7, candidate.high.lon_e7);
    candidate.exact = (struct na_lonlat){low.lon_deg + t * (high.lon_deg - low.lon_deg),
                                         low.lat_deg + t * (high.lat_deg - low.lat_deg)};
    uint32_t from_mm = na_street_vertex_mm(first);
    uint32_t length_mm = na_street_vertex_mm(first + 1) - from_mm;
    uint32_t along_mm = (uint32_t)floor(t * length_mm + 0.5);
    candidate.at_mm = from_mm + (turned ? length_mm - along_mm : along_mm);
    candidate.component = search->net->components[search->net->edges[edge].a];
    offer(search, &candidate);
}

static bool may_be_near(const struct na_street_box *box, const struct na_street_vertex *a,
                        const struct na_street_vertex *b)
{
    return (a->lat_e7 >= box->south || b->lat_e7 >= box->south) &&
           (a->lat_e7 <= box->north || b->lat_e7 <= box->north) &&
           (a->lon_e7 >= box->west || b->lon_e7 >= box->west) &&
           (a->lon_e7 <= box->east || b->lon_e7 <= box->east);
}

struct visit {
    struct search search;
    struct na_street_box box;
};

static void try_edge(void *context, uint32_t edge)
{
    struct visit *visit = context;
    const struct na_street_net *net = visit->search.net;
    uint32_t last = na_street_edge_end(net, edge) - 1;
    for (uint32_t v = net->edges[edge].first_vertex; v < last; v++) {
        if (may_be_near(&visit->box, &net->vertices[v], &net->vertices[v + 1])) {
            try_segment(&visit->search, edge, v);
        }
    }
}

void na_street_snap(const struct na_street_net *net, struct na_lonlat from, double radius_m,
                    struct na_street_snaps *ret_snaps)
{
    struct visit visit;
    struct search *search = &visit.search;
    search->net = net;
    search->from = from;
    search->radius_m = radius_m;
    search->count = 0;
    na_geodesic_degree_m(from.lat_deg, &search->lon_m, &search->lat_m);
    visit.box = na_street_box_around(from, radius_m);
    na_street_edges_in(net, &visit.box, try_edge, &visit);
    for (size_t i = 1; i < search->count; i++) { /* few: by insertion */
        struct candidate moved = search->best[i];
        size_t to = i;
        for (; to > 0 && compare(&moved, &search->best[to - 1]) < 0; to--) {
            search->best[to] = search->best[to - 1];
        }
        search->best[to] = moved;
    }
    ret_snaps->count = search->count;
    for (size_t i = 0; i < search->count; i++) {
        const struct candidate *best = &search->best[i];
        /* The plane is good for choosing; over 75 m it is half a millimetre off. */
        uint32_t snap_mm = na_street_mm(na_geodesic_distance_m(from, best->exact));
        ret_snaps->items[i] =
            (struct na_street_snap){best->component, best->edge, best->at_mm, snap_mm, best->at};
    }
}
