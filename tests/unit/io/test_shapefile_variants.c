/* Shapefiles as other programs make them: all of these are good, and give the same answers. */
#include "support/shape_layer.h"

enum { DBF = 2 };

static void read_small(const struct shape_triple *triple, const char *title)
{
    struct na_shape_bytes bytes = shape_triple_bytes(triple, "small.shp");
    struct na_shapefile *file = NULL;
    struct na_report report;
    struct na_error error;
    na_report_init(&report);
    if (na_shapefile_open(&bytes, &report, &file, &error) != NA_OK) {
        fail_msg("%s: %s", title, error.message);
    }
    assert_int_equal(report.warnings, 0);
    assert_int_equal(na_shapefile_field_count(file), 2);
    assert_string_equal(na_shapefile_field_name(file, 1), "COUNT");
    assert_true(text_is(file, 0, "CODE", "E05000001"));
    assert_true(text_is(file, 1, "COUNT", "345"));
    na_shapefile_free(file);
    na_report_fini(&report);
}

static void test_tables_of_other_programs(void **state)
{
    (void)state;
    static const struct {
        const char *title;
        size_t at;
        unsigned char byte;
    } cases[] = {
        {"dBASE III with memo", 0, 0x83},      {"dBASE IV with memo", 0, 0x8B},
        {"FoxPro with memo", 0, 0xF5},         {"line feed after the fields", 96, '\n'},
        {"code page in the header", 29, 0x57}, {"no end mark after the records", SMALL_DBF - 1, 0},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct shape_triple triple = shape_triple_small();
        triple.bytes[DBF][cases[i].at] = cases[i].byte;
        if (cases[i].byte == 0) {
            shape_triple_resize(&triple, DBF, SMALL_DBF - 1);
        }
        read_small(&triple, cases[i].title);
        shape_triple_fini(&triple);
    }
}

/* Visual FoxPro keeps 263 bytes for the name of a database after the list of fields. */
static void test_the_longer_header_of_visual_foxpro(void **state)
{
    (void)state;
    enum { BACKLINK = 263 };
    struct shape_triple triple = shape_triple_small();
    shape_triple_resize(&triple, DBF, SMALL_DBF + BACKLINK);
    unsigned char *dbf = triple.bytes[DBF];
    dbf[0] = 0x30;
    na_put_le16(dbf + 8, AT_DBF_RECORDS + BACKLINK);
    memmove(dbf + AT_DBF_RECORDS + BACKLINK, dbf + AT_DBF_RECORDS, SMALL_DBF - AT_DBF_RECORDS);
    memset(dbf + AT_DBF_RECORDS, 0, BACKLINK);
    read_small(&triple, "Visual FoxPro");
    shape_triple_fini(&triple);
}

static void test_points_with_and_without_measures_are_where_they_are(void **state)
{
    (void)state;
    static const struct {
        uint32_t type;
        size_t length;
    } cases[] = {{1, 20}, {11, 28}, {11, 36}, {21, 28}};
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct shape_triple triple = shape_triple_small();
        struct na_shapefile *file = NULL;
        struct na_shape shape;
        struct na_error error;
        size_t each = 8 + cases[i].length;
        shape_triple_resize(&triple, 0, 100 + 2 * each);
        memset(triple.bytes[0] + 100, 0, 2 * each);
        for (size_t f = 0; f < 2; f++) {
            na_put_be32(triple.bytes[f] + 24, (uint32_t)triple.lengths[f] / 2);
            na_put_le32(triple.bytes[f] + 32, cases[i].type);
        }
        for (size_t record = 0; record < 2; record++) {
            unsigned char *at = triple.bytes[0] + 100 + record * each;
            na_put_be32(at, (uint32_t)record + 1);
            na_put_be32(at + 4, (uint32_t)cases[i].length / 2);
            na_put_le32(at + 8, cases[i].type);
            na_put_le_double(at + 12, 110 + (double)record);
            na_put_le_double(at + 20, 210 + (double)record);
            na_put_be32(triple.bytes[1] + 100 + 8 * record, (uint32_t)(100 + record * each) / 2);
            na_put_be32(triple.bytes[1] + 104 + 8 * record, (uint32_t)cases[i].length / 2);
        }
        struct na_shape_bytes bytes = shape_triple_bytes(&triple, "points.shp");
        if (na_shapefile_open(&bytes, NULL, &file, &error) != NA_OK) {
            fail_msg("type %u: %s", (unsigned int)cases[i].type, error.message);
        }
        assert_int_equal(na_shapefile_kind(file), NA_SHAPE_POINT);
        assert_int_equal(na_shapefile_read_shape(file, 1, &shape, NULL), NA_OK);
        assert_int_equal(shape.part_count, 1);
        assert_int_equal(shape.vertex_count, 1);
        assert_true(shape.xy[0] == 111 && shape.xy[1] == 211); /* exact: small whole numbers */
        na_shape_fini(&shape);
        na_shapefile_free(file);
        shape_triple_fini(&triple);
    }
}

/* The vertices of all records in one block; *ret_count doubles. */
static double *vertices_of(struct na_shapefile *file, size_t *ret_count)
{
    double *all = NULL;
    size_t count = 0;
    for (size_t i = 0; i < na_shapefile_record_count(file); i++) {
        struct na_shape shape;
        assert_int_equal(na_shapefile_read_shape(file, i, &shape, NULL), NA_OK);
        all = realloc(all, (count + 2 * shape.vertex_count) * sizeof *all);
        assert_non_null(all);
        memcpy(all + count, shape.xy, 2 * shape.vertex_count * sizeof *all);
        count += 2 * shape.vertex_count;
        na_shape_fini(&shape);
    }
    *ret_count = count;
    return all;
}

static void test_heights_and_measures_leave_the_polygons_as_they_are(void **state)
{
    (void)state;
    static const char *const dimensions[] = {"XYZ", "XYM", "XYZM"};
    const char *plain = NA_TEST_SHARED_DATA "/wards/WD20_BGC_tees";
    struct opened opened;
    size_t count = 0;
    if (!have("ogr2ogr") || !open_base(plain, &opened)) {
        SKIP_WITHOUT("ogr2ogr or the wards");
    }
    double *wanted = vertices_of(opened.file, &count);
    close_opened(&opened);
    for (size_t i = 0; i < sizeof dimensions / sizeof dimensions[0]; i++) {
        struct scratch scratch = scratch_make();
        char command[1024];
        char output[64];
        size_t found_count = 0;
        (void)snprintf(command, sizeof command, "ogr2ogr -dim %s %s.shp %s.shp 2>/dev/null",
                       dimensions[i], scratch.base, plain);
        run(command, output, sizeof output);
        assert_true(open_base(scratch.base, &opened));
        double *found = vertices_of(opened.file, &found_count);
        assert_int_equal(found_count, count);
        assert_memory_equal(found, wanted, count * sizeof *wanted);
        free(found);
        close_opened(&opened);
        scratch_remove(&scratch);
    }
    free(wanted);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_tables_of_other_programs),
        cmocka_unit_test(test_the_longer_header_of_visual_foxpro),
        cmocka_unit_test(test_points_with_and_without_measures_are_where_they_are),
        cmocka_unit_test(test_heights_and_measures_leave_the_polygons_as_they_are),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
