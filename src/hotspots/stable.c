#include "hotspots/stable.h"

#include <stdlib.h>
#include <string.h>

#include "base/fail.h"
#include "hotspots/urn.h"

/* Only cells with a row can be drawn: they alone are counted again. What is drawn is a kind of row:
 * rows of a cell are alike without weights, so each cell is a kind; with them each row is. */
struct redrawing {
    struct na_hotspot_urn urn;
    uint32_t *places;      /* of each kind: number of its occupied cell */
    const double *weights; /* of each kind; NULL: all weigh 1 */
    uint32_t *occupied;    /* cell of each such number */
    size_t occupied_count;
    double *counts, *sorted;
    uint32_t *stays;
};

static void redrawing_fini(struct redrawing *redrawing)
{
    na_hotspot_urn_fini(&redrawing->urn);
    free(redrawing->places);
    free(redrawing->occupied);
    free(redrawing->counts);
    free(redrawing->sorted);
    free(redrawing->stays);
}

/* Number the occupied cells in the order of their first row; `alike`: how many rows each has. */
static void number_occupied(struct redrawing *redrawing, const struct na_hotspot_drawn *drawn,
                            uint32_t *numbers, uint32_t *alike)
{
    for (size_t i = 0; i < drawn->count; i++) {
        uint32_t *number = &numbers[drawn->cells[i]];
        if (*number == NA_CELL_NONE) {
            *number = (uint32_t)redrawing->occupied_count;
            redrawing->occupied[redrawing->occupied_count++] = drawn->cells[i];
        }
        if (drawn->weights != NULL) {
            redrawing->places[i] = *number;
            alike[i] = 1;
        } else {
            redrawing->places[*number] = *number;
            alike[*number]++;
        }
    }
}

static enum na_code redrawing_init(struct redrawing *redrawing,
                                   const struct na_hotspot_drawn *drawn, size_t cell_count,
                                   struct na_error *reterr)
{
    size_t kinds = (drawn->weights != NULL ? drawn->count : cell_count) + 1;
    *redrawing = (struct redrawing){.weights = drawn->weights};
    uint32_t *numbers = malloc((cell_count + 1) * sizeof *numbers);
    uint32_t *alike = calloc(kinds, sizeof *alike);
    redrawing->places = calloc(kinds, sizeof *redrawing->places);
    redrawing->occupied = calloc(cell_count + 1, sizeof *redrawing->occupied);
    redrawing->counts = calloc(cell_count + 1, sizeof *redrawing->counts);
    redrawing->sorted = calloc(cell_count + 1, sizeof *redrawing->sorted);
    redrawing->stays = calloc(cell_count + 1, sizeof *redrawing->stays);
    enum na_code code = NA_OK;
    if (numbers == NULL || alike == NULL || redrawing->places == NULL ||
        redrawing->occupied == NULL || redrawing->counts == NULL || redrawing->sorted == NULL ||
        redrawing->stays == NULL) {
        code = na_fail_memory(reterr, "drawing rows again");
    } else {
        memset(numbers, 0xFF, (cell_count + 1) * sizeof *numbers);
        number_occupied(redrawing, drawn, numbers, alike);
        size_t count = drawn->weights != NULL ? drawn->count : redrawing->occupied_count;
        code = na_hotspot_urn_make(alike, (uint32_t)count, &redrawing->urn, reterr);
    }
    free(numbers);
    free(alike);
    return code;
}

static void redraw(struct redrawing *redrawing, const struct na_hotspot_rule *rule,
                   struct na_random random)
{
    double *counts = redrawing->counts;
    const double *weights = redrawing->weights;
    size_t size = redrawing->occupied_count * sizeof *counts;
    memset(counts, 0, size);
    for (uint32_t i = 0; i < redrawing->urn.total; i++) {
        uint32_t kind = na_hotspot_urn_draw(&redrawing->urn, &random);
        counts[redrawing->places[kind]] += weights != NULL ? weights[kind] : 1.0;
    }
    memcpy(redrawing->sorted, counts, size);
    double least = na_hotspot_cutoff(rule, redrawing->sorted, redrawing->occupied_count);
    for (size_t i = 0; i < redrawing->occupied_count; i++) {
        redrawing->stays[i] += counts[i] >= least ? 1 : 0;
    }
}

enum na_code na_hotspot_bootstrap(const struct na_hotspot_drawn *drawn, size_t cell_count,
                                  const struct na_hotspot_rule *rule, uint32_t times, uint64_t seed,
                                  na_hotspot_progress *progress, void *context, double *ret_stays,
                                  struct na_error *reterr)
{
    struct redrawing redrawing;
    enum na_code code = redrawing_init(&redrawing, drawn, cell_count, reterr);
    if (code != NA_OK) {
        redrawing_fini(&redrawing);
        return code;
    }
    for (uint32_t time = 0; time < times; time++) {
        redraw(&redrawing, rule, na_random_seeded(seed, time));
        if (progress != NULL) {
            progress(context, "bootstrap", (double)(time + 1) / times);
        }
    }
    memset(ret_stays, 0, cell_count * sizeof *ret_stays);
    for (size_t i = 0; i < redrawing.occupied_count && times > 0; i++) {
        ret_stays[redrawing.occupied[i]] = (double)redrawing.stays[i] / times;
    }
    redrawing_fini(&redrawing);
    return NA_OK;
}

/* Counts of a shifted grid over a block wide enough for every shift. */
struct shifting {
    struct na_cell_block block;
    double *counts, *sorted;
    size_t columns, count;
};

static size_t place(const struct shifting *shifting, struct na_cell cell)
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
        struct na_cell cell = na_cells_of(cells, na_cell_set_centre(set, i));
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
    shifting.sorted = calloc(count + 1, sizeof *shifting.sorted);
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
