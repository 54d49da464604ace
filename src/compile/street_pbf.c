/* The format is that of wiki.openstreetmap.org/wiki/PBF_Format: blobs, each with its length and its
 * type before it; packed by zlib or not; in each a block of texts and groups. Messages are those of
 * protobuf: fields of a number and a kind, in any order. Only what nodes need is looked at. */
#include "compile/street_pbf.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "base/buffer.h"
#include "io/gzip.h"

/* A blob's head and its unpacked bytes are at most so long, by the format. */
#define HEAD_MAX ((size_t)64 << 10)
#define BLOCK_MAX ((size_t)32 << 20)
#define TEXTS_MAX 4000000u

struct view {
    const unsigned char *at, *end;
};

/* A field: a number, or bytes. */
struct field {
    uint32_t number;
    uint64_t value;
    struct view bytes; /* empty for a number */
};

struct block {
    struct view *texts;
    size_t text_count;
    uint64_t granularity;
    int64_t lat_offset, lon_offset;
    na_pbf_node_met *met;
    void *context;
};

static bool take_varint(struct view *view, uint64_t *ret_value)
{
    *ret_value = 0;
    for (unsigned int shift = 0; shift < 64 && view->at < view->end; shift += 7) {
        unsigned char byte = *view->at++;
        *ret_value |= (uint64_t)(byte & 0x7F) << shift;
        if (byte < 0x80) {
            return true;
        }
    }
    return false;
}

static bool take_bytes(struct view *view, uint64_t length, struct view *ret_bytes)
{
    if (length > (size_t)(view->end - view->at)) {
        return false;
    }
    *ret_bytes = (struct view){view->at, view->at + length};
    view->at += length;
    return true;
}

/* The next field; false at the end, and *ret_bad where there is no field. */
static bool take_field(struct view *view, struct field *ret_field, bool *ret_bad)
{
    uint64_t key = 0;
    if (view->at == view->end) {
        return false;
    }
    *ret_field = (struct field){.bytes = {view->at, view->at}};
    bool good = take_varint(view, &key) && key >> 3 <= UINT32_MAX;
    ret_field->number = (uint32_t)(key >> 3);
    switch (key & 7) {
    case 0:
        good = good && take_varint(view, &ret_field->value);
        break;
    case 1:
        good = good && take_bytes(view, 8, &ret_field->bytes);
        break;
    case 2:
        good = good && take_varint(view, &ret_field->value) &&
               take_bytes(view, ret_field->value, &ret_field->bytes);
        break;
    case 5:
        good = good && take_bytes(view, 4, &ret_field->bytes);
        break;
    default:
        good = false;
    }
    *ret_bad = !good;
    return good;
}

static int64_t zigzag(uint64_t value)
{
    return (int64_t)(value >> 1) ^ -(int64_t)(value & 1);
}

/* Tags of a node: numbers of texts, keys and values apart. A value is copied to be ended. */
struct tags {
    const struct block *block;
    struct view keys, values;
    char value[256];
};

static bool is_text(const struct block *block, uint64_t number, const char *text)
{
    size_t length = strlen(text);
    return number < block->text_count &&
           (size_t)(block->texts[number].end - block->texts[number].at) == length &&
           memcmp(block->texts[number].at, text, length) == 0;
}

static const char *find_tag(const void *context, const char *key)
{
    struct tags *tags = (struct tags *)(uintptr_t)context;
    struct view keys = tags->keys;
    struct view values = tags->values;
    uint64_t number = 0;
    uint64_t value = 0;
    while (take_varint(&keys, &number) && take_varint(&values, &value)) {
        if (is_text(tags->block, number, key) && value < tags->block->text_count) {
            struct view text = tags->block->texts[value];
            size_t length = (size_t)(text.end - text.at);
            length = length < sizeof tags->value ? length : sizeof tags->value - 1;
            memcpy(tags->value, text.at, length);
            tags->value[length] = '\0';
            return tags->value;
        }
    }
    return NULL;
}

static double degrees(const struct block *block, int64_t offset, uint64_t value)
{
    return 1e-9 * ((double)offset + (double)block->granularity * (double)zigzag(value));
}

static bool read_node(const struct block *block, struct view node)
{
    struct tags tags = {.block = block};
    struct field field;
    uint64_t id = 0;
    uint64_t lat = 0;
    uint64_t lon = 0;
    bool bad = false;
    while (take_field(&node, &field, &bad)) {
        id = field.number == 1 ? field.value : id;
        lat = field.number == 8 ? field.value : lat;
        lon = field.number == 9 ? field.value : lon;
        tags.keys = field.number == 2 ? field.bytes : tags.keys;
        tags.values = field.number == 3 ? field.bytes : tags.values;
    }
    if (!bad) {
        const struct na_street_tags found = {find_tag, &tags};
        block->met(block->context, zigzag(id), degrees(block, block->lat_offset, lat),
                   degrees(block, block->lon_offset, lon), &found);
    }
    return !bad;
}

static enum na_code read_texts(struct block *block, struct view table)
{
    struct field field;
    bool bad = false;
    struct view count = table;
    size_t texts = 0;
    while (take_field(&count, &field, &bad)) {
        texts += field.number == 1;
    }
    if (bad || texts > TEXTS_MAX || block->texts != NULL) {
        return NA_ERR_DATA;
    }
    block->texts = malloc((texts + 1) * sizeof *block->texts);
    if (block->texts == NULL) {
        return NA_ERR_MEMORY;
    }
    while (take_field(&table, &field, &bad)) {
        if (field.number == 1) {
            block->texts[block->text_count++] = field.bytes;
        }
    }
    return NA_OK;
}

/* Fields may stand in any order: what nodes are measured by first, then the groups. */
static enum na_code read_block(struct view bytes, na_pbf_node_met *met, void *context)
{
    struct block block = {.granularity = 100, .met = met, .context = context};
    struct view first = bytes;
    struct field field;
    bool bad = false;
    enum na_code code = NA_OK;
    while (code == NA_OK && take_field(&first, &field, &bad)) {
        code = field.number == 1 ? read_texts(&block, field.bytes) : NA_OK;
        block.granularity = field.number == 17 ? field.value : block.granularity;
        block.lat_offset = field.number == 19 ? (int64_t)field.value : block.lat_offset;
        block.lon_offset = field.number == 20 ? (int64_t)field.value : block.lon_offset;
    }
    while (code == NA_OK && !bad && take_field(&bytes, &field, &bad)) {
        struct view group = field.bytes;
        struct field node;
        while (field.number == 2 && !bad && take_field(&group, &node, &bad)) {
            bad = node.number == 1 && !read_node(&block, node.bytes);
        }
    }
    free(block.texts);
    return code != NA_OK ? code : bad ? NA_ERR_DATA : NA_OK;
}

static enum na_code read_blob(struct view blob, na_pbf_node_met *met, void *context)
{
    struct field field;
    struct view raw = {NULL, NULL};
    struct view packed = {NULL, NULL};
    bool bad = false;
    while (take_field(&blob, &field, &bad)) {
        raw = field.number == 1 ? field.bytes : raw;
        packed = field.number == 3 ? field.bytes : packed;
    }
    if (bad || (raw.at == NULL && packed.at == NULL)) {
        return NA_ERR_DATA; /* packed in a way that nobody uses, or damaged */
    }
    if (raw.at != NULL) {
        return read_block(raw, met, context);
    }
    struct na_buffer text;
    na_buffer_init(&text, BLOCK_MAX);
    enum na_code code =
        na_gunzip_whole_text(packed.at, (size_t)(packed.end - packed.at), BLOCK_MAX, &text, NULL);
    if (code == NA_OK && text.length > 0) {
        const unsigned char *at = (const unsigned char *)text.data;
        code = read_block((struct view){at, at + text.length}, met, context);
    }
    na_buffer_fini(&text);
    return code;
}

enum na_code na_pbf_plain_nodes(const unsigned char *bytes, size_t length, na_pbf_node_met *met,
                                void *context)
{
    struct view file = {bytes, bytes + length};
    enum na_code code = NA_OK;
    while (code == NA_OK && file.at < file.end) {
        struct view size, head, blob;
        struct field field;
        uint64_t blob_length = 0;
        bool is_data = false;
        bool bad = !take_bytes(&file, 4, &size);
        size_t head_length = bad ? 0
                                 : (size_t)size.at[0] << 24 | (size_t)size.at[1] << 16 |
                                       (size_t)size.at[2] << 8 | size.at[3];
        bad = bad || head_length > HEAD_MAX || !take_bytes(&file, head_length, &head);
        while (!bad && take_field(&head, &field, &bad)) {
            is_data = field.number == 1 ? field.bytes.end - field.bytes.at == 7 &&
                                              memcmp(field.bytes.at, "OSMData", 7) == 0
                                        : is_data;
            blob_length = field.number == 3 ? field.value : blob_length;
        }
        if (bad || !take_bytes(&file, blob_length, &blob)) {
            return NA_ERR_DATA;
        }
        code = is_data ? read_blob(blob, met, context) : NA_OK;
    }
    return code;
}
