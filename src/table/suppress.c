/* Withholding small counts so that no printed figure gives them back.
 *
 * Counts from 1 to N - 1 are withheld. For each of them a box of cells is withheld with it: in a
 * table by one thing another cell, by two things the four corners of a rectangle, by three the
 * eight of a cuboid. Adding one to every other corner and taking one from the rest changes no sum
 * over any line or plane of the table nor the total, so a second table exists that prints the same,
 * in which this cell has another count (the hypercube method: R. D. Repsilber, "Preservation of
 * confidentiality in aggregated data", 1994). All marks are alike and may stand for 0, because a
 * cell of 0 may be a corner. Corners of one authority are taken where possible, so that the sums
 * by authority do not give a ward's count back either. */
#include <stdlib.h>
#include <string.h>

#include "base/fail.h"
#include "table/private.h"

#define SUPPRESS_CELLS_MAX ((size_t)400000)
/* Corners looked at: some ten seconds. */
#define SUPPRESS_WORK_MAX UINT64_C(1000000000)
/* Costs beside the counts themselves: corners that would have to become 0 or come from 0, wards of
 * two authorities. Counts are below 2^40. */
#define COST_ZERO (UINT64_C(1) << 44)
#define COST_FOREIGN (UINT64_C(1) << 50)

/* The table with every combination as a cell. Things with one value only do not count: their lines
 * are single cells. */
struct grid {
    uint64_t *counts;
    bool *withheld;
    size_t sizes[NA_TABLE_DIMENSIONS_MAX];
    size_t strides[NA_TABLE_DIMENSIONS_MAX];
    size_t axes[NA_TABLE_DIMENSIONS_MAX]; /* dimensions with several values */
    size_t axis_count, cell_count;
    const struct na_table *table;
};

static enum na_code lay_out(struct grid *grid, const struct na_table *table,
                            struct na_error *reterr)
{
    *grid = (struct grid){.table = table, .cell_count = 1};
    for (size_t d = 0; d < NA_TABLE_DIMENSIONS_MAX; d++) {
        bool used = d < table->question.dimension_count && table->label_counts[d] > 0;
        grid->sizes[d] = used ? table->label_counts[d] : 1;
        grid->strides[d] = grid->cell_count;
        if (grid->sizes[d] > 1) {
            grid->axes[grid->axis_count++] = d;
        }
        if (grid->sizes[d] > SUPPRESS_CELLS_MAX / grid->cell_count) {
            (void)na_fail(reterr, NA_ERR_LIMIT,
                          "A table of so many combinations is too large to "
                          "withhold counts in");
            return na_fail_at(reterr, NA_ERR_LIMIT, NULL, 0, "suppress", "Count by fewer things");
        }
        grid->cell_count *= grid->sizes[d];
    }
    grid->counts = calloc(grid->cell_count, sizeof *grid->counts);
    grid->withheld = calloc(grid->cell_count, sizeof *grid->withheld);
    return grid->counts != NULL && grid->withheld != NULL
               ? NA_OK
               : na_fail_memory(reterr, "withholding small counts");
}

static void fini(struct grid *grid)
{
    free(grid->counts);
    free(grid->withheld);
}

static size_t cell_of(const struct grid *grid, const uint32_t labels[NA_TABLE_DIMENSIONS_MAX])
{
    size_t cell = 0;
    for (size_t d = 0; d < NA_TABLE_DIMENSIONS_MAX; d++) {
        cell += labels[d] * grid->strides[d];
    }
    return cell;
}

static size_t place(const struct grid *grid, size_t cell, size_t d)
{
    return cell / grid->strides[d] % grid->sizes[d];
}

/* The corner of the box between `cell` and `far` that takes its place on axis a from `far` when bit
 * a of `which` is set. */
static size_t corner(const struct grid *grid, size_t cell, size_t far, unsigned int which)
{
    size_t at = cell;
    for (size_t a = 0; a < grid->axis_count; a++) {
        size_t d = grid->axes[a];
        if ((which >> a & 1u) != 0) {
            at += (place(grid, far, d) - place(grid, cell, d)) * grid->strides[d];
        }
    }
    return at;
}

static unsigned int parity(unsigned int bits)
{
    return (bits ^ bits >> 1 ^ bits >> 2) & 1u;
}

static bool same_authority(const struct grid *grid, size_t cell, size_t far)
{
    for (size_t a = 0; a < grid->axis_count; a++) {
        size_t d = grid->axes[a];
        const struct na_table_label *labels = grid->table->labels[d];
        if (grid->table->question.dimensions[d].what == NA_TABLE_WARD &&
            strcmp(labels[place(grid, cell, d)].authority_code,
                   labels[place(grid, far, d)].authority_code) != 0) {
            return false;
        }
    }
    return true;
}

/* What withholding the box costs; UINT64_MAX: it would protect nothing, because a corner on either
 * side is 0 and cannot become less. */
static uint64_t cost_of(const struct grid *grid, size_t cell, size_t far)
{
    uint64_t least[2] = {UINT64_MAX, UINT64_MAX};
    uint64_t cost = 0;
    for (unsigned int which = 0; which < 1u << grid->axis_count; which++) {
        size_t at = corner(grid, cell, far, which);
        uint64_t count = grid->counts[at];
        if (count < least[parity(which)]) {
            least[parity(which)] = count;
        }
        if (!grid->withheld[at]) {
            cost += count;
        }
    }
    if (least[0] == 0 && least[1] == 0) {
        return UINT64_MAX;
    }
    /* Best without a 0, before or after. */
    bool above = (least[0] >= 2 && least[1] >= 1) || (least[1] >= 2 && least[0] >= 1);
    cost += above ? 0 : COST_ZERO;
    return cost + (same_authority(grid, cell, far) ? 0 : COST_FOREIGN);
}

static bool differs_on_all(const struct grid *grid, size_t cell, size_t far)
{
    for (size_t a = 0; a < grid->axis_count; a++) {
        if (place(grid, cell, grid->axes[a]) == place(grid, far, grid->axes[a])) {
            return false;
        }
    }
    return true;
}

static bool protect(struct grid *grid, size_t cell)
{
    uint64_t least = UINT64_MAX;
    size_t best = 0;
    for (size_t far = 0; far < grid->cell_count; far++) {
        if (!differs_on_all(grid, cell, far)) {
            continue;
        }
        uint64_t cost = cost_of(grid, cell, far);
        if (cost < least) {
            least = cost;
            best = far;
        }
    }
    if (least == UINT64_MAX) {
        return false;
    }
    for (unsigned int which = 0; which < 1u << grid->axis_count; which++) {
        grid->withheld[corner(grid, cell, best, which)] = true;
    }
    return true;
}

static enum na_code refuse(struct na_error *reterr)
{
    (void)na_fail(reterr, NA_ERR_DATA,
                  "The table is too small to withhold anything: its total gives the count back");
    return na_fail_at(reterr, NA_ERR_DATA, NULL, 0, "suppress",
                      "Count by fewer things, or over a longer period");
}

static enum na_code protect_all(struct grid *grid, uint64_t below, struct na_error *reterr)
{
    uint64_t small = 0;
    for (size_t i = 0; i < grid->cell_count; i++) {
        grid->withheld[i] = grid->counts[i] > 0 && grid->counts[i] < below;
        small += grid->withheld[i];
    }
    if (small * grid->cell_count * (1u << grid->axis_count) > SUPPRESS_WORK_MAX) {
        (void)na_fail(reterr, NA_ERR_LIMIT, "Too many small counts to withhold: %llu",
                      (unsigned long long)small);
        return na_fail_at(reterr, NA_ERR_LIMIT, NULL, 0, "suppress", "Count by fewer things");
    }
    if (small > 0 && grid->axis_count == 0) {
        return refuse(reterr);
    }
    for (size_t i = 0; i < grid->cell_count; i++) {
        if (grid->counts[i] > 0 && grid->counts[i] < below && !protect(grid, i)) {
            return refuse(reterr);
        }
    }
    return NA_OK;
}

/* Cells of 0 that became corners and are not rows yet. */
static enum na_code add_zero_rows(struct na_table *table, struct grid *grid, bool *seen,
                                  struct na_error *reterr)
{
    size_t capacity = table->row_count;
    enum na_code code = NA_OK;
    for (size_t i = 0; i < grid->cell_count && code == NA_OK; i++) {
        if (grid->withheld[i] && !seen[i]) {
            uint32_t labels[NA_TABLE_DIMENSIONS_MAX];
            for (size_t d = 0; d < NA_TABLE_DIMENSIONS_MAX; d++) {
                labels[d] = (uint32_t)place(grid, i, d);
            }
            code = na_table_push(table, &capacity, labels, 0, reterr);
        }
    }
    return code;
}

static enum na_code mark_rows(struct na_table *table, struct grid *grid, uint64_t below,
                              struct na_error *reterr)
{
    bool *seen = calloc(grid->cell_count, sizeof *seen);
    if (seen == NULL) {
        return na_fail_memory(reterr, "withholding small counts");
    }
    for (size_t i = 0; i < table->row_count; i++) {
        seen[cell_of(grid, table->rows[i].labels)] = true;
    }
    enum na_code code = add_zero_rows(table, grid, seen, reterr);
    for (size_t i = 0; i < table->row_count && code == NA_OK; i++) {
        struct na_table_row *row = &table->rows[i];
        row->withheld = grid->withheld[cell_of(grid, row->labels)];
        if (row->withheld && row->count > 0 && row->count < below) {
            table->primaries++;
        } else if (row->withheld) {
            table->secondaries++;
        }
    }
    free(seen);
    return code;
}

enum na_code na_table_suppress(struct na_table *table, uint64_t below, struct na_error *reterr)
{
    struct grid grid;
    enum na_code code = lay_out(&grid, table, reterr);
    if (code != NA_OK) {
        goto done;
    }
    for (size_t i = 0; i < table->row_count; i++) {
        grid.counts[cell_of(&grid, table->rows[i].labels)] = table->rows[i].count;
    }
    code = protect_all(&grid, below, reterr);
    if (code == NA_OK) {
        code = mark_rows(table, &grid, below, reterr);
    }
    table->suppress = below;
done:
    fini(&grid);
    return code;
}
