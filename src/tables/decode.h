/* tables/decode.h - streams of other encodings as UTF-8, pulled or pushed. Private to tables. */
#ifndef NA_TABLES_DECODE_H
#define NA_TABLES_DECODE_H

#include "io/encoding.h"
#include "tables/bytes.h"

/* UTF-16, with its mark or without, that comes in pieces. Zeroed at first. */
struct na_utf16 {
    bool big_endian, begun;
    char left[4]; /* a character that is cut */
    size_t left_length;
};
/* Append the next `bytes` to `to` as UTF-8, without the mark; `final`: there are no more. Errors:
 * NA_ERR_DATA, NA_ERR_LIMIT and NA_ERR_MEMORY of `to`. */
NA_MUST_USE enum na_code na_utf16_take(struct na_utf16 *utf16, struct na_str bytes, bool final,
                                       struct na_buffer *to, struct na_error *reterr);

/* UTF-16 as UTF-8 without a mark; takes `bytes` over, also on failure. What is no UTF-16
 * ends the stream with NA_ERR_DATA. */
NA_MUST_USE enum na_code na_bytes_from_utf16(struct na_bytes bytes, struct na_bytes *ret_bytes,
                                             struct na_error *reterr);
/* An encoding of single bytes as UTF-8; takes `bytes` over, also on failure. */
NA_MUST_USE enum na_code na_bytes_from_encoding(struct na_bytes bytes, enum na_encoding encoding,
                                                struct na_bytes *ret_bytes,
                                                struct na_error *reterr);

#endif
