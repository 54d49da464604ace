/* nearaid/place.h - what a text means: a postcode, a grid reference, coordinates of any writing, a
 * link of a map, a name of the pack, as numbers and short texts. The question "locate" says the
 * same as JSON, with reasons and warnings (docs/locate.md).
 */
#ifndef NEARAID_PLACE_H
#define NEARAID_PLACE_H

#include <stddef.h>
#include <stdint.h>

#include <nearaid/error.h>
#include <nearaid/session.h>

/* A place that a text may mean. Set `size` of the first of an array to sizeof(struct na_place):
 * later versions may have more members after these. Texts are UTF-8, cut where they do not fit. */
struct na_place {
    size_t size;
    uint32_t is_certain; /* 1: the one that is meant; at most one of an array. 0: one of several,
                            or a guess: somebody must choose */
    double lat_deg, lon_deg;      /* WGS84; NAN: the place has no position */
    double easting_m, northing_m; /* British National Grid; NAN where that does not reach */
    double accuracy_m;            /* how far the place may be from there */
    char kind[48];      /* "postcode", "gridref", "coordinates", or that of the pack: "street" */
    char name[192];     /* "TS24 8AY", "York Road" */
    char locality[192]; /* where that is: a locality or an address; "" not known */
    char asset_id[64];  /* of an asset; "" else */
};

/* The places that a text may mean, the best first.
 *   session    in  used by one thread at a time
 *   text       in  UTF-8, at most 1,000 bytes; not NULL
 *   ret_places out room for `capacity` places, 1 to 50; `size` of the first is set. Those beyond
 *                  *ret_count are not touched
 *   ret_count  out how many were written. It is set on success, when it is at least 1, and with the
 *                  errors of a place: then it counts what may be offered instead, perhaps nothing
 *   reterr     out may be NULL; what is wrong with the text, and what to ask. Never the text itself
 * Errors: NA_ERR_USAGE (size, capacity), NA_ERR_PARAM_EMPTY, NA_ERR_PARAM_MALFORMED (not UTF-8, or
 * a control character), NA_ERR_PARAM_RANGE (too many bytes); of a place: NA_ERR_PLACE_UNKNOWN,
 * NA_ERR_POSTCODE_UNKNOWN, NA_ERR_POSTCODE_NO_POSITION, NA_ERR_W3W_NOT_STORED, NA_ERR_COORDINATES,
 * NA_ERR_GRIDREF, NA_ERR_OUTSIDE_DATA, NA_ERR_LINK, NA_ERR_TEXT_LONG; NA_ERR_MEMORY, NA_ERR_CRS. */
NA_API NA_MUST_USE enum na_code na_locate(struct na_session *session, const char *text,
                                          struct na_place *ret_places, size_t capacity,
                                          size_t *ret_count, struct na_error *reterr);

#endif
