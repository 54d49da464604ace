/* base/chance.h - exact tails of the distributions that counts are held against, and the one
 * interval for a part. No normal approximation: counts here are small. Pure; any thread. */
#ifndef NA_BASE_CHANCE_H
#define NA_BASE_CHANCE_H

#include <stddef.h>
#include <stdint.h>

#include <nearaid/error.h>

/* Both tails, each with `seen` itself: P(X <= seen) and P(X >= seen). */
struct na_tails {
    double lower, upper;
};

/* X: how many of `marked` among `drawn` of `all`, drawn without replacement (hypergeometric).
 * marked, drawn <= all; all below 2^53. */
struct na_tails na_hypergeometric_tails(uint64_t all, uint64_t marked, uint64_t drawn,
                                        uint64_t seen);
/* X: how many of `trials` succeed, each with the chance `part`, 0 < part < 1. */
struct na_tails na_binomial_tails(uint64_t trials, double part, uint64_t seen);
/* Twice the smaller tail, at most 1. */
double na_two_sided(struct na_tails tails);
/* The chances of 0 to most of `marked` among `drawn` of `all` in ret_parts[0..drawn], each to a few
 * roundings; those that cannot be are 0. */
void na_hypergeometric_parts(uint64_t all, uint64_t marked, uint64_t drawn, double *ret_parts);

/* 95% limits of hits / of (Wilson, "Probable inference, the law of succession, and statistical
 * inference", 1927, with z = 1.96), 0..1; of > 0. */
void na_wilson_limits(uint64_t hits, uint64_t of, double *ret_low, double *ret_high);

/* P-value, two-sided, of two Poisson counts a and b over times of the lengths `time_a` and `time_b`
 * (> 0) having one rate: the E-test (Krishnamoorthy and Thomson, "A more powerful test for
 * comparing two Poisson means", 2004). 1 when both are 0. Sums to about 1e-12. */
double na_e_test(uint64_t a, uint64_t b, double time_a, double time_b);

/* q of each p that is not NAN, NAN of the others: the least p_(r) m / r of all ranks r from its own
 * on, at most 1 (Benjamini and Hochberg, "Controlling the false discovery rate", 1995). Errors:
 * NA_ERR_MEMORY. */
NA_MUST_USE enum na_code na_discoveries(const double *p, size_t count, double *ret_q,
                                        struct na_error *reterr);

#endif
