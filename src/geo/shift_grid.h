/* geo/shift_grid.h - the National Grid Transformation OSTN15 as two arrays of shifts from OSGB36 to
 * ETRS89, and the interpolation between them.
 *
 * A block for a compiled file holds the piece around a pack: a head, then the shifts of longitude,
 * then those of latitude, as floats in radians, rows from south to north. Nodes are counted from
 * the south-west corner of the whole grid, so that a piece gives the very bits that the whole one
 * would. Reading needs no memory; any thread. */
#ifndef NA_GEO_SHIFT_GRID_H
#define NA_GEO_SHIFT_GRID_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <nearaid/error.h>

#include "base/buffer.h"
#include "geo/position.h"

/* Where the nodes lie. */
struct na_shift_frame {
    double west_deg, south_deg; /* of the whole grid */
    double per_lon, per_lat;    /* nodes a degree */
    uint32_t columns, rows;     /* of the whole grid */
};

/* Is it a frame that can be? */
bool na_shift_frame_ok(const struct na_shift_frame *frame);

struct na_shift_grid {
    struct na_shift_frame frame;
    uint32_t first_column, first_row; /* of the piece */
    uint32_t width, height;           /* nodes of it */
    const float *lon_rad, *lat_rad;
    /* Where shifts are NaN: get those around a node, or NULL when all are there (a compiler takes
     * them from the file as it needs them). */
    enum na_code (*fill)(void *context, uint32_t column, uint32_t row);
    void *context;
};

/* Check a block (8-aligned, from an untrusted file): its length, its frame, and that every shift is
 * one that can be (no more than 30 seconds of arc). Errors: NA_ERR_CORRUPT. */
NA_MUST_USE enum na_code na_shift_grid_open(const void *bytes, size_t length,
                                            struct na_shift_grid *ret_grid,
                                            struct na_error *reterr);

/* Append the block of the piece that covers [west, east] x [south, north] degrees (clipped to the
 * whole), at least one cell. Errors: NA_ERR_MEMORY, NA_ERR_LIMIT, those of fill. */
NA_MUST_USE enum na_code na_shift_grid_write(const struct na_shift_grid *grid, double west_deg,
                                             double south_deg, double east_deg, double north_deg,
                                             struct na_buffer *to, struct na_error *reterr);

/* From OSGB36 to ETRS89 and back. Errors: NA_ERR_OUTSIDE (the piece does not reach there), those of
 * fill; never for want of memory when fill is NULL. */
NA_MUST_USE enum na_code na_shift_grid_to_etrs(const struct na_shift_grid *grid,
                                               struct na_lonlat from, struct na_lonlat *ret_to);
NA_MUST_USE enum na_code na_shift_grid_from_etrs(const struct na_shift_grid *grid,
                                                 struct na_lonlat from, struct na_lonlat *ret_to);

#endif
