/* data/places.h - postcodes, places and the index of names of a snapshot.
 *
 * Everything returned borrows from the snapshot, is constant, and lives as long as a reference is
 * held. Any thread. */
#ifndef NA_DATA_PLACES_H
#define NA_DATA_PLACES_H

#include "data/postcode.h"
#include "data/snapshot.h"

/* A postcode of the pack. */
struct na_postcode_view {
    uint32_t key;
    bool has_position;
    bool in_degrees;      /* `at` is its position; else `grid`, in whole metres as published */
    struct na_grid grid;  /* NAN, NAN unless the position is on the National Grid */
    struct na_lonlat at;  /* NAN, NAN unless in_degrees */
    unsigned int quality; /* 10 .. 90 */
    int32_t terminated;   /* first day of the month it ended in, or NA_DATE_NONE */
    const char *source;   /* "places.postcodes" */
};

uint32_t na_snapshot_postcode_count(const struct na_snapshot *snapshot);
/* Number of the first postcode whose key is not below `key`; the count if there is none. */
uint32_t na_snapshot_postcode_from(const struct na_snapshot *snapshot, uint32_t key);
/* Postcode `i`, below the count. */
void na_snapshot_postcode(const struct na_snapshot *snapshot, uint32_t i,
                          struct na_postcode_view *ret_postcode);
/* Its key alone. */
uint32_t na_snapshot_postcode_key(const struct na_snapshot *snapshot, uint32_t i);
bool na_snapshot_find_postcode(const struct na_snapshot *snapshot, uint32_t key, uint32_t *ret_i);

/* Where the postcodes with keys in [first, end) lie: those in use, or, when none is, those that
 * ended. */
struct na_postcode_extent {
    uint32_t count;  /* of all of them */
    uint32_t placed; /* that the box is around */
    double west_m, south_m, east_m, north_m;
    const char *source; /* of the first */
};
void na_snapshot_postcode_extent(const struct na_snapshot *snapshot, uint32_t first, uint32_t end,
                                 struct na_postcode_extent *ret_extent);

/* A named place. */
struct na_place_view {
    bool is_region; /* a ward, an area or a barrier: the middle of its box */
    const char *name, *aliases, *kind, *place, *source;
    double accuracy_m;
    struct na_lonlat at;
    struct na_grid grid; /* NAN, NAN where the transformation does not reach */
};

uint32_t na_snapshot_place_count(const struct na_snapshot *snapshot);
void na_snapshot_place(const struct na_snapshot *snapshot, uint32_t i,
                       struct na_place_view *ret_place);

/* The place nearest to `from` by geodesic; the lower number of equally near ones. False without
 * places. `from` finite. */
bool na_snapshot_nearest_place(const struct na_snapshot *snapshot, struct na_lonlat from,
                               uint32_t *ret_i, double *ret_distance_m);
/* The postcode in use whose published position is nearest to `from` in the plane of the National
 * Grid; the lower key of equally near ones. False when none in use has a position on the grid.
 * `from` finite. */
bool na_snapshot_nearest_postcode(const struct na_snapshot *snapshot, struct na_grid from,
                                  uint32_t *ret_i);

/* What a text is to its place or asset. */
enum na_name_role {
    NA_ROLE_NAME,
    NA_ROLE_ALIAS,
    NA_ROLE_ADDRESS,
    NA_ROLE_POSTCODE, /* one word: lower case, no blank */
    NA_ROLE_W3W       /* one word: lower case, with its dots */
};

/* A text that can be looked up. */
struct na_name_view {
    bool is_asset;
    uint32_t target; /* number of the asset or place */
    enum na_name_role role;
    const char *text; /* as in the source */
    const uint32_t
        *words; /* numbers of words: `own` of the text, then `beside` of its locality; with
                   NA_NAME_PART_BEGINS where a part of either begins (after a comma) */
    uint32_t own, beside;
};
#define NA_NAME_PART_BEGINS 0x80000000u

/* Names and aliases stand by weight; those of one weight by text (bytes), then from south to north,
 * west to east, by target: so that of names that mean as much, the first is what is listed first.
 * The other roles follow, by text, then assets before places, then by target. */
uint32_t na_snapshot_name_count(const struct na_snapshot *snapshot);
void na_snapshot_name(const struct na_snapshot *snapshot, uint32_t i,
                      struct na_name_view *ret_name);

/* What a word tells that is in `names` of all `all` names: more, the rarer it is. */
double na_name_word_tells(uint32_t all, uint32_t names);

/* The weight of a name: what its own words tell together, "and" aside, in units of 1 / 65536 above
 * the least. A word that is in it once more takes away: the score counts it again where it was
 * said, (1 + 0.35) / 0.35 times what not having said it costs (locate/roles.h). Names are in blocks
 * of so many; a block's weight is that of its first; UINT32_MAX: no name or alias. */
#define NA_NAME_BLOCK 64u
#define NA_NAME_WEIGHT_UNITS 65536.0
#define NA_NAME_WEIGHT_LEAST (-4096.0)
#define NA_NAME_WEIGHT_AGAIN (1.0 - 1.35 / 0.35)
/* Of `count` words with what each tells. */
uint32_t na_name_weight(const uint32_t *words, const double *tells, size_t count);
const uint32_t *na_snapshot_name_weights(const struct na_snapshot *snapshot, uint32_t *ret_count);

/* Where a name is and what, for a look at thousands of them: latitude and longitude in whole steps
 * from the south pole and the date line, and what it is. */
#define NA_NAME_IS_STREET 1u
#define NA_NAME_IS_TOWN 2u
#define NA_NAME_IS_REGION 4u
#define NA_NAME_CLASS 7u
#define NA_NAME_LON_SHIFT 3
#define NA_NAME_LON_STEPS 16384
#define NA_NAME_LAT_SHIFT 17
#define NA_NAME_LAT_STEPS 32768
uint32_t na_name_key(struct na_lonlat at, uint32_t what);
uint32_t na_snapshot_name_key(const struct na_snapshot *snapshot, uint32_t i);

/* The kinds of places and assets that have names, each once; with more than NA_NAME_KINDS_MAX not
 * all are told. */
#define NA_NAME_KINDS_MAX 64u
uint32_t na_snapshot_name_kind_count(const struct na_snapshot *snapshot);
const char *na_snapshot_name_kind(const struct na_snapshot *snapshot, uint32_t i);

/* Is a kind of place a town or village, is it a street? Case does not matter. */
bool na_place_kind_is_town(const char *kind);
bool na_place_kind_is_street(const char *kind);

/* The words of all names, folded, ascending by bytes, each once. */
uint32_t na_snapshot_word_count(const struct na_snapshot *snapshot);
struct na_str na_snapshot_word(const struct na_snapshot *snapshot, uint32_t i);
/* Names with word `i`, ascending. */
const uint32_t *na_snapshot_word_names(const struct na_snapshot *snapshot, uint32_t i,
                                       uint32_t *ret_count);
/* Number of the first word that is not below `text`. */
uint32_t na_snapshot_word_from(const struct na_snapshot *snapshot, struct na_str text);
bool na_snapshot_find_word(const struct na_snapshot *snapshot, struct na_str text, uint32_t *ret_i);
/* One after the last word that begins with `prefix`; the first is na_snapshot_word_from. */
uint32_t na_snapshot_words_end(const struct na_snapshot *snapshot, struct na_str prefix);

/* Words within an edit distance of another: byte insertions, deletions, replacements and swaps of
 * neighbours (each byte takes part in one edit at most: "optimal string alignment"). */
#define NA_WORD_EDITS_MAX 3
typedef void na_word_found(void *context, uint32_t word, unsigned int edits);
/* Tell `found` every word within `edits` (at most NA_WORD_EDITS_MAX) of `text` (at most 64 bytes),
 * ascending; 0 edits are told too. */
void na_snapshot_words_like(const struct na_snapshot *snapshot, struct na_str text,
                            unsigned int edits, na_word_found *found, void *context);
/* That distance of two texts of at most 64 bytes, or a number above `edits` if it is above. */
unsigned int na_word_distance(struct na_str a, struct na_str b, unsigned int edits);

#endif
