/* walk/walk.h - ways on foot: from a position to the assets, along the streets of the pack.
 *
 * walk = from the position to the street + along the streets + from the street to the asset, the
 * least over the parts of the network that both can reach; whole millimetres. What the network does
 * not know is never guessed: a reason takes the place of the length. */
#ifndef NA_WALK_WALK_H
#define NA_WALK_WALK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "data/streets.h"
#include "geo/point_tree.h"
#include "geo/street_search.h"

/* Farther than this no way is looked for, unless a question gives a limit of its own. */
#define NA_WALK_LIMIT_M 5000.0
/* Metres a second: a lay responder who was sent (Jonsson 2020, Resuscitation 151: 1.8 m/s, the
 * median in dense areas), and anybody (80 m a minute, as Transport for London counts). */
#define NA_WALK_BRISK_M_S 1.79
#define NA_WALK_ORDINARY_M_S 1.33
/* From here on the way to the nearest street is said to be long. */
#define NA_WALK_LONG_SNAP_M 40.0

enum na_walk_state {
    NA_WALK_KNOWN,
    NA_WALK_OFF_NETWORK,       /* no street is near the position */
    NA_WALK_ASSET_OFF_NETWORK, /* no street is near the asset */
    NA_WALK_NOT_CONNECTED,     /* no way leads from the one's streets to the other's */
    NA_WALK_BEYOND_LIMIT,      /* there is one, longer than was looked for */
    NA_WALK_NO_NETWORK
};
/* "off-network" and so on; static. NULL for NA_WALK_KNOWN. */
const char *na_walk_reason(enum na_walk_state state);
/* In words: "no street is near it". */
const char *na_walk_reason_words(enum na_walk_state state);

struct na_walk {
    enum na_walk_state state;
    uint32_t mm;      /* only when known */
    uint32_t snap_mm; /* from the street to the asset; only when it is near one */
};

/* A position and the streets that it can reach. */
struct na_walk_from {
    struct na_street_search *search; /* NULL: the pack has no network */
    struct na_lonlat at;
    struct na_street_snaps snaps;
};
/* Find the streets of a position; `search` may be NULL. */
void na_walk_start(struct na_street_search *search, double snap_m, struct na_lonlat at,
                   struct na_walk_from *ret_from);

struct na_walk_hit {
    uint32_t point, mm, snap_mm;
};
/* The nearest on foot, ascending by length, then by number. */
struct na_walk_hits {
    struct na_walk_hit items[NA_NEAREST_MAX];
    size_t count;
};
struct na_walk_wanted {
    size_t k;          /* at most NA_NEAREST_MAX */
    uint32_t limit_mm; /* none farther; at most NA_STREET_MM_MAX */
    uint32_t slack_mm; /* NA_STREET_NONE, or: only those at most so much farther than the nearest */
    na_point_filter *filter; /* NULL: all assets of all kinds */
    const void *context;
};
void na_walk_nearest(const struct na_walk_from *from, const struct na_walk_wanted *wanted,
                     struct na_walk_hits *ret_hits);
/* As na_walk_nearest, from a point of the network itself. */
void na_walk_nearest_of_edge(struct na_street_search *search, uint32_t edge, uint32_t at_mm,
                             const struct na_walk_wanted *wanted, struct na_walk_hits *ret_hits);

/* Could there be a way to asset `point`: NA_WALK_KNOWN if the network joins the two, however far.
 */
enum na_walk_state na_walk_joined(const struct na_walk_from *from, uint32_t point);
/* The walk to one asset, at most `limit_mm`; its line (struct na_lonlat), from the position itself
 * to `to`, is appended to `ret_line` unless that is NULL. Errors: NA_ERR_MEMORY, NA_ERR_LIMIT. */
NA_MUST_USE enum na_code na_walk_to(const struct na_walk_from *from, uint32_t point,
                                    struct na_lonlat to, uint32_t limit_mm,
                                    struct na_walk *ret_walk, struct na_buffer *ret_line);
/* The walk between two positions, at most `limit_mm`. */
struct na_walk na_walk_between(const struct na_walk_from *from, const struct na_walk_from *to,
                               uint32_t limit_mm);

/* Metres as millimetres, at most NA_STREET_MM_MAX; INFINITY: NA_WALK_LIMIT_M. */
uint32_t na_walk_limit_mm(double max_m);

#endif
