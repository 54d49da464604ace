/* Reading and writing shapefiles: real ones against ogrinfo, shapelib's own set, and a round trip.
 */
#include <dirent.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/fail.h"
#include "io/topology.h"
#include "support/shape_triple.h"

#define WARDS NA_TEST_SHARED_DATA "/wards/"
#define CONFORMANCE NA_TEST_SHARED_DATA "/conformance/shapelib"

#define SKIP_WITHOUT(what)                                                                         \
    do {                                                                                           \
        print_message("skipped: %s is not here\n", what);                                          \
        skip();                                                                                    \
    } while (0)

struct opened {
    struct shape_triple triple;
    struct na_shape_bytes bytes;
    struct na_report report;
    struct na_shapefile *file;
};

/* Open base.shp; false if it is not there, a failed test if it is refused. */
static bool open_base(const char *base, struct opened *ret)
{
    struct na_error error;
    if (!shape_triple_load(base, &ret->triple)) {
        return false;
    }
    const char *slash = strrchr(base, '/');
    ret->bytes = shape_triple_bytes(&ret->triple, slash != NULL ? slash + 1 : base);
    na_report_init(&ret->report);
    if (na_shapefile_open(&ret->bytes, &ret->report, &ret->file, &error) != NA_OK) {
        fail_msg("%s: %s record %d: %s", base, error.file, (int)error.record, error.message);
    }
    return true;
}

static void close_opened(struct opened *opened)
{
    na_shapefile_free(opened->file);
    na_report_fini(&opened->report);
    shape_triple_fini(&opened->triple);
}

static size_t field_find(const struct na_shapefile *file, const char *name)
{
    for (size_t i = 0; i < na_shapefile_field_count(file); i++) {
        if (strcmp(na_shapefile_field_name(file, i), name) == 0) {
            return i;
        }
    }
    fail_msg("no field %s", name);
    return 0;
}

static bool text_is(struct na_shapefile *file, size_t record, const char *field, const char *text)
{
    struct na_str found;
    struct na_error error;
    return na_shapefile_read_text(file, record, field_find(file, field), &found, &error) == NA_OK &&
           na_str_is(found, text);
}

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

static bool have(const char *program)
{
    char command[128];
    (void)snprintf(command, sizeof command, "command -v %s > /dev/null", program);
    return system(command) == 0;
}

/* Output of a command, cut at the size. */
static void run(const char *command, char *to, size_t size)
{
    FILE *pipe = popen(command, "r");
    assert_non_null(pipe);
    size_t length = fread(to, 1, size - 1, pipe);
    to[length] = '\0';
    (void)pclose(pipe);
}

/* The number behind `name (Real) = ` or `(Integer) = ` in ogrinfo's answer. */
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
        struct shape_triple triple;
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

/* A scratch folder with a base name in it. */
struct scratch {
    char folder[64];
    char base[128];
};

static struct scratch scratch_make(void)
{
    struct scratch scratch = {.folder = "/tmp/nearaid-shape-XXXXXX"};
    assert_non_null(mkdtemp(scratch.folder));
    (void)snprintf(scratch.base, sizeof scratch.base, "%s/layer", scratch.folder);
    return scratch;
}

static void scratch_remove(const struct scratch *scratch)
{
    DIR *folder = opendir(scratch->folder);
    assert_non_null(folder);
    for (struct dirent *entry = readdir(folder); entry != NULL; entry = readdir(folder)) {
        char path[512];
        (void)snprintf(path, sizeof path, "%s/%s", scratch->folder, entry->d_name);
        (void)unlink(path);
    }
    (void)closedir(folder);
    assert_int_equal(rmdir(scratch->folder), 0);
}

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
        cmocka_unit_test(test_written_polygons_are_read_by_shapelib_with_rings_turned),
        cmocka_unit_test(test_written_polygons_are_read_by_ogrinfo),
        cmocka_unit_test(test_writing_twice_gives_the_same_bytes),
        cmocka_unit_test(test_what_cannot_be_written_is_refused_and_leaves_nothing),
        cmocka_unit_test(test_files_of_ogr2ogr_load),
        cmocka_unit_test(test_numbers_without_value_by_ogr2ogr_load_with_a_warning),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
