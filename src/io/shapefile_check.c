/* The heads of the three files and what they say of each other; records and the DBF have files of
 * their own. */
#include "io/shapefile_check.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/fail.h"
#include "io/shapefile_bytes.h"

/* Sizes in .shp and .shx are counted in 16-bit words. */
#define WORD 2u
#define SHX_ENTRY_BYTES 8u
#define MAGIC 9994u
#define VERSION 1000u

/* There, and of a length that the rest of the check can count in. */
static bool length_check(struct na_shape_checker *checker, const char *extension,
                         const unsigned char *bytes, size_t length, size_t least)
{
    struct na_shape_place place = {extension, 0, NULL};
    if (bytes == NULL || length == 0) {
        na_shape_finding(checker, NA_SEVERITY_ERROR, place,
                         "A shapefile is three files: copy the .shp, .shx and .dbf together",
                         "The file is missing or empty");
        return false;
    }
    if (length > NA_SHAPE_FILE_MAX) {
        na_shape_over_limit(checker, place, "bytes", length, NA_SHAPE_FILE_MAX);
        return false;
    }
    if (length < least) {
        na_shape_finding(checker, NA_SEVERITY_ERROR, place, NA_SHAPE_HINT_EXPORT,
                         "The file is cut off: it has %zu bytes, its header alone needs %zu",
                         length, least);
        return false;
    }
    return true;
}

/* The part of the header that .shp and .shx share. Gives the end by the file's own count. */
static bool header_check(struct na_shape_checker *checker, const char *extension,
                         const unsigned char *bytes, size_t length, size_t *ret_end)
{
    struct na_shape_place place = {extension, 0, NULL};
    uint64_t end = (uint64_t)na_get_be32(bytes + 24) * WORD;
    uint32_t version = na_get_le32(bytes + 28);
    uint32_t type = na_get_le32(bytes + 32);
    if (na_get_be32(bytes) != MAGIC || version != VERSION) {
        na_shape_finding(checker, NA_SEVERITY_ERROR, place, NA_SHAPE_HINT_EXPORT,
                         "This is not a shapefile: it starts with %" PRIu32 ", version %" PRIu32
                         ", where %u, version %u is wanted",
                         na_get_be32(bytes), version, MAGIC, VERSION);
        return false;
    }
    if (!na_shp_type_known(type)) {
        na_shape_finding(checker, NA_SEVERITY_ERROR, place, NA_SHAPE_HINT_EXPORT,
                         "Shape type %" PRIu32 " is not one of the format", type);
        return false;
    }
    if (end < NA_SHP_HEADER_BYTES || end > length) {
        na_shape_finding(checker, NA_SEVERITY_ERROR, place, NA_SHAPE_HINT_EXPORT,
                         "The header says %" PRIu64 " bytes, the file has %zu", end, length);
        return false;
    }
    if (end < length) {
        na_shape_finding(checker, NA_SEVERITY_WARNING, place, NA_SHAPE_HINT_EXPORT,
                         "%zu bytes after the end given in the header were not read",
                         length - (size_t)end);
    }
    *ret_end = (size_t)end;
    return true;
}

static bool shp_header_check(struct na_shape_checker *checker)
{
    const struct na_shape_bytes *bytes = checker->bytes;
    if (!length_check(checker, ".shp", bytes->shp, bytes->shp_length, NA_SHP_HEADER_BYTES) ||
        !header_check(checker, ".shp", bytes->shp, bytes->shp_length, &checker->shp_end)) {
        return false;
    }
    checker->type = na_get_le32(bytes->shp + 32);
    for (size_t i = 0; i < 4; i++) {
        checker->box[i] = na_get_le_double(bytes->shp + 36 + 8 * i);
    }
    return true;
}

static bool shx_header_check(struct na_shape_checker *checker)
{
    const struct na_shape_bytes *bytes = checker->bytes;
    struct na_shape_place place = {".shx", 0, NULL};
    size_t end = 0;
    if (!length_check(checker, ".shx", bytes->shx, bytes->shx_length, NA_SHP_HEADER_BYTES) ||
        !header_check(checker, ".shx", bytes->shx, bytes->shx_length, &end)) {
        return false;
    }
    if ((end - NA_SHP_HEADER_BYTES) % SHX_ENTRY_BYTES != 0) {
        na_shape_finding(checker, NA_SEVERITY_ERROR, place, NA_SHAPE_HINT_EXPORT,
                         "The header says %zu bytes, which is not a whole number of entries", end);
        return false;
    }
    checker->shx_count = (end - NA_SHP_HEADER_BYTES) / SHX_ENTRY_BYTES;
    if (checker->shx_count > NA_SHAPE_RECORDS_MAX) {
        na_shape_over_limit(checker, place, "records", checker->shx_count, NA_SHAPE_RECORDS_MAX);
        return false;
    }
    return true;
}

/* The headers of .shp and .shx against each other. */
static bool types_check(struct na_shape_checker *checker)
{
    uint32_t type = na_get_le32(checker->bytes->shx + 32);
    if (type == checker->type) {
        return true;
    }
    na_shape_finding(
        checker, NA_SEVERITY_ERROR, (struct na_shape_place){".shx", 0, NULL}, NA_SHAPE_HINT_EXPORT,
        "The shape type is %" PRIu32 ", that of the .shp is %" PRIu32, type, checker->type);
    return false;
}

/* One index entry against the end of the record before it and the record's own header. On success
 * *ret_end is the record's end. */
static bool entry_check(struct na_shape_checker *checker, size_t index, uint64_t previous_end,
                        uint64_t *ret_end)
{
    const unsigned char *entry =
        checker->bytes->shx + NA_SHP_HEADER_BYTES + SHX_ENTRY_BYTES * index;
    struct na_shape_place place = {".shx", index + 1, NULL};
    uint64_t start = (uint64_t)na_get_be32(entry) * WORD;
    uint64_t length = (uint64_t)na_get_be32(entry + 4) * WORD;
    uint64_t end = start + NA_SHP_RECORD_HEADER_BYTES + length;
    if (start < previous_end) {
        na_shape_finding(checker, NA_SEVERITY_ERROR, place, NA_SHAPE_HINT_EXPORT,
                         "The index places the record at byte %" PRIu64 ", before byte %" PRIu64
                         " where the one before it ends",
                         start, previous_end);
        return false;
    }
    if (end > checker->shp_end) {
        na_shape_finding(checker, NA_SEVERITY_ERROR, place, NA_SHAPE_HINT_EXPORT,
                         "The index places the end of the record at byte %" PRIu64
                         ", the .shp ends at byte %zu",
                         end, checker->shp_end);
        return false;
    }
    const unsigned char *header = checker->bytes->shp + start;
    place.extension = ".shp";
    if (na_get_be32(header) != index + 1) {
        na_shape_finding(checker, NA_SEVERITY_ERROR, place, NA_SHAPE_HINT_EXPORT,
                         "The record calls itself number %" PRIu32, na_get_be32(header));
        return false;
    }
    if ((uint64_t)na_get_be32(header + 4) * WORD != length) {
        na_shape_finding(checker, NA_SEVERITY_ERROR, place, NA_SHAPE_HINT_EXPORT,
                         "The record says %" PRIu64 " bytes, the index says %" PRIu64,
                         (uint64_t)na_get_be32(header + 4) * WORD, length);
        return false;
    }
    if (start > previous_end) {
        na_shape_finding(checker, NA_SEVERITY_WARNING, place, NA_SHAPE_HINT_EXPORT,
                         "%" PRIu64 " bytes in front of the record belong to no record",
                         start - previous_end);
    }
    *ret_end = end;
    return true;
}

/* Bytes after the last record of the index: remains of an edit, unless they are the next record,
 * for a record left out is an answer left out. */
static void rest_check(struct na_shape_checker *checker, size_t end)
{
    struct na_shape_place place = {".shp", 0, NULL};
    const unsigned char *rest = checker->bytes->shp + end;
    size_t length = checker->shp_end - end;
    if (length >= NA_SHP_RECORD_HEADER_BYTES && na_get_be32(rest) == checker->shx_count + 1 &&
        (uint64_t)na_get_be32(rest + 4) * WORD <= length - NA_SHP_RECORD_HEADER_BYTES) {
        na_shape_finding(checker, NA_SEVERITY_ERROR, place, NA_SHAPE_HINT_EXPORT,
                         "Record %zu is missing in the index (.shx)", checker->shx_count + 1);
        return;
    }
    na_shape_finding(checker, NA_SEVERITY_WARNING, place, NA_SHAPE_HINT_EXPORT,
                     "%zu bytes after the last record belong to no record", length);
}

/* All records by the index. A false entry ends the walk: after it nothing can be told apart. */
static void records_check(struct na_shape_checker *checker)
{
    uint64_t end = NA_SHP_HEADER_BYTES;
    for (size_t i = 0; i < checker->shx_count; i++) {
        uint64_t next = 0;
        if (!entry_check(checker, i, end, &next)) {
            return;
        }
        uint64_t content = (uint64_t)na_get_be32(checker->bytes->shx + NA_SHP_HEADER_BYTES +
                                                 SHX_ENTRY_BYTES * i + 4) *
                           WORD;
        na_shape_check_record(checker, i + 1, checker->bytes->shp + (next - content),
                              (size_t)content);
        end = next;
    }
    if (end < checker->shp_end) {
        rest_check(checker, (size_t)end);
    }
}

static void counts_check(struct na_shape_checker *checker)
{
    if (checker->dbf_count != checker->shx_count) {
        na_shape_finding(checker, NA_SEVERITY_ERROR, (struct na_shape_place){".dbf", 0, NULL},
                         NA_SHAPE_HINT_EXPORT,
                         "The table has %zu records, the index (.shx) has %zu", checker->dbf_count,
                         checker->shx_count);
    }
}

enum na_code na_shapefile_check_first(const struct na_shape_bytes *bytes, struct na_report *report,
                                      struct na_error *ret_first)
{
    struct na_shape_checker checker;
    memset(&checker, 0, sizeof checker);
    checker.bytes = bytes;
    checker.report = report;
    na_shape_stem(bytes->name, checker.stem, sizeof checker.stem);
    /* All three headers are looked at even if one is bad: a person mends them in one go. */
    bool shp = shp_header_check(&checker);
    bool shx = shx_header_check(&checker);
    bool dbf =
        length_check(&checker, ".dbf", bytes->dbf, bytes->dbf_length, NA_DBF_HEADER_BYTES + 1) &&
        na_shape_check_dbf(&checker);
    if (shx && dbf) {
        counts_check(&checker);
    }
    if (shp && shx && types_check(&checker)) {
        records_check(&checker);
    }
    if (checker.errors == 0) {
        return NA_OK;
    }
    if (ret_first != NULL) {
        *ret_first = checker.first;
    }
    return NA_ERR_DATA;
}

enum na_code na_shapefile_check(const struct na_shape_bytes *bytes, struct na_report *report)
{
    return na_shapefile_check_first(bytes, report, NULL);
}
