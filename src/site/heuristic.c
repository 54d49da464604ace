/* A good choice of sites, quickly: greedy, then exchanges of one for another as long as one gains,
 * then the same again from choices that are a little shaken, since exchanges of one alone come to
 * rest too soon. The search for the best starts from it. */
#include "site/solve.h"

#include <string.h>

#include "base/random.h"

/* How often it is shaken in a row without a gain, and how many are taken out each time; and how
 * often at all, times sites and candidates: some seconds, whatever the problem. */
#define SHAKES 60
#define SHAKES_WORK UINT64_C(2000000000)
#define SHAKEN_LEAST 2
#define SHAKEN_MOST 4

/* Add the one that adds most, again and again, until none adds anything or there are `sites`. */
static void fill_up(struct na_site_state *state, uint32_t sites, struct na_site_choice *choice)
{
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

void na_site_greedy(struct na_site_state *state, uint32_t sites, struct na_site_choice *choice)
{
    choice->count = 0;
    fill_up(state, sites, choice);
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

/* Take `many` out, fill up without them by greedy, then exchange. */
static void shake(struct na_site_state *state, struct na_random *random, uint32_t many,
                  struct na_site_choice *choice)
{
    uint32_t sites = choice->count;
    uint32_t out[SHAKEN_MOST];
    for (uint32_t i = 0; i < many; i++) {
        uint32_t place = na_random_below(random, choice->count);
        out[i] = choice->numbers[place];
        choice->numbers[place] = choice->numbers[--choice->count];
        na_site_state_take(state, out[i]);
    }
    for (uint32_t i = 0; i < many; i++) {
        state->barred[out[i]] = true;
    }
    fill_up(state, sites, choice);
    for (uint32_t i = 0; i < many; i++) {
        state->barred[out[i]] = false;
    }
    (void)na_site_swap(state, choice);
}

static void copy_choice(struct na_site_choice *to, const struct na_site_choice *from)
{
    memcpy(to->numbers, from->numbers, from->count * sizeof to->numbers[0]);
    to->count = from->count;
    to->value = from->value;
}

void na_site_try(struct na_site_state *state, uint32_t sites, struct na_site_choice *trial,
                 struct na_site_choice *best)
{
    for (uint32_t i = 0; i < trial->count; i++) {
        na_site_state_put(state, trial->numbers[i]);
    }
    fill_up(state, sites, trial);
    (void)na_site_swap(state, trial);
    for (uint32_t i = 0; i < trial->count; i++) {
        na_site_state_take(state, trial->numbers[i]);
    }
    if (trial->value > best->value) {
        copy_choice(best, trial);
    }
}

void na_site_shake(struct na_site_state *state, uint64_t upper, uint32_t *scratch,
                   struct na_site_choice *choice)
{
    struct na_random random = na_random_seeded(1, 0);
    struct na_site_choice trial = {.numbers = scratch};
    for (uint32_t i = 0; i < choice->count; i++) {
        na_site_state_put(state, choice->numbers[i]);
    }
    copy_choice(&trial, choice);
    uint64_t each = ((uint64_t)choice->count + 1) * ((uint64_t)state->problem->candidate_count + 1);
    uint64_t left = SHAKES_WORK / each;
    for (uint32_t still = 0; still < SHAKES && choice->value < upper && left > 0; still++, left--) {
        uint32_t many = SHAKEN_LEAST + still % (SHAKEN_MOST - SHAKEN_LEAST + 1);
        if (many >= trial.count) {
            break;
        }
        shake(state, &random, many, &trial);
        if (trial.count == choice->count && trial.value >= choice->value) {
            still = trial.value > choice->value ? 0 : still;
            copy_choice(choice, &trial);
            continue;
        }
        for (uint32_t i = 0; i < trial.count; i++) {
            na_site_state_take(state, trial.numbers[i]);
        }
        copy_choice(&trial, choice);
        for (uint32_t i = 0; i < trial.count; i++) {
            na_site_state_put(state, trial.numbers[i]);
        }
    }
    for (uint32_t i = 0; i < trial.count; i++) {
        na_site_state_take(state, trial.numbers[i]);
    }
}
