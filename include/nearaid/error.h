/* nearaid/error.h - the one table of outcomes, and the error that goes with one.
 *
 * Every fallible function returns an `enum na_code`; NA_OK is zero. On failure, and only then, it
 * fills the `struct na_error` passed last (which may be NULL when the caller wants the code alone).
 */
#ifndef NEARAID_ERROR_H
#define NEARAID_ERROR_H

#include <stdbool.h>
#include <stdint.h>

#include <nearaid/api.h>

/* X(symbol, machine code as in problem+json, title, HTTP status, exit status of the CLI) */
#define NA_CODES(X)                                                                                \
    X(NA_OK, "ok", "No error", 200, 0)                                                             \
    X(NA_ERR_PARAM_UNKNOWN, "unknown-parameter", "Unknown parameter", 400, 2)                      \
    X(NA_ERR_PARAM_REPEATED, "repeated-parameter", "Parameter given more than once", 400, 2)       \
    X(NA_ERR_PARAM_EMPTY, "empty-parameter", "Parameter without a value", 400, 2)                  \
    X(NA_ERR_PARAM_MISSING, "missing-parameter", "Parameter missing", 400, 2)                      \
    X(NA_ERR_PARAM_MALFORMED, "malformed-parameter", "Parameter not understood", 400, 2)           \
    X(NA_ERR_PARAM_RANGE, "parameter-out-of-range", "Parameter out of range", 400, 2)              \
    X(NA_ERR_PARAM_CONFLICT, "conflicting-parameters", "Parameters contradict each other", 400, 2) \
    X(NA_ERR_LOOKS_SWAPPED, "looks-swapped", "Latitude and longitude look swapped", 400, 2)        \
    X(NA_ERR_LOOKS_GRID, "looks-like-grid", "Looks like easting and northing", 400, 2)             \
    X(NA_ERR_NULL_ISLAND, "null-island", "The position 0,0 is not a place", 400, 2)                \
    X(NA_ERR_KIND_UNKNOWN, "unknown-kind", "No such kind of asset", 400, 2)                        \
    X(NA_ERR_VINTAGE_UNKNOWN, "unknown-vintage", "No such ward vintage", 400, 2)                   \
    X(NA_ERR_BODY, "bad-body", "Request body not understood", 400, 2)                              \
    X(NA_ERR_REQUEST, "bad-request", "Request not understood", 400, 2)                             \
    X(NA_ERR_UNAUTHORIZED, "unauthorized", "A token is needed", 401, 2)                            \
    X(NA_ERR_FORBIDDEN, "forbidden", "Not allowed to this token", 403, 2)                          \
    X(NA_ERR_HOST, "unknown-host", "Host not served here", 421, 2)                                 \
    X(NA_ERR_ROUTE, "no-such-route", "Nothing is served at this path", 404, 2)                     \
    X(NA_ERR_WARD_UNKNOWN, "no-such-ward", "No such ward", 404, 2)                                 \
    X(NA_ERR_ASSET_UNKNOWN, "no-such-asset", "No such asset", 404, 2)                              \
    X(NA_ERR_CODE_UNKNOWN, "no-access-code", "No code of this asset", 404, 2)                      \
    X(NA_ERR_NO_MAP, "no-map", "No map is served", 404, 3)                                         \
    X(NA_ERR_METHOD, "method-not-allowed", "Method not allowed", 405, 2)                           \
    X(NA_ERR_ACCEPT, "not-acceptable", "No such representation", 406, 2)                           \
    X(NA_ERR_TIMEOUT, "request-timeout", "Request took too long to arrive", 408, 4)                \
    X(NA_ERR_LENGTH, "length-required", "Content-Length required", 411, 2)                         \
    X(NA_ERR_BODY_SIZE, "body-too-large", "Request body too large", 413, 2)                        \
    X(NA_ERR_URI_SIZE, "uri-too-long", "Request target too long", 414, 2)                          \
    X(NA_ERR_MEDIA, "unsupported-media-type", "Unsupported media type", 415, 2)                    \
    X(NA_ERR_OUTSIDE, "outside-transformation", "Position outside the transformation", 422, 3)     \
    X(NA_ERR_NO_WARDS, "pack-without-wards", "The pack has no wards", 422, 3)                      \
    X(NA_ERR_W3W_NOT_STORED, "w3w-not-stored", "what3words address not stored", 422, 3)            \
    X(NA_ERR_AMBIGUOUS_PLACE, "ambiguous-place", "More than one place may be meant", 422, 3)       \
    X(NA_ERR_PLACE_UNKNOWN, "place-not-found", "No such place", 422, 3)                            \
    X(NA_ERR_COORDINATES, "bad-coordinates", "Not a position", 422, 3)                             \
    X(NA_ERR_GRIDREF, "bad-gridref", "Not a grid reference", 422, 3)                               \
    X(NA_ERR_OUTSIDE_DATA, "outside-data", "Position far outside the data", 422, 3)                \
    X(NA_ERR_LINK, "link-without-position", "The link holds no position", 422, 3)                  \
    X(NA_ERR_TEXT_LONG, "too-long", "The text is too long", 422, 3)                                \
    X(NA_ERR_POSTCODE_UNKNOWN, "unknown-postcode", "No such postcode", 422, 3)                     \
    X(NA_ERR_POSTCODE_NO_POSITION, "postcode-without-position", "Postcode without a position",     \
      422, 3)                                                                                      \
    X(NA_ERR_USAGE, "usage", "Command line not understood", 400, 2)                                \
    X(NA_ERR_ROWS, "rows-not-placed", "Some rows could not be placed", 422, 1)                     \
    X(NA_ERR_DATA, "bad-data", "Bad data", 500, 3)                                                 \
    X(NA_ERR_CORRUPT, "corrupt-snapshot", "Compiled file damaged", 500, 3)                         \
    X(NA_ERR_VERSION, "snapshot-version", "Compiled file of another version", 500, 3)              \
    X(NA_ERR_CRS, "transformation", "Coordinate transformation failed", 500, 3)                    \
    X(NA_ERR_LIMIT, "limit", "A limit was reached", 500, 3)                                        \
    X(NA_ERR_IO, "io", "Input or output failed", 500, 4)                                           \
    X(NA_ERR_MEMORY, "out-of-memory", "Out of memory", 503, 4)                                     \
    X(NA_ERR_BUSY, "busy", "Too busy", 503, 4)                                                     \
    X(NA_ERR_SLOW, "took-too-long", "Took too long to answer", 503, 4)                             \
    X(NA_ERR_NOT_READY, "not-ready", "No data loaded yet", 503, 4)                                 \
    X(NA_ERR_INTERRUPTED, "interrupted", "Interrupted", 500, 130)                                  \
    X(NA_ERR_INTERNAL, "internal", "Internal error", 500, 4)

enum na_code {
#define X(symbol, slug, title, http, exit_status) symbol,
    NA_CODES(X)
#undef X
        NA_CODE_COUNT
};

/* What went wrong, for a person. Unused texts are "", an unused record is 0. */
struct na_error {
    enum na_code code;
    int64_t record;    /* 1-based line or record in `file`; 0: not about a record */
    char message[512]; /* what is wrong, one sentence without a full stop */
    char hint[256];    /* what to do about it */
    char file[256];    /* file it is about */
    char field[64];    /* field, column or request parameter it is about */
};

/* Machine code of `code`, e.g. "unknown-parameter"; static storage; any thread. */
NA_API const char *na_code_slug(enum na_code code);
/* Title of `code`, e.g. "Unknown parameter"; static storage; any thread. */
NA_API const char *na_code_title(enum na_code code);
/* HTTP status of `code`, 200..599; any thread. */
NA_API int na_code_http_status(enum na_code code);
/* Exit status of the command line for `code`: 0, 1, 2, 3, 4 or 130; any thread. */
NA_API int na_code_exit_status(enum na_code code);

#endif
