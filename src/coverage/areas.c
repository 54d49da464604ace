/* The areas of a layer as polygons on the National Grid.
 *
 * A snapshot keeps the rings in degrees, with vertices added where a straight grid edge bends there
 * (geo/densify.h). Every vertex, those added too, was transformed from a point of the grid edge, so
 * the way back leads onto that edge: it was measured at 4 nm with OSTN15 and 1.1 mm with Helmert,
 * which leaves heights out. Rings that share an edge have equal vertices and stay neighbours
 * without a gap. */
#include <stdlib.h>

#include "base/fail.h"
#include "coverage/private.h"
#include "io/topology_region.h"

static enum na_code ring_add(struct na_coverage_work *work, const struct na_ring *ring,
                             struct na_shape *shape, struct na_error *reterr)
{
    for (uint32_t i = 0; i < ring->count; i++) {
        struct na_lonlat from = na_ring_vertex(ring, i);
        struct na_grid to;
        enum na_code code = na_crs_to_grid(work->crs, from, &to, reterr);
        if (code != NA_OK) {
            return code;
        }
        shape->xy[2 * shape->vertex_count] = to.easting_m;
        shape->xy[2 * shape->vertex_count + 1] = to.northing_m;
        shape->vertex_count++;
    }
    shape->part_starts[++shape->part_count] = shape->vertex_count;
    return NA_OK;
}

static enum na_code area_make(struct na_coverage_work *work, const struct na_area *area,
                              struct na_polygon **ret_area, struct na_error *reterr)
{
    struct na_shape shape = {.vertex_count = 0};
    struct na_ring ring;
    size_t vertices = 0;
    enum na_code code = NA_OK;
    for (uint32_t i = 0; i < area->ring_count; i++) {
        na_snapshot_ring(work->snapshot, area, i, &ring);
        vertices += ring.count;
    }
    shape.xy = calloc(2 * vertices + 1, sizeof *shape.xy);
    shape.part_starts = calloc((size_t)area->ring_count + 1, sizeof *shape.part_starts);
    if (shape.xy == NULL || shape.part_starts == NULL) {
        code = na_fail_memory(reterr, "copying an area");
    }
    for (uint32_t i = 0; i < area->ring_count && code == NA_OK; i++) {
        na_snapshot_ring(work->snapshot, area, i, &ring);
        code = ring_add(work, &ring, &shape, reterr);
    }
    if (code == NA_OK) {
        code = na_region_new(work->topology, &shape, ret_area, reterr);
    }
    na_shape_fini(&shape);
    return code;
}

enum na_code na_coverage_areas_make(struct na_coverage_work *work, struct na_error *reterr)
{
    const struct na_layer *layer = work->question->layer;
    work->areas = calloc((size_t)layer->area_count + 1, sizeof(struct na_polygon *));
    if (work->areas == NULL) {
        return na_fail_memory(reterr, "copying areas");
    }
    for (uint32_t i = 0; i < layer->area_count; i++) {
        struct na_area area;
        struct na_error inner = {.message = ""};
        na_snapshot_area(work->snapshot, layer, i, &area);
        enum na_code code = area_make(work, &area, &work->areas[i], &inner);
        if (code != NA_OK) {
            (void)na_fail(reterr, code, "%.60s of layer %.60s: %.300s", area.code, layer->id,
                          inner.message);
            return na_fail_at(reterr, code, NULL, 0, NULL,
                              inner.hint[0] != '\0' ? inner.hint : NULL);
        }
    }
    return NA_OK;
}
