/* Cells as GeoJSON. */
#include <math.h>

#include "base/fail.h"
#include "hotspots/private.h"
#include "write/geometry.h"

/* Straight on the grid is not straight in degrees: a piece of this length is off by millimetres. */
#define PIECE_M 500.0
/* 1e-7 of a degree is 11 mm; shared corners stay shared. */
#define COORDINATE_DECIMALS 7

static enum na_code put_corner(struct na_json *json, const struct na_crs *crs, struct na_grid grid,
                               struct na_error *reterr)
{
    struct na_lonlat at;
    enum na_code code = na_crs_to_lonlat(crs, grid, &at, reterr);
    if (code == NA_OK) {
        na_json_array_begin(json);
        na_json_trimmed(json, at.lon_deg, COORDINATE_DECIMALS);
        na_json_trimmed(json, at.lat_deg, COORDINATE_DECIMALS);
        na_json_array_end(json);
    }
    return code;
}

/* The side from `from` to before `to`. Pieces are cut from the side's lower end, so that both cells
 * that share it have the same points. */
static enum na_code put_side(struct na_json *json, const struct na_crs *crs, struct na_grid from,
                             struct na_grid to, struct na_error *reterr)
{
    bool forward = from.northing_m < to.northing_m ||
                   (from.northing_m <= to.northing_m && from.easting_m < to.easting_m);
    struct na_grid low = forward ? from : to, high = forward ? to : from;
    double east_m = high.easting_m - low.easting_m, north_m = high.northing_m - low.northing_m;
    double pieces = ceil(hypot(east_m, north_m) / PIECE_M);
    enum na_code code = put_corner(json, crs, from, reterr);
    for (double p = 1; p < pieces && code == NA_OK; p++) {
        double part = (forward ? p : pieces - p) / pieces;
        struct na_grid at = {low.easting_m + east_m * part, low.northing_m + north_m * part};
        code = put_corner(json, crs, at, reterr);
    }
    return code;
}

enum na_code na_render_cell_geometry(struct na_json *json, const struct na_cell_set *set,
                                     uint32_t cell, const struct na_crs *crs,
                                     struct na_error *reterr)
{
    if (!na_cells_are_equal(&set->cells)) {
        struct na_area area;
        na_snapshot_area(set->snapshot, set->layer, cell, &area);
        na_render_area_geometry(json, set->snapshot, &area);
        return NA_OK;
    }
    struct na_grid corners[NA_CELL_CORNERS_MAX];
    size_t count = na_cells_corners(&set->cells, set->items[cell], corners);
    enum na_code code = NA_OK;
    na_json_name(json, "geometry");
    na_json_object_begin(json);
    na_json_name(json, "type");
    na_json_text(json, "Polygon");
    na_json_name(json, "coordinates");
    na_json_array_begin(json);
    na_json_array_begin(json);
    /* Corners run clockwise; RFC 7946 wants shells the other way. */
    for (size_t i = count; i > 0 && code == NA_OK; i--) {
        code = put_side(json, crs, corners[i % count], corners[i - 1], reterr);
    }
    code = code == NA_OK ? put_corner(json, crs, corners[0], reterr) : code;
    na_json_array_end(json);
    na_json_array_end(json);
    na_json_object_end(json);
    return code;
}
