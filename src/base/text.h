/* base/text.h - small helpers on NUL-terminated and counted texts; ASCII unless said otherwise. */
#ifndef NA_BASE_TEXT_H
#define NA_BASE_TEXT_H

#include <stdbool.h>
#include <stddef.h>

/* A counted view of bytes that somebody else owns; not necessarily NUL-terminated. */
struct na_str {
    const char *bytes;
    size_t length;
};

/* View of a NUL-terminated text; NULL gives an empty view of "". */
struct na_str na_str_of(const char *text);
/* True when both views hold the same bytes. */
bool na_str_equal(struct na_str a, struct na_str b);
/* True when the view holds exactly the bytes of `text`. */
bool na_str_is(struct na_str a, const char *text);
/* Order by bytes, shorter first on a common prefix: <0, 0, >0. */
int na_str_compare(struct na_str a, struct na_str b);
/* The view without leading and trailing ASCII white space. */
struct na_str na_str_trim(struct na_str a);
/* The view without leading and trailing blanks of any program: ASCII white space, the no-break
 * spaces U+00A0 and U+202F, and byte order marks left inside (U+FEFF). */
struct na_str na_str_trim_wide(struct na_str a);

/* Copy into a buffer of `size` > 0 bytes, cut at a UTF-8 character's edge if it does not fit;
 * always NUL-terminated. Returns false if it was cut. */
bool na_text_copy(char *to, size_t size, const char *from);
/* The same from a view. */
bool na_text_copy_str(char *to, size_t size, struct na_str from);
/* ASCII lower case of one byte, independent of the locale. */
char na_ascii_lower(char c);
/* Equal, ignoring ASCII case. */
bool na_text_same_fold(const char *a, const char *b);
/* True if `bytes` is valid UTF-8 (RFC 3629: no overlongs, no surrogates, at most U+10FFFF). */
bool na_utf8_valid(const char *bytes, size_t length);
/* Blank the control characters (C0, DEL, C1) of the UTF-8 text, save line ends if `keep_lines`:
 * what a file of data says must not steer a terminal or begin a line of a log. */
void na_text_blank_controls(char *text, size_t length, bool keep_lines);
/* Append the UTF-8 of one code point (<= U+10FFFF, no surrogate) to `to` (room for 4 bytes);
 * returns the bytes written. */
size_t na_utf8_put(unsigned int code_point, char *to);
/* Levenshtein distance of two short texts (each cut at 63 bytes), ASCII case folded: for "did you
 * mean". */
size_t na_text_distance(const char *a, const char *b);

#endif
