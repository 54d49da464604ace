/* The best choice with the sites that are to be in it, and the best choices of fewer.
 *
 * What a site that must be there covers is set aside: its cells weigh nothing while the others are
 * chosen. It is the same problem with fewer sites, so that bound and proof go for the whole. */
#include <stdlib.h>
#include <string.h>

#include "base/fail.h"
#include "site/private.h"

/* Of NA_SITE_NODES_AUTO: some seconds; and the fewest nodes. */
#define NODES_WORK 60000000.0
#define NODES_MIN 20

/* A node takes some dozens of steps over all pairs and looks at all its candidates each time; most
 * nodes are far smaller than the whole problem. */
static uint64_t affordable_nodes(const struct na_site_problem *problem)
{
    double work = (double)problem->cell_starts[problem->cell_count] +
                  20.0 * (double)problem->candidate_count + 1.0;
    double nodes = NODES_WORK / work;
    return nodes < NODES_MIN                ? NODES_MIN
           : nodes > NA_SITE_NODES_AUTO_MAX ? NA_SITE_NODES_AUTO_MAX
                                            : (uint64_t)nodes;
}

/* The weight that the sites of `must` cover; their cells weigh nothing from now on. */
static uint64_t set_aside(const struct na_site *site, struct na_site_problem *problem)
{
    uint64_t covered = 0;
    for (uint32_t j = 0; j < site->candidate_count; j++) {
        for (uint32_t i = problem->candidate_starts[j];
             i < problem->candidate_starts[j + 1] && site->candidates[j].must; i++) {
            uint32_t cell = problem->candidate_cells[i];
            covered += problem->weights[cell];
            problem->weights[cell] = 0;
        }
    }
    problem->total -= covered;
    return covered;
}

static int by_number(const void *left, const void *right)
{
    const uint32_t *a = left;
    const uint32_t *b = right;
    return (*a > *b) - (*a < *b);
}

/* The solution of the others becomes that of all. */
static enum na_code add_must(const struct na_site *site, uint64_t covered,
                             struct na_site_solution *solution, struct na_error *reterr)
{
    size_t count = (size_t)solution->count + site->question.must_count;
    uint32_t *chosen = calloc(count + 1, sizeof chosen[0]);
    if (chosen == NULL) {
        return na_fail_memory(reterr, "choosing sites");
    }
    memcpy(chosen, solution->chosen, solution->count * sizeof chosen[0]);
    for (uint32_t j = 0; j < site->candidate_count; j++) {
        if (site->candidates[j].must) {
            chosen[solution->count++] = j;
        }
    }
    qsort(chosen, count, sizeof chosen[0], by_number);
    free(solution->chosen);
    solution->chosen = chosen;
    solution->value += covered;
    solution->upper += covered;
    solution->greedy_value += covered;
    solution->swapped_value += covered;
    return NA_OK;
}

/* More sites never cover less, and fewer never more: what is known of the neighbours counts. */
static void smooth(struct na_site *site)
{
    struct na_site_curve_point *curve = site->curve;
    for (uint32_t k = 1; k < site->curve_count; k++) {
        curve[k].value = curve[k].value > curve[k - 1].value ? curve[k].value : curve[k - 1].value;
    }
    for (uint32_t k = site->curve_count - 1; k > 0; k--) {
        curve[k - 1].upper =
            curve[k - 1].upper < curve[k].upper ? curve[k - 1].upper : curve[k].upper;
    }
}

/* The best choices of fewer, each with its share of the nodes, and that of all. */
static enum na_code draw_curve(struct na_site *site, const struct na_site_problem *problem,
                               uint64_t covered, struct na_error *reterr)
{
    uint32_t most = site->question.sites;
    uint32_t must = (uint32_t)site->question.must_count;
    site->curve = calloc((size_t)most + 1, sizeof site->curve[0]);
    if (site->curve == NULL) {
        return na_fail_memory(reterr, "choosing sites");
    }
    uint64_t limit = site->question.node_limit / most;
    enum na_code code = NA_OK;
    for (uint32_t sites = must > 0 ? must : 1; sites < most && code == NA_OK; sites++) {
        const struct na_site_effort effort = {sites - must, limit};
        struct na_site_solution solution = {.chosen = NULL};
        code = na_site_solve(problem, &effort, &solution, reterr);
        if (code == NA_OK) {
            site->curve[site->curve_count++] = (struct na_site_curve_point){
                sites, solution.value + covered, solution.upper + covered};
        }
        na_site_solution_fini(&solution);
    }
    return code;
}

enum na_code na_site_choose(struct na_site *site, struct na_site_problem *problem,
                            struct na_error *reterr)
{
    uint64_t total = problem->total;
    struct na_site_question *question = &site->question;
    uint64_t *weights = calloc((size_t)problem->cell_count + 1, sizeof weights[0]);
    if (weights == NULL) {
        return na_fail_memory(reterr, "choosing sites");
    }
    memcpy(weights, problem->weights, problem->cell_count * sizeof weights[0]);
    question->node_limit = question->node_limit == NA_SITE_NODES_AUTO ? affordable_nodes(problem)
                                                                      : question->node_limit;
    uint64_t covered = set_aside(site, problem);
    const struct na_site_effort effort = {question->sites - (uint32_t)question->must_count,
                                          question->node_limit};
    enum na_code code = na_site_solve(problem, &effort, &site->solution, reterr);
    if (code == NA_OK && question->curve) {
        code = draw_curve(site, problem, covered, reterr);
    }
    if (code == NA_OK) {
        code = add_must(site, covered, &site->solution, reterr);
    }
    if (code == NA_OK && question->curve) {
        site->curve[site->curve_count++] = (struct na_site_curve_point){
            question->sites, site->solution.value, site->solution.upper};
        smooth(site);
    }
    memcpy(problem->weights, weights, problem->cell_count * sizeof weights[0]);
    problem->total = total;
    free(weights);
    return code;
}
