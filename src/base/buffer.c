/* Doubles its room until the limit, and says so when the limit or the memory is reached. */
#include "base/buffer.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "base/format.h"

void na_buffer_init(struct na_buffer *buffer, size_t limit_bytes)
{
    *buffer = (struct na_buffer){.limit = limit_bytes};
}

void na_buffer_fini(struct na_buffer *buffer)
{
    free(buffer->data);
    *buffer = (struct na_buffer){.limit = buffer->limit};
}

void na_buffer_clear(struct na_buffer *buffer)
{
    buffer->length = 0;
}

/* One byte more than asked, so that na_buffer_terminate never fails after a success. */
enum na_code na_buffer_reserve(struct na_buffer *buffer, size_t extra)
{
    if (extra > buffer->limit || buffer->length > buffer->limit - extra) {
        return NA_ERR_LIMIT;
    }
    size_t needed = buffer->length + extra;
    if (needed == SIZE_MAX) {
        return NA_ERR_LIMIT; /* no room to count the NUL */
    }
    if (needed < buffer->capacity) {
        return NA_OK;
    }
    size_t capacity = buffer->capacity < 64 ? 64 : buffer->capacity;
    while (capacity <= needed) {
        capacity = capacity > SIZE_MAX / 2 ? needed + 1 : capacity * 2;
    }
    if (capacity - 1 > buffer->limit) { /* limit + 1 might wrap to 0 */
        capacity = buffer->limit + 1;
    }
    char *data = realloc(buffer->data, capacity);
    if (data == NULL) {
        return NA_ERR_MEMORY;
    }
    buffer->data = data;
    buffer->capacity = capacity;
    return NA_OK;
}

enum na_code na_buffer_append(struct na_buffer *buffer, const void *bytes, size_t length)
{
    enum na_code code = na_buffer_reserve(buffer, length);
    if (code == NA_OK && length > 0) {
        memcpy(buffer->data + buffer->length, bytes, length);
        buffer->length += length;
    }
    return code;
}

enum na_code na_buffer_text(struct na_buffer *buffer, const char *text)
{
    return na_buffer_append(buffer, text, strlen(text));
}

/* Most texts fit the room there is; one that does not is written twice. */
enum na_code na_buffer_printf(struct na_buffer *buffer, const char *format, ...)
{
    va_list args;
    size_t room = buffer->capacity - buffer->length;
    va_start(args, format);
    int length = na_vformat(room > 0 ? buffer->data + buffer->length : NULL, room, format, args);
    va_end(args);
    if (length < 0) {
        return NA_ERR_INTERNAL;
    }
    enum na_code code = na_buffer_reserve(buffer, (size_t)length);
    if (code != NA_OK) {
        return code;
    }
    if ((size_t)length >= room) {
        va_start(args, format);
        (void)na_vformat(buffer->data + buffer->length, (size_t)length + 1, format, args);
        va_end(args);
    }
    buffer->length += (size_t)length;
    return NA_OK;
}

enum na_code na_buffer_align(struct na_buffer *buffer, size_t alignment)
{
    size_t extra = (alignment - (buffer->length & (alignment - 1))) & (alignment - 1);
    enum na_code code = na_buffer_reserve(buffer, extra);
    if (code == NA_OK && extra > 0) {
        memset(buffer->data + buffer->length, 0, extra);
        buffer->length += extra;
    }
    return code;
}

char *na_buffer_terminate(struct na_buffer *buffer)
{
    if (na_buffer_reserve(buffer, 0) != NA_OK) {
        return NULL;
    }
    buffer->data[buffer->length] = '\0';
    return buffer->data;
}

void *na_buffer_take(struct na_buffer *buffer)
{
    void *data = buffer->data;
    *buffer = (struct na_buffer){.limit = buffer->limit};
    return data;
}
