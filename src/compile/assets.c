/* [assets.*]: files of assets, CSV or shapefiles of points, record by record. */
#include <stdlib.h>
#include <string.h>

#include "base/fail.h"
#include "compile/asset_row.h"
#include "compile/csv.h"

/* A CSV under way. */
struct csv_work {
    const struct na_section *section;
    struct na_pack_csv csv;
    struct na_columns columns;
};

static void warn_if_empty(struct na_compiler *compiler, const char *file, size_t records)
{
    if (records == 0) {
        na_compile_warning(
            compiler,
            (struct na_place){.file = file, .hint = "Export it again, or remove its section"},
            "The file has no assets");
    }
}

static enum na_code read_records(struct na_compiler *compiler, struct csv_work *work,
                                 struct na_error *reterr)
{
    size_t records = 0;
    for (;;) {
        struct na_csv_record fields;
        bool more = false;
        enum na_code code = na_pack_csv_next(compiler, &work->csv, &fields, &more, reterr);
        if (code != NA_OK || !more) {
            na_compile_source_records(compiler, work->section->file, records);
            warn_if_empty(compiler, work->section->file, records);
            return code;
        }
        records++;
        if (fields.count != work->columns.count) {
            na_compile_error(compiler,
                             (struct na_place){.file = work->section->file,
                                               .record = fields.line,
                                               .hint = "Quote fields that hold a separator"},
                             "The line has %zu fields, the header %zu", fields.count,
                             work->columns.count);
            continue;
        }
        struct na_asset_record record = {.section = work->section,
                                         .file = work->section->file,
                                         .record = fields.line,
                                         .columns = &work->columns,
                                         .forms = work->csv.forms,
                                         .form_count = work->csv.form_count,
                                         .fields = fields.fields};
        code = na_asset_row_add(compiler, &record, reterr);
        if (code != NA_OK) {
            return code;
        }
    }
}

static enum na_code read_csv(struct na_compiler *compiler, struct csv_work *work,
                             struct na_error *reterr)
{
    struct na_csv_record header;
    bool more = false;
    bool usable = false;
    size_t errors = compiler->report->errors;
    enum na_code code = na_pack_csv_next(compiler, &work->csv, &header, &more, reterr);
    if (code != NA_OK || !more) {
        if (code == NA_OK && compiler->report->errors == errors) {
            na_compile_error(compiler,
                             (struct na_place){.file = work->section->file,
                                               .hint = "The first line must name the columns"},
                             "The file is empty");
        }
        return code;
    }
    code = na_columns_read(compiler, work->section->file, header.fields, header.count, false, false,
                           &work->columns, &usable, reterr);
    return code == NA_OK && usable ? read_records(compiler, work, reterr) : code;
}

static enum na_code assets_from_csv(struct na_compiler *compiler, const struct na_section *section,
                                    struct na_error *reterr)
{
    struct csv_work work = {.section = section};
    bool usable = false;
    enum na_code code =
        na_pack_csv_open(compiler, section, section->file, &work.csv, &usable, reterr);
    if (code == NA_OK && usable) {
        code = read_csv(compiler, &work, reterr);
    }
    na_columns_fini(&work.columns);
    na_pack_csv_fini(&work.csv);
    return code;
}

/* One record of a shapefile: all attributes as texts, then the point. */
static enum na_code add_point(struct na_compiler *compiler, struct na_bundle *bundle,
                              struct na_asset_record *record, size_t i, struct na_str *fields,
                              struct na_buffer *texts, struct na_error *reterr)
{
    enum na_code code = NA_OK;
    for (size_t f = 0; code == NA_OK && f < record->columns->count; f++) {
        code = na_bundle_text(compiler, bundle, i, f, &texts[f], reterr);
        fields[f] = (struct na_str){texts[f].data, texts[f].length};
    }
    struct na_shape shape = {0};
    struct na_error error;
    if (code == NA_OK) {
        code = na_bundle_read_shape(bundle, i, &shape, &error);
        code = code == NA_OK ? NA_OK : na_fail(reterr, code, "%s", error.message);
    }
    if (code != NA_OK) {
        return code;
    }
    record->record = (int64_t)i + 1;
    if (shape.is_null || shape.vertex_count != 1) {
        na_compile_error(compiler,
                         (struct na_place){.file = bundle->name,
                                           .record = record->record,
                                           .hint = "Draw the point, or remove the record"},
                         "The record has no point");
    } else if (na_bundle_coordinates_ok(compiler, bundle, i, &shape)) {
        record->x = shape.xy[0];
        record->y = shape.xy[1];
        code = na_asset_row_add(compiler, record, reterr);
    }
    na_shape_fini(&shape);
    return code;
}

static enum na_code read_points(struct na_compiler *compiler, const struct na_section *section,
                                struct na_bundle *bundle, const struct na_columns *columns,
                                struct na_error *reterr)
{
    struct na_asset_record record = {.section = section,
                                     .file = bundle->name,
                                     .columns = columns,
                                     .has_point = true,
                                     .point_is_grid = bundle->crs == NA_PRJ_27700};
    struct na_str *fields = calloc(columns->count + 1, sizeof *fields);
    struct na_buffer *texts = calloc(columns->count + 1, sizeof *texts);
    enum na_code code = NA_OK;
    if (fields == NULL || texts == NULL) {
        code = na_fail_memory(reterr, "reading the points");
        goto done;
    }
    for (size_t f = 0; f < columns->count; f++) {
        na_buffer_init(&texts[f], (size_t)1 << 16);
    }
    record.fields = fields;
    size_t count = na_bundle_record_count(bundle);
    warn_if_empty(compiler, bundle->name, count);
    for (size_t i = 0; code == NA_OK && i < count; i++) {
        code = add_point(compiler, bundle, &record, i, fields, texts, reterr);
    }
    for (size_t f = 0; f < columns->count; f++) {
        na_buffer_fini(&texts[f]);
    }
done:
    free(fields);
    free(texts);
    return code;
}

static enum na_code assets_from_points(struct na_compiler *compiler,
                                       const struct na_section *section, struct na_error *reterr)
{
    struct na_bundle bundle;
    struct na_columns columns = {0};
    struct na_str headers[NA_SHAPE_FIELDS_MAX];
    bool usable = false;
    enum na_code code = na_bundle_open(compiler, section, &bundle, &usable, reterr);
    if (code != NA_OK || !usable) {
        goto done;
    }
    if (na_bundle_kind(&bundle) != NA_SHAPE_POINT) {
        na_compile_error(compiler,
                         (struct na_place){.file = bundle.name, .hint = "Give a layer of points"},
                         "The file does not hold points");
        goto done;
    }
    size_t count = na_bundle_field_count(&bundle);
    for (size_t f = 0; f < count; f++) {
        headers[f] = na_str_of(na_bundle_field_name(&bundle, f));
    }
    code = na_columns_read(compiler, bundle.name, headers, count, true, true, &columns, &usable,
                           reterr);
    if (code == NA_OK && usable) {
        code = read_points(compiler, section, &bundle, &columns, reterr);
    }
done:
    na_columns_fini(&columns);
    na_bundle_fini(&bundle);
    return code;
}

/* Remember the kinds of the rows from `first` on. Equal texts are stored once, so that offsets tell
 * kinds apart. */
static enum na_code note_sensitive(struct na_compiler *compiler, size_t first,
                                   struct na_error *reterr)
{
    const struct na_asset_row *rows =
        (const struct na_asset_row *)(const void *)compiler->asset_rows.data;
    size_t count = compiler->asset_rows.length / sizeof *rows;
    uint32_t last = 0;
    enum na_code code = NA_OK;
    for (size_t i = first; code == NA_OK && i < count; i++) {
        uint32_t kind = rows[i].flat.texts[NA_ASSET_KIND];
        if (kind != last) {
            code = na_buffer_append(&compiler->sensitive, &kind, sizeof kind);
            last = kind;
        }
    }
    return code == NA_OK ? NA_OK : na_fail(reterr, code, "No room for the kinds");
}

enum na_code na_compile_assets(struct na_compiler *compiler, const struct na_section *section,
                               struct na_error *reterr)
{
    size_t length = strlen(section->file);
    size_t first = compiler->asset_rows.length / sizeof(struct na_asset_row);
    bool points = length > 4 && na_text_same_fold(section->file + length - 4, ".shp");
    enum na_code code = points ? assets_from_points(compiler, section, reterr)
                               : assets_from_csv(compiler, section, reterr);
    return code == NA_OK && section->sensitive ? note_sensitive(compiler, first, reterr) : code;
}
