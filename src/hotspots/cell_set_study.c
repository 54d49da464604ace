/* Which squares or hexagons belong to the study area: each outline is walked through the cells,
 * and only the cells that it crosses are cut by GEOS. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/fail.h"
#include "hotspots/private.h"

/* How deep a ward must reach into a cell: above what the transformation's way there and back can
 * move a boundary, far below what could matter. */
#define DEPTH_M 0.001

/* Does the segment come deeper than DEPTH_M into the cell? Cut to each side's half plane in turn
 * (Cyrus and Beck). */
static bool crosses(const struct na_cells *cells, struct na_plane_cell cell, struct na_grid from,
                    struct na_grid to)
{
    struct na_grid corners[NA_CELL_CORNERS_MAX];
    size_t count = na_cells_corners(cells, cell, corners);
    double enter = 0, leave = 1;
    for (size_t i = 0; i < count; i++) {
        struct na_grid a = corners[i], b = corners[(i + 1) % count];
        double east_m = b.easting_m - a.easting_m, north_m = b.northing_m - a.northing_m;
        double length_m = hypot(east_m, north_m);
        /* Depth inside the side; the corners run clockwise, so inside is to the right. */
        double start_m =
            (north_m * (from.easting_m - a.easting_m) - east_m * (from.northing_m - a.northing_m)) /
                length_m -
            DEPTH_M;
        double end_m =
            (north_m * (to.easting_m - a.easting_m) - east_m * (to.northing_m - a.northing_m)) /
                length_m -
            DEPTH_M;
        if (start_m <= 0 && end_m <= 0) {
            return false;
        }
        double at = start_m / (start_m - end_m);
        if (start_m < 0) {
            enter = at > enter ? at : enter;
        } else if (end_m < 0) {
            leave = at < leave ? at : leave;
        }
    }
    return enter < leave;
}

static size_t place_in_block(const struct na_cell_block *block, struct na_plane_cell cell)
{
    size_t columns = (size_t)(block->high.column - block->low.column) + 1;
    return (size_t)(cell.row - block->low.row) * columns +
           (size_t)(cell.column - block->low.column);
}

/* Mark what a piece of an outline, no longer than a cell, comes into. */
static void mark_piece(struct na_cell_set *set, struct na_grid from, struct na_grid to)
{
    struct na_grid south_west = {fmin(from.easting_m, to.easting_m),
                                 fmin(from.northing_m, to.northing_m)};
    struct na_grid north_east = {fmax(from.easting_m, to.easting_m),
                                 fmax(from.northing_m, to.northing_m)};
    struct na_cell_block block = na_cells_block(&set->cells, south_west, north_east, 0);
    for (int32_t row = block.low.row; row <= block.high.row; row++) {
        for (int32_t column = block.low.column; column <= block.high.column; column++) {
            struct na_plane_cell cell = {column, row};
            uint32_t *mark = &set->numbers[place_in_block(&set->block, cell)];
            if (*mark == NA_CELL_NONE && crosses(&set->cells, cell, from, to)) {
                *mark = 0;
            }
        }
    }
}

static void mark_outline(struct na_cell_set *set, const struct na_shape *shape)
{
    for (size_t part = 0; part < shape->part_count; part++) {
        for (size_t i = shape->part_starts[part]; i + 1 < shape->part_starts[part + 1]; i++) {
            const double *xy = shape->xy + 2 * i;
            double east_m = xy[2] - xy[0], north_m = xy[3] - xy[1];
            double pieces = ceil(hypot(east_m, north_m) / set->cells.size_m);
            for (double p = 0; p < pieces; p++) {
                struct na_grid from = {xy[0] + east_m * p / pieces, xy[1] + north_m * p / pieces};
                struct na_grid to = {xy[0] + east_m * (p + 1) / pieces,
                                     xy[1] + north_m * (p + 1) / pieces};
                mark_piece(set, from, to);
            }
        }
    }
}

/* The ward at a centre. */
static uint32_t ward_at(const struct na_cell_set *set, const struct na_crs *crs,
                        struct na_grid centre)
{
    const struct na_layer *layer = set->layer;
    if (layer->is_grid) {
        return na_area_index_lowest(&layer->grid, centre.easting_m, centre.northing_m);
    }
    struct na_lonlat at;
    return na_crs_to_lonlat(crs, centre, &at, NULL) != NA_OK
               ? NA_AREA_NONE
               : na_area_index_lowest(&layer->lonlat, at.lon_deg, at.lat_deg);
}

static enum na_code too_many(enum na_code code, struct na_error *reterr)
{
    if (code != NA_ERR_LIMIT) {
        return na_fail_memory(reterr, "the cells");
    }
    (void)na_fail(reterr, NA_ERR_PARAM_RANGE, "There are more than 4,000,000 cells of that size");
    return na_fail_at(reterr, NA_ERR_PARAM_RANGE, NULL, 0, "by", "Choose larger cells");
}

/* Number what is marked, and what no outline comes into but lies inside. */
static enum na_code number_cells(struct na_cell_set *set, const struct na_crs *crs,
                                 struct na_error *reterr)
{
    struct na_buffer items, wards;
    na_buffer_init(&items, NA_CELL_SET_MAX * sizeof *set->items);
    na_buffer_init(&wards, NA_CELL_SET_MAX * sizeof *set->wards);
    enum na_code code = NA_OK;
    for (int32_t row = set->block.low.row; row <= set->block.high.row && code == NA_OK; row++) {
        for (int32_t column = set->block.low.column;
             column <= set->block.high.column && code == NA_OK; column++) {
            struct na_plane_cell cell = {column, row};
            uint32_t *number = &set->numbers[place_in_block(&set->block, cell)];
            uint32_t ward = ward_at(set, crs, na_cells_centre(&set->cells, cell));
            if (*number == NA_CELL_NONE && ward == NA_AREA_NONE) {
                continue;
            }
            code = na_buffer_append(&items, &cell, sizeof cell);
            code = code == NA_OK ? na_buffer_append(&wards, &ward, sizeof ward) : code;
            *number = (uint32_t)set->count++;
        }
    }
    set->items = na_buffer_take(&items);
    set->wards = na_buffer_take(&wards);
    set->area_m2 = (double)set->count * na_cells_area_m2(&set->cells);
    return code == NA_OK ? code : too_many(code, reterr);
}

static enum na_code make_block(struct na_cell_set *set, struct na_error *reterr)
{
    struct na_grid low = {INFINITY, INFINITY}, high = {-INFINITY, -INFINITY};
    for (uint32_t i = 0; i < set->layer->area_count; i++) {
        for (size_t v = 0; v < set->outlines[i].vertex_count; v++) {
            const double *xy = set->outlines[i].xy + 2 * v;
            low.easting_m = fmin(low.easting_m, xy[0]);
            low.northing_m = fmin(low.northing_m, xy[1]);
            high.easting_m = fmax(high.easting_m, xy[0]);
            high.northing_m = fmax(high.northing_m, xy[1]);
        }
    }
    if (!(low.easting_m <= high.easting_m)) {
        return na_fail(reterr, NA_ERR_NO_WARDS, "The wards have no outline");
    }
    set->block = na_cells_block(&set->cells, low, high, set->cells.size_m);
    size_t columns = (size_t)(set->block.high.column - set->block.low.column) + 1;
    size_t rows = (size_t)(set->block.high.row - set->block.low.row) + 1;
    if (columns > NA_CELL_SET_BOX_MAX / rows) {
        (void)na_fail(reterr, NA_ERR_LIMIT, "The wards' box holds %zu by %zu cells, %zu at most",
                      columns, rows, NA_CELL_SET_BOX_MAX);
        return na_fail_at(reterr, NA_ERR_LIMIT, NULL, 0, "by", "Choose larger cells");
    }
    set->numbers = malloc(columns * rows * sizeof *set->numbers);
    if (set->numbers == NULL) {
        return na_fail_memory(reterr, "the cells");
    }
    memset(set->numbers, 0xFF, columns * rows * sizeof *set->numbers);
    return NA_OK;
}

enum na_code na_cell_set_study(struct na_cell_set *set, struct na_error *reterr)
{
    enum na_code code = make_block(set, reterr);
    if (code != NA_OK) {
        return code;
    }
    for (uint32_t i = 0; i < set->layer->area_count; i++) {
        mark_outline(set, &set->outlines[i]);
    }
    return number_cells(set, na_snapshot_crs(set->snapshot), reterr);
}
