/* What is loaded: for /v1/datasets and `nearaid info`. */
#include <inttypes.h>

#include "base/date.h"
#include "base/number.h"
#include "data/ready_tables.h"
#include "lists/list.h"
#include "lists/table_about.h"
#include "write/render.h"

static void text_member(struct na_json *json, const char *name, const char *text)
{
    na_json_name(json, name);
    na_json_text(json, text);
}

static void integer_member(struct na_json *json, const char *name, int64_t value)
{
    na_json_name(json, name);
    na_json_integer(json, value);
}

static void pack_member(struct na_json *json, const struct na_snapshot *snapshot)
{
    const struct na_pack_info *info = na_snapshot_info(snapshot);
    na_json_name(json, "pack");
    na_json_object_begin(json);
    text_member(json, "digest", info->digest);
    text_member(json, "title", info->title);
    na_render_text_or_null(json, "attribution", info->attribution);
    na_render_date(json, "issued", info->issued);
    na_json_name(json, "indicative");
    na_json_bool(json, info->indicative);
    text_member(json, "compiler", info->compiler);
    integer_member(json, "bytes", (int64_t)na_snapshot_bytes(snapshot));
    na_json_object_end(json);
    na_json_name(json, "transformation");
    na_json_object_begin(json);
    text_member(json, "name", na_transformation_name(info->transformation));
    na_json_name(json, "accuracy_m");
    na_json_trimmed(json, info->transformation_accuracy_m, 3);
    na_render_text_or_null(json, "grid_sha256", info->grid_sha256);
    na_json_object_end(json);
}

static void layers_member(struct na_json *json, const struct na_snapshot *snapshot)
{
    na_json_name(json, "layers");
    na_json_array_begin(json);
    for (size_t i = 0; i < na_snapshot_layer_count(snapshot); i++) {
        const struct na_layer *layer = na_snapshot_layer(snapshot, i);
        na_json_object_begin(json);
        text_member(json, "id", layer->id);
        text_member(json, "role", layer->role == NA_LAYER_WARDS ? "wards" : "areas");
        text_member(json, "kind", layer->kind);
        text_member(json, "file", layer->file);
        integer_member(json, "count", layer->area_count);
        na_render_date(json, "valid_from", layer->valid_from);
        na_render_date(json, "valid_to", layer->valid_to);
        na_json_name(json, "tolerance_m");
        na_json_trimmed(json, layer->tolerance_m, 3);
        na_render_text_or_null(json, "generalisation", layer->generalisation);
        text_member(json, "crs", layer->is_grid ? "EPSG:27700" : "EPSG:4326");
        na_json_object_end(json);
    }
    na_json_array_end(json);
}

static void kinds_member(struct na_json *json, const struct na_snapshot *snapshot)
{
    na_json_name(json, "kinds");
    na_json_array_begin(json);
    for (size_t i = 0; i < na_snapshot_kind_count(snapshot); i++) {
        const struct na_kind *kind = na_snapshot_kind(snapshot, i);
        na_json_object_begin(json);
        text_member(json, "kind", kind->name);
        text_member(json, "title", kind->title);
        text_member(json, "titles", kind->titles);
        integer_member(json, "count", kind->asset_count);
        na_json_object_end(json);
    }
    na_json_array_end(json);
}

/* Their rows are in /v1/hotspots. */
static void tables_member(struct na_json *json, const struct na_snapshot *snapshot)
{
    na_json_name(json, "tables");
    na_json_array_begin(json);
    for (size_t i = 0; i < na_snapshot_table_count(snapshot); i++) {
        struct na_ready_table table;
        na_snapshot_table(snapshot, i, &table);
        na_json_object_begin(json);
        na_render_table_about(json, &table);
        text_member(json, "file", table.file);
        na_json_object_end(json);
    }
    na_json_array_end(json);
}

/* What the pack says of where a source comes from; only what it says. */
static void said_members(struct na_json *json, const struct na_source *source)
{
    if (source->left_out > 0) {
        integer_member(json, "left_out", source->left_out);
    }
    if (source->publisher[0] != '\0') {
        text_member(json, "publisher", source->publisher);
    }
    if (source->licence[0] != '\0') {
        text_member(json, "licence", source->licence);
    }
    if (source->retrieved[0] != '\0') {
        text_member(json, "retrieved", source->retrieved);
    }
}

static void sources_member(struct na_json *json, const struct na_snapshot *snapshot)
{
    na_json_name(json, "sources");
    na_json_array_begin(json);
    for (size_t i = 0; i < na_snapshot_source_count(snapshot); i++) {
        struct na_source source;
        na_snapshot_source(snapshot, i, &source);
        na_json_object_begin(json);
        text_member(json, "file", source.name);
        text_member(json, "section", source.section);
        text_member(json, "sha256", source.sha256);
        integer_member(json, "bytes", (int64_t)source.bytes);
        integer_member(json, "records", source.records);
        said_members(json, &source);
        na_json_object_end(json);
    }
    na_json_array_end(json);
}

/* Warnings of the compilation, after those of every answer. */
static void warnings_member(struct na_json *json, const struct na_snapshot *snapshot)
{
    struct na_warnings warnings = {.count = 0};
    na_warn_of_pack(&warnings, snapshot);
    na_json_name(json, "warnings");
    na_json_array_begin(json);
    for (size_t i = 0; i < warnings.count; i++) {
        na_json_object_begin(json);
        text_member(json, "code", warnings.items[i].code);
        text_member(json, "text", warnings.items[i].text);
        na_json_object_end(json);
    }
    for (size_t i = 0; i < na_snapshot_warning_count(snapshot); i++) {
        na_json_object_begin(json);
        text_member(json, "code", "compilation");
        text_member(json, "text", na_snapshot_warning(snapshot, i));
        na_json_object_end(json);
    }
    na_json_array_end(json);
}

enum na_code na_render_datasets(const struct na_snapshot *snapshot, struct na_buffer *to)
{
    struct na_json json;
    na_json_init(&json, to);
    na_json_object_begin(&json);
    pack_member(&json, snapshot);
    layers_member(&json, snapshot);
    kinds_member(&json, snapshot);
    tables_member(&json, snapshot);
    sources_member(&json, snapshot);
    warnings_member(&json, snapshot);
    na_json_object_end(&json);
    return na_json_finish(&json);
}

static void layer_line(struct na_lines *lines, const struct na_layer *layer)
{
    char from[NA_DATE_TEXT];
    char to[NA_DATE_TEXT];
    char tolerance[NA_NUMBER_TEXT];
    na_date_format(from, layer->valid_from);
    na_date_format(to, layer->valid_to);
    na_number_trimmed(&tolerance, layer->tolerance_m, 1);
    na_lines_put(lines, "%-10s %s: %" PRIu32 " in %s%s%s%s%s, drawn to %s m\n",
                 layer->role == NA_LAYER_WARDS ? "Wards" : "Areas", layer->id, layer->area_count,
                 layer->file, from[0] != '\0' ? ", from " : "", from, to[0] != '\0' ? ", to " : "",
                 to, tolerance);
}

static void table_line(struct na_lines *lines, const struct na_snapshot *snapshot, size_t i)
{
    struct na_ready_table table;
    na_snapshot_table(snapshot, i, &table);
    na_lines_put(lines, "Table      %s: %" PRIu32 " wards of vintage %s in %s, ", table.id,
                 table.row_count, table.layer->id, table.file);
    na_lines_text(lines, table.measure);
    na_lines_put(lines, ", ");
    na_lines_text(lines, table.period);
    na_lines_put(lines, "\n");
}

/* "           from Example Council, Open Government Licence v3, retrieved 2026-11-30" */
static void source_line(struct na_lines *lines, const struct na_source *source)
{
    const char *const parts[] = {source->publisher, source->licence, source->retrieved};
    static const char *const before[] = {"from ", "", "retrieved "};
    bool first = true;
    for (size_t i = 0; i < 3; i++) {
        if (parts[i][0] != '\0') {
            na_lines_put(lines, "%s%s", first ? "           " : ", ", before[i]);
            na_lines_text(lines, parts[i]);
            first = false;
        }
    }
    if (source->left_out > 0) {
        na_lines_put(lines, "%s%" PRIu32 " left out", first ? "           " : ", ",
                     source->left_out);
        first = false;
    }
    if (!first) {
        na_lines_put(lines, "\n");
    }
}

enum na_code na_render_datasets_text(const struct na_snapshot *snapshot, struct na_buffer *to)
{
    const struct na_pack_info *info = na_snapshot_info(snapshot);
    struct na_lines lines = {to, NA_OK};
    struct na_warnings warnings = {.count = 0};
    na_warn_of_pack(&warnings, snapshot);
    na_lines_data(&lines, snapshot);
    na_lines_put(&lines, "Pack       %s, %zu bytes, compiled by %s\n", info->digest,
                 na_snapshot_bytes(snapshot), info->compiler);
    if (info->attribution[0] != '\0') {
        na_lines_put(&lines, "Source     %s\n", info->attribution);
    }
    for (size_t i = 0; i < na_snapshot_layer_count(snapshot); i++) {
        layer_line(&lines, na_snapshot_layer(snapshot, i));
    }
    for (size_t i = 0; i < na_snapshot_table_count(snapshot); i++) {
        table_line(&lines, snapshot, i);
    }
    for (size_t i = 0; i < na_snapshot_kind_count(snapshot); i++) {
        const struct na_kind *kind = na_snapshot_kind(snapshot, i);
        na_lines_put(&lines, "Assets     %s: %" PRIu32 "\n", kind->name, kind->asset_count);
    }
    for (size_t i = 0; i < na_snapshot_source_count(snapshot); i++) {
        struct na_source source;
        na_snapshot_source(snapshot, i, &source);
        na_lines_put(&lines, "File       %s, %" PRIu64 " bytes, sha256 %s\n", source.name,
                     source.bytes, source.sha256);
        source_line(&lines, &source);
    }
    na_lines_warnings(&lines, &warnings);
    for (size_t i = 0; i < na_snapshot_warning_count(snapshot); i++) {
        na_lines_put(&lines, "Warning    %s\n", na_snapshot_warning(snapshot, i));
    }
    return lines.failed;
}
