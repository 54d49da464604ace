/* data/ready_tables.h - ready tables of the pack: counts by ward as somebody published them, with
 * what was counted and when. Borrowed from the snapshot, constant; any thread. */
#ifndef NA_DATA_READY_TABLES_H
#define NA_DATA_READY_TABLES_H

#include "data/snapshot.h"

/* Where the whole comes from that shares are of. */
enum na_total_is {
    NA_TOTAL_LISTED = 0,     /* no total given: the sum of the rows listed */
    NA_TOTAL_EXACT = 1,      /* given by the pack */
    NA_TOTAL_APPROXIMATE = 2 /* given, as a figure that is not exact */
};
const char *na_total_is_name(enum na_total_is total_is); /* "listed", "exact", "approximate" */

struct na_ready_table {
    const char *id;               /* "violence" of [table.violence] */
    const char *file;             /* relative to the pack */
    const char *measure;          /* what was counted */
    const char *period;           /* when */
    const char *source;           /* who says so, or "" */
    const struct na_layer *layer; /* vintage of its wards */
    uint64_t total;
    enum na_total_is total_is;
    uint64_t sum; /* of the rows */
    uint32_t row_count;
    uint32_t first_row;
};

/* Rows come by count descending, then by code of the ward, those without a ward last. */
struct na_ready_row {
    uint32_t ward;         /* within the table's layer; NA_AREA_NONE: it has no such ward */
    const char *name;      /* as the source spells it; "" when it gives codes */
    const char *authority; /* the same */
    uint64_t count;
    uint32_t rank; /* one more than the rows with a larger count */
    bool tied;     /* another row has the same count */
};

size_t na_snapshot_table_count(const struct na_snapshot *snapshot);
/* Table `i`, in the order of the pack. */
void na_snapshot_table(const struct na_snapshot *snapshot, size_t i,
                       struct na_ready_table *ret_table);
/* Row `i` (below table->row_count) of a table got from the same snapshot. */
void na_snapshot_table_row(const struct na_snapshot *snapshot, const struct na_ready_table *table,
                           uint32_t i, struct na_ready_row *ret_row);

#endif
