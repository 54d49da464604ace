/* What part of the grid a sheet shows, and where on paper a place of it is. */
#include <math.h>

#include "print/private.h"

struct na_print_extent na_print_extent_none(void)
{
    return (struct na_print_extent){INFINITY, INFINITY, -INFINITY, -INFINITY};
}

void na_print_extent_add(struct na_print_extent *extent, double easting_m, double northing_m)
{
    extent->west = fmin(extent->west, easting_m);
    extent->east = fmax(extent->east, easting_m);
    extent->south = fmin(extent->south, northing_m);
    extent->north = fmax(extent->north, northing_m);
}

void na_print_extent_shape(struct na_print_extent *extent, const struct na_shape *shape)
{
    for (size_t v = 0; v < shape->vertex_count; v++) {
        na_print_extent_add(extent, shape->xy[2 * v], shape->xy[2 * v + 1]);
    }
}

bool na_print_extent_holds(const struct na_print_extent *extent, struct na_grid at)
{
    return at.easting_m >= extent->west && at.easting_m <= extent->east &&
           at.northing_m >= extent->south && at.northing_m <= extent->north;
}

struct print_at na_print_place(const struct print_work *work, double easting_m, double northing_m)
{
    return (struct print_at){work->frame.left + (easting_m - work->west) * work->mm_a_m,
                             work->frame.top + (work->north - northing_m) * work->mm_a_m};
}

bool na_print_in_frame(const struct print_work *work, struct print_at at, double margin)
{
    return at.x >= work->frame.left - margin && at.x <= work->frame.right + margin &&
           at.y >= work->frame.top - margin && at.y <= work->frame.bottom + margin;
}
