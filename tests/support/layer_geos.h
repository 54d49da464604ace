/* Layers from shapefiles, and GEOS over the same rings as the oracle. */
#ifndef NA_TEST_LAYER_GEOS_H
#define NA_TEST_LAYER_GEOS_H

#include <geos_c.h>
#include <shapefil.h>

#include "support/layer.h"

/* Read the polygons of a shapefile; record n is area n. False if it is not there. */
static inline bool layer_read_shapefile(struct layer *layer, const char *path)
{
    SHPHandle file = SHPOpen(path, "rb");
    if (file == NULL) {
        return false;
    }
    int count = 0;
    SHPGetInfo(file, &count, NULL, NULL, NULL);
    for (int record = 0; record < count; record++) {
        SHPObject *shape = SHPReadObject(file, record);
        for (int part = 0; part < shape->nParts; part++) {
            int end = part + 1 < shape->nParts ? shape->panPartStart[part + 1] : shape->nVertices;
            layer_begin_ring(layer, (uint32_t)record);
            for (int v = shape->panPartStart[part]; v < end; v++) {
                layer_add(layer, shape->padfX[v], shape->padfY[v]);
            }
        }
        SHPDestroyObject(shape);
    }
    SHPClose(file);
    return layer->area_count > 0;
}

/* GEOS's geometry of each area, prepared, and a tree over them. */
struct layer_geos {
    GEOSContextHandle_t geos;
    GEOSGeometry **areas;
    const GEOSPreparedGeometry **prepared;
    GEOSSTRtree *tree;
    uint32_t count;
    bool intersects; /* asked instead of covers: the same of a point */
};

static inline double ring_area2(const struct layer *layer, const struct layer_ring *ring)
{
    const double *xy = layer->xy + 2 * ring->first;
    double sum = 0;
    for (size_t i = 0; i + 1 < ring->count; i++) {
        sum += (xy[2 * i] - xy[0]) * (xy[2 * i + 3] - xy[1]) -
               (xy[2 * i + 2] - xy[0]) * (xy[2 * i + 1] - xy[1]);
    }
    return sum;
}

static inline GEOSGeometry *ring_to_geos(GEOSContextHandle_t geos, const struct layer *layer,
                                         const struct layer_ring *ring)
{
    GEOSCoordSequence *seq = GEOSCoordSeq_copyFromBuffer_r(geos, layer->xy + 2 * ring->first,
                                                           (unsigned int)ring->count, 0, 0);
    return GEOSGeom_createLinearRing_r(geos, seq);
}

/* Shells are clockwise in a shapefile; a hole belongs to the shell of its area that covers it. */
static inline GEOSGeometry *area_to_geos(GEOSContextHandle_t geos, const struct layer *layer,
                                         size_t first, size_t end)
{
    GEOSGeometry **parts = layer_realloc(NULL, (end - first) * sizeof *parts);
    unsigned int part_count = 0;
    for (size_t r = first; r < end; r++) {
        if (ring_area2(layer, &layer->rings[r]) > 0) {
            continue;
        }
        GEOSGeometry *shell =
            GEOSGeom_createPolygon_r(geos, ring_to_geos(geos, layer, &layer->rings[r]), NULL, 0);
        for (size_t h = first; h < end; h++) {
            if (ring_area2(layer, &layer->rings[h]) <= 0) {
                continue;
            }
            GEOSGeometry *hole = GEOSGeom_createPolygon_r(
                geos, ring_to_geos(geos, layer, &layer->rings[h]), NULL, 0);
            if (GEOSCovers_r(geos, shell, hole) == 1) {
                GEOSGeometry *rest = GEOSDifference_r(geos, shell, hole);
                GEOSGeom_destroy_r(geos, shell);
                shell = rest;
            }
            GEOSGeom_destroy_r(geos, hole);
        }
        parts[part_count++] = shell;
    }
    GEOSGeometry *area = GEOSGeom_createCollection_r(geos, GEOS_MULTIPOLYGON, parts, part_count);
    free(parts);
    return area;
}

/* A tree of nodes of `capacity`, in the place of the one before. */
static inline void layer_geos_plant(struct layer_geos *layer, size_t capacity)
{
    if (layer->tree != NULL) {
        GEOSSTRtree_destroy_r(layer->geos, layer->tree);
    }
    layer->tree = GEOSSTRtree_create_r(layer->geos, capacity);
    for (uint32_t a = 0; a < layer->count; a++) {
        GEOSSTRtree_insert_r(layer->geos, layer->tree, layer->areas[a], &layer->areas[a]);
    }
}

static inline void layer_geos_init(struct layer_geos *ret, const struct layer *layer)
{
    GEOSContextHandle_t geos = GEOS_init_r();
    *ret = (struct layer_geos){.geos = geos, .count = layer->area_count};
    ret->areas = layer_realloc(NULL, ret->count * sizeof *ret->areas);
    ret->prepared = layer_realloc(NULL, ret->count * sizeof *ret->prepared);
    size_t first = 0;
    for (uint32_t a = 0; a < ret->count; a++) {
        size_t end = first;
        while (end < layer->ring_count && layer->rings[end].area == a) {
            end++;
        }
        ret->areas[a] = area_to_geos(geos, layer, first, end);
        ret->prepared[a] = GEOSPrepare_r(geos, ret->areas[a]);
        first = end;
    }
    layer_geos_plant(ret, 4);
}

static inline void layer_geos_fini(struct layer_geos *layer)
{
    GEOSSTRtree_destroy_r(layer->geos, layer->tree);
    for (uint32_t a = 0; a < layer->count; a++) {
        GEOSPreparedGeom_destroy_r(layer->geos, layer->prepared[a]);
        GEOSGeom_destroy_r(layer->geos, layer->areas[a]);
    }
    free(layer->areas);
    free(layer->prepared);
    GEOS_finish_r(layer->geos);
}

struct geos_ask {
    const struct layer_geos *layer;
    const GEOSGeometry *point;
    uint32_t lowest;
};

static inline void geos_candidate(void *item, void *context)
{
    struct geos_ask *ask = context;
    uint32_t area = (uint32_t)((GEOSGeometry **)item - ask->layer->areas);
    const struct layer_geos *layer = ask->layer;
    const GEOSPreparedGeometry *prepared = layer->prepared[area];
    if (area < ask->lowest &&
        (layer->intersects ? GEOSPreparedIntersects_r(layer->geos, prepared, ask->point)
                           : GEOSPreparedCovers_r(layer->geos, prepared, ask->point)) == 1) {
        ask->lowest = area;
    }
}

/* The lowest area that covers the point, the way GEOS is used at its best: tree, then prepared. */
static inline uint32_t layer_geos_lowest(const struct layer_geos *layer, double x, double y)
{
    GEOSGeometry *point = GEOSGeom_createPointFromXY_r(layer->geos, x, y);
    struct geos_ask ask = {.layer = layer, .point = point, .lowest = NA_AREA_NONE};
    GEOSSTRtree_query_r(layer->geos, layer->tree, point, geos_candidate, &ask);
    GEOSGeom_destroy_r(layer->geos, point);
    return ask.lowest;
}

#endif
