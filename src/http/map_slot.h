/* http/map_slot.h - the map file that is served. The data and the map are independent: a bad map
 * never stops the data, nor the other way round. */
#ifndef NA_HTTP_MAP_SLOT_H
#define NA_HTTP_MAP_SLOT_H

#include <pthread.h>
#include <stdbool.h>

#include "basemap/nam.h"
#include "data/snapshot.h"

/* The map in use, which is exchanged while requests are answered. */
struct na_map_slot {
    pthread_mutex_t mutex; /* guards the other two */
    struct na_nam *nam;    /* NULL: none */
    char error[600];       /* why the last one was not loaded; "" it was */
};

NA_MUST_USE enum na_code na_map_slot_init(struct na_map_slot *slot, struct na_error *reterr);
void na_map_slot_fini(struct na_map_slot *slot);
/* Take another: `nam` (its reference is taken over) or, with NULL, only note the `error`: the
 * former map stays. Any thread. */
void na_map_slot_set(struct na_map_slot *slot, struct na_nam *nam, const struct na_error *error);
/* The map with a reference for the caller; NULL: none. Any thread. */
struct na_nam *na_map_slot_get(struct na_map_slot *slot);
/* What /readyz says of it, to[700]; false: no map was ever asked for. */
bool na_map_slot_words(struct na_map_slot *slot, const struct na_snapshot *snapshot, char to[700]);

#endif
