/* A place that a text may mean, and the list of them: what every way of reading a text makes. */
#include <math.h>
#include <string.h>

#include "base/fail.h"
#include "locate/locate.h"
#include "locate/private.h"

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
    return code == NA_ERR_AMBIGUOUS_PLACE || code == NA_ERR_PLACE_UNKNOWN ||
           code == NA_ERR_POSTCODE_UNKNOWN || code == NA_ERR_POSTCODE_NO_POSITION ||
           code == NA_ERR_W3W_NOT_STORED;
}

void na_located_init(struct na_located *located, const char *recognised)
{
    located->recognised = recognised;
    located->count = 0;
    located->more = false;
    located->confident = NA_CANDIDATES_NONE;
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
    const struct na_crs *crs = NULL;
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

void na_candidate_of_name(const struct na_snapshot *snapshot, const struct na_name_view *name,
                          struct na_candidate *ret_candidate)
{
    struct na_candidate *c = ret_candidate;
    c->terminated = NA_DATE_NONE;
    if (name->is_asset) {
        struct na_asset asset;
        na_snapshot_asset(snapshot, name->target, &asset);
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
        na_snapshot_place(snapshot, name->target, &place);
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
