/* Records of a shapefile or GeoJSON file of the pack. */
#include <string.h>

#include "base/fail.h"
#include "compile/compiler.h"

static bool ends_with(const char *name, const char *extension)
{
    size_t length = strlen(name);
    size_t end = strlen(extension);
    return length > end && na_text_same_fold(name + length - end, extension);
}

bool na_is_shapefile_name(const char *name)
{
    return ends_with(name, ".shp");
}

bool na_is_geojson_name(const char *name)
{
    return ends_with(name, ".geojson") || ends_with(name, ".json");
}

bool na_is_geopackage_name(const char *name)
{
    return ends_with(name, ".gpkg");
}

enum na_shape_kind na_bundle_kind(const struct na_bundle *bundle)
{
    /* What is not a polygon is refused feature by feature. */
    return bundle->geojson != NULL ? NA_SHAPE_POLYGON : na_shapefile_kind(bundle->shapefile);
}

size_t na_bundle_record_count(const struct na_bundle *bundle)
{
    return bundle->geojson != NULL ? na_geojson_feature_count(bundle->geojson)
                                   : na_shapefile_record_count(bundle->shapefile);
}

size_t na_bundle_field_count(const struct na_bundle *bundle)
{
    return bundle->geojson != NULL ? na_geojson_property_count(bundle->geojson)
                                   : na_shapefile_field_count(bundle->shapefile);
}

const char *na_bundle_field_name(const struct na_bundle *bundle, size_t field)
{
    return bundle->geojson != NULL ? na_geojson_property_name(bundle->geojson, field)
                                   : na_shapefile_field_name(bundle->shapefile, field);
}

enum na_code na_bundle_read_shape(struct na_bundle *bundle, size_t record,
                                  struct na_shape *ret_shape, struct na_error *reterr)
{
    return bundle->geojson != NULL
               ? na_geojson_read_shape(bundle->geojson, record, ret_shape, reterr)
               : na_shapefile_read_shape(bundle->shapefile, record, ret_shape, reterr);
}

enum na_code na_bundle_text(struct na_compiler *compiler, struct na_bundle *bundle, size_t record,
                            size_t field, struct na_buffer *to, struct na_error *reterr)
{
    struct na_str raw = {NULL, 0};
    struct na_error error;
    na_buffer_clear(to);
    enum na_code code =
        bundle->geojson != NULL
            ? na_geojson_read_text(bundle->geojson, record, field, &raw, &error)
            : na_shapefile_read_text(bundle->shapefile, record, field, &raw, &error);
    if (code == NA_OK) {
        code = na_encoding_to_utf8(bundle->encoding, na_str_trim(raw), to, NULL);
        if (code == NA_ERR_DATA) {
            na_buffer_clear(to);
            na_compile_error(
                compiler,
                (struct na_place){.file = bundle->name,
                                  .record = (int64_t)record + 1,
                                  .field = na_bundle_field_name(bundle, field),
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
