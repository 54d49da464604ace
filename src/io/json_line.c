#include "io/json_line.h"

#include <stdint.h>
#include <string.h>

struct cursor {
    const char *at;
    const char *end;
};

static void skip_blanks(struct cursor *cursor)
{
    while (cursor->at < cursor->end && (*cursor->at == ' ' || *cursor->at == '\t' ||
                                        *cursor->at == '\r' || *cursor->at == '\n')) {
        cursor->at++;
    }
}

static bool take(struct cursor *cursor, char c)
{
    if (cursor->at < cursor->end && *cursor->at == c) {
        cursor->at++;
        return true;
    }
    return false;
}

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static int hex_digit(char c)
{
    return is_digit(c)            ? c - '0'
           : c >= 'a' && c <= 'f' ? c - 'a' + 10
           : c >= 'A' && c <= 'F' ? c - 'A' + 10
                                  : -1;
}

static bool skip_escape(struct cursor *cursor)
{
    if (cursor->at == cursor->end) {
        return false;
    }
    char c = *cursor->at++;
    if (c != 'u') {
        return c != '\0' && strchr("\"\\/bfnrt", c) != NULL;
    }
    for (int i = 0; i < 4; i++) {
        if (cursor->at == cursor->end || hex_digit(*cursor->at++) < 0) {
            return false;
        }
    }
    return true;
}

static bool skip_string(struct cursor *cursor)
{
    if (!take(cursor, '"')) {
        return false;
    }
    while (cursor->at < cursor->end) {
        char c = *cursor->at++;
        if (c == '"') {
            return true;
        }
        if ((unsigned char)c < 0x20 || (c == '\\' && !skip_escape(cursor))) {
            return false;
        }
    }
    return false;
}

static bool skip_digits(struct cursor *cursor)
{
    const char *from = cursor->at;
    while (cursor->at < cursor->end && is_digit(*cursor->at)) {
        cursor->at++;
    }
    return cursor->at > from;
}

static bool skip_number(struct cursor *cursor)
{
    (void)take(cursor, '-');
    if (!take(cursor, '0') && !skip_digits(cursor)) {
        return false;
    }
    if (take(cursor, '.') && !skip_digits(cursor)) {
        return false;
    }
    if (take(cursor, 'e') || take(cursor, 'E')) {
        if (!take(cursor, '+')) {
            (void)take(cursor, '-');
        }
        return skip_digits(cursor);
    }
    return true;
}

static bool skip_word(struct cursor *cursor, const char *word)
{
    size_t length = strlen(word);
    if ((size_t)(cursor->end - cursor->at) < length || memcmp(cursor->at, word, length) != 0) {
        return false;
    }
    cursor->at += length;
    return true;
}

static bool skip_scalar(struct cursor *cursor)
{
    if (cursor->at == cursor->end) {
        return false;
    }
    switch (*cursor->at) {
    case '"':
        return skip_string(cursor);
    case 't':
        return skip_word(cursor, "true");
    case 'f':
        return skip_word(cursor, "false");
    case 'n':
        return skip_word(cursor, "null");
    default:
        return skip_number(cursor);
    }
}

/* A member's name and its colon. */
static bool skip_name(struct cursor *cursor)
{
    skip_blanks(cursor);
    if (!skip_string(cursor)) {
        return false;
    }
    skip_blanks(cursor);
    return take(cursor, ':');
}

/* Any value. The stack of what is open is a bit a level: 1 for an object. */
static bool skip_value(struct cursor *cursor)
{
    unsigned int depth = 1; /* inside the line's own object */
    uint32_t objects = 0;
    for (;;) {
        skip_blanks(cursor);
        bool object = cursor->at < cursor->end && *cursor->at == '{';
        bool array = cursor->at < cursor->end && *cursor->at == '[';
        if (object || array) {
            cursor->at++;
            if (++depth > NA_JSON_LINE_DEPTH) {
                return false;
            }
            objects = objects << 1 | object;
            skip_blanks(cursor);
            bool empty = cursor->at < cursor->end && *cursor->at == (object ? '}' : ']');
            if (!empty) {
                if (object && !skip_name(cursor)) {
                    return false;
                }
                continue;
            }
        } else if (!skip_scalar(cursor)) {
            return false;
        }
        for (;;) { /* behind a value, or before the end of what is empty */
            if (depth == 1) {
                return true;
            }
            bool in_object = (objects & 1) != 0;
            skip_blanks(cursor);
            if (take(cursor, in_object ? '}' : ']')) {
                depth--;
                objects >>= 1;
                continue;
            }
            if (!take(cursor, ',') || (in_object && !skip_name(cursor))) {
                return false;
            }
            break;
        }
    }
}

/* Equal once their escapes are resolved. Names over the buffer are compared as they stand. */
static bool same_name(struct na_str a, struct na_str b)
{
    char left[256];
    char right[256];
    if (a.length <= sizeof left && b.length <= sizeof right &&
        (memchr(a.bytes, '\\', a.length) != NULL || memchr(b.bytes, '\\', b.length) != NULL)) {
        return na_str_equal(na_json_line_text(a, left), na_json_line_text(b, right));
    }
    return na_str_equal(a, b);
}

static const char *read_member(struct cursor *cursor, struct na_json_line *line)
{
    skip_blanks(cursor);
    const char *name = cursor->at;
    if (!skip_string(cursor)) {
        return "not valid JSON";
    }
    struct na_json_member member = {.name = {name + 1, (size_t)(cursor->at - name) - 2}};
    skip_blanks(cursor);
    if (!take(cursor, ':')) {
        return "not valid JSON";
    }
    skip_blanks(cursor);
    const char *value = cursor->at;
    if (!skip_value(cursor)) {
        return "not valid JSON, or nested deeper than 8";
    }
    member.value = (struct na_str){value, (size_t)(cursor->at - value)};
    for (size_t i = 0; i < line->count; i++) {
        if (same_name(line->members[i].name, member.name)) {
            return "a repeated key";
        }
    }
    if (line->count == NA_JSON_LINE_MEMBERS_MAX) {
        return "more than 512 members";
    }
    line->members[line->count++] = member;
    return NULL;
}

const char *na_json_line_read(struct na_str line, struct na_json_line *ret_line)
{
    struct cursor cursor = {line.bytes, line.bytes + line.length};
    ret_line->count = 0;
    if (!na_utf8_valid(line.bytes, line.length)) {
        return "not valid UTF-8";
    }
    skip_blanks(&cursor);
    if (!take(&cursor, '{')) {
        return "not an object";
    }
    skip_blanks(&cursor);
    bool empty = cursor.at < cursor.end && *cursor.at == '}';
    while (!empty) {
        const char *fault = read_member(&cursor, ret_line);
        if (fault != NULL) {
            return fault;
        }
        skip_blanks(&cursor);
        if (!take(&cursor, ',')) {
            break;
        }
    }
    ret_line->close = (size_t)(cursor.at - line.bytes);
    if (!take(&cursor, '}')) {
        return "not valid JSON";
    }
    skip_blanks(&cursor);
    return cursor.at == cursor.end ? NULL : "something behind the object";
}

static unsigned int read_hex(const char *bytes)
{
    unsigned int value = 0;
    for (int i = 0; i < 4; i++) {
        value = value << 4 | (unsigned int)hex_digit(bytes[i]);
    }
    return value;
}

/* The code point at `\u`, and how many bytes it takes; a pair is one. */
static unsigned int read_unicode(const char *at, const char *end, size_t *ret_taken)
{
    unsigned int high = read_hex(at + 2);
    *ret_taken = 6;
    if (high < 0xD800 || high > 0xDFFF) {
        return high;
    }
    if (high < 0xDC00 && end - at >= 12 && at[6] == '\\' && at[7] == 'u') {
        unsigned int low = read_hex(at + 8);
        if (low >= 0xDC00 && low <= 0xDFFF) {
            *ret_taken = 12;
            return 0x10000 + ((high - 0xD800) << 10) + (low - 0xDC00);
        }
    }
    return 0xFFFD;
}

struct na_str na_json_line_text(struct na_str raw, char *to)
{
    if (raw.length >= 2 && raw.bytes[0] == '"') {
        raw = (struct na_str){raw.bytes + 1, raw.length - 2};
    }
    const char *end = raw.bytes + raw.length;
    size_t length = 0;
    for (const char *at = raw.bytes; at < end;) {
        if (*at != '\\') {
            to[length++] = *at++;
        } else if (at[1] == 'u') {
            size_t taken = 0;
            length += na_utf8_put(read_unicode(at, end, &taken), to + length);
            at += taken;
        } else {
            static const char from[] = "\"\\/bfnrt";
            static const char into[] = "\"\\/\b\f\n\r\t";
            to[length++] = into[strchr(from, at[1]) - from];
            at += 2;
        }
    }
    return (struct na_str){to, length};
}
