/* locate/locate.h - text to candidates: what was meant, where it is, how sure that is.
 * docs/locate.md has the rules. */
#ifndef NA_LOCATE_LOCATE_H
#define NA_LOCATE_LOCATE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <nearaid/session.h>

#include "base/text.h"
#include "data/places.h"

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

const char *na_candidate_name(const struct na_candidate *candidate);
const char *na_candidate_match_name(enum na_candidate_match match); /* "exact", ...; static */

/* Find what `text` (valid UTF-8 without control characters, at most 200 bytes) means; `limit` from
 * 1 to NA_CANDIDATES_MAX. Errors: NA_ERR_PLACE_UNKNOWN, NA_ERR_POSTCODE_UNKNOWN,
 * NA_ERR_POSTCODE_NO_POSITION and NA_ERR_W3W_NOT_STORED, with which *ret_located holds what may be
 * offered instead (perhaps nothing); those of a position given as lat and lon; NA_ERR_MEMORY,
 * NA_ERR_CRS. Neither message nor hint repeats the text. */
NA_MUST_USE enum na_code na_locate(struct na_session *session, const char *text, size_t limit,
                                   struct na_located *ret_located, struct na_error *reterr);

/* The same, postcodes, sectors and outward codes only; NA_ERR_PARAM_MALFORMED if it is none. */
NA_MUST_USE enum na_code na_locate_postcode(struct na_session *session, const char *text,
                                            struct na_located *ret_located,
                                            struct na_error *reterr);

/* The one candidate that is meant by a question's `q` (or `postcode`, when `as_postcode`), taken
 * without asking. Otherwise NA_ERR_AMBIGUOUS_PLACE or an error as above, and what may be offered is
 * kept with the session (na_session_refused) until the next question. */
NA_MUST_USE enum na_code na_locate_one(struct na_session *session, const char *text,
                                       bool as_postcode, struct na_candidate *ret_candidate,
                                       struct na_error *reterr);

/* Is `code` one of those that go with candidates? */
bool na_locate_refuses(enum na_code code);

#endif
