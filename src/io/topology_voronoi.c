/* The land cut into the cells nearest to each of some points, as the demonstration pack wants it,
 * which has centres of wards and no boundaries. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/fail.h"
#include "geo/earth.h"
#include "io/shape_rings.h"
#include "io/topology_parts.h"

#define POINTS_MAX 20000
#define SEGMENTS_MIN 8
#define SEGMENTS_MAX 3600

/* Finite, within the limits and no two the same: GEOS would drop the second without a word. */
static enum na_code points_check(const double *xy, size_t count, struct na_error *reterr)
{
    if (count == 0 || count > POINTS_MAX) {
        return na_fail(reterr, NA_ERR_LIMIT, "Voronoi cells are made of 1 to %d points, not %zu",
                       POINTS_MAX, count);
    }
    for (size_t i = 0; i < count; i++) {
        if (!isfinite(xy[2 * i]) || !isfinite(xy[2 * i + 1])) {
            (void)na_fail(reterr, NA_ERR_DATA, "Point %zu is not a position", i + 1);
            return na_fail_at(reterr, NA_ERR_DATA, NULL, (int64_t)i + 1, NULL, NULL);
        }
        for (size_t j = 0; j < i; j++) {
            if (xy[2 * i] == xy[2 * j] && xy[2 * i + 1] == xy[2 * j + 1]) { /* exact: the same */
                (void)na_fail(reterr, NA_ERR_DATA, "Points %zu and %zu are the same", j + 1, i + 1);
                return na_fail_at(reterr, NA_ERR_DATA, NULL, (int64_t)i + 1, NULL,
                                  "Give each point a position of its own");
            }
        }
    }
    return NA_OK;
}

/* The box of the points with four radii around it: what happens at its edge is far from any cell,
 * and GEOS lays its first triangles wide around it. */
static void frame_measure(const double *xy, size_t count, double radius, double box[4])
{
    na_xy_box(xy, count, box);
    box[0] -= 4 * radius;
    box[1] -= 4 * radius;
    box[2] += 4 * radius;
    box[3] += 4 * radius;
}

static enum na_code circle_make(double x, double y, double radius, unsigned int segments,
                                struct na_shape *ret_shape, struct na_error *reterr)
{
    struct na_shape shape = {NULL, (size_t)segments + 1, NULL, 1, false};
    shape.xy = malloc(2 * shape.vertex_count * sizeof *shape.xy);
    shape.part_starts = calloc(2, sizeof *shape.part_starts);
    if (shape.xy == NULL || shape.part_starts == NULL) {
        na_shape_fini(&shape);
        return na_fail_memory(reterr, "cutting Voronoi cells");
    }
    for (unsigned int i = 0; i < segments; i++) {
        double angle = 2 * NA_PI * i / segments;
        shape.xy[2 * i] = x + radius * cos(angle);
        shape.xy[2 * i + 1] = y + radius * sin(angle);
    }
    shape.xy[2 * segments] = shape.xy[0];
    shape.xy[2 * segments + 1] = shape.xy[1];
    shape.part_starts[1] = shape.vertex_count;
    *ret_shape = shape;
    return NA_OK;
}

/* The cell around a point; a cell holds one point, well away from its edges. */
static const struct na_shape *cell_find(const struct na_shape *cells, size_t count, double x,
                                        double y)
{
    for (size_t i = 0; i < count; i++) {
        if (na_ring_encloses(cells[i].xy, cells[i].vertex_count, x, y)) {
            return &cells[i];
        }
    }
    return NULL;
}

/* Where the edge p-q meets the line through a and b. */
static void crossing_put(const double *p, const double *q, const double *a, const double *b,
                         double *to)
{
    double side_p = (b[0] - a[0]) * (p[1] - a[1]) - (b[1] - a[1]) * (p[0] - a[0]);
    double side_q = (b[0] - a[0]) * (q[1] - a[1]) - (b[1] - a[1]) * (q[0] - a[0]);
    double share = side_p / (side_p - side_q);
    to[0] = p[0] + share * (q[0] - p[0]);
    to[1] = p[1] + share * (q[1] - p[1]);
}

/* Cut the open ring `from` (count vertices) to what lies left of a-b (Sutherland and Hodgman,
 * "Reentrant polygon clipping", 1974); vertices that stay keep their doubles. Returns the count in
 * `to`; 0 if nothing is left, or no room. */
static size_t half_cut(const double *from, size_t count, const double *a, const double *b,
                       double *to, size_t room)
{
    size_t kept = 0;
    for (size_t i = 0; i < count; i++) {
        if (kept + 2 > room) {
            return 0; /* more than a convex ring can grow: rounding has made it something else */
        }
        const double *p = from + 2 * i;
        const double *q = from + 2 * ((i + 1) % count);
        double side_p = (b[0] - a[0]) * (p[1] - a[1]) - (b[1] - a[1]) * (p[0] - a[0]);
        double side_q = (b[0] - a[0]) * (q[1] - a[1]) - (b[1] - a[1]) * (q[0] - a[0]);
        if (side_p >= 0) {
            memcpy(to + 2 * kept, p, 2 * sizeof *p);
            kept++;
        }
        if ((side_p > 0 && side_q < 0) || (side_p < 0 && side_q > 0)) {
            crossing_put(p, q, a, b, to + 2 * kept);
            kept++;
        }
    }
    return kept;
}

/* The convex cell cut to the convex circle, as a closed ring. */
static enum na_code cell_cut(const struct na_shape *cell, const struct na_shape *circle,
                             struct na_shape *ret_shape, struct na_error *reterr)
{
    /* Each side of the circle adds one vertex at most. */
    size_t room = cell->vertex_count + circle->vertex_count + 3;
    struct na_shape shape = {NULL, 0, NULL, 1, false};
    double *now = malloc(2 * room * sizeof *now);
    double *next = malloc(2 * room * sizeof *next);
    shape.part_starts = calloc(2, sizeof *shape.part_starts);
    if (now == NULL || next == NULL || shape.part_starts == NULL) {
        free(now);
        free(next);
        free(shape.part_starts);
        return na_fail_memory(reterr, "cutting Voronoi cells");
    }
    size_t count = cell->vertex_count - 1;
    memcpy(now, cell->xy, 2 * count * sizeof *now);
    for (size_t i = 0; i + 1 < circle->vertex_count && count > 0; i++) {
        const double *a = circle->xy + 2 * i;
        count = half_cut(now, count, a, a + 2, next, room - 1);
        double *swap = now;
        now = next;
        next = swap;
    }
    free(next);
    shape.xy = now;
    if (count < 3) {
        na_shape_fini(&shape);
        return na_fail(reterr, NA_ERR_DATA, "A Voronoi cell does not reach its own point");
    }
    memcpy(now + 2 * count, now, 2 * sizeof *now);
    shape.vertex_count = count + 1;
    shape.part_starts[1] = count + 1;
    *ret_shape = shape;
    return NA_OK;
}

/* Cell of one point; `cell_count` 0: there is but one point, and nothing to cut its circle. */
static enum na_code cell_make(const struct na_shape *cells, size_t cell_count, const double *point,
                              double radius, unsigned int segments, struct na_shape *ret_shape,
                              struct na_error *reterr)
{
    struct na_shape circle = {NULL, 0, NULL, 0, false};
    enum na_code code = circle_make(point[0], point[1], radius, segments, &circle, reterr);
    if (code != NA_OK) {
        return code;
    }
    if (cell_count == 0) {
        *ret_shape = circle;
        return NA_OK;
    }
    const struct na_shape *cell = cell_find(cells, cell_count, point[0], point[1]);
    if (cell == NULL) {
        code = na_fail(reterr, NA_ERR_DATA, "No Voronoi cell holds the point %.2f %.2f", point[0],
                       point[1]);
    } else {
        code = cell_cut(cell, &circle, ret_shape, reterr);
    }
    na_shape_fini(&circle);
    return code;
}

enum na_code na_topology_voronoi(struct na_topology *topology, const double *xy, size_t count,
                                 double radius, unsigned int segments, struct na_shape *ret_shapes,
                                 struct na_error *reterr)
{
    struct na_shape *cells = NULL;
    size_t cell_count = 0;
    size_t made = 0;
    if (!(isfinite(radius) && radius > 0) || segments < SEGMENTS_MIN || segments > SEGMENTS_MAX) {
        return na_fail(reterr, NA_ERR_LIMIT, "A radius over 0 and %d to %d segments are wanted",
                       SEGMENTS_MIN, SEGMENTS_MAX);
    }
    enum na_code code = points_check(xy, count, reterr);
    if (code == NA_OK && count > 1) {
        double box[4];
        frame_measure(xy, count, radius, box);
        cells = calloc(count, sizeof *cells);
        code = cells == NULL ? na_fail_memory(reterr, "making Voronoi cells")
                             : na_topology_cells(topology, xy, count, box, cells, reterr);
        cell_count = code == NA_OK ? count : 0;
    }
    while (code == NA_OK && made < count) {
        code = cell_make(cells, cell_count, xy + 2 * made, radius, segments, &ret_shapes[made],
                         reterr);
        made += code == NA_OK ? 1 : 0;
    }
    for (size_t i = 0; code != NA_OK && i < made; i++) {
        na_shape_fini(&ret_shapes[i]);
    }
    for (size_t i = 0; i < cell_count; i++) {
        na_shape_fini(&cells[i]);
    }
    free(cells);
    return code;
}
