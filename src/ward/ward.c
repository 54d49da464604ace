/* Reads the question, asks the index, and fills the answer. */
#include "ward/ward.h"

#include <math.h>

#include "base/fail.h"
#include "data/layer_cover.h"
#include "question/params.h"
#include "question/session_state.h"
#include "question/vintage.h"
#include "ward/uncertain.h"

const char *na_match_name(enum na_match match)
{
    static const char *const names[] = {"inside", "boundary", "none"};
    return names[match];
}

enum na_code na_ward_read(struct na_session *session, const struct na_param *params, size_t count,
                          int32_t today, struct na_ward_question *ret_question,
                          struct na_error *reterr)
{
    struct na_ward_question question = {.as_at = today};
    enum na_code code = na_position_read(session, params, count, &question.position, reterr);
    if (code != NA_OK) {
        return code;
    }
    const char *as_at = na_params_get(params, count, "as_at");
    if (as_at != NULL && !na_date_parse(na_str_of(as_at), &question.as_at)) {
        return na_fail(reterr, NA_ERR_PARAM_MALFORMED, "as_at is not a day");
    }
    question.as_at_given = as_at != NULL;
    question.vintage = na_params_get(params, count, "vintage");
    code = na_vintage_choose(session->snapshot, question.vintage, question.as_at, &question.layer,
                             &question.none_valid, reterr);
    if (code == NA_OK) {
        *ret_question = question;
    }
    return code;
}

/* What the answer may be off by altogether: the position, the drawn boundary and, where question
 * and polygons are in different coordinate systems, the way between them. */
static double uncertainty_m(const struct na_snapshot *snapshot,
                            const struct na_ward_question *question)
{
    double sum_m = question->position.accuracy_m + question->layer->tolerance_m;
    if (question->position.has_grid != question->layer->is_grid) {
        sum_m += na_snapshot_info(snapshot)->transformation_accuracy_m;
    }
    return sum_m;
}

static bool is_covering(const struct na_cover *cover, uint32_t area)
{
    for (uint32_t i = 0; i < cover->count; i++) {
        if (cover->areas[i] == area) {
            return true;
        }
    }
    return false;
}

static void add_alternative(struct na_ward_answer *answer, struct na_boundary_hit hit)
{
    if (answer->alternative_count < NA_ALTERNATIVES_MAX) {
        answer->alternatives[answer->alternative_count++] = hit;
    }
}

/* The other covering wards first (distance 0), then those within the uncertainty, which come in
 * order. */
static void list_alternatives(const struct na_cover *cover, const struct na_boundaries *around,
                              struct na_ward_answer *answer)
{
    size_t wanted = 0;
    for (uint32_t i = 1; i < cover->count; i++, wanted++) {
        add_alternative(answer, (struct na_boundary_hit){0.0, cover->areas[i]});
    }
    for (size_t i = 0; i < around->count; i++) {
        if (around->hits[i].distance_m <= answer->uncertainty_m &&
            !is_covering(cover, around->hits[i].area)) {
            add_alternative(answer, around->hits[i]);
            wanted++;
        }
    }
    if (around->more || wanted > answer->alternative_count) {
        na_warn(&answer->warnings, "alternatives-cut",
                "More wards are possible than the %d that are listed", NA_ALTERNATIVES_MAX);
    }
}

static void fill(const struct na_cover *cover, const struct na_boundaries *around,
                 struct na_ward_answer *answer)
{
    bool covered = cover->count > 0;
    bool on_boundary = covered && cover->on_boundary;
    answer->match = !covered ? NA_MATCH_NONE : on_boundary ? NA_MATCH_BOUNDARY : NA_MATCH_INSIDE;
    answer->ward = covered ? cover->areas[0] : NA_AREA_NONE;
    answer->boundary_distance_m = on_boundary         ? 0.0
                                  : around->count > 0 ? around->hits[0].distance_m
                                                      : NAN;
    answer->certain = cover->count <= 1 && !on_boundary &&
                      (around->count == 0 || around->hits[0].distance_m > answer->uncertainty_m);
    answer->nearest =
        around->count > 0 ? around->hits[0] : (struct na_boundary_hit){NAN, NA_AREA_NONE};
    list_alternatives(cover, around, answer);
}

static void warn(const struct na_cover *cover, struct na_ward_answer *answer)
{
    const struct na_ward_question *question = &answer->question;
    struct na_warnings *warnings = &answer->warnings;
    if (question->none_valid) {
        char day[NA_DATE_TEXT];
        na_date_format(day, question->as_at);
        na_warn(warnings, "no-vintage-valid",
                "No ward vintage is valid on %s; the newest, %s, is used", day,
                question->layer->id);
    }
    if (!question->position.has_lonlat) {
        na_warn(warnings, "beyond-transformation",
                "The position lies outside the transformation, so it has no latitude and "
                "longitude");
    }
    if (answer->match == NA_MATCH_NONE) {
        const char *const text[] = {"The position lies in no ward of vintage ", question->layer->id,
                                    NULL};
        na_warn_pieces(warnings, "outside-all-wards", text);
    }
    if (cover->count > 1 && !cover->on_boundary) {
        na_warn(warnings, "wards-overlap",
                "%u wards of vintage %s overlap here; the lowest code is the answer",
                (unsigned int)cover->count, question->layer->id);
    }
}

enum na_code na_ward_find(const struct na_snapshot *snapshot,
                          const struct na_ward_question *question,
                          struct na_ward_answer *ret_answer, struct na_error *reterr)
{
    const struct na_layer *layer = question->layer;
    const struct na_position *position = &question->position;
    bool by_grid = na_boundary_by_grid(layer, position);
    if (!by_grid && !position->has_lonlat) {
        return na_fail(
            reterr, NA_ERR_OUTSIDE,
            "The position lies outside the transformation, and the wards are in degrees");
    }
    struct na_cover cover;
    enum na_code code =
        na_layer_cover(layer, position->at, position->has_grid ? &position->grid : NULL, &cover);
    if (code != NA_OK) {
        return na_fail(reterr, code, "The ward index is damaged");
    }
    ret_answer->question = *question;
    ret_answer->warnings.count = 0;
    ret_answer->alternative_count = 0;
    ret_answer->uncertainty_m = uncertainty_m(snapshot, question);
    struct na_boundaries around;
    na_boundary_find(layer, position, ret_answer->uncertainty_m, &around);
    na_warn_of_pack(&ret_answer->warnings, snapshot);
    na_warn_of_position(&ret_answer->warnings, &question->position);
    fill(&cover, &around, ret_answer);
    warn(&cover, ret_answer);
    na_ward_warn_uncertain(snapshot, ret_answer);
    return NA_OK;
}
