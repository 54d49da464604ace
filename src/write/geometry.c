#include "write/geometry.h"

/* 1e-7 of a degree is 11 mm, finer than any boundary is drawn. */
#define COORDINATE_DECIMALS 7

static void coordinate_pair(struct na_json *json, double lon_deg, double lat_deg)
{
    na_json_array_begin(json);
    na_json_trimmed(json, lon_deg, COORDINATE_DECIMALS);
    na_json_trimmed(json, lat_deg, COORDINATE_DECIMALS);
    na_json_array_end(json);
}

static void ring_array(struct na_json *json, const struct na_ring *ring)
{
    na_json_array_begin(json);
    for (uint32_t i = 0; i < ring->count; i++) {
        coordinate_pair(json, ring->lonlat[2 * (size_t)i], ring->lonlat[2 * (size_t)i + 1]);
    }
    na_json_array_end(json);
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
static void polygons(struct na_json *json, const struct na_snapshot *snapshot,
                     const struct na_area *area)
{
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
        ring_array(json, &ring);
    }
    if (open) {
        na_json_array_end(json);
    }
}

void na_render_area_geometry(struct na_json *json, const struct na_snapshot *snapshot,
                             const struct na_area *area)
{
    na_json_name(json, "geometry");
    if (area->ring_count == 0) {
        na_json_null(json);
        return;
    }
    bool several = count_shells(snapshot, area) > 1;
    na_json_object_begin(json);
    na_json_name(json, "type");
    na_json_text(json, several ? "MultiPolygon" : "Polygon");
    na_json_name(json, "coordinates");
    if (several) {
        na_json_array_begin(json);
    }
    polygons(json, snapshot, area);
    if (several) {
        na_json_array_end(json);
    }
    na_json_object_end(json);
}

void na_render_point_geometry(struct na_json *json, struct na_lonlat at)
{
    na_json_name(json, "geometry");
    na_json_object_begin(json);
    na_json_name(json, "type");
    na_json_text(json, "Point");
    na_json_name(json, "coordinates");
    coordinate_pair(json, at.lon_deg, at.lat_deg);
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
