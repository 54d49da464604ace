/* Each section is a buffer that grows; texts are kept once, found by an open hash table. At the end
 * the sections are laid one after another, aligned, with header, table and checksum. The same input
 * gives the same bytes. */
#include "compile/flat_writer.h"

#include <stdlib.h>
#include <string.h>

#include "data/checksum.h"

void na_flat_writer_init(struct na_flat_writer *writer)
{
    memset(writer, 0, sizeof *writer);
    for (int i = 0; i < NA_FLAT_SECTIONS; i++) {
        na_buffer_init(&writer->sections[i], i == NA_FLAT_STRINGS ? UINT32_MAX : NA_FLAT_LIMIT);
    }
}

void na_flat_writer_fini(struct na_flat_writer *writer)
{
    for (int i = 0; i < NA_FLAT_SECTIONS; i++) {
        na_buffer_fini(&writer->sections[i]);
    }
    free(writer->table);
    writer->table = NULL;
}

/* The slot that holds `text`, or the free one where it belongs. The table is never full. */
static size_t find_slot(const struct na_flat_writer *writer, const uint32_t *table, size_t size,
                        struct na_str text)
{
    const char *pool = writer->sections[NA_FLAT_STRINGS].data;
    size_t slot = (size_t)na_checksum(text.bytes, text.length) & (size - 1);
    while (table[slot] != 0) {
        const char *stored = pool + table[slot];
        if (strncmp(stored, text.bytes, text.length) == 0 && stored[text.length] == '\0') {
            break;
        }
        slot = (slot + 1) & (size - 1);
    }
    return slot;
}

static enum na_code grow_table(struct na_flat_writer *writer)
{
    if (writer->table_used * 2 < writer->table_size) {
        return NA_OK;
    }
    size_t size = writer->table_size == 0 ? 1024 : writer->table_size * 2;
    uint32_t *table = calloc(size, sizeof *table);
    if (table == NULL) {
        return NA_ERR_MEMORY;
    }
    for (size_t i = 0; i < writer->table_size; i++) {
        if (writer->table[i] != 0) {
            const char *text = writer->sections[NA_FLAT_STRINGS].data + writer->table[i];
            table[find_slot(writer, table, size, na_str_of(text))] = writer->table[i];
        }
    }
    free(writer->table);
    writer->table = table;
    writer->table_size = size;
    return NA_OK;
}

enum na_code na_flat_writer_text(struct na_flat_writer *writer, struct na_str text,
                                 uint32_t *ret_offset)
{
    struct na_buffer *pool = &writer->sections[NA_FLAT_STRINGS];
    enum na_code code = pool->length == 0 ? na_buffer_append(pool, "", 1) : NA_OK;
    if (code == NA_OK && text.length == 0) {
        *ret_offset = 0;
        return NA_OK;
    }
    if (code == NA_OK) {
        code = grow_table(writer);
    }
    if (code != NA_OK) {
        return code;
    }
    size_t slot = find_slot(writer, writer->table, writer->table_size, text);
    if (writer->table[slot] == 0) {
        size_t offset = pool->length;
        code = na_buffer_reserve(pool, text.length + 1);
        if (code != NA_OK) {
            return code;
        }
        memcpy(pool->data + offset, text.bytes, text.length);
        pool->data[offset + text.length] = '\0';
        pool->length += text.length + 1;
        writer->table[slot] = (uint32_t)offset;
        writer->table_used++;
    }
    *ret_offset = writer->table[slot];
    return NA_OK;
}

enum na_code na_flat_writer_add(struct na_flat_writer *writer, enum na_flat_id id, const void *item)
{
    return na_buffer_append(&writer->sections[id], item, na_flat_item_bytes(id));
}

size_t na_flat_writer_count(const struct na_flat_writer *writer, enum na_flat_id id)
{
    return writer->sections[id].length / na_flat_item_bytes(id);
}

/* Bytes of the whole file, at most. */
static size_t file_bytes(const struct na_flat_writer *writer)
{
    size_t bytes =
        sizeof(struct na_flat_header) + NA_FLAT_SECTIONS * sizeof(struct na_flat_section);
    for (int i = 0; i < NA_FLAT_SECTIONS; i++) {
        bytes += writer->sections[i].length + NA_FLAT_ALIGNMENT;
    }
    return bytes + NA_FLAT_ALIGNMENT;
}

/* Room for header and table, then each section; fills in `table`. */
static enum na_code append_sections(struct na_flat_writer *writer, struct na_flat_section *table,
                                    struct na_buffer *to)
{
    static const char zeros[sizeof(struct na_flat_header)] = {0};
    enum na_code code = na_buffer_reserve(to, file_bytes(writer));
    if (code == NA_OK) {
        code = na_buffer_append(to, zeros, sizeof zeros);
    }
    if (code == NA_OK) {
        code = na_buffer_append(to, table, NA_FLAT_SECTIONS * sizeof *table);
    }
    for (int i = 0; code == NA_OK && i < NA_FLAT_SECTIONS; i++) {
        code = na_buffer_align(to, NA_FLAT_ALIGNMENT);
        table[i] = (struct na_flat_section){.id = (uint32_t)i,
                                            .item_bytes = na_flat_item_bytes((enum na_flat_id)i),
                                            .offset = to->length,
                                            .length = writer->sections[i].length};
        if (code == NA_OK) {
            code = na_buffer_append(to, writer->sections[i].data, writer->sections[i].length);
        }
        na_buffer_fini(&writer->sections[i]);
    }
    return code == NA_OK ? na_buffer_align(to, NA_FLAT_ALIGNMENT) : code;
}

enum na_code na_flat_writer_finish(struct na_flat_writer *writer, struct na_buffer *ret_bytes)
{
    struct na_flat_section table[NA_FLAT_SECTIONS];
    memset(table, 0, sizeof table);
    enum na_code code = append_sections(writer, table, ret_bytes);
    if (code != NA_OK) {
        return code;
    }
    struct na_flat_header header = {.magic = NA_FLAT_MAGIC,
                                    .byte_order = NA_FLAT_BYTE_ORDER,
                                    .version = NA_FLAT_VERSION,
                                    .length = ret_bytes->length,
                                    .section_count = NA_FLAT_SECTIONS};
    memcpy(ret_bytes->data, &header, sizeof header);
    memcpy(ret_bytes->data + sizeof header, table, sizeof table);
    header.checksum =
        na_checksum(ret_bytes->data + NA_FLAT_UNSUMMED, ret_bytes->length - NA_FLAT_UNSUMMED);
    memcpy(ret_bytes->data, &header, sizeof header);
    return NA_OK;
}
