/* nearest/crosses.h - which barriers the straight line between two positions crosses. Pure; any
 * thread. docs/accuracy.md says how straight it is. */
#ifndef NA_NEAREST_CROSSES_H
#define NA_NEAREST_CROSSES_H

#include "data/barriers.h"
#include "io/json_write.h"

/* Most that are named. */
#define NA_CROSSES_MAX 16

struct na_crosses {
    uint32_t barriers[NA_CROSSES_MAX]; /* ascending; one of each name and kind */
    size_t count;
    bool more; /* there are others */
};

void na_crosses_find(const struct na_snapshot *snapshot, struct na_lonlat from, struct na_lonlat to,
                     struct na_crosses *ret_crosses);

/* "Hartlepool Marina, Headland Sidings and others", cut at `size`; its kind for a barrier without a
 * name. "" without any. */
void na_crosses_text(const struct na_snapshot *snapshot, const struct na_crosses *crosses, char *to,
                     size_t size);

#endif
