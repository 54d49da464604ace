/* Wards as a list and one by one: JSON without geometry, GeoJSON with it, or a table. */
#include <inttypes.h>

#include "lists/list.h"
#include "write/geometry.h"
#include "write/render.h"

static bool on_page(const struct na_page *page, const struct na_area *area)
{
    struct na_bbox box = {area->west, area->south, area->east, area->north};
    return !page->has_box || na_bbox_meets(&page->box, &box);
}

static uint32_t count_matches(const struct na_snapshot *snapshot,
                              const struct na_wards_question *question)
{
    uint32_t total = 0;
    for (uint32_t i = 0; i < question->layer->area_count; i++) {
        struct na_area area;
        na_snapshot_area(snapshot, question->layer, i, &area);
        total += on_page(&question->page, &area);
    }
    return total;
}

static void ward_members(struct na_json *json, const struct na_area *area)
{
    na_json_name(json, "code");
    na_json_text(json, area->code);
    na_json_name(json, "name");
    na_json_text(json, area->name);
    if (area->name_welsh[0] != '\0') {
        na_json_name(json, "name_welsh");
        na_json_text(json, area->name_welsh);
    }
    na_render_authority(json, area);
}

/* A ward as an entry of a JSON list. */
static void ward_entry(struct na_json *json, const struct na_area *area)
{
    na_json_object_begin(json);
    ward_members(json, area);
    na_render_area_bbox(json, area);
    na_json_object_end(json);
}

/* Members of a GeoJSON Feature, whose object is open. */
static void feature_members(struct na_json *json, const struct na_snapshot *snapshot,
                            const struct na_layer *layer, const struct na_area *area)
{
    na_json_name(json, "type");
    na_json_text(json, "Feature");
    na_json_name(json, "id");
    na_json_text(json, area->code);
    na_render_area_bbox(json, area);
    na_render_area_geometry(json, snapshot, area);
    na_json_name(json, "properties");
    na_json_object_begin(json);
    na_json_name(json, "code");
    na_json_text(json, area->code);
    na_json_name(json, "name");
    na_json_text(json, area->name);
    na_render_text_or_null(json, "authority_code", area->authority_code);
    na_render_text_or_null(json, "authority_name", area->authority_name);
    na_json_name(json, "vintage");
    na_json_text(json, layer->id);
    na_json_object_end(json);
}

static void page_entries(struct na_json *json, const struct na_snapshot *snapshot,
                         const struct na_wards_question *question, bool features)
{
    uint32_t seen = 0;
    uint32_t put = 0;
    for (uint32_t i = 0; i < question->layer->area_count && put < question->page.limit; i++) {
        struct na_area area;
        na_snapshot_area(snapshot, question->layer, i, &area);
        if (!on_page(&question->page, &area) || seen++ < question->page.offset) {
            continue;
        }
        put++;
        if (features) {
            na_json_object_begin(json);
            feature_members(json, snapshot, question->layer, &area);
            na_json_object_end(json);
        } else {
            ward_entry(json, &area);
        }
    }
}

static enum na_code wards_json(const struct na_snapshot *snapshot,
                               const struct na_wards_question *question, bool features,
                               struct na_buffer *to)
{
    uint32_t total = count_matches(snapshot, question);
    struct na_json json;
    na_json_init(&json, to);
    na_list_begin(&json, features ? "features" : "wards", question->layer, &question->page, total);
    page_entries(&json, snapshot, question, features);
    na_list_end(&json, snapshot, &question->warnings);
    return na_json_finish(&json);
}

static enum na_code wards_text(const struct na_snapshot *snapshot,
                               const struct na_wards_question *question, struct na_buffer *to)
{
    struct na_lines lines = {to, NA_OK};
    uint32_t seen = 0;
    uint32_t put = 0;
    for (uint32_t i = 0; i < question->layer->area_count && put < question->page.limit; i++) {
        struct na_area area;
        na_snapshot_area(snapshot, question->layer, i, &area);
        if (!on_page(&question->page, &area) || seen++ < question->page.offset) {
            continue;
        }
        put++;
        na_lines_cell(&lines, area.code, 10);
        na_lines_cell(&lines, area.name, 36);
        na_lines_named(&lines, area.authority_name, area.authority_code);
        na_lines_put(&lines, "\n");
    }
    na_lines_put(&lines, "\nWards      %" PRIu32 " of %" PRIu32 " in vintage %s\n", put,
                 count_matches(snapshot, question), question->layer->id);
    na_lines_data(&lines, snapshot);
    na_lines_warnings(&lines, &question->warnings);
    return lines.failed;
}

enum na_code na_render_wards(const struct na_snapshot *snapshot,
                             const struct na_wards_question *question, enum na_format format,
                             struct na_buffer *to)
{
    return format == NA_FORMAT_TEXT
               ? wards_text(snapshot, question, to)
               : wards_json(snapshot, question, format == NA_FORMAT_GEOJSON, to);
}

/* "vintages": every vintage that has a ward of this code, with its name there. */
static void vintages_member(struct na_json *json, const struct na_snapshot *snapshot,
                            const char *code)
{
    na_json_name(json, "vintages");
    na_json_array_begin(json);
    for (size_t i = 0; i < na_snapshot_layer_count(snapshot); i++) {
        const struct na_layer *layer = na_snapshot_layer(snapshot, i);
        uint32_t ward = 0;
        if (layer->role != NA_LAYER_WARDS || !na_ward_by_code(snapshot, layer, code, &ward)) {
            continue;
        }
        struct na_area area;
        na_snapshot_area(snapshot, layer, ward, &area);
        na_json_object_begin(json);
        na_json_name(json, "id");
        na_json_text(json, layer->id);
        na_json_name(json, "name");
        na_json_text(json, area.name);
        na_render_date(json, "valid_from", layer->valid_from);
        na_render_date(json, "valid_to", layer->valid_to);
        na_json_object_end(json);
    }
    na_json_array_end(json);
}

static enum na_code ward_one_text(const struct na_snapshot *snapshot,
                                  const struct na_ward_one_question *question,
                                  const struct na_area *area, struct na_buffer *to)
{
    struct na_lines lines = {to, NA_OK};
    na_lines_put(&lines, "Ward       ");
    na_lines_named(&lines, area->name, area->code);
    na_lines_put(&lines, "\nAuthority  ");
    na_lines_named(&lines, area->authority_name, area->authority_code);
    na_lines_put(&lines, "\nVintage    %s\n", question->layer->id);
    na_lines_data(&lines, snapshot);
    na_lines_warnings(&lines, &question->warnings);
    return lines.failed;
}

enum na_code na_render_ward_one(const struct na_snapshot *snapshot,
                                const struct na_ward_one_question *question, enum na_format format,
                                struct na_buffer *to)
{
    struct na_area area;
    na_snapshot_area(snapshot, question->layer, question->ward, &area);
    if (format == NA_FORMAT_TEXT) {
        return ward_one_text(snapshot, question, &area, to);
    }
    struct na_json json;
    na_json_init(&json, to);
    na_json_object_begin(&json);
    if (format == NA_FORMAT_GEOJSON) {
        feature_members(&json, snapshot, question->layer, &area);
    } else {
        na_json_name(&json, "ward");
        ward_entry(&json, &area);
    }
    na_render_vintage(&json, question->layer);
    vintages_member(&json, snapshot, area.code);
    na_render_data(&json, snapshot);
    na_render_warnings(&json, &question->warnings);
    na_json_object_end(&json);
    return na_json_finish(&json);
}
