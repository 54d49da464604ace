/* What every part of the check of a shapefile says with: findings, and what types there are. */
#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/fail.h"
#include "io/shapefile_check.h"

static void finding_add(struct na_shape_checker *checker, enum na_severity severity,
                        struct na_shape_place place, struct na_error *what, const char *hint)
{
    char file[sizeof checker->stem + 8];
    (void)snprintf(file, sizeof file, "%s%s", checker->stem, place.extension);
    (void)na_fail_at(what, what->code, file, (int64_t)place.record, place.field, hint);
    if (severity == NA_SEVERITY_ERROR) {
        if (checker->errors == 0) {
            checker->first = *what;
        }
        checker->errors++;
    }
    if (checker->report != NULL) {
        na_report_add(checker->report, severity, what);
    }
}

void na_shape_finding(struct na_shape_checker *checker, enum na_severity severity,
                      struct na_shape_place place, const char *hint, const char *format, ...)
{
    struct na_error what;
    char message[sizeof what.message];
    va_list args;
    va_start(args, format);
    (void)vsnprintf(message, sizeof message, format, args);
    va_end(args);
    (void)na_fail(&what, NA_ERR_DATA, "%s", message);
    finding_add(checker, severity, place, &what, hint);
}

void na_shape_over_limit(struct na_shape_checker *checker, struct na_shape_place place,
                         const char *what, uint64_t found, uint64_t limit)
{
    struct na_error error;
    (void)na_fail(&error, NA_ERR_LIMIT, "%" PRIu64 " %s are more than the %" PRIu64 " allowed",
                  found, what, limit);
    finding_add(checker, NA_SEVERITY_ERROR, place, &error, "Split the layer into smaller files");
}

bool na_shp_type_known(uint32_t type)
{
    static const unsigned char known[] = {
        NA_SHP_NULL,         NA_SHP_POINT,     NA_SHP_LINE,   NA_SHP_POLYGON,
        NA_SHP_MULTIPOINT,   NA_SHP_POINT_Z,   NA_SHP_LINE_Z, NA_SHP_POLYGON_Z,
        NA_SHP_MULTIPOINT_Z, NA_SHP_POINT_M,   NA_SHP_LINE_M, NA_SHP_POLYGON_M,
        NA_SHP_MULTIPOINT_M, NA_SHP_MULTIPATCH};
    for (size_t i = 0; i < sizeof known; i++) {
        if (type == known[i]) {
            return true;
        }
    }
    return false;
}

enum na_shp_type na_shp_type_plain(uint32_t type)
{
    return type == NA_SHP_MULTIPATCH ? NA_SHP_MULTIPATCH : (enum na_shp_type)(type % 10);
}

void na_shape_stem(const char *name, char *to, size_t size)
{
    struct na_str stem = na_str_of(name != NULL ? name : "shapefile");
    if (stem.length >= 4 && stem.bytes[stem.length - 4] == '.') {
        stem.length -= 4;
    }
    (void)na_text_copy_str(to, size, stem);
}
