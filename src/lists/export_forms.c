/* Assets as a CSV table and as GeoJSON (RFC 7946). */
#include "lists/export_private.h"
#include "write/geometry.h"
#include "write/render.h"
#include "write/sheet.h"

enum na_code na_render_export_csv(const struct na_snapshot *snapshot,
                                  const struct na_export_question *question, struct na_buffer *to)
{
    struct na_sheet sheet;
    na_sheet_init(&sheet);
    for (size_t f = 0; f < NA_EXPORT_FIELD_COUNT; f++) {
        na_sheet_column(&sheet, na_export_forms[f].name, NULL, na_export_forms[f].is_number);
    }
    for (uint32_t i = 0; i < na_snapshot_asset_count(snapshot); i++) {
        struct na_export_row row;
        if (!na_export_wanted(snapshot, question, i)) {
            continue;
        }
        na_export_row_make(snapshot, i, &row);
        for (size_t f = 0; f < NA_EXPORT_FIELD_COUNT; f++) {
            na_sheet_cell(&sheet, row.values[f]);
        }
    }
    enum na_code code = na_sheet_render(&sheet, NA_SHEET_CSV, question->spreadsheet_safe, to);
    na_sheet_fini(&sheet);
    return code;
}

static void feature(struct na_json *json, const struct na_export_row *row)
{
    na_json_object_begin(json);
    na_json_name(json, "type");
    na_json_text(json, "Feature");
    na_json_name(json, "id");
    na_json_text(json, row->asset.id);
    na_render_point_geometry(json, row->asset.at);
    na_json_name(json, "properties");
    na_json_object_begin(json);
    for (size_t f = 0; f < NA_EXPORT_FIELD_COUNT; f++) {
        if (!na_export_forms[f].is_number) {
            na_render_text_or_null(json, na_export_forms[f].name, row->values[f]);
            continue;
        }
        double value = f == NA_EXPORT_LAT        ? row->asset.at.lat_deg
                       : f == NA_EXPORT_LON      ? row->asset.at.lon_deg
                       : f == NA_EXPORT_EASTING  ? row->asset.grid.easting_m
                       : f == NA_EXPORT_NORTHING ? row->asset.grid.northing_m
                                                 : row->asset.accuracy_m;
        na_json_name(json, na_export_forms[f].name);
        na_json_trimmed(json, value, f == NA_EXPORT_LAT || f == NA_EXPORT_LON ? 9 : 3);
    }
    na_json_object_end(json);
    na_json_object_end(json);
}

enum na_code na_render_export_geojson(const struct na_snapshot *snapshot,
                                      const struct na_export_question *question,
                                      struct na_buffer *to)
{
    struct na_json json;
    na_json_init(&json, to);
    na_json_object_begin(&json);
    na_json_name(&json, "type");
    na_json_text(&json, "FeatureCollection");
    na_render_data(&json, snapshot);
    na_render_text_or_null(&json, "attribution", na_snapshot_info(snapshot)->attribution);
    na_json_name(&json, "features");
    na_json_array_begin(&json);
    for (uint32_t i = 0; i < na_snapshot_asset_count(snapshot); i++) {
        struct na_export_row row;
        if (na_export_wanted(snapshot, question, i)) {
            na_export_row_make(snapshot, i, &row);
            feature(&json, &row);
        }
    }
    na_json_array_end(&json);
    na_json_object_end(&json);
    enum na_code code = na_json_finish(&json);
    return code == NA_OK ? na_buffer_text(to, "\n") : code;
}
