/* data/snapshot.h - views of a compiled pack. The public part is nearaid/snapshot.h.
 *
 * Everything returned here borrows from the snapshot, is constant, and lives as long as a reference
 * is held. Texts are NUL-terminated UTF-8; a text the source did not give is "". Any thread. */
#ifndef NA_DATA_SNAPSHOT_H
#define NA_DATA_SNAPSHOT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <nearaid/snapshot.h>

#include "base/date.h"
#include "geo/area_index.h"
#include "geo/crs.h"
#include "geo/point_tree.h"
#include "geo/position.h"

/* About the pack as a whole. */
struct na_pack_info {
    const char *title;
    const char *attribution;
    int32_t issued; /* days, or NA_DATE_NONE */
    bool indicative;
    enum na_transformation transformation;
    double transformation_accuracy_m;
    const char *grid_sha256; /* of the OSTN15 file; "" with Helmert */
    const char *digest;      /* "sha256:..." over the source files */
    const char *compiler;    /* version of the program that compiled it */
    uint32_t stale_days;     /* a check older than this says little about today */
    double area_margin_m;    /* a position farther outside wards and postcodes is refused */
};

enum na_layer_role { NA_LAYER_WARDS = 0, NA_LAYER_AREAS = 1 };

/* One vintage of wards, or one layer of areas. */
struct na_layer {
    enum na_layer_role role;
    const char *id;   /* the section's own name: "2023" of [wards.2023] */
    const char *kind; /* "ward", or the kind of area */
    const char *file;
    const char *generalisation; /* "BFC", "BGC", ... or "" */
    int32_t valid_from;
    int32_t valid_to;
    double tolerance_m; /* how far a drawn boundary may be from the true one */
    bool is_grid;       /* source polygons are in EPSG:27700: `grid` is their exact index */
    uint32_t area_count;
    uint32_t first_area;         /* number of its first area among all areas of the snapshot */
    struct na_area_index lonlat; /* degrees; areas are numbered from 0 in order of code */
    struct na_area_index grid;   /* metres; only when is_grid */
};

/* A ward or area. Within a layer, areas are sorted by code (bytes), so "lowest number" is "lowest
 * code". */
struct na_area {
    const char *code;
    const char *name;
    const char *name_welsh;
    const char *authority_code;
    const char *authority_name;
    int32_t valid_from;
    int32_t valid_to;
    double west, south, east, north; /* its box in degrees */
    uint32_t first_ring;
    uint32_t ring_count;
};

/* A closed ring in degrees, as indexed. Shells come before their holes; shells run
 * counter-clockwise and holes clockwise (RFC 7946). na_ring_vertex gives the vertices. */
struct na_ring {
    const struct na_area_index *index;
    const struct na_flat_span *spans;
    uint32_t span_count;
    uint32_t count; /* vertices; the last is the first again */
    bool is_hole;
};

enum na_status { NA_STATUS_UNKNOWN = 0, NA_STATUS_IN_SERVICE = 1, NA_STATUS_OUT_OF_SERVICE = 2 };
enum na_quality {
    NA_QUALITY_APPROXIMATE = 0,
    NA_QUALITY_POSTCODE = 1,
    NA_QUALITY_BUILDING = 2,
    NA_QUALITY_SURVEYED = 3
};
enum na_locked { NA_LOCKED_UNKNOWN = 0, NA_LOCKED_NO = 1, NA_LOCKED_YES = 2 };
enum na_location {
    NA_LOCATION_UNKNOWN = 0,
    NA_LOCATION_OUTSIDE = 1,
    NA_LOCATION_INSIDE = 2,
    NA_LOCATION_STAFFED = 3 /* inside, to be had in staffed hours only */
};
const char *na_location_name(enum na_location location); /* "inside_staffed_hours"; "": unknown */
const char *na_status_name(enum na_status status);       /* "in_service", ... */
const char *na_quality_name(enum na_quality quality);    /* "postcode", ... */

/* An asset. Assets of a snapshot are sorted by id (bytes): the lower number is the lower id. */
struct na_asset {
    const char *id, *kind, *name, *aliases, *address, *postcode, *siting, *w3w, *opening_hours,
        *uprn;
    const char *access;      /* how to get at it, as a sentence; never the code */
    const char *code_holder; /* who can open it or tells the code */
    const char *code_holder_phone;
    const char *spoken_name; /* what a caller is told to go to: "the library on York Road" */
    const char *landmark;    /* where it is seen from there: "left of the front door" */
    const char *looks;       /* what it looks like: "red box" */
    enum na_location location;
    bool has_code; /* the pack holds the code that opens it */
    enum na_locked locked;
    int32_t code_checked; /* the day the code was last tried */
    enum na_status status;
    enum na_quality quality;
    double accuracy_m; /* of the position */
    struct na_lonlat at;
    struct na_grid grid; /* NAN, NAN where the transformation does not reach */
    int32_t last_checked, valid_from, valid_to;
    uint32_t first_tag;
    uint32_t tag_count; /* tags and the file's own further columns, sorted by name */
};
struct na_tag {
    const char *name;
    const char *value;
};

/* Assets of one kind. */
struct na_kind {
    const char *name;
    const char *title, *titles; /* what people call one of them, and several: never "" */
    uint32_t asset_count;
    double worst_accuracy_m;   /* of the positions of its assets */
    char letter;               /* a to z, typed before a question to mean this kind; 0: none */
    uint32_t send_radius_m;    /* somebody is sent for one at most so far away; 0: for none */
    bool says_first;           /* what the caller hears begins with what comes first */
    bool is_sensitive;         /* who asks for it, and where, is never noted together */
    struct na_point_tree tree; /* over asset numbers */
};

/* A file the pack was compiled from. */
struct na_source {
    const char *name;    /* relative to the pack */
    const char *section; /* "wards.2023" */
    const char *sha256;
    uint64_t bytes;
    uint32_t records;
    uint32_t left_out;                           /* records with an error, by on_error = skip */
    const char *publisher, *licence, *retrieved; /* "": not said */
};

const struct na_pack_info *na_snapshot_info(const struct na_snapshot *snapshot);
size_t na_snapshot_bytes(const struct na_snapshot *snapshot);
/* The open file that the snapshot is mapped from, for a process that is to see the same bytes; it
 * lives as long as the snapshot. -1: it is not from a file, or from one beyond the limit of file
 * sizes (ulimit -f) of this process. */
int na_snapshot_fd(const struct na_snapshot *snapshot);
/* The transformation that the pack was compiled with; any number of threads may use it at once. */
const struct na_crs *na_snapshot_crs(const struct na_snapshot *snapshot);

size_t na_snapshot_layer_count(const struct na_snapshot *snapshot);
const struct na_layer *na_snapshot_layer(const struct na_snapshot *snapshot, size_t i);
/* Area `i` (0-based within `layer`, below layer->area_count). */
void na_snapshot_area(const struct na_snapshot *snapshot, const struct na_layer *layer, uint32_t i,
                      struct na_area *ret_area);
/* Ring `i` (below area->ring_count) of an area got from the same snapshot. */
void na_snapshot_ring(const struct na_snapshot *snapshot, const struct na_area *area, uint32_t i,
                      struct na_ring *ret_ring);
/* Vertex `i`, below ring->count. */
struct na_lonlat na_ring_vertex(const struct na_ring *ring, uint32_t i);

/* The code that opens asset `i`; NULL when the pack has none. Secret: for the route that reveals it
 * to a person with the right, and for nothing else. */
const char *na_snapshot_code(const struct na_snapshot *snapshot, uint32_t i);
/* Does the snapshot hold codes? Then its file must not be readable by others. */
bool na_snapshot_has_codes(const struct na_snapshot *snapshot);

uint32_t na_snapshot_asset_count(const struct na_snapshot *snapshot);
void na_snapshot_asset(const struct na_snapshot *snapshot, uint32_t i, struct na_asset *ret_asset);
/* Only whether it is valid on this day. */
bool na_snapshot_asset_is_valid(const struct na_snapshot *snapshot, uint32_t i, int32_t day);
/* Number of the asset with this id; false if there is none. */
bool na_snapshot_find_asset(const struct na_snapshot *snapshot, const char *id, uint32_t *ret_i);
void na_snapshot_tag(const struct na_snapshot *snapshot, const struct na_asset *asset, uint32_t i,
                     struct na_tag *ret_tag);

size_t na_snapshot_kind_count(const struct na_snapshot *snapshot); /* sorted by name */
const struct na_kind *na_snapshot_kind(const struct na_snapshot *snapshot, size_t i);

size_t na_snapshot_source_count(const struct na_snapshot *snapshot);
void na_snapshot_source(const struct na_snapshot *snapshot, size_t i, struct na_source *ret_source);
/* Warnings of the compilation, a sentence each. */
size_t na_snapshot_warning_count(const struct na_snapshot *snapshot);
const char *na_snapshot_warning(const struct na_snapshot *snapshot, size_t i);

/* Keep what a room above has made of the snapshot, and free it by `free_kept` with the snapshot. At
 * most once, and before other threads have the snapshot. */
void na_snapshot_keep(struct na_snapshot *snapshot, void *kept, void (*free_kept)(void *kept));
/* What is kept; NULL: nothing. */
const void *na_snapshot_kept(const struct na_snapshot *snapshot);

/* As na_snapshot_open, from bytes in memory (8-aligned, borrowed for the snapshot's life): for
 * tests and the fuzzer. */
NA_MUST_USE enum na_code na_snapshot_from_bytes(const void *bytes, size_t length,
                                                struct na_snapshot **ret_snapshot,
                                                struct na_error *reterr);

#endif
