/* Hotspot areas at a place and on a day as JSON and GeoJSON: docs/answers.md has the members. */
#include "here/hotspots_json.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/date.h"
#include "geo/geodesic.h"
#include "question/area_dates.h"
#include "write/geometry.h"
#include "write/render.h"

static void text(struct na_json *json, const char *name, const char *value)
{
    na_json_name(json, name);
    na_json_text(json, value);
}

static void flag(struct na_json *json, const char *name, bool value)
{
    na_json_name(json, name);
    na_json_bool(json, value);
}

bool na_hotspots_has_layer(const struct na_hotspots_answer *answer, const struct na_layer *layer)
{
    return layer->role == NA_LAYER_AREAS && strcmp(layer->kind, answer->question.kind) == 0;
}

void na_not_valid_words(const struct na_area_dates *dates, int32_t day, char to[NA_NOT_VALID_TEXT])
{
    char date[NA_DATE_TEXT];
    to[0] = '\0';
    if (dates->is_valid) {
        return;
    }
    if (dates->valid_to != NA_DATE_NONE && dates->valid_to < day) {
        na_date_format(date, dates->valid_to);
        (void)snprintf(to, NA_NOT_VALID_TEXT, "ended %s", date);
    } else if (dates->valid_from != NA_DATE_NONE && dates->valid_from > day) {
        na_date_format(date, dates->valid_from);
        (void)snprintf(to, NA_NOT_VALID_TEXT, "begins %s", date);
    } else {
        (void)snprintf(to, NA_NOT_VALID_TEXT, "not valid on the day");
    }
}

static void query_member(struct na_json *json, const struct na_hotspots_question *question)
{
    na_json_name(json, "query");
    na_json_object_begin(json);
    if (question->has_position) {
        na_render_position_asked(json, &question->position);
    }
    na_render_date(json, "as_at", question->as_at);
    text(json, "kind", question->kind);
    na_json_object_end(json);
}

/* Members of an area: what it is and when. */
static void area_members(struct na_json *json, const struct na_layer *layer,
                         const struct na_area *area, int32_t day)
{
    struct na_area_dates dates = na_area_dates(layer, area, day);
    text(json, "layer", layer->id);
    text(json, "kind", layer->kind);
    text(json, "code", area->code);
    na_render_text_or_null(json, "name", area->name);
    na_render_date(json, "valid_from", dates.valid_from);
    na_render_date(json, "valid_to", dates.valid_to);
    flag(json, "valid", dates.is_valid);
    if (!dates.is_valid) {
        char why[NA_NOT_VALID_TEXT];
        na_not_valid_words(&dates, day, why);
        text(json, "why", why);
    }
}

static void hotspot_area(struct na_json *json, const struct na_snapshot *snapshot,
                         const struct na_hotspots_answer *answer, const struct na_hotspot *hotspot)
{
    struct na_area area;
    na_snapshot_area(snapshot, hotspot->layer, hotspot->area, &area);
    area_members(json, hotspot->layer, &area, answer->question.as_at);
}

/* Of an area that covers the position. */
static void cover_members(struct na_json *json, const struct na_hotspot *hotspot)
{
    flag(json, "on_boundary", hotspot->on_boundary);
    na_json_name(json, "boundary_distance_m");
    na_json_fixed(json, hotspot->boundary_distance_m, 1);
    flag(json, "certain", hotspot->certain);
}

/* Of an area beside the position. */
static void away_members(struct na_json *json, const struct na_hotspot *hotspot)
{
    na_json_name(json, "distance_m");
    na_json_fixed(json, hotspot->boundary_distance_m, 1);
    na_json_name(json, "bearing_deg");
    na_json_fixed(json, hotspot->bearing_deg, 1);
    text(json, "compass",
         isnan(hotspot->bearing_deg) ? NULL : na_geodesic_compass(hotspot->bearing_deg));
}

static void list_member(struct na_json *json, const char *name, const struct na_snapshot *snapshot,
                        const struct na_hotspots_answer *answer,
                        const struct na_hotspots_list *list,
                        void (*members)(struct na_json *json, const struct na_hotspot *hotspot))
{
    na_json_name(json, name);
    na_json_array_begin(json);
    for (size_t i = 0; i < list->count; i++) {
        na_json_object_begin(json);
        hotspot_area(json, snapshot, answer, &list->items[i]);
        members(json, &list->items[i]);
        na_json_object_end(json);
    }
    na_json_array_end(json);
}

static void nearest_member(struct na_json *json, const struct na_snapshot *snapshot,
                           const struct na_hotspots_answer *answer)
{
    na_json_name(json, "nearest");
    if (!answer->has_nearest) {
        na_json_null(json);
        return;
    }
    na_json_object_begin(json);
    hotspot_area(json, snapshot, answer, &answer->nearest);
    away_members(json, &answer->nearest);
    na_json_object_end(json);
}

static void ward_member(struct na_json *json, const struct na_snapshot *snapshot,
                        const struct na_hotspots_answer *answer)
{
    if (!answer->has_ward) {
        text(json, "ward", NULL);
        return;
    }
    na_render_ward_found(json, snapshot, &answer->ward);
    na_json_name(json, "ward_boundary_distance_m");
    na_json_fixed(json, answer->ward.boundary_distance_m, 1);
    flag(json, "ward_certain", answer->ward.certain);
    na_render_vintage(json, answer->question.wards);
}

static void position_members(struct na_json *json, const struct na_snapshot *snapshot,
                             const struct na_hotspots_answer *answer)
{
    list_member(json, "inside", snapshot, answer, &answer->inside, cover_members);
    list_member(json, "possible", snapshot, answer, &answer->possible, away_members);
    nearest_member(json, snapshot, answer);
    list_member(json, "not_valid", snapshot, answer, &answer->not_valid, cover_members);
    flag(json, "certain", answer->certain);
    ward_member(json, snapshot, answer);
}

static void areas_member(struct na_json *json, const struct na_snapshot *snapshot,
                         const struct na_hotspots_answer *answer)
{
    na_json_name(json, "areas");
    na_json_array_begin(json);
    for (size_t i = 0; i < na_snapshot_layer_count(snapshot); i++) {
        const struct na_layer *layer = na_snapshot_layer(snapshot, i);
        for (uint32_t a = 0; na_hotspots_has_layer(answer, layer) && a < layer->area_count; a++) {
            struct na_area area;
            na_snapshot_area(snapshot, layer, a, &area);
            na_json_object_begin(json);
            area_members(json, layer, &area, answer->question.as_at);
            na_render_area_bbox(json, &area);
            na_json_object_end(json);
        }
    }
    na_json_array_end(json);
}

enum na_code na_render_hotspot_lookup(const struct na_snapshot *snapshot,
                                      const struct na_hotspots_answer *answer, struct na_buffer *to)
{
    struct na_json json;
    na_json_init(&json, to);
    na_json_object_begin(&json);
    query_member(&json, &answer->question);
    if (answer->question.has_position) {
        position_members(&json, snapshot, answer);
    } else {
        areas_member(&json, snapshot, answer);
    }
    na_render_hotspot_tables(&json, snapshot, answer);
    na_render_data(&json, snapshot);
    na_render_warnings(&json, &answer->warnings);
    na_json_object_end(&json);
    return na_json_finish(&json);
}

static bool holds(const struct na_hotspots_list *list, const struct na_layer *layer, uint32_t area,
                  bool *ret_on_boundary)
{
    for (size_t i = 0; i < list->count; i++) {
        if (list->items[i].layer == layer && list->items[i].area == area) {
            *ret_on_boundary = list->items[i].on_boundary;
            return true;
        }
    }
    return false;
}

static void feature(struct na_json *json, const struct na_snapshot *snapshot,
                    const struct na_hotspots_answer *answer, const struct na_layer *layer,
                    uint32_t number)
{
    struct na_area area;
    na_snapshot_area(snapshot, layer, number, &area);
    struct na_area_dates dates = na_area_dates(layer, &area, answer->question.as_at);
    na_json_object_begin(json);
    text(json, "type", "Feature");
    na_render_area_bbox(json, &area);
    na_render_area_geometry(json, snapshot, &area);
    na_json_name(json, "properties");
    na_json_object_begin(json);
    text(json, "code", area.code);
    na_render_text_or_null(json, "name", area.name);
    text(json, "layer", layer->id);
    text(json, "kind", layer->kind);
    na_render_date(json, "valid_from", dates.valid_from);
    na_render_date(json, "valid_to", dates.valid_to);
    flag(json, "is_valid", dates.is_valid);
    if (answer->question.has_position) {
        bool boundary = false;
        bool inside = holds(&answer->inside, layer, number, &boundary) ||
                      holds(&answer->not_valid, layer, number, &boundary);
        text(json, "match", !inside ? "none" : boundary ? "boundary" : "inside");
    }
    na_json_object_end(json);
    na_json_object_end(json);
}

enum na_code na_render_hotspot_lookup_geojson(const struct na_snapshot *snapshot,
                                              const struct na_hotspots_answer *answer,
                                              struct na_buffer *to)
{
    struct na_json json;
    na_json_init(&json, to);
    na_json_object_begin(&json);
    text(&json, "type", "FeatureCollection");
    query_member(&json, &answer->question);
    na_json_name(&json, "features");
    na_json_array_begin(&json);
    for (size_t i = 0; i < na_snapshot_layer_count(snapshot); i++) {
        const struct na_layer *layer = na_snapshot_layer(snapshot, i);
        for (uint32_t a = 0; na_hotspots_has_layer(answer, layer) && a < layer->area_count; a++) {
            feature(&json, snapshot, answer, layer, a);
        }
    }
    na_json_array_end(&json);
    na_render_data(&json, snapshot);
    na_render_warnings(&json, &answer->warnings);
    na_json_object_end(&json);
    return na_json_finish(&json);
}
