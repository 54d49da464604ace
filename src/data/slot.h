/* data/slot.h - the cell that holds the current snapshot. */
#ifndef NA_DATA_SLOT_H
#define NA_DATA_SLOT_H

#include <nearaid/snapshot.h>

struct na_slot;

NA_MUST_USE enum na_code na_slot_new(struct na_slot **ret_slot, struct na_error *reterr);
/* Gives its snapshot back. No thread may use the slot any more. NULL does nothing. */
void na_slot_free(struct na_slot *slot);
/* A new reference to the current snapshot (na_snapshot_unref it), or NULL when none was set yet.
 * Any thread; one mutex. */
struct na_snapshot *na_slot_get(struct na_slot *slot);
/* Put `snapshot` in (takes its own reference); the former one goes when its last reader is done.
 * Any thread. */
void na_slot_set(struct na_slot *slot, struct na_snapshot *snapshot);

#endif
