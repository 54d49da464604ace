/* table/compare.h - two tables by ward, side by side: the change of each ward.
 *
 * Two counts are compared only where they are of the same ground: the same vintage and code; or the
 * same code in two vintages, and every vertex of the one ward's boundary within the tolerances of
 * both vintages, added up, and a metre, of the other's boundary, and the other way round. A ward
 * that is in one vintage only, or was re-drawn, is named and not compared. A change of the boundary
 * smaller than the tolerances cannot be seen. */
#ifndef NA_TABLE_COMPARE_H
#define NA_TABLE_COMPARE_H

#include "table/change.h"
#include "table/forms.h"
#include "table/table.h"

enum na_compare_verdict {
    NA_COMPARE_SAME,
    NA_COMPARE_REDRAWN,
    NA_COMPARE_ONLY_A, /* no ward of B's vintage has the code */
    NA_COMPARE_ONLY_B
};
/* "same", "re-drawn", "only in A", "only in B"; static. */
const char *na_compare_verdict_name(enum na_compare_verdict verdict);

struct na_compare_row {
    const struct na_table_label *label; /* of A, or of B when it is only there */
    enum na_compare_verdict verdict;
    uint64_t a, b;
    /* Only of wards that are the same: */
    int64_t difference;           /* b - a */
    double percent;               /* of a; NAN when a is below NA_CHANGE_PERCENT_MIN */
    struct na_change_ward change; /* against the rest of its authority */
};

/* Rows: those that can be compared by difference, largest rise first, then by code; then the others
 * by code. */
struct na_compare {
    const struct na_table *a, *b; /* borrowed */
    struct na_compare_row *rows;
    size_t count;
    size_t compared;         /* the first so many */
    double tolerance_m;      /* of boundaries; 0: one vintage */
    bool periods_differ;     /* the sides are known to have rows of unequal numbers of months */
    struct na_change change; /* of the wards compared */
    uint64_t rows_a, rows_b; /* of these wards */
    size_t authorities;      /* of these */
    size_t spread;           /* na_change_spread; 0: no rise, or periods differ */
};

/* Compare two tables by ward alone that list their zeros, from one snapshot. Errors: NA_ERR_DATA (a
 * side with several vintages), NA_ERR_MEMORY. */
NA_MUST_USE enum na_code na_compare_new(const struct na_table *a, const struct na_table *b,
                                        struct na_compare **ret_compare, struct na_error *reterr);
void na_compare_free(struct na_compare *compare);

/* Do two areas of one snapshot have the same boundary within `tolerance_m`? (table/redrawn.c) */
bool na_areas_same_ground(const struct na_snapshot *snapshot, const struct na_area *a,
                          const struct na_area *b, double tolerance_m);

/* Append the comparison. Errors: NA_ERR_LIMIT, NA_ERR_MEMORY. (table/compare_forms.c) */
NA_MUST_USE enum na_code na_render_compare(const struct na_compare *compare,
                                           enum na_table_form form, bool safe,
                                           struct na_buffer *to);

#endif
