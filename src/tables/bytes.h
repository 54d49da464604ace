/* tables/bytes.h - a stream of bytes from somewhere: a file, a member of a zip, gzip, memory. What
 * the readers of tables are stacked from, and what members of zip files come as. */
#ifndef NA_TABLES_BYTES_H
#define NA_TABLES_BYTES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <nearaid/error.h>

#include "base/buffer.h"

/* One thread at a time. `close` may be NULL. */
struct na_bytes {
    /* Up to `size` (above 0) bytes; *ret_length 0: the end, after which it is not asked again. */
    enum na_code (*read)(void *state, char *to, size_t size, size_t *ret_length,
                         struct na_error *reterr);
    void (*close)(void *state);
    void *state;
};

/* A file, or standard input for "-". Errors: NA_ERR_IO, NA_ERR_MEMORY. Reading fails with NA_ERR_IO
 * where a file ends before the length that it had when it was opened. */
NA_MUST_USE enum na_code na_bytes_open(const char *path, struct na_bytes *ret_bytes,
                                       struct na_error *reterr);
/* What gzip holds; takes `packed` over, also on failure. Errors: NA_ERR_MEMORY. */
NA_MUST_USE enum na_code na_bytes_gunzip(struct na_bytes packed, struct na_bytes *ret_bytes,
                                         struct na_error *reterr);
/* `head` (taken over and emptied), then what is left of `rest` (taken over, also on failure). */
NA_MUST_USE enum na_code na_bytes_join(struct na_buffer *head, struct na_bytes rest,
                                       struct na_bytes *ret_bytes, struct na_error *reterr);
/* Text without its last lines that hold nothing but blanks and `separator`: what a spreadsheet
 * writes for rows that are empty. Takes `bytes` over, also on failure. Errors: NA_ERR_MEMORY. */
NA_MUST_USE enum na_code na_bytes_without_tail(struct na_bytes bytes, char separator,
                                               struct na_bytes *ret_bytes, struct na_error *reterr);
/* Read until `to` holds `wanted` bytes or the stream ends. */
NA_MUST_USE enum na_code na_bytes_fill(struct na_bytes *bytes, size_t wanted, struct na_buffer *to,
                                       bool *ret_ended, struct na_error *reterr);
void na_bytes_close(struct na_bytes *bytes);

#endif
