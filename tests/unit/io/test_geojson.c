/* GeoJSON: what is read, and what is refused with its feature, property and remedy. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "base/buffer.h"
#include "io/geojson.h"

#define SQUARE "[[0,0],[3,0],[3,3],[0,3],[0,0]]"
#define HOLE "[[1,1],[1,2],[2,2],[2,1],[1,1]]"
#define FAR "[[7,7],[8,7],[8,8],[7,8],[7,7]]"
#define COLLECTION(members) "{\"type\":\"FeatureCollection\"," members "}"
#define FEATURE(geometry, properties)                                                              \
    "{\"type\":\"Feature\",\"geometry\":" geometry ",\"properties\":" properties "}"
#define GEOMETRY(type, coordinates) "{\"type\":\"" type "\",\"coordinates\":" coordinates "}"
#define ONE(geometry, properties) COLLECTION("\"features\":[" FEATURE(geometry, properties) "]")
#define POLYGON GEOMETRY("Polygon", "[" SQUARE "]")

static enum na_code open_text(const char *text, struct na_report *report,
                              struct na_geojson **ret_file, struct na_error *error)
{
    na_report_init(report);
    return na_geojson_open("a.geojson", na_str_of(text), report, ret_file, error);
}

static void bad_files_are_refused_with_their_place(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        int record;
        const char *field;
        const char *message;
    } cases[] = {
        {"", 0, "", "not a JSON object"},
        {"[]", 0, "", "not a JSON object"},
        {"{}", 0, "type", "member is missing"},
        {"{\"type\":\"FeatureCollection\"}", 0, "features", "member is missing"},
        {"{\"features\":[]}", 0, "type", "member is missing"},
        {FEATURE(POLYGON, "{}"), 0, "type", "not a FeatureCollection"},
        {COLLECTION("\"features\":{}"), 0, "features", "not an array"},
        {COLLECTION("\"features\":[],\"features\":[]"), 0, "", "twice"},
        {COLLECTION("\"features\":[]") "x", 0, "", "stands after"},
        {COLLECTION("\"features\":[],"), 0, "", "Not valid JSON at line 1"},
        {"{\n\"type\":\"FeatureCollection\",\n\"features\":[{", 0, "",
         "line 3, byte 44, where the file"},
        {COLLECTION("\"features\":[],\"x\":\"\xFF\""), 0, "", "UTF-8"},
        {COLLECTION("\"features\":[],\"crs\":{\"type\":\"name\",\"properties\":{\"name\":"
                    "\"urn:ogc:def:crs:EPSG::27700\"}}"),
         0, "crs", "not WGS84"},
        {COLLECTION("\"features\":[],\"crs\":7"), 0, "crs", "not WGS84"},
        {COLLECTION("\"features\":[" POLYGON "]"), 1, "type", "not a Feature"},
        {COLLECTION("\"features\":[1]"), 1, "", "not an object"},
        {COLLECTION("\"features\":[{\"type\":\"Feature\",\"properties\":{}}]"), 1, "geometry",
         "no member geometry"},
        {COLLECTION("\"features\":[{\"type\":\"Feature\",\"geometry\":null}]"), 1, "properties",
         "no member properties"},
        {ONE(POLYGON, "[]"), 1, "properties", "not an object"},
        {ONE(POLYGON, "{\"a\":1,\"\\u0061\":2}"), 1, "properties", "a repeated key"},
        {ONE(POLYGON, "{\"a\\u0000\":1}"), 1, "", "NUL"},
        {COLLECTION(
             "\"features\":[" FEATURE(POLYGON, "{}") "," FEATURE(POLYGON, "{\"a\":\"\xC3\"}") "]"),
         2, "", "not valid UTF-8"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct na_report report;
        struct na_geojson *file = NULL;
        struct na_error error;
        assert_int_equal(open_text(cases[i].text, &report, &file, &error), NA_ERR_DATA);
        assert_null(file);
        assert_int_equal(report.errors, 1);
        const struct na_error *what = &report.findings[0].what;
        if (what->record != cases[i].record || strcmp(what->field, cases[i].field) != 0 ||
            strstr(what->message, cases[i].message) == NULL || what->hint[0] == '\0' ||
            strcmp(what->file, "a.geojson") != 0) {
            fail_msg("case %zu: record %d field \"%s\": %s; %s", i, (int)what->record, what->field,
                     what->message, what->hint);
        }
        na_report_fini(&report);
    }
}

static void each_bad_feature_is_told(void **state)
{
    (void)state;
    struct na_report report;
    struct na_geojson *file = NULL;
    assert_int_equal(open_text(COLLECTION("\"features\":[1," FEATURE(POLYGON, "{}") ",2]"), &report,
                               &file, NULL),
                     NA_ERR_DATA);
    assert_int_equal(report.errors, 2);
    assert_int_equal(report.findings[1].what.record, 3);
    na_report_fini(&report);
}

static void bad_geometries_are_refused(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        const char *message;
    } cases[] = {
        {ONE("7", "{}"), "not an object"},
        {ONE("{}", "{}"), "of no type, which"},
        {ONE("{\"type\":\"Polygon\"}", "{}"), "no coordinates"},
        {ONE(GEOMETRY("Point", "[1,2]"), "{}"), "\"Point\", which is neither"},
        {ONE("{\"type\":\"GeometryCollection\",\"geometries\":[]}", "{}"), "GeometryCollection"},
        {ONE(GEOMETRY("Polygon", "7"), "{}"), "as deep as"},
        {ONE(GEOMETRY("Polygon", "[7]"), "{}"), "as deep as"},
        {ONE(GEOMETRY("Polygon", SQUARE), "{}"), "something else than positions"},
        {ONE(GEOMETRY("Polygon", "[[" SQUARE "]]"), "{}"), "not made of numbers"},
        {ONE(GEOMETRY("MultiPolygon", "[" SQUARE "]"), "{}"), "something else than positions"},
        {ONE(GEOMETRY("Polygon", "[[]]"), "{}"), "Ring 1 has 0 positions"},
        {ONE(GEOMETRY("Polygon", "[[[0,0],[1,0],[0,0]]]"), "{}"), "Ring 1 has 3 positions"},
        {ONE(GEOMETRY("Polygon", "[" SQUARE ",[[1,1],[1,2],[2,2],[2,1]]]"), "{}"),
         "Ring 2 is open"},
        {ONE(GEOMETRY("Polygon", "[[[0],[1,0],[1,1],[0]]]"), "{}"), "one number only"},
        {ONE(GEOMETRY("Polygon", "[[[]]]"), "{}"), "not made of numbers"},
        {ONE(GEOMETRY("Polygon", "[[[1,2,3,4,5]]]"), "{}"), "more than 4"},
        {ONE(GEOMETRY("Polygon", "[[[1,\"2\"]]]"), "{}"), "not made of numbers"},
        {ONE(GEOMETRY("Polygon", "[[[1,null]]]"), "{}"), "not made of numbers"},
        {ONE(GEOMETRY("Polygon", "[[[1e999,1]]]"), "{}"), "out of range"},
        {ONE(GEOMETRY("Polygon", "[" SQUARE "," FAR "]"), "{}"), "Ring 2 is a hole"},
        {ONE(GEOMETRY("MultiPolygon", "[[" SQUARE "],[" HOLE "]]"), "{}"),
         "Polygon 2 lies within polygon 1"},
        {ONE(GEOMETRY("MultiPolygon", "[[" SQUARE "],[" FAR "," HOLE "]]"), "{}"),
         "Ring 3 is a hole"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct na_report report;
        struct na_geojson *file = NULL;
        struct na_error error = {.code = NA_OK};
        struct na_shape shape = {.xy = NULL};
        assert_int_equal(open_text(cases[i].text, &report, &file, &error), NA_OK);
        if (na_geojson_read_shape(file, 0, &shape, &error) != NA_ERR_DATA || error.record != 1 ||
            strcmp(error.field, "geometry") != 0 || error.hint[0] == '\0' || shape.xy != NULL ||
            strstr(error.message, cases[i].message) == NULL) {
            fail_msg("case %zu: record %d field \"%s\": %s", i, (int)error.record, error.field,
                     error.message);
        }
        na_geojson_free(file);
        na_report_fini(&report);
    }
}

/* Heights, exponents, blanks, an island in a hole, a ring the wrong way round, a byte order mark,
 * the coordinate system as GDAL names it, members of no meaning here. */
static void a_multipolygon_is_read_as_drawn(void **state)
{
    (void)state;
    static const char text[] = "\xEF\xBB\xBF {\"features\" : [ " FEATURE(
        "{\"bbox\":[0,0,3,3],\"coordinates\":[[" SQUARE "," HOLE
        "],[[[1.2,12e-1,5],[1.4,1.2,5],[1.4,1.4,5],[1.2E0,1.2,5]]], []],\"type\":"
        "\"MultiPolygon\"}",
        "null") " ],\"crs\":{\"type\":\"name\",\"properties\":{\"name\":"
                "\"urn:ogc:def:crs:OGC:1.3:CRS84\"}},\n\"deep\":[[[[[[[[[[1]]]]]]]]]],"
                "\"type\":\"FeatureCollection\"}\n";
    struct na_report report;
    struct na_geojson *file = NULL;
    struct na_error error;
    struct na_shape shape;
    assert_int_equal(open_text(text, &report, &file, &error), NA_OK);
    assert_int_equal(na_geojson_feature_count(file), 1);
    assert_int_equal(na_geojson_property_count(file), 0);
    assert_int_equal(na_geojson_read_shape(file, 0, &shape, &error), NA_OK);
    assert_int_equal(shape.part_count, 3);
    assert_int_equal(shape.vertex_count, 14);
    assert_int_equal(shape.part_starts[2], 10);
    assert_true(shape.xy[20] == 1.2 && shape.xy[21] == 1.2 && shape.xy[22] == 1.4);
    na_shape_fini(&shape);
    na_geojson_free(file);
    na_report_fini(&report);
}

static void null_and_empty_geometries_are_null(void **state)
{
    (void)state;
    static const char *const cases[] = {ONE("null", "{}"), ONE(GEOMETRY("Polygon", "[]"), "{}"),
                                        ONE(GEOMETRY("MultiPolygon", "[ ]"), "{}"),
                                        ONE(GEOMETRY("MultiPolygon", "[[]]"), "{}")};
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct na_report report;
        struct na_geojson *file = NULL;
        struct na_shape shape;
        assert_int_equal(open_text(cases[i], &report, &file, NULL), NA_OK);
        assert_int_equal(na_geojson_read_shape(file, 0, &shape, NULL), NA_OK);
        assert_true(shape.is_null);
        na_geojson_free(file);
        na_report_fini(&report);
    }
}

static void properties_are_texts(void **state)
{
    (void)state;
    struct na_report report;
    struct na_geojson *file = NULL;
    struct na_error error;
    struct na_str text;
    assert_int_equal(
        open_text(
            COLLECTION("\"features\":[" FEATURE(POLYGON, "{\"code\":\"A\",\"n\":1.50}") "," FEATURE(
                POLYGON, "{\"n\":null,\"c\\u00f4te\":\"\\ud83d\\ude00\\\"\\n\",\"code\":"
                         "true}") "," FEATURE(POLYGON, "{\"code\":{},\"n\":\"\\u0000\"}") "]"),
            &report, &file, &error),
        NA_OK);
    assert_int_equal(na_geojson_property_count(file), 3);
    assert_string_equal(na_geojson_property_name(file, 2), "c\xC3\xB4te");
    assert_string_equal(na_geojson_property_name(file, 3), "");
    static const struct {
        size_t feature, property;
        const char *text;
    } cases[] = {{0, 0, "A"}, {0, 1, "1.50"}, {1, 1, ""}, {1, 2, "\xF0\x9F\x98\x80\"\n"},
                 {0, 2, ""},  {1, 0, "true"}, {0, 0, "A"}};
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        assert_int_equal(
            na_geojson_read_text(file, cases[i].feature, cases[i].property, &text, &error), NA_OK);
        assert_true(na_str_equal(text, na_str_of(cases[i].text)));
    }
    for (size_t property = 0; property < 2; property++) {
        assert_int_equal(na_geojson_read_text(file, 2, property, &text, &error), NA_ERR_DATA);
        assert_int_equal(error.record, 3);
        assert_string_equal(error.field, property == 0 ? "code" : "n");
    }
    na_geojson_free(file);
    na_report_fini(&report);
}

/* One object of as many properties, "p0" and on. */
static enum na_code open_properties(size_t count)
{
    struct na_buffer text;
    na_buffer_init(&text, 65536);
    assert_int_equal(na_buffer_text(&text, "{\"type\":\"FeatureCollection\",\"features\":["),
                     NA_OK);
    for (size_t i = 0; i < count; i++) {
        assert_int_equal(na_buffer_printf(&text,
                                          "%s{\"type\":\"Feature\",\"geometry\":null,"
                                          "\"properties\":{\"p%zu\":1}}",
                                          i > 0 ? "," : "", i),
                         NA_OK);
    }
    assert_int_equal(na_buffer_text(&text, "]}"), NA_OK);
    struct na_report report;
    struct na_geojson *file = NULL;
    enum na_code code = open_text(na_buffer_terminate(&text), &report, &file, NULL);
    na_geojson_free(file);
    na_report_fini(&report);
    na_buffer_fini(&text);
    return code;
}

static void properties_have_their_limit(void **state)
{
    (void)state;
    assert_int_equal(open_properties(NA_SHAPE_FIELDS_MAX), NA_OK);
    assert_int_equal(open_properties(NA_SHAPE_FIELDS_MAX + 1), NA_ERR_DATA);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(bad_files_are_refused_with_their_place),
        cmocka_unit_test(each_bad_feature_is_told),
        cmocka_unit_test(bad_geometries_are_refused),
        cmocka_unit_test(a_multipolygon_is_read_as_drawn),
        cmocka_unit_test(null_and_empty_geometries_are_null),
        cmocka_unit_test(properties_are_texts),
        cmocka_unit_test(properties_have_their_limit),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
