/* The check of one shape: its type, its counts against its length, its parts, its box and its
 * numbers. */
#include <inttypes.h>
#include <math.h>

#include "io/shapefile_bytes.h"
#include "io/shapefile_check.h"

/* Layout of a record's content, in bytes from its start. */
#define AT_BOX 4u
#define AT_PARTS 36u
#define AT_POINTS 40u
#define AT_LIST 44u

/* One record under check. */
struct content {
    struct na_shape_checker *checker;
    struct na_shape_place place;
    const unsigned char *bytes;
    size_t length;
    const unsigned char *parts; /* part_count little-endian starts */
    size_t part_count;
    const unsigned char *points; /* point_count pairs of doubles */
    size_t point_count;
};

/* Boxes are written by other programs, some of them as floats or after a projection of their own.
 */
static bool inside(double value, double low, double high)
{
    double slack = 1e-6 * fmax(fabs(low), fabs(high));
    return value >= low - slack && value <= high + slack;
}

static bool has_z(uint32_t type)
{
    return (type > 10 && type < 20) || type == NA_SHP_MULTIPATCH;
}

static bool has_m(uint32_t type)
{
    return type > 20 && type < 30;
}

static bool length_check(struct content *content, uint64_t needed, uint64_t optional)
{
    if (needed > content->length) {
        na_shape_finding(content->checker, NA_SEVERITY_ERROR, content->place, NA_SHAPE_HINT_EXPORT,
                         "The shape needs %" PRIu64 " bytes, its record has %zu", needed,
                         content->length);
        return false;
    }
    if (content->length != needed && content->length != needed + optional) {
        na_shape_finding(content->checker, NA_SEVERITY_WARNING, content->place,
                         NA_SHAPE_HINT_EXPORT,
                         "The shape needs %" PRIu64 " bytes, its record has %zu; the rest was not "
                         "read",
                         needed, content->length);
    }
    return true;
}

static double x_at(const struct content *content, size_t i)
{
    return na_get_le_double(content->points + 16 * i);
}

static double y_at(const struct content *content, size_t i)
{
    return na_get_le_double(content->points + 16 * i + 8);
}

static bool point_check(struct content *content, size_t i, const double box[4], const char *whose)
{
    double x = x_at(content, i);
    double y = y_at(content, i);
    if (!isfinite(x) || !isfinite(y)) {
        na_shape_finding(content->checker, NA_SEVERITY_ERROR, content->place, NA_SHAPE_HINT_REPAIR,
                         "Vertex %zu has a coordinate that is not a number", i + 1);
        return false;
    }
    if (!inside(x, box[0], box[2]) || !inside(y, box[1], box[3])) {
        na_shape_finding(content->checker, NA_SEVERITY_ERROR, content->place, NA_SHAPE_HINT_EXPORT,
                         "Vertex %zu (%.2f %.2f) lies outside the box %s (%.2f %.2f to %.2f %.2f)",
                         i + 1, x, y, whose, box[0], box[1], box[2], box[3]);
        return false;
    }
    return true;
}

/* Every vertex against the box of the record (NULL: it has none) and that of the file. */
static bool points_check(struct content *content, const unsigned char *record_box)
{
    double own[4] = {0, 0, 0, 0};
    for (size_t i = 0; record_box != NULL && i < 4; i++) {
        own[i] = na_get_le_double(record_box + 8 * i);
    }
    for (size_t i = 0; i < content->point_count; i++) {
        if (!point_check(content, i, content->checker->box, "given in the header") ||
            (record_box != NULL && !point_check(content, i, own, "of its record"))) {
            return false;
        }
    }
    return true;
}

static void single_point_check(struct content *content)
{
    uint32_t type = content->checker->type;
    uint64_t needed = 4 + 16 + (has_z(type) || has_m(type) ? 8u : 0u);
    if (!length_check(content, needed, has_z(type) ? 8 : 0)) {
        return;
    }
    content->points = content->bytes + 4;
    content->point_count = 1;
    (void)points_check(content, NULL);
}

/* Bytes after `fixed` taken by the vertices, their Z and their M. */
static bool size_check(struct content *content, uint64_t fixed)
{
    uint32_t type = content->checker->type;
    uint64_t ordinates = 16 + 8 * (uint64_t)content->point_count;
    uint64_t needed = fixed + 16 * (uint64_t)content->point_count;
    if (has_z(type)) {
        needed += ordinates;
    }
    /* Measures may be left out whatever the type says (ESRI white paper, page 9). */
    return length_check(content, needed, has_z(type) || has_m(type) ? ordinates : 0);
}

static bool count_limit_check(struct content *content)
{
    if (content->point_count > NA_SHAPE_VERTICES_MAX) {
        na_shape_over_limit(content->checker, content->place, "vertices of one shape",
                            content->point_count, NA_SHAPE_VERTICES_MAX);
        return false;
    }
    if (content->part_count > NA_SHAPE_PARTS_MAX) {
        na_shape_over_limit(content->checker, content->place, "parts of one shape",
                            content->part_count, NA_SHAPE_PARTS_MAX);
        return false;
    }
    return true;
}

static void multipoint_check(struct content *content)
{
    if (content->length < AT_POINTS) {
        (void)length_check(content, AT_POINTS, 0);
        return;
    }
    content->point_count = na_get_le32(content->bytes + AT_PARTS);
    content->points = content->bytes + AT_POINTS;
    if (count_limit_check(content) && size_check(content, AT_POINTS)) {
        (void)points_check(content, content->bytes + AT_BOX);
    }
}

/* One ring or line: long enough, and a ring closed. */
static bool part_check(struct content *content, size_t part, size_t start, size_t end)
{
    enum na_shp_type plain = na_shp_type_plain(content->checker->type);
    size_t least = plain == NA_SHP_POLYGON ? 4 : plain == NA_SHP_LINE ? 2 : 1;
    if (end - start < least) {
        na_shape_finding(content->checker, NA_SEVERITY_ERROR, content->place, NA_SHAPE_HINT_REPAIR,
                         "Part %zu has %zu vertices, it needs %zu", part + 1, end - start, least);
        return false;
    }
    /* Exact: a ring is closed when its last vertex is its first. */
    if (plain == NA_SHP_POLYGON && (x_at(content, start) != x_at(content, end - 1) ||
                                    y_at(content, start) != y_at(content, end - 1))) {
        na_shape_finding(content->checker, NA_SEVERITY_ERROR, content->place, NA_SHAPE_HINT_REPAIR,
                         "Ring %zu is open: it starts at %.2f %.2f and ends at %.2f %.2f", part + 1,
                         x_at(content, start), y_at(content, start), x_at(content, end - 1),
                         y_at(content, end - 1));
        return false;
    }
    return true;
}

static bool parts_check(struct content *content)
{
    size_t start = na_get_le32(content->parts);
    if (start != 0) {
        na_shape_finding(content->checker, NA_SEVERITY_ERROR, content->place, NA_SHAPE_HINT_EXPORT,
                         "The first part starts at vertex %zu instead of 0", start);
        return false;
    }
    for (size_t part = 0; part < content->part_count; part++) {
        size_t end = part + 1 < content->part_count ? na_get_le32(content->parts + 4 * (part + 1))
                                                    : content->point_count;
        if (end <= start || end > content->point_count) {
            na_shape_finding(content->checker, NA_SEVERITY_ERROR, content->place,
                             NA_SHAPE_HINT_EXPORT, "Part %zu runs from vertex %zu to %zu of %zu",
                             part + 1, start, end, content->point_count);
            return false;
        }
        if (!part_check(content, part, start, end)) {
            return false;
        }
        start = end;
    }
    return true;
}

/* Lines, polygons and multipatches. */
static void parted_check(struct content *content)
{
    if (content->length < AT_LIST) {
        (void)length_check(content, AT_LIST, 0);
        return;
    }
    content->part_count = na_get_le32(content->bytes + AT_PARTS);
    content->point_count = na_get_le32(content->bytes + AT_POINTS);
    if (!count_limit_check(content)) {
        return;
    }
    uint64_t per_part = content->checker->type == NA_SHP_MULTIPATCH ? 8 : 4;
    uint64_t fixed = AT_LIST + per_part * content->part_count;
    if (content->part_count == 0 || content->point_count == 0) {
        na_shape_finding(content->checker, NA_SEVERITY_ERROR, content->place, NA_SHAPE_HINT_REPAIR,
                         "The shape has %zu parts and %zu vertices: it is empty without saying so",
                         content->part_count, content->point_count);
        return;
    }
    if (!size_check(content, fixed)) {
        return;
    }
    content->parts = content->bytes + AT_LIST;
    content->points = content->bytes + fixed;
    if (points_check(content, content->bytes + AT_BOX)) {
        (void)parts_check(content);
    }
}

void na_shape_check_record(struct na_shape_checker *checker, size_t record,
                           const unsigned char *bytes, size_t length)
{
    struct content content = {checker, {".shp", record, NULL}, bytes, length, NULL, 0, NULL, 0};
    if (length < 4) {
        na_shape_finding(checker, NA_SEVERITY_ERROR, content.place, NA_SHAPE_HINT_EXPORT,
                         "The record has %zu bytes, too few for a shape type", length);
        return;
    }
    uint32_t type = na_get_le32(bytes);
    if (type == NA_SHP_NULL) {
        (void)length_check(&content, 4, 0);
        return;
    }
    if (type != checker->type) {
        na_shape_finding(checker, NA_SEVERITY_ERROR, content.place, NA_SHAPE_HINT_EXPORT,
                         "The record has shape type %" PRIu32 ", the file says %" PRIu32, type,
                         checker->type);
        return;
    }
    switch (na_shp_type_plain(type)) {
    case NA_SHP_POINT:
        single_point_check(&content);
        break;
    case NA_SHP_MULTIPOINT:
        multipoint_check(&content);
        break;
    default:
        parted_check(&content);
        break;
    }
}
