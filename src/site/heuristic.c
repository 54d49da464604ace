/* A good choice of sites, quickly: greedy, then exchanges of one for another as long as one gains.
 * The search for the best starts from it. */
#include "site/solve.h"

void na_site_greedy(struct na_site_state *state, uint32_t sites, struct na_site_choice *choice)
{
    choice->count = 0;
    while (choice->count < sites) {
        uint32_t best = na_site_state_best(state);
        if (best == NA_SITE_NO_CANDIDATE) {
            break;
        }
        na_site_state_put(state, best);
        choice->numbers[choice->count++] = best;
    }
    choice->value = state->value;
}

/* The best exchange: place of the one that goes, the one that comes; false when none gains. Lowest
 * number out first: `choice` ascends. */
static bool find_exchange(struct na_site_state *state, const struct na_site_choice *choice,
                          uint32_t *ret_place, uint32_t *ret_in)
{
    uint64_t most = 0;
    for (uint32_t place = 0; place < choice->count; place++) {
        uint32_t out = choice->numbers[place];
        na_site_state_take(state, out);
        uint64_t loss = state->gains[out];
        uint32_t in = na_site_state_best(state);
        if (in != NA_SITE_NO_CANDIDATE && state->gains[in] > loss &&
            state->gains[in] - loss > most) {
            most = state->gains[in] - loss;
            *ret_place = place;
            *ret_in = in;
        }
        na_site_state_put(state, out);
    }
    return most > 0;
}

static void sort_choice(struct na_site_choice *choice)
{
    for (uint32_t i = 1; i < choice->count; i++) {
        uint32_t number = choice->numbers[i];
        uint32_t at = i;
        for (; at > 0 && choice->numbers[at - 1] > number; at--) {
            choice->numbers[at] = choice->numbers[at - 1];
        }
        choice->numbers[at] = number;
    }
}

uint32_t na_site_swap(struct na_site_state *state, struct na_site_choice *choice)
{
    uint32_t swaps = 0;
    uint32_t place = 0, in = 0;
    sort_choice(choice);
    while (find_exchange(state, choice, &place, &in)) {
        na_site_state_take(state, choice->numbers[place]);
        na_site_state_put(state, in);
        choice->numbers[place] = in;
        sort_choice(choice);
        swaps++;
    }
    choice->value = state->value;
    return swaps;
}
