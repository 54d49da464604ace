/* Shapefiles that we write, read back by shapelib and by ogrinfo. */
#include "support/shape_layer.h"

/* A square with a hole, both drawn the wrong way round, and a square that is right. */
static double wrong_xy[] = {0, 0, 10, 0, 10, 10, 0, 10, 0, 0, 2, 2, 2, 4, 4, 4, 4, 2, 2, 2};
static size_t wrong_starts[] = {0, 5, 10};
static double right_xy[] = {20, 0, 20, 10, 30, 10, 30, 0, 20, 0};
static size_t right_starts[] = {0, 5};
static const struct na_shape wrong = {wrong_xy, 10, wrong_starts, 2, false};
static const struct na_shape right = {right_xy, 5, right_starts, 1, false};
static const struct na_shape nothing = {NULL, 0, NULL, 0, true};
static const struct na_shape_field fields[] = {{"CODE", 9}, {"NAME", 20}};
static const char *const texts[3][2] = {
    {"E05000001", "Caf\xC3\xA9"}, {"E05000002", ""}, {"E05000003", "None"}};
static const struct na_shape_row rows[] = {
    {&wrong, texts[0]}, {&right, texts[1]}, {&nothing, texts[2]}};

static void write_layer(const char *base)
{
    struct na_error error;
    if (na_shapefile_write(base, NA_SHAPE_POLYGON, fields, 2, rows, 3, NULL, &error) != NA_OK) {
        fail_msg("%s: %s", error.file, error.message);
    }
}

static void test_written_polygons_are_read_by_shapelib_with_rings_turned(void **state)
{
    (void)state;
    static const double shell_turned[] = {0, 0, 0, 10, 10, 10, 10, 0, 0, 0};
    static const double hole_turned[] = {2, 2, 4, 2, 4, 4, 2, 4, 2, 2};
    struct scratch scratch = scratch_make();
    struct opened opened;
    struct na_shape shape;
    write_layer(scratch.base);
    assert_true(open_base(scratch.base, &opened));
    assert_int_equal(opened.report.warnings, 0);
    assert_int_equal(na_shapefile_record_count(opened.file), 3);
    assert_true(text_is(opened.file, 0, "NAME", "Caf\xC3\xA9"));
    assert_true(text_is(opened.file, 1, "NAME", ""));
    assert_int_equal(na_shapefile_read_shape(opened.file, 0, &shape, NULL), NA_OK);
    assert_memory_equal(shape.xy, shell_turned, sizeof shell_turned);
    assert_memory_equal(shape.xy + 10, hole_turned, sizeof hole_turned);
    na_shape_fini(&shape);
    assert_int_equal(na_shapefile_read_shape(opened.file, 1, &shape, NULL), NA_OK);
    assert_memory_equal(shape.xy, right_xy, sizeof right_xy);
    na_shape_fini(&shape);
    assert_int_equal(na_shapefile_read_shape(opened.file, 2, &shape, NULL), NA_OK);
    assert_true(shape.is_null);
    na_shape_fini(&shape);
    close_opened(&opened);
    scratch_remove(&scratch);
}

static void test_written_polygons_are_read_by_ogrinfo(void **state)
{
    (void)state;
    char command[512];
    char output[8192];
    if (!have("ogrinfo")) {
        SKIP_WITHOUT("ogrinfo");
    }
    struct scratch scratch = scratch_make();
    write_layer(scratch.base);
    (void)snprintf(command, sizeof command, "ogrinfo -ro -al %s.shp 2>&1", scratch.base);
    run(command, output, sizeof output);
    static const char *const wanted[] = {
        "Geometry: Polygon",
        "Feature Count: 3",
        "POLYGON ((0 0,0 10,10 10,10 0,0 0),(2 2,4 2,4 4,2 4,2 2))",
        "NAME (String) = Caf\xC3\xA9",
        "CODE: String (9.0)",
    };
    for (size_t i = 0; i < sizeof wanted / sizeof wanted[0]; i++) {
        if (strstr(output, wanted[i]) == NULL) {
            fail_msg("no \"%s\" in: %s", wanted[i], output);
        }
    }
    assert_null(strstr(output, "Warning"));
    scratch_remove(&scratch);
}

static void test_written_numbers_are_numbers(void **state)
{
    (void)state;
    static const struct na_shape_field numbers[] = {{"CODE", 9}, {"N", NA_SHAPE_NUMBER(9, 4)}};
    static const char *const values[2][2] = {{"E05000001", "-1.25"}, {"E05000002", ""}};
    static const struct na_shape_row two[] = {{&right, values[0]}, {&right, values[1]}};
    char command[512], output[8192];
    if (!have("ogrinfo")) {
        SKIP_WITHOUT("ogrinfo");
    }
    struct scratch scratch = scratch_make();
    assert_int_equal(
        na_shapefile_write(scratch.base, NA_SHAPE_POLYGON, numbers, 2, two, 2, NULL, NULL), NA_OK);
    (void)snprintf(command, sizeof command, "ogrinfo -ro -al %s.shp 2>&1", scratch.base);
    run(command, output, sizeof output);
    static const char *const wanted[] = {"N: Real (9.4)", "N (Real) = -1.25", "N (Real) = (null)"};
    for (size_t i = 0; i < sizeof wanted / sizeof wanted[0]; i++) {
        if (strstr(output, wanted[i]) == NULL) {
            fail_msg("no \"%s\" in: %s", wanted[i], output);
        }
    }
    assert_null(strstr(output, "Warning"));
    scratch_remove(&scratch);
}

static void test_writing_twice_gives_the_same_bytes(void **state)
{
    (void)state;
    struct scratch a = scratch_make();
    struct scratch b = scratch_make();
    struct shape_triple first;
    struct shape_triple second;
    write_layer(a.base);
    write_layer(b.base);
    assert_true(shape_triple_load(a.base, &first) && shape_triple_load(b.base, &second));
    for (size_t i = 0; i < 3; i++) {
        assert_int_equal(first.lengths[i], second.lengths[i]);
        assert_memory_equal(first.bytes[i], second.bytes[i], first.lengths[i]);
    }
    assert_memory_equal(first.bytes[2] + 1, "\x46\1\1", 3);
    shape_triple_fini(&first);
    shape_triple_fini(&second);
    scratch_remove(&a);
    scratch_remove(&b);
}

static void test_what_cannot_be_written_is_refused_and_leaves_nothing(void **state)
{
    (void)state;
    static double open_xy[] = {0, 0, 1, 0, 1, 1, 0, 1};
    static size_t open_starts[] = {0, 4};
    static const struct na_shape open_ring = {open_xy, 4, open_starts, 1, false};
    static const struct na_shape_field long_name[] = {{"ELEVENBYTES", 9}};
    static const struct na_shape_field wide[] = {{"CODE", 255}};
    static const struct na_shape_field narrow[] = {{"CODE", 8}};
    static const struct na_shape_field wide_number[] = {{"N", NA_SHAPE_NUMBER(33, 0)}};
    static const struct na_shape_field fine_number[] = {{"N", NA_SHAPE_NUMBER(20, 16)}};
    static const char *const bad_text[] = {"\xFF"};
    static const struct na_shape_row good_row[] = {{&right, texts[0]}};
    static const struct na_shape_row bad_row[] = {{&right, bad_text}};
    static const struct na_shape_row open_row[] = {{&open_ring, texts[0]}};
    static const struct {
        const char *title;
        enum na_shape_kind kind;
        const struct na_shape_field *fields;
        size_t field_count;
        const struct na_shape_row *row;
    } cases[] = {
        {"line", NA_SHAPE_LINE, fields, 1, good_row},
        {"no field", NA_SHAPE_POLYGON, fields, 0, good_row},
        {"long name", NA_SHAPE_POLYGON, long_name, 1, good_row},
        {"wide field", NA_SHAPE_POLYGON, wide, 1, good_row},
        {"wide number", NA_SHAPE_POLYGON, wide_number, 1, good_row},
        {"fine number", NA_SHAPE_POLYGON, fine_number, 1, good_row},
        {"long text", NA_SHAPE_POLYGON, narrow, 1, good_row},
        {"not UTF-8", NA_SHAPE_POLYGON, fields, 1, bad_row},
        {"open ring", NA_SHAPE_POLYGON, fields, 1, open_row},
        {"point of five", NA_SHAPE_POINT, fields, 1, good_row},
    };
    struct scratch scratch = scratch_make();
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct shape_triple triple;
        struct na_error error;
        if (na_shapefile_write(scratch.base, cases[i].kind, cases[i].fields, cases[i].field_count,
                               cases[i].row, 1, NULL, &error) == NA_OK) {
            fail_msg("%s was written", cases[i].title);
        }
        assert_true(error.message[0] != '\0');
        assert_false(shape_triple_load(scratch.base, &triple));
    }
    scratch_remove(&scratch);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_written_polygons_are_read_by_shapelib_with_rings_turned),
        cmocka_unit_test(test_written_polygons_are_read_by_ogrinfo),
        cmocka_unit_test(test_written_numbers_are_numbers),
        cmocka_unit_test(test_writing_twice_gives_the_same_bytes),
        cmocka_unit_test(test_what_cannot_be_written_is_refused_and_leaves_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
