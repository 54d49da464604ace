/* The nearest by the streets: the order of the ways on foot, with the straight line beside it, and
 * what is to be said where the two disagree or the streets do not know. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/date.h"
#include "geo/geodesic.h"
#include "nearest/private.h"
#include "write/render.h"

void na_nearest_walk_begin(const struct na_snapshot *snapshot, struct na_nearest_answer *answer)
{
    const struct na_nearest_question *question = &answer->question;
    bool has = question->streets != NULL && na_snapshot_network(snapshot, &answer->network);
    answer->tells_walk = has || question->by == NA_BY_WALK || question->wants_line;
    na_walk_start(has ? question->streets : NULL, has ? answer->network.snap_m : 0.0,
                  question->position.at, &answer->from);
    answer->by_walk = question->by != NA_BY_STRAIGHT && answer->from.snaps.count > 0;
}

static bool is_among(const struct na_walk_hits *hits, uint32_t point)
{
    for (size_t i = 0; i < hits->count; i++) {
        if (hits->items[i].point == point) {
            return true;
        }
    }
    return false;
}

/* Assets that come after those with a walk. */
struct rest {
    struct na_nearest_filter filter; /* first: its address is that of the rest */
    const struct na_nearest_answer *answer;
    const struct na_walk_hits *hits;
    bool only_unknown; /* none to which there is a way, however long */
};

static bool is_rest(const void *context, uint32_t point)
{
    const struct rest *rest = context;
    return !is_among(rest->hits, point) && na_nearest_wanted(&rest->filter, point) &&
           (!rest->only_unknown || na_walk_joined(&rest->answer->from, point) != NA_WALK_KNOWN);
}

/* Why the way to an asset that was not met within the limit is not known. */
static struct na_walk unknown_walk(const struct na_nearest_answer *answer, uint32_t point)
{
    struct na_walk walk = {.state = na_walk_joined(&answer->from, point)};
    walk.state = walk.state == NA_WALK_KNOWN ? NA_WALK_BEYOND_LIMIT : walk.state;
    if (answer->from.search != NULL) {
        const struct na_street_net *net = na_street_search_net(answer->from.search);
        uint32_t first = 0;
        uint32_t count = na_street_stops_of(net, point, &first);
        for (uint32_t i = 0; i < count; i++) {
            uint32_t snap_mm = net->stops[net->by_owner[first + i]].snap_mm;
            walk.snap_mm = i == 0 || snap_mm < walk.snap_mm ? snap_mm : walk.snap_mm;
        }
    }
    return walk;
}

static struct na_point_hit hit_of(const struct na_snapshot *snapshot,
                                  const struct na_nearest_answer *answer, uint32_t point)
{
    struct na_asset asset;
    struct na_point_hit hit = {.point = point};
    na_snapshot_asset(snapshot, point, &asset);
    na_geodesic_inverse(answer->question.position.at, asset.at, &hit.distance_m, &hit.bearing_deg);
    return hit;
}

void na_nearest_walk_search(const struct na_nearest_filter *filter, size_t k,
                            struct na_nearest_answer *answer)
{
    struct na_walk_hits hits;
    struct na_nearest *found = &answer->found;
    double max_m = answer->question.max_m;
    const struct na_walk_wanted wanted = {k, na_walk_limit_mm(max_m), NA_STREET_NONE,
                                          na_nearest_kind_wanted, filter};
    na_walk_nearest(&answer->from, &wanted, &hits);
    found->k = k;
    found->count = hits.count;
    for (size_t i = 0; i < hits.count; i++) {
        found->hits[i] = hit_of(filter->snapshot, answer, hits.items[i].point);
        answer->walks[i] = (struct na_walk){NA_WALK_KNOWN, hits.items[i].mm, hits.items[i].snap_mm};
    }
    if (found->count == k) {
        return;
    }
    const struct rest rest = {*filter, answer, &hits, isfinite(max_m)};
    struct na_nearest tail;
    na_nearest_search(&rest.filter, max_m, k - found->count, is_rest, &tail);
    for (size_t i = 0; i < tail.count; i++) {
        answer->walks[found->count] = unknown_walk(answer, tail.hits[i].point);
        found->hits[found->count++] = tail.hits[i];
    }
}

/* One of the results. */
static bool is_found(const void *context, uint32_t point)
{
    const struct na_nearest *found = context;
    for (size_t i = 0; i < found->count; i++) {
        if (found->hits[i].point == point) {
            return true;
        }
    }
    return false;
}

void na_nearest_walk_fill(const struct na_nearest_filter *filter, struct na_nearest_answer *answer)
{
    struct na_walk_hits hits;
    const struct na_nearest *found = &answer->found;
    const struct na_walk_wanted wanted = {found->count, na_walk_limit_mm(INFINITY), NA_STREET_NONE,
                                          is_found, found};
    (void)filter;
    if (!answer->tells_walk) {
        return;
    }
    na_walk_nearest(&answer->from, &wanted, &hits);
    for (size_t i = 0; i < found->count; i++) {
        answer->walks[i] = unknown_walk(answer, found->hits[i].point);
        for (size_t h = 0; h < hits.count; h++) {
            if (hits.items[h].point == found->hits[i].point) {
                answer->walks[i] =
                    (struct na_walk){NA_WALK_KNOWN, hits.items[h].mm, hits.items[h].snap_mm};
            }
        }
    }
}

static bool is_point(const void *context, uint32_t point)
{
    return *(const uint32_t *)context == point;
}

struct na_walk na_nearest_walk_to(const struct na_nearest_answer *answer, uint32_t point)
{
    struct na_walk_hits hits;
    const struct na_walk_wanted wanted = {1, na_walk_limit_mm(INFINITY), NA_STREET_NONE, is_point,
                                          &point};
    na_walk_nearest(&answer->from, &wanted, &hits);
    return hits.count > 0 ? (struct na_walk){NA_WALK_KNOWN, hits.items[0].mm, hits.items[0].snap_mm}
                          : unknown_walk(answer, point);
}

bool na_nearest_walk_first(const struct na_nearest_filter *filter,
                           const struct na_nearest_answer *answer, na_point_filter *wanted,
                           uint32_t limit_mm, struct na_walk_hit *ret_hit)
{
    struct na_walk_hits hits;
    const struct na_walk_wanted first = {1, limit_mm, NA_STREET_NONE, wanted, filter};
    na_walk_nearest(&answer->from, &first, &hits);
    if (hits.count > 0) {
        *ret_hit = hits.items[0];
    }
    return hits.count > 0;
}

/* Of a kind asked for, and left out. */
static bool is_left_out(const void *context, uint32_t point)
{
    const struct na_nearest_filter *filter = context;
    struct na_asset asset;
    na_snapshot_asset(filter->snapshot, point, &asset);
    return na_nearest_asks_kind(filter->question, asset.kind) &&
           na_nearest_left(filter, point, &asset) != NA_LEFT_IN;
}

/* Left out, and no way to it is known. */
static bool is_unknown_left_out(const void *context, uint32_t point)
{
    const struct rest *rest = context;
    return na_walk_joined(&rest->answer->from, point) != NA_WALK_KNOWN &&
           is_left_out(&rest->filter, point);
}

size_t na_nearest_walk_left_out(const struct na_nearest_filter *filter,
                                const struct na_nearest_answer *answer, size_t most,
                                struct na_left_out *ret_left_out)
{
    const struct na_nearest *found = &answer->found;
    size_t last = found->count - 1;
    bool known = found->count > 0 && answer->walks[last].state == NA_WALK_KNOWN;
    uint32_t limit_mm = known ? answer->walks[last].mm : na_walk_limit_mm(answer->question.max_m);
    struct na_walk_hits hits;
    const struct na_walk_wanted wanted = {most, limit_mm, NA_STREET_NONE, is_left_out, filter};
    size_t count = 0;
    na_walk_nearest(&answer->from, &wanted, &hits);
    for (size_t i = 0; i < hits.count && (!known || hits.items[i].mm < limit_mm); i++) {
        ret_left_out[count++] =
            (struct na_left_out){hit_of(filter->snapshot, answer, hits.items[i].point),
                                 NA_LEFT_IN,
                                 {NA_WALK_KNOWN, hits.items[i].mm, hits.items[i].snap_mm}};
    }
    if (known || count == most) {
        return count;
    }
    const struct rest rest = {*filter, answer, &hits, true};
    struct na_nearest out;
    double limit_m = found->count > 0 ? found->hits[last].distance_m : answer->question.max_m;
    na_nearest_search(&rest.filter, limit_m, most - count, is_unknown_left_out, &out);
    for (size_t i = 0; i < out.count; i++) {
        if (found->count == 0 || out.hits[i].distance_m < limit_m) {
            ret_left_out[count++] = (struct na_left_out){out.hits[i], NA_LEFT_IN,
                                                         unknown_walk(answer, out.hits[i].point)};
        }
    }
    return count;
}

double na_nearest_reach_m(const struct na_nearest_answer *answer, size_t i)
{
    return answer->tells_walk && answer->walks[i].state == NA_WALK_KNOWN
               ? answer->walks[i].mm / 1000.0
               : answer->found.hits[i].distance_m;
}

/* "410 m in a straight line, 640 m on foot". */
static void both_text(double straight_m, const struct na_walk *walk, char *to, size_t size)
{
    char straight[NA_METRES_TEXT];
    char foot[NA_METRES_TEXT] = "";
    na_metres_text(straight, straight_m);
    if (walk->state == NA_WALK_KNOWN) {
        na_metres_text(foot, walk->mm / 1000.0);
    }
    (void)snprintf(to, size, "%s in a straight line, %s%s", straight,
                   foot[0] != '\0' ? foot : "not known", " on foot");
}

/* The nearest in a straight line is another than the nearest on foot: both, with both figures. */
static void warn_disagreement(const struct na_nearest_filter *filter,
                              struct na_nearest_answer *answer)
{
    struct na_nearest straight;
    struct na_walk_hit foot;
    if (!na_nearest_walk_first(filter, answer, na_nearest_kind_wanted,
                               na_walk_limit_mm(answer->question.max_m), &foot)) {
        return;
    }
    na_nearest_search(filter, INFINITY, 1, na_nearest_wanted, &straight);
    if (straight.count == 0 || straight.hits[0].point == foot.point) {
        return;
    }
    struct na_asset near;
    struct na_asset first;
    char figures[2][96];
    struct na_walk walk = na_nearest_walk_to(answer, straight.hits[0].point);
    const struct na_walk known = {NA_WALK_KNOWN, foot.mm, foot.snap_mm};
    na_snapshot_asset(filter->snapshot, straight.hits[0].point, &near);
    na_snapshot_asset(filter->snapshot, foot.point, &first);
    both_text(straight.hits[0].distance_m, &walk, figures[0], sizeof figures[0]);
    both_text(hit_of(filter->snapshot, answer, foot.point).distance_m, &known, figures[1],
              sizeof figures[1]);
    na_warn(&answer->warnings, "straight-disagrees",
            "The nearest in a straight line is %.120s (%s), the nearest on foot is %.120s (%s)",
            near.name, figures[0], first.name, figures[1]);
    if (!answer->by_walk) {
        answer->order_stable = false;
        answer->rival = foot.point;
    }
}

/* Wanted, and no way to it is known. */
static bool is_unknown(const void *context, uint32_t point)
{
    const struct rest *rest = context;
    return na_walk_joined(&rest->answer->from, point) != NA_WALK_KNOWN &&
           na_nearest_wanted(&rest->filter, point);
}

/* One to which no way is known may be nearer than the first. */
static void warn_unknown(const struct na_nearest_filter *filter, struct na_nearest_answer *answer)
{
    const struct rest rest = {*filter, answer, NULL, true};
    struct na_nearest near;
    if (!answer->by_walk || answer->found.count == 0 || answer->walks[0].state != NA_WALK_KNOWN) {
        return;
    }
    double walk_m = answer->walks[0].mm / 1000.0;
    na_nearest_search(&rest.filter, walk_m, 1, is_unknown, &near);
    if (near.count == 0 || near.hits[0].distance_m >= walk_m) {
        return;
    }
    struct na_asset asset;
    struct na_asset first;
    char straight[NA_METRES_TEXT];
    char walk[NA_METRES_TEXT];
    na_snapshot_asset(filter->snapshot, near.hits[0].point, &asset);
    na_snapshot_asset(filter->snapshot, answer->found.hits[0].point, &first);
    na_metres_text(straight, near.hits[0].distance_m);
    na_metres_text(walk, walk_m);
    answer->order_stable = false;
    answer->rival = near.hits[0].point;
    na_warn(&answer->warnings, "nearer-unknown-walk",
            "%.120s may be nearer than %.120s: it is %s away in a straight line, and the way on "
            "foot is not known (%s); %.120s is %s on foot",
            asset.name, first.name, straight,
            na_walk_reason_words(na_walk_joined(&answer->from, near.hits[0].point)), first.name,
            walk);
}

/* Metres in a straight line to the edge of the streets and on to the asset. */
static double over_edge_m(const struct na_nearest_answer *answer, const struct na_asset *asset)
{
    const struct na_street_net *net = na_street_search_net(answer->from.search);
    const struct na_street_box *box = &net->boxes[net->box_count - 1]; /* the last holds all */
    struct na_lonlat at = answer->question.position.at;
    double lon_m = 0.0;
    double lat_m = 0.0;
    na_geodesic_degree_m(at.lat_deg, &lon_m, &lat_m);
    double dx = (asset->at.lon_deg - at.lon_deg) * lon_m;
    double dy = (asset->at.lat_deg - at.lat_deg) * lat_m;
    /* From each side the way is as long as that to the mirror image of the asset. */
    double north = (box->north / 1e7 - at.lat_deg) * lat_m;
    double south = (at.lat_deg - box->south / 1e7) * lat_m;
    double east = (box->east / 1e7 - at.lon_deg) * lon_m;
    double west = (at.lon_deg - box->west / 1e7) * lon_m;
    double least = hypot(dx, 2.0 * north - dy);
    least = fmin(least, hypot(dx, 2.0 * south + dy));
    least = fmin(least, hypot(2.0 * east - dx, dy));
    return fmin(least, hypot(2.0 * west + dx, dy));
}

static void warn_edge(const struct na_snapshot *snapshot, struct na_nearest_answer *answer)
{
    struct na_asset first;
    if (!answer->by_walk || answer->found.count == 0 || answer->walks[0].state != NA_WALK_KNOWN) {
        return;
    }
    na_snapshot_asset(snapshot, answer->found.hits[0].point, &first);
    if (over_edge_m(answer, &first) < answer->walks[0].mm / 1000.0) {
        na_warn(&answer->warnings, "network-edge",
                "The streets of the data end near here: a shorter way to %.150s may lead outside "
                "them",
                first.name);
    }
}

/* The last metres lead over ground that nobody described. */
static void warn_long_snap(const struct na_snapshot *snapshot, struct na_nearest_answer *answer)
{
    double limit_mm = NA_WALK_LONG_SNAP_M * 1000.0;
    if (answer->from.snaps.count > 0 && answer->from.snaps.items[0].snap_mm > limit_mm) {
        na_warn(&answer->warnings, "long-snap",
                "The nearest street is %.0f m from the position: the way there may be longer",
                answer->from.snaps.items[0].snap_mm / 1000.0);
    }
    if (answer->found.count > 0 && answer->walks[0].state == NA_WALK_KNOWN &&
        answer->walks[0].snap_mm > limit_mm) {
        struct na_asset first;
        na_snapshot_asset(snapshot, answer->found.hits[0].point, &first);
        na_warn(&answer->warnings, "long-snap",
                "The nearest street is %.0f m from %.150s: the way there may be longer",
                answer->walks[0].snap_mm / 1000.0, first.name);
    }
}

static void warn_network(struct na_nearest_answer *answer)
{
    const struct na_network *network = &answer->network;
    const struct na_nearest_question *question = &answer->question;
    if (question->streets == NULL) {
        na_warn(&answer->warnings, "no-network",
                "The data have no streets: distances are in a straight line");
        return;
    }
    if (answer->from.snaps.count == 0) {
        na_warn(&answer->warnings, "off-network",
                "No street is within %g m of the position: distances are in a straight line, and "
                "the way on foot is not known",
                network->snap_m);
    }
    if (network->issued != NA_DATE_NONE &&
        question->as_at - network->issued > (int32_t)network->stale_days) {
        char day[NA_DATE_TEXT];
        na_date_format(day, network->issued);
        na_warn(&answer->warnings, "network-old",
                "The streets are those of %s: newer ways are not known", day);
    }
    if (!network->has_access) {
        na_warn(&answer->warnings, "no-access-tags",
                "The streets do not say where walking is forbidden: a walk may be too short");
    }
    if (!network->has_paths) {
        na_warn(&answer->warnings, "no-paths",
                "The streets have no footpaths: a walk may be too long, or not known");
    }
}

void na_nearest_walk_warn(const struct na_snapshot *snapshot, struct na_nearest_answer *answer)
{
    struct na_nearest_filter filter = na_nearest_filter_of(snapshot, &answer->question);
    if (!answer->tells_walk) {
        return;
    }
    if (answer->from.snaps.count > 0 && answer->found.count > 0) {
        warn_disagreement(&filter, answer);
        warn_unknown(&filter, answer);
        warn_edge(snapshot, answer);
        warn_long_snap(snapshot, answer);
    }
    warn_network(answer);
}
