/* question/kind.h - kinds of asset by name. */
#ifndef NA_QUESTION_KIND_H
#define NA_QUESTION_KIND_H

#include "data/snapshot.h"

/* The kind of an asset of the snapshot. */
const struct na_kind *na_kind_named(const struct na_snapshot *snapshot, const char *name);
/* The kind of that name, or NULL with NA_ERR_KIND_UNKNOWN (the nearest spelling first in the hint).
 */
NA_MUST_USE enum na_code na_kind_find(const struct na_snapshot *snapshot, const char *name,
                                      const struct na_kind **ret_kind, struct na_error *reterr);
/* Add the kind of that name to `kinds` (room for NA_PARAMS_MAX) unless it is among them. Errors: as
 * above; NA_ERR_LIMIT. */
NA_MUST_USE enum na_code na_kinds_add(const struct na_snapshot *snapshot, const char *name,
                                      const struct na_kind **kinds, size_t *count,
                                      struct na_error *reterr);
/* The bit 1 << enum na_status of the status of that name; 0: none has it. */
unsigned int na_status_bit(const char *name);

#endif
