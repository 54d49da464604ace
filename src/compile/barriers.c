/* [barriers.*]: lines, and outlines of polygons, that a straight line may cross. */
#include <string.h>

#include "base/fail.h"
#include "compile/fields.h"
#include "geo/densify.h"

/* Longest name, as of a ward. */
#define NAME_MAX_BYTES 250

/* One file of barriers under way. */
struct work {
    const struct na_section *section;
    struct na_bundle bundle;
    size_t name_field;
    struct na_buffer scratch; /* an attribute, or the vertices of one part */
};

static bool is_lines(struct na_compiler *compiler, const struct work *work)
{
    enum na_shape_kind kind = na_bundle_kind(&work->bundle);
    if (kind == NA_SHAPE_LINE || kind == NA_SHAPE_POLYGON) {
        return true;
    }
    na_compile_error(
        compiler,
        (struct na_place){.file = work->bundle.name, .hint = "Give a layer of lines or polygons"},
        "The file holds neither lines nor polygons");
    return false;
}

static enum na_code add_barrier(struct na_compiler *compiler, struct work *work, size_t record,
                                uint32_t *ret_number, struct na_error *reterr)
{
    struct na_flat_barrier barrier = {.name = 0};
    enum na_code code = NA_OK;
    if (work->name_field != NA_FIELD_NONE) {
        code = na_bundle_text(compiler, &work->bundle, record, work->name_field, &work->scratch,
                              reterr);
        if (code == NA_OK && work->scratch.length > NAME_MAX_BYTES) {
            na_compile_error(compiler,
                             (struct na_place){.file = work->bundle.name,
                                               .record = (int64_t)record + 1,
                                               .hint = "Use at most 250 bytes"},
                             "The name is too long");
        }
        if (code == NA_OK) {
            code =
                na_compile_text(compiler, (struct na_str){work->scratch.data, work->scratch.length},
                                &barrier.name, reterr);
        }
    }
    if (code == NA_OK) {
        code = na_compile_text(compiler, na_str_of(work->section->kind), &barrier.kind, reterr);
    }
    if (code == NA_OK) {
        code = na_compile_text(compiler, na_str_of(work->section->id), &barrier.layer, reterr);
    }
    if (code == NA_OK) {
        *ret_number = (uint32_t)na_flat_writer_count(&compiler->writer, NA_FLAT_BARRIERS);
        code = na_flat_writer_add(&compiler->writer, NA_FLAT_BARRIERS, &barrier);
        code = code == NA_OK ? NA_OK : na_fail(reterr, code, "No room for the barriers");
    }
    return code;
}

/* The edges of one part, in lon/lat; equal neighbours make none. */
static enum na_code add_part(struct na_compiler *compiler, struct work *work, uint32_t number,
                             const double *xy, size_t count, struct na_error *reterr)
{
    na_buffer_clear(&work->scratch);
    enum na_code code = work->bundle.crs == NA_PRJ_27700
                            ? na_densify_ring(compiler->crs, xy, count, &work->scratch, reterr)
                            : na_buffer_append(&work->scratch, xy, count * 2 * sizeof *xy);
    const double *lonlat = (const double *)(const void *)work->scratch.data;
    size_t vertices = work->scratch.length / (2 * sizeof *lonlat);
    for (size_t i = 1; code == NA_OK && i < vertices; i++) {
        const double *at = lonlat + 2 * (i - 1);
        struct na_edge edge = {{at[0], at[1]}, {at[2], at[3]}, number, 0};
        if (memcmp(at, at + 2, 2 * sizeof *at) != 0) {
            code = na_buffer_append(&compiler->barrier_edges, &edge, sizeof edge);
            code = code == NA_OK ? NA_OK : na_fail(reterr, code, "No room for the barriers");
        }
    }
    return code;
}

static enum na_code add_parts(struct na_compiler *compiler, struct work *work, size_t record,
                              const struct na_shape *shape, struct na_error *reterr)
{
    uint32_t number = 0;
    struct na_error error = {.message = ""};
    enum na_code code = add_barrier(compiler, work, record, &number, reterr);
    if (code != NA_OK) {
        return code;
    }
    for (size_t p = 0; code == NA_OK && p < shape->part_count; p++) {
        size_t first = shape->part_starts[p];
        code = add_part(compiler, work, number, shape->xy + 2 * first,
                        shape->part_starts[p + 1] - first, &error);
    }
    if (code == NA_ERR_OUTSIDE) {
        (void)na_fail_at(&error, code, work->bundle.name, (int64_t)record + 1, NULL,
                         "The line must lie where the transformation reaches");
        na_report_add(compiler->report, NA_SEVERITY_ERROR, &error);
        return NA_OK;
    }
    return code == NA_OK ? NA_OK : na_fail(reterr, code, "%s", error.message);
}

static enum na_code add_record(struct na_compiler *compiler, struct work *work, size_t record,
                               struct na_error *reterr)
{
    struct na_shape shape;
    enum na_code code = na_bundle_read_shape(&work->bundle, record, &shape, reterr);
    if (code != NA_OK) {
        return code;
    }
    bool placed = false;
    if (shape.is_null) {
        na_compile_error(compiler,
                         (struct na_place){.file = work->bundle.name,
                                           .record = (int64_t)record + 1,
                                           .hint = "Remove the record, or draw it"},
                         "The record has no geometry");
    } else {
        code = na_bundle_settle_shape(compiler, &work->bundle, record, &shape, &placed, reterr);
    }
    if (code == NA_OK && placed) {
        code = add_parts(compiler, work, record, &shape, reterr);
    }
    na_shape_fini(&shape);
    return code;
}

enum na_code na_compile_barriers(struct na_compiler *compiler, const struct na_section *section,
                                 struct na_error *reterr)
{
    struct work work = {.section = section};
    bool usable = false;
    if (!na_is_shapefile_name(section->file) && !na_is_zip_name(section->file)) {
        na_compile_error(compiler,
                         (struct na_place){.file = "pack.ini",
                                           .record = section->line,
                                           .field = "file",
                                           .hint = "Give the .shp of a shapefile, or a .zip that "
                                                   "holds one"},
                         "%s is not a shapefile", section->file);
        return NA_OK;
    }
    na_buffer_init(&work.scratch, NA_FLAT_LIMIT);
    enum na_code code = na_bundle_open(compiler, section, &work.bundle, &usable, reterr);
    if (code != NA_OK || !usable || !is_lines(compiler, &work) ||
        !na_barrier_field_find(compiler, section, &work.bundle, &work.name_field)) {
        goto done;
    }
    size_t records = na_bundle_record_count(&work.bundle);
    na_compile_progress(compiler, "%s: %zu records", work.bundle.name, records);
    for (size_t i = 0; code == NA_OK && i < records; i++) {
        code = add_record(compiler, &work, i, reterr);
    }
done:
    na_bundle_fini(&work.bundle);
    na_buffer_fini(&work.scratch);
    return code;
}

enum na_code na_compile_barrier_edges(struct na_compiler *compiler, struct na_error *reterr)
{
    if (na_flat_writer_count(&compiler->writer, NA_FLAT_BARRIERS) == 0) {
        return NA_OK;
    }
    const struct na_buffer *edges = &compiler->barrier_edges;
    return na_edge_set_build((const struct na_edge *)(const void *)edges->data,
                             edges->length / sizeof(struct na_edge),
                             &compiler->writer.sections[NA_FLAT_BARRIER_EDGES], reterr);
}
