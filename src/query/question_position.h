/* query/question_position.h - the position a question is about, from its parameters. */
#ifndef NA_QUERY_QUESTION_POSITION_H
#define NA_QUERY_QUESTION_POSITION_H

#include <stdbool.h>
#include <stddef.h>

#include <nearaid/session.h>

#include "geo/gridref.h"
#include "geo/position.h"

enum na_position_source { NA_POSITION_LAT_LON, NA_POSITION_EASTING_NORTHING, NA_POSITION_GRIDREF };

struct na_position {
    enum na_position_source source;
    bool has_lonlat; /* false: easting/northing where the transformation does not reach */
    bool has_grid;   /* false: given as lat/lon; nothing is projected at query time */
    struct na_lonlat at;
    struct na_grid grid;
    double accuracy_m;             /* the larger of accuracy_m= and the reference's own */
    char gridref[NA_GRIDREF_TEXT]; /* normalised; "" unless given as one */
};

/* "lat_lon", "easting_northing" or "gridref"; static. */
const char *na_position_source_name(enum na_position_source source);

/* Read the position out of parameters that passed na_params_check. Exactly one form must be given.
 * Errors: NA_ERR_PARAM_MISSING, NA_ERR_PARAM_CONFLICT, NA_ERR_NULL_ISLAND, NA_ERR_LOOKS_SWAPPED;
 * NA_ERR_CRS, NA_ERR_MEMORY from making the transformer. A point the transformation does not reach
 * is no error: has_lonlat is false. */
NA_MUST_USE enum na_code na_position_read(struct na_session *session, const struct na_param *params,
                                          size_t count, struct na_position *ret_position,
                                          struct na_error *reterr);

/* For na_params_check, which refuses with `code`: when the reason is that the other kind of
 * coordinates was typed, replace the error by one that says so. Returns the code to report. */
enum na_code na_position_explain(const struct na_param *params, size_t count, enum na_code code,
                                 struct na_error *reterr);

#endif
