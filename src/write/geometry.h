/* write/geometry.h - GeoJSON geometry (RFC 7946). */
#ifndef NA_WRITE_GEOMETRY_H
#define NA_WRITE_GEOMETRY_H

#include "data/snapshot.h"
#include "io/json_write.h"

/* "geometry" of an area: a Polygon, or a MultiPolygon when it has several shells. */
void na_render_area_geometry(struct na_json *json, const struct na_snapshot *snapshot,
                             const struct na_area *area);
/* "geometry": a Point. */
void na_render_point_geometry(struct na_json *json, struct na_lonlat at);
/* "bbox": [west, south, east, north] of an area. */
void na_render_area_bbox(struct na_json *json, const struct na_area *area);

#endif
