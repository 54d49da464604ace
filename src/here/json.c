/* Everything about a point as JSON: docs/answers.md has its members. */
#include <math.h>

#include "here/here.h"
#include "write/render.h"

static void number(struct na_json *json, const char *name, double value, unsigned int decimals)
{
    na_json_name(json, name);
    na_json_trimmed(json, value, decimals);
}

static void fail(struct na_json *json, enum na_code code)
{
    if (json->failed == NA_OK) {
        json->failed = code;
    }
}

static void query_member(struct na_json *json, const struct na_nearest_question *question)
{
    na_json_name(json, "query");
    na_json_object_begin(json);
    na_render_position_asked(json, &question->position);
    if (question->as_at_given) {
        na_render_date(json, "as_at", question->as_at);
    }
    if (question->by != NA_BY_DEFAULT) {
        na_json_name(json, "by");
        na_json_text(json, question->by == NA_BY_WALK ? "walk" : "straight");
    }
    na_json_object_end(json);
}

void na_render_here_position(struct na_json *json, const struct na_here_question *question)
{
    char gridref[NA_GRIDREF_TEXT] = "";
    if (isfinite(question->grid.easting_m) && isfinite(question->grid.northing_m)) {
        na_gridref_format(gridref, question->grid, 10);
    }
    na_json_name(json, "position");
    na_json_object_begin(json);
    number(json, "lat", question->nearest.position.at.lat_deg, 9);
    number(json, "lon", question->nearest.position.at.lon_deg, 9);
    number(json, "easting_m", question->grid.easting_m, 3);
    number(json, "northing_m", question->grid.northing_m, 3);
    na_render_text_or_null(json, "gridref", gridref);
    na_json_object_end(json);
}

static void ward_entry(struct na_json *json, const struct na_snapshot *snapshot,
                       const struct na_here_answer *answer, const struct na_layer *layer)
{
    struct na_ward_answer ward;
    enum na_code code = na_here_ward(snapshot, answer, layer, &ward);
    if (code != NA_OK) {
        fail(json, code);
        return;
    }
    na_json_object_begin(json);
    na_render_vintage_of(json, snapshot, layer);
    na_json_name(json, "valid");
    na_json_bool(
        json, na_date_within(answer->question.nearest.as_at, layer->valid_from, layer->valid_to));
    na_render_ward_found(json, snapshot, &ward);
    na_json_name(json, "match");
    na_json_text(json, na_match_name(ward.match));
    na_json_name(json, "boundary_distance_m");
    na_json_fixed(json, ward.boundary_distance_m, 1);
    na_json_name(json, "certain");
    na_json_bool(json, ward.certain);
    na_render_warnings(json, &ward.warnings);
    na_json_object_end(json);
}

static void area_entry(struct na_json *json, const struct na_here_area *area)
{
    na_json_object_begin(json);
    na_json_name(json, "layer");
    na_json_text(json, area->layer->id);
    na_json_name(json, "kind");
    na_json_text(json, area->layer->kind);
    na_json_name(json, "code");
    na_json_text(json, area->area.code);
    na_render_text_or_null(json, "name", area->area.name);
    na_render_date(json, "valid_from", area->valid_from);
    na_render_date(json, "valid_to", area->valid_to);
    na_json_name(json, "valid");
    na_json_bool(json, area->is_valid);
    na_json_name(json, "on_boundary");
    na_json_bool(json, area->on_boundary);
    na_json_object_end(json);
}

static void areas_of(struct na_json *json, const struct na_snapshot *snapshot,
                     const struct na_here_answer *answer, const struct na_layer *layer)
{
    struct na_cover cover;
    enum na_code code = na_here_cover(answer, layer, &cover);
    if (code != NA_OK) {
        fail(json, code);
        return;
    }
    for (uint32_t i = 0; i < cover.count; i++) {
        struct na_here_area area;
        na_here_area(snapshot, answer, layer, &cover, i, &area);
        area_entry(json, &area);
    }
}

static void layer_members(struct na_json *json, const struct na_snapshot *snapshot,
                          const struct na_here_answer *answer, enum na_layer_role role)
{
    na_json_name(json, role == NA_LAYER_WARDS ? "wards" : "areas");
    na_json_array_begin(json);
    for (size_t i = 0; i < na_snapshot_layer_count(snapshot); i++) {
        const struct na_layer *layer = na_snapshot_layer(snapshot, i);
        if (layer->role != role) {
            continue;
        }
        if (role == NA_LAYER_WARDS) {
            ward_entry(json, snapshot, answer, layer);
        } else {
            areas_of(json, snapshot, answer, layer);
        }
    }
    na_json_array_end(json);
}

void na_render_here_wards(struct na_json *json, const struct na_snapshot *snapshot,
                          const struct na_here_answer *answer)
{
    layer_members(json, snapshot, answer, NA_LAYER_WARDS);
}

static void nearest_entry(struct na_json *json, const struct na_snapshot *snapshot,
                          const struct na_here_answer *answer, const struct na_kind *kind)
{
    struct na_nearest_answer nearest;
    na_here_nearest(snapshot, answer, kind, &nearest);
    na_json_object_begin(json);
    na_json_name(json, "kind");
    na_json_text(json, kind->name);
    na_json_name(json, "result");
    if (nearest.found.count > 0) {
        na_render_nearest_result(json, snapshot, &nearest, 0);
        na_json_name(json, "order_stable");
        na_json_bool(json, nearest.order_stable);
    } else {
        na_json_null(json);
        na_json_name(json, "order_stable");
        na_json_null(json);
    }
    na_render_warnings(json, &nearest.warnings);
    na_render_nearest_network(json, &nearest);
    na_json_object_end(json);
}

static void nearest_member(struct na_json *json, const struct na_snapshot *snapshot,
                           const struct na_here_answer *answer)
{
    na_json_name(json, "nearest");
    na_json_array_begin(json);
    for (size_t i = 0; i < na_snapshot_kind_count(snapshot); i++) {
        nearest_entry(json, snapshot, answer, na_snapshot_kind(snapshot, i));
    }
    na_json_array_end(json);
}

static void postcode_member(struct na_json *json, const struct na_here_answer *answer)
{
    char text[NA_POSTCODE_TEXT];
    na_json_name(json, "postcode");
    if (!answer->has_postcode) {
        na_json_null(json);
        return;
    }
    na_postcode_format(text, answer->postcode.key);
    na_json_object_begin(json);
    na_json_name(json, "postcode");
    na_json_text(json, text);
    na_json_name(json, "distance_m");
    na_json_fixed(json, answer->postcode_m, 1);
    number(json, "accuracy_m", na_postcode_accuracy_m(answer->postcode.quality), 1);
    na_json_object_end(json);
}

static void place_member(struct na_json *json, const struct na_here_answer *answer)
{
    na_json_name(json, "place");
    if (!answer->has_place) {
        na_json_null(json);
        return;
    }
    na_json_object_begin(json);
    na_json_name(json, "kind");
    na_json_text(json, answer->place.kind);
    na_json_name(json, "name");
    na_json_text(json, answer->place.name);
    na_render_text_or_null(json, "place", answer->place.place);
    na_json_name(json, "distance_m");
    na_json_fixed(json, answer->place_m, 1);
    number(json, "accuracy_m", answer->place.accuracy_m, 1);
    na_json_object_end(json);
}

enum na_code na_render_here(const struct na_snapshot *snapshot, const struct na_here_answer *answer,
                            struct na_buffer *to)
{
    struct na_json json;
    na_json_init(&json, to);
    na_json_object_begin(&json);
    query_member(&json, &answer->question.nearest);
    na_render_here_position(&json, &answer->question);
    na_render_here_wards(&json, snapshot, answer);
    layer_members(&json, snapshot, answer, NA_LAYER_AREAS);
    nearest_member(&json, snapshot, answer);
    postcode_member(&json, answer);
    place_member(&json, answer);
    na_render_data(&json, snapshot);
    na_render_warnings(&json, &answer->warnings);
    na_json_object_end(&json);
    return na_json_finish(&json);
}
