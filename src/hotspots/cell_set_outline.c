/* The outlines of the areas that limit a study, as shapes that GEOS can measure. */
#include <math.h>
#include <stdlib.h>

#include "base/fail.h"
#include "hotspots/private.h"

static enum na_code outline(const struct na_snapshot *snapshot, const struct na_area *area,
                            const struct na_crs *crs, struct na_shape *shape,
                            struct na_error *reterr)
{
    struct na_ring ring;
    size_t vertices = 0;
    for (uint32_t r = 0; r < area->ring_count; r++) {
        na_snapshot_ring(snapshot, area, r, &ring);
        vertices += ring.count;
    }
    shape->xy = calloc(2 * vertices + 1, sizeof *shape->xy);
    shape->part_starts = calloc((size_t)area->ring_count + 1, sizeof *shape->part_starts);
    if (shape->xy == NULL || shape->part_starts == NULL) {
        return na_fail_memory(reterr, "the outlines of areas");
    }
    for (uint32_t r = 0; r < area->ring_count; r++) {
        na_snapshot_ring(snapshot, area, r, &ring);
        for (uint32_t i = 0; i < ring.count; i++) {
            struct na_grid grid;
            struct na_lonlat at = na_ring_vertex(&ring, i);
            enum na_code code = na_crs_to_grid(crs, at, &grid, reterr);
            if (code != NA_OK) {
                return code;
            }
            shape->xy[2 * shape->vertex_count] = grid.easting_m;
            shape->xy[2 * shape->vertex_count + 1] = grid.northing_m;
            shape->vertex_count++;
        }
        shape->part_starts[++shape->part_count] = shape->vertex_count;
    }
    return NA_OK;
}

void na_outlines_free(struct na_shape *shapes, size_t count)
{
    for (size_t i = 0; shapes != NULL && i < count; i++) {
        na_shape_fini(&shapes[i]);
    }
    free(shapes);
}

enum na_code na_layer_outlines(const struct na_snapshot *snapshot, const struct na_layer *layer,
                               struct na_shape **ret_shapes, struct na_error *reterr)
{
    const struct na_crs *crs = na_snapshot_crs(snapshot);
    struct na_shape *shapes = calloc((size_t)layer->area_count + 1, sizeof *shapes);
    if (shapes == NULL) {
        return na_fail_memory(reterr, "the outlines of areas");
    }
    enum na_code code = NA_OK;
    for (uint32_t i = 0; i < layer->area_count && code == NA_OK; i++) {
        struct na_area area;
        na_snapshot_area(snapshot, layer, i, &area);
        code = outline(snapshot, &area, crs, &shapes[i], reterr);
        code = na_fail_at(reterr, code, layer->file, 0, NULL,
                          "The layer reaches outside the transformation: use another one");
    }
    if (code != NA_OK) {
        na_outlines_free(shapes, layer->area_count);
        return code;
    }
    *ret_shapes = shapes;
    return NA_OK;
}

/* Signed area and moments of one ring, about its first vertex so that no digits are lost. */
static void measure_ring(const double *xy, size_t count, double *ret_area_m2, double moment[2])
{
    double area2 = 0, east = 0, north = 0;
    for (size_t i = 0; i + 1 < count; i++) {
        double x1 = xy[2 * i] - xy[0], y1 = xy[2 * i + 1] - xy[1];
        double x2 = xy[2 * i + 2] - xy[0], y2 = xy[2 * i + 3] - xy[1];
        double cross = x1 * y2 - x2 * y1;
        area2 += cross;
        east += (x1 + x2) * cross;
        north += (y1 + y2) * cross;
    }
    *ret_area_m2 = area2 / 2;
    moment[0] = east / 6 + xy[0] * area2 / 2;
    moment[1] = north / 6 + xy[1] * area2 / 2;
}

void na_outline_measure(const struct na_shape *shape, double *ret_area_m2,
                        struct na_grid *ret_centroid)
{
    double area_m2 = 0, moment[2] = {0, 0};
    for (size_t part = 0; part < shape->part_count; part++) {
        size_t from = shape->part_starts[part];
        double ring_m2 = 0, ring_moment[2];
        measure_ring(shape->xy + 2 * from, shape->part_starts[part + 1] - from, &ring_m2,
                     ring_moment);
        /* Shells run counter-clockwise and holes clockwise in a snapshot: signs do the rest. */
        area_m2 += ring_m2;
        moment[0] += ring_moment[0];
        moment[1] += ring_moment[1];
    }
    *ret_area_m2 = area_m2;
    *ret_centroid = area_m2 > 0 ? (struct na_grid){moment[0] / area_m2, moment[1] / area_m2}
                                : (struct na_grid){shape->xy[0], shape->xy[1]};
}
