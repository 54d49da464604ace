/* Rings of a snapshot as arrays of pairs, the shells with their holes. */
#include "write/geometry.h"

#include <math.h>
#include <stdbool.h>

/* 1e-7 of a degree is 11 mm, finer than any boundary is drawn. */
#define COORDINATE_DECIMALS 7

/* 1 mm, finer than any transformation is good to. */
#define METRES_DECIMALS 3

/* What is written, and the transformer for the grid. */
struct drawing {
    struct na_json *json;
    enum na_geometry_system system;
    const struct na_crs *crs;
};

static void pair(struct na_json *json, double first, double second, unsigned int decimals)
{
    na_json_array_begin(json);
    na_json_trimmed(json, first, decimals);
    na_json_trimmed(json, second, decimals);
    na_json_array_end(json);
}

static void coordinate_pair(const struct drawing *drawing, struct na_lonlat at)
{
    struct na_grid grid = {0.0, 0.0};
    switch (drawing->system) {
    case NA_GEOMETRY_LONLAT:
        pair(drawing->json, at.lon_deg, at.lat_deg, COORDINATE_DECIMALS);
        break;
    case NA_GEOMETRY_LATLON:
        pair(drawing->json, at.lat_deg, at.lon_deg, COORDINATE_DECIMALS);
        break;
    case NA_GEOMETRY_GRID:
        if (na_crs_to_grid(drawing->crs, at, &grid, NULL) == NA_OK) {
            pair(drawing->json, grid.easting_m, grid.northing_m, METRES_DECIMALS);
        }
        break;
    }
}

static void ring_array(const struct drawing *drawing, const struct na_ring *ring)
{
    na_json_array_begin(drawing->json);
    for (uint32_t i = 0; i < ring->count; i++) {
        coordinate_pair(drawing, na_ring_vertex(ring, i));
    }
    na_json_array_end(drawing->json);
}

/* Does the grid reach every vertex? */
static bool is_on_grid(const struct na_crs *crs, const struct na_snapshot *snapshot,
                       const struct na_area *area)
{
    for (uint32_t i = 0; i < area->ring_count; i++) {
        struct na_ring ring;
        na_snapshot_ring(snapshot, area, i, &ring);
        for (uint32_t j = 0; j < ring.count; j++) {
            struct na_grid grid;
            if (na_crs_to_grid(crs, na_ring_vertex(&ring, j), &grid, NULL) != NA_OK) {
                return false;
            }
        }
    }
    return true;
}

static uint32_t count_shells(const struct na_snapshot *snapshot, const struct na_area *area)
{
    uint32_t shells = 0;
    for (uint32_t i = 0; i < area->ring_count; i++) {
        struct na_ring ring;
        na_snapshot_ring(snapshot, area, i, &ring);
        shells += !ring.is_hole;
    }
    return shells;
}

/* Each shell opens a polygon, which its holes, coming next, belong to. */
static void polygons(const struct drawing *drawing, const struct na_snapshot *snapshot,
                     const struct na_area *area)
{
    struct na_json *json = drawing->json;
    bool open = false;
    for (uint32_t i = 0; i < area->ring_count; i++) {
        struct na_ring ring;
        na_snapshot_ring(snapshot, area, i, &ring);
        if (!ring.is_hole || !open) {
            if (open) {
                na_json_array_end(json);
            }
            na_json_array_begin(json);
            open = true;
        }
        ring_array(drawing, &ring);
    }
    if (open) {
        na_json_array_end(json);
    }
}

/* The object of an area's geometry. */
static void area_object(const struct drawing *drawing, const struct na_snapshot *snapshot,
                        const struct na_area *area, bool several)
{
    struct na_json *json = drawing->json;
    na_json_object_begin(json);
    na_json_name(json, "type");
    na_json_text(json, several ? "MultiPolygon" : "Polygon");
    na_json_name(json, "coordinates");
    if (several) {
        na_json_array_begin(json);
    }
    polygons(drawing, snapshot, area);
    if (several) {
        na_json_array_end(json);
    }
    na_json_object_end(json);
}

void na_render_area_geometry_in(struct na_json *json, const struct na_snapshot *snapshot,
                                const struct na_area *area, enum na_geometry_system system)
{
    const struct drawing drawing = {json, system, na_snapshot_crs(snapshot)};
    na_json_name(json, "geometry");
    if (area->ring_count == 0 ||
        (system == NA_GEOMETRY_GRID && !is_on_grid(drawing.crs, snapshot, area))) {
        na_json_null(json);
    } else {
        area_object(&drawing, snapshot, area, true);
    }
}

void na_render_area_geometry(struct na_json *json, const struct na_snapshot *snapshot,
                             const struct na_area *area)
{
    const struct drawing drawing = {json, NA_GEOMETRY_LONLAT, NULL};
    na_json_name(json, "geometry");
    if (area->ring_count == 0) {
        na_json_null(json);
    } else {
        area_object(&drawing, snapshot, area, count_shells(snapshot, area) > 1);
    }
}

static void point_begin(struct na_json *json)
{
    na_json_object_begin(json);
    na_json_name(json, "type");
    na_json_text(json, "Point");
    na_json_name(json, "coordinates");
}

void na_render_asset_geometry_in(struct na_json *json, const struct na_asset *asset,
                                 enum na_geometry_system system)
{
    na_json_name(json, "geometry");
    if (system == NA_GEOMETRY_GRID && !isfinite(asset->grid.easting_m)) {
        na_json_null(json);
        return;
    }
    point_begin(json);
    if (system == NA_GEOMETRY_GRID) {
        pair(json, asset->grid.easting_m, asset->grid.northing_m, METRES_DECIMALS);
    } else {
        const struct drawing drawing = {json, system, NULL};
        coordinate_pair(&drawing, asset->at);
    }
    na_json_object_end(json);
}

void na_render_point_geometry(struct na_json *json, struct na_lonlat at)
{
    const struct drawing drawing = {json, NA_GEOMETRY_LONLAT, NULL};
    na_json_name(json, "geometry");
    point_begin(json);
    coordinate_pair(&drawing, at);
    na_json_object_end(json);
}

void na_render_area_bbox(struct na_json *json, const struct na_area *area)
{
    na_json_name(json, "bbox");
    na_json_array_begin(json);
    na_json_trimmed(json, area->west, COORDINATE_DECIMALS);
    na_json_trimmed(json, area->south, COORDINATE_DECIMALS);
    na_json_trimmed(json, area->east, COORDINATE_DECIMALS);
    na_json_trimmed(json, area->north, COORDINATE_DECIMALS);
    na_json_array_end(json);
}
