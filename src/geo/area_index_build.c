/* Building an area index: rings in, one block of bytes out. */
#include <float.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/fail.h"
#include "geo/area_index.h"
#include "geo/area_index_boxes.h"
#include "geo/area_index_fill.h"
#include "geo/area_index_layout.h"
#include "geo/area_index_store.h"

/* First-level cells for each vertex: plenty while they fit a processor's cache all the same, and
 * their most. Measured (tests/bench/bench_area_index.c). */
#define CELLS_PER_VERTEX 3.0
#define CELLS_PER_VERTEX_SMALL 16.0
#define CELLS_SMALL 65536.0
#define CELLS_MAX 4194304.0

struct na_area_builder {
    struct na_area_rings rings;
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
    na_area_rings_init(&builder->rings);
    builder->area_count = area_count;
    *ret_builder = builder;
    return NA_OK;
}

void na_area_builder_free(struct na_area_builder *builder)
{
    if (builder != NULL) {
        na_area_rings_fini(&builder->rings);
        free(builder);
    }
}

enum na_code na_area_builder_add_ring(struct na_area_builder *builder, uint32_t area,
                                      const double *xy, size_t count, struct na_error *reterr)
{
    if (area >= builder->area_count) {
        return na_fail(reterr, NA_ERR_INTERNAL, "there is no area %u", area);
    }
    return na_area_rings_add(&builder->rings, area, xy, count, reterr);
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

static void make_axes(struct na_area_index_head *head, const struct na_area_store *store)
{
    double low[2] = {0.0, 0.0};
    double high[2] = {0.0, 0.0};
    for (size_t i = 0; i < store->count; i++) {
        for (int axis = 0; axis < 2; axis++) {
            double at = store->vertices[i].at[axis];
            low[axis] = i == 0 || at < low[axis] ? at : low[axis];
            high[axis] = i == 0 || at > high[axis] ? at : high[axis];
        }
    }
    double count = store->count;
    double small = fmin(count * CELLS_PER_VERTEX_SMALL, CELLS_SMALL);
    double cells = fmin(fmax(count * CELLS_PER_VERTEX, small), CELLS_MAX);
    double width = high[0] - low[0];
    double height = high[1] - low[1];
    double side = sqrt(width) * sqrt(height) / sqrt(fmax(cells, 1.0));
    head->x = make_axis(low[0], high[0], side > 0.0 ? width / side : cells);
    head->y = make_axis(low[1], high[1], side > 0.0 ? height / side : cells);
}

static void write_blob(char *to, const struct na_area_index_head *head,
                       const struct na_area_store *store, const struct na_area_filled *filled)
{
    struct na_area_sections at = na_area_sections_of(head);
    memset(to, 0, at.total);
    memcpy(to, head, sizeof *head);
    memcpy(to + at.cells, filled->cells.data, filled->cells.length);
    if (filled->words.length > 0) {
        memcpy(to + at.lists, filled->words.data, filled->words.length);
    }
    if (store->count > 0) {
        memcpy(to + at.vertices, store->vertices, store->count * sizeof store->vertices[0]);
    }
    na_boxes_make(na_area_box_edges((const void *)(to + at.vertices), head),
                  (struct na_area_box *)(void *)(to + at.boxes));
}

static enum na_code append_blob(const struct na_area_index_head *head,
                                const struct na_area_store *store,
                                const struct na_area_filled *filled, struct na_buffer *ret_blob,
                                struct na_error *reterr)
{
    size_t total = na_area_sections_of(head).total;
    enum na_code code = na_buffer_reserve(ret_blob, total);
    if (code != NA_OK) {
        return code == NA_ERR_MEMORY ? na_fail_memory(reterr, "indexing boundaries")
                                     : na_fail(reterr, code, "the area index is too large");
    }
    write_blob(ret_blob->data + ret_blob->length, head, store, filled);
    ret_blob->length += total;
    return NA_OK;
}

static enum na_code make_store(struct na_area_builder *builder, struct na_area_store *store,
                               struct na_error *reterr)
{
    enum na_code code = na_area_store_make(&builder->rings, store);
    na_area_rings_fini(&builder->rings);
    if (code == NA_ERR_LIMIT) {
        return na_fail(reterr, code, "more than %d areas cover or meet in one place", NA_COVER_MAX);
    }
    return code == NA_OK ? NA_OK : na_fail_memory(reterr, "indexing boundaries");
}

enum na_code na_area_builder_finish(struct na_area_builder *builder, struct na_buffer *ret_blob,
                                    uint32_t **ret_numbers, struct na_error *reterr)
{
    struct na_area_store store = {0};
    struct na_area_filled filled = {0};
    struct na_area_index_head head = {
        .magic = NA_AREA_MAGIC, .version = NA_AREA_VERSION, .area_count = builder->area_count};
    enum na_code code = make_store(builder, &store, reterr);
    if (code != NA_OK) {
        goto done;
    }
    head.vertex_count = store.count;
    make_axes(&head, &store);
    code = na_area_fill(&head, &store, &filled, reterr);
    if (code != NA_OK) {
        goto done;
    }
    head.cell_count = (uint32_t)(filled.cells.length / sizeof(uint32_t));
    head.word_count = (uint32_t)(filled.words.length / sizeof(uint32_t));
    head.leaf_count = filled.leaf_count;
    head.chain_count = filled.chain_count;
    code = append_blob(&head, &store, &filled, ret_blob, reterr);
    if (code == NA_OK && ret_numbers != NULL) {
        *ret_numbers = store.numbers;
        store.numbers = NULL;
    }
done:
    na_area_filled_fini(&filled);
    na_area_store_fini(&store);
    return code;
}
