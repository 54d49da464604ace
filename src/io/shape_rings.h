/* io/shape_rings.h - which ring of a polygon lies in which. Private to src/io. */
#ifndef NA_IO_SHAPE_RINGS_H
#define NA_IO_SHAPE_RINGS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <nearaid/error.h>

#include "io/shapefile.h"

#define NA_RING_NONE SIZE_MAX

/* One ring of a shape. */
struct na_ring {
    const double *xy; /* the shape's own */
    size_t count;     /* vertices, the closing one included */
    double area;      /* signed: > 0 counter-clockwise */
    double box[4];    /* west, south, east, north */
    size_t parent;    /* the smallest ring around it, or NA_RING_NONE */
    bool is_hole;     /* an odd number of rings around it */
    /* Holes of a shell, as a list: NA_RING_NONE ends it. */
    size_t first_hole;
    size_t next_hole;
};

/* Sort the rings of `shape` into shells and holes by what lies in what; their directions play no
 * part. Rings that cross or repeat each other get some place, without promise. *ret_rings has
 * shape->part_count entries, freed by the caller with free(). Errors: NA_ERR_MEMORY, NA_ERR_LIMIT
 * over NA_SHAPE_PARTS_MAX, NA_ERR_DATA on a shape without rings. */
NA_MUST_USE enum na_code na_shape_rings(const struct na_shape *shape, struct na_ring **ret_rings,
                                        struct na_error *reterr);

/* True if the point is inside the closed ring; on the boundary either answer may come. */
bool na_ring_encloses(const double *xy, size_t count, double x, double y);

/* Box of `count` vertices: west, south, east, north; all zero without vertices. */
void na_xy_box(const double *xy, size_t count, double ret_box[4]);

#endif
