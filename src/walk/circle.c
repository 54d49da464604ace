/* The proof has three steps.
 *
 * 1. Which streets are met: walk/met.h.
 * 2. Where along them the first is not the first. Between two points of an edge with no stop
 *    between them, every walk is the lesser of two straight slopes (through the one point, through
 *    the other), so the lead of one asset over another is constant, then falls or rises by 2 a
 *    metre, then is constant: the lists at the two points give the stretch exactly. Where the first
 *    leads by more than twice a way, its end need not be asked.
 * 3. Whether a place of the circle meets such a stretch. The circle is cut into cells: from the
 *    middle of one, its nearest street is `near` off and its nearest bad stretch `bad`; if bad >
 *    near + 2 h, with h the half of its diagonal, no place of it meets the bad one. If one does, it
 *    does no harm where the way to the first by another component is shorter. Else the cell is cut
 *    into four, down to some millimetres. */
#include "walk/circle.h"

#include <math.h>

#include "walk/met.h"

#define LISTS_MAX 64
#define LIST_MAX 8
#define BADS_MAX 256
#define SEARCHES_MAX 256
#define CELLS_MAX 1024
#define DEPTH_MAX 12
/* A list goes so much farther than is needed: what the first leads by spares the points around. */
#define SPARE_MM 150000.0

/* The nearest on foot of a point: all others are not nearer than `seen_mm`. */
struct list {
    struct {
        uint32_t point;
        double mm, blur_mm;
    } items[LIST_MAX];
    size_t count;
    double seen_mm;
    uint32_t node; /* of a node of the network, to be found again; or NA_STREET_NONE */
};

/* A stretch where the first is not the first; how far the nearest other is from its ends, at least,
 * less what its position may be off. */
struct bad {
    struct na_walk_line line;
    double length_mm, other_mm[2];
    uint32_t rival;
    uint16_t component;
    bool is_covered;
};

struct proof {
    const struct na_walk_circle *circle;
    const struct na_street_net *net;
    uint32_t first;
    struct na_walk_met met;
    bool leads_on[NA_STREET_SNAPS_MAX];    /* a component leads to assets */
    bool ends_here[NA_STREET_SNAPS_MAX];   /* a part of it leads to none */
    double first_mm[NA_WALK_PARTS_MAX][2]; /* how far the first is from a part's ends, at most */
    struct {
        uint32_t node;
        double lead_mm; /* of the first, at least */
    } nodes[2 * NA_WALK_EDGES_MAX];
    size_t node_count;
    struct {
        size_t a, b; /* its ends among the nodes */
    } ends[NA_WALK_EDGES_MAX];
    struct list lists[LISTS_MAX];
    size_t list_count;
    struct bad bads[BADS_MAX];
    size_t bad_count;
    size_t searches, cells;
    double limit_mm; /* a first that is farther may be too far from a place not far from here */
    uint32_t rival;
    bool is_split;    /* several components lead to assets */
    bool is_doubtful; /* nothing can be shown */
};

/* ---- 2. Where the first is not the first ---- */

/* The nearest of a point of an edge; false: nothing can be shown any more. */
static bool list_at(struct proof *proof, uint32_t edge, uint32_t at_mm, double slack_mm,
                    struct list *ret_list)
{
    const struct na_walk_circle *circle = proof->circle;
    const struct na_street_edge *on = &proof->net->edges[edge];
    struct na_walk_hits hits;
    uint32_t node = at_mm == 0 ? on->a : at_mm == on->mm ? on->b : NA_STREET_NONE;
    for (size_t i = 0; node != NA_STREET_NONE && i < proof->list_count; i++) {
        if (proof->lists[i].node == node) {
            *ret_list = proof->lists[i];
            return true;
        }
    }
    slack_mm =
        fmin(slack_mm + proof->circle->first_blur_mm + circle->worst_blur_mm + SPARE_MM, 1e9);
    const struct na_walk_wanted wanted = {LIST_MAX, circle->limit_mm, (uint32_t)ceil(slack_mm),
                                          circle->filter, circle->context};
    if (proof->searches++ == SEARCHES_MAX) {
        proof->is_doubtful = true;
        return false;
    }
    na_walk_nearest_of_edge(circle->from->search, edge, at_mm, &wanted, &hits);
    ret_list->node = node;
    ret_list->count = hits.count;
    ret_list->seen_mm = circle->limit_mm;
    if (hits.count > 0) {
        ret_list->seen_mm = fmin(ret_list->seen_mm, hits.items[0].mm + slack_mm);
    }
    if (hits.count == LIST_MAX) {
        ret_list->seen_mm = fmin(ret_list->seen_mm, hits.items[hits.count - 1].mm);
    }
    for (size_t i = 0; i < hits.count; i++) {
        const struct na_walk_hit *hit = &hits.items[i];
        ret_list->items[i].point = hit->point;
        ret_list->items[i].mm = hit->mm;
        ret_list->items[i].blur_mm = circle->blur(circle->context, hit->point, hit->snap_mm);
    }
    if (node != NA_STREET_NONE && proof->list_count < LISTS_MAX) {
        proof->lists[proof->list_count++] = *ret_list;
    }
    return true;
}

/* How far `point` is, at least; the first: exactly, or INFINITY. */
static double listed_mm(const struct list *list, uint32_t point, double otherwise_mm)
{
    for (size_t i = 0; i < list->count; i++) {
        if (list->items[i].point == point) {
            return list->items[i].mm;
        }
    }
    return otherwise_mm;
}

/* By how much the first leads at a point; not positive: another may be as near. */
static double lead_of(const struct proof *proof, const struct list *list, uint32_t *ret_rival)
{
    double first_mm = listed_mm(list, proof->first, INFINITY) + proof->circle->first_blur_mm;
    double lead_mm = fmin(list->seen_mm - proof->circle->worst_blur_mm, proof->limit_mm) - first_mm;
    *ret_rival = NA_STREET_NONE;
    for (size_t i = 0; i < list->count; i++) {
        double by_mm = list->items[i].mm - list->items[i].blur_mm - first_mm;
        if (list->items[i].point != proof->first && by_mm < lead_mm) {
            lead_mm = by_mm;
            *ret_rival = list->items[i].point;
        }
    }
    return lead_mm;
}

static size_t node_slot(struct proof *proof, uint32_t node)
{
    size_t i = 0;
    while (i < proof->node_count && proof->nodes[i].node != node) {
        i++;
    }
    if (i == proof->node_count) {
        proof->nodes[i].node = node;
        proof->nodes[i].lead_mm = -INFINITY;
        proof->node_count++;
    }
    return i;
}

static double edge_mm(const struct proof *proof, size_t edge)
{
    return proof->net->edges[proof->met.edges[edge].edge].mm;
}

/* A lead is known at a point of an edge: what it says of the nodes about it. */
static void spread_lead(struct proof *proof, size_t edge, uint32_t at_mm, double lead_mm)
{
    double *from = &proof->nodes[proof->ends[edge].a].lead_mm;
    double *to = &proof->nodes[proof->ends[edge].b].lead_mm;
    *from = fmax(*from, lead_mm - 2.0 * at_mm);
    *to = fmax(*to, lead_mm - 2.0 * (edge_mm(proof, edge) - at_mm));
    for (bool changed = true; changed;) {
        changed = false;
        for (size_t i = 0; i < proof->met.edge_count; i++) {
            double *a = &proof->nodes[proof->ends[i].a].lead_mm;
            double *b = &proof->nodes[proof->ends[i].b].lead_mm;
            double high = fmax(*a, *b) - 2.0 * edge_mm(proof, i);
            if (high > 0.0 && (high > *a || high > *b)) {
                *a = fmax(*a, high);
                *b = fmax(*b, high);
                changed = true;
            }
        }
    }
}

/* A stretch between two points with no stop between them; how far the nearest other than the first
 * is from the two, at least, less what its position may be off; and what is bad: up to `low_mm`,
 * and from `high_mm` on. */
struct stretch {
    const struct list *a, *b;
    double from_mm, length_mm;
    double other_a, other_b;
    double low_mm, high_mm;
    uint32_t low_rival, high_rival;
};

/* From `low_mm` to `high_mm` of the stretch it is bad: put that in the plane. */
static void put_bad(struct proof *proof, size_t edge, const struct stretch *stretch, double low_mm,
                    double high_mm, uint32_t rival)
{
    const struct na_walk_met *met = &proof->met;
    for (size_t i = met->edges[edge].first_part; i < na_walk_met_part_end(met, edge); i++) {
        const struct na_walk_part *part = &met->parts[i];
        double before_mm = stretch->from_mm - part->mm;
        double from_mm = fmax(low_mm, -before_mm);
        double to_mm = fmin(high_mm, part->length_mm - before_mm);
        if (from_mm > to_mm) {
            continue;
        }
        if (proof->bad_count == BADS_MAX) {
            proof->is_doubtful = true;
            return;
        }
        double low = part->length_mm > 0 ? (from_mm + before_mm) / part->length_mm : 0.0;
        double high = part->length_mm > 0 ? (to_mm + before_mm) / part->length_mm : 1.0;
        proof->bads[proof->bad_count++] = (struct bad){
            .line = {part->line.x + low * part->line.dx, part->line.y + low * part->line.dy,
                     (high - low) * part->line.dx, (high - low) * part->line.dy},
            .length_mm = to_mm - from_mm,
            .other_mm = {stretch->other_a + from_mm,
                         stretch->other_b + (stretch->length_mm - to_mm)},
            .rival = rival,
            .component = part->component,
            .is_covered = part->is_covered};
    }
}

/* Where `rival` is not farther than the first. */
static void compare(const struct proof *proof, uint32_t rival, double blur_mm,
                    struct stretch *stretch)
{
    double length_mm = stretch->length_mm;
    double first_a = listed_mm(stretch->a, proof->first, INFINITY);
    double first_b = listed_mm(stretch->b, proof->first, INFINITY);
    double at_a = listed_mm(stretch->a, rival, stretch->a->seen_mm);
    double at_b = listed_mm(stretch->b, rival, stretch->b->seen_mm);
    at_a = fmin(at_a, at_b + length_mm); /* where one is a bound, the two may be farther apart */
    at_b = fmin(at_b, at_a + length_mm);
    stretch->other_a = fmin(stretch->other_a, at_a - blur_mm);
    stretch->other_b = fmin(stretch->other_b, at_b - blur_mm);
    double lead_a = at_a - first_a - proof->circle->first_blur_mm - blur_mm;
    double lead_b = at_b - first_b - proof->circle->first_blur_mm - blur_mm;
    double turn = (at_b - at_a + length_mm) / 2.0;
    double first_turn = (first_b - first_a + length_mm) / 2.0;
    double low_mm = -1.0;
    double high_mm = length_mm + 1.0;
    if (lead_a <= 0.0 && lead_b <= 0.0) {
        low_mm = length_mm;
    } else if (lead_a <= 0.0) {
        low_mm = fmin(turn, first_turn) - lead_a / 2.0 + 1.0;
    } else if (lead_b <= 0.0) {
        high_mm = fmax(turn, first_turn) + lead_b / 2.0 - 1.0;
    }
    if (low_mm > stretch->low_mm) {
        stretch->low_mm = low_mm;
        stretch->low_rival = rival;
    }
    if (high_mm < stretch->high_mm) {
        stretch->high_mm = high_mm;
        stretch->high_rival = rival;
    }
}

static void judge_stretch(struct proof *proof, size_t edge, struct stretch *stretch)
{
    double first_a = listed_mm(stretch->a, proof->first, INFINITY);
    double first_b = listed_mm(stretch->b, proof->first, INFINITY);
    double length_mm = stretch->length_mm;
    stretch->low_mm = -1.0;
    stretch->high_mm = length_mm + 1.0;
    stretch->low_rival = stretch->high_rival = NA_STREET_NONE;
    stretch->other_a = stretch->other_b = INFINITY;
    compare(proof, NA_STREET_NONE, proof->circle->worst_blur_mm, stretch);
    for (size_t end = 0; end < 2; end++) {
        const struct list *list = end == 0 ? stretch->a : stretch->b;
        for (size_t i = 0; i < list->count; i++) {
            if (list->items[i].point != proof->first) {
                compare(proof, list->items[i].point, list->items[i].blur_mm, stretch);
            }
        }
    }
    if (fmax(first_a, first_b) > proof->limit_mm) {
        (void)lead_of(proof, first_a < first_b ? stretch->b : stretch->a, &stretch->low_rival);
        stretch->low_mm = length_mm;
    }
    if (stretch->low_mm >= 0.0) {
        put_bad(proof, edge, stretch, 0.0, fmin(stretch->low_mm, length_mm), stretch->low_rival);
    }
    if (stretch->high_mm <= length_mm) {
        put_bad(proof, edge, stretch, fmax(stretch->high_mm, 0.0), length_mm, stretch->high_rival);
    }
}

/* How far the first is from a point of an edge: what that says of the ends of its parts. */
static void note_first(struct proof *proof, size_t edge, uint32_t at_mm, const struct list *list)
{
    double first_mm = listed_mm(list, proof->first, INFINITY);
    const struct na_walk_met *met = &proof->met;
    for (size_t i = met->edges[edge].first_part; i < na_walk_met_part_end(met, edge); i++) {
        double *ends_mm = proof->first_mm[i];
        double from_mm = (double)at_mm - met->parts[i].mm;
        double to_mm = from_mm - met->parts[i].length_mm;
        ends_mm[0] = fmin(ends_mm[0], first_mm + fabs(from_mm));
        ends_mm[1] = fmin(ends_mm[1], first_mm + fabs(to_mm));
    }
}

/* Does the first lead all along the part of an edge, by what is known of the edge's ends? */
static bool is_led(const struct proof *proof, size_t edge, uint32_t from_mm, uint32_t to_mm)
{
    double a_mm = proof->nodes[proof->ends[edge].a].lead_mm;
    double b_mm = proof->nodes[proof->ends[edge].b].lead_mm;
    return !proof->is_split &&
           (a_mm > 2.0 * to_mm || b_mm > 2.0 * (edge_mm(proof, edge) - from_mm));
}

static bool is_led_whole(const struct proof *proof, size_t edge)
{
    uint32_t from_mm = 0;
    uint32_t to_mm = 0;
    size_t component = 0;
    return !na_walk_met_of_edge(&proof->met, edge, &from_mm, &to_mm, &component) ||
           is_led(proof, edge, from_mm, to_mm);
}

/* The next stop of an edge after `at_mm`, or `to_mm`. */
static uint32_t next_stop(const struct na_street_net *net, uint32_t edge, uint32_t at_mm,
                          uint32_t to_mm)
{
    uint32_t stop = na_street_first_stop(net, edge);
    while (stop < net->stop_count && net->stops[stop].edge == edge &&
           net->stops[stop].at_mm <= at_mm) {
        stop++;
    }
    bool is_between =
        stop < net->stop_count && net->stops[stop].edge == edge && net->stops[stop].at_mm < to_mm;
    return is_between ? net->stops[stop].at_mm : to_mm;
}

/* Look at what is met of an edge, from stop to stop. */
static void judge_edge(struct proof *proof, size_t e)
{
    uint32_t edge = proof->met.edges[e].edge;
    struct list lists[2];
    uint32_t from_mm = 0;
    uint32_t to_mm = 0;
    size_t component = 0;
    size_t now = 0;
    if (!na_walk_met_of_edge(&proof->met, e, &from_mm, &to_mm, &component)) {
        return;
    }
    if (is_led(proof, e, from_mm, to_mm)) {
        proof->leads_on[component] = true;
        return;
    }
    double slack_mm = 2.0 * (to_mm - from_mm);
    uint32_t at_mm = from_mm;
    uint32_t rival = NA_STREET_NONE;
    if (!list_at(proof, edge, at_mm, slack_mm, &lists[0])) {
        return;
    }
    note_first(proof, e, at_mm, &lists[0]);
    spread_lead(proof, e, at_mm, lead_of(proof, &lists[0], &rival));
    do {
        uint32_t next_mm = next_stop(proof->net, edge, at_mm, to_mm);
        struct stretch stretch = {
            .a = &lists[now], .b = &lists[1 - now], .from_mm = at_mm, .length_mm = next_mm - at_mm};
        if (!list_at(proof, edge, next_mm, slack_mm, &lists[1 - now])) {
            return;
        }
        note_first(proof, e, next_mm, stretch.b);
        spread_lead(proof, e, next_mm, lead_of(proof, stretch.b, &rival));
        if (stretch.a->count > 0 || stretch.b->count > 0) {
            proof->leads_on[component] = true;
            judge_stretch(proof, e, &stretch);
        } else {
            proof->ends_here[component] = true;
        }
        now = 1 - now;
        at_mm = next_mm;
    } while (at_mm < to_mm);
}

/* ---- 3. Whether a bad stretch is met ---- */

/* A cell: its middle, half its diagonal, and how far each component is from the middle. */
struct cell {
    double x, y, h_m;
    double near_m[NA_STREET_SNAPS_MAX];
    bool is_bad[NA_STREET_SNAPS_MAX]; /* a place may meet a bad stretch of the component */
};

/* Does each place of the cell meet a component? */
static bool is_reached(const struct proof *proof, const struct cell *cell, size_t component)
{
    const struct na_walk_met *met = &proof->met;
    return cell->near_m[component] + cell->h_m + met->eps_m <= met->snap_m;
}

/* How long the way to the first is, at most, from any place of the cell by the components of which
 * it meets no bad stretch; INFINITY: there may be none. */
static double first_from_mm(const struct proof *proof, const struct cell *cell)
{
    const struct na_walk_met *met = &proof->met;
    double most_mm[NA_STREET_SNAPS_MAX] = {0};
    double best_mm = INFINITY;
    for (size_t i = 0; i < met->part_count; i++) {
        const struct na_walk_part *part = &met->parts[i];
        double reach_m =
            na_walk_met_reach_m(met, cell->near_m[part->component], cell->h_m, part->is_covered);
        double low = 0.0;
        double high = 0.0;
        if (cell->is_bad[part->component] ||
            !na_walk_line_clip(&part->line, cell->x, cell->y, reach_m, &low, &high)) {
            continue;
        }
        const double *ends_mm = proof->first_mm[i];
        double length_mm = part->length_mm;
        double at = (ends_mm[1] - ends_mm[0] + length_mm) / 2.0; /* the farthest is there */
        at = fmin(fmax(at, low * length_mm), high * length_mm);
        most_mm[part->component] =
            fmax(most_mm[part->component], fmin(ends_mm[0] + at, ends_mm[1] + (length_mm - at)));
    }
    for (size_t i = 0; i < met->snaps.count; i++) {
        if (proof->leads_on[i] && !cell->is_bad[i] && is_reached(proof, cell, i)) {
            double off_mm = 1000.0 * (cell->near_m[i] + cell->h_m + met->eps_m);
            best_mm = fmin(best_mm, off_mm + most_mm[i]);
        }
    }
    return best_mm;
}

/* How long the way to another than the first is, at least, from any place of the cell that meets a
 * bad stretch; INFINITY: none does. */
static double other_from_mm(const struct proof *proof, const struct cell *cell,
                            const struct bad *bad)
{
    double reach_m =
        na_walk_met_reach_m(&proof->met, cell->near_m[bad->component], cell->h_m, bad->is_covered);
    double ends[2] = {0.0, 0.0};
    double least_mm = INFINITY;
    if (!na_walk_line_clip(&bad->line, cell->x, cell->y, reach_m, &ends[0], &ends[1])) {
        return INFINITY;
    }
    for (size_t i = 0; i < 2; i++) { /* between the two it is farther */
        least_mm = fmin(least_mm, bad->other_mm[0] + ends[i] * bad->length_mm);
        least_mm = fmin(least_mm, bad->other_mm[1] + (1.0 - ends[i]) * bad->length_mm);
    }
    double off_m = na_walk_line_off_m(&bad->line, cell->x, cell->y) - cell->h_m - proof->met.eps_m;
    return 1000.0 * fmax(off_m, 0.0) + least_mm;
}

/* Is the first the first from all places of a cell? Else *ret_rival. */
static bool is_good(const struct proof *proof, struct cell *cell, uint32_t *ret_rival)
{
    double least_mm = INFINITY;
    bool is_any_reached = false;
    *ret_rival = NA_STREET_NONE;
    na_walk_met_near(&proof->met, cell->x, cell->y, cell->h_m, cell->near_m);
    for (size_t i = 0; i < proof->met.snaps.count; i++) {
        cell->is_bad[i] = false;
        is_any_reached |= proof->leads_on[i] && is_reached(proof, cell, i);
    }
    for (size_t i = 0; i < proof->bad_count; i++) {
        const struct bad *bad = &proof->bads[i];
        double other_mm = other_from_mm(proof, cell, bad);
        cell->is_bad[bad->component] |= isfinite(other_mm);
        if (other_mm < least_mm) {
            least_mm = other_mm;
            *ret_rival = bad->rival;
        }
    }
    if (!isfinite(least_mm)) {
        return is_any_reached;
    }
    return proof->is_split &&
           first_from_mm(proof, cell) + proof->circle->first_blur_mm + 1.0 < least_mm;
}

/* The square about a point, as far as it lies in the circle. */
static bool are_cells_good(struct proof *proof, double px, double py, double half_m, unsigned depth)
{
    double radius_m = proof->circle->radius_m;
    double out_x = fmax(fabs(px) - half_m, 0.0);
    double out_y = fmax(fabs(py) - half_m, 0.0);
    struct cell cell = {.x = px, .y = py, .h_m = depth == 0 ? radius_m : half_m * sqrt(2.0)};
    if (out_x * out_x + out_y * out_y > radius_m * radius_m ||
        is_good(proof, &cell, &proof->rival)) {
        return true;
    }
    uint32_t rival = proof->rival;
    cell.h_m = 0.0;
    if ((px * px + py * py <= radius_m * radius_m && !is_good(proof, &cell, &proof->rival)) ||
        ++proof->cells >= CELLS_MAX || depth == DEPTH_MAX || half_m < proof->met.eps_m) {
        proof->rival = proof->rival != NA_STREET_NONE ? proof->rival : rival;
        return false;
    }
    half_m /= 2.0;
    return are_cells_good(proof, px - half_m, py - half_m, half_m, depth + 1) &&
           are_cells_good(proof, px + half_m, py - half_m, half_m, depth + 1) &&
           are_cells_good(proof, px - half_m, py + half_m, half_m, depth + 1) &&
           are_cells_good(proof, px + half_m, py + half_m, half_m, depth + 1);
}

/* From the centre itself, over all components: the first leads by what positions may be off. */
static bool leads_at_centre(struct proof *proof)
{
    const struct na_walk_circle *circle = proof->circle;
    struct na_walk_hits hits;
    double slack_mm = circle->first_blur_mm + circle->worst_blur_mm;
    const struct na_walk_wanted wanted = {NA_NEAREST_MAX, circle->limit_mm,
                                          (uint32_t)fmin(ceil(slack_mm), 1e9), circle->filter,
                                          circle->context};
    na_walk_nearest(circle->from, &wanted, &hits);
    if (hits.count == 0 || hits.items[0].point != proof->first) {
        proof->rival = hits.count > 0 ? hits.items[0].point : NA_STREET_NONE;
        return false;
    }
    for (size_t i = 1; i < hits.count; i++) {
        const struct na_walk_hit *hit = &hits.items[i];
        double blur_mm = circle->blur(circle->context, hit->point, hit->snap_mm);
        if (hit->mm - circle->first_blur_mm - blur_mm <= hits.items[0].mm) {
            proof->rival = hit->point;
            return false;
        }
    }
    return hits.count < NA_NEAREST_MAX ||
           hits.items[hits.count - 1].mm - slack_mm > hits.items[0].mm;
}

/* What the first leads by where the centre meets the streets: it may spare all others. False: it
 * does not lead there, and nothing else does. */
static bool begin_at_centre(struct proof *proof)
{
    size_t lead_on = 0;
    bool leads = true;
    for (size_t e = 0; e < proof->met.edge_count; e++) {
        const struct na_street_edge *on = &proof->net->edges[proof->met.edges[e].edge];
        proof->ends[e].a = node_slot(proof, on->a);
        proof->ends[e].b = node_slot(proof, on->b);
    }
    for (size_t i = 0; i < proof->met.part_count; i++) {
        proof->first_mm[i][0] = proof->first_mm[i][1] = INFINITY;
    }
    for (size_t i = 0; i < proof->met.snaps.count; i++) {
        const struct na_street_snap *snap = &proof->met.snaps.items[i];
        struct list list;
        uint32_t rival = NA_STREET_NONE;
        size_t e = 0;
        proof->leads_on[i] = proof->ends_here[i] = false;
        while (e < proof->met.edge_count && proof->met.edges[e].edge != snap->edge) {
            e++;
        }
        if (e < proof->met.edge_count && list_at(proof, snap->edge, snap->at_mm, 0.0, &list)) {
            double lead_mm = lead_of(proof, &list, &rival);
            spread_lead(proof, e, snap->at_mm, lead_mm);
            if (list.count > 0) {
                lead_on++;
                proof->rival = rival;
                leads &= lead_mm > 0.0;
            }
        }
    }
    proof->is_split = lead_on > 1;
    return leads || proof->is_split;
}

/* Look at the streets that are met. */
static void judge_edges(struct proof *proof)
{
    bool is_marked = false;
    for (size_t e = 0; e < proof->met.edge_count && !proof->is_doubtful; e++) {
        if (!is_marked && !is_led_whole(proof, e)) {
            na_walk_met_mark(&proof->met);
            is_marked = true;
        }
        judge_edge(proof, e);
    }
    for (size_t i = 0; i < proof->met.snaps.count; i++) {
        proof->is_doubtful |= proof->leads_on[i] && proof->ends_here[i];
    }
}

bool na_walk_circle_agrees(const struct na_walk_circle *circle, uint32_t first, uint32_t *ret_rival)
{
    struct proof proof;
    double size_m = 2.0 * circle->snap_m + 2.0 * circle->radius_m;
    proof.circle = circle;
    proof.net = na_street_search_net(circle->from->search);
    proof.first = first;
    proof.limit_mm = circle->limit_mm - 2000.0 * size_m;
    proof.node_count = proof.list_count = proof.bad_count = 0;
    proof.searches = proof.cells = 0;
    proof.rival = NA_STREET_NONE;
    proof.is_split = false;
    bool agrees = false;
    if (circle->radius_m <= 0.0) {
        agrees = leads_at_centre(&proof);
    } else {
        na_walk_met_gather(proof.net, circle->from->at, circle->radius_m, circle->snap_m,
                           &proof.met);
        proof.is_doubtful = proof.met.is_doubtful;
        if (!proof.is_doubtful && begin_at_centre(&proof)) {
            judge_edges(&proof);
            agrees = !proof.is_doubtful && are_cells_good(&proof, 0.0, 0.0, circle->radius_m, 0);
        }
    }
    *ret_rival = proof.rival;
    return agrees;
}
