/* nearest/say_private.h - what say.c and say_words.c share. */
#ifndef NA_NEAREST_SAY_PRIVATE_H
#define NA_NEAREST_SAY_PRIVATE_H

#include "nearest/say.h"

/* X(symbol, name in a template) */
#define NA_SAY_FIELDS(X)                                                                           \
    X(NA_SAY_KIND, "kind")                                                                         \
    X(NA_SAY_ID, "id")                                                                             \
    X(NA_SAY_NAME, "name")                                                                         \
    X(NA_SAY_ADDRESS, "address")                                                                   \
    X(NA_SAY_STREET, "street")                                                                     \
    X(NA_SAY_POSTCODE, "postcode")                                                                 \
    X(NA_SAY_SITING, "siting")                                                                     \
    X(NA_SAY_W3W, "w3w")                                                                           \
    X(NA_SAY_GRIDREF, "gridref")                                                                   \
    X(NA_SAY_DISTANCE, "distance")                                                                 \
    X(NA_SAY_DIRECTION, "direction")                                                               \
    X(NA_SAY_WAY, "way")                                                                           \
    X(NA_SAY_WALK, "walk")                                                                         \
    X(NA_SAY_AT_LEAST, "at_least")                                                                 \
    X(NA_SAY_CROSSES, "crosses")                                                                   \
    X(NA_SAY_ACCESS, "access")                                                                     \
    X(NA_SAY_USABLE, "usable")

enum na_say_field {
#define X(symbol, name) symbol,
    NA_SAY_FIELDS(X)
#undef X
        NA_SAY_FIELD_COUNT
};

/* Append what a placeholder stands for; nothing when there is nothing to say. */
NA_MUST_USE enum na_code na_say_field_put(enum na_say_field field,
                                          const struct na_snapshot *snapshot,
                                          const struct na_nearest_answer *answer, size_t i,
                                          struct na_buffer *to);

#endif
