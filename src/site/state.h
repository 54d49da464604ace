/* site/state.h - a partial choice of candidates and what every other would add to it, kept up
 * to date as candidates are put in and taken out. Private to this room. */
#ifndef NA_SITE_STATE_H
#define NA_SITE_STATE_H

#include "site/problem.h"

/* A price for each cell, 0 to weight * factor, is a set of multipliers of the Lagrangian of the
 * problem (site/bound.c). With `priced` and `unpriced` below it bounds every choice that goes on
 * from this one. */
struct na_site_prices {
    uint64_t *prices; /* of the cells */
    uint64_t factor;
};

struct na_site_state {
    const struct na_site_problem *problem;
    const struct na_site_prices *prices;
    uint32_t *times;   /* how many of the chosen cover a cell */
    bool *barred;      /* candidates that may not be taken: chosen, or excluded */
    uint64_t value;    /* weight covered */
    uint64_t *gains;   /* what a candidate would add */
    uint64_t *priced;  /* prices of the cells it would add */
    uint64_t unpriced; /* of the cells not covered: weight * factor less price */
    uint64_t *heap;    /* scratch of na_site_state_bound: candidate_count */
};

/* Prices of weight * factor with factor 1: then the bound is that of submodularity. Errors:
 * NA_ERR_MEMORY. */
NA_MUST_USE enum na_code na_site_prices_init(const struct na_site_problem *problem,
                                             struct na_site_prices *ret_prices,
                                             struct na_error *reterr);
void na_site_prices_fini(struct na_site_prices *prices);

/* Nothing chosen. Errors: NA_ERR_MEMORY. */
NA_MUST_USE enum na_code na_site_state_init(const struct na_site_problem *problem,
                                            const struct na_site_prices *prices,
                                            struct na_site_state *ret_state,
                                            struct na_error *reterr);
void na_site_state_fini(struct na_site_state *state);
/* Choose, and bar it; take back, and allow it again. */
void na_site_state_put(struct na_site_state *state, uint32_t candidate);
void na_site_state_take(struct na_site_state *state, uint32_t candidate);
/* The candidate not barred that adds most, the lowest number of equals; NA_SITE_NO_CANDIDATE when
 * none adds anything. */
uint32_t na_site_state_best(const struct na_site_state *state);
/* No choice that adds at most `left` candidates that are not barred covers more. */
uint64_t na_site_state_bound(struct na_site_state *state, uint32_t left);
/* With nothing chosen: bar the candidates that no choice of `sites` covering at least `value` can
 * hold. */
void na_site_state_bar_hopeless(struct na_site_state *state, uint32_t sites, uint64_t value);

#endif
