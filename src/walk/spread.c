/* The search leaves for each junction how much of the walk is left. An edge is covered from both
 * ends and around each asset on it; the stretches are sorted and joined. */
#include "walk/spread.h"

#include <stdlib.h>

void na_walk_spread(struct na_street_search *search, const unsigned char *counts, uint32_t limit_mm)
{
    const struct na_street_net *net = na_street_search_net(search);
    na_street_search_begin(search, limit_mm, NULL, NULL);
    for (uint32_t i = 0; i < net->stop_count; i++) {
        const struct na_street_stop *stop = &net->stops[i];
        if (counts[stop->owner] != 0) {
            na_street_search_source(search, stop->edge, stop->at_mm, stop->snap_mm);
        }
    }
    na_street_search_run(search);
}

static enum na_code put(struct na_buffer *to, int64_t from_mm, int64_t to_mm, uint32_t length_mm)
{
    struct na_walk_stretch stretch = {
        (uint32_t)(from_mm > 0 ? from_mm : 0),
        (uint32_t)(to_mm < (int64_t)length_mm ? to_mm : (int64_t)length_mm)};
    return from_mm <= to_mm ? na_buffer_append(to, &stretch, sizeof stretch) : NA_OK;
}

static int by_start(const void *left, const void *right)
{
    const struct na_walk_stretch *a = left;
    const struct na_walk_stretch *b = right;
    return (a->from_mm > b->from_mm) - (a->from_mm < b->from_mm);
}

/* The stretches from `start` on, in order, those that touch as one. */
static void join(struct na_buffer *to, size_t start)
{
    struct na_walk_stretch *items = (struct na_walk_stretch *)(void *)(to->data + start);
    size_t count = (to->length - start) / sizeof *items;
    size_t kept = 0;
    qsort(items, count, sizeof *items, by_start);
    for (size_t i = 0; i < count; i++) {
        if (kept > 0 && items[i].from_mm <= items[kept - 1].to_mm) {
            uint32_t end = items[i].to_mm;
            items[kept - 1].to_mm = end > items[kept - 1].to_mm ? end : items[kept - 1].to_mm;
        } else {
            items[kept++] = items[i];
        }
    }
    to->length = start + kept * sizeof *items;
}

enum na_code na_walk_stretches(const struct na_street_search *search, const unsigned char *counts,
                               uint32_t edge, uint32_t radius_mm, struct na_buffer *to)
{
    const struct na_street_net *net = na_street_search_net(search);
    const struct na_street_edge *on = &net->edges[edge];
    uint32_t a = na_street_search_label(search, on->a);
    uint32_t b = na_street_search_label(search, on->b);
    size_t start = to->length;
    enum na_code code = NA_OK;
    if (a <= radius_mm) {
        code = put(to, 0, (int64_t)radius_mm - a, on->mm);
    }
    if (code == NA_OK && b <= radius_mm) {
        code = put(to, (int64_t)on->mm - (radius_mm - b), on->mm, on->mm);
    }
    for (uint32_t i = na_street_first_stop(net, edge);
         code == NA_OK && i < net->stop_count && net->stops[i].edge == edge; i++) {
        const struct na_street_stop *stop = &net->stops[i];
        if (counts[stop->owner] != 0 && stop->snap_mm <= radius_mm) {
            int64_t reach_mm = (int64_t)radius_mm - stop->snap_mm;
            code = put(to, stop->at_mm - reach_mm, stop->at_mm + reach_mm, on->mm);
        }
    }
    if (code == NA_OK && to->length > start) {
        join(to, start);
    }
    return code;
}
