/* io/ini_edit.h - one key of an INI file set, all else of it left as a person wrote it. */
#ifndef NA_IO_INI_EDIT_H
#define NA_IO_INI_EDIT_H

#include <nearaid/error.h>

#include "base/buffer.h"
#include "base/text.h"

/* Set `key` of [section] in the INI text `in`, which is replaced: its line is written anew, or
 * added at the end of the section, which is added if it is not there. `value` NULL takes the line
 * out. Errors: NA_ERR_LIMIT, NA_ERR_MEMORY. */
NA_MUST_USE enum na_code na_ini_set(struct na_buffer *text, const char *section, const char *key,
                                    const char *value);

#endif
