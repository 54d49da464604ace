/* The z of Getis and Ord is computed as they define it. The p is exact: the chance that so many
 * counts, dealt to the cells anew, give a sum as large (hotspots/permutation.h). Cells that are
 * linked to all others have no z and no p. */
#include "hotspots/gi.h"

#include <math.h>
#include <stdlib.h>

#include "base/chance.h"
#include "base/fail.h"
#include "hotspots/permutation.h"

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
        ret_gi[i] = (struct na_hotspot_gi){z, (double)NAN, (double)NAN};
    }
    return true;
}

/* What the cell and its neighbours hold, and how many they are. */
static uint64_t local_sum(const struct na_hotspot_links *links, const uint32_t *counts, size_t i,
                          size_t *ret_width)
{
    uint64_t sum = counts[i];
    for (size_t l = links->starts[i]; l < links->starts[i + 1]; l++) {
        sum += counts[links->items[l]];
    }
    *ret_width = links->starts[i + 1] - links->starts[i] + 1;
    return sum;
}

/* Most neighbours of a cell that is not linked to all, itself included. */
static size_t widest(const struct na_hotspot_links *links)
{
    size_t most = 1;
    for (size_t i = 0; i < links->count; i++) {
        size_t width = links->starts[i + 1] - links->starts[i] + 1;
        most = width < links->count && width > most ? width : most;
    }
    return most;
}

enum na_code na_hotspot_gi_test(const struct na_hotspot_links *links, const double *x,
                                struct na_hotspot_gi *gi, struct na_error *reterr)
{
    struct na_permutation *permutation = NULL;
    uint32_t *counts = calloc(links->count + 1, sizeof *counts);
    double *p = calloc(2 * links->count + 1, sizeof *p), *q = p != NULL ? p + links->count : NULL;
    enum na_code code = NA_OK;
    if (counts == NULL || p == NULL) {
        code = na_fail_memory(reterr, "testing cells");
        goto done;
    }
    for (size_t i = 0; i < links->count; i++) {
        counts[i] = (uint32_t)x[i];
    }
    code = na_permutation_new(counts, links->count, widest(links), &permutation, reterr);
    for (size_t i = 0; i < links->count && code == NA_OK; i++) {
        size_t width = 0;
        uint64_t sum = local_sum(links, counts, i, &width);
        p[i] = width < links->count ? na_permutation_tail(permutation, width, sum) : (double)NAN;
    }
    code = code == NA_OK ? na_discoveries(p, links->count, q, reterr) : code;
    for (size_t i = 0; i < links->count && code == NA_OK; i++) {
        gi[i].p = p[i];
        gi[i].q = q[i];
    }
done:
    na_permutation_free(permutation);
    free(counts);
    free(p);
    return code;
}
