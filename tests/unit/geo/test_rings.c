/* Shells, holes and islands in holes, whatever the rings' directions. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include "geo/rings.h"

#define SQUARE(w, s, e, n)                                                                         \
    {                                                                                              \
        w, s, e, s, e, n, w, n, w, s                                                               \
    }

static void shells_come_before_their_holes(void **state)
{
    (void)state;
    static const double far_shell[] = SQUARE(100, 0, 110, 10);
    static const double hole[] = SQUARE(2, 2, 8, 8);
    static const double shell[] = {0, 0, 0, 10, 10, 10, 10, 0, 0, 0}; /* clockwise */
    static const double island[] = SQUARE(4, 4, 6, 6);
    static const double touching_hole[] = {100, 5, 102, 4, 102, 6, 100, 5};
    const struct na_ring_view rings[] = {
        {hole, 5}, {far_shell, 5}, {island, 5}, {touching_hole, 4}, {shell, 5}};
    size_t order[5];
    bool is_hole[5];
    assert_int_equal(na_rings_order(rings, 5, order, is_hole), NA_OK);
    const size_t expected_order[5] = {1, 3, 2, 4, 0};
    const bool expected_hole[5] = {true, false, false, true, false};
    assert_memory_equal(order, expected_order, sizeof order);
    assert_memory_equal(is_hole, expected_hole, sizeof is_hole);
}

static void a_hole_that_shares_every_vertex_with_edges_is_found(void **state)
{
    (void)state;
    /* A diamond whose four vertices lie on the square's edges. */
    static const double shell[] = SQUARE(0, 0, 10, 10);
    static const double diamond[] = {5, 0, 10, 5, 5, 10, 0, 5, 5, 0};
    const struct na_ring_view rings[] = {{shell, 5}, {diamond, 5}};
    size_t order[2];
    bool is_hole[2];
    assert_int_equal(na_rings_order(rings, 2, order, is_hole), NA_OK);
    assert_false(is_hole[0]);
    assert_true(is_hole[1]);
}

static void signed_area_tells_the_direction(void **state)
{
    (void)state;
    static const double left[] = SQUARE(450000, 532000, 450010, 532010);
    static const double right[] = {0, 0, 0, 1, 1, 1, 1, 0, 0, 0};
    assert_true(na_ring_signed_area((struct na_ring_view){left, 5}) == 100);
    assert_true(na_ring_signed_area((struct na_ring_view){right, 5}) == -1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(shells_come_before_their_holes),
        cmocka_unit_test(a_hole_that_shares_every_vertex_with_edges_is_found),
        cmocka_unit_test(signed_area_tells_the_direction),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
