/* draw/map_page_private.h - what the files map_page*.c share. */
#ifndef NA_DRAW_MAP_PAGE_PRIVATE_H
#define NA_DRAW_MAP_PAGE_PRIVATE_H

#include "draw/map_page.h"

/* CSS pixels, 96 to an inch of 0.0254 m: pixels of the page in a metre of paper. */
#define MAP_PX_PER_PAPER_M (96.0 / 0.0254)
/* Vertices are drawn on a lattice of that many pixels, so that shapes that share an edge never come
 * apart. */
#define MAP_LATTICE_PX 0.1

struct map_point {
    double x, y; /* pixels of the page */
};
struct map_point na_map_place(const struct na_map_page *page, double easting_m, double northing_m);
void na_map_swatch(struct na_map_page *page, double x, double y, enum na_map_paint paint);
void na_map_symbol(struct na_map_page *page, double x, double y, enum na_map_mark mark,
                   const char *tip);
/* Scale bar, north arrow, legend, attribution, digest. (map_page_foot.c) */
void na_map_foot(struct na_map_page *page);

#endif
