/* compile/street_rules.h - who may walk where: the rules for the tags of OpenStreetMap and for the
 * classes of OS Open Roads, as docs/walking.md has them. Pure; any thread. */
#ifndef NA_COMPILE_STREET_RULES_H
#define NA_COMPILE_STREET_RULES_H

#include <stdbool.h>
#include <stddef.h>

/* The tags of a way or node. */
struct na_street_tags {
    /* The value of a key, or NULL if there is none. */
    const char *(*find)(const void *tags, const char *key);
    const void *tags;
};

/* May this way be walked, and is it a path that no car takes? */
bool na_street_walkable(const struct na_street_tags *tags);
bool na_street_is_path(const struct na_street_tags *tags);
/* On a bridge or in a tunnel, which is not entered from beside it. */
bool na_street_covered(const struct na_street_tags *tags);
/* Does this node stop who walks through it? */
bool na_street_blocks(const struct na_street_tags *tags);
/* Does the way or node allow walking at some times only, as far as tags say? */
bool na_street_conditional(const struct na_street_tags *tags);

/* As na_street_walkable, of the class and form of a link of OS Open Roads. */
bool na_street_link_walkable(const char *road_class, const char *function, const char *form);

#endif
