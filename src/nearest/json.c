/* The nearest assets as JSON: docs/answers.md has its members. */
#include <math.h>

#include "geo/geodesic.h"
#include "nearest/private.h"
#include "question/ask.h"
#include "write/render.h"

/* A unit of the last decimal of a position in a line. */
#define COORDINATE_STEP 1e-7

static void statuses(struct na_json *json, unsigned int mask)
{
    na_json_name(json, "status");
    na_json_array_begin(json);
    for (int status = NA_STATUS_UNKNOWN; status <= NA_STATUS_OUT_OF_SERVICE; status++) {
        if ((mask & (1u << status)) != 0) {
            na_json_text(json, na_status_name((enum na_status)status));
        }
    }
    na_json_array_end(json);
}

static void tags_asked(struct na_json *json, const struct na_tag_filter *tags)
{
    na_json_name(json, "tag");
    na_json_array_begin(json);
    for (size_t i = 0; i < tags->count; i++) {
        na_json_text(json, tags->wanted[i].name); /* and what follows it: =VALUE */
    }
    na_json_array_end(json);
}

static void query_member(struct na_json *json, const struct na_nearest_question *question)
{
    na_json_name(json, "query");
    na_json_object_begin(json);
    na_render_position_asked(json, &question->position);
    na_json_name(json, "kind");
    na_json_array_begin(json);
    for (size_t i = 0; i < question->kind_count; i++) {
        na_json_text(json, question->kinds[i]->name);
    }
    na_json_array_end(json);
    na_json_name(json, "k");
    na_json_integer(json, (int64_t)question->k);
    if (isfinite(question->max_m)) {
        na_json_name(json, "max_m");
        na_json_trimmed(json, question->max_m, 6);
    }
    if (question->status_given) {
        statuses(json, question->status_mask);
    }
    if (question->as_at_given) {
        na_render_date(json, "as_at", question->as_at);
    }
    if (question->usable_given) {
        static const char *const names[] = {"any", "not_no", "yes"};
        na_json_name(json, "usable");
        na_json_text(json, names[question->usable]);
    }
    if (question->when_given) {
        char when[NA_INSTANT_TEXT];
        na_instant_format(when, question->when);
        na_json_name(json, "when");
        na_json_text(json, when);
    }
    if (question->tags.count > 0) {
        tags_asked(json, &question->tags);
    }
    if (question->by != NA_BY_DEFAULT) {
        na_json_name(json, "by");
        na_json_text(json, question->by == NA_BY_WALK ? "walk" : "straight");
    }
    if (question->wants_line) {
        na_json_name(json, "geometry");
        na_json_text(json, "walk");
    }
    na_json_object_end(json);
}

/* Full days since the last check; null if there was none or it is later than as_at. */
static void age_member(struct na_json *json, const struct na_asset *asset, int32_t as_at)
{
    na_json_name(json, "age_days");
    if (asset->last_checked == NA_DATE_NONE || asset->last_checked > as_at) {
        na_json_null(json);
    } else {
        na_json_integer(json, (int64_t)as_at - asset->last_checked);
    }
}

static void direction_members(struct na_json *json, const struct na_point_hit *hit)
{
    na_json_name(json, "distance_m");
    na_json_fixed(json, hit->distance_m, 1);
    na_json_name(json, "bearing_deg");
    /* 359.95 and more would be printed as 360.0, which is no bearing. */
    na_json_fixed(json, hit->bearing_deg >= 359.95 ? 0.0 : hit->bearing_deg, 1);
    na_json_name(json, "compass");
    na_json_text(json, na_geodesic_compass(hit->bearing_deg));
}

static void crosses_member(struct na_json *json, const struct na_snapshot *snapshot,
                           const struct na_crosses *crosses)
{
    na_json_name(json, "crosses");
    na_json_array_begin(json);
    for (size_t i = 0; i < crosses->count; i++) {
        struct na_barrier barrier;
        na_snapshot_barrier(snapshot, crosses->barriers[i], &barrier);
        na_json_object_begin(json);
        na_render_text_or_null(json, "name", barrier.name);
        na_json_name(json, "kind");
        na_json_text(json, barrier.kind);
        na_json_object_end(json);
    }
    na_json_array_end(json);
}

/* Is nobody sent so far? null: nobody is sent for this kind at all. */
static void too_far_member(struct na_json *json, const struct na_say_facts *facts)
{
    na_json_name(json, "too_far");
    if (facts->kind->send_radius_m == 0) {
        na_json_null(json);
    } else {
        na_json_bool(json, facts->one.reach_m > facts->kind->send_radius_m);
    }
}

static void walk_member(struct na_json *json, const struct na_walk *walk)
{
    na_json_name(json, "walk_m");
    if (walk->state == NA_WALK_KNOWN) {
        na_json_fixed(json, walk->mm / 1000.0, 1);
    } else {
        na_json_null(json);
    }
    na_render_text_or_null(json, "walk_reason",
                           walk->state == NA_WALK_KNOWN ? "" : na_walk_reason(walk->state));
}

/* The way to result `i` as a LineString, from the position to the asset; null if it is not known.
 */
static void line_member(struct na_json *json, const struct na_nearest_answer *answer, size_t i,
                        const struct na_asset *asset)
{
    struct na_buffer line;
    struct na_walk walk;
    na_json_name(json, "walk_line");
    if (answer->walks[i].state != NA_WALK_KNOWN) {
        na_json_null(json);
        return;
    }
    na_buffer_init(&line, NA_ANSWER_LIMIT);
    enum na_code code = na_walk_to(&answer->from, answer->found.hits[i].point, asset->at,
                                   answer->walks[i].mm, &walk, &line);
    const struct na_lonlat *points = (const struct na_lonlat *)(const void *)line.data;
    na_json_object_begin(json);
    na_json_name(json, "type");
    na_json_text(json, "LineString");
    na_json_name(json, "coordinates");
    na_json_array_begin(json);
    for (size_t p = 0; code == NA_OK && p < line.length / sizeof *points; p++) {
        if (p > 0 && fabs(points[p].lon_deg - points[p - 1].lon_deg) < COORDINATE_STEP &&
            fabs(points[p].lat_deg - points[p - 1].lat_deg) < COORDINATE_STEP) {
            continue; /* the same as it is written */
        }
        na_json_array_begin(json);
        na_json_trimmed(json, points[p].lon_deg, 7);
        na_json_trimmed(json, points[p].lat_deg, 7);
        na_json_array_end(json);
    }
    na_json_array_end(json);
    na_json_object_end(json);
    na_buffer_fini(&line);
    if (code != NA_OK && json->failed == NA_OK) {
        json->failed = code;
    }
}

/* What the streets know of result `i`. */
static void walk_members(struct na_json *json, const struct na_nearest_answer *answer, size_t i,
                         const struct na_asset *asset)
{
    const struct na_walk *walk = &answer->walks[i];
    if (!answer->tells_walk) {
        return;
    }
    walk_member(json, walk);
    na_json_name(json, "snap_m");
    if (walk->state == NA_WALK_ASSET_OFF_NETWORK || walk->state == NA_WALK_NO_NETWORK) {
        na_json_null(json);
    } else {
        na_json_fixed(json, walk->snap_mm / 1000.0, 1);
    }
    if (answer->question.wants_line) {
        line_member(json, answer, i, asset);
    }
}

/* What the order follows, and the streets that it is from. */
void na_render_nearest_network(struct na_json *json, const struct na_nearest_answer *answer)
{
    if (!answer->tells_walk) {
        return;
    }
    na_json_name(json, "by");
    na_json_text(json, answer->by_walk ? "walk" : "straight");
    na_json_name(json, "network");
    if (answer->question.streets == NULL) {
        na_json_null(json);
        return;
    }
    na_json_object_begin(json);
    na_json_name(json, "id");
    na_json_text(json, answer->network.id);
    na_render_date(json, "issued", answer->network.issued);
    na_json_name(json, "snap_m");
    na_json_trimmed(json, answer->network.snap_m, 3);
    na_json_object_end(json);
}

void na_render_nearest_result(struct na_json *json, const struct na_snapshot *snapshot,
                              const struct na_nearest_answer *answer, size_t i)
{
    struct na_say_facts facts;
    na_say_facts_find(snapshot, answer, i, &facts);
    const struct na_asset *asset = &facts.one.asset;
    na_json_object_begin(json);
    na_json_name(json, "rank");
    na_json_integer(json, (int64_t)i + 1);
    na_render_asset_named(json, snapshot, facts.one.point, asset);
    direction_members(json, &answer->found.hits[i]);
    walk_members(json, answer, i, asset);
    na_render_asset_described(json, snapshot, facts.one.point, asset);
    age_member(json, asset, answer->question.as_at);
    na_render_asset_tags(json, snapshot, facts.one.point, asset);
    na_render_verdict(json, &facts.one.usable);
    na_json_name(json, "best");
    na_json_bool(json, answer->best == i);
    na_render_access(json, asset, &facts.moment);
    crosses_member(json, snapshot, &facts.crosses);
    na_render_say(json, answer->question.say, &facts);
    too_far_member(json, &facts);
    na_json_object_end(json);
}

static void reason_member(struct na_json *json, const struct na_nearest_answer *answer)
{
    na_json_name(json, "reason");
    if (!answer->is_short) {
        na_json_null(json);
        return;
    }
    char text[512];
    na_shortfall_text(answer, text, sizeof text);
    na_json_object_begin(json);
    na_json_name(json, "code");
    na_json_text(json, "fewer-than-k");
    na_json_name(json, "text");
    na_json_text(json, text);
    na_json_name(json, "existing");
    na_json_integer(json, answer->shortfall.existing);
    na_json_name(json, "left_out_by_status");
    na_json_integer(json, answer->shortfall.by_status);
    na_json_name(json, "left_out_by_date");
    na_json_integer(json, answer->shortfall.by_date);
    na_json_name(json, "left_out_by_max_m");
    na_json_integer(json, answer->shortfall.by_max_m);
    na_json_name(json, "left_out_by_usable");
    na_json_integer(json, answer->shortfall.by_usable);
    na_json_name(json, "left_out_by_tag");
    na_json_integer(json, answer->shortfall.by_tag);
    na_json_object_end(json);
}

/* Could another be the nearest: null when nothing was found. */
static void order_member(struct na_json *json, const struct na_nearest_answer *answer)
{
    na_json_name(json, "order_stable");
    if (answer->found.count == 0) {
        na_json_null(json);
    } else {
        na_json_bool(json, answer->order_stable);
    }
}

static void left_out_member(struct na_json *json, const struct na_snapshot *snapshot,
                            const struct na_nearest_answer *answer)
{
    na_json_name(json, "left_out");
    na_json_array_begin(json);
    for (size_t i = 0; i < answer->left_out_count; i++) {
        const struct na_left_out *left = &answer->left_out[i];
        struct na_asset asset;
        char why[NA_USABLE_WHY];
        na_snapshot_asset(snapshot, left->hit.point, &asset);
        na_left_text(snapshot, &answer->question, left, why, sizeof why);
        na_json_object_begin(json);
        na_render_asset_named(json, snapshot, left->hit.point, &asset);
        na_json_name(json, "distance_m");
        na_json_fixed(json, left->hit.distance_m, 1);
        if (answer->tells_walk) {
            walk_member(json, &left->walk);
        }
        na_json_name(json, "by");
        na_json_text(json, na_left_name(left->left));
        na_json_name(json, "why");
        na_json_text(json, why);
        na_json_object_end(json);
    }
    na_json_array_end(json);
}

enum na_code na_render_nearest(const struct na_snapshot *snapshot,
                               const struct na_nearest_answer *answer, struct na_buffer *to)
{
    struct na_json json;
    na_json_init(&json, to);
    na_json_object_begin(&json);
    query_member(&json, &answer->question);
    na_json_name(&json, "results");
    na_json_array_begin(&json);
    for (size_t i = 0; i < answer->found.count; i++) {
        na_render_nearest_result(&json, snapshot, answer, i);
    }
    na_json_array_end(&json);
    na_json_name(&json, "found");
    na_json_integer(&json, (int64_t)answer->found.count);
    reason_member(&json, answer);
    na_render_data(&json, snapshot);
    na_render_warnings(&json, &answer->warnings);
    order_member(&json, answer);
    left_out_member(&json, snapshot, answer);
    na_json_name(&json, "too_far_to_send");
    na_json_bool(&json, answer->is_too_far);
    na_render_nearest_network(&json, answer);
    na_json_object_end(&json);
    return na_json_finish(&json);
}
