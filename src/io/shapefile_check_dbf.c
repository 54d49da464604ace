/* The check of a table (.dbf): its header, its fields and the length of its rows, before shapelib
 * reads a byte of it. */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "io/shapefile_bytes.h"
#include "io/shapefile_check.h"

#define NAME_BYTES 11u
#define FIELDS_END 0x0Du
#define FILE_END 0x1Au

/* The table under check. */
struct table {
    struct na_shape_checker *checker;
    const unsigned char *bytes;
    size_t length;
    size_t header_length;
    size_t record_length;
    size_t record_count;
    size_t field_count;
};

static struct na_shape_place whole_file(void)
{
    return (struct na_shape_place){".dbf", 0, NULL};
}

/* First bytes of dBASE III and IV, FoxPro and Visual FoxPro tables: they share the layout of the
 * field descriptors. dBASE II (02) and 7 (04, 8C) do not. */
static bool version_check(const struct table *table)
{
    static const unsigned char known[] = {0x03, 0x30, 0x31, 0x32, 0x43, 0x63,
                                          0x83, 0x8B, 0xCB, 0xF5, 0xFB};
    if (memchr(known, table->bytes[0], sizeof known) != NULL) {
        return true;
    }
    na_shape_finding(table->checker, NA_SEVERITY_ERROR, whole_file(), NA_SHAPE_HINT_EXPORT,
                     "The first byte is %02X, which is not that of a dBASE III or IV table",
                     (unsigned int)table->bytes[0]);
    return false;
}

/* Copy of a field's name for messages: the bytes before its NUL, made printable. */
static void field_name(const struct table *table, size_t field, char *to, size_t size)
{
    const unsigned char *descriptor =
        table->bytes + NA_DBF_HEADER_BYTES + NA_DBF_FIELD_BYTES * field;
    size_t used = 0;
    while (used + 1 < size && used < NAME_BYTES && descriptor[used] != 0) {
        to[used] =
            descriptor[used] >= 0x20 && descriptor[used] < 0x7F ? (char)descriptor[used] : '?';
        used++;
    }
    to[used] = '\0';
}

static bool header_check(struct table *table)
{
    table->record_count = na_get_le32(table->bytes + 4);
    table->header_length = na_get_le16(table->bytes + 8);
    table->record_length = na_get_le16(table->bytes + 10);
    if (table->record_count > NA_SHAPE_RECORDS_MAX) {
        na_shape_over_limit(table->checker, whole_file(), "records", table->record_count,
                            NA_SHAPE_RECORDS_MAX);
        return false;
    }
    if (table->header_length <= NA_DBF_HEADER_BYTES || table->header_length > table->length) {
        na_shape_finding(table->checker, NA_SEVERITY_ERROR, whole_file(), NA_SHAPE_HINT_EXPORT,
                         "The header calls itself %zu bytes long, the file has %zu",
                         table->header_length, table->length);
        return false;
    }
    return true;
}

/* Early versions of shapelib ended the list with a line feed, as the last byte of the header. */
static bool old_end(const struct table *table, size_t at)
{
    return at + 1 == table->header_length && table->bytes[at] == '\n';
}

/* Count the descriptors up to their end mark. */
static bool fields_count(struct table *table)
{
    size_t at = NA_DBF_HEADER_BYTES;
    while (at < table->header_length && table->bytes[at] != FIELDS_END && !old_end(table, at)) {
        at += NA_DBF_FIELD_BYTES;
        table->field_count++;
    }
    if (at >= table->header_length) {
        na_shape_finding(table->checker, NA_SEVERITY_ERROR, whole_file(), NA_SHAPE_HINT_EXPORT,
                         "The list of fields has no end mark (0D)");
        return false;
    }
    if (table->field_count > NA_SHAPE_FIELDS_MAX) {
        na_shape_over_limit(table->checker, whole_file(), "fields", table->field_count,
                            NA_SHAPE_FIELDS_MAX);
        return false;
    }
    return true;
}

static void field_check(const struct table *table, size_t field)
{
    const unsigned char *descriptor =
        table->bytes + NA_DBF_HEADER_BYTES + NA_DBF_FIELD_BYTES * field;
    char name[NAME_BYTES + 1];
    field_name(table, field, name, sizeof name);
    struct na_shape_place place = {".dbf", 0, name};
    if (name[0] == '\0') {
        na_shape_finding(table->checker, NA_SEVERITY_ERROR, whole_file(), NA_SHAPE_HINT_EXPORT,
                         "Field %zu has no name", field + 1);
    }
    if (descriptor[11] == 0 || strchr("CNFDLMBGPQTVWYIO@+0X", descriptor[11]) == NULL) {
        na_shape_finding(table->checker, NA_SEVERITY_ERROR, place, NA_SHAPE_HINT_EXPORT,
                         "Field %zu has a type (%02X) that is not one of the format", field + 1,
                         (unsigned int)descriptor[11]);
    }
    for (size_t other = 0; other < field; other++) {
        char before[NAME_BYTES + 1];
        field_name(table, other, before, sizeof before);
        if (na_text_same_fold(name, before)) {
            na_shape_finding(table->checker, NA_SEVERITY_ERROR, place,
                             "Rename one of the two fields and export the layer again",
                             "Fields %zu and %zu have the same name", other + 1, field + 1);
            return;
        }
    }
}

/* Widths against the record's length, then the records against the file's. */
static bool lengths_check(const struct table *table)
{
    size_t width = 1;
    for (size_t i = 0; i < table->field_count; i++) {
        width += table->bytes[NA_DBF_HEADER_BYTES + NA_DBF_FIELD_BYTES * i + 16];
    }
    if (width != table->record_length) {
        na_shape_finding(table->checker, NA_SEVERITY_ERROR, whole_file(), NA_SHAPE_HINT_EXPORT,
                         "The widths of the fields make records of %zu bytes, the header says %zu",
                         width, table->record_length);
        return false;
    }
    uint64_t end = table->header_length + (uint64_t)table->record_count * table->record_length;
    if (end > table->length) {
        na_shape_finding(table->checker, NA_SEVERITY_ERROR, whole_file(), NA_SHAPE_HINT_EXPORT,
                         "The file is cut off: %zu records need %" PRIu64 " bytes, it has %zu",
                         table->record_count, end, table->length);
        return false;
    }
    if (table->length - end > 1 || (table->length > end && table->bytes[end] != FILE_END)) {
        na_shape_finding(table->checker, NA_SEVERITY_WARNING, whole_file(), NA_SHAPE_HINT_EXPORT,
                         "%" PRIu64 " bytes after the last record were not read",
                         table->length - end);
    }
    return true;
}

static void deletions_check(const struct table *table)
{
    for (size_t i = 0; i < table->record_count; i++) {
        unsigned char flag = table->bytes[table->header_length + i * table->record_length];
        struct na_shape_place place = {".dbf", i + 1, NULL};
        if (flag == '*') {
            na_shape_finding(table->checker, NA_SEVERITY_ERROR, place,
                             "Remove deleted records for good: ogrinfo layer.dbf -sql \"REPACK "
                             "layer\", or export the layer again",
                             "The record is marked as deleted, but its shape is still there");
        } else if (flag != ' ') {
            na_shape_finding(table->checker, NA_SEVERITY_ERROR, place, NA_SHAPE_HINT_EXPORT,
                             "The record starts with byte %02X instead of a blank: the table is "
                             "damaged or its header does not fit it",
                             (unsigned int)flag);
            return;
        }
    }
}

static bool all_stars(const unsigned char *at, size_t width)
{
    for (size_t i = 0; i < width; i++) {
        if (at[i] != '*') {
            return false;
        }
    }
    return width > 0;
}

/* Stars in a number: too wide for its field, or (GDAL) no value. Only a warning, because
 * nobody may want the field; a program that reads it is refused. */
static void stars_check(const struct table *table)
{
    size_t offset = 1;
    for (size_t field = 0; field < table->field_count; field++) {
        const unsigned char *descriptor =
            table->bytes + NA_DBF_HEADER_BYTES + NA_DBF_FIELD_BYTES * field;
        bool number = descriptor[11] == 'N' || descriptor[11] == 'F';
        const unsigned char *at = table->bytes + table->header_length + offset;
        for (size_t i = 0; number && i < table->record_count; i++) {
            if (all_stars(at + i * table->record_length, descriptor[16])) {
                char name[NAME_BYTES + 1];
                field_name(table, field, name, sizeof name);
                na_shape_finding(table->checker, NA_SEVERITY_WARNING,
                                 (struct na_shape_place){".dbf", i + 1, name},
                                 "Widen the field or fill in the value if this field is needed",
                                 "The number did not fit its field or has no value (stars)");
                break;
            }
        }
        offset += descriptor[16];
    }
}

bool na_shape_check_dbf(struct na_shape_checker *checker)
{
    struct table table = {checker, checker->bytes->dbf, checker->bytes->dbf_length, 0, 0, 0, 0};
    if (!version_check(&table) || !header_check(&table) || !fields_count(&table)) {
        return false;
    }
    for (size_t i = 0; i < table.field_count; i++) {
        field_check(&table, i);
    }
    if (!lengths_check(&table)) {
        return false;
    }
    deletions_check(&table);
    stars_check(&table);
    checker->dbf_count = table.record_count;
    return true;
}
