/* Walking the grid from west to east. The areas that cover a cell's reference point follow from
 * those of the cell before: the straight way between two reference points lies in the two boxes,
 * which together are a rectangle, so only edges listed in one of the two can cross it. */
#include "geo/area_index_fill.h"

#include <stdlib.h>
#include <string.h>

#include "base/fail.h"
#include "geo/area_index_lattice.h"
#include "geo/area_index_leaf.h"
#include "geo/area_index_set.h"

/* A first-level cell with more edges than this is cut up, so that about FILL_SHARE cells of the
 * subgrid come to each edge. Measured (tests/bench/bench_area_index.c). */
#define FILL_LEAF_EDGES 2
#define FILL_SHARE 2
#define FILL_LOG2_MAX 7

/* Where the walk stands, to return to. */
struct mark {
    double x;
    double y;
    const uint32_t *list; /* edges that touch the box of the place */
    size_t count;
    uint32_t areas[NA_COVER_MAX];
    uint32_t area_count;
};

struct fill {
    const struct na_area_index_head *head;
    const struct na_area_vertex *vertices;
    struct na_area_filled *made;
    struct na_area_bins level1;
    struct na_area_bins level2;
    struct na_area_set covering; /* of the place */
    double x;                    /* the place: a reference point */
    double y;
    const uint32_t *list;
    size_t count;
    uint32_t *stamps; /* of each edge: last step that looked at it */
    uint32_t step;
};

void na_area_filled_fini(struct na_area_filled *filled)
{
    na_buffer_fini(&filled->cells);
    na_buffer_fini(&filled->words);
}

static void cross(struct fill *fill, uint32_t number, double x, double y)
{
    const struct na_area_vertex *from = &fill->vertices[number];
    double edge[4];
    na_area_edge(from, edge);
    if (!na_edge_crosses(edge, fill->x, fill->y, x, y)) {
        return;
    }
    na_area_set_toggle(&fill->covering, from->owner[0]);
    if (from->owner[1] != NA_AREA_NONE) {
        na_area_set_toggle(&fill->covering, from->owner[1]);
    }
}

/* Go on to (x, y), a place on none of the edges of `list`, which touch its box. */
static void go(struct fill *fill, double x, double y, const uint32_t *list, size_t count)
{
    fill->step++;
    for (size_t n = 0; n < fill->count; n++) {
        fill->stamps[fill->list[n]] = fill->step;
        cross(fill, fill->list[n], x, y);
    }
    for (size_t n = 0; n < count; n++) {
        if (fill->stamps[list[n]] != fill->step) {
            cross(fill, list[n], x, y);
        }
    }
    fill->x = x;
    fill->y = y;
    fill->list = list;
    fill->count = count;
}

static bool keep(const struct fill *fill, struct mark *ret_mark)
{
    if (fill->covering.count > NA_COVER_MAX) {
        return false;
    }
    ret_mark->x = fill->x;
    ret_mark->y = fill->y;
    ret_mark->list = fill->list;
    ret_mark->count = fill->count;
    ret_mark->area_count = fill->covering.count;
    memcpy(ret_mark->areas, fill->covering.members,
           fill->covering.count * sizeof ret_mark->areas[0]);
    return true;
}

static void recall(struct fill *fill, const struct mark *mark)
{
    fill->x = mark->x;
    fill->y = mark->y;
    fill->list = mark->list;
    fill->count = mark->count;
    na_area_set_clear(&fill->covering);
    for (uint32_t i = 0; i < mark->area_count; i++) {
        na_area_set_toggle(&fill->covering, mark->areas[i]);
    }
}

static void set_cell(struct fill *fill, size_t at, uint32_t kind, uint32_t value)
{
    uint32_t cell = kind << 30 | value;
    memcpy(fill->made->cells.data + at * sizeof cell, &cell, sizeof cell);
}

/* Say what cell number `at` is, with the walk at its reference point. */
static enum na_code settle(struct fill *fill, size_t at, const struct na_area_reference *reference)
{
    const struct na_area_set *covering = &fill->covering;
    if (fill->count == 0 && covering->count <= 1) {
        set_cell(fill, at, NA_CELL_WHOLE, covering->count == 0 ? 0 : covering->members[0] + 1);
        return NA_OK;
    }
    uint32_t chain;
    fill->made->leaf_count++;
    if (na_area_chain_find(reference, covering, fill->vertices, fill->list, fill->count, &chain)) {
        fill->made->chain_count++;
        set_cell(fill, at, NA_CELL_CHAIN, chain);
        return NA_OK;
    }
    struct na_buffer *words = &fill->made->words;
    size_t word = words->length / sizeof(uint32_t);
    if (word >= NA_AREA_WORD_LIMIT) {
        return NA_ERR_LIMIT;
    }
    set_cell(fill, at, NA_CELL_LEAF, (uint32_t)word);
    return na_area_leaf_write(words, reference, covering, fill->vertices, fill->list, fill->count);
}

/* log2 of the k for a cell of so many edges. */
static uint32_t split_log2(size_t edges)
{
    uint32_t log2k = 1;
    while (log2k < FILL_LOG2_MAX && ((size_t)1 << (2 * log2k)) < edges * FILL_SHARE) {
        log2k++;
    }
    return log2k;
}

/* Cells i .. i + side - 1 by j .. j + side - 1 of a lattice. */
struct square {
    uint32_t i;
    uint32_t j;
    uint32_t side;
};

static enum na_code fill_square(struct fill *fill, const struct na_area_lattice *lattice,
                                struct square square, size_t first);

/* Cut the cell the walk is in into k * k; the walk is where it was afterwards. */
static enum na_code fill_subgrid(struct fill *fill, uint32_t i, uint32_t j, size_t at)
{
    const struct na_area_index_head *head = fill->head;
    uint32_t log2k = split_log2(fill->count);
    struct na_area_lattice lattice =
        na_area_lattice_split(&head->x, &head->y, i, j, UINT32_C(1) << log2k);
    struct na_buffer *cells = &fill->made->cells;
    size_t first = cells->length / sizeof(uint32_t);
    size_t count = (size_t)1 << (2 * log2k);
    struct mark here;
    if (first + count > NA_AREA_CELL_LIMIT || !keep(fill, &here)) {
        return NA_ERR_LIMIT;
    }
    enum na_code code = na_buffer_reserve(cells, count * sizeof(uint32_t));
    if (code != NA_OK) {
        return code;
    }
    cells->length += count * sizeof(uint32_t);
    set_cell(fill, at, NA_CELL_GRID, log2k << 27 | (uint32_t)first);
    code = na_area_bins_fill(&fill->level2, &lattice, fill->vertices, fill->list, fill->count);
    if (code == NA_OK) {
        code = fill_square(fill, &lattice, (struct square){0, 0, UINT32_C(1) << log2k}, first);
    }
    recall(fill, &here);
    return code;
}

/* Step to the reference point of a cell and settle it; its number is `at`. */
static enum na_code fill_cell(struct fill *fill, const struct na_area_lattice *lattice, uint32_t i,
                              uint32_t j, size_t at)
{
    bool whole = lattice->split == 1;
    const struct na_area_bins *bins = whole ? &fill->level1 : &fill->level2;
    size_t cell = (size_t)j * lattice->nx + i;
    const uint32_t *list = bins->edges + bins->start[cell];
    size_t count = bins->start[cell + 1] - bins->start[cell];
    struct na_cell_box box = na_area_lattice_box(lattice, i, j);
    struct na_area_reference reference;
    enum na_code code = na_area_reference_choose(&box, fill->vertices, list, count, &reference);
    if (code != NA_OK) {
        return code;
    }
    go(fill, reference.x, reference.y, list, count);
    uint32_t chain;
    bool settles =
        !whole || count <= FILL_LEAF_EDGES ||
        na_area_chain_find(&reference, &fill->covering, fill->vertices, list, count, &chain);
    return settles ? settle(fill, at, &reference) : fill_subgrid(fill, i, j, at);
}

/* A square of cells, row by row; the first is reached from where the walk is, which is in a cell
 * beside it or around it. `first` is the number of the first cell, the others follow. At the end
 * the walk is in the last cell of the first row. Cells beyond the lattice stay empty. */
static enum na_code fill_square(struct fill *fill, const struct na_area_lattice *lattice,
                                struct square square, size_t first)
{
    struct mark row;
    struct mark east;
    if (!keep(fill, &row)) {
        return NA_ERR_LIMIT;
    }
    east = row;
    for (uint32_t j = 0; j < square.side && square.j + j < lattice->ny; j++) {
        recall(fill, &row);
        for (uint32_t i = 0; i < square.side && square.i + i < lattice->nx; i++) {
            size_t cell = first + (size_t)j * square.side + i;
            enum na_code code = fill_cell(fill, lattice, square.i + i, square.j + j, cell);
            if (code != NA_OK) {
                return code;
            }
            if (i == 0 && !keep(fill, &row)) {
                return NA_ERR_LIMIT;
            }
        }
        if (j == 0 && !keep(fill, &east)) {
            return NA_ERR_LIMIT;
        }
    }
    recall(fill, &east);
    return NA_OK;
}

/* One row of tiles, from a place west of all edges, where there is no area. */
static enum na_code fill_tiles(struct fill *fill, const struct na_area_lattice *lattice, uint32_t j)
{
    struct na_cell_box box = na_area_lattice_box(lattice, 0, j);
    recall(fill, &(struct mark){.x = box.x0 - (box.x1 - box.x0), .y = box.y0});
    enum na_code code = NA_OK;
    for (uint32_t i = 0; i < lattice->nx && code == NA_OK; i += NA_TILE_SIDE) {
        struct square tile = {i, j, NA_TILE_SIDE};
        code = fill_square(fill, lattice, tile, na_area_cell_number(lattice->nx, i, j));
    }
    return code;
}

static enum na_code prepare(struct fill *fill, size_t count)
{
    const struct na_area_index_head *head = fill->head;
    struct na_area_filled *made = fill->made;
    na_buffer_init(&made->cells, NA_AREA_CELL_LIMIT * sizeof(uint32_t));
    na_buffer_init(&made->words, NA_AREA_WORD_LIMIT * sizeof(uint32_t));
    fill->stamps = calloc(count + 1, sizeof *fill->stamps);
    if (fill->stamps == NULL) {
        return NA_ERR_MEMORY;
    }
    enum na_code code = na_area_set_init(&fill->covering, head->area_count);
    size_t bytes = na_area_level1_cells(head->x.count, head->y.count) * sizeof(uint32_t);
    if (code == NA_OK) {
        code = na_buffer_reserve(&made->cells, bytes);
    }
    if (code == NA_OK) {
        memset(made->cells.data, 0, bytes);
        made->cells.length = bytes;
    }
    return code;
}

static enum na_code explain(const struct fill *fill, enum na_code code, struct na_error *reterr)
{
    if (code == NA_ERR_MEMORY) {
        return na_fail_memory(reterr, "indexing boundaries");
    }
    return na_fail(reterr, code, "more than %d areas cover or meet in one place, near %.9g, %.9g",
                   NA_COVER_MAX, fill->x, fill->y);
}

enum na_code na_area_fill(const struct na_area_index_head *head, const struct na_area_store *store,
                          struct na_area_filled *made, struct na_error *reterr)
{
    struct fill fill = {.head = head, .vertices = store->vertices, .made = made};
    struct na_area_lattice lattice = na_area_lattice_whole(&head->x, &head->y);
    enum na_code code = prepare(&fill, store->count);
    if (code == NA_OK) {
        code = na_area_bins_fill(&fill.level1, &lattice, store->vertices, NULL, store->count);
    }
    for (uint32_t j = 0; j < lattice.ny && code == NA_OK; j += NA_TILE_SIDE) {
        code = fill_tiles(&fill, &lattice, j);
    }
    if (code != NA_OK) {
        code = explain(&fill, code, reterr);
    }
    na_area_set_fini(&fill.covering);
    na_area_bins_fini(&fill.level1);
    na_area_bins_fini(&fill.level2);
    free(fill.stamps);
    return code;
}
