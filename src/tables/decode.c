#include "tables/decode.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "base/fail.h"

#define RAW_BYTES ((size_t)32 * 1024)

struct decoding {
    struct na_bytes bytes;
    bool wide; /* UTF-16, else `encoding` */
    bool big_endian, marked;
    enum na_encoding encoding;
    char raw[RAW_BYTES];
    size_t length; /* of `raw`: what is left of the last piece */
    struct na_buffer text;
    size_t at;
};

static void close_decoding(void *state)
{
    struct decoding *decoding = state;
    na_bytes_close(&decoding->bytes);
    na_buffer_fini(&decoding->text);
    free(decoding);
}

static unsigned int unit_at(const struct decoding *decoding, size_t at)
{
    unsigned int first = (unsigned char)decoding->raw[at];
    unsigned int second = (unsigned char)decoding->raw[at + 1];
    return decoding->big_endian ? first << 8 | second : second << 8 | first;
}

static enum na_code fail_utf16(struct na_error *reterr)
{
    (void)na_fail(reterr, NA_ERR_DATA, "The text is not valid UTF-16");
    return na_fail_at(reterr, NA_ERR_DATA, NULL, 0, NULL, "Save it again, as UTF-8");
}

/* Whole characters of `raw` to `text`; what is cut stays. */
static enum na_code take_utf16(struct decoding *decoding, bool final, struct na_error *reterr)
{
    size_t at = 0;
    if (!decoding->marked && decoding->length >= 2) {
        decoding->big_endian = (unsigned char)decoding->raw[0] == 0xFE;
        decoding->marked = true;
        at = 2;
    }
    while (decoding->length - at >= 2) {
        unsigned int unit = unit_at(decoding, at);
        size_t taken = 2;
        if (unit >= 0xD800 && unit < 0xE000) {
            if (unit >= 0xDC00 || (final && decoding->length - at < 4)) {
                return fail_utf16(reterr);
            }
            if (decoding->length - at < 4) {
                break;
            }
            unsigned int low = unit_at(decoding, at + 2);
            if (low < 0xDC00 || low > 0xDFFF) {
                return fail_utf16(reterr);
            }
            unit = 0x10000 + ((unit - 0xD800) << 10) + (low - 0xDC00);
            taken = 4;
        }
        char text[4];
        if (na_buffer_append(&decoding->text, text, na_utf8_put(unit, text)) != NA_OK) {
            return na_fail_memory(reterr, "reading UTF-16");
        }
        at += taken;
    }
    decoding->length -= at;
    memmove(decoding->raw, decoding->raw + at, decoding->length);
    return final && decoding->length > 0 ? fail_utf16(reterr) : NA_OK;
}

static enum na_code take_encoding(struct decoding *decoding, struct na_error *reterr)
{
    size_t fault = 0;
    struct na_str raw = {decoding->raw, decoding->length};
    enum na_code code = na_encoding_to_utf8(decoding->encoding, raw, &decoding->text, &fault);
    decoding->length = 0;
    if (code == NA_ERR_DATA) {
        (void)na_fail(reterr, code, "A byte has no meaning in the encoding of the file");
        return na_fail_at(reterr, code, NULL, 0, NULL,
                          "Give its true --encoding, or save it as "
                          "UTF-8");
    }
    return code == NA_OK ? NA_OK : na_fail_memory(reterr, "reading a text");
}

static enum na_code read_decoding(void *state, char *to, size_t size, size_t *ret_length,
                                  struct na_error *reterr)
{
    struct decoding *decoding = state;
    while (decoding->at == decoding->text.length) {
        size_t got = 0;
        na_buffer_clear(&decoding->text);
        decoding->at = 0;
        enum na_code code =
            decoding->bytes.read(decoding->bytes.state, decoding->raw + decoding->length,
                                 RAW_BYTES - decoding->length, &got, reterr);
        if (code != NA_OK) {
            return code;
        }
        decoding->length += got;
        code = decoding->wide ? take_utf16(decoding, got == 0, reterr)
                              : take_encoding(decoding, reterr);
        if (code != NA_OK) {
            return code;
        }
        if (got == 0 && decoding->text.length == 0) {
            *ret_length = 0;
            return NA_OK;
        }
    }
    size_t left = decoding->text.length - decoding->at;
    *ret_length = left < size ? left : size;
    memcpy(to, decoding->text.data + decoding->at, *ret_length);
    decoding->at += *ret_length;
    return NA_OK;
}

static enum na_code start(struct na_bytes bytes, bool wide, enum na_encoding encoding,
                          struct na_bytes *ret_bytes, struct na_error *reterr)
{
    struct decoding *decoding = malloc(sizeof *decoding);
    if (decoding == NULL) {
        na_bytes_close(&bytes);
        return na_fail_memory(reterr, "reading a text");
    }
    decoding->bytes = bytes;
    decoding->wide = wide;
    decoding->encoding = encoding;
    decoding->big_endian = false;
    decoding->marked = false;
    decoding->length = 0;
    decoding->at = 0;
    na_buffer_init(&decoding->text, 4 * RAW_BYTES);
    *ret_bytes = (struct na_bytes){read_decoding, close_decoding, decoding};
    return NA_OK;
}

enum na_code na_bytes_from_utf16(struct na_bytes bytes, struct na_bytes *ret_bytes,
                                 struct na_error *reterr)
{
    return start(bytes, true, NA_ENCODING_UTF8, ret_bytes, reterr);
}

enum na_code na_bytes_from_encoding(struct na_bytes bytes, enum na_encoding encoding,
                                    struct na_bytes *ret_bytes, struct na_error *reterr)
{
    return start(bytes, false, encoding, ret_bytes, reterr);
}
