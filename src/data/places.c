/* Searches the sections of postcodes, places and words where they are mapped, by halving. */
#include "data/places.h"

#include <assert.h>
#include <math.h>
#include <string.h>

#include "data/snapshot_private.h"

static const void *item(const struct na_snapshot *snapshot, enum na_flat_id id, size_t i)
{
    const struct na_flat_view *view = &snapshot->sections[id];
    assert(i < view->count);
    return (const unsigned char *)view->items + i * na_flat_item_bytes(id);
}

static const char *source_text(const struct na_snapshot *snapshot, uint32_t source)
{
    const uint32_t *text = item(snapshot, NA_FLAT_PLACE_SOURCES, source);
    return na_snapshot_text(snapshot, *text);
}

uint32_t na_snapshot_postcode_count(const struct na_snapshot *snapshot)
{
    return (uint32_t)snapshot->sections[NA_FLAT_POSTCODES].count;
}

uint32_t na_snapshot_postcode_from(const struct na_snapshot *snapshot, uint32_t key)
{
    const struct na_flat_postcode *postcodes = snapshot->sections[NA_FLAT_POSTCODES].items;
    uint32_t low = 0;
    uint32_t high = na_snapshot_postcode_count(snapshot);
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        bool below = postcodes[middle].key < key;
        low = below ? middle + 1 : low;
        high = below ? high : middle;
    }
    return low;
}

uint32_t na_snapshot_postcode_key(const struct na_snapshot *snapshot, uint32_t i)
{
    const struct na_flat_postcode *flat = item(snapshot, NA_FLAT_POSTCODES, i);
    return flat->key;
}

bool na_snapshot_find_postcode(const struct na_snapshot *snapshot, uint32_t key, uint32_t *ret_i)
{
    uint32_t i = na_snapshot_postcode_from(snapshot, key);
    if (i == na_snapshot_postcode_count(snapshot) || na_snapshot_postcode_key(snapshot, i) != key) {
        return false;
    }
    *ret_i = i;
    return true;
}

/* The note of postcode `i`; at opening it was made sure that there is one. */
static const struct na_flat_postcode_note *note_of(const struct na_snapshot *snapshot, uint32_t i)
{
    size_t low = 0;
    size_t high = snapshot->sections[NA_FLAT_POSTCODE_NOTES].count;
    while (high - low > 1) {
        size_t middle = low + (high - low) / 2;
        const struct na_flat_postcode_note *note = item(snapshot, NA_FLAT_POSTCODE_NOTES, middle);
        low = note->postcode <= i ? middle : low;
        high = note->postcode <= i ? high : middle;
    }
    return item(snapshot, NA_FLAT_POSTCODE_NOTES, low);
}

void na_snapshot_postcode(const struct na_snapshot *snapshot, uint32_t i,
                          struct na_postcode_view *ret_postcode)
{
    const struct na_flat_postcode *flat = item(snapshot, NA_FLAT_POSTCODES, i);
    struct na_postcode_view view = {
        .key = flat->key,
        .has_position = (flat->east & NA_POSTCODE_NO_POSITION) == 0,
        .in_degrees = (flat->east & NA_POSTCODE_IN_DEGREES) != 0,
        .grid = {NAN, NAN},
        .at = {NAN, NAN},
        .quality = flat->east >> NA_POSTCODE_QUALITY_SHIFT & 0xFFu,
        .terminated = NA_DATE_NONE,
        .source = source_text(snapshot, flat->north >> NA_POSTCODE_SOURCE_SHIFT)};
    if ((flat->east & (NA_POSTCODE_TERMINATED | NA_POSTCODE_IN_DEGREES)) != 0) {
        const struct na_flat_postcode_note *note = note_of(snapshot, i);
        view.terminated = note->terminated;
        if (view.in_degrees) {
            view.at = (struct na_lonlat){note->lon_e7 / 1e7, note->lat_e7 / 1e7};
        }
    }
    if (view.has_position && !view.in_degrees) {
        view.grid = (struct na_grid){flat->east & NA_POSTCODE_EAST_MASK,
                                     flat->north & NA_POSTCODE_NORTH_MASK};
    }
    *ret_postcode = view;
}

static void widen(struct na_postcode_extent *extent, const struct na_flat_postcode *flat)
{
    double east = flat->east & NA_POSTCODE_EAST_MASK;
    double north = flat->north & NA_POSTCODE_NORTH_MASK;
    extent->west_m = extent->placed == 0 ? east : fmin(extent->west_m, east);
    extent->east_m = extent->placed == 0 ? east : fmax(extent->east_m, east);
    extent->south_m = extent->placed == 0 ? north : fmin(extent->south_m, north);
    extent->north_m = extent->placed == 0 ? north : fmax(extent->north_m, north);
    extent->placed++;
}

void na_snapshot_postcode_extent(const struct na_snapshot *snapshot, uint32_t first, uint32_t end,
                                 struct na_postcode_extent *ret_extent)
{
    const struct na_flat_postcode *flat = snapshot->sections[NA_FLAT_POSTCODES].items;
    uint32_t from = na_snapshot_postcode_from(snapshot, first);
    uint32_t to = na_snapshot_postcode_from(snapshot, end);
    struct na_postcode_extent extent = {.count = to - from, .source = ""};
    if (from < to) {
        extent.source = source_text(snapshot, flat[from].north >> NA_POSTCODE_SOURCE_SHIFT);
    }
    const uint32_t elsewhere = NA_POSTCODE_NO_POSITION | NA_POSTCODE_IN_DEGREES;
    for (uint32_t i = from; i < to; i++) {
        if ((flat[i].east & (elsewhere | NA_POSTCODE_TERMINATED)) == 0) {
            widen(&extent, &flat[i]);
        }
    }
    for (uint32_t i = from, none = extent.placed == 0; none && i < to; i++) {
        if ((flat[i].east & elsewhere) == 0) {
            widen(&extent, &flat[i]);
        }
    }
    *ret_extent = extent;
}

uint32_t na_snapshot_place_count(const struct na_snapshot *snapshot)
{
    return (uint32_t)snapshot->sections[NA_FLAT_PLACES].count;
}

void na_snapshot_place(const struct na_snapshot *snapshot, uint32_t i,
                       struct na_place_view *ret_place)
{
    const struct na_flat_place *flat = item(snapshot, NA_FLAT_PLACES, i);
    *ret_place = (struct na_place_view){.is_region = (flat->flags & NA_FLAT_PLACE_REGION) != 0,
                                        .name = na_snapshot_text(snapshot, flat->name),
                                        .aliases = na_snapshot_text(snapshot, flat->aliases),
                                        .kind = na_snapshot_text(snapshot, flat->kind),
                                        .place = na_snapshot_text(snapshot, flat->place),
                                        .source = source_text(snapshot, flat->source),
                                        .accuracy_m = flat->accuracy_m,
                                        .at = {flat->lon_deg, flat->lat_deg},
                                        .grid = {flat->easting_m, flat->northing_m}};
}

uint32_t na_snapshot_name_count(const struct na_snapshot *snapshot)
{
    return (uint32_t)snapshot->sections[NA_FLAT_NAMES].count;
}

void na_snapshot_name(const struct na_snapshot *snapshot, uint32_t i, struct na_name_view *ret_name)
{
    const struct na_flat_name *flat = item(snapshot, NA_FLAT_NAMES, i);
    const uint32_t *words = snapshot->sections[NA_FLAT_NAME_WORDS].items;
    uint32_t count = (uint32_t)flat->own + flat->beside;
    *ret_name = (struct na_name_view){.is_asset = flat->is_asset != 0,
                                      .target = flat->target,
                                      .role = (enum na_name_role)flat->role,
                                      .text = na_snapshot_text(snapshot, flat->text),
                                      .words = count > 0 ? words + flat->first_word : NULL,
                                      .own = flat->own,
                                      .beside = flat->beside};
}

uint32_t na_snapshot_word_count(const struct na_snapshot *snapshot)
{
    return (uint32_t)snapshot->sections[NA_FLAT_WORD_SHARED].count;
}

struct na_str na_snapshot_word(const struct na_snapshot *snapshot, uint32_t i)
{
    const struct na_flat_word *word = item(snapshot, NA_FLAT_WORDS, i);
    const char *texts = snapshot->sections[NA_FLAT_WORD_TEXTS].items;
    return (struct na_str){texts + word[0].text, word[1].text - word[0].text};
}

const uint32_t *na_snapshot_word_names(const struct na_snapshot *snapshot, uint32_t i,
                                       uint32_t *ret_count)
{
    const struct na_flat_word *word = item(snapshot, NA_FLAT_WORDS, i);
    const uint32_t *postings = snapshot->sections[NA_FLAT_POSTINGS].items;
    *ret_count = word[1].posting - word[0].posting;
    return *ret_count > 0 ? postings + word[0].posting : NULL;
}

/* The first word not below `text`; `after`: the first after all that begin with it. */
static uint32_t words_bound(const struct na_snapshot *snapshot, struct na_str text, bool after)
{
    uint32_t low = 0;
    uint32_t high = na_snapshot_word_count(snapshot);
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        struct na_str word = na_snapshot_word(snapshot, middle);
        if (after && word.length > text.length) {
            word.length = text.length;
        }
        int order = na_str_compare(word, text);
        bool below = order < 0 || (after && order == 0);
        low = below ? middle + 1 : low;
        high = below ? high : middle;
    }
    return low;
}

uint32_t na_snapshot_word_from(const struct na_snapshot *snapshot, struct na_str text)
{
    return words_bound(snapshot, text, false);
}

uint32_t na_snapshot_words_end(const struct na_snapshot *snapshot, struct na_str prefix)
{
    return words_bound(snapshot, prefix, true);
}

bool na_snapshot_find_word(const struct na_snapshot *snapshot, struct na_str text, uint32_t *ret_i)
{
    uint32_t i = na_snapshot_word_from(snapshot, text);
    if (i == na_snapshot_word_count(snapshot) ||
        !na_str_equal(na_snapshot_word(snapshot, i), text)) {
        return false;
    }
    *ret_i = i;
    return true;
}
