/* The catalogue of faults of docs/shapefiles.md: each one is put into a good shapefile and must be
 * refused with its file, its record and a remedy. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "support/shape_triple.h"

enum { SHP, SHX, DBF };

/* Bytes laid over one of the files. */
struct patch {
    int file;
    size_t at;
    size_t length;
    const char *bytes;
};

struct fault {
    const char *title;
    struct patch patches[3]; /* length 0 ends them */
    int cut;                 /* file to be cut or lengthened, where cut_to >= 0 */
    int cut_to;
    const char *file; /* what the message must name */
    int64_t record;
    const char *says;
};

#define NAN_BYTES "\0\0\0\0\0\0\xF8\x7F"
#define INF_BYTES "\0\0\0\0\0\0\xF0\x7F"
/* 103.0: a place inside both boxes, but not the start of the ring. */
#define X_103 "\0\0\0\0\0\xC0\x59\x40"
/* 1030.0: outside both. */
#define X_1030 "\0\0\0\0\0\x18\x90\x40"
/* 130.0: inside the box of the file, outside that of record 1. */
#define X_130 "\0\0\0\0\0\x40\x60\x40"
#define NONE 0, -1

static const struct fault faults[] = {
    {"cut .shp", {{0}}, SHP, 400, "w.shp", 0, "456 bytes, the file has 400"},
    {"cut .shx", {{0}}, SHX, 110, "w.shx", 0, "116 bytes, the file has 110"},
    {"cut .dbf", {{0}}, DBF, 110, "w.dbf", 0, "cut off"},
    {"cut .shp header", {{0}}, SHP, 50, "w.shp", 0, "cut off"},
    {"cut .shx header", {{0}}, SHX, 99, "w.shx", 0, "cut off"},
    {"cut .dbf header", {{0}}, DBF, 32, "w.dbf", 0, "cut off"},
    {"no .shp", {{0}}, SHP, 0, "w.shp", 0, "missing or empty"},
    {"no .shx", {{0}}, SHX, 0, "w.shx", 0, "missing or empty"},
    {"no .dbf", {{0}}, DBF, 0, "w.dbf", 0, "missing or empty"},
    {"magic", {{SHP, 0, 4, "\0\0\0\1"}}, NONE, "w.shp", 0, "not a shapefile"},
    {"version", {{SHX, 28, 4, "\xE9\3\0\0"}}, NONE, "w.shx", 0, "not a shapefile"},
    {"type", {{SHP, 32, 4, "\7\0\0\0"}}, NONE, "w.shp", 0, "Shape type 7"},
    {"types differ", {{SHX, 32, 4, "\3\0\0\0"}}, NONE, "w.shx", 0, "that of the .shp is 5"},
    {"claims too much", {{SHP, 24, 4, "\x7F\xFF\xFF\xFF"}}, NONE, "w.shp", 0, "4294967294 bytes"},
    {"claims less than a header", {{SHX, 24, 4, "\0\0\0\2"}}, NONE, "w.shx", 0, "4 bytes"},
    {"half an entry", {{SHX, 24, 4, "\0\0\0\x38"}}, NONE, "w.shx", 0, "whole number of entries"},
    {"one entry short", {{SHX, 24, 4, "\0\0\0\x36"}}, NONE, "w.dbf", 0, "2 records, the index"},
    {"one row short", {{DBF, 4, 1, "\1"}}, NONE, "w.dbf", 0, "1 records, the index (.shx) has 2"},
    {"record without entry and row",
     {{SHX, 24, 4, "\0\0\0\x36"}, {DBF, 4, 1, "\1"}},
     NONE,
     "w.shp",
     0,
     "Record 2 is missing in the index"},
    {"swapped entries",
     {{SHX, 100, 8, "\0\0\0\x76\0\0\0\x6A"}, {SHX, 108, 8, "\0\0\0\x32\0\0\0\x40"}},
     NONE,
     "w.shp",
     1,
     "calls itself number 2"},
    {"overlapping entries", {{SHX, 108, 4, "\0\0\0\x33"}}, NONE, "w.shx", 2, "before byte 236"},
    {"entry in the header", {{SHX, 100, 4, "\0\0\0\0"}}, NONE, "w.shx", 1, "before byte 100"},
    {"entry too long", {{SHX, 112, 4, "\0\0\0\x6B"}}, NONE, "w.shx", 2, "ends at byte 456"},
    {"entry of 4 GB", {{SHX, 112, 4, "\xFF\xFF\xFF\xFF"}}, NONE, "w.shx", 2, "ends at byte 456"},
    {"entry far outside", {{SHX, 108, 4, "\xFF\xFF\xFF\xFF"}}, NONE, "w.shx", 2, "byte 456"},
    {"record number", {{SHP, AT_RECORD_2, 4, "\0\0\0\1"}}, NONE, "w.shp", 2, "number 1"},
    {"record length", {{SHP, AT_RECORD_1 + 4, 4, "\0\0\0\x41"}}, NONE, "w.shp", 1, "130 bytes"},
    {"no room for a type",
     {{SHP, AT_RECORD_1 + 4, 4, "\0\0\0\1"}, {SHX, 104, 4, "\0\0\0\1"}},
     NONE,
     "w.shp",
     1,
     "too few for a shape type"},
    {"no room for counts",
     {{SHP, AT_RECORD_1 + 4, 4, "\0\0\0\x14"}, {SHX, 104, 4, "\0\0\0\x14"}},
     NONE,
     "w.shp",
     1,
     "needs 44 bytes, its record has 40"},
    {"another type", {{SHP, AT_SHAPE_2, 4, "\3\0\0\0"}}, NONE, "w.shp", 2, "shape type 3"},
    {"no parts", {{SHP, AT_SHAPE_1 + 36, 4, "\0\0\0\0"}}, NONE, "w.shp", 1, "0 parts"},
    {"no vertices", {{SHP, AT_SHAPE_1 + 40, 4, "\0\0\0\0"}}, NONE, "w.shp", 1, "0 vertices"},
    {"too many parts", {{SHP, AT_SHAPE_1 + 36, 4, "\2\0\0\0"}}, NONE, "w.shp", 1, "needs 132"},
    {"too many vertices", {{SHP, AT_SHAPE_1 + 40, 4, "\6\0\0\0"}}, NONE, "w.shp", 1, "needs 144"},
    {"negative parts", {{SHP, AT_SHAPE_1 + 36, 4, "\xFF\xFF\xFF\xFF"}}, NONE, "w.shp", 1, "parts"},
    {"negative vertices",
     {{SHP, AT_SHAPE_1 + 40, 4, "\xFF\xFF\xFF\xFF"}},
     NONE,
     "w.shp",
     1,
     "4294967295 vertices"},
    {"first part not 0", {{SHP, AT_SHAPE_2 + 44, 4, "\1\0\0\0"}}, NONE, "w.shp", 2, "instead of 0"},
    {"parts fall", {{SHP, AT_SHAPE_2 + 48, 4, "\0\0\0\0"}}, NONE, "w.shp", 2, "Part 1 runs"},
    {"part outside", {{SHP, AT_SHAPE_2 + 48, 4, "\x0B\0\0\0"}}, NONE, "w.shp", 2, "to 11 of 10"},
    {"negative part", {{SHP, AT_SHAPE_2 + 48, 4, "\0\0\0\x80"}}, NONE, "w.shp", 2, "Part 1 runs"},
    {"short ring", {{SHP, AT_SHAPE_2 + 48, 4, "\3\0\0\0"}}, NONE, "w.shp", 2, "3 vertices"},
    {"open ring", {{SHP, AT_POINTS_1 + 64, 8, X_103}}, NONE, "w.shp", 1, "Ring 1 is open"},
    {"NaN", {{SHP, AT_POINTS_2 + 16, 8, NAN_BYTES}}, NONE, "w.shp", 2, "2 has a coordinate"},
    {"infinity", {{SHP, AT_POINTS_1 + 8, 8, INF_BYTES}}, NONE, "w.shp", 1, "not a number"},
    {"outside the file's box", {{SHP, AT_POINTS_1, 8, X_1030}}, NONE, "w.shp", 1, "in the header"},
    {"outside its own box", {{SHP, AT_POINTS_1, 8, X_130}}, NONE, "w.shp", 1, "of its record"},
    {"NaN in the file's box", {{SHP, 36, 8, NAN_BYTES}}, NONE, "w.shp", 1, "outside the box"},
    {"dBASE 7", {{DBF, 0, 1, "\4"}}, NONE, "w.dbf", 0, "first byte is 04"},
    {"table header of nothing", {{DBF, 8, 2, "\0\0"}}, NONE, "w.dbf", 0, "0 bytes long"},
    {"table header too long", {{DBF, 8, 2, "\xFF\xFF"}}, NONE, "w.dbf", 0, "65535 bytes long"},
    {"record length of the table", {{DBF, 10, 2, "\x0D\0"}}, NONE, "w.dbf", 0, "records of 14"},
    {"record length 0", {{DBF, 10, 2, "\0\0"}}, NONE, "w.dbf", 0, "header says 0"},
    {"no end of fields", {{DBF, 96, 1, " "}}, NONE, "w.dbf", 0, "no end mark"},
    {"early end of fields", {{DBF, 64, 1, "\x0D"}}, NONE, "w.dbf", 0, "records of 10"},
    {"field width", {{DBF, 48, 1, "\x08"}}, NONE, "w.dbf", 0, "records of 13"},
    {"field type", {{DBF, 43, 1, "\1"}}, NONE, "w.dbf", 0, "type (01)"},
    {"field without name", {{DBF, 32, 1, "\0"}}, NONE, "w.dbf", 0, "Field 1 has no name"},
    {"field named twice", {{DBF, 64, 5, "code\0"}}, NONE, "w.dbf", 0, "have the same name"},
    {"too many rows", {{DBF, 4, 4, "\0\1\0\0"}}, NONE, "w.dbf", 0, "cut off"},
    {"deleted row", {{DBF, AT_DBF_RECORDS + 14, 1, "*"}}, NONE, "w.dbf", 2, "marked as deleted"},
    {"damaged row", {{DBF, AT_DBF_RECORDS, 1, "E"}}, NONE, "w.dbf", 1, "byte 45"},
};

static struct shape_triple broken(const struct fault *fault)
{
    struct shape_triple triple = shape_triple_small();
    for (size_t i = 0; i < 3 && fault->patches[i].length > 0; i++) {
        const struct patch *patch = &fault->patches[i];
        memcpy(triple.bytes[patch->file] + patch->at, patch->bytes, patch->length);
    }
    if (fault->cut_to >= 0) {
        shape_triple_resize(&triple, (size_t)fault->cut, (size_t)fault->cut_to);
    }
    return triple;
}

static const struct na_error *first_of(const struct na_report *report, enum na_severity severity)
{
    for (size_t i = 0; i < report->count; i++) {
        if (report->findings[i].severity == severity) {
            return &report->findings[i].what;
        }
    }
    return NULL;
}

static void test_each_fault_is_refused_with_its_place_and_remedy(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof faults / sizeof faults[0]; i++) {
        const struct fault *fault = &faults[i];
        struct shape_triple triple = broken(fault);
        struct na_shape_bytes bytes = shape_triple_bytes(&triple, "w.shp");
        struct na_report report;
        na_report_init(&report);
        enum na_code code = na_shapefile_check(&bytes, &report);
        const struct na_error *what = first_of(&report, NA_SEVERITY_ERROR);
        if (code != NA_ERR_DATA || what == NULL || strcmp(what->file, fault->file) != 0 ||
            what->record != fault->record || strstr(what->message, fault->says) == NULL ||
            what->hint[0] == '\0') {
            fail_msg("%s: got %s record %d \"%s\" hint \"%s\"", fault->title,
                     what == NULL ? "nothing" : what->file, what == NULL ? 0 : (int)what->record,
                     what == NULL ? "" : what->message, what == NULL ? "" : what->hint);
        }
        na_report_fini(&report);
        shape_triple_fini(&triple);
    }
}

/* Harmless things of real files: read, but said. */
static const struct fault oddities[] = {
    {"padded .shp", {{0}}, SHP, 460, "w.shp", 0, "4 bytes after the end"},
    {"padded .shx", {{0}}, SHX, 132, "w.shx", 0, "16 bytes after the end"},
    {"padded .dbf", {{0}}, DBF, 200, "w.dbf", 0, "75 bytes after the last record"},
    {"rest in the .shp", {{SHP, 24, 4, "\0\0\0\xE6"}}, SHP, 460, "w.shp", 0, "belong to no record"},
    {"stars", {{DBF, AT_DBF_RECORDS + 24, 4, "****"}}, NONE, "w.dbf", 2, "stars"},
    {"long null shape", {{SHP, AT_SHAPE_2, 4, "\0\0\0\0"}}, NONE, "w.shp", 2, "needs 4 bytes"},
};

static void test_each_oddity_is_read_with_a_warning(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof oddities / sizeof oddities[0]; i++) {
        const struct fault *oddity = &oddities[i];
        struct shape_triple triple = broken(oddity);
        struct na_report report;
        struct na_error error;
        size_t records = 0;
        na_report_init(&report);
        bool read = shape_triple_read_all(&triple, "w.shp", &report, &records, &error);
        const struct na_error *what = first_of(&report, NA_SEVERITY_WARNING);
        if (!read || records != 2 || report.errors != 0 || what == NULL ||
            strcmp(what->file, oddity->file) != 0 || what->record != oddity->record ||
            strstr(what->message, oddity->says) == NULL || what->hint[0] == '\0') {
            fail_msg("%s: read %d, said \"%s\"", oddity->title, read,
                     what == NULL ? "nothing" : what->message);
        }
        na_report_fini(&report);
        shape_triple_fini(&triple);
    }
}

static void test_the_small_shapefile_is_good(void **state)
{
    (void)state;
    struct shape_triple triple = shape_triple_small();
    struct na_shape_bytes bytes = shape_triple_bytes(&triple, "w.shp");
    struct na_report report;
    na_report_init(&report);
    assert_int_equal(na_shapefile_check(&bytes, &report), NA_OK);
    assert_int_equal(report.warnings, 0);
    na_report_fini(&report);
    shape_triple_fini(&triple);
}

static void test_box_may_be_off_by_the_rounding_of_a_float(void **state)
{
    (void)state;
    struct shape_triple triple = shape_triple_small();
    struct na_shape_bytes bytes = shape_triple_bytes(&triple, "w.shp");
    struct na_report report;
    na_report_init(&report);
    na_put_le_double(triple.bytes[SHP] + 36, 100 + 0.9e-6 * 140);
    assert_int_equal(na_shapefile_check(&bytes, &report), NA_OK);
    na_put_le_double(triple.bytes[SHP] + 36, 100 + 1.1e-6 * 140);
    assert_int_equal(na_shapefile_check(&bytes, &report), NA_ERR_DATA);
    na_report_fini(&report);
    shape_triple_fini(&triple);
}

/* Either refused with words and a remedy, or read to the last record. */
static void judge(const struct shape_triple *triple, const char *what, size_t file, size_t at)
{
    struct na_report report;
    struct na_error error = {.code = NA_OK};
    size_t records = 0;
    na_report_init(&report);
    if (!shape_triple_read_all(triple, "w.shp", &report, &records, &error) &&
        (report.errors == 0 || error.message[0] == '\0' || error.hint[0] == '\0')) {
        fail_msg("%s of file %zu at %zu: passed the check, then \"%s\"", what, file, at,
                 error.message);
    }
    na_report_fini(&report);
}

static void test_no_changed_byte_passes_the_check_and_then_fails(void **state)
{
    (void)state;
    static const unsigned char masks[] = {0x01, 0x02, 0x10, 0x40, 0x80, 0xFF};
    struct shape_triple triple = shape_triple_small();
    for (size_t file = 0; file < 3; file++) {
        for (size_t at = 0; at < triple.lengths[file]; at++) {
            for (size_t i = 0; i < sizeof masks; i++) {
                triple.bytes[file][at] ^= masks[i];
                judge(&triple, "change", file, at);
                triple.bytes[file][at] ^= masks[i];
            }
        }
    }
    shape_triple_fini(&triple);
}

static void test_no_cut_file_passes_the_check(void **state)
{
    (void)state;
    for (size_t file = 0; file < 3; file++) {
        struct shape_triple triple = shape_triple_small();
        /* The end mark of a table may be missing. */
        size_t needed = file == DBF ? SMALL_DBF - 1 : triple.lengths[file];
        for (size_t length = 0; length < needed; length++) {
            struct shape_triple cut = shape_triple_copy(&triple);
            shape_triple_resize(&cut, file, length);
            struct na_shape_bytes bytes = shape_triple_bytes(&cut, "w.shp");
            assert_int_equal(na_shapefile_check(&bytes, NULL), NA_ERR_DATA);
            shape_triple_fini(&cut);
        }
        shape_triple_fini(&triple);
    }
}

/* True if the check says that a limit was passed. */
static bool over_limit(const struct na_shape_bytes *bytes)
{
    struct na_report report;
    bool over = false;
    na_report_init(&report);
    (void)!na_shapefile_check(bytes, &report);
    for (size_t i = 0; i < report.count; i++) {
        over = over || report.findings[i].what.code == NA_ERR_LIMIT;
    }
    na_report_fini(&report);
    return over;
}

static void test_limits_of_one_shape(void **state)
{
    (void)state;
    struct shape_triple triple = shape_triple_small();
    struct na_shape_bytes bytes = shape_triple_bytes(&triple, "w.shp");
    na_put_le32(triple.bytes[SHP] + AT_SHAPE_1 + 40, NA_SHAPE_VERTICES_MAX);
    assert_false(over_limit(&bytes));
    na_put_le32(triple.bytes[SHP] + AT_SHAPE_1 + 40, NA_SHAPE_VERTICES_MAX + 1);
    assert_true(over_limit(&bytes));
    na_put_le32(triple.bytes[SHP] + AT_SHAPE_1 + 40, 5);
    na_put_le32(triple.bytes[SHP] + AT_SHAPE_1 + 36, NA_SHAPE_PARTS_MAX);
    assert_false(over_limit(&bytes));
    na_put_le32(triple.bytes[SHP] + AT_SHAPE_1 + 36, NA_SHAPE_PARTS_MAX + 1);
    assert_true(over_limit(&bytes));
    shape_triple_fini(&triple);
}

/* The table's own count, which is looked at before it is compared with the index. */
static void test_limit_of_the_tables_records(void **state)
{
    (void)state;
    struct shape_triple triple = shape_triple_small();
    struct na_shape_bytes bytes = shape_triple_bytes(&triple, "w.shp");
    na_put_le32(triple.bytes[DBF] + 4, NA_SHAPE_RECORDS_MAX);
    assert_false(over_limit(&bytes));
    na_put_le32(triple.bytes[DBF] + 4, NA_SHAPE_RECORDS_MAX + 1);
    assert_true(over_limit(&bytes));
    shape_triple_fini(&triple);
}

static void test_limit_of_a_file(void **state)
{
    (void)state;
    struct shape_triple triple = shape_triple_small();
    struct na_shape_bytes bytes = shape_triple_bytes(&triple, "w.shp");
    /* Nothing after the header's own count is read, so the length may be claimed. */
    bytes.shp_length = NA_SHAPE_FILE_MAX;
    assert_int_equal(na_shapefile_check(&bytes, NULL), NA_OK);
    bytes.shp_length = NA_SHAPE_FILE_MAX + 1;
    assert_true(over_limit(&bytes));
    shape_triple_fini(&triple);
}

static void test_limit_of_records(void **state)
{
    (void)state;
    for (size_t extra = 0; extra < 2; extra++) {
        struct shape_triple triple = shape_triple_small();
        size_t records = NA_SHAPE_RECORDS_MAX + extra;
        shape_triple_resize(&triple, SHX, 100 + 8 * records);
        na_put_be32(triple.bytes[SHX] + 24, (uint32_t)(100 + 8 * records) / 2);
        struct na_shape_bytes bytes = shape_triple_bytes(&triple, "w.shp");
        assert_int_equal(over_limit(&bytes), extra == 1);
        shape_triple_fini(&triple);
        triple = shape_triple_small();
        na_put_le32(triple.bytes[DBF] + 4, (uint32_t)records);
        bytes = shape_triple_bytes(&triple, "w.shp");
        assert_int_equal(over_limit(&bytes), extra == 1);
        shape_triple_fini(&triple);
    }
}

/* A table of `count` fields of one byte and two records of blanks. */
static void fields_put(struct shape_triple *triple, size_t count)
{
    size_t header = 32 + 32 * count + 1;
    shape_triple_resize(triple, DBF, header + 2 * (count + 1));
    unsigned char *dbf = triple->bytes[DBF];
    memset(dbf + 32, 0, 32 * count);
    na_put_le16(dbf + 8, (uint32_t)header);
    na_put_le16(dbf + 10, (uint32_t)count + 1);
    for (size_t i = 0; i < count; i++) {
        char name[24];
        (void)snprintf(name, sizeof name, "F%zu", i);
        shape_triple_field(dbf + 32 + 32 * i, name, 'C', 1);
    }
    dbf[header - 1] = 0x0D;
    memset(dbf + header, ' ', 2 * (count + 1));
}

static void test_limit_of_fields(void **state)
{
    (void)state;
    struct shape_triple triple = shape_triple_small();
    fields_put(&triple, NA_SHAPE_FIELDS_MAX);
    struct na_shape_bytes bytes = shape_triple_bytes(&triple, "w.shp");
    assert_int_equal(na_shapefile_check(&bytes, NULL), NA_OK);
    fields_put(&triple, NA_SHAPE_FIELDS_MAX + 1);
    bytes = shape_triple_bytes(&triple, "w.shp");
    assert_true(over_limit(&bytes));
    shape_triple_fini(&triple);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_the_small_shapefile_is_good),
        cmocka_unit_test(test_each_fault_is_refused_with_its_place_and_remedy),
        cmocka_unit_test(test_each_oddity_is_read_with_a_warning),
        cmocka_unit_test(test_box_may_be_off_by_the_rounding_of_a_float),
        cmocka_unit_test(test_no_changed_byte_passes_the_check_and_then_fails),
        cmocka_unit_test(test_no_cut_file_passes_the_check),
        cmocka_unit_test(test_limits_of_one_shape),
        cmocka_unit_test(test_limit_of_the_tables_records),
        cmocka_unit_test(test_limit_of_a_file),
        cmocka_unit_test(test_limit_of_records),
        cmocka_unit_test(test_limit_of_fields),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
