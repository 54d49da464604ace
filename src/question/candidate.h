/* question/candidate.h - what a text may mean, as values: locate fills them, sessions keep them and
 * refusals offer them. */
#ifndef NA_QUESTION_CANDIDATE_H
#define NA_QUESTION_CANDIDATE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "data/postcode.h"
#include "geo/position.h"

#define NA_CANDIDATES_MAX 50
#define NA_CANDIDATES_NONE SIZE_MAX

enum na_candidate_type {
    NA_CANDIDATE_COORDINATES,
    NA_CANDIDATE_GRIDREF,
    NA_CANDIDATE_POSTCODE,
    NA_CANDIDATE_SECTOR,
    NA_CANDIDATE_OUTWARD,
    NA_CANDIDATE_PLACE,
    NA_CANDIDATE_ASSET,
    NA_CANDIDATE_CROSSING /* a guess between two streets, its name in `label` */
};

enum na_candidate_match { NA_CANDIDATE_EXACT, NA_CANDIDATE_PREFIX, NA_CANDIDATE_FUZZY };

/* Texts are borrowed from the snapshot or static. */
struct na_candidate {
    enum na_candidate_type type;
    enum na_candidate_match match;
    const char *kind;
    const char *name;   /* NULL: `label` is the name */
    const char *place;  /* locality or address, "" unknown */
    const char *source; /* section of the pack, or "question" */
    const char *id;     /* of the asset, else "" */
    char label[96];     /* what was read, in its standard form: "TS24 8AY", "NZ 509 326" */
    bool has_lonlat, has_grid;
    struct na_lonlat at; /* NAN, NAN without */
    struct na_grid grid; /* NAN, NAN without */
    double accuracy_m;
    int32_t terminated; /* of a postcode: first day of its last month, or NA_DATE_NONE */
    char why[160];      /* a sentence without a full stop */
};

/* Room for the words of a text that are told again. */
#define NA_LOCATED_WORDS 512
/* Stands between two stretches of a text in such a list. */
#define NA_LOCATED_DIVIDER '\n'
#define NA_READ_BACK_TEXT 256
#define NA_SOUNDS_LIKE_MAX 3

/* Another postcode of the pack that sounds alike. */
struct na_sounds_like {
    char postcode[NA_POSTCODE_TEXT];
    double distance_m;
};

/* What a text was recognised as, and its candidates, best first. */
struct na_located {
    const char *recognised; /* "coordinates", "gridref", "postcode", "w3w", "name"; static */
    size_t count;
    bool more;        /* there are others beyond the limit */
    size_t confident; /* number of the one that is meant, or NA_CANDIDATES_NONE */
    const char
        *reason;     /* why none is certain, as docs/locate.md lists them; "" if one is; static */
    const char *ask; /* what to ask the caller next, a sentence without a full stop; static */
    bool house_unknown; /* a house number was said, and the street is as near as the pack knows */
    bool from_asset;    /* the postcode is known from an asset alone */
    /* The words of the text, as they were said: those that made the answer, those that mean
     * something and were not used, those that nothing is known of. Never for a log. */
    char used[NA_LOCATED_WORDS], not_used[NA_LOCATED_WORDS], not_understood[NA_LOCATED_WORDS];
    char read_back[NA_READ_BACK_TEXT]; /* how to say a certain position to the caller; "" without */
    struct na_sounds_like sounds_like[NA_SOUNDS_LIKE_MAX];
    size_t sounds_like_count;
    struct na_candidate candidates[NA_CANDIDATES_MAX];
};

#endif
