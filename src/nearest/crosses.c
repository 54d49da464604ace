/* Asks the index of barrier edges and keeps each barrier once. */
#include "nearest/crosses.h"

#include <string.h>

#include "base/format.h"

struct found {
    const struct na_snapshot *snapshot;
    struct na_crosses *crosses;
};

static bool is_same(const struct na_snapshot *snapshot, uint32_t a, uint32_t b)
{
    struct na_barrier first;
    struct na_barrier second;
    na_snapshot_barrier(snapshot, a, &first);
    na_snapshot_barrier(snapshot, b, &second);
    return a == b || (strcmp(first.name, second.name) == 0 && strcmp(first.kind, second.kind) == 0);
}

/* Edges come in the order of their barriers, so that the lowest number of a name is kept. */
static void add(void *context, uint32_t owner)
{
    struct found *found = context;
    struct na_crosses *crosses = found->crosses;
    size_t at = crosses->count;
    for (size_t i = 0; i < crosses->count; i++) {
        if (is_same(found->snapshot, crosses->barriers[i], owner)) {
            return;
        }
    }
    if (at == NA_CROSSES_MAX) {
        crosses->more = true;
        return;
    }
    crosses->barriers[at] = owner;
    crosses->count++;
}

void na_crosses_find(const struct na_snapshot *snapshot, struct na_lonlat from, struct na_lonlat to,
                     struct na_crosses *ret_crosses)
{
    struct found found = {snapshot, ret_crosses};
    ret_crosses->count = 0;
    ret_crosses->more = false;
    na_edge_set_meet(na_snapshot_barrier_edges(snapshot), from, to, add, &found);
}

void na_crosses_text(const struct na_snapshot *snapshot, const struct na_crosses *crosses, char *to,
                     size_t size)
{
    size_t used = 0;
    to[0] = '\0';
    for (size_t i = 0; i < crosses->count && used < size; i++) {
        struct na_barrier barrier;
        na_snapshot_barrier(snapshot, crosses->barriers[i], &barrier);
        bool last = i + 1 == crosses->count && !crosses->more;
        int wrote = na_format(to + used, size - used, "%s%s",
                              i == 0 ? ""
                              : last ? " and "
                                     : ", ",
                              barrier.name[0] != '\0' ? barrier.name : barrier.kind);
        used += wrote > 0 ? (size_t)wrote : 0;
    }
    if (crosses->more && used < size) {
        (void)na_format(to + used, size - used, " and others");
    }
}
