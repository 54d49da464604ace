/* table/names.h - ready counts by the names of wards, as published tables give them. */
#ifndef NA_TABLE_NAMES_H
#define NA_TABLE_NAMES_H

#include "table/counts.h"

#include "data/snapshot.h"

/* Ready counts; `counts` is by ward. Values are codes; `spellings` the source's name of each. */
struct na_table_ready {
    struct na_table_counts counts;
    const char **spellings; /* counts.values[0].count of them */
    struct na_table_texts names;
};

/* Read a CSV of ward (or ward_name, name), count, and where there is local_authority (or
 * authority, authority_name, lad_name); wards of `layer` are found by their name, folded
 * (base/name_fold.h). Errors: NA_ERR_DATA naming row and column: a column that is not there, a
 * count that is no number, a name that is unknown (with the nearest spellings, and the vintage that
 * has it), that two authorities have, that comes twice. Release with na_table_ready_fini. */
NA_MUST_USE enum na_code na_table_ready_read(const char *bytes, size_t length,
                                             const struct na_snapshot *snapshot,
                                             const struct na_layer *layer,
                                             struct na_table_ready *ret_ready,
                                             struct na_error *reterr);
void na_table_ready_fini(struct na_table_ready *ready);

#endif
