/* A list of cells against a month that it has not seen. */
#include "hotspots/later.h"

#include <math.h>
#include <string.h>

#include "base/chance.h"
#include "hotspots/top.h"

struct na_later na_later_judge(const double *counts, size_t of, const uint32_t *list, size_t cells,
                               double held, double placed, double *sorted)
{
    struct na_later later = {.cells = cells, .of = of};
    double rows = 0, hits = 0;
    for (size_t i = 0; i < of; i++) {
        rows += counts[i];
    }
    for (size_t i = 0; i < cells; i++) {
        hits += counts[list[i]];
    }
    memcpy(sorted, counts, of * sizeof *sorted);
    na_hotspot_sort(sorted, of);
    for (size_t i = 0; i < cells; i++) {
        later.most += sorted[i];
    }
    later.rows = (uint64_t)rows;
    later.hits = (uint64_t)hits;
    later.rate = hits / rows;
    na_wilson_limits(later.hits, later.rows, &later.low, &later.high);
    later.before = held / placed;
    later.remains = later.before > 0 ? later.rate / later.before : (double)NAN;
    later.pai = cells > 0 ? later.rate * (double)of / (double)cells : (double)NAN;
    later.pei = later.most > 0 ? hits / later.most : (double)NAN;
    return later;
}
