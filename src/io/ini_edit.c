/* The key's line is found as text and replaced, or put at the end of its section. Nothing else is
 * read or written anew: comments, order and blank lines stay as the person left them. */
#include "io/ini_edit.h"

#include <stdbool.h>
#include <string.h>

/* Where a key stands, or would. */
struct spot {
    bool has_section, has_key;
    size_t from, to; /* the line of the key with its line end; else both where it is to stand */
};

static struct na_str line_at(const struct na_buffer *text, size_t at, size_t *ret_next)
{
    const char *start = text->data + at;
    const char *end = memchr(start, '\n', text->length - at);
    size_t length = end != NULL ? (size_t)(end - start) : text->length - at;
    *ret_next = at + length + (end != NULL);
    return na_str_trim((struct na_str){start, length});
}

static bool is_header(struct na_str line, struct na_str *ret_name)
{
    const char *end =
        line.length > 2 && line.bytes[0] == '[' ? memchr(line.bytes, ']', line.length) : NULL;
    if (end == NULL) {
        return false;
    }
    *ret_name = na_str_trim((struct na_str){line.bytes + 1, (size_t)(end - line.bytes) - 1});
    return true;
}

static bool is_key(struct na_str line, const char *key)
{
    const char *equals = line.length > 0 ? memchr(line.bytes, '=', line.length) : NULL;
    return equals != NULL && line.bytes[0] != ';' && line.bytes[0] != '#' &&
           na_str_is(na_str_trim((struct na_str){line.bytes, (size_t)(equals - line.bytes)}), key);
}

static struct spot find(const struct na_buffer *text, const char *section, const char *key)
{
    struct spot spot = {.has_section = false, .from = text->length, .to = text->length};
    bool inside = false;
    for (size_t at = 0; at < text->length;) {
        size_t next = at;
        struct na_str name;
        struct na_str line = line_at(text, at, &next);
        if (is_header(line, &name)) {
            inside = na_str_is(name, section);
            if (inside) {
                spot = (struct spot){.has_section = true, .from = next, .to = next};
            }
        } else if (inside && is_key(line, key)) {
            return (struct spot){true, true, at, next};
        } else if (inside && line.length > 0) {
            spot.from = spot.to = next;
        }
        at = next;
    }
    return spot;
}

enum na_code na_ini_set(struct na_buffer *text, const char *section, const char *key,
                        const char *value)
{
    struct na_buffer made;
    struct spot spot = find(text, section, key);
    na_buffer_init(&made, text->limit);
    enum na_code code = spot.from > 0 ? na_buffer_append(&made, text->data, spot.from) : NA_OK;
    bool open_line = made.length > 0 && made.data[made.length - 1] != '\n';
    if (code == NA_OK && value != NULL && open_line) {
        code = na_buffer_text(&made, "\n");
    }
    if (code == NA_OK && value != NULL && !spot.has_section) {
        code = na_buffer_printf(&made, "%s[%s]\n", made.length > 0 ? "\n" : "", section);
    }
    if (code == NA_OK && value != NULL) {
        code = na_buffer_printf(&made, "%s = %s\n", key, value);
    }
    if (code == NA_OK && text->length > spot.to) {
        code = na_buffer_append(&made, text->data + spot.to, text->length - spot.to);
    }
    if (code == NA_OK) {
        na_buffer_clear(text);
        code = made.length > 0 ? na_buffer_append(text, made.data, made.length) : NA_OK;
    }
    na_buffer_fini(&made);
    return code;
}
