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

#endif
