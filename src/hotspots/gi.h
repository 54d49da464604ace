/* hotspots/gi.h - Getis-Ord Gi*, and false discoveries among many tests. Pure; any thread. */
#ifndef NA_HOTSPOTS_GI_H
#define NA_HOTSPOTS_GI_H

#include "hotspots/links.h"

/* Fewest cells for which the normal approximation is used. */
#define NA_HOTSPOT_GI_CELLS_MIN 30

/* z, two-sided p and Benjamini-Hochberg q; NAN where every cell is linked to the cell, so that the
 * statistic is not defined. */
struct na_hotspot_gi {
    double z, p, q;
};

/* Gi* of each of links->count cells (Ord and Getis, "Local spatial autocorrelation statistics",
 * 1995, section 2), with binary weights, the cell itself included (that is the star):
 *
 *   z_i = (sum_j w_ij x_j - W_i mean) / (s sqrt((n S_i - W_i^2) / (n - 1)))
 *
 * W_i = sum_j w_ij, S_i = sum_j w_ij^2 (= W_i here), s^2 = sum (x_j - mean)^2 / n. p is that of
 * the standard normal distribution, both tails. Returns false, and fills nothing, when all x are
 * equal. */
bool na_hotspot_gi_star(const struct na_hotspot_links *links, const double *x,
                        struct na_hotspot_gi *ret_gi);

/* q of every p that is not NAN: min over r >= rank of p_(r) m / r, at most 1 (Benjamini and
 * Hochberg, 1995). Errors: NA_ERR_MEMORY. */
NA_MUST_USE enum na_code na_hotspot_discovery(struct na_hotspot_gi *gi, size_t count,
                                              struct na_error *reterr);

#endif
