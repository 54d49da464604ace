/* geo/point_tree.h - the k nearest of a set of points by WGS84 geodesic, exactly.
 *
 * A k-d tree over earth-centred coordinates, as one flat block. The chord is a lower bound of the
 * geodesic; 2 R asin(chord / 2R) with R = b*b/a, the least radius of curvature of the ellipsoid, an
 * upper bound (Schwarz's chord comparison theorem: a curve of curvature <= 1/R is no longer than
 * the arc of that circle on its chord); na_geodesic_distance_m decides between the candidates left.
 */
#ifndef NA_GEO_POINT_TREE_H
#define NA_GEO_POINT_TREE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <nearaid/error.h>

#include "base/buffer.h"
#include "geo/geodesic_near.h"
#include "geo/position.h"

/* Most results one search can be asked for. */
#define NA_NEAREST_MAX 100

/* Append a tree over `count` points to `ret_blob` (empty, or aligned to 8). Point i is known as
 * numbers[i]. count may be 0. Errors: NA_ERR_MEMORY, NA_ERR_LIMIT. */
NA_MUST_USE enum na_code na_point_tree_build(const struct na_lonlat *points,
                                             const uint32_t *numbers, uint32_t count,
                                             struct na_buffer *ret_blob, struct na_error *reterr);

/* View, borrows the bytes; any thread. Members private to point_*.c. */
struct na_point_tree {
    const void *nodes;
    uint32_t count;
};

/* Check an untrusted block (8-aligned, exactly `length` bytes): every number below `number_limit`,
 * finite coordinates. Errors: NA_ERR_CORRUPT. */
NA_MUST_USE enum na_code na_point_tree_open(const void *bytes, size_t length, uint32_t number_limit,
                                            struct na_point_tree *ret_tree,
                                            struct na_error *reterr);

/* What one of its points is known as; i below tree->count, in no order that means anything. */
uint32_t na_point_tree_number(const struct na_point_tree *tree, uint32_t i);

struct na_point_hit {
    double distance_m;
    uint32_t point;
    double bearing_deg;  /* at the place asked for, towards the point, as na_geodesic_inverse */
    struct na_lonlat at; /* of the point, as a search finds it */
};

/* The best hits so far, worst on top. Start with {.k = k}; several trees may be searched into one.
 */
struct na_nearest {
    struct na_point_hit hits[NA_NEAREST_MAX];
    size_t count;
    size_t k; /* 1..NA_NEAREST_MAX */
};

/* Is point number `point` wanted? Must be pure. */
/* (a function type, not a struct: the one typedef the style allows) */
typedef bool na_point_filter(const void *context, uint32_t point);

/* Offer all points of the tree within `max_m` (INFINITY: no limit) that pass `filter` (NULL: all)
 * to `nearest`. Equal distances: the lower number wins. */
void na_point_tree_search(const struct na_point_tree *tree, struct na_lonlat from, double max_m,
                          na_point_filter *filter, const void *context, struct na_nearest *nearest);
/* The same, many times quicker: distances and bearings are those of na_geodesic_near_inverse, so
 * that every figure told is the same. Returns false when two hits, or a hit and `max_m`, are so
 * near to each other that the order is not sure: search again, from no hits, by
 * na_point_tree_search. */
NA_MUST_USE bool na_point_tree_search_near(const struct na_point_tree *tree, struct na_lonlat from,
                                           double max_m, na_point_filter *filter,
                                           const void *context, struct na_nearest *nearest);
/* The same of a place that is asked about more than once. */
NA_MUST_USE bool na_point_tree_search_from(const struct na_point_tree *tree,
                                           const struct na_geodesic_near *from, double max_m,
                                           na_point_filter *filter, const void *context,
                                           struct na_nearest *nearest);
/* Sort the hits ascending by (distance, number), when all trees were searched. */
void na_nearest_sort(struct na_nearest *nearest);

#endif
