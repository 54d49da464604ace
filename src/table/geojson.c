/* A table as GeoJSON (RFC 7946): each row a feature with the polygons of its ward or area, or none;
 * the properties are the columns, flat. What is about the whole table stands beside the features,
 * as in JSON. */
#include "io/json_write.h"
#include "table/forms.h"
#include "write/geometry.h"

bool na_table_find_area(const void *table_of_rows, size_t row, struct na_area *ret_area)
{
    const struct na_table *table = table_of_rows;
    for (size_t d = 0; row < table->listed && d < table->question.dimension_count; d++) {
        const struct na_table_label *label = &table->labels[d][table->rows[row].labels[d]];
        if (label->layer != NULL && label->area != NA_AREA_NONE) {
            na_snapshot_area(table->snapshot, label->layer, label->area, ret_area);
            return true;
        }
    }
    return false;
}

bool na_table_has_areas(const struct na_table *table)
{
    bool has = false;
    for (size_t d = 0; d < table->question.dimension_count; d++) {
        enum na_table_what what = table->question.dimensions[d].what;
        has = has || what == NA_TABLE_WARD || what == NA_TABLE_AREA;
    }
    return has;
}

static void put_property(struct na_json *json, const struct na_sheet *sheet, size_t row, size_t c)
{
    const char *text = na_sheet_text(sheet, row, c);
    struct na_cell cell =
        na_cell_read(sheet->columns[c].number ? NA_CELL_NUMBER : NA_CELL_TEXT, na_str_of(text));
    na_json_name(json, sheet->columns[c].machine);
    if (cell.content == NA_CELL_IS_NUMBER) {
        na_json_shortest(json, cell.number);
    } else if (cell.content == NA_CELL_IS_TEXT) {
        na_json_text(json, text);
    } else {
        na_json_null(json);
    }
}

static void put_feature(struct na_json *json, const struct na_table *table,
                        const struct na_sheet *sheet, size_t row)
{
    struct na_area area;
    na_json_object_begin(json);
    na_json_name(json, "type");
    na_json_text(json, "Feature");
    if (na_table_find_area(table, row, &area)) {
        na_render_area_geometry(json, table->snapshot, &area);
    } else {
        na_json_name(json, "geometry");
        na_json_null(json);
    }
    na_json_name(json, "properties");
    na_json_object_begin(json);
    for (size_t c = 0; c < sheet->column_count; c++) {
        if (sheet->columns[c].human != NULL) {
            put_property(json, sheet, row, c);
        }
    }
    na_json_object_end(json);
    na_json_object_end(json);
}

enum na_code na_render_table_geojson(const struct na_table *table, struct na_buffer *to)
{
    struct na_sheet sheet;
    struct na_json json;
    na_table_sheet_make(table, &sheet);
    na_json_init(&json, to);
    na_json_object_begin(&json);
    na_json_name(&json, "type");
    na_json_text(&json, "FeatureCollection");
    na_table_json_about(&json, table);
    na_json_name(&json, "features");
    na_json_array_begin(&json);
    for (size_t i = 0; i < table->listed && sheet.failed == NA_OK; i++) {
        put_feature(&json, table, &sheet, i);
    }
    na_json_array_end(&json);
    na_table_json_sums(&json, table);
    na_json_object_end(&json);
    enum na_code code = sheet.failed != NA_OK ? sheet.failed : na_json_finish(&json);
    na_sheet_fini(&sheet);
    return code == NA_OK ? na_buffer_text(to, "\n") : code;
}
