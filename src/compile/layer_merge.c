/* One area in two records: publishers write an island of a ward apart (ONS in December 2022 did
 * so). Records whose code and name agree, and whose polygons lie apart, are taken as one area of
 * several parts, with a warning. If they overlap or share an edge nothing is guessed: the code that
 * is there twice stays, and refuses the pack. */
#include <stdlib.h>
#include <string.h>

#include "base/fail.h"
#include "compile/layer_parts.h"

/* The rings of both, those of `a` first. */
static enum na_code join_shapes(const struct na_shape *a, const struct na_shape *b,
                                struct na_shape *ret_shape, struct na_error *reterr)
{
    struct na_shape both = {.vertex_count = a->vertex_count + b->vertex_count,
                            .part_count = a->part_count + b->part_count};
    both.xy = calloc(both.vertex_count, 2 * sizeof *both.xy);
    both.part_starts = calloc(both.part_count + 1, sizeof *both.part_starts);
    if (both.xy == NULL || both.part_starts == NULL) {
        na_shape_fini(&both);
        return na_fail_memory(reterr, "merging records");
    }
    memcpy(both.xy, a->xy, 2 * a->vertex_count * sizeof *both.xy);
    memcpy(both.xy + 2 * a->vertex_count, b->xy, 2 * b->vertex_count * sizeof *both.xy);
    memcpy(both.part_starts, a->part_starts, a->part_count * sizeof *both.part_starts);
    for (size_t i = 0; i <= b->part_count; i++) {
        both.part_starts[a->part_count + i] = a->vertex_count + b->part_starts[i];
    }
    *ret_shape = both;
    return NA_OK;
}

/* Do they lie apart, so that the rings of both are one polygon? A ring of one inside a ring of the
 * other would pass for a hole: so they may share nothing at all. */
static enum na_code lie_apart(struct na_compiler *compiler, const struct na_layer_row *a,
                              const struct na_layer_row *b, bool *ret_apart,
                              struct na_error *reterr)
{
    struct na_polygon *pair[] = {a->polygon, b->polygon};
    struct na_overlap *overlaps = NULL;
    size_t count = 0;
    enum na_code code =
        na_topology_overlaps(compiler->topology, pair, 2, 0.0, &overlaps, &count, reterr);
    free(overlaps);
    *ret_apart = code == NA_OK && count == 0;
    return code;
}

/* Add the parts of `b` to `a`; *ret_merged is false if they are no polygon together. */
static enum na_code merge(struct na_compiler *compiler, struct na_layer_row *a,
                          const struct na_layer_row *b, bool *ret_merged, struct na_error *reterr)
{
    struct na_shape shape = {0};
    struct na_polygon *polygon = NULL;
    bool apart = false;
    *ret_merged = false;
    enum na_code code = lie_apart(compiler, a, b, &apart, reterr);
    if (code != NA_OK || !apart) {
        return code;
    }
    code = join_shapes(&a->shape, &b->shape, &shape, reterr);
    if (code == NA_OK) {
        code = na_polygon_new(compiler->topology, &shape, &polygon, reterr);
    }
    if (code == NA_OK) {
        code = na_polygon_check(compiler->topology, polygon, reterr);
    }
    if (code == NA_OK) {
        na_shape_fini(&a->shape);
        na_polygon_free(compiler->topology, a->polygon);
        a->shape = shape;
        a->polygon = polygon;
        *ret_merged = true;
        return NA_OK;
    }
    na_shape_fini(&shape);
    na_polygon_free(compiler->topology, polygon);
    return code == NA_ERR_DATA ? NA_OK : code; /* the code twice is the finding */
}

static bool is_same_area(const char *pool, const struct na_layer_row *a,
                         const struct na_layer_row *b)
{
    return pool[a->flat.code] != '\0' && strcmp(pool + a->flat.code, pool + b->flat.code) == 0 &&
           strcmp(pool + a->flat.name, pool + b->flat.name) == 0 &&
           a->flat.valid_from == b->flat.valid_from && a->flat.valid_to == b->flat.valid_to;
}

static void remove_row(struct na_compiler *compiler, struct na_layer_work *work, size_t i)
{
    na_shape_fini(&work->rows[i].shape);
    na_polygon_free(compiler->topology, work->rows[i].polygon);
    work->count--;
    memmove(&work->rows[i], &work->rows[i + 1], (work->count - i) * sizeof work->rows[0]);
}

enum na_code na_layer_merge_pair(struct na_compiler *compiler, struct na_layer_work *work, size_t a,
                                 size_t b, struct na_error *reterr)
{
    struct na_layer_row *first = &work->rows[a];
    const struct na_layer_row *second = &work->rows[b];
    const char *pool = compiler->writer.sections[NA_FLAT_STRINGS].data;
    bool merged = false;
    if (!is_same_area(pool, first, second) || first->polygon == NULL || second->polygon == NULL) {
        return NA_OK;
    }
    enum na_code code = merge(compiler, first, second, &merged, reterr);
    if (merged) {
        na_compile_warning(compiler,
                           (struct na_place){.file = work->bundle.name,
                                             .record = (int64_t)second->record + 1,
                                             .hint = "Taken as one, of several parts"},
                           "%s %s stands in record %zu, too", pool + first->flat.code,
                           pool + first->flat.name, first->record + 1);
        remove_row(compiler, work, b);
    }
    return code;
}
