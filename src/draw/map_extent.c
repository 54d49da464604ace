/* What part of the grid a map shows, and where on the page a place of it is. */
#include <math.h>

#include "draw/map_page_private.h"

struct na_map_extent na_map_extent_none(void)
{
    return (struct na_map_extent){INFINITY, INFINITY, -INFINITY, -INFINITY};
}

void na_map_extent_add(struct na_map_extent *extent, double easting_m, double northing_m)
{
    extent->west = fmin(extent->west, easting_m);
    extent->east = fmax(extent->east, easting_m);
    extent->south = fmin(extent->south, northing_m);
    extent->north = fmax(extent->north, northing_m);
}

struct map_point na_map_place(const struct na_map_page *page, double easting_m, double northing_m)
{
    return (struct map_point){page->left + (easting_m - page->west) * page->scale,
                              page->top + (page->north - northing_m) * page->scale};
}
