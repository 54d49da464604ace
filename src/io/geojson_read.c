/* Geometries and properties of features whose JSON geojson.c has found to be well-formed. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/fail.h"
#include "base/number.h"
#include "io/geojson_private.h"
#include "io/json_scan.h"
#include "io/shape_rings.h"

#define NUMBERS_MAX 4 /* longitude, latitude, height and a measure */
#define REPAIR "Repair the feature, for instance in QGIS with Fix geometries"

/* A geometry under way. Each part keeps whether it came first in its polygon, and of which. */
struct part {
    size_t start;
    size_t polygon;
    bool is_first;
};

struct drawing {
    struct na_json_cursor cursor;
    struct na_buffer xy;
    struct na_buffer parts; /* struct part */
    size_t polygons;
};

static enum na_code fail_feature(struct na_error *reterr, const struct na_geojson *file,
                                 size_t feature, const char *field, const char *hint)
{
    return na_fail_at(reterr, NA_ERR_DATA, file->name, (int64_t)feature + 1, field, hint);
}

static const struct na_geojson_feature *feature_at(const struct na_geojson *file, size_t feature)
{
    return (const struct na_geojson_feature *)(const void *)file->features.data + feature;
}

static enum na_code read_number(struct na_json_cursor *cursor, double *ret_number,
                                struct na_error *reterr)
{
    const char *from = cursor->at;
    char first = cursor->at < cursor->end ? *cursor->at : '\0';
    if (first != '-' && (first < '0' || first > '9')) {
        return na_fail(reterr, NA_ERR_DATA, "A position is not made of numbers");
    }
    (void)na_json_skip_value(cursor, 0);
    if (!na_number_parse((struct na_str){from, (size_t)(cursor->at - from)}, ret_number)) {
        return na_fail(reterr, NA_ERR_DATA,
                       "A coordinate is out of range or over 100 characters long");
    }
    return NA_OK;
}

/* [lon, lat], [lon, lat, height] or [lon, lat, height, measure]. */
static enum na_code read_position(struct drawing *drawing, struct na_error *reterr)
{
    struct na_json_cursor *cursor = &drawing->cursor;
    double numbers[NUMBERS_MAX];
    size_t count = 0;
    if (!na_json_take(cursor, '[')) {
        return na_fail(reterr, NA_ERR_DATA, "A ring has something else than positions in it");
    }
    do {
        na_json_skip_blanks(cursor);
        if (count == NUMBERS_MAX) {
            return na_fail(reterr, NA_ERR_DATA, "A position has more than 4 numbers");
        }
        enum na_code code = read_number(cursor, &numbers[count++], reterr);
        if (code != NA_OK) {
            return code;
        }
        na_json_skip_blanks(cursor);
    } while (na_json_take(cursor, ','));
    (void)na_json_take(cursor, ']');
    if (count < 2) {
        return na_fail(reterr, NA_ERR_DATA, "A position has one number only");
    }
    enum na_code code = na_buffer_append(&drawing->xy, numbers, 2 * sizeof numbers[0]);
    return code == NA_OK ? NA_OK
           : code == NA_ERR_MEMORY
               ? na_fail_memory(reterr, "reading a polygon")
               : na_fail(reterr, NA_ERR_DATA, "The feature has more than 20,000,000 positions");
}

/* Step into an array, or say that there is no array. *ret_empty: it was passed over. */
static enum na_code enter(struct na_json_cursor *cursor, bool *ret_empty, struct na_error *reterr)
{
    na_json_skip_blanks(cursor);
    if (!na_json_take(cursor, '[')) {
        return na_fail(reterr, NA_ERR_DATA, "The coordinates are not arrays as deep as the type");
    }
    na_json_skip_blanks(cursor);
    *ret_empty = na_json_take(cursor, ']');
    return NA_OK;
}

static enum na_code check_ring(const struct drawing *drawing, size_t start, struct na_error *reterr)
{
    size_t count = drawing->xy.length / (2 * sizeof(double)) - start;
    size_t ring = drawing->parts.length / sizeof(struct part);
    if (count < 4) {
        return na_fail(reterr, NA_ERR_DATA, "Ring %zu has %zu positions, it needs 4", ring, count);
    }
    const double *xy = (const double *)(const void *)drawing->xy.data + 2 * start;
    /* Closed means identical values, so these are compared as they are: RFC 7946, 3.1.6. */
    if (!(xy[0] == xy[2 * count - 2] && xy[1] == xy[2 * count - 1])) {
        return na_fail(reterr, NA_ERR_DATA,
                       "Ring %zu is open: it starts at %.7f %.7f and ends at %.7f %.7f", ring,
                       xy[0], xy[1], xy[2 * count - 2], xy[2 * count - 1]);
    }
    return NA_OK;
}

static enum na_code read_ring(struct drawing *drawing, bool is_first, struct na_error *reterr)
{
    struct na_json_cursor *cursor = &drawing->cursor;
    struct part part = {drawing->xy.length / (2 * sizeof(double)), drawing->polygons, is_first};
    enum na_code code = na_buffer_append(&drawing->parts, &part, sizeof part);
    if (code != NA_OK) {
        return code == NA_ERR_MEMORY
                   ? na_fail_memory(reterr, "reading a polygon")
                   : na_fail(reterr, NA_ERR_DATA, "The feature has more than 100,000 rings");
    }
    bool empty = false;
    code = enter(cursor, &empty, reterr);
    if (code != NA_OK || empty) {
        return code != NA_OK ? code : check_ring(drawing, part.start, reterr);
    }
    do {
        na_json_skip_blanks(cursor);
        code = read_position(drawing, reterr);
        if (code != NA_OK) {
            return code;
        }
        na_json_skip_blanks(cursor);
    } while (na_json_take(cursor, ','));
    (void)na_json_take(cursor, ']');
    return check_ring(drawing, part.start, reterr);
}

static enum na_code read_polygon(struct drawing *drawing, struct na_error *reterr)
{
    struct na_json_cursor *cursor = &drawing->cursor;
    bool empty = false;
    enum na_code code = enter(cursor, &empty, reterr);
    if (code != NA_OK || empty) {
        return code;
    }
    bool is_first = true;
    do {
        code = read_ring(drawing, is_first, reterr);
        if (code != NA_OK) {
            return code;
        }
        is_first = false;
        na_json_skip_blanks(cursor);
    } while (na_json_take(cursor, ','));
    (void)na_json_take(cursor, ']');
    drawing->polygons++;
    return NA_OK;
}

static enum na_code read_polygons(struct drawing *drawing, struct na_error *reterr)
{
    struct na_json_cursor *cursor = &drawing->cursor;
    bool empty = false;
    enum na_code code = enter(cursor, &empty, reterr);
    if (code != NA_OK || empty) {
        return code;
    }
    do {
        code = read_polygon(drawing, reterr);
        if (code != NA_OK) {
            return code;
        }
        na_json_skip_blanks(cursor);
    } while (na_json_take(cursor, ','));
    (void)na_json_take(cursor, ']');
    return NA_OK;
}

/* Rings are told apart by what lies in what later on (io/shape_rings.h), which must be what the
 * file says: a hole drawn outside its polygon would be taken for land. */
static enum na_code check_nesting(const struct na_shape *shape, const struct part *parts,
                                  struct na_error *reterr)
{
    struct na_ring *rings = NULL;
    enum na_code code = na_shape_rings(shape, &rings, reterr);
    for (size_t i = 0; code == NA_OK && i < shape->part_count; i++) {
        if (rings[i].is_hole && parts[i].is_first) {
            code = na_fail(reterr, NA_ERR_DATA, "Polygon %zu lies within polygon %zu",
                           parts[i].polygon + 1, parts[rings[i].parent].polygon + 1);
        } else if (!parts[i].is_first && (!rings[i].is_hole || !parts[rings[i].parent].is_first ||
                                          parts[rings[i].parent].polygon != parts[i].polygon)) {
            code = na_fail(reterr, NA_ERR_DATA,
                           "Ring %zu is a hole, but does not lie in the first ring of its polygon",
                           i + 1);
        }
    }
    free(rings);
    return code;
}

static enum na_code make_shape(struct drawing *drawing, struct na_shape *ret_shape,
                               struct na_error *reterr)
{
    const struct part *parts = (const struct part *)(const void *)drawing->parts.data;
    struct na_shape shape = {.vertex_count = drawing->xy.length / (2 * sizeof(double)),
                             .part_count = drawing->parts.length / sizeof *parts};
    if (shape.part_count == 0) {
        *ret_shape = (struct na_shape){.is_null = true};
        return NA_OK;
    }
    shape.part_starts = calloc(shape.part_count + 1, sizeof *shape.part_starts);
    if (shape.part_starts == NULL) {
        return na_fail_memory(reterr, "reading a polygon");
    }
    for (size_t i = 0; i < shape.part_count; i++) {
        shape.part_starts[i] = parts[i].start;
    }
    shape.part_starts[shape.part_count] = shape.vertex_count;
    shape.xy = na_buffer_take(&drawing->xy);
    enum na_code code = check_nesting(&shape, parts, reterr);
    if (code != NA_OK) {
        na_shape_fini(&shape);
        return code;
    }
    *ret_shape = shape;
    return NA_OK;
}

/* The type's reader over its coordinates. */
static enum na_code read_geometry(struct drawing *drawing, struct na_str geometry,
                                  struct na_error *reterr)
{
    struct na_json_line line;
    const char *fault = na_json_line_read(geometry, &line);
    if (fault != NULL) {
        return na_fail(reterr, NA_ERR_DATA, "The geometry cannot be read: %s", fault);
    }
    struct na_str type = na_geojson_member(&line, "type");
    struct na_str coordinates = na_geojson_member(&line, "coordinates");
    bool many = na_geojson_says(type, "MultiPolygon");
    if (!many && !na_geojson_says(type, "Polygon")) {
        return na_fail(reterr, NA_ERR_DATA,
                       "The geometry is %.*s, which is neither Polygon nor MultiPolygon",
                       type.length == 0 || type.length > 40 ? 11 : (int)type.length,
                       type.length == 0 || type.length > 40 ? "of no type" : type.bytes);
    }
    if (coordinates.length == 0) {
        return na_fail(reterr, NA_ERR_DATA, "The geometry has no coordinates");
    }
    drawing->cursor =
        (struct na_json_cursor){coordinates.bytes, coordinates.bytes + coordinates.length};
    return many ? read_polygons(drawing, reterr) : read_polygon(drawing, reterr);
}

enum na_code na_geojson_read_shape(struct na_geojson *file, size_t feature,
                                   struct na_shape *ret_shape, struct na_error *reterr)
{
    struct na_str geometry = feature_at(file, feature)->geometry;
    if (na_str_equal(geometry, na_str_of("null"))) {
        *ret_shape = (struct na_shape){.is_null = true};
        return NA_OK;
    }
    struct drawing drawing = {.polygons = 0};
    na_buffer_init(&drawing.xy, (size_t)NA_SHAPE_VERTICES_MAX * 2 * sizeof(double));
    na_buffer_init(&drawing.parts, NA_SHAPE_PARTS_MAX * sizeof(struct part));
    enum na_code code = read_geometry(&drawing, geometry, reterr);
    if (code == NA_OK) {
        code = make_shape(&drawing, ret_shape, reterr);
    }
    na_buffer_fini(&drawing.xy);
    na_buffer_fini(&drawing.parts);
    return code == NA_ERR_DATA ? fail_feature(reterr, file, feature, "geometry", REPAIR) : code;
}

static enum na_code property_text(struct na_geojson *file, struct na_str value,
                                  struct na_str *ret_text, struct na_error *reterr)
{
    char first = value.length > 0 ? value.bytes[0] : 'n';
    if (first == '{' || first == '[') {
        return na_fail(reterr, NA_ERR_DATA, "The property is an object or a list, not a text");
    }
    if (first == 'n') {
        *ret_text = (struct na_str){"", 0};
        return NA_OK;
    }
    na_buffer_clear(&file->text);
    if (na_buffer_reserve(&file->text, value.length) != NA_OK) {
        return na_fail_memory(reterr, "reading a property");
    }
    struct na_str text = first == '"' ? na_json_line_text(value, file->text.data) : value;
    if (memchr(text.bytes, '\0', text.length) != NULL) {
        return na_fail(reterr, NA_ERR_DATA, "The text has a NUL character in it");
    }
    *ret_text = text;
    return NA_OK;
}

enum na_code na_geojson_read_text(struct na_geojson *file, size_t feature, size_t property,
                                  struct na_str *ret_text, struct na_error *reterr)
{
    struct na_str name = na_str_of(na_geojson_property_name(file, property));
    if (file->line_feature != feature) {
        /* `null` is no object: then the line is empty. Else it was read when the file was opened.
         */
        (void)na_json_line_read(feature_at(file, feature)->properties, &file->line);
        file->line_feature = feature;
    }
    struct na_str value = {NULL, 0};
    for (size_t i = 0; i < file->line.count; i++) {
        char text[6 * (NA_GEOJSON_NAME_MAX + 1)];
        if (na_str_equal(na_json_line_text(file->line.members[i].name, text), name)) {
            value = file->line.members[i].value;
        }
    }
    enum na_code code = property_text(file, value, ret_text, reterr);
    return code == NA_ERR_DATA
               ? fail_feature(reterr, file, feature, name.bytes, "Write it as a text or a number")
               : code;
}
