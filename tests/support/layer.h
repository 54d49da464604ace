/* A layer of polygons for tests and benches: rings with the number of the area each belongs to. */
#ifndef NA_TEST_LAYER_H
#define NA_TEST_LAYER_H

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buffer.h"
#include "geo/area_index.h"

struct layer_ring {
    uint32_t area;
    size_t first; /* vertex */
    size_t count; /* vertices, the last equal to the first */
};

struct layer {
    double *xy;
    size_t vertex_count;
    size_t vertex_capacity;
    struct layer_ring *rings;
    size_t ring_count;
    size_t ring_capacity;
    uint32_t area_count;
};

/* Tests have no use for going on without memory. */
static inline void *layer_realloc(void *old, size_t bytes)
{
    void *memory = realloc(old, bytes);
    if (memory == NULL) {
        abort();
    }
    return memory;
}

static inline void layer_fini(struct layer *layer)
{
    free(layer->xy);
    free(layer->rings);
    *layer = (struct layer){0};
}

static inline void layer_begin_ring(struct layer *layer, uint32_t area)
{
    if (layer->ring_count == layer->ring_capacity) {
        layer->ring_capacity = 2 * layer->ring_capacity + 16;
        layer->rings = layer_realloc(layer->rings, layer->ring_capacity * sizeof *layer->rings);
    }
    layer->rings[layer->ring_count++] =
        (struct layer_ring){.area = area, .first = layer->vertex_count};
    layer->area_count = area >= layer->area_count ? area + 1 : layer->area_count;
}

static inline void layer_add(struct layer *layer, double x, double y)
{
    if (layer->vertex_count == layer->vertex_capacity) {
        layer->vertex_capacity = 2 * layer->vertex_capacity + 64;
        layer->xy = layer_realloc(layer->xy, 2 * layer->vertex_capacity * sizeof *layer->xy);
    }
    layer->xy[2 * layer->vertex_count] = x;
    layer->xy[2 * layer->vertex_count + 1] = y;
    layer->vertex_count++;
    layer->rings[layer->ring_count - 1].count++;
}

/* Add the first vertex of the ring once more. */
static inline void layer_close_ring(struct layer *layer)
{
    const struct layer_ring *ring = &layer->rings[layer->ring_count - 1];
    layer_add(layer, layer->xy[2 * ring->first], layer->xy[2 * ring->first + 1]);
}

/* Build the index of a layer into `blob` (initialised); `ret_numbers` (or NULL): where each vertex
 * of the layer is in it. */
static inline enum na_code layer_index_numbers(const struct layer *layer, struct na_buffer *blob,
                                               uint32_t **ret_numbers, struct na_error *reterr)
{
    struct na_area_builder *builder = NULL;
    enum na_code code = na_area_builder_new(layer->area_count, &builder, reterr);
    for (size_t r = 0; r < layer->ring_count && code == NA_OK; r++) {
        const struct layer_ring *ring = &layer->rings[r];
        code = na_area_builder_add_ring(builder, ring->area, layer->xy + 2 * ring->first,
                                        ring->count, reterr);
    }
    if (code == NA_OK) {
        code = na_area_builder_finish(builder, blob, ret_numbers, reterr);
    }
    na_area_builder_free(builder);
    return code;
}

static inline enum na_code layer_index(const struct layer *layer, struct na_buffer *blob,
                                       struct na_error *reterr)
{
    return layer_index_numbers(layer, blob, NULL, reterr);
}

#endif
