/* Goes over the file once, checks all of it, and notes where each feature begins. geojson_read.c
 * reads one feature from there. */
#include "io/geojson.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/fail.h"
#include "io/geojson_private.h"
#include "io/json_scan.h"

/* Levels below a member of the collection: deeper than any feature is allowed to be. */
#define DEPTH_MAX 16
#define EXPORT "Export it again, for instance with ogr2ogr -f GeoJSON -t_srs EPSG:4326"

/* One file while it is opened. */
struct opening {
    struct na_geojson *file;
    struct na_report *report;
    const char *start;
    struct na_json_cursor cursor;
    size_t record; /* of the feature being read, counted from 1, faulty ones too */
    bool has_type, has_features, has_crs;
};

static enum na_code find_fault(struct opening *opening, size_t record, const char *field,
                               const char *message, const char *hint)
{
    struct na_error error;
    (void)na_fail(&error, NA_ERR_DATA, "%s", message);
    (void)na_fail_at(&error, NA_ERR_DATA, opening->file->name, (int64_t)record, field, hint);
    na_report_add(opening->report, NA_SEVERITY_ERROR, &error);
    return NA_ERR_DATA;
}

/* `fault` as na_json_line_read says it. */
static enum na_code fail_object(struct opening *opening, size_t record, const char *field,
                                const char *fault)
{
    char message[128];
    (void)snprintf(message, sizeof message, "The %s cannot be read: %s", field, fault);
    return find_fault(opening, record, strcmp(field, "feature") == 0 ? NULL : field, message,
                      EXPORT);
}

/* The line of a text editor where the file cannot be read on. */
static enum na_code fail_syntax(struct opening *opening)
{
    size_t line = 1;
    for (const char *at = opening->start; at < opening->cursor.at; at++) {
        line += *at == '\n';
    }
    struct na_error error;
    (void)na_fail(&error, NA_ERR_DATA, "Not valid JSON at line %zu, byte %zu%s", line,
                  (size_t)(opening->cursor.at - opening->start) + 1,
                  opening->cursor.at == opening->cursor.end ? ", where the file ends" : "");
    (void)na_fail_at(&error, NA_ERR_DATA, opening->file->name, 0, NULL, EXPORT);
    na_report_add(opening->report, NA_SEVERITY_ERROR, &error);
    return NA_ERR_DATA;
}

struct na_str na_geojson_member(const struct na_json_line *line, const char *name)
{
    for (size_t i = 0; i < line->count; i++) {
        if (na_str_equal(line->members[i].name, na_str_of(name))) {
            return line->members[i].value;
        }
    }
    return (struct na_str){"", 0};
}

bool na_geojson_says(struct na_str value, const char *text)
{
    return value.length == strlen(text) + 2 && value.bytes[0] == '"' &&
           memcmp(value.bytes + 1, text, value.length - 2) == 0;
}

/* Before RFC 7946 a file could name its coordinate system; GDAL and QGIS still do. Only WGS84 with
 * longitude first is what positions mean today. */
static bool crs_is_wgs84(struct na_str crs)
{
    static const char *const names[] = {"urn:ogc:def:crs:OGC:1.3:CRS84",
                                        "urn:ogc:def:crs:OGC::CRS84",
                                        "urn:ogc:def:crs:EPSG::4326",
                                        "EPSG:4326",
                                        "CRS84",
                                        "OGC:CRS84"};
    struct na_json_line line;
    if (na_str_equal(crs, na_str_of("null"))) {
        return true;
    }
    if (na_json_line_read(crs, &line) != NULL ||
        !na_geojson_says(na_geojson_member(&line, "type"), "name") ||
        na_json_line_read(na_geojson_member(&line, "properties"), &line) != NULL) {
        return false;
    }
    struct na_str name = na_geojson_member(&line, "name");
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        if (na_geojson_says(name, names[i])) {
            return true;
        }
    }
    return false;
}

static bool is_named(const struct na_geojson *file, size_t property, struct na_str name)
{
    return na_str_equal(na_str_of(na_geojson_property_name(file, property)), name);
}

/* Number of the property `name`, or SIZE_MAX. Features mostly have the same ones in the same order:
 * `likely` is looked at first. */
static size_t find_property(const struct na_geojson *file, struct na_str name, size_t likely)
{
    size_t count = na_geojson_property_count(file);
    if (likely < count && is_named(file, likely, name)) {
        return likely;
    }
    for (size_t i = 0; i < count; i++) {
        if (is_named(file, i, name)) {
            return i;
        }
    }
    return SIZE_MAX;
}

/* Keep the names of a feature's properties that were not met before. */
static enum na_code add_names(struct opening *opening, size_t record,
                              const struct na_json_line *line, struct na_error *reterr)
{
    struct na_geojson *file = opening->file;
    for (size_t i = 0; i < line->count; i++) {
        struct na_str raw = line->members[i].name;
        char name[6 * (NA_GEOJSON_NAME_MAX + 1)];
        struct na_str text = raw.length < sizeof name ? na_json_line_text(raw, name) : raw;
        if (text.length > NA_GEOJSON_NAME_MAX || memchr(text.bytes, '\0', text.length) != NULL) {
            return find_fault(opening, record, NULL,
                              "A property's name is over 250 bytes or has a NUL in it",
                              "Rename the property");
        }
        if (find_property(file, text, i) != SIZE_MAX) {
            continue;
        }
        if (na_geojson_property_count(file) == NA_SHAPE_FIELDS_MAX) {
            return find_fault(opening, record, NULL, "There are more than 255 properties",
                              "Remove those that are not needed");
        }
        char kept[NA_GEOJSON_NAME_MAX + 1] = "";
        memcpy(kept, text.bytes, text.length);
        if (na_buffer_append(&file->names, kept, sizeof kept) != NA_OK) {
            return na_fail_memory(reterr, "reading the names of properties");
        }
    }
    return NA_OK;
}

static enum na_code add_feature(struct opening *opening, struct na_str text,
                                struct na_error *reterr)
{
    struct na_json_line *line = &opening->file->line;
    size_t record = ++opening->record;
    const char *fault = na_json_line_read(text, line);
    if (fault != NULL) {
        return fail_object(opening, record, "feature", fault);
    }
    if (!na_geojson_says(na_geojson_member(line, "type"), "Feature")) {
        return find_fault(opening, record, "type", "This is not a Feature", EXPORT);
    }
    struct na_geojson_feature feature = {na_geojson_member(line, "geometry"),
                                         na_geojson_member(line, "properties")};
    if (feature.geometry.length == 0) {
        return find_fault(opening, record, "geometry", "The feature has no member geometry",
                          EXPORT);
    }
    if (feature.properties.length == 0) {
        return find_fault(opening, record, "properties", "The feature has no member properties",
                          EXPORT);
    }
    if (record > NA_SHAPE_RECORDS_MAX) {
        return find_fault(opening, record, NULL, "There are more than 2,000,000 features",
                          "Split the file");
    }
    if (na_buffer_append(&opening->file->features, &feature, sizeof feature) != NA_OK) {
        return na_fail_memory(reterr, "reading the features");
    }
    if (na_str_equal(feature.properties, na_str_of("null"))) {
        return NA_OK;
    }
    fault = na_json_line_read(feature.properties, line);
    if (fault != NULL) {
        return fail_object(opening, record, "properties", fault);
    }
    return add_names(opening, record, line, reterr);
}

/* Faults of features are all found; one of syntax ends the reading. */
static enum na_code read_features(struct opening *opening, struct na_error *reterr)
{
    struct na_json_cursor *cursor = &opening->cursor;
    if (!na_json_take(cursor, '[')) {
        return find_fault(opening, 0, "features", "The member features is not an array", EXPORT);
    }
    na_json_skip_blanks(cursor);
    if (na_json_take(cursor, ']')) {
        return NA_OK;
    }
    enum na_code worst = NA_OK;
    do {
        na_json_skip_blanks(cursor);
        const char *from = cursor->at;
        if (!na_json_skip_value(cursor, DEPTH_MAX)) {
            return fail_syntax(opening);
        }
        enum na_code code =
            add_feature(opening, (struct na_str){from, (size_t)(cursor->at - from)}, reterr);
        if (code != NA_OK && code != NA_ERR_DATA) {
            return code;
        }
        worst = code != NA_OK ? code : worst;
        na_json_skip_blanks(cursor);
    } while (na_json_take(cursor, ','));
    return na_json_take(cursor, ']') ? worst : fail_syntax(opening);
}

/* One member of the collection, after its colon. Others than the three are passed over: RFC 7946
 * calls them foreign. */
static enum na_code read_value(struct opening *opening, struct na_str name, struct na_error *reterr)
{
    struct na_json_cursor *cursor = &opening->cursor;
    bool *seen = na_str_equal(name, na_str_of("type"))       ? &opening->has_type
                 : na_str_equal(name, na_str_of("features")) ? &opening->has_features
                 : na_str_equal(name, na_str_of("crs"))      ? &opening->has_crs
                                                             : NULL;
    if (seen != NULL && *seen) {
        return find_fault(opening, 0, NULL, "type, features or crs is given twice", EXPORT);
    }
    if (seen != NULL) {
        *seen = true;
    }
    if (seen == &opening->has_features) {
        return read_features(opening, reterr);
    }
    const char *from = cursor->at;
    if (!na_json_skip_value(cursor, DEPTH_MAX)) {
        return fail_syntax(opening);
    }
    struct na_str value = {from, (size_t)(cursor->at - from)};
    if (seen == &opening->has_type && !na_geojson_says(value, "FeatureCollection")) {
        return find_fault(opening, 0, "type", "The file is not a FeatureCollection", EXPORT);
    }
    if (seen == &opening->has_crs && !crs_is_wgs84(value)) {
        return find_fault(opening, 0, "crs", "The coordinate system is not WGS84 (RFC 7946)",
                          EXPORT);
    }
    return NA_OK;
}

/* Name and value of one member. */
static enum na_code read_member(struct opening *opening, struct na_error *reterr)
{
    struct na_json_cursor *cursor = &opening->cursor;
    na_json_skip_blanks(cursor);
    const char *from = cursor->at;
    if (!na_json_skip_string(cursor)) {
        return fail_syntax(opening);
    }
    struct na_str name = {from + 1, (size_t)(cursor->at - from) - 2};
    na_json_skip_blanks(cursor);
    if (!na_json_take(cursor, ':')) {
        return fail_syntax(opening);
    }
    na_json_skip_blanks(cursor);
    return read_value(opening, name, reterr);
}

static enum na_code read_members(struct opening *opening, struct na_error *reterr)
{
    struct na_json_cursor *cursor = &opening->cursor;
    na_json_skip_blanks(cursor);
    if (!na_json_take(cursor, '{')) {
        return find_fault(opening, 0, NULL, "The file is not a JSON object", EXPORT);
    }
    na_json_skip_blanks(cursor);
    if (na_json_take(cursor, '}')) {
        return NA_OK;
    }
    do {
        enum na_code code = read_member(opening, reterr);
        if (code != NA_OK) {
            return code;
        }
        na_json_skip_blanks(cursor);
    } while (na_json_take(cursor, ','));
    return na_json_take(cursor, '}') ? NA_OK : fail_syntax(opening);
}

static enum na_code read_collection(struct opening *opening, struct na_error *reterr)
{
    struct na_json_cursor *cursor = &opening->cursor;
    enum na_code code = read_members(opening, reterr);
    if (code != NA_OK) {
        return code;
    }
    na_json_skip_blanks(cursor);
    if (cursor->at != cursor->end) {
        return find_fault(opening, 0, NULL, "Something stands after the collection", EXPORT);
    }
    if (!opening->has_type || !opening->has_features) {
        return find_fault(opening, 0, opening->has_type ? "features" : "type",
                          "The file is not a FeatureCollection: the member is missing", EXPORT);
    }
    if (!na_utf8_valid(opening->start, (size_t)(cursor->end - opening->start))) {
        return find_fault(opening, 0, NULL, "The file is not in UTF-8", EXPORT);
    }
    return NA_OK;
}

enum na_code na_geojson_open(const char *name, struct na_str bytes, struct na_report *report,
                             struct na_geojson **ret_file, struct na_error *reterr)
{
    static const char mark[] = "\xEF\xBB\xBF";
    struct na_geojson *file = calloc(1, sizeof *file);
    if (file == NULL) {
        return na_fail_memory(reterr, "opening a GeoJSON file");
    }
    (void)na_text_copy(file->name, sizeof file->name, name);
    na_buffer_init(&file->features, NA_SHAPE_RECORDS_MAX * sizeof(struct na_geojson_feature));
    na_buffer_init(&file->names, (size_t)NA_SHAPE_FIELDS_MAX * (NA_GEOJSON_NAME_MAX + 1));
    na_buffer_init(&file->text, NA_SHAPE_FILE_MAX);
    file->line_feature = SIZE_MAX;
    if (bytes.length >= 3 && memcmp(bytes.bytes, mark, 3) == 0) {
        bytes = (struct na_str){bytes.bytes + 3, bytes.length - 3};
    }
    struct opening opening = {.file = file,
                              .report = report,
                              .start = bytes.bytes,
                              .cursor = {bytes.bytes, bytes.bytes + bytes.length}};
    enum na_code code = read_collection(&opening, reterr);
    if (code != NA_OK) {
        na_geojson_free(file);
        return code == NA_ERR_DATA ? na_fail(reterr, code, "%s cannot be read", name) : code;
    }
    *ret_file = file;
    return NA_OK;
}

void na_geojson_free(struct na_geojson *file)
{
    if (file != NULL) {
        na_buffer_fini(&file->features);
        na_buffer_fini(&file->names);
        na_buffer_fini(&file->text);
        free(file);
    }
}

size_t na_geojson_feature_count(const struct na_geojson *file)
{
    return file->features.length / sizeof(struct na_geojson_feature);
}

size_t na_geojson_property_count(const struct na_geojson *file)
{
    return file->names.length / (NA_GEOJSON_NAME_MAX + 1);
}

const char *na_geojson_property_name(const struct na_geojson *file, size_t property)
{
    return property < na_geojson_property_count(file)
               ? file->names.data + property * (NA_GEOJSON_NAME_MAX + 1)
               : "";
}
