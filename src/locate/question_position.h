/* locate/question_position.h - the position a question is about, read from its parameters. */
#ifndef NA_LOCATE_QUESTION_POSITION_H
#define NA_LOCATE_QUESTION_POSITION_H

#include <stddef.h>

#include <nearaid/session.h>

#include "question/position.h"
#include "question/warnings.h"

/* Read the position out of parameters that passed na_params_check. Exactly one form must be given.
 * postcode and q are looked up: na_locate_one's errors, its candidates kept with the session.
 * Errors: NA_ERR_PARAM_MISSING, NA_ERR_PARAM_CONFLICT, NA_ERR_NULL_ISLAND, NA_ERR_LOOKS_SWAPPED;
 * NA_ERR_CRS, NA_ERR_MEMORY from making the transformer. A point the transformation does not reach
 * is no error: has_lonlat is false. */
NA_MUST_USE enum na_code na_position_read(struct na_session *session, const struct na_param *params,
                                          size_t count, struct na_position *ret_position,
                                          struct na_error *reterr);

/* What an answer has to say about the position itself: that a postcode ended, that it stands for
 * many. */
void na_warn_of_position(struct na_warnings *warnings, const struct na_position *position);

#endif
