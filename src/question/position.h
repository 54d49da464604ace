/* question/position.h - the position that a question is about: where it came from and how good it
 * is. Reading one from parameters is locate/question_position.h. */
#ifndef NA_QUESTION_POSITION_H
#define NA_QUESTION_POSITION_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <nearaid/error.h>
#include <nearaid/session.h>

#include "geo/gridref.h"
#include "geo/position.h"

struct na_located;

enum na_position_source {
    NA_POSITION_LAT_LON,
    NA_POSITION_EASTING_NORTHING,
    NA_POSITION_GRIDREF,
    NA_POSITION_POSTCODE, /* postcode= or q=: a postcode, a sector or an outward code */
    NA_POSITION_PLACE     /* q=: an asset or a place */
};

/* What a place asked for turned out to be; texts borrowed from the snapshot. */
struct na_position_place {
    const char *kind, *name, *place;
    const char *id; /* of the asset, else "" */
};

struct na_position {
    enum na_position_source source;
    bool has_lonlat; /* false: easting/northing where the transformation does not reach */
    bool has_grid;   /* false: given as lat/lon; nothing is projected at query time */
    struct na_lonlat at;
    struct na_grid grid;
    double accuracy_m;              /* the larger of accuracy_m= and the reference's own */
    char gridref[NA_GRIDREF_TEXT];  /* normalised; "" unless given as one */
    char postcode[NA_GRIDREF_TEXT]; /* "TS24 8AY", "TS24 8", "TS24"; "" unless given as one */
    bool is_run;                    /* a sector or outward code: the middle of its postcodes */
    int32_t terminated; /* first day of the month the postcode ended in, or NA_DATE_NONE */
    struct na_position_place place; /* with NA_POSITION_PLACE */
    const struct na_located *heard; /* how its text was read, with postcode= or q=; else NULL. Lives
                                       until the session's next question */
};

/* "lat_lon", "easting_northing", "gridref", "postcode" or "place"; static. */
const char *na_position_source_name(enum na_position_source source);

/* For na_params_check, which refuses with `code`: when the reason is that the other kind of
 * coordinates was typed, replace the error by one that says so. Returns the code to report. */
enum na_code na_position_explain(const struct na_param *params, size_t count, enum na_code code,
                                 struct na_error *reterr);

#endif
