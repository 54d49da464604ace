/* JSON members that several answers share. */
#include <math.h>

#include "base/date.h"
#include "question/ready.h"
#include "write/render.h"

/* Decimals: 1e-9 of a degree is 0.1 mm; the grid's own figures are given to the millimetre. */
#define DEGREE_DECIMALS 9
#define GRID_DECIMALS 3

void na_render_text_or_null(struct na_json *json, const char *name, const char *text)
{
    na_json_name(json, name);
    na_json_text(json, text[0] != '\0' ? text : NULL);
}

void na_render_date(struct na_json *json, const char *name, int32_t days)
{
    char text[NA_DATE_TEXT];
    na_date_format(text, days);
    na_render_text_or_null(json, name, text);
}

void na_render_month(struct na_json *json, const char *name, int32_t days)
{
    char text[NA_DATE_TEXT];
    na_date_format(text, days);
    na_json_name(json, name);
    na_json_string(json, (struct na_str){text, text[0] != '\0' ? 7 : 0});
}

static void number(struct na_json *json, const char *name, double value, unsigned int decimals)
{
    na_json_name(json, name);
    na_json_trimmed(json, value, decimals);
}

void na_render_authority(struct na_json *json, const struct na_area *area)
{
    na_json_name(json, "authority");
    if (area->authority_code[0] == '\0' && area->authority_name[0] == '\0') {
        na_json_null(json);
        return;
    }
    na_json_object_begin(json);
    na_render_text_or_null(json, "code", area->authority_code);
    na_render_text_or_null(json, "name", area->authority_name);
    na_json_object_end(json);
}

/* Members that are ready; false: they are to be written. */
static bool put_ready(struct na_json *json, struct na_str members)
{
    if (members.bytes == NULL) {
        return false;
    }
    na_json_members(json, members);
    return true;
}

void na_render_area_named(struct na_json *json, const struct na_snapshot *snapshot,
                          const struct na_layer *layer, uint32_t i, bool with_authority)
{
    struct na_area area;
    if (put_ready(json, na_ready_area(snapshot, layer, i, with_authority))) {
        return;
    }
    na_snapshot_area(snapshot, layer, i, &area);
    na_json_name(json, "code");
    na_json_text(json, area.code);
    na_json_name(json, "name");
    na_json_text(json, area.name);
    if (with_authority) {
        na_render_authority(json, &area);
    }
}

void na_render_vintage_of(struct na_json *json, const struct na_snapshot *snapshot,
                          const struct na_layer *layer)
{
    if (!put_ready(json, na_ready_vintage(snapshot, layer))) {
        na_render_vintage(json, layer);
    }
}

void na_render_vintage(struct na_json *json, const struct na_layer *layer)
{
    na_json_name(json, "vintage");
    na_json_object_begin(json);
    na_json_name(json, "id");
    na_json_text(json, layer->id);
    na_render_date(json, "valid_from", layer->valid_from);
    na_render_date(json, "valid_to", layer->valid_to);
    number(json, "tolerance_m", layer->tolerance_m, 3);
    na_json_object_end(json);
}

void na_render_data(struct na_json *json, const struct na_snapshot *snapshot)
{
    const struct na_pack_info *info = na_snapshot_info(snapshot);
    if (put_ready(json, na_ready_data(snapshot))) {
        return;
    }
    na_json_name(json, "data");
    na_json_object_begin(json);
    na_json_name(json, "pack");
    na_json_text(json, info->digest);
    na_json_name(json, "title");
    na_json_text(json, info->title);
    na_render_date(json, "issued", info->issued);
    na_json_name(json, "indicative");
    na_json_bool(json, info->indicative);
    na_json_name(json, "transformation");
    na_json_text(json, na_transformation_name(info->transformation));
    number(json, "accuracy_m", info->transformation_accuracy_m, 3);
    na_json_object_end(json);
}

void na_render_warning(struct na_json *json, const struct na_warning *warning)
{
    if (warning->ready.bytes != NULL) {
        na_json_raw(json, warning->ready);
        return;
    }
    na_json_object_begin(json);
    na_json_name(json, "code");
    na_json_text(json, warning->code);
    na_json_name(json, "text");
    na_json_text(json, warning->text);
    na_json_object_end(json);
}

void na_render_warnings(struct na_json *json, const struct na_warnings *warnings)
{
    na_json_name(json, "warnings");
    na_json_array_begin(json);
    for (size_t i = 0; i < warnings->count; i++) {
        na_render_warning(json, &warnings->items[i]);
    }
    na_json_array_end(json);
}

void na_render_asset_position(struct na_json *json, const struct na_asset *asset)
{
    char gridref[NA_GRIDREF_TEXT] = "";
    if (isfinite(asset->grid.easting_m) && isfinite(asset->grid.northing_m)) {
        na_gridref_format(gridref, asset->grid, 10);
    }
    na_json_name(json, "position");
    na_json_object_begin(json);
    number(json, "lat", asset->at.lat_deg, DEGREE_DECIMALS);
    number(json, "lon", asset->at.lon_deg, DEGREE_DECIMALS);
    number(json, "easting_m", asset->grid.easting_m, GRID_DECIMALS);
    number(json, "northing_m", asset->grid.northing_m, GRID_DECIMALS);
    na_render_text_or_null(json, "gridref", gridref);
    na_json_name(json, "quality");
    na_json_text(json, na_quality_name(asset->quality));
    number(json, "accuracy_m", asset->accuracy_m, 3);
    na_json_object_end(json);
}

void na_render_tags(struct na_json *json, const struct na_snapshot *snapshot,
                    const struct na_asset *asset)
{
    na_json_name(json, "tags");
    na_json_object_begin(json);
    for (uint32_t i = 0; i < asset->tag_count; i++) {
        struct na_tag tag;
        na_snapshot_tag(snapshot, asset, i, &tag);
        na_json_name(json, tag.name);
        na_json_text(json, tag.value);
    }
    na_json_object_end(json);
}

void na_render_asset_named(struct na_json *json, const struct na_snapshot *snapshot, uint32_t i,
                           const struct na_asset *asset)
{
    if (put_ready(json, na_ready_asset_named(snapshot, i))) {
        return;
    }
    na_json_name(json, "id");
    na_json_text(json, asset->id);
    na_json_name(json, "kind");
    na_json_text(json, asset->kind);
    na_json_name(json, "name");
    na_json_text(json, asset->name);
}

void na_render_asset_described(struct na_json *json, const struct na_snapshot *snapshot, uint32_t i,
                               const struct na_asset *asset)
{
    if (put_ready(json, na_ready_asset_described(snapshot, i))) {
        return;
    }
    na_render_text_or_null(json, "address", asset->address);
    na_render_text_or_null(json, "postcode", asset->postcode);
    na_render_text_or_null(json, "siting", asset->siting);
    na_render_text_or_null(json, "location", na_location_name(asset->location));
    na_render_text_or_null(json, "w3w", asset->w3w);
    na_json_name(json, "status");
    na_json_text(json, na_status_name(asset->status));
    na_render_asset_position(json, asset);
    na_render_date(json, "last_checked", asset->last_checked);
}

void na_render_asset_tags(struct na_json *json, const struct na_snapshot *snapshot, uint32_t i,
                          const struct na_asset *asset)
{
    if (!put_ready(json, na_ready_asset_tags(snapshot, i))) {
        na_render_tags(json, snapshot, asset);
    }
}
