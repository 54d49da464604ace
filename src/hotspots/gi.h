/* hotspots/gi.h - Getis-Ord Gi* with its exact test. Pure; any thread. */
#ifndef NA_HOTSPOTS_GI_H
#define NA_HOTSPOTS_GI_H

#include "hotspots/links.h"

/* With fewer cells or rows the chances say nothing. */
#define NA_HOTSPOT_GI_CELLS_MIN 30
#define NA_HOTSPOT_GI_ROWS_MIN 30
/* A cell whose q is not above it lies in a patch. */
#define NA_HOTSPOT_GI_Q 0.05

/* z; exact p of the upper tail and its Benjamini-Hochberg q over all cells. NAN where every cell is
 * linked to the cell, so that the statistic is not defined; p and q also where there was no test.
 */
struct na_hotspot_gi {
    double z, p, q;
};

/* Gi* of each of links->count cells (Ord and Getis, "Local spatial autocorrelation statistics",
 * 1995, section 2), with binary weights, the cell itself included (that is the star):
 *
 *   z_i = (sum_j w_ij x_j - W_i mean) / (s sqrt((n S_i - W_i^2) / (n - 1)))
 *
 * W_i = sum_j w_ij, S_i = sum_j w_ij^2 (= W_i here), s^2 = sum (x_j - mean)^2 / n. A description:
 * z of counts is not normal. Returns false, and fills nothing, when all x are equal. */
bool na_hotspot_gi_star(const struct na_hotspot_links *links, const double *x,
                        struct na_hotspot_gi *ret_gi);

/* p and q of each cell: the chance that W_i cells taken anywhere hold as much as the cell and its
 * neighbours (hotspots/permutation.h). x are whole, below 2^31. Errors: NA_ERR_LIMIT (too many
 * neighbours for the exact test), NA_ERR_MEMORY. */
NA_MUST_USE enum na_code na_hotspot_gi_test(const struct na_hotspot_links *links, const double *x,
                                            struct na_hotspot_gi *gi, struct na_error *reterr);

#endif
