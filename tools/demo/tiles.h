/* tiles.h - wards out of drawn lines and the wards' centres: the land that lines enclose is cut so
 * that every piece belongs to the nearest centre on the same side of all lines. Neighbours share
 * their edges vertex for vertex; all coordinates are whole metres. */
#ifndef TOOLS_DEMO_TILES_H
#define TOOLS_DEMO_TILES_H

#include <stddef.h>

#include <nearaid/error.h>

#include "io/shapefile.h"

/* Centre i stands at xy[2i], xy[2i + 1] and belongs to ward wards[i], which are numbered from 0;
 * ret_shapes has room for `ward_count`, each to be released by na_shape_fini. Land without a centre
 * is water; a centre on no land is NA_ERR_DATA. */
NA_MUST_USE enum na_code tiles_make(const struct na_shape *lines, const double *xy,
                                    const size_t *wards, size_t count, size_t ward_count,
                                    struct na_shape *ret_shapes, struct na_error *reterr);

/* The band of `width_m` along the line `xy`, whole metres too. */
NA_MUST_USE enum na_code tiles_band(const double *xy, size_t count, double width_m,
                                    struct na_shape *ret_shape, struct na_error *reterr);

#endif
