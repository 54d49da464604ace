/* write/cells: what a text says in a column of a type, and texts of any bytes as UTF-8. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "write/cells.h"

static void texts_are_read_by_the_type_of_their_column(void **state)
{
    (void)state;
    static const struct {
        enum na_cell_type type;
        const char *text;
        enum na_cell_content content;
        double number;
    } cases[] = {
        {NA_CELL_TEXT, "01429", NA_CELL_IS_TEXT, 0},
        {NA_CELL_TEXT, "", NA_CELL_IS_EMPTY, 0},
        {NA_CELL_INTEGER, "120", NA_CELL_IS_NUMBER, 120},
        {NA_CELL_INTEGER, "[c]", NA_CELL_IS_TEXT, 0},
        {NA_CELL_NUMBER, "-1.25", NA_CELL_IS_NUMBER, -1.25},
        {NA_CELL_NUMBER, "", NA_CELL_IS_EMPTY, 0},
        {NA_CELL_DATE, "1970-01-02", NA_CELL_IS_NUMBER, 1},
        {NA_CELL_DATE, "soon", NA_CELL_IS_TEXT, 0},
        {NA_CELL_TRUTH, "true", NA_CELL_IS_NUMBER, 1},
        {NA_CELL_TRUTH, "no", NA_CELL_IS_NUMBER, 0},
        {NA_CELL_TRUTH, "maybe", NA_CELL_IS_TEXT, 0},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct na_cell cell = na_cell_read(cases[i].type, na_str_of(cases[i].text));
        assert_int_equal(cell.content, cases[i].content);
        if (cell.content == NA_CELL_IS_NUMBER) {
            assert_true(cell.number == cases[i].number);
        }
    }
}

static void texts_become_utf8(void **state)
{
    (void)state;
    static const struct {
        struct na_str text;
        const char *utf8;
    } cases[] = {
        {{"\xC3\xA9lan", 5}, "\xC3\xA9lan"},               /* it is */
        {{"caf\xE9 \x80", 6}, "caf\xC3\xA9 \xE2\x82\xAC"}, /* CP1252 */
        {{"a\x81", 2}, "a\xEF\xBF\xBD"},                   /* no character of CP1252 */
        {{"a\0b", 3},
         "a\xE2\x90\x80"
         "b"},
        {{"\xC3\xA9\0", 3}, "\xC3\xA9\xE2\x90\x80"},
        {{"", 0}, ""},
    };
    struct na_buffer to;
    na_buffer_init(&to, 64);
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        assert_int_equal(na_cell_utf8(cases[i].text, &to), NA_OK);
        assert_string_equal(to.data, cases[i].utf8);
    }
    char big[65];
    memset(big, 'x', sizeof big);
    assert_int_equal(na_cell_utf8((struct na_str){big, 65}, &to), NA_ERR_LIMIT);
    na_buffer_fini(&to);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(texts_are_read_by_the_type_of_their_column),
        cmocka_unit_test(texts_become_utf8),
    };
    return cmocka_run_group_tests_name("cells", tests, NULL, NULL);
}
