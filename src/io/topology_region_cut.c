/* Many polygons cut by one large region. */
#include <math.h>
#include <stdlib.h>

#include "base/fail.h"
#include "io/topology_parts.h"
#include "io/topology_region.h"

/* Below either, cutting the region further costs more than it saves. */
#define FEW_POLYGONS 2
#define FEW_VERTICES 400

/* How far the cut keeps off the polygons, relative to their size: its own new vertices must not
 * touch them. */
#define MARGIN 0.01

struct cut {
    struct na_topology *topology;
    struct na_polygon *const *polygons;
    struct na_polygon **parts;
    struct na_polygon **rests; /* NULL: not wanted */
};

/* A polygon on one axis. */
struct place {
    size_t polygon;
    double middle;
};

static int by_middle(const void *left, const void *right)
{
    const struct place *a = left;
    const struct place *b = right;
    if (a->middle != b->middle) { /* exact: an order, not a measure */
        return a->middle < b->middle ? -1 : 1;
    }
    return a->polygon < b->polygon ? -1 : a->polygon > b->polygon;
}

static bool boxes_meet(const double a[4], const double b[4])
{
    return a[0] <= b[2] && b[0] <= a[2] && a[1] <= b[3] && b[1] <= a[3];
}

static enum na_code cut_one(const struct cut *cut, const struct na_polygon *region, size_t polygon,
                            struct na_error *reterr)
{
    const struct na_polygon *whole = cut->polygons[polygon];
    if (!boxes_meet(na_polygon_box(region), na_polygon_box(whole))) {
        enum na_code code = na_region_union(cut->topology, NULL, 0, &cut->parts[polygon], reterr);
        return code == NA_OK && cut->rests != NULL
                   ? na_region_copy(cut->topology, whole, &cut->rests[polygon], reterr)
                   : code;
    }
    enum na_code code =
        na_region_intersection(cut->topology, whole, region, &cut->parts[polygon], reterr);
    return code == NA_OK && cut->rests != NULL
               ? na_region_difference(cut->topology, whole, region, &cut->rests[polygon], reterr)
               : code;
}

static void box_around(const struct cut *cut, const struct place *places, size_t count,
                       double box[4])
{
    box[0] = box[1] = INFINITY;
    box[2] = box[3] = -INFINITY;
    for (size_t i = 0; i < count; i++) {
        const double *one = na_polygon_box(cut->polygons[places[i].polygon]);
        box[0] = fmin(box[0], one[0]);
        box[1] = fmin(box[1], one[1]);
        box[2] = fmax(box[2], one[2]);
        box[3] = fmax(box[3], one[3]);
    }
}

static void sort_along(const struct cut *cut, struct place *places, size_t count, int axis)
{
    for (size_t i = 0; i < count; i++) {
        const double *box = na_polygon_box(cut->polygons[places[i].polygon]);
        bool empty = box[0] > box[2]; /* then its middle would be no number */
        places[i].middle = empty ? 0.0 : box[axis] / 2.0 + box[axis + 2] / 2.0;
    }
    qsort(places, count, sizeof *places, by_middle);
}

/* Halves down to a few: as deep as the number of polygons has binary digits. */
static enum na_code cut_some(const struct cut *cut, const struct na_polygon *region,
                             struct place *places, size_t count, struct na_error *reterr)
{
    enum na_code code = NA_OK;
    if (count <= FEW_POLYGONS || na_region_is_empty(region) ||
        na_region_vertices(cut->topology, region) <= FEW_VERTICES) {
        for (size_t i = 0; i < count && code == NA_OK; i++) {
            code = cut_one(cut, region, places[i].polygon, reterr);
        }
        return code;
    }
    double box[4];
    struct na_polygon *near = NULL;
    box_around(cut, places, count, box);
    if (box[0] <= box[2]) { /* else all are empty */
        double margin = 1.0 + MARGIN * fmax(box[2] - box[0], box[3] - box[1]);
        const double frame[4] = {box[0] - margin, box[1] - margin, box[2] + margin,
                                 box[3] + margin};
        code = na_region_clip(cut->topology, region, frame, &near, reterr);
    }
    if (code == NA_OK) {
        const struct na_polygon *rest = near != NULL ? near : region;
        size_t half = count / 2;
        sort_along(cut, places, count, box[2] - box[0] >= box[3] - box[1] ? 0 : 1);
        code = cut_some(cut, rest, places, half, reterr);
        if (code == NA_OK) {
            code = cut_some(cut, rest, places + half, count - half, reterr);
        }
    }
    na_polygon_free(cut->topology, near);
    return code;
}

static void none(struct na_polygon **polygons, size_t count)
{
    for (size_t i = 0; i < count && polygons != NULL; i++) {
        polygons[i] = NULL;
    }
}

static void all_free(struct na_topology *topology, struct na_polygon **polygons, size_t count)
{
    for (size_t i = 0; i < count && polygons != NULL; i++) {
        na_polygon_free(topology, polygons[i]);
    }
    none(polygons, count);
}

enum na_code na_region_cut(struct na_topology *topology, const struct na_polygon *region,
                           struct na_polygon *const *polygons, size_t count,
                           struct na_polygon **ret_parts, struct na_polygon **ret_rests,
                           struct na_error *reterr)
{
    const struct cut cut = {topology, polygons, ret_parts, ret_rests};
    struct place *places = calloc(count + 1, sizeof *places);
    if (places == NULL) {
        return na_fail_memory(reterr, "cutting polygons");
    }
    for (size_t i = 0; i < count; i++) {
        places[i].polygon = i;
    }
    none(ret_parts, count);
    none(ret_rests, count);
    enum na_code code = cut_some(&cut, region, places, count, reterr);
    if (code != NA_OK) {
        all_free(topology, ret_parts, count);
        all_free(topology, ret_rests, count);
    }
    free(places);
    return code;
}
