/* geo/grid_file.h - is this a whole grid file? PROJ reads grids a piece at a time, so that it would
 * find out about a cut-off file only in the middle of answering. Pure; any thread. */
#ifndef NA_GEO_GRID_FILE_H
#define NA_GEO_GRID_FILE_H

#include <stddef.h>

#include <nearaid/error.h>

#include "geo/shift_grid.h"

enum na_grid_file { NA_GRID_FILE_TIFF, NA_GRID_FILE_GSB };

/* Recognise `bytes` as GeoTIFF or NTv2 and check that everything its tables point to lies within
 * `length`. What the grid's numbers mean is not looked at. Errors: NA_ERR_CRS. */
NA_MUST_USE enum na_code na_grid_file_check(const void *bytes, size_t length,
                                            enum na_grid_file *ret_kind, struct na_error *reterr);

/* Where its nodes lie: a single grid, its rows along the meridians. Errors: NA_ERR_CRS. */
NA_MUST_USE enum na_code na_grid_file_frame(const void *bytes, size_t length,
                                            enum na_grid_file kind,
                                            struct na_shift_frame *ret_frame,
                                            struct na_error *reterr);

#endif
