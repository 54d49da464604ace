/* All assets of a pack, sorted by id, with their tags, kinds and trees. */
#include <stdlib.h>
#include <string.h>

#include "base/fail.h"
#include "compile/compiler.h"
#include "compile/kinds.h"
#include "geo/point_tree.h"

/* A text and what it belongs to, for sorting. */
struct key {
    const char *text;
    size_t item;
};

static int compare_keys(const void *a, const void *b)
{
    const struct key *first = a;
    const struct key *second = b;
    int order = strcmp(first->text, second->text);
    return order != 0 ? order : (first->item > second->item) - (first->item < second->item);
}

static const char *text_at(const struct na_compiler *compiler, uint32_t offset)
{
    return compiler->writer.sections[NA_FLAT_STRINGS].data + offset;
}

static const struct na_asset_row *rows_of(const struct na_compiler *compiler)
{
    return (const struct na_asset_row *)(const void *)compiler->asset_rows.data;
}

/* Rows in the order of their ids; an id twice is a finding. */
static enum na_code sort_ids(struct na_compiler *compiler, struct key *keys, size_t count)
{
    const struct na_asset_row *rows = rows_of(compiler);
    for (size_t i = 0; i < count; i++) {
        keys[i] = (struct key){text_at(compiler, rows[i].flat.texts[NA_ASSET_ID]), i};
    }
    qsort(keys, count, sizeof *keys, compare_keys);
    for (size_t i = 1; i < count; i++) {
        const struct na_asset_row *former = &rows[keys[i - 1].item];
        const struct na_asset_row *row = &rows[keys[i].item];
        if (strcmp(keys[i].text, keys[i - 1].text) == 0 && keys[i].text[0] != '\0') {
            na_compile_error(compiler,
                             (struct na_place){.file = row->file,
                                               .record = row->record,
                                               .field = "id",
                                               .hint = "Ids must differ in the whole pack"},
                             "The id %s is already used (%s, record %lld)", keys[i].text,
                             former->file, (long long)former->record);
        }
    }
    return NA_OK;
}

/* Tags of one asset in the order of their names; a name twice keeps both, in file order. */
static enum na_code write_tags(struct na_compiler *compiler, const struct na_asset_row *row,
                               uint64_t *ret_first, struct na_error *reterr)
{
    const struct na_flat_tag *tags =
        (const struct na_flat_tag *)(const void *)compiler->asset_tags.data;
    *ret_first = na_flat_writer_count(&compiler->writer, NA_FLAT_TAGS);
    if (row->flat.tag_count == 0) {
        return NA_OK;
    }
    struct key *keys = calloc(row->flat.tag_count, sizeof *keys);
    if (keys == NULL) {
        return na_fail_memory(reterr, "sorting the tags");
    }
    for (size_t i = 0; i < row->flat.tag_count; i++) {
        size_t tag = (size_t)row->flat.first_tag + i;
        keys[i] = (struct key){text_at(compiler, tags[tag].name), tag};
    }
    qsort(keys, row->flat.tag_count, sizeof *keys, compare_keys);
    enum na_code code = NA_OK;
    for (size_t i = 0; code == NA_OK && i < row->flat.tag_count; i++) {
        if (i > 0 && strcmp(keys[i].text, keys[i - 1].text) == 0) {
            na_compile_error(compiler,
                             (struct na_place){.file = row->file,
                                               .record = row->record,
                                               .field = keys[i].text,
                                               .hint = "Keep one of the two"},
                             "The tag is there twice");
        }
        code = na_flat_writer_add(&compiler->writer, NA_FLAT_TAGS, &tags[keys[i].item]);
    }
    free(keys);
    return code == NA_OK ? NA_OK : na_fail(reterr, code, "No room for the tags");
}

static enum na_code write_assets(struct na_compiler *compiler, const struct key *keys, size_t count,
                                 struct na_error *reterr)
{
    enum na_code code = NA_OK;
    for (size_t i = 0; code == NA_OK && i < count; i++) {
        const struct na_asset_row *row = &rows_of(compiler)[keys[i].item];
        struct na_flat_asset flat = row->flat;
        code = write_tags(compiler, row, &flat.first_tag, reterr);
        if (code == NA_OK) {
            code = na_flat_writer_add(&compiler->writer, NA_FLAT_ASSETS, &flat);
            code = code == NA_OK ? NA_OK : na_fail(reterr, code, "No room for the assets");
        }
    }
    return code;
}

static bool is_sensitive(const struct na_compiler *compiler, uint32_t kind)
{
    const uint32_t *kinds = (const uint32_t *)(const void *)compiler->sensitive.data;
    bool found = false;
    for (size_t i = 0; i < compiler->sensitive.length / sizeof *kinds && !found; i++) {
        found = kinds[i] == kind;
    }
    return found;
}

/* One kind: keys[0..count) are its assets, item = asset number. */
static enum na_code write_kind(struct na_compiler *compiler, const struct key *keys, size_t count,
                               struct na_error *reterr)
{
    const struct na_flat_asset *assets =
        (const struct na_flat_asset *)(const void *)compiler->writer.sections[NA_FLAT_ASSETS].data;
    struct na_buffer *trees = &compiler->writer.sections[NA_FLAT_TREES];
    struct na_lonlat *points = calloc(count, sizeof *points);
    uint32_t *numbers = calloc(count, sizeof *numbers);
    struct na_flat_kind kind = {.asset_count = (uint32_t)count};
    enum na_code code = NA_ERR_MEMORY;
    if (points == NULL || numbers == NULL) {
        (void)na_fail_memory(reterr, "indexing the assets");
        goto done;
    }
    for (size_t i = 0; i < count; i++) {
        const struct na_flat_asset *asset = &assets[keys[i].item];
        points[i] = (struct na_lonlat){asset->lon_deg, asset->lat_deg};
        numbers[i] = (uint32_t)keys[i].item;
    }
    kind.name = assets[keys[0].item].texts[NA_ASSET_KIND];
    kind.sensitive = is_sensitive(compiler, kind.name);
    code = na_buffer_align(trees, 8);
    kind.tree_offset = trees->length;
    if (code == NA_OK) {
        code = na_point_tree_build(points, numbers, (uint32_t)count, trees, reterr);
    }
    kind.tree_length = trees->length - kind.tree_offset;
    if (code == NA_OK) {
        code = na_flat_writer_add(&compiler->writer, NA_FLAT_KINDS, &kind);
        code = code == NA_OK ? NA_OK : na_fail(reterr, code, "No room for the kinds");
    }
done:
    free(points);
    free(numbers);
    return code;
}

/* Kinds in the order of their names, each with its tree. */
static enum na_code write_kinds(struct na_compiler *compiler, struct key *keys, size_t count,
                                struct na_error *reterr)
{
    const struct na_flat_asset *assets =
        (const struct na_flat_asset *)(const void *)compiler->writer.sections[NA_FLAT_ASSETS].data;
    for (size_t i = 0; i < count; i++) {
        keys[i] = (struct key){text_at(compiler, assets[i].texts[NA_ASSET_KIND]), i};
    }
    qsort(keys, count, sizeof *keys, compare_keys);
    enum na_code code = NA_OK;
    for (size_t first = 0; code == NA_OK && first < count;) {
        size_t end = first + 1;
        while (end < count && strcmp(keys[end].text, keys[first].text) == 0) {
            end++;
        }
        code = write_kind(compiler, keys + first, end - first, reterr);
        first = end;
    }
    return code;
}

enum na_code na_compile_asset_tables(struct na_compiler *compiler, struct na_error *reterr)
{
    size_t count = compiler->asset_rows.length / sizeof(struct na_asset_row);
    if (count == 0) {
        return na_compile_kinds(compiler, reterr);
    }
    struct key *keys = calloc(count, sizeof *keys);
    if (keys == NULL) {
        return na_fail_memory(reterr, "sorting the assets");
    }
    enum na_code code = sort_ids(compiler, keys, count);
    if (code == NA_OK) {
        code = write_assets(compiler, keys, count, reterr);
    }
    if (code == NA_OK && compiler->report->errors == 0) {
        code = write_kinds(compiler, keys, count, reterr);
        if (code == NA_OK) {
            code = na_compile_kinds(compiler, reterr);
        }
    }
    free(keys);
    return code;
}
