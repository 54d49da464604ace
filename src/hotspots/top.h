/* hotspots/top.h - which cells are at the top of the counts. Pure; any thread. */
#ifndef NA_HOTSPOTS_TOP_H
#define NA_HOTSPOTS_TOP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* The top set: every cell whose count is above 0 and not below the last one's needed. So cells that
 * are tied with the last are in it too. */
struct na_hotspot_rule {
    uint32_t top;         /* the last one is the `top`-th; 0: by share */
    double share_percent; /* the last one is that of the smallest set with this share; 0 < .. <= 100
                           */
};

/* Sort `values` descending. */
void na_hotspot_sort(double *values, size_t count);
/* How many of the largest of sorted values come to `percent` of `total`, their sum added up in this
 * order: the smallest set with that share. 0 when the total is 0. */
size_t na_hotspot_share_cells(const double *sorted, size_t count, double total, double percent);
/* The least count of the top set; INFINITY when no value is above 0. `values` are sorted. */
double na_hotspot_cutoff(const struct na_hotspot_rule *rule, double *values, size_t count);

#endif
