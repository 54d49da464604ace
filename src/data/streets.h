/* data/streets.h - the network of streets of a snapshot. Views as in data/snapshot.h. */
#ifndef NA_DATA_STREETS_H
#define NA_DATA_STREETS_H

#include "data/snapshot.h"
#include "geo/street_net.h"

/* What is known of the whole network. */
struct na_network {
    const char *id, *attribution;
    const char *format; /* "osm", "geofabrik" or "os-open-roads" */
    int32_t issued;     /* NA_DATE_NONE: not dated */
    uint32_t stale_days;
    double snap_m;   /* how far from a street a position may be */
    double length_m; /* of all streets */
    bool has_access; /* it says where walking is forbidden */
    bool has_paths;  /* it has ways that are not for cars */
};

/* False if the snapshot has none. */
bool na_snapshot_network(const struct na_snapshot *snapshot, struct na_network *ret_network);
/* A name of streets, and where they meet others: from south to north, west to east. Two streets
 * that cross both have the corner; streets of one name may be many. */
struct na_street_name {
    const char *text; /* as in the source */
    const struct na_street_point *corners;
    uint32_t corner_count;
};
uint32_t na_snapshot_street_name_count(const struct na_snapshot *snapshot);
/* Find a name by its folded words without "and", parted by blanks. False: there is none. */
bool na_snapshot_street_name(const struct na_snapshot *snapshot, struct na_str key,
                             struct na_street_name *ret_name);
/* The streets; owners of stops are numbers of assets. All zero without a network. */
const struct na_street_net *na_snapshot_streets(const struct na_snapshot *snapshot);

#endif
