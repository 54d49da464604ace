/* Sums that are kept up to date, and a heap for the largest of them. */
#include "site/state.h"

#include <stdlib.h>
#include <string.h>

#include "base/fail.h"

enum na_code na_site_prices_init(const struct na_site_problem *problem,
                                 struct na_site_prices *ret_prices, struct na_error *reterr)
{
    uint64_t *prices = calloc((size_t)problem->cell_count + 1, sizeof prices[0]);
    if (prices == NULL) {
        return na_fail_memory(reterr, "bounding the choice of sites");
    }
    memcpy(prices, problem->weights, problem->cell_count * sizeof prices[0]);
    *ret_prices = (struct na_site_prices){prices, 1};
    return NA_OK;
}

void na_site_prices_fini(struct na_site_prices *prices)
{
    free(prices->prices);
    prices->prices = NULL;
}

enum na_code na_site_state_init(const struct na_site_problem *problem,
                                const struct na_site_prices *prices,
                                struct na_site_state *ret_state, struct na_error *reterr)
{
    size_t candidates = (size_t)problem->candidate_count + 1;
    struct na_site_state state = {.problem = problem, .prices = prices};
    state.times = calloc((size_t)problem->cell_count + 1, sizeof state.times[0]);
    state.barred = calloc(candidates, sizeof state.barred[0]);
    state.gains = calloc(candidates, sizeof state.gains[0]);
    state.priced = calloc(candidates, sizeof state.priced[0]);
    state.heap = calloc(candidates, sizeof state.heap[0]);
    if (state.times == NULL || state.barred == NULL || state.gains == NULL ||
        state.priced == NULL || state.heap == NULL) {
        na_site_state_fini(&state);
        return na_fail_memory(reterr, "choosing sites");
    }
    for (uint32_t j = 0; j < problem->candidate_count; j++) {
        for (uint32_t i = problem->candidate_starts[j]; i < problem->candidate_starts[j + 1]; i++) {
            state.gains[j] += problem->weights[problem->candidate_cells[i]];
            state.priced[j] += prices->prices[problem->candidate_cells[i]];
        }
    }
    for (uint32_t i = 0; i < problem->cell_count; i++) {
        state.unpriced += problem->weights[i] * prices->factor - prices->prices[i];
    }
    *ret_state = state;
    return NA_OK;
}

void na_site_state_fini(struct na_site_state *state)
{
    free(state->times);
    free(state->barred);
    free(state->gains);
    free(state->priced);
    free(state->heap);
    *state = (struct na_site_state){.problem = NULL};
}

void na_site_state_put(struct na_site_state *state, uint32_t candidate)
{
    const struct na_site_problem *problem = state->problem;
    state->barred[candidate] = true;
    for (uint32_t i = problem->candidate_starts[candidate];
         i < problem->candidate_starts[candidate + 1]; i++) {
        uint32_t cell = problem->candidate_cells[i];
        if (state->times[cell]++ > 0) {
            continue;
        }
        uint64_t weight = problem->weights[cell];
        uint64_t price = state->prices->prices[cell];
        state->value += weight;
        state->unpriced -= weight * state->prices->factor - price;
        for (uint32_t k = problem->cell_starts[cell]; k < problem->cell_starts[cell + 1]; k++) {
            state->gains[problem->cell_candidates[k]] -= weight;
            state->priced[problem->cell_candidates[k]] -= price;
        }
    }
}

void na_site_state_take(struct na_site_state *state, uint32_t candidate)
{
    const struct na_site_problem *problem = state->problem;
    state->barred[candidate] = false;
    for (uint32_t i = problem->candidate_starts[candidate];
         i < problem->candidate_starts[candidate + 1]; i++) {
        uint32_t cell = problem->candidate_cells[i];
        if (--state->times[cell] > 0) {
            continue;
        }
        uint64_t weight = problem->weights[cell];
        uint64_t price = state->prices->prices[cell];
        state->value -= weight;
        state->unpriced += weight * state->prices->factor - price;
        for (uint32_t k = problem->cell_starts[cell]; k < problem->cell_starts[cell + 1]; k++) {
            state->gains[problem->cell_candidates[k]] += weight;
            state->priced[problem->cell_candidates[k]] += price;
        }
    }
}

uint32_t na_site_state_best(const struct na_site_state *state)
{
    uint32_t best = NA_SITE_NO_CANDIDATE;
    uint64_t most = 0;
    for (uint32_t j = 0; j < state->problem->candidate_count; j++) {
        if (!state->barred[j] && state->gains[j] > most) {
            most = state->gains[j];
            best = j;
        }
    }
    return best;
}

/* Put `value` in the place of the least of the heap, or after the last while there is room. */
static void heap_offer(uint64_t *heap, uint32_t *count, uint32_t capacity, uint64_t value)
{
    if (*count < capacity) {
        uint32_t at = (*count)++;
        for (; at > 0 && heap[(at - 1) / 2] > value; at = (at - 1) / 2) {
            heap[at] = heap[(at - 1) / 2];
        }
        heap[at] = value;
        return;
    }
    if (value <= heap[0]) {
        return;
    }
    uint32_t at = 0;
    for (;;) {
        uint32_t child = 2 * at + 1;
        if (child >= capacity) {
            break;
        }
        child += child + 1 < capacity && heap[child + 1] < heap[child] ? 1 : 0;
        if (heap[child] >= value) {
            break;
        }
        heap[at] = heap[child];
        at = child;
    }
    heap[at] = value;
}

/* The `left` greatest values above 0 of candidates not barred, the least of them first in the heap;
 * returns how many. */
static uint32_t find_top(struct na_site_state *state, const uint64_t *values, uint32_t left)
{
    uint32_t count = 0;
    uint32_t candidates = state->problem->candidate_count;
    left = left < candidates ? left : candidates;
    for (uint32_t j = 0; j < candidates && left > 0; j++) {
        if (!state->barred[j] && values[j] > 0) {
            heap_offer(state->heap, &count, left, values[j]);
        }
    }
    return count;
}

/* They together, at most `cap`. */
static uint64_t top_sum(struct na_site_state *state, const uint64_t *values, uint32_t left,
                        uint64_t cap)
{
    uint32_t count = find_top(state, values, left);
    uint64_t sum = 0;
    for (uint32_t i = 0; i < count; i++) {
        if (state->heap[i] >= cap - sum) {
            return cap;
        }
        sum += state->heap[i];
    }
    return sum;
}

/* Cells are covered at their weight already, so that their prices may be anything: 0 is best. What
 * is left is the Lagrangian of the problem of the other cells. Every sum is at most the total
 * weight times the factor, which is below 2^62. */
uint64_t na_site_state_bound(struct na_site_state *state, uint32_t left)
{
    uint64_t free_weight = state->problem->total - state->value;
    uint64_t bound = state->value + top_sum(state, state->gains, left, free_weight);
    uint64_t factor = state->prices->factor;
    uint64_t priced = top_sum(state, state->priced, left, free_weight * factor - state->unpriced);
    uint64_t by_price = state->value + (state->unpriced + priced) / factor;
    return by_price < bound ? by_price : bound;
}

/* With one more candidate in, the bound by prices is that without it, less the least of the `sites`
 * greatest sums, plus its own. */
void na_site_state_bar_hopeless(struct na_site_state *state, uint32_t sites, uint64_t value)
{
    uint64_t factor = state->prices->factor;
    uint64_t cap = state->problem->total * factor - state->unpriced;
    uint64_t sum = top_sum(state, state->priced, sites, cap);
    uint32_t count = find_top(state, state->priced, sites);
    if (sum == cap || count < sites || count == 0) {
        return;
    }
    uint64_t least = state->heap[0];
    for (uint32_t j = 0; j < state->problem->candidate_count; j++) {
        if (state->priced[j] < least &&
            (state->unpriced + sum - least + state->priced[j]) / factor < value) {
            state->barred[j] = true;
        }
    }
}
