/* Candidates: what they begin as, what they are called, and how they are filled from the pack. */
#include <math.h>
#include <stdlib.h>

#include "base/date.h"
#include "base/fail.h"
#include "locate/reading.h"

const char *na_candidate_name(const struct na_candidate *candidate)
{
    return candidate->name != NULL ? candidate->name : candidate->label;
}

const char *na_candidate_match_name(enum na_candidate_match match)
{
    static const char *const names[] = {"exact", "prefix", "fuzzy"};
    return names[match];
}

bool na_locate_refuses(enum na_code code)
{
    switch (code) {
    case NA_ERR_AMBIGUOUS_PLACE:
    case NA_ERR_PLACE_UNKNOWN:
    case NA_ERR_POSTCODE_UNKNOWN:
    case NA_ERR_POSTCODE_NO_POSITION:
    case NA_ERR_W3W_NOT_STORED:
    case NA_ERR_COORDINATES:
    case NA_ERR_GRIDREF:
    case NA_ERR_OUTSIDE_DATA:
    case NA_ERR_LINK:
    case NA_ERR_TEXT_LONG:
        return true;
    default:
        return false;
    }
}

void na_located_init(struct na_located *located, const char *recognised)
{
    located->recognised = recognised;
    located->count = 0;
    located->more = false;
    located->confident = NA_CANDIDATES_NONE;
    located->reason = "";
    located->ask = "";
    located->house_unknown = false;
    located->from_asset = false;
    located->used[0] = located->not_used[0] = located->not_understood[0] = '\0';
    located->read_back[0] = '\0';
    located->sounds_like_count = 0;
}

struct na_candidate *na_located_add(struct na_located *located)
{
    if (located->count == NA_CANDIDATES_MAX) {
        located->more = true;
        return NULL;
    }
    struct na_candidate *candidate = &located->candidates[located->count++];
    *candidate = (struct na_candidate){.kind = "",
                                       .place = "",
                                       .source = "question",
                                       .id = "",
                                       .at = {NAN, NAN},
                                       .grid = {NAN, NAN},
                                       .terminated = NA_DATE_NONE};
    return candidate;
}

enum na_code na_candidate_complete(struct na_session *session, struct na_candidate *candidate,
                                   struct na_error *reterr)
{
    struct na_crs *crs = NULL;
    struct na_error reason = {.code = NA_OK};
    enum na_code code = na_session_crs(session, &crs, reterr);
    if (code != NA_OK) {
        return code;
    }
    if (candidate->has_grid) {
        code = na_crs_to_lonlat(crs, candidate->grid, &candidate->at, &reason);
        candidate->has_lonlat = code == NA_OK;
    } else {
        code = na_crs_to_grid(crs, candidate->at, &candidate->grid, &reason);
    }
    if (code != NA_OK && code != NA_ERR_OUTSIDE && reterr != NULL) {
        *reterr = reason;
    }
    return code == NA_ERR_OUTSIDE ? NA_OK : code;
}

void na_candidate_of_target(const struct na_snapshot *snapshot, bool is_asset, uint32_t target,
                            struct na_candidate *ret_candidate)
{
    struct na_candidate *c = ret_candidate;
    c->terminated = NA_DATE_NONE;
    if (is_asset) {
        struct na_asset asset;
        na_snapshot_asset(snapshot, target, &asset);
        c->type = NA_CANDIDATE_ASSET;
        c->kind = asset.kind;
        c->name = asset.name;
        c->place = asset.address;
        c->source = "assets";
        c->id = asset.id;
        c->at = asset.at;
        c->grid = asset.grid;
        c->accuracy_m = asset.accuracy_m;
    } else {
        struct na_place_view place;
        na_snapshot_place(snapshot, target, &place);
        c->type = NA_CANDIDATE_PLACE;
        c->kind = place.kind;
        c->name = place.name;
        c->place = place.place;
        c->source = place.source;
        c->id = "";
        c->at = place.at;
        c->grid = place.grid;
        c->accuracy_m = place.accuracy_m;
    }
    c->has_lonlat = true;
    c->has_grid = isfinite(c->grid.easting_m) && isfinite(c->grid.northing_m);
}

enum na_code na_reading_room(struct na_session *session, struct na_reading **ret_reading,
                             struct na_error *reterr)
{
    if (session->reading == NULL) {
        session->reading = calloc(1, sizeof *session->reading);
        if (session->reading == NULL) {
            return na_fail_memory(reterr, "taking a text apart");
        }
    }
    *ret_reading = session->reading;
    return NA_OK;
}

void na_warn_of_located(struct na_warnings *warnings, const struct na_located *located)
{
    if (located->confident == NA_CANDIDATES_NONE) {
        return;
    }
    if (located->house_unknown) {
        na_warn(warnings, "house-unknown",
                "The house is not in the pack: the position is that of the street");
    }
    if (located->from_asset) {
        na_warn(warnings, "postcode-of-asset",
                "The postcode is known from an asset alone: the position is that of the asset");
    }
}
