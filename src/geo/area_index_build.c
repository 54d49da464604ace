/* Building an area index: rings in, one block of bytes out. */
#include <float.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/fail.h"
#include "geo/area_index.h"
#include "geo/area_index_boxes.h"
#include "geo/area_index_edges.h"
#include "geo/area_index_fill.h"
#include "geo/area_index_layout.h"

/* First-level cells for each edge: plenty while they fit a processor's cache all the same, and
 * their most. Measured (tests/bench/bench_area_index.c). */
#define CELLS_PER_EDGE 4.0
#define CELLS_PER_EDGE_SMALL 16.0
#define CELLS_SMALL 65536.0
#define CELLS_MAX 4194304.0

struct na_area_builder {
    struct na_buffer edges; /* struct na_area_edge */
    uint32_t area_count;
};

enum na_code na_area_builder_new(uint32_t area_count, struct na_area_builder **ret_builder,
                                 struct na_error *reterr)
{
    if (area_count > NA_AREA_COUNT_LIMIT) {
        return na_fail(reterr, NA_ERR_LIMIT, "a layer has too many areas");
    }
    struct na_area_builder *builder = calloc(1, sizeof *builder);
    if (builder == NULL) {
        return na_fail_memory(reterr, "collecting boundaries");
    }
    na_buffer_init(&builder->edges, NA_AREA_EDGE_LIMIT * sizeof(struct na_area_edge));
    builder->area_count = area_count;
    *ret_builder = builder;
    return NA_OK;
}

void na_area_builder_free(struct na_area_builder *builder)
{
    if (builder != NULL) {
        na_buffer_fini(&builder->edges);
        free(builder);
    }
}

enum na_code na_area_builder_add_ring(struct na_area_builder *builder, uint32_t area,
                                      const double *xy, size_t count, struct na_error *reterr)
{
    if (area >= builder->area_count) {
        return na_fail(reterr, NA_ERR_INTERNAL, "there is no area %u", area);
    }
    return na_area_edges_add(&builder->edges, area, xy, count, reterr);
}

/* Cut one axis into about `cells`. The pad is far above the rounding of the cell of a coordinate
 * and of a cell's ends; cells narrower than many steps of the coordinates are not made. */
static struct na_area_axis make_axis(double low, double high, double cells)
{
    double size = fmax(fabs(low), fabs(high));
    double extent = high - low;
    double most = fmin(fmin(extent / (size * 0x1p-40), (double)NA_AREA_SIDE_LIMIT), ceil(cells));
    struct na_area_axis axis = {.low = low, .high = high, .count = 1};
    if (extent > 0.0 && most > 1.0) {
        axis.count = (uint32_t)most;
    }
    axis.width = extent / axis.count;
    if (extent > 0.0) {
        axis.inverse = axis.count / extent;
    }
    axis.pad = axis.width * 0x1p-20 + size * 8 * DBL_EPSILON + 1e-60;
    return axis;
}

static void make_axes(struct na_area_index_head *head, const struct na_area_edge *edges,
                      size_t count)
{
    double low[2] = {0.0, 0.0};
    double high[2] = {0.0, 0.0};
    for (size_t i = 0; i < count; i++) {
        const double *at = edges[i].at;
        for (int axis = 0; axis < 2; axis++) {
            double least = fmin(at[axis], at[2 + axis]);
            double greatest = fmax(at[axis], at[2 + axis]);
            low[axis] = i == 0 || least < low[axis] ? least : low[axis];
            high[axis] = i == 0 || greatest > high[axis] ? greatest : high[axis];
        }
    }
    double small = fmin((double)count * CELLS_PER_EDGE_SMALL, CELLS_SMALL);
    double cells = fmin(fmax((double)count * CELLS_PER_EDGE, small), CELLS_MAX);
    double width = high[0] - low[0];
    double height = high[1] - low[1];
    double side = sqrt(width) * sqrt(height) / sqrt(fmax(cells, 1.0));
    head->x = make_axis(low[0], high[0], side > 0.0 ? width / side : cells);
    head->y = make_axis(low[1], high[1], side > 0.0 ? height / side : cells);
}

static void write_blob(char *to, const struct na_area_index_head *head,
                       const struct na_area_edge *edges, const struct na_area_filled *filled)
{
    struct na_area_sections at = na_area_sections_of(head);
    memset(to, 0, at.total);
    memcpy(to, head, sizeof *head);
    memcpy(to + at.cells, filled->cells.data, filled->cells.length);
    if (filled->words.length > 0) {
        memcpy(to + at.lists, filled->words.data, filled->words.length);
    }
    for (uint32_t i = 0; i < head->edge_count; i++) {
        const struct na_area_edge *edge = &edges[filled->order[i]];
        memcpy(to + at.coords + i * sizeof edge->at, edge->at, sizeof edge->at);
        memcpy(to + at.owners + i * sizeof edge->owner, edge->owner, sizeof edge->owner);
    }
    na_boxes_make((const double *)(const void *)(to + at.coords), head->edge_count,
                  (struct na_area_box *)(void *)(to + at.boxes));
}

enum na_code na_area_builder_finish(struct na_area_builder *builder, struct na_buffer *ret_blob,
                                    struct na_error *reterr)
{
    struct na_area_edge *edges = (void *)builder->edges.data;
    size_t count = na_area_edges_join(edges, builder->edges.length / sizeof *edges);
    builder->edges.length = count * sizeof *edges;

    struct na_area_index_head head = {.magic = NA_AREA_MAGIC,
                                      .version = NA_AREA_VERSION,
                                      .area_count = builder->area_count,
                                      .edge_count = (uint32_t)count};
    make_axes(&head, edges, count);
    struct na_area_filled filled = {0};
    enum na_code code = na_area_fill(&head, edges, count, &filled, reterr);
    if (code != NA_OK) {
        goto done;
    }
    head.cell_count = (uint32_t)(filled.cells.length / sizeof(uint32_t));
    head.word_count = (uint32_t)(filled.words.length / sizeof(uint32_t));
    head.leaf_count = filled.leaf_count;
    size_t total = na_area_sections_of(&head).total;
    code = na_buffer_reserve(ret_blob, total);
    if (code != NA_OK) {
        code = code == NA_ERR_MEMORY ? na_fail_memory(reterr, "indexing boundaries")
                                     : na_fail(reterr, code, "the area index is too large");
        goto done;
    }
    write_blob(ret_blob->data + ret_blob->length, &head, edges, &filled);
    ret_blob->length += total;
done:
    na_area_filled_fini(&filled);
    return code;
}
