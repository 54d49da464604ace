/* A short table of first bytes, then a look at the first object of a JSON text. Files that people
 * do send and that we do not read have a row as well, which says what to do with them. */
#include "tables/kind.h"

#include <string.h>

#include "io/json_scan.h"

#define JSON_DEPTH NA_JSON_SCAN_DEPTH_MAX

struct magic {
    const char *bytes;
    size_t length, at;
    const char *what, *remedy;
};

#define AS_CSV "Save it as CSV, or as an Excel workbook (.xlsx)"
#define UNPACK "Unpack it and name the files in it"
#define CONVERT "Convert it to CSV or GeoPackage, for example with ogr2ogr"

static const struct magic others[] = {
    {"NEARAID", 8, 0, "a compiled pack (.nad)", "Give it by --snapshot; rows are in other files"},
    {"PAR1", 4, 0, "a Parquet file", "Write it as CSV, for example with pandas: to_csv"},
    {"ARROW1", 6, 0, "an Arrow file", "Write it as CSV, for example with pandas: to_csv"},
    {"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", 8, 0,
     "an old Excel workbook or Word document (.xls, .doc)", AS_CSV},
    {"%PDF", 4, 0, "a PDF", "Ask for the table itself, as CSV or Excel workbook"},
    {"{\\rtf", 5, 0, "a rich text document (.rtf)", AS_CSV},
    {"\0\0\x27\x0A", 4, 0, "a shapefile (.shp)", CONVERT},
    {"fgb\x03", 4, 0, "a FlatGeobuf file", CONVERT},
    {"RDX", 3, 0, "an R data file", "Write it as CSV, for example with write.csv"},
    {"7z\xBC\xAF\x27\x1C", 6, 0, "a 7z archive", UNPACK},
    {"Rar!", 4, 0, "a RAR archive", UNPACK},
    {"\x28\xB5\x2F\xFD", 4, 0, "a Zstandard file (.zst)", UNPACK},
    {"BZh", 3, 0, "a bzip2 file (.bz2)", UNPACK},
    {"\xFD"
     "7zXZ",
     5, 0, "an xz file (.xz)", UNPACK},
    {"ustar", 5, 257, "a tar archive", UNPACK},
    {"\x89PNG", 4, 0, "a picture", AS_CSV},
    {"\xFF\xD8\xFF", 3, 0, "a picture", AS_CSV},
    {"<?xml", 5, 0, "XML (KML, GML, GPX or a web page)", CONVERT},
    {"<kml", 4, 0, "KML", CONVERT},
    {"<html", 5, 0, "a web page (HTML)", AS_CSV},
    {"<!DOCTYPE html", 14, 0, "a web page (HTML)", AS_CSV},
    {"<!doctype html", 14, 0, "a web page (HTML)", AS_CSV},
};

static bool has(struct na_str start, size_t at, const char *bytes, size_t length)
{
    return start.length >= at + length && memcmp(start.bytes + at, bytes, length) == 0;
}

static struct na_str without_mark(struct na_str text)
{
    return has(text, 0, "\xEF\xBB\xBF", 3) ? (struct na_str){text.bytes + 3, text.length - 3}
                                           : text;
}

/* dBase: its version and the day of its last change, 1990 and later. */
static bool is_dbase(struct na_str start)
{
    const unsigned char *b = (const unsigned char *)start.bytes;
    return start.length >= 32 && (b[0] == 0x03 || b[0] == 0x83 || b[0] == 0x8B) && b[1] >= 90 &&
           b[2] >= 1 && b[2] <= 12 && b[3] >= 1 && b[3] <= 31 && b[7] < 8;
}

static const struct magic *find_other(struct na_str start)
{
    static const struct magic dbase = {"", 0, 0, "a dBase table (.dbf)", CONVERT};
    if (is_dbase(start)) {
        return &dbase;
    }
    struct na_str text = na_str_trim(without_mark(start));
    for (size_t i = 0; i < sizeof others / sizeof others[0]; i++) {
        const struct magic *magic = &others[i];
        struct na_str where = magic->bytes[0] == '<' ? text : start;
        if (has(where, magic->at, magic->bytes, magic->length)) {
            return magic;
        }
    }
    return NULL;
}

/* Does the object say `"type": "<name>"` at its top, as far as it is seen? */
static bool has_type(struct na_str object, const char *name)
{
    struct na_json_cursor cursor = {object.bytes, object.bytes + object.length};
    if (!na_json_take(&cursor, '{')) {
        return false;
    }
    do {
        na_json_skip_blanks(&cursor);
        const char *key = cursor.at;
        if (!na_json_skip_string(&cursor)) {
            return false;
        }
        bool is_type = cursor.at - key == 6 && memcmp(key, "\"type\"", 6) == 0;
        na_json_skip_blanks(&cursor);
        if (!na_json_take(&cursor, ':')) {
            return false;
        }
        na_json_skip_blanks(&cursor);
        const char *value = cursor.at;
        if (is_type) {
            return (size_t)(cursor.end - value) > strlen(name) + 1 && value[0] == '"' &&
                   memcmp(value + 1, name, strlen(name)) == 0;
        }
        if (!na_json_skip_value(&cursor, JSON_DEPTH)) {
            /* cut off: a collection may have its features before its type */
            return strcmp(name, "FeatureCollection") == 0 && (size_t)(value - key) >= 10 &&
                   memcmp(key, "\"features\"", 10) == 0;
        }
        na_json_skip_blanks(&cursor);
    } while (na_json_take(&cursor, ','));
    return false;
}

static enum na_tables_kind kind_of_object(struct na_str text)
{
    if (has_type(text, "FeatureCollection")) {
        return NA_TABLES_GEOJSON;
    }
    return has_type(text, "Feature\"") ? NA_TABLES_GEOJSON_LINES : NA_TABLES_NDJSON;
}

static bool is_plain(char c)
{
    return c >= 0x20 && c < 0x7F;
}

/* UTF-16 by its mark, or without one by two characters of which every other byte is 0. */
static bool is_utf16(struct na_str start)
{
    const char *b = start.bytes;
    if (has(start, 0, "\xFF\xFE", 2) || has(start, 0, "\xFE\xFF", 2)) {
        return true;
    }
    return start.length >= 4 && ((is_plain(b[0]) && b[1] == 0 && is_plain(b[2]) && b[3] == 0) ||
                                 (b[0] == 0 && is_plain(b[1]) && b[2] == 0 && is_plain(b[3])));
}

enum na_tables_kind na_tables_kind_of(struct na_str start)
{
    if (has(start, 0, "\x1F\x8B", 2)) {
        return NA_TABLES_GZIP;
    }
    if (has(start, 0, "PK\x03\x04", 4) || has(start, 0, "PK\x05\x06", 4)) {
        return NA_TABLES_ZIP;
    }
    if (has(start, 0, "SQLite format 3", 16)) {
        return NA_TABLES_SQLITE;
    }
    if (is_utf16(start)) {
        return NA_TABLES_UTF16;
    }
    if (find_other(start) != NULL) {
        return NA_TABLES_OTHER;
    }
    struct na_str text = na_str_trim(without_mark(start));
    if (has(text, 0, "\x1E", 1)) {
        return NA_TABLES_GEOJSON_LINES;
    }
    if (text.length > 0 && text.bytes[0] == '{') {
        return kind_of_object(text);
    }
    return text.length > 0 && text.bytes[0] == '[' ? NA_TABLES_OTHER : NA_TABLES_CSV;
}

void na_tables_kind_refusal(struct na_str start, const char **ret_what, const char **ret_remedy)
{
    const struct magic *magic = find_other(start);
    *ret_what = magic != NULL ? magic->what : "a JSON array";
    *ret_remedy = magic != NULL ? magic->remedy
                                : "Write one object a line (NDJSON), for example with jq -c '.[]'";
}
