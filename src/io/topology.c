/* Polygons to GEOS and back, the reasons that GEOS gives, and what two polygons have in common. */
#include "io/topology.h"

#include <stdlib.h>
#include <string.h>

#include "base/buffer.h"
#include "base/fail.h"
#include "base/number.h"
#include "io/shape_rings.h"
#include "io/topology_geos.h"
#include "io/topology_parts.h"

/* "REASON at X Y": two decimals for metres, seven for what can only be degrees. */
static enum na_code fail_place(struct na_error *reterr, const char *reason, double x, double y)
{
    char x_text[NA_NUMBER_TEXT];
    char y_text[NA_NUMBER_TEXT];
    unsigned int decimals = x >= -180 && x <= 180 && y >= -90 && y <= 90 ? 7 : 2;
    (void)na_number_trimmed(&x_text, x, decimals);
    (void)na_number_trimmed(&y_text, y, decimals);
    return na_fail(reterr, NA_ERR_DATA, "%s at %s %s", reason, x_text, y_text);
}

static void message_keep(const char *message, void *context)
{
    struct na_topology *topology = context;
    (void)na_text_copy(topology->message, sizeof topology->message, message);
}

static void message_drop(const char *message, void *context)
{
    (void)message;
    (void)context;
}

void na_topology_lacks_memory(struct na_topology *topology)
{
    (void)na_text_copy(topology->message, sizeof topology->message, "bad_alloc");
}

enum na_code na_topology_fail(struct na_topology *topology, const char *doing,
                              struct na_error *reterr)
{
    /* As C++ says it. GEOS gives a reason for everything else, but where there is no memory even
     * for that. */
    if (topology->message[0] == '\0' || strstr(topology->message, "bad_alloc") != NULL) {
        topology->message[0] = '\0';
        return na_fail_memory(reterr, doing);
    }
    (void)na_fail(reterr, NA_ERR_DATA, "GEOS failed while %s: %s", doing, topology->message);
    topology->message[0] = '\0';
    return na_fail_at(reterr, NA_ERR_DATA, NULL, 0, NULL, NA_TOPOLOGY_HINT);
}

enum na_code na_topology_new(struct na_topology **ret_topology, struct na_error *reterr)
{
    struct na_topology *topology = calloc(1, sizeof *topology);
    if (topology != NULL) {
        topology->geos = GEOS_init_r();
    }
    if (topology == NULL || topology->geos == NULL) {
        free(topology);
        return na_fail_memory(reterr, "starting GEOS");
    }
    (void)GEOSContext_setErrorMessageHandler_r(topology->geos, message_keep, topology);
    (void)GEOSContext_setNoticeMessageHandler_r(topology->geos, message_drop, NULL);
    *ret_topology = topology;
    return NA_OK;
}

void na_topology_free(struct na_topology *topology)
{
    if (topology != NULL) {
        GEOS_finish_r(topology->geos);
        free(topology);
    }
}

static void all_destroy(struct na_topology *topology, GEOSGeometry **geometries, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        GEOSGeom_destroy_r(topology->geos, geometries[i]);
    }
}

static GEOSGeometry *ring_make(struct na_topology *topology, const double *xy, size_t count)
{
    if (count > UINT32_MAX) {
        return NULL;
    }
    GEOSCoordSequence *sequence =
        GEOSCoordSeq_copyFromBuffer_r(topology->geos, xy, (unsigned int)count, 0, 0);
    return sequence == NULL ? NULL : GEOSGeom_createLinearRing_r(topology->geos, sequence);
}

/* The polygon of one shell with its holes; NULL if GEOS will not have it. */
static GEOSGeometry *shell_make(struct na_topology *topology, const struct na_ring *rings,
                                size_t shell, GEOSGeometry **holes)
{
    unsigned int count = 0;
    GEOSGeometry *outline = ring_make(topology, rings[shell].xy, rings[shell].count);
    size_t hole = rings[shell].first_hole;
    while (outline != NULL && hole != NA_RING_NONE) {
        holes[count] = ring_make(topology, rings[hole].xy, rings[hole].count);
        if (holes[count] == NULL) {
            all_destroy(topology, holes, count);
            GEOSGeom_destroy_r(topology->geos, outline);
            return NULL;
        }
        count++;
        hole = rings[hole].next_hole;
    }
    return outline == NULL ? NULL : GEOSGeom_createPolygon_r(topology->geos, outline, holes, count);
}

/* All shells: one polygon, or a multipolygon. `shells` and `holes` have room for every ring. */
static GEOSGeometry *rings_assemble(struct na_topology *topology, const struct na_ring *rings,
                                    size_t ring_count, GEOSGeometry **shells, GEOSGeometry **holes)
{
    unsigned int count = 0;
    for (size_t i = 0; i < ring_count; i++) {
        if (rings[i].is_hole) {
            continue;
        }
        shells[count] = shell_make(topology, rings, i, holes);
        if (shells[count] == NULL) {
            all_destroy(topology, shells, count);
            return NULL;
        }
        count++;
    }
    return count == 1
               ? shells[0]
               : GEOSGeom_createCollection_r(topology->geos, GEOS_MULTIPOLYGON, shells, count);
}

enum na_code na_polygon_new(struct na_topology *topology, const struct na_shape *shape,
                            struct na_polygon **ret_polygon, struct na_error *reterr)
{
    struct na_ring *rings = NULL;
    struct na_polygon *polygon = NULL;
    GEOSGeometry **scratch = NULL;
    enum na_code code = na_shape_rings(shape, &rings, reterr);
    if (code != NA_OK) {
        goto done;
    }
    polygon = calloc(1, sizeof *polygon);
    scratch = calloc(2 * shape->part_count, sizeof *scratch);
    if (polygon == NULL || scratch == NULL) {
        code = na_fail_memory(reterr, "making a polygon");
        goto done;
    }
    polygon->geometry =
        rings_assemble(topology, rings, shape->part_count, scratch, scratch + shape->part_count);
    if (polygon->geometry == NULL) {
        code = na_topology_fail(topology, "making a polygon", reterr);
        goto done;
    }
    na_xy_box(shape->xy, shape->vertex_count, polygon->box);
    *ret_polygon = polygon;
    polygon = NULL;
done:
    free(polygon);
    free(scratch);
    free(rings);
    return code;
}

void na_polygon_free(struct na_topology *topology, struct na_polygon *polygon)
{
    if (polygon != NULL) {
        GEOSGeom_destroy_r(topology->geos, polygon->geometry);
        free(polygon);
    }
}

const double *na_polygon_box(const struct na_polygon *polygon)
{
    return polygon->box;
}

double na_polygon_area(struct na_topology *topology, const struct na_polygon *polygon)
{
    double area = 0;
    (void)GEOSArea_r(topology->geos, polygon->geometry, &area);
    return area;
}

/* The reason GEOS gives, with the place if it gives one. */
static enum na_code fail_invalid(struct na_topology *topology, const char *reason,
                                 const GEOSGeometry *place, struct na_error *reterr)
{
    double x = 0;
    double y = 0;
    if (place != NULL && GEOSGeomGetX_r(topology->geos, place, &x) == 1 &&
        GEOSGeomGetY_r(topology->geos, place, &y) == 1) {
        (void)fail_place(reterr, reason, x, y);
    } else {
        (void)na_fail(reterr, NA_ERR_DATA, "%s", reason);
    }
    return na_fail_at(reterr, NA_ERR_DATA, NULL, 0, NULL, NA_TOPOLOGY_HINT);
}

static enum na_code check(struct na_topology *topology, const struct na_polygon *polygon, int flags,
                          struct na_error *reterr)
{
    char *reason = NULL;
    GEOSGeometry *place = NULL;
    enum na_code code = NA_OK;
    char valid = GEOSisValidDetail_r(topology->geos, polygon->geometry, flags, &reason, &place);
    if (valid == 0) {
        code = fail_invalid(topology, reason != NULL ? reason : "Not valid", place, reterr);
    } else if (valid != 1) {
        code = na_topology_fail(topology, "checking a polygon", reterr);
    }
    GEOSFree_r(topology->geos, reason);
    GEOSGeom_destroy_r(topology->geos, place);
    return code;
}

enum na_code na_polygon_check(struct na_topology *topology, const struct na_polygon *polygon,
                              struct na_error *reterr)
{
    return check(topology, polygon, 0, reterr);
}

enum na_code na_polygon_accept_self_touch(struct na_topology *topology, struct na_polygon *polygon,
                                          struct na_error *reterr)
{
    enum na_code code =
        check(topology, polygon, GEOSVALID_ALLOW_SELFTOUCHING_RING_FORMING_HOLE, reterr);
    if (code != NA_OK) {
        return code;
    }
    GEOSGeometry *valid = GEOSMakeValid_r(topology->geos, polygon->geometry);
    if (valid == NULL) {
        return na_topology_fail(topology, "reading a ring that touches itself", reterr);
    }
    GEOSGeom_destroy_r(topology->geos, polygon->geometry);
    polygon->geometry = valid;
    return NA_OK;
}

/* Area of a geometry and, if over `min_area`, a point inside it. */
static bool piece_measure(struct na_topology *topology, const GEOSGeometry *geometry,
                          double min_area, struct na_piece *ret_piece)
{
    struct na_piece piece = {0, 0, 0};
    if (GEOSArea_r(topology->geos, geometry, &piece.area) != 1) {
        return false;
    }
    if (piece.area > min_area) {
        GEOSGeometry *point = GEOSPointOnSurface_r(topology->geos, geometry);
        bool found = point != NULL && GEOSGeomGetX_r(topology->geos, point, &piece.x) == 1 &&
                     GEOSGeomGetY_r(topology->geos, point, &piece.y) == 1;
        GEOSGeom_destroy_r(topology->geos, point);
        if (!found) {
            return false;
        }
    }
    *ret_piece = piece;
    return true;
}

enum na_code na_polygon_common(struct na_topology *topology, const struct na_polygon *a,
                               const struct na_polygon *b, double min_area,
                               struct na_piece *ret_piece, struct na_error *reterr)
{
    GEOSGeometry *common = GEOSIntersection_r(topology->geos, a->geometry, b->geometry);
    bool measured = common != NULL && piece_measure(topology, common, min_area, ret_piece);
    GEOSGeom_destroy_r(topology->geos, common);
    return measured ? NA_OK : na_topology_fail(topology, "intersecting two polygons", reterr);
}

GEOSGeometry *na_topology_collect(struct na_topology *topology, struct na_polygon *const *polygons,
                                  size_t count)
{
    GEOSGeometry *all = NULL;
    GEOSGeometry **copies = count > UINT32_MAX ? NULL : calloc(count + 1, sizeof *copies);
    if (copies == NULL) {
        na_topology_lacks_memory(topology);
        return NULL;
    }
    size_t made = 0;
    while (made < count) {
        copies[made] = GEOSGeom_clone_r(topology->geos, polygons[made]->geometry);
        if (copies[made] == NULL) {
            break;
        }
        made++;
    }
    if (made == count) {
        all = GEOSGeom_createCollection_r(topology->geos, GEOS_GEOMETRYCOLLECTION, copies,
                                          (unsigned int)count);
    }
    if (all == NULL && made < count) {
        all_destroy(topology, copies, made);
    }
    free(copies);
    return all;
}

/* The union of all polygons. */
static GEOSGeometry *union_make(struct na_topology *topology, struct na_polygon *const *polygons,
                                size_t count)
{
    GEOSGeometry *all = na_topology_collect(topology, polygons, count);
    GEOSGeometry *joined = all != NULL ? GEOSUnaryUnion_r(topology->geos, all) : NULL;
    GEOSGeom_destroy_r(topology->geos, all);
    return joined;
}

/* The union of all polygons, and the boxes of its parts: an island in a hole is found by its box,
 * so that no hole is held against the whole union. */
struct joined {
    GEOSGeometry *geometry;
    size_t count;
    double (*boxes)[4]; /* of the parts: west, south, east, north */
};

static bool box_of(struct na_topology *topology, const GEOSGeometry *geometry, double ret_box[4])
{
    return GEOSGeom_getXMin_r(topology->geos, geometry, &ret_box[0]) == 1 &&
           GEOSGeom_getYMin_r(topology->geos, geometry, &ret_box[1]) == 1 &&
           GEOSGeom_getXMax_r(topology->geos, geometry, &ret_box[2]) == 1 &&
           GEOSGeom_getYMax_r(topology->geos, geometry, &ret_box[3]) == 1;
}

static bool is_in_box(const double inner[4], const double outer[4])
{
    return inner[0] >= outer[0] && inner[1] >= outer[1] && inner[2] <= outer[2] &&
           inner[3] <= outer[3];
}

/* The hole less each part of the union that may lie in it. Takes `hole` over; NULL: a failure. */
static GEOSGeometry *less_islands(struct na_topology *topology, const struct joined *joined,
                                  GEOSGeometry *hole)
{
    double box[4];
    GEOSGeometry *rest = hole;
    if (!box_of(topology, hole, box)) {
        GEOSGeom_destroy_r(topology->geos, hole);
        return NULL;
    }
    for (size_t i = 0; i < joined->count && rest != NULL; i++) {
        if (is_in_box(joined->boxes[i], box)) {
            const GEOSGeometry *part = GEOSGetGeometryN_r(topology->geos, joined->geometry, (int)i);
            GEOSGeometry *less = GEOSDifference_r(topology->geos, rest, part);
            GEOSGeom_destroy_r(topology->geos, rest);
            rest = less;
        }
    }
    return rest;
}

/* One hole of the union, less the islands that lie in it. Takes the outline over; NULL is a
 * failure. */
static enum na_code hole_add(struct na_topology *topology, const struct joined *joined,
                             GEOSGeometry *outline, double min_area, struct na_buffer *gaps,
                             struct na_error *reterr)
{
    struct na_piece piece = {0, 0, 0};
    enum na_code code = NA_OK;
    double area = 0;
    GEOSGeometry *hole =
        outline != NULL ? GEOSGeom_createPolygon_r(topology->geos, outline, NULL, 0) : NULL;
    bool good = hole != NULL && GEOSArea_r(topology->geos, hole, &area) == 1;
    GEOSGeometry *rest = NULL;
    if (good && area <= min_area) { /* what is left of it is no more */
        GEOSGeom_destroy_r(topology->geos, hole);
        return NA_OK;
    }
    if (good) {
        rest = less_islands(topology, joined, hole);
    } else {
        GEOSGeom_destroy_r(topology->geos, hole);
    }
    if (rest == NULL || !piece_measure(topology, rest, min_area, &piece)) {
        code = na_topology_fail(topology, "measuring a gap", reterr);
    } else if (piece.area > min_area) {
        struct na_gap gap = {piece.area, piece.x, piece.y};
        code = na_buffer_append(gaps, &gap, sizeof gap);
        if (code != NA_OK) {
            (void)na_fail(reterr, code, "Too many gaps to list");
        }
    }
    GEOSGeom_destroy_r(topology->geos, rest);
    return code;
}

static enum na_code find_boxes(struct na_topology *topology, struct joined *joined,
                               struct na_error *reterr)
{
    int parts = GEOSGetNumGeometries_r(topology->geos, joined->geometry);
    bool good = parts >= 0;
    joined->boxes = good ? calloc((size_t)parts + 1, sizeof *joined->boxes) : NULL;
    if (good && joined->boxes == NULL) {
        return na_fail_memory(reterr, "looking for gaps");
    }
    for (int i = 0; i < parts && good; i++) {
        const GEOSGeometry *part = GEOSGetGeometryN_r(topology->geos, joined->geometry, i);
        good = part != NULL && box_of(topology, part, joined->boxes[i]);
        joined->count++;
    }
    return good ? NA_OK : na_topology_fail(topology, "joining all polygons", reterr);
}

/* Append a struct na_gap to `gaps` for each hole over `min_area`, in no order of use. */
static enum na_code find_holes(struct na_topology *topology, struct na_polygon *const *polygons,
                               size_t count, double min_area, struct na_buffer *gaps,
                               struct na_error *reterr)
{
    struct joined joined = {.geometry = union_make(topology, polygons, count)};
    if (joined.geometry == NULL) {
        return na_topology_fail(topology, "joining all polygons", reterr);
    }
    /* Of no polygon at all the union is empty, without a box. */
    enum na_code code = GEOSisEmpty_r(topology->geos, joined.geometry) == 1
                            ? NA_OK
                            : find_boxes(topology, &joined, reterr);
    for (size_t i = 0; i < joined.count && code == NA_OK; i++) {
        const GEOSGeometry *part = GEOSGetGeometryN_r(topology->geos, joined.geometry, (int)i);
        bool polygon = GEOSGeomTypeId_r(topology->geos, part) == GEOS_POLYGON;
        int holes = polygon ? GEOSGetNumInteriorRings_r(topology->geos, part) : 0;
        for (int j = 0; j < holes && code == NA_OK; j++) {
            const GEOSGeometry *ring = GEOSGetInteriorRingN_r(topology->geos, part, j);
            code = hole_add(topology, &joined, GEOSGeom_clone_r(topology->geos, ring), min_area,
                            gaps, reterr);
        }
    }
    free(joined.boxes);
    GEOSGeom_destroy_r(topology->geos, joined.geometry);
    return code;
}

#define GAPS_BYTES_MAX ((size_t)64 * 1024 * 1024)

/* Largest first; by place among equals, so that the order is one. */
static int by_gap(const void *left, const void *right)
{
    const struct na_gap *a = left;
    const struct na_gap *b = right;
    double keys[3][2] = {{b->area, a->area}, {a->x, b->x}, {a->y, b->y}};
    for (size_t i = 0; i < 3; i++) {
        if (keys[i][0] < keys[i][1]) {
            return -1;
        }
        if (keys[i][0] > keys[i][1]) {
            return 1;
        }
    }
    return 0;
}

static void give_gaps(struct na_buffer *gaps, struct na_gap **ret_gaps, size_t *ret_count)
{
    *ret_count = gaps->length / sizeof(struct na_gap);
    if (*ret_count > 0) {
        qsort(gaps->data, *ret_count, sizeof(struct na_gap), by_gap);
    }
    *ret_gaps = na_buffer_take(gaps);
}

enum na_code na_topology_gaps(struct na_topology *topology, struct na_polygon *const *polygons,
                              size_t count, double min_area, struct na_gap **ret_gaps,
                              size_t *ret_count, struct na_error *reterr)
{
    struct na_buffer gaps;
    na_buffer_init(&gaps, GAPS_BYTES_MAX);
    enum na_code code = find_holes(topology, polygons, count, min_area, &gaps, reterr);
    if (code == NA_OK) {
        give_gaps(&gaps, ret_gaps, ret_count);
    }
    na_buffer_fini(&gaps);
    return code;
}

enum na_code na_topology_gaps_of(struct na_topology *topology, const struct na_shape *holes,
                                 double min_area, struct na_gap **ret_gaps, size_t *ret_count,
                                 struct na_error *reterr)
{
    struct joined none = {.count = 0};
    struct na_buffer gaps;
    na_buffer_init(&gaps, GAPS_BYTES_MAX);
    enum na_code code = NA_OK;
    for (size_t i = 0; i < holes->part_count && code == NA_OK; i++) {
        size_t first = holes->part_starts[i];
        GEOSGeometry *outline =
            ring_make(topology, holes->xy + 2 * first, holes->part_starts[i + 1] - first);
        code = hole_add(topology, &none, outline, min_area, &gaps, reterr);
    }
    if (code == NA_OK) {
        give_gaps(&gaps, ret_gaps, ret_count);
    }
    na_buffer_fini(&gaps);
    return code;
}
