/* The test against all rows, cell by cell. */
#include "hotspots/labelling.h"

#include <math.h>
#include <stdlib.h>

#include "base/chance.h"
#include "base/fail.h"

enum na_code na_label_test(const double *asked, const uint32_t *others, size_t count,
                           struct na_label *ret_labels, struct na_error *reterr)
{
    double *p = calloc(2 * count + 1, sizeof *p), *q = p != NULL ? p + count : NULL;
    uint64_t all = 0, wanted = 0;
    if (p == NULL) {
        return na_fail_memory(reterr, "testing cells");
    }
    for (size_t i = 0; i < count; i++) {
        wanted += (uint64_t)asked[i];
        all += (uint64_t)asked[i] + others[i];
    }
    for (size_t i = 0; i < count; i++) {
        uint64_t k = (uint64_t)asked[i], b = k + others[i];
        struct na_label none = {0, (double)NAN, (double)NAN, (double)NAN};
        ret_labels[i] = none;
        p[i] = (double)NAN;
        if (b > 0 && wanted > 0) {
            double expected = (double)wanted * (double)b / (double)all;
            p[i] = na_hypergeometric_tails(all, b, wanted, k).upper;
            ret_labels[i] = (struct na_label){(double)b, (double)k / expected, p[i], (double)NAN};
        }
    }
    enum na_code code = na_discoveries(p, count, q, reterr);
    for (size_t i = 0; i < count && code == NA_OK; i++) {
        ret_labels[i].q = q[i];
    }
    free(p);
    return code;
}
