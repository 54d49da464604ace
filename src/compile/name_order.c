/* Names are ordered by what their words tell, so that a search meets the best of those with a
 * common word first and may stop early; those of equal weight by what breaks ties in a list. */
#include "compile/name_order.h"

#include <stdlib.h>
#include <string.h>

#include "data/places.h"
#include "io/fold.h"

/* A name, for sorting: first by weight and text, then those that have both in common. */
struct ordered {
    const char *text;
    uint32_t weight, index;
};

/* One of several names of one weight and text. */
struct tied {
    struct na_lonlat at;
    uint32_t target, first_word, index;
    bool is_asset, by_target;
};

struct order_work {
    struct na_flat_writer *writer;
    const struct na_flat_name *names;
    const struct na_flat_place *places;
    const struct na_flat_asset *assets;
    uint32_t count;
};

static uint32_t weight_of(const struct order_work *work, const struct na_flat_name *name,
                          const uint32_t *counts, uint32_t and_word)
{
    const uint32_t *words =
        (const uint32_t *)(const void *)work->writer->sections[NA_FLAT_NAME_WORDS].data;
    uint32_t own[NA_FOLD_WORDS_MAX];
    double tells[NA_FOLD_WORDS_MAX];
    size_t count = 0;
    if (name->role > NA_ROLE_ALIAS) {
        return UINT32_MAX;
    }
    for (uint32_t i = 0; i < name->own; i++) {
        uint32_t word = words[name->first_word + i] & ~NA_NAME_PART_BEGINS;
        if (word != and_word) {
            own[count] = word;
            tells[count++] = na_name_word_tells(work->count, counts[word]);
        }
    }
    return na_name_weight(own, tells, count);
}

static int compare_ordered(const void *a, const void *b)
{
    const struct ordered *x = a;
    const struct ordered *y = b;
    if (x->weight != y->weight) {
        return x->weight < y->weight ? -1 : 1;
    }
    int order = x->text == y->text ? 0 : strcmp(x->text, y->text);
    return order != 0 ? order : (x->index > y->index) - (x->index < y->index);
}

static int compare_tied(const void *a, const void *b)
{
    const struct tied *x = a;
    const struct tied *y = b;
    if (x->by_target && x->is_asset != y->is_asset) {
        return x->is_asset ? -1 : 1;
    }
    if (!x->by_target && (x->at.lat_deg < y->at.lat_deg || x->at.lat_deg > y->at.lat_deg)) {
        return x->at.lat_deg < y->at.lat_deg ? -1 : 1;
    }
    if (!x->by_target && (x->at.lon_deg < y->at.lon_deg || x->at.lon_deg > y->at.lon_deg)) {
        return x->at.lon_deg < y->at.lon_deg ? -1 : 1;
    }
    if (x->target != y->target) {
        return x->target < y->target ? -1 : 1;
    }
    return (x->first_word > y->first_word) - (x->first_word < y->first_word);
}

static struct na_lonlat position_of(const struct order_work *work, const struct na_flat_name *name)
{
    if (name->is_asset) {
        const struct na_flat_asset *asset = &work->assets[name->target];
        return (struct na_lonlat){asset->lon_deg, asset->lat_deg};
    }
    const struct na_flat_place *place = &work->places[name->target];
    return (struct na_lonlat){place->lon_deg, place->lat_deg};
}

/* Order names first..end, which have weight and text in common. */
static enum na_code sort_tied(const struct order_work *work, struct ordered *ordered, size_t first,
                              size_t end)
{
    struct tied *tied = calloc(end - first, sizeof *tied);
    if (tied == NULL) {
        return NA_ERR_MEMORY;
    }
    for (size_t i = first; i < end; i++) {
        const struct na_flat_name *name = &work->names[ordered[i].index];
        tied[i - first] = (struct tied){.at = position_of(work, name),
                                        .target = name->target,
                                        .first_word = name->first_word,
                                        .index = ordered[i].index,
                                        .is_asset = name->is_asset != 0,
                                        .by_target = name->role > NA_ROLE_ALIAS};
    }
    qsort(tied, end - first, sizeof *tied, compare_tied);
    for (size_t i = first; i < end; i++) {
        ordered[i].index = tied[i - first].index;
    }
    free(tied);
    return NA_OK;
}

static enum na_code sort_all(const struct order_work *work, struct ordered *ordered)
{
    enum na_code code = NA_OK;
    qsort(ordered, work->count, sizeof *ordered, compare_ordered);
    for (size_t first = 0; code == NA_OK && first < work->count;) {
        size_t end = first + 1;
        while (end < work->count && ordered[end].weight == ordered[first].weight &&
               (ordered[end].text == ordered[first].text ||
                strcmp(ordered[end].text, ordered[first].text) == 0)) {
            end++;
        }
        code = end - first > 1 ? sort_tied(work, ordered, first, end) : NA_OK;
        first = end;
    }
    return code;
}

/* The kinds met so far, and what places of the last one are: places of one kind stand together. */
struct kinds_work {
    uint32_t last, what;
    bool any;
};

static enum na_code take_kind(struct na_flat_writer *writer, uint32_t kind,
                              struct kinds_work *kinds)
{
    if (kinds->any && kinds->last == kind) {
        return NA_OK;
    }
    const uint32_t *known =
        (const uint32_t *)(const void *)writer->sections[NA_FLAT_NAME_KINDS].data;
    size_t count = na_flat_writer_count(writer, NA_FLAT_NAME_KINDS);
    const char *text = writer->sections[NA_FLAT_STRINGS].data + kind;
    kinds->any = true;
    kinds->last = kind;
    kinds->what = (na_place_kind_is_street(text) ? NA_NAME_IS_STREET : 0) |
                  (na_place_kind_is_town(text) ? NA_NAME_IS_TOWN : 0);
    for (size_t i = 0; i < count; i++) {
        if (known[i] == kind) {
            return NA_OK;
        }
    }
    return count > NA_NAME_KINDS_MAX ? NA_OK
                                     : na_flat_writer_add(writer, NA_FLAT_NAME_KINDS, &kind);
}

static enum na_code write_keys(const struct order_work *work, const struct ordered *ordered)
{
    struct kinds_work kinds = {.any = false};
    enum na_code code = NA_OK;
    for (uint32_t i = 0; code == NA_OK && i < work->count; i++) {
        const struct na_flat_name *name = &work->names[ordered[i].index];
        uint32_t what = 0;
        uint32_t kind = name->is_asset ? work->assets[name->target].texts[NA_ASSET_KIND]
                                       : work->places[name->target].kind;
        code = take_kind(work->writer, kind, &kinds);
        if (!name->is_asset) {
            bool region = (work->places[name->target].flags & NA_FLAT_PLACE_REGION) != 0;
            what = kinds.what | (region ? NA_NAME_IS_REGION : 0);
        }
        uint32_t key = na_name_key(position_of(work, name), what);
        if (code == NA_OK) {
            code = na_flat_writer_add(work->writer, NA_FLAT_NAME_KEYS, &key);
        }
        if (code == NA_OK && i % NA_NAME_BLOCK == 0) {
            code = na_flat_writer_add(work->writer, NA_FLAT_NAME_WEIGHTS, &ordered[i].weight);
        }
    }
    return code;
}

/* Put the names into their order. */
static enum na_code permute(const struct order_work *work, const struct ordered *ordered)
{
    struct na_buffer *section = &work->writer->sections[NA_FLAT_NAMES];
    struct na_flat_name *to = calloc((size_t)work->count + 1, sizeof *to);
    if (to == NULL) {
        return NA_ERR_MEMORY;
    }
    for (uint32_t i = 0; i < work->count; i++) {
        to[i] = work->names[ordered[i].index];
    }
    if (work->count > 0) {
        memcpy(section->data, to, work->count * sizeof *to);
    }
    free(to);
    return NA_OK;
}

enum na_code na_compile_name_order(struct na_flat_writer *writer, const uint32_t *counts,
                                   uint32_t and_word)
{
    struct order_work work = {
        .writer = writer,
        .names = (const struct na_flat_name *)(const void *)writer->sections[NA_FLAT_NAMES].data,
        .places = (const struct na_flat_place *)(const void *)writer->sections[NA_FLAT_PLACES].data,
        .assets = (const struct na_flat_asset *)(const void *)writer->sections[NA_FLAT_ASSETS].data,
        .count = (uint32_t)na_flat_writer_count(writer, NA_FLAT_NAMES)};
    struct ordered *ordered = calloc((size_t)work.count + 1, sizeof *ordered);
    if (ordered == NULL) {
        return NA_ERR_MEMORY;
    }
    for (uint32_t i = 0; i < work.count; i++) {
        const struct na_flat_name *name = &work.names[i];
        ordered[i] = (struct ordered){.text = writer->sections[NA_FLAT_STRINGS].data + name->text,
                                      .weight = weight_of(&work, name, counts, and_word),
                                      .index = i};
    }
    enum na_code code = sort_all(&work, ordered);
    if (code == NA_OK) {
        code = write_keys(&work, ordered);
    }
    if (code == NA_OK) {
        code = permute(&work, ordered);
    }
    free(ordered);
    return code;
}
