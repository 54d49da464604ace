/* Zip files, workbooks and GeoPackages, made here byte by byte, and the hostile ones. */
#include <setjmp.h>
#include <sqlite3.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <zip.h>

#include <cmocka.h>

#include "support/folder.h"
#include "tables/tables.h"
#include "workbooks/styles.h"
#include "workbooks/workbooks.h"

struct scratch {
    char folder[256];
    char path[512];
};

struct part {
    const char *name, *text;
    size_t length; /* 0: of the text */
};

static int set_up(void **state)
{
    static struct scratch scratch;
    folder_make(scratch.folder, sizeof scratch.folder);
    *state = &scratch;
    return 0;
}

static int tear_down(void **state)
{
    struct scratch *scratch = *state;
    folder_remove(scratch->folder);
    return 0;
}

static const char *put_zip(struct scratch *scratch, const char *name, const struct part *parts,
                           size_t count, const char *password)
{
    int failed = 0;
    (void)snprintf(scratch->path, sizeof scratch->path, "%s/%s", scratch->folder, name);
    zip_t *zip = zip_open(scratch->path, ZIP_CREATE | ZIP_TRUNCATE, &failed);
    assert_non_null(zip);
    for (size_t i = 0; i < count; i++) {
        size_t length = parts[i].length > 0 ? parts[i].length : strlen(parts[i].text);
        zip_source_t *source = zip_source_buffer(zip, parts[i].text, length, 0);
        zip_int64_t at = zip_file_add(zip, parts[i].name, source, ZIP_FL_OVERWRITE);
        assert_true(at >= 0);
        if (password != NULL) {
            assert_int_equal(
                zip_file_set_encryption(zip, (zip_uint64_t)at, ZIP_EM_TRAD_PKWARE, password), 0);
        }
    }
    assert_int_equal(zip_close(zip), 0);
    return scratch->path;
}

struct read {
    char text[4096];
    struct na_error error;
    enum na_code code;
};

static int any(const void *context, const struct na_str *names, size_t count)
{
    (void)context;
    for (size_t i = 0; i < count; i++) {
        if (na_str_is(names[i], "lat") || na_str_is(names[i], "easting") ||
            na_str_is(names[i], "longitude")) {
            return 2;
        }
    }
    return 0;
}

static void read_path(const char *path, const char *sheet, struct read *read)
{
    struct na_tables *tables = NULL;
    const struct na_tables_options options = {
        .text = {.header = {.judge = any}}, .sheet = sheet, .formats = &na_workbook_formats};
    *read = (struct read){.text = ""};
    read->code = na_tables_open(&path, 1, &options, &tables, &read->error);
    size_t used = 0;
    bool more = read->code == NA_OK;
    while (more && read->code == NA_OK) {
        size_t length = 0;
        read->code = na_tables_read(tables, read->text + used, sizeof read->text - 1 - used,
                                    &length, &more, &read->error);
        used += length;
        more = more || length > 0;
    }
    na_tables_close(tables);
}

#define WORKBOOK(attributes, sheets)                                                               \
    "<?xml version=\"1.0\"?><workbook xmlns:r=\"x\"><workbookPr " attributes "/><sheets>" sheets   \
    "</sheets></workbook>"
#define RELS                                                                                       \
    "<Relationships><Relationship Id=\"r1\" Target=\"worksheets/sheet1.xml\"/>"                    \
    "<Relationship Id=\"r2\" Target=\"/xl/worksheets/sheet2.xml\"/></Relationships>"
#define SHEETS                                                                                     \
    "<sheet name=\"Cover\" state=\"hidden\" r:id=\"r2\"/><sheet name=\"Data &amp; more\" "         \
    "r:id=\"r1\"/>"
#define SHEET(rows) "<worksheet><sheetData>" rows "</sheetData></worksheet>"
#define STYLES                                                                                     \
    "<styleSheet><numFmts><numFmt numFmtId=\"170\" formatCode=\"dd/mm/yyyy\\ hh:mm\"/><numFmt "    \
    "numFmtId=\"171\" formatCode=\"00000000000\"/></numFmts><cellStyleXfs><xf numFmtId=\"14\"/>"   \
    "</cellStyleXfs><cellXfs><xf numFmtId=\"0\"/><xf numFmtId=\"14\"/><xf numFmtId=\"170\"/><xf "  \
    "numFmtId=\"171\"/></cellXfs></styleSheet>"

static const char *put_book(struct scratch *scratch, const char *attributes_1904, const char *sheet)
{
    const struct part parts[] = {
        {"[Content_Types].xml", "<Types/>", 0},
        {"xl/workbook.xml",
         attributes_1904 != NULL ? WORKBOOK("date1904=\"1\"", SHEETS) : WORKBOOK("", SHEETS), 0},
        {"xl/_rels/workbook.xml.rels", RELS, 0},
        {"xl/styles.xml", STYLES, 0},
        {"xl/sharedStrings.xml",
         "<sst><si><t>lat</t></si><si><r><t>l</t></r><r><t>on</t></r><rPh><t>no</t></rPh></si>"
         "<si><t xml:space=\"preserve\">a, \"b\"</t></si></sst>",
         0},
        {"xl/worksheets/sheet1.xml", sheet, 0},
        {"xl/worksheets/sheet2.xml", SHEET("<row><c t=\"inlineStr\"><is><t>lat</t></is></c></row>"),
         0}};
    return put_zip(scratch, "book.xlsx", parts, sizeof parts / sizeof parts[0], NULL);
}

#define HEADER "<row r=\"1\"><c r=\"A1\" t=\"s\"><v>0</v></c><c r=\"B1\" t=\"s\"><v>1</v></c>"

static void cells_of_a_workbook(void **state)
{
    static const struct {
        const char *sheet, *out;
        bool since_1904;
    } rows[] = {
        {SHEET("<row r=\"1\"><c r=\"A1\" t=\"inlineStr\"><is><t>Title</t></is></c></row>" HEADER
               "<c r=\"D1\" t=\"str\"><f>x</f><v>when</v></c></row>"
               "<row r=\"3\"/>"
               "<row r=\"4\"><c r=\"A4\"><v>54.600000000000001</v></c><c r=\"B4\"><v>-1.2</v></c>"
               "<c r=\"D4\" s=\"1\"><v>45962</v></c></row>"
               "<row r=\"5\"><c r=\"A5\" t=\"e\"><v>#N/A</v></c><c r=\"C5\" t=\"s\"><v>2</v></c>"
               "<c r=\"D5\" s=\"2\"><v>45962.4375</v></c></row>"),
         "lat,lon,,when\n54.6,-1.2,,2025-11-01\n#N/A,,\"a, \"\"b\"\"\",2025-11-01T10:30:00\n",
         false},
        {SHEET(HEADER "</row><row><c><v>1</v></c><c t=\"b\"><v>1</v></c><c s=\"3\"><v>1632960001"
                      "</v></c></row>"),
         "lat,lon\n1,TRUE,01632960001\n", false}, /* no places, a field too many */
        {SHEET(HEADER "<c r=\"C1\" t=\"str\"><v>d</v></c></row><row r=\"2\"><c r=\"C2\" "
                      "s=\"1\"><v>0</v></c></row>"),
         "lat,lon,d\n,,1904-01-01\n", true},
        /* Formulas: without a value, with an empty one, with one. */
        {SHEET(HEADER "</row><row><c><f>A1</f></c><c t=\"str\"><f>B1</f><v></v></c></row>"
                      "<row><c><v>1</v></c><c><f>A3+1</f><v>2</v></c></row>"),
         "lat,lon\n#NO VALUE!,\n1,2\n", false},
        {"<x:worksheet><x:sheetData><x:row><x:c "
         "t=\"str\"><x:v>lat</x:v></x:c></x:row></x:sheetData>"
         "</x:worksheet>",
         "lat\n", false},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct read read;
        read_path(put_book(*state, rows[i].since_1904 ? "" : NULL, rows[i].sheet), NULL, &read);
        if (read.code != NA_OK || strcmp(read.text, rows[i].out) != 0) {
            fail_msg("%zu: %s | %s", i, read.text, read.error.message);
        }
    }
}

static void sheets_by_name_and_number(void **state)
{
    struct read read;
    const char *path = put_book(*state, NULL, SHEET(HEADER "</row>"));
    read_path(path, "data & MORE", &read);
    assert_string_equal(read.text, "lat,lon\n");
    read_path(path, "1", &read);
    assert_string_equal(read.text, "lat\n");
    read_path(path, "Other", &read);
    assert_int_equal(read.code, NA_ERR_DATA);
    assert_string_equal(read.error.hint, "The sheets are: Cover, Data & more");
    assert_string_equal(read.error.file, path);
}

static void damaged_and_hostile_workbooks(void **state)
{
    static const struct {
        const char *sheet, *message;
    } rows[] = {
        {"<worksheet><sheetData><row>", "not XML"},
        {"<!DOCTYPE a [<!ENTITY b \"c\">]><worksheet>&b;</worksheet>", "document type"},
        {SHEET(HEADER "</row><row><c r=\"A2\" t=\"s\"><v>99</v></c></row>"), "shared string"},
        {SHEET(HEADER "</row><row><c r=\"B2\"><v>1</v></c><c r=\"A2\"><v>1</v></c></row>"),
         "out of order"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct read read;
        read_path(put_book(*state, NULL, rows[i].sheet), NULL, &read);
        if (read.code != NA_ERR_DATA || strstr(read.error.message, rows[i].message) == NULL) {
            fail_msg("%zu: %d %s", i, (int)read.code, read.error.message);
        }
    }
    const struct part word[] = {{"[Content_Types].xml", "<Types/>", 0},
                                {"word/document.xml", "<w/>", 0}};
    struct read read;
    read_path(put_zip(*state, "letter.docx", word, 2, NULL), NULL, &read);
    assert_int_equal(read.code, NA_ERR_DATA);
    assert_non_null(strstr(read.error.message, "a Word document (.docx)"));
}

static void a_zip_is_its_tables(void **state)
{
    const struct part parts[] = {{"b/2025-09-street.csv", "lat,lon\n3,4\n", 0},
                                 {"b/2025-09-outcomes.csv", "id,what\n3,4\n", 0},
                                 {"a/2025-08-street.csv", "lat,lon\n1,2\n", 0},
                                 {"readme.pdf", "%PDF", 0}};
    struct read read;
    read_path(put_zip(*state, "crimes.zip", parts, 4, NULL), NULL, &read);
    assert_int_equal(read.code, NA_OK);
    assert_string_equal(read.text, "lat,lon\n1,2\nlat,lon\n3,4\n");
}

static void zips_that_are_refused_by_name(void **state)
{
    size_t huge = (size_t)64 << 20;
    char *zeros = calloc(1, huge);
    assert_non_null(zeros);
    const struct {
        struct part part;
        const char *message, *password;
    } rows[] = {{{"../out.csv", "lat,lon\n1,2\n", 0}, "leads out of the folder", NULL},
                {{"/etc/x.csv", "lat,lon\n1,2\n", 0}, "leads out of the folder", NULL},
                {{"inner.zip", "PK", 0}, "is an archive itself", NULL},
                {{"secret.csv", "lat,lon\n1,2\n", 0}, "is encrypted", "pass"},
                {{"bomb.csv", zeros, huge}, "packed beyond belief", NULL},
                {{"notes.md", "hello", 0}, "no table in it", NULL}};
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct read read;
        read_path(put_zip(*state, "in.zip", &rows[i].part, 1, rows[i].password), NULL, &read);
        if (read.code != NA_ERR_DATA || strstr(read.error.message, rows[i].message) == NULL ||
            read.error.hint[0] == '\0' || strstr(read.error.file, "in.zip") == NULL) {
            fail_msg("%zu: %d %s", i, (int)read.code, read.error.message);
        }
    }
    free(zeros);
}

static void formats_of_numbers(void **state)
{
    (void)state;
    static const struct {
        const char *code;
        enum na_cell_look look;
        unsigned int figures;
    } rows[] = {
        {"General", NA_CELL_PLAIN, 0},
        {"0.00", NA_CELL_PLAIN, 0},
        {"#,##0", NA_CELL_PLAIN, 0},
        {"dd/mm/yyyy", NA_CELL_DATE, 0},
        {"mmm-yy", NA_CELL_DATE, 0},
        {"[$-809]d mmmm yyyy;@", NA_CELL_DATE, 0},
        {"hh:mm:ss", NA_CELL_TIME, 0},
        {"[h]:mm", NA_CELL_TIME, 0},
        {"0\" days\"", NA_CELL_PLAIN, 0},
        {"\\d0", NA_CELL_PLAIN, 0},
        {"[Red]0;[Blue]0", NA_CELL_PLAIN, 0},
        {"00000000000", NA_CELL_PLAIN, 11},
        {"0", NA_CELL_PLAIN, 0},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct na_cell_style style = na_style_of_format(rows[i].code);
        if (style.look != rows[i].look || style.figures != rows[i].figures) {
            fail_msg("%s: %d %u", rows[i].code, (int)style.look, style.figures);
        }
    }
    char text[24];
    assert_true(na_serial_format(1.0, false, NA_CELL_DATE, text));
    assert_string_equal(text, "1900-01-01");
    assert_true(na_serial_format(59.0, false, NA_CELL_DATE, text));
    assert_string_equal(text, "1900-02-28");
    assert_false(na_serial_format(60.0, false, NA_CELL_DATE, text)); /* there was no such day */
    assert_true(na_serial_format(61.0, false, NA_CELL_DATE, text));
    assert_string_equal(text, "1900-03-01");
    assert_true(na_serial_format(45962.999999, false, NA_CELL_DATE, text));
    assert_string_equal(text, "2025-11-02");
    assert_true(na_serial_format(0.4375, false, NA_CELL_TIME, text));
    assert_string_equal(text, "10:30:00");
    assert_false(na_serial_format(-1.0, false, NA_CELL_DATE, text));
    assert_false(na_serial_format(1e9, false, NA_CELL_DATE, text));
}

#define POINT_27700 "x'47500001346c0000010100000000000000d0841b410000000050412041'"
#define PACKAGE(type, srs, make)                                                                   \
    "CREATE TABLE gpkg_contents (table_name, data_type);"                                          \
    "CREATE TABLE gpkg_spatial_ref_sys (srs_id, organization, organization_coordsys_id);"          \
    "CREATE TABLE gpkg_geometry_columns (table_name, column_name, geometry_type_name, srs_id);"    \
    "INSERT INTO gpkg_contents VALUES ('pubs', 'features');"                                       \
    "INSERT INTO gpkg_spatial_ref_sys VALUES (27700, 'EPSG', 27700), (4326, 'EPSG', 4326),"        \
    " (3035, 'EPSG', 3035);"                                                                       \
    "INSERT INTO gpkg_geometry_columns VALUES ('pubs', 'geom', '" type "', " srs ");" make

static void read_package(struct scratch *scratch, const char *sql, const char *layer,
                         struct read *read)
{
    sqlite3 *db = NULL;
    (void)snprintf(scratch->path, sizeof scratch->path, "%s/in.gpkg", scratch->folder);
    (void)remove(scratch->path);
    assert_int_equal(sqlite3_open(scratch->path, &db), SQLITE_OK);
    char *message = NULL;
    if (sqlite3_exec(db, sql, NULL, NULL, &message) != SQLITE_OK) {
        fail_msg("%s", message);
    }
    (void)sqlite3_close(db);
    read_path(scratch->path, layer, read);
}

static void layers_of_a_geopackage(void **state)
{
    struct read read;
    read_package(
        *state,
        PACKAGE("POINT", "27700",
                "CREATE TABLE pubs (fid INTEGER PRIMARY KEY, geom BLOB, name TEXT, n REAL);"
                "INSERT INTO pubs VALUES (1, " POINT_27700 ", 'a, b', 0.1);"
                "INSERT INTO pubs VALUES (2, NULL, NULL, NULL);"),
        NULL, &read);
    assert_string_equal(read.error.message, "");
    assert_string_equal(read.text, "easting,northing,fid,name,n\n450868,532648,1,\"a, b\",0.1\n,,2,"
                                   ",\n");
    static const struct {
        const char *sql, *layer, *message;
    } rows[] = {
        {PACKAGE("POLYGON", "27700", "CREATE TABLE pubs (geom BLOB);"), NULL, "not points"},
        {PACKAGE("POINT", "3035", "CREATE TABLE pubs (geom BLOB);"), NULL, "is in EPSG:3035"},
        {PACKAGE("POINT", "4326", "CREATE VIEW pubs AS SELECT 1 AS geom;"), NULL,
         "not a plain table"},
        {PACKAGE("POINT", "4326", "CREATE TABLE pubs (geom BLOB);"), "other", "no layer \"other\""},
        {"CREATE TABLE a (b)", NULL, "no GeoPackage"},
        {"CREATE VIEW gpkg_contents AS SELECT 1 AS table_name", NULL, "no GeoPackage"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        read_package(*state, rows[i].sql, rows[i].layer, &read);
        if (read.code != NA_ERR_DATA || strstr(read.error.message, rows[i].message) == NULL) {
            fail_msg("%zu: %d %s", i, (int)read.code, read.error.message);
        }
    }
}

/* A polygon, and a multipolygon with heights in the other order of bytes. */
#define POLYGON                                                                                    \
    "x'"                                                                                           \
    "47500001346c0000010300000001000000040000000000000000000000000000000000"                       \
    "0000000000000000104000000000000000000000000000001040000000000000104000"                       \
    "000000000000000000000000000000"                                                               \
    "'"
#define MULTIPOLYGON                                                                               \
    "x'"                                                                                           \
    "47500001346c000000000003ee0000000100000003eb00000001000000040000000000"                       \
    "0000000000000000000000402200000000000040100000000000000000000000000000"                       \
    "4022000000000000401000000000000040100000000000004022000000000000000000"                       \
    "000000000000000000000000004022000000000000"                                                   \
    "'"

static void polygons_of_a_geopackage(void **state)
{
    struct scratch *scratch = *state;
    struct read read;
    struct na_buffer text;
    struct na_error error = {.message = ""};
    int epsg = 0;
    na_buffer_init(&text, 1 << 20);
    read_package(scratch,
                 PACKAGE("MULTIPOLYGON", "27700",
                         "CREATE TABLE pubs (code TEXT, geom BLOB);"
                         "INSERT INTO pubs VALUES ('a', " POLYGON "), ('b', " MULTIPOLYGON
                         "), ('c', NULL);"),
                 NULL, &read);
    assert_int_equal(read.code, NA_ERR_DATA); /* as rows it is refused */
    const struct na_sheet_wanted wanted = {scratch->path, NULL};
    assert_int_equal(na_workbook_formats.geopackage_polygons(&wanted, &text, &epsg, &error), NA_OK);
    assert_int_equal(epsg, 27700);
    assert_non_null(na_buffer_terminate(&text));
    assert_string_equal(
        text.data, "{\"type\":\"FeatureCollection\",\"features\":["
                   "\n{\"type\":\"Feature\",\"properties\":{\"code\":\"a\"},\"geometry\":{\"type\":"
                   "\"Polygon\","
                   "\"coordinates\":[[[0,0],[4,0],[4,4],[0,0]]]}},"
                   "\n{\"type\":\"Feature\",\"properties\":{\"code\":\"b\"},\"geometry\":{\"type\":"
                   "\"MultiPolygon\",\"coordinates\":[[[[0,0],[4,0],[4,4],[0,0]]]]}},"
                   "\n{\"type\":\"Feature\",\"properties\":{\"code\":\"c\"},\"geometry\":null}]}");
    na_buffer_clear(&text);
    read_package(scratch,
                 PACKAGE("POLYGON", "27700",
                         "CREATE TABLE pubs (geom BLOB); INSERT INTO pubs VALUES (x'4750000100');"
                         "INSERT INTO pubs VALUES (x'47500001346C00000103000000FFFFFFFF');"),
                 NULL, &read);
    assert_int_equal(na_workbook_formats.geopackage_polygons(&wanted, &text, &epsg, &error),
                     NA_ERR_DATA);
    assert_non_null(strstr(error.message, "no polygon, or is damaged"));
    na_buffer_fini(&text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(cells_of_a_workbook, set_up, tear_down),
        cmocka_unit_test_setup_teardown(sheets_by_name_and_number, set_up, tear_down),
        cmocka_unit_test_setup_teardown(damaged_and_hostile_workbooks, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_zip_is_its_tables, set_up, tear_down),
        cmocka_unit_test_setup_teardown(zips_that_are_refused_by_name, set_up, tear_down),
        cmocka_unit_test(formats_of_numbers),
        cmocka_unit_test_setup_teardown(layers_of_a_geopackage, set_up, tear_down),
        cmocka_unit_test_setup_teardown(polygons_of_a_geopackage, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
