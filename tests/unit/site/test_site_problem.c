/* The bare covering problem: cases whose answer can be read off. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "site/problem.h"

#define CELLS_MAX 8

/* Cells as strings of the candidates that cover them: "ac" is candidates 0 and 2. */
struct cell {
    uint64_t weight;
    const char *by;
};

struct solved_case {
    const char *what;
    struct cell cells[CELLS_MAX];
    uint32_t candidates, sites;
    const char *chosen; /* ascending */
    uint64_t value, greedy;
};

static struct na_site_problem problem_of(const struct cell *cells, uint32_t candidates)
{
    uint64_t weights[CELLS_MAX];
    uint32_t starts[CELLS_MAX + 1] = {0};
    uint32_t pairs[64];
    uint32_t count = 0, used = 0;
    for (; count < CELLS_MAX && cells[count].by != NULL; count++) {
        weights[count] = cells[count].weight;
        for (const char *c = cells[count].by; *c != '\0'; c++) {
            pairs[used++] = (uint32_t)(*c - 'a');
        }
        starts[count + 1] = used;
    }
    struct na_site_problem problem;
    assert_int_equal(
        na_site_problem_init(weights, starts, pairs, count, candidates, &problem, NULL), NA_OK);
    return problem;
}

static const struct solved_case cases[] = {
    {"one of two", {{5, "a"}, {7, "b"}}, 2, 1, "b", 7, 7},
    {"both when both fit", {{5, "a"}, {7, "b"}}, 2, 2, "ab", 12, 12},
    {"more asked for than there are", {{5, "a"}, {7, "b"}}, 2, 9, "ab", 12, 12},
    {"equal ones: the lower", {{5, "b"}, {5, "a"}}, 2, 1, "a", 5, 5},
    {"one that covers nothing is not taken", {{5, "b"}}, 2, 2, "b", 5, 5},
    {"duplicates: one of them", {{5, "ab"}}, 2, 2, "a", 5, 5},
    {"no weight left", {{0, "a"}, {0, "b"}}, 2, 2, "", 0, 0},
    {"no cell", {{0, NULL}}, 2, 2, "", 0, 0},
    {"no candidate", {{0, NULL}}, 0, 2, "", 0, 0},
    /* c covers 6 + 6, the most; then what is left is 5 or 5. a and b cover all. */
    {"greedy errs", {{5, "a"}, {6, "ac"}, {6, "bc"}, {5, "b"}}, 3, 2, "ab", 22, 17},
    {"few suffice", {{5, "ad"}, {5, "bd"}, {5, "cd"}}, 4, 3, "d", 15, 15},
    /* {a,d} and {b,c} both cover all four: the first by number */
    {"equal sets: the first", {{1, "ab"}, {1, "ac"}, {1, "bd"}, {1, "cd"}}, 4, 2, "ad", 4, 4},
    /* all of it takes two, though greedy takes c first and then needs three */
    {"fewest", {{5, "a"}, {6, "ac"}, {6, "bc"}, {5, "b"}}, 3, 3, "ab", 22, 22},
};

static void solves_what_can_be_read_off(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        const struct solved_case *c = &cases[i];
        struct na_site_problem problem = problem_of(c->cells, c->candidates);
        struct na_site_effort effort = {c->sites, 1000};
        struct na_site_solution solution;
        print_message("%s\n", c->what);
        assert_int_equal(na_site_solve(&problem, &effort, &solution, NULL), NA_OK);
        assert_int_equal(solution.value, c->value);
        assert_int_equal(solution.upper, c->value);
        assert_int_equal(solution.greedy_value, c->greedy);
        assert_true(solution.is_proven && solution.is_fewest && solution.is_first);
        for (uint32_t k = 0; k < solution.count; k++) {
            assert_int_equal((char)('a' + (int)solution.chosen[k]), c->chosen[k]);
        }
        assert_int_equal(c->chosen[solution.count], '\0');
        na_site_solution_fini(&solution);
        na_site_problem_fini(&problem);
    }
}

static void orders_by_what_each_adds(void **state)
{
    (void)state;
    static const struct cell cells[] = {{5, "a"}, {6, "ab"}, {6, "bc"}, {5, "c"}, {0, NULL}};
    struct na_site_problem problem = problem_of(cells, 3);
    uint32_t chosen[3] = {0, 1, 2};
    uint64_t adds[3] = {0, 0, 0};
    assert_int_equal(na_site_order(&problem, chosen, 3, adds, NULL), NA_OK);
    /* b covers 12; then a and c 5 each, the lower first */
    assert_int_equal(chosen[0], 1);
    assert_int_equal(chosen[1], 0);
    assert_int_equal(chosen[2], 2);
    assert_int_equal(adds[0], 12);
    assert_int_equal(adds[1], 5);
    assert_int_equal(adds[2], 5);
    na_site_problem_fini(&problem);
}

static void refuses_weights_that_add_up_to_too_much(void **state)
{
    (void)state;
    const uint64_t fits[2] = {NA_SITE_WEIGHT_MAX - 2, 1};
    const uint64_t over[2] = {NA_SITE_WEIGHT_MAX - 2, 2};
    const uint32_t starts[3] = {0, 1, 2};
    const uint32_t pairs[2] = {0, 1};
    struct na_site_problem problem;
    assert_int_equal(na_site_problem_init(fits, starts, pairs, 2, 2, &problem, NULL), NA_OK);
    struct na_site_effort effort = {2, 100};
    struct na_site_solution solution;
    assert_int_equal(na_site_solve(&problem, &effort, &solution, NULL), NA_OK);
    assert_true(solution.value == NA_SITE_WEIGHT_MAX - 1 && solution.is_proven);
    na_site_solution_fini(&solution);
    na_site_problem_fini(&problem);
    assert_int_equal(na_site_problem_init(over, starts, pairs, 2, 2, &problem, NULL), NA_ERR_LIMIT);
}

static void refuses_more_candidates_than_the_limit(void **state)
{
    (void)state;
    const uint32_t starts[1] = {0};
    struct na_site_problem problem;
    assert_int_equal(
        na_site_problem_init(NULL, starts, NULL, 0, NA_SITE_CANDIDATES_MAX, &problem, NULL), NA_OK);
    na_site_problem_fini(&problem);
    assert_int_equal(
        na_site_problem_init(NULL, starts, NULL, 0, NA_SITE_CANDIDATES_MAX + 1, &problem, NULL),
        NA_ERR_LIMIT);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(solves_what_can_be_read_off),
        cmocka_unit_test(orders_by_what_each_adds),
        cmocka_unit_test(refuses_weights_that_add_up_to_too_much),
        cmocka_unit_test(refuses_more_candidates_than_the_limit),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
