/* question/settle.h - what the files answer*.c share. */
#ifndef NA_QUESTION_SETTLE_H
#define NA_QUESTION_SETTLE_H

#include "question/ask.h"

/* No half answers: when `code` is a failure, take back what was written after `before` and fill
 * `reterr`. Returns `code`. */
enum na_code na_answer_settle(enum na_code code, struct na_buffer *to, size_t before,
                              struct na_error *reterr);

/* NA_ERR_ACCEPT for an answer that has no GeoJSON form. */
NA_MUST_USE enum na_code na_answer_refuse_geojson(enum na_format format, struct na_error *reterr);

#endif
