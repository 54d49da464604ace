/* Rings by area, each placed in the smallest that holds it. */
#include "io/shape_rings.h"

#include <math.h>
#include <stdlib.h>

#include "base/fail.h"

/* Midpoints asked at most, and how many that agree are enough to stop. */
#define SAMPLES_MAX 17u
#define SAMPLES_ENOUGH 3u

/* Shoelace formula around the first vertex, which keeps the digits of small rings far from 0,0. */
static double ring_area(const double *xy, size_t count)
{
    double twice = 0;
    for (size_t i = 1; i + 1 < count; i++) {
        double ax = xy[2 * i] - xy[0];
        double ay = xy[2 * i + 1] - xy[1];
        double bx = xy[2 * i + 2] - xy[0];
        double by = xy[2 * i + 3] - xy[1];
        twice += ax * by - bx * ay;
    }
    return twice / 2;
}

void na_xy_box(const double *xy, size_t count, double ret_box[4])
{
    for (size_t axis = 0; axis < 2; axis++) {
        ret_box[axis] = ret_box[axis + 2] = count > 0 ? xy[axis] : 0;
        for (size_t i = 1; i < count; i++) {
            ret_box[axis] = fmin(ret_box[axis], xy[2 * i + axis]);
            ret_box[axis + 2] = fmax(ret_box[axis + 2], xy[2 * i + axis]);
        }
    }
}

static void ring_measure(struct na_ring *ring, const double *xy, size_t count)
{
    ring->xy = xy;
    ring->count = count;
    ring->area = ring_area(xy, count);
    ring->parent = NA_RING_NONE;
    ring->is_hole = false;
    ring->first_hole = NA_RING_NONE;
    ring->next_hole = NA_RING_NONE;
    na_xy_box(xy, count, ring->box);
}

bool na_ring_encloses(const double *xy, size_t count, double x, double y)
{
    bool inside = false;
    for (size_t i = 0; i + 1 < count; i++) {
        const double *a = xy + 2 * i;
        const double *b = a + 2;
        if ((a[1] > y) == (b[1] > y)) {
            continue;
        }
        double cross = (b[0] - a[0]) * (y - a[1]) - (x - a[0]) * (b[1] - a[1]);
        if ((cross > 0) == (b[1] > a[1])) {
            inside = !inside;
        }
    }
    return inside;
}

/* Rings of a valid polygon touch at points only, mostly at vertices, so the middles of edges are
 * asked; several of them, because a touching point may be such a middle. */
static bool ring_contains(const struct na_ring *outer, const struct na_ring *inner)
{
    if (inner->box[0] < outer->box[0] || inner->box[1] < outer->box[1] ||
        inner->box[2] > outer->box[2] || inner->box[3] > outer->box[3]) {
        return false;
    }
    size_t edges = inner->count < 2 ? 0 : inner->count - 1;
    size_t samples = edges < SAMPLES_MAX ? edges : SAMPLES_MAX;
    size_t inside = 0;
    for (size_t i = 0; i < samples; i++) {
        const double *a = inner->xy + 2 * (i * edges / samples);
        if (na_ring_encloses(outer->xy, outer->count, a[0] + (a[2] - a[0]) / 2,
                             a[1] + (a[3] - a[1]) / 2)) {
            inside++;
        }
        if (i + 1 == SAMPLES_ENOUGH && (inside == 0 || inside == SAMPLES_ENOUGH)) {
            return inside > 0;
        }
    }
    return 2 * inside > samples;
}

/* Largest first; the order of the file among equals. */
static int by_area(const void *left, const void *right)
{
    const struct na_ring *a = *(const struct na_ring *const *)left;
    const struct na_ring *b = *(const struct na_ring *const *)right;
    double a_area = fabs(a->area);
    double b_area = fabs(b->area);
    if (a_area > b_area) {
        return -1;
    }
    if (a_area < b_area) {
        return 1;
    }
    return a < b ? -1 : 1;
}

/* The ring around each ring is the smallest of the larger ones that contain it. */
static void rings_place(struct na_ring *rings, struct na_ring **order, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        struct na_ring *ring = order[i];
        for (size_t j = i; j-- > 0;) {
            if (ring_contains(order[j], ring)) {
                ring->parent = (size_t)(order[j] - rings);
                ring->is_hole = !order[j]->is_hole;
                break;
            }
        }
    }
    /* Backwards, so that each list has the order of the file. */
    for (size_t i = count; i-- > 0;) {
        if (rings[i].is_hole) {
            struct na_ring *shell = &rings[rings[i].parent];
            rings[i].next_hole = shell->first_hole;
            shell->first_hole = i;
        }
    }
}

enum na_code na_shape_rings(const struct na_shape *shape, struct na_ring **ret_rings,
                            struct na_error *reterr)
{
    size_t count = shape->part_count;
    if (count == 0) {
        return na_fail(reterr, NA_ERR_DATA, "The shape is empty");
    }
    if (count > NA_SHAPE_PARTS_MAX) {
        return na_fail(reterr, NA_ERR_LIMIT, "%zu rings are more than the %d allowed", count,
                       NA_SHAPE_PARTS_MAX);
    }
    struct na_ring *rings = calloc(count, sizeof *rings);
    struct na_ring **order = calloc(count, sizeof *order);
    if (rings == NULL || order == NULL) {
        free(rings);
        free(order);
        return na_fail_memory(reterr, "sorting the rings of a polygon");
    }
    for (size_t i = 0; i < count; i++) {
        size_t start = shape->part_starts[i];
        ring_measure(&rings[i], shape->xy + 2 * start, shape->part_starts[i + 1] - start);
        order[i] = &rings[i];
    }
    qsort(order, count, sizeof *order, by_area);
    rings_place(rings, order, count);
    free(order);
    *ret_rings = rings;
    return NA_OK;
}
