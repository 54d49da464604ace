/* hotspots/urn.h - draws with replacement from kinds of which there are so many each, exactly
 * and at once: Walker's alias method with whole numbers (Vose, "A linear algorithm for generating
 * random numbers with a given distribution", 1991). Constant once made. */
#ifndef NA_HOTSPOTS_URN_H
#define NA_HOTSPOTS_URN_H

#include <stddef.h>
#include <stdint.h>

#include <nearaid/error.h>

#include "base/random.h"

/* A kind keeps the draws below `keeps` of `total` and gives the others to `other`. */
struct na_hotspot_urn {
    struct na_urn_kind {
        uint32_t keeps, other;
    } * kinds;
    uint32_t count;
    uint32_t total; /* the sum of all numbers */
};

/* `numbers`: how many there are of each of `count` kinds, their sum from 1 to 2^32 - 1. Errors:
 * NA_ERR_MEMORY. Release with na_hotspot_urn_fini. */
NA_MUST_USE enum na_code na_hotspot_urn_make(const uint32_t *numbers, uint32_t count,
                                             struct na_hotspot_urn *ret_urn,
                                             struct na_error *reterr);
void na_hotspot_urn_fini(struct na_hotspot_urn *urn);

/* Draw a kind: i with the chance numbers[i] / total. */
static inline uint32_t na_hotspot_urn_draw(const struct na_hotspot_urn *urn,
                                           struct na_random *random)
{
    uint64_t bits = na_random_next(random);
    uint32_t kind = na_random_below_of(random, (uint32_t)(bits >> 32), urn->count);
    uint32_t coin = na_random_below_of(random, (uint32_t)bits, urn->total);
    struct na_urn_kind drawn = urn->kinds[kind];
    /* A branch here would be guessed wrong half the time. */
    uint32_t keeps = (uint32_t) - (int32_t)(coin < drawn.keeps);
    return (kind & keeps) | (drawn.other & ~keeps);
}

#endif
