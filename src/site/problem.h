/* site/problem.h - the maximal covering location problem, bare (R. Church, C. ReVelle, "The
 * maximal covering location problem", Papers of the Regional Science Association 32, 1974): of m
 * candidates choose at most p so that the weight of the cells that one of them covers is greatest.
 * Weights are integers, so that every sum is exact in whatever order it is made. No geography. */
#ifndef NA_SITE_PROBLEM_H
#define NA_SITE_PROBLEM_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <nearaid/error.h>

/* Most candidates, and most pairs of a cell and a candidate that covers it. */
#define NA_SITE_CANDIDATES_MAX ((uint32_t)50000)
#define NA_SITE_PAIRS_MAX ((size_t)1 << 27)
/* The weights of all cells together stay below this. */
#define NA_SITE_WEIGHT_MAX ((uint64_t)1 << 62)
#define NA_SITE_NO_CANDIDATE UINT32_MAX

/* A cell is all demand that the very same candidates cover. Candidates are numbered in the order of
 * preference: of equals the lower number is taken. Lists ascend. */
struct na_site_problem {
    uint32_t cell_count, candidate_count;
    uint64_t *weights;         /* of the cells */
    uint64_t total;            /* of them all */
    uint32_t *cell_starts;     /* cell_count + 1, into `cell_candidates` */
    uint32_t *cell_candidates; /* who covers it */
    uint32_t *candidate_starts;
    uint32_t *candidate_cells; /* what it covers */
};

/* From the cells' lists; all arrays are copied. Errors: NA_ERR_LIMIT, NA_ERR_MEMORY. */
NA_MUST_USE enum na_code na_site_problem_init(const uint64_t *weights, const uint32_t *cell_starts,
                                              const uint32_t *cell_candidates, uint32_t cell_count,
                                              uint32_t candidate_count,
                                              struct na_site_problem *ret_problem,
                                              struct na_error *reterr);
void na_site_problem_fini(struct na_site_problem *problem);

struct na_site_effort {
    uint32_t sites;      /* p; more than there are candidates is as many as there are */
    uint64_t node_limit; /* of each search (for the optimum; for the first among equals); 0: the
                            heuristic and its bound alone */
};

struct na_site_solution {
    uint32_t *chosen; /* ascending; each of them adds something */
    uint32_t count;
    uint64_t value;        /* weight covered by `chosen` */
    uint64_t upper;        /* no choice of p covers more; == value when proven */
    uint64_t greedy_value; /* of the greedy choice: at least (1 - 1/e) of the optimum (G. Nemhauser,
                              L. Wolsey, M. Fisher, Mathematical Programming 14, 1978) */
    uint64_t swapped_value; /* after the swaps */
    uint32_t swaps;
    uint64_t nodes; /* of all searches */
    bool is_proven; /* no choice covers more */
    bool is_fewest; /* and none of fewer candidates covers as much; only when is_proven */
    bool is_first;  /* and of the optimum choices of so many its numbers come first, compared one by
                       one; only when is_fewest */
};

/* Solve: greedy, then the best exchange of one candidate as long as there is one, then choices that
 * good prices lead to, then branch and bound. Deterministic. Errors: NA_ERR_MEMORY. */
NA_MUST_USE enum na_code na_site_solve(const struct na_site_problem *problem,
                                       const struct na_site_effort *effort,
                                       struct na_site_solution *ret_solution,
                                       struct na_error *reterr);
void na_site_solution_fini(struct na_site_solution *solution);

/* Put `chosen` into the order of what each adds to those before it, the most first (equal: the
 * lower number), and say how much that is: ret_adds[count]. Errors: NA_ERR_MEMORY. */
NA_MUST_USE enum na_code na_site_order(const struct na_site_problem *problem, uint32_t *chosen,
                                       uint32_t count, uint64_t *ret_adds, struct na_error *reterr);

#endif
