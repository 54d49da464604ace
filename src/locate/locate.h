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
#include "question/candidate.h"
#include "question/question.h"
#include "question/warnings.h"

const char *na_candidate_name(const struct na_candidate *candidate);
const char *na_candidate_match_name(enum na_candidate_match match); /* "exact", ...; static */

/* Find what `text` (valid UTF-8) means; `limit` from 1 to NA_CANDIDATES_MAX. Errors, with which
 * *ret_located holds what may be offered instead (perhaps nothing): NA_ERR_PLACE_UNKNOWN,
 * NA_ERR_POSTCODE_UNKNOWN, NA_ERR_POSTCODE_NO_POSITION, NA_ERR_W3W_NOT_STORED, NA_ERR_COORDINATES,
 * NA_ERR_GRIDREF, NA_ERR_OUTSIDE_DATA, NA_ERR_LINK; NA_ERR_TEXT_LONG; NA_ERR_MEMORY, NA_ERR_CRS.
 * Neither message nor hint repeats the text. */
NA_MUST_USE enum na_code na_locate_text(struct na_session *session, const char *text, size_t limit,
                                        struct na_located *ret_located, struct na_error *reterr);

/* The one candidate that is meant by a question's `q` (or `postcode`, when `as_postcode`), taken
 * without asking. Otherwise NA_ERR_AMBIGUOUS_PLACE or an error as above, and what may be offered is
 * kept with the session until the next question. */
NA_MUST_USE enum na_code na_locate_one(struct na_session *session, const char *text,
                                       bool as_postcode, struct na_candidate *ret_candidate,
                                       struct na_error *reterr);

/* Is `code` one of those that go with candidates? */
bool na_locate_refuses(enum na_code code);

/* What an answer made from a text has to warn of: a house that is not known, a postcode that only
 * an asset has. */
void na_warn_of_located(struct na_warnings *warnings, const struct na_located *located);

/* q, limit, f. */
extern const struct na_param_specs na_locate_params;
extern const struct na_question na_question_locate;
na_answer na_answer_locate;

#endif
