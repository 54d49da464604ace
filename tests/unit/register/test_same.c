/* Which thing of one list is which of another: each stage, one to one, nearest first. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#include "register/same.h"

#define AT(lat, lon)                                                                               \
    {                                                                                              \
        .lon_deg = (lon), .lat_deg = (lat)                                                         \
    }

static void each_stage_finds_its_own(void **state)
{
    const struct na_same_item before[] = {{"d", "Hall", "TS24 8AA", AT(54.68, -1.21)},
                                          {"d", "Inn", "", AT(54.69, -1.21)},
                                          {"d", "Old School House", "TS24 8AC", AT(54.70, -1.21)},
                                          {"d", "Market Kiosk", "TS24 8AD", AT(54.71, -1.21)},
                                          {"d", "Gone", "TS24 8AE", AT(54.72, -1.21)},
                                          {"d", "Kind", "TS24 8AF", AT(54.73, -1.21)}};
    const struct na_same_item after[] = {
        {"d", "Market Kiosks", "TS24 9ZZ", AT(54.71001, -1.21)}, /* by place */
        {"d", "The Old School House", "TS24 8AC", AT(NAN, NAN)}, /* by postcode */
        {"d", "INN", "TS24 8AB", AT(54.693, -1.21)},             /* by name, 330 m */
        {"d", "hall", "TS24 8AA", AT(54.9, -1.5)},               /* by name and postcode */
        {"e", "Kind", "TS24 8AF", AT(54.73, -1.21)}};            /* another kind */
    const uint32_t wanted[] = {3, 2, 1, 0, NA_SAME_NONE, NA_SAME_NONE};
    uint32_t pairs[6];
    (void)state;
    assert_int_equal(na_same_find(before, 6, after, 5, pairs, NULL), 0);
    for (size_t i = 0; i < 6; i++) {
        assert_int_equal(pairs[i], wanted[i]);
    }
}

/* Seven of one name and postcode keep to the nearest, in whatever order they come. */
static void of_one_name_the_nearest(void **state)
{
    struct na_same_item before[7];
    struct na_same_item after[7];
    uint32_t pairs[7];
    (void)state;
    for (unsigned int i = 0; i < 7; i++) {
        before[i] = (struct na_same_item){"d", "Stadium", "TS24 9ZZ", AT(54.70 + 0.001 * i, -1.2)};
        after[(i * 3 + 2) % 7] =
            (struct na_same_item){"d", "Stadium", "TS24 9ZZ", AT(54.7001 + 0.001 * i, -1.2)};
    }
    assert_int_equal(na_same_find(before, 7, after, 7, pairs, NULL), 0);
    for (unsigned int i = 0; i < 7; i++) {
        assert_int_equal(pairs[i], (i * 3 + 2) % 7);
    }
}

/* Lists of any length: of twenty thousand sorted anew each is found. */
static void long_lists_are_done(void **state)
{
    enum { COUNT = 20000 };
    struct na_same_item *before = calloc(COUNT, sizeof *before);
    struct na_same_item *after = calloc(COUNT, sizeof *after);
    uint32_t *pairs = calloc(COUNT, sizeof *pairs);
    char(*names)[16] = calloc(COUNT, sizeof *names);
    (void)state;
    assert_non_null(before);
    assert_non_null(after);
    assert_non_null(pairs);
    assert_non_null(names);
    for (unsigned int i = 0; i < COUNT; i++) {
        (void)snprintf(names[i], sizeof names[i], "Site %u", i);
        before[i] = (struct na_same_item){"d", names[i], "TS24 8AA", AT(54.5, -1.2)};
        after[COUNT - 1 - i] = before[i];
    }
    assert_int_equal(na_same_find(before, COUNT, after, COUNT, pairs, NULL), 0);
    for (unsigned int i = 0; i < COUNT; i++) {
        assert_int_equal(pairs[i], COUNT - 1 - i);
    }
    free(before);
    free(after);
    free(pairs);
    free(names);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_stage_finds_its_own),
        cmocka_unit_test(of_one_name_the_nearest),
        cmocka_unit_test(long_lists_are_done),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
