/* A URL's query string into parameters. */
#include <string.h>

#include "base/fail.h"
#include "base/text.h"
#include "question/params.h"

static int hex_value(char c)
{
    if (c >= '0' && c <= '9') {
        return c - '0';
    }
    char lower = na_ascii_lower(c);
    return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
}

/* Decode [from, end) to `to` with a NUL after; false on a bad escape or a control character. */
static bool decode(const char *from, const char *end, char *to, size_t *ret_length)
{
    size_t n = 0;
    for (; from < end; from++) {
        char c = *from == '+' ? ' ' : *from;
        if (c == '%') {
            int high = end - from > 2 ? hex_value(from[1]) : -1;
            int low = high >= 0 ? hex_value(from[2]) : -1;
            if (low < 0) {
                return false;
            }
            c = (char)(unsigned char)(high * 16 + low);
            from += 2;
        }
        if ((unsigned char)c < 0x20 || c == 0x7F) {
            return false;
        }
        to[n++] = c;
    }
    to[n] = '\0';
    *ret_length = n;
    return na_utf8_valid(to, n);
}

static enum na_code fail_decode(struct na_error *reterr)
{
    (void)na_fail(reterr, NA_ERR_REQUEST,
                  "The query string holds a bad %% escape, a control character or bytes that are "
                  "not UTF-8");
    return na_fail_at(reterr, NA_ERR_REQUEST, NULL, 0, NULL,
                      "Write a reserved byte as % and two hexadecimal digits");
}

static enum na_code fail_shape(const char *name, struct na_error *reterr)
{
    enum na_code code = name == NULL ? NA_ERR_PARAM_MALFORMED : NA_ERR_PARAM_EMPTY;
    (void)na_fail(reterr, code,
                  name == NULL ? "A piece of the query string is not name=value"
                               : "A parameter has no name or no value");
    return na_fail_at(reterr, code, NULL, 0, name, "Write name=value, joined by &");
}

/* One piece [from, end); *memory is moved after its texts. */
static enum na_code read_piece(const char *from, const char *end, char **memory,
                               struct na_param *ret_param, struct na_error *reterr)
{
    const char *equals = memchr(from, '=', (size_t)(end - from));
    if (equals == NULL) {
        return fail_shape(NULL, reterr);
    }
    size_t name_length = 0;
    size_t value_length = 0;
    char *name = *memory;
    if (!decode(from, equals, name, &name_length)) {
        return fail_decode(reterr);
    }
    char *value = name + name_length + 1;
    if (!decode(equals + 1, end, value, &value_length)) {
        return fail_decode(reterr);
    }
    if (name_length == 0 || value_length == 0) {
        return fail_shape(name, reterr);
    }
    *memory = value + value_length + 1;
    *ret_param = (struct na_param){name, value};
    return NA_OK;
}

enum na_code na_params_from_query(const char *query, char *memory, struct na_param *ret_params,
                                  size_t capacity, size_t *ret_count, struct na_error *reterr)
{
    size_t count = 0;
    const char *at = query;
    while (*at != '\0' || count > 0) {
        const char *end = at + strcspn(at, "&");
        if (count == capacity) {
            return na_fail(reterr, NA_ERR_LIMIT, "More than %zu parameters", capacity);
        }
        enum na_code code = read_piece(at, end, &memory, &ret_params[count], reterr);
        if (code != NA_OK) {
            return code;
        }
        count++;
        if (*end == '\0') {
            break;
        }
        at = end + 1;
    }
    *ret_count = count;
    return NA_OK;
}
