/* hotspots/stable.h - how often the place of a cell stays in the top set when the grid lies
 * otherwise. Pure; any thread. */
#ifndef NA_HOTSPOTS_STABLE_H
#define NA_HOTSPOTS_STABLE_H

#include "hotspots/density.h"
#include "hotspots/top.h"

/* Count in the same squares or hexagons moved by (i + 1/2) / side and (j + 1/2) / side of a cell,
 * i and j from 0 to side - 1: side * side grids, none of them the one given; `side` is even, so
 * that no centre falls on an edge. ret_stays[cell] is the part of these grids in which the centre
 * of the cell lies in a cell of their top set. `points` are those in a cell of the set. Errors:
 * NA_ERR_MEMORY. */
NA_MUST_USE enum na_code na_hotspot_shift(const struct na_cell_set *set,
                                          const struct na_hotspot_point *points, size_t count,
                                          const struct na_hotspot_rule *rule, uint32_t side,
                                          na_hotspot_progress *progress, void *context,
                                          double *ret_stays, struct na_error *reterr);

#endif
