/* JSON members that several answers share. */
#include <math.h>

#include "base/date.h"
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

void na_render_warnings(struct na_json *json, const struct na_warnings *warnings)
{
    na_json_name(json, "warnings");
    na_json_array_begin(json);
    for (size_t i = 0; i < warnings->count; i++) {
        na_json_object_begin(json);
        na_json_name(json, "code");
        na_json_text(json, warnings->items[i].code);
        na_json_name(json, "text");
        na_json_text(json, warnings->items[i].text);
        na_json_object_end(json);
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
