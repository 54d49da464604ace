/* table/rate.h - populations of wards, and rates with Byar's interval. */
#ifndef NA_TABLE_RATE_H
#define NA_TABLE_RATE_H

#include "table/table.h"

/* Limits of a 95% interval of a Poisson count by Byar's approximation (Breslow and Day, Statistical
 * Methods in Cancer Research II, 1987, eq. 2.13):
 *   lower = O (1 - 1/(9 O) - z/(3 sqrt O))^3
 *   upper = (O+1) (1 - 1/(9 (O+1)) + z/(3 sqrt(O+1)))^3     z = 1.959964
 * The lower limit of 0 is 0. Within 0.1 of the exact limits for counts of 5 and more. */
void na_byar_limits(uint64_t count, double *ret_low, double *ret_high);

/* Read a CSV of ward code, population and, where there are, source and date; the columns may be
 * named ward_code, code, wardNNcd or WDNNCD, population or count. Errors: NA_ERR_DATA naming row
 * and column: missing column, a population that is no number or 0, a code twice. */
NA_MUST_USE enum na_code na_table_rates_read(const char *bytes, size_t length,
                                             struct na_table_rates **ret_rates,
                                             struct na_error *reterr);
void na_table_rates_free(struct na_table_rates *rates);
/* The codes must be exactly those of the vintage; else NA_ERR_DATA naming those that are missing
 * and those that are too many. Call before na_table_rates_apply. */
NA_MUST_USE enum na_code na_table_rates_check(const struct na_table_rates *rates,
                                              const struct na_snapshot *snapshot,
                                              const struct na_layer *layer,
                                              struct na_error *reterr);
/* Rate of `count` in ward `area` of the vintage checked. `off`: how far the count may be from the
 * true one; the limits are those of the farthest. */
void na_table_rates_apply(const struct na_table_rates *rates, uint32_t area, uint64_t count,
                          uint64_t off, struct na_table_rate *ret_rate);
/* Smooth the rates of `count` rows that have one: the global empirical Bayes estimator (Marshall,
 * "Mapping disease and mortality rates using empirical Bayes estimators", 1991; spdep's EBest). Of
 * counts y and populations x: m = sum y / sum x, s2 = sum x (y / x - m)^2 / sum x,
 * A = max(0, s2 - m / mean x), and the rate is m + A (y / x - m) / (A + m / x): wards with few
 * people are drawn to m the most. */
void na_table_rates_smooth(struct na_table_row *rows, size_t count);

#endif
