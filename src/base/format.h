/* base/format.h - printf for short texts: the bytes of snprintf in a fifth of its time.
 *
 * Answers are put together of many small texts, and snprintf spends more on itself than on them.
 * What is simple (%s, %.80s, %.*s, %c, %d, %u, %lld, %zu, %02d, %.0f, %%) is written here; a format
 * that has anything else, above all a double with decimals, is handed to vsnprintf as a whole, so
 * that the bytes are always the same. Any thread. */
#ifndef NA_BASE_FORMAT_H
#define NA_BASE_FORMAT_H

#include <stdarg.h>
#include <stddef.h>

#include <nearaid/api.h>

/* As snprintf: at most `size` bytes with the NUL (0: none; `to` may then be NULL); returns the
 * length that the whole text has, or less than 0 after an error of vsnprintf. */
int na_format(char *to, size_t size, const char *format, ...) NA_PRINTF(3, 4);
/* As vsnprintf. */
int na_vformat(char *to, size_t size, const char *format, va_list args) NA_PRINTF(3, 0);

#endif
