/* A shapefile of the pack: its bytes, coordinate system and encoding. */
#include <math.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/fail.h"
#include "data/compile_private.h"

/* "wards.shp" and ".dbf" to "wards.dbf", or "wards.DBF" when only that is there. */
static bool sibling(const struct na_compiler *compiler, const char *name, const char *extension,
                    char *ret_name, size_t size)
{
    size_t stem = strlen(name) - 4;
    bool found = false;
    for (int upper = 0; upper < 2 && !found; upper++) {
        char path[4096];
        (void)snprintf(ret_name, size, "%.*s%s", (int)stem, name, extension);
        for (char *c = ret_name + stem; upper == 1 && *c != '\0'; c++) {
            *c = *c >= 'a' && *c <= 'z' ? (char)(*c - 'a' + 'A') : *c;
        }
        found = na_path_join(path, sizeof path, compiler->pack_dir, ret_name, NULL) == NA_OK &&
                access(path, F_OK) == 0;
    }
    if (!found) {
        (void)snprintf(ret_name, size, "%.*s%s", (int)stem, name, extension);
    }
    return found;
}

static enum na_code read_triple(struct na_compiler *compiler, const struct na_section *section,
                                struct na_bundle *bundle, bool *ret_found, struct na_error *reterr)
{
    struct {
        const char *extension;
        struct na_file *file;
    } parts[] = {{".shp", &bundle->shp}, {".shx", &bundle->shx}, {".dbf", &bundle->dbf}};
    *ret_found = true;
    for (size_t i = 0; i < 3; i++) {
        char name[256];
        bool found = false;
        (void)sibling(compiler, bundle->name, parts[i].extension, name, sizeof name);
        enum na_code code = na_compile_read(compiler, section->full, name, NA_SHAPE_FILE_MAX,
                                            parts[i].file, &found, reterr);
        if (code != NA_OK) {
            return code;
        }
        *ret_found = *ret_found && found;
    }
    bundle->bytes = (struct na_shape_bytes){.name = bundle->name,
                                            .shp = bundle->shp.bytes,
                                            .shx = bundle->shx.bytes,
                                            .dbf = bundle->dbf.bytes,
                                            .shp_length = bundle->shp.length,
                                            .shx_length = bundle->shx.length,
                                            .dbf_length = bundle->dbf.length};
    return NA_OK;
}

/* Content of a side file, or nothing when it is not there. */
static enum na_code read_side(struct na_compiler *compiler, const struct na_section *section,
                              const struct na_bundle *bundle, const char *extension,
                              struct na_file *ret_file, bool *ret_found, struct na_error *reterr)
{
    char name[256];
    *ret_found = sibling(compiler, bundle->name, extension, name, sizeof name);
    if (!*ret_found) {
        return NA_OK;
    }
    return na_compile_read(compiler, section->full, name, (size_t)64 * 1024, ret_file, ret_found,
                           reterr);
}

static enum na_code find_crs(struct na_compiler *compiler, const struct na_section *section,
                             struct na_bundle *bundle, bool *ret_usable, struct na_error *reterr)
{
    struct na_file prj = {NULL, 0};
    bool has_prj = false;
    enum na_code code = read_side(compiler, section, bundle, ".prj", &prj, &has_prj, reterr);
    if (code != NA_OK) {
        return code;
    }
    enum na_prj said =
        has_prj ? na_prj_recognise((const char *)prj.bytes, prj.length) : NA_PRJ_UNKNOWN;
    na_file_free(&prj);
    enum na_prj named = section->crs == NA_CRS_27700  ? NA_PRJ_27700
                        : section->crs == NA_CRS_4326 ? NA_PRJ_4326
                                                      : NA_PRJ_UNKNOWN;
    struct na_place place = {.file = bundle->name, .field = ".prj"};
    *ret_usable = false;
    if (said == NA_PRJ_UNKNOWN && named == NA_PRJ_UNKNOWN) {
        place.hint =
            "Add crs = EPSG:27700 or crs = EPSG:4326 to its section, if that is what it is";
        na_compile_error(compiler, place, "%s",
                         has_prj ? "The .prj is neither British National Grid nor WGS84"
                                 : "There is no .prj, so the coordinate system is unknown");
        return NA_OK;
    }
    if (said != NA_PRJ_UNKNOWN && named != NA_PRJ_UNKNOWN && said != named) {
        place.hint = "Remove crs = from the section, or the wrong .prj";
        na_compile_error(compiler, place,
                         "The .prj says another coordinate system than crs = does");
        return NA_OK;
    }
    bundle->crs = said != NA_PRJ_UNKNOWN ? said : named;
    *ret_usable = true;
    return NA_OK;
}

static enum na_code find_encoding(struct na_compiler *compiler, const struct na_section *section,
                                  struct na_bundle *bundle, struct na_error *reterr)
{
    bundle->encoding = section->has_encoding ? section->encoding : NA_ENCODING_UTF8;
    struct na_file cpg = {NULL, 0};
    bool has_cpg = false;
    enum na_code code = read_side(compiler, section, bundle, ".cpg", &cpg, &has_cpg, reterr);
    if (code != NA_OK || !has_cpg) {
        return code;
    }
    struct na_str text = na_str_trim((struct na_str){(const char *)cpg.bytes, cpg.length});
    if (!section->has_encoding && !na_encoding_recognise(text, &bundle->encoding)) {
        na_compile_error(compiler,
                         (struct na_place){.file = bundle->name,
                                           .field = ".cpg",
                                           .hint = "Add encoding = UTF-8 or CP1252 to its section"},
                         "The encoding the .cpg names is not known");
    }
    na_file_free(&cpg);
    return NA_OK;
}

enum na_code na_bundle_open(struct na_compiler *compiler, const struct na_section *section,
                            struct na_bundle *ret_bundle, bool *ret_usable, struct na_error *reterr)
{
    memset(ret_bundle, 0, sizeof *ret_bundle);
    *ret_usable = false;
    size_t errors = compiler->report->errors;
    if (!na_text_copy(ret_bundle->name, sizeof ret_bundle->name - 8, section->file)) {
        na_compile_error(compiler, (struct na_place){.file = "pack.ini", .record = section->line},
                         "The file name is too long");
        return NA_OK;
    }
    bool go_on = false;
    enum na_code code = read_triple(compiler, section, ret_bundle, &go_on, reterr);
    if (code == NA_OK && go_on) {
        struct na_error error;
        code =
            na_shapefile_open(&ret_bundle->bytes, compiler->report, &ret_bundle->shapefile, &error);
        if (code != NA_OK && code != NA_ERR_MEMORY) {
            if (compiler->report->errors == errors) {
                na_report_add(compiler->report, NA_SEVERITY_ERROR, &error);
            }
            return NA_OK;
        }
        if (code != NA_OK) {
            return na_fail(reterr, code, "%s", error.message);
        }
    }
    if (code == NA_OK && go_on) {
        code = find_crs(compiler, section, ret_bundle, &go_on, reterr);
    }
    if (code == NA_OK && go_on) {
        code = find_encoding(compiler, section, ret_bundle, reterr);
    }
    *ret_usable = code == NA_OK && go_on && compiler->report->errors == errors;
    if (*ret_usable) {
        na_compile_source_records(compiler, ret_bundle->name,
                                  na_shapefile_record_count(ret_bundle->shapefile));
    }
    return code;
}

void na_bundle_fini(struct na_bundle *bundle)
{
    na_shapefile_free(bundle->shapefile);
    na_file_free(&bundle->shp);
    na_file_free(&bundle->shx);
    na_file_free(&bundle->dbf);
    memset(bundle, 0, sizeof *bundle);
}

enum na_code na_bundle_text(struct na_compiler *compiler, struct na_bundle *bundle, size_t record,
                            size_t field, struct na_buffer *to, struct na_error *reterr)
{
    struct na_str raw = {NULL, 0};
    struct na_error error;
    na_buffer_clear(to);
    enum na_code code = na_shapefile_read_text(bundle->shapefile, record, field, &raw, &error);
    if (code == NA_OK) {
        code = na_encoding_to_utf8(bundle->encoding, na_str_trim(raw), to, NULL);
        if (code == NA_ERR_DATA) {
            na_buffer_clear(to);
            na_compile_error(
                compiler,
                (struct na_place){.file = bundle->name,
                                  .record = (int64_t)record + 1,
                                  .field = na_shapefile_field_name(bundle->shapefile, field),
                                  .hint = "Add a .cpg file or encoding = to its section"},
                "The text is not in the encoding taken for it");
            code = NA_OK;
        }
    } else if (code == NA_ERR_DATA) {
        na_report_add(compiler->report, NA_SEVERITY_ERROR, &error);
        code = NA_OK;
    }
    if (code != NA_OK || na_buffer_terminate(to) == NULL) {
        return na_fail(reterr, code != NA_OK ? code : NA_ERR_MEMORY, "Cannot read an attribute");
    }
    return NA_OK;
}

bool na_bundle_coordinates_ok(struct na_compiler *compiler, const struct na_bundle *bundle,
                              size_t record, const struct na_shape *shape)
{
    bool is_grid = bundle->crs == NA_PRJ_27700;
    bool degrees_like = is_grid && shape->vertex_count > 0;
    struct na_place place = {.file = bundle->name,
                             .record = (int64_t)record + 1,
                             .hint = "Correct the .prj or crs =, or export the layer again"};
    for (size_t i = 0; i < shape->vertex_count; i++) {
        double x = shape->xy[2 * i];
        double y = shape->xy[2 * i + 1];
        bool inside =
            is_grid ? x >= 0 && x <= NA_GRID_EASTING_MAX_M && y >= 0 && y <= NA_GRID_NORTHING_MAX_M
                    : fabs(x) <= 180 && fabs(y) <= 90;
        degrees_like = degrees_like && fabs(x) <= 180 && fabs(y) <= 90;
        if (!inside && !(is_grid && fabs(x) <= 180 && fabs(y) <= 90)) {
            na_compile_error(compiler, place,
                             "Coordinates %.3f %.3f contradict the coordinate system (%s)", x, y,
                             is_grid ? "British National Grid" : "degrees of WGS84");
            return false;
        }
    }
    if (degrees_like) {
        na_compile_error(compiler, place,
                         "The coordinates look like degrees, but the coordinate system is British "
                         "National Grid");
        return false;
    }
    return true;
}
