/* locate/postcodes.h - R8: postcodes anywhere in a text, and what a postcode that is not known may
 * have been. Any thread. */
#ifndef NA_LOCATE_POSTCODES_H
#define NA_LOCATE_POSTCODES_H

#include "data/places.h"
#include "locate/said.h"

#define NA_POSTCODES_FOUND 8
#define NA_POSTCODES_ALIKE 10

/* A postcode that stands in a text. */
struct na_postcode_found {
    uint32_t key;
    bool known;  /* the pack has it, or an asset has */
    bool broken; /* a letter stands for a figure or the other way round: `key` is what is meant */
    size_t first, end; /* pieces that it is made of */
};

struct na_postcodes {
    struct na_postcode_found list[NA_POSTCODES_FOUND];
    size_t count; /* different ones, known before unknown */
    bool more;
};

/* Find postcodes of the form of a unit in consecutive pieces of letters and figures; only those
 * that are known when `known_only`. Broken ones are looked for only if there is no other. */
void na_postcodes_find(const struct na_snapshot *snapshot, const struct na_str *pieces,
                       const uint8_t *segments, size_t count, bool known_only,
                       struct na_postcodes *ret_postcodes);

/* Postcodes of the pack that may have been meant by `key`, which is not one, best first: a letter
 * that sounds alike, two neighbours exchanged, a sign that looks alike, any one other sign. */
size_t na_postcodes_alike(const struct na_snapshot *snapshot, uint32_t key,
                          uint32_t ret_keys[NA_POSTCODES_ALIKE]);

/* Postcodes of the pack whose last two letters sound like those of `key`, one that differs in one
 * letter before one that differs in two, by key; at most `capacity`. */
size_t na_postcodes_sound_like(const struct na_snapshot *snapshot, uint32_t key, uint32_t *ret_keys,
                               size_t capacity);

#endif
