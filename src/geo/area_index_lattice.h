/* geo/area_index_lattice.h - which cells of a grid each edge touches. Private. */
#ifndef NA_GEO_AREA_INDEX_LATTICE_H
#define NA_GEO_AREA_INDEX_LATTICE_H

#include <stddef.h>
#include <stdint.h>

#include <nearaid/error.h>

#include "geo/area_index_layout.h"

/* A closed rectangle. */
struct na_cell_box {
    double x0;
    double y0;
    double x1;
    double y1;
};

/* Does the edge touch the closed box? Exact. */
bool na_edge_touches(const double edge[4], const struct na_cell_box *box);

/* A grid of cells: the first level as a whole, or one of its cells cut into k * k. */
struct na_area_lattice {
    const struct na_area_axis *x;
    const struct na_area_axis *y;
    uint32_t first_i; /* the cell cut up (0, 0 for the first level) */
    uint32_t first_j;
    uint32_t split; /* k (1 for the first level) */
    uint32_t nx;
    uint32_t ny;
    struct na_cell_box clip; /* no cell's box reaches beyond this */
};

struct na_area_lattice na_area_lattice_whole(const struct na_area_axis *x,
                                             const struct na_area_axis *y);
struct na_area_lattice na_area_lattice_split(const struct na_area_axis *x,
                                             const struct na_area_axis *y, uint32_t i, uint32_t j,
                                             uint32_t split);
struct na_cell_box na_area_lattice_box(const struct na_area_lattice *lattice, uint32_t i,
                                       uint32_t j);

/* For each cell the edges that touch its box: those of cell c are
 * edges[start[c]] .. edges[start[c + 1] - 1], in the order given. Reused for many lattices; {0} at
 * first, release with na_area_bins_fini. */
struct na_area_bins {
    size_t *start;
    uint32_t *edges;
    size_t start_capacity;
    size_t edge_capacity;
};
void na_area_bins_fini(struct na_area_bins *bins);
/* Bin the edges with the numbers `chosen` (NULL: all of `count`); no edge is in no bin. Errors:
 * NA_ERR_MEMORY. */
NA_MUST_USE enum na_code na_area_bins_fill(struct na_area_bins *bins,
                                           const struct na_area_lattice *lattice,
                                           const struct na_area_vertex *vertices,
                                           const uint32_t *chosen, size_t count);

#endif
