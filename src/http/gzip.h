/* http/gzip.h - compress an answer (zlib's only user). */
#ifndef NA_HTTP_GZIP_H
#define NA_HTTP_GZIP_H

#include <nearaid/error.h>

#include "base/buffer.h"

/* Replace the content of `body` by its gzip form, using `scratch` (initialised; swapped in).
 * On failure `body` is as it was. Errors: NA_ERR_MEMORY, NA_ERR_LIMIT. */
NA_MUST_USE enum na_code na_gzip(struct na_buffer *body, struct na_buffer *scratch);

#endif
