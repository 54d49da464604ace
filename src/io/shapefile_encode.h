/* io/shapefile_encode.h - the bytes of a shapefile to be written. Private to io/shapefile*.c. */
#ifndef NA_IO_SHAPEFILE_ENCODE_H
#define NA_IO_SHAPEFILE_ENCODE_H

#include <stddef.h>

#include "base/buffer.h"
#include "io/shapefile.h"

/* What na_shapefile_write was given. */
struct na_shape_layer {
    enum na_shape_kind kind;
    const struct na_shape_field *fields;
    size_t field_count;
    const struct na_shape_row *rows;
    size_t row_count;
};

/* Append the bytes of the .shp and the .shx to two empty buffers. Errors: NA_ERR_DATA (record set),
 * NA_ERR_LIMIT, NA_ERR_MEMORY. (io/shapefile_encode.c) */
NA_MUST_USE enum na_code na_shape_encode(const struct na_shape_layer *layer, struct na_buffer *shp,
                                         struct na_buffer *shx, struct na_error *reterr);
/* The same for the .dbf. (io/shapefile_encode_dbf.c) */
NA_MUST_USE enum na_code na_shape_encode_dbf(const struct na_shape_layer *layer,
                                             struct na_buffer *dbf, struct na_error *reterr);

#endif
