/* data/snapshot_private.h - inside of a snapshot: shared by the files snapshot*.c. */
#ifndef NA_DATA_SNAPSHOT_PRIVATE_H
#define NA_DATA_SNAPSHOT_PRIVATE_H

#include <stdatomic.h>

#include "data/flat.h"
#include "data/snapshot.h"
#include "geo/edge_set.h"

/* A section as checked: `count` items at `items` (NULL when empty). */
struct na_flat_view {
    const void *items;
    size_t count;
};

struct na_snapshot {
    atomic_size_t
        references; /* an atomic because every request takes one: 20 ns against 50 ns of a mutex */
    const unsigned char *bytes;
    size_t length;
    bool is_mapped; /* unmapped at the end */
    int fd;         /* of the mapped file, closed at the end; -1 without one */
    struct na_flat_view sections[NA_FLAT_SECTIONS];
    struct na_pack_info info;
    struct na_layer *layers; /* decoded once, at opening */
    struct na_kind *kinds;
    struct na_point_tree place_tree;  /* over place numbers; empty without places */
    struct na_edge_set barrier_edges; /* owned by barrier numbers */
};

/* Fill sections from the bytes after checking header, checksum, table and bounds; NA_ERR_CORRUPT,
 * NA_ERR_VERSION. */
NA_MUST_USE enum na_code na_snapshot_check_table(struct na_snapshot *snapshot,
                                                 struct na_error *reterr);
/* Check every record of every section, decode info, layers, kinds; NA_ERR_CORRUPT, NA_ERR_MEMORY.
 */
NA_MUST_USE enum na_code na_snapshot_check_records(struct na_snapshot *snapshot,
                                                   struct na_error *reterr);

/* The same for postcodes, places and names (snapshot_places.c); the sections before were checked.
 */
NA_MUST_USE enum na_code na_snapshot_check_places(struct na_snapshot *snapshot,
                                                  struct na_error *reterr);

/* The same for barriers (snapshot_barriers.c). */
NA_MUST_USE enum na_code na_snapshot_check_barriers(struct na_snapshot *snapshot,
                                                    struct na_error *reterr);

/* The same for ready tables (snapshot_tables.c); the layers were decoded. */
NA_MUST_USE enum na_code na_snapshot_check_tables(const struct na_snapshot *snapshot,
                                                  struct na_error *reterr);

/* The text at a checked offset. */
static inline const char *na_snapshot_text(const struct na_snapshot *snapshot, uint32_t offset)
{
    return (const char *)snapshot->sections[NA_FLAT_STRINGS].items + offset;
}

#endif
