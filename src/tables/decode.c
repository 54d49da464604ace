/* UTF-16 is decoded by hand in pieces of any size, with a half character kept between two.
 * Encodings of single bytes go through io/encoding.h. A byte that means nothing is refused, never
 * replaced. */
#include "tables/decode.h"

#include <stdlib.h>
#include <string.h>

#include "base/fail.h"

#define RAW_BYTES ((size_t)32 * 1024)

struct decoding {
    struct na_bytes bytes;
    bool wide; /* UTF-16, else `encoding` */
    struct na_utf16 utf16;
    enum na_encoding encoding;
    char raw[RAW_BYTES];
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

static enum na_code fail_utf16(struct na_error *reterr)
{
    (void)na_fail(reterr, NA_ERR_DATA, "The text is not valid UTF-16");
    return na_fail_at(reterr, NA_ERR_DATA, NULL, 0, NULL, "Save it again, as UTF-8");
}

static unsigned int unit_of(const struct na_utf16 *utf16, const char *bytes)
{
    unsigned int first = (unsigned char)bytes[0];
    unsigned int second = (unsigned char)bytes[1];
    return utf16->big_endian ? first << 8 | second : second << 8 | first;
}

/* Put the character of `left`, if it is whole. */
static enum na_code put_left(struct na_utf16 *utf16, struct na_buffer *to, struct na_error *reterr)
{
    unsigned int unit = unit_of(utf16, utf16->left);
    if (unit >= 0xD800 && unit < 0xE000) {
        if (unit >= 0xDC00) {
            return fail_utf16(reterr);
        }
        if (utf16->left_length < 4) {
            return NA_OK;
        }
        unsigned int low = unit_of(utf16, utf16->left + 2);
        if (low < 0xDC00 || low > 0xDFFF) {
            return fail_utf16(reterr);
        }
        unit = 0x10000 + ((unit - 0xD800) << 10) + (low - 0xDC00);
    }
    char text[4];
    utf16->left_length = 0;
    enum na_code code = na_buffer_append(to, text, na_utf8_put(unit, text));
    return code == NA_OK ? NA_OK : na_fail(reterr, code, "There is no room for the text");
}

/* The first two bytes tell the order, as a mark, which is taken away, or by which of them is 0. */
static void begin(struct na_utf16 *utf16)
{
    unsigned char first = (unsigned char)utf16->left[0];
    unsigned char second = (unsigned char)utf16->left[1];
    bool marked = (first == 0xFE && second == 0xFF) || (first == 0xFF && second == 0xFE);
    utf16->big_endian = first == (marked ? 0xFE : 0);
    utf16->left_length = marked ? 0 : utf16->left_length;
}

enum na_code na_utf16_take(struct na_utf16 *utf16, struct na_str bytes, bool final,
                           struct na_buffer *to, struct na_error *reterr)
{
    enum na_code code = NA_OK;
    for (size_t i = 0; i < bytes.length && code == NA_OK; i++) {
        utf16->left[utf16->left_length++] = bytes.bytes[i];
        if (utf16->left_length % 2 != 0) {
            continue;
        }
        if (!utf16->begun) {
            utf16->begun = true;
            begin(utf16);
        }
        code = utf16->left_length > 0 ? put_left(utf16, to, reterr) : NA_OK;
    }
    return code == NA_OK && final && utf16->left_length > 0 ? fail_utf16(reterr) : code;
}

static enum na_code take_encoding(struct decoding *decoding, struct na_str raw,
                                  struct na_error *reterr)
{
    size_t fault = 0;
    enum na_code code = na_encoding_to_utf8(decoding->encoding, raw, &decoding->text, &fault);
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
            decoding->bytes.read(decoding->bytes.state, decoding->raw, RAW_BYTES, &got, reterr);
        if (code != NA_OK) {
            return code;
        }
        struct na_str raw = {decoding->raw, got};
        code = decoding->wide
                   ? na_utf16_take(&decoding->utf16, raw, got == 0, &decoding->text, reterr)
                   : take_encoding(decoding, raw, reterr);
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
    decoding->utf16 = (struct na_utf16){.begun = false};
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
