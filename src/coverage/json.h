/* coverage/json.h - what an answer about coverage looks like: docs/coverage.md has its
 * members. */
#ifndef NA_COVERAGE_JSON_H
#define NA_COVERAGE_JSON_H

#include <stdbool.h>

#include <nearaid/error.h>
#include <nearaid/session.h>

#include "base/buffer.h"
#include "coverage/coverage.h"
#include "io/json_write.h"

/* Each appends a whole answer to `to`. Errors: NA_ERR_MEMORY, NA_ERR_LIMIT. */

/* One JSON object, without a newline after it. */
NA_MUST_USE enum na_code na_render_coverage_json(const struct na_coverage *coverage,
                                                 struct na_buffer *to);
/* Its members, into the object that is open in `json`: for callers that have members to add. */
void na_render_coverage_members(struct na_json *json, const struct na_coverage *coverage);
/* Tables for people, with the data line and the warnings: authorities, if there are several, then
 * areas. First is what has most points that lose cover, or are not covered; then the largest loss
 * or gap. `points` may be NULL. */
struct na_coverage_points;
NA_MUST_USE enum na_code na_render_coverage_text(const struct na_coverage *coverage,
                                                 const struct na_coverage_points *points,
                                                 struct na_buffer *to);
/* One line an area and, last, one for the whole; `spreadsheet_safe`: ' before cells that a
 * spreadsheet would take for a formula. */
NA_MUST_USE enum na_code na_render_coverage_csv(const struct na_coverage *coverage,
                                                bool spreadsheet_safe, struct na_buffer *to);
/* An RFC 7946 FeatureCollection; `session` lends its transformation. Also NA_ERR_OUTSIDE. Nothing
 * is taken back from `to` when it fails. */
NA_MUST_USE enum na_code na_render_coverage_geojson(struct na_session *session,
                                                    const struct na_coverage *coverage,
                                                    struct na_buffer *to, struct na_error *reterr);
/* The same with further features, which `more` writes into the open array. */
typedef void na_coverage_features(const void *context, struct na_json *json);
NA_MUST_USE enum na_code na_render_coverage_geojson_with(struct na_session *session,
                                                         const struct na_coverage *coverage,
                                                         na_coverage_features *more,
                                                         const void *context, struct na_buffer *to,
                                                         struct na_error *reterr);

#endif
