/* write/gpkg_blob.h - a shape as the bytes that a GeoPackage keeps it in. */
#ifndef NA_WRITE_GPKG_BLOB_H
#define NA_WRITE_GPKG_BLOB_H

#include "write/gpkg.h"

struct na_gpkg_box {
    double west, south, east, north;
};
/* The box of nothing: west > east. */
struct na_gpkg_box na_gpkg_box_empty(void);

/* Replace what `to` holds by the shape `rings` (at least one; a point has one of one vertex), and
 * grow `box` by it. Errors: NA_ERR_LIMIT, NA_ERR_MEMORY. */
NA_MUST_USE enum na_code na_gpkg_blob_put(const struct na_gpkg_ring *rings, size_t count,
                                          enum na_gpkg_shape shape, int srid,
                                          struct na_gpkg_box *box, struct na_buffer *to);

#endif
