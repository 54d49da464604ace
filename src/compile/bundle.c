/* A shapefile or GeoJSON file of the pack: its bytes, coordinate system and encoding. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/fail.h"
#include "compile/compiler.h"

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
        bool found = bundle->is_zipped && parts[i].file->length > 0;
        if (found) {
            continue;
        }
        bool there = sibling(compiler, bundle->name, parts[i].extension, name, sizeof name);
        if (bundle->is_zipped || (!there && i > 0)) {
            na_compile_error(compiler,
                             (struct na_place){.file = name,
                                               .hint = "A shapefile is three files: copy the .shp, "
                                                       ".shx and .dbf together"},
                             "The file is missing or empty");
            *ret_found = false;
            continue;
        }
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

static enum na_code copy_file(const struct na_file *from, struct na_file *ret_file,
                              struct na_error *reterr)
{
    unsigned char *bytes = malloc(from->length);
    if (bytes == NULL) {
        return na_fail_memory(reterr, "reading a zip file");
    }
    memcpy(bytes, from->bytes, from->length);
    *ret_file = (struct na_file){bytes, from->length};
    return NA_OK;
}

/* Content of a side file, or nothing when it is not there. */
static enum na_code read_side(struct na_compiler *compiler, const struct na_section *section,
                              const struct na_bundle *bundle, const char *extension,
                              struct na_file *ret_file, bool *ret_found, struct na_error *reterr)
{
    char name[256];
    if (bundle->is_zipped) {
        const struct na_file *part = strcmp(extension, ".prj") == 0 ? &bundle->prj : &bundle->cpg;
        *ret_found = part->length > 0;
        return *ret_found ? copy_file(part, ret_file, reterr) : NA_OK;
    }
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
    bundle->says_system = has_prj;
    code = na_bundle_decide_system(compiler, section, bundle, has_prj ? &prj : NULL, ret_usable,
                                   reterr);
    na_file_free(&prj);
    return code;
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

/* What RFC 7946 fixes, the section may repeat but not contradict. */
static bool section_allows_geojson(struct na_compiler *compiler, const struct na_section *section,
                                   const struct na_bundle *bundle)
{
    struct na_place place = {.file = "pack.ini", .record = section->line};
    size_t errors = compiler->report->errors;
    if (section->crs != 0 && section->crs != 4326 && !na_is_geopackage_name(bundle->name)) {
        place.field = "crs";
        place.hint = "Remove crs =, or give a shapefile";
        na_compile_error(compiler, place, "GeoJSON is in WGS84 by its standard");
    }
    if (section->has_encoding && section->encoding != NA_ENCODING_UTF8) {
        place.field = "encoding";
        place.hint = "Remove encoding =";
        na_compile_error(compiler, place, "GeoJSON is in UTF-8 by its standard");
    }
    return compiler->report->errors == errors;
}

/* A layer of a GeoPackage instead of its bytes, as the GeoJSON of its polygons in its own system.
 */
static enum na_code take_package(struct na_compiler *compiler, const struct na_section *section,
                                 struct na_bundle *bundle, bool *ret_good, struct na_error *reterr)
{
    char path[4096];
    struct na_buffer text;
    struct na_error error = {.message = ""};
    int epsg = 0;
    const struct na_tables_formats *formats = compiler->options->formats;
    na_buffer_init(&text, NA_SHAPE_FILE_MAX);
    enum na_code code =
        formats == NULL
            ? na_fail(&error, NA_ERR_DATA, "A GeoPackage is read by nearaid compile alone")
        : bundle->is_zipped
            ? na_path_join(path, sizeof path, "", bundle->spooled, &error)
            : na_path_join(path, sizeof path, compiler->pack_dir, bundle->name, &error);
    if (code == NA_OK) {
        bool names_file = bundle->is_zipped && na_zip_is_wanted(bundle->name, section->sheet);
        const struct na_sheet_wanted wanted = {
            path, section->sheet[0] != '\0' && !names_file ? section->sheet : NULL};
        code = formats->geopackage_polygons(&wanted, &text, &epsg, &error);
    }
    *ret_good = code == NA_OK;
    if (code == NA_OK) {
        na_file_free(&bundle->shp);
        bundle->shp.length = text.length;
        bundle->shp.bytes = na_buffer_take(&text);
        code = na_bundle_take_epsg(compiler, section, bundle, epsg, ret_good, reterr);
    } else if (code == NA_ERR_MEMORY) {
        code = na_fail(reterr, code, "%s", error.message);
    } else {
        (void)na_text_copy(error.file, sizeof error.file, bundle->name);
        na_report_add(compiler->report, NA_SEVERITY_ERROR, &error);
        code = NA_OK;
    }
    na_buffer_fini(&text);
    return code;
}

static enum na_code open_geojson(struct na_compiler *compiler, const struct na_section *section,
                                 struct na_bundle *bundle, bool *ret_usable,
                                 struct na_error *reterr)
{
    bool found = false;
    *ret_usable = false;
    if (!section_allows_geojson(compiler, section, bundle)) {
        return NA_OK;
    }
    enum na_code code = NA_OK;
    if (!bundle->is_zipped) {
        code = na_compile_read(compiler, section->full, bundle->name, NA_SHAPE_FILE_MAX,
                               &bundle->shp, &found, reterr);
        if (code != NA_OK || !found) {
            return code;
        }
    }
    bundle->crs = NA_PRJ_4326;
    bundle->system = na_system_of_epsg(4326);
    bundle->encoding = NA_ENCODING_UTF8;
    bundle->says_system = true;
    struct na_error error;
    if (na_is_geopackage_name(bundle->name)) {
        code = take_package(compiler, section, bundle, &found, reterr);
        if (code != NA_OK || !found) {
            return code;
        }
    }
    code = na_geojson_open(bundle->name,
                           (struct na_str){(const char *)bundle->shp.bytes, bundle->shp.length},
                           compiler->report, &bundle->geojson, &error);
    *ret_usable = code == NA_OK;
    return code == NA_OK || code == NA_ERR_DATA ? NA_OK
                                                : na_fail(reterr, code, "%s", error.message);
}

static enum na_code open_shapefile(struct na_compiler *compiler, const struct na_section *section,
                                   struct na_bundle *bundle, bool *ret_usable,
                                   struct na_error *reterr)
{
    size_t errors = compiler->report->errors;
    bool go_on = false;
    enum na_code code = read_triple(compiler, section, bundle, &go_on, reterr);
    if (code == NA_OK && go_on) {
        struct na_error error;
        code = na_shapefile_open(&bundle->bytes, compiler->report, &bundle->shapefile, &error);
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
        code = find_crs(compiler, section, bundle, &go_on, reterr);
    }
    if (code == NA_OK && go_on) {
        code = find_encoding(compiler, section, bundle, reterr);
    }
    *ret_usable = code == NA_OK && go_on && compiler->report->errors == errors;
    return code;
}

enum na_code na_bundle_open(struct na_compiler *compiler, const struct na_section *section,
                            struct na_bundle *ret_bundle, bool *ret_usable, struct na_error *reterr)
{
    memset(ret_bundle, 0, sizeof *ret_bundle);
    *ret_usable = false;
    if (!na_text_copy(ret_bundle->name, sizeof ret_bundle->name - 8, section->file)) {
        na_compile_error(compiler, (struct na_place){.file = "pack.ini", .record = section->line},
                         "The file name is too long");
        return NA_OK;
    }
    enum na_code code = NA_OK;
    bool good = true;
    if (na_is_zip_name(section->file)) {
        code = na_bundle_unzip(compiler, section, ret_bundle, &good, reterr);
        if (code != NA_OK || !good) {
            return code;
        }
    }
    bool objects = na_is_geojson_name(ret_bundle->name) || na_is_geopackage_name(ret_bundle->name);
    code = objects ? open_geojson(compiler, section, ret_bundle, ret_usable, reterr)
                   : open_shapefile(compiler, section, ret_bundle, ret_usable, reterr);
    if (*ret_usable) {
        na_compile_source_records(compiler,
                                  ret_bundle->is_zipped ? section->file : ret_bundle->name,
                                  na_bundle_record_count(ret_bundle));
    }
    return code;
}

void na_bundle_release_files(struct na_bundle *bundle)
{
    na_shapefile_free(bundle->shapefile);
    na_geojson_free(bundle->geojson);
    na_file_free(&bundle->shp);
    na_file_free(&bundle->shx);
    na_file_free(&bundle->dbf);
    na_file_free(&bundle->prj);
    na_file_free(&bundle->cpg);
    bundle->shapefile = NULL;
    bundle->geojson = NULL;
}

void na_bundle_fini(struct na_bundle *bundle)
{
    na_bundle_release_files(bundle);
    na_proj_way_free(bundle->way);
    if (bundle->spooled[0] != '\0') {
        (void)unlink(bundle->spooled);
    }
    memset(bundle, 0, sizeof *bundle);
}
