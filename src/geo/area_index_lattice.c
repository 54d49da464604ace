/* Sorts edges into the cells that they touch: counted first, then put, so that one block holds all.
 * */
#include "geo/area_index_lattice.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "geo/predicate.h"

/* After the rectangles: a box that the edge's line passes by has both its corners farthest to
 * either side of the line on one side. */
bool na_edge_touches(const double edge[4], const struct na_cell_box *box)
{
    double low = edge[1] < edge[3] ? edge[1] : edge[3];
    double high = edge[1] < edge[3] ? edge[3] : edge[1];
    if (edge[0] > box->x1 || edge[2] < box->x0 || low > box->y1 || high < box->y0) {
        return false;
    }
    bool rises = edge[1] <= edge[3];
    double left_x = rises ? box->x0 : box->x1; /* the corner farthest to the left of a -> b */
    double right_x = rises ? box->x1 : box->x0;
    return na_orient(edge[0], edge[1], edge[2], edge[3], left_x, box->y1) >= 0 &&
           na_orient(edge[0], edge[1], edge[2], edge[3], right_x, box->y0) <= 0;
}

struct na_area_lattice na_area_lattice_whole(const struct na_area_axis *x,
                                             const struct na_area_axis *y)
{
    return (struct na_area_lattice){.x = x,
                                    .y = y,
                                    .split = 1,
                                    .nx = x->count,
                                    .ny = y->count,
                                    .clip = {-INFINITY, -INFINITY, INFINITY, INFINITY}};
}

struct na_area_lattice na_area_lattice_split(const struct na_area_axis *x,
                                             const struct na_area_axis *y, uint32_t i, uint32_t j,
                                             uint32_t split)
{
    struct na_area_lattice whole = na_area_lattice_whole(x, y);
    return (struct na_area_lattice){.x = x,
                                    .y = y,
                                    .first_i = i,
                                    .first_j = j,
                                    .split = split,
                                    .nx = split,
                                    .ny = split,
                                    .clip = na_area_lattice_box(&whole, i, j)};
}

struct na_cell_box na_area_lattice_box(const struct na_area_lattice *lattice, uint32_t i,
                                       uint32_t j)
{
    double step = 1.0 / lattice->split;
    const struct na_cell_box *clip = &lattice->clip;
    return (struct na_cell_box){
        fmax(clip->x0, na_axis_low(lattice->x, lattice->first_i + i * step)),
        fmax(clip->y0, na_axis_low(lattice->y, lattice->first_j + j * step)),
        fmin(clip->x1, na_axis_high(lattice->x, lattice->first_i + (i + 1) * step)),
        fmin(clip->y1, na_axis_high(lattice->y, lattice->first_j + (j + 1) * step))};
}

void na_area_bins_fini(struct na_area_bins *bins)
{
    free(bins->start);
    free(bins->edges);
    *bins = (struct na_area_bins){0};
}

/* The cell along one axis that holds the coordinate, or the end nearest to it. */
static uint32_t cell_of(const struct na_area_axis *axis, uint32_t first, uint32_t split,
                        uint32_t count, double value)
{
    double cell = ((value - axis->low) * axis->inverse - first) * split;
    if (!(cell > 0.0)) {
        return 0;
    }
    return cell < count ? (uint32_t)cell : count - 1;
}

/* Columns whose boxes the part of the edge between y0 and y1 may touch. The part's ends are
 * rounded, hence a column more on either side. */
static void columns_of(const struct na_area_lattice *lattice, const double edge[4], double y0,
                       double y1, uint32_t *ret_from, uint32_t *ret_to)
{
    double dy = edge[3] - edge[1];
    double s = (y0 - edge[1]) / dy;
    double t = (y1 - edge[1]) / dy;
    double from = fmin(fmax(fmin(s, t), 0.0), 1.0);
    double to = fmin(fmax(fmax(s, t), 0.0), 1.0);
    double dx = edge[2] - edge[0];
    uint32_t low = cell_of(lattice->x, lattice->first_i, lattice->split, lattice->nx,
                           edge[0] + from * dx - 2 * lattice->x->pad);
    uint32_t high = cell_of(lattice->x, lattice->first_i, lattice->split, lattice->nx,
                            edge[0] + to * dx + 2 * lattice->x->pad);
    *ret_from = low > 0 ? low - 1 : 0;
    *ret_to = high + 1 < lattice->nx ? high + 1 : high;
}

/* One pass over the cells an edge touches: counts them in start[cell + 1], or, with `edges`, enters
 * the edge at start[cell] and moves that on. */
static void bin_edge(const struct na_area_lattice *lattice, const double edge[4], uint32_t number,
                     size_t *start, uint32_t *edges)
{
    const struct na_area_axis *x = lattice->x;
    const struct na_area_axis *y = lattice->y;
    uint32_t split = lattice->split;
    double low = fmin(edge[1], edge[3]) - 2 * y->pad;
    double high = fmax(edge[1], edge[3]) + 2 * y->pad;
    uint32_t j0 = cell_of(y, lattice->first_j, split, lattice->ny, low);
    uint32_t j1 = cell_of(y, lattice->first_j, split, lattice->ny, high);
    uint32_t i0 = cell_of(x, lattice->first_i, split, lattice->nx, edge[0] - 2 * x->pad);
    uint32_t i1 = cell_of(x, lattice->first_i, split, lattice->nx, edge[2] + 2 * x->pad);
    /* A level edge may have many rows too, where pads are wider than cells. */
    bool is_long = i1 - i0 > 2 && j1 - j0 > 2 && edge[1] != edge[3];
    for (uint32_t j = j0; j <= j1; j++) {
        uint32_t from = i0;
        uint32_t to = i1;
        if (is_long) {
            struct na_cell_box row = na_area_lattice_box(lattice, 0, j);
            columns_of(lattice, edge, row.y0, row.y1, &from, &to);
        }
        for (uint32_t i = from; i <= to; i++) {
            struct na_cell_box box = na_area_lattice_box(lattice, i, j);
            if (!na_edge_touches(edge, &box)) {
                continue;
            }
            size_t cell = (size_t)j * lattice->nx + i;
            if (edges == NULL) {
                start[cell + 1]++;
            } else {
                edges[start[cell]++] = number;
            }
        }
    }
}

static void bin_all(const struct na_area_lattice *lattice, const struct na_area_vertex *vertices,
                    const uint32_t *chosen, size_t count, size_t *start, uint32_t *ret_edges)
{
    for (size_t n = 0; n < count; n++) {
        uint32_t number = chosen != NULL ? chosen[n] : (uint32_t)n;
        if (vertices[number].owner[0] != NA_AREA_NONE) {
            double edge[4];
            na_area_edge(&vertices[number], edge);
            bin_edge(lattice, edge, number, start, ret_edges);
        }
    }
}

/* Make an array of at least `count` members; what it held is lost. */
static enum na_code provide(void **array, size_t *capacity, size_t count, size_t member)
{
    if (count <= *capacity) {
        return NA_OK;
    }
    free(*array);
    *capacity = 0;
    *array = count > SIZE_MAX / member ? NULL : malloc(count * member);
    if (*array == NULL) {
        return NA_ERR_MEMORY;
    }
    *capacity = count;
    return NA_OK;
}

enum na_code na_area_bins_fill(struct na_area_bins *bins, const struct na_area_lattice *lattice,
                               const struct na_area_vertex *vertices, const uint32_t *chosen,
                               size_t count)
{
    size_t cells = (size_t)lattice->nx * lattice->ny;
    void *array = bins->start;
    enum na_code code = provide(&array, &bins->start_capacity, cells + 1, sizeof *bins->start);
    bins->start = array;
    if (code != NA_OK) {
        return code;
    }
    memset(bins->start, 0, (cells + 1) * sizeof *bins->start);
    bin_all(lattice, vertices, chosen, count, bins->start, NULL);
    for (size_t c = 0; c < cells; c++) {
        bins->start[c + 1] += bins->start[c];
    }
    array = bins->edges;
    code = provide(&array, &bins->edge_capacity, bins->start[cells] + 1, sizeof *bins->edges);
    bins->edges = array;
    if (code != NA_OK) {
        return code;
    }
    bin_all(lattice, vertices, chosen, count, bins->start, bins->edges);
    /* Each start has moved on to the next cell's. */
    memmove(bins->start + 1, bins->start, cells * sizeof *bins->start);
    bins->start[0] = 0;
    return NA_OK;
}
