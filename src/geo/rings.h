/* geo/rings.h - which rings of a polygon are shells and which holes. Pure; any thread. */
#ifndef NA_GEO_RINGS_H
#define NA_GEO_RINGS_H

#include <stdbool.h>
#include <stddef.h>

#include <nearaid/error.h>

/* A closed ring of `count` x,y pairs (first == last). */
struct na_ring_view {
    const double *xy;
    size_t count;
};

/* Signed area, positive when the ring runs counter-clockwise. */
double na_ring_signed_area(struct na_ring_view ring);

/* Where each ring of a valid polygon stands in GeoJSON's order: each shell followed by its holes. A
 * ring inside an odd number of others is a hole, whatever its direction. ret_order    out  `count`
 * ring numbers in the order wanted ret_is_hole  out  per ring number Errors: NA_ERR_MEMORY. */
NA_MUST_USE enum na_code na_rings_order(const struct na_ring_view *rings, size_t count,
                                        size_t *ret_order, bool *ret_is_hole);

#endif
