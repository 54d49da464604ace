/* geo/wkt.h - the tree of a well-known text of a coordinate system: WORD[value, WORD[...], ...].
 * Pure; any thread. */
#ifndef NA_GEO_WKT_H
#define NA_GEO_WKT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/text.h"

#define NA_WKT_TEXT_MAX_BYTES 65536
/* The longest in use (an ensemble with all its members and uses) has about 120. */
#define NA_WKT_NODES_MAX 512
#define NA_WKT_DEPTH_MAX 12
#define NA_WKT_NONE UINT16_MAX

/* A word with or without brackets, a number, or a quoted text (without its quotes). */
struct na_wkt_node {
    struct na_str text; /* within the text read */
    uint16_t first;     /* child, NA_WKT_NONE: none */
    uint16_t next;      /* sibling, NA_WKT_NONE: none */
    bool quoted;
};

/* Node 0 is the root. Borrows the text. */
struct na_wkt {
    struct na_wkt_node nodes[NA_WKT_NODES_MAX];
    size_t count;
};

/* Read the whole of `text`: one node with brackets, [] or (), white space around and between
 * tokens, a UTF-8 byte order mark before, NUL bytes after. False if it is anything else or over
 * a limit; then *ret_wkt is undefined. */
bool na_wkt_read(const char *text, size_t length, struct na_wkt *ret_wkt);

/* Children of `at` in order; NULL: no more. */
const struct na_wkt_node *na_wkt_first(const struct na_wkt *wkt, const struct na_wkt_node *at);
const struct na_wkt_node *na_wkt_next(const struct na_wkt *wkt, const struct na_wkt_node *at);
/* Child number `index`, from 0; NULL: not so many. */
const struct na_wkt_node *na_wkt_child(const struct na_wkt *wkt, const struct na_wkt_node *at,
                                       unsigned int index);
/* The value of a number node, sign and exponent allowed; false for any other or NULL. */
bool na_wkt_number(const struct na_wkt_node *at, double *ret_value);
/* Same letters and digits, whatever their case and whatever stands between. */
bool na_wkt_same_name(struct na_str name, const char *wanted);

#endif
