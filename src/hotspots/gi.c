#include "hotspots/gi.h"

#include <math.h>
#include <stdlib.h>

#include "base/fail.h"

bool na_hotspot_gi_star(const struct na_hotspot_links *links, const double *x,
                        struct na_hotspot_gi *ret_gi)
{
    double n = (double)links->count, sum = 0, squares = 0;
    bool equal = true;
    for (size_t i = 0; i < links->count; i++) {
        sum += x[i];
        /* Exact: whether there is any variation at all, not how much. */
        equal = equal && x[i] == x[0];
    }
    if (equal) {
        return false;
    }
    double mean = sum / n;
    for (size_t i = 0; i < links->count; i++) {
        squares += (x[i] - mean) * (x[i] - mean);
    }
    double variance = squares / n;
    for (size_t i = 0; i < links->count; i++) {
        double local = x[i];
        for (size_t l = links->starts[i]; l < links->starts[i + 1]; l++) {
            local += x[links->items[l]];
        }
        double weights = (double)(links->starts[i + 1] - links->starts[i]) + 1;
        double spread = variance * (n * weights - weights * weights) / (n - 1);
        double z = weights < n ? (local - weights * mean) / sqrt(spread) : (double)NAN;
        ret_gi[i] = (struct na_hotspot_gi){z, erfc(fabs(z) / sqrt(2.0)), (double)NAN};
    }
    return true;
}

struct ranked {
    double p;
    size_t cell;
};

static int compare(const void *left, const void *right)
{
    const struct ranked *a = left, *b = right;
    return a->p < b->p ? -1 : a->p > b->p ? 1 : 0;
}

enum na_code na_hotspot_discovery(struct na_hotspot_gi *gi, size_t count, struct na_error *reterr)
{
    struct ranked *ranked = calloc(count + 1, sizeof *ranked);
    if (ranked == NULL) {
        return na_fail_memory(reterr, "ranking probabilities");
    }
    size_t tests = 0;
    for (size_t i = 0; i < count; i++) {
        if (!isnan(gi[i].p)) {
            ranked[tests++] = (struct ranked){gi[i].p, i};
        }
    }
    qsort(ranked, tests, sizeof *ranked, compare);
    double q = 1;
    for (size_t r = tests; r > 0; r--) {
        q = fmin(q, ranked[r - 1].p * (double)tests / (double)r);
        gi[ranked[r - 1].cell].q = q;
    }
    free(ranked);
    return NA_OK;
}
