/* An object in a line against jansson: both take the same texts, members and their strings are
 * equal. Our own rules: depth, number of members, and no NUL in a name. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <jansson.h>

#include "io/json_line.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static bool is_own_rule(const char *fault)
{
    return strstr(fault, "deeper") != NULL || strstr(fault, "members") != NULL;
}

static void compare_members(const struct na_json_line *line, const json_t *object, char *text)
{
    if (json_object_size(object) != line->count) {
        abort();
    }
    for (size_t i = 0; i < line->count; i++) {
        struct na_str name = na_json_line_text(line->members[i].name, text);
        text[name.length] = '\0';
        const json_t *value = json_object_get(object, text);
        if (value == NULL) {
            abort();
        }
        if (json_is_string(value)) {
            struct na_str got = na_json_line_text(line->members[i].value, text);
            if (got.length != json_string_length(value) ||
                memcmp(got.bytes, json_string_value(value), got.length) != 0) {
                abort();
            }
        }
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static struct na_json_line line;
    const char *bytes = size > 0 ? (const char *)data : "";
    char *text = malloc(size + 16);
    /* Real numbers too large for a double, integers too large for 64 bits, and escapes that jansson
     * does not take (lone surrogates, \u0000 in a name) are its own limits. */
    json_error_t error;
    json_t *json = json_loadb(bytes, size, JSON_REJECT_DUPLICATES | JSON_ALLOW_NUL, &error);
    const char *fault = na_json_line_read((struct na_str){bytes, size}, &line);
    if (text == NULL) {
        abort();
    }
    if (memchr(bytes, '\0', size) != NULL) {
        /* jansson takes one between tokens for a blank; RFC 8259 has it nowhere. */
        if (fault == NULL) {
            abort();
        }
        goto done;
    }
    if (fault == NULL && json != NULL) {
        compare_members(&line, json, text);
    } else if (fault != NULL && json_is_object(json) && !is_own_rule(fault)) {
        abort();
    } else if (fault == NULL && json == NULL &&
               json_error_code(&error) != json_error_numeric_overflow &&
               memchr(bytes, '\\', size) == NULL) {
        abort();
    }
done:
    json_decref(json);
    free(text);
    return 0;
}
