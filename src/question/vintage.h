/* question/vintage.h - which vintage of wards a question is about. Pure; any thread. */
#ifndef NA_QUESTION_VINTAGE_H
#define NA_QUESTION_VINTAGE_H

#include <stdbool.h>
#include <stdint.h>

#include <nearaid/error.h>

#include "data/snapshot.h"

/* The vintage `id`; or, with NULL, the one valid on day `as_at` (both ends included; of several the
 * one with the newest valid_from), or, if none is valid, the newest: then *ret_none_valid is true.
 * Equal valid_from: the later in the pack. Errors: NA_ERR_NO_WARDS, NA_ERR_VINTAGE_UNKNOWN. */
NA_MUST_USE enum na_code na_vintage_choose(const struct na_snapshot *snapshot, const char *id,
                                           int32_t as_at, const struct na_layer **ret_layer,
                                           bool *ret_none_valid, struct na_error *reterr);

#endif
