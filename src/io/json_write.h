/* io/json_write.h - our own bounded JSON writer: compact, members in call order, valid by
 * construction. */
#ifndef NA_IO_JSON_WRITE_H
#define NA_IO_JSON_WRITE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <nearaid/error.h>

#include "base/buffer.h"
#include "base/text.h"

/* Writes into a buffer it borrows. The first failure (limit, memory, nesting over 32, a misuse such
 * as a member name outside an object) sticks: every later call does nothing, na_json_finish reports
 * it. A plain value. */
struct na_json {
    struct na_buffer *to;
    enum na_code failed;
    unsigned int depth;
    uint64_t objects;     /* bit d: level d is an object */
    uint64_t has_members; /* bit d: level d needs a comma before the next */
    bool after_name;
};

void na_json_init(struct na_json *json, struct na_buffer *to);
void na_json_object_begin(struct na_json *json);
void na_json_object_end(struct na_json *json);
void na_json_array_begin(struct na_json *json);
void na_json_array_end(struct na_json *json);
/* Member name; the next call writes its value. */
void na_json_name_str(struct na_json *json, struct na_str name);

/* The same for a name in which nothing is to be escaped. */
void na_json_name_plain(struct na_json *json, const char *name, size_t length);

/* The ASCII characters that are escaped. */
#define NA_JSON_ESCAPED                                                                            \
    "\x01\x02\x03\x04\x05\x06\x07\b\t\n\v\f\r\x0E\x0F\x10\x11\x12\x13\x14\x15\x16\x17\x18\x19"     \
    "\x1A\x1B\x1C\x1D\x1E\x1F\"\\\x7F"

/* The same. Most names are literals, at which the compiler has looked when we are run; one that
 * does not see that takes the longer way. */
static inline void na_json_name(struct na_json *json, const char *name)
{
#ifdef __GNUC__
    if (__builtin_constant_p(strlen(name)) &&
        __builtin_constant_p(strcspn(name, NA_JSON_ESCAPED)) &&
        strcspn(name, NA_JSON_ESCAPED) == strlen(name)) {
        na_json_name_plain(json, name, strlen(name));
        return;
    }
#endif
    na_json_name_str(json, (struct na_str){name, name != NULL ? strlen(name) : 0});
}

/* Escapes `"`, `\` and control characters (U+0000..1F, 7F) and also U+2028/2029; bytes that are not
 * valid UTF-8 become U+FFFD, so that the output is always valid JSON. */
void na_json_string(struct na_json *json, struct na_str text);
void na_json_text(struct na_json *json, const char *text); /* NULL writes null */
void na_json_integer(struct na_json *json, int64_t value);
void na_json_bool(struct na_json *json, bool value);
void na_json_null(struct na_json *json);
/* Numbers as na_number_fixed / na_number_trimmed; not finite writes null. */
void na_json_fixed(struct na_json *json, double value, unsigned int decimals);
void na_json_trimmed(struct na_json *json, double value, unsigned int decimals);
/* A value that is JSON already, which is not looked at. */
void na_json_raw(struct na_json *json, struct na_str value);
/* Members that are JSON already, one or more with commas between them, into the open object; they
 * are not looked at. */
void na_json_members(struct na_json *json, struct na_str members);
/* The shortest decimal that reads back as `value`; not finite writes null. */
void na_json_shortest(struct na_json *json, double value);
/* NA_OK if all went well and every level was closed. */
NA_MUST_USE enum na_code na_json_finish(const struct na_json *json);

#endif
