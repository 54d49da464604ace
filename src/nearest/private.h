/* nearest/private.h - what the files nearest*.c share. */
#ifndef NA_NEAREST_PRIVATE_H
#define NA_NEAREST_PRIVATE_H

#include "nearest/nearest.h"
#include "nearest/say.h"

struct na_nearest_filter {
    const struct na_snapshot *snapshot;
    const struct na_nearest_question *question;
    struct na_moment moment;
    bool must_be_usable; /* and known to be */
};

struct na_nearest_filter na_nearest_filter_of(const struct na_snapshot *snapshot,
                                              const struct na_nearest_question *question);
/* Why the question leaves this asset out; NA_LEFT_IN if it does not. */
enum na_left na_nearest_left(const struct na_nearest_filter *filter, const struct na_asset *asset);
/* na_point_filter on a struct na_nearest_filter: passes the question's filters. */
bool na_nearest_wanted(const void *filter, uint32_t point);

/* Search all kinds of the question; *ret_found is sorted. */
void na_nearest_search(const struct na_nearest_filter *filter, double max_m, size_t k,
                       na_point_filter *wanted, struct na_nearest *ret_found);

/* The best of the results, and who is left out: nearest/verdicts.c. */
void na_nearest_verdicts(const struct na_snapshot *snapshot, struct na_nearest_answer *answer);

/* Could another asset than the first be the nearest: nearest/order.c. `found` may hold one result
 * more than the answer will. */
void na_nearest_order(const struct na_snapshot *snapshot, struct na_nearest_answer *answer);

/* The fields that a template may name, and the text of each. */

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
