/* GeoJSON: what is refused says why and what to do; what is read, written again and read again, has
 * the same features, rings and texts. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/number.h"
#include "io/geojson.h"
#include "io/json_write.h"

#define WRITTEN_LIMIT ((size_t)1 << 26)

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void must(int good)
{
    if (!good) {
        abort();
    }
}

static void check_fault(const struct na_error *error)
{
    must(error->message[0] != '\0' && error->hint[0] != '\0' &&
         strcmp(error->file, "fuzz.geojson") == 0);
}

static void write_ring(struct na_buffer *out, const double *xy, size_t count)
{
    char number[NA_NUMBER_TEXT];
    must(na_buffer_text(out, "[") == NA_OK);
    for (size_t i = 0; i < count; i++) {
        must(na_buffer_text(out, i > 0 ? ",[" : "[") == NA_OK);
        for (size_t axis = 0; axis < 2; axis++) {
            size_t length = na_number_shortest(&number, xy[2 * i + axis]);
            must(na_buffer_text(out, axis == 1 ? "," : "") == NA_OK);
            must(na_buffer_append(out, number, length) == NA_OK);
        }
        must(na_buffer_text(out, "]") == NA_OK);
    }
    must(na_buffer_text(out, "]") == NA_OK);
}

/* Each part alone, as a polygon of its own, is read with the same numbers. */
static void check_part(const double *xy, size_t count)
{
    struct na_buffer out;
    na_buffer_init(&out, WRITTEN_LIMIT);
    must(na_buffer_text(&out, "{\"type\":\"FeatureCollection\",\"features\":[{\"type\":\"Feature\","
                              "\"properties\":null,\"geometry\":{\"type\":\"Polygon\","
                              "\"coordinates\":[") == NA_OK);
    write_ring(&out, xy, count);
    must(na_buffer_text(&out, "]}}]}") == NA_OK);
    struct na_report report;
    struct na_geojson *file = NULL;
    struct na_shape shape;
    na_report_init(&report);
    must(na_geojson_open("again", (struct na_str){out.data, out.length}, &report, &file, NULL) ==
         NA_OK);
    enum na_code code = na_geojson_read_shape(file, 0, &shape, NULL);
    if (code == NA_OK) {
        must(shape.vertex_count == count && shape.part_count == 1);
        for (size_t i = 0; i < 2 * count; i++) {
            must(shape.xy[i] == xy[i]);
        }
        na_shape_fini(&shape);
    } else {
        /* Written in full, the largest doubles have more digits than are read. */
        must(code == NA_ERR_DATA && out.length > 100);
    }
    na_geojson_free(file);
    na_report_fini(&report);
    na_buffer_fini(&out);
}

static void check_shape(const struct na_shape *shape)
{
    must(shape->part_starts[0] == 0 &&
         shape->part_starts[shape->part_count] == shape->vertex_count);
    for (size_t i = 0; i < shape->part_count; i++) {
        size_t first = shape->part_starts[i];
        size_t count = shape->part_starts[i + 1] - first;
        const double *xy = shape->xy + 2 * first;
        must(count >= 4 && xy[0] == xy[2 * count - 2] && xy[1] == xy[2 * count - 1]);
        check_part(xy, count);
    }
}

/* A text written as JSON reads back as itself. */
static void check_text(struct na_str text)
{
    struct na_buffer copy;
    struct na_buffer out;
    struct na_json json;
    na_buffer_init(&copy, WRITTEN_LIMIT);
    na_buffer_init(&out, WRITTEN_LIMIT);
    must(memchr(text.bytes, '\0', text.length) == NULL && na_utf8_valid(text.bytes, text.length));
    must(na_buffer_append(&copy, text.bytes, text.length) == NA_OK);
    must(na_buffer_text(&out, "{\"type\":\"FeatureCollection\",\"features\":[{\"type\":\"Feature\","
                              "\"geometry\":null,\"properties\":{\"p\":") == NA_OK);
    na_json_init(&json, &out);
    na_json_text(&json, na_buffer_terminate(&copy));
    must(na_json_finish(&json) == NA_OK && na_buffer_text(&out, "}}]}") == NA_OK);
    struct na_report report;
    struct na_geojson *file = NULL;
    struct na_str again;
    na_report_init(&report);
    must(na_geojson_open("again", (struct na_str){out.data, out.length}, &report, &file, NULL) ==
         NA_OK);
    must(na_geojson_read_text(file, 0, 0, &again, NULL) == NA_OK);
    must(na_str_equal(again, (struct na_str){copy.data, copy.length}));
    na_geojson_free(file);
    na_report_fini(&report);
    na_buffer_fini(&out);
    na_buffer_fini(&copy);
}

static void check_feature(struct na_geojson *file, size_t feature)
{
    struct na_shape shape;
    struct na_error error = {.code = NA_OK};
    if (na_geojson_read_shape(file, feature, &shape, &error) != NA_OK) {
        check_fault(&error);
        must(error.record == (int64_t)feature + 1);
    } else if (!shape.is_null) {
        check_shape(&shape);
        na_shape_fini(&shape);
    }
    for (size_t property = 0; property < na_geojson_property_count(file); property++) {
        struct na_str text;
        error = (struct na_error){.code = NA_OK};
        if (na_geojson_read_text(file, feature, property, &text, &error) == NA_OK) {
            check_text(text);
        } else {
            check_fault(&error);
        }
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    /* A block of exactly that length, so that reading one byte too many is seen. */
    char *bytes = malloc(size == 0 ? 1 : size);
    must(bytes != NULL);
    memcpy(bytes, data, size);
    struct na_report report;
    struct na_geojson *file = NULL;
    na_report_init(&report);
    enum na_code code =
        na_geojson_open("fuzz.geojson", (struct na_str){bytes, size}, &report, &file, NULL);
    must(code == NA_OK ? report.errors == 0 : code == NA_ERR_DATA && report.errors > 0);
    for (size_t i = 0; i < report.count; i++) {
        check_fault(&report.findings[i].what);
    }
    for (size_t i = 0; code == NA_OK && i < na_geojson_feature_count(file); i++) {
        check_feature(file, i);
    }
    na_geojson_free(file);
    na_report_fini(&report);
    free(bytes);
    return 0;
}
