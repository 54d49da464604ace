/* Every record of a compiled file, checked one by one before anything else looks at it. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/fail.h"
#include "data/snapshot_private.h"

/* More layers, kinds or warnings than this are not a pack. */
#define ITEMS_MAX 65536u
/* Some hundred years. */
#define STALE_DAYS_MAX 36525u

static enum na_code corrupt(struct na_error *reterr, const char *what)
{
    return na_fail(reterr, NA_ERR_CORRUPT, "The compiled file is damaged: %s", what);
}

static bool texts_ok(const struct na_snapshot *snapshot, const uint32_t *offsets, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (!na_flat_text_ok(snapshot, offsets[i])) {
            return false;
        }
    }
    return true;
}

/* Is [first, first + count) within `limit`? */
static bool range_ok(uint64_t first, uint64_t count, uint64_t limit)
{
    return first <= limit && count <= limit - first;
}

static enum na_code check_info(struct na_snapshot *snapshot, struct na_error *reterr)
{
    const struct na_flat_view *pool = &snapshot->sections[NA_FLAT_STRINGS];
    const char *texts = pool->items;
    if (pool->count == 0 || pool->count > UINT32_MAX || texts[0] != '\0' ||
        texts[pool->count - 1] != '\0') {
        return corrupt(reterr, "its texts are not ended");
    }
    if (!na_utf8_valid(texts, pool->count)) {
        return corrupt(reterr, "its texts are not UTF-8");
    }
    const struct na_flat_info *info = snapshot->sections[NA_FLAT_INFO].items;
    if (snapshot->sections[NA_FLAT_INFO].count != 1 || !texts_ok(snapshot, &info->title, 5) ||
        info->transformation > NA_TRANSFORMATION_OSTN15) {
        return corrupt(reterr, "what it says about itself cannot be read");
    }
    if (info->stale_days == 0 || info->stale_days > STALE_DAYS_MAX) {
        return corrupt(reterr, "the age of a stale check is missing");
    }
    if (!na_date_is_sound(info->issued) || info->indicative > 1) {
        return corrupt(reterr, "what it says about itself is out of range");
    }
    bool has_grid = snapshot->sections[NA_FLAT_GRID].count > 0;
    if (has_grid != (info->transformation == NA_TRANSFORMATION_OSTN15)) {
        return corrupt(reterr, "the transformation grid is missing, or one too many");
    }
    enum na_transformation transformation = (enum na_transformation)info->transformation;
    snapshot->info = (struct na_pack_info){
        .title = na_snapshot_text(snapshot, info->title),
        .attribution = na_snapshot_text(snapshot, info->attribution),
        .issued = info->issued,
        .indicative = info->indicative != 0,
        .stale_days = info->stale_days,
        .area_margin_m = info->area_margin_m,
        .transformation = transformation,
        .transformation_accuracy_m = na_transformation_accuracy_m(transformation),
        .grid_sha256 = na_snapshot_text(snapshot, info->grid_sha256),
        .digest = na_snapshot_text(snapshot, info->digest),
        .compiler = na_snapshot_text(snapshot, info->compiler)};
    return NA_OK;
}

/* Do the spans of a ring follow each other up to its last vertex but one, within `vertices`? */
static bool spans_ok(const struct na_flat_span *spans, const struct na_flat_ring *ring,
                     uint32_t vertices)
{
    uint32_t end = ring->vertex_count - 1;
    for (uint32_t i = 0; i < ring->span_count; i++) {
        uint32_t from = NA_FLAT_SPAN_FROM(spans[i].from);
        uint32_t next = i + 1 < ring->span_count ? NA_FLAT_SPAN_FROM(spans[i + 1].from) : end;
        bool down = (spans[i].from & NA_FLAT_SPAN_DOWN) != 0;
        if ((i == 0 && from != 0) || next <= from || next > end || spans[i].vertex >= vertices) {
            return false;
        }
        uint32_t room = down ? spans[i].vertex + 1 : vertices - spans[i].vertex;
        if (next - from > room) {
            return false;
        }
    }
    return true;
}

/* After the layers, whose indexes have the vertices. */
static enum na_code check_rings(const struct na_snapshot *snapshot, struct na_error *reterr)
{
    const struct na_flat_view *spans = &snapshot->sections[NA_FLAT_SPANS];
    const struct na_flat_view *rings = &snapshot->sections[NA_FLAT_RINGS];
    const struct na_flat_ring *ring = rings->items;
    uint64_t next_span = 0;
    for (size_t i = 0; i < rings->count; i++) {
        if (ring[i].vertex_count < 4 || ring[i].is_hole > 1 || ring[i].span_count == 0 ||
            ring[i].layer >= snapshot->sections[NA_FLAT_LAYERS].count ||
            ring[i].first_span != next_span ||
            !range_ok(next_span, ring[i].span_count, spans->count) ||
            !spans_ok((const struct na_flat_span *)spans->items + next_span, &ring[i],
                      na_area_index_vertex_count(&snapshot->layers[ring[i].layer].lonlat))) {
            return corrupt(reterr, "a ring lies outside its vertices");
        }
        next_span += ring[i].span_count;
    }
    return rings->count > UINT32_MAX || next_span != spans->count
               ? corrupt(reterr, "the spans of the rings cannot be read")
               : NA_OK;
}

/* At least one ring, the first of them a shell: who draws or measures an area counts on it. */
static bool area_ok(const struct na_snapshot *snapshot, const struct na_flat_area *area)
{
    const struct na_flat_view *rings = &snapshot->sections[NA_FLAT_RINGS];
    return texts_ok(snapshot, &area->code, 5) && area->ring_count > 0 &&
           range_ok(area->first_ring, area->ring_count, rings->count) &&
           ((const struct na_flat_ring *)rings->items)[area->first_ring].is_hole == 0 &&
           na_flat_lonlat_ok(area->west, area->south) &&
           na_flat_lonlat_ok(area->east, area->north) && area->west <= area->east &&
           area->south <= area->north && na_date_is_sound(area->valid_from) &&
           na_date_is_sound(area->valid_to);
}

/* Texts, ring ranges, boxes; within a layer, codes ascending. */
static enum na_code check_areas(const struct na_snapshot *snapshot,
                                const struct na_flat_layer *layer, struct na_error *reterr)
{
    const struct na_flat_area *areas = snapshot->sections[NA_FLAT_AREAS].items;
    for (uint32_t i = 0; i < layer->area_count; i++) {
        const struct na_flat_area *area = &areas[layer->first_area + i];
        if (!area_ok(snapshot, area)) {
            return corrupt(reterr, "an area cannot be read");
        }
        if (i > 0 && strcmp(na_snapshot_text(snapshot, area[-1].code),
                            na_snapshot_text(snapshot, area->code)) >= 0) {
            return corrupt(reterr, "areas are not in the order of their codes");
        }
    }
    return NA_OK;
}

static enum na_code open_index(const struct na_snapshot *snapshot, uint64_t offset, uint64_t length,
                               uint32_t area_count, bool is_grid, struct na_area_index *ret_index,
                               struct na_error *reterr)
{
    const double x_max = is_grid ? NA_FLAT_METRES_MAX : 180;
    const double y_max = is_grid ? NA_FLAT_METRES_MAX : 90;
    const struct na_flat_view *blob = &snapshot->sections[NA_FLAT_INDEXES];
    if (!range_ok(offset, length, blob->count) || offset % 8 != 0 || length == 0) {
        return corrupt(reterr, "an index lies outside the file");
    }
    enum na_code code = na_area_index_open((const unsigned char *)blob->items + offset,
                                           (size_t)length, area_count, ret_index, reterr);
    return code != NA_OK || na_area_index_is_within(ret_index, x_max, y_max)
               ? code
               : corrupt(reterr, "an edge of an index is out of range");
}

static enum na_code check_layer(const struct na_snapshot *snapshot,
                                const struct na_flat_layer *flat, struct na_layer *ret_layer,
                                struct na_error *reterr)
{
    if (!texts_ok(snapshot, &flat->id, 4) || flat->role > NA_LAYER_AREAS || flat->is_grid > 1 ||
        !na_flat_metres_ok(flat->tolerance_m) || !na_date_is_sound(flat->valid_from) ||
        !na_date_is_sound(flat->valid_to) ||
        !range_ok(flat->first_area, flat->area_count, snapshot->sections[NA_FLAT_AREAS].count)) {
        return corrupt(reterr, "a layer cannot be read");
    }
    struct na_layer layer = {.role = (enum na_layer_role)flat->role,
                             .id = na_snapshot_text(snapshot, flat->id),
                             .kind = na_snapshot_text(snapshot, flat->kind),
                             .file = na_snapshot_text(snapshot, flat->file),
                             .generalisation = na_snapshot_text(snapshot, flat->generalisation),
                             .valid_from = flat->valid_from,
                             .valid_to = flat->valid_to,
                             .tolerance_m = flat->tolerance_m,
                             .is_grid = flat->is_grid != 0,
                             .area_count = flat->area_count,
                             .first_area = flat->first_area};
    enum na_code code = check_areas(snapshot, flat, reterr);
    if (code == NA_OK) {
        code = open_index(snapshot, flat->lonlat_offset, flat->lonlat_length, flat->area_count,
                          false, &layer.lonlat, reterr);
    }
    if (code == NA_OK && layer.is_grid) {
        code = open_index(snapshot, flat->grid_offset, flat->grid_length, flat->area_count, true,
                          &layer.grid, reterr);
    }
    if (code == NA_OK) {
        *ret_layer = layer;
    }
    return code;
}

static enum na_code check_layers(struct na_snapshot *snapshot, struct na_error *reterr)
{
    const struct na_flat_view *view = &snapshot->sections[NA_FLAT_LAYERS];
    const struct na_flat_layer *flat = view->items;
    if (view->count > ITEMS_MAX || snapshot->sections[NA_FLAT_AREAS].count > UINT32_MAX) {
        return corrupt(reterr, "too many layers");
    }
    snapshot->layers = calloc(view->count + 1, sizeof *snapshot->layers);
    if (snapshot->layers == NULL) {
        return na_fail_memory(reterr, "opening a compiled file");
    }
    enum na_code code = NA_OK;
    for (size_t i = 0; code == NA_OK && i < view->count; i++) {
        code = check_layer(snapshot, &flat[i], &snapshot->layers[i], reterr);
    }
    return code;
}

static bool asset_ok(const struct na_snapshot *snapshot, const struct na_flat_asset *asset)
{
    return texts_ok(snapshot, asset->texts, NA_ASSET_TEXTS) &&
           na_flat_grid_ok(asset->easting_m, asset->northing_m) &&
           na_date_is_sound(asset->last_checked) && na_date_is_sound(asset->valid_from) &&
           na_date_is_sound(asset->valid_to) && na_date_is_sound(asset->code_checked) &&
           asset->locked <= NA_LOCKED_YES && asset->location <= NA_LOCATION_STAFFED &&
           asset->has_code <= 1 && asset->status <= NA_STATUS_OUT_OF_SERVICE &&
           asset->quality <= NA_QUALITY_SURVEYED && na_flat_metres_ok(asset->accuracy_m) &&
           na_flat_lonlat_ok(asset->lon_deg, asset->lat_deg) &&
           range_ok(asset->first_tag, asset->tag_count, snapshot->sections[NA_FLAT_TAGS].count);
}

static enum na_code check_codes(const struct na_snapshot *snapshot, struct na_error *reterr)
{
    const struct na_flat_view *view = &snapshot->sections[NA_FLAT_CODES];
    const struct na_flat_code *code = view->items;
    for (size_t i = 0; i < view->count; i++) {
        if (code[i].asset >= snapshot->sections[NA_FLAT_ASSETS].count ||
            (i > 0 && code[i].asset <= code[i - 1].asset) ||
            memchr(code[i].code, '\0', NA_FLAT_CODE_MAX) == NULL ||
            !na_utf8_valid(code[i].code, strlen(code[i].code))) {
            return corrupt(reterr, "an access code cannot be read");
        }
    }
    return NA_OK;
}

static enum na_code check_assets(const struct na_snapshot *snapshot, struct na_error *reterr)
{
    const struct na_flat_view *tags = &snapshot->sections[NA_FLAT_TAGS];
    const struct na_flat_view *view = &snapshot->sections[NA_FLAT_ASSETS];
    if (view->count > UINT32_MAX || tags->count > UINT32_MAX ||
        !texts_ok(snapshot, tags->items, 2 * tags->count)) {
        return corrupt(reterr, "a tag cannot be read");
    }
    const struct na_flat_asset *asset = view->items;
    for (size_t i = 0; i < view->count; i++) {
        if (!asset_ok(snapshot, &asset[i])) {
            return corrupt(reterr, "an asset cannot be read");
        }
        if (i > 0 && strcmp(na_snapshot_text(snapshot, asset[i - 1].texts[NA_ASSET_ID]),
                            na_snapshot_text(snapshot, asset[i].texts[NA_ASSET_ID])) >= 0) {
            return corrupt(reterr, "assets are not in the order of their ids");
        }
    }
    return NA_OK;
}

/* Of each kind the worst accuracy of a position. */
static void note_accuracies(struct na_snapshot *snapshot)
{
    const struct na_flat_view *view = &snapshot->sections[NA_FLAT_ASSETS];
    const struct na_flat_asset *asset = view->items;
    for (size_t i = 0; i < view->count; i++) {
        const char *name = na_snapshot_text(snapshot, asset[i].texts[NA_ASSET_KIND]);
        for (size_t j = 0; j < snapshot->sections[NA_FLAT_KINDS].count; j++) {
            struct na_kind *kind = &snapshot->kinds[j];
            if (kind->name == name || strcmp(kind->name, name) == 0) {
                kind->worst_accuracy_m = fmax(kind->worst_accuracy_m, asset[i].accuracy_m);
                break;
            }
        }
    }
}

static enum na_code check_kinds(struct na_snapshot *snapshot, struct na_error *reterr)
{
    const struct na_flat_view *view = &snapshot->sections[NA_FLAT_KINDS];
    const struct na_flat_view *trees = &snapshot->sections[NA_FLAT_TREES];
    const struct na_flat_kind *flat = view->items;
    if (view->count > ITEMS_MAX) {
        return corrupt(reterr, "too many kinds");
    }
    snapshot->kinds = calloc(view->count + 1, sizeof *snapshot->kinds);
    if (snapshot->kinds == NULL) {
        return na_fail_memory(reterr, "opening a compiled file");
    }
    for (size_t i = 0; i < view->count; i++) {
        if (!na_flat_text_ok(snapshot, flat[i].name) || !na_flat_text_ok(snapshot, flat[i].title) ||
            !na_flat_text_ok(snapshot, flat[i].titles) || flat[i].sensitive > 1 ||
            flat[i].says_first > 1 ||
            (flat[i].letter != 0 && (flat[i].letter < 'a' || flat[i].letter > 'z')) ||
            flat[i].tree_offset % 8 != 0 ||
            !range_ok(flat[i].tree_offset, flat[i].tree_length, trees->count) ||
            flat[i].tree_length == 0) {
            return corrupt(reterr, "a kind of asset cannot be read");
        }
        struct na_kind *kind = &snapshot->kinds[i];
        kind->name = na_snapshot_text(snapshot, flat[i].name);
        kind->title = na_snapshot_text(snapshot, flat[i].title);
        kind->titles = na_snapshot_text(snapshot, flat[i].titles);
        kind->asset_count = flat[i].asset_count;
        kind->is_sensitive = flat[i].sensitive != 0;
        kind->letter = (char)flat[i].letter;
        kind->send_radius_m = flat[i].send_radius_m;
        kind->says_first = flat[i].says_first != 0;
        enum na_code code = na_point_tree_open(
            (const unsigned char *)trees->items + flat[i].tree_offset, (size_t)flat[i].tree_length,
            (uint32_t)snapshot->sections[NA_FLAT_ASSETS].count, &kind->tree, reterr);
        if (code != NA_OK) {
            return code;
        }
        if (kind->tree.count != kind->asset_count) {
            return corrupt(reterr, "a kind of asset and its tree differ in number");
        }
    }
    note_accuracies(snapshot);
    return NA_OK;
}

static enum na_code check_lists(const struct na_snapshot *snapshot, struct na_error *reterr)
{
    const struct na_flat_view *warnings = &snapshot->sections[NA_FLAT_WARNINGS];
    const struct na_flat_view *sources = &snapshot->sections[NA_FLAT_SOURCES];
    const struct na_flat_source *source = sources->items;
    if (!texts_ok(snapshot, warnings->items, warnings->count)) {
        return corrupt(reterr, "a warning cannot be read");
    }
    for (size_t i = 0; i < sources->count; i++) {
        if (!texts_ok(snapshot, &source[i].name, 3) || source[i].bytes > NA_FLAT_COUNT_MAX) {
            return corrupt(reterr, "a source file's record cannot be read");
        }
    }
    const struct na_flat_view *provenance = &snapshot->sections[NA_FLAT_PROVENANCE];
    const struct na_flat_provenance *said = provenance->items;
    for (size_t i = 0; i < provenance->count; i++) {
        if (said[i].source >= sources->count || !texts_ok(snapshot, &said[i].publisher, 3)) {
            return corrupt(reterr, "where a source comes from cannot be read");
        }
    }
    return NA_OK;
}

enum na_code na_snapshot_check_records(struct na_snapshot *snapshot, struct na_error *reterr)
{
    enum na_code code = check_info(snapshot, reterr);
    if (code == NA_OK) {
        code = na_snapshot_check_crs(snapshot, reterr);
    }
    if (code == NA_OK) {
        code = check_layers(snapshot, reterr);
    }
    if (code == NA_OK) {
        code = check_rings(snapshot, reterr);
    }
    if (code == NA_OK) {
        code = check_assets(snapshot, reterr);
    }
    if (code == NA_OK) {
        code = check_codes(snapshot, reterr);
    }
    if (code == NA_OK) {
        code = check_kinds(snapshot, reterr);
    }
    if (code == NA_OK) {
        code = check_lists(snapshot, reterr);
    }
    if (code == NA_OK) {
        code = na_snapshot_check_barriers(snapshot, reterr);
    }
    if (code == NA_OK) {
        code = na_snapshot_check_streets(snapshot, reterr);
    }
    if (code == NA_OK) {
        code = na_snapshot_check_tables(snapshot, reterr);
    }
    return code == NA_OK ? na_snapshot_check_places(snapshot, reterr) : code;
}
