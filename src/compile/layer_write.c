/* A checked layer into the flat file: areas, rings, vertices, its two indexes. */
#include <float.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/fail.h"
#include "compile/layer_parts.h"
#include "geo/area_index.h"
#include "geo/densify.h"
#include "geo/rings.h"

/* Taken when neither the pack nor the file's name tells: the coarsest of ONS's products, so that
 * nothing is called certain that may not be. */
#define UNKNOWN_TOLERANCE_M 500.0

/* What one layer's writing needs besides the work itself. */
struct layer_write {
    struct na_compiler *compiler;
    struct na_layer_work *work;
    bool is_grid;                    /* the polygons are in EPSG:27700 */
    struct na_area_builder *builder; /* NULL: the index is made */
    size_t added;                    /* vertices */
    struct na_error *reterr;
};

static enum na_code no_room(struct na_error *reterr, enum na_code code)
{
    return code == NA_OK ? NA_OK : na_fail(reterr, code, "No room for the compiled file");
}

/* Append the lon/lat pairs of one ring to `to`. */
static enum na_code ring_to_lonlat(struct layer_write *write, const double *xy, size_t count,
                                   struct na_buffer *to)
{
    return write->is_grid
               ? na_densify_ring(write->compiler->crs, xy, count, to, write->reterr)
               : no_room(write->reterr, na_buffer_append(to, xy, count * 2 * sizeof *xy));
}

static void grow_box(struct na_flat_area *flat, struct na_ring_view ring)
{
    for (size_t i = 0; i < ring.count; i++) {
        flat->west = fmin(flat->west, ring.xy[2 * i]);
        flat->east = fmax(flat->east, ring.xy[2 * i]);
        flat->south = fmin(flat->south, ring.xy[2 * i + 1]);
        flat->north = fmax(flat->north, ring.xy[2 * i + 1]);
    }
}

/* Store one ring, shells counter-clockwise and holes clockwise. Until the index is made, and with
 * it where its vertices are, it says which of those added they are, and whether to turn them. */
static enum na_code store_ring(struct layer_write *write, struct na_ring_view ring, bool is_hole,
                               size_t first_added)
{
    struct na_flat_writer *writer = &write->compiler->writer;
    bool turn = (na_ring_signed_area(ring) > 0) == is_hole;
    struct na_flat_ring flat = {.first_span = first_added,
                                .span_count = turn,
                                .vertex_count = (uint32_t)ring.count,
                                .layer = (uint32_t)na_flat_writer_count(writer, NA_FLAT_LAYERS),
                                .is_hole = is_hole};
    return no_room(write->reterr, na_flat_writer_add(writer, NA_FLAT_RINGS, &flat));
}

/* The spans of a ring that store_ring has stored; `numbers`: of each vertex added, where it is. */
static enum na_code span_ring(struct na_flat_writer *writer, const uint32_t *numbers,
                              struct na_flat_ring *ring)
{
    bool turn = ring->span_count != 0;
    uint32_t last = ring->vertex_count - 1;
    struct na_flat_span span = {0, 0};
    uint32_t length = 0;
    enum na_code code = NA_OK;
    numbers += ring->first_span;
    ring->first_span = na_flat_writer_count(writer, NA_FLAT_SPANS);
    for (uint32_t i = 0; i < last && code == NA_OK; i++) {
        uint32_t number = numbers[turn ? last - i : i];
        bool down = (span.from & NA_FLAT_SPAN_DOWN) != 0;
        if (length == 1 && number + 1 == span.vertex) {
            span.from |= NA_FLAT_SPAN_DOWN;
            length++;
            continue;
        }
        if (length > 0 && number == (down ? span.vertex - length : span.vertex + length)) {
            length++;
            continue;
        }
        code = length > 0 ? na_flat_writer_add(writer, NA_FLAT_SPANS, &span) : NA_OK;
        span = (struct na_flat_span){number, i};
        length = 1;
    }
    if (code == NA_OK) {
        code = na_flat_writer_add(writer, NA_FLAT_SPANS, &span);
    }
    ring->span_count =
        (uint32_t)(na_flat_writer_count(writer, NA_FLAT_SPANS) - (size_t)ring->first_span);
    return code;
}

/* Rings of one area in lon/lat: `bytes` holds them one after the other, `views` where. */
static enum na_code area_rings(struct layer_write *write, const struct na_shape *shape,
                               struct na_buffer *bytes, struct na_ring_view *views)
{
    size_t *starts = calloc(shape->part_count + 1, sizeof *starts);
    if (starts == NULL) {
        return na_fail_memory(write->reterr, "writing the polygons");
    }
    enum na_code code = NA_OK;
    for (size_t p = 0; code == NA_OK && p < shape->part_count; p++) {
        size_t first = shape->part_starts[p];
        starts[p] = bytes->length;
        code =
            ring_to_lonlat(write, shape->xy + 2 * first, shape->part_starts[p + 1] - first, bytes);
    }
    starts[shape->part_count] = bytes->length;
    for (size_t p = 0; code == NA_OK && p < shape->part_count; p++) {
        views[p].xy = (const double *)(const void *)(bytes->data + starts[p]);
        views[p].count = (starts[p + 1] - starts[p]) / (2 * sizeof(double));
    }
    free(starts);
    return code;
}

static enum na_code store_area(struct layer_write *write, uint32_t area, struct na_flat_area *flat,
                               const struct na_ring_view *views, size_t count)
{
    struct na_flat_writer *writer = &write->compiler->writer;
    size_t *order = calloc(count, sizeof *order);
    size_t *added = calloc(count, sizeof *added);
    bool *is_hole = calloc(count, sizeof *is_hole);
    enum na_code code = NA_ERR_MEMORY;
    if (order == NULL || added == NULL || is_hole == NULL) {
        (void)na_fail_memory(write->reterr, "writing the polygons");
        goto done;
    }
    code = no_room(write->reterr, na_rings_order(views, count, order, is_hole));
    flat->first_ring = na_flat_writer_count(writer, NA_FLAT_RINGS);
    flat->ring_count = (uint32_t)count;
    flat->west = flat->south = DBL_MAX;
    flat->east = flat->north = -DBL_MAX;
    for (size_t i = 0; code == NA_OK && i < count; i++) {
        added[i] = write->added;
        write->added += views[i].count;
        if (write->builder != NULL) {
            code = na_area_builder_add_ring(write->builder, area, views[i].xy, views[i].count,
                                            write->reterr);
        }
    }
    for (size_t i = 0; code == NA_OK && i < count; i++) {
        grow_box(flat, views[order[i]]);
        code = store_ring(write, views[order[i]], is_hole[order[i]], added[order[i]]);
    }
    if (code == NA_OK) {
        code = no_room(write->reterr, na_flat_writer_add(writer, NA_FLAT_AREAS, flat));
    }
done:
    free(order);
    free(added);
    free(is_hole);
    return code;
}

static enum na_code write_area(struct layer_write *write, uint32_t area)
{
    struct na_layer_row *row = &write->work->rows[write->work->order[area]];
    struct na_buffer bytes;
    na_buffer_init(&bytes, NA_FLAT_LIMIT);
    struct na_ring_view *views = calloc(row->shape.part_count, sizeof *views);
    enum na_code code = NA_ERR_MEMORY;
    if (views == NULL) {
        (void)na_fail_memory(write->reterr, "writing the polygons");
    } else {
        code = area_rings(write, &row->shape, &bytes, views);
    }
    if (code == NA_OK) {
        code = store_area(write, area, &row->flat, views, row->shape.part_count);
    }
    free(views);
    na_buffer_fini(&bytes);
    return na_fail_at(write->reterr, code, code == NA_OK ? NULL : write->work->bundle.name,
                      (int64_t)row->record + 1, NULL, NULL);
}

enum na_code na_layer_add_rings(const struct na_layer_work *work, uint32_t area,
                                struct na_area_builder *builder, struct na_error *reterr)
{
    const struct na_layer_row *row = &work->rows[work->order[area]];
    const struct na_shape *shape = &row->shape;
    enum na_code code = NA_OK;
    for (size_t p = 0; code == NA_OK && p < shape->part_count; p++) {
        size_t first = shape->part_starts[p];
        code = na_area_builder_add_ring(builder, area, shape->xy + 2 * first,
                                        shape->part_starts[p + 1] - first, reterr);
    }
    return na_fail_at(reterr, code, code == NA_OK ? NULL : work->bundle.name,
                      (int64_t)row->record + 1, NULL, NULL);
}

static enum na_code add_on_grid(struct layer_write *write, uint32_t area)
{
    return write->builder != NULL
               ? na_layer_add_rings(write->work, area, write->builder, write->reterr)
               : NA_OK;
}

/* Append the index to its section: as it is made, or of the rings that were added. */
static enum na_code append_index(struct layer_write *write, struct na_buffer *section,
                                 uint32_t **ret_numbers)
{
    struct na_layer_work *work = write->work;
    if (write->builder != NULL) {
        return na_area_builder_finish(write->builder, section, ret_numbers, write->reterr);
    }
    enum na_code code =
        no_room(write->reterr, na_buffer_append(section, work->index.data, work->index.length));
    na_buffer_fini(&work->index);
    if (ret_numbers != NULL) {
        *ret_numbers = work->numbers;
        work->numbers = NULL;
    }
    return code;
}

/* The index of every area that `add` adds, as they came or transformed. */
static enum na_code write_index(struct layer_write *write,
                                enum na_code add(struct layer_write *write, uint32_t area),
                                bool as_they_came, uint64_t *ret_offset, uint64_t *ret_length,
                                uint32_t **ret_numbers)
{
    struct na_buffer *section = &write->compiler->writer.sections[NA_FLAT_INDEXES];
    uint32_t count = (uint32_t)write->work->count;
    enum na_code code = as_they_came && write->work->index.length > 0
                            ? NA_OK
                            : na_area_builder_new(count, &write->builder, write->reterr);
    for (uint32_t i = 0; code == NA_OK && i < count; i++) {
        code = add(write, i);
    }
    if (code == NA_OK) {
        code = no_room(write->reterr, na_buffer_align(section, NA_FLAT_ALIGNMENT));
    }
    *ret_offset = section->length;
    if (code == NA_OK) {
        code = append_index(write, section, ret_numbers);
    }
    *ret_length = section->length - *ret_offset;
    na_area_builder_free(write->builder);
    write->builder = NULL;
    return code;
}

/* Areas with their rings, and the index that has their vertices. */
static enum na_code write_areas(struct layer_write *write, struct na_flat_layer *layer)
{
    struct na_flat_writer *writer = &write->compiler->writer;
    size_t first_ring = na_flat_writer_count(writer, NA_FLAT_RINGS);
    uint32_t *numbers = NULL;
    layer->first_area = (uint32_t)na_flat_writer_count(writer, NA_FLAT_AREAS);
    enum na_code code = write_index(write, write_area, !write->is_grid, &layer->lonlat_offset,
                                    &layer->lonlat_length, &numbers);
    struct na_flat_ring *rings = (void *)writer->sections[NA_FLAT_RINGS].data;
    size_t end = na_flat_writer_count(writer, NA_FLAT_RINGS);
    for (size_t r = first_ring; r < end && code == NA_OK; r++) {
        code = no_room(write->reterr, span_ring(writer, numbers, &rings[r]));
    }
    free(numbers);
    return code;
}

static double tolerance_m(struct na_compiler *compiler, const struct na_layer_work *work,
                          const char *generalisation)
{
    if (!isnan(work->section->tolerance_m)) {
        return work->section->tolerance_m;
    }
    if (generalisation[0] != '\0') {
        return na_generalisation_tolerance_m(generalisation);
    }
    if (work->section->type == NA_SECTION_AREAS) {
        return 0; /* drawn by hand: the drawing is the definition */
    }
    na_compile_warning(
        compiler,
        (struct na_place){.file = work->bundle.name,
                          .hint = "Add tolerance_m = or generalisation = to its section"},
        "How far its boundaries are generalised is unknown: 500 m is taken");
    return UNKNOWN_TOLERANCE_M;
}

static enum na_code write_layer_texts(struct layer_write *write, const char *generalisation,
                                      struct na_flat_layer *layer)
{
    const struct na_section *section = write->work->section;
    const char *kind = section->type == NA_SECTION_WARDS ? "ward" : section->kind;
    struct {
        const char *text;
        uint32_t *offset;
    } texts[] = {{section->id, &layer->id},
                 {kind, &layer->kind},
                 {section->file, &layer->file},
                 {generalisation, &layer->generalisation}};
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
        enum na_code code = na_compile_text(write->compiler, na_str_of(texts[i].text),
                                            texts[i].offset, write->reterr);
        if (code != NA_OK) {
            return code;
        }
    }
    return NA_OK;
}

static enum na_code write_layer(struct layer_write *write)
{
    const struct na_section *section = write->work->section;
    const char *generalisation = section->generalisation[0] != '\0'
                                     ? section->generalisation
                                     : na_generalisation_find(write->work->bundle.name);
    if (generalisation[0] == '\0') {
        generalisation = na_generalisation_find(section->file); /* the zip file's own name */
    }
    struct na_flat_layer layer = {.role = section->type == NA_SECTION_WARDS ? NA_LAYER_WARDS
                                                                            : NA_LAYER_AREAS,
                                  .is_grid = write->is_grid,
                                  .valid_from = section->valid_from,
                                  .valid_to = section->valid_to,
                                  .area_count = (uint32_t)write->work->count};
    enum na_code code = write_areas(write, &layer);
    if (code == NA_OK && write->is_grid) {
        code = write_index(write, add_on_grid, true, &layer.grid_offset, &layer.grid_length, NULL);
    }
    if (code == NA_OK) {
        /* What the transformation may move is as if it were drawn so. */
        layer.tolerance_m =
            tolerance_m(write->compiler, write->work, generalisation) +
            (write->work->bundle.way != NULL ? write->work->bundle.system->accuracy_m : 0);
        code = write_layer_texts(write, generalisation, &layer);
    }
    if (code == NA_OK) {
        code = no_room(write->reterr,
                       na_flat_writer_add(&write->compiler->writer, NA_FLAT_LAYERS, &layer));
    }
    return code;
}

/* Is what happened a fault of the data, to be reported with all others? */
static enum na_code as_finding(struct na_compiler *compiler, enum na_code code,
                               struct na_error *error, const char *file, struct na_error *reterr)
{
    if (code == NA_ERR_OUTSIDE || (code == NA_ERR_LIMIT && error->record > 0)) {
        (void)na_fail_at(error, code, file, 0, NULL,
                         "The polygon must lie where the transformation reaches");
        na_report_add(compiler->report, NA_SEVERITY_ERROR, error);
        return NA_OK;
    }
    if (code != NA_OK && reterr != NULL) {
        *reterr = *error;
    }
    return na_fail_at(reterr, code, code == NA_OK ? NULL : file, 0, NULL, NULL);
}

enum na_code na_layer_write(struct na_compiler *compiler, struct na_layer_work *work,
                            struct na_error *reterr)
{
    struct na_error error;
    memset(&error, 0, sizeof error);
    struct layer_write write = {.compiler = compiler,
                                .work = work,
                                .is_grid = work->bundle.crs == NA_PRJ_27700,
                                .reterr = &error};
    return as_finding(compiler, write_layer(&write), &error, work->bundle.name, reterr);
}
