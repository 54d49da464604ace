/* The land cut into wards, by GEOS: lines to faces, faces to cells, cells to wards. */
#include "tiles.h"

#include <geos_c.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/fail.h"
#include "base/text.h"

#define GRID_M 1.0 /* every vertex lies on it */
#define NOWHERE SIZE_MAX

struct tiler {
    GEOSContextHandle_t geos;
    char message[256];
    const double *xy;
    size_t count;
    GEOSGeometry *faces; /* what the lines alone enclose */
    size_t *face_of;     /* of each centre; NOWHERE in none */
};

static void message_keep(const char *message, void *context)
{
    struct tiler *tiler = context;
    (void)na_text_copy(tiler->message, sizeof tiler->message, message);
}

static enum na_code geos_fail(const struct tiler *tiler, const char *doing, struct na_error *reterr)
{
    return na_fail(reterr, NA_ERR_DATA, "GEOS failed while %s: %s", doing, tiler->message);
}

static GEOSGeometry *line_of(const struct tiler *tiler, const double *xy, size_t count)
{
    GEOSCoordSequence *sequence = GEOSCoordSeq_create_r(tiler->geos, (unsigned int)count, 2);
    for (unsigned int i = 0; sequence != NULL && i < count; i++) {
        (void)GEOSCoordSeq_setXY_r(tiler->geos, sequence, i, xy[2 * i], xy[2 * i + 1]);
    }
    return sequence == NULL ? NULL : GEOSGeom_createLineString_r(tiler->geos, sequence);
}

/* A collection of `count` geometries, which it takes over; NULL if one of them is NULL. */
static GEOSGeometry *collect(const struct tiler *tiler, GEOSGeometry **parts, size_t count)
{
    bool whole = true;
    for (size_t i = 0; i < count; i++) {
        whole = whole && parts[i] != NULL;
    }
    if (whole) {
        return GEOSGeom_createCollection_r(tiler->geos, GEOS_GEOMETRYCOLLECTION, parts,
                                           (unsigned int)count);
    }
    for (size_t i = 0; i < count; i++) {
        GEOSGeom_destroy_r(tiler->geos, parts[i]);
    }
    return NULL;
}

static GEOSGeometry *lines_collect(const struct tiler *tiler, const struct na_shape *lines)
{
    GEOSGeometry **parts = calloc(lines->part_count, sizeof(GEOSGeometry *));
    if (parts == NULL) {
        return NULL;
    }
    for (size_t i = 0; i < lines->part_count; i++) {
        size_t start = lines->part_starts[i];
        parts[i] = line_of(tiler, lines->xy + 2 * start, lines->part_starts[i + 1] - start);
    }
    GEOSGeometry *all = collect(tiler, parts, lines->part_count);
    free(parts);
    return all;
}

/* What the lines enclose, nodes on the grid. Takes `lines` over. */
static GEOSGeometry *polygonize(const struct tiler *tiler, GEOSGeometry *lines)
{
    GEOSGeometry *noded = lines == NULL ? NULL : GEOSUnaryUnionPrec_r(tiler->geos, lines, GRID_M);
    const GEOSGeometry *given = noded;
    GEOSGeometry *faces = noded == NULL ? NULL : GEOSPolygonize_r(tiler->geos, &given, 1);
    GEOSGeom_destroy_r(tiler->geos, lines);
    GEOSGeom_destroy_r(tiler->geos, noded);
    return faces;
}

static size_t parts_of(const struct tiler *tiler, const GEOSGeometry *geometry)
{
    int count = GEOSGetNumGeometries_r(tiler->geos, geometry);
    return count < 0 ? 0 : (size_t)count;
}

/* Which face a point stands in; it is taken over. */
static size_t face_find(const struct tiler *tiler, GEOSGeometry *point)
{
    size_t found = NOWHERE;
    for (size_t i = 0; point != NULL && found == NOWHERE && i < parts_of(tiler, tiler->faces);
         i++) {
        const GEOSGeometry *face = GEOSGetGeometryN_r(tiler->geos, tiler->faces, (int)i);
        if (GEOSContains_r(tiler->geos, face, point) == 1) {
            found = i;
        }
    }
    GEOSGeom_destroy_r(tiler->geos, point);
    return found;
}

/* The edges between the cells of the centres in one face, within it; empty if it has but one. */
static GEOSGeometry *face_edges(const struct tiler *tiler, size_t number)
{
    GEOSGeometry **points = calloc(tiler->count, sizeof(GEOSGeometry *));
    size_t count = 0;
    for (size_t i = 0; points != NULL && i < tiler->count; i++) {
        if (tiler->face_of[i] == number) {
            points[count++] =
                GEOSGeom_createPointFromXY_r(tiler->geos, tiler->xy[2 * i], tiler->xy[2 * i + 1]);
        }
    }
    GEOSGeometry *sites = points == NULL ? NULL : collect(tiler, points, count);
    free(points);
    if (sites == NULL || count < 2) {
        return sites;
    }
    const GEOSGeometry *face = GEOSGetGeometryN_r(tiler->geos, tiler->faces, (int)number);
    GEOSGeometry *edges = GEOSVoronoiDiagram_r(tiler->geos, sites, face, 0, 1);
    GEOSGeometry *within = edges == NULL ? NULL : GEOSIntersection_r(tiler->geos, edges, face);
    GEOSGeom_destroy_r(tiler->geos, sites);
    GEOSGeom_destroy_r(tiler->geos, edges);
    return within;
}

/* The drawn lines and the edges of all cells. */
static GEOSGeometry *all_lines(const struct tiler *tiler, const struct na_shape *lines)
{
    size_t faces = parts_of(tiler, tiler->faces);
    GEOSGeometry **parts = calloc(faces + 1, sizeof(GEOSGeometry *));
    if (parts == NULL) {
        return NULL;
    }
    for (size_t i = 0; i < faces; i++) {
        parts[i] = face_edges(tiler, i);
    }
    parts[faces] = lines_collect(tiler, lines);
    GEOSGeometry *all = collect(tiler, parts, faces + 1);
    free(parts);
    return all;
}

/* The centre nearest to a piece of land, of those in the same face; NOWHERE for water. */
static size_t nearest_centre(const struct tiler *tiler, const GEOSGeometry *piece)
{
    double x = 0;
    double y = 0;
    GEOSGeometry *inside = GEOSPointOnSurface_r(tiler->geos, piece);
    if (inside == NULL || GEOSGeomGetX_r(tiler->geos, inside, &x) != 1 ||
        GEOSGeomGetY_r(tiler->geos, inside, &y) != 1) {
        GEOSGeom_destroy_r(tiler->geos, inside);
        return NOWHERE;
    }
    size_t face = face_find(tiler, inside);
    size_t nearest = NOWHERE;
    double least = INFINITY;
    for (size_t i = 0; i < tiler->count; i++) {
        double distance = hypot(tiler->xy[2 * i] - x, tiler->xy[2 * i + 1] - y);
        if (face != NOWHERE && tiler->face_of[i] == face && distance < least) {
            least = distance;
            nearest = i;
        }
    }
    return nearest;
}

static void ring_add(const struct tiler *tiler, const GEOSGeometry *ring, struct na_shape *shape)
{
    const GEOSCoordSequence *sequence = GEOSGeom_getCoordSeq_r(tiler->geos, ring);
    unsigned int size = 0;
    (void)GEOSCoordSeq_getSize_r(tiler->geos, sequence, &size);
    for (unsigned int i = 0; i < size; i++) {
        double *xy = shape->xy + 2 * shape->vertex_count++;
        (void)GEOSCoordSeq_getXY_r(tiler->geos, sequence, i, &xy[0], &xy[1]);
    }
    shape->part_starts[++shape->part_count] = shape->vertex_count;
}

/* The rings of a polygon or of several; `ret_shape` is empty when there is no memory. */
static bool shape_of(const struct tiler *tiler, const GEOSGeometry *geometry,
                     struct na_shape *ret_shape)
{
    int vertices = GEOSGetNumCoordinates_r(tiler->geos, geometry);
    size_t room = vertices < 4 ? 0 : (size_t)vertices;
    *ret_shape = (struct na_shape){malloc((2 * room + 1) * sizeof(double)), 0,
                                   calloc(room + 1, sizeof(size_t)), 0, false};
    if (room == 0 || ret_shape->xy == NULL || ret_shape->part_starts == NULL) {
        na_shape_fini(ret_shape);
        return false;
    }
    for (size_t i = 0; i < parts_of(tiler, geometry); i++) {
        const GEOSGeometry *polygon = GEOSGetGeometryN_r(tiler->geos, geometry, (int)i);
        ring_add(tiler, GEOSGetExteriorRing_r(tiler->geos, polygon), ret_shape);
        for (int j = 0; j < GEOSGetNumInteriorRings_r(tiler->geos, polygon); j++) {
            ring_add(tiler, GEOSGetInteriorRingN_r(tiler->geos, polygon, j), ret_shape);
        }
    }
    return true;
}

/* One ward of the pieces whose centre is its own. */
static enum na_code ward_join(const struct tiler *tiler, const GEOSGeometry *pieces,
                              const size_t *owners, size_t ward, struct na_shape *ret_shape,
                              struct na_error *reterr)
{
    size_t count = parts_of(tiler, pieces);
    size_t own = 0;
    GEOSGeometry **parts = calloc(count, sizeof(GEOSGeometry *));
    for (size_t i = 0; parts != NULL && i < count; i++) {
        if (owners[i] == ward) {
            parts[own++] =
                GEOSGeom_clone_r(tiler->geos, GEOSGetGeometryN_r(tiler->geos, pieces, (int)i));
        }
    }
    GEOSGeometry *all = parts == NULL ? NULL : collect(tiler, parts, own);
    GEOSGeometry *joined = all == NULL ? NULL : GEOSUnaryUnion_r(tiler->geos, all);
    bool made = joined != NULL && GEOSNormalize_r(tiler->geos, joined) == 0 &&
                shape_of(tiler, joined, ret_shape);
    free(parts);
    GEOSGeom_destroy_r(tiler->geos, all);
    GEOSGeom_destroy_r(tiler->geos, joined);
    return made ? NA_OK : geos_fail(tiler, "joining a ward", reterr);
}

static enum na_code wards_join(const struct tiler *tiler, const GEOSGeometry *pieces,
                               const size_t *wards, size_t ward_count, struct na_shape *ret_shapes,
                               struct na_error *reterr)
{
    size_t count = parts_of(tiler, pieces);
    size_t *owners = calloc(count + 1, sizeof *owners);
    if (owners == NULL) {
        return na_fail_memory(reterr, "joining wards");
    }
    for (size_t i = 0; i < count; i++) {
        size_t centre = nearest_centre(tiler, GEOSGetGeometryN_r(tiler->geos, pieces, (int)i));
        owners[i] = centre == NOWHERE ? NOWHERE : wards[centre];
    }
    enum na_code code = NA_OK;
    size_t made = 0;
    while (code == NA_OK && made < ward_count) {
        code = ward_join(tiler, pieces, owners, made, &ret_shapes[made], reterr);
        made += code == NA_OK ? 1 : 0;
    }
    for (size_t i = 0; code != NA_OK && i < made; i++) {
        na_shape_fini(&ret_shapes[i]);
    }
    free(owners);
    return code;
}

/* The faces of the lines, and in which of them each centre stands. */
static enum na_code faces_make(struct tiler *tiler, const struct na_shape *lines,
                               struct na_error *reterr)
{
    tiler->face_of = calloc(tiler->count, sizeof *tiler->face_of);
    tiler->faces = polygonize(tiler, lines_collect(tiler, lines));
    if (tiler->face_of == NULL || tiler->faces == NULL) {
        return geos_fail(tiler, "closing the lines", reterr);
    }
    for (size_t i = 0; i < tiler->count; i++) {
        const double *at = tiler->xy + 2 * i;
        tiler->face_of[i] =
            face_find(tiler, GEOSGeom_createPointFromXY_r(tiler->geos, at[0], at[1]));
        if (tiler->face_of[i] == NOWHERE) {
            return na_fail(reterr, NA_ERR_DATA, "The centre %.0f %.0f stands on no land", at[0],
                           at[1]);
        }
    }
    return NA_OK;
}

enum na_code tiles_make(const struct na_shape *lines, const double *xy, const size_t *wards,
                        size_t count, size_t ward_count, struct na_shape *ret_shapes,
                        struct na_error *reterr)
{
    struct tiler tiler = {GEOS_init_r(), "no memory", xy, count, NULL, NULL};
    if (tiler.geos == NULL) {
        return na_fail_memory(reterr, "starting GEOS");
    }
    (void)GEOSContext_setErrorMessageHandler_r(tiler.geos, message_keep, &tiler);
    GEOSGeometry *pieces = NULL;
    enum na_code code = faces_make(&tiler, lines, reterr);
    if (code == NA_OK) {
        pieces = polygonize(&tiler, all_lines(&tiler, lines));
        code = pieces == NULL ? geos_fail(&tiler, "cutting the land", reterr)
                              : wards_join(&tiler, pieces, wards, ward_count, ret_shapes, reterr);
    }
    GEOSGeom_destroy_r(tiler.geos, pieces);
    GEOSGeom_destroy_r(tiler.geos, tiler.faces);
    free(tiler.face_of);
    GEOS_finish_r(tiler.geos);
    return code;
}

enum na_code tiles_band(const double *xy, size_t count, double width_m, struct na_shape *ret_shape,
                        struct na_error *reterr)
{
    struct tiler tiler = {GEOS_init_r(), "no memory", xy, count, NULL, NULL};
    if (tiler.geos == NULL) {
        return na_fail_memory(reterr, "starting GEOS");
    }
    (void)GEOSContext_setErrorMessageHandler_r(tiler.geos, message_keep, &tiler);
    GEOSGeometry *line = line_of(&tiler, xy, count);
    GEOSGeometry *band = line == NULL
                             ? NULL
                             : GEOSBufferWithStyle_r(tiler.geos, line, width_m / 2, 1,
                                                     GEOSBUF_CAP_FLAT, GEOSBUF_JOIN_MITRE, 2);
    GEOSGeometry *even = band == NULL ? NULL : GEOSGeom_setPrecision_r(tiler.geos, band, GRID_M, 0);
    bool made =
        even != NULL && GEOSNormalize_r(tiler.geos, even) == 0 && shape_of(&tiler, even, ret_shape);
    enum na_code code = made ? NA_OK : geos_fail(&tiler, "widening a line", reterr);
    GEOSGeom_destroy_r(tiler.geos, line);
    GEOSGeom_destroy_r(tiler.geos, band);
    GEOSGeom_destroy_r(tiler.geos, even);
    GEOS_finish_r(tiler.geos);
    return code;
}
