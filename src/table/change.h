/* table/change.h - did a ward change by more than the rest of its authority?
 *
 * Offences come in runs, so counts scatter more than Poisson's. The dispersion, Pearson's chi2 over
 * its degrees of freedom of ward by period within authorities, says by how much, and a ward stands
 * out only beyond that. Pure; any thread. */
#ifndef NA_TABLE_CHANGE_H
#define NA_TABLE_CHANGE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <nearaid/error.h>

/* Wards with fewer rows in both periods together are not judged. */
#define NA_CHANGE_ROWS_MIN 10
/* Percentages of smaller counts are not said. */
#define NA_CHANGE_PERCENT_MIN 30

/* A ward; `a` and `b` are its rows in the two periods, `authority` a number below that of all. The
 * rest is answered; NAN and false: not judged. */
struct na_change_ward {
    uint64_t a, b;
    uint32_t authority;
    double ratio; /* (b / a) / (B / A), A and B the rest of the authority; 0 and infinity too */
    double p_relative; /* exact, given the margins (Fisher), twice the smaller tail */
    double p_own;      /* of the ward alone: the E-test of b against a */
    double z;          /* ln ratio over its standard error, dispersion and all */
    bool judged, stands_out;
};

struct na_change {
    double dispersion; /* at least 1: what the test uses */
    double measured;   /* as it came out; NAN: no degree of freedom */
    size_t judged, stand_out;
    double expected; /* of those judged, by chance */
    bool more;       /* more stand out than chance gives once in twenty times */
};

/* Judge them. `months_a` and `months_b`: lengths of the periods, for p_own; 0: unknown, no p_own.
 * Errors: NA_ERR_MEMORY. */
NA_MUST_USE enum na_code na_change_judge(struct na_change_ward *wards, size_t count,
                                         size_t authorities, double months_a, double months_b,
                                         struct na_change *ret_change, struct na_error *reterr);

/* How many wards must be taken out, largest rise first, before the others together rise no more
 * (Ratcliffe, "The spatial dispersion of crime increases", 2010: remove order). 0: the whole does
 * not rise. Errors: NA_ERR_MEMORY. */
NA_MUST_USE enum na_code na_change_spread(const struct na_change_ward *wards, size_t count,
                                          size_t *ret_wards, struct na_error *reterr);

#endif
