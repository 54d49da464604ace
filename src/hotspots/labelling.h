/* hotspots/labelling.h - are the rows asked for more frequent in a cell than the other rows there
 * explain? Free of fields, of population and of snap points, which are in both.
 *
 * The null hypothesis: of the B rows read, the n asked for were taken at random (random labelling:
 * Cuzick and Edwards, 1990; Diggle and Chetwynd, 1991). Pure; any thread. */
#ifndef NA_HOTSPOTS_LABELLING_H
#define NA_HOTSPOTS_LABELLING_H

#include <stddef.h>
#include <stdint.h>

#include <nearaid/error.h>

/* Of a cell with b rows, k of them asked for. NAN where b is 0. */
struct na_label {
    double all; /* b */
    double lq;  /* location quotient: (k / n) / (b / B) */
    double p;   /* P(hypergeometric (B, n, b) >= k) */
    double q;   /* Benjamini-Hochberg over the cells with b > 0 */
};

/* `asked` whole, `others` the rest, of `count` cells. Errors: NA_ERR_MEMORY. */
NA_MUST_USE enum na_code na_label_test(const double *asked, const uint32_t *others, size_t count,
                                       struct na_label *ret_labels, struct na_error *reterr);

#endif
