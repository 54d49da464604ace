/* The choice of sites against every choice there is. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "site/solve.h"
#include "support/random.h"

#define CELLS_MAX 40
#define CANDIDATES_MAX 18
/* Of most worlds: every choice of them is looked at. */
#define CANDIDATES_USUAL 12
#define ROUNDS 200
#define ROUNDS_LARGE 12
#define ROUNDS_ALONE 1000

static struct test_random rng;

/* Cells as masks of candidates. */
struct world {
    uint64_t weights[CELLS_MAX];
    uint32_t masks[CELLS_MAX];
    uint32_t cells, candidates, sites;
};

static uint32_t below(uint32_t limit)
{
    return (uint32_t)test_random_below(&rng, limit);
}

static struct world some_world_of(uint32_t cells, uint32_t candidates, uint32_t sites)
{
    struct world world = {.cells = cells, .candidates = candidates, .sites = sites};
    uint32_t density = 2 + below(6);
    uint32_t heaviest = below(2) == 0 ? 3 : 1000000;
    for (uint32_t i = 0; i < world.cells; i++) {
        world.weights[i] = below(heaviest);
        world.masks[i] = 1u << below(world.candidates);
        for (uint32_t j = 0; j < world.candidates; j++) {
            world.masks[i] |= below(density) == 0 ? 1u << j : 0;
        }
    }
    return world;
}

static struct world some_world(void)
{
    uint32_t cells = 1 + below(CELLS_MAX);
    uint32_t candidates = 1 + below(CANDIDATES_USUAL);
    return some_world_of(cells, candidates, 1 + below(CANDIDATES_USUAL + 2));
}

/* With the cells in that order. */
static struct na_site_problem problem_of(const struct world *world, const uint32_t *cells)
{
    uint64_t weights[CELLS_MAX];
    uint32_t starts[CELLS_MAX + 1] = {0};
    uint32_t pairs[CELLS_MAX * CANDIDATES_MAX];
    uint32_t used = 0;
    for (uint32_t i = 0; i < world->cells; i++) {
        weights[i] = world->weights[cells[i]];
        for (uint32_t j = 0; j < world->candidates; j++) {
            if ((world->masks[cells[i]] >> j & 1) != 0) {
                pairs[used++] = j;
            }
        }
        starts[i + 1] = used;
    }
    struct na_site_problem problem;
    assert_int_equal(na_site_problem_init(weights, starts, pairs, world->cells, world->candidates,
                                          &problem, NULL),
                     NA_OK);
    return problem;
}

static uint64_t value_of(const struct world *world, uint32_t set)
{
    uint64_t value = 0;
    for (uint32_t i = 0; i < world->cells; i++) {
        value += (world->masks[i] & set) != 0 ? world->weights[i] : 0;
    }
    return value;
}

static uint32_t size_of(uint32_t set)
{
    uint32_t size = 0;
    for (; set != 0; set &= set - 1) {
        size++;
    }
    return size;
}

/* Does set `a` come before set `b` of the same size, numbers compared one by one? The lowest number
 * that is in one only decides. */
static bool comes_first(uint32_t a, uint32_t b)
{
    uint32_t apart = a ^ b;
    return apart != 0 && (a & apart & (~apart + 1)) != 0;
}

/* The best set: by value, then the fewest, then the first. */
static uint32_t exhaustive(const struct world *world)
{
    uint32_t best = 0;
    for (uint32_t set = 0; set < 1u << world->candidates; set++) {
        if (size_of(set) > world->sites) {
            continue;
        }
        uint64_t value = value_of(world, set);
        uint64_t most = value_of(world, best);
        bool better = value > most || (value == most && size_of(set) < size_of(best)) ||
                      (value == most && size_of(set) == size_of(best) && comes_first(set, best));
        best = better ? set : best;
    }
    return best;
}

static uint32_t set_of(const struct na_site_solution *solution)
{
    uint32_t set = 0;
    for (uint32_t i = 0; i < solution->count; i++) {
        set |= 1u << solution->chosen[i];
    }
    return set;
}

static void shuffle(uint32_t *items, uint32_t count)
{
    for (uint32_t i = 0; i < count; i++) {
        items[i] = i;
    }
    for (uint32_t i = count; i > 1; i--) {
        uint32_t j = below(i);
        uint32_t kept = items[i - 1];
        items[i - 1] = items[j];
        items[j] = kept;
    }
}

static struct na_site_solution solve(const struct world *world, const uint32_t *cells,
                                     uint64_t nodes)
{
    struct na_site_problem problem = problem_of(world, cells);
    struct na_site_effort effort = {world->sites, nodes};
    struct na_site_solution solution;
    assert_int_equal(na_site_solve(&problem, &effort, &solution, NULL), NA_OK);
    na_site_problem_fini(&problem);
    return solution;
}

static void the_optimum_is_that_of_all_choices(void **state)
{
    (void)state;
    for (unsigned int round = 0; round < ROUNDS; round++) {
        struct world world = some_world();
        uint32_t cells[CELLS_MAX];
        shuffle(cells, world.cells);
        struct na_site_solution solution = solve(&world, cells, UINT64_MAX);
        uint32_t best = exhaustive(&world);
        uint64_t value = value_of(&world, best);
        assert_true(solution.value == value && solution.upper == value);
        assert_true(solution.is_proven && solution.is_fewest && solution.is_first);
        assert_int_equal(set_of(&solution), best);
        na_site_solution_fini(&solution);
    }
}

/* The search takes and bars several candidates one after the other here. */
static void the_optimum_of_larger_problems(void **state)
{
    (void)state;
    uint64_t nodes = 0;
    for (unsigned int round = 0; round < ROUNDS_LARGE; round++) {
        struct world world = some_world_of(CELLS_MAX, CANDIDATES_MAX, 3 + below(6));
        uint32_t cells[CELLS_MAX];
        shuffle(cells, world.cells);
        struct na_site_solution solution = solve(&world, cells, UINT64_MAX);
        uint32_t best = exhaustive(&world);
        assert_true(solution.value == value_of(&world, best) && solution.upper == solution.value);
        assert_true(solution.is_proven && solution.is_fewest && solution.is_first);
        assert_int_equal(set_of(&solution), best);
        nodes += solution.nodes;
        na_site_solution_fini(&solution);
    }
    print_message("%llu nodes\n", (unsigned long long)nodes);
    assert_true(nodes > ROUNDS_LARGE);
}

/* The search from nothing, with prices that say little: it must take and bar by itself. */
static void the_search_alone_finds_the_optimum(void **state)
{
    (void)state;
    for (unsigned int round = 0; round < ROUNDS_ALONE; round++) {
        struct world world = some_world_of(CELLS_MAX, CANDIDATES_USUAL, 2 + below(5));
        uint32_t cells[CELLS_MAX];
        uint32_t numbers[CANDIDATES_MAX], path[CANDIDATES_MAX], excluded[CANDIDATES_MAX];
        shuffle(cells, world.cells);
        struct na_site_problem problem = problem_of(&world, cells);
        struct na_site_prices prices;
        struct na_site_state work;
        assert_int_equal(na_site_prices_init(&problem, &prices, NULL), NA_OK);
        assert_int_equal(na_site_state_init(&problem, &prices, &work, NULL), NA_OK);
        struct na_site_choice best = {.numbers = numbers};
        /* as good as is known, but one: whether there is better is for the search to say */
        uint64_t value = value_of(&world, exhaustive(&world));
        best.value = value > 0 ? value - 1 : 0;
        struct na_site_search search = {.state = &work,
                                        .sites = world.sites,
                                        .node_limit = UINT64_MAX,
                                        .best = &best,
                                        .path = path,
                                        .excluded = excluded};
        assert_int_equal(na_site_search_best(&search, NULL), NA_OK);
        uint32_t set = 0;
        for (uint32_t i = 0; i < best.count; i++) {
            set |= 1u << best.numbers[i];
        }
        assert_true(search.open == 0 && best.value == value && value_of(&world, set) == value);
        assert_true(size_of(set) <= world.sites);
        na_site_state_fini(&work);
        na_site_prices_fini(&prices);
        na_site_problem_fini(&problem);
    }
}

/* (1 - 1/e) < 0.633 */
static void greedy_and_swaps_reach_their_share(void **state)
{
    (void)state;
    for (unsigned int round = 0; round < ROUNDS; round++) {
        struct world world = some_world();
        uint32_t cells[CELLS_MAX];
        shuffle(cells, world.cells);
        struct na_site_solution solution = solve(&world, cells, UINT64_MAX);
        double value = (double)value_of(&world, exhaustive(&world));
        assert_true((double)solution.greedy_value >= 0.6321205588285577 * value);
        assert_true(solution.swapped_value >= solution.greedy_value);
        assert_true(solution.swaps > 0 || solution.swapped_value == solution.greedy_value);
        assert_true(solution.value >= solution.swapped_value);
        na_site_solution_fini(&solution);
    }
}

/* Without a search the choice is what the exchanges left. */
static void no_exchange_is_left_that_gains(void **state)
{
    (void)state;
    for (unsigned int round = 0; round < ROUNDS; round++) {
        struct world world = some_world();
        uint32_t cells[CELLS_MAX];
        shuffle(cells, world.cells);
        struct na_site_solution solution = solve(&world, cells, 0);
        uint32_t set = set_of(&solution);
        assert_true(solution.is_proven || solution.value == solution.swapped_value);
        for (uint32_t out = 0; out < world.candidates; out++) {
            for (uint32_t in = 0; in < world.candidates && (set >> out & 1) != 0; in++) {
                assert_true(value_of(&world, (set & ~(1u << out)) | 1u << in) <= solution.value);
            }
        }
        na_site_solution_fini(&solution);
    }
}

static void the_bound_holds_wherever_the_search_is_stopped(void **state)
{
    (void)state;
    unsigned int stopped = 0;
    for (unsigned int round = 0; round < ROUNDS; round++) {
        struct world world = some_world();
        uint32_t cells[CELLS_MAX];
        shuffle(cells, world.cells);
        struct na_site_solution solution = solve(&world, cells, below(2));
        uint64_t value = value_of(&world, exhaustive(&world));
        assert_true(solution.upper >= value && solution.value <= value);
        assert_true(solution.value == value_of(&world, set_of(&solution)));
        assert_true(solution.is_proven == (solution.upper == solution.value));
        assert_true(solution.count <= world.sites);
        stopped += solution.is_proven ? 0 : 1;
        na_site_solution_fini(&solution);
    }
    print_message("%u of %u searches stopped\n", stopped, (unsigned)ROUNDS);
    assert_true(stopped > 0);
}

/* A price is at least nothing and at most its weight, or the bound would not hold; and the steps
 * make the bound small: over all these worlds the prices' bound lies near the optimum. */
static void prices_stay_in_their_range_and_bound_well(void **state)
{
    (void)state;
    double gap = 0.0;
    for (unsigned int round = 0; round < ROUNDS; round++) {
        struct world world = some_world();
        uint32_t cells[CELLS_MAX];
        struct na_site_prices prices;
        struct na_site_state bound;
        shuffle(cells, world.cells);
        struct na_site_problem problem = problem_of(&world, cells);
        uint64_t value = value_of(&world, exhaustive(&world));
        uint32_t sites = world.sites < world.candidates ? world.sites : world.candidates;
        assert_int_equal(na_site_prices_init(&problem, &prices, NULL), NA_OK);
        const struct na_site_improving how = {.sites = sites, .value = value};
        assert_int_equal(na_site_prices_improve(&problem, &how, &prices, NULL), NA_OK);
        for (uint32_t i = 0; i < world.cells; i++) {
            assert_true(prices.prices[i] <= problem.weights[i] * prices.factor);
        }
        assert_int_equal(na_site_state_init(&problem, &prices, &bound, NULL), NA_OK);
        uint64_t upper = na_site_state_bound(&bound, sites);
        assert_true(upper >= value);
        gap += value > 0 ? (double)(upper - value) / (double)value : 0.0;
        na_site_state_fini(&bound);
        na_site_prices_fini(&prices);
        na_site_problem_fini(&problem);
    }
    print_message("mean gap of the bound %.6f\n", gap / ROUNDS);
    assert_true(gap / ROUNDS < 0.01);
}

static void one_choice_whatever_the_order_of_the_demand(void **state)
{
    (void)state;
    for (unsigned int round = 0; round < ROUNDS / 4; round++) {
        struct world world = some_world();
        uint32_t cells[CELLS_MAX];
        shuffle(cells, world.cells);
        struct na_site_solution first = solve(&world, cells, UINT64_MAX);
        shuffle(cells, world.cells);
        struct na_site_solution second = solve(&world, cells, UINT64_MAX);
        assert_int_equal(set_of(&first), set_of(&second));
        assert_true(first.greedy_value == second.greedy_value);
        assert_true(first.swapped_value == second.swapped_value);
        na_site_solution_fini(&first);
        na_site_solution_fini(&second);
    }
}

/* Shaking a greedy choice never loses, keeps its number of sites, mostly finds the optimum, and
 * leaves the state as it was. */
static void shaking_never_loses(void **state)
{
    (void)state;
    uint32_t best = 0;
    for (uint32_t round = 0; round < ROUNDS; round++) {
        struct world world = some_world();
        uint32_t cells[CELLS_MAX];
        uint32_t numbers[CANDIDATES_MAX + 2];
        uint32_t scratch[CANDIDATES_MAX + 2];
        for (uint32_t i = 0; i < world.cells; i++) {
            cells[i] = i;
        }
        struct na_site_problem problem = problem_of(&world, cells);
        struct na_site_prices prices = {NULL, 0};
        struct na_site_state work = {.problem = NULL};
        struct na_site_choice choice = {.numbers = numbers};
        assert_int_equal(na_site_prices_init(&problem, &prices, NULL), NA_OK);
        assert_int_equal(na_site_state_init(&problem, &prices, &work, NULL), NA_OK);
        uint64_t bound = na_site_state_bound(&work, world.sites);
        na_site_greedy(&work, world.sites, &choice);
        uint64_t greedy = choice.value;
        uint32_t count = choice.count;
        for (uint32_t i = 0; i < choice.count; i++) {
            na_site_state_take(&work, choice.numbers[i]);
        }
        na_site_shake(&work, bound, scratch, &choice);
        uint32_t set = 0;
        for (uint32_t i = 0; i < choice.count; i++) {
            set |= 1u << choice.numbers[i];
        }
        assert_true(choice.value >= greedy);
        assert_int_equal(choice.count, count);
        assert_int_equal(size_of(set), count);
        assert_int_equal(choice.value, value_of(&world, set));
        assert_int_equal(work.value, 0);
        assert_int_equal(na_site_state_bound(&work, world.sites), bound);
        best += choice.value == value_of(&world, exhaustive(&world));
        na_site_state_fini(&work);
        na_site_prices_fini(&prices);
        na_site_problem_fini(&problem);
    }
    assert_true(best >= ROUNDS * 9 / 10);
}

int main(void)
{
    rng = test_random_start("site_problem");
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(shaking_never_loses),
        cmocka_unit_test(the_optimum_is_that_of_all_choices),
        cmocka_unit_test(the_optimum_of_larger_problems),
        cmocka_unit_test(the_search_alone_finds_the_optimum),
        cmocka_unit_test(greedy_and_swaps_reach_their_share),
        cmocka_unit_test(no_exchange_is_left_that_gains),
        cmocka_unit_test(the_bound_holds_wherever_the_search_is_stopped),
        cmocka_unit_test(prices_stay_in_their_range_and_bound_well),
        cmocka_unit_test(one_choice_whatever_the_order_of_the_demand),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
