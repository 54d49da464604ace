/* Bytes of .shp and .shx, in the two orders that the format mixes. */
#include "io/shapefile_encode.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/fail.h"
#include "io/shape_rings.h"
#include "io/shapefile_bytes.h"

#define MAGIC 9994u
#define VERSION 1000u
/* Sizes in .shp and .shx are counted in 16-bit words. */
#define WORD 2u

static enum na_code put_be32(struct na_buffer *to, size_t value)
{
    unsigned char bytes[4];
    na_put_be32(bytes, (uint32_t)value);
    return na_buffer_append(to, bytes, sizeof bytes);
}

static enum na_code put_le32(struct na_buffer *to, size_t value)
{
    unsigned char bytes[4];
    na_put_le32(bytes, (uint32_t)value);
    return na_buffer_append(to, bytes, sizeof bytes);
}

static enum na_code put_doubles(struct na_buffer *to, const double *values, size_t count)
{
    enum na_code code = NA_OK;
    for (size_t i = 0; i < count && code == NA_OK; i++) {
        unsigned char bytes[8];
        na_put_le_double(bytes, values[i]);
        code = na_buffer_append(to, bytes, sizeof bytes);
    }
    return code;
}

static uint32_t type_of(enum na_shape_kind kind)
{
    return kind == NA_SHAPE_POINT ? NA_SHP_POINT : NA_SHP_POLYGON;
}

/* One ring, in the direction the format wants: shells clockwise, holes the other way. */
static enum na_code put_ring(struct na_buffer *to, const struct na_ring *ring)
{
    bool counter_clockwise = ring->area > 0;
    if (counter_clockwise == ring->is_hole) {
        return put_doubles(to, ring->xy, 2 * ring->count);
    }
    enum na_code code = NA_OK;
    for (size_t i = ring->count; i-- > 0 && code == NA_OK;) {
        code = put_doubles(to, ring->xy + 2 * i, 2);
    }
    return code;
}

static enum na_code put_polygon(struct na_buffer *to, const struct na_shape *shape,
                                struct na_error *reterr)
{
    struct na_ring *rings = NULL;
    double box[4];
    enum na_code code = na_shape_rings(shape, &rings, reterr);
    if (code != NA_OK) {
        return code;
    }
    na_xy_box(shape->xy, shape->vertex_count, box);
    code = put_doubles(to, box, 4);
    if (code == NA_OK) {
        code = put_le32(to, shape->part_count);
    }
    if (code == NA_OK) {
        code = put_le32(to, shape->vertex_count);
    }
    for (size_t i = 0; i < shape->part_count && code == NA_OK; i++) {
        code = put_le32(to, shape->part_starts[i]);
    }
    for (size_t i = 0; i < shape->part_count && code == NA_OK; i++) {
        code = put_ring(to, &rings[i]);
    }
    free(rings);
    return code == NA_OK ? NA_OK : na_fail(reterr, code, "The .shp has no room for the polygon");
}

/* Content of one record: type, then geometry. */
static enum na_code put_shape(struct na_buffer *to, enum na_shape_kind kind,
                              const struct na_shape *shape, struct na_error *reterr)
{
    enum na_code code = put_le32(to, shape->is_null ? (uint32_t)NA_SHP_NULL : type_of(kind));
    if (code != NA_OK) {
        return na_fail(reterr, code, "The .shp has no room for the record");
    }
    if (shape->is_null) {
        return NA_OK;
    }
    if (kind == NA_SHAPE_POLYGON) {
        return put_polygon(to, shape, reterr);
    }
    if (shape->vertex_count != 1) {
        return na_fail(reterr, NA_ERR_DATA, "A point has one position, not %zu",
                       shape->vertex_count);
    }
    code = put_doubles(to, shape->xy, 2);
    return code == NA_OK ? NA_OK : na_fail(reterr, code, "The .shp has no room for the point");
}

/* A record in both files: its header is filled in once its content is known. */
static enum na_code put_record(const struct na_shape_layer *layer, size_t row,
                               struct na_buffer *shp, struct na_buffer *shx,
                               struct na_error *reterr)
{
    size_t start = shp->length;
    enum na_code code = put_be32(shp, row + 1);
    if (code == NA_OK) {
        code = put_be32(shp, 0);
    }
    if (code != NA_OK) {
        return na_fail(reterr, code, "The .shp has no room for the record");
    }
    code = put_shape(shp, layer->kind, layer->rows[row].shape, reterr);
    if (code != NA_OK) {
        return code;
    }
    size_t content = shp->length - start - NA_SHP_RECORD_HEADER_BYTES;
    na_put_be32((unsigned char *)shp->data + start + 4, (uint32_t)(content / WORD));
    code = put_be32(shx, start / WORD);
    if (code == NA_OK) {
        code = put_be32(shx, content / WORD);
    }
    return code == NA_OK ? NA_OK : na_fail(reterr, code, "The .shx has no room for the record");
}

/* Box of all shapes; all zero if there is none. */
static void layer_box(const struct na_shape_layer *layer, double box[4])
{
    bool any = false;
    memset(box, 0, 4 * sizeof *box);
    for (size_t i = 0; i < layer->row_count; i++) {
        const struct na_shape *shape = layer->rows[i].shape;
        double own[4];
        if (shape->is_null || shape->vertex_count == 0) {
            continue;
        }
        na_xy_box(shape->xy, shape->vertex_count, own);
        for (size_t axis = 0; axis < 2; axis++) {
            box[axis] = any ? fmin(box[axis], own[axis]) : own[axis];
            box[axis + 2] = any ? fmax(box[axis + 2], own[axis + 2]) : own[axis + 2];
        }
        any = true;
    }
}

static void header_fill(struct na_buffer *file, uint32_t type, const double box[4])
{
    unsigned char *bytes = (unsigned char *)file->data;
    na_put_be32(bytes, MAGIC);
    na_put_be32(bytes + 24, (uint32_t)(file->length / WORD));
    na_put_le32(bytes + 28, VERSION);
    na_put_le32(bytes + 32, type);
    for (size_t i = 0; i < 4; i++) {
        na_put_le_double(bytes + 36 + 8 * i, box[i]);
    }
}

enum na_code na_shape_encode(const struct na_shape_layer *layer, struct na_buffer *shp,
                             struct na_buffer *shx, struct na_error *reterr)
{
    static const unsigned char empty[NA_SHP_HEADER_BYTES];
    enum na_code code = na_buffer_append(shp, empty, sizeof empty);
    if (code == NA_OK) {
        code = na_buffer_append(shx, empty, sizeof empty);
    }
    if (code != NA_OK) {
        return na_fail(reterr, code, "No room for a shapefile's header");
    }
    for (size_t i = 0; i < layer->row_count; i++) {
        code = put_record(layer, i, shp, shx, reterr);
        if (code != NA_OK) {
            return na_fail_at(reterr, code, NULL, (int64_t)i + 1, NULL, NULL);
        }
    }
    double box[4];
    layer_box(layer, box);
    header_fill(shp, type_of(layer->kind), box);
    header_fill(shx, type_of(layer->kind), box);
    return NA_OK;
}
