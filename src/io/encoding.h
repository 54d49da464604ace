/* io/encoding.h - bytes of old files to UTF-8. */
#ifndef NA_IO_ENCODING_H
#define NA_IO_ENCODING_H

#include <stdbool.h>
#include <stddef.h>

#include <nearaid/error.h>

#include "base/buffer.h"
#include "base/text.h"

enum na_encoding { NA_ENCODING_UTF8, NA_ENCODING_CP1252, NA_ENCODING_LATIN1, NA_ENCODING_ASCII };

/* Recognise the names found in .cpg files and `encoding =`: "UTF-8", "utf8", "65001", "1252",
 * "CP1252", "ANSI 1252", "windows-1252", "ISO-8859-1", "88591", "LATIN1", "US-ASCII", ... ignoring
 * case, spaces, '-' and
 * '_'. False if unknown. */
bool na_encoding_recognise(struct na_str name, enum na_encoding *ret_encoding);
/* "UTF-8", "CP1252", ...; static. */
const char *na_encoding_name(enum na_encoding encoding);
/* Append `bytes` as UTF-8. NA_ERR_DATA if a byte has no meaning in the encoding (UTF-8: not valid;
 * CP1252: 81 8D 8F 90 9D; ASCII: >= 80) or on a NUL; *ret_at (may be NULL) is then its offset. */
NA_MUST_USE enum na_code na_encoding_to_utf8(enum na_encoding encoding, struct na_str bytes,
                                             struct na_buffer *to, size_t *ret_at);
/* The same of bytes that need not be right: one without a meaning is what CP1252 makes of it, else
 * ISO 8859-1: never U+FFFD, which says nothing. A NUL stays one. Errors: of `to`. */
NA_MUST_USE enum na_code na_encoding_read(enum na_encoding encoding, struct na_str bytes,
                                          struct na_buffer *to);

#endif
