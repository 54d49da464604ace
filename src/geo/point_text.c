/* Two readers behind one door: of well-known text, and of its binary form in hexadecimal digits. */
#include "geo/point_text.h"

#include <math.h>
#include <string.h>

#include "base/number.h"

static const char not_a_point[] = "not a POINT in well-known text or binary";

/* What is left of a text. */
struct cursor {
    const char *at, *end;
};

static void skip_blanks(struct cursor *cursor)
{
    while (cursor->at < cursor->end &&
           (*cursor->at == ' ' || *cursor->at == '\t' || *cursor->at == '\n')) {
        cursor->at++;
    }
}

/* The next run of letters, if it is `word`. */
static bool take_word(struct cursor *cursor, const char *word)
{
    struct cursor next = *cursor;
    skip_blanks(&next);
    while (*word != '\0' && next.at < next.end && na_ascii_lower(*next.at) == *word) {
        next.at++;
        word++;
    }
    char after = next.at < next.end ? na_ascii_lower(*next.at) : ' ';
    if (*word != '\0' || (after >= 'a' && after <= 'z')) {
        return false;
    }
    *cursor = next;
    return true;
}

static bool take(struct cursor *cursor, char sign)
{
    skip_blanks(cursor);
    if (cursor->at == cursor->end || *cursor->at != sign) {
        return false;
    }
    cursor->at++;
    return true;
}

static bool take_number(struct cursor *cursor, double *ret_number)
{
    skip_blanks(cursor);
    struct na_str text = {cursor->at, 0};
    while (cursor->at < cursor->end && strchr(" \t\n(),", *cursor->at) == NULL) {
        cursor->at++;
        text.length++;
    }
    return text.length > 0 && na_number_read(text, NA_NUMBER_POINT, ret_number) == NA_NUMBER_GOOD;
}

/* "SRID=27700;"; without it nothing is taken. */
static bool take_srid(struct cursor *cursor, uint32_t *ret_srid)
{
    struct cursor next = *cursor;
    *ret_srid = 0;
    if (!take_word(&next, "srid")) {
        return true;
    }
    if (!take(&next, '=')) {
        return false;
    }
    uint32_t srid = 0;
    size_t digits = 0;
    for (; next.at < next.end && *next.at >= '0' && *next.at <= '9' && digits < 9; next.at++) {
        srid = srid * 10 + (uint32_t)(*next.at - '0');
        digits++;
    }
    if (digits == 0 || !take(&next, ';')) {
        return false;
    }
    *ret_srid = srid;
    *cursor = next;
    return true;
}

static const char *read_text(struct na_str text, struct na_point_text *ret_point)
{
    struct cursor cursor = {text.bytes, text.bytes + text.length};
    struct na_point_text point = {.is_empty = false};
    if (!take_srid(&cursor, &point.srid)) {
        return not_a_point;
    }
    bool several = take_word(&cursor, "multipoint");
    if (!several && !take_word(&cursor, "point")) {
        return not_a_point;
    }
    (void)(take_word(&cursor, "zm") || take_word(&cursor, "z") || take_word(&cursor, "m"));
    if (take_word(&cursor, "empty")) {
        point.is_empty = true;
        skip_blanks(&cursor);
        *ret_point = point;
        return cursor.at == cursor.end ? NULL : not_a_point;
    }
    double rest;
    size_t count = 2;
    bool good = take(&cursor, '(');
    bool inner = several && take(&cursor, '(');
    good = good && take_number(&cursor, &point.x) && take_number(&cursor, &point.y);
    if (!good) {
        return "a POINT without two numbers";
    }
    while (count < 4 && take_number(&cursor, &rest)) {
        count++;
    }
    if (several && take(&cursor, ',')) {
        return "several points in one";
    }
    good = (!inner || take(&cursor, ')')) && take(&cursor, ')');
    skip_blanks(&cursor);
    if (!good || cursor.at != cursor.end) {
        return several ? "several points in one" : not_a_point;
    }
    *ret_point = point;
    return NULL;
}

static int hex_digit(char c)
{
    char lower = na_ascii_lower(c);
    return c >= '0' && c <= '9' ? c - '0' : lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
}

/* Bytes of the binary form: marks, SRID and four numbers; in a MULTIPOINT a point after a head. */
#define WKB_BYTES_MAX (1 + 4 + 4 + 4 + 1 + 4 + 4 + 4 * 8)
#define WKB_Z 0x80000000u
#define WKB_M 0x40000000u
#define WKB_SRID 0x20000000u

struct binary {
    unsigned char bytes[WKB_BYTES_MAX];
    size_t length, at;
    bool little;
};

static uint64_t take_bytes(struct binary *binary, size_t count)
{
    uint64_t value = 0;
    for (size_t i = 0; i < count; i++) {
        size_t from = binary->at + (binary->little ? count - 1 - i : i);
        value = value << 8 | (from < binary->length ? binary->bytes[from] : 0);
    }
    binary->at += count;
    return value;
}

static double take_double(struct binary *binary)
{
    uint64_t bits = take_bytes(binary, sizeof bits);
    double value;
    memcpy(&value, &bits, sizeof value);
    return value;
}

/* Byte order, type and SRID. Returns the numbers of a point, 0: it is no point. */
static size_t take_head(struct binary *binary, uint32_t *ret_type, uint32_t *srid)
{
    binary->little = binary->at < binary->length && binary->bytes[binary->at] == 1;
    if (binary->at >= binary->length || binary->bytes[binary->at] > 1) {
        return 0;
    }
    binary->at++;
    uint32_t type = (uint32_t)take_bytes(binary, 4);
    size_t dimensions = 2u + ((type & WKB_Z) != 0 ? 1u : 0u) + ((type & WKB_M) != 0 ? 1u : 0u);
    if ((type & WKB_SRID) != 0) {
        *srid = (uint32_t)take_bytes(binary, 4);
    }
    type &= ~(WKB_Z | WKB_M | WKB_SRID);
    static const size_t more[] = {0, 1, 1, 2}; /* of ISO's 1001, 2001 and 3001 */
    if (type / 1000 > 3 || (type % 1000 != 1 && type % 1000 != 4)) {
        return 0;
    }
    *ret_type = type % 1000;
    return dimensions + more[type / 1000];
}

static const char *read_binary(struct binary *binary, struct na_point_text *ret_point)
{
    struct na_point_text point = {.is_empty = false};
    uint32_t type = 0;
    size_t numbers = take_head(binary, &type, &point.srid);
    if (numbers > 0 && type == 4) {
        uint64_t count = take_bytes(binary, 4);
        point.is_empty = count == 0;
        if (count > 1) {
            return "several points in one";
        }
        numbers = count == 1 ? take_head(binary, &type, &point.srid) : 0;
    }
    if (!point.is_empty && (numbers == 0 || numbers > 4 || type != 1)) {
        return not_a_point;
    }
    if (binary->at + numbers * sizeof(double) != binary->length) {
        return "well-known binary that is cut or too long";
    }
    if (!point.is_empty) {
        point.x = take_double(binary);
        point.y = take_double(binary);
        point.is_empty = isnan(point.x) && isnan(point.y);
    }
    if (!point.is_empty && (!isfinite(point.x) || !isfinite(point.y))) {
        return "a POINT without two numbers";
    }
    *ret_point = point;
    return NULL;
}

/* Hexadecimal digits throughout, and an even number of them? */
static bool take_hex(struct na_str text, struct binary *binary)
{
    bool marked = text.length > 2 && (text.bytes[0] == '\\' || text.bytes[0] == '0') &&
                  na_ascii_lower(text.bytes[1]) == 'x';
    size_t from = marked ? 2 : 0;
    if (text.length - from < 18 || (text.length - from) % 2 != 0) {
        return false;
    }
    binary->length = (text.length - from) / 2;
    for (size_t i = 0; i < binary->length; i++) {
        int high = hex_digit(text.bytes[from + 2 * i]);
        int low = hex_digit(text.bytes[from + 2 * i + 1]);
        if (high < 0 || low < 0) {
            return false;
        }
        if (i < WKB_BYTES_MAX) {
            binary->bytes[i] = (unsigned char)(high * 16 + low);
        }
    }
    return true;
}

const char *na_point_text_read(struct na_str text, struct na_point_text *ret_point)
{
    struct binary binary = {.at = 0};
    text = na_str_trim(text);
    if (!take_hex(text, &binary)) {
        return read_text(text, ret_point);
    }
    return binary.length <= WKB_BYTES_MAX ? read_binary(&binary, ret_point)
           : binary.bytes[0] > 1          ? not_a_point
                                          : "well-known binary that is no single point";
}
