/* Outlines of a layer's areas on the grid. */
#include <stdlib.h>

#include "base/fail.h"
#include "print/print.h"

static enum na_code make_outline(const struct na_snapshot *snapshot, const struct na_crs *crs,
                                 const struct na_area *area, struct na_shape *shape,
                                 struct na_error *reterr)
{
    size_t vertices = 0;
    for (uint32_t r = 0; r < area->ring_count; r++) {
        struct na_ring ring;
        na_snapshot_ring(snapshot, area, r, &ring);
        vertices += ring.count;
    }
    shape->xy = calloc(2 * vertices + 1, sizeof shape->xy[0]);
    shape->part_starts = calloc((size_t)area->ring_count + 1, sizeof shape->part_starts[0]);
    if (shape->xy == NULL || shape->part_starts == NULL) {
        return na_fail_memory(reterr, "drawing a sheet");
    }
    for (uint32_t r = 0; r < area->ring_count; r++) {
        struct na_ring ring;
        size_t first = shape->vertex_count;
        na_snapshot_ring(snapshot, area, r, &ring);
        for (uint32_t i = 0; i < ring.count; i++) {
            struct na_grid at;
            struct na_lonlat from = na_ring_vertex(&ring, i);
            enum na_code code = na_crs_to_grid(crs, from, &at, NULL);
            if (code == NA_ERR_OUTSIDE) { /* no transformation reaches it: no sheet does */
                shape->vertex_count = first;
                break;
            }
            if (code != NA_OK) {
                return na_fail(reterr, code, "An area cannot be drawn");
            }
            shape->xy[2 * shape->vertex_count] = at.easting_m;
            shape->xy[2 * shape->vertex_count + 1] = at.northing_m;
            shape->vertex_count++;
        }
        if (shape->vertex_count > first) {
            shape->part_starts[++shape->part_count] = shape->vertex_count;
        }
    }
    return NA_OK;
}

void na_print_layer_fini(struct na_print_layer *layer)
{
    for (size_t i = 0; i < layer->count && layer->shapes != NULL; i++) {
        na_shape_fini(&layer->shapes[i]);
    }
    free(layer->shapes);
    free(layer->names);
    *layer = (struct na_print_layer){.count = 0};
}

enum na_code na_print_layer_make(const struct na_snapshot *snapshot, const struct na_layer *layer,
                                 const struct na_crs *crs, struct na_print_layer *ret_layer,
                                 struct na_error *reterr)
{
    struct na_print_layer made = {.count = layer->area_count};
    made.shapes = calloc((size_t)layer->area_count + 1, sizeof made.shapes[0]);
    made.names = calloc((size_t)layer->area_count + 1, sizeof made.names[0]);
    enum na_code code = made.shapes == NULL || made.names == NULL
                            ? na_fail_memory(reterr, "drawing a sheet")
                            : NA_OK;
    for (uint32_t i = 0; i < layer->area_count && code == NA_OK; i++) {
        struct na_area area;
        na_snapshot_area(snapshot, layer, i, &area);
        made.names[i] = area.name;
        code = make_outline(snapshot, crs, &area, &made.shapes[i], reterr);
    }
    if (code != NA_OK) {
        na_print_layer_fini(&made);
        return code;
    }
    *ret_layer = made;
    return NA_OK;
}
