/* hotspots/stable.h - how often a cell stays in the top set when chance, or the place of the
 * grid, had fallen out otherwise. Pure; any thread. */
#ifndef NA_HOTSPOTS_STABLE_H
#define NA_HOTSPOTS_STABLE_H

#include "hotspots/density.h"
#include "hotspots/top.h"

/* Rows as the bootstrap draws them. */
struct na_hotspot_drawn {
    const uint32_t *cells; /* of each row placed: number of its cell */
    const double *weights; /* NULL: each row weighs 1 */
    size_t count;          /* below 2^32 */
};

/* Draw as many rows as there are, with replacement, `times` times, and count again: ret_stays[cell]
 * is the part of the draws, 0..1, in which the cell is in the top set. Draw i is made by stream i
 * of `seed` (base/random.h). `progress` may be NULL. Errors: NA_ERR_MEMORY. */
NA_MUST_USE enum na_code na_hotspot_bootstrap(const struct na_hotspot_drawn *drawn,
                                              size_t cell_count, const struct na_hotspot_rule *rule,
                                              uint32_t times, uint64_t seed,
                                              na_hotspot_progress *progress, void *context,
                                              double *ret_stays, struct na_error *reterr);

/* Count in the same squares or hexagons moved by (i + 1/2) / side and (j + 1/2) / side of a cell,
 * i and j from 0 to side - 1: side * side grids, none of them the one given; `side` is even, so
 * that no centre falls on an edge. ret_stays[cell] is the part of these grids in which the centre
 * of the cell lies in a cell of their top set. `points` are those placed in the set. Errors:
 * NA_ERR_MEMORY. */
NA_MUST_USE enum na_code na_hotspot_shift(const struct na_cell_set *set,
                                          const struct na_hotspot_point *points, size_t count,
                                          const struct na_hotspot_rule *rule, uint32_t side,
                                          na_hotspot_progress *progress, void *context,
                                          double *ret_stays, struct na_error *reterr);

#endif
