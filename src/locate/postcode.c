/* Postcodes, their sectors and outward codes, as candidates. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/date.h"
#include "base/fail.h"
#include "base/text.h"
#include "locate/reading.h"

/* Candidates alike that are offered before the sector. */
#define ALIKE_SHOWN 9

/* Say why a postcode is a candidate: what stands before and after it in the sentence. */
static void explain(struct na_candidate *candidate, const char *before, const char *after)
{
    char code[NA_POSTCODE_TEXT];
    (void)na_text_copy(code, sizeof code, candidate->label);
    (void)snprintf(candidate->why, sizeof candidate->why, "%s%s%s", before, code, after);
}

/* A candidate that is one postcode of the pack, which has a position. */
static enum na_code add_postcode(struct na_session *session, const struct na_postcode_view *view,
                                 struct na_located *located, struct na_error *reterr)
{
    struct na_candidate *candidate = na_located_add(located);
    if (candidate == NULL) {
        return NA_OK;
    }
    candidate->type = NA_CANDIDATE_POSTCODE;
    candidate->kind = "postcode";
    candidate->source = view->source;
    candidate->accuracy_m = na_postcode_accuracy_m(view->quality);
    candidate->terminated = view->terminated;
    na_postcode_format(candidate->label, view->key);
    char after[120];
    (void)snprintf(after, sizeof after, "; its position is %s",
                   na_postcode_quality_text(view->quality));
    explain(candidate, "The postcode ", after);
    candidate->has_grid = !view->in_degrees;
    candidate->has_lonlat = view->in_degrees;
    candidate->at = view->at;
    candidate->grid = view->grid;
    return view->in_degrees ? NA_OK : na_candidate_complete(session, candidate, reterr);
}

/* A candidate that is the middle of the postcodes with keys from `first`; nothing when none has a
 * position. */
static enum na_code add_run(struct na_session *session, uint32_t first, bool is_sector,
                            struct na_located *located, struct na_error *reterr)
{
    struct na_postcode_extent extent;
    uint32_t keys = is_sector ? NA_POSTCODE_SECTOR_KEYS : NA_POSTCODE_OUTWARD_KEYS;
    na_snapshot_postcode_extent(session->snapshot, first, first + keys, &extent);
    if (extent.placed == 0) {
        return NA_OK;
    }
    struct na_candidate *candidate = na_located_add(located);
    if (candidate == NULL) {
        return NA_OK;
    }
    candidate->type = is_sector ? NA_CANDIDATE_SECTOR : NA_CANDIDATE_OUTWARD;
    candidate->kind = is_sector ? "postcode_sector" : "postcode_district";
    candidate->source = extent.source;
    if (is_sector) {
        na_postcode_format_sector(candidate->label, first);
    } else {
        na_postcode_format_outward(candidate->label, first);
    }
    char before[40];
    if (extent.count == 1) {
        (void)na_text_copy(before, sizeof before, "The one postcode of ");
    } else {
        (void)snprintf(before, sizeof before, "The %u postcodes of ", (unsigned int)extent.count);
    }
    explain(candidate, before,
            extent.count == 1 ? ": where it lies"
                              : ": the middle of the box around them, and half its diagonal");
    candidate->grid = (struct na_grid){(extent.west_m + extent.east_m) / 2,
                                       (extent.south_m + extent.north_m) / 2};
    candidate->has_grid = true;
    candidate->accuracy_m =
        hypot(extent.east_m - extent.west_m, extent.north_m - extent.south_m) / 2 +
        na_postcode_accuracy_m(10);
    return na_candidate_complete(session, candidate, reterr);
}

static bool has_run(const struct na_snapshot *snapshot, uint32_t first, uint32_t keys)
{
    uint32_t i = na_snapshot_postcode_from(snapshot, first);
    return i < na_snapshot_postcode_count(snapshot) &&
           na_snapshot_postcode_key(snapshot, i) - first < keys;
}

/* Assets whose own postcode it is: the pack may have no postcodes, or older ones. */
static void add_assets_at(const struct na_snapshot *snapshot, uint32_t key,
                          struct na_located *located)
{
    char text[NA_POSTCODE_TEXT];
    char word[NA_POSTCODE_TEXT];
    size_t length = 0;
    uint32_t number = 0;
    uint32_t count = 0;
    na_postcode_format(text, key);
    for (const char *c = text; *c != '\0'; c++) {
        if (*c != ' ') {
            word[length++] = na_ascii_lower(*c);
        }
    }
    if (!na_snapshot_find_word(snapshot, (struct na_str){word, length}, &number)) {
        return;
    }
    const uint32_t *names = na_snapshot_word_names(snapshot, number, &count);
    for (uint32_t i = 0; i < count; i++) {
        struct na_name_view name;
        na_snapshot_name(snapshot, names[i], &name);
        struct na_candidate *candidate =
            name.role == NA_ROLE_POSTCODE ? na_located_add(located) : NULL;
        if (candidate != NULL) {
            na_candidate_of_target(snapshot, name.is_asset, name.target, candidate);
            /* Who says the postcode need not stand at the asset. */
            candidate->accuracy_m = fmax(candidate->accuracy_m, na_postcode_accuracy_m(10));
            (void)snprintf(candidate->why, sizeof candidate->why,
                           "Its postcode is %s, which only an asset is known to have", text);
        }
    }
    located->from_asset = located->count > 0;
}

enum na_code na_located_add_postcode(struct na_session *session, uint32_t key,
                                     struct na_located *located, bool *ret_placed,
                                     struct na_error *reterr)
{
    const struct na_snapshot *snapshot = session->snapshot;
    struct na_postcode_view view;
    uint32_t i = 0;
    size_t before = located->count;
    *ret_placed = false;
    if (!na_snapshot_find_postcode(snapshot, key, &i)) {
        add_assets_at(snapshot, key, located);
        *ret_placed = located->count > before;
        return NA_OK;
    }
    na_snapshot_postcode(snapshot, i, &view);
    if (!view.has_position) {
        return add_run(session, key - key % NA_POSTCODE_SECTOR_KEYS, true, located, reterr);
    }
    *ret_placed = true;
    return add_postcode(session, &view, located, reterr);
}

/* Those of the pack that may have been meant. */
static enum na_code add_alike(struct na_session *session, uint32_t key, struct na_located *located,
                              struct na_error *reterr)
{
    uint32_t keys[NA_POSTCODES_ALIKE];
    size_t count = na_postcodes_alike(session->snapshot, key, keys);
    enum na_code code = NA_OK;
    for (size_t i = 0; code == NA_OK && i < count && i < ALIKE_SHOWN; i++) {
        bool placed = false;
        size_t at = located->count;
        code = na_located_add_postcode(session, keys[i], located, &placed, reterr);
        if (code == NA_OK && placed && at < located->count) {
            struct na_candidate *candidate = &located->candidates[at];
            candidate->match = NA_CANDIDATE_FUZZY;
            explain(candidate, "The postcode ", " sounds or looks like the one that was said");
        } else {
            located->count = at;
        }
    }
    return code;
}

/* Which part of a postcode the pack does not know; *ret_run: the smallest part that it does, for
 * the number of its keys. */
static const char *unknown_part(const struct na_snapshot *snapshot, uint32_t key,
                                uint32_t *ret_keys, const char **ret_hint)
{
    uint32_t area = key - key % NA_POSTCODE_AREA_KEYS;
    uint32_t outward = key - key % NA_POSTCODE_OUTWARD_KEYS;
    uint32_t sector = key - key % NA_POSTCODE_SECTOR_KEYS;
    *ret_keys = 0;
    if (na_snapshot_postcode_count(snapshot) == 0) {
        *ret_hint = "Add a [places.ID] section with postcodes to the pack";
        return NULL;
    }
    if (!has_run(snapshot, area, NA_POSTCODE_AREA_KEYS)) {
        *ret_hint = "The pack has no postcodes of that area: check the first letters";
        return "area";
    }
    if (!has_run(snapshot, outward, NA_POSTCODE_OUTWARD_KEYS)) {
        *ret_hint = "Check the figures of its first half";
        return "district";
    }
    if (!has_run(snapshot, sector, NA_POSTCODE_SECTOR_KEYS)) {
        *ret_keys = NA_POSTCODE_OUTWARD_KEYS;
        *ret_hint = "Its district is known: ask for that, or check the figure of its second half";
        return "sector";
    }
    *ret_keys = NA_POSTCODE_SECTOR_KEYS;
    *ret_hint = "Its sector is known: ask for that, or check the last two letters";
    return "unit";
}

enum na_code na_located_fail_postcode(struct na_session *session, uint32_t key, bool is_unit,
                                      struct na_located *located, struct na_error *reterr)
{
    uint32_t keys = 0;
    const char *hint = "";
    const char *unknown = unknown_part(session->snapshot, key, &keys, &hint);
    enum na_code code = is_unit ? add_alike(session, key, located, reterr) : NA_OK;
    if (code == NA_OK && keys > 0 && (is_unit || keys == NA_POSTCODE_OUTWARD_KEYS)) {
        code = add_run(session, key - key % keys, keys == NA_POSTCODE_SECTOR_KEYS, located, reterr);
    }
    if (code != NA_OK) {
        return code;
    }
    if (unknown == NULL) {
        (void)na_fail(reterr, NA_ERR_POSTCODE_UNKNOWN, "The pack has no postcodes");
    } else {
        (void)na_fail(reterr, NA_ERR_POSTCODE_UNKNOWN, "The postcode is not known: its %s is not",
                      unknown);
    }
    located->reason = "unknown-postcode";
    located->ask = "Ask for the postcode again, letter by letter";
    return na_fail_at(reterr, NA_ERR_POSTCODE_UNKNOWN, NULL, 0, "postcode", hint);
}

/* The run of an outward code or a sector; as which it is known comes first, outward before sector:
 * "TS21" is a district if there is one. */
static bool read_part(const struct na_snapshot *snapshot, struct na_str text, uint32_t *ret_first,
                      bool *ret_is_sector, bool *ret_known)
{
    uint32_t outward = 0;
    uint32_t sector = 0;
    /* A blank before the last figure says that it is a sector. */
    bool blank = text.length > 1 && text.bytes[text.length - 2] == ' ';
    bool is_outward = !blank && na_postcode_outward(text, &outward);
    bool is_sector = na_postcode_sector(text, &sector);
    bool outward_known = is_outward && has_run(snapshot, outward, NA_POSTCODE_OUTWARD_KEYS);
    bool sector_known = is_sector && has_run(snapshot, sector, NA_POSTCODE_SECTOR_KEYS);
    *ret_is_sector = !outward_known && (sector_known || !is_outward);
    *ret_first = *ret_is_sector ? sector : outward;
    *ret_known = outward_known || sector_known;
    return is_outward || is_sector;
}

/* "TS24 8A": those that begin so. */
static enum na_code add_short(struct na_session *session, uint32_t first,
                              struct na_located *located, struct na_error *reterr)
{
    const struct na_snapshot *snapshot = session->snapshot;
    enum na_code code = NA_OK;
    for (uint32_t i = na_snapshot_postcode_from(snapshot, first);
         code == NA_OK && i < na_snapshot_postcode_count(snapshot) &&
         na_snapshot_postcode_key(snapshot, i) - first < NA_POSTCODE_SHORT_KEYS;
         i++) {
        struct na_postcode_view view;
        na_snapshot_postcode(snapshot, i, &view);
        if (view.has_position && located->count < NA_CANDIDATES_MAX) {
            code = add_postcode(session, &view, located, reterr);
            struct na_candidate *candidate = &located->candidates[located->count - 1];
            candidate->match = NA_CANDIDATE_PREFIX;
            explain(candidate, "The postcode ", " begins so: its last letter is missing");
        }
    }
    located->reason = "unfinished-postcode";
    located->ask = "Ask for the last letter of the postcode";
    return code;
}

/* One to three pieces from word `i` on, joined as a part of a postcode with its blank. */
static size_t join_part(const struct na_said *said, size_t i, size_t pieces, char to[12])
{
    size_t length = 0;
    for (size_t j = 0; j < pieces; j++) {
        if (i + j >= said->word_count || na_said_word_taken(said, i + j) ||
            said->words[i + j].segment != said->words[i].segment) {
            return 0;
        }
        struct na_str word = said->words[i + j].text;
        bool letters_alone = j == 1 && !said->words[i].has_figure;
        if (length + word.length + 1 > 11) {
            return 0;
        }
        if (j > 0 && !letters_alone) {
            to[length++] = ' ';
        }
        memcpy(to + length, word.bytes, word.length);
        length += word.length;
    }
    return length;
}

/* One part at word `i`; *ret_taken if there is one. */
static enum na_code try_part(struct na_session *session, struct na_str text, bool alone,
                             struct na_located *located, bool *ret_taken, struct na_error *reterr)
{
    uint32_t first = 0;
    bool is_sector = false;
    bool known = false;
    if (na_postcode_short(text, &first) &&
        has_run(session->snapshot, first, NA_POSTCODE_SHORT_KEYS)) {
        *ret_taken = true;
        return add_short(session, first, located, reterr);
    }
    if (!read_part(session->snapshot, text, &first, &is_sector, &known) || !known) {
        return NA_OK;
    }
    *ret_taken = true;
    enum na_code code = add_run(session, first, is_sector, located, reterr);
    if (code == NA_OK && located->count == 0) {
        (void)na_fail(reterr, NA_ERR_POSTCODE_NO_POSITION,
                      "Its postcodes are known, but none has a position on the National Grid");
        return na_fail_at(reterr, NA_ERR_POSTCODE_NO_POSITION, NULL, 0, "postcode",
                          "Ask for a whole postcode");
    }
    located->confident = alone ? 0 : NA_CANDIDATES_NONE;
    return code;
}

enum na_code na_located_add_part(struct na_session *session, struct na_said *said, bool alone,
                                 struct na_located *located, bool *ret_taken,
                                 struct na_error *reterr)
{
    *ret_taken = false;
    for (size_t i = 0; i < said->word_count; i++) {
        for (size_t pieces = 3; pieces >= 1; pieces--) {
            char text[12];
            size_t length = join_part(said, i, pieces, text);
            if (length == 0) {
                continue;
            }
            enum na_code code =
                try_part(session, (struct na_str){text, length}, alone, located, ret_taken, reterr);
            if (code != NA_OK || *ret_taken) {
                memset(said->taken + said->words[i].start, 1,
                       (size_t)said->words[i + pieces - 1].end - said->words[i].start);
                return code;
            }
        }
    }
    return NA_OK;
}

bool na_located_is_unknown_part(const struct na_snapshot *snapshot, struct na_str text,
                                uint32_t *ret_first)
{
    bool is_sector = false;
    bool known = false;
    return read_part(snapshot, text, ret_first, &is_sector, &known) && !known &&
           has_run(snapshot, *ret_first - *ret_first % NA_POSTCODE_AREA_KEYS,
                   NA_POSTCODE_AREA_KEYS);
}
