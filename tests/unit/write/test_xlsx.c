/* write/xlsx: limits, the same bytes again, and no row lost in silence. What other programs read in
 * such a file is held against it in tests/cli. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#include <signal.h>
#include <sys/resource.h>
#include <unistd.h>

#include "support/folder.h"
#include "write/xlsx.h"

static char folder[256];
static char path[512];

static int make_folder(void **state)
{
    (void)state;
    folder_make(folder, sizeof folder);
    (void)snprintf(path, sizeof path, "%s/book.xlsx", folder);
    return 0;
}

static int drop_folder(void **state)
{
    (void)state;
    folder_remove(folder);
    return 0;
}

static const struct na_cell_column columns[] = {{"phone", NA_CELL_TEXT, 0},
                                                {"count", NA_CELL_INTEGER, 0},
                                                {"share", NA_CELL_NUMBER, 1},
                                                {"day", NA_CELL_DATE, 0},
                                                {"certain", NA_CELL_TRUTH, 0}};
#define COLUMNS (sizeof columns / sizeof columns[0])

static enum na_code write_rows(uint32_t rows, struct na_str text, struct na_error *reterr)
{
    struct na_xlsx *xlsx = NULL;
    assert_int_equal(na_xlsx_open(path, 0, &xlsx, reterr), NA_OK);
    assert_int_equal(na_xlsx_sheet(xlsx, "Rows", columns, COLUMNS, reterr), NA_OK);
    struct na_cell cells[COLUMNS] = {na_cell_text(text), na_cell_number(3), na_cell_number(12.5),
                                     na_cell_number(20000), na_cell_number(1)};
    enum na_code code = NA_OK;
    for (uint32_t i = 0; i < rows && code == NA_OK; i++) {
        code = na_xlsx_row(xlsx, cells, reterr);
    }
    if (code != NA_OK) {
        na_xlsx_abandon(xlsx);
        return code;
    }
    return na_xlsx_close(xlsx, reterr);
}

static size_t read_book(char *to, size_t size)
{
    FILE *file = fopen(path, "rb");
    assert_non_null(file);
    size_t length = fread(to, 1, size, file);
    (void)fclose(file);
    return length;
}

static void the_same_calls_give_the_same_bytes(void **state)
{
    (void)state;
    static char first[65536], second[65536];
    struct na_error error;
    assert_int_equal(write_rows(3, na_str_of("01429 000000"), &error), NA_OK);
    size_t length = read_book(first, sizeof first);
    assert_true(length > 1000 && length < sizeof first);
    assert_int_equal(write_rows(3, na_str_of("01429 000000"), &error), NA_OK);
    assert_int_equal(read_book(second, sizeof second), length);
    assert_memory_equal(first, second, length);
}

static void a_cell_has_room_for_32767_characters(void **state)
{
    (void)state;
    struct na_error error;
    size_t size = NA_XLSX_TEXT_MAX + 1;
    char *text = malloc(size * 4);
    assert_non_null(text);
    memset(text, 'x', size);
    assert_int_equal(write_rows(1, (struct na_str){text, NA_XLSX_TEXT_MAX}, &error), NA_OK);
    assert_int_equal(write_rows(1, (struct na_str){text, size}, &error), NA_ERR_LIMIT);
    assert_non_null(strstr(error.message, "Row 1"));
    assert_non_null(strstr(error.hint, "CSV"));
    /* Characters beyond the first 65,536 count twice. */
    for (size_t i = 0; i < size; i++) {
        memcpy(text + 4 * i, "\xF0\x9F\x98\x80", 4);
    }
    assert_int_equal(write_rows(1, (struct na_str){text, 4 * (NA_XLSX_TEXT_MAX / 2)}, &error),
                     NA_OK);
    assert_int_equal(write_rows(1, (struct na_str){text, 4 * (NA_XLSX_TEXT_MAX / 2 + 1)}, &error),
                     NA_ERR_LIMIT);
    free(text);
}

static void a_sheet_has_room_for_1048575_rows(void **state)
{
    (void)state;
    struct na_error error;
    struct na_xlsx *xlsx = NULL;
    struct na_cell cell = {.content = NA_CELL_IS_EMPTY};
    assert_int_equal(na_xlsx_open(path, 0, &xlsx, &error), NA_OK);
    assert_int_equal(na_xlsx_sheet(xlsx, "Rows", columns, 1, &error), NA_OK);
    for (uint32_t i = 1; i < NA_XLSX_ROWS_MAX; i++) {
        assert_int_equal(na_xlsx_row(xlsx, &cell, &error), NA_OK);
    }
    assert_int_equal(na_xlsx_row(xlsx, &cell, &error), NA_ERR_LIMIT);
    assert_non_null(strstr(error.message, "1,048,575"));
    na_xlsx_abandon(xlsx);
}

/* Length of the sheet in the directory of the file, as the format counts it uncompressed. */
static size_t sheet_bytes(void)
{
    static unsigned char book[1000000];
    size_t length = read_book((char *)book, sizeof book);
    for (size_t at = 0; at + 46 + 24 < length; at++) {
        if (memcmp(book + at, "PK\x01\x02", 4) == 0 &&
            memcmp(book + at + 46, "xl/worksheets/sheet1.xml", 24) == 0) {
            return (size_t)book[at + 24] | (size_t)book[at + 25] << 8 | (size_t)book[at + 26] << 16;
        }
    }
    fail_msg("no sheet in the file");
    return 0;
}

/* libxlsxwriter 1.1.4 takes no notice of a temporary file that cannot be written, and would leave
 * its rows out. */
static void rows_that_do_not_fit_on_the_disk_are_a_failure(void **state)
{
    (void)state;
    struct na_error error;
    struct rlimit before, small;
    (void)signal(SIGXFSZ, SIG_IGN);
    assert_int_equal(getrlimit(RLIMIT_FSIZE, &before), 0);
    assert_int_equal(write_rows(10000, na_str_of("01429 000000"), &error), NA_OK);
    /* The rows do not fit; the rows do, the sheet made of them does not; nothing does. */
    size_t sheet = sheet_bytes();
    const rlim_t limits[] = {sheet / 2, sheet - 200, 0};
    for (size_t i = 0; i < sizeof limits / sizeof limits[0]; i++) {
        small = before;
        small.rlim_cur = limits[i];
        assert_int_equal(setrlimit(RLIMIT_FSIZE, &small), 0);
        enum na_code code = write_rows(10000, na_str_of("01429 000000"), &error);
        assert_int_equal(setrlimit(RLIMIT_FSIZE, &before), 0);
        assert_int_equal(code, NA_ERR_IO);
    }
    assert_int_equal(write_rows(10000, na_str_of("01429 000000"), &error), NA_OK);
}

static void a_file_that_cannot_be_made_is_a_failure(void **state)
{
    (void)state;
    struct na_error error;
    (void)snprintf(path, sizeof path, "%s/none/book.xlsx", folder);
    assert_int_equal(write_rows(1, na_str_of("x"), &error), NA_ERR_IO);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(the_same_calls_give_the_same_bytes, make_folder,
                                        drop_folder),
        cmocka_unit_test_setup_teardown(a_cell_has_room_for_32767_characters, make_folder,
                                        drop_folder),
        cmocka_unit_test_setup_teardown(a_sheet_has_room_for_1048575_rows, make_folder,
                                        drop_folder),
        cmocka_unit_test_setup_teardown(rows_that_do_not_fit_on_the_disk_are_a_failure, make_folder,
                                        drop_folder),
        cmocka_unit_test_setup_teardown(a_file_that_cannot_be_made_is_a_failure, make_folder,
                                        drop_folder),
    };
    return cmocka_run_group_tests_name("xlsx", tests, NULL, NULL);
}
