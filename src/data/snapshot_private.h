/* data/snapshot_private.h - inside of a snapshot: shared by the files snapshot*.c. */
#ifndef NA_DATA_SNAPSHOT_PRIVATE_H
#define NA_DATA_SNAPSHOT_PRIVATE_H

#include <math.h>
#include <stdatomic.h>

#include "data/flat.h"
#include "data/postcode_near.h"
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
    struct na_point_tree place_tree; /* over place numbers; empty without places */
    struct na_postcode_boxes postcode_boxes;
    struct na_edge_set barrier_edges; /* owned by barrier numbers */
    struct na_crs *crs;               /* reads the grid in the bytes */
    struct na_street_net streets;     /* all zero without a network */
    void *kept;                       /* of a room above; NULL: nothing */
    void (*free_kept)(void *kept);
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

/* The same for the transformation, which proves itself (snapshot_crs.c); info was decoded. */
NA_MUST_USE enum na_code na_snapshot_check_crs(struct na_snapshot *snapshot,
                                               struct na_error *reterr);

/* The same for barriers (snapshot_barriers.c). */
NA_MUST_USE enum na_code na_snapshot_check_barriers(struct na_snapshot *snapshot,
                                                    struct na_error *reterr);

/* The same for the network of streets (snapshot_streets.c); the assets were checked. */
NA_MUST_USE enum na_code na_snapshot_check_streets(struct na_snapshot *snapshot,
                                                   struct na_error *reterr);

/* The same for ready tables (snapshot_tables.c); the layers were decoded. */
NA_MUST_USE enum na_code na_snapshot_check_tables(const struct na_snapshot *snapshot,
                                                  struct na_error *reterr);

/* Largest distance that any number of a file may be, metres: a quarter round the earth. */
#define NA_FLAT_METRES_MAX 1e7
/* Largest count of anything: whole numbers up to here are doubles, which is what JSON has. */
#define NA_FLAT_COUNT_MAX ((uint64_t)1 << 53)

/* The ranges of what a file holds, each written so that NaN is refused. What is well-formed but out
 * of range would meet code that was never made for it. */
static inline bool na_flat_lonlat_ok(double lon_deg, double lat_deg)
{
    return lon_deg >= -180 && lon_deg <= 180 && lat_deg >= -90 && lat_deg <= 90;
}
/* On the National Grid, or both NaN: the transformation does not reach there. */
static inline bool na_flat_grid_ok(double easting_m, double northing_m)
{
    return (isnan(easting_m) && isnan(northing_m)) ||
           (easting_m >= 0 && easting_m <= NA_GRID_EASTING_MAX_M && northing_m >= 0 &&
            northing_m <= NA_GRID_NORTHING_MAX_M);
}
static inline bool na_flat_metres_ok(double metres)
{
    return metres >= 0 && metres <= NA_FLAT_METRES_MAX;
}

/* Does a text begin at `offset`? All of the section is UTF-8 that is ended; a text does not begin
 * within a character. */
static inline bool na_flat_text_ok(const struct na_snapshot *snapshot, uint32_t offset)
{
    const struct na_flat_view *texts = &snapshot->sections[NA_FLAT_STRINGS];
    return offset < texts->count &&
           (((const unsigned char *)texts->items)[offset] & 0xC0u) != 0x80u;
}

/* The text at a checked offset. */
static inline const char *na_snapshot_text(const struct na_snapshot *snapshot, uint32_t offset)
{
    return (const char *)snapshot->sections[NA_FLAT_STRINGS].items + offset;
}

#endif
