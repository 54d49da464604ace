/* io/json_line.h - one JSON object in a line, looked at where it stands: for NDJSON, whose bytes
 * are kept. Strict RFC 8259; depth at most NA_JSON_LINE_DEPTH. Pure; any thread. */
#ifndef NA_IO_JSON_LINE_H
#define NA_IO_JSON_LINE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/text.h"

#define NA_JSON_LINE_MEMBERS_MAX 512
#define NA_JSON_LINE_DEPTH 8

/* Views into the line. */
struct na_json_member {
    struct na_str name;  /* between its quotes, escapes as they stand */
    struct na_str value; /* a string with its quotes, a number, an object, ... */
};

struct na_json_line {
    struct na_json_member members[NA_JSON_LINE_MEMBERS_MAX];
    size_t count;
    size_t close; /* offset of the object's closing brace */
};

/* Take `line` (without its line end) apart. Returns NULL, or what is wrong with it ("not valid
 * JSON", "not an object", "a repeated key", ...): static. */
const char *na_json_line_read(struct na_str line, struct na_json_line *ret_line);

/* The text of a string with its quotes, or of a name without, escapes resolved; `to` has room for
 * raw.length bytes. A lone surrogate becomes U+FFFD. `raw` came from na_json_line_read. */
struct na_str na_json_line_text(struct na_str raw, char *to);

#endif
