/* One way from place to place through the streets, and the line that it follows: traced from its
 * end back to its start, then turned round. */
#include "geo/street_search.h"

#include <string.h>

struct line {
    const struct na_street_net *net;
    struct na_buffer *to; /* NULL: no line is wanted */
    size_t start;
    enum na_code failed;
};

/* A point, unless the line stands there already. */
static void put(struct line *line, struct na_lonlat at)
{
    const struct na_buffer *to = line->to;
    if (line->failed == NA_OK && to->length > line->start &&
        memcmp(to->data + to->length - sizeof at, &at, sizeof at) == 0) {
        return;
    }
    if (line->failed == NA_OK) {
        line->failed = na_buffer_append(line->to, &at, sizeof at);
    }
}

/* From one point of an edge to another. */
static void put_piece(struct line *line, uint32_t edge, uint32_t from_mm, uint32_t to_mm)
{
    const struct na_street_net *net = line->net;
    uint32_t first = net->edges[edge].first_vertex;
    uint32_t end = na_street_edge_end(net, edge);
    uint32_t low = from_mm < to_mm ? from_mm : to_mm;
    uint32_t high = from_mm < to_mm ? to_mm : from_mm;
    put(line, na_street_point_at(net, edge, from_mm));
    for (uint32_t i = 0; i < end - first; i++) {
        const struct na_street_vertex *at =
            &net->vertices[from_mm < to_mm ? first + i : end - 1 - i];
        uint32_t mm = na_street_vertex_mm(at);
        if (mm > low && mm < high) {
            put(line, na_street_lonlat(at->lat_e7, at->lon_e7));
        }
    }
    put(line, na_street_point_at(net, edge, to_mm));
}

static void turn_round(struct line *line)
{
    struct na_lonlat *points = (struct na_lonlat *)(void *)(line->to->data + line->start);
    size_t count = (line->to->length - line->start) / sizeof *points;
    for (size_t i = 0; i < count / 2; i++) {
        struct na_lonlat swap = points[i];
        points[i] = points[count - 1 - i];
        points[count - 1 - i] = swap;
    }
}

/* From the place back to where it was started. */
static void trace(struct line *line, const struct na_street_search *search,
                  const struct na_street_place *from, const struct na_street_place *to)
{
    const struct na_street_edge *on = &line->net->edges[to->edge];
    uint32_t a = na_street_search_label(search, on->a);
    uint32_t b = na_street_search_label(search, on->b);
    bool by_a =
        a != NA_STREET_NONE &&
        (b == NA_STREET_NONE || (uint64_t)a + to->at_mm <= (uint64_t)b + (on->mm - to->at_mm));
    uint32_t node = by_a ? on->a : on->b;
    put_piece(line, to->edge, to->at_mm, by_a ? 0 : on->mm);
    bool is_source = false;
    uint32_t edge = na_street_search_via(search, node, &is_source);
    for (uint32_t steps = 0; !is_source && steps < line->net->node_count; steps++) {
        const struct na_street_edge *along = &line->net->edges[edge];
        bool forward = along->a == node;
        put_piece(line, edge, forward ? 0 : along->mm, forward ? along->mm : 0);
        node = forward ? along->b : along->a;
        edge = na_street_search_via(search, node, &is_source);
    }
    const struct na_street_edge *start = &line->net->edges[from->edge];
    bool from_a = start->a == node && (start->b != node || from->at_mm <= start->mm - from->at_mm);
    put_piece(line, from->edge, from_a ? 0 : start->mm, from->at_mm);
    turn_round(line);
}

enum na_code na_street_way(struct na_street_search *search, const struct na_street_place *from,
                           const struct na_street_place *to, uint32_t limit_mm, uint32_t *ret_mm,
                           struct na_buffer *ret_line)
{
    struct line line = {na_street_search_net(search), ret_line,
                        ret_line != NULL ? ret_line->length : 0, NA_OK};
    na_street_search_begin(search, limit_mm, NULL, NULL);
    na_street_search_source(search, from->edge, from->at_mm, from->off_mm);
    na_street_search_run(search);
    uint32_t reach = na_street_search_reach(search, to->edge, to->at_mm);
    uint64_t best = reach == NA_STREET_NONE ? UINT64_MAX : (uint64_t)reach + to->off_mm;
    uint64_t direct = UINT64_MAX;
    if (from->edge == to->edge) {
        uint32_t along =
            from->at_mm > to->at_mm ? from->at_mm - to->at_mm : to->at_mm - from->at_mm;
        direct = (uint64_t)from->off_mm + along + to->off_mm;
    }
    uint64_t total = direct <= best ? direct : best;
    *ret_mm = total <= limit_mm ? (uint32_t)total : NA_STREET_NONE;
    if (*ret_mm == NA_STREET_NONE || ret_line == NULL) {
        return NA_OK;
    }
    if (direct <= best) {
        put_piece(&line, from->edge, from->at_mm, to->at_mm);
    } else {
        trace(&line, search, from, to);
    }
    return line.failed;
}
