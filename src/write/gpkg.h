/* write/gpkg.h - a GeoPackage (OGC 12-128r18, version 1.3), written row by row through SQLite.
 *
 * One file holds layers: tables whose rows have a point or polygons, or no place at all. The
 * coordinates are WGS84 degrees (EPSG:4326, longitude first) or British National Grid metres
 * (EPSG:27700). The same calls give the same bytes: the time in the file is the caller's. Memory
 * does not grow with the rows. One thread. */
#ifndef NA_WRITE_GPKG_H
#define NA_WRITE_GPKG_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "write/cells.h"

enum na_gpkg_shape { NA_GPKG_NO_SHAPE, NA_GPKG_POINT, NA_GPKG_MULTIPOLYGON };

struct na_gpkg_layer {
    const char *name;        /* of the table: letters, digits and _ serve best */
    const char *description; /* "" for none */
    enum na_gpkg_shape shape;
    int srid; /* 4326 or 27700 */
    const struct na_cell_column *columns;
    size_t column_count; /* at most NA_GPKG_COLUMNS_MAX */
};
/* SQLite's own limit, less the number and the shape of a row. */
#define NA_GPKG_COLUMNS_MAX 1998

/* A closed ring; a shell comes before its holes. A point is a ring of one. */
struct na_gpkg_ring {
    const double *xy; /* 2 * count; borrowed */
    size_t count;
    bool is_hole;
};

struct na_gpkg;

/* Begin a GeoPackage in the file `path`; what it held is lost. `made_s`: seconds since 1970 to be
 * named as its time. Errors: NA_ERR_IO, NA_ERR_MEMORY. */
NA_MUST_USE enum na_code na_gpkg_open(const char *path, int64_t made_s, struct na_gpkg **ret_gpkg,
                                      struct na_error *reterr);
/* Begin a layer; the one before is done. Its rows have a number `fid` and, with a shape, `geom`;
 * columns of those names, or of one that is there already but for its case, get "_2" and so on.
 * Errors: NA_ERR_LIMIT (columns), NA_ERR_IO, NA_ERR_MEMORY. */
NA_MUST_USE enum na_code na_gpkg_layer(struct na_gpkg *gpkg, const struct na_gpkg_layer *layer,
                                       struct na_error *reterr);
/* The next row: a cell for each column, and its shape; `ring_count` 0: it has none. Errors:
 * NA_ERR_INTERNAL (a text in a column of numbers), NA_ERR_IO, NA_ERR_MEMORY, NA_ERR_LIMIT. */
NA_MUST_USE enum na_code na_gpkg_row(struct na_gpkg *gpkg, const struct na_cell *cells,
                                     const struct na_gpkg_ring *rings, size_t ring_count,
                                     struct na_error *reterr);
/* Complete the file and release `gpkg`, on failure too. Errors: NA_ERR_IO, NA_ERR_MEMORY. */
NA_MUST_USE enum na_code na_gpkg_close(struct na_gpkg *gpkg, struct na_error *reterr);
/* Release; the file is left as far as it came. NULL does nothing. */
void na_gpkg_abandon(struct na_gpkg *gpkg);

#endif
