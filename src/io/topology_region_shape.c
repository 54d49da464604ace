/* A region's rings as a shape. */
#include <math.h>
#include <stdlib.h>

#include "base/buffer.h"
#include "base/fail.h"
#include "geo/rings.h"
#include "io/topology_geos.h"
#include "io/topology_region.h"

#define XY_BYTES_MAX ((size_t)1 << 31)
#define STARTS_BYTES_MAX ((size_t)1 << 28)

struct rings {
    struct na_topology *topology;
    double min_area;
    struct na_buffer xy;     /* pairs of double */
    struct na_buffer starts; /* size_t */
};

static enum na_code fail_full(enum na_code code, struct na_error *reterr)
{
    return code == NA_ERR_LIMIT ? na_fail(reterr, code, "Too many vertices in one region")
                                : na_fail_memory(reterr, "copying a region");
}

static void turn(double *xy, size_t count)
{
    for (size_t i = 0, j = count - 1; i < j; i++, j--) {
        for (int axis = 0; axis < 2; axis++) {
            double kept = xy[2 * i + (size_t)axis];
            xy[2 * i + (size_t)axis] = xy[2 * j + (size_t)axis];
            xy[2 * j + (size_t)axis] = kept;
        }
    }
}

/* *ret_added is false for a ring that is too small. */
static enum na_code ring_add(struct rings *rings, const GEOSGeometry *ring, bool is_hole,
                             bool *ret_added, struct na_error *reterr)
{
    GEOSContextHandle_t geos = rings->topology->geos;
    const GEOSCoordSequence *sequence = ring != NULL ? GEOSGeom_getCoordSeq_r(geos, ring) : NULL;
    unsigned int count = 0;
    if (sequence == NULL || GEOSCoordSeq_getSize_r(geos, sequence, &count) != 1 || count < 4) {
        return na_topology_fail(rings->topology, "reading a region", reterr);
    }
    size_t bytes = 2 * (size_t)count * sizeof(double);
    size_t start = rings->xy.length / (2 * sizeof(double));
    enum na_code code = na_buffer_reserve(&rings->xy, bytes);
    if (code != NA_OK) {
        return fail_full(code, reterr);
    }
    double *xy = (double *)(void *)(rings->xy.data + rings->xy.length);
    if (GEOSCoordSeq_copyToBuffer_r(geos, sequence, xy, 0, 0) != 1) {
        return na_topology_fail(rings->topology, "reading a region", reterr);
    }
    double area = na_ring_signed_area((struct na_ring_view){xy, count});
    *ret_added = fabs(area) > rings->min_area;
    if (!*ret_added) {
        return NA_OK;
    }
    if ((area > 0.0) != is_hole) {
        turn(xy, count);
    }
    rings->xy.length += bytes;
    code = na_buffer_append(&rings->starts, &start, sizeof start);
    return code == NA_OK ? NA_OK : fail_full(code, reterr);
}

static enum na_code polygon_add(struct rings *rings, const GEOSGeometry *polygon,
                                struct na_error *reterr)
{
    GEOSContextHandle_t geos = rings->topology->geos;
    bool added = false;
    if (GEOSisEmpty_r(geos, polygon) == 1) {
        return NA_OK;
    }
    enum na_code code =
        ring_add(rings, GEOSGetExteriorRing_r(geos, polygon), false, &added, reterr);
    int holes = added ? GEOSGetNumInteriorRings_r(geos, polygon) : 0;
    for (int i = 0; i < holes && code == NA_OK; i++) {
        code = ring_add(rings, GEOSGetInteriorRingN_r(geos, polygon, i), true, &added, reterr);
    }
    return code;
}

static enum na_code rings_take(struct rings *rings, struct na_shape *ret_shape,
                               struct na_error *reterr)
{
    size_t vertices = rings->xy.length / (2 * sizeof(double));
    enum na_code code = na_buffer_append(&rings->starts, &vertices, sizeof vertices);
    if (code != NA_OK) {
        return fail_full(code, reterr);
    }
    struct na_shape shape = {.vertex_count = vertices,
                             .part_count = rings->starts.length / sizeof(size_t) - 1};
    shape.xy = na_buffer_take(&rings->xy);
    shape.part_starts = na_buffer_take(&rings->starts);
    *ret_shape = shape;
    return NA_OK;
}

enum na_code na_region_shape(struct na_topology *topology, const struct na_polygon *region,
                             double min_area, struct na_shape *ret_shape, struct na_error *reterr)
{
    struct rings rings = {.topology = topology, .min_area = min_area};
    enum na_code code = NA_OK;
    na_buffer_init(&rings.xy, XY_BYTES_MAX);
    na_buffer_init(&rings.starts, STARTS_BYTES_MAX);
    int parts = GEOSGetNumGeometries_r(topology->geos, region->geometry);
    if (parts < 0) {
        code = na_topology_fail(topology, "reading a region", reterr);
    }
    for (int i = 0; i < parts && code == NA_OK; i++) {
        code = polygon_add(&rings, GEOSGetGeometryN_r(topology->geos, region->geometry, i), reterr);
    }
    if (code == NA_OK) {
        code = rings_take(&rings, ret_shape, reterr);
    }
    na_buffer_fini(&rings.xy);
    na_buffer_fini(&rings.starts);
    return code;
}
