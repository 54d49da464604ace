/* The calls of zlib, with limits on what comes out. */
#include "io/gzip.h"

#include <limits.h>
#include <stdlib.h>
#include <zlib.h>

#include "base/fail.h"

/* Level 1: on boundary data it is 4 times as fast as the default 6 for a tenth more bytes, and one
 * loop serves all its connections meanwhile. 15 + 16: largest window, gzip header. */
#define LEVEL 1
#define WINDOW_GZIP (15 + 16)
#define WINDOW_EITHER (15 + 32) /* gzip or zlib, by its first bytes */
#define MEMORY_LEVEL 8
#define PIECE_BYTES ((size_t)64 * 1024)

enum na_code na_gzip(struct na_buffer *body, struct na_buffer *scratch)
{
    z_stream stream = {0};
    if (body->length > UINT_MAX) {
        return NA_ERR_LIMIT;
    }
    if (deflateInit2(&stream, LEVEL, Z_DEFLATED, WINDOW_GZIP, MEMORY_LEVEL, Z_DEFAULT_STRATEGY) !=
        Z_OK) {
        return NA_ERR_MEMORY;
    }
    na_buffer_clear(scratch);
    uLong bound = deflateBound(&stream, (uLong)body->length);
    enum na_code code = bound > UINT_MAX ? NA_ERR_LIMIT : na_buffer_reserve(scratch, bound);
    if (code == NA_OK) {
        stream.next_in = (Bytef *)body->data;
        stream.avail_in = (uInt)body->length;
        stream.next_out = (Bytef *)scratch->data;
        stream.avail_out = (uInt)bound;
        if (deflate(&stream, Z_FINISH) == Z_STREAM_END) {
            scratch->length = stream.total_out;
        } else {
            code = NA_ERR_INTERNAL;
        }
    }
    deflateEnd(&stream);
    if (code == NA_OK) {
        struct na_buffer plain = *body;
        *body = *scratch;
        *scratch = plain;
    }
    return code;
}

bool na_gzip_begins(const char *bytes, size_t length)
{
    return length >= 2 && bytes[0] == '\x1F' && bytes[1] == '\x8B';
}

struct na_gunzip {
    z_stream stream;
    bool between; /* members: the file may end */
};

enum na_code na_gunzip_new(struct na_gunzip **ret_gunzip, struct na_error *reterr)
{
    struct na_gunzip *gunzip = calloc(1, sizeof *gunzip);
    if (gunzip == NULL || inflateInit2(&gunzip->stream, WINDOW_GZIP) != Z_OK) {
        free(gunzip);
        return na_fail_memory(reterr, "reading gzip");
    }
    *ret_gunzip = gunzip;
    return NA_OK;
}

void na_gunzip_free(struct na_gunzip *gunzip)
{
    if (gunzip != NULL) {
        (void)inflateEnd(&gunzip->stream);
        free(gunzip);
    }
}

enum na_code na_gunzip_some(struct na_gunzip *gunzip, const char *from, size_t length, char *to,
                            size_t size, size_t *ret_taken, size_t *ret_given,
                            struct na_error *reterr)
{
    z_stream *stream = &gunzip->stream;
    uInt in = length < UINT_MAX ? (uInt)length : UINT_MAX;
    uInt out = size < UINT_MAX ? (uInt)size : UINT_MAX;
    *ret_taken = 0;
    *ret_given = 0;
    if (in > 0 && gunzip->between) {
        if (inflateReset(stream) != Z_OK) {
            return na_fail(reterr, NA_ERR_INTERNAL, "The gzip reader cannot start again");
        }
        gunzip->between = false;
    }
    stream->next_in = (z_const Bytef *)from;
    stream->avail_in = in;
    stream->next_out = (Bytef *)to;
    stream->avail_out = out;
    int result = inflate(stream, Z_NO_FLUSH);
    *ret_taken = in - stream->avail_in;
    *ret_given = out - stream->avail_out;
    gunzip->between = gunzip->between || result == Z_STREAM_END;
    if (result == Z_MEM_ERROR) {
        return na_fail_memory(reterr, "reading gzip");
    }
    if (result != Z_OK && result != Z_STREAM_END && result != Z_BUF_ERROR) {
        return na_fail(reterr, NA_ERR_DATA, "The gzip file is damaged");
    }
    return NA_OK;
}

bool na_gunzip_whole(const struct na_gunzip *gunzip)
{
    return gunzip->between;
}

/* Inflate until the end of the one text, in pieces that never go beyond `most` + 1 bytes. */
static enum na_code inflate_all(z_stream *stream, size_t most, struct na_buffer *to,
                                struct na_error *reterr)
{
    size_t given = 0;
    int result = Z_OK;
    while (result == Z_OK) {
        size_t room = most + 1 - given < PIECE_BYTES ? most + 1 - given : PIECE_BYTES;
        enum na_code code = na_buffer_reserve(to, room);
        if (code != NA_OK) {
            return na_fail(reterr, code, "It is longer than %zu bytes when unpacked", most);
        }
        stream->next_out = (Bytef *)to->data + to->length;
        stream->avail_out = (uInt)room;
        result = inflate(stream, Z_NO_FLUSH);
        size_t got = room - stream->avail_out;
        to->length += got;
        given += got;
        if (given > most) {
            return na_fail(reterr, NA_ERR_LIMIT, "It is longer than %zu bytes when unpacked", most);
        }
    }
    if (result == Z_MEM_ERROR) {
        return na_fail_memory(reterr, "unpacking a text");
    }
    if (result != Z_STREAM_END) {
        return na_fail(reterr, NA_ERR_DATA, "Its gzip form is %s",
                       result == Z_BUF_ERROR ? "cut short" : "damaged");
    }
    return stream->avail_in == 0 ? NA_OK
                                 : na_fail(reterr, NA_ERR_DATA, "Something stands after its gzip");
}

enum na_code na_gunzip_whole_text(const void *bytes, size_t length, size_t most,
                                  struct na_buffer *to, struct na_error *reterr)
{
    z_stream stream = {0};
    size_t before = to->length;
    if (length > UINT_MAX) {
        return na_fail(reterr, NA_ERR_LIMIT, "It is longer than %u bytes", UINT_MAX);
    }
    stream.next_in = (z_const Bytef *)bytes;
    stream.avail_in = (uInt)length;
    if (inflateInit2(&stream, WINDOW_EITHER) != Z_OK) {
        return na_fail_memory(reterr, "unpacking a text");
    }
    enum na_code code = inflate_all(&stream, most, to, reterr);
    (void)inflateEnd(&stream);
    if (code != NA_OK) {
        to->length = before;
    }
    return code;
}
