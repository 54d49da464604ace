/* Writes into the buffer as it is called. Texts are looked at eight bytes at a time for what must
 * be escaped. */
#include "io/json_write.h"

#include <assert.h>
#include <string.h>

#include "base/number.h"

#define DEPTH_MAX 32

static uint64_t level_bit(const struct na_json *json)
{
    return UINT64_C(1) << json->depth;
}

static void fail(struct na_json *json, enum na_code code)
{
    if (json->failed == NA_OK) {
        json->failed = code;
    }
}

/* Room for `size` bytes at the end of the buffer, or NULL. Writing there and adding to the length
 * is what keeps this fast: one check for a whole token. */
static inline char *room(struct na_json *json, size_t size)
{
    if (json->failed != NA_OK) {
        return NULL;
    }
    struct na_buffer *to = json->to;
    if (to->capacity - to->length <= size || to->limit - to->length < size) {
        enum na_code code = na_buffer_reserve(to, size);
        if (code != NA_OK) {
            fail(json, code);
            return NULL;
        }
    }
    return to->data + to->length;
}

static inline void put(struct na_json *json, const char *bytes, size_t length)
{
    char *to = room(json, length);
    if (to != NULL) {
        memcpy(to, bytes, length);
        json->to->length += length;
    }
}

static inline void put_char(struct na_json *json, char c)
{
    char *to = room(json, 1);
    if (to != NULL) {
        *to = c;
        json->to->length++;
    }
}

/* The comma or nothing before a value, and whether one may stand here at all. */
static bool value_begins(struct na_json *json)
{
    if (json->failed != NA_OK) {
        return false;
    }
    uint64_t bit = level_bit(json);
    if (json->after_name) {
        json->after_name = false;
        return true;
    }
    bool top = json->depth == 0;
    if ((json->objects & bit) != 0 || (top && (json->has_members & bit) != 0)) {
        fail(json, NA_ERR_INTERNAL);
        return false;
    }
    if ((json->has_members & bit) != 0) {
        put_char(json, ',');
    }
    json->has_members |= bit;
    return json->failed == NA_OK;
}

static void level_begin(struct na_json *json, char bracket, bool object)
{
    if (!value_begins(json)) {
        return;
    }
    if (json->depth == DEPTH_MAX) {
        fail(json, NA_ERR_LIMIT);
        return;
    }
    put_char(json, bracket);
    json->depth++;
    json->has_members &= ~level_bit(json);
    if (object) {
        json->objects |= level_bit(json);
    } else {
        json->objects &= ~level_bit(json);
    }
}

static void level_end(struct na_json *json, char bracket, bool object)
{
    if (json->failed != NA_OK) {
        return;
    }
    bool is_object = (json->objects & level_bit(json)) != 0;
    if (json->depth == 0 || json->after_name || is_object != object) {
        fail(json, NA_ERR_INTERNAL);
        return;
    }
    put_char(json, bracket);
    json->depth--;
}

void na_json_init(struct na_json *json, struct na_buffer *to)
{
    *json = (struct na_json){.to = to, .failed = NA_OK};
}

void na_json_object_begin(struct na_json *json)
{
    level_begin(json, '{', true);
}

void na_json_object_end(struct na_json *json)
{
    level_end(json, '}', true);
}

void na_json_array_begin(struct na_json *json)
{
    level_begin(json, '[', false);
}

void na_json_array_end(struct na_json *json)
{
    level_end(json, ']', false);
}

/* Of eight bytes: is none of them below 20, above 7E, a quote or a backslash? The usual
 * has-zero-byte trick on x ^ repeated; a false alarm costs a look byte by byte, a miss cannot be:
 * bytes >= 80 are caught by the first term. */
static inline bool are_plain(uint64_t x)
{
    const uint64_t ones = UINT64_C(0x0101010101010101);
    const uint64_t highs = UINT64_C(0x8080808080808080);
    uint64_t quote = x ^ (ones * '"');
    uint64_t backslash = x ^ (ones * '\\');
    uint64_t del = x ^ (ones * 0x7F);
    uint64_t found = x | (x - ones * 0x20) | (quote - ones) | (backslash - ones) | (del - ones);
    return (found & highs) == 0;
}

static bool is_plain(unsigned char c)
{
    return c >= 0x20 && c < 0x7F && c != '"' && c != '\\';
}

/* Copy eight bytes; are they all plain? */
static inline bool copy_eight(char *to, const char *bytes)
{
    uint64_t x;
    memcpy(&x, bytes, sizeof x);
    memcpy(to, &x, sizeof x);
    return are_plain(x);
}

/* Copy 4 to 7 bytes, as two halves that overlap; are they all plain? */
static inline bool copy_halves(char *to, const char *bytes, size_t length)
{
    uint32_t first;
    uint32_t last;
    memcpy(&first, bytes, sizeof first);
    memcpy(&last, bytes + length - sizeof last, sizeof last);
    memcpy(to, &first, sizeof first);
    memcpy(to + length - sizeof last, &last, sizeof last);
    return are_plain((uint64_t)last << 32 | first);
}

/* Copy the bytes of `text` from `from` on that stand for themselves; returns how many there were.
 * There is room for all of `text`, as the copying runs ahead of the look. Nearly all are, so that
 * what is left of whole words is tried as one more that overlaps, before it is looked at byte by
 * byte. */
static size_t copy_plain(char *to, struct na_str text, size_t from)
{
    size_t length = text.length - from;
    size_t end = 0;
    if (length == 0) {
        return 0; /* and perhaps no bytes at all */
    }
    const char *bytes = text.bytes + from;
    while (length - end >= 8 && copy_eight(to + end, bytes + end)) {
        end += 8;
    }
    size_t left = length - end;
    if (left == 0 || (left < 8 && length >= 8 && copy_eight(to + length - 8, bytes + length - 8)) ||
        (length >= 4 && length < 8 && copy_halves(to, bytes, length))) {
        return length;
    }
    while (end < length && is_plain((unsigned char)bytes[end])) {
        to[end] = bytes[end];
        end++;
    }
    return end;
}

/* Longest escape: \u0000. */
#define ESCAPE_MAX 6

static size_t escape_control(unsigned char c, char *to)
{
    static const char digits[] = "0123456789abcdef";
    static const char shorts[] = "\"\"\\\\\bb\ff\nn\rr\tt";
    for (size_t i = 0; i + 1 < sizeof shorts; i += 2) {
        if (shorts[i] == (char)c) {
            to[0] = '\\';
            to[1] = shorts[i + 1];
            return 2;
        }
    }
    memcpy(to, "\\u00", 4);
    to[4] = digits[c >> 4];
    to[5] = digits[c & 0x0F];
    return ESCAPE_MAX;
}

/* Write what stands for the character at `from`, which is not plain; returns the bytes it takes in
 * `text`. */
static size_t escape_one(struct na_str text, size_t from, char *to, size_t *ret_written)
{
    const char *bytes = text.bytes + from;
    unsigned char lead = (unsigned char)bytes[0];
    if (lead < 0x80) {
        *ret_written = escape_control(lead, to);
        return 1;
    }
    size_t length = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : 2;
    if (length > text.length - from || !na_utf8_valid(bytes, length)) {
        memcpy(to, "\xEF\xBF\xBD", 3);
        *ret_written = 3;
        return 1;
    }
    if (memcmp(bytes, "\xE2\x80\xA8", length < 3 ? length : 3) == 0 ||
        memcmp(bytes, "\xE2\x80\xA9", length < 3 ? length : 3) == 0) {
        memcpy(to, bytes[2] == '\xA8' ? "\\u2028" : "\\u2029", ESCAPE_MAX);
        *ret_written = ESCAPE_MAX;
        return length;
    }
    memcpy(to, bytes, length);
    *ret_written = length;
    return length;
}

/* The rest of a text, from its first character that is not plain on. */
static void escaped_rest(struct na_json *json, struct na_str text, size_t from)
{
    for (size_t i = from; i < text.length && json->failed == NA_OK;) {
        char escape[ESCAPE_MAX];
        size_t written = 0;
        i += escape_one(text, i, escape, &written);
        put(json, escape, written);
        char *to = room(json, text.length - i);
        if (to != NULL) {
            size_t run = copy_plain(to, text, i);
            json->to->length += run;
            i += run;
        }
    }
}

/* The text in quotes, after a comma and before `after` if they are asked for (a NUL: nothing).
 * Nearly all texts are plain throughout: one check of the room for all of it. No text gets shorter
 * by escaping, so that asks for nothing that is not needed. */
static inline void quoted(struct na_json *json, bool comma, struct na_str text, char after)
{
    size_t around = (comma ? 3u : 2u) + (after != '\0' ? 1u : 0u);
    char *to = room(json, text.length + around);
    if (to == NULL) {
        return;
    }
    char *at = to;
    if (comma) {
        *at++ = ',';
    }
    *at++ = '"';
    size_t run = copy_plain(at, text, 0);
    at += run;
    if (run < text.length) {
        json->to->length += (size_t)(at - to);
        escaped_rest(json, text, run);
        put_char(json, '"');
        if (after != '\0') {
            put_char(json, after);
        }
        return;
    }
    *at++ = '"';
    if (after != '\0') {
        *at++ = after;
    }
    json->to->length += (size_t)(at - to);
}

void na_json_name_str(struct na_json *json, struct na_str name)
{
    uint64_t bit = level_bit(json);
    if (json->failed != NA_OK) {
        return;
    }
    if (name.bytes == NULL || json->after_name || (json->objects & bit) == 0 || json->depth == 0) {
        fail(json, NA_ERR_INTERNAL);
        return;
    }
    quoted(json, (json->has_members & bit) != 0, name, ':');
    json->has_members |= bit;
    json->after_name = true;
}

void na_json_name_plain(struct na_json *json, const char *name, size_t length)
{
    uint64_t bit = level_bit(json);
    char *to = room(json, length + 4);
    if (to == NULL) {
        return;
    }
    if (json->after_name || (json->objects & bit) == 0 || json->depth == 0) {
        fail(json, NA_ERR_INTERNAL);
        return;
    }
    size_t comma = (json->has_members & bit) != 0;
    to[0] = ',';
    to += comma;
    to[0] = '"';
    memcpy(to + 1, name, length);
    to[length + 1] = '"';
    to[length + 2] = ':';
    assert(copy_plain(to + 1, (struct na_str){name, length}, 0) == length);
    json->to->length += length + 3 + comma;
    json->has_members |= bit;
    json->after_name = true;
}

void na_json_string(struct na_json *json, struct na_str text)
{
    if (value_begins(json)) {
        quoted(json, false, text, '\0');
    }
}

void na_json_text(struct na_json *json, const char *text)
{
    if (text == NULL) {
        na_json_null(json);
    } else {
        na_json_string(json, na_str_of(text));
    }
}

void na_json_integer(struct na_json *json, int64_t value)
{
    char digits[24];
    size_t at = sizeof digits;
    uint64_t rest = value < 0 ? UINT64_C(0) - (uint64_t)value : (uint64_t)value;
    do {
        digits[--at] = (char)('0' + rest % 10);
        rest /= 10;
    } while (rest > 0);
    if (value < 0) {
        digits[--at] = '-';
    }
    if (value_begins(json)) {
        put(json, digits + at, sizeof digits - at);
    }
}

void na_json_bool(struct na_json *json, bool value)
{
    if (value_begins(json)) {
        put(json, value ? "true" : "false", value ? 4 : 5);
    }
}

void na_json_null(struct na_json *json)
{
    if (value_begins(json)) {
        put(json, "null", 4);
    }
}

void na_json_raw(struct na_json *json, struct na_str value)
{
    if (value_begins(json)) {
        put(json, value.bytes, value.length);
    }
}

void na_json_members(struct na_json *json, struct na_str members)
{
    uint64_t bit = level_bit(json);
    if (json->failed != NA_OK) {
        return;
    }
    if (json->after_name || (json->objects & bit) == 0 || json->depth == 0) {
        fail(json, NA_ERR_INTERNAL);
        return;
    }
    char *to = room(json, members.length + 1);
    if (to == NULL) {
        return;
    }
    size_t comma = (json->has_members & bit) != 0;
    to[0] = ',';
    memcpy(to + comma, members.bytes, members.length);
    json->to->length += members.length + comma;
    json->has_members |= bit;
}

void na_json_fixed(struct na_json *json, double value, unsigned int decimals)
{
    char text[NA_NUMBER_TEXT];
    size_t length = na_number_fixed(&text, value, decimals);
    if (value_begins(json)) {
        put(json, text, length);
    }
}

void na_json_trimmed(struct na_json *json, double value, unsigned int decimals)
{
    char text[NA_NUMBER_TEXT];
    size_t length = na_number_trimmed(&text, value, decimals);
    if (value_begins(json)) {
        put(json, text, length);
    }
}

void na_json_shortest(struct na_json *json, double value)
{
    char text[NA_NUMBER_TEXT];
    size_t length = na_number_shortest(&text, value);
    if (value_begins(json)) {
        put(json, text, length);
    }
}

enum na_code na_json_finish(const struct na_json *json)
{
    if (json->failed != NA_OK) {
        return json->failed;
    }
    bool whole = json->depth == 0 && !json->after_name && (json->has_members & 1) != 0;
    return whole ? NA_OK : NA_ERR_INTERNAL;
}
