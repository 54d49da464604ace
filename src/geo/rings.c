/* Which ring holds which, by boxes and an exact crossing number; then each shell is listed with its
 * holes. */
#include "geo/rings.h"

#include <math.h>
#include <stdlib.h>

#include "geo/predicate.h"

struct box {
    double west, south, east, north;
};

double na_ring_signed_area(struct na_ring_view ring)
{
    double twice = 0;
    for (size_t i = 0; i + 1 < ring.count; i++) {
        /* Relative to the first vertex, so that large coordinates do not cancel. */
        double ax = ring.xy[2 * i] - ring.xy[0];
        double ay = ring.xy[2 * i + 1] - ring.xy[1];
        double bx = ring.xy[2 * i + 2] - ring.xy[0];
        double by = ring.xy[2 * i + 3] - ring.xy[1];
        twice += ax * by - bx * ay;
    }
    return twice / 2;
}

static struct box box_of(struct na_ring_view ring)
{
    struct box box = {ring.xy[0], ring.xy[1], ring.xy[0], ring.xy[1]};
    for (size_t i = 1; i < ring.count; i++) {
        box.west = fmin(box.west, ring.xy[2 * i]);
        box.south = fmin(box.south, ring.xy[2 * i + 1]);
        box.east = fmax(box.east, ring.xy[2 * i]);
        box.north = fmax(box.north, ring.xy[2 * i + 1]);
    }
    return box;
}

static bool box_within(struct box inner, struct box outer)
{
    return inner.west >= outer.west && inner.south >= outer.south && inner.east <= outer.east &&
           inner.north <= outer.north;
}

/* 1 inside, 0 outside, -1 on the boundary. Crossing number of the ray to the left, exact. */
static int point_in_ring(double x, double y, struct na_ring_view ring)
{
    int inside = 0;
    for (size_t i = 0; i + 1 < ring.count; i++) {
        const double *a = ring.xy + 2 * i;
        const double *b = a + 2;
        int side = na_orient(a[0], a[1], b[0], b[1], x, y);
        if (side == 0 && fmin(a[0], b[0]) <= x && x <= fmax(a[0], b[0]) && fmin(a[1], b[1]) <= y &&
            y <= fmax(a[1], b[1])) {
            return -1;
        }
        bool upward = a[1] <= y && b[1] > y;
        bool downward = b[1] <= y && a[1] > y;
        inside ^= (upward && side < 0) || (downward && side > 0);
    }
    return inside;
}

/* Is `inner` inside `outer`? Rings of a valid polygon may touch but not cross: any vertex off the
 * other's boundary decides. When all vertices touch, an edge's midpoint does. */
static bool ring_within(struct na_ring_view inner, struct na_ring_view outer)
{
    for (size_t i = 0; i + 1 < inner.count; i++) {
        int where = point_in_ring(inner.xy[2 * i], inner.xy[2 * i + 1], outer);
        if (where >= 0) {
            return where == 1;
        }
    }
    for (size_t i = 0; i + 1 < inner.count; i++) {
        const double *a = inner.xy + 2 * i;
        int where = point_in_ring((a[0] + a[2]) / 2, (a[1] + a[3]) / 2, outer);
        if (where >= 0) {
            return where == 1;
        }
    }
    return false;
}

/* depth[i]: how many rings hold ring i; parent[i]: the smallest of them (count: none). */
static void nest(const struct na_ring_view *rings, size_t count, const struct box *boxes,
                 size_t *depth, size_t *parent)
{
    for (size_t i = 0; i < count; i++) {
        double smallest = INFINITY;
        depth[i] = 0;
        parent[i] = count;
        for (size_t j = 0; j < count; j++) {
            if (j == i || !box_within(boxes[i], boxes[j]) || !ring_within(rings[i], rings[j])) {
                continue;
            }
            depth[i]++;
            double area = fabs(na_ring_signed_area(rings[j]));
            if (area < smallest) {
                smallest = area;
                parent[i] = j;
            }
        }
    }
}

enum na_code na_rings_order(const struct na_ring_view *rings, size_t count, size_t *ret_order,
                            bool *ret_is_hole)
{
    struct box *boxes = calloc(count + 1, sizeof *boxes);
    size_t *depth = calloc(count + 1, sizeof *depth);
    size_t *parent = calloc(count + 1, sizeof *parent);
    enum na_code code = NA_ERR_MEMORY;
    if (boxes == NULL || depth == NULL || parent == NULL) {
        goto done;
    }
    for (size_t i = 0; i < count; i++) {
        boxes[i] = box_of(rings[i]);
    }
    nest(rings, count, boxes, depth, parent);
    size_t placed = 0;
    for (size_t i = 0; i < count; i++) {
        ret_is_hole[i] = depth[i] % 2 == 1;
        if (ret_is_hole[i]) {
            continue;
        }
        ret_order[placed++] = i;
        for (size_t j = 0; j < count; j++) {
            if (depth[j] % 2 == 1 && parent[j] == i) {
                ret_order[placed++] = j;
            }
        }
    }
    code = NA_OK;
done:
    free(boxes);
    free(depth);
    free(parent);
    return code;
}
