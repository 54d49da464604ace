/* page/form.h - what an HTML form sends: application/x-www-form-urlencoded, as the URL Standard
 * <https://url.spec.whatwg.org/#application/x-www-form-urlencoded> has browsers write it. Pure; any
 * thread. */
#ifndef NA_PAGE_FORM_H
#define NA_PAGE_FORM_H

#include <stddef.h>

#include <nearaid/session.h>

/* Longest body of a form, bytes. */
#define NA_FORM_LIMIT 2048
/* Room that na_form_parse needs for a body of `length` bytes. */
#define NA_FORM_MEMORY(length) (3 * (length) + 3)

/* Decode `length` bytes into at most `capacity` parameters, whose texts are stored in `memory`
 * (NA_FORM_MEMORY(length) bytes). Fields that were left empty are left out, as if not there; a tab
 * of a pasted text is a blank. Errors: NA_ERR_BODY_SIZE over NA_FORM_LIMIT; NA_ERR_REQUEST: bad %
 * escapes, control characters, bad UTF-8, bytes no browser sends; NA_ERR_PARAM_MALFORMED: a piece
 * without '='; NA_ERR_LIMIT: more than `capacity`. */
NA_MUST_USE enum na_code na_form_parse(const char *bytes, size_t length, char *memory,
                                       struct na_param *ret_params, size_t capacity,
                                       size_t *ret_count, struct na_error *reterr);

#endif
