/* Gini, its general form, and rows thrown at random. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

#include "hotspots/concentration.h"

/* Bernasco and Steenbeek 2017; the caption of their vignette says .58, their code gives .56. */
static void gini_gives_the_published_examples(void **state)
{
    (void)state;
    const double few[10] = {3, 1, 1}, more[10] = {5, 2, 1}, even[4] = {2, 2, 2, 2}, one[4] = {9};
    assert_true(fabs(na_gini(few, 10) - 0.78) < 1e-12);
    assert_true(fabs(na_gini_general(na_gini(few, 10), 10, 5) - 0.56) < 1e-12);
    assert_true(fabs(na_gini(more, 10) - 0.80) < 1e-12);
    assert_true(fabs(na_gini_general(na_gini(more, 10), 10, 8) - 0.75) < 1e-12);
    assert_true(fabs(na_gini(even, 4)) < 1e-12);
    assert_true(fabs(na_gini_general(na_gini(one, 4), 4, 9) - 0.75) < 1e-12);
}

static void no_rows_have_no_gini(void **state)
{
    (void)state;
    const double none[3] = {0, 0, 0};
    assert_true(isnan(na_gini(none, 3)));
}

static struct na_scattered scatter(size_t rows, size_t n, double share, uint64_t seed)
{
    struct na_scattered scattered;
    assert_int_equal(na_scatter(rows, n, share, seed, &scattered, NULL), NA_OK);
    return scattered;
}

static void the_same_seed_gives_the_same_answer(void **state)
{
    (void)state;
    struct na_scattered a = scatter(500, 1000, 25, 7), b = scatter(500, 1000, 25, 7);
    assert_memory_equal(&a, &b, sizeof a);
    assert_true(a.cells_low <= a.cells && a.cells <= a.cells_high);
    assert_true(a.gini_low <= a.gini && a.gini <= a.gini_high);
}

/* One row is in one cell; of all rows in one cell one cell holds any share. */
static void the_ends_are_certain(void **state)
{
    (void)state;
    struct na_scattered one = scatter(1, 50, 25, 1), single = scatter(400, 1, 80, 1);
    assert_true(fabs(one.cells - 1) < 1e-12 && fabs(one.cells_high - 1) < 1e-12);
    assert_true(fabs(single.cells - 1) < 1e-12 && fabs(single.cells_low - 1) < 1e-12);
}

/* The two ways of throwing have one distribution: just below and above where they change. */
static void both_ways_of_throwing_agree(void **state)
{
    (void)state;
    enum { CELLS = 2000 };
    struct na_scattered by_one = scatter(8 * CELLS - 1, CELLS, 25, 3);
    struct na_scattered by_cell = scatter(8 * CELLS, CELLS, 25, 3);
    /* The means of 200 throws, each within 2.5 or so: five standard errors are 1. */
    assert_true(fabs(by_one.cells - by_cell.cells) < 1.2);
    assert_true(fabs(by_one.gini - by_cell.gini) < 0.002);
    assert_true(fabs(by_one.cells_low - by_cell.cells_low) < 4);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(gini_gives_the_published_examples),
        cmocka_unit_test(no_rows_have_no_gini),
        cmocka_unit_test(the_same_seed_gives_the_same_answer),
        cmocka_unit_test(the_ends_are_certain),
        cmocka_unit_test(both_ways_of_throwing_agree),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
