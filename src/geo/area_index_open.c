/* Checking an area index from an untrusted file: after this, no query can leave its bytes. */
#include <inttypes.h>
#include <math.h>

#include "base/fail.h"
#include "geo/area_index.h"
#include "geo/area_index_boxes.h"
#include "geo/area_index_layout.h"

/* Beyond any coordinate, of whatever unit: sums and products of a few stay finite. */
#define COORDINATE_MAX 1e9

static enum na_code damaged(struct na_error *reterr, const char *what)
{
    return na_fail(reterr, NA_ERR_CORRUPT, "the area index is damaged: %s", what);
}

/* The cell of every coordinate from low to high must come out as a small number. */
static bool axis_is_good(const struct na_area_axis *axis)
{
    if (axis->count == 0 || axis->count > NA_AREA_SIDE_LIMIT || !isfinite(axis->low) ||
        !isfinite(axis->high) || !isfinite(axis->width) || !isfinite(axis->pad) ||
        !isfinite(axis->inverse)) {
        return false;
    }
    double cells = (axis->high - axis->low) * axis->inverse;
    return axis->low <= axis->high && axis->inverse >= 0.0 && axis->width >= 0.0 &&
           axis->pad >= 0.0 && cells <= (double)axis->count + 1.0;
}

static enum na_code check_head(const struct na_area_index_head *head, size_t length,
                               uint32_t area_count, struct na_error *reterr)
{
    if (head->magic != NA_AREA_MAGIC || head->version != NA_AREA_VERSION) {
        return damaged(reterr, "it does not begin as one");
    }
    if (head->area_count != area_count || area_count > NA_AREA_COUNT_LIMIT) {
        return damaged(reterr, "its number of areas is not that of its layer");
    }
    if (head->vertex_count > NA_AREA_VERTEX_LIMIT || head->word_count > NA_AREA_WORD_LIMIT ||
        head->cell_count > NA_AREA_CELL_LIMIT) {
        return damaged(reterr, "a count is beyond its limit");
    }
    if (!axis_is_good(&head->x) || !axis_is_good(&head->y) ||
        na_area_level1_cells(head->x.count, head->y.count) > head->cell_count) {
        return damaged(reterr, "its grid makes no sense");
    }
    if (na_area_sections_of(head).total != length) {
        return damaged(reterr, "its counts do not add up to its length");
    }
    return NA_OK;
}

static bool owners_are_good(const uint32_t owner[2], uint32_t area_count)
{
    return (owner[0] < area_count && owner[0] < owner[1] &&
            (owner[1] < area_count || owner[1] == NA_AREA_NONE)) ||
           (owner[0] == NA_AREA_NONE && owner[1] == NA_AREA_NONE);
}

static bool vertices_are_good(const struct na_area_index *index)
{
    size_t count = index->head->vertex_count;
    for (size_t i = 0; i < count; i++) {
        const struct na_area_vertex *vertex = &index->vertices[i];
        if (!(fabs(vertex->at[0]) <= COORDINATE_MAX && fabs(vertex->at[1]) <= COORDINATE_MAX) ||
            !owners_are_good(vertex->owner, index->area_count)) {
            return false;
        }
    }
    return count == 0 || index->vertices[count - 1].owner[0] == NA_AREA_NONE;
}

static bool leaf_is_good(const struct na_area_index *index, const struct na_area_leaf *leaf)
{
    uint32_t most = leaf->wide != 0 ? NA_COVER_MAX : NA_LEAF_NARROW_AREAS;
    if (leaf->ray > NA_RAY_NONE || leaf->area_count > most ||
        !(fabs(leaf->x) <= COORDINATE_MAX && fabs(leaf->y) <= COORDINATE_MAX)) {
        return false;
    }
    if (leaf->area_count < 64 && leaf->mask >> leaf->area_count != 0) {
        return false;
    }
    for (uint32_t i = 0; i < leaf->area_count; i++) {
        if (leaf->areas[i] >= index->area_count ||
            (i > 0 && leaf->areas[i] <= leaf->areas[i - 1])) {
            return false;
        }
    }
    for (uint32_t i = 0; i < leaf->edge_count; i++) {
        uint32_t second;
        uint32_t first = na_leaf_ranks(leaf, i, &second);
        if (na_leaf_edge(leaf, i) >= na_area_edge_count(index->head) || first >= leaf->area_count ||
            second >= leaf->area_count) {
            return false;
        }
    }
    return true;
}

/* Where the walk over all cells stands. */
struct walk {
    const struct na_area_index *index;
    size_t next_cell; /* first cell of the next subgrid */
    size_t next_word; /* first word of the next leaf */
    size_t leaves;
    size_t chains;
};

/* A cell that is no subgrid. Leaves must follow each other without gap or overlap. */
static bool walk_cell(struct walk *walk, uint32_t cell)
{
    uint32_t value = NA_CELL_VALUE(cell);
    if (NA_CELL_KIND(cell) == NA_CELL_WHOLE) {
        return value <= walk->index->area_count;
    }
    if (NA_CELL_KIND(cell) == NA_CELL_CHAIN) {
        walk->leaves++;
        walk->chains++;
        return NA_CHAIN_FIRST(cell) + NA_CHAIN_EDGES(cell) <= na_area_edge_count(walk->index->head);
    }
    if (NA_CELL_KIND(cell) != NA_CELL_LEAF || value != walk->next_word) {
        return false;
    }
    struct na_area_leaf leaf;
    size_t words = walk->index->head->word_count;
    if (value >= words || !na_area_leaf_read(walk->index->lists + value, words - value, &leaf) ||
        !leaf_is_good(walk->index, &leaf)) {
        return false;
    }
    walk->next_word += leaf.words;
    walk->leaves++;
    return true;
}

/* The cells of a subgrid, none of which may be a subgrid again. */
static bool walk_grid(struct walk *walk, uint32_t cell)
{
    size_t first = NA_GRID_FIRST(cell);
    size_t cells = (size_t)1 << (2 * NA_GRID_LOG2(cell));
    size_t cell_count = walk->index->head->cell_count;
    if (first != walk->next_cell || cells > cell_count || first > cell_count - cells) {
        return false;
    }
    walk->next_cell += cells;
    for (size_t i = first; i < first + cells; i++) {
        if (!walk_cell(walk, walk->index->cells[i])) {
            return false;
        }
    }
    return true;
}

static bool cells_are_good(const struct na_area_index *index)
{
    size_t level1 = na_area_level1_cells(index->head->x.count, index->head->y.count);
    struct walk walk = {.index = index, .next_cell = level1};
    for (size_t i = 0; i < level1; i++) {
        uint32_t cell = index->cells[i];
        bool good =
            NA_CELL_KIND(cell) == NA_CELL_GRID ? walk_grid(&walk, cell) : walk_cell(&walk, cell);
        if (!good) {
            return false;
        }
    }
    return walk.next_cell == index->head->cell_count && walk.next_word == index->head->word_count &&
           walk.leaves == index->head->leaf_count && walk.chains == index->head->chain_count;
}

bool na_area_index_is_within(const struct na_area_index *index, double x_max, double y_max)
{
    for (size_t i = 0; i < index->head->vertex_count; i++) {
        const double *at = index->vertices[i].at;
        if (!(fabs(at[0]) <= x_max && fabs(at[1]) <= y_max)) {
            return false;
        }
    }
    return true;
}

enum na_code na_area_index_open(const void *bytes, size_t length, uint32_t area_count,
                                struct na_area_index *ret_index, struct na_error *reterr)
{
    if (bytes == NULL || length < sizeof(struct na_area_index_head)) {
        return damaged(reterr, "it is shorter than its head");
    }
    if ((uintptr_t)bytes % 8 != 0) {
        return damaged(reterr, "it does not start at a multiple of 8");
    }
    const struct na_area_index_head *head = bytes;
    enum na_code code = check_head(head, length, area_count, reterr);
    if (code != NA_OK) {
        return code;
    }
    const char *base = bytes;
    struct na_area_sections at = na_area_sections_of(head);
    struct na_area_index index = {.head = head,
                                  .cells = (const void *)(base + at.cells),
                                  .lists = (const void *)(base + at.lists),
                                  .vertices = (const void *)(base + at.vertices),
                                  .boxes = (const void *)(base + at.boxes),
                                  .area_count = area_count};
    if (!vertices_are_good(&index)) {
        return damaged(reterr, "a vertex is not finite or its edge bounds no area of the layer");
    }
    if (!cells_are_good(&index)) {
        return damaged(reterr, "its cells or their lists make no sense");
    }
    if (!na_boxes_good(na_area_box_edges(index.vertices, head), index.boxes)) {
        return damaged(reterr, "its boxes do not hold their edges");
    }
    *ret_index = index;
    return NA_OK;
}
