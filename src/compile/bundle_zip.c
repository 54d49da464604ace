/* The one layer of a zip file, as publishers send them: its parts are read into memory and never
 * unpacked under the names that the archive gives them. A GeoPackage, which SQLite wants as a file,
 * is put into a temporary one without a name of the archive's. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/fail.h"
#include "compile/compiler.h"
#include "tables/bytes.h"

#define PIECE ((size_t)1 << 20)
/* Layers that are named when there are several. */
#define NAMED_MOST 6

struct unzip {
    const struct na_tables_formats *formats;
    struct na_zip *zip;
    const struct na_section *section;
    char names[400]; /* of the layers there are */
    size_t layers;
    size_t layer; /* the member that is taken */
    bool is_chosen;
};

bool na_is_zip_name(const char *name)
{
    size_t length = strlen(name);
    return length > 4 && na_text_same_fold(name + length - 4, ".zip");
}

static const char *base_of(const char *name)
{
    const char *slash = strrchr(name, '/');
    return slash != NULL ? slash + 1 : name;
}

/* Is the member what sheet = says, with or without its ending? */
bool na_zip_is_wanted(const char *member, const char *sheet)
{
    const char *base = base_of(member);
    const char *dot = strrchr(base, '.');
    size_t stem = dot != NULL ? (size_t)(dot - base) : strlen(base);
    return na_text_same_fold(base, sheet) ||
           (strlen(sheet) == stem && strncmp(base, sheet, stem) == 0);
}

/* Which members are layers, and which of them is meant. */
static void choose(struct unzip *unzip)
{
    const char *sheet = unzip->section->sheet;
    size_t used = 0;
    for (size_t i = 0; i < unzip->formats->zip_count(unzip->zip); i++) {
        struct na_zip_member member;
        unzip->formats->zip_member(unzip->zip, i, &member);
        const char *base = base_of(member.name);
        bool layer =
            na_is_shapefile_name(base) || na_is_geojson_name(base) || na_is_geopackage_name(base);
        if (!layer || base[0] == '.' || strncmp(member.name, "__MACOSX/", 9) == 0) {
            continue;
        }
        if (unzip->layers < NAMED_MOST && used + 100 < sizeof unzip->names) {
            used += (size_t)snprintf(unzip->names + used, sizeof unzip->names - used, "%s%.60s",
                                     used > 0 ? ", " : "", base);
        }
        unzip->layers++;
        if (!unzip->is_chosen && sheet[0] != '\0' && na_zip_is_wanted(member.name, sheet)) {
            unzip->is_chosen = true;
            unzip->layer = i;
        } else if (unzip->layers == 1) {
            unzip->layer = i;
        }
    }
    unzip->is_chosen = unzip->is_chosen || unzip->layers == 1;
}

static enum na_code read_all(const struct unzip *unzip, size_t member, struct na_buffer *to,
                             struct na_error *reterr)
{
    struct na_bytes bytes = {NULL, NULL, NULL};
    bool ended = false;
    enum na_code code = unzip->formats->zip_read(unzip->zip, member, &bytes, reterr);
    while (code == NA_OK && !ended) {
        code = na_bytes_fill(&bytes, to->length + PIECE, to, &ended, reterr);
    }
    na_bytes_close(&bytes);
    return code;
}

static enum na_code read_part(const struct unzip *unzip, size_t member, struct na_file *ret_file,
                              struct na_error *reterr)
{
    struct na_buffer all;
    na_buffer_init(&all, NA_SHAPE_FILE_MAX);
    enum na_code code = read_all(unzip, member, &all, reterr);
    if (code == NA_OK) {
        ret_file->length = all.length;
        ret_file->bytes = na_buffer_take(&all);
    }
    na_buffer_fini(&all);
    return code;
}

/* The parts of a shapefile: those that have its name, whatever the case of their endings. */
static enum na_code read_shapefile(const struct unzip *unzip, const char *layer,
                                   struct na_bundle *bundle, struct na_error *reterr)
{
    struct {
        const char *extension;
        struct na_file *file;
    } parts[] = {{"shp", &bundle->shp},
                 {"shx", &bundle->shx},
                 {"dbf", &bundle->dbf},
                 {"prj", &bundle->prj},
                 {"cpg", &bundle->cpg}};
    size_t stem = strlen(layer) - 3;
    enum na_code code = NA_OK;
    for (size_t i = 0; i < unzip->formats->zip_count(unzip->zip) && code == NA_OK; i++) {
        struct na_zip_member member;
        unzip->formats->zip_member(unzip->zip, i, &member);
        for (size_t p = 0; p < sizeof parts / sizeof parts[0] && code == NA_OK; p++) {
            bool part = strlen(member.name) == stem + 3 && strncmp(member.name, layer, stem) == 0 &&
                        na_text_same_fold(member.name + stem, parts[p].extension);
            if (part && parts[p].file->bytes == NULL) {
                code = read_part(unzip, i, parts[p].file, reterr);
            }
        }
    }
    return code;
}

/* The GeoPackage into a file that is removed by who reads it. */
static enum na_code spool(const struct unzip *unzip, struct na_bundle *bundle,
                          struct na_error *reterr)
{
    const char *folder = getenv("TMPDIR");
    struct na_file file = {NULL, 0};
    (void)snprintf(bundle->spooled, sizeof bundle->spooled, "%.200s/nearaid-layer-XXXXXX",
                   folder != NULL && folder[0] != '\0' ? folder : "/tmp");
    int fd = mkstemp(bundle->spooled);
    if (fd < 0) {
        enum na_code failed = na_fail_errno(reterr, errno, "make a temporary file", folder);
        bundle->spooled[0] = '\0';
        return failed;
    }
    enum na_code code = read_part(unzip, unzip->layer, &file, reterr);
    for (size_t at = 0; at < file.length && code == NA_OK;) {
        ssize_t put = write(fd, file.bytes + at, file.length - at);
        if (put < 0 && errno != EINTR) {
            code = na_fail_errno(reterr, errno, "write a temporary file", bundle->spooled);
        }
        at += put > 0 ? (size_t)put : 0;
    }
    na_file_free(&file);
    (void)close(fd);
    return code;
}

static enum na_code take_layer(struct unzip *unzip, struct na_bundle *bundle,
                               struct na_error *reterr)
{
    struct na_zip_member member;
    choose(unzip);
    if (!unzip->is_chosen) {
        (void)na_fail(reterr, NA_ERR_DATA, "The zip file holds %s%s",
                      unzip->layers == 0 ? "no layer: no .shp, .geojson or .gpkg" : "several: ",
                      unzip->names);
        return na_fail_at(reterr, NA_ERR_DATA, unzip->section->file, 0, NULL,
                          unzip->layers == 0 ? "Name the file that holds the layer"
                                             : "Add to its section: sheet = and the name of one");
    }
    unzip->formats->zip_member(unzip->zip, unzip->layer, &member);
    int used = snprintf(bundle->name, sizeof bundle->name - 8, "%s: %s", unzip->section->file,
                        member.name);
    if (used < 0 || (size_t)used >= sizeof bundle->name - 8) {
        return na_fail(reterr, NA_ERR_DATA, "The names in the zip file are too long");
    }
    bundle->is_zipped = true;
    return na_is_shapefile_name(member.name) ? read_shapefile(unzip, member.name, bundle, reterr)
           : na_is_geopackage_name(member.name)
               ? spool(unzip, bundle, reterr)
               : read_part(unzip, unzip->layer, &bundle->shp, reterr);
}

enum na_code na_bundle_unzip(struct na_compiler *compiler, const struct na_section *section,
                             struct na_bundle *bundle, bool *ret_good, struct na_error *reterr)
{
    char path[4096];
    struct na_error error = {.message = ""};
    struct na_file whole = {NULL, 0};
    struct unzip unzip = {.formats = compiler->options->formats, .section = section};
    *ret_good = false;
    /* Once as it is, for its digest. */
    enum na_code code = na_compile_read(compiler, section->full, section->file, NA_SHAPE_FILE_MAX,
                                        &whole, ret_good, reterr);
    na_file_free(&whole);
    if (code != NA_OK || !*ret_good) {
        return code;
    }
    code = unzip.formats == NULL
               ? na_fail(&error, NA_ERR_DATA, "A zip file is read by nearaid compile alone")
               : na_path_join(path, sizeof path, compiler->pack_dir, section->file, &error);
    code = code == NA_OK ? unzip.formats->zip_open(path, &unzip.zip, &error) : code;
    code = code == NA_OK ? take_layer(&unzip, bundle, &error) : code;
    if (unzip.zip != NULL) {
        unzip.formats->zip_free(unzip.zip);
    }
    *ret_good = code == NA_OK;
    if (code == NA_OK || code == NA_ERR_MEMORY) {
        return code == NA_OK ? NA_OK : na_fail(reterr, code, "%s", error.message);
    }
    if (error.file[0] == '\0') {
        (void)na_text_copy(error.file, sizeof error.file, section->file);
    }
    na_report_add(compiler->report, NA_SEVERITY_ERROR, &error);
    return NA_OK;
}

static bool holds_table(const struct unzip *unzip)
{
    static const char *const ends[] = {"csv", "tsv", "lsx"};
    bool holds = false;
    for (size_t i = 0; i < unzip->formats->zip_count(unzip->zip); i++) {
        struct na_zip_member member;
        unzip->formats->zip_member(unzip->zip, i, &member);
        size_t length = strlen(member.name);
        for (size_t e = 0; e < sizeof ends / sizeof ends[0] && length > 3; e++) {
            holds = holds || na_text_same_fold(member.name + length - 3, ends[e]);
        }
    }
    return holds;
}

bool na_zip_holds_shapefile(const struct na_compiler *compiler, const struct na_section *section)
{
    char path[4096];
    struct unzip unzip = {.formats = compiler->options->formats, .section = section};
    if (!na_is_zip_name(section->file) || unzip.formats == NULL ||
        na_path_join(path, sizeof path, compiler->pack_dir, section->file, NULL) != NA_OK ||
        unzip.formats->zip_open(path, &unzip.zip, NULL) != NA_OK) {
        return false;
    }
    struct na_zip_member member = {.name = ""};
    choose(&unzip);
    if (unzip.is_chosen) {
        unzip.formats->zip_member(unzip.zip, unzip.layer, &member);
    }
    bool holds = na_is_shapefile_name(member.name) && !holds_table(&unzip);
    unzip.formats->zip_free(unzip.zip);
    return holds;
}
