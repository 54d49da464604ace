/* geo/edge_set.h - edges of lines, each with an owner: which owners does a straight line meet.
 *
 * One flat block of bytes, little-endian, without pointers: the edges in the order given, their
 * owners, and boxes around runs of edges (area_index_boxes.h). Meeting is decided by exact
 * orientation tests alone. Plane coordinates; here degrees of longitude and latitude. */
#ifndef NA_GEO_EDGE_SET_H
#define NA_GEO_EDGE_SET_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <nearaid/error.h>

#include "base/buffer.h"
#include "geo/position.h"

/* Most edges of one set; building refuses more. */
#define NA_EDGES_MAX 100000000u

struct na_edge {
    struct na_lonlat a, b;
    uint32_t owner;
    uint32_t reserved; /* 0 */
};

/* Append a set over `count` edges (may be 0; finite) to `ret_blob`, which is empty or aligned to 8.
 * The same edges give the same bytes. Errors: NA_ERR_LIMIT, NA_ERR_MEMORY. */
NA_MUST_USE enum na_code na_edge_set_build(const struct na_edge *edges, size_t count,
                                           struct na_buffer *ret_blob, struct na_error *reterr);

/* A view, borrows the bytes; constant, any thread. Members private to edge_set.c. All zero: a set
 * without edges. */
struct na_edge_set {
    const double *coords; /* 4 of each edge */
    const uint32_t *owners;
    const struct na_area_box *boxes;
    uint32_t edge_count;
};

/* Check an untrusted block (8-aligned, exactly `length` bytes): owners below `owner_count`,
 * coordinates of longitude and latitude, boxes that hold what is below them. Errors:
 * NA_ERR_CORRUPT. */
NA_MUST_USE enum na_code na_edge_set_open(const void *bytes, size_t length, uint32_t owner_count,
                                          struct na_edge_set *ret_set, struct na_error *reterr);

/* Edge `i`, below set->edge_count, as it was given. */
void na_edge_set_edge(const struct na_edge_set *set, uint32_t i, struct na_edge *ret_edge);

/* Told of each edge met, in the order of the edges. */
typedef void na_edge_met(void *context, uint32_t owner);

/* Tell `met` the owner of every edge that has a point in common with the straight line from `from`
 * to `to`, their ends included; from == to is a point. Finite. */
void na_edge_set_meet(const struct na_edge_set *set, struct na_lonlat from, struct na_lonlat to,
                      na_edge_met *met, void *context);

#endif
