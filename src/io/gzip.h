/* io/gzip.h - gzip both ways (zlib's only user). */
#ifndef NA_IO_GZIP_H
#define NA_IO_GZIP_H

#include <stdbool.h>
#include <stddef.h>

#include <nearaid/error.h>

#include "base/buffer.h"

/* Replace the content of `body` by its gzip form, using `scratch` (initialised; swapped in).
 * On failure `body` is as it was. Errors: NA_ERR_MEMORY, NA_ERR_LIMIT. */
NA_MUST_USE enum na_code na_gzip(struct na_buffer *body, struct na_buffer *scratch);

/* Do these first bytes of a file, at least 2, begin gzip? */
bool na_gzip_begins(const char *bytes, size_t length);

/* Reads gzip from pieces: several members one after another are one text, as gunzip has it. */
struct na_gunzip;
NA_MUST_USE enum na_code na_gunzip_new(struct na_gunzip **ret_gunzip, struct na_error *reterr);
void na_gunzip_free(struct na_gunzip *gunzip);
/* Take up to `length` bytes of `from` and give up to `size` bytes in `to`; says how many of each.
 * Errors: NA_ERR_DATA (damaged), NA_ERR_MEMORY. */
NA_MUST_USE enum na_code na_gunzip_some(struct na_gunzip *gunzip, const char *from, size_t length,
                                        char *to, size_t size, size_t *ret_taken, size_t *ret_given,
                                        struct na_error *reterr);
/* May the file end here? False: it is cut short. */
bool na_gunzip_whole(const struct na_gunzip *gunzip);

/* Append the inflated text of whole gzip or zlib bytes, `most` bytes at most. Errors: NA_ERR_DATA
 * (damaged, cut short, or followed by something), NA_ERR_LIMIT (longer), NA_ERR_MEMORY. */
NA_MUST_USE enum na_code na_gunzip_whole_text(const void *bytes, size_t length, size_t most,
                                              struct na_buffer *to, struct na_error *reterr);

#endif
