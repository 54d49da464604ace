/* hotspots/cells.h - the plane, or the pack's land, cut into cells: squares, hexagons, wards,
 * areas.
 *
 *   grid:SIZE  squares of SIZE metres on the National Grid (EPSG:27700). Cell c:r holds the points
 *              with west(c) <= easting < west(c + 1), south(r) <= northing < south(r + 1), where
 *              west(c) = origin + c * SIZE: each point is in exactly one cell.
 *   hex:SIZE   regular hexagons with flat sides to the north and south. SIZE is the distance
 *              between opposite sides, which is the distance from a centre to each of its six
 *              neighbours' (QGIS's vertical spacing). Sides are SIZE / sqrt(3) long, the area is
 *              sqrt(3) / 2 * SIZE^2. Columns are SIZE * sqrt(3) / 2 apart, odd ones half a SIZE
 *              further north; the centre of cell 0:0 is the origin. A point belongs to the nearest
 *              centre, of equally near ones to the one furthest north: exactly one.
 *   ward       the wards of a vintage       area layer   the areas of a layer of the pack
 *
 * The geometry here is pure; any thread. hotspots/cell_set.h lists the cells of a study area. */
#ifndef NA_HOTSPOTS_CELLS_H
#define NA_HOTSPOTS_CELLS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <nearaid/error.h>

#include "geo/position.h"

#define NA_CELLS_SIZE_MIN_M 10.0
#define NA_CELLS_SIZE_MAX_M 100000.0

enum na_cells_kind { NA_CELLS_GRID, NA_CELLS_HEX, NA_CELLS_WARD, NA_CELLS_AREA };

/* A plain value. */
struct na_cells {
    enum na_cells_kind kind;
    double size_m;         /* of squares and hexagons */
    struct na_grid origin; /* of squares: a corner; of hexagons: a centre */
    char layer[96];        /* NA_CELLS_AREA: id of the layer; else "" */
};

/* Squares and hexagons; within +-10^7. */
struct na_plane_cell {
    int32_t column, row;
};

/* Read "grid:150", "hex:200.5", "ward" or else the id of a layer of areas. Errors, field "by":
 * NA_ERR_PARAM_MALFORMED, NA_ERR_PARAM_RANGE (size outside the two limits). */
NA_MUST_USE enum na_code na_cells_parse(const char *text, struct na_cells *ret_cells,
                                        struct na_error *reterr);
/* Squares or hexagons? The functions below are for these alone. */
bool na_cells_are_equal(const struct na_cells *cells);

/* The cell of a finite position; 30,000 km and more away from 0,0 it is the outermost. */
struct na_plane_cell na_cells_of(const struct na_cells *cells, struct na_grid from);
struct na_grid na_cells_centre(const struct na_cells *cells, struct na_plane_cell cell);
double na_cells_area_m2(const struct na_cells *cells);

/* The corners, clockwise, not closed: 4 or 6. Corners that cells share are the same numbers. */
#define NA_CELL_CORNERS_MAX 6
size_t na_cells_corners(const struct na_cells *cells, struct na_plane_cell cell,
                        struct na_grid ret_corners[NA_CELL_CORNERS_MAX]);
/* The cells that share a side or a corner: 8 or 6. */
#define NA_CELL_NEIGHBOURS_MAX 8
size_t na_cells_neighbours(const struct na_cells *cells, struct na_plane_cell cell,
                           struct na_plane_cell ret_neighbours[NA_CELL_NEIGHBOURS_MAX]);
/* A block of columns and rows, both ends included. */
struct na_cell_block {
    struct na_plane_cell low, high;
};
/* A block that holds every cell with a point within `reach_m` of the box. */
struct na_cell_block na_cells_block(const struct na_cells *cells, struct na_grid south_west,
                                    struct na_grid north_east, double reach_m);

/* Stable name: "g150:3004:3550", "h200:17:-3"; with another origin than 0,0
 * "g150@50,25:3004:3550". */
#define NA_CELL_CODE 96
void na_cells_code(const struct na_cells *cells, struct na_plane_cell cell, char to[NA_CELL_CODE]);
/* The same cells moved by the fractions `u` and `v` (0..1) of the way to the next column and row.
 */
struct na_cells na_cells_shifted(const struct na_cells *cells, double u, double v);

#endif
