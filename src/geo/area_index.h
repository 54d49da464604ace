/* geo/area_index.h - which areas cover a point, exactly; and how far the nearest boundary is.
 *
 * A layer is `area_count` polygons (numbered 0.., each any number of rings, even-odd) in one plane
 * coordinate system (degrees or metres). The index is one flat block of bytes, little-endian,
 * without pointers, built once, then only read. A two-level grid; a cell is empty, wholly inside a
 * set of areas, or lists the edges that touch it together with a reference point of known status.
 * Covering is decided by exact orientation tests alone, so areas that share an edge can never
 * disagree. */
#ifndef NA_GEO_AREA_INDEX_H
#define NA_GEO_AREA_INDEX_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <nearaid/error.h>

#include "base/buffer.h"

#define NA_AREA_NONE UINT32_MAX
/* Most areas of one layer that may cover (or meet in) one cell; building refuses more. */
#define NA_COVER_MAX 64

struct na_area_builder;

NA_MUST_USE enum na_code na_area_builder_new(uint32_t area_count,
                                             struct na_area_builder **ret_builder,
                                             struct na_error *reterr);
void na_area_builder_free(struct na_area_builder *builder);
/* Add one closed ring (first vertex == last; `xy` holds 2*count doubles, count >= 4) of area
 * `area`. Copied. Orientation does not matter. Coordinates finite. */
NA_MUST_USE enum na_code na_area_builder_add_ring(struct na_area_builder *builder, uint32_t area,
                                                  const double *xy, size_t count,
                                                  struct na_error *reterr);
/* Append the finished index to `ret_blob` (which is empty, or aligned to 8). Deterministic: the
 * same rings give the same bytes. `ret_numbers`, unless NULL, gets (malloc'ed, freed by the caller
 * with free()) for each vertex added, in that order, the number of a vertex of the index at its
 * place. Once only. Errors: NA_ERR_LIMIT (more than NA_COVER_MAX areas meet), NA_ERR_MEMORY. */
NA_MUST_USE enum na_code na_area_builder_finish(struct na_area_builder *builder,
                                                struct na_buffer *ret_blob, uint32_t **ret_numbers,
                                                struct na_error *reterr);

/* A view of an index; borrows the bytes. Plain value, constant after opening; any thread.
 * Members are private to area_index*.c. */
struct na_area_index {
    const struct na_area_index_head *head;
    const uint32_t *cells;
    const uint32_t *lists;
    const struct na_area_vertex *vertices;
    const struct na_area_box *boxes;
    uint32_t area_count;
};

/* Check every offset, count, area number and coordinate of the block (8-aligned, `length` bytes,
 * from an untrusted file), so that no later call can read outside it whatever it holds. Errors:
 * NA_ERR_CORRUPT. */
NA_MUST_USE enum na_code na_area_index_open(const void *bytes, size_t length, uint32_t area_count,
                                            struct na_area_index *ret_index,
                                            struct na_error *reterr);

/* Its vertices: where the rings that were added are. A vertex that several rings have is stored
 * once or a few times; a ring that shares its edges with one before has their numbers, one after
 * another, up or down. `number` is below the count. */
uint32_t na_area_index_vertex_count(const struct na_area_index *index);
const double *na_area_index_vertex(const struct na_area_index *index, uint32_t number);
/* Are all vertices within [-x_max, x_max] and [-y_max, y_max]? */
bool na_area_index_is_within(const struct na_area_index *index, double x_max, double y_max);

/* The areas whose closed polygon holds the point. */
struct na_cover {
    uint32_t areas[NA_COVER_MAX]; /* ascending */
    uint32_t count;
    bool on_boundary; /* the point lies exactly on an edge or vertex of a covering area */
};

/* All covering areas. x, y finite. Fails only on a damaged index (NA_ERR_CORRUPT). */
NA_MUST_USE enum na_code na_area_index_cover(const struct na_area_index *index, double x, double y,
                                             struct na_cover *ret_cover);
/* The lowest covering area or NA_AREA_NONE: the fast path of the batch. Same answer as
 * na_area_index_cover. */
uint32_t na_area_index_lowest(const struct na_area_index *index, double x, double y);

/* The same; and does the point lie on an edge or vertex, as struct na_cover says? */
uint32_t na_area_index_lowest_on(const struct na_area_index *index, double x, double y,
                                 bool *ret_on_boundary);
/* The lowest of each of `count` points, in half the time where the index is larger than the caches
 * of the processor. */
void na_area_index_lowest_many(const struct na_area_index *index, const double *xs,
                               const double *ys, size_t count, uint32_t *ret_areas);

/* Metres on the ground per unit of x and of y around the query point. */
struct na_metric {
    double x_m;
    double y_m;
};

/* A point of a boundary near the query point. */
struct na_edge_hit {
    double distance_m; /* in the metric, to (foot_x, foot_y) */
    double foot_x;     /* nearest point of the edge */
    double foot_y;
    uint32_t area; /* an area the edge bounds */
};

/* The nearest edge of the layer. ret_hit->area is the lowest area it bounds. Returns false when the
 * layer has no edge. */
bool na_area_index_nearest_edge(const struct na_area_index *index, double x, double y,
                                struct na_metric metric, struct na_edge_hit *ret_hit);

/* For each area with a boundary within `radius_m`: its nearest hit; ascending by (distance, area),
 * at most `capacity` of them. Returns the number found, which may exceed `capacity`: then the
 * farther ones were dropped. radius_m >= 0, finite. */
size_t na_area_index_within(const struct na_area_index *index, double x, double y,
                            struct na_metric metric, double radius_m, struct na_edge_hit *ret_hits,
                            size_t capacity);

/* The same, and the nearest edge as na_area_index_nearest_edge finds it, in one search;
 * ret_nearest->area is NA_AREA_NONE when the layer has no edge. */
size_t na_area_index_around(const struct na_area_index *index, double x, double y,
                            struct na_metric metric, double radius_m, struct na_edge_hit *ret_hits,
                            size_t capacity, struct na_edge_hit *ret_nearest);

/* For reports and benches. */
struct na_area_index_size {
    size_t bytes;
    size_t vertices;
    size_t edges;
    size_t cells; /* of the grid, of either level */
    size_t leaves;
    size_t chains; /* leaves that are no more than a cell */
    size_t words;  /* of the other leaves */
};
struct na_area_index_size na_area_index_size(const struct na_area_index *index);

#endif
