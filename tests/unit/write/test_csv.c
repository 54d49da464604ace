/* write/csv: quoting, and what a spreadsheet would spoil. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "write/csv.h"

static void cells_are_quoted_when_they_must_be(void **state)
{
    (void)state;
    static const struct {
        struct na_str text;
        bool guard;
        const char *csv;
    } cases[] = {
        {{"plain", 5}, false, "plain"},
        {{"", 0}, false, ""},
        {{"a,b", 3}, false, "\"a,b\""},
        {{"a\"b\"", 4}, false, "\"a\"\"b\"\"\""},
        {{"a\nb", 3}, false, "\"a\nb\""},
        {{"a\rb", 3}, false, "\"a\rb\""},
        {{"=1+1", 4}, false, "=1+1"},
        {{"=1+1", 4}, true, "'=1+1"},
        {{"=\"a\"", 4}, true, "\"'=\"\"a\"\"\""},
        {{"01429", 5}, true, "'01429"},
        {{"01429", 5}, false, "01429"},
        {{"'", 1}, true, "'"},
    };
    struct na_buffer to;
    na_buffer_init(&to, 1000);
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        na_buffer_clear(&to);
        assert_int_equal(na_csv_text_put(cases[i].text, cases[i].guard, &to), NA_OK);
        assert_string_equal(na_buffer_terminate(&to) != NULL ? to.data : "", cases[i].csv);
    }
    na_buffer_fini(&to);
}

static void what_a_spreadsheet_would_change_is_known(void **state)
{
    (void)state;
    static const char *const risky[] = {"=A1",        "+441632960000", "-minus", "@at",
                                        "\tx",        "\rx",           "01429",  "007",
                                        "1E5",        "12e3",          "3-4",    "1/2",
                                        "2026-03-01", "10:30",         "00.5",   "1234567890123456",
                                        "01-02-2025"};
    static const char *const safe[] = {
        "",   "1429",     "12.5",         "0",   "0.5",   "E05013049", "01429 960000", "abc",
        "E5", "TS24 8AY", "100110012345", "a-b", "1,234", "'01429"};
    for (size_t i = 0; i < sizeof risky / sizeof risky[0]; i++) {
        if (!na_csv_is_risky(na_str_of(risky[i]))) {
            fail_msg("not risky: %s", risky[i]);
        }
    }
    for (size_t i = 0; i < sizeof safe / sizeof safe[0]; i++) {
        if (na_csv_is_risky(na_str_of(safe[i]))) {
            fail_msg("risky: %s", safe[i]);
        }
    }
}

static void values_are_written_by_their_type(void **state)
{
    (void)state;
    static const struct {
        enum na_cell_type type;
        struct na_cell cell;
        const char *csv;
    } cases[] = {
        {NA_CELL_NUMBER, {NA_CELL_IS_NUMBER, {NULL, 0}, 0.1}, "0.1"},
        {NA_CELL_INTEGER, {NA_CELL_IS_NUMBER, {NULL, 0}, 120}, "120"},
        {NA_CELL_NUMBER, {NA_CELL_IS_NUMBER, {NULL, 0}, -1.2079518}, "-1.2079518"},
        {NA_CELL_DATE, {NA_CELL_IS_NUMBER, {NULL, 0}, 20000}, "2024-10-04"},
        {NA_CELL_TRUTH, {NA_CELL_IS_NUMBER, {NULL, 0}, 1}, "true"},
        {NA_CELL_NUMBER, {NA_CELL_IS_EMPTY, {NULL, 0}, 0}, ""},
        {NA_CELL_NUMBER, {NA_CELL_IS_TEXT, {"[c]", 3}, 0}, "[c]"},
    };
    struct na_buffer to;
    na_buffer_init(&to, 1000);
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        na_buffer_clear(&to);
        assert_int_equal(na_csv_cell_put(cases[i].type, &cases[i].cell, true, &to), NA_OK);
        assert_string_equal(na_buffer_terminate(&to) != NULL ? to.data : "", cases[i].csv);
    }
    na_buffer_fini(&to);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(cells_are_quoted_when_they_must_be),
        cmocka_unit_test(what_a_spreadsheet_would_change_is_known),
        cmocka_unit_test(values_are_written_by_their_type),
    };
    return cmocka_run_group_tests_name("csv", tests, NULL, NULL);
}
