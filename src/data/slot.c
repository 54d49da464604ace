/* A mutex around one pointer. */
#include "data/slot.h"

#include <pthread.h>
#include <stdlib.h>

#include "base/fail.h"

struct na_slot {
    pthread_mutex_t mutex;       /* guards `current` */
    struct na_snapshot *current; /* one reference is ours */
};

enum na_code na_slot_new(struct na_slot **ret_slot, struct na_error *reterr)
{
    struct na_slot *slot = calloc(1, sizeof *slot);
    if (slot == NULL) {
        return na_fail_memory(reterr, "making room for the snapshot");
    }
    if (pthread_mutex_init(&slot->mutex, NULL) != 0) {
        free(slot);
        return na_fail(reterr, NA_ERR_MEMORY, "Cannot make a mutex");
    }
    *ret_slot = slot;
    return NA_OK;
}

void na_slot_free(struct na_slot *slot)
{
    if (slot != NULL) {
        na_snapshot_unref(slot->current);
        (void)pthread_mutex_destroy(&slot->mutex);
        free(slot);
    }
}

struct na_snapshot *na_slot_get(struct na_slot *slot)
{
    (void)pthread_mutex_lock(&slot->mutex);
    struct na_snapshot *snapshot = slot->current;
    if (snapshot != NULL) {
        (void)na_snapshot_ref(snapshot);
    }
    (void)pthread_mutex_unlock(&slot->mutex);
    return snapshot;
}

void na_slot_set(struct na_slot *slot, struct na_snapshot *snapshot)
{
    struct na_snapshot *taken = na_snapshot_ref(snapshot);
    (void)pthread_mutex_lock(&slot->mutex);
    struct na_snapshot *former = slot->current;
    slot->current = taken;
    (void)pthread_mutex_unlock(&slot->mutex);
    na_snapshot_unref(former);
}
