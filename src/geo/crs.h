/* geo/crs.h - between WGS84 lon/lat and British National Grid, in plain arithmetic.
 *
 * Two explicit transformations:
 *   OSTN15   the National Grid Transformation of 2015, from its shifts (geo/shift_grid.h); 0.1 m
 *   Helmert  the published 7-parameter shift (EPSG:1314); 5 m (21 m at worst in the literature,
 *            5.4 m measured over Great Britain)
 * Within 0.0033 mm of PROJ, and the same bits on every machine (geo/trig.h). Needs no memory once
 * made: a position is reached or it is outside, never anything else. Any thread. */
#ifndef NA_GEO_CRS_H
#define NA_GEO_CRS_H

#include <stddef.h>

#include <nearaid/error.h>

#include "geo/position.h"
#include "geo/shift_grid.h"

enum na_transformation { NA_TRANSFORMATION_HELMERT = 0, NA_TRANSFORMATION_OSTN15 = 1 };

struct na_crs;

/* Make a transformer. `block`: the shifts as na_shift_grid_write wrote them, 8-aligned, borrowed
 * for the life of the result; NULL with length 0 chooses Helmert. Errors: NA_ERR_CORRUPT,
 * NA_ERR_MEMORY. */
NA_MUST_USE enum na_code na_crs_new(const void *block, size_t length, struct na_crs **ret_crs,
                                    struct na_error *reterr);
/* The same of a grid at hand, which is copied; what it points to is borrowed. With one that fills
 * itself (geo/proj_grid.h): one thread, and NA_ERR_CRS is possible where it is used. NULL: Helmert.
 */
NA_MUST_USE enum na_code na_crs_of_grid(const struct na_shift_grid *grid, struct na_crs **ret_crs,
                                        struct na_error *reterr);
void na_crs_free(struct na_crs *crs);

enum na_transformation na_crs_transformation(const struct na_crs *crs);
/* "OSTN15" or "Helmert"; static. */
const char *na_transformation_name(enum na_transformation transformation);
/* Accuracy in metres that goes into every answer: 0.1 or 5. */
double na_transformation_accuracy_m(enum na_transformation transformation);

/* To grid. Errors: NA_ERR_OUTSIDE when the point is outside the shifts or the box of the projection
 * (geo/mercator.h); NA_ERR_PARAM_RANGE when the input is not finite or not lon/lat. */
NA_MUST_USE enum na_code na_crs_to_grid(const struct na_crs *crs, struct na_lonlat from,
                                        struct na_grid *ret_grid, struct na_error *reterr);
/* To lon/lat. Errors as above. */
NA_MUST_USE enum na_code na_crs_to_lonlat(const struct na_crs *crs, struct na_grid from,
                                          struct na_lonlat *ret_lonlat, struct na_error *reterr);

/* What the coordinates of a layer are: those of the National Grid, or degrees of WGS84. */
enum na_prj { NA_PRJ_UNKNOWN, NA_PRJ_27700, NA_PRJ_4326 };

#endif
