/* geo/area_index_boxes.h - boxes around runs of edges, boxes around runs of boxes: private to
 * area_index*.c and edge_set.c.
 *
 * Edges stand in the order of the cells that list them, so that eight in a row lie close together.
 * Level 0 has a box for each eight edges, level n + 1 one for each eight boxes of level n, the last
 * level one box. Everything follows from the number of edges. */
#ifndef NA_GEO_AREA_INDEX_BOXES_H
#define NA_GEO_AREA_INDEX_BOXES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define NA_BOX_FAN 8U
/* Levels that 2^32 edges need. */
#define NA_BOX_LEVELS 12U

/* Outward-rounded, hence never too small. */
struct na_area_box {
    float west, south, east, north;
};

/* Where each level begins among the boxes, and how many it has. */
struct na_box_levels {
    size_t first[NA_BOX_LEVELS];
    size_t count[NA_BOX_LEVELS];
    uint32_t levels; /* 0 without edges */
    size_t total;
};
struct na_box_levels na_box_levels_of(uint32_t edge_count);

/* Where edges are: edge i begins with the x and y at coords + i * step doubles, and ends with those
 * `other` doubles after them. */
struct na_box_edges {
    const double *coords;
    size_t step;
    size_t other;
    uint32_t count;
};

/* Fill `ret_boxes` (na_box_levels_of(edges.count).total of them). */
void na_boxes_make(struct na_box_edges edges, struct na_area_box *ret_boxes);
/* Does every box hold what is below it? */
bool na_boxes_good(struct na_box_edges edges, const struct na_area_box *boxes);

#endif
