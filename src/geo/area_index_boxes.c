/* Boxes around runs of edges, made of floats that are rounded outwards, so that no box is ever too
 * small. */
#include "geo/area_index_boxes.h"

#include <float.h>
#include <math.h>

struct na_box_levels na_box_levels_of(uint32_t edge_count)
{
    struct na_box_levels levels = {.levels = 0};
    size_t below = edge_count;
    while (below > 0 && levels.levels < NA_BOX_LEVELS) {
        size_t count = (below + (NA_BOX_FAN - 1)) / NA_BOX_FAN;
        levels.first[levels.levels] = levels.total;
        levels.count[levels.levels] = count;
        levels.total += count;
        levels.levels++;
        below = count > 1 ? count : 0;
    }
    return levels;
}

static float round_down(double value)
{
    if (value > (double)FLT_MAX) {
        return FLT_MAX;
    }
    float rounded = value < -(double)FLT_MAX ? -INFINITY : (float)value;
    return (double)rounded > value ? nextafterf(rounded, -INFINITY) : rounded;
}

static float round_up(double value)
{
    return -round_down(-value);
}

static struct na_area_box empty_box(void)
{
    return (struct na_area_box){INFINITY, INFINITY, -INFINITY, -INFINITY};
}

static struct na_area_box box_of_edges(const double *coords, size_t first, size_t end)
{
    struct na_area_box box = empty_box();
    for (size_t i = first; i < end; i++) {
        const double *edge = coords + 4 * i;
        box.west = fminf(box.west, round_down(fmin(edge[0], edge[2])));
        box.south = fminf(box.south, round_down(fmin(edge[1], edge[3])));
        box.east = fmaxf(box.east, round_up(fmax(edge[0], edge[2])));
        box.north = fmaxf(box.north, round_up(fmax(edge[1], edge[3])));
    }
    return box;
}

static struct na_area_box box_of_boxes(const struct na_area_box *below, size_t first, size_t end)
{
    struct na_area_box box = empty_box();
    for (size_t i = first; i < end; i++) {
        box.west = fminf(box.west, below[i].west);
        box.south = fminf(box.south, below[i].south);
        box.east = fmaxf(box.east, below[i].east);
        box.north = fmaxf(box.north, below[i].north);
    }
    return box;
}

/* What box `i` of `level` must be. */
static struct na_area_box box_at(const double *coords, uint32_t edge_count,
                                 const struct na_box_levels *levels,
                                 const struct na_area_box *boxes, uint32_t level, size_t i)
{
    size_t below = level == 0 ? edge_count : levels->count[level - 1];
    size_t first = i * NA_BOX_FAN;
    size_t end = below - first < NA_BOX_FAN ? below : first + NA_BOX_FAN;
    return level == 0 ? box_of_edges(coords, first, end)
                      : box_of_boxes(boxes + levels->first[level - 1], first, end);
}

void na_boxes_make(const double *coords, uint32_t edge_count, struct na_area_box *ret_boxes)
{
    struct na_box_levels levels = na_box_levels_of(edge_count);
    for (uint32_t level = 0; level < levels.levels; level++) {
        for (size_t i = 0; i < levels.count[level]; i++) {
            ret_boxes[levels.first[level] + i] =
                box_at(coords, edge_count, &levels, ret_boxes, level, i);
        }
    }
}

bool na_boxes_good(const double *coords, uint32_t edge_count, const struct na_area_box *boxes)
{
    struct na_box_levels levels = na_box_levels_of(edge_count);
    for (uint32_t level = 0; level < levels.levels; level++) {
        for (size_t i = 0; i < levels.count[level]; i++) {
            const struct na_area_box *box = &boxes[levels.first[level] + i];
            struct na_area_box least = box_at(coords, edge_count, &levels, boxes, level, i);
            if (!(box->west <= least.west && box->south <= least.south && box->east >= least.east &&
                  box->north >= least.north)) {
                return false;
            }
        }
    }
    return true;
}
