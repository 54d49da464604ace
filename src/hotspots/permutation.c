/* Row y of the table is the distribution of the sum of y cells drawn from those seen so far. The
 * values are taken in ascending order; with M cells of value v more, k of the y are among them with
 * a hypergeometric chance. So every number is a probability, and none overflows. */
#include "hotspots/permutation.h"

#include <stdlib.h>
#include <string.h>

#include "base/chance.h"
#include "base/fail.h"

struct na_permutation {
    size_t widest;
    uint64_t *sums;   /* of each y the largest sum so far */
    size_t *starts;   /* of each row in `parts` */
    double *parts;    /* once made: of each sum the chance of it or more */
    double *chosen;   /* of one step: the chance of each k */
    uint32_t *values; /* ascending */
    size_t count;
};

static int compare_values(const void *left, const void *right)
{
    uint32_t a = *(const uint32_t *)left, b = *(const uint32_t *)right;
    return a < b ? -1 : a > b ? 1 : 0;
}

static size_t least(size_t a, size_t b)
{
    return a < b ? a : b;
}

/* The largest sum of y cells when `more` cells of `value`, the largest so far, are added. */
static uint64_t sum_with(const struct na_permutation *permutation, size_t y, size_t more,
                         uint32_t value)
{
    size_t taken = least(y, more);
    return taken * (uint64_t)value + permutation->sums[y - taken];
}

/* One value more: row y from the rows below it, which are still those without the value. */
static void add_to_row(struct na_permutation *permutation, size_t y, size_t seen, size_t more,
                       uint32_t value)
{
    double *row = permutation->parts + permutation->starts[y];
    na_hypergeometric_parts(seen + more, more, y, permutation->chosen);
    uint64_t length = y <= seen ? permutation->sums[y] + 1 : 0;
    for (uint64_t t = 0; t < length; t++) {
        row[t] *= permutation->chosen[0];
    }
    for (size_t k = y > seen ? y - seen : 1; k <= least(y, more); k++) {
        const double *below = permutation->parts + permutation->starts[y - k];
        double *to = row + k * (uint64_t)value;
        double part = permutation->chosen[k];
        for (uint64_t t = 0; t <= permutation->sums[y - k]; t++) {
            to[t] += part * below[t];
        }
    }
    permutation->sums[y] = sum_with(permutation, y, more, value);
}

/* Calls `step` for each value and each y, y descending. */
static double for_each_step(struct na_permutation *permutation,
                            double (*step)(struct na_permutation *permutation, size_t y,
                                           size_t seen, size_t more, uint32_t value))
{
    double steps = 0;
    memset(permutation->sums, 0, (permutation->widest + 1) * sizeof *permutation->sums);
    for (size_t seen = 0; seen < permutation->count;) {
        uint32_t value = permutation->values[seen];
        size_t more = 1;
        while (seen + more < permutation->count && permutation->values[seen + more] == value) {
            more++;
        }
        for (size_t y = least(permutation->widest, seen + more); y > 0; y--) {
            steps += step(permutation, y, seen, more, value);
        }
        seen += more;
    }
    return steps;
}

static double count_steps(struct na_permutation *permutation, size_t y, size_t seen, size_t more,
                          uint32_t value)
{
    (void)seen;
    double steps = (double)least(y, more) * (double)(permutation->sums[y] + 1);
    permutation->sums[y] = sum_with(permutation, y, more, value);
    return steps;
}

static double take_step(struct na_permutation *permutation, size_t y, size_t seen, size_t more,
                        uint32_t value)
{
    add_to_row(permutation, y, seen, more, value);
    return 0;
}

static enum na_code refuse(struct na_error *reterr)
{
    return na_fail(reterr, NA_ERR_LIMIT, "The exact test of so many neighbours is too large");
}

/* Where each row begins; the sums are those of all cells. */
static enum na_code lay_out(struct na_permutation *permutation, struct na_error *reterr)
{
    double steps = for_each_step(permutation, count_steps);
    uint64_t most = permutation->sums[permutation->widest] + 1;
    if (most > NA_PERMUTATION_TABLE_MAX / (permutation->widest + 1) ||
        steps > NA_PERMUTATION_STEPS_MAX) {
        return refuse(reterr);
    }
    size_t all = 0;
    for (size_t y = 0; y <= permutation->widest; y++) {
        permutation->starts[y] = all;
        all += permutation->sums[y] + 1;
    }
    permutation->parts = calloc(all, sizeof *permutation->parts);
    return permutation->parts == NULL ? na_fail_memory(reterr, "the exact test") : NA_OK;
}

static enum na_code make(struct na_permutation *permutation, const uint32_t *counts,
                         struct na_error *reterr)
{
    size_t rows = permutation->widest + 1;
    permutation->values = malloc(permutation->count * sizeof *permutation->values);
    permutation->sums = calloc(rows, sizeof *permutation->sums);
    permutation->starts = calloc(rows, sizeof *permutation->starts);
    permutation->chosen = calloc(rows, sizeof *permutation->chosen);
    if (permutation->values == NULL || permutation->sums == NULL || permutation->starts == NULL ||
        permutation->chosen == NULL) {
        return na_fail_memory(reterr, "the exact test");
    }
    memcpy(permutation->values, counts, permutation->count * sizeof *counts);
    qsort(permutation->values, permutation->count, sizeof *counts, compare_values);
    enum na_code code = lay_out(permutation, reterr);
    if (code != NA_OK) {
        return code;
    }
    permutation->parts[0] = 1;
    (void)for_each_step(permutation, take_step);
    for (size_t y = 0; y <= permutation->widest; y++) {
        double *row = permutation->parts + permutation->starts[y];
        for (uint64_t t = permutation->sums[y]; t > 0; t--) {
            row[t - 1] += row[t];
        }
    }
    return NA_OK;
}

enum na_code na_permutation_new(const uint32_t *counts, size_t n, size_t widest,
                                struct na_permutation **ret_permutation, struct na_error *reterr)
{
    struct na_permutation *permutation = calloc(1, sizeof *permutation);
    if (permutation == NULL) {
        return na_fail_memory(reterr, "the exact test");
    }
    permutation->count = n;
    permutation->widest = widest;
    enum na_code code = make(permutation, counts, reterr);
    if (code != NA_OK) {
        na_permutation_free(permutation);
        return code;
    }
    *ret_permutation = permutation;
    return NA_OK;
}

void na_permutation_free(struct na_permutation *permutation)
{
    if (permutation == NULL) {
        return;
    }
    free(permutation->values);
    free(permutation->sums);
    free(permutation->starts);
    free(permutation->parts);
    free(permutation->chosen);
    free(permutation);
}

double na_permutation_tail(const struct na_permutation *permutation, size_t width, uint64_t sum)
{
    if (sum == 0) {
        return 1;
    }
    double tail =
        sum > permutation->sums[width] ? 0 : permutation->parts[permutation->starts[width] + sum];
    return tail < 1 ? tail : 1;
}
