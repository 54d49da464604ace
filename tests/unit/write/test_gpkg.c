/* write/gpkg: the tables and bytes of the standard, looked at by SQLite itself. ogrinfo reads such
 * files in tests/cli. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>
#include <signal.h>
#include <sqlite3.h>
#include <sys/resource.h>

#include "support/folder.h"
#include "write/gpkg.h"

static char folder[256];
static char path[512];

static int make_folder(void **state)
{
    (void)state;
    folder_make(folder, sizeof folder);
    (void)snprintf(path, sizeof path, "%s/rows.gpkg", folder);
    return 0;
}

static int drop_folder(void **state)
{
    (void)state;
    folder_remove(folder);
    return 0;
}

/* The first column of the first row, as text. */
static void expect_query(const char *sql, const char *wanted)
{
    sqlite3 *database = NULL;
    sqlite3_stmt *statement = NULL;
    assert_int_equal(sqlite3_open_v2(path, &database, SQLITE_OPEN_READONLY, NULL), SQLITE_OK);
    if (sqlite3_prepare_v2(database, sql, -1, &statement, NULL) != SQLITE_OK) {
        fail_msg("%s: %s", sql, sqlite3_errmsg(database));
    }
    assert_int_equal(sqlite3_step(statement), SQLITE_ROW);
    const char *got = (const char *)sqlite3_column_text(statement, 0);
    if (wanted == NULL) {
        assert_null(got);
    } else {
        assert_non_null(got);
        assert_string_equal(got, wanted);
    }
    assert_int_equal(sqlite3_finalize(statement), SQLITE_OK);
    assert_int_equal(sqlite3_close(database), SQLITE_OK);
}

static const struct na_cell_column columns[] = {
    {"phone", NA_CELL_TEXT, 0},   {"FID", NA_CELL_INTEGER, 0},   {"fid", NA_CELL_NUMBER, 1},
    {"day", NA_CELL_DATE, 0},     {"certain", NA_CELL_TRUTH, 0}, {"a \"b\"", NA_CELL_TEXT, 0},
    {"A \"B\"", NA_CELL_TEXT, 0}, {"", NA_CELL_TEXT, 0}};
#define COLUMNS (sizeof columns / sizeof columns[0])

static const struct na_gpkg_layer points = {.name = "points",
                                            .description = "It's these",
                                            .shape = NA_GPKG_POINT,
                                            .srid = 27700,
                                            .columns = columns,
                                            .column_count = COLUMNS};

static enum na_code write_points(uint32_t count, struct na_error *reterr)
{
    struct na_gpkg *gpkg = NULL;
    struct na_cell cells[COLUMNS] = {na_cell_text(na_str_of("01429 000000")),
                                     na_cell_number(7),
                                     na_cell_number(1.5),
                                     na_cell_number(20000),
                                     na_cell_number(1),
                                     na_cell_text(na_str_of("caf\xE9")),
                                     {.content = NA_CELL_IS_EMPTY},
                                     na_cell_text(na_str_of("last"))};
    enum na_code code = na_gpkg_open(path, 86400, &gpkg, reterr);
    if (code != NA_OK) {
        return code;
    }
    code = na_gpkg_layer(gpkg, &points, reterr);
    for (uint32_t i = 0; i < count && code == NA_OK; i++) {
        double xy[2] = {450000.5 + i, 530000.25};
        struct na_gpkg_ring ring = {xy, 1, false};
        code = na_gpkg_row(gpkg, cells, &ring, i == 1 ? 0 : 1, reterr);
    }
    if (code != NA_OK) {
        na_gpkg_abandon(gpkg);
        return code;
    }
    return na_gpkg_close(gpkg, reterr);
}

static void the_tables_are_those_of_the_standard(void **state)
{
    (void)state;
    struct na_error error;
    assert_int_equal(write_points(3, &error), NA_OK);
    expect_query("PRAGMA application_id", "1196444487");
    expect_query("PRAGMA user_version", "10300");
    expect_query("PRAGMA integrity_check", "ok");
    expect_query("SELECT count(*) FROM pragma_foreign_key_check", "0");
    expect_query("SELECT group_concat(srs_id) FROM (SELECT srs_id FROM gpkg_spatial_ref_sys ORDER "
                 "BY 1)",
                 "-1,0,4326,27700");
    expect_query("SELECT table_name||data_type||description||last_change||srs_id||min_x||max_x "
                 "FROM gpkg_contents",
                 "pointsfeaturesIt's these1970-01-02T00:00:00.000Z27700450000.5450002.5");
    expect_query("SELECT column_name||geometry_type_name||srs_id||z||m FROM gpkg_geometry_columns",
                 "geomPOINT2770000");
    /* Little end first, no box, EPSG:27700; then a point of well-known binary. */
    expect_query("SELECT hex(geom) FROM points", "47500001346C0000"
                                                 "0101000000"
                                                 "0000000042771B41"
                                                 "00000080A02C2041");
    expect_query("SELECT geom FROM points WHERE rowid=2", NULL);
    expect_query("SELECT count(*) FROM points", "3");
}

static void columns_keep_their_values_and_get_names_of_their_own(void **state)
{
    (void)state;
    struct na_error error;
    assert_int_equal(write_points(1, &error), NA_OK);
    expect_query("SELECT group_concat(name,'|') FROM pragma_table_info('points')",
                 "fid|geom|phone|FID_2|fid_3|day|certain|a \"b\"|A \"B\"_2|column");
    expect_query("SELECT group_concat(type,'|') FROM pragma_table_info('points')",
                 "INTEGER|POINT|TEXT|INTEGER|REAL|DATE|BOOLEAN|TEXT|TEXT|TEXT");
    expect_query("SELECT phone FROM points", "01429 000000");
    expect_query("SELECT typeof(FID_2)||FID_2||typeof(fid_3)||fid_3 FROM points",
                 "integer7real1.5");
    expect_query("SELECT day||certain FROM points", "2024-10-041");
    expect_query("SELECT \"a \"\"b\"\"\" FROM points", "caf\xC3\xA9");
    expect_query("SELECT \"A \"\"B\"\"_2\" FROM points", NULL);
}

/* A square of two with a hole of one, and a square far away. */
static void polygons_hold_their_holes(void **state)
{
    (void)state;
    struct na_error error;
    struct na_gpkg *gpkg = NULL;
    static const double shell[] = {0, 0, 2, 0, 2, 2, 0, 2, 0, 0};
    static const double hole[] = {0.5, 0.5, 0.5, 1.5, 1.5, 1.5, 1.5, 0.5, 0.5, 0.5};
    static const double other[] = {5, 5, 6, 5, 6, 6, 5, 6, 5, 5};
    static const struct na_gpkg_ring rings[] = {
        {shell, 5, false}, {hole, 5, true}, {other, 5, false}};
    struct na_gpkg_layer layer = {.name = "wards",
                                  .description = "",
                                  .shape = NA_GPKG_MULTIPOLYGON,
                                  .srid = 4326,
                                  .columns = columns,
                                  .column_count = 1};
    struct na_gpkg_layer notes = {
        .name = "notes", .description = "", .columns = columns, .column_count = 1};
    struct na_cell cell = na_cell_text(na_str_of("x"));
    assert_int_equal(na_gpkg_open(path, 0, &gpkg, &error), NA_OK);
    assert_int_equal(na_gpkg_layer(gpkg, &layer, &error), NA_OK);
    assert_int_equal(na_gpkg_row(gpkg, &cell, rings, 3, &error), NA_OK);
    assert_int_equal(na_gpkg_layer(gpkg, &notes, &error), NA_OK);
    assert_int_equal(na_gpkg_row(gpkg, &cell, NULL, 0, &error), NA_OK);
    assert_int_equal(na_gpkg_close(gpkg, &error), NA_OK);
    /* Header with its box (west, east, south, north), then two polygons of 2 and 1 rings. */
    expect_query("SELECT hex(substr(geom,1,8)) FROM wards", "47500003E6100000");
    expect_query("SELECT hex(substr(geom,9,32)) FROM wards",
                 "0000000000000000000000000000184000000000000000000000000000001840");
    expect_query("SELECT hex(substr(geom,41,18)) FROM wards", "010600000002000000"
                                                              "010300000002000000");
    expect_query("SELECT length(geom) FROM wards", "319");
    expect_query("SELECT group_concat(table_name||data_type||coalesce(srs_id,'-')) FROM "
                 "gpkg_contents",
                 "wardsfeatures4326,notesattributes-");
    expect_query("SELECT min_x FROM gpkg_contents WHERE table_name='notes'", NULL);
}

static void a_text_among_numbers_is_refused(void **state)
{
    (void)state;
    struct na_error error;
    struct na_gpkg *gpkg = NULL;
    struct na_cell cells[COLUMNS] = {{.content = NA_CELL_IS_EMPTY}, na_cell_text(na_str_of("[c]"))};
    assert_int_equal(na_gpkg_open(path, 0, &gpkg, &error), NA_OK);
    assert_int_equal(na_gpkg_layer(gpkg, &points, &error), NA_OK);
    assert_int_equal(na_gpkg_row(gpkg, cells, NULL, 0, &error), NA_ERR_INTERNAL);
    na_gpkg_abandon(gpkg);
}

static void what_cannot_be_written_is_a_failure(void **state)
{
    (void)state;
    struct na_error error;
    struct rlimit before, small;
    (void)signal(SIGXFSZ, SIG_IGN);
    assert_int_equal(getrlimit(RLIMIT_FSIZE, &before), 0);
    small = before;
    small.rlim_cur = 200000;
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &small), 0);
    enum na_code code = write_points(20000, &error);
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &before), 0);
    assert_int_equal(code, NA_ERR_IO);
    (void)snprintf(path, sizeof path, "%s/none/rows.gpkg", folder);
    assert_int_equal(write_points(1, &error), NA_ERR_IO);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(the_tables_are_those_of_the_standard, make_folder,
                                        drop_folder),
        cmocka_unit_test_setup_teardown(columns_keep_their_values_and_get_names_of_their_own,
                                        make_folder, drop_folder),
        cmocka_unit_test_setup_teardown(polygons_hold_their_holes, make_folder, drop_folder),
        cmocka_unit_test_setup_teardown(a_text_among_numbers_is_refused, make_folder, drop_folder),
        cmocka_unit_test_setup_teardown(what_cannot_be_written_is_a_failure, make_folder,
                                        drop_folder),
    };
    return cmocka_run_group_tests_name("gpkg", tests, NULL, NULL);
}
