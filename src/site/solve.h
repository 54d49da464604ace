/* site/solve.h - the steps of na_site_solve. Private to this room. */
#ifndef NA_SITE_SOLVE_H
#define NA_SITE_SOLVE_H

#include "site/state.h"

/* A choice of candidates in the caller's storage: room for `sites`. */
struct na_site_choice {
    uint32_t *numbers;
    uint32_t count;
    uint64_t value;
};

/* Greedy: the one that adds most, again and again, until none adds anything or `sites` are chosen.
 * `state` holds nothing before and the choice after. */
void na_site_greedy(struct na_site_state *state, uint32_t sites, struct na_site_choice *choice);
/* Exchange one for another as long as that covers more: the exchange that gains most first, of
 * equals that with the lowest number out, then in. Returns how many. */
uint32_t na_site_swap(struct na_site_state *state, struct na_site_choice *choice);

/* Take some out, fill up by others, exchange; again and again as long as that gains now and then,
 * always in the same way, until `choice` covers `upper`. `state` holds nothing, before and after;
 * `scratch` has room for the choice. */
void na_site_shake(struct na_site_state *state, uint64_t upper, uint32_t *scratch,
                   struct na_site_choice *choice);

/* Fill `trial` up to `sites` by greedy and exchange; it becomes `best` if it covers more. `state`
 * holds nothing, before and after. */
void na_site_try(struct na_site_state *state, uint32_t sites, struct na_site_choice *trial,
                 struct na_site_choice *best);

/* For trying choices by the way; all is borrowed. */
struct na_site_tries {
    struct na_site_state *state; /* holds nothing */
    uint32_t *scratch;           /* room for the choice */
    struct na_site_choice *best; /* in and out */
};

struct na_site_improving {
    uint32_t sites;
    uint64_t value;     /* which some choice reaches: what the steps go towards */
    unsigned int steps; /* from the prices there are; 0: as many as take half a second, afresh */
    const struct na_site_tries *tries; /* better choices that are met are kept; NULL: none is */
    uint32_t *often; /* of the candidates: counts the steps that have it among the `sites` greatest
                        sums; NULL: not */
};

/* Prices that make the bound of the whole problem small, by subgradient steps. Errors:
 * NA_ERR_MEMORY. */
NA_MUST_USE enum na_code na_site_prices_improve(const struct na_site_problem *problem,
                                                const struct na_site_improving *how,
                                                struct na_site_prices *prices,
                                                struct na_error *reterr);

struct na_site_search {
    struct na_site_state *state; /* nothing chosen */
    uint32_t sites;
    uint64_t node_limit;
    uint64_t nodes;              /* out: done */
    uint64_t open;               /* out: the greatest bound of what was not searched; 0: all was */
    struct na_site_choice *best; /* in and out */
    uint32_t *path;              /* scratch: sites */
    uint32_t *excluded;          /* scratch: candidate_count */
    uint32_t depth, excluded_count;
    bool found;
};

/* A choice better than `best`, until there is none: branch and bound by prices (site/branch.c).
 * Errors: NA_ERR_MEMORY. */
NA_MUST_USE enum na_code na_site_search_best(struct na_site_search *search,
                                             struct na_error *reterr);
/* In the order of numbers: the first choice that covers best->value. `found` says whether `best` is
 * now it. */
void na_site_search_first(struct na_site_search *search);

#endif
