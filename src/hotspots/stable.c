/* The grid is moved side by side times, evenly over one cell, and the points are counted anew each
 * time. A cell scores when the shifted cell that holds its centre is in the top set. */
#include "hotspots/stable.h"

#include <stdlib.h>
#include <string.h>

#include "base/fail.h"

/* Counts of a shifted grid over a block wide enough for every shift. */
struct shifting {
    struct na_cell_block block;
    double *counts, *sorted;
    size_t columns, count;
};

static size_t place(const struct shifting *shifting, struct na_plane_cell cell)
{
    return (size_t)(cell.row - shifting->block.low.row) * shifting->columns +
           (size_t)(cell.column - shifting->block.low.column);
}

/* The cells that hold something, sorted; how many. */
static double shifted_cutoff(struct shifting *shifting, const struct na_hotspot_rule *rule)
{
    size_t held = 0;
    for (size_t i = 0; i < shifting->count; i++) {
        if (shifting->counts[i] > 0) {
            shifting->sorted[held++] = shifting->counts[i];
        }
    }
    return na_hotspot_cutoff(rule, shifting->sorted, held);
}

static void shift_once(struct shifting *shifting, const struct na_cell_set *set,
                       const struct na_cells *cells, const struct na_hotspot_point *points,
                       size_t count, const struct na_hotspot_rule *rule, double *stays)
{
    memset(shifting->counts, 0, shifting->count * sizeof *shifting->counts);
    for (size_t i = 0; i < count; i++) {
        shifting->counts[place(shifting, na_cells_of(cells, points[i].at))] += points[i].weight;
    }
    double least = shifted_cutoff(shifting, rule);
    for (uint32_t i = 0; i < set->count; i++) {
        struct na_plane_cell cell = na_cells_of(cells, na_cell_set_centre(set, i));
        stays[i] += shifting->counts[place(shifting, cell)] >= least ? 1 : 0;
    }
}

enum na_code na_hotspot_shift(const struct na_cell_set *set, const struct na_hotspot_point *points,
                              size_t count, const struct na_hotspot_rule *rule, uint32_t side,
                              na_hotspot_progress *progress, void *context, double *ret_stays,
                              struct na_error *reterr)
{
    struct shifting shifting = {.block = set->block};
    shifting.block.low.column -= 2;
    shifting.block.low.row -= 2;
    shifting.block.high.column += 2;
    shifting.block.high.row += 2;
    shifting.columns = (size_t)(shifting.block.high.column - shifting.block.low.column) + 1;
    shifting.count =
        shifting.columns * ((size_t)(shifting.block.high.row - shifting.block.low.row) + 1);
    shifting.counts = calloc(shifting.count, sizeof *shifting.counts);
    shifting.sorted = calloc(shifting.count + 1, sizeof *shifting.sorted);
    if (shifting.counts == NULL || shifting.sorted == NULL) {
        free(shifting.counts);
        free(shifting.sorted);
        return na_fail_memory(reterr, "shifting the grid");
    }
    memset(ret_stays, 0, set->count * sizeof *ret_stays);
    for (uint32_t i = 0; i < side * side; i++) {
        struct na_cells cells = na_cells_shifted(&set->cells, ((i % side) + 0.5) / side,
                                                 ((double)(i / side) + 0.5) / side);
        shift_once(&shifting, set, &cells, points, count, rule, ret_stays);
        if (progress != NULL) {
            progress(context, "shifted grids", (double)(i + 1) / (side * side));
        }
    }
    for (size_t i = 0; i < set->count && side > 0; i++) {
        ret_stays[i] /= side * side;
    }
    free(shifting.counts);
    free(shifting.sorted);
    return NA_OK;
}
