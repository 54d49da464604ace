/* Protocol buffers are read by hand: a `reader` holds the bytes that are left, and the first fault
 * in it sticks, so each step needs no check of its own. A layer's name, version and extent are read
 * first, because the order in the file is free. Geometry is checked command by command before a
 * point is kept. */
#include "basemap/mvt.h"

#include <math.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "base/fail.h"

/* How far a point may lie outside its tile, in units: buffers are some hundreds. */
#define REACH ((int64_t)1 << 24)
#define EXTENT_MAX 65536

/* Bytes still to be read; the first fault sticks. */
struct reader {
    const unsigned char *at, *end;
    bool bad;
};

enum wire { WIRE_VARINT = 0, WIRE_64 = 1, WIRE_BYTES = 2, WIRE_32 = 5 };

struct field {
    uint32_t number;
    enum wire wire;
    uint64_t value;       /* of a number, or the bits of a fixed one */
    struct reader inside; /* of WIRE_BYTES */
};

struct value {
    struct na_str text; /* bytes NULL: no text */
    int64_t integer;
    bool is_integer;
};

struct na_mvt_words {
    struct na_str *keys;
    size_t key_count, key_room;
    struct value *values;
    size_t value_count, value_room;
};

/* What is kept while a tile is read. */
struct work {
    struct na_mvt_words words;
    struct na_str layer;
    uint32_t extent, version;
    int32_t *xy;
    size_t point_count, point_room; /* in points */
    size_t *starts;
    size_t part_count, part_room;
    uint32_t *tags;
    size_t tag_count, tag_room;
    na_mvt_visit *visit;
    void *context;
};

static uint64_t take_varint(struct reader *reader)
{
    uint64_t value = 0;
    for (unsigned int shift = 0; shift < 64 && reader->at < reader->end; shift += 7) {
        unsigned char byte = *reader->at++;
        if (shift == 63 && byte > 1) {
            break;
        }
        value |= (uint64_t)(byte & 0x7F) << shift;
        if ((byte & 0x80) == 0) {
            return value;
        }
    }
    reader->bad = true;
    reader->at = reader->end;
    return 0;
}

static uint64_t take_fixed(struct reader *reader, size_t count)
{
    uint64_t value = 0;
    if ((size_t)(reader->end - reader->at) < count) {
        reader->bad = true;
        reader->at = reader->end;
        return 0;
    }
    for (size_t i = 0; i < count; i++) {
        value |= (uint64_t)reader->at[i] << (8 * i);
    }
    reader->at += count;
    return value;
}

/* The next field; false: the end, or a fault. */
static bool next_field(struct reader *reader, struct field *field)
{
    if (reader->bad || reader->at >= reader->end) {
        return false;
    }
    uint64_t key = take_varint(reader);
    *field = (struct field){.number = (uint32_t)(key >> 3), .wire = (enum wire)(key & 7)};
    reader->bad = reader->bad || key >> 3 == 0 || key >> 3 > 0x1FFFFFFF;
    switch (field->wire) {
    case WIRE_VARINT:
        field->value = take_varint(reader);
        break;
    case WIRE_64:
        field->value = take_fixed(reader, 8);
        break;
    case WIRE_32:
        field->value = take_fixed(reader, 4);
        break;
    case WIRE_BYTES: {
        uint64_t length = take_varint(reader);
        if (reader->bad || length > (uint64_t)(reader->end - reader->at)) {
            reader->bad = true;
            break;
        }
        field->inside = (struct reader){reader->at, reader->at + length, false};
        reader->at += length;
        break;
    }
    default:
        reader->bad = true;
    }
    return !reader->bad;
}

static struct na_str text_of(const struct reader *inside)
{
    return (struct na_str){(const char *)inside->at, (size_t)(inside->end - inside->at)};
}

static enum na_code fail_tile(const struct work *work, const char *what, struct na_error *reterr)
{
    char layer[65];
    if (work->layer.bytes == NULL) {
        return na_fail(reterr, NA_ERR_DATA, "The tile is no vector tile: %s", what);
    }
    (void)na_text_copy_str(layer, sizeof layer, work->layer);
    na_text_blank_controls(layer, strlen(layer), false);
    return na_fail(reterr, NA_ERR_DATA, "The layer \"%s\" of the tile cannot be read: %s", layer,
                   what);
}

/* Room for one more of `size` bytes in a list. */
static bool grow(void **list, size_t *room, size_t count, size_t size)
{
    if (count < *room) {
        return true;
    }
    size_t wanted = *room == 0 ? 256 : *room * 2;
    void *more = realloc(*list, wanted * size);
    if (more == NULL) {
        return false;
    }
    *list = more;
    *room = wanted;
    return true;
}

static bool whole_number(double number, int64_t *ret_integer)
{
    if (!(fabs(number) < 9e15) || floor(number) < number) {
        return false;
    }
    *ret_integer = (int64_t)number;
    return true;
}

/* A value is one of seven kinds; the last one given counts, as protocol buffers have it. */
static bool read_value(struct reader reader, struct value *value)
{
    struct field field;
    *value = (struct value){.is_integer = false};
    while (next_field(&reader, &field)) {
        static const enum wire wires[] = {0,           WIRE_BYTES,  WIRE_32,     WIRE_64,
                                          WIRE_VARINT, WIRE_VARINT, WIRE_VARINT, WIRE_VARINT};
        if (field.number > 7) {
            continue;
        }
        if (field.wire != wires[field.number]) {
            return false;
        }
        if (field.number == 1) {
            value->text = text_of(&field.inside);
        } else if (field.number == 2) {
            float number = 0.0F;
            uint32_t bits = (uint32_t)field.value;
            memcpy(&number, &bits, sizeof number);
            value->is_integer = whole_number((double)number, &value->integer);
        } else if (field.number == 3) {
            double number = 0.0;
            memcpy(&number, &field.value, sizeof number);
            value->is_integer = whole_number(number, &value->integer);
        } else {
            uint64_t zigzag = (field.value >> 1) ^ (0 - (field.value & 1));
            value->is_integer = true;
            value->integer = (int64_t)(field.number == 6 ? zigzag : field.value);
        }
    }
    return !reader.bad;
}

static enum na_code add_key(struct work *work, struct na_str key, struct na_error *reterr)
{
    struct na_mvt_words *words = &work->words;
    if (!na_utf8_valid(key.bytes, key.length)) {
        return fail_tile(work, "a key is not UTF-8", reterr);
    }
    if (!grow((void **)&words->keys, &words->key_room, words->key_count, sizeof words->keys[0])) {
        return na_fail_memory(reterr, "reading a vector tile");
    }
    words->keys[words->key_count++] = key;
    return NA_OK;
}

static enum na_code add_value(struct work *work, struct reader inside, struct na_error *reterr)
{
    struct na_mvt_words *words = &work->words;
    struct value value;
    if (!read_value(inside, &value)) {
        return fail_tile(work, "a value is damaged", reterr);
    }
    if (value.text.bytes != NULL && !na_utf8_valid(value.text.bytes, value.text.length)) {
        return fail_tile(work, "a text is not UTF-8", reterr);
    }
    if (!grow((void **)&words->values, &words->value_room, words->value_count,
              sizeof words->values[0])) {
        return na_fail_memory(reterr, "reading a vector tile");
    }
    words->values[words->value_count++] = value;
    return NA_OK;
}

/* Name, version and extent come before what needs them, wherever they stand in the layer. */
static enum na_code read_layer_head(struct work *work, struct reader reader,
                                    struct na_error *reterr)
{
    struct field field;
    enum na_code code = NA_OK;
    work->layer = (struct na_str){NULL, 0};
    work->extent = 4096;
    work->version = 1; /* as the format has it */
    work->words.key_count = work->words.value_count = 0;
    while (code == NA_OK && next_field(&reader, &field)) {
        if (field.number == 1 && field.wire == WIRE_BYTES) {
            work->layer = text_of(&field.inside);
        } else if (field.number == 3 && field.wire == WIRE_BYTES) {
            code = add_key(work, text_of(&field.inside), reterr);
        } else if (field.number == 4 && field.wire == WIRE_BYTES) {
            code = add_value(work, field.inside, reterr);
        } else if (field.number == 5 && field.wire == WIRE_VARINT) {
            work->extent = field.value <= EXTENT_MAX ? (uint32_t)field.value : 0;
        } else if (field.number == 15 && field.wire == WIRE_VARINT) {
            work->version = field.value <= 2 ? (uint32_t)field.value : 0;
        } else if ((field.number <= 5 && field.number != 2) || field.number == 15) {
            reader.bad = true;
        }
    }
    if (code != NA_OK) {
        return code;
    }
    if (reader.bad || work->layer.length == 0 ||
        !na_utf8_valid(work->layer.bytes, work->layer.length)) {
        work->layer = reader.bad ? work->layer : (struct na_str){NULL, 0};
        return fail_tile(work, reader.bad ? "its fields are damaged" : "a layer has no name",
                         reterr);
    }
    if (work->extent == 0 || work->version == 0) {
        return fail_tile(
            work, work->extent == 0 ? "its extent is not 1 to 65536" : "its version is not 1 or 2",
            reterr);
    }
    return NA_OK;
}

static enum na_code read_tags(struct work *work, struct reader reader, struct na_error *reterr)
{
    work->tag_count = 0;
    while (reader.at < reader.end && !reader.bad) {
        uint64_t key = take_varint(&reader);
        uint64_t value = take_varint(&reader);
        if (reader.bad || key >= work->words.key_count || value >= work->words.value_count) {
            return fail_tile(work, "a feature names a word that is not there", reterr);
        }
        if (!grow((void **)&work->tags, &work->tag_room, 2 * work->tag_count + 1,
                  sizeof work->tags[0])) {
            return na_fail_memory(reterr, "reading a vector tile");
        }
        work->tags[2 * work->tag_count] = (uint32_t)key;
        work->tags[2 * work->tag_count + 1] = (uint32_t)value;
        work->tag_count++;
    }
    return NA_OK;
}

enum command { MOVE_TO = 1, LINE_TO = 2, CLOSE_PATH = 7 };

/* May this command stand here? */
static bool fits(enum na_mvt_type type, enum command command, uint32_t count, enum command before)
{
    switch (command) {
    case MOVE_TO:
        return type == NA_MVT_POINT  ? before == 0 && count > 0
               : type == NA_MVT_LINE ? count == 1 && (before == 0 || before == LINE_TO)
                                     : count == 1 && (before == 0 || before == CLOSE_PATH);
    case LINE_TO:
        return type != NA_MVT_POINT && count > 0 && before == MOVE_TO;
    case CLOSE_PATH:
        return type == NA_MVT_POLYGON && count == 1 && before == LINE_TO;
    }
    return false;
}

static enum na_code add_point(struct work *work, const int64_t at[2], struct na_error *reterr)
{
    if (llabs(at[0]) > REACH || llabs(at[1]) > REACH) {
        return fail_tile(work, "a point lies far outside the tile", reterr);
    }
    if (!grow((void **)&work->xy, &work->point_room, work->point_count, 2 * sizeof work->xy[0])) {
        return na_fail_memory(reterr, "reading a vector tile");
    }
    work->xy[2 * work->point_count] = (int32_t)at[0];
    work->xy[2 * work->point_count + 1] = (int32_t)at[1];
    work->point_count++;
    return NA_OK;
}

static enum na_code add_part(struct work *work, struct na_error *reterr)
{
    if (!grow((void **)&work->starts, &work->part_room, work->part_count + 1,
              sizeof work->starts[0])) {
        return na_fail_memory(reterr, "reading a vector tile");
    }
    work->starts[work->part_count++] = work->point_count;
    return NA_OK;
}

static int64_t take_step(struct reader *reader)
{
    uint64_t value = take_varint(reader);
    reader->bad = reader->bad || value > UINT32_MAX;
    return (int64_t)(value >> 1) ^ -(int64_t)(value & 1);
}

static enum na_code read_geometry(struct work *work, enum na_mvt_type type, struct reader reader,
                                  struct na_error *reterr)
{
    int64_t at[2] = {0, 0};
    enum command before = 0;
    work->point_count = work->part_count = 0;
    while (reader.at < reader.end && !reader.bad) {
        uint64_t word = take_varint(&reader);
        enum command command = (enum command)(word & 7);
        uint32_t count = (uint32_t)(word >> 3);
        if (reader.bad || word > UINT32_MAX || !fits(type, command, count, before)) {
            return fail_tile(work, "a geometry is drawn by commands that do not fit", reterr);
        }
        enum na_code code = command == MOVE_TO ? add_part(work, reterr) : NA_OK;
        for (uint32_t i = 0; i < count && command != CLOSE_PATH && code == NA_OK; i++) {
            at[0] += take_step(&reader);
            at[1] += take_step(&reader);
            code = reader.bad ? fail_tile(work, "a geometry is cut short", reterr)
                              : add_point(work, at, reterr);
        }
        if (code != NA_OK) {
            return code;
        }
        before = command;
    }
    bool whole = type == NA_MVT_POINT  ? before == MOVE_TO
                 : type == NA_MVT_LINE ? before == LINE_TO
                                       : before == CLOSE_PATH;
    if (reader.bad || !whole) {
        return fail_tile(work, "a geometry is cut short", reterr);
    }
    enum na_code code = add_part(work, reterr);
    work->part_count -= code == NA_OK; /* the last start is the end */
    return code;
}

static enum na_code read_feature(struct work *work, struct reader reader, struct na_error *reterr)
{
    struct field field;
    struct reader tags = {NULL, NULL, false}, geometry = {NULL, NULL, false};
    uint64_t type = 0;
    while (next_field(&reader, &field)) {
        if (field.number == 2 && field.wire == WIRE_BYTES) {
            tags = field.inside;
        } else if (field.number == 3 && field.wire == WIRE_VARINT) {
            type = field.value;
        } else if (field.number == 4 && field.wire == WIRE_BYTES) {
            geometry = field.inside;
        } else if (field.number >= 2 && field.number <= 4) {
            reader.bad = true;
        }
    }
    if (reader.bad || type > NA_MVT_POLYGON) {
        return fail_tile(work, "a feature is damaged", reterr);
    }
    enum na_code code = tags.at != NULL ? read_tags(work, tags, reterr) : NA_OK;
    work->tag_count = tags.at != NULL ? work->tag_count : 0;
    if (code != NA_OK || type == 0) { /* of no type: the format says to leave it out */
        return code;
    }
    code = geometry.at != NULL ? read_geometry(work, (enum na_mvt_type)type, geometry, reterr)
                               : fail_tile(work, "a feature has no geometry", reterr);
    if (code != NA_OK || work->visit == NULL) {
        return code;
    }
    struct na_mvt_feature feature = {
        work->layer,  work->extent,     (enum na_mvt_type)type, work->xy,   work->point_count,
        work->starts, work->part_count, &work->words,           work->tags, work->tag_count};
    return work->visit(work->context, &feature, reterr);
}

static enum na_code read_layer(struct work *work, struct reader reader, struct na_error *reterr)
{
    struct field field;
    enum na_code code = read_layer_head(work, reader, reterr);
    while (code == NA_OK && next_field(&reader, &field)) {
        if (field.number != 2) {
            continue;
        }
        code = field.wire == WIRE_BYTES ? read_feature(work, field.inside, reterr)
                                        : fail_tile(work, "a feature is damaged", reterr);
    }
    return code;
}

enum na_code na_mvt_read(const void *bytes, size_t length, na_mvt_visit *visit, void *context,
                         struct na_error *reterr)
{
    struct work work = {.visit = visit, .context = context};
    static const unsigned char nothing[1];
    const unsigned char *first = bytes != NULL ? bytes : nothing; /* an empty tile may have none */
    struct reader reader = {first, first + length, false};
    struct field field;
    if (length > NA_MVT_BYTES_MAX) {
        return na_fail(reterr, NA_ERR_LIMIT, "The tile is larger than %zu bytes", NA_MVT_BYTES_MAX);
    }
    enum na_code code = NA_OK;
    while (code == NA_OK && next_field(&reader, &field)) {
        work.layer = (struct na_str){NULL, 0};
        if (field.number == 3 && field.wire == WIRE_BYTES) {
            code = read_layer(&work, field.inside, reterr);
        } else if (field.number == 3 || field.number < 16) {
            code = fail_tile(&work, "it holds something that is no layer", reterr);
        }
    }
    work.layer = (struct na_str){NULL, 0};
    if (code == NA_OK && reader.bad) {
        code = fail_tile(&work, "its bytes are damaged", reterr);
    }
    free(work.words.keys);
    free(work.words.values);
    free(work.xy);
    free(work.starts);
    free(work.tags);
    return code;
}

static const struct value *find(const struct na_mvt_feature *feature, const char *key)
{
    for (size_t i = 0; i < feature->tag_count; i++) {
        if (na_str_is(feature->words->keys[feature->tags[2 * i]], key)) {
            return &feature->words->values[feature->tags[2 * i + 1]];
        }
    }
    return NULL;
}

struct na_str na_mvt_text(const struct na_mvt_feature *feature, const char *key)
{
    const struct value *value = find(feature, key);
    return value != NULL && value->text.bytes != NULL ? value->text : (struct na_str){"", 0};
}

int64_t na_mvt_integer(const struct na_mvt_feature *feature, const char *key, int64_t otherwise)
{
    const struct value *value = find(feature, key);
    return value != NULL && value->is_integer ? value->integer : otherwise;
}
