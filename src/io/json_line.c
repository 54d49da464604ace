/* Finds the members of one object, whose bytes stay where they are. */
#include "io/json_line.h"

#include <string.h>

#include "io/json_scan.h"

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

static const char *read_member(struct na_json_cursor *cursor, struct na_json_line *line)
{
    na_json_skip_blanks(cursor);
    const char *name = cursor->at;
    if (!na_json_skip_string(cursor)) {
        return "not valid JSON";
    }
    struct na_json_member member = {.name = {name + 1, (size_t)(cursor->at - name) - 2}};
    na_json_skip_blanks(cursor);
    if (!na_json_take(cursor, ':')) {
        return "not valid JSON";
    }
    na_json_skip_blanks(cursor);
    const char *value = cursor->at;
    if (!na_json_skip_value(cursor, NA_JSON_LINE_DEPTH - 1)) {
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
    struct na_json_cursor cursor = {line.bytes, line.bytes + line.length};
    ret_line->count = 0;
    if (!na_utf8_valid(line.bytes, line.length)) {
        return "not valid UTF-8";
    }
    na_json_skip_blanks(&cursor);
    if (!na_json_take(&cursor, '{')) {
        return "not an object";
    }
    na_json_skip_blanks(&cursor);
    bool empty = cursor.at < cursor.end && *cursor.at == '}';
    while (!empty) {
        const char *fault = read_member(&cursor, ret_line);
        if (fault != NULL) {
            return fault;
        }
        na_json_skip_blanks(&cursor);
        if (!na_json_take(&cursor, ',')) {
            break;
        }
    }
    ret_line->close = (size_t)(cursor.at - line.bytes);
    if (!na_json_take(&cursor, '}')) {
        return "not valid JSON";
    }
    na_json_skip_blanks(&cursor);
    return cursor.at == cursor.end ? NULL : "something after the object";
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
