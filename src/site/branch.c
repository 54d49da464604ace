/* The exact choice of sites: branch and bound on ever smaller problems.
 *
 * A node is a problem of its own: what the candidates taken so far do not cover, with the
 * candidates that are still free. Its prices start from those of the node above and are made better
 * for it alone (site/bound.c), so that its bound is nearly that of the linear program. By that
 * bound most candidates decide themselves: one without which nothing better is left is taken, one
 * with which nothing better is left is barred. Of the others the one that is among the best sums
 * about half of the time is tried, first taken, then barred. What is barred makes the next problem
 * in the same place; only what is taken goes one level deeper, so that there are at most `sites`
 * levels. */
#include "site/solve.h"

#include <stdlib.h>
#include <string.h>

#include "base/fail.h"

/* Subgradient steps of a node. */
#define NODE_STEPS 60

enum fate { FREE, TAKEN, BARRED };

/* A node. Candidates have `names`, their numbers in the whole problem. */
struct node {
    struct na_site_problem problem;
    struct na_site_prices prices;
    uint32_t *names;
    uint32_t *often; /* of the candidates: steps among the greatest sums */
    uint8_t *fates;  /* enum fate */
    uint32_t sites;  /* still to be taken */
    uint64_t before; /* weight covered by those taken */
};

static void node_fini(struct node *node)
{
    na_site_problem_fini(&node->problem);
    na_site_prices_fini(&node->prices);
    free(node->names);
    free(node->often);
    free(node->fates);
    *node = (struct node){.names = NULL};
}

/* Room for what a node knows of its candidates. */
static enum na_code allocate(struct node *node, struct na_error *reterr)
{
    size_t room = (size_t)node->problem.candidate_count + 1;
    node->names = calloc(room, sizeof node->names[0]);
    node->often = calloc(room, sizeof node->often[0]);
    node->fates = calloc(room, sizeof node->fates[0]);
    return node->names == NULL || node->often == NULL || node->fates == NULL
               ? na_fail_memory(reterr, "searching for the best sites")
               : NA_OK;
}

/* Cells while they are put together: room for all of the node above. */
struct lists {
    uint64_t *weights, *prices;
    uint32_t *starts, *candidates, *numbers; /* numbers: new ones of the candidates */
    uint32_t count;
};

static void lists_fini(struct lists *lists)
{
    free(lists->weights);
    free(lists->prices);
    free(lists->starts);
    free(lists->candidates);
    free(lists->numbers);
}

static enum na_code lists_init(const struct na_site_problem *problem, struct lists *ret_lists,
                               struct na_error *reterr)
{
    size_t cells = (size_t)problem->cell_count + 1;
    size_t pairs = (size_t)problem->cell_starts[problem->cell_count] + 1;
    struct lists lists = {.weights = calloc(cells, sizeof lists.weights[0])};
    lists.prices = calloc(cells, sizeof lists.prices[0]);
    lists.starts = calloc(cells, sizeof lists.starts[0]);
    lists.candidates = calloc(pairs, sizeof lists.candidates[0]);
    lists.numbers = calloc((size_t)problem->candidate_count + 1, sizeof lists.numbers[0]);
    if (lists.weights == NULL || lists.prices == NULL || lists.starts == NULL ||
        lists.candidates == NULL || lists.numbers == NULL) {
        lists_fini(&lists);
        return na_fail_memory(reterr, "searching for the best sites");
    }
    *ret_lists = lists;
    return NA_OK;
}

/* The cell with its free candidates; false: one that is taken covers it. */
static bool keep_cell(const struct node *node, uint32_t cell, struct lists *lists)
{
    const struct na_site_problem *problem = &node->problem;
    uint32_t end = lists->starts[lists->count];
    for (uint32_t i = problem->cell_starts[cell]; i < problem->cell_starts[cell + 1]; i++) {
        uint32_t candidate = problem->cell_candidates[i];
        if (node->fates[candidate] == TAKEN) {
            return false;
        }
        if (node->fates[candidate] == FREE) {
            lists->candidates[end++] = lists->numbers[candidate];
        }
    }
    if (end > lists->starts[lists->count]) {
        lists->weights[lists->count] = problem->weights[cell];
        lists->prices[lists->count] = node->prices.prices[cell];
        lists->starts[++lists->count] = end;
    }
    return true;
}

/* What is left when the fates of `node` have come true. */
static enum na_code reduce(const struct node *node, struct node *ret_less, struct na_error *reterr)
{
    const struct na_site_problem *problem = &node->problem;
    struct node less = {.sites = node->sites, .before = node->before};
    struct lists lists = {.count = 0};
    enum na_code code = lists_init(problem, &lists, reterr);
    if (code != NA_OK) {
        return code;
    }
    uint32_t count = 0;
    for (uint32_t j = 0; j < problem->candidate_count; j++) {
        lists.numbers[j] = count;
        count += node->fates[j] == FREE ? 1 : 0;
        less.sites -= node->fates[j] == TAKEN ? 1 : 0;
    }
    for (uint32_t i = 0; i < problem->cell_count; i++) {
        less.before += keep_cell(node, i, &lists) ? 0 : problem->weights[i];
    }
    code = na_site_problem_init(lists.weights, lists.starts, lists.candidates, lists.count, count,
                                &less.problem, reterr);
    if (code == NA_OK) {
        code = allocate(&less, reterr);
    }
    if (code == NA_OK) {
        less.prices = (struct na_site_prices){lists.prices, node->prices.factor};
        lists.prices = NULL;
        for (uint32_t j = 0; j < problem->candidate_count; j++) {
            if (node->fates[j] == FREE) {
                less.names[lists.numbers[j]] = node->names[j];
            }
        }
        *ret_less = less;
    } else {
        node_fini(&less);
    }
    lists_fini(&lists);
    return code;
}

/* Put those that `node` takes on the path. */
static void push_taken(struct na_site_search *search, const struct node *node)
{
    for (uint32_t j = 0; j < node->problem.candidate_count; j++) {
        if (node->fates[j] == TAKEN) {
            search->path[search->depth++] = node->names[j];
        }
    }
}

/* The path with `rest`, of the node, is better than what was known. */
static void keep(struct na_site_search *search, const struct node *node,
                 const struct na_site_choice *rest)
{
    struct na_site_choice *best = search->best;
    memcpy(best->numbers, search->path, search->depth * sizeof search->path[0]);
    best->count = search->depth;
    for (uint32_t i = 0; i < rest->count; i++) {
        best->numbers[best->count++] = node->names[rest->numbers[i]];
    }
    best->value = node->before + rest->value;
}

/* Better prices for the node, and what they lead to. */
static enum na_code improve(struct na_site_search *search, struct node *node,
                            struct na_error *reterr)
{
    size_t room = (size_t)node->problem.candidate_count + 1;
    uint32_t *scratch = calloc(2 * room, sizeof scratch[0]);
    struct na_site_state state = {.problem = NULL};
    enum na_code code = scratch == NULL
                            ? na_fail_memory(reterr, "searching for the best sites")
                            : na_site_state_init(&node->problem, &node->prices, &state, reterr);
    if (code == NA_OK) {
        uint64_t value = search->best->value - node->before;
        struct na_site_choice rest = {scratch, 0, value};
        struct na_site_tries tries = {&state, scratch + room, &rest};
        const struct na_site_improving improving = {.sites = node->sites,
                                                    .value = value,
                                                    .steps = NODE_STEPS,
                                                    .tries = &tries,
                                                    .often = node->often};
        code = na_site_prices_improve(&node->problem, &improving, &node->prices, reterr);
        if (code == NA_OK && rest.value > value) {
            keep(search, node, &rest);
        }
    }
    na_site_state_fini(&state);
    free(scratch);
    return code;
}

/* A candidate and the prices of what it would add. */
struct worth {
    uint64_t sum;
    uint32_t candidate;
};

static int by_worth(const void *left, const void *right)
{
    const struct worth *a = left;
    const struct worth *b = right;
    if (a->sum != b->sum) {
        return a->sum > b->sum ? -1 : 1;
    }
    return (a->candidate > b->candidate) - (a->candidate < b->candidate);
}

/* All of them, the greatest first. */
static void sort_worths(const struct na_site_state *state, struct worth *ret_sums)
{
    uint32_t count = state->problem->candidate_count;
    for (uint32_t j = 0; j < count; j++) {
        ret_sums[j] = (struct worth){state->priced[j], j};
    }
    qsort(ret_sums, count, sizeof ret_sums[0], by_worth);
}

/* Take those without which, and bar those with which, nothing better is left. False: nothing better
 * is left at all. */
static bool decide(struct na_site_search *search, struct node *node,
                   const struct na_site_state *state, struct worth *sums)
{
    uint64_t better = search->best->value - node->before + 1;
    uint32_t count = node->problem.candidate_count;
    sort_worths(state, sums);
    uint64_t bound = state->unpriced;
    for (uint32_t i = 0; i < node->sites && i < count; i++) {
        bound += sums[i].sum;
    }
    uint64_t least = node->sites <= count ? sums[node->sites - 1].sum : 0;
    uint64_t next = node->sites < count ? sums[node->sites].sum : 0;
    uint64_t factor = state->prices->factor;
    for (uint32_t i = 0; i < count; i++) {
        uint64_t without = bound - sums[i].sum + next;
        uint64_t with = bound - least + sums[i].sum;
        if (i < node->sites && without / factor < better) {
            node->fates[sums[i].candidate] = TAKEN;
        } else if (i >= node->sites && with / factor < better) {
            node->fates[sums[i].candidate] = BARRED;
        }
    }
    return bound / factor >= better;
}

/* The free candidate that most needs an answer: about half of the steps had it among the greatest.
 * Of equals the first. */
static uint32_t undecided(const struct node *node)
{
    uint32_t best = NA_SITE_NO_CANDIDATE;
    uint32_t most = 0;
    for (uint32_t j = 0; j < node->problem.candidate_count; j++) {
        uint32_t often = node->often[j] < NODE_STEPS ? node->often[j] : NODE_STEPS;
        uint32_t doubt = often < NODE_STEPS - often ? often : NODE_STEPS - often;
        if (node->fates[j] == FREE && (best == NA_SITE_NO_CANDIDATE || doubt > most)) {
            best = j;
            most = doubt;
        }
    }
    return best;
}

/* Bound the node and decide what can be decided. `ret_ended`: nothing better is in it, or the
 * search is at its limit. */
static enum na_code settle(struct na_site_search *search, struct node *node, bool *ret_ended,
                           struct na_error *reterr)
{
    const struct na_site_choice nothing = {NULL, 0, 0};
    struct na_site_state state = {.problem = NULL};
    struct worth *sums = calloc((size_t)node->problem.candidate_count + 1, sizeof sums[0]);
    enum na_code code =
        sums == NULL ? na_fail_memory(reterr, "searching for the best sites") : NA_OK;
    if (node->before > search->best->value) {
        keep(search, node, &nothing);
    }
    bool stopped = search->nodes >= search->node_limit;
    search->nodes += stopped ? 0 : 1;
    if (code == NA_OK && !stopped) {
        code = improve(search, node, reterr);
    }
    if (code == NA_OK) {
        code = na_site_state_init(&node->problem, &node->prices, &state, reterr);
    }
    if (code == NA_OK) {
        uint64_t bound = node->before + na_site_state_bound(&state, node->sites);
        *ret_ended = bound <= search->best->value || stopped;
        if (bound > search->best->value && stopped) {
            search->open = bound > search->open ? bound : search->open;
        }
        *ret_ended = *ret_ended || !decide(search, node, &state, sums);
    }
    na_site_state_fini(&state);
    free(sums);
    return code;
}

/* All of the node, which it takes over; recurses once for each candidate that is tried as taken. */
static enum na_code explore(struct na_site_search *search, struct node *node,
                            struct na_error *reterr)
{
    uint32_t kept = search->depth;
    bool ended = false;
    enum na_code code = settle(search, node, &ended, reterr);
    while (code == NA_OK && !ended) {
        uint32_t candidate = undecided(node);
        struct node less = {.names = NULL};
        if (candidate != NA_SITE_NO_CANDIDATE) {
            uint32_t depth = search->depth;
            node->fates[candidate] = TAKEN;
            code = reduce(node, &less, reterr);
            if (code == NA_OK) {
                push_taken(search, node);
                code = explore(search, &less, reterr);
            }
            search->depth = depth;
            node->fates[candidate] = BARRED;
        }
        if (code == NA_OK) {
            code = reduce(node, &less, reterr);
        }
        if (code == NA_OK) {
            push_taken(search, node);
            node_fini(node);
            *node = less;
            code = settle(search, node, &ended, reterr);
        }
    }
    search->depth = kept;
    node_fini(node);
    return code;
}

enum na_code na_site_search_best(struct na_site_search *search, struct na_error *reterr)
{
    /* the whole problem, lent: only its fates are its own */
    const struct na_site_problem *problem = search->state->problem;
    struct node whole = {.problem = *problem, .sites = search->sites};
    struct node root = {.names = NULL};
    whole.prices = *search->state->prices;
    enum na_code code = allocate(&whole, reterr);
    struct worth *sums = calloc((size_t)problem->candidate_count + 1, sizeof sums[0]);
    if (code == NA_OK && sums == NULL) {
        code = na_fail_memory(reterr, "searching for the best sites");
    }
    bool is_open = false;
    if (code == NA_OK) {
        for (uint32_t j = 0; j < problem->candidate_count; j++) {
            whole.names[j] = j;
        }
        uint64_t bound = na_site_state_bound(search->state, search->sites);
        is_open = search->sites > 0 && bound > search->best->value;
        if (is_open && search->node_limit == 0) {
            search->open = bound;
            is_open = false;
        }
        is_open = is_open && decide(search, &whole, search->state, sums);
    }
    if (code == NA_OK && is_open) {
        code = reduce(&whole, &root, reterr);
        if (code == NA_OK) {
            push_taken(search, &whole);
            code = explore(search, &root, reterr);
            search->depth = 0;
        }
    }
    free(sums);
    free(whole.names);
    free(whole.often);
    free(whole.fates);
    return code;
}
