/* The exact chance of a neighbourhood against every subset, and against what is known of 0 and 1.
 */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "base/chance.h"
#include "hotspots/permutation.h"
#include "support/random.h"

static struct na_permutation *permutation_of(const uint32_t *counts, size_t n, size_t widest)
{
    struct na_permutation *permutation = NULL;
    assert_int_equal(na_permutation_new(counts, n, widest, &permutation, NULL), NA_OK);
    return permutation;
}

/* All subsets of up to 12 cells, every width and sum. */
static void it_is_the_part_of_all_subsets(void **state)
{
    (void)state;
    struct test_random random = test_random_start("all subsets");
    for (size_t round = 0; round < 40; round++) {
        uint32_t counts[12], largest = 1 + (uint32_t)test_random_below(&random, 9);
        size_t n = 1 + test_random_below(&random, 12);
        double ways[13] = {0}, least[13][128] = {{0}};
        for (size_t i = 0; i < n; i++) {
            counts[i] = (uint32_t)test_random_below(&random, largest + 1);
        }
        for (unsigned int set = 0; set < 1u << n; set++) {
            uint32_t sum = 0, width = 0;
            for (size_t i = 0; i < n; i++) {
                sum += (set >> i & 1) != 0 ? counts[i] : 0;
                width += set >> i & 1;
            }
            ways[width]++;
            for (uint32_t s = 0; s <= sum; s++) {
                least[width][s]++;
            }
        }
        struct na_permutation *permutation = permutation_of(counts, n, n);
        for (size_t width = 0; width <= n; width++) {
            for (uint64_t sum = 0; sum < 128; sum++) {
                double wanted = least[width][sum] / ways[width];
                assert_true(fabs(na_permutation_tail(permutation, width, sum) - wanted) < 1e-14);
            }
        }
        na_permutation_free(permutation);
    }
}

static void of_0_and_1_it_is_hypergeometric(void **state)
{
    (void)state;
    enum { CELLS = 3000, ONES = 170, WIDEST = 40 };
    uint32_t *counts = calloc(CELLS, sizeof *counts);
    assert_non_null(counts);
    for (size_t i = 0; i < ONES; i++) {
        counts[i * 17] = 1;
    }
    struct na_permutation *permutation = permutation_of(counts, CELLS, WIDEST);
    for (size_t width = 1; width <= WIDEST; width++) {
        for (uint64_t sum = 0; sum <= width; sum++) {
            double wanted = na_hypergeometric_tails(CELLS, ONES, width, sum).upper;
            double ours = na_permutation_tail(permutation, width, sum);
            assert_true(fabs(ours / wanted - 1) < 1e-12);
        }
    }
    na_permutation_free(permutation);
    free(counts);
}

/* The order of the cells is nothing; 0 is always held; more than the widest holds never. */
static void the_ends_are_certain(void **state)
{
    (void)state;
    const uint32_t counts[] = {0, 7, 0, 2, 7, 0}, again[] = {7, 7, 2, 0, 0, 0};
    struct na_permutation *a = permutation_of(counts, 6, 3), *b = permutation_of(again, 6, 3);
    for (size_t width = 1; width <= 3; width++) {
        assert_true(na_permutation_tail(a, width, 0) >= 1);
        for (uint64_t sum = 0; sum < 20; sum++) {
            assert_true(fabs(na_permutation_tail(a, width, sum) -
                             na_permutation_tail(b, width, sum)) < 1e-15);
        }
    }
    assert_true(na_permutation_tail(a, 3, 17) <= 0);
    assert_true(fabs(na_permutation_tail(a, 3, 16) - 1.0 / 20) < 1e-15);
    na_permutation_free(a);
    na_permutation_free(b);
}

static void a_table_that_would_be_too_large_is_refused(void **state)
{
    (void)state;
    enum { CELLS = 20000 };
    uint32_t *counts = calloc(CELLS, sizeof *counts);
    struct na_permutation *permutation = NULL;
    assert_non_null(counts);
    for (size_t i = 0; i < CELLS; i++) {
        counts[i] = 100;
    }
    assert_int_equal(na_permutation_new(counts, CELLS, 10000, &permutation, NULL), NA_ERR_LIMIT);
    assert_null(permutation);
    free(counts);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(it_is_the_part_of_all_subsets),
        cmocka_unit_test(of_0_and_1_it_is_hypergeometric),
        cmocka_unit_test(the_ends_are_certain),
        cmocka_unit_test(a_table_that_would_be_too_large_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
