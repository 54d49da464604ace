/* The least count that is still at the top, by a number of cells or by a share of all rows. Cells
 * that equal it are all at the top: the order in which they came decides nothing. Empty cells never
 * are. */
#include "hotspots/top.h"

#include <math.h>
#include <stdlib.h>

static int compare(const void *left, const void *right)
{
    double a = *(const double *)left, b = *(const double *)right;
    return a > b ? -1 : a < b ? 1 : 0;
}

void na_hotspot_sort(double *values, size_t count)
{
    if (count > 1) {
        qsort(values, count, sizeof *values, compare);
    }
}

size_t na_hotspot_share_cells(const double *sorted, size_t count, double total, double percent)
{
    double sum = 0;
    size_t cells = 0;
    /* Products, not quotients: of whole counts and a whole percentage they are exact. */
    while (cells < count && sum * 100 < percent * total) {
        sum += sorted[cells++];
    }
    return cells;
}

double na_hotspot_cutoff(const struct na_hotspot_rule *rule, double *values, size_t count)
{
    na_hotspot_sort(values, count);
    size_t above = 0;
    double total = 0;
    while (above < count && values[above] > 0) {
        total += values[above++];
    }
    if (above == 0) {
        return INFINITY;
    }
    size_t last = rule->top > 0 ? rule->top
                                : na_hotspot_share_cells(values, above, total, rule->share_percent);
    last = last < 1 ? 1 : last > above ? above : last;
    return values[last - 1];
}
