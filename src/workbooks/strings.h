/* workbooks/strings.h - the shared strings of a workbook: many, looked up by number. Those beyond a
 * few MiB are kept in a temporary file without a name. Private to workbooks. */
#ifndef NA_WORKBOOKS_STRINGS_H
#define NA_WORKBOOKS_STRINGS_H

#include <stdbool.h>
#include <stdint.h>

#include "base/buffer.h"
#include "base/text.h"

#define NA_STRINGS_MAX ((size_t)16 * 1024 * 1024)
#define NA_STRINGS_MEMORY_BYTES ((size_t)8 * 1024 * 1024)
#define NA_STRING_BYTES_MAX ((size_t)128 * 1024)
#define NA_STRINGS_PAGE_BYTES ((size_t)32 * 1024)

/* Members are private. Start with na_strings_init. */
struct na_strings {
    struct na_buffer text; /* not in the file yet */
    struct na_buffer ends; /* uint64_t each */
    uint64_t written;      /* bytes in the file */
    int fd;                /* -1: none */
    struct na_buffer page; /* read back, from `page_at` on */
    uint64_t page_at;
};

void na_strings_init(struct na_strings *strings);
void na_strings_fini(struct na_strings *strings);
/* Errors: NA_ERR_LIMIT, NA_ERR_IO, NA_ERR_MEMORY. */
NA_MUST_USE enum na_code na_strings_add(struct na_strings *strings, struct na_str text,
                                        struct na_error *reterr);
/* String `i`, valid until the next call. Errors: NA_ERR_DATA (no such), NA_ERR_IO, NA_ERR_MEMORY.
 */
NA_MUST_USE enum na_code na_strings_get(struct na_strings *strings, size_t i,
                                        struct na_str *ret_text, struct na_error *reterr);

#endif
