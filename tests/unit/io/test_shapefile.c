/* Reading shapefiles: real ones against ogrinfo, shapelib's own set, and those of ogr2ogr. */
#include "base/fail.h"
#include "io/topology.h"
#include "support/shape_layer.h"

#define WARDS NA_TEST_SHARED_DATA "/wards/"
#define CONFORMANCE NA_TEST_SHARED_DATA "/conformance/shapelib"

/* Sum of the areas of all records by GEOS. */
static double total_area(struct na_shapefile *file)
{
    struct na_topology *topology = NULL;
    struct na_error error;
    double total = 0;
    assert_int_equal(na_topology_new(&topology, &error), NA_OK);
    for (size_t i = 0; i < na_shapefile_record_count(file); i++) {
        struct na_shape shape;
        struct na_polygon *polygon = NULL;
        assert_int_equal(na_shapefile_read_shape(file, i, &shape, &error), NA_OK);
        assert_int_equal(na_polygon_new(topology, &shape, &polygon, &error), NA_OK);
        total += na_polygon_area(topology, polygon);
        na_polygon_free(topology, polygon);
        na_shape_fini(&shape);
    }
    na_topology_free(topology);
    return total;
}

/* The number after `name (Real) = ` or `(Integer) = ` in ogrinfo's answer. */
static double ogr_number(const char *output, const char *name)
{
    const char *at = strstr(output, name);
    at = at == NULL ? NULL : strstr(at, ") = ");
    if (at == NULL) {
        fail_msg("no %s in: %s", name, output);
        return 0;
    }
    return strtod(at + 4, NULL);
}

struct layer {
    const char *name;
    size_t records;
    const char *code_field;
};

static const struct layer layers[] = {
    {"WD20_BGC_tees", 81, "WD20CD"},
    {"WD23_BSC_tees", 83, "WD23CD"},
    {"WD13_BGC_tees", 82, "WD13CD"},
};

static void test_real_wards_have_their_counts_names_and_kind(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof layers / sizeof layers[0]; i++) {
        char base[512];
        struct opened opened;
        (void)snprintf(base, sizeof base, WARDS "%s", layers[i].name);
        if (!open_base(base, &opened)) {
            SKIP_WITHOUT(base);
        }
        assert_int_equal(na_shapefile_record_count(opened.file), layers[i].records);
        assert_int_equal(na_shapefile_kind(opened.file), NA_SHAPE_POLYGON);
        assert_int_equal(opened.report.warnings, 0);
        for (size_t record = 0; record < layers[i].records; record++) {
            struct na_str code;
            struct na_error error;
            assert_int_equal(na_shapefile_read_text(opened.file, record,
                                                    field_find(opened.file, layers[i].code_field),
                                                    &code, &error),
                             NA_OK);
            assert_int_equal(code.length, 9);
            assert_memory_equal(code.bytes, "E05", 3);
        }
        close_opened(&opened);
    }
}

static void test_real_wards_agree_with_ogrinfo(void **state)
{
    (void)state;
    if (!have("ogrinfo")) {
        SKIP_WITHOUT("ogrinfo");
    }
    for (size_t i = 0; i < sizeof layers / sizeof layers[0]; i++) {
        char base[512];
        char command[1200];
        char output[4096];
        struct opened opened;
        (void)snprintf(base, sizeof base, WARDS "%s", layers[i].name);
        if (!open_base(base, &opened)) {
            SKIP_WITHOUT(base);
        }
        (void)snprintf(command, sizeof command,
                       "ogrinfo -q -sql 'SELECT SUM(OGR_GEOM_AREA) AS area FROM "
                       "%s' %s.shp",
                       layers[i].name, base);
        run(command, output, sizeof output);
        double area = ogr_number(output, "area");
        double ours = total_area(opened.file);
        assert_true(area > 1e8);
        assert_true(ours > area * (1 - 1e-9) && ours < area * (1 + 1e-9));
        close_opened(&opened);
    }
}

static void test_burn_valley_is_named_in_the_wards_of_2023(void **state)
{
    (void)state;
    struct opened opened;
    bool found = false;
    if (!open_base(WARDS "WD23_BSC_tees", &opened)) {
        SKIP_WITHOUT(WARDS);
    }
    for (size_t i = 0; i < na_shapefile_record_count(opened.file); i++) {
        if (text_is(opened.file, i, "WD23CD", "E05013038")) {
            found = text_is(opened.file, i, "WD23NM", "Burn Valley") &&
                    text_is(opened.file, i, "LAD23CD", "E06000001") &&
                    text_is(opened.file, i, "LAD23NM", "Hartlepool");
        }
    }
    assert_true(found);
    close_opened(&opened);
}

/* shapelib's own files and the one of them that must be refused: the index of 3dpoints lists
 * records that are not where it says. */
static void test_every_conformance_file_loads_or_is_refused_with_words(void **state)
{
    (void)state;
    DIR *folder = opendir(CONFORMANCE);
    if (folder == NULL) {
        SKIP_WITHOUT(CONFORMANCE);
    }
    size_t loaded = 0;
    size_t refused = 0;
    for (struct dirent *entry = readdir(folder); entry != NULL; entry = readdir(folder)) {
        size_t length = strlen(entry->d_name);
        if (length < 5 || strcmp(entry->d_name + length - 4, ".shp") != 0) {
            continue;
        }
        char base[1024];
        struct shape_triple triple = {{NULL, NULL, NULL}, {0, 0, 0}};
        struct na_report report;
        struct na_error error = {.code = NA_OK};
        size_t records = 0;
        (void)snprintf(base, sizeof base, CONFORMANCE "/%.*s", (int)length - 4, entry->d_name);
        assert_true(shape_triple_load(base, &triple));
        na_report_init(&report);
        if (shape_triple_read_all(&triple, entry->d_name, &report, &records, &error)) {
            assert_int_equal(report.errors, 0);
            loaded++;
        } else {
            char text[1024];
            na_error_format(&error, text, sizeof text);
            print_message("%s\n", text);
            assert_true(error.message[0] != '\0' && error.hint[0] != '\0');
            assert_int_equal(strncmp(error.file, entry->d_name, length - 4), 0);
            refused++;
        }
        na_report_fini(&report);
        shape_triple_fini(&triple);
    }
    (void)closedir(folder);
    assert_int_equal(loaded, 17);
    assert_int_equal(refused, 1);
}

static void test_kinds_of_conformance_files(void **state)
{
    (void)state;
    static const struct {
        const char *name;
        enum na_shape_kind kind;
    } cases[] = {
        {"cities", NA_SHAPE_POINT},     {"masspntz", NA_SHAPE_POINT}, {"rivers", NA_SHAPE_LINE},
        {"brklinz", NA_SHAPE_LINE},     {"states", NA_SHAPE_POLYGON}, {"multipnt", NA_SHAPE_OTHER},
        {"multipatch", NA_SHAPE_OTHER},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        char base[1024];
        struct opened opened;
        (void)snprintf(base, sizeof base, CONFORMANCE "/%s", cases[i].name);
        if (!open_base(base, &opened)) {
            SKIP_WITHOUT(CONFORMANCE);
        }
        assert_int_equal(na_shapefile_kind(opened.file), cases[i].kind);
        close_opened(&opened);
    }
}

static void open_small(struct shape_triple *triple, struct na_shapefile **ret_file)
{
    struct na_error error;
    struct na_shape_bytes bytes = shape_triple_bytes(triple, "small.shp");
    if (na_shapefile_open(&bytes, NULL, ret_file, &error) != NA_OK) {
        fail_msg("%s", error.message);
    }
}

static void test_rings_come_in_record_order_with_their_starts(void **state)
{
    (void)state;
    static const double hole[2] = {125, 225};
    struct shape_triple triple = shape_triple_small();
    struct na_shapefile *file = NULL;
    struct na_shape shape;
    open_small(&triple, &file);
    assert_int_equal(na_shapefile_read_shape(file, 1, &shape, NULL), NA_OK);
    assert_int_equal(shape.part_count, 2);
    assert_int_equal(shape.vertex_count, 10);
    assert_int_equal(shape.part_starts[0], 0);
    assert_int_equal(shape.part_starts[1], 5);
    assert_int_equal(shape.part_starts[2], 10);
    assert_memory_equal(shape.xy + 10, hole, sizeof hole);
    na_shape_fini(&shape);
    na_shapefile_free(file);
    shape_triple_fini(&triple);
}

static void test_null_shape_is_told(void **state)
{
    (void)state;
    struct shape_triple triple = shape_triple_small();
    struct na_shapefile *file = NULL;
    struct na_shape shape;
    na_put_le32(triple.bytes[0] + AT_SHAPE_2, 0);
    open_small(&triple, &file);
    assert_int_equal(na_shapefile_read_shape(file, 1, &shape, NULL), NA_OK);
    assert_true(shape.is_null);
    assert_int_equal(shape.vertex_count, 0);
    assert_int_equal(shape.part_count, 0);
    assert_int_equal(shape.part_starts[0], 0);
    na_shape_fini(&shape);
    na_shapefile_free(file);
    shape_triple_fini(&triple);
}

/* Bytes of the CODE and COUNT of the first record and what is read of them; NULL: refused. */
static void test_texts_are_trimmed_and_stars_refused(void **state)
{
    (void)state;
    static const struct {
        const char *code, *count, *read_code, *read_count;
    } cases[] = {
        {"E05      ", "  12", "E05", "12"},
        {"         ", "    ", "", ""},
        {" E05     ", "12  ", " E05", "12"},
        {"E05\0xyzzy", "  -1", "E05", "-1"},
        {"*********", "****", "*********", NULL},
        {"Caf\xC3\xA9 ab", "1.50", "Caf\xC3\xA9 ab", "1.50"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct shape_triple triple = shape_triple_small();
        struct na_shapefile *file = NULL;
        struct na_error error;
        struct na_str text;
        memcpy(triple.bytes[2] + AT_DBF_RECORDS + 1, cases[i].code, 9);
        memcpy(triple.bytes[2] + AT_DBF_RECORDS + 10, cases[i].count, 4);
        open_small(&triple, &file);
        assert_true(text_is(file, 0, "CODE", cases[i].read_code));
        if (cases[i].read_count != NULL) {
            assert_true(text_is(file, 0, "COUNT", cases[i].read_count));
        } else {
            assert_int_equal(na_shapefile_read_text(file, 0, 1, &text, &error), NA_ERR_DATA);
            assert_string_equal(error.file, "small.dbf");
            assert_string_equal(error.field, "COUNT");
            assert_int_equal(error.record, 1);
            assert_true(error.hint[0] != '\0');
        }
        na_shapefile_free(file);
        shape_triple_fini(&triple);
    }
}

static void test_records_and_fields_outside_are_refused(void **state)
{
    (void)state;
    struct shape_triple triple = shape_triple_small();
    struct na_shapefile *file = NULL;
    struct na_shape shape;
    struct na_str text;
    open_small(&triple, &file);
    assert_int_equal(na_shapefile_read_shape(file, 2, &shape, NULL), NA_ERR_DATA);
    assert_int_equal(na_shapefile_read_text(file, 2, 0, &text, NULL), NA_ERR_DATA);
    assert_int_equal(na_shapefile_read_text(file, 0, 2, &text, NULL), NA_ERR_DATA);
    assert_string_equal(na_shapefile_field_name(file, 2), "");
    na_shapefile_free(file);
    shape_triple_fini(&triple);
}

/* What ogr2ogr makes every day: Z, M, lines, no values, a layer cut by a rectangle. */
static void test_files_of_ogr2ogr_load(void **state)
{
    (void)state;
    static const struct {
        const char *options;
        enum na_shape_kind kind;
    } cases[] = {
        {"", NA_SHAPE_POLYGON},
        {"-dim XYZ", NA_SHAPE_POLYGON},
        {"-dim XYM", NA_SHAPE_POLYGON},
        {"-dim XYZM", NA_SHAPE_POLYGON},
        {"-t_srs EPSG:27700", NA_SHAPE_POLYGON},
        {"-nlt MULTILINESTRING", NA_SHAPE_LINE},
        {"-nlt MULTILINESTRING -dim XYZ", NA_SHAPE_LINE},
        {"-limit 0", NA_SHAPE_LINE},
        {"-clipsrc -1.3 54.5 -1.2 54.6 -nlt POLYGON", NA_SHAPE_POLYGON},
        {"-lco ENCODING=CP1252", NA_SHAPE_POLYGON},
    };
    const char *source = WARDS "tees_wards_dec2020_BGC20m_wgs84.geojson";
    if (!have("ogr2ogr") || access(source, R_OK) != 0) {
        SKIP_WITHOUT("ogr2ogr or the wards");
    }
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct scratch scratch = scratch_make();
        char command[1024];
        char output[1024];
        struct opened opened;
        (void)snprintf(command, sizeof command, "ogr2ogr %s %s.shp %s 2>/dev/null",
                       cases[i].options, scratch.base, source);
        run(command, output, sizeof output);
        if (!open_base(scratch.base, &opened)) {
            fail_msg("ogr2ogr made nothing with %s", cases[i].options);
        }
        assert_int_equal(na_shapefile_kind(opened.file), cases[i].kind);
        assert_int_equal(opened.report.errors, 0);
        for (size_t record = 0; record < na_shapefile_record_count(opened.file); record++) {
            struct na_shape shape;
            assert_int_equal(na_shapefile_read_shape(opened.file, record, &shape, NULL), NA_OK);
            na_shape_fini(&shape);
        }
        close_opened(&opened);
        scratch_remove(&scratch);
    }
}

/* GDAL writes stars where a number has no value: such a layer loads, and only the reader of that
 * field is refused. */
static void test_numbers_without_value_by_ogr2ogr_load_with_a_warning(void **state)
{
    (void)state;
    static const char json[] = "{\"type\":\"FeatureCollection\",\"features\":["
                               "{\"type\":\"Feature\",\"properties\":{\"n\":5},"
                               "\"geometry\":{\"type\":\"Point\",\"coordinates\":[1,2]}},"
                               "{\"type\":\"Feature\",\"properties\":{\"n\":null},"
                               "\"geometry\":{\"type\":\"Point\",\"coordinates\":[2,3]}}]}";
    if (!have("ogr2ogr")) {
        SKIP_WITHOUT("ogr2ogr");
    }
    struct scratch scratch = scratch_make();
    char path[256];
    char command[512];
    char output[256];
    struct opened opened;
    struct na_str text;
    (void)snprintf(path, sizeof path, "%s.json", scratch.base);
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    assert_true(fputs(json, file) >= 0);
    assert_int_equal(fclose(file), 0);
    (void)snprintf(command, sizeof command, "ogr2ogr %s.shp %s 2>/dev/null", scratch.base, path);
    run(command, output, sizeof output);
    assert_true(open_base(scratch.base, &opened));
    assert_int_equal(opened.report.warnings, 1);
    assert_true(text_is(opened.file, 0, "n", "5"));
    assert_int_equal(na_shapefile_read_text(opened.file, 1, 0, &text, NULL), NA_ERR_DATA);
    close_opened(&opened);
    scratch_remove(&scratch);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_real_wards_have_their_counts_names_and_kind),
        cmocka_unit_test(test_real_wards_agree_with_ogrinfo),
        cmocka_unit_test(test_burn_valley_is_named_in_the_wards_of_2023),
        cmocka_unit_test(test_every_conformance_file_loads_or_is_refused_with_words),
        cmocka_unit_test(test_kinds_of_conformance_files),
        cmocka_unit_test(test_rings_come_in_record_order_with_their_starts),
        cmocka_unit_test(test_null_shape_is_told),
        cmocka_unit_test(test_texts_are_trimmed_and_stars_refused),
        cmocka_unit_test(test_records_and_fields_outside_are_refused),
        cmocka_unit_test(test_files_of_ogr2ogr_load),
        cmocka_unit_test(test_numbers_without_value_by_ogr2ogr_load_with_a_warning),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
