/* Postcodes, their sectors and outward codes. */
#include <math.h>
#include <stdio.h>

#include "base/date.h"
#include "base/fail.h"
#include "locate/private.h"

/* A candidate that is one postcode of the pack, which has a position. */
static enum na_code add_postcode(struct na_session *session, const struct na_postcode_view *view,
                                 struct na_located *located, struct na_error *reterr)
{
    struct na_candidate *candidate = na_located_add(located);
    candidate->type = NA_CANDIDATE_POSTCODE;
    candidate->kind = "postcode";
    candidate->source = view->source;
    candidate->accuracy_m = na_postcode_accuracy_m(view->quality);
    candidate->terminated = view->terminated;
    na_postcode_format(candidate->label, view->key);
    (void)snprintf(candidate->why, sizeof candidate->why, "The postcode %s; its position is %s",
                   candidate->label, na_postcode_quality_text(view->quality));
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
    candidate->type = is_sector ? NA_CANDIDATE_SECTOR : NA_CANDIDATE_OUTWARD;
    candidate->kind = is_sector ? "postcode_sector" : "postcode_district";
    candidate->source = extent.source;
    if (is_sector) {
        na_postcode_format_sector(candidate->label, first);
    } else {
        na_postcode_format_outward(candidate->label, first);
    }
    (void)snprintf(candidate->why, sizeof candidate->why,
                   "The %u postcodes of %s: the middle of the box around them, and half its "
                   "diagonal",
                   (unsigned int)extent.count, candidate->label);
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

/* Which part of a postcode the pack does not know, and the smallest part that it does. */
static enum na_code fail_unknown(struct na_session *session, uint32_t key, bool is_unit,
                                 struct na_located *located, struct na_error *reterr)
{
    const struct na_snapshot *snapshot = session->snapshot;
    uint32_t area = key - key % NA_POSTCODE_AREA_KEYS;
    uint32_t outward = key - key % NA_POSTCODE_OUTWARD_KEYS;
    uint32_t sector = key - key % NA_POSTCODE_SECTOR_KEYS;
    const char *unknown = "unit";
    const char *hint = "Its sector is known: ask for that, or check the last two letters";
    enum na_code code = NA_OK;
    if (!has_run(snapshot, area, NA_POSTCODE_AREA_KEYS)) {
        unknown = na_snapshot_postcode_count(snapshot) == 0 ? NULL : "area";
        hint = "The pack has no postcodes of that area: check the first letters";
    } else if (!has_run(snapshot, outward, NA_POSTCODE_OUTWARD_KEYS)) {
        unknown = "district";
        hint = "Check the figures of its first half";
    } else if (!has_run(snapshot, sector, NA_POSTCODE_SECTOR_KEYS)) {
        unknown = "sector";
        hint = "Its district is known: ask for that, or check the figure of its second half";
        code = add_run(session, outward, false, located, reterr);
    } else if (is_unit) {
        code = add_run(session, sector, true, located, reterr);
    }
    if (code != NA_OK) {
        return code;
    }
    if (unknown == NULL) {
        (void)na_fail(reterr, NA_ERR_POSTCODE_UNKNOWN, "The pack has no postcodes");
        hint = "Add a [places.ID] section with postcodes to the pack";
    } else {
        (void)na_fail(reterr, NA_ERR_POSTCODE_UNKNOWN, "The postcode is not known: its %s is not",
                      unknown);
    }
    return na_fail_at(reterr, NA_ERR_POSTCODE_UNKNOWN, NULL, 0, "postcode", hint);
}

static enum na_code fail_no_position(struct na_session *session, uint32_t key,
                                     struct na_located *located, struct na_error *reterr)
{
    enum na_code code =
        add_run(session, key - key % NA_POSTCODE_SECTOR_KEYS, true, located, reterr);
    if (code != NA_OK) {
        return code;
    }
    (void)na_fail(reterr, NA_ERR_POSTCODE_NO_POSITION,
                  "The postcode is known, but was published without a position");
    return na_fail_at(reterr, NA_ERR_POSTCODE_NO_POSITION, NULL, 0, "postcode",
                      "Ask for its sector or an address");
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
            na_candidate_of_name(snapshot, &name, candidate);
            (void)snprintf(candidate->why, sizeof candidate->why, "Its postcode is %s", text);
        }
    }
    located->confident = located->count == 1 && !located->more ? 0 : NA_CANDIDATES_NONE;
}

/* A mistyped postcode is shown, never taken. */
static enum na_code fail_mistyped(struct na_session *session, const struct na_postcode_view *view,
                                  struct na_located *located, struct na_error *reterr)
{
    enum na_code code = add_postcode(session, view, located, reterr);
    if (code != NA_OK) {
        return code;
    }
    struct na_candidate *candidate = &located->candidates[0];
    candidate->match = NA_CANDIDATE_FUZZY;
    (void)snprintf(candidate->why, sizeof candidate->why,
                   "The postcode %s, if O and 0, I and 1 are read as what must stand there",
                   candidate->label);
    (void)na_fail(reterr, NA_ERR_POSTCODE_UNKNOWN,
                  "Not a postcode: a letter stands where a figure must, or the other way round");
    return na_fail_at(reterr, NA_ERR_POSTCODE_UNKNOWN, NULL, 0, "postcode",
                      "The candidate is what it may have been: type it again");
}

enum na_code na_locate_unit(struct na_session *session, struct na_str text,
                            struct na_located *ret_located, bool *ret_taken,
                            struct na_error *reterr)
{
    const struct na_snapshot *snapshot = session->snapshot;
    struct na_postcode_view view;
    uint32_t key = 0;
    uint32_t meant = 0;
    uint32_t i = 0;
    na_located_init(ret_located, "postcode");
    bool is_unit = na_postcode_unit(text, &key);
    bool known = is_unit && na_snapshot_find_postcode(snapshot, key, &i);
    if (is_unit && !known) {
        add_assets_at(snapshot, key, ret_located);
        if (ret_located->count > 0) {
            *ret_taken = true;
            return NA_OK;
        }
    }
    bool mended =
        !known && na_postcode_mend(text, &meant) && na_snapshot_find_postcode(snapshot, meant, &i);
    *ret_taken = is_unit || mended;
    if (!known && !mended) {
        return is_unit ? fail_unknown(session, key, true, ret_located, reterr) : NA_OK;
    }
    na_snapshot_postcode(snapshot, i, &view);
    if (!view.has_position) {
        return fail_no_position(session, view.key, ret_located, reterr);
    }
    if (mended) {
        return fail_mistyped(session, &view, ret_located, reterr);
    }
    ret_located->confident = 0;
    return add_postcode(session, &view, ret_located, reterr);
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

bool na_locate_is_part(struct na_str text)
{
    uint32_t first = 0;
    return na_postcode_outward(text, &first) || na_postcode_sector(text, &first);
}

bool na_locate_has_area(const struct na_snapshot *snapshot, struct na_str text)
{
    uint32_t first = 0;
    return (na_postcode_outward(text, &first) || na_postcode_sector(text, &first)) &&
           has_run(snapshot, first - first % NA_POSTCODE_AREA_KEYS, NA_POSTCODE_AREA_KEYS);
}

enum na_code na_locate_part(struct na_session *session, struct na_str text,
                            struct na_located *ret_located, bool *ret_taken,
                            struct na_error *reterr)
{
    uint32_t first = 0;
    bool is_sector = false;
    bool known = false;
    *ret_taken = read_part(session->snapshot, text, &first, &is_sector, &known) && known;
    if (!*ret_taken) {
        return NA_OK;
    }
    na_located_init(ret_located, "postcode");
    enum na_code code = add_run(session, first, is_sector, ret_located, reterr);
    if (code == NA_OK && ret_located->count == 0) {
        (void)na_fail(reterr, NA_ERR_POSTCODE_NO_POSITION,
                      "Its postcodes are known, but none has a position on the National Grid");
        return na_fail_at(reterr, NA_ERR_POSTCODE_NO_POSITION, NULL, 0, "postcode",
                          "Ask for a whole postcode");
    }
    ret_located->confident = 0;
    return code;
}

enum na_code na_locate_short(struct na_session *session, struct na_str text,
                             struct na_located *ret_located, bool *ret_taken,
                             struct na_error *reterr)
{
    const struct na_snapshot *snapshot = session->snapshot;
    uint32_t first = 0;
    *ret_taken =
        na_postcode_short(text, &first) && has_run(snapshot, first, NA_POSTCODE_SHORT_KEYS);
    if (!*ret_taken) {
        return NA_OK;
    }
    na_located_init(ret_located, "postcode");
    enum na_code code = NA_OK;
    for (uint32_t i = na_snapshot_postcode_from(snapshot, first);
         code == NA_OK && i < na_snapshot_postcode_count(snapshot) &&
         na_snapshot_postcode_key(snapshot, i) - first < NA_POSTCODE_SHORT_KEYS;
         i++) {
        struct na_postcode_view view;
        na_snapshot_postcode(snapshot, i, &view);
        if (view.has_position) {
            code = add_postcode(session, &view, ret_located, reterr);
            struct na_candidate *candidate = &ret_located->candidates[ret_located->count - 1];
            char whole[NA_POSTCODE_TEXT];
            na_postcode_format(whole, view.key);
            candidate->match = NA_CANDIDATE_PREFIX;
            (void)snprintf(candidate->why, sizeof candidate->why,
                           "The postcode %s begins so: its last letter is missing", whole);
        }
    }
    *ret_taken = ret_located->count > 0;
    return code;
}

enum na_code na_locate_fail_part(struct na_session *session, struct na_str text,
                                 struct na_located *ret_located, struct na_error *reterr)
{
    uint32_t first = 0;
    bool is_sector = false;
    bool known = false;
    (void)read_part(session->snapshot, text, &first, &is_sector, &known);
    na_located_init(ret_located, "postcode");
    return fail_unknown(session, first, false, ret_located, reterr);
}
