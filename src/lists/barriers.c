/* Barriers as a list, and as lines for maps. */
#include <math.h>

#include "lists/barriers_list.h"
#include "write/render.h"

/* 1e-7 of a degree is 11 mm. */
#define COORDINATE_DECIMALS 7

/* The edges of one barrier, which stand together: [first, end), and the box around them. */
struct run {
    uint32_t first, end, owner;
    struct na_bbox box;
};

static void widen(struct na_bbox *box, struct na_lonlat at)
{
    box->west_deg = fmin(box->west_deg, at.lon_deg);
    box->south_deg = fmin(box->south_deg, at.lat_deg);
    box->east_deg = fmax(box->east_deg, at.lon_deg);
    box->north_deg = fmax(box->north_deg, at.lat_deg);
}

/* The run that begins at edge `first`; false after the last. */
static bool run_at(const struct na_edge_set *set, uint32_t first, struct run *ret_run)
{
    struct na_edge edge;
    if (first >= set->edge_count) {
        return false;
    }
    na_edge_set_edge(set, first, &edge);
    *ret_run = (struct run){
        first, first, edge.owner, {edge.a.lon_deg, edge.a.lat_deg, edge.a.lon_deg, edge.a.lat_deg}};
    while (ret_run->end < set->edge_count) {
        na_edge_set_edge(set, ret_run->end, &edge);
        if (edge.owner != ret_run->owner) {
            break;
        }
        widen(&ret_run->box, edge.a);
        widen(&ret_run->box, edge.b);
        ret_run->end++;
    }
    return true;
}

static void pair(struct na_json *json, struct na_lonlat at)
{
    na_json_array_begin(json);
    na_json_trimmed(json, at.lon_deg, COORDINATE_DECIMALS);
    na_json_trimmed(json, at.lat_deg, COORDINATE_DECIMALS);
    na_json_array_end(json);
}

/* Edges that go on where the one before ended are one line. */
static void lines_of(struct na_json *json, const struct na_edge_set *set, const struct run *run)
{
    struct na_lonlat last = {NAN, NAN};
    for (uint32_t i = run->first; i < run->end; i++) {
        struct na_edge edge;
        na_edge_set_edge(set, i, &edge);
        /* Exactly equal: the ends are copies of one vertex. */
        if (edge.a.lon_deg != last.lon_deg || edge.a.lat_deg != last.lat_deg) {
            if (i > run->first) {
                na_json_array_end(json);
            }
            na_json_array_begin(json);
            pair(json, edge.a);
        }
        pair(json, edge.b);
        last = edge.b;
    }
    na_json_array_end(json);
}

static void names(struct na_json *json, const struct na_snapshot *snapshot, uint32_t owner)
{
    struct na_barrier barrier;
    na_snapshot_barrier(snapshot, owner, &barrier);
    na_render_text_or_null(json, "name", barrier.name);
    na_json_name(json, "kind");
    na_json_text(json, barrier.kind);
    na_json_name(json, "layer");
    na_json_text(json, barrier.layer);
}

static void bbox_member(struct na_json *json, const struct na_bbox *box)
{
    na_json_name(json, "bbox");
    na_json_array_begin(json);
    na_json_trimmed(json, box->west_deg, COORDINATE_DECIMALS);
    na_json_trimmed(json, box->south_deg, COORDINATE_DECIMALS);
    na_json_trimmed(json, box->east_deg, COORDINATE_DECIMALS);
    na_json_trimmed(json, box->north_deg, COORDINATE_DECIMALS);
    na_json_array_end(json);
}

static void feature(struct na_json *json, const struct na_snapshot *snapshot, const struct run *run)
{
    na_json_name(json, "type");
    na_json_text(json, "Feature");
    bbox_member(json, &run->box);
    na_json_name(json, "geometry");
    na_json_object_begin(json);
    na_json_name(json, "type");
    na_json_text(json, "MultiLineString");
    na_json_name(json, "coordinates");
    na_json_array_begin(json);
    lines_of(json, na_snapshot_barrier_edges(snapshot), run);
    na_json_array_end(json);
    na_json_object_end(json);
    na_json_name(json, "properties");
    na_json_object_begin(json);
    names(json, snapshot, run->owner);
    na_json_object_end(json);
}

static enum na_code as_json(const struct na_snapshot *snapshot, const struct na_bbox *box,
                            bool features, const struct na_warnings *warnings, struct na_buffer *to)
{
    const struct na_edge_set *set = na_snapshot_barrier_edges(snapshot);
    struct na_json json;
    struct run run;
    na_json_init(&json, to);
    na_json_object_begin(&json);
    if (features) {
        na_json_name(&json, "type");
        na_json_text(&json, "FeatureCollection");
    }
    na_json_name(&json, features ? "features" : "barriers");
    na_json_array_begin(&json);
    for (uint32_t i = 0; run_at(set, i, &run); i = run.end) {
        if (box != NULL && !na_bbox_meets(box, &run.box)) {
            continue;
        }
        na_json_object_begin(&json);
        if (features) {
            feature(&json, snapshot, &run);
        } else {
            names(&json, snapshot, run.owner);
            bbox_member(&json, &run.box);
        }
        na_json_object_end(&json);
    }
    na_json_array_end(&json);
    na_render_data(&json, snapshot);
    na_render_warnings(&json, warnings);
    na_json_object_end(&json);
    return na_json_finish(&json);
}

static enum na_code as_text(const struct na_snapshot *snapshot, const struct na_bbox *box,
                            const struct na_warnings *warnings, struct na_buffer *to)
{
    const struct na_edge_set *set = na_snapshot_barrier_edges(snapshot);
    struct na_lines lines = {to, NA_OK};
    struct run run;
    for (uint32_t i = 0; run_at(set, i, &run); i = run.end) {
        struct na_barrier barrier;
        if (box != NULL && !na_bbox_meets(box, &run.box)) {
            continue;
        }
        na_snapshot_barrier(snapshot, run.owner, &barrier);
        na_lines_put(&lines, "Barrier    ");
        na_lines_named(&lines, barrier.name, barrier.kind);
        na_lines_put(&lines, "\n");
    }
    na_lines_data(&lines, snapshot);
    na_lines_warnings(&lines, warnings);
    return lines.failed;
}

enum na_code na_render_barriers(const struct na_snapshot *snapshot, const struct na_bbox *box,
                                enum na_format format, struct na_buffer *to)
{
    struct na_warnings warnings = {.count = 0};
    na_warn_of_pack(&warnings, snapshot);
    return format == NA_FORMAT_TEXT
               ? as_text(snapshot, box, &warnings, to)
               : as_json(snapshot, box, format == NA_FORMAT_GEOJSON, &warnings, to);
}
