/* Where the polygons of a layer overlap, by pairs whose boxes meet, and by how much. */
#include <math.h>
#include <stdlib.h>

#include "base/buffer.h"
#include "base/fail.h"
#include "io/topology_parts.h"

#define OVERLAPS_BYTES_MAX ((size_t)64 * 1024 * 1024)

/* One polygon in the sweep from west to east. */
struct candidate {
    const double *box;
    size_t index;
};

/* What the sweep works on. */
struct sweep {
    struct na_topology *topology;
    struct na_polygon *const *polygons;
    double min_area;
    struct na_buffer found;
};

static int by_west(const void *left, const void *right)
{
    const struct candidate *a = left;
    const struct candidate *b = right;
    if (a->box[0] != b->box[0]) { /* exact: an order, not a measure */
        return a->box[0] < b->box[0] ? -1 : 1;
    }
    return a->index < b->index ? -1 : 1;
}

static int by_pair(const void *left, const void *right)
{
    const struct na_overlap *a = left;
    const struct na_overlap *b = right;
    if (a->a != b->a) {
        return a->a < b->a ? -1 : 1;
    }
    return a->b < b->b ? -1 : 1;
}

static enum na_code pair_check(struct sweep *sweep, const struct candidate *left,
                               const struct candidate *right, struct na_error *reterr)
{
    /* No more can be shared than the boxes share: neighbours touch far more often than overlap. */
    double width = fmin(left->box[2], right->box[2]) - fmax(left->box[0], right->box[0]);
    double height = fmin(left->box[3], right->box[3]) - fmax(left->box[1], right->box[1]);
    if (width <= 0 || height <= 0 || width * height <= sweep->min_area) {
        return NA_OK;
    }
    size_t a = left->index < right->index ? left->index : right->index;
    size_t b = left->index < right->index ? right->index : left->index;
    struct na_piece piece = {0, 0, 0};
    struct na_error inner;
    enum na_code code = na_polygon_common(sweep->topology, sweep->polygons[a], sweep->polygons[b],
                                          sweep->min_area, &piece, &inner);
    if (code != NA_OK) {
        (void)na_fail(reterr, code, "Polygons %zu and %zu: %s", a + 1, b + 1, inner.message);
        return na_fail_at(reterr, code, NULL, (int64_t)a + 1, NULL, inner.hint);
    }
    if (piece.area <= sweep->min_area) {
        return NA_OK;
    }
    struct na_overlap overlap = {a, b, piece.area, piece.x, piece.y};
    code = na_buffer_append(&sweep->found, &overlap, sizeof overlap);
    return code == NA_OK ? NA_OK : na_fail(reterr, code, "Too many overlaps to list");
}

static enum na_code pairs_check(struct sweep *sweep, const struct candidate *candidates,
                                size_t count, struct na_error *reterr)
{
    for (size_t i = 0; i < count; i++) {
        for (size_t j = i + 1; j < count && candidates[j].box[0] < candidates[i].box[2]; j++) {
            enum na_code code = pair_check(sweep, &candidates[i], &candidates[j], reterr);
            if (code != NA_OK) {
                return code;
            }
        }
    }
    return NA_OK;
}

static void give_overlaps(struct sweep *sweep, struct na_overlap **ret_overlaps, size_t *ret_count)
{
    *ret_count = sweep->found.length / sizeof(struct na_overlap);
    if (*ret_count > 0) {
        qsort(sweep->found.data, *ret_count, sizeof(struct na_overlap), by_pair);
    }
    *ret_overlaps = na_buffer_take(&sweep->found);
}

enum na_code na_topology_overlaps_among(struct na_topology *topology,
                                        struct na_polygon *const *polygons,
                                        const struct na_candidates *pairs, size_t pair_count,
                                        double min_area, struct na_overlap **ret_overlaps,
                                        size_t *ret_count, struct na_error *reterr)
{
    struct sweep sweep = {topology, polygons, min_area, {0}};
    na_buffer_init(&sweep.found, OVERLAPS_BYTES_MAX);
    enum na_code code = NA_OK;
    for (size_t i = 0; i < pair_count && code == NA_OK; i++) {
        struct candidate a = {na_polygon_box(polygons[pairs[i].a]), pairs[i].a};
        struct candidate b = {na_polygon_box(polygons[pairs[i].b]), pairs[i].b};
        code = pair_check(&sweep, &a, &b, reterr);
    }
    if (code == NA_OK) {
        give_overlaps(&sweep, ret_overlaps, ret_count);
    }
    na_buffer_fini(&sweep.found);
    return code;
}

enum na_code na_topology_overlaps(struct na_topology *topology, struct na_polygon *const *polygons,
                                  size_t count, double min_area, struct na_overlap **ret_overlaps,
                                  size_t *ret_count, struct na_error *reterr)
{
    struct sweep sweep = {topology, polygons, min_area, {0}};
    na_buffer_init(&sweep.found, OVERLAPS_BYTES_MAX);
    struct candidate *candidates = calloc(count + 1, sizeof *candidates);
    if (candidates == NULL) {
        return na_fail_memory(reterr, "looking for overlaps");
    }
    for (size_t i = 0; i < count; i++) {
        candidates[i] = (struct candidate){na_polygon_box(polygons[i]), i};
    }
    if (count > 1) {
        qsort(candidates, count, sizeof *candidates, by_west);
    }
    enum na_code code = pairs_check(&sweep, candidates, count, reterr);
    free(candidates);
    if (code == NA_OK) {
        give_overlaps(&sweep, ret_overlaps, ret_count);
    }
    na_buffer_fini(&sweep.found);
    return code;
}
