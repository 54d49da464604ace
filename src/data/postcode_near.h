/* data/postcode_near.h - the postcode nearest to a position, without a look at each.
 *
 * Postcodes stand in the order of their letters, so that those in a row lie close together: a box
 * around each 64 in a row, and around each 64 boxes, tells which rows cannot have the nearest.
 * Made when a compiled file is opened; the file does not hold it. Pure; any thread. */
#ifndef NA_DATA_POSTCODE_NEAR_H
#define NA_DATA_POSTCODE_NEAR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <nearaid/error.h>

#include "data/flat.h"
#include "geo/position.h"

struct na_postcode_box {
    int32_t west, south, east, north; /* metres; west > east: none of its postcodes fits */
};

struct na_postcode_boxes {
    struct na_postcode_box *boxes; /* of the rows, then of the rows of rows */
    uint32_t rows;
};

/* Boxes for `count` postcodes, which stay as they are; none for none. Free with
 * na_postcode_boxes_fini. Errors: NA_ERR_MEMORY. */
NA_MUST_USE enum na_code na_postcode_boxes_init(struct na_postcode_boxes *ret_boxes,
                                                const struct na_flat_postcode *postcodes,
                                                uint32_t count, struct na_error *reterr);
void na_postcode_boxes_fini(struct na_postcode_boxes *boxes);

/* The nearest on the grid of those that are in use and have a position on it; the first of several
 * as near. Returns false when there is none. */
bool na_postcode_boxes_nearest(const struct na_postcode_boxes *boxes,
                               const struct na_flat_postcode *postcodes, uint32_t count,
                               struct na_grid from, uint32_t *ret_i);

#endif
