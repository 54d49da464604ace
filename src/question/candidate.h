/* question/candidate.h - what a text may mean, as values: locate fills them, sessions keep them and
 * refusals offer them. */
#ifndef NA_QUESTION_CANDIDATE_H
#define NA_QUESTION_CANDIDATE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

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
    NA_CANDIDATE_ASSET
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
    char label[24];     /* what was read, in its standard form: "TS24 8AY", "NZ 509 326" */
    bool has_lonlat, has_grid;
    struct na_lonlat at; /* NAN, NAN without */
    struct na_grid grid; /* NAN, NAN without */
    double accuracy_m;
    int32_t terminated; /* of a postcode: first day of its last month, or NA_DATE_NONE */
    char why[160];      /* a sentence without a full stop */
};

/* What a text was recognised as, and its candidates, best first. */
struct na_located {
    const char *recognised; /* "coordinates", "gridref", "postcode", "w3w", "name"; static */
    size_t count;
    bool more;        /* there are others beyond the limit */
    size_t confident; /* number of the one that is meant, or NA_CANDIDATES_NONE */
    struct na_candidate candidates[NA_CANDIDATES_MAX];
};

#endif
