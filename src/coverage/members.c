/* Members that several forms of coverage share: the question, the layer, assets, the name of an
 * area, what changed between two days; the assets as features. */
#include <string.h>

#include "coverage/private.h"
#include "write/geometry.h"
#include "write/render.h"

static void query_days(struct na_json *json, const struct na_coverage_question *question)
{
    if (!question->comparing) {
        na_render_date(json, "as_at", question->as_at);
        return;
    }
    char day[NA_DATE_TEXT];
    na_json_name(json, "compare");
    na_json_array_begin(json);
    na_date_format(day, question->as_at);
    na_json_text(json, day);
    na_date_format(day, question->as_at_2);
    na_json_text(json, day);
    na_json_array_end(json);
}

static void query_lists(struct na_json *json, const struct na_coverage_question *question)
{
    na_json_name(json, "kind");
    na_json_array_begin(json);
    for (size_t i = 0; i < question->kind_count; i++) {
        na_json_text(json, question->kinds[i]->name);
    }
    na_json_array_end(json);
    na_json_name(json, "tag");
    na_json_array_begin(json);
    for (size_t i = 0; i < question->tags.count; i++) {
        na_json_text(json, question->tags.wanted[i].name); /* NAME=VALUE */
    }
    na_json_array_end(json);
    na_json_name(json, "status");
    na_json_array_begin(json);
    for (int status = NA_STATUS_UNKNOWN; status <= NA_STATUS_OUT_OF_SERVICE; status++) {
        if ((question->status_mask & (1u << status)) != 0) {
            na_json_text(json, na_status_name((enum na_status)status));
        }
    }
    na_json_array_end(json);
}

void na_render_coverage_query(struct na_json *json, const struct na_coverage_question *question)
{
    na_json_name(json, "query");
    na_json_object_begin(json);
    query_lists(json, question);
    na_json_name(json, "within_m");
    na_json_trimmed(json, question->rings_m[question->within], 6);
    na_json_name(json, "ring_m");
    na_json_array_begin(json);
    for (size_t i = 0; i < question->ring_count; i++) {
        na_json_trimmed(json, question->rings_m[i], 6);
    }
    na_json_array_end(json);
    query_days(json, question);
    if (question->by_walk) {
        na_json_name(json, "measure");
        na_json_text(json, "walk");
    }
    na_json_object_end(json);
}

void na_render_coverage_layer(struct na_json *json, const struct na_layer *layer)
{
    na_json_name(json, "layer");
    na_json_object_begin(json);
    na_json_name(json, "role");
    na_json_text(json, layer->role == NA_LAYER_WARDS ? "wards" : "areas");
    na_json_name(json, "id");
    na_json_text(json, layer->id);
    na_json_name(json, "kind");
    na_json_text(json, layer->kind);
    na_render_date(json, "valid_from", layer->valid_from);
    na_render_date(json, "valid_to", layer->valid_to);
    na_json_name(json, "tolerance_m");
    na_json_trimmed(json, layer->tolerance_m, 3);
    na_json_object_end(json);
}

static void integer(struct na_json *json, const char *name, uint64_t value)
{
    na_json_name(json, name);
    na_json_integer(json, (int64_t)value);
}

void na_render_coverage_assets(struct na_json *json, const struct na_coverage *coverage,
                               const struct na_coverage_day *day)
{
    na_json_name(json, "assets");
    na_json_object_begin(json);
    integer(json, "existing", day->existing);
    integer(json, "counted", day->asset_count);
    integer(json, "left_out_by_tag", day->by_tag);
    integer(json, "left_out_by_status", day->by_status);
    integer(json, "left_out_by_date", day->by_date);
    integer(json, "left_out_off_grid", day->off_grid);
    integer(json, "outside_areas", day->outside);
    na_json_name(json, "counted_ids");
    na_json_array_begin(json);
    for (size_t i = 0; i < day->asset_count; i++) {
        struct na_asset asset;
        na_snapshot_asset(coverage->snapshot, day->assets[i], &asset);
        na_json_text(json, asset.id);
    }
    na_json_array_end(json);
    na_json_object_end(json);
}

void na_render_coverage_named(struct na_json *json, const struct na_coverage *coverage,
                              uint32_t number)
{
    struct na_area area;
    na_snapshot_area(coverage->snapshot, coverage->question.layer, number, &area);
    na_json_name(json, "code");
    na_json_text(json, area.code);
    na_render_text_or_null(json, "name", area.name);
    na_render_authority(json, &area);
}

void na_render_coverage_flat(struct na_json *json, const struct na_coverage *coverage,
                             uint32_t number)
{
    struct na_area named;
    na_snapshot_area(coverage->snapshot, coverage->question.layer, number, &named);
    na_json_name(json, "code");
    na_json_text(json, named.code);
    na_render_text_or_null(json, "name", named.name);
    na_render_text_or_null(json, "authority_code", named.authority_code);
    na_render_text_or_null(json, "authority_name", named.authority_name);
}

static bool counts_on(const struct na_coverage_day *day, uint32_t asset, size_t *at)
{
    while (*at < day->asset_count && day->assets[*at] < asset) {
        (*at)++;
    }
    return *at < day->asset_count && day->assets[*at] == asset;
}

static void asset_feature(struct na_json *json, const struct na_coverage *coverage, uint32_t number,
                          const bool counts[2])
{
    struct na_asset asset;
    na_snapshot_asset(coverage->snapshot, number, &asset);
    na_json_object_begin(json);
    na_json_name(json, "type");
    na_json_text(json, "Feature");
    na_json_name(json, "id");
    na_json_text(json, asset.id);
    na_render_point_geometry(json, asset.at);
    na_json_name(json, "properties");
    na_json_object_begin(json);
    na_json_name(json, "role");
    na_json_text(json, "asset");
    na_json_name(json, "kind");
    na_json_text(json, asset.kind);
    na_json_name(json, "name");
    na_json_text(json, asset.name);
    na_json_name(json, "status");
    na_json_text(json, na_status_name(asset.status));
    na_json_name(json, "counts_on");
    /* A text, its days parted by blanks: properties are flat. */
    char days[2 * (NA_DATE_TEXT + 1)] = "";
    for (size_t i = 0; i < coverage->day_count; i++) {
        if (counts[i]) {
            size_t used = strlen(days);
            days[used] = ' ';
            na_date_format(days + used + (used > 0 ? 1 : 0), coverage->days[i].day);
        }
    }
    na_json_text(json, days);
    na_json_object_end(json);
    na_json_object_end(json);
}

/* Those that count on any of the days, by number: merged, as both lists ascend. */
void na_render_coverage_asset_features(struct na_json *json, const struct na_coverage *coverage)
{
    size_t at[2] = {0, 0};
    uint32_t all = na_snapshot_asset_count(coverage->snapshot);
    for (uint32_t i = 0; i < all; i++) {
        bool counts[2] = {false, false};
        for (size_t day = 0; day < coverage->day_count; day++) {
            counts[day] = counts_on(&coverage->days[day], i, &at[day]);
        }
        if (counts[0] || counts[1]) {
            asset_feature(json, coverage, i, counts);
        }
    }
}

void na_render_coverage_changes(struct na_json *json, const struct na_coverage *coverage,
                                na_coverage_change_measures *measures_of)
{
    size_t whole = coverage->days[0].area_count - 1;
    na_json_name(json, "changes");
    if (measures_of == NULL) {
        na_json_null(json);
        return;
    }
    na_json_object_begin(json);
    na_render_date(json, "from", coverage->days[0].day);
    na_render_date(json, "to", coverage->days[1].day);
    na_json_name(json, "whole");
    na_json_object_begin(json);
    measures_of(json, coverage, whole);
    na_json_object_end(json);
    na_json_name(json, "areas");
    na_json_array_begin(json);
    for (size_t i = 0; i < whole; i++) {
        na_json_object_begin(json);
        na_render_coverage_named(json, coverage, coverage->days[0].areas[i].area);
        measures_of(json, coverage, i);
        na_json_object_end(json);
    }
    na_json_array_end(json);
    na_json_object_end(json);
}
