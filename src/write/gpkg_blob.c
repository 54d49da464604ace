/* Shapes of a GeoPackage: the standard's own header (OGC 12-128r18, 2.1.3: the letters GP, version,
 * flags, reference system, and for polygons their box), then well-known binary (OGC 06-103r4). */
#include "write/gpkg_blob.h"

#include <math.h>
#include <string.h>

/* Numbers of a shape, little end first whatever this machine's. */
static enum na_code put_u32(struct na_buffer *to, uint32_t value)
{
    unsigned char bytes[4] = {(unsigned char)value, (unsigned char)(value >> 8),
                              (unsigned char)(value >> 16), (unsigned char)(value >> 24)};
    return na_buffer_append(to, bytes, sizeof bytes);
}

static enum na_code put_double(struct na_buffer *to, double value)
{
    uint64_t bits;
    memcpy(&bits, &value, sizeof bits);
    enum na_code code = put_u32(to, (uint32_t)bits);
    return code == NA_OK ? put_u32(to, (uint32_t)(bits >> 32)) : code;
}

#define WKB_POINT 1u
#define WKB_POLYGON 3u
#define WKB_MULTIPOLYGON 6u

static enum na_code put_kind(struct na_buffer *to, uint32_t kind)
{
    enum na_code code = na_buffer_append(to, "\x01", 1);
    return code == NA_OK ? put_u32(to, kind) : code;
}

static enum na_code put_vertices(const struct na_gpkg_ring *ring, struct na_buffer *to)
{
    enum na_code code = NA_OK;
    for (size_t i = 0; i < 2 * ring->count && code == NA_OK; i++) {
        code = put_double(to, ring->xy[i]);
    }
    return code;
}

static uint32_t count_shells(const struct na_gpkg_ring *rings, size_t count)
{
    uint32_t shells = 0;
    for (size_t i = 0; i < count; i++) {
        shells += !rings[i].is_hole;
    }
    return shells;
}

static enum na_code put_polygons(const struct na_gpkg_ring *rings, size_t count,
                                 struct na_buffer *to)
{
    enum na_code code = put_kind(to, WKB_MULTIPOLYGON);
    code = code == NA_OK ? put_u32(to, count_shells(rings, count)) : code;
    for (size_t i = 0; i < count && code == NA_OK;) {
        size_t end = i + 1;
        while (end < count && rings[end].is_hole) {
            end++;
        }
        code = put_kind(to, WKB_POLYGON);
        code = code == NA_OK ? put_u32(to, (uint32_t)(end - i)) : code;
        for (; i < end && code == NA_OK; i++) {
            code = put_u32(to, (uint32_t)rings[i].count);
            code = code == NA_OK ? put_vertices(&rings[i], to) : code;
        }
    }
    return code;
}

struct na_gpkg_box na_gpkg_box_empty(void)
{
    return (struct na_gpkg_box){INFINITY, INFINITY, -INFINITY, -INFINITY};
}

static struct na_gpkg_box box_of(const struct na_gpkg_ring *rings, size_t count)
{
    struct na_gpkg_box box = na_gpkg_box_empty();
    for (size_t i = 0; i < count; i++) {
        for (size_t v = 0; v < rings[i].count; v++) {
            box.west = fmin(box.west, rings[i].xy[2 * v]);
            box.east = fmax(box.east, rings[i].xy[2 * v]);
            box.south = fmin(box.south, rings[i].xy[2 * v + 1]);
            box.north = fmax(box.north, rings[i].xy[2 * v + 1]);
        }
    }
    return box;
}

enum na_code na_gpkg_blob_put(const struct na_gpkg_ring *rings, size_t count,
                              enum na_gpkg_shape shape, int srid, struct na_gpkg_box *box,
                              struct na_buffer *to)
{
    bool is_point = shape == NA_GPKG_POINT;
    struct na_gpkg_box own = box_of(rings, count);
    box->west = fmin(box->west, own.west);
    box->east = fmax(box->east, own.east);
    box->south = fmin(box->south, own.south);
    box->north = fmax(box->north, own.north);
    na_buffer_clear(to);
    /* Flags: little end first, and a box of two dimensions or none. */
    enum na_code code = na_buffer_append(to, is_point ? "GP\0\x01" : "GP\0\x03", 4);
    code = code == NA_OK ? put_u32(to, (uint32_t)srid) : code;
    double sides[] = {own.west, own.east, own.south, own.north};
    for (size_t i = 0; i < 4 && !is_point && code == NA_OK; i++) {
        code = put_double(to, sides[i]);
    }
    if (code == NA_OK && is_point) {
        code = put_kind(to, WKB_POINT);
        code = code == NA_OK ? put_vertices(&rings[0], to) : code;
    } else if (code == NA_OK) {
        code = put_polygons(rings, count, to);
    }
    return code;
}
