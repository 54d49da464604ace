/* compile/made_ids.h - ids for assets of a register that has none: of kind, name and postcode, so
 * that they stay when rows are sorted anew; several that agree in all three are told apart by their
 * order. */
#ifndef NA_COMPILE_MADE_IDS_H
#define NA_COMPILE_MADE_IDS_H

#include <stddef.h>
#include <stdint.h>

#include <nearaid/error.h>

#include "base/text.h"

struct na_made_id_seen {
    uint64_t hash; /* 0: empty */
    uint32_t times;
};

struct na_made_ids {
    struct na_made_id_seen *seen; /* owned */
    size_t size;                  /* a power of two */
};

/* "defibrillator-1a2b3c4d" and its NUL, with room for a kind of 40 bytes. */
#define NA_MADE_ID_TEXT 64

/* For at most `count` assets. Release with na_made_ids_fini. Errors: NA_ERR_MEMORY. */
NA_MUST_USE enum na_code na_made_ids_init(struct na_made_ids *ids, size_t count,
                                          struct na_error *reterr);
void na_made_ids_fini(struct na_made_ids *ids);
void na_made_ids_next(struct na_made_ids *ids, struct na_str kind, struct na_str name,
                      struct na_str postcode, char to[NA_MADE_ID_TEXT]);

#endif
