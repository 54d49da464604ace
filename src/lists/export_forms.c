/* Assets as a CSV table and as GeoJSON (RFC 7946). */
#include "base/fail.h"
#include "lists/export_private.h"
#include "write/csv.h"
#include "write/render.h"

static enum na_code put_line(struct na_export *export, const struct na_cell *cells,
                             struct na_buffer *to)
{
    enum na_code code = NA_OK;
    for (size_t c = 0; c < export->column_count && code == NA_OK; c++) {
        code = c > 0 ? na_buffer_text(to, ",") : NA_OK;
        if (code == NA_OK && cells == NULL) {
            code = na_csv_text_put(na_str_of(export->columns[c].name), false, to);
        } else if (code == NA_OK) {
            code =
                na_csv_cell_put(export->columns[c].type, &cells[c], export->spreadsheet_safe, to);
        }
    }
    return code == NA_OK ? na_buffer_text(to, "\n") : code;
}

enum na_code na_render_export_csv(struct na_export *export, struct na_buffer *to,
                                  struct na_error *reterr)
{
    enum na_code code = export->bom ? na_buffer_text(to, NA_CSV_BOM) : NA_OK;
    code = code == NA_OK ? put_line(export, NULL, to) : code;
    for (uint32_t i = 0; i < export->count && code == NA_OK; i++) {
        const struct na_cell *cells = NULL;
        struct na_lonlat at;
        code = na_export_row(export, i, &cells, &at, reterr);
        code = code == NA_OK ? put_line(export, cells, to) : code;
    }
    return code == NA_OK ? NA_OK : na_fail(reterr, code, "The export does not fit in memory");
}

/* Every property has one type, or is null: flat, as a table of attributes wants it. */
static void put_property(struct na_json *json, const struct na_cell_column *column,
                         const struct na_cell *cell)
{
    char date[NA_DATE_TEXT];
    na_json_name(json, column->name);
    if (cell->content == NA_CELL_IS_EMPTY) {
        na_json_null(json);
    } else if (cell->content == NA_CELL_IS_TEXT) {
        na_json_string(json, cell->text);
    } else if (column->type == NA_CELL_DATE) {
        na_date_format(date, (int32_t)cell->number);
        na_json_text(json, date);
    } else {
        na_json_shortest(json, cell->number);
    }
}

static void put_point(struct na_json *json, struct na_lonlat at)
{
    na_json_name(json, "geometry");
    na_json_object_begin(json);
    na_json_name(json, "type");
    na_json_text(json, "Point");
    na_json_name(json, "coordinates");
    na_json_array_begin(json);
    na_json_shortest(json, at.lon_deg);
    na_json_shortest(json, at.lat_deg);
    na_json_array_end(json);
    na_json_object_end(json);
}

static void put_feature(struct na_json *json, const struct na_export *export,
                        const struct na_cell *cells, struct na_lonlat at)
{
    na_json_object_begin(json);
    na_json_name(json, "type");
    na_json_text(json, "Feature");
    na_json_name(json, "id");
    na_json_string(json, cells[NA_EXPORT_ID].text);
    put_point(json, at);
    na_json_name(json, "properties");
    na_json_object_begin(json);
    for (size_t c = 0; c < export->column_count; c++) {
        put_property(json, &export->columns[c], &cells[c]);
    }
    na_json_object_end(json);
    na_json_object_end(json);
}

enum na_code na_render_export_geojson(struct na_export *export, struct na_buffer *to,
                                      struct na_error *reterr)
{
    struct na_json json;
    enum na_code code = NA_OK;
    na_json_init(&json, to);
    na_json_object_begin(&json);
    na_json_name(&json, "type");
    na_json_text(&json, "FeatureCollection");
    na_render_data(&json, export->snapshot);
    na_render_text_or_null(&json, "attribution", na_snapshot_info(export->snapshot)->attribution);
    na_json_name(&json, "features");
    na_json_array_begin(&json);
    for (uint32_t i = 0; i < export->count && code == NA_OK; i++) {
        const struct na_cell *cells = NULL;
        struct na_lonlat at;
        code = na_export_row(export, i, &cells, &at, reterr);
        if (code == NA_OK) {
            put_feature(&json, export, cells, at);
        }
    }
    na_json_array_end(&json);
    na_json_object_end(&json);
    code = code == NA_OK ? na_json_finish(&json) : code;
    code = code == NA_OK ? na_buffer_text(to, "\n") : code;
    return code == NA_OK ? NA_OK : na_fail(reterr, code, "The export does not fit in memory");
}
