/* io/ini_check.h - what inih does not see: faults of an INI file found on its bytes. */
#ifndef NA_IO_INI_CHECK_H
#define NA_IO_INI_CHECK_H

#include <stddef.h>

#include <nearaid/error.h>

#include "base/text.h"

#define NA_INI_FILE_MAX ((size_t)1 << 20)
#define NA_INI_LINE_MAX ((size_t)4000)
/* inih cuts a longer section name without a word (its MAX_SECTION, 50 with the NUL). */
#define NA_INI_SECTION_MAX ((size_t)49)

/* What a file that passed holds, for sizing. */
struct na_ini_tally {
    size_t entries;
    size_t sections;
};

/* Check the file's size, encoding and each line's shape. `bytes` is without its BOM. On failure
 * reterr has the line as record, but no file. */
NA_MUST_USE enum na_code na_ini_check(struct na_str bytes, struct na_ini_tally *ret_tally,
                                      struct na_error *reterr);

/* Cut the next line off `rest`, without its LF or CRLF. Returns false at the end. */
bool na_ini_next_line(struct na_str *rest, struct na_str *ret_line);

/* If `line` (which passed the check) is a section header, its name. */
bool na_ini_section_name(struct na_str line, struct na_str *ret_name);

#endif
