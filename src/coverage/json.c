/* Coverage as JSON: docs/coverage.md has its members. */
#include <math.h>

#include "coverage/private.h"
#include "coverage/walk.h"
#include "write/render.h"

#define M2_DECIMALS 1
#define SHARE_DECIMALS 6

static void metres2(struct na_json *json, const char *name, double value_m2)
{
    na_json_name(json, name);
    na_json_fixed(json, value_m2, M2_DECIMALS);
}

/* A part of nothing is null. */
static void share(struct na_json *json, double part_m2, double whole_m2)
{
    na_json_name(json, "share");
    na_json_fixed(json, whole_m2 > 0.0 ? part_m2 / whole_m2 : NAN, SHARE_DECIMALS);
}

static void integer(struct na_json *json, const char *name, uint64_t value)
{
    na_json_name(json, name);
    na_json_integer(json, (int64_t)value);
}

static void rings(struct na_json *json, const struct na_coverage_question *question,
                  const struct na_coverage_area *area)
{
    na_json_name(json, "rings");
    na_json_array_begin(json);
    for (size_t i = 0; i < question->ring_count && area->is_valid; i++) {
        na_json_object_begin(json);
        na_json_name(json, "within_m");
        na_json_trimmed(json, question->rings_m[i], 6);
        metres2(json, "covered_m2", area->covered_m2[i]);
        share(json, area->covered_m2[i], area->area_m2);
        na_json_object_end(json);
    }
    na_json_array_end(json);
}

static void measures(struct na_json *json, const struct na_coverage *coverage,
                     const struct na_coverage_area *area)
{
    const struct na_coverage_question *question = &coverage->question;
    double covered_m2 = area->is_valid ? area->covered_m2[question->within] : NAN;
    integer(json, "assets", area->assets);
    metres2(json, "area_m2", area->area_m2);
    metres2(json, "covered_m2", covered_m2);
    share(json, covered_m2, area->area_m2);
    metres2(json, "gap_m2", area->area_m2 - covered_m2);
    rings(json, question, area);
}

static void day_object(struct na_json *json, const struct na_coverage *coverage,
                       const struct na_coverage_day *day)
{
    na_json_object_begin(json);
    na_render_date(json, "as_at", day->day);
    na_render_coverage_assets(json, coverage, day);
    na_json_name(json, "whole");
    na_json_object_begin(json);
    measures(json, coverage, &day->areas[day->area_count - 1]);
    na_json_object_end(json);
    na_json_name(json, "areas");
    na_json_array_begin(json);
    for (size_t i = 0; i + 1 < day->area_count; i++) {
        na_json_object_begin(json);
        na_render_coverage_named(json, coverage, day->areas[i].area);
        na_json_name(json, "valid");
        na_json_bool(json, day->areas[i].is_valid);
        measures(json, coverage, &day->areas[i]);
        na_json_object_end(json);
    }
    na_json_array_end(json);
    na_json_object_end(json);
}

static void change_measures(struct na_json *json, const struct na_coverage *coverage, size_t i)
{
    size_t within = coverage->question.within;
    metres2(json, "covered_m2_from", coverage->days[0].areas[i].covered_m2[within]);
    metres2(json, "covered_m2_to", coverage->days[1].areas[i].covered_m2[within]);
    metres2(json, "gained_m2", coverage->changes[i].gained_m2);
    metres2(json, "lost_m2", coverage->changes[i].lost_m2);
    metres2(json, "area_m2", coverage->days[0].areas[i].area_m2);
}

void na_render_coverage_members(struct na_json *json, const struct na_coverage *coverage)
{
    if (coverage->walk != NULL) {
        na_render_coverage_walk_members(json, coverage);
        return;
    }
    na_render_coverage_query(json, &coverage->question);
    na_render_coverage_layer(json, coverage->question.layer);
    na_json_name(json, "days");
    na_json_array_begin(json);
    for (size_t i = 0; i < coverage->day_count; i++) {
        day_object(json, coverage, &coverage->days[i]);
    }
    na_json_array_end(json);
    na_render_coverage_changes(json, coverage, coverage->changes != NULL ? change_measures : NULL);
    na_json_name(json, "plane");
    na_json_text(json, "EPSG:27700");
    na_json_name(json, "disc_error");
    na_json_trimmed(json, NA_COVERAGE_DISC_ERROR, 6);
    na_render_data(json, coverage->snapshot);
    na_render_warnings(json, &coverage->warnings);
}

enum na_code na_render_coverage_json(const struct na_coverage *coverage, struct na_buffer *to)
{
    struct na_json json;
    na_json_init(&json, to);
    na_json_object_begin(&json);
    na_render_coverage_members(&json, coverage);
    na_json_object_end(&json);
    return na_json_finish(&json);
}
