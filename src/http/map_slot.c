/* A counted reference under a mutex. A reader takes its own reference and then needs no lock. A map
 * that failed to load leaves the former one and keeps the error for the operator. */
#include "http/map_slot.h"

#include <stdio.h>

#include "base/fail.h"
#include "base/text.h"

enum na_code na_map_slot_init(struct na_map_slot *slot, struct na_error *reterr)
{
    *slot = (struct na_map_slot){.nam = NULL};
    return pthread_mutex_init(&slot->mutex, NULL) == 0
               ? NA_OK
               : na_fail_memory(reterr, "starting the server");
}

void na_map_slot_fini(struct na_map_slot *slot)
{
    na_nam_unref(slot->nam);
    (void)pthread_mutex_destroy(&slot->mutex);
}

void na_map_slot_set(struct na_map_slot *slot, struct na_nam *nam, const struct na_error *error)
{
    struct na_nam *former = NULL;
    (void)pthread_mutex_lock(&slot->mutex);
    slot->error[0] = '\0';
    if (nam != NULL) {
        former = slot->nam;
        slot->nam = nam;
    } else if (error != NULL) {
        na_error_format(error, slot->error, sizeof slot->error);
    }
    (void)pthread_mutex_unlock(&slot->mutex);
    na_nam_unref(former);
}

struct na_nam *na_map_slot_get(struct na_map_slot *slot)
{
    (void)pthread_mutex_lock(&slot->mutex);
    struct na_nam *nam = na_nam_ref(slot->nam);
    (void)pthread_mutex_unlock(&slot->mutex);
    return nam;
}

/* Wards and areas of which some lies beyond the map. */
static uint32_t beyond(const struct na_nam *nam, const struct na_snapshot *snapshot)
{
    const struct na_box_deg *box = &na_nam_about(nam)->box;
    uint32_t count = 0;
    for (size_t l = 0; l < na_snapshot_layer_count(snapshot); l++) {
        const struct na_layer *layer = na_snapshot_layer(snapshot, l);
        for (uint32_t i = 0; i < layer->area_count; i++) {
            struct na_area area;
            na_snapshot_area(snapshot, layer, i, &area);
            count += area.west < box->west || area.east > box->east || area.south < box->south ||
                     area.north > box->north;
        }
    }
    return count;
}

bool na_map_slot_words(struct na_map_slot *slot, const struct na_snapshot *snapshot, char to[700])
{
    char error[sizeof slot->error];
    (void)pthread_mutex_lock(&slot->mutex);
    struct na_nam *nam = na_nam_ref(slot->nam);
    (void)na_text_copy(error, sizeof error, slot->error);
    (void)pthread_mutex_unlock(&slot->mutex);
    bool is_asked = nam != NULL || error[0] != '\0';
    uint32_t count = nam != NULL && snapshot != NULL ? beyond(nam, snapshot) : 0;
    if (error[0] != '\0') {
        (void)snprintf(to, 700, "not loaded%s: %s", nam != NULL ? ", the former map stays" : "",
                       error);
    } else if (count > 0) {
        (void)snprintf(to, 700,
                       "loaded, but %u of the wards and areas reach beyond it: cut it anew",
                       (unsigned)count);
    } else {
        (void)snprintf(to, 700, "loaded");
    }
    na_nam_unref(nam);
    return is_asked;
}
