/* Comparing, trimming, copying and checking, byte by byte. */
#include "base/text.h"

#include <stdint.h>
#include <string.h>

struct na_str na_str_of(const char *text)
{
    struct na_str view = {text != NULL ? text : "", text != NULL ? strlen(text) : 0};
    return view;
}

bool na_str_equal(struct na_str a, struct na_str b)
{
    return a.length == b.length && (a.length == 0 || memcmp(a.bytes, b.bytes, a.length) == 0);
}

bool na_str_is(struct na_str a, const char *text)
{
    return na_str_equal(a, na_str_of(text));
}

int na_str_compare(struct na_str a, struct na_str b)
{
    size_t common = a.length < b.length ? a.length : b.length;
    int order = common > 0 ? memcmp(a.bytes, b.bytes, common) : 0;
    if (order != 0) {
        return order;
    }
    return (a.length > b.length) - (a.length < b.length);
}

static bool is_space(char c)
{
    return c == ' ' || (c >= '\t' && c <= '\r');
}

struct na_str na_str_trim(struct na_str a)
{
    while (a.length > 0 && is_space(a.bytes[0])) {
        a.bytes++;
        a.length--;
    }
    while (a.length > 0 && is_space(a.bytes[a.length - 1])) {
        a.length--;
    }
    return a;
}

/* Bytes of a blank that `a` begins with, or that it ends with. */
static size_t wide_blank(struct na_str a, bool at_end)
{
    static const char *const blanks[] = {"\xC2\xA0", "\xE2\x80\xAF", "\xEF\xBB\xBF"};
    if (a.length == 0) {
        return 0;
    }
    if (is_space(a.bytes[at_end ? a.length - 1 : 0])) {
        return 1;
    }
    for (size_t i = 0; i < sizeof blanks / sizeof blanks[0]; i++) {
        size_t length = strlen(blanks[i]);
        if (a.length >= length &&
            memcmp(a.bytes + (at_end ? a.length - length : 0), blanks[i], length) == 0) {
            return length;
        }
    }
    return 0;
}

struct na_str na_str_trim_wide(struct na_str a)
{
    size_t length = 0;
    while ((length = wide_blank(a, false)) > 0) {
        a.bytes += length;
        a.length -= length;
    }
    while ((length = wide_blank(a, true)) > 0) {
        a.length -= length;
    }
    return a;
}

bool na_text_copy_str(char *to, size_t size, struct na_str from)
{
    size_t n = from.length;
    bool whole = n < size;
    if (!whole) {
        n = size - 1;
        while (n > 0 && ((unsigned char)from.bytes[n] & 0xC0u) == 0x80u) {
            n--;
        }
    }
    if (n > 0) {
        memmove(to, from.bytes, n);
    }
    to[n] = '\0';
    return whole;
}

bool na_text_copy(char *to, size_t size, const char *from)
{
    return na_text_copy_str(to, size, na_str_of(from));
}

char na_ascii_lower(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

bool na_text_same_fold(const char *a, const char *b)
{
    while (*a != '\0' && na_ascii_lower(*a) == na_ascii_lower(*b)) {
        a++;
        b++;
    }
    return na_ascii_lower(*a) == na_ascii_lower(*b);
}

/* Length of the valid sequence at `p` (n bytes left), or 0. Ranges: RFC 3629, section 4. */
static size_t utf8_sequence(const unsigned char *p, size_t n)
{
    unsigned char lead = p[0];
    if (lead < 0x80) {
        return 1;
    }
    size_t length = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : 2;
    if (lead < 0xC2 || lead > 0xF4 || n < length) {
        return 0;
    }
    unsigned char low = lead == 0xE0 ? 0xA0 : lead == 0xF0 ? 0x90 : 0x80;
    unsigned char high = lead == 0xED ? 0x9F : lead == 0xF4 ? 0x8F : 0xBF;
    if (p[1] < low || p[1] > high) {
        return 0;
    }
    for (size_t i = 2; i < length; i++) {
        if ((p[i] & 0xC0) != 0x80) {
            return 0;
        }
    }
    return length;
}

bool na_utf8_valid(const char *bytes, size_t length)
{
    const unsigned char *p = (const unsigned char *)bytes;
    for (size_t i = 0; i < length;) {
        uint64_t eight;
        if (length - i >= sizeof eight) { /* nearly all is ASCII */
            memcpy(&eight, p + i, sizeof eight);
            if ((eight & UINT64_C(0x8080808080808080)) == 0) {
                i += sizeof eight;
                continue;
            }
        }
        size_t step = utf8_sequence(p + i, length - i);
        if (step == 0) {
            return false;
        }
        i += step;
    }
    return true;
}

void na_text_blank_controls(char *text, size_t length, bool keep_lines)
{
    for (size_t i = 0; i < length; i++) {
        unsigned char c = (unsigned char)text[i];
        if (c == 0xC2 && i + 1 < length && (unsigned char)text[i + 1] < 0xA0) { /* C1 */
            text[i] = ' ';
            text[++i] = ' ';
        } else if (c == 0x7F || (c < 0x20 && !(keep_lines && c == '\n'))) {
            text[i] = ' ';
        }
    }
}

size_t na_utf8_put(unsigned int code_point, char *to)
{
    if (code_point < 0x80) {
        to[0] = (char)code_point;
        return 1;
    }
    size_t length = code_point < 0x800 ? 2 : code_point < 0x10000 ? 3 : 4;
    static const unsigned char leads[5] = {0, 0, 0xC0, 0xE0, 0xF0};
    for (size_t i = length - 1; i > 0; i--) {
        to[i] = (char)(unsigned char)(0x80u | (code_point & 0x3Fu));
        code_point >>= 6;
    }
    to[0] = (char)(unsigned char)(leads[length] | code_point);
    return length;
}

size_t na_text_distance(const char *a, const char *b)
{
    size_t la = strlen(a) < 63 ? strlen(a) : 63;
    size_t lb = strlen(b) < 63 ? strlen(b) : 63;
    size_t row[64];
    for (size_t j = 0; j <= lb; j++) {
        row[j] = j;
    }
    for (size_t i = 1; i <= la; i++) {
        size_t diagonal = row[0];
        row[0] = i;
        for (size_t j = 1; j <= lb; j++) {
            size_t above = row[j];
            size_t best = diagonal + (na_ascii_lower(a[i - 1]) != na_ascii_lower(b[j - 1]));
            best = above + 1 < best ? above + 1 : best;
            row[j] = row[j - 1] + 1 < best ? row[j - 1] + 1 : best;
            diagonal = above;
        }
    }
    return row[lb];
}
