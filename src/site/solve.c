/* Greedy and exchanges first, then shaking, then branch and bound from what they found. */
#include "site/solve.h"

#include <stdlib.h>
#include <string.h>

#include "base/fail.h"

/* A node of the search for the first among equals is far less work than one of that for the best:
 * it may have so many times as many. */
#define FIRST_NODES 30

/* All that solving holds. */
struct solving {
    const struct na_site_problem *problem;
    uint64_t node_limit;
    struct na_site_prices prices;
    struct na_site_state state;
    struct na_site_choice best;
    uint32_t *path, *excluded;
    struct na_site_solution solution;
};

static uint64_t larger(uint64_t a, uint64_t b)
{
    return a > b ? a : b;
}

static struct na_site_search new_search(struct solving *solving, uint32_t sites)
{
    return (struct na_site_search){.state = &solving->state,
                                   .sites = sites,
                                   .node_limit = solving->node_limit,
                                   .best = &solving->best,
                                   .path = solving->path,
                                   .excluded = solving->excluded};
}

/* A state with nothing chosen. */
static enum na_code start_again(struct solving *solving, struct na_error *reterr)
{
    na_site_state_fini(&solving->state);
    return na_site_state_init(solving->problem, &solving->prices, &solving->state, reterr);
}

/* The same with prices made for so many sites, on the way to `value`. With `tries` a better choice
 * met on the way becomes the best. */
static enum na_code prepare(struct solving *solving, uint32_t sites, uint64_t value, bool tries,
                            struct na_error *reterr)
{
    struct na_site_tries by_the_way = {&solving->state, solving->path, &solving->best};
    enum na_code code = start_again(solving, reterr);
    if (code == NA_OK) {
        const struct na_site_improving how = {
            .sites = sites, .value = value, .tries = tries ? &by_the_way : NULL};
        code = na_site_prices_improve(solving->problem, &how, &solving->prices, reterr);
    }
    return code == NA_OK ? start_again(solving, reterr) : code;
}

static enum na_code choose_by_hand(struct solving *solving, uint32_t sites, struct na_error *reterr)
{
    enum na_code code =
        na_site_state_init(solving->problem, &solving->prices, &solving->state, reterr);
    if (code != NA_OK) {
        return code;
    }
    na_site_greedy(&solving->state, sites, &solving->best);
    solving->solution.greedy_value = solving->best.value;
    solving->solution.swaps = na_site_swap(&solving->state, &solving->best);
    solving->solution.swapped_value = solving->best.value;
    return NA_OK;
}

static enum na_code find_optimum(struct solving *solving, uint32_t sites, struct na_error *reterr)
{
    enum na_code code =
        prepare(solving, sites, solving->best.value, solving->node_limit > 0, reterr);
    if (code != NA_OK) {
        return code;
    }
    uint64_t upper = na_site_state_bound(&solving->state, sites);
    if (solving->node_limit > 0) {
        na_site_shake(&solving->state, upper, solving->path, &solving->best);
    }
    struct na_site_search search = new_search(solving, sites);
    code = na_site_search_best(&search, reterr);
    solving->solution.nodes += search.nodes;
    /* a node's own bound may be the looser one */
    upper = search.open < upper ? search.open : upper;
    solving->solution.upper = larger(upper, solving->best.value);
    solving->solution.is_proven = code == NA_OK && search.open == 0;
    return code;
}

/* Everything that can be covered is: by how few? Only then can fewer be as good, since as long as
 * something is left, one more site covers some of it. */
static enum na_code find_fewest(struct solving *solving, struct na_error *reterr)
{
    solving->solution.is_fewest = solving->solution.is_proven;
    while (solving->solution.is_fewest && solving->best.value == solving->problem->total &&
           solving->best.count > 1) {
        uint32_t sites = solving->best.count - 1;
        solving->best.value--; /* a choice must cover all again to be better than that */
        enum na_code code = prepare(solving, sites, solving->best.value, true, reterr);
        if (code != NA_OK) {
            return code;
        }
        struct na_site_search search = new_search(solving, sites);
        code = na_site_search_best(&search, reterr);
        if (code != NA_OK) {
            return code;
        }
        solving->solution.nodes += search.nodes;
        if (solving->best.value < solving->problem->total) {
            solving->best.value++;
            solving->solution.is_fewest = search.open == 0;
            break;
        }
    }
    return NA_OK;
}

static enum na_code find_first(struct solving *solving, struct na_error *reterr)
{
    uint32_t sites = solving->best.count;
    if (!solving->solution.is_fewest || sites == 0) {
        solving->solution.is_first = solving->solution.is_fewest;
        return NA_OK;
    }
    enum na_code code = prepare(solving, sites, solving->best.value - 1, false, reterr);
    if (code != NA_OK) {
        return code;
    }
    na_site_state_bar_hopeless(&solving->state, sites, solving->best.value);
    struct na_site_search search = new_search(solving, sites);
    search.node_limit =
        search.node_limit > UINT64_MAX / FIRST_NODES ? UINT64_MAX : search.node_limit * FIRST_NODES;
    na_site_search_first(&search);
    solving->solution.nodes += search.nodes;
    solving->solution.is_first = search.found;
    return NA_OK;
}

static int by_number(const void *left, const void *right)
{
    const uint32_t *a = left;
    const uint32_t *b = right;
    return (*a > *b) - (*a < *b);
}

static enum na_code solve(struct solving *solving, uint32_t sites, struct na_error *reterr)
{
    enum na_code code = na_site_prices_init(solving->problem, &solving->prices, reterr);
    size_t room = (size_t)solving->problem->candidate_count + 1;
    solving->best.numbers = calloc(room, sizeof solving->best.numbers[0]);
    solving->path = calloc(room, sizeof solving->path[0]);
    solving->excluded = calloc(room, sizeof solving->excluded[0]);
    if (code != NA_OK || solving->best.numbers == NULL || solving->path == NULL ||
        solving->excluded == NULL) {
        return na_fail_memory(reterr, "choosing sites");
    }
    code = choose_by_hand(solving, sites, reterr);
    if (code == NA_OK) {
        code = find_optimum(solving, sites, reterr);
    }
    if (code == NA_OK) {
        code = find_fewest(solving, reterr);
    }
    return code == NA_OK ? find_first(solving, reterr) : code;
}

enum na_code na_site_solve(const struct na_site_problem *problem,
                           const struct na_site_effort *effort,
                           struct na_site_solution *ret_solution, struct na_error *reterr)
{
    struct solving solving = {.problem = problem, .node_limit = effort->node_limit};
    uint32_t sites =
        effort->sites < problem->candidate_count ? effort->sites : problem->candidate_count;
    enum na_code code = solve(&solving, sites, reterr);
    if (code == NA_OK) {
        qsort(solving.best.numbers, solving.best.count, sizeof solving.best.numbers[0], by_number);
        solving.solution.chosen = solving.best.numbers;
        solving.solution.count = solving.best.count;
        solving.solution.value = solving.best.value;
        solving.best.numbers = NULL;
        *ret_solution = solving.solution;
    }
    na_site_state_fini(&solving.state);
    na_site_prices_fini(&solving.prices);
    free(solving.best.numbers);
    free(solving.path);
    free(solving.excluded);
    return code;
}

void na_site_solution_fini(struct na_site_solution *solution)
{
    free(solution->chosen);
    solution->chosen = NULL;
    solution->count = 0;
}

/* Which of those from `done` on adds most. */
static uint32_t next_of(const struct na_site_state *state, const uint32_t *chosen, uint32_t done,
                        uint32_t count)
{
    uint32_t best = done;
    for (uint32_t i = done + 1; i < count; i++) {
        uint64_t gain = state->gains[chosen[i]];
        uint64_t most = state->gains[chosen[best]];
        if (gain > most || (gain == most && chosen[i] < chosen[best])) {
            best = i;
        }
    }
    return best;
}

enum na_code na_site_order(const struct na_site_problem *problem, uint32_t *chosen, uint32_t count,
                           uint64_t *ret_adds, struct na_error *reterr)
{
    struct na_site_prices prices = {NULL, 0};
    struct na_site_state state = {.problem = NULL};
    enum na_code code = na_site_prices_init(problem, &prices, reterr);
    if (code == NA_OK) {
        code = na_site_state_init(problem, &prices, &state, reterr);
    }
    for (uint32_t done = 0; done < count && code == NA_OK; done++) {
        uint32_t place = next_of(&state, chosen, done, count);
        uint32_t candidate = chosen[place];
        chosen[place] = chosen[done];
        chosen[done] = candidate;
        ret_adds[done] = state.gains[candidate];
        na_site_state_put(&state, candidate);
    }
    na_site_state_fini(&state);
    na_site_prices_fini(&prices);
    return code;
}
