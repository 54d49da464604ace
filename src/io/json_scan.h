/* io/json_scan.h - strict RFC 8259 passed over where it stands: what json_line and geojson are made
 * of. Nothing is kept; recursion, and so the depth of the stack, there is none. Any thread. */
#ifndef NA_IO_JSON_SCAN_H
#define NA_IO_JSON_SCAN_H

#include <stdbool.h>

/* Most levels na_json_skip_value can be asked to allow. */
#define NA_JSON_SCAN_DEPTH_MAX 31

/* Bytes not read yet. A function that returns false leaves it somewhere after where it was. */
struct na_json_cursor {
    const char *at;
    const char *end;
};

void na_json_skip_blanks(struct na_json_cursor *cursor);
/* Pass over `c` if it is next. */
bool na_json_take(struct na_json_cursor *cursor, char c);
/* A string with its quotes; whether its bytes are UTF-8 is not looked at. */
bool na_json_skip_string(struct na_json_cursor *cursor);
/* Any value, at most `depth_max` (0..NA_JSON_SCAN_DEPTH_MAX) objects and arrays deep. */
bool na_json_skip_value(struct na_json_cursor *cursor, unsigned int depth_max);

#endif
