/* base/fail.h - filling a struct na_error. */
#ifndef NA_BASE_FAIL_H
#define NA_BASE_FAIL_H

#include <stddef.h>

#include <nearaid/error.h>

/* Fill `reterr` (may be NULL) with `code` and a printf-style message; clears every other field.
 * Returns `code`, so that `return na_fail(reterr, NA_ERR_IO, "...")` reads well. Any thread. */
enum na_code na_fail(struct na_error *reterr, enum na_code code, const char *format, ...)
    NA_PRINTF(3, 4);

/* Add to an error already filled (each may be NULL and is then left alone): the file, record
 * (0: leave alone), field and remedy. An already set file, record, field or hint is kept: the
 * innermost caller knows best. Returns reterr->code, or `code` when reterr is NULL. With
 * `code` NA_OK nothing is touched and NA_OK is returned. */
enum na_code na_fail_at(struct na_error *reterr, enum na_code code, const char *file,
                        int64_t record, const char *field, const char *hint);

/* A message about one field or parameter, with its remedy (each may be NULL). Returns `code`. */
enum na_code na_fail_field(struct na_error *reterr, enum na_code code, const char *field,
                           const char *message, const char *hint);

/* Out of memory, with what was being done. */
enum na_code na_fail_memory(struct na_error *reterr, const char *what);

/* An errno value (strerror_r text) with what was being done and to which file. NA_ERR_IO, or
 * NA_ERR_MEMORY for ENOMEM. */
enum na_code na_fail_errno(struct na_error *reterr, int errnum, const char *doing,
                           const char *file);

/* One line for a person: "file: record 3, field "x": message; hint". Always NUL-terminated. */
void na_error_format(const struct na_error *error, char *ret_text, size_t size);

#endif
