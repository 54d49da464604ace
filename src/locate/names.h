/* locate/names.h - the names that a text may mean, best first, with the role of every word in each.
 * Borrows from the text and the snapshot; any thread. docs/locate.md has the roles and the score.
 */
#ifndef NA_LOCATE_NAMES_H
#define NA_LOCATE_NAMES_H

#include "locate/lookup.h"

/* Names that are kept, and towns that are told apart in one text. */
#define NA_NAMES_KEPT 64
#define NA_TOWNS_MAX 8

/* A name, and what each word is to it: sets of words asked. */
struct na_named {
    bool is_asset;
    uint32_t target; /* number of the asset or place */
    const char *name, *kind, *place;
    const char *alias; /* the name that was said, where it is not the first; else NULL */
    struct na_lonlat at;
    double accuracy_m;
    uint64_t said;        /* words of its name */
    uint64_t direct;      /* of its own locality or address */
    uint64_t near;        /* of a town that it lies in or beside */
    uint64_t kind_said;   /* of its kind */
    uint64_t unaccounted; /* of nothing */
    size_t own;           /* words of the name, without "and" */
    size_t edits;         /* letters that differ */
    bool full;            /* every word of the name was said, spelt so, in order and together */
    bool full_nearly;     /* the same, but for the spelling */
    bool is_street, is_town, is_generic;
    bool is_region;  /* a ward, an area, a barrier: it makes no other name doubtful */
    bool has_type;   /* its last word is a kind of street */
    bool type_after; /* a kind of street that is not its own follows the name */
    double score;
};

/* A town that was said: a place of that kind with its full name in the text. */
struct na_town {
    uint32_t target;
    uint64_t said, region; /* its name; the words of its own locality beside it */
    struct na_lonlat at;
    double accuracy_m;
};

struct na_names {
    struct na_named best[NA_NAMES_KEPT]; /* by score, then name, then position */
    size_t count;
    struct na_town towns[NA_TOWNS_MAX];
    size_t town_count;
    uint64_t full_words; /* of every whole name that stands in the text */
    bool more;           /* others were found, too */
    uint64_t skipped;    /* words in too many names to look at */
    uint64_t filtered;   /* words of which only names with all their words asked were looked at */
    bool complete;       /* every name that might be meant as a whole was looked at */
};

/* Find the names. Work is bounded: see the constants in names.c. */
void na_names_find(const struct na_lookup *asked, struct na_names *ret_names);

/* Metres between two points near each other, good to a per cent. */
double na_names_distance_m(struct na_lonlat a, struct na_lonlat b);

#endif
