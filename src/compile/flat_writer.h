/* compile/flat_writer.h - sections growing in memory, then one file image. Private to compile; one
 * thread. */
#ifndef NA_COMPILE_FLAT_WRITER_H
#define NA_COMPILE_FLAT_WRITER_H

#include "base/buffer.h"
#include "base/text.h"
#include "data/flat.h"

struct na_flat_writer {
    struct na_buffer sections[NA_FLAT_SECTIONS];
    uint32_t *table; /* hash table of string offsets: equal texts are stored once */
    size_t table_size;
    size_t table_used;
};

void na_flat_writer_init(struct na_flat_writer *writer);
void na_flat_writer_fini(struct na_flat_writer *writer);
/* Store a text (no NUL inside) and give its offset; "" is always 0. Errors: NA_ERR_LIMIT (4 GiB of
 * texts), NA_ERR_MEMORY. */
NA_MUST_USE enum na_code na_flat_writer_text(struct na_flat_writer *writer, struct na_str text,
                                             uint32_t *ret_offset);
/* Append one item of a section's size. */
NA_MUST_USE enum na_code na_flat_writer_add(struct na_flat_writer *writer, enum na_flat_id id,
                                            const void *item);
/* Items of a section so far. */
size_t na_flat_writer_count(const struct na_flat_writer *writer, enum na_flat_id id);
/* Header, table, sections, checksum, appended to the empty `ret_bytes`. Each section is let go as
 * it is written, so that the file is not held twice: only na_flat_writer_fini may follow. */
NA_MUST_USE enum na_code na_flat_writer_finish(struct na_flat_writer *writer,
                                               struct na_buffer *ret_bytes);

#endif
