/* What a checked snapshot holds, as structs. No checks here: na_snapshot_check_records made them.
 */
#include <assert.h>
#include <string.h>

#include "base/date.h"
#include "data/snapshot_private.h"

static const void *item(const struct na_snapshot *snapshot, enum na_flat_id id, size_t i)
{
    const struct na_flat_view *view = &snapshot->sections[id];
    assert(i < view->count);
    return (const unsigned char *)view->items + i * na_flat_item_bytes(id);
}

const char *na_snapshot_digest(const struct na_snapshot *snapshot)
{
    return snapshot->info.digest;
}

const struct na_pack_info *na_snapshot_info(const struct na_snapshot *snapshot)
{
    return &snapshot->info;
}

void na_snapshot_keep(struct na_snapshot *snapshot, void *kept, void (*free_kept)(void *kept))
{
    assert(snapshot->kept == NULL);
    snapshot->kept = kept;
    snapshot->free_kept = free_kept;
}

const void *na_snapshot_kept(const struct na_snapshot *snapshot)
{
    return snapshot->kept;
}

size_t na_snapshot_bytes(const struct na_snapshot *snapshot)
{
    return snapshot->length;
}

const struct na_crs *na_snapshot_crs(const struct na_snapshot *snapshot)
{
    return snapshot->crs;
}

size_t na_snapshot_layer_count(const struct na_snapshot *snapshot)
{
    return snapshot->sections[NA_FLAT_LAYERS].count;
}

const struct na_layer *na_snapshot_layer(const struct na_snapshot *snapshot, size_t i)
{
    assert(i < na_snapshot_layer_count(snapshot));
    return &snapshot->layers[i];
}

void na_snapshot_area(const struct na_snapshot *snapshot, const struct na_layer *layer, uint32_t i,
                      struct na_area *ret_area)
{
    assert(i < layer->area_count);
    const struct na_flat_area *flat = item(snapshot, NA_FLAT_AREAS, (size_t)layer->first_area + i);
    *ret_area = (struct na_area){.code = na_snapshot_text(snapshot, flat->code),
                                 .name = na_snapshot_text(snapshot, flat->name),
                                 .name_welsh = na_snapshot_text(snapshot, flat->name_welsh),
                                 .authority_code = na_snapshot_text(snapshot, flat->authority_code),
                                 .authority_name = na_snapshot_text(snapshot, flat->authority_name),
                                 .valid_from = flat->valid_from,
                                 .valid_to = flat->valid_to,
                                 .west = flat->west,
                                 .south = flat->south,
                                 .east = flat->east,
                                 .north = flat->north,
                                 .first_ring = (uint32_t)flat->first_ring,
                                 .ring_count = flat->ring_count};
}

void na_snapshot_ring(const struct na_snapshot *snapshot, const struct na_area *area, uint32_t i,
                      struct na_ring *ret_ring)
{
    assert(i < area->ring_count);
    const struct na_flat_ring *flat = item(snapshot, NA_FLAT_RINGS, (size_t)area->first_ring + i);
    *ret_ring = (struct na_ring){.index = &snapshot->layers[flat->layer].lonlat,
                                 .spans = item(snapshot, NA_FLAT_SPANS, (size_t)flat->first_span),
                                 .span_count = flat->span_count,
                                 .count = flat->vertex_count,
                                 .is_hole = flat->is_hole != 0};
}

struct na_lonlat na_ring_vertex(const struct na_ring *ring, uint32_t i)
{
    assert(i < ring->count);
    uint32_t at = i + 1 < ring->count ? i : 0;
    uint32_t low = 0;
    uint32_t high = ring->span_count;
    while (high - low > 1) { /* the last span that begins at `at` or before */
        uint32_t middle = low + (high - low) / 2;
        if (NA_FLAT_SPAN_FROM(ring->spans[middle].from) <= at) {
            low = middle;
        } else {
            high = middle;
        }
    }
    const struct na_flat_span *span = &ring->spans[low];
    uint32_t on = at - NA_FLAT_SPAN_FROM(span->from);
    bool down = (span->from & NA_FLAT_SPAN_DOWN) != 0;
    const double *lonlat =
        na_area_index_vertex(ring->index, down ? span->vertex - on : span->vertex + on);
    return (struct na_lonlat){lonlat[0], lonlat[1]};
}

uint32_t na_snapshot_asset_count(const struct na_snapshot *snapshot)
{
    return (uint32_t)snapshot->sections[NA_FLAT_ASSETS].count;
}

bool na_snapshot_asset_is_valid(const struct na_snapshot *snapshot, uint32_t i, int32_t day)
{
    const struct na_flat_asset *flat = item(snapshot, NA_FLAT_ASSETS, i);
    return na_date_within(day, flat->valid_from, flat->valid_to);
}

void na_snapshot_asset(const struct na_snapshot *snapshot, uint32_t i, struct na_asset *ret_asset)
{
    const struct na_flat_asset *flat = item(snapshot, NA_FLAT_ASSETS, i);
    const uint32_t *texts = flat->texts;
    *ret_asset = (struct na_asset){
        .id = na_snapshot_text(snapshot, texts[NA_ASSET_ID]),
        .kind = na_snapshot_text(snapshot, texts[NA_ASSET_KIND]),
        .name = na_snapshot_text(snapshot, texts[NA_ASSET_NAME]),
        .aliases = na_snapshot_text(snapshot, texts[NA_ASSET_ALIASES]),
        .address = na_snapshot_text(snapshot, texts[NA_ASSET_ADDRESS]),
        .postcode = na_snapshot_text(snapshot, texts[NA_ASSET_POSTCODE]),
        .siting = na_snapshot_text(snapshot, texts[NA_ASSET_SITING]),
        .w3w = na_snapshot_text(snapshot, texts[NA_ASSET_W3W]),
        .opening_hours = na_snapshot_text(snapshot, texts[NA_ASSET_OPENING_HOURS]),
        .uprn = na_snapshot_text(snapshot, texts[NA_ASSET_UPRN]),
        .access = na_snapshot_text(snapshot, texts[NA_ASSET_ACCESS]),
        .code_holder = na_snapshot_text(snapshot, texts[NA_ASSET_HOLDER]),
        .code_holder_phone = na_snapshot_text(snapshot, texts[NA_ASSET_PHONE]),
        .spoken_name = na_snapshot_text(snapshot, texts[NA_ASSET_SPOKEN]),
        .landmark = na_snapshot_text(snapshot, texts[NA_ASSET_LANDMARK]),
        .looks = na_snapshot_text(snapshot, texts[NA_ASSET_LOOKS]),
        .location = (enum na_location)flat->location,
        .has_code = flat->has_code != 0,
        .locked = (enum na_locked)flat->locked,
        .code_checked = flat->code_checked,
        .status = (enum na_status)flat->status,
        .quality = (enum na_quality)flat->quality,
        .accuracy_m = flat->accuracy_m,
        .at = {flat->lon_deg, flat->lat_deg},
        .grid = {flat->easting_m, flat->northing_m},
        .last_checked = flat->last_checked,
        .valid_from = flat->valid_from,
        .valid_to = flat->valid_to,
        .first_tag = (uint32_t)flat->first_tag,
        .tag_count = flat->tag_count};
}

const char *na_snapshot_code(const struct na_snapshot *snapshot, uint32_t i)
{
    /* Sorted by asset. */
    size_t low = 0;
    size_t high = snapshot->sections[NA_FLAT_CODES].count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        const struct na_flat_code *code = item(snapshot, NA_FLAT_CODES, middle);
        if (code->asset == i) {
            return code->code;
        }
        low = code->asset < i ? middle + 1 : low;
        high = code->asset < i ? high : middle;
    }
    return NULL;
}

bool na_snapshot_has_codes(const struct na_snapshot *snapshot)
{
    return snapshot->sections[NA_FLAT_CODES].count > 0;
}

bool na_snapshot_find_asset(const struct na_snapshot *snapshot, const char *id, uint32_t *ret_i)
{
    uint32_t low = 0;
    uint32_t high = na_snapshot_asset_count(snapshot);
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        const struct na_flat_asset *asset = item(snapshot, NA_FLAT_ASSETS, middle);
        int order = strcmp(na_snapshot_text(snapshot, asset->texts[NA_ASSET_ID]), id);
        if (order == 0) {
            *ret_i = middle;
            return true;
        }
        low = order < 0 ? middle + 1 : low;
        high = order < 0 ? high : middle;
    }
    return false;
}

void na_snapshot_tag(const struct na_snapshot *snapshot, const struct na_asset *asset, uint32_t i,
                     struct na_tag *ret_tag)
{
    assert(i < asset->tag_count);
    const struct na_flat_tag *flat = item(snapshot, NA_FLAT_TAGS, (size_t)asset->first_tag + i);
    ret_tag->name = na_snapshot_text(snapshot, flat->name);
    ret_tag->value = na_snapshot_text(snapshot, flat->value);
}

size_t na_snapshot_kind_count(const struct na_snapshot *snapshot)
{
    return snapshot->sections[NA_FLAT_KINDS].count;
}

const struct na_kind *na_snapshot_kind(const struct na_snapshot *snapshot, size_t i)
{
    assert(i < na_snapshot_kind_count(snapshot));
    return &snapshot->kinds[i];
}

size_t na_snapshot_source_count(const struct na_snapshot *snapshot)
{
    return snapshot->sections[NA_FLAT_SOURCES].count;
}

void na_snapshot_source(const struct na_snapshot *snapshot, size_t i, struct na_source *ret_source)
{
    const struct na_flat_source *flat = item(snapshot, NA_FLAT_SOURCES, i);
    *ret_source = (struct na_source){.name = na_snapshot_text(snapshot, flat->name),
                                     .section = na_snapshot_text(snapshot, flat->section),
                                     .sha256 = na_snapshot_text(snapshot, flat->sha256),
                                     .bytes = flat->bytes,
                                     .records = flat->records,
                                     .publisher = "",
                                     .licence = "",
                                     .retrieved = ""};
    for (size_t p = 0; p < snapshot->sections[NA_FLAT_PROVENANCE].count; p++) {
        const struct na_flat_provenance *said = item(snapshot, NA_FLAT_PROVENANCE, p);
        if (said->source == i) {
            ret_source->left_out = said->left_out;
            ret_source->publisher = na_snapshot_text(snapshot, said->publisher);
            ret_source->licence = na_snapshot_text(snapshot, said->licence);
            ret_source->retrieved = na_snapshot_text(snapshot, said->retrieved);
        }
    }
}

size_t na_snapshot_warning_count(const struct na_snapshot *snapshot)
{
    return snapshot->sections[NA_FLAT_WARNINGS].count;
}

const char *na_snapshot_warning(const struct na_snapshot *snapshot, size_t i)
{
    const uint32_t *offset = item(snapshot, NA_FLAT_WARNINGS, i);
    return na_snapshot_text(snapshot, *offset);
}

const char *na_status_name(enum na_status status)
{
    static const char *const names[] = {"unknown", "in_service", "out_of_service"};
    return (unsigned int)status < 3 ? names[status] : names[0];
}

const char *na_location_name(enum na_location location)
{
    static const char *const names[] = {"", "outside", "inside", "inside_staffed_hours"};
    return (unsigned int)location < 4 ? names[location] : names[0];
}

const char *na_quality_name(enum na_quality quality)
{
    static const char *const names[] = {"approximate", "postcode", "building", "surveyed"};
    return (unsigned int)quality < 4 ? names[quality] : names[0];
}
