/* Searches layers of areas around a position, and ready tables by the ward of it. */
#include "here/hotspots.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/fail.h"
#include "base/number.h"
#include "data/layer_cover.h"
#include "geo/geodesic.h"
#include "question/area_dates.h"
#include "question/session_state.h"
#include "question/vintage.h"
#include "ward/area_distance.h"
#include "ward/boundary.h"

/* Where several areas of a layer cover a point on a boundary: the one it lies on is this near. Grid
 * edges are drawn in degrees to 1 cm. */
#define ON_BOUNDARY_M 0.02

static bool is_of_kind(const struct na_layer *layer, const char *kind)
{
    return layer->role == NA_LAYER_AREAS && strcmp(layer->kind, kind) == 0;
}

static bool has_kind(const struct na_snapshot *snapshot, const char *kind)
{
    for (size_t i = 0; i < na_snapshot_layer_count(snapshot); i++) {
        if (is_of_kind(na_snapshot_layer(snapshot, i), kind)) {
            return true;
        }
    }
    return false;
}

/* "The pack has: hotspot, pspo": each kind of area once. */
static void name_kinds(const struct na_snapshot *snapshot, char *to, size_t size)
{
    size_t used = 0;
    (void)na_text_copy(to, size, "The pack has no areas");
    for (size_t i = 0; i < na_snapshot_layer_count(snapshot) && used < size; i++) {
        const struct na_layer *layer = na_snapshot_layer(snapshot, i);
        bool said = layer->role != NA_LAYER_AREAS;
        for (size_t j = 0; j < i && !said; j++) {
            said = is_of_kind(na_snapshot_layer(snapshot, j), layer->kind);
        }
        if (!said) {
            used += (size_t)snprintf(to + used, size - used, "%s%s",
                                     used == 0 ? "The pack has: " : ", ", layer->kind);
        }
    }
}

static bool gives_position(const struct na_param *params, size_t count)
{
    static const char *const names[] = {"lat",     "lon",      "easting", "northing",
                                        "gridref", "postcode", "q",       "accuracy_m"};
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        if (na_params_get(params, count, names[i]) != NULL) {
            return true;
        }
    }
    return false;
}

static enum na_code read_kind(const struct na_snapshot *snapshot, const struct na_param *params,
                              size_t count, struct na_hotspots_question *question,
                              struct na_error *reterr)
{
    const char *kind = na_params_get(params, count, "kind");
    question->kind = kind != NULL ? kind : NA_HOTSPOT_KIND;
    if (kind == NULL || has_kind(snapshot, kind)) {
        return NA_OK;
    }
    char hint[256];
    name_kinds(snapshot, hint, sizeof hint);
    (void)na_fail(reterr, NA_ERR_KIND_UNKNOWN, "The pack has no areas of that kind");
    return na_fail_at(reterr, NA_ERR_KIND_UNKNOWN, NULL, 0, "kind", hint);
}

enum na_code na_hotspots_read(struct na_session *session, const struct na_param *params,
                              size_t count, int32_t today,
                              struct na_hotspots_question *ret_question, struct na_error *reterr)
{
    struct na_hotspots_question question = {.as_at = today};
    const char *as_at = na_params_get(params, count, "as_at");
    if (as_at != NULL && !na_date_parse(na_str_of(as_at), &question.as_at)) {
        return na_fail(reterr, NA_ERR_PARAM_MALFORMED, "as_at is not a day");
    }
    question.as_at_given = as_at != NULL;
    enum na_code code = read_kind(session->snapshot, params, count, &question, reterr);
    if (code == NA_OK && gives_position(params, count)) {
        question.has_position = true;
        code = na_position_read(session, params, count, &question.position, reterr);
    }
    if (code == NA_OK) {
        struct na_error none;
        if (na_vintage_choose(session->snapshot, NULL, question.as_at, &question.wards,
                              &question.none_valid, &none) != NA_OK) {
            question.wards = NULL;
        }
        *ret_question = question;
    }
    return code;
}

static void add(struct na_hotspots_answer *answer, struct na_hotspots_list *list,
                const struct na_hotspot *hotspot)
{
    if (list->count < NA_HOTSPOTS_MAX) {
        list->items[list->count++] = *hotspot;
    } else if (answer->warnings.count == 0 ||
               strcmp(answer->warnings.items[answer->warnings.count - 1].code, "areas-cut") != 0) {
        na_warn(&answer->warnings, "areas-cut", "More areas are here than the %d that are listed",
                NA_HOTSPOTS_MAX);
    }
}

/* As of a ward: the position, the drawn boundary and, where they are in different coordinate
 * systems, the way between them. */
static double uncertainty_of(const struct na_snapshot *snapshot, const struct na_layer *layer,
                             const struct na_position *position)
{
    double sum_m = position->accuracy_m + layer->tolerance_m;
    return position->has_grid != layer->is_grid
               ? sum_m + na_snapshot_info(snapshot)->transformation_accuracy_m
               : sum_m;
}

static bool is_in(const struct na_cover *cover, uint32_t area)
{
    for (uint32_t i = 0; i < cover->count; i++) {
        if (cover->areas[i] == area) {
            return true;
        }
    }
    return false;
}

struct search {
    const struct na_snapshot *snapshot;
    const struct na_layer *layer;
    struct na_cover cover;
    double uncertainty_m;
    struct na_area_bound bound;
    double limit_m; /* the nearest valid area is not farther than this */
    struct na_hotspots_answer *answer;
};

/* Distance and direction of the area's boundary; false when farther than `limit_m`. */
static bool measure(const struct search *search, const struct na_area *area, bool covered,
                    double limit_m, struct na_hotspot *hotspot)
{
    struct na_lonlat at = search->answer->question.position.at;
    struct na_lonlat foot;
    double same_m = 0.0;
    if (na_area_bound_m(&search->bound, area) > limit_m ||
        !na_area_distance(search->snapshot, area, at, limit_m, &hotspot->boundary_distance_m,
                          &foot)) {
        return false;
    }
    hotspot->on_boundary =
        covered && search->cover.on_boundary &&
        (search->cover.count == 1 || hotspot->boundary_distance_m <= ON_BOUNDARY_M);
    hotspot->bearing_deg = NAN;
    if (hotspot->on_boundary) {
        hotspot->boundary_distance_m = 0.0;
    } else if (hotspot->boundary_distance_m > 0.0) {
        na_geodesic_inverse(at, foot, &same_m, &hotspot->bearing_deg);
    }
    hotspot->certain =
        !hotspot->on_boundary && hotspot->boundary_distance_m > search->uncertainty_m;
    return true;
}

static void look_at(const struct search *search, uint32_t number)
{
    struct na_hotspots_answer *answer = search->answer;
    struct na_hotspot hotspot = {.layer = search->layer, .area = number};
    struct na_area area;
    na_snapshot_area(search->snapshot, search->layer, number, &area);
    bool covered = is_in(&search->cover, number);
    bool valid = na_area_dates(search->layer, &area, answer->question.as_at).is_valid;
    if (covered) {
        if (measure(search, &area, covered, INFINITY, &hotspot)) {
            answer->certain = answer->certain && (!valid || hotspot.certain);
            add(answer, valid ? &answer->inside : &answer->not_valid, &hotspot);
        }
        return;
    }
    /* Inside one, only what may be meant instead is of interest. */
    double limit_m = answer->inside.count > 0 ? 0.0
                     : answer->has_nearest
                         ? fmin(search->limit_m, answer->nearest.boundary_distance_m)
                         : search->limit_m;
    if (!valid ||
        !measure(search, &area, covered, fmax(limit_m, search->uncertainty_m), &hotspot)) {
        return;
    }
    if (!answer->has_nearest || hotspot.boundary_distance_m < answer->nearest.boundary_distance_m) {
        answer->has_nearest = true;
        answer->nearest = hotspot;
    }
    if (!hotspot.certain) {
        answer->certain = false;
        add(answer, &answer->possible, &hotspot);
    }
}

/* A good first limit: how far the valid area is whose box is nearest. */
static double first_limit_m(const struct search *search)
{
    struct na_hotspot hotspot;
    struct na_area best;
    double least_m = INFINITY;
    for (uint32_t i = 0; i < search->layer->area_count; i++) {
        struct na_area area;
        na_snapshot_area(search->snapshot, search->layer, i, &area);
        double bound_m = na_area_bound_m(&search->bound, &area);
        if (bound_m < least_m && area.ring_count > 0 && !is_in(&search->cover, i) &&
            na_area_dates(search->layer, &area, search->answer->question.as_at).is_valid) {
            least_m = bound_m;
            best = area;
        }
    }
    return isfinite(least_m) && measure(search, &best, false, INFINITY, &hotspot)
               ? hotspot.boundary_distance_m
               : INFINITY;
}

static enum na_code search_layer(const struct na_snapshot *snapshot, const struct na_layer *layer,
                                 struct na_hotspots_answer *answer, struct na_error *reterr)
{
    const struct na_position *position = &answer->question.position;
    struct search search = {.snapshot = snapshot,
                            .layer = layer,
                            .uncertainty_m = uncertainty_of(snapshot, layer, position),
                            .bound = na_area_bound_of(position->at),
                            .answer = answer};
    enum na_code code = na_layer_cover(layer, position->at,
                                       position->has_grid ? &position->grid : NULL, &search.cover);
    if (code != NA_OK) {
        return na_fail(reterr, code, "The index of areas is damaged");
    }
    answer->uncertainty_m = fmax(answer->uncertainty_m, search.uncertainty_m);
    for (uint32_t i = 0; i < search.cover.count; i++) {
        look_at(&search, search.cover.areas[i]);
    }
    search.limit_m = answer->inside.count == 0 ? first_limit_m(&search) : 0.0;
    for (uint32_t i = 0; i < layer->area_count; i++) {
        if (!is_in(&search.cover, i)) {
            look_at(&search, i);
        }
    }
    return NA_OK;
}

/* The ward in the vintage of the day, by the rules of `ward`. */
static enum na_code find_ward(const struct na_snapshot *snapshot, const struct na_layer *layer,
                              const struct na_hotspots_question *asked,
                              struct na_ward_answer *ret_ward, struct na_error *reterr)
{
    struct na_ward_question question = {.position = asked->position,
                                        .layer = layer,
                                        .as_at_given = asked->as_at_given,
                                        .as_at = asked->as_at};
    return na_ward_find(snapshot, &question, ret_ward, reterr);
}

static void warn(const struct na_snapshot *snapshot, struct na_hotspots_answer *answer)
{
    const struct na_hotspots_question *question = &answer->question;
    if (!has_kind(snapshot, question->kind)) {
        char kinds[256];
        name_kinds(snapshot, kinds, sizeof kinds);
        na_warn(&answer->warnings, "no-areas", "The pack has no areas of the kind %s. %s",
                question->kind, kinds);
    }
    if (question->has_position && !answer->certain) {
        char metres[NA_NUMBER_TEXT];
        na_number_trimmed(&metres, answer->uncertainty_m, 1);
        na_warn(&answer->warnings, "uncertain",
                "Position and boundaries are good to %s m together, and a boundary is nearer than "
                "that",
                metres);
    }
    if (question->none_valid && question->wards != NULL) {
        char day[NA_DATE_TEXT];
        na_date_format(day, question->as_at);
        na_warn(&answer->warnings, "no-vintage-valid",
                "No ward vintage is valid on %s; the newest, %s, is used", day,
                question->wards->id);
    }
}

static void begin(const struct na_snapshot *snapshot, const struct na_hotspots_question *question,
                  struct na_hotspots_answer *answer)
{
    answer->question = *question;
    answer->inside.count = 0;
    answer->possible.count = 0;
    answer->not_valid.count = 0;
    answer->has_nearest = false;
    answer->has_ward = false;
    answer->certain = true;
    answer->uncertainty_m = 0.0;
    answer->warnings.count = 0;
    na_warn_of_pack(&answer->warnings, snapshot);
    if (question->has_position) {
        na_warn_of_position(&answer->warnings, &question->position);
    }
}

static enum na_code search_all(const struct na_snapshot *snapshot,
                               struct na_hotspots_answer *answer, struct na_error *reterr)
{
    const struct na_hotspots_question *question = &answer->question;
    enum na_code code = NA_OK;
    for (size_t i = 0; code == NA_OK && i < na_snapshot_layer_count(snapshot); i++) {
        const struct na_layer *layer = na_snapshot_layer(snapshot, i);
        if (is_of_kind(layer, question->kind)) {
            code = search_layer(snapshot, layer, answer, reterr);
        }
    }
    answer->has_nearest = answer->has_nearest && answer->inside.count == 0;
    if (code == NA_OK && question->wards != NULL) {
        code = find_ward(snapshot, question->wards, question, &answer->ward, reterr);
        answer->has_ward = code == NA_OK;
    }
    return code;
}

enum na_code na_hotspots_find(const struct na_snapshot *snapshot,
                              const struct na_hotspots_question *question,
                              struct na_hotspots_answer *ret_answer, struct na_error *reterr)
{
    if (question->has_position && !question->position.has_lonlat) {
        return na_fail(reterr, NA_ERR_OUTSIDE,
                       "The position lies outside the transformation, so no distance can be "
                       "measured from it");
    }
    begin(snapshot, question, ret_answer);
    enum na_code code = question->has_position ? search_all(snapshot, ret_answer, reterr) : NA_OK;
    warn(snapshot, ret_answer);
    return code;
}

bool na_hotspots_table_row(const struct na_snapshot *snapshot,
                           const struct na_hotspots_answer *answer,
                           const struct na_ready_table *table, uint32_t *ret_ward,
                           struct na_ready_row *ret_row, bool *ret_certain)
{
    struct na_ward_answer other;
    const struct na_ward_answer *ward = &answer->ward;
    *ret_ward = NA_AREA_NONE;
    *ret_certain = false;
    if (!answer->has_ward) {
        return false;
    }
    if (table->layer != answer->question.wards) {
        struct na_error error;
        if (find_ward(snapshot, table->layer, &answer->question, &other, &error) != NA_OK) {
            return false;
        }
        ward = &other;
    }
    *ret_ward = ward->ward;
    *ret_certain = ward->certain;
    for (uint32_t i = 0; ward->ward != NA_AREA_NONE && i < table->row_count; i++) {
        na_snapshot_table_row(snapshot, table, i, ret_row);
        if (ret_row->ward == ward->ward) {
            return true;
        }
    }
    return false;
}
