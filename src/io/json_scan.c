/* One pass with a stack of bits for the depth. */
#include "io/json_scan.h"

#include <stdint.h>
#include <string.h>

void na_json_skip_blanks(struct na_json_cursor *cursor)
{
    while (cursor->at < cursor->end && (*cursor->at == ' ' || *cursor->at == '\t' ||
                                        *cursor->at == '\r' || *cursor->at == '\n')) {
        cursor->at++;
    }
}

bool na_json_take(struct na_json_cursor *cursor, char c)
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

static bool skip_escape(struct na_json_cursor *cursor)
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

bool na_json_skip_string(struct na_json_cursor *cursor)
{
    if (!na_json_take(cursor, '"')) {
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

static bool skip_digits(struct na_json_cursor *cursor)
{
    const char *from = cursor->at;
    while (cursor->at < cursor->end && is_digit(*cursor->at)) {
        cursor->at++;
    }
    return cursor->at > from;
}

static bool skip_number(struct na_json_cursor *cursor)
{
    (void)na_json_take(cursor, '-');
    if (!na_json_take(cursor, '0') && !skip_digits(cursor)) {
        return false;
    }
    if (na_json_take(cursor, '.') && !skip_digits(cursor)) {
        return false;
    }
    if (na_json_take(cursor, 'e') || na_json_take(cursor, 'E')) {
        if (!na_json_take(cursor, '+')) {
            (void)na_json_take(cursor, '-');
        }
        return skip_digits(cursor);
    }
    return true;
}

static bool skip_word(struct na_json_cursor *cursor, const char *word)
{
    size_t length = strlen(word);
    if ((size_t)(cursor->end - cursor->at) < length || memcmp(cursor->at, word, length) != 0) {
        return false;
    }
    cursor->at += length;
    return true;
}

static bool skip_scalar(struct na_json_cursor *cursor)
{
    if (cursor->at == cursor->end) {
        return false;
    }
    switch (*cursor->at) {
    case '"':
        return na_json_skip_string(cursor);
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
static bool skip_name(struct na_json_cursor *cursor)
{
    na_json_skip_blanks(cursor);
    if (!na_json_skip_string(cursor)) {
        return false;
    }
    na_json_skip_blanks(cursor);
    return na_json_take(cursor, ':');
}

/* Any value. The stack of what is open is a bit a level: 1 for an object. */
bool na_json_skip_value(struct na_json_cursor *cursor, unsigned int depth_max)
{
    unsigned int depth = 0;
    uint32_t objects = 0;
    for (;;) {
        na_json_skip_blanks(cursor);
        bool object = cursor->at < cursor->end && *cursor->at == '{';
        bool array = cursor->at < cursor->end && *cursor->at == '[';
        if (object || array) {
            cursor->at++;
            if (++depth > depth_max) {
                return false;
            }
            objects = objects << 1 | object;
            na_json_skip_blanks(cursor);
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
        for (;;) { /* after a value, or before the end of what is empty */
            if (depth == 0) {
                return true;
            }
            bool in_object = (objects & 1) != 0;
            na_json_skip_blanks(cursor);
            if (na_json_take(cursor, in_object ? '}' : ']')) {
                depth--;
                objects >>= 1;
                continue;
            }
            if (!na_json_take(cursor, ',') || (in_object && !skip_name(cursor))) {
                return false;
            }
            break;
        }
    }
}
