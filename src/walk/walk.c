/* A search runs out from where the position meets the streets, and every asset that it passes is a
 * hit. Hits are kept in order, and the furthest that still matters limits the search. Ties are
 * decided by the number of the asset. */
#include "walk/walk.h"

#include <math.h>

const char *na_walk_reason(enum na_walk_state state)
{
    static const char *const names[] = {
        NULL, "off-network", "asset-off-network", "not-connected", "beyond-limit", "no-network"};
    return names[state];
}

const char *na_walk_reason_words(enum na_walk_state state)
{
    static const char *const words[] = {"",
                                        "no street is near the position",
                                        "no street is near it",
                                        "the streets there are not connected with those here",
                                        "it is farther than was looked for",
                                        "the data have no streets"};
    return words[state];
}

void na_walk_start(struct na_street_search *search, double snap_m, struct na_lonlat at,
                   struct na_walk_from *ret_from)
{
    ret_from->search = search;
    ret_from->at = at;
    ret_from->snaps.count = 0;
    if (search != NULL) {
        na_street_snap(na_street_search_net(search), at, snap_m, &ret_from->snaps);
    }
}

/* The best of what is met. */
struct meeting {
    const struct na_walk_wanted *wanted;
    struct na_walk_hits *hits;
};

static bool is_before(const struct na_walk_hit *a, const struct na_walk_hit *b)
{
    return a->mm != b->mm ? a->mm < b->mm : a->point < b->point;
}

/* Put `hit` in its place; `from` is where it stands, or a free place at the end. */
static void move_up(struct na_walk_hits *hits, size_t from, const struct na_walk_hit *hit)
{
    for (; from > 0 && is_before(hit, &hits->items[from - 1]); from--) {
        hits->items[from] = hits->items[from - 1];
    }
    hits->items[from] = *hit;
}

static void lower(uint32_t *limit_mm, uint64_t to_mm)
{
    *limit_mm = to_mm < *limit_mm ? (uint32_t)to_mm : *limit_mm;
}

static void meet(void *context, const struct na_street_stop *stop, uint32_t total_mm,
                 uint32_t *limit_mm)
{
    struct meeting *meeting = context;
    const struct na_walk_wanted *wanted = meeting->wanted;
    struct na_walk_hits *hits = meeting->hits;
    struct na_walk_hit hit = {stop->owner, total_mm, stop->snap_mm};
    size_t at = 0;
    if (total_mm > *limit_mm) {
        return;
    }
    while (at < hits->count && hits->items[at].point != stop->owner) {
        at++;
    }
    if (at < hits->count) {
        if (total_mm < hits->items[at].mm) {
            move_up(hits, at, &hit);
        }
    } else {
        bool full = hits->count == wanted->k;
        if ((full && !is_before(&hit, &hits->items[hits->count - 1])) ||
            (wanted->filter != NULL && !wanted->filter(wanted->context, stop->owner))) {
            return;
        }
        hits->count += full ? 0 : 1;
        move_up(hits, hits->count - 1, &hit);
    }
    if (hits->count == wanted->k) {
        lower(limit_mm, hits->items[hits->count - 1].mm);
    }
    if (wanted->slack_mm != NA_STREET_NONE) {
        lower(limit_mm, (uint64_t)hits->items[0].mm + wanted->slack_mm);
    }
}

/* With a slack, what was met before the nearest may be too far after all. */
static void cut(const struct na_walk_wanted *wanted, struct na_walk_hits *hits)
{
    while (wanted->slack_mm != NA_STREET_NONE && hits->count > 0 &&
           hits->items[hits->count - 1].mm > (uint64_t)hits->items[0].mm + wanted->slack_mm) {
        hits->count--;
    }
}

void na_walk_nearest(const struct na_walk_from *from, const struct na_walk_wanted *wanted,
                     struct na_walk_hits *ret_hits)
{
    struct meeting meeting = {wanted, ret_hits};
    ret_hits->count = 0;
    if (from->search == NULL || from->snaps.count == 0 || wanted->k == 0) {
        return;
    }
    na_street_search_begin(from->search, wanted->limit_mm, meet, &meeting);
    na_street_search_from(from->search, &from->snaps);
    na_street_search_run(from->search);
    cut(wanted, ret_hits);
}

void na_walk_nearest_of_edge(struct na_street_search *search, uint32_t edge, uint32_t at_mm,
                             const struct na_walk_wanted *wanted, struct na_walk_hits *ret_hits)
{
    struct meeting meeting = {wanted, ret_hits};
    ret_hits->count = 0;
    na_street_search_begin(search, wanted->limit_mm, meet, &meeting);
    na_street_search_source(search, edge, at_mm, 0);
    na_street_search_run(search);
    cut(wanted, ret_hits);
}

enum na_walk_state na_walk_joined(const struct na_walk_from *from, uint32_t point)
{
    if (from->search == NULL) {
        return NA_WALK_NO_NETWORK;
    }
    if (from->snaps.count == 0) {
        return NA_WALK_OFF_NETWORK;
    }
    const struct na_street_net *net = na_street_search_net(from->search);
    uint32_t first = 0;
    uint32_t count = na_street_stops_of(net, point, &first);
    for (uint32_t i = 0; i < count; i++) {
        const struct na_street_stop *stop = &net->stops[net->by_owner[first + i]];
        uint32_t component = net->components[net->edges[stop->edge].a];
        for (size_t s = 0; s < from->snaps.count; s++) {
            if (from->snaps.items[s].component == component) {
                return NA_WALK_KNOWN;
            }
        }
    }
    return count == 0 ? NA_WALK_ASSET_OFF_NETWORK : NA_WALK_NOT_CONNECTED;
}

static struct na_street_place place_of_snap(const struct na_street_snap *snap)
{
    return (struct na_street_place){snap->edge, snap->at_mm, snap->snap_mm};
}

/* The best pair of a snap and a stop of one component; false if there is none within the limit. */
static bool best_pair(const struct na_walk_from *from, uint32_t point, uint32_t limit_mm,
                      struct na_street_place *ret_from, struct na_street_place *ret_to,
                      uint32_t *ret_mm)
{
    const struct na_street_net *net = na_street_search_net(from->search);
    uint32_t first = 0;
    uint32_t count = na_street_stops_of(net, point, &first);
    *ret_mm = NA_STREET_NONE;
    for (uint32_t i = 0; i < count; i++) {
        const struct na_street_stop *stop = &net->stops[net->by_owner[first + i]];
        struct na_street_place to = {stop->edge, stop->at_mm, stop->snap_mm};
        for (size_t s = 0; s < from->snaps.count; s++) {
            uint32_t mm = NA_STREET_NONE;
            struct na_street_place start = place_of_snap(&from->snaps.items[s]);
            if (from->snaps.items[s].component == net->components[net->edges[stop->edge].a] &&
                na_street_way(from->search, &start, &to, limit_mm, &mm, NULL) == NA_OK &&
                mm < *ret_mm) {
                *ret_mm = mm;
                *ret_from = start;
                *ret_to = to;
            }
        }
    }
    return *ret_mm != NA_STREET_NONE;
}

enum na_code na_walk_to(const struct na_walk_from *from, uint32_t point, struct na_lonlat to,
                        uint32_t limit_mm, struct na_walk *ret_walk, struct na_buffer *ret_line)
{
    struct na_street_place start;
    struct na_street_place end;
    *ret_walk = (struct na_walk){.state = na_walk_joined(from, point)};
    if (ret_walk->state != NA_WALK_KNOWN) {
        return NA_OK;
    }
    if (!best_pair(from, point, limit_mm, &start, &end, &ret_walk->mm)) {
        ret_walk->state = NA_WALK_BEYOND_LIMIT;
        return NA_OK;
    }
    ret_walk->snap_mm = end.off_mm;
    if (ret_line == NULL) {
        return NA_OK;
    }
    uint32_t mm = 0;
    enum na_code code = na_buffer_append(ret_line, &from->at, sizeof from->at);
    if (code == NA_OK) {
        code = na_street_way(from->search, &start, &end, ret_walk->mm, &mm, ret_line);
    }
    return code == NA_OK ? na_buffer_append(ret_line, &to, sizeof to) : code;
}

struct na_walk na_walk_between(const struct na_walk_from *from, const struct na_walk_from *to,
                               uint32_t limit_mm)
{
    struct na_walk walk = {.state = from->search == NULL     ? NA_WALK_NO_NETWORK
                                    : from->snaps.count == 0 ? NA_WALK_OFF_NETWORK
                                    : to->snaps.count == 0   ? NA_WALK_ASSET_OFF_NETWORK
                                                             : NA_WALK_NOT_CONNECTED};
    for (size_t i = 0; walk.state != NA_WALK_NO_NETWORK && i < from->snaps.count; i++) {
        for (size_t j = 0; j < to->snaps.count; j++) {
            struct na_street_place start = place_of_snap(&from->snaps.items[i]);
            struct na_street_place end = place_of_snap(&to->snaps.items[j]);
            uint32_t mm = NA_STREET_NONE;
            if (from->snaps.items[i].component != to->snaps.items[j].component ||
                na_street_way(from->search, &start, &end, limit_mm, &mm, NULL) != NA_OK) {
                continue;
            }
            if (mm != NA_STREET_NONE && (walk.state != NA_WALK_KNOWN || mm < walk.mm)) {
                walk = (struct na_walk){NA_WALK_KNOWN, mm, end.off_mm};
            } else if (walk.state != NA_WALK_KNOWN) {
                walk.state = NA_WALK_BEYOND_LIMIT;
            }
        }
    }
    return walk;
}

uint32_t na_walk_limit_mm(double max_m)
{
    return isfinite(max_m) ? na_street_mm(fmax(max_m, 0.0)) : na_street_mm(NA_WALK_LIMIT_M);
}
