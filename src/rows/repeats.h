/* rows/repeats.h - records that stand in a table more than once: Crime IDs that repeat, which
 * happens in published months. They are counted and said, never left out. */
#ifndef NA_ROWS_REPEATS_H
#define NA_ROWS_REPEATS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <nearaid/error.h>

#include "base/text.h"

/* Ids that are remembered, 8 bytes each in a table half full; later ones are not looked at. */
#define NA_REPEATS_IDS_MAX ((size_t)2 * 1024 * 1024)

/* Plain value; start with {0}. */
struct na_repeats {
    uint64_t *slots; /* hashes; 0: free */
    size_t capacity; /* a power of two */
    size_t ids;
    uint64_t rows; /* whose id stood above */
    bool full;     /* there were more ids than are remembered */
    bool is_there; /* the table has such a column */
};

void na_repeats_fini(struct na_repeats *repeats);
/* Note a row's id; blank ones do not count. Errors: NA_ERR_MEMORY. */
NA_MUST_USE enum na_code na_repeats_note(struct na_repeats *repeats, struct na_str id);

#endif
