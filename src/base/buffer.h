/* base/buffer.h - a byte buffer that grows up to a limit it was born with. */
#ifndef NA_BASE_BUFFER_H
#define NA_BASE_BUFFER_H

#include <stddef.h>
#include <stdint.h>

#include <nearaid/error.h>

/* A plain value; initialise with na_buffer_init, release with na_buffer_fini. `data` is NULL while
 * nothing was stored. After a failed append the content is unchanged. Not thread-safe. */
struct na_buffer {
    char *data;
    size_t length;
    size_t capacity;
    size_t limit; /* bytes; an append beyond it fails with NA_ERR_LIMIT */
};

void na_buffer_init(struct na_buffer *buffer, size_t limit_bytes);
void na_buffer_fini(struct na_buffer *buffer);
/* Forget the content, keep the memory. */
void na_buffer_clear(struct na_buffer *buffer);
/* Make room for `extra` bytes after the content. Errors: NA_ERR_LIMIT, NA_ERR_MEMORY. */
NA_MUST_USE enum na_code na_buffer_reserve(struct na_buffer *buffer, size_t extra);
/* Append `length` bytes (NULL only with length 0). Errors as na_buffer_reserve. */
NA_MUST_USE enum na_code na_buffer_append(struct na_buffer *buffer, const void *bytes,
                                          size_t length);
/* Append a NUL-terminated text without its NUL. */
NA_MUST_USE enum na_code na_buffer_text(struct na_buffer *buffer, const char *text);
/* Append printf-style output (any length). */
NA_MUST_USE enum na_code na_buffer_printf(struct na_buffer *buffer, const char *format, ...)
    NA_PRINTF(2, 3);
/* Append zero bytes until length is a multiple of `alignment` (a power of two). */
NA_MUST_USE enum na_code na_buffer_align(struct na_buffer *buffer, size_t alignment);
/* Put a NUL after the content (not counted in length) and return data, or NULL on no memory. */
char *na_buffer_terminate(struct na_buffer *buffer);
/* Hand the memory over to the caller (free with free()); the buffer is empty after. NULL if
 * nothing was stored. */
void *na_buffer_take(struct na_buffer *buffer);

#endif
