#include "http/gzip.h"

#include <limits.h>
#include <zlib.h>

/* Level 1: on boundary data it is 4 times as fast as the default 6 for a tenth more bytes, and one
 * loop serves all its connections meanwhile. 15 + 16: largest window, gzip header. */
#define LEVEL 1
#define WINDOW_GZIP (15 + 16)
#define MEMORY_LEVEL 8

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
