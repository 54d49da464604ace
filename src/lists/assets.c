/* Assets as a list and one by one: JSON, GeoJSON or a table. */
#include <inttypes.h>
#include <string.h>

#include "lists/asset_properties.h"
#include "lists/list.h"
#include "write/geometry.h"
#include "write/render.h"

static bool on_page(const struct na_assets_question *question, const struct na_asset *asset)
{
    bool kind = question->kind_count == 0;
    for (size_t i = 0; i < question->kind_count && !kind; i++) {
        kind = strcmp(question->kinds[i]->name, asset->kind) == 0;
    }
    return kind && (!question->page.has_box || na_bbox_holds(&question->page.box, asset->at));
}

static void asset_members(struct na_json *json, const struct na_snapshot *snapshot,
                          const struct na_asset *asset, const struct na_moment *moment)
{
    na_render_asset_identity(json, asset);
    na_render_access(json, asset, moment);
    na_render_text_or_null(json, "opening_hours", asset->opening_hours);
    na_json_name(json, "status");
    na_json_text(json, na_status_name(asset->status));
    na_render_asset_position(json, asset);
    na_render_date(json, "last_checked", asset->last_checked);
    na_render_date(json, "valid_from", asset->valid_from);
    na_render_date(json, "valid_to", asset->valid_to);
    na_render_tags(json, snapshot, asset);
    na_render_usable(json, asset, moment);
}

/* Members of a GeoJSON Feature, whose object is open. */
static void feature_members(struct na_json *json, const struct na_snapshot *snapshot,
                            const struct na_tag_names *tags, const struct na_asset *asset,
                            const struct na_moment *moment)
{
    na_json_name(json, "type");
    na_json_text(json, "Feature");
    na_json_name(json, "id");
    na_json_text(json, asset->id);
    na_render_point_geometry(json, asset->at);
    na_json_name(json, "properties");
    na_json_object_begin(json);
    na_render_asset_properties(json, snapshot, tags, asset, moment);
    na_json_object_end(json);
}

/* `tags` NULL: as JSON. */
static void page_entries(struct na_json *json, const struct na_snapshot *snapshot,
                         const struct na_assets_question *question, const struct na_tag_names *tags)
{
    uint32_t seen = 0;
    uint32_t put = 0;
    uint32_t count = na_snapshot_asset_count(snapshot);
    for (uint32_t i = 0; i < count && put < question->page.limit; i++) {
        struct na_asset asset;
        na_snapshot_asset(snapshot, i, &asset);
        if (!on_page(question, &asset) || seen++ < question->page.offset) {
            continue;
        }
        put++;
        na_json_object_begin(json);
        if (tags != NULL) {
            feature_members(json, snapshot, tags, &asset, &question->moment);
        } else {
            asset_members(json, snapshot, &asset, &question->moment);
        }
        na_json_object_end(json);
    }
}

static uint32_t count_matches(const struct na_snapshot *snapshot,
                              const struct na_assets_question *question)
{
    uint32_t total = 0;
    for (uint32_t i = 0; i < na_snapshot_asset_count(snapshot); i++) {
        struct na_asset asset;
        na_snapshot_asset(snapshot, i, &asset);
        total += on_page(question, &asset);
    }
    return total;
}

static enum na_code assets_json(const struct na_snapshot *snapshot,
                                const struct na_assets_question *question, bool features,
                                struct na_buffer *to)
{
    struct na_tag_names tags = {NULL, 0};
    enum na_code code = features ? na_tag_names_init(&tags, snapshot) : NA_OK;
    if (code != NA_OK) {
        na_tag_names_fini(&tags);
        return code;
    }
    uint32_t total = count_matches(snapshot, question);
    struct na_json json;
    na_json_init(&json, to);
    na_list_begin(&json, features ? "features" : "assets", NULL, &question->page, total);
    page_entries(&json, snapshot, question, features ? &tags : NULL);
    na_list_end(&json, snapshot, &question->warnings);
    na_tag_names_fini(&tags);
    return na_json_finish(&json);
}

static enum na_code assets_text(const struct na_snapshot *snapshot,
                                const struct na_assets_question *question, struct na_buffer *to)
{
    struct na_lines lines = {to, NA_OK};
    uint32_t seen = 0;
    uint32_t put = 0;
    uint32_t count = na_snapshot_asset_count(snapshot);
    for (uint32_t i = 0; i < count && put < question->page.limit; i++) {
        struct na_asset asset;
        na_snapshot_asset(snapshot, i, &asset);
        if (!on_page(question, &asset) || seen++ < question->page.offset) {
            continue;
        }
        put++;
        na_lines_cell(&lines, asset.id, 28);
        na_lines_cell(&lines, asset.kind, 20);
        na_lines_cell(&lines, asset.postcode, 10);
        na_lines_put(&lines, "%s\n", asset.name);
    }
    na_lines_put(&lines, "\nAssets     %" PRIu32 " of %" PRIu32 "\n", put,
                 count_matches(snapshot, question));
    na_lines_data(&lines, snapshot);
    na_lines_warnings(&lines, &question->warnings);
    return lines.failed;
}

enum na_code na_render_assets(const struct na_snapshot *snapshot,
                              const struct na_assets_question *question, enum na_format format,
                              struct na_buffer *to)
{
    return format == NA_FORMAT_TEXT
               ? assets_text(snapshot, question, to)
               : assets_json(snapshot, question, format == NA_FORMAT_GEOJSON, to);
}

static enum na_code asset_one_text(const struct na_snapshot *snapshot, const struct na_asset *asset,
                                   const struct na_warnings *warnings, struct na_buffer *to)
{
    struct na_lines lines = {to, NA_OK};
    const char *const rows[][2] = {
        {"Asset", asset->name},
        {"Id", asset->id},
        {"Kind", asset->kind},
        {"Address", asset->address},
        {"Postcode", asset->postcode},
        {"Where", asset->siting},
        {"Access", asset->access},
        {"Hours", asset->opening_hours},
        {"Status", na_status_name(asset->status)},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        if (rows[i][1][0] != '\0') {
            na_lines_cell(&lines, rows[i][0], 11);
            na_lines_put(&lines, "%s\n", rows[i][1]);
        }
    }
    na_lines_data(&lines, snapshot);
    na_lines_warnings(&lines, warnings);
    return lines.failed;
}

enum na_code na_render_asset_one(const struct na_snapshot *snapshot, uint32_t number,
                                 const struct na_moment *moment, const struct na_warnings *warnings,
                                 enum na_format format, struct na_buffer *to)
{
    struct na_asset asset;
    na_snapshot_asset(snapshot, number, &asset);
    if (format == NA_FORMAT_TEXT) {
        return asset_one_text(snapshot, &asset, warnings, to);
    }
    struct na_tag_names tags = {NULL, 0};
    enum na_code code = format == NA_FORMAT_GEOJSON ? na_tag_names_init(&tags, snapshot) : NA_OK;
    if (code != NA_OK) {
        na_tag_names_fini(&tags);
        return code;
    }
    struct na_json json;
    na_json_init(&json, to);
    na_json_object_begin(&json);
    if (format == NA_FORMAT_GEOJSON) {
        feature_members(&json, snapshot, &tags, &asset, moment);
    } else {
        na_json_name(&json, "asset");
        na_json_object_begin(&json);
        asset_members(&json, snapshot, &asset, moment);
        na_json_object_end(&json);
    }
    na_render_data(&json, snapshot);
    na_render_warnings(&json, warnings);
    na_json_object_end(&json);
    na_tag_names_fini(&tags);
    return na_json_finish(&json);
}
