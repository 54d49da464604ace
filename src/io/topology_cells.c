/* Voronoi cells as GEOS makes them. */
#include <stdlib.h>

#include "base/fail.h"
#include "io/topology_geos.h"
#include "io/topology_parts.h"

/* A geometry's outline as a shape of one ring; false if it is no polygon without holes. */
static bool outline_copy(struct na_topology *topology, const GEOSGeometry *polygon,
                         struct na_shape *ret_shape)
{
    GEOSContextHandle_t geos = topology->geos;
    unsigned int count = 0;
    if (polygon == NULL || GEOSGeomTypeId_r(geos, polygon) != GEOS_POLYGON ||
        GEOSGetNumInteriorRings_r(geos, polygon) != 0 || GEOSisEmpty_r(geos, polygon) != 0) {
        return false;
    }
    const GEOSGeometry *ring = GEOSGetExteriorRing_r(geos, polygon);
    const GEOSCoordSequence *sequence = GEOSGeom_getCoordSeq_r(geos, ring);
    if (sequence == NULL || GEOSCoordSeq_getSize_r(geos, sequence, &count) != 1) {
        return false;
    }
    struct na_shape shape = {NULL, count, NULL, 1, false};
    shape.xy = malloc(2 * (size_t)count * sizeof *shape.xy);
    shape.part_starts = calloc(2, sizeof *shape.part_starts);
    if (shape.xy == NULL || shape.part_starts == NULL ||
        GEOSCoordSeq_copyToBuffer_r(geos, sequence, shape.xy, 0, 0) != 1) {
        na_shape_fini(&shape);
        return false;
    }
    shape.part_starts[1] = count;
    *ret_shape = shape;
    return true;
}

static GEOSGeometry *diagram_make(struct na_topology *topology, const double *xy, size_t count,
                                  const double box[4])
{
    GEOSGeometry *diagram = NULL;
    GEOSGeometry *points = NULL;
    GEOSGeometry *frame =
        GEOSGeom_createRectangle_r(topology->geos, box[0], box[1], box[2], box[3]);
    GEOSCoordSequence *sequence =
        GEOSCoordSeq_copyFromBuffer_r(topology->geos, xy, (unsigned int)count, 0, 0);
    if (sequence != NULL) {
        points = GEOSGeom_createLineString_r(topology->geos, sequence);
    }
    if (points != NULL && frame != NULL) {
        diagram = GEOSVoronoiDiagram_r(topology->geos, points, frame, 0, 0);
    }
    GEOSGeom_destroy_r(topology->geos, points);
    GEOSGeom_destroy_r(topology->geos, frame);
    return diagram;
}

enum na_code na_topology_cells(struct na_topology *topology, const double *xy, size_t count,
                               const double box[4], struct na_shape *ret_cells,
                               struct na_error *reterr)
{
    enum na_code code = NA_OK;
    size_t made = 0;
    GEOSGeometry *diagram = diagram_make(topology, xy, count, box);
    int found = diagram == NULL ? -1 : GEOSGetNumGeometries_r(topology->geos, diagram);
    if (found < 0) {
        code = na_topology_fail(topology, "making Voronoi cells", reterr);
    } else if ((size_t)found != count) {
        code = na_fail(reterr, NA_ERR_DATA, "%zu points gave %d Voronoi cells", count, found);
    }
    while (code == NA_OK && made < count) {
        const GEOSGeometry *cell = GEOSGetGeometryN_r(topology->geos, diagram, (int)made);
        if (outline_copy(topology, cell, &ret_cells[made])) {
            made++;
        } else {
            code = na_topology_fail(topology, "reading a Voronoi cell", reterr);
        }
    }
    for (size_t i = 0; code != NA_OK && i < made; i++) {
        na_shape_fini(&ret_cells[i]);
    }
    GEOSGeom_destroy_r(topology->geos, diagram);
    return code;
}
