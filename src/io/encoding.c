/* The names that encodings go by, the upper half of CP1252, and UTF-8 with the place where it is
 * none. */
#include "io/encoding.h"

#include <string.h>

/* Code points of Windows-1252's bytes 80..9F; 0: no meaning.
 * https://www.unicode.org/Public/MAPPINGS/VENDORS/MICSFT/WINDOWS/CP1252.TXT */
static const unsigned short cp1252_high[32] = {
    0x20AC, 0,      0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160,
    0x2039, 0x0152, 0,      0x017D, 0,      0,      0x2018, 0x2019, 0x201C, 0x201D, 0x2022,
    0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0,      0x017E, 0x0178,
};

/* Names folded to lower case, without blanks, '-' and '_'. */
static const struct {
    const char *name;
    enum na_encoding encoding;
} names[] = {
    {"utf8", NA_ENCODING_UTF8},      {"65001", NA_ENCODING_UTF8},
    {"cp65001", NA_ENCODING_UTF8},   {"1252", NA_ENCODING_CP1252},
    {"cp1252", NA_ENCODING_CP1252},  {"ansi1252", NA_ENCODING_CP1252},
    {"win1252", NA_ENCODING_CP1252}, {"windows1252", NA_ENCODING_CP1252},
    {"88591", NA_ENCODING_LATIN1},   {"iso88591", NA_ENCODING_LATIN1},
    {"latin1", NA_ENCODING_LATIN1},  {"cp28591", NA_ENCODING_LATIN1},
    {"28591", NA_ENCODING_LATIN1},   {"ascii", NA_ENCODING_ASCII},
    {"usascii", NA_ENCODING_ASCII},  {"20127", NA_ENCODING_ASCII},
};

static bool is_ignored(char c)
{
    return c == ' ' || c == '-' || c == '_' || (c >= '\t' && c <= '\r');
}

bool na_encoding_recognise(struct na_str name, enum na_encoding *ret_encoding)
{
    char folded[16];
    size_t length = 0;
    for (size_t i = 0; i < name.length; i++) {
        if (is_ignored(name.bytes[i])) {
            continue;
        }
        if (length == sizeof folded) {
            return false;
        }
        folded[length++] = na_ascii_lower(name.bytes[i]);
    }
    struct na_str text = {folded, length};
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        if (na_str_is(text, names[i].name)) {
            *ret_encoding = names[i].encoding;
            return true;
        }
    }
    return false;
}

/* Code point of a byte that is NUL or >= 80, or 0 if it has none. */
static unsigned int high_code_point(enum na_encoding encoding, unsigned char byte)
{
    if (byte == 0 || encoding == NA_ENCODING_ASCII) {
        return 0;
    }
    if (encoding == NA_ENCODING_CP1252 && byte < 0xA0) {
        return cp1252_high[byte - 0x80];
    }
    return byte;
}

static size_t ascii_run(struct na_str bytes, size_t from)
{
    size_t end = from;
    while (end < bytes.length && bytes.bytes[end] != '\0' &&
           (unsigned char)bytes.bytes[end] < 0x80) {
        end++;
    }
    return end - from;
}

/* Each byte above ASCII on its own, runs of ASCII copied whole. */
static enum na_code single_bytes(enum na_encoding encoding, struct na_str bytes,
                                 struct na_buffer *to, size_t *ret_at)
{
    for (size_t i = 0; i < bytes.length;) {
        size_t run = ascii_run(bytes, i);
        enum na_code code = na_buffer_append(to, bytes.bytes + i, run);
        if (code != NA_OK) {
            return code;
        }
        i += run;
        if (i == bytes.length) {
            break;
        }
        unsigned int code_point = high_code_point(encoding, (unsigned char)bytes.bytes[i]);
        if (code_point == 0) {
            *ret_at = i;
            return NA_ERR_DATA;
        }
        char text[4];
        code = na_buffer_append(to, text, na_utf8_put(code_point, text));
        if (code != NA_OK) {
            return code;
        }
        i++;
    }
    return NA_OK;
}

/* Offset of the first byte that begins no valid character, or the length. */
static size_t utf8_fault(struct na_str bytes)
{
    size_t i = 0;
    while (i < bytes.length) {
        size_t run = ascii_run(bytes, i);
        i += run;
        size_t step = 1;
        while (i < bytes.length && step <= 4 && step <= bytes.length - i &&
               !na_utf8_valid(bytes.bytes + i, step)) {
            step++;
        }
        if (i < bytes.length && (bytes.bytes[i] == '\0' || step > 4 || step > bytes.length - i)) {
            return i;
        }
        i += i < bytes.length ? step : 0;
    }
    return i;
}

enum na_code na_encoding_to_utf8(enum na_encoding encoding, struct na_str bytes,
                                 struct na_buffer *to, size_t *ret_at)
{
    size_t before = to->length;
    size_t at = 0;
    enum na_code code;
    if (encoding != NA_ENCODING_UTF8) {
        code = single_bytes(encoding, bytes, to, &at);
    } else if (memchr(bytes.length > 0 ? bytes.bytes : "", '\0', bytes.length) == NULL &&
               na_utf8_valid(bytes.bytes, bytes.length)) {
        code = na_buffer_append(to, bytes.bytes, bytes.length);
    } else {
        at = utf8_fault(bytes);
        code = NA_ERR_DATA;
    }
    if (code != NA_OK) {
        to->length = before; /* all or nothing */
    }
    if (code == NA_ERR_DATA && ret_at != NULL) {
        *ret_at = at;
    }
    return code;
}

const char *na_encoding_name(enum na_encoding encoding)
{
    return encoding == NA_ENCODING_UTF8     ? "UTF-8"
           : encoding == NA_ENCODING_CP1252 ? "CP1252"
           : encoding == NA_ENCODING_LATIN1 ? "ISO-8859-1"
                                            : "ASCII";
}

enum na_code na_encoding_read(enum na_encoding encoding, struct na_str bytes, struct na_buffer *to)
{
    enum na_code code = NA_OK;
    while (bytes.length > 0 && code == NA_OK) {
        size_t at = 0;
        code = na_encoding_to_utf8(encoding, bytes, to, &at);
        if (code != NA_ERR_DATA) {
            return code;
        }
        struct na_str good = {bytes.bytes, at};
        struct na_str odd = {bytes.bytes + at, 1};
        code = na_encoding_to_utf8(encoding, good, to, NULL);
        if (code == NA_OK && bytes.bytes[at] == '\0') {
            code = na_buffer_append(to, "", 1);
        } else if (code == NA_OK) {
            code = na_encoding_to_utf8(NA_ENCODING_CP1252, odd, to, NULL);
            code =
                code == NA_ERR_DATA ? na_encoding_to_utf8(NA_ENCODING_LATIN1, odd, to, NULL) : code;
        }
        bytes = (struct na_str){bytes.bytes + at + 1, bytes.length - at - 1};
    }
    return code;
}
