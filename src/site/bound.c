/* The Lagrangian bound of the maximal covering location problem.
 *
 * max sum w_i z_i, z_i <= sum of x_j over the candidates j that cover i, sum x_j <= p, x and z 0 or
 * 1. Multiply z_i - sum x_j <= 0 by a price l_i, 0 <= l_i <= w_i, and take it into the objective:
 * what is left is solved by hand, L(l) = sum (w_i - l_i) + the p greatest of the candidates' sums
 * of l_i, and no choice covers more than L(l), whatever the prices. Subgradient steps (M. Held, P.
 * Wolfe, H. Crowder, "Validation of subgradient optimization", Mathematical Programming 6, 1974)
 * look for prices that make it small. They are sought as doubles and then rounded to integers, so
 * that the bound itself is exact; how good it is may depend on the rounding, whether it holds does
 * not. R. Galvao and C. ReVelle used it for this problem (EJOR 88, 1996).
 *
 * The p candidates with the greatest sums are a choice as well, and near good prices a good one:
 * now and then they are tried, filled up and exchanged, and the best choice that is met is kept. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/fail.h"
#include "site/solve.h"

#define STEPS_MAX 2000
#define STEPS_MIN 20
/* Pairs looked at by all steps together, about: half a second. */
#define STEPS_WORK 200000000.0
/* Steps without a better bound before they are made shorter. */
#define PATIENCE 40
/* The same where the prices are good already: nearer and sooner. */
#define LENGTH_NEAR 0.5
#define PATIENCE_NEAR 8
/* Every so many steps the candidates with the greatest sums are tried as a choice. */
#define TRIED_EVERY 10
#define TRIED_EVERY_NEAR 30
/* Integer prices are at most so many times as fine as the weights. */
#define FACTOR_MAX ((uint64_t)1 << 20)

struct priced {
    double sum;
    uint32_t candidate;
};

struct steps {
    const struct na_site_problem *problem;
    const struct na_site_improving *how;
    uint32_t sites;
    double *prices, *best_prices; /* of the cells */
    struct priced *order;         /* of the candidates, those of the `sites` greatest sums first */
    uint32_t *times;              /* how many of the first `sites` cover a cell */
    double *slopes;               /* of the cells */
    double best;
    uint64_t value; /* some choice covers so much */
    uint64_t tried; /* the greatest value of first `sites` so far */
};

/* Greater sums first; of equals the lower number. */
static bool comes_before(struct priced a, struct priced b)
{
    return a.sum > b.sum || (!(a.sum < b.sum) && a.candidate < b.candidate);
}

/* Bring the first `wanted` of `count` to the front, in any order among themselves: by parting, as
 * C. Hoare's Find does (Communications of the ACM 4, 1961). */
static void select_first(struct priced *order, uint32_t count, uint32_t wanted)
{
    uint32_t from = 0;
    uint32_t to = count;
    while (to - from > 1 && wanted > from && wanted < to) {
        struct priced middle = order[from + (to - from) / 2];
        uint32_t i = from;
        uint32_t j = to;
        for (;;) {
            while (comes_before(order[i], middle)) {
                i++;
            }
            do {
                j--;
            } while (comes_before(middle, order[j]));
            if (i >= j) {
                break;
            }
            struct priced kept = order[i];
            order[i++] = order[j];
            order[j] = kept;
        }
        /* what stands before i comes before or is the middle, what stands from i on after or is */
        if (wanted <= i) {
            to = i;
        } else {
            from = i;
        }
    }
}

static double bound_of(struct steps *steps)
{
    const struct na_site_problem *problem = steps->problem;
    double bound = 0.0;
    for (uint32_t i = 0; i < problem->cell_count; i++) {
        bound += (double)problem->weights[i] - steps->prices[i];
    }
    for (uint32_t j = 0; j < problem->candidate_count; j++) {
        double sum = 0.0;
        for (uint32_t i = problem->candidate_starts[j]; i < problem->candidate_starts[j + 1]; i++) {
            sum += steps->prices[problem->candidate_cells[i]];
        }
        steps->order[j] = (struct priced){sum, j};
    }
    select_first(steps->order, problem->candidate_count, steps->sites);
    for (uint32_t j = 0; j < steps->sites; j++) {
        bound += steps->order[j].sum;
    }
    return bound;
}

static void count_times(struct steps *steps)
{
    const struct na_site_problem *problem = steps->problem;
    memset(steps->times, 0, problem->cell_count * sizeof steps->times[0]);
    for (uint32_t k = 0; k < steps->sites; k++) {
        uint32_t j = steps->order[k].candidate;
        for (uint32_t i = problem->candidate_starts[j]; i < problem->candidate_starts[j + 1]; i++) {
            steps->times[problem->candidate_cells[i]]++;
        }
    }
}

/* A cell that is taken `times` times but counts once: its price must fall when that is more than
 * once, and rise when it is never. 0 where the price is at its end already. */
static double slope(const struct steps *steps, uint32_t cell)
{
    double way = 1.0 - (double)steps->times[cell];
    double weight = (double)steps->problem->weights[cell];
    bool at_end =
        (way > 0.0 && steps->prices[cell] >= weight) || (way < 0.0 && steps->prices[cell] <= 0.0);
    return at_end ? 0.0 : way;
}

/* One step; false when the prices are as good as can be. */
static bool step(struct steps *steps, double length, double excess)
{
    const struct na_site_problem *problem = steps->problem;
    double norm = 0.0;
    for (uint32_t i = 0; i < problem->cell_count; i++) {
        steps->slopes[i] = slope(steps, i);
        norm += steps->slopes[i] * steps->slopes[i];
    }
    if (norm <= 0.0) {
        return false;
    }
    for (uint32_t i = 0; i < problem->cell_count; i++) {
        double price = steps->prices[i] + length * excess / norm * steps->slopes[i];
        double weight = (double)problem->weights[i];
        steps->prices[i] = price < 0.0 ? 0.0 : price > weight ? weight : price;
    }
    return true;
}

/* What the first `sites` cover. */
static uint64_t value_of_first(const struct steps *steps)
{
    uint64_t value = 0;
    for (uint32_t i = 0; i < steps->problem->cell_count; i++) {
        value += steps->times[i] > 0 ? steps->problem->weights[i] : 0;
    }
    return value;
}

/* Are the first `sites` a better choice than any so far, once filled up and exchanged? */
static void try_first(struct steps *steps, unsigned int number)
{
    const struct na_site_tries *tries = steps->how->tries;
    if (tries == NULL) {
        return;
    }
    uint64_t value = value_of_first(steps);
    unsigned int every = steps->how->steps > 0 ? TRIED_EVERY_NEAR : TRIED_EVERY;
    if (value <= steps->tried && number % every != 0) {
        return;
    }
    steps->tried = value > steps->tried ? value : steps->tried;
    struct na_site_choice trial = {.numbers = tries->scratch};
    for (uint32_t k = 0; k < steps->sites; k++) {
        if (steps->order[k].sum > 0.0) {
            trial.numbers[trial.count++] = steps->order[k].candidate;
        }
    }
    na_site_try(tries->state, steps->sites, &trial, tries->best);
    steps->value = tries->best->value;
}

/* As many as take half a second. */
static unsigned int affordable_steps(const struct na_site_problem *problem)
{
    double work = (double)problem->candidate_starts[problem->candidate_count] +
                  20.0 * (double)problem->candidate_count + 1.0;
    double most = STEPS_WORK / work;
    return most > STEPS_MAX ? STEPS_MAX : most < STEPS_MIN ? STEPS_MIN : (unsigned int)most;
}

/* Keep the prices if their bound is the best so far; `waited` counts the steps since. */
static void keep_prices(struct steps *steps, double bound, unsigned int *waited)
{
    (*waited)++;
    if (bound < steps->best) {
        steps->best = bound;
        memcpy(steps->best_prices, steps->prices,
               steps->problem->cell_count * sizeof steps->prices[0]);
        *waited = 0;
    }
}

static void take_steps(struct steps *steps)
{
    bool is_near = steps->how->steps > 0;
    unsigned int count = is_near ? steps->how->steps : affordable_steps(steps->problem);
    double length = is_near ? LENGTH_NEAR : 2.0;
    unsigned int waited = 0;
    for (unsigned int i = 0; i < count; i++) {
        double bound = bound_of(steps);
        keep_prices(steps, bound, &waited);
        if (waited == (is_near ? PATIENCE_NEAR : PATIENCE)) {
            length *= 0.5;
            waited = 0;
        }
        for (uint32_t k = 0; k < steps->sites && steps->how->often != NULL; k++) {
            steps->how->often[steps->order[k].candidate]++;
        }
        count_times(steps);
        try_first(steps, i);
        double value = (double)steps->value;
        if (steps->best < value + 0.5 || !step(steps, length, bound - value)) {
            break;
        }
    }
}

/* As integers, as fine as fits. */
static void round_prices(const struct steps *steps, struct na_site_prices *prices)
{
    const struct na_site_problem *problem = steps->problem;
    uint64_t factor = NA_SITE_WEIGHT_MAX / (problem->total + 1);
    factor = factor > FACTOR_MAX ? FACTOR_MAX : factor;
    factor = factor < 1 ? 1 : factor;
    for (uint32_t i = 0; i < problem->cell_count; i++) {
        uint64_t most = problem->weights[i] * factor;
        double price = floor(steps->best_prices[i] * (double)factor + 0.5);
        prices->prices[i] = price >= (double)most ? most : (uint64_t)price;
    }
    prices->factor = factor;
}

/* From the prices there are, or each cell's weight shared out among those that cover it. */
static void start_prices(struct steps *steps, const struct na_site_prices *prices)
{
    const struct na_site_problem *problem = steps->problem;
    for (uint32_t i = 0; i < problem->cell_count; i++) {
        uint32_t near = problem->cell_starts[i + 1] - problem->cell_starts[i];
        steps->prices[i] = steps->how->steps > 0
                               ? (double)prices->prices[i] / (double)prices->factor
                           : near > 0 ? (double)problem->weights[i] / (double)near
                                      : 0.0;
    }
}

enum na_code na_site_prices_improve(const struct na_site_problem *problem,
                                    const struct na_site_improving *how,
                                    struct na_site_prices *prices, struct na_error *reterr)
{
    size_t cells = (size_t)problem->cell_count + 1;
    struct steps steps = {.problem = problem, .how = how, .best = INFINITY, .value = how->value};
    steps.sites = how->sites < problem->candidate_count ? how->sites : problem->candidate_count;
    steps.prices = calloc(cells, sizeof steps.prices[0]);
    steps.best_prices = calloc(cells, sizeof steps.best_prices[0]);
    steps.order = calloc((size_t)problem->candidate_count + 1, sizeof steps.order[0]);
    steps.times = calloc(cells, sizeof steps.times[0]);
    steps.slopes = calloc(cells, sizeof steps.slopes[0]);
    enum na_code code = NA_OK;
    if (steps.prices == NULL || steps.slopes == NULL || steps.best_prices == NULL ||
        steps.order == NULL || steps.times == NULL) {
        code = na_fail_memory(reterr, "bounding the choice of sites");
        goto done;
    }
    start_prices(&steps, prices);
    take_steps(&steps);
    round_prices(&steps, prices);
done:
    free(steps.prices);
    free(steps.best_prices);
    free(steps.order);
    free(steps.times);
    free(steps.slopes);
    return code;
}
