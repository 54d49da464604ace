/* io/delimiter.h - what stands between the fields of a table: one rule and one reader for the
 * command line, the URL, pack.ini and the batch, so that a character that works in one of them
 * works in all. Pure; any thread. */
#ifndef NA_IO_DELIMITER_H
#define NA_IO_DELIMITER_H

#include <stdbool.h>

#include "base/text.h"

/* What to give instead of a delimiter that is refused. */
#define NA_DELIMITER_HINT                                                                          \
    "Give comma, semicolon, tab, pipe, or one character that is no letter, digit, blank, quote, "  \
    "or one of . - _"

/* Can `delimiter` separate fields? Any visible ASCII character can, and a tab, but for letters,
 * digits, the quote, and . - _, which stand within numbers, dates and names. */
bool na_delimiter_is_good(char delimiter);

/* Read "comma", "semicolon", "tab" ("\t" too), "pipe", or the character itself. On false
 * *ret_delimiter is as it was. */
bool na_delimiter_parse(struct na_str text, char *ret_delimiter);

#endif
