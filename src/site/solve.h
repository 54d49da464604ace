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

/* Prices that make the bound of the whole problem for `sites` candidates small, by subgradient
 * steps towards `value`, which some choice reaches. Errors: NA_ERR_MEMORY. */
NA_MUST_USE enum na_code na_site_prices_improve(const struct na_site_problem *problem,
                                                uint32_t sites, uint64_t value,
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

/* Depth first, the candidate that adds most first: a choice better than `best`, until there is
 * none. */
void na_site_search_best(struct na_site_search *search);
/* In the order of numbers: the first choice that covers best->value. `found` says whether `best` is
 * now it. */
void na_site_search_first(struct na_site_search *search);

#endif
