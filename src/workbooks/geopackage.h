/* workbooks/geopackage.h - a layer of points of a GeoPackage (OGC 12-128r18) as rows, of polygons
 * or lines, or a table without geometry. The file is not trusted: only plain tables are read,
 * nothing in it is run. Private to workbooks. */
#ifndef NA_WORKBOOKS_GEOPACKAGE_H
#define NA_WORKBOOKS_GEOPACKAGE_H

#include "tables/formats.h"

/* As geopackage_open of struct na_tables_formats. The position is in the columns longitude and
 * latitude, or easting and northing of a layer in EPSG:27700. A point that lies beyond where its
 * system holds has none. */
NA_MUST_USE enum na_code na_geopackage_open(const struct na_sheet_wanted *wanted, char *ret_sheet,
                                            int *ret_epsg, struct na_rows *ret_rows,
                                            struct na_error *reterr);
/* As geopackage_polygons of struct na_tables_formats. */
NA_MUST_USE enum na_code na_geopackage_polygons(const struct na_sheet_wanted *wanted,
                                                struct na_buffer *to, int *ret_epsg,
                                                struct na_error *reterr);

/* As geopackage_lines of struct na_tables_formats. */
NA_MUST_USE enum na_code na_geopackage_lines(const struct na_sheet_wanted *wanted,
                                             const struct na_layer_lines *to,
                                             struct na_error *reterr);

#endif
