/* The answer about a ward as JSON: docs/answers.md has its members. */
#include <math.h>

#include "ward/ward.h"
#include "write/render.h"

static void query_member(struct na_json *json, const struct na_ward_question *question)
{
    na_json_name(json, "query");
    na_json_object_begin(json);
    na_render_position_asked(json, &question->position);
    if (question->as_at_given) {
        na_render_date(json, "as_at", question->as_at);
    }
    if (question->vintage != NULL) {
        na_json_name(json, "vintage");
        na_json_text(json, question->vintage);
    }
    na_json_object_end(json);
}

void na_render_ward_found(struct na_json *json, const struct na_snapshot *snapshot,
                          const struct na_ward_answer *answer)
{
    na_json_name(json, "ward");
    if (answer->ward == NA_AREA_NONE) {
        na_json_null(json);
        return;
    }
    na_json_object_begin(json);
    na_render_area_named(json, snapshot, answer->question.layer, answer->ward, true);
    na_json_object_end(json);
}

static void alternatives_member(struct na_json *json, const struct na_snapshot *snapshot,
                                const struct na_ward_answer *answer)
{
    na_json_name(json, "alternatives");
    na_json_array_begin(json);
    for (size_t i = 0; i < answer->alternative_count; i++) {
        na_json_object_begin(json);
        na_render_area_named(json, snapshot, answer->question.layer, answer->alternatives[i].area,
                             false);
        na_json_name(json, "distance_m");
        na_json_fixed(json, answer->alternatives[i].distance_m, 1);
        na_json_object_end(json);
    }
    na_json_array_end(json);
}

static void nearest_member(struct na_json *json, const struct na_snapshot *snapshot,
                           const struct na_ward_answer *answer)
{
    na_json_name(json, "nearest");
    if (answer->match != NA_MATCH_NONE || answer->nearest.area == NA_AREA_NONE) {
        na_json_null(json);
        return;
    }
    na_json_object_begin(json);
    na_render_area_named(json, snapshot, answer->question.layer, answer->nearest.area, true);
    na_json_name(json, "distance_m");
    na_json_fixed(json, answer->nearest.distance_m, 1);
    na_json_object_end(json);
}

enum na_code na_render_ward(const struct na_snapshot *snapshot, const struct na_ward_answer *answer,
                            struct na_buffer *to)
{
    struct na_json json;
    na_json_init(&json, to);
    na_json_object_begin(&json);
    query_member(&json, &answer->question);
    na_render_ward_found(&json, snapshot, answer);
    na_json_name(&json, "match");
    na_json_text(&json, na_match_name(answer->match));
    na_json_name(&json, "on_boundary");
    na_json_bool(&json, answer->match == NA_MATCH_BOUNDARY);
    na_json_name(&json, "boundary_distance_m");
    na_json_fixed(&json, answer->boundary_distance_m, 1);
    na_json_name(&json, "certain");
    na_json_bool(&json, answer->certain);
    alternatives_member(&json, snapshot, answer);
    nearest_member(&json, snapshot, answer);
    na_render_vintage_of(&json, snapshot, answer->question.layer);
    na_render_data(&json, snapshot);
    na_render_warnings(&json, &answer->warnings);
    na_json_object_end(&json);
    return na_json_finish(&json);
}
