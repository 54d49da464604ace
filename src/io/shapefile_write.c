/* A shapefile written to disk: made in memory, checked by our own check, then written as files
 * that appear together. */
#include <stdlib.h>
#include <string.h>

#include "base/fail.h"
#include "io/file.h"
#include "io/shapefile.h"
#include "io/shapefile_check.h"
#include "io/shapefile_encode.h"

/* Longest path written, its extension included. */
#define PATH_BYTES 4096u
#define ENCODING "UTF-8"

static enum na_code layer_check(const struct na_shape_layer *layer, struct na_error *reterr)
{
    if (layer->kind != NA_SHAPE_POLYGON && layer->kind != NA_SHAPE_POINT) {
        return na_fail(reterr, NA_ERR_DATA, "Only points and polygons are written");
    }
    if (layer->field_count < 1 || layer->field_count > NA_SHAPE_FIELDS_MAX) {
        return na_fail(reterr, NA_ERR_LIMIT, "A table has 1 to %d fields, not %zu",
                       NA_SHAPE_FIELDS_MAX, layer->field_count);
    }
    if (layer->row_count > NA_SHAPE_RECORDS_MAX) {
        return na_fail(reterr, NA_ERR_LIMIT, "%zu records are more than the %d allowed",
                       layer->row_count, NA_SHAPE_RECORDS_MAX);
    }
    return NA_OK;
}

/* What would be refused when it is read is not written. */
static enum na_code bytes_check(const char *name, const struct na_buffer files[3],
                                struct na_error *reterr)
{
    struct na_shape_bytes bytes = {
        name,
        (const unsigned char *)files[0].data,
        (const unsigned char *)files[1].data,
        (const unsigned char *)files[2].data,
        files[0].length,
        files[1].length,
        files[2].length,
    };
    return na_shapefile_check_first(&bytes, NULL, reterr);
}

static enum na_code file_write(const char *path_base, const char *extension, const char *bytes,
                               size_t length, struct na_error *reterr)
{
    struct na_buffer path;
    na_buffer_init(&path, PATH_BYTES);
    enum na_code code = na_buffer_printf(&path, "%s%s", path_base, extension);
    const char *name = code == NA_OK ? na_buffer_terminate(&path) : NULL;
    if (name == NULL) {
        code = na_fail(reterr, code == NA_OK ? NA_ERR_MEMORY : code, "The path is too long");
    } else {
        code = na_file_write_atomic(name, bytes, length, reterr);
    }
    na_buffer_fini(&path);
    return code;
}

/* The .shp comes last: where it stands, all its companions do. */
static enum na_code files_write(const char *path_base, const struct na_buffer files[3],
                                const char *prj, struct na_error *reterr)
{
    enum na_code code = NA_OK;
    if (prj != NULL) {
        code = file_write(path_base, ".prj", prj, strlen(prj), reterr);
    }
    if (code == NA_OK) {
        code = file_write(path_base, ".cpg", ENCODING, strlen(ENCODING), reterr);
    }
    if (code == NA_OK) {
        code = file_write(path_base, ".dbf", files[2].data, files[2].length, reterr);
    }
    if (code == NA_OK) {
        code = file_write(path_base, ".shx", files[1].data, files[1].length, reterr);
    }
    if (code == NA_OK) {
        code = file_write(path_base, ".shp", files[0].data, files[0].length, reterr);
    }
    return code;
}

enum na_code na_shapefile_write(const char *path_base, enum na_shape_kind kind,
                                const struct na_shape_field *fields, size_t field_count,
                                const struct na_shape_row *rows, size_t row_count, const char *prj,
                                struct na_error *reterr)
{
    struct na_shape_layer layer = {kind, fields, field_count, rows, row_count};
    struct na_buffer files[3]; /* .shp, .shx, .dbf */
    for (size_t i = 0; i < 3; i++) {
        na_buffer_init(&files[i], NA_SHAPE_FILE_MAX);
    }
    const char *slash = strrchr(path_base, '/');
    const char *name = slash != NULL ? slash + 1 : path_base;
    enum na_code code = layer_check(&layer, reterr);
    if (code == NA_OK) {
        code = na_shape_encode(&layer, &files[0], &files[1], reterr);
    }
    if (code == NA_OK) {
        code = na_shape_encode_dbf(&layer, &files[2], reterr);
    }
    if (code == NA_OK) {
        code = bytes_check(name, files, reterr);
    }
    if (code == NA_OK) {
        code = files_write(path_base, files, prj, reterr);
    }
    for (size_t i = 0; i < 3; i++) {
        na_buffer_fini(&files[i]);
    }
    return code == NA_OK ? NA_OK : na_fail_at(reterr, code, name, 0, NULL, NULL);
}
