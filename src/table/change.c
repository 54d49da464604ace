/* The change of each ward against the rest of its authority. */
#include "table/change.h"

#include <math.h>
#include <stdlib.h>

#include "base/chance.h"
#include "base/fail.h"

#define NORMAL_975 1.959963984540054

/* An authority as a whole. */
struct sums {
    uint64_t a, b;
    size_t wards; /* with a row */
};

static double square(double value)
{
    return value * value;
}

/* Pearson's chi2 of wards by periods within authorities, over its degrees of freedom. */
static double dispersion_of(const struct na_change_ward *wards, size_t count,
                            const struct sums *sums, size_t authorities)
{
    double chi2 = 0, freedom = 0;
    for (size_t i = 0; i < count; i++) {
        const struct sums *whole = &sums[wards[i].authority];
        double rows = (double)(wards[i].a + wards[i].b), all = (double)(whole->a + whole->b);
        if (rows > 0 && whole->a > 0 && whole->b > 0) {
            double a = rows * (double)whole->a / all, b = rows * (double)whole->b / all;
            chi2 += square((double)wards[i].a - a) / a + square((double)wards[i].b - b) / b;
        }
    }
    for (size_t i = 0; i < authorities; i++) {
        if (sums[i].a > 0 && sums[i].b > 0) {
            freedom += (double)sums[i].wards - 1;
        }
    }
    return freedom > 0 ? chi2 / freedom : (double)NAN;
}

/* Half a row in place of none, so that a ratio has a logarithm. */
static double at_least_half(uint64_t count)
{
    return count > 0 ? (double)count : 0.5;
}

static void judge(struct na_change_ward *ward, const struct sums *whole, double dispersion)
{
    uint64_t rest_a = whole->a - ward->a, rest_b = whole->b - ward->b;
    ward->ratio = ward->p_relative = ward->z = (double)NAN;
    ward->judged = ward->stands_out = false;
    if (rest_a == 0 || rest_b == 0 || ward->a + ward->b == 0) {
        return;
    }
    double rest = (double)rest_b / (double)rest_a;
    ward->ratio = (double)ward->b / (double)ward->a / rest;
    ward->p_relative = na_two_sided(
        na_hypergeometric_tails(whole->a + whole->b, whole->b, ward->a + ward->b, ward->b));
    ward->judged = ward->a + ward->b >= NA_CHANGE_ROWS_MIN;
    if (ward->judged) {
        double a = at_least_half(ward->a), b = at_least_half(ward->b);
        double spread = 1 / a + 1 / b + 1 / (double)rest_a + 1 / (double)rest_b;
        ward->z = log(b / a / rest) / sqrt(dispersion * spread);
        ward->stands_out = fabs(ward->z) > NORMAL_975;
    }
}

enum na_code na_change_judge(struct na_change_ward *wards, size_t count, size_t authorities,
                             double months_a, double months_b, struct na_change *ret_change,
                             struct na_error *reterr)
{
    struct sums *sums = calloc(authorities + 1, sizeof *sums);
    if (sums == NULL) {
        return na_fail_memory(reterr, "judging changes");
    }
    for (size_t i = 0; i < count; i++) {
        struct sums *whole = &sums[wards[i].authority];
        whole->a += wards[i].a;
        whole->b += wards[i].b;
        whole->wards += wards[i].a + wards[i].b > 0 ? 1 : 0;
    }
    struct na_change change = {.measured = dispersion_of(wards, count, sums, authorities)};
    change.dispersion = change.measured > 1 ? change.measured : 1;
    for (size_t i = 0; i < count; i++) {
        struct na_change_ward *ward = &wards[i];
        judge(ward, &sums[ward->authority], change.dispersion);
        ward->p_own = months_a > 0 && months_b > 0 ? na_e_test(ward->a, ward->b, months_a, months_b)
                                                   : (double)NAN;
        change.judged += ward->judged ? 1 : 0;
        change.stand_out += ward->stands_out ? 1 : 0;
    }
    change.expected = 0.05 * (double)change.judged;
    change.more = change.stand_out > 0 &&
                  na_binomial_tails(change.judged, 0.05, change.stand_out).upper <= 0.05;
    free(sums);
    *ret_change = change;
    return NA_OK;
}

static int compare_rises(const void *left, const void *right)
{
    int64_t a = *(const int64_t *)left, b = *(const int64_t *)right;
    return a > b ? -1 : a < b ? 1 : 0;
}

enum na_code na_change_spread(const struct na_change_ward *wards, size_t count, size_t *ret_wards,
                              struct na_error *reterr)
{
    int64_t *rises = calloc(count + 1, sizeof *rises), rise = 0;
    if (rises == NULL) {
        return na_fail_memory(reterr, "how far a rise is spread");
    }
    for (size_t i = 0; i < count; i++) {
        rises[i] = (int64_t)wards[i].b - (int64_t)wards[i].a;
        rise += rises[i];
    }
    qsort(rises, count, sizeof *rises, compare_rises);
    size_t taken = 0;
    while (rise > 0) {
        rise -= rises[taken++];
    }
    free(rises);
    *ret_wards = taken;
    return NA_OK;
}
