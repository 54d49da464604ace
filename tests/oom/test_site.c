/* Each allocation of a choice of sites, from its problem to its solution, made to fail in turn. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "site/problem.h"
#include "support/oom.h"

/* Three pairs of candidates for three cells of demand, which greedy alone does not solve. */
static enum na_code choose(uint64_t *ret_value)
{
    static const uint64_t weights[] = {4, 3, 3, 2};
    static const uint32_t starts[] = {0, 2, 4, 6, 7};
    static const uint32_t pairs[] = {0, 1, 0, 2, 1, 2, 3};
    const struct na_site_effort effort = {.sites = 2, .node_limit = 1000};
    struct na_site_problem problem;
    struct na_site_solution solution;
    enum na_code code = na_site_problem_init(weights, starts, pairs, 4, 4, &problem, NULL);
    if (code != NA_OK) {
        return code;
    }
    code = na_site_solve(&problem, &effort, &solution, NULL);
    if (code == NA_OK) {
        *ret_value = solution.value;
        na_site_solution_fini(&solution);
    }
    na_site_problem_fini(&problem);
    return code;
}

static void a_choice_fails_cleanly(void **state)
{
    (void)state;
    size_t before = 0;
    for (;; before++) {
        uint64_t value = 0;
        oom_arm(before);
        enum na_code code = choose(&value);
        if (!oom_disarm()) {
            assert_int_equal(code, NA_OK);
            assert_int_equal(value, 10);
            break;
        }
        assert_int_equal(code, NA_ERR_MEMORY);
    }
    print_message("%zu allocations\n", before);
    assert_true(before > 10);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(a_choice_fails_cleanly)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
