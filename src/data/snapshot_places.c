/* Postcodes, places and the index of names: every record checked once, at opening. */
#include <string.h>

#include "base/fail.h"
#include "data/places.h"
#include "data/snapshot_private.h"
#include "io/fold.h"

#define KNOWN_FLAGS (NA_POSTCODE_NO_POSITION | NA_POSTCODE_TERMINATED | NA_POSTCODE_IN_DEGREES)
/* Longest word that is looked up: more than a folded word has, and what the search can hold. */
#define WORD_MAX 255u

static enum na_code corrupt(struct na_error *reterr, const char *what)
{
    return na_fail(reterr, NA_ERR_CORRUPT, "The compiled file is damaged: %s", what);
}

static enum na_code check_sources(const struct na_snapshot *snapshot, struct na_error *reterr)
{
    const struct na_flat_view *view = &snapshot->sections[NA_FLAT_PLACE_SOURCES];
    const uint32_t *texts = view->items;
    for (size_t i = 0; i < view->count; i++) {
        if (!na_flat_text_ok(snapshot, texts[i])) {
            return corrupt(reterr, "a source of places cannot be read");
        }
    }
    return view->count > NA_POSTCODE_SOURCES_MAX ? corrupt(reterr, "too many sources of places")
                                                 : NA_OK;
}

static bool postcode_ok(const struct na_flat_postcode *postcode, size_t sources)
{
    uint32_t east_m = postcode->east & NA_POSTCODE_EAST_MASK;
    uint32_t north_m = postcode->north & NA_POSTCODE_NORTH_MASK;
    uint32_t flags = postcode->east >> 28 << 28;
    uint32_t source = postcode->north >> NA_POSTCODE_SOURCE_SHIFT;
    return na_postcode_key_ok(postcode->key) && east_m <= (uint32_t)NA_GRID_EASTING_MAX_M &&
           north_m <= (uint32_t)NA_GRID_NORTHING_MAX_M && (flags & ~KNOWN_FLAGS) == 0 &&
           source < sources;
}

/* Keys ascending; exactly the postcodes that need a note have one, in their order. */
static enum na_code check_postcodes(const struct na_snapshot *snapshot, struct na_error *reterr)
{
    const struct na_flat_view *view = &snapshot->sections[NA_FLAT_POSTCODES];
    const struct na_flat_view *notes = &snapshot->sections[NA_FLAT_POSTCODE_NOTES];
    const struct na_flat_postcode *postcode = view->items;
    const struct na_flat_postcode_note *note = notes->items;
    size_t sources = snapshot->sections[NA_FLAT_PLACE_SOURCES].count;
    size_t noted = 0;
    if (view->count > UINT32_MAX) {
        return corrupt(reterr, "too many postcodes");
    }
    for (size_t i = 0; i < view->count; i++) {
        if (!postcode_ok(&postcode[i], sources)) {
            return corrupt(reterr, "a postcode cannot be read");
        }
        if (i > 0 && postcode[i - 1].key >= postcode[i].key) {
            return corrupt(reterr, "postcodes are not in order");
        }
        if ((postcode[i].east & (NA_POSTCODE_TERMINATED | NA_POSTCODE_IN_DEGREES)) != 0) {
            if (noted == notes->count || note[noted].postcode != i ||
                note[noted].lat_e7 < -900000000 || note[noted].lat_e7 > 900000000 ||
                note[noted].lon_e7 < -1800000000 || note[noted].lon_e7 > 1800000000 ||
                !na_date_is_sound(note[noted].terminated)) {
                return corrupt(reterr, "the note of a postcode cannot be read");
            }
            noted++;
        }
    }
    return noted == notes->count ? NA_OK : corrupt(reterr, "a note belongs to no postcode");
}

static bool place_ok(const struct na_snapshot *snapshot, const struct na_flat_place *place)
{
    return na_flat_text_ok(snapshot, place->name) && na_flat_text_ok(snapshot, place->aliases) &&
           na_flat_text_ok(snapshot, place->kind) && na_flat_text_ok(snapshot, place->place) &&
           place->flags <= NA_FLAT_PLACE_REGION &&
           place->source < snapshot->sections[NA_FLAT_PLACE_SOURCES].count &&
           na_flat_grid_ok(place->easting_m, place->northing_m) &&
           na_flat_metres_ok(place->accuracy_m) &&
           na_flat_lonlat_ok(place->lon_deg, place->lat_deg);
}

static enum na_code check_places(const struct na_snapshot *snapshot, struct na_error *reterr)
{
    const struct na_flat_view *view = &snapshot->sections[NA_FLAT_PLACES];
    const struct na_flat_place *place = view->items;
    for (size_t i = 0; i < view->count; i++) {
        if (!place_ok(snapshot, &place[i])) {
            return corrupt(reterr, "a place cannot be read");
        }
        if (i > 0 && place[i].flags < place[i - 1].flags) {
            return corrupt(reterr, "a place stands after the regions");
        }
    }
    return view->count > UINT32_MAX ? corrupt(reterr, "too many places") : NA_OK;
}

static enum na_code check_names(const struct na_snapshot *snapshot, struct na_error *reterr)
{
    const struct na_flat_view *view = &snapshot->sections[NA_FLAT_NAMES];
    const struct na_flat_view *words = &snapshot->sections[NA_FLAT_NAME_WORDS];
    const struct na_flat_name *name = view->items;
    const uint32_t *word = words->items;
    for (size_t i = 0; i < view->count; i++) {
        size_t targets =
            snapshot->sections[name[i].is_asset ? NA_FLAT_ASSETS : NA_FLAT_PLACES].count;
        uint32_t count = (uint32_t)name[i].own + name[i].beside;
        if (name[i].is_asset > 1 || name[i].role > NA_ROLE_W3W || name[i].target >= targets ||
            name[i].own > NA_FOLD_WORDS_MAX || !na_flat_text_ok(snapshot, name[i].text) ||
            name[i].first_word > words->count || count > words->count - name[i].first_word) {
            return corrupt(reterr, "a name cannot be read");
        }
    }
    size_t known = snapshot->sections[NA_FLAT_WORD_SHARED].count;
    for (size_t i = 0; i < words->count; i++) {
        if ((word[i] & ~NA_NAME_PART_BEGINS) >= known) {
            return corrupt(reterr, "a name has a word that is not there");
        }
    }
    return view->count > UINT32_MAX || words->count > UINT32_MAX ? corrupt(reterr, "too many names")
                                                                 : NA_OK;
}

/* A key for each name, ascending weights of all blocks, names and aliases alone before the last
 * weight; kinds. */
static enum na_code check_name_keys(const struct na_snapshot *snapshot, struct na_error *reterr)
{
    const struct na_flat_view *view = &snapshot->sections[NA_FLAT_NAME_WEIGHTS];
    const struct na_flat_view *kinds = &snapshot->sections[NA_FLAT_NAME_KINDS];
    const struct na_flat_name *name = snapshot->sections[NA_FLAT_NAMES].items;
    size_t names = snapshot->sections[NA_FLAT_NAMES].count;
    const uint32_t *weight = view->items;
    const uint32_t *kind = kinds->items;
    if (snapshot->sections[NA_FLAT_NAME_KEYS].count != names ||
        view->count != (names + NA_NAME_BLOCK - 1) / NA_NAME_BLOCK) {
        return corrupt(reterr, "names and their weights differ in number");
    }
    for (size_t i = 1; i < view->count; i++) {
        if (weight[i] < weight[i - 1]) {
            return corrupt(reterr, "weights of names are not in order");
        }
    }
    for (size_t i = 1; i < names; i++) {
        if (name[i].role <= NA_ROLE_ALIAS && name[i - 1].role > NA_ROLE_ALIAS) {
            return corrupt(reterr, "a name stands after the addresses");
        }
    }
    for (size_t i = 0; i < kinds->count; i++) {
        if (!na_flat_text_ok(snapshot, kind[i])) {
            return corrupt(reterr, "a kind of places cannot be read");
        }
    }
    return NA_OK;
}

/* How many bytes two words begin with in common. */
static size_t shared_length(const char *a, size_t a_length, const char *b, size_t b_length)
{
    size_t n = 0;
    while (n < a_length && n < b_length && a[n] == b[n]) {
        n++;
    }
    return n;
}

/* Order, bounds and shared lengths of the words. */
static enum na_code check_words(const struct na_snapshot *snapshot, struct na_error *reterr)
{
    const struct na_flat_view *view = &snapshot->sections[NA_FLAT_WORDS];
    const struct na_flat_view *texts = &snapshot->sections[NA_FLAT_WORD_TEXTS];
    const struct na_flat_view *shared = &snapshot->sections[NA_FLAT_WORD_SHARED];
    const struct na_flat_word *word = view->items;
    const char *bytes = texts->items;
    const unsigned char *lengths = shared->items;
    size_t former = 0;
    if (view->count > UINT32_MAX || shared->count != (view->count > 0 ? view->count - 1 : 0)) {
        return corrupt(reterr, "the words cannot be read");
    }
    for (size_t i = 0; i < view->count; i++) {
        if (word[i].text > texts->count ||
            word[i].posting > snapshot->sections[NA_FLAT_POSTINGS].count) {
            return corrupt(reterr, "a word lies outside its section");
        }
        if (i == 0) {
            continue;
        }
        if (word[i].text <= word[i - 1].text || word[i].text - word[i - 1].text > WORD_MAX ||
            word[i].posting < word[i - 1].posting) {
            return corrupt(reterr, "a word has no end");
        }
        const char *text = bytes + word[i - 1].text;
        size_t length = word[i].text - word[i - 1].text;
        size_t same = i > 1 ? shared_length(bytes + word[i - 2].text, former, text, length) : 0;
        if (same != lengths[i - 1] || same == length ||
            (i > 1 && same < former &&
             (unsigned char)bytes[word[i - 2].text + same] > (unsigned char)text[same])) {
            return corrupt(reterr, "words are not in order");
        }
        former = length;
    }
    return NA_OK;
}

static enum na_code check_postings(const struct na_snapshot *snapshot, struct na_error *reterr)
{
    const struct na_flat_view *words = &snapshot->sections[NA_FLAT_WORDS];
    const struct na_flat_word *word = words->items;
    const uint32_t *posting = snapshot->sections[NA_FLAT_POSTINGS].items;
    size_t names = snapshot->sections[NA_FLAT_NAMES].count;
    for (size_t i = 1; i < words->count; i++) {
        for (uint32_t p = word[i - 1].posting; p < word[i].posting; p++) {
            if (posting[p] >= names || (p > word[i - 1].posting && posting[p] <= posting[p - 1])) {
                return corrupt(reterr, "a word leads to no name");
            }
        }
    }
    return NA_OK;
}

/* A tree with every place in it but the regions, or none without such places. */
static enum na_code open_tree(struct na_snapshot *snapshot, struct na_error *reterr)
{
    const struct na_flat_view *view = &snapshot->sections[NA_FLAT_PLACE_TREE];
    const struct na_flat_place *place = snapshot->sections[NA_FLAT_PLACES].items;
    size_t places = snapshot->sections[NA_FLAT_PLACES].count;
    while (places > 0 && (place[places - 1].flags & NA_FLAT_PLACE_REGION) != 0) {
        places--;
    }
    if (places == 0) {
        return view->count == 0 ? NA_OK : corrupt(reterr, "a tree without places");
    }
    enum na_code code = na_point_tree_open(view->items, view->count, (uint32_t)places,
                                           &snapshot->place_tree, reterr);
    if (code == NA_OK && snapshot->place_tree.count != places) {
        return corrupt(reterr, "places and their tree differ in number");
    }
    return code;
}

enum na_code na_snapshot_check_places(struct na_snapshot *snapshot, struct na_error *reterr)
{
    enum na_code code = check_sources(snapshot, reterr);
    if (code == NA_OK) {
        code = check_postcodes(snapshot, reterr);
    }
    if (code == NA_OK) {
        const struct na_flat_view *view = &snapshot->sections[NA_FLAT_POSTCODES];
        code = na_postcode_boxes_init(&snapshot->postcode_boxes, view->items, (uint32_t)view->count,
                                      reterr);
    }
    if (code == NA_OK) {
        code = check_places(snapshot, reterr);
    }
    if (code == NA_OK) {
        code = open_tree(snapshot, reterr);
    }
    if (code == NA_OK) {
        code = check_names(snapshot, reterr);
    }
    if (code == NA_OK) {
        code = check_name_keys(snapshot, reterr);
    }
    if (code == NA_OK) {
        code = check_words(snapshot, reterr);
    }
    return code == NA_OK ? check_postings(snapshot, reterr) : code;
}
