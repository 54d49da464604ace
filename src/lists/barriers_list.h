/* lists/barriers_list.h - the barriers of the pack as a list and as lines. */
#ifndef NA_LISTS_BARRIERS_LIST_H
#define NA_LISTS_BARRIERS_LIST_H

#include "data/barriers.h"
#include "question/bbox.h"
#include "question/question.h"

/* Those that are in or touch `box`, by their own boxes; all of them with NULL. JSON, GeoJSON (a
 * MultiLineString each) or text. Errors: NA_ERR_MEMORY, NA_ERR_LIMIT. */
NA_MUST_USE enum na_code na_render_barriers(const struct na_snapshot *snapshot,
                                            const struct na_bbox *box, enum na_format format,
                                            struct na_buffer *to);

extern const struct na_param_specs na_barriers_params; /* bbox, f */
/* What straight lines may cross: JSON (a list), GeoJSON (their lines), text. */
extern const struct na_question na_question_barriers;
na_answer na_answer_barriers;

#endif
