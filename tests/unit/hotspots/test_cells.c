/* Cells as they are asked for and named; tests/property/test_cells.c has their geometry. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "hotspots/cells.h"

static void what_are_no_cells_is_refused(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        enum na_code code;
    } wanted[] = {
        {"grid:", NA_ERR_PARAM_MALFORMED},
        {"grid:x", NA_ERR_PARAM_MALFORMED},
        {"grid:1e3", NA_OK},
        {"grid:1x3", NA_ERR_PARAM_MALFORMED},
        {"grid:-150", NA_ERR_PARAM_RANGE},
        {"grid:9.999", NA_ERR_PARAM_RANGE},
        {"grid:10", NA_OK},
        {"grid:100000", NA_OK},
        {"grid:100000.001", NA_ERR_PARAM_RANGE},
        {"hex:9", NA_ERR_PARAM_RANGE},
        {"hex:200.5", NA_OK},
        {"", NA_ERR_PARAM_MALFORMED},
        {"square:150", NA_ERR_PARAM_MALFORMED},
        {"ward", NA_OK},
        {"area:patrols", NA_OK},
    };
    for (size_t i = 0; i < sizeof wanted / sizeof wanted[0]; i++) {
        struct na_cells cells;
        struct na_error error = {.message = ""};
        assert_int_equal(na_cells_parse(wanted[i].text, &cells, &error), wanted[i].code);
    }
}

static void codes_are_stable(void **state)
{
    (void)state;
    static const struct {
        struct na_cells cells;
        struct na_plane_cell cell;
        const char *code;
    } wanted[] = {
        {{.kind = NA_CELLS_GRID, .size_m = 150}, {3004, 3550}, "g150:3004:3550"},
        {{.kind = NA_CELLS_HEX, .size_m = 200}, {17, -3}, "h200:17:-3"},
        {{.kind = NA_CELLS_GRID, .size_m = 33.5, .origin = {50, 25.5}},
         {-1, 0},
         "g33.5@50,25.5:-1:0"},
    };
    for (size_t i = 0; i < sizeof wanted / sizeof wanted[0]; i++) {
        char code[NA_CELL_CODE];
        na_cells_code(&wanted[i].cells, wanted[i].cell, code);
        assert_string_equal(code, wanted[i].code);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_are_no_cells_is_refused),
        cmocka_unit_test(codes_are_stable),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
