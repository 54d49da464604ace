/* Pieces of street as lines on the grid, for maps and sheets. */
#include <stdlib.h>

#include "base/fail.h"
#include "coverage/walk.h"

/* Vertices of a stretch: its ends, and those of the edge between them. */
static size_t vertices_of(const struct na_street_net *net,
                          const struct na_coverage_stretch *stretch)
{
    size_t count = 2;
    uint32_t end = na_street_edge_end(net, stretch->edge);
    for (uint32_t v = net->edges[stretch->edge].first_vertex; v < end; v++) {
        uint32_t mm = na_street_vertex_mm(&net->vertices[v]);
        count += mm > stretch->from_mm && mm < stretch->to_mm;
    }
    return count;
}

static enum na_code put(const struct na_crs *crs, struct na_lonlat at, struct na_shape *shape,
                        struct na_error *reterr)
{
    struct na_grid on;
    enum na_code code = na_crs_to_grid(crs, at, &on, reterr);
    if (code == NA_OK) {
        shape->xy[2 * shape->vertex_count] = on.easting_m;
        shape->xy[2 * shape->vertex_count + 1] = on.northing_m;
        shape->vertex_count++;
    }
    return code;
}

static enum na_code put_stretch(const struct na_street_net *net, const struct na_crs *crs,
                                const struct na_coverage_stretch *stretch, struct na_shape *shape,
                                struct na_error *reterr)
{
    uint32_t end = na_street_edge_end(net, stretch->edge);
    enum na_code code =
        put(crs, na_street_point_at(net, stretch->edge, stretch->from_mm), shape, reterr);
    for (uint32_t v = net->edges[stretch->edge].first_vertex; code == NA_OK && v < end; v++) {
        const struct na_street_vertex *at = &net->vertices[v];
        uint32_t mm = na_street_vertex_mm(at);
        if (mm > stretch->from_mm && mm < stretch->to_mm) {
            code = put(crs, na_street_lonlat(at->lat_e7, at->lon_e7), shape, reterr);
        }
    }
    if (code == NA_OK) {
        code = put(crs, na_street_point_at(net, stretch->edge, stretch->to_mm), shape, reterr);
    }
    shape->part_starts[++shape->part_count] = shape->vertex_count;
    return code;
}

enum na_code na_coverage_walk_shape(const struct na_coverage *coverage, const struct na_crs *crs,
                                    const struct na_buffer *stretches, struct na_shape *ret_shape,
                                    struct na_error *reterr)
{
    const struct na_street_net *net = na_street_search_net(coverage->walk->search);
    const struct na_coverage_stretch *items =
        (const struct na_coverage_stretch *)(const void *)stretches->data;
    size_t count = stretches->length / sizeof *items;
    struct na_shape shape = {.part_count = 0};
    size_t vertices = 0;
    for (size_t i = 0; i < count; i++) {
        vertices += vertices_of(net, &items[i]);
    }
    shape.xy = calloc(2 * vertices + 1, sizeof shape.xy[0]);
    shape.part_starts = calloc(count + 1, sizeof shape.part_starts[0]);
    enum na_code code = shape.xy != NULL && shape.part_starts != NULL
                            ? NA_OK
                            : na_fail_memory(reterr, "drawing streets");
    for (size_t i = 0; code == NA_OK && i < count; i++) {
        code = put_stretch(net, crs, &items[i], &shape, reterr);
    }
    if (code != NA_OK) {
        na_shape_fini(&shape);
        return code;
    }
    *ret_shape = shape;
    return NA_OK;
}
