/* Cells of equal form are kept in a block of rows and columns with a number each, so that a point
 * finds its cell by two divisions. Wards and areas are found by the index of the layer instead, as
 * a join finds them. */
#include "hotspots/cell_set.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/fail.h"
#include "hotspots/private.h"

static enum na_code find_layer(const struct na_snapshot *snapshot, const char *id,
                               const struct na_layer **ret_layer, struct na_error *reterr)
{
    char ids[128] = "";
    size_t used = 0;
    for (size_t i = 0; i < na_snapshot_layer_count(snapshot); i++) {
        const struct na_layer *layer = na_snapshot_layer(snapshot, i);
        if (layer->role != NA_LAYER_AREAS) {
            continue;
        }
        if (strcmp(layer->id, id) == 0) {
            *ret_layer = layer;
            return NA_OK;
        }
        if (used < sizeof ids) {
            used += (size_t)snprintf(ids + used, sizeof ids - used, ", %.40s", layer->id);
        }
    }
    char hint[256];
    (void)snprintf(hint, sizeof hint, "Give grid:150, hex:200, ward%s", ids);
    (void)na_fail(reterr, NA_ERR_PARAM_MALFORMED, "The pack has no layer of areas \"%.90s\"", id);
    return na_fail_at(reterr, NA_ERR_PARAM_MALFORMED, NULL, 0, "by", hint);
}

/* The wards or areas are the cells. */
static enum na_code take_areas(struct na_cell_set *set, struct na_error *reterr)
{
    size_t count = set->layer->area_count;
    set->areas_m2 = calloc(count + 1, sizeof *set->areas_m2);
    set->centres = calloc(count + 1, sizeof *set->centres);
    if (set->areas_m2 == NULL || set->centres == NULL) {
        return na_fail_memory(reterr, "the cells");
    }
    for (size_t i = 0; i < count; i++) {
        na_outline_measure(&set->outlines[i], &set->areas_m2[i], &set->centres[i]);
        set->area_m2 += set->areas_m2[i];
    }
    set->count = count;
    return NA_OK;
}

static enum na_code fill(struct na_cell_set *set, struct na_error *reterr)
{
    enum na_code code = NA_OK;
    if (set->cells.kind == NA_CELLS_AREA) {
        code = find_layer(set->snapshot, set->cells.layer, &set->layer, reterr);
    } else if (set->layer == NULL) {
        (void)na_fail(reterr, NA_ERR_NO_WARDS, "The pack has no wards");
        code = na_fail_at(reterr, NA_ERR_NO_WARDS, NULL, 0, NULL,
                          "The study area is that of the wards: add a layer [wards.ID]");
    }
    if (code == NA_OK) {
        code = na_layer_outlines(set->snapshot, set->layer, &set->outlines, reterr);
    }
    if (code == NA_OK) {
        code = na_cells_are_equal(&set->cells) ? na_cell_set_study(set, reterr)
                                               : take_areas(set, reterr);
    }
    return code;
}

enum na_code na_cell_set_new(const struct na_snapshot *snapshot, const struct na_cells *cells,
                             const struct na_layer *layer, struct na_cell_set **ret_set,
                             struct na_error *reterr)
{
    struct na_cell_set *set = calloc(1, sizeof *set);
    if (set == NULL) {
        return na_fail_memory(reterr, "the cells");
    }
    set->cells = *cells;
    set->snapshot = snapshot;
    set->layer = cells->kind == NA_CELLS_AREA ? NULL : layer;
    enum na_code code = fill(set, reterr);
    if (code != NA_OK) {
        na_cell_set_free(set);
        return code;
    }
    *ret_set = set;
    return NA_OK;
}

void na_cell_set_free(struct na_cell_set *set)
{
    if (set == NULL) {
        return;
    }
    na_outlines_free(set->outlines, set->layer != NULL ? set->layer->area_count : 0);
    free(set->areas_m2);
    free(set->centres);
    free(set->numbers);
    free(set->wards);
    free(set->items);
    free(set);
}

uint32_t na_cell_set_find(const struct na_cell_set *set, struct na_plane_cell cell)
{
    const struct na_cell_block *block = &set->block;
    if (cell.column < block->low.column || cell.column > block->high.column ||
        cell.row < block->low.row || cell.row > block->high.row) {
        return NA_CELL_NONE;
    }
    size_t columns = (size_t)(block->high.column - block->low.column) + 1;
    return set->numbers[(size_t)(cell.row - block->low.row) * columns +
                        (size_t)(cell.column - block->low.column)];
}

uint32_t na_cell_set_place(const struct na_cell_set *set, struct na_grid grid, struct na_lonlat at)
{
    if (na_cells_are_equal(&set->cells)) {
        return na_cell_set_find(set, na_cells_of(&set->cells, grid));
    }
    /* As the join looks up: by what the input gave is not known here, lon/lat is always there. */
    uint32_t area = na_area_index_lowest(&set->layer->lonlat, at.lon_deg, at.lat_deg);
    return area == NA_AREA_NONE ? NA_CELL_NONE : area;
}

struct na_grid na_cell_set_centre(const struct na_cell_set *set, uint32_t i)
{
    return set->centres != NULL ? set->centres[i] : na_cells_centre(&set->cells, set->items[i]);
}

double na_cell_set_area_m2(const struct na_cell_set *set, uint32_t i)
{
    return set->areas_m2 != NULL ? set->areas_m2[i] : na_cells_area_m2(&set->cells);
}

void na_cell_set_code(const struct na_cell_set *set, uint32_t i, char to[NA_CELL_CODE])
{
    if (na_cells_are_equal(&set->cells)) {
        na_cells_code(&set->cells, set->items[i], to);
        return;
    }
    struct na_area area;
    na_snapshot_area(set->snapshot, set->layer, i, &area);
    (void)snprintf(to, NA_CELL_CODE, "%s", area.code);
}

const char *na_cell_set_name(const struct na_cell_set *set, uint32_t i)
{
    uint32_t number = set->wards != NULL ? set->wards[i] : i;
    if (number == NA_AREA_NONE) {
        return "";
    }
    struct na_area area;
    na_snapshot_area(set->snapshot, set->layer, number, &area);
    return area.name;
}

enum na_code na_cell_set_shape(const struct na_cell_set *set, uint32_t i,
                               struct na_shape *ret_shape, struct na_error *reterr)
{
    struct na_grid corners[NA_CELL_CORNERS_MAX];
    struct na_shape shape = {.part_count = 1};
    const struct na_shape *from = set->centres != NULL ? &set->outlines[i] : NULL;
    size_t count = from != NULL ? 0 : na_cells_corners(&set->cells, set->items[i], corners);
    shape.vertex_count = from != NULL ? from->vertex_count : count + 1;
    shape.part_count = from != NULL ? from->part_count : 1;
    shape.xy = malloc(2 * shape.vertex_count * sizeof *shape.xy);
    shape.part_starts = calloc(shape.part_count + 1, sizeof *shape.part_starts);
    if (shape.xy == NULL || shape.part_starts == NULL) {
        na_shape_fini(&shape);
        return na_fail_memory(reterr, "an outline");
    }
    shape.part_starts[shape.part_count] = shape.vertex_count;
    if (from != NULL) {
        memcpy(shape.xy, from->xy, 2 * shape.vertex_count * sizeof *shape.xy);
        memcpy(shape.part_starts, from->part_starts,
               (shape.part_count + 1) * sizeof *shape.part_starts);
    }
    for (size_t c = 0; c < count + 1 && from == NULL; c++) {
        shape.xy[2 * c] = corners[c % count].easting_m;
        shape.xy[2 * c + 1] = corners[c % count].northing_m;
    }
    *ret_shape = shape;
    return NA_OK;
}
