/* [wards.*] and [areas.*]: one layer of polygons. */
#include <stdlib.h>
#include <string.h>

#include "base/fail.h"
#include "compile/layer_parts.h"

/* Only reading and checking need them. */
static void release_polygons(struct na_compiler *compiler, struct na_layer_work *work)
{
    for (size_t i = 0; i < work->count; i++) {
        na_polygon_free(compiler->topology, work->rows[i].polygon);
        work->rows[i].polygon = NULL;
    }
}

static void work_fini(struct na_compiler *compiler, struct na_layer_work *work)
{
    release_polygons(compiler, work);
    for (size_t i = 0; i < work->count; i++) {
        na_shape_fini(&work->rows[i].shape);
    }
    free(work->rows);
    free(work->order);
    na_buffer_fini(&work->index);
    free(work->numbers);
    na_bundle_fini(&work->bundle);
}

/* A key for sorting rows by code; qsort has no context. */
struct code_key {
    const char *code;
    size_t row;
};

static int compare_keys(const void *a, const void *b)
{
    const struct code_key *first = a;
    const struct code_key *second = b;
    int order = strcmp(first->code, second->code);
    return order != 0 ? order : (first->row > second->row) - (first->row < second->row);
}

/* The rows in the order of their codes, those of one code in the order of the file. */
static void fill_keys(const struct na_compiler *compiler, const struct na_layer_work *work,
                      struct code_key *keys)
{
    const char *pool = compiler->writer.sections[NA_FLAT_STRINGS].data;
    for (size_t i = 0; i < work->count; i++) {
        keys[i] = (struct code_key){pool + work->rows[i].flat.code, i};
    }
    qsort(keys, work->count, sizeof *keys, compare_keys);
}

/* A row whose code an earlier one has. */
struct again {
    size_t first, row;
};

static int compare_again(const void *a, const void *b)
{
    size_t first = ((const struct again *)a)->row;
    size_t second = ((const struct again *)b)->row;
    return (first < second) - (first > second);
}

/* Take records of one area together, from the last row on, so that those that are taken out do not
 * move what is still to be looked at. */
static enum na_code merge_rows(struct na_compiler *compiler, struct na_layer_work *work,
                               struct code_key *keys, struct na_error *reterr)
{
    struct again *again = calloc(work->count + 1, sizeof *again);
    if (again == NULL) {
        return na_fail_memory(reterr, "sorting the wards");
    }
    enum na_code code = NA_OK;
    size_t count = 0;
    size_t run = 0;
    fill_keys(compiler, work, keys);
    for (size_t i = 1; i < work->count; i++) {
        if (strcmp(keys[i].code, keys[run].code) == 0) {
            again[count++] = (struct again){keys[run].row, keys[i].row};
        } else {
            run = i;
        }
    }
    qsort(again, count, sizeof *again, compare_again);
    for (size_t i = 0; i < count && code == NA_OK; i++) {
        code = na_layer_merge_pair(compiler, work, again[i].first, again[i].row, reterr);
    }
    free(again);
    return code;
}

/* Order of the codes; a code twice is a finding. */
static enum na_code sort_rows(struct na_compiler *compiler, struct na_layer_work *work,
                              struct na_error *reterr)
{
    struct code_key *keys = calloc(work->count + 1, sizeof *keys);
    work->order = calloc(work->count + 1, sizeof *work->order);
    if (keys == NULL || work->order == NULL) {
        free(keys);
        return na_fail_memory(reterr, "sorting the wards");
    }
    enum na_code code = merge_rows(compiler, work, keys, reterr);
    if (code != NA_OK) {
        free(keys);
        return code;
    }
    fill_keys(compiler, work, keys);
    for (size_t i = 0; i < work->count; i++) {
        work->order[i] = keys[i].row;
        if (i > 0 && keys[i].code[0] != '\0' && strcmp(keys[i].code, keys[i - 1].code) == 0) {
            na_compile_error(
                compiler,
                (struct na_place){.file = work->bundle.name,
                                  .record = (int64_t)work->rows[keys[i].row].record + 1,
                                  .field = na_bundle_field_name(&work->bundle, work->fields.code),
                                  .hint = "Merge the records into one multi-part "
                                          "polygon, or correct the code"},
                "The code %s is already that of record %zu", keys[i].code,
                work->rows[keys[i - 1].row].record + 1);
        }
    }
    free(keys);
    return NA_OK;
}

static bool is_polygons(struct na_compiler *compiler, const struct na_layer_work *work)
{
    if (na_bundle_kind(&work->bundle) != NA_SHAPE_POLYGON) {
        na_compile_error(
            compiler,
            (struct na_place){.file = work->bundle.name, .hint = "Give a layer of polygons"},
            "The file does not hold polygons");
        return false;
    }
    if (na_bundle_record_count(&work->bundle) == 0) {
        na_compile_error(compiler,
                         (struct na_place){.file = work->bundle.name,
                                           .hint = "Export the layer again, or remove its section"},
                         "The file has no records");
        return false;
    }
    return true;
}

enum na_code na_compile_layer(struct na_compiler *compiler, const struct na_section *section,
                              struct na_error *reterr)
{
    struct na_layer_work work = {.section = section};
    size_t errors = compiler->report->errors;
    bool usable = false;
    if (!na_is_shapefile_name(section->file) && !na_is_geojson_name(section->file) &&
        !na_is_geopackage_name(section->file) && !na_is_zip_name(section->file)) {
        na_compile_error(compiler,
                         (struct na_place){.file = "pack.ini",
                                           .record = section->line,
                                           .field = "file",
                                           .hint =
                                               "Give the .shp of a shapefile, a .geojson, a .gpkg "
                                               "or a .zip that holds one"},
                         "%s is neither a shapefile nor GeoJSON nor a GeoPackage", section->file);
        return NA_OK;
    }
    enum na_code code = na_bundle_open(compiler, section, &work.bundle, &usable, reterr);
    if (code != NA_OK || !usable || !is_polygons(compiler, &work) ||
        !na_layer_fields_find(compiler, section, &work.bundle, &work.fields)) {
        goto done;
    }
    na_compile_progress(compiler, "%s: %zu records", work.bundle.name,
                        na_bundle_record_count(&work.bundle));
    code = na_layer_read_rows(compiler, &work, reterr);
    if (code == NA_OK) {
        code = sort_rows(compiler, &work, reterr);
    }
    if (code == NA_OK) {
        code = na_layer_fill_authorities(compiler, &work, reterr);
    }
    na_bundle_release_files(&work.bundle);
    if (code == NA_OK) {
        bool coded = na_layer_check_place(compiler, &work);
        code = na_layer_note_extent(compiler, &work, coded || work.bundle.says_system, reterr);
    }
    if (code == NA_OK && section->type == NA_SECTION_WARDS && compiler->report->errors == errors) {
        code = na_layer_check_topology(compiler, &work, reterr);
    }
    release_polygons(compiler, &work);
    if (code == NA_OK && compiler->report->errors == errors) {
        code = na_layer_write(compiler, &work, reterr);
    }
done:
    work_fini(compiler, &work);
    return code;
}
