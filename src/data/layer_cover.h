/* data/layer_cover.h - which areas of a layer cover a place, by the index that is exact for it: the
 * grid's own if the layer was drawn on the grid and the place is known there, else longitude and
 * latitude. */
#ifndef NA_DATA_LAYER_COVER_H
#define NA_DATA_LAYER_COVER_H

#include "data/snapshot.h"

/* `grid` NULL: the place is not known on the grid. `at` is read only then, or when the layer is in
 * degrees. Errors: NA_ERR_CORRUPT. Any thread. */
static inline enum na_code na_layer_cover(const struct na_layer *layer, struct na_lonlat at,
                                          const struct na_grid *grid, struct na_cover *ret_cover)
{
    return layer->is_grid && grid != NULL
               ? na_area_index_cover(&layer->grid, grid->easting_m, grid->northing_m, ret_cover)
               : na_area_index_cover(&layer->lonlat, at.lon_deg, at.lat_deg, ret_cover);
}

/* The lowest of them, or NA_AREA_NONE, and whether the place lies on a boundary: in a third of the
 * time. A damaged index has none: it is refused when the file is opened. */
static inline uint32_t na_layer_lowest(const struct na_layer *layer, struct na_lonlat at,
                                       const struct na_grid *grid, bool *ret_on_boundary)
{
    return layer->is_grid && grid != NULL
               ? na_area_index_lowest_on(&layer->grid, grid->easting_m, grid->northing_m,
                                         ret_on_boundary)
               : na_area_index_lowest_on(&layer->lonlat, at.lon_deg, at.lat_deg, ret_on_boundary);
}

#endif
