/* write/geometry.h - GeoJSON geometry (RFC 7946). */
#ifndef NA_WRITE_GEOMETRY_H
#define NA_WRITE_GEOMETRY_H

#include "data/snapshot.h"
#include "io/json_write.h"

/* The system that coordinates are written in. */
enum na_geometry_system {
    NA_GEOMETRY_LONLAT, /* longitude, latitude: RFC 7946, CRS84 */
    NA_GEOMETRY_LATLON, /* the order of EPSG:4326 */
    NA_GEOMETRY_GRID    /* easting, northing to 1 mm: EPSG:27700 */
};

/* "geometry" of an area, always a MultiPolygon, and of an asset, a Point, in that system; null
 * where the grid does not reach. */
void na_render_area_geometry_in(struct na_json *json, const struct na_snapshot *snapshot,
                                const struct na_area *area, enum na_geometry_system system);
void na_render_asset_geometry_in(struct na_json *json, const struct na_asset *asset,
                                 enum na_geometry_system system);
/* "geometry" of an area: a Polygon, or a MultiPolygon when it has several shells. */
void na_render_area_geometry(struct na_json *json, const struct na_snapshot *snapshot,
                             const struct na_area *area);
/* "geometry": a Point. */
void na_render_point_geometry(struct na_json *json, struct na_lonlat at);
/* "bbox": [west, south, east, north] of an area. */
void na_render_area_bbox(struct na_json *json, const struct na_area *area);

#endif
