/* Reads the question, finds what there is one of, and looks each layer and kind up when asked. */
#include "here/here.h"

#include <math.h>
#include <string.h>

#include "base/fail.h"
#include "data/layer_cover.h"
#include "geo/geodesic.h"
#include "geo/geodesic_near.h"
#include "question/area_dates.h"
#include "question/asked.h"
#include "question/session_state.h"

enum na_code na_here_read(struct na_session *session, const struct na_param *params, size_t count,
                          int32_t today, struct na_here_question *ret_question,
                          struct na_error *reterr)
{
    struct na_here_question question;
    enum na_code code = na_nearest_read(session, params, count, today, &question.nearest, reterr);
    if (code != NA_OK) {
        return code;
    }
    /* Every kind is answered for, the sensitive ones too. */
    for (size_t i = 0; i < na_snapshot_kind_count(session->snapshot); i++) {
        na_session_asked_kind(session, na_snapshot_kind(session->snapshot, i)->name);
    }
    question.nearest.k = 1;
    na_nearest_make_ready(&question.nearest);
    question.grid = question.nearest.position.grid;
    if (!question.nearest.position.has_grid) {
        const struct na_crs *crs = NULL;
        code = na_session_crs(session, &crs, reterr);
        if (code != NA_OK) {
            return code;
        }
        code = na_crs_to_grid(crs, question.nearest.position.at, &question.grid, reterr);
        if (code == NA_ERR_OUTSIDE) {
            question.grid = (struct na_grid){NAN, NAN};
        } else if (code != NA_OK) {
            return code;
        }
    }
    *ret_question = question;
    return NA_OK;
}

/* Of several postcodes at one spot the one that was asked for. */
static uint32_t asked_first(const struct na_session *session, const struct na_here_answer *answer,
                            uint32_t number)
{
    const char *asked = answer->question.nearest.position.postcode;
    struct na_postcode_view found;
    struct na_postcode_view other;
    uint32_t key = 0;
    uint32_t named = 0;
    if (!na_postcode_unit(na_str_of(asked), &key) ||
        !na_snapshot_find_postcode(session->snapshot, key, &named)) {
        return number;
    }
    na_snapshot_postcode(session->snapshot, number, &found);
    na_snapshot_postcode(session->snapshot, named, &other);
    bool same = other.grid.easting_m == found.grid.easting_m && /* metres as published */
                other.grid.northing_m == found.grid.northing_m;
    return same && other.terminated == NA_DATE_NONE ? named : number;
}

/* The distance is the geodesic's like every other, though the choice was made on the grid. */
static enum na_code find_postcode(struct na_session *session, struct na_here_answer *answer,
                                  struct na_error *reterr)
{
    uint32_t number = 0;
    const struct na_crs *crs = NULL;
    struct na_lonlat at;
    if (!isfinite(answer->question.grid.easting_m) ||
        !na_snapshot_nearest_postcode(session->snapshot, answer->question.grid, &number)) {
        return NA_OK;
    }
    enum na_code code = na_session_crs(session, &crs, reterr);
    if (code != NA_OK) {
        return code;
    }
    number = asked_first(session, answer, number);
    na_snapshot_postcode(session->snapshot, number, &answer->postcode);
    code = na_crs_to_lonlat(crs, answer->postcode.grid, &at, reterr);
    if (code == NA_OK) {
        answer->has_postcode = true;
        double xyz_m[3];
        na_geodesic_ecef(at, xyz_m);
        na_geodesic_near_inverse(&answer->question.nearest.near, at, xyz_m, &answer->postcode_m,
                                 NULL);
    }
    return code == NA_ERR_OUTSIDE ? NA_OK : code;
}

enum na_code na_here_find(struct na_session *session, const struct na_here_question *question,
                          struct na_here_answer *ret_answer, struct na_error *reterr)
{
    const struct na_snapshot *snapshot = session->snapshot;
    uint32_t place = 0;
    ret_answer->question = *question;
    ret_answer->warnings.count = 0;
    ret_answer->has_postcode = false;
    ret_answer->has_place = na_snapshot_nearest_place(snapshot, question->nearest.position.at,
                                                      &place, &ret_answer->place_m);
    if (ret_answer->has_place) {
        na_snapshot_place(snapshot, place, &ret_answer->place);
    }
    na_warn_of_pack(&ret_answer->warnings, snapshot);
    na_warn_of_position(&ret_answer->warnings, &question->nearest.position);
    return find_postcode(session, ret_answer, reterr);
}

/* Keep of a part's warnings those that are not said of the whole. */
static void keep_own(const struct na_warnings *whole, struct na_warnings *part)
{
    size_t kept = 0;
    for (size_t i = 0; i < part->count; i++) {
        bool said = false;
        for (size_t j = 0; j < whole->count && !said; j++) {
            said = strcmp(whole->items[j].code, part->items[i].code) == 0;
        }
        if (!said) {
            if (kept != i) {
                part->items[kept] = part->items[i];
            }
            kept++;
        }
    }
    part->count = kept;
}

enum na_code na_here_ward(const struct na_snapshot *snapshot, const struct na_here_answer *answer,
                          const struct na_layer *layer, struct na_ward_answer *ret_ward)
{
    const struct na_nearest_question *asked = &answer->question.nearest;
    struct na_ward_question question = {.position = asked->position,
                                        .layer = layer,
                                        .as_at_given = asked->as_at_given,
                                        .as_at = asked->as_at};
    struct na_error error;
    enum na_code code = na_ward_find(snapshot, &question, ret_ward, &error);
    if (code == NA_OK) {
        keep_own(&answer->warnings, &ret_ward->warnings);
    }
    return code;
}

enum na_code na_here_cover(const struct na_here_answer *answer, const struct na_layer *layer,
                           struct na_cover *ret_cover)
{
    const struct na_position *position = &answer->question.nearest.position;
    return na_layer_cover(layer, position->at, position->has_grid ? &position->grid : NULL,
                          ret_cover);
}

void na_here_area(const struct na_snapshot *snapshot, const struct na_here_answer *answer,
                  const struct na_layer *layer, const struct na_cover *cover, uint32_t i,
                  struct na_here_area *ret_area)
{
    struct na_here_area area = {.layer = layer, .on_boundary = cover->on_boundary};
    na_snapshot_area(snapshot, layer, cover->areas[i], &area.area);
    struct na_area_dates dates = na_area_dates(layer, &area.area, answer->question.nearest.as_at);
    area.valid_from = dates.valid_from;
    area.valid_to = dates.valid_to;
    area.is_valid = dates.is_valid;
    *ret_area = area;
}

void na_here_nearest(const struct na_snapshot *snapshot, const struct na_here_answer *answer,
                     const struct na_kind *kind, struct na_nearest_answer *ret_nearest)
{
    struct na_nearest_question *question = &ret_nearest->question;
    *question = answer->question.nearest;
    question->kinds[0] = kind;
    question->kind_count = 1;
    na_nearest_find(snapshot, question, ret_nearest);
    keep_own(&answer->warnings, &ret_nearest->warnings);
}
