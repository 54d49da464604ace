/* Is the first on foot the nearest from wherever the question may really be?
 *
 * The claim, when the order is called stable: from every point of a street within r of the position
 * asked for, r being twice its accuracy and the way to the street, the same asset is the first on
 * foot. Points every STEP_M along those streets are asked, and between two of them the difference
 * of two walks changes by at most their step; so the first must lead by more than the step, and by
 * what the positions of the two assets may be off. Where it leads by more, the points around need
 * not be asked: along d of street, the lead falls by at most 2 d. Not stable means that this could
 * not be shown: also where the streets within r do not hang together, or are too many. */
#include <math.h>

#include "geo/geodesic.h"
#include "nearest/private.h"

#define STEP_M 5.0
#define SAMPLES_MAX 1024
/* A lead is looked for up to so much more than is needed, millimetres: what is more than needed
 * spares the points around. */
#define SPARE_MM 150000.0
#define NODES_MAX 512

struct sample {
    uint32_t edge, at_mm, step_mm;
};

struct samples {
    const struct na_street_net *net;
    struct na_lonlat at;
    double lon_m, lat_m, radius_m;
    uint32_t component;
    bool is_doubtful; /* the claim cannot be shown, whatever the points say */
    struct sample items[SAMPLES_MAX];
    size_t count;
};

/* Leads that are known, beyond what the positions of the assets may be off: at the last point that
 * was asked, and, at least, at the nodes about it. */
struct known {
    const struct na_street_net *net;
    const struct sample *last; /* NULL: none */
    double lead_mm;
    struct {
        uint32_t node;
        double lead_mm;
    } nodes[NODES_MAX];
    size_t count;
};

static void put(struct samples *samples, uint32_t edge, uint32_t at_mm, uint32_t step_mm)
{
    if (samples->count == SAMPLES_MAX) {
        samples->is_doubtful = true;
        return;
    }
    samples->items[samples->count++] = (struct sample){edge, at_mm, step_mm};
}

/* The part of a segment within the circle, as parts of 1 along it; false: none. */
static bool clip(const struct samples *samples, const struct na_street_vertex *first,
                 double *ret_from, double *ret_to)
{
    struct na_lonlat a = na_street_lonlat(first->lat_e7, first->lon_e7);
    struct na_lonlat b = na_street_lonlat(first[1].lat_e7, first[1].lon_e7);
    double x = (a.lon_deg - samples->at.lon_deg) * samples->lon_m;
    double y = (a.lat_deg - samples->at.lat_deg) * samples->lat_m;
    double dx = (b.lon_deg - a.lon_deg) * samples->lon_m;
    double dy = (b.lat_deg - a.lat_deg) * samples->lat_m;
    double length2 = dx * dx + dy * dy;
    double r2 = samples->radius_m * samples->radius_m;
    if (length2 <= 0.0) {
        *ret_from = *ret_to = 0.0;
        return x * x + y * y <= r2;
    }
    double middle = -(x * dx + y * dy) / length2;
    double off2 = (x + middle * dx) * (x + middle * dx) + (y + middle * dy) * (y + middle * dy);
    if (off2 > r2) {
        return false;
    }
    double half = sqrt((r2 - off2) / length2);
    *ret_from = fmax(middle - half, 0.0);
    *ret_to = fmin(middle + half, 1.0);
    return *ret_from <= *ret_to;
}

static void sample_edge(void *context, uint32_t edge)
{
    struct samples *samples = context;
    const struct na_street_net *net = samples->net;
    uint32_t last = na_street_edge_end(net, edge) - 1;
    for (uint32_t v = net->edges[edge].first_vertex; v < last; v++) {
        double from = 0.0;
        double to = 0.0;
        if (!clip(samples, &net->vertices[v], &from, &to)) {
            continue;
        }
        if (net->components[net->edges[edge].a] != samples->component) {
            return; /* streets that lead to no asset */
        }
        uint32_t start_mm = na_street_vertex_mm(&net->vertices[v]);
        uint32_t length_mm = na_street_vertex_mm(&net->vertices[v + 1]) - start_mm;
        uint32_t low = start_mm + (uint32_t)floor(from * length_mm);
        uint32_t high = start_mm + (uint32_t)ceil(to * length_mm);
        high = high > start_mm + length_mm ? start_mm + length_mm : high;
        uint32_t parts = (uint32_t)ceil((high - low) / (STEP_M * 1000.0));
        uint32_t step = parts > 0 ? (high - low + parts - 1) / parts : 0;
        for (uint32_t i = 0; i <= parts && !samples->is_doubtful; i++) {
            uint32_t at = low + i * step;
            put(samples, edge, at < high ? at : high, step);
        }
    }
}

/* What an asset's position may be off by, along the streets. */
static double uncertainty_mm(const struct na_asset *asset, uint32_t snap_mm)
{
    return asset->accuracy_m > 0.0 ? 2000.0 * asset->accuracy_m + snap_mm : 0.0;
}

static double worst_uncertainty_mm(const struct na_nearest_answer *answer)
{
    double worst_m = 0.0;
    for (size_t i = 0; i < answer->question.kind_count; i++) {
        worst_m = fmax(worst_m, answer->question.kinds[i]->worst_accuracy_m);
    }
    return worst_m > 0.0 ? 2000.0 * worst_m + answer->network.snap_m * 1000.0 : 0.0;
}

static void note_node(struct known *known, uint32_t node, double lead_mm)
{
    size_t i = 0;
    while (i < known->count && known->nodes[i].node != node) {
        i++;
    }
    if (i == known->count && known->count < NODES_MAX) {
        known->nodes[known->count].node = node;
        known->nodes[known->count++].lead_mm = lead_mm;
    } else if (i < known->count) {
        known->nodes[i].lead_mm = fmax(known->nodes[i].lead_mm, lead_mm);
    }
}

/* A point was asked, and the first leads there by `lead_mm`. */
static void note(struct known *known, const struct sample *sample, double lead_mm)
{
    const struct na_street_edge *edge = &known->net->edges[sample->edge];
    known->last = sample;
    known->lead_mm = lead_mm;
    note_node(known, edge->a, lead_mm - 2.0 * sample->at_mm);
    note_node(known, edge->b, lead_mm - 2.0 * (edge->mm - sample->at_mm));
}

static double node_lead(const struct known *known, uint32_t node)
{
    for (size_t i = 0; i < known->count; i++) {
        if (known->nodes[i].node == node) {
            return known->nodes[i].lead_mm;
        }
    }
    return -INFINITY;
}

/* Does the first lead at this point by enough, as is known of those about it? */
static bool is_spared(const struct known *known, const struct sample *sample)
{
    const struct na_street_edge *edge = &known->net->edges[sample->edge];
    double least_mm = -INFINITY;
    if (known->last != NULL && known->last->edge == sample->edge) {
        double apart_mm = fabs((double)known->last->at_mm - sample->at_mm);
        least_mm = known->lead_mm - 2.0 * apart_mm;
    }
    if (least_mm <= sample->step_mm) {
        least_mm = fmax(node_lead(known, edge->a) - 2.0 * sample->at_mm,
                        node_lead(known, edge->b) - 2.0 * (edge->mm - sample->at_mm));
    }
    return least_mm > sample->step_mm;
}

/* How much the first of the answer leads at this point, beyond what positions may be off, looked
 * for up to SPARE_MM more than is needed; *ret_rival: who is nearer than that, if anybody.
 * Negative: another is the first, or it could not be shown. */
static double lead_at(const struct na_nearest_filter *filter,
                      const struct na_nearest_answer *answer, const struct sample *sample,
                      uint32_t *ret_rival)
{
    struct na_walk_hits hits;
    struct na_asset first;
    uint32_t point = answer->found.hits[0].point;
    uint32_t limit_mm = na_walk_limit_mm(INFINITY);
    na_snapshot_asset(filter->snapshot, point, &first);
    double own_mm = uncertainty_mm(&first, answer->walks[0].snap_mm);
    double worst_mm = own_mm + worst_uncertainty_mm(answer);
    double slack_mm = fmin(sample->step_mm + SPARE_MM + worst_mm, 1e9);
    const struct na_walk_wanted wanted = {NA_NEAREST_MAX, limit_mm, (uint32_t)ceil(slack_mm),
                                          na_nearest_kind_wanted, filter};
    na_walk_nearest_of_edge(answer->from.search, sample->edge, sample->at_mm, &wanted, &hits);
    *ret_rival = NA_RIVAL_NONE;
    if (hits.count == 0) {
        return -1.0;
    }
    if (hits.items[0].point != point) {
        *ret_rival = hits.items[0].point;
        return -1.0;
    }
    /* Nobody who was not found is nearer than this. */
    double unseen_mm = hits.count == NA_NEAREST_MAX ? (double)hits.items[hits.count - 1].mm
                                                    : hits.items[0].mm + slack_mm;
    double lead_mm = fmin(unseen_mm, (double)limit_mm) - hits.items[0].mm - worst_mm;
    for (size_t i = 1; i < hits.count; i++) {
        struct na_asset other;
        na_snapshot_asset(filter->snapshot, hits.items[i].point, &other);
        double by_mm = (double)hits.items[i].mm - hits.items[0].mm - own_mm -
                       uncertainty_mm(&other, hits.items[i].snap_mm);
        if (by_mm < lead_mm) {
            lead_mm = by_mm;
            *ret_rival = hits.items[i].point;
        }
    }
    return lead_mm;
}

/* Is the first of the answer the first at every point, by enough? Else *ret_rival. */
static bool is_first_everywhere(const struct na_nearest_filter *filter,
                                const struct na_nearest_answer *answer,
                                const struct samples *samples, uint32_t *ret_rival)
{
    struct known known = {.net = samples->net};
    for (size_t i = 0; i < samples->count; i++) {
        const struct sample *sample = &samples->items[i];
        uint32_t rival = NA_RIVAL_NONE;
        if (is_spared(&known, sample)) {
            continue;
        }
        double lead_mm = lead_at(filter, answer, sample, &rival);
        if (lead_mm <= sample->step_mm) {
            *ret_rival = rival;
            return false;
        }
        note(&known, sample, lead_mm);
    }
    return true;
}

static void warn_of_rival(const struct na_snapshot *snapshot, struct na_nearest_answer *answer)
{
    struct na_asset first;
    struct na_asset second;
    double radius_m = answer->question.position.accuracy_m;
    if (answer->rival == NA_RIVAL_NONE) {
        na_warn(&answer->warnings, "order-not-shown",
                "The streets around the position do not show that no other is nearer on foot");
        return;
    }
    na_snapshot_asset(snapshot, answer->found.hits[0].point, &first);
    na_snapshot_asset(snapshot, answer->rival, &second);
    bool blurred = first.accuracy_m + second.accuracy_m > 0.0;
    if (blurred) {
        na_warn(&answer->warnings, "position-approximate",
                "%.150s could be nearer on foot than %.150s: their positions are known to %.0f m "
                "and %.0f m only",
                second.name, first.name, second.accuracy_m, first.accuracy_m);
    }
    if (radius_m > 0.0) {
        na_warn(&answer->warnings, "query-approximate",
                "%.150s could be nearer on foot than %.150s: the position asked for is known to "
                "%.0f m only",
                second.name, first.name, radius_m);
    }
    if (!blurred && radius_m <= 0.0) {
        na_warn(&answer->warnings, "equally-near", "%.150s is about as near on foot as %.150s",
                second.name, first.name);
    }
}

/* The one part of the network that leads to an asset from wherever the question may be; false if
 * there are several, as then each has a walk of its own, or if the question may be near no street.
 */
static bool find_part(const struct na_nearest_filter *filter,
                      const struct na_nearest_answer *answer, struct na_street_snap *ret_part)
{
    const struct na_street_net *net = na_street_search_net(answer->from.search);
    double accuracy_m = answer->question.position.accuracy_m;
    struct na_street_snaps snaps;
    size_t parts = 0;
    na_street_snap(net, answer->question.position.at, answer->network.snap_m + accuracy_m, &snaps);
    for (size_t i = 0; i < snaps.count; i++) {
        const struct na_street_snap *snap = &snaps.items[i];
        const struct na_walk_wanted wanted = {1, na_walk_limit_mm(INFINITY), NA_STREET_NONE,
                                              na_nearest_kind_wanted, filter};
        struct na_walk_hits hits;
        na_walk_nearest_of_edge(answer->from.search, snap->edge, snap->at_mm, &wanted, &hits);
        if (hits.count > 0) {
            *ret_part = *snap;
            parts++;
        }
    }
    return parts == 1 && ret_part->snap_mm / 1000.0 + accuracy_m <= answer->network.snap_m;
}

/* The points that the claim is about. */
static void find_samples(const struct na_nearest_filter *filter,
                         const struct na_nearest_answer *answer, struct samples *ret_samples)
{
    struct na_street_snap part = {.edge = 0};
    ret_samples->net = na_street_search_net(answer->from.search);
    ret_samples->at = answer->question.position.at;
    ret_samples->count = 0;
    ret_samples->is_doubtful = !find_part(filter, answer, &part);
    if (ret_samples->is_doubtful) {
        return;
    }
    ret_samples->component = part.component;
    ret_samples->radius_m =
        2.0 * answer->question.position.accuracy_m + part.snap_mm / 1000.0 + 0.001;
    na_geodesic_degree_m(ret_samples->at.lat_deg, &ret_samples->lon_m, &ret_samples->lat_m);
    put(ret_samples, part.edge, part.at_mm, 0);
    struct na_street_box box = na_street_box_around(ret_samples->at, ret_samples->radius_m);
    na_street_edges_in(ret_samples->net, &box, sample_edge, ret_samples);
}

void na_nearest_order_walk(const struct na_snapshot *snapshot, struct na_nearest_answer *answer)
{
    struct samples samples;
    struct na_nearest_filter filter = na_nearest_filter_of(snapshot, &answer->question);
    answer->order_stable = true;
    answer->rival = NA_RIVAL_NONE;
    if (answer->found.count == 0) {
        return;
    }
    if (answer->walks[0].state != NA_WALK_KNOWN) {
        answer->order_stable = false;
        warn_of_rival(snapshot, answer);
        return;
    }
    find_samples(&filter, answer, &samples);
    answer->order_stable =
        !samples.is_doubtful && is_first_everywhere(&filter, answer, &samples, &answer->rival);
    if (!answer->order_stable) {
        warn_of_rival(snapshot, answer);
    }
}
