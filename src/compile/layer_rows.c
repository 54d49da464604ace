/* Records of a polygon layer: attributes, geometry, validity. */
#include <stdlib.h>
#include <string.h>

#include "base/fail.h"
#include "compile/layer_parts.h"

/* Longest code or name; ONS names stay under 60 bytes. */
#define TEXT_MAX 250

/* Attribute as a text of the flat file; 0 ("") for a field the layer has not. */
static enum na_code read_text(struct na_compiler *compiler, struct na_layer_work *work,
                              size_t record, size_t field, struct na_buffer *scratch,
                              uint32_t *ret_offset, struct na_error *reterr)
{
    *ret_offset = 0;
    if (field == NA_FIELD_NONE) {
        return NA_OK;
    }
    enum na_code code = na_bundle_text(compiler, &work->bundle, record, field, scratch, reterr);
    return code == NA_OK
               ? na_compile_text(compiler, (struct na_str){scratch->data, scratch->length},
                                 ret_offset, reterr)
               : code;
}

static enum na_code read_date(struct na_compiler *compiler, struct na_layer_work *work,
                              size_t record, size_t field, struct na_buffer *scratch,
                              int32_t *ret_days, struct na_error *reterr)
{
    *ret_days = NA_DATE_NONE;
    if (field == NA_FIELD_NONE) {
        return NA_OK;
    }
    enum na_code code = na_bundle_text(compiler, &work->bundle, record, field, scratch, reterr);
    if (code != NA_OK || scratch->length == 0) {
        return code;
    }
    if (!na_date_parse_dbf((struct na_str){scratch->data, scratch->length}, ret_days)) {
        na_compile_error(compiler,
                         (struct na_place){.file = work->bundle.name,
                                           .record = (int64_t)record + 1,
                                           .field = na_bundle_field_name(&work->bundle, field),
                                           .hint = "Write dates as YYYY-MM-DD"},
                         "Not a date");
    }
    return NA_OK;
}

static enum na_code read_attributes(struct na_compiler *compiler, struct na_layer_work *work,
                                    size_t record, struct na_buffer *scratch,
                                    struct na_error *reterr)
{
    const struct na_layer_fields *fields = &work->fields;
    struct na_flat_area *flat = &work->rows[record].flat;
    struct {
        size_t field;
        uint32_t *offset;
    } texts[] = {{fields->code, &flat->code},
                 {fields->name, &flat->name},
                 {fields->welsh, &flat->name_welsh},
                 {fields->authority_code, &flat->authority_code},
                 {fields->authority_name, &flat->authority_name}};
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
        enum na_code code =
            read_text(compiler, work, record, texts[i].field, scratch, texts[i].offset, reterr);
        if (code != NA_OK) {
            return code;
        }
        if (i < 2 && (scratch->length == 0 || scratch->length > TEXT_MAX)) {
            na_compile_error(
                compiler,
                (struct na_place){.file = work->bundle.name,
                                  .record = (int64_t)record + 1,
                                  .field = na_bundle_field_name(&work->bundle, texts[i].field),
                                  .hint = "Fill it in"},
                scratch->length == 0 ? "The field is empty" : "The text is too long");
        }
    }
    enum na_code code =
        read_date(compiler, work, record, fields->from, scratch, &flat->valid_from, reterr);
    return code == NA_OK
               ? read_date(compiler, work, record, fields->to, scratch, &flat->valid_to, reterr)
               : code;
}

/* OGC validity, save that a ring may touch itself, which ESRI allows: that is a warning with its
 * place. */
static enum na_code check_polygon(struct na_compiler *compiler, struct na_layer_work *work,
                                  struct na_layer_row *row, struct na_error *reterr)
{
    struct na_error fault;
    enum na_code code = na_polygon_check(compiler->topology, row->polygon, &fault);
    if (code == NA_ERR_DATA) {
        code = na_polygon_accept_self_touch(compiler->topology, row->polygon, reterr);
        if (code == NA_OK) {
            fault.hint[0] = '\0'; /* not the remedy of a refusal */
            (void)na_fail_at(&fault, NA_ERR_DATA, work->bundle.name, (int64_t)row->record + 1, NULL,
                             "Taken as drawn: a ring may touch itself in a point");
            na_report_add(compiler->report, NA_SEVERITY_WARNING, &fault);
        }
        return code;
    }
    if (code != NA_OK && reterr != NULL) {
        *reterr = fault;
    }
    return code;
}

/* Geometry and its validity; a fault is a finding. */
static enum na_code read_geometry(struct na_compiler *compiler, struct na_layer_work *work,
                                  size_t record, struct na_error *reterr)
{
    struct na_layer_row *row = &work->rows[record];
    struct na_error error;
    struct na_place place = {.file = work->bundle.name,
                             .record = (int64_t)record + 1,
                             .hint = "Draw the polygon, or remove the record"};
    enum na_code code = na_bundle_read_shape(&work->bundle, record, &row->shape, &error);
    if (code == NA_OK && (row->shape.is_null || row->shape.part_count == 0)) {
        na_compile_error(compiler, place, "The record has no polygon");
        return NA_OK;
    }
    if (code == NA_OK) {
        bool placed = false;
        code =
            na_bundle_settle_shape(compiler, &work->bundle, record, &row->shape, &placed, &error);
        if (code == NA_OK && !placed) {
            return NA_OK;
        }
    }
    if (code == NA_OK) {
        code = na_polygon_new(compiler->topology, &row->shape, &row->polygon, &error);
    }
    if (code == NA_OK) {
        code = check_polygon(compiler, work, row, &error);
    }
    if (code == NA_ERR_MEMORY) {
        return na_fail(reterr, code, "%s", error.message);
    }
    if (code != NA_OK) {
        (void)na_fail_at(&error, code, work->bundle.name, (int64_t)record + 1, NULL,
                         "Repair the polygon, for instance in QGIS with Fix geometries");
        na_report_add(compiler->report, NA_SEVERITY_ERROR, &error);
    }
    return NA_OK;
}

enum na_code na_layer_read_rows(struct na_compiler *compiler, struct na_layer_work *work,
                                struct na_error *reterr)
{
    size_t count = na_bundle_record_count(&work->bundle);
    struct na_buffer scratch;
    na_buffer_init(&scratch, (size_t)1 << 16);
    work->rows = calloc(count, sizeof *work->rows);
    if (work->rows == NULL) {
        return na_fail_memory(reterr, "reading the polygons");
    }
    enum na_code code = NA_OK;
    work->bundle.is_layer = true;
    for (size_t i = 0; code == NA_OK && i < count; i++) {
        work->count = i + 1;
        work->rows[i].record = i;
        code = read_attributes(compiler, work, i, &scratch, reterr);
        if (code == NA_OK) {
            code = read_geometry(compiler, work, i, reterr);
        }
    }
    if (code == NA_OK && work->bundle.misplaced > 1) {
        na_compile_error(compiler,
                         (struct na_place){.file = work->bundle.name,
                                           .hint = "Correct the .prj or crs =, or export the layer "
                                                   "again"},
                         "%zu of %zu records contradict the coordinate system",
                         work->bundle.misplaced, count);
    }
    na_buffer_fini(&scratch);
    return code;
}
