/* coverage/authorities.h - what wards come to by authority, and in which order areas are told. */
#ifndef NA_COVERAGE_AUTHORITIES_H
#define NA_COVERAGE_AUTHORITIES_H

#include "coverage/points.h"

/* Sums over the wards of an authority that are valid on the day: that of the only day, or of both.
 */
struct na_coverage_authority {
    const char *code, *name; /* borrowed from the snapshot */
    uint32_t wards, assets;  /* valid on any day; assets of the last */
    double area_m2[2], covered_m2[2], gained_m2, lost_m2;
    double rings_m2[NA_COVERAGE_RINGS_MAX]; /* covered on the last day, by ring */
    uint64_t points, bare, lost, gained; /* of the last day; those not covered, that lose, gain */
};

/* Of one area, by number: how much it weighs when areas are put into order. Points that lose cover
 * (of one day: that are not covered) come before square metres; `points` NULL: metres alone. */
struct na_coverage_weight {
    uint64_t points;
    double m2;
};
struct na_coverage_weight na_coverage_weight_of(const struct na_coverage *coverage,
                                                const struct na_coverage_points *points,
                                                size_t area);
/* Negative: `a` is told before `b`. */
int na_coverage_weight_compare(struct na_coverage_weight a, struct na_coverage_weight b);

/* The authorities, the heaviest first, then by code; *ret_list is the caller's to free. None, if
 * the areas are no wards, a ward has no authority, or all are of one. Errors: NA_ERR_MEMORY. */
NA_MUST_USE enum na_code na_coverage_authorities_new(const struct na_coverage *coverage,
                                                     const struct na_coverage_points *points,
                                                     struct na_coverage_authority **ret_list,
                                                     size_t *ret_count);

#endif
