/* hotspots/permutation.h - the exact chance that so many cells taken anywhere hold so much.
 *
 * The null hypothesis of Gi*: the counts are dealt to the cells at random. Of W cells drawn without
 * replacement from the n counts, the chance that they hold s or more is
 *
 *   p(s, W) = sum over t >= s of [y^W z^t] product over values v of (1 + y z^v)^(M_v)  /  C(n, W)
 *
 * M_v is how many cells hold v. One dynamic programme gives it for every s and every W up to the
 * widest: no simulation, so no seed and no smallest p, and sums of positive numbers alone, so
 * nothing cancels. Constant once made; any thread. */
#ifndef NA_HOTSPOTS_PERMUTATION_H
#define NA_HOTSPOTS_PERMUTATION_H

#include <stddef.h>
#include <stdint.h>

#include <nearaid/error.h>

/* Most numbers in the table, (W + 1)(largest sum + 1), and most steps to fill it: about half a
 * minute. */
#define NA_PERMUTATION_TABLE_MAX ((uint64_t)64 * 1000 * 1000)
#define NA_PERMUTATION_STEPS_MAX 2e10

struct na_permutation;

/* `counts` of n > 0 cells; `widest` 1..n: the largest W that is asked for. Errors: NA_ERR_LIMIT
 * (the table would be too large), NA_ERR_MEMORY. Release with na_permutation_free. */
NA_MUST_USE enum na_code na_permutation_new(const uint32_t *counts, size_t n, size_t widest,
                                            struct na_permutation **ret_permutation,
                                            struct na_error *reterr);
void na_permutation_free(struct na_permutation *permutation);
/* P(the sum of `width` cells >= sum); width 0..widest. */
double na_permutation_tail(const struct na_permutation *permutation, size_t width, uint64_t sum);

#endif
