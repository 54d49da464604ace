/* hotspots/cell_set.h - the cells of a study area, numbered: the universe of a count, zeros and
 * all.
 *
 * Of squares and hexagons these are the cells that a ward of the vintage reaches into by more than
 * 1 mm (cells that only touch a ward's edge are not meant), in order of row, then column. Of wards
 * and areas all of their layer, in order of code. Constant once made; any thread. */
#ifndef NA_HOTSPOTS_CELL_SET_H
#define NA_HOTSPOTS_CELL_SET_H

#include "data/snapshot.h"
#include "hotspots/cells.h"
#include "io/shapefile.h"

#define NA_CELL_NONE UINT32_MAX
/* Most cells, and most in the box around them. */
#define NA_CELL_SET_MAX ((size_t)4 * 1000 * 1000)
#define NA_CELL_SET_BOX_MAX ((size_t)32 * 1000 * 1000)

struct na_cell_set {
    struct na_cells cells;
    const struct na_snapshot *snapshot;
    const struct na_layer *layer; /* wards of the study area, or the layer that the cells are */
    size_t count;
    double area_m2; /* of all cells; overlapping areas count twice */
    /* Squares and hexagons. */
    struct na_plane_cell *items;
    uint32_t *wards; /* at the centre of each, or NA_AREA_NONE */
    struct na_cell_block block;
    uint32_t *numbers;         /* of each cell of the block, by row and column; NA_CELL_NONE */
    struct na_shape *outlines; /* of the areas of `layer`, in metres on the National Grid */
    /* Wards and areas. */
    double *areas_m2;
    struct na_grid *centres; /* centroids */
};

/* `layer`: the wards of the study area, or with NA_CELLS_WARD the cells themselves; with
 * NA_CELLS_AREA it is found by cells->layer and `layer` is not read. Errors: NA_ERR_PARAM_MALFORMED
 * (no such layer), NA_ERR_NO_WARDS (layer NULL where one is needed), NA_ERR_LIMIT, NA_ERR_CRS,
 * NA_ERR_OUTSIDE, NA_ERR_MEMORY. `snapshot` must outlive the set. */
NA_MUST_USE enum na_code na_cell_set_new(const struct na_snapshot *snapshot,
                                         const struct na_cells *cells, const struct na_layer *layer,
                                         struct na_cell_set **ret_set, struct na_error *reterr);
void na_cell_set_free(struct na_cell_set *set);

/* Number of a square or hexagon; NA_CELL_NONE when it is not of the set. */
uint32_t na_cell_set_find(const struct na_cell_set *set, struct na_plane_cell cell);
/* Number of the cell of a position, of which both forms are given. In several areas: the lowest
 * code. NA_CELL_NONE: in none. */
uint32_t na_cell_set_place(const struct na_cell_set *set, struct na_grid grid, struct na_lonlat at);
struct na_grid na_cell_set_centre(const struct na_cell_set *set, uint32_t i);
double na_cell_set_area_m2(const struct na_cell_set *set, uint32_t i);
/* Code of a cell; of a ward or area its own. */
void na_cell_set_code(const struct na_cell_set *set, uint32_t i, char to[NA_CELL_CODE]);
/* Name of the ward or area; of squares and hexagons the ward at the centre, "" when there is none.
 */
const char *na_cell_set_name(const struct na_cell_set *set, uint32_t i);
/* Outline in metres. Release with na_shape_fini. Errors: NA_ERR_MEMORY. */
NA_MUST_USE enum na_code na_cell_set_shape(const struct na_cell_set *set, uint32_t i,
                                           struct na_shape *ret_shape, struct na_error *reterr);

#endif
