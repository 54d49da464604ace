/* hotspots/concentration.h - how concentrated counts are, beside what the same number of rows
 * thrown at random would give: with fewer rows than cells a few cells hold much by arithmetic alone
 * (Levin, Rosenfeld and Deckard, 2017). Pure; any thread. */
#ifndef NA_HOTSPOTS_CONCENTRATION_H
#define NA_HOTSPOTS_CONCENTRATION_H

#include <stddef.h>
#include <stdint.h>

#include <nearaid/error.h>

/* How often the rows are thrown. */
#define NA_CONCENTRATION_SCATTERS 200

/* Gini's coefficient of n counts: G = (2 sum i y_(i) / sum y - n - 1) / n, y ascending. `sorted` is
 * DESCENDING, as na_hotspot_sort leaves it; NAN when the sum is 0. */
double na_gini(const double *sorted, size_t n);
/* The generalised coefficient G' = max(1, n / c) (G - 1) + 1 of c rows in n cells (Bernasco and
 * Steenbeek, "More places than crimes: implications for evaluating the law of crime concentration
 * at place", 2017): 1 is all in one cell, whatever n. */
double na_gini_general(double gini, size_t n, double rows);

/* Means and the middle 95% (the 2.5% and 97.5% of the sorted values, between two by proportion). */
struct na_scattered {
    double cells, cells_low, cells_high; /* fewest that hold the share */
    double gini, gini_low, gini_high;    /* generalised */
};

/* Throw `rows` rows (1..2^32 - 1) evenly into n cells (1..2^32 - 1), NA_CONCENTRATION_SCATTERS
 * times, and count the fewest cells with share_percent (Chalfin, Kaplan and Cuellar, "Measuring
 * marginal crime concentration", 2021). Throw i is stream i of `seed` (base/random.h). Errors:
 * NA_ERR_MEMORY. */
NA_MUST_USE enum na_code na_scatter(size_t rows, size_t n, double share_percent, uint64_t seed,
                                    struct na_scattered *ret_scattered, struct na_error *reterr);

#endif
