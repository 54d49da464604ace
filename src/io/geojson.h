/* io/geojson.h - a GeoJSON FeatureCollection (RFC 7946) of polygons, read where it stands.
 *
 * As strict as io/shapefile.h: what cannot be what it says is refused with file, feature (counted
 * from 1 as `record`), property and remedy; docs/geojson.md lists the rules. The bytes are not
 * copied and no tree of values is made, so a large file takes 32 bytes a feature. */
#ifndef NA_IO_GEOJSON_H
#define NA_IO_GEOJSON_H

#include <stddef.h>

#include <nearaid/error.h>

#include "base/report.h"
#include "base/text.h"
#include "io/shapefile.h"

/* Features, properties, vertices and parts: the limits of io/shapefile.h. Longest name of a
 * property; a longer one cannot be asked for and is refused. */
#define NA_GEOJSON_NAME_MAX 250

struct na_geojson;

/* Check the whole of `bytes` (borrowed for the life of the result) but for the geometries: JSON in
 * UTF-8 (a byte order mark is let pass), one FeatureCollection, a `crs` member of before RFC 7946
 * only if it says WGS84, every feature with `type`, `geometry` and `properties`, no key twice.
 * Every fault is added to `report`. Returns NA_ERR_DATA if there was one, NA_ERR_LIMIT,
 * NA_ERR_MEMORY. `name` is used in messages, and copied. One thread at a time. */
NA_MUST_USE enum na_code na_geojson_open(const char *name, struct na_str bytes,
                                         struct na_report *report, struct na_geojson **ret_file,
                                         struct na_error *reterr);
void na_geojson_free(struct na_geojson *file);

size_t na_geojson_feature_count(const struct na_geojson *file);
/* The names of all features' properties, in the order they are met; "" when out of range. */
size_t na_geojson_property_count(const struct na_geojson *file);
const char *na_geojson_property_name(const struct na_geojson *file, size_t property);

/* The Polygon or MultiPolygon of `feature` (0-based) as rings in degrees, heights dropped; null and
 * empty geometries are `is_null`. NA_ERR_DATA: another type, a position that is not 2 to 4 numbers,
 * a ring of fewer than 4 positions or not closed, a hole outside the first ring of its polygon, a
 * polygon within another of the same feature. Release with na_shape_fini. */
NA_MUST_USE enum na_code na_geojson_read_shape(struct na_geojson *file, size_t feature,
                                               struct na_shape *ret_shape, struct na_error *reterr);
/* A property as UTF-8 without NUL: a string's text, a number as it is written, true, false; empty
 * if it is null or not there. NA_ERR_DATA for an object or array, or a NUL. The view is valid until
 * the next call on `file`. */
NA_MUST_USE enum na_code na_geojson_read_text(struct na_geojson *file, size_t feature,
                                              size_t property, struct na_str *ret_text,
                                              struct na_error *reterr);

#endif
