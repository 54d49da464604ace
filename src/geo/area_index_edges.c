/* Takes rings apart into edges, each stored once however many areas it bounds. */
#include "geo/area_index_edges.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/fail.h"
#include "geo/area_index_layout.h"

/* The predicates are exact for these. */
static bool coordinate_is_good(double value)
{
    double size = fabs(value);
    return size == 0.0 || (size >= NA_AREA_COORD_MIN && size <= NA_AREA_COORD_MAX);
}

static enum na_code check_ring(const double *xy, size_t count, struct na_error *reterr)
{
    if (count < 4) {
        return na_fail(reterr, NA_ERR_DATA, "a ring has %zu points, fewer than four", count);
    }
    for (size_t i = 0; i < 2 * count; i++) {
        if (!coordinate_is_good(xy[i])) {
            return na_fail(reterr, NA_ERR_DATA, "point %zu of a ring is not a usable number",
                           i / 2 + 1);
        }
    }
    /* Equal as numbers is what closes a ring; -0 and 0 are the same place. */
    if (xy[0] != xy[2 * count - 2] || xy[1] != xy[2 * count - 1]) {
        return na_fail(reterr, NA_ERR_DATA, "a ring is not closed");
    }
    return NA_OK;
}

enum na_code na_area_edges_add(struct na_buffer *edges, uint32_t area, const double *xy,
                               size_t count, struct na_error *reterr)
{
    enum na_code code = check_ring(xy, count, reterr);
    if (code != NA_OK) {
        return code;
    }
    size_t before = edges->length;
    for (size_t i = 0; i + 1 < count; i++) {
        /* + 0.0 turns -0 into 0, so that equal edges have equal bytes. */
        double ax = xy[2 * i] + 0.0;
        double ay = xy[2 * i + 1] + 0.0;
        double bx = xy[2 * i + 2] + 0.0;
        double by = xy[2 * i + 3] + 0.0;
        if (ax == bx && ay == by) {
            continue;
        }
        bool swap = bx < ax || (bx == ax && by < ay);
        struct na_area_edge edge = {
            .at = {swap ? bx : ax, swap ? by : ay, swap ? ax : bx, swap ? ay : by},
            .owner = {area, area}};
        code = na_buffer_append(edges, &edge, sizeof edge);
        if (code != NA_OK) {
            edges->length = before;
            return code == NA_ERR_MEMORY ? na_fail_memory(reterr, "collecting boundaries")
                                         : na_fail(reterr, code, "too many edges in one layer");
        }
    }
    return NA_OK;
}

static int compare_places(const struct na_area_edge *a, const struct na_area_edge *b)
{
    for (int i = 0; i < 4; i++) {
        if (a->at[i] != b->at[i]) {
            return a->at[i] < b->at[i] ? -1 : 1;
        }
    }
    return 0;
}

static int compare_edges(const void *left, const void *right)
{
    const struct na_area_edge *a = left;
    const struct na_area_edge *b = right;
    int order = compare_places(a, b);
    return order != 0 ? order : (a->owner[0] > b->owner[0]) - (a->owner[0] < b->owner[0]);
}

size_t na_area_edges_join(struct na_area_edge *edges, size_t count)
{
    if (count == 0) {
        return 0;
    }
    qsort(edges, count, sizeof *edges, compare_edges);
    size_t kept = 0;
    for (size_t i = 0; i < count; i++) {
        struct na_area_edge edge = edges[i];
        if (i + 1 < count && compare_places(&edge, &edges[i + 1]) == 0 &&
            edges[i + 1].owner[0] != edge.owner[0]) {
            edge.owner[1] = edges[i + 1].owner[0];
            i++;
        }
        edges[kept++] = edge;
    }
    return kept;
}
