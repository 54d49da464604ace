/* The cells that are listed, one after another. */
#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "hotspots/private.h"

enum na_code na_hotspot_list_init(struct na_hotspot_list *list,
                                  const struct na_hotspot_finding *finding, bool all,
                                  struct na_error *reterr)
{
    size_t grid_length = 0;
    const void *grid = na_snapshot_grid(finding->job.snapshot, &grid_length);
    *list = (struct na_hotspot_list){.finding = finding,
                                     .count = all ? finding->set->count : finding->top_count};
    return na_crs_new(grid, grid_length, &list->crs, reterr);
}

void na_hotspot_list_fini(struct na_hotspot_list *list)
{
    na_crs_free(list->crs);
    list->crs = NULL;
}

bool na_hotspot_list_next(struct na_hotspot_list *list, struct na_hotspot_row *ret_row)
{
    const struct na_hotspot_finding *finding = list->finding;
    if (list->next == list->count) {
        return false;
    }
    const double none = (double)NAN;
    uint32_t cell = finding->order[list->next++];
    struct na_hotspot_row row = {.cell = cell, .rank = finding->ranks[cell]};
    na_cell_set_code(finding->set, cell, row.code);
    row.name = na_cell_set_name(finding->set, cell);
    row.centre = na_cell_set_centre(finding->set, cell);
    if (na_crs_to_lonlat(list->crs, row.centre, &row.at, NULL) != NA_OK) {
        row.at = (struct na_lonlat){none, none};
    }
    row.count = finding->counts[cell];
    list->cumulative += row.count;
    row.share_percent = na_hotspot_percent(finding, row.count);
    row.cumulative_percent = na_hotspot_percent(finding, list->cumulative);
    row.density_km2 = finding->densities != NULL ? finding->densities[cell] : none;
    row.gi = finding->gi != NULL ? finding->gi[cell] : (struct na_hotspot_gi){none, none, none};
    row.label =
        finding->labels != NULL ? finding->labels[cell] : (struct na_label){none, none, none, none};
    row.shifted = finding->shifted != NULL ? finding->shifted[cell] : none;
    row.months = finding->months.in_top != NULL ? (double)finding->months.count : none;
    row.in_top = finding->months.in_top != NULL ? finding->months.in_top[cell] : none;
    *ret_row = row;
    return true;
}

void na_hotspot_area_name(const struct na_hotspot_finding *finding,
                          const struct na_hotspot_row *row, char to[NA_HOTSPOT_NAME])
{
    if (na_cells_are_equal(&finding->job.cells)) {
        (void)snprintf(to, NA_HOTSPOT_NAME, "%s %" PRIu32 "%s%s",
                       finding->job.cells.kind == NA_CELLS_HEX ? "Hexagon" : "Square", row->rank,
                       row->name[0] != '\0' ? ", " : "", row->name);
    } else {
        (void)snprintf(to, NA_HOTSPOT_NAME, "%s", row->name);
    }
    size_t length = strlen(to);
    while (length > 0 && !na_utf8_valid(to, length)) {
        to[--length] = '\0';
    }
}
