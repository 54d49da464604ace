/* lists/barriers_list.h - the barriers of the pack as a list and as lines. */
#ifndef NA_LISTS_BARRIERS_LIST_H
#define NA_LISTS_BARRIERS_LIST_H

#include "data/barriers.h"
#include "question/ask.h"
#include "question/bbox.h"
#include "question/params.h"

/* Those that are in or touch `box`, by their own boxes; all of them with NULL. JSON, GeoJSON (a
 * MultiLineString each) or text. Errors: NA_ERR_MEMORY, NA_ERR_LIMIT. */
NA_MUST_USE enum na_code na_render_barriers(const struct na_snapshot *snapshot,
                                            const struct na_bbox *box, enum na_format format,
                                            struct na_buffer *to);

extern const struct na_param_specs na_barriers_params; /* bbox, f */
/* /v1/barriers: what straight lines may cross: JSON (a list), GeoJSON (their lines), text. */
NA_MUST_USE enum na_code na_answer_barriers(struct na_session *session,
                                            const struct na_param *params, size_t count,
                                            enum na_format format, struct na_buffer *to,
                                            struct na_error *reterr);

#endif
