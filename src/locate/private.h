/* locate/private.h - what locate*.c share. */
#ifndef NA_LOCATE_PRIVATE_H
#define NA_LOCATE_PRIVATE_H

#include "locate/locate.h"
#include "locate/question_position.h"
#include "question/session_state.h"

/* Empty answer of one way of reading the text. */
void na_located_init(struct na_located *located, const char *recognised);
/* Room for one more candidate, or NULL when it is full (then `more` is set). */
struct na_candidate *na_located_add(struct na_located *located);
/* Fill in `grid` or `at` of a candidate that has the other one only, where the transformation
 * reaches. */
NA_MUST_USE enum na_code na_candidate_complete(struct na_session *session,
                                               struct na_candidate *candidate,
                                               struct na_error *reterr);
/* A candidate that is the asset or place of a name. */
void na_candidate_of_name(const struct na_snapshot *snapshot, const struct na_name_view *name,
                          struct na_candidate *ret_candidate);

/* locate/postcode.c. Each sets *ret_taken when the text is what it looks for; else what is in
 * *ret_located means nothing. */

/* A unit postcode, or one that is mistyped. Errors as na_locate. */
NA_MUST_USE enum na_code na_locate_unit(struct na_session *session, struct na_str text,
                                        struct na_located *ret_located, bool *ret_taken,
                                        struct na_error *reterr);
/* An outward code or a sector that the pack has postcodes of. */
NA_MUST_USE enum na_code na_locate_part(struct na_session *session, struct na_str text,
                                        struct na_located *ret_located, bool *ret_taken,
                                        struct na_error *reterr);
/* "TS24 8A": the postcodes of the pack that begin so, none of them certain. */
NA_MUST_USE enum na_code na_locate_short(struct na_session *session, struct na_str text,
                                         struct na_located *ret_located, bool *ret_taken,
                                         struct na_error *reterr);
/* Is it of the form of an outward code or a sector? */
bool na_locate_is_part(struct na_str text);
/* The same, of an area that the pack has postcodes of: "A19" is a road where there is no area A. */
bool na_locate_has_area(const struct na_snapshot *snapshot, struct na_str text);
/* NA_ERR_POSTCODE_UNKNOWN for a unit, outward code or sector, with what is known of it. */
enum na_code na_locate_fail_part(struct na_session *session, struct na_str text,
                                 struct na_located *ret_located, struct na_error *reterr);

/* locate/degrees.c: two halves that end or begin with N or S and E or W, in degrees, minutes and
 * seconds: 54°41'12"N 1°12'28"W, N 54.6858 W 1.2140. Errors as na_locate. */
NA_MUST_USE enum na_code na_locate_degrees(struct na_session *session, struct na_str text,
                                           struct na_located *ret_located, bool *ret_taken,
                                           struct na_error *reterr);
/* Check and read a pair as the parameters of these names are; an error is one of "q". (locate.c) */
NA_MUST_USE enum na_code na_locate_read_pair(struct na_session *session, const char *const names[2],
                                             struct na_str first, struct na_str second,
                                             struct na_position *ret_position,
                                             struct na_error *reterr);

/* locate/w3w.c */
NA_MUST_USE enum na_code na_locate_w3w(struct na_session *session, struct na_str text,
                                       struct na_located *ret_located, bool *ret_taken,
                                       struct na_error *reterr);

/* locate/name.c: names; *ret_located is empty when there is none. Errors: NA_ERR_MEMORY. */
NA_MUST_USE enum na_code na_locate_name(struct na_session *session, struct na_str text,
                                        size_t limit, struct na_located *ret_located,
                                        struct na_error *reterr);

#endif
