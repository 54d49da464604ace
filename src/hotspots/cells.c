/* Every line of a grid comes from one function, line(), for points as for corners. So a point on a
 * line falls into one cell only, whatever is rounded. A hexagon is found among the nearest centres,
 * with ties decided by a rule. */
#include "hotspots/cells.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/fail.h"
#include "base/number.h"

#define SQRT_3 1.7320508075688772
/* Beyond the grid and any origin by far. */
#define FAR_M 3e7

static enum na_code refuse(enum na_code code, const char *message, struct na_error *reterr)
{
    (void)na_fail(reterr, code, "%s", message);
    return na_fail_at(reterr, code, NULL, 0, "by",
                      "Give grid:150, hex:200, ward, or the id of a layer of areas");
}

static enum na_code parse_size(const char *text, enum na_cells_kind kind,
                               struct na_cells *ret_cells, struct na_error *reterr)
{
    double size_m = 0;
    if (!na_number_parse(na_str_of(text), &size_m)) {
        return refuse(NA_ERR_PARAM_MALFORMED, "The size of the cells is not a number of metres",
                      reterr);
    }
    if (size_m < NA_CELLS_SIZE_MIN_M || size_m > NA_CELLS_SIZE_MAX_M) {
        return refuse(NA_ERR_PARAM_RANGE, "The size of the cells is not from 10 to 100000 metres",
                      reterr);
    }
    *ret_cells = (struct na_cells){.kind = kind, .size_m = size_m};
    return NA_OK;
}

enum na_code na_cells_parse(const char *text, struct na_cells *ret_cells, struct na_error *reterr)
{
    if (strncmp(text, "grid:", 5) == 0) {
        return parse_size(text + 5, NA_CELLS_GRID, ret_cells, reterr);
    }
    if (strncmp(text, "hex:", 4) == 0) {
        return parse_size(text + 4, NA_CELLS_HEX, ret_cells, reterr);
    }
    if (strcmp(text, "ward") == 0) {
        *ret_cells = (struct na_cells){.kind = NA_CELLS_WARD};
        return NA_OK;
    }
    const char *layer = strncmp(text, "area:", 5) == 0 ? text + 5 : text;
    if (layer[0] == '\0' || strlen(layer) >= sizeof ret_cells->layer ||
        strchr(layer, ':') != NULL) {
        return refuse(NA_ERR_PARAM_MALFORMED, "The kind of cell is not understood", reterr);
    }
    *ret_cells = (struct na_cells){.kind = NA_CELLS_AREA};
    memcpy(ret_cells->layer, layer, strlen(layer) + 1);
    return NA_OK;
}

bool na_cells_are_equal(const struct na_cells *cells)
{
    return cells->kind == NA_CELLS_GRID || cells->kind == NA_CELLS_HEX;
}

/* Metres from the origin to line `i` of a grid; the one place where lines are computed, so that
 * points and corners are held against the same numbers. */
static double line(double origin_m, int32_t i, double step_m)
{
    return origin_m + (double)i * step_m;
}

/* The i with line(i) <= at < line(i + 1). The quotient may round over a line, by one at most. */
static int32_t between_lines(double origin_m, double step_m, double at_m)
{
    int32_t i = (int32_t)floor((at_m - origin_m) / step_m);
    if (line(origin_m, i, step_m) > at_m) {
        i--;
    } else if (line(origin_m, i + 1, step_m) <= at_m) {
        i++;
    }
    return i;
}

/* Corners and centres of hexagons lie on lines a third of a column's width and half a SIZE apart:
 * a half of a side, and a half of SIZE. */
static struct na_grid hex_point(const struct na_cells *cells, int32_t across, int32_t up)
{
    double half_side_m = cells->size_m / (2 * SQRT_3);
    return (struct na_grid){line(cells->origin.easting_m, across, half_side_m),
                            line(cells->origin.northing_m, up, cells->size_m / 2)};
}

static int32_t hex_up(struct na_plane_cell cell)
{
    return 2 * cell.row + (cell.column & 1);
}

static struct na_plane_cell hex_of(const struct na_cells *cells, struct na_grid at)
{
    double column_m = cells->size_m * SQRT_3 / 2;
    int32_t west = (int32_t)floor((at.easting_m - cells->origin.easting_m) / column_m);
    struct na_plane_cell best = {0, 0};
    double best_m2 = INFINITY;
    for (int32_t step = 0; step <= 1; step++) {
        for (int32_t column = west; column <= west + 1; column++) {
            double up = (at.northing_m - cells->origin.northing_m) / cells->size_m -
                        ((column & 1) != 0 ? 0.5 : 0);
            struct na_plane_cell cell = {column, (int32_t)floor(up) + step};
            struct na_grid centre = na_cells_centre(cells, cell);
            double east_m = at.easting_m - centre.easting_m;
            double north_m = at.northing_m - centre.northing_m;
            double m2 = east_m * east_m + north_m * north_m;
            if (m2 < best_m2 || (m2 == best_m2 && hex_up(cell) > hex_up(best))) {
                best = cell;
                best_m2 = m2;
            }
        }
    }
    return best;
}

/* Whatever a transformation makes of the other side of the earth: numbers of cells must fit. */
static double clamped(double at_m)
{
    return fmax(-FAR_M, fmin(FAR_M, at_m));
}

struct na_plane_cell na_cells_of(const struct na_cells *cells, struct na_grid from)
{
    struct na_grid at = {clamped(from.easting_m), clamped(from.northing_m)};
    if (cells->kind == NA_CELLS_HEX) {
        return hex_of(cells, at);
    }
    return (struct na_plane_cell){
        between_lines(cells->origin.easting_m, cells->size_m, at.easting_m),
        between_lines(cells->origin.northing_m, cells->size_m, at.northing_m)};
}

struct na_grid na_cells_centre(const struct na_cells *cells, struct na_plane_cell cell)
{
    if (cells->kind == NA_CELLS_HEX) {
        return hex_point(cells, 3 * cell.column, hex_up(cell));
    }
    return (struct na_grid){
        line(cells->origin.easting_m, cell.column, cells->size_m) + cells->size_m / 2,
        line(cells->origin.northing_m, cell.row, cells->size_m) + cells->size_m / 2};
}

double na_cells_area_m2(const struct na_cells *cells)
{
    double square_m2 = cells->size_m * cells->size_m;
    return cells->kind == NA_CELLS_HEX ? square_m2 * SQRT_3 / 2 : square_m2;
}

size_t na_cells_corners(const struct na_cells *cells, struct na_plane_cell cell,
                        struct na_grid ret_corners[NA_CELL_CORNERS_MAX])
{
    if (cells->kind == NA_CELLS_HEX) {
        static const int32_t across[] = {-2, -1, 1, 2, 1, -1};
        static const int32_t up[] = {0, 1, 1, 0, -1, -1};
        for (size_t i = 0; i < 6; i++) {
            ret_corners[i] = hex_point(cells, 3 * cell.column + across[i], hex_up(cell) + up[i]);
        }
        return 6;
    }
    static const int32_t east[] = {0, 0, 1, 1};
    static const int32_t north[] = {0, 1, 1, 0};
    for (size_t i = 0; i < 4; i++) {
        ret_corners[i] =
            (struct na_grid){line(cells->origin.easting_m, cell.column + east[i], cells->size_m),
                             line(cells->origin.northing_m, cell.row + north[i], cells->size_m)};
    }
    return 4;
}

size_t na_cells_neighbours(const struct na_cells *cells, struct na_plane_cell cell,
                           struct na_plane_cell ret_neighbours[NA_CELL_NEIGHBOURS_MAX])
{
    static const int32_t square[8][2] = {{-1, -1}, {0, -1}, {1, -1}, {-1, 0},
                                         {1, 0},   {-1, 1}, {0, 1},  {1, 1}};
    /* Beside an even column, which stands lower, the neighbours' rows are this and the one below;
     * beside an odd one this and the one above. */
    static const int32_t even[6][2] = {{0, -1}, {-1, -1}, {1, -1}, {-1, 0}, {1, 0}, {0, 1}};
    static const int32_t odd[6][2] = {{0, -1}, {-1, 0}, {1, 0}, {-1, 1}, {1, 1}, {0, 1}};
    size_t count = cells->kind == NA_CELLS_HEX ? 6 : 8;
    const int32_t(*steps)[2] = cells->kind != NA_CELLS_HEX ? square
                               : (cell.column & 1) != 0    ? odd
                                                           : even;
    for (size_t i = 0; i < count; i++) {
        ret_neighbours[i] =
            (struct na_plane_cell){cell.column + steps[i][0], cell.row + steps[i][1]};
    }
    return count;
}

struct na_cell_block na_cells_block(const struct na_cells *cells, struct na_grid south_west,
                                    struct na_grid north_east, double reach_m)
{
    struct na_grid low = {south_west.easting_m - reach_m, south_west.northing_m - reach_m};
    struct na_grid high = {north_east.easting_m + reach_m, north_east.northing_m + reach_m};
    struct na_cell_block block = {na_cells_of(cells, low), na_cells_of(cells, high)};
    if (cells->kind == NA_CELLS_HEX) {
        /* Hexagons reach into each other's columns and rows. */
        block.low.column--;
        block.low.row--;
        block.high.column++;
        block.high.row++;
    }
    return block;
}

void na_cells_code(const struct na_cells *cells, struct na_plane_cell cell, char to[NA_CELL_CODE])
{
    char size[NA_NUMBER_TEXT], east[NA_NUMBER_TEXT], north[NA_NUMBER_TEXT], origin[48] = "";
    (void)na_number_trimmed(&size, cells->size_m, 3);
    (void)na_number_trimmed(&east, cells->origin.easting_m, 3);
    (void)na_number_trimmed(&north, cells->origin.northing_m, 3);
    if (cells->origin.easting_m != 0 || cells->origin.northing_m != 0) {
        (void)snprintf(origin, sizeof origin, "@%.20s,%.20s", east, north);
    }
    (void)snprintf(to, NA_CELL_CODE, "%c%.16s%s:%ld:%ld", cells->kind == NA_CELLS_HEX ? 'h' : 'g',
                   size, origin, (long)cell.column, (long)cell.row);
}

struct na_cells na_cells_shifted(const struct na_cells *cells, double u, double v)
{
    struct na_cells shifted = *cells;
    if (cells->kind == NA_CELLS_HEX) {
        shifted.origin.easting_m += u * cells->size_m * SQRT_3 / 2;
        shifted.origin.northing_m += (u / 2 + v) * cells->size_m;
    } else {
        shifted.origin.easting_m += u * cells->size_m;
        shifted.origin.northing_m += v * cells->size_m;
    }
    return shifted;
}
