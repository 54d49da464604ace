/* write/book_sheet and write/book: a sheet as a layer with notes, and files that are whole or not
 * there. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>
#include <sqlite3.h>
#include <unistd.h>

#include "support/folder.h"
#include "write/book_sheet.h"

static char folder[256];
static char path[512];

static int make_folder(void **state)
{
    (void)state;
    folder_make(folder, sizeof folder);
    (void)snprintf(path, sizeof path, "%s/book", folder);
    return 0;
}

static int drop_folder(void **state)
{
    (void)state;
    folder_remove(folder);
    return 0;
}

static void fill(struct na_sheet *sheet)
{
    na_sheet_init(sheet);
    na_sheet_column(sheet, "ward_code", "code", false);
    na_sheet_column(sheet, "count", "count", true);
    na_sheet_column(sheet, "share_percent", "share %", true);
    na_sheet_column(sheet, "pack_digest", NULL, false);
    static const char *const rows[][4] = {{"0123", "1200", "66.6667", "sha"},
                                          {"", "[c]", "", "sha"}};
    for (size_t r = 0; r < 2; r++) {
        for (size_t c = 0; c < 4; c++) {
            na_sheet_cell_two(sheet, rows[r][c], "for people");
        }
    }
    na_sheet_note(sheet, "Data", "Tees, %d", 2023);
}

static void expect_query(const char *sql, const char *wanted)
{
    sqlite3 *database = NULL;
    sqlite3_stmt *statement = NULL;
    assert_int_equal(sqlite3_open_v2(path, &database, SQLITE_OPEN_READONLY, NULL), SQLITE_OK);
    assert_int_equal(sqlite3_prepare_v2(database, sql, -1, &statement, NULL), SQLITE_OK);
    assert_int_equal(sqlite3_step(statement), SQLITE_ROW);
    assert_string_equal((const char *)sqlite3_column_text(statement, 0), wanted);
    assert_int_equal(sqlite3_finalize(statement), SQLITE_OK);
    assert_int_equal(sqlite3_close(database), SQLITE_OK);
}

static void a_sheet_becomes_a_layer_and_its_notes_another(void **state)
{
    (void)state;
    struct na_error error;
    struct na_book *book = NULL;
    struct na_sheet sheet;
    fill(&sheet);
    assert_int_equal(na_book_open(path, NA_BOOK_GPKG, 0, &book, &error), NA_OK);
    assert_int_equal(na_book_put_sheet(book, NA_BOOK_GPKG, "table", &sheet, NULL, &error), NA_OK);
    assert_int_equal(na_book_close(book, &error), NA_OK);
    na_sheet_fini(&sheet);
    expect_query("SELECT group_concat(name) FROM pragma_table_info('table')",
                 "fid,ward_code,count,share_percent");
    expect_query("SELECT ward_code||typeof(count)||count||typeof(share_percent)||share_percent "
                 "FROM \"table\" WHERE fid=1",
                 "0123integer1200real66.6667");
    expect_query("SELECT count(*) FROM \"table\" WHERE fid=2 AND count IS NULL", "1");
    expect_query("SELECT note||text FROM notes", "DataTees, 2023");
    assert_int_equal(folder_count(folder), 1);
}

static void a_book_that_is_not_closed_leaves_nothing(void **state)
{
    (void)state;
    static const enum na_book_form forms[] = {NA_BOOK_XLSX, NA_BOOK_GPKG};
    for (size_t i = 0; i < 2; i++) {
        struct na_error error;
        struct na_book *book = NULL;
        struct na_sheet sheet;
        fill(&sheet);
        assert_int_equal(na_book_open(path, forms[i], 0, &book, &error), NA_OK);
        assert_int_equal(na_book_put_sheet(book, forms[i], "table", &sheet, NULL, &error), NA_OK);
        assert_int_equal(access(path, F_OK), -1);
        assert_int_equal(access(na_book_temporary(book), F_OK), 0);
        na_book_abandon(book);
        na_sheet_fini(&sheet);
        assert_int_equal(folder_count(folder), 0);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_sheet_becomes_a_layer_and_its_notes_another, make_folder,
                                        drop_folder),
        cmocka_unit_test_setup_teardown(a_book_that_is_not_closed_leaves_nothing, make_folder,
                                        drop_folder),
    };
    return cmocka_run_group_tests_name("book_sheet", tests, NULL, NULL);
}
