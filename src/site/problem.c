/* Pairs of candidate and cell, kept both ways round. */
#include "site/problem.h"

#include <stdlib.h>
#include <string.h>

#include "base/fail.h"

static enum na_code allocate(const uint32_t *cell_starts, uint32_t cell_count,
                             uint32_t candidate_count, struct na_site_problem *problem,
                             struct na_error *reterr)
{
    size_t pairs = cell_starts[cell_count];
    problem->cell_count = cell_count;
    problem->candidate_count = candidate_count;
    /* one more, so that nothing is asked for nothing */
    problem->weights = calloc((size_t)cell_count + 1, sizeof problem->weights[0]);
    problem->cell_starts = calloc((size_t)cell_count + 1, sizeof problem->cell_starts[0]);
    problem->cell_candidates = calloc(pairs + 1, sizeof problem->cell_candidates[0]);
    problem->candidate_starts =
        calloc((size_t)candidate_count + 2, sizeof problem->candidate_starts[0]);
    problem->candidate_cells = calloc(pairs + 1, sizeof problem->candidate_cells[0]);
    if (problem->weights == NULL || problem->cell_starts == NULL ||
        problem->cell_candidates == NULL || problem->candidate_starts == NULL ||
        problem->candidate_cells == NULL) {
        return na_fail_memory(reterr, "setting up the choice of sites");
    }
    return NA_OK;
}

/* The lists of the candidates, from those of the cells, by counting. */
static void turn_round(struct na_site_problem *problem)
{
    uint32_t *starts = problem->candidate_starts;
    uint32_t pairs = problem->cell_starts[problem->cell_count];
    for (uint32_t i = 0; i < pairs; i++) {
        starts[problem->cell_candidates[i] + 2]++;
    }
    for (uint32_t j = 2; j < problem->candidate_count + 2; j++) {
        starts[j] += starts[j - 1];
    }
    for (uint32_t cell = 0; cell < problem->cell_count; cell++) {
        for (uint32_t i = problem->cell_starts[cell]; i < problem->cell_starts[cell + 1]; i++) {
            problem->candidate_cells[starts[problem->cell_candidates[i] + 1]++] = cell;
        }
    }
}

enum na_code na_site_problem_init(const uint64_t *weights, const uint32_t *cell_starts,
                                  const uint32_t *cell_candidates, uint32_t cell_count,
                                  uint32_t candidate_count, struct na_site_problem *ret_problem,
                                  struct na_error *reterr)
{
    struct na_site_problem problem = {.cell_count = 0};
    if (candidate_count > NA_SITE_CANDIDATES_MAX || cell_starts[cell_count] > NA_SITE_PAIRS_MAX) {
        return na_fail(reterr, NA_ERR_LIMIT, "Too many candidates, or too many near each other");
    }
    enum na_code code = allocate(cell_starts, cell_count, candidate_count, &problem, reterr);
    for (uint32_t i = 0; i < cell_count && code == NA_OK; i++) {
        problem.weights[i] = weights[i];
        if (weights[i] >= NA_SITE_WEIGHT_MAX - problem.total) {
            code = na_fail(reterr, NA_ERR_LIMIT, "The weights add up to too much");
        }
        problem.total += weights[i];
    }
    if (code != NA_OK) {
        na_site_problem_fini(&problem);
        return code;
    }
    uint32_t pairs = cell_starts[cell_count];
    memcpy(problem.cell_starts, cell_starts, ((size_t)cell_count + 1) * sizeof cell_starts[0]);
    if (pairs > 0) {
        memcpy(problem.cell_candidates, cell_candidates, pairs * sizeof cell_candidates[0]);
    }
    turn_round(&problem);
    *ret_problem = problem;
    return NA_OK;
}

void na_site_problem_fini(struct na_site_problem *problem)
{
    free(problem->weights);
    free(problem->cell_starts);
    free(problem->cell_candidates);
    free(problem->candidate_starts);
    free(problem->candidate_cells);
    *problem = (struct na_site_problem){.cell_count = 0};
}
