/* The operations on regions, each keeping of its result what has an area. */
#include "io/topology_region.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/fail.h"
#include "io/topology_geos.h"
#include "io/topology_parts.h"

#define NOTHING INFINITY, INFINITY, -INFINITY, -INFINITY

/* Take the polygons of `from` out of what it is; `from` is consumed. NULL if GEOS fails. */
static GEOSGeometry *areas_only(struct na_topology *topology, GEOSGeometry *from)
{
    GEOSContextHandle_t geos = topology->geos;
    int type = GEOSGeomTypeId_r(geos, from);
    if (type == GEOS_POLYGON || type == GEOS_MULTIPOLYGON) {
        return from;
    }
    GEOSGeometry *areas = NULL;
    int parts = type == GEOS_GEOMETRYCOLLECTION ? GEOSGetNumGeometries_r(geos, from) : 0;
    GEOSGeometry **copies = calloc((size_t)parts + 1, sizeof(GEOSGeometry *));
    unsigned int made = 0;
    bool whole = copies != NULL;
    if (copies == NULL) {
        na_topology_lacks_memory(topology);
    }
    for (int i = 0; i < parts && whole; i++) {
        const GEOSGeometry *part = GEOSGetGeometryN_r(geos, from, i);
        type = GEOSGeomTypeId_r(geos, part);
        if (type == GEOS_POLYGON || type == GEOS_MULTIPOLYGON) {
            copies[made] = GEOSGeom_clone_r(geos, part);
            whole = copies[made] != NULL;
            made += whole ? 1 : 0;
        }
    }
    GEOSGeometry *all = NULL;
    if (whole) {
        all = GEOSGeom_createCollection_r(geos, GEOS_GEOMETRYCOLLECTION, copies, made);
    } else {
        for (unsigned int i = 0; i < made; i++) {
            GEOSGeom_destroy_r(geos, copies[i]);
        }
    }
    if (all != NULL) {
        areas = made == 0 ? GEOSGeom_createEmptyPolygon_r(geos) : GEOSUnaryUnion_r(geos, all);
    }
    free(copies);
    GEOSGeom_destroy_r(geos, all);
    GEOSGeom_destroy_r(geos, from);
    return areas;
}

static bool box_find(struct na_topology *topology, const GEOSGeometry *geometry, double box[4])
{
    GEOSContextHandle_t geos = topology->geos;
    char empty = GEOSisEmpty_r(geos, geometry);
    if (empty == 1) {
        const double nothing[4] = {NOTHING};
        memcpy(box, nothing, sizeof nothing);
        return true;
    }
    return empty == 0 && GEOSGeom_getXMin_r(geos, geometry, &box[0]) == 1 &&
           GEOSGeom_getYMin_r(geos, geometry, &box[1]) == 1 &&
           GEOSGeom_getXMax_r(geos, geometry, &box[2]) == 1 &&
           GEOSGeom_getYMax_r(geos, geometry, &box[3]) == 1;
}

/* A result of GEOS, consumed (NULL: it failed), as a polygon. */
static enum na_code wrap(struct na_topology *topology, GEOSGeometry *geometry, const char *doing,
                         struct na_polygon **ret_region, struct na_error *reterr)
{
    if (geometry != NULL) {
        geometry = areas_only(topology, geometry);
    }
    if (geometry == NULL) {
        return na_topology_fail(topology, doing, reterr);
    }
    struct na_polygon *region = calloc(1, sizeof *region);
    if (region == NULL) {
        GEOSGeom_destroy_r(topology->geos, geometry);
        return na_fail_memory(reterr, doing);
    }
    region->geometry = geometry;
    if (!box_find(topology, geometry, region->box)) {
        na_polygon_free(topology, region);
        return na_topology_fail(topology, doing, reterr);
    }
    *ret_region = region;
    return NA_OK;
}

enum na_code na_region_new(struct na_topology *topology, const struct na_shape *shape,
                           struct na_polygon **ret_region, struct na_error *reterr)
{
    struct na_polygon *polygon = NULL;
    if (shape->part_count == 0) {
        return wrap(topology, GEOSGeom_createEmptyPolygon_r(topology->geos), "making a polygon",
                    ret_region, reterr);
    }
    enum na_code code = na_polygon_new(topology, shape, &polygon, reterr);
    if (code != NA_OK) {
        return code;
    }
    char valid = GEOSisValid_r(topology->geos, polygon->geometry);
    topology->message[0] = '\0'; /* it tells where it is not valid: not a failure */
    if (valid == 1) {
        *ret_region = polygon;
        return NA_OK;
    }
    GEOSGeometry *mended = valid == 0 ? GEOSMakeValid_r(topology->geos, polygon->geometry) : NULL;
    na_polygon_free(topology, polygon);
    return wrap(topology, mended, "mending a polygon", ret_region, reterr);
}

enum na_code na_region_union(struct na_topology *topology, struct na_polygon *const *polygons,
                             size_t count, struct na_polygon **ret_region, struct na_error *reterr)
{
    GEOSGeometry *joined = NULL;
    GEOSGeometry *all = na_topology_collect(topology, polygons, count);
    if (all != NULL) {
        joined = count == 0 ? GEOSGeom_createEmptyPolygon_r(topology->geos)
                            : GEOSUnaryUnion_r(topology->geos, all);
    }
    GEOSGeom_destroy_r(topology->geos, all);
    return wrap(topology, joined, "joining polygons", ret_region, reterr);
}

enum na_code na_region_union_adjoining(struct na_topology *topology,
                                       struct na_polygon *const *polygons, size_t count,
                                       struct na_polygon **ret_region, struct na_error *reterr)
{
    GEOSGeometry *joined = NULL;
    GEOSGeometry *all = count > 1 ? na_topology_collect(topology, polygons, count) : NULL;
    if (all != NULL) {
        joined = GEOSCoverageUnion_r(topology->geos, all);
    } else if (count > 1) {
        return na_topology_fail(topology, "joining polygons", reterr);
    }
    GEOSGeom_destroy_r(topology->geos, all);
    /* Overlaps that it does not notice make lines that cross. */
    if (joined != NULL && GEOSisValid_r(topology->geos, joined) == 1) {
        return wrap(topology, joined, "joining polygons", ret_region, reterr);
    }
    GEOSGeom_destroy_r(topology->geos, joined);
    topology->message[0] = '\0';
    return na_region_union(topology, polygons, count, ret_region, reterr);
}

enum na_code na_region_intersection(struct na_topology *topology, const struct na_polygon *a,
                                    const struct na_polygon *b, struct na_polygon **ret_region,
                                    struct na_error *reterr)
{
    return wrap(topology, GEOSIntersection_r(topology->geos, a->geometry, b->geometry),
                "intersecting two polygons", ret_region, reterr);
}

enum na_code na_region_difference(struct na_topology *topology, const struct na_polygon *a,
                                  const struct na_polygon *b, struct na_polygon **ret_region,
                                  struct na_error *reterr)
{
    return wrap(topology, GEOSDifference_r(topology->geos, a->geometry, b->geometry),
                "subtracting polygons", ret_region, reterr);
}

enum na_code na_region_copy(struct na_topology *topology, const struct na_polygon *region,
                            struct na_polygon **ret_region, struct na_error *reterr)
{
    return wrap(topology, GEOSGeom_clone_r(topology->geos, region->geometry), "copying a polygon",
                ret_region, reterr);
}

enum na_code na_region_clip(struct na_topology *topology, const struct na_polygon *region,
                            const double box[4], struct na_polygon **ret_region,
                            struct na_error *reterr)
{
    GEOSGeometry *cut = NULL;
    GEOSGeometry *frame =
        GEOSGeom_createRectangle_r(topology->geos, box[0], box[1], box[2], box[3]);
    if (frame != NULL) {
        cut = GEOSIntersection_r(topology->geos, region->geometry, frame);
    }
    GEOSGeom_destroy_r(topology->geos, frame);
    return wrap(topology, cut, "cutting a polygon", ret_region, reterr);
}

const double *na_region_box(const struct na_polygon *region)
{
    return region->box;
}

bool na_region_is_empty(const struct na_polygon *region)
{
    return region->box[0] > region->box[2];
}

size_t na_region_vertices(struct na_topology *topology, const struct na_polygon *region)
{
    int count = GEOSGetNumCoordinates_r(topology->geos, region->geometry);
    return count > 0 ? (size_t)count : 0;
}

enum na_code na_region_area(struct na_topology *topology, const struct na_polygon *region,
                            double *ret_area, struct na_error *reterr)
{
    double area = 0.0;
    if (GEOSArea_r(topology->geos, region->geometry, &area) != 1) {
        return na_topology_fail(topology, "measuring a polygon", reterr);
    }
    *ret_area = area;
    return NA_OK;
}
