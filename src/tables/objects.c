/* JSON objects as rows: a line each (NDJSON, GeoJSON lines), or the features of a collection. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/fail.h"
#include "base/number.h"
#include "io/json_line.h"
#include "io/json_scan.h"
#include "tables/rows.h"

#define SAMPLE_BYTES ((size_t)1024 * 1024)
#define LINE_BYTES_MAX ((size_t)1024 * 1024)
#define NAMES_BYTES_MAX ((size_t)256 * 1024)
#define VALUE_DEPTH (NA_JSON_SCAN_DEPTH_MAX - 1)
#define NAME_MAX 250

/* Names of the columns, one after another. */
struct names {
    struct na_buffer text;
    size_t ends[NA_ROW_FIELDS_MAX];
    size_t count;
};

struct objects {
    struct na_bytes bytes;
    enum na_objects kind;
    struct na_buffer text; /* what is read of the input and not passed */
    size_t at;
    bool ended;         /* of the input: all is in `text` */
    bool done;          /* the last object was given */
    struct names names; /* of members or properties */
    bool by_grid, has_position;
    bool headed; /* the header was given */
    int64_t number;
    struct na_str cells[NA_ROW_FIELDS_MAX]; /* of the object under way, as they stand */
    char scratch[NA_ROW_BYTES_MAX];
};

static void close_objects(void *state)
{
    struct objects *objects = state;
    na_bytes_close(&objects->bytes);
    na_buffer_fini(&objects->text);
    na_buffer_fini(&objects->names.text);
    free(objects);
}

static struct na_str name_at(const struct names *names, size_t i)
{
    size_t from = i == 0 ? 0 : names->ends[i - 1];
    return (struct na_str){names->text.data + from, names->ends[i] - from};
}

/* Its number, or SIZE_MAX. */
static size_t find_name(const struct names *names, struct na_str name)
{
    for (size_t i = 0; i < names->count; i++) {
        if (na_str_equal(name_at(names, i), name)) {
            return i;
        }
    }
    return SIZE_MAX;
}

static bool is_position_name(struct na_str name, bool by_grid)
{
    static const char *const names[2][6] = {
        {"longitude", "latitude", "lon", "lat", "lng", "long"},
        {"easting", "northing", "easting_m", "northing_m", "eastings", "northings"}};
    char text[16];
    bool same = false;
    for (size_t i = 0; i < 6 && na_text_copy_str(text, sizeof text, name); i++) {
        same = same || na_text_same_fold(text, names[by_grid][i]);
    }
    return same;
}

static enum na_code add_name(struct objects *objects, struct na_str name)
{
    struct names *names = &objects->names;
    bool fits = names->count < NA_ROW_FIELDS_MAX - 3 && name.length > 0 && name.length <= NAME_MAX;
    if (!fits || find_name(names, name) != SIZE_MAX) {
        return NA_OK;
    }
    enum na_code code = na_buffer_append(&names->text, name.bytes, name.length);
    if (code == NA_OK) {
        names->ends[names->count++] = names->text.length;
    }
    return code == NA_ERR_LIMIT ? NA_OK : code;
}

/* The next member of an object whose brace or comma was passed; false: none. */
static bool next_member(struct na_json_cursor *cursor, char *scratch, size_t size,
                        struct na_str *ret_name, struct na_str *ret_value)
{
    na_json_skip_blanks(cursor);
    const char *from = cursor->at;
    if (!na_json_skip_string(cursor)) {
        return false;
    }
    struct na_str raw = {from, (size_t)(cursor->at - from)};
    na_json_skip_blanks(cursor);
    if (!na_json_take(cursor, ':')) {
        return false;
    }
    na_json_skip_blanks(cursor);
    from = cursor->at;
    if (!na_json_skip_value(cursor, VALUE_DEPTH)) {
        return false;
    }
    *ret_value = (struct na_str){from, (size_t)(cursor->at - from)};
    *ret_name = raw.length <= size ? na_json_line_text(raw, scratch) : (struct na_str){"", 0};
    na_json_skip_blanks(cursor);
    (void)na_json_take(cursor, ',');
    return true;
}

static struct na_json_cursor cursor_of(struct na_str text)
{
    struct na_json_cursor cursor = {text.bytes, text.bytes + text.length};
    na_json_skip_blanks(&cursor);
    return cursor;
}

/* The first numbers of a geometry that is a point, or of a MultiPoint of one. */
static bool read_point(struct na_str geometry, struct na_str ret_xy[2])
{
    char name[NAME_MAX];
    struct na_str key;
    struct na_str value;
    struct na_str coordinates = {"", 0};
    bool is_point = false;
    struct na_json_cursor cursor = cursor_of(geometry);
    if (!na_json_take(&cursor, '{')) {
        return false;
    }
    while (next_member(&cursor, name, sizeof name, &key, &value)) {
        is_point = is_point || (na_str_is(key, "type") && (na_str_is(value, "\"Point\"") ||
                                                           na_str_is(value, "\"MultiPoint\"")));
        coordinates = na_str_is(key, "coordinates") ? value : coordinates;
    }
    cursor = cursor_of(coordinates);
    bool opened = na_json_take(&cursor, '[');
    na_json_skip_blanks(&cursor);
    bool nested = opened && na_json_take(&cursor, '[');
    if (!is_point || !opened) {
        return false;
    }
    for (size_t i = 0; i < 2; i++) {
        na_json_skip_blanks(&cursor);
        const char *from = cursor.at;
        if (!na_json_skip_value(&cursor, 0)) {
            return false;
        }
        ret_xy[i] = (struct na_str){from, (size_t)(cursor.at - from)};
        na_json_skip_blanks(&cursor);
        (void)na_json_take(&cursor, ',');
    }
    const char *end = memchr(cursor.at, ']', (size_t)(cursor.end - cursor.at));
    if (nested && end != NULL) { /* another point follows? */
        cursor.at = end + 1;
        na_json_skip_blanks(&cursor);
        return !na_json_take(&cursor, ',');
    }
    return true;
}

/* A feature's parts: views into its text. */
struct feature {
    struct na_str properties, geometry, id;
};

static bool read_feature(struct na_str object, struct feature *ret_feature)
{
    char name[NAME_MAX];
    struct na_str key;
    struct na_str value;
    struct na_json_cursor cursor = cursor_of(object);
    *ret_feature = (struct feature){{"", 0}, {"", 0}, {"", 0}};
    if (!na_json_take(&cursor, '{')) {
        return false;
    }
    while (next_member(&cursor, name, sizeof name, &key, &value)) {
        struct na_str *part = na_str_is(key, "properties") ? &ret_feature->properties
                              : na_str_is(key, "geometry") ? &ret_feature->geometry
                              : na_str_is(key, "id")       ? &ret_feature->id
                                                           : NULL;
        if (part != NULL) {
            *part = value;
        }
    }
    return true;
}

/* After the whole object at `text`; 0: it is not whole, or not JSON. */
static size_t object_length(struct na_str text)
{
    struct na_json_cursor cursor = {text.bytes, text.bytes + text.length};
    bool whole = text.length > 0 && text.bytes[0] == '{' &&
                 na_json_skip_value(&cursor, NA_JSON_SCAN_DEPTH_MAX);
    return whole ? (size_t)(cursor.at - text.bytes) : 0;
}

/* Pass over what stands before the features. */
static enum na_code enter_collection(struct objects *objects, struct na_error *reterr)
{
    char name[NAME_MAX];
    struct na_str text = {objects->text.data, objects->text.length};
    struct na_json_cursor cursor = cursor_of(text);
    if (text.length >= 3 && memcmp(text.bytes, "\xEF\xBB\xBF", 3) == 0) {
        cursor.at = text.bytes + 3;
        na_json_skip_blanks(&cursor);
    }
    bool open = na_json_take(&cursor, '{');
    while (open) {
        struct na_json_cursor before = cursor;
        struct na_str key = {"", 0};
        struct na_str value = {"", 0};
        na_json_skip_blanks(&before);
        const char *from = before.at;
        if (!na_json_skip_string(&before)) {
            break;
        }
        struct na_str raw = {from, (size_t)(before.at - from)};
        na_json_skip_blanks(&before);
        if (na_str_is(raw, "\"features\"") && na_json_take(&before, ':')) {
            na_json_skip_blanks(&before);
            if (na_json_take(&before, '[')) {
                objects->at = (size_t)(before.at - text.bytes);
                return NA_OK;
            }
        }
        open = next_member(&cursor, name, sizeof name, &key, &value);
    }
    (void)na_fail(reterr, NA_ERR_DATA, "The GeoJSON has no array of features");
    return na_fail_at(reterr, NA_ERR_DATA, NULL, 0, NULL, "Save it again as a FeatureCollection");
}

/* The next feature of the collection. */
static enum na_code next_in_collection(struct objects *objects, struct na_str *ret_object,
                                       bool *ret_more, struct na_error *reterr)
{
    const char *end = objects->text.data + objects->text.length;
    struct na_json_cursor cursor = {objects->text.data + objects->at, end};
    na_json_skip_blanks(&cursor);
    if (na_json_take(&cursor, ',')) {
        na_json_skip_blanks(&cursor);
    }
    *ret_more = false;
    if (na_json_take(&cursor, ']')) {
        return NA_OK;
    }
    size_t length = object_length((struct na_str){cursor.at, (size_t)(end - cursor.at)});
    if (length == 0) {
        (void)na_fail(reterr, NA_ERR_DATA, "Feature %lld is not JSON, or the file is cut short",
                      (long long)objects->number + 1);
        return na_fail_at(reterr, NA_ERR_DATA, NULL, 0, NULL, "Save the file again");
    }
    *ret_object = (struct na_str){cursor.at, length};
    objects->at = (size_t)(cursor.at - objects->text.data) + length;
    *ret_more = true;
    return NA_OK;
}

/* Have a whole line in `text` from `at` on. */
static enum na_code next_line(struct objects *objects, struct na_str *ret_object, bool *ret_more,
                              struct na_error *reterr)
{
    size_t seen = 0;
    for (;;) {
        size_t left = objects->text.length - objects->at;
        const char *from = objects->text.data + objects->at;
        const char *lf = left > seen ? memchr(from + seen, '\n', left - seen) : NULL;
        if (lf != NULL || (objects->ended && left > 0) || left > LINE_BYTES_MAX) {
            size_t length = lf != NULL ? (size_t)(lf - from) : left;
            *ret_object = (struct na_str){from, length};
            objects->at += length + (lf != NULL);
            *ret_more = true;
            return NA_OK;
        }
        if (objects->ended) {
            *ret_more = false;
            return NA_OK;
        }
        if (objects->at > 0) {
            memmove(objects->text.data, from, left);
            objects->text.length = left;
            objects->at = 0;
        }
        seen = left;
        enum na_code code = na_bytes_fill(&objects->bytes, left + SAMPLE_BYTES / 4, &objects->text,
                                          &objects->ended, reterr);
        if (code != NA_OK) {
            return code;
        }
    }
}

/* The next object; blank lines do not count. */
static enum na_code next_object(struct objects *objects, struct na_str *ret_object, bool *ret_more,
                                struct na_error *reterr)
{
    enum na_code code = NA_OK;
    do {
        code = objects->kind == NA_OBJECTS_FEATURES
                   ? next_in_collection(objects, ret_object, ret_more, reterr)
                   : next_line(objects, ret_object, ret_more, reterr);
        if (code != NA_OK || !*ret_more) {
            return code;
        }
        *ret_object = na_str_trim(*ret_object);
        if (ret_object->length > 0 && ret_object->bytes[0] == '\x1E') { /* RFC 8142 */
            *ret_object =
                na_str_trim((struct na_str){ret_object->bytes + 1, ret_object->length - 1});
        }
    } while (ret_object->length == 0);
    objects->number++;
    return NA_OK;
}

static enum na_code add_names_of(struct objects *objects, struct na_str members)
{
    char name[NAME_MAX + 2];
    struct na_str key;
    struct na_str value;
    enum na_code code = NA_OK;
    struct na_json_cursor cursor = cursor_of(members);
    if (!na_json_take(&cursor, '{')) {
        return NA_OK;
    }
    while (code == NA_OK && next_member(&cursor, name, sizeof name, &key, &value)) {
        bool is_position = objects->has_position && is_position_name(key, objects->by_grid);
        code = is_position ? NA_OK : add_name(objects, key);
    }
    return code;
}

/* Does the pair lie beyond degrees? */
static bool is_grid(const struct na_str xy[2])
{
    double x = 0.0;
    double y = 0.0;
    return na_number_parse(xy[0], &x) && na_number_parse(xy[1], &y) &&
           (fabs(x) > 180.0 || fabs(y) > 90.0);
}

static enum na_code learn(struct objects *objects, struct na_str object)
{
    struct feature feature;
    struct na_str xy[2];
    if (objects->kind == NA_OBJECTS_LINES) {
        return add_names_of(objects, object);
    }
    if (!read_feature(object, &feature)) {
        return NA_OK;
    }
    objects->by_grid = objects->by_grid || (read_point(feature.geometry, xy) && is_grid(xy));
    enum na_code code = feature.id.length > 0 ? add_name(objects, na_str_of("id")) : NA_OK;
    return code == NA_OK ? add_names_of(objects, feature.properties) : code;
}

/* The names of all members of the first MiB, then back to the start. */
static enum na_code learn_names(struct objects *objects, struct na_error *reterr)
{
    size_t start = 0;
    enum na_code code = NA_OK;
    if (objects->kind == NA_OBJECTS_FEATURES) {
        code = enter_collection(objects, reterr);
        start = objects->at;
    }
    bool more = code == NA_OK;
    size_t end = objects->text.length;
    while (more && code == NA_OK && objects->at < end && objects->at - start < SAMPLE_BYTES) {
        struct na_str rest = {objects->text.data + objects->at, end - objects->at};
        if (objects->kind != NA_OBJECTS_FEATURES && !objects->ended &&
            memchr(rest.bytes, '\n', rest.length) == NULL) {
            break; /* the last line of the sample is cut */
        }
        struct na_str object;
        code = next_object(objects, &object, &more, reterr);
        if (code == NA_OK && more && learn(objects, object) != NA_OK) {
            code = na_fail_memory(reterr, "reading names");
        }
    }
    objects->at = start;
    objects->number = 0;
    return code;
}

static enum na_code put_header(const struct objects *objects, struct na_row *row)
{
    enum na_code code = NA_OK;
    if (objects->has_position) {
        code = na_row_put(row, na_str_of(objects->by_grid ? "easting" : "longitude"));
        if (code == NA_OK) {
            code = na_row_put(row, na_str_of(objects->by_grid ? "northing" : "latitude"));
        }
    }
    for (size_t i = 0; i < objects->names.count && code == NA_OK; i++) {
        code = na_row_put(row, name_at(&objects->names, i));
    }
    return code;
}

static void take_cells(struct objects *objects, struct na_str members)
{
    char name[NAME_MAX + 2];
    struct na_str key;
    struct na_str value;
    struct na_json_cursor cursor = cursor_of(members);
    if (!na_json_take(&cursor, '{')) {
        return;
    }
    while (next_member(&cursor, name, sizeof name, &key, &value)) {
        size_t i = find_name(&objects->names, key);
        if (i != SIZE_MAX) {
            objects->cells[i] = value;
        }
    }
}

/* A string's text, nothing for null, all else as it is written. */
static enum na_code put_value(struct objects *objects, struct na_str value, struct na_row *row)
{
    if (value.length == 0 || na_str_is(value, "null")) {
        return na_row_put(row, (struct na_str){"", 0});
    }
    if (value.bytes[0] == '"' && value.length <= sizeof objects->scratch) {
        return na_row_put(row, na_json_line_text(value, objects->scratch));
    }
    return na_row_put(row, value);
}

/* A line that is no object has one field too many, so that it is seen to be wrong. */
static enum na_code put_bad(const struct objects *objects, struct na_str object, struct na_row *row)
{
    size_t width = objects->names.count + (objects->has_position ? 2 : 0);
    enum na_code code = na_row_pad(row, width);
    object.length = object.length < 200 ? object.length : 200;
    return code == NA_OK ? na_row_put(row, object) : code;
}

static enum na_code put_object(struct objects *objects, struct na_str object, struct na_row *row)
{
    struct feature feature = {{"", 0}, {"", 0}, {"", 0}};
    struct na_str xy[2] = {{"", 0}, {"", 0}};
    bool whole =
        object_length(object) == object.length && na_utf8_valid(object.bytes, object.length);
    for (size_t i = 0; i < objects->names.count; i++) {
        objects->cells[i] = (struct na_str){"", 0};
    }
    if (!whole || (objects->has_position && !read_feature(object, &feature))) {
        return put_bad(objects, object, row);
    }
    enum na_code code = NA_OK;
    if (objects->has_position) {
        bool is_point = read_point(feature.geometry, xy);
        size_t id = find_name(&objects->names, na_str_of("id"));
        if (id != SIZE_MAX) {
            objects->cells[id] = feature.id;
        }
        code = na_row_put(row, is_point ? xy[0] : (struct na_str){"", 0});
        code = code == NA_OK ? na_row_put(row, is_point ? xy[1] : (struct na_str){"", 0}) : code;
    }
    take_cells(objects, objects->has_position ? feature.properties : object);
    for (size_t i = 0; i < objects->names.count && code == NA_OK; i++) {
        code = put_value(objects, objects->cells[i], row);
    }
    return code;
}

static enum na_code next_objects_row(void *state, struct na_row *row, bool *ret_more,
                                     struct na_error *reterr)
{
    struct objects *objects = state;
    struct na_str object;
    enum na_code code = NA_OK;
    *ret_more = true;
    if (!objects->headed) {
        objects->headed = true;
        code = put_header(objects, row);
        return code == NA_OK ? NA_OK : na_fail_memory(reterr, "reading objects");
    }
    code = next_object(objects, &object, ret_more, reterr);
    if (code != NA_OK || !*ret_more) {
        return code;
    }
    row->number = objects->number;
    return put_object(objects, object, row) == NA_OK ? NA_OK
                                                     : na_fail_memory(reterr, "reading objects");
}

enum na_code na_rows_of_objects(struct na_bytes bytes, enum na_objects kind,
                                struct na_rows *ret_rows, struct na_error *reterr)
{
    struct objects *objects = malloc(sizeof *objects);
    if (objects == NULL) {
        na_bytes_close(&bytes);
        return na_fail_memory(reterr, "reading objects");
    }
    memset(objects, 0, offsetof(struct objects, cells));
    objects->bytes = bytes;
    objects->kind = kind;
    objects->has_position = kind != NA_OBJECTS_LINES;
    bool whole = kind == NA_OBJECTS_FEATURES;
    na_buffer_init(&objects->text, whole ? NA_OBJECTS_BYTES_MAX : 4 * LINE_BYTES_MAX);
    na_buffer_init(&objects->names.text, NAMES_BYTES_MAX);
    enum na_code code = NA_OK;
    for (size_t wanted = SAMPLE_BYTES; code == NA_OK; wanted *= 2) {
        wanted = wanted < objects->text.limit ? wanted : objects->text.limit;
        code = na_bytes_fill(&objects->bytes, wanted, &objects->text, &objects->ended, reterr);
        if (!whole || objects->ended || wanted == objects->text.limit) {
            break;
        }
    }
    if (code == NA_OK && whole && !objects->ended) {
        (void)na_fail(reterr, NA_ERR_LIMIT, "The GeoJSON is larger than 1 GiB");
        code = na_fail_at(reterr, NA_ERR_LIMIT, NULL, 0, NULL,
                          "Save it as GeoJSON lines (GeoJSONSeq) or as CSV");
    }
    code = code == NA_OK ? learn_names(objects, reterr) : code;
    if (code != NA_OK) {
        close_objects(objects);
        return code;
    }
    *ret_rows = (struct na_rows){next_objects_row, close_objects, objects};
    return NA_OK;
}

/* Is the value an array whose first element begins with `mark`? */
static bool holds_rows(struct na_str array, char mark)
{
    struct na_json_cursor cursor = cursor_of(array);
    if (!na_json_take(&cursor, '[')) {
        return false;
    }
    na_json_skip_blanks(&cursor);
    return cursor.at < cursor.end && *cursor.at == mark;
}

enum na_code na_objects_refuse_one(struct na_str text, struct na_error *reterr)
{
    static const char *const names[] = {"data",    "rows",  "records", "results",
                                        "entries", "items", "values",  "crimes"};
    char scratch[NAME_MAX + 2];
    struct na_str key;
    struct na_str value;
    struct na_json_cursor cursor = cursor_of(text);
    if (object_length(text) < na_str_trim(text).length || !na_json_take(&cursor, '{')) {
        return NA_OK; /* several objects, or none that is whole */
    }
    while (next_member(&cursor, scratch, sizeof scratch, &key, &value)) {
        for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
            char hint[160];
            if (!na_str_is(key, names[i]) || !(holds_rows(value, '[') || holds_rows(value, '{'))) {
                continue;
            }
            bool arrays = holds_rows(value, '[');
            (void)snprintf(hint, sizeof hint, "Write one object a line: %s%s%s",
                           arrays ? "to_json(orient=\"records\", lines=True) of pandas"
                                  : "jq -c '.",
                           arrays ? "" : names[i], arrays ? "" : "[]'");
            (void)na_fail(reterr, NA_ERR_DATA, "The rows lie inside \"%s\" of one object",
                          names[i]);
            return na_fail_at(reterr, NA_ERR_DATA, NULL, 0, NULL, hint);
        }
    }
    return NA_OK;
}
