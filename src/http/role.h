/* http/role.h - questions that not everyone may ask, and the line in the audit log that a code
 * costs.
 */
#ifndef NA_HTTP_ROLE_H
#define NA_HTTP_ROLE_H

#include "http/route.h"

/* May this request ask the question of its route? *ret_token is its token, NULL where none is asked
 * for. Errors: NA_ERR_UNAUTHORIZED (WWW-Authenticate is set then), NA_ERR_FORBIDDEN. */
NA_MUST_USE enum na_code na_role_check(struct na_handling *handling,
                                       const struct na_token **ret_token, struct na_error *reterr);
/* After an answer that holds a code: note who has it. No line, no code: with an error the answer is
 * to be dropped. */
NA_MUST_USE enum na_code na_role_note(const struct na_handling *handling,
                                      const struct na_token *token, struct na_error *reterr);

#endif
