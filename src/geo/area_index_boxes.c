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

/* The least and greatest of the ends of some edges. */
struct extremes {
    double west, south, east, north;
};

static inline void extremes_widen(struct extremes *extremes, double x, double y)
{
    extremes->west = x < extremes->west ? x : extremes->west;
    extremes->south = y < extremes->south ? y : extremes->south;
    extremes->east = x > extremes->east ? x : extremes->east;
    extremes->north = y > extremes->north ? y : extremes->north;
}

/* Of the edges that box `i` of the lowest level holds. */
static struct extremes extremes_of(const struct na_box_edges *edges, size_t i)
{
    size_t first = i * NA_BOX_FAN;
    size_t end = edges->count - first < NA_BOX_FAN ? edges->count : first + NA_BOX_FAN;
    struct extremes extremes = {INFINITY, INFINITY, -INFINITY, -INFINITY};
    for (size_t e = first; e < end; e++) {
        const double *at = edges->coords + e * edges->step;
        extremes_widen(&extremes, at[0], at[1]);
        extremes_widen(&extremes, at[edges->other], at[edges->other + 1]);
    }
    return extremes;
}

static struct na_area_box box_of_boxes(const struct na_area_box *below, size_t first, size_t end)
{
    struct na_area_box box = below[first];
    for (size_t i = first + 1; i < end; i++) {
        box.west = below[i].west < box.west ? below[i].west : box.west;
        box.south = below[i].south < box.south ? below[i].south : box.south;
        box.east = below[i].east > box.east ? below[i].east : box.east;
        box.north = below[i].north > box.north ? below[i].north : box.north;
    }
    return box;
}

/* What box `i` of a level above the lowest must be. */
static struct na_area_box box_above(const struct na_box_levels *levels,
                                    const struct na_area_box *boxes, uint32_t level, size_t i)
{
    size_t below = levels->count[level - 1];
    size_t first = i * NA_BOX_FAN;
    size_t end = below - first < NA_BOX_FAN ? below : first + NA_BOX_FAN;
    return box_of_boxes(boxes + levels->first[level - 1], first, end);
}

void na_boxes_make(struct na_box_edges edges, struct na_area_box *ret_boxes)
{
    struct na_box_levels levels = na_box_levels_of(edges.count);
    for (size_t i = 0; levels.levels > 0 && i < levels.count[0]; i++) {
        struct extremes least = extremes_of(&edges, i);
        ret_boxes[i] = (struct na_area_box){round_down(least.west), round_down(least.south),
                                            round_up(least.east), round_up(least.north)};
    }
    for (uint32_t level = 1; level < levels.levels; level++) {
        for (size_t i = 0; i < levels.count[level]; i++) {
            ret_boxes[levels.first[level] + i] = box_above(&levels, ret_boxes, level, i);
        }
    }
}

/* Written so that NaN is no good. */
bool na_boxes_good(struct na_box_edges edges, const struct na_area_box *boxes)
{
    struct na_box_levels levels = na_box_levels_of(edges.count);
    for (size_t i = 0; levels.levels > 0 && i < levels.count[0]; i++) {
        struct extremes least = extremes_of(&edges, i);
        const struct na_area_box *box = &boxes[i];
        if (!((double)box->west <= least.west && (double)box->south <= least.south &&
              (double)box->east >= least.east && (double)box->north >= least.north)) {
            return false;
        }
    }
    for (uint32_t level = 1; level < levels.levels; level++) {
        for (size_t i = 0; i < levels.count[level]; i++) {
            const struct na_area_box *box = &boxes[levels.first[level] + i];
            struct na_area_box least = box_above(&levels, boxes, level, i);
            if (!(box->west <= least.west && box->south <= least.south && box->east >= least.east &&
                  box->north >= least.north)) {
                return false;
            }
        }
    }
    return true;
}
