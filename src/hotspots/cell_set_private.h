/* hotspots/cell_set_private.h - what the files cell_set*.c share. */
#ifndef NA_HOTSPOTS_CELL_SET_PRIVATE_H
#define NA_HOTSPOTS_CELL_SET_PRIVATE_H

#include "hotspots/cell_set.h"

/* Outlines of all areas of a layer in metres: `layer->area_count` shapes, to be released one by one
 * and then by free(). (cell_set_outline.c) */
NA_MUST_USE enum na_code na_layer_outlines(const struct na_snapshot *snapshot,
                                           const struct na_layer *layer,
                                           struct na_shape **ret_shapes, struct na_error *reterr);
void na_outlines_free(struct na_shape *shapes, size_t count);
/* Area and centroid: shells run counter-clockwise, holes clockwise, as a snapshot has them.
 * (cell_set_outline.c) */
void na_outline_measure(const struct na_shape *shape, double *ret_area_m2,
                        struct na_grid *ret_centroid);
/* Fill items, block and numbers with the squares or hexagons that the outlines reach into.
 * (cell_set_study.c) */
NA_MUST_USE enum na_code na_cell_set_study(struct na_cell_set *set, struct na_error *reterr);

#endif
