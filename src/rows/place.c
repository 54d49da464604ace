/* Where a row is, from the texts of its position. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/date_read.h"
#include "base/fail.h"
#include "data/layer_cover.h"
#include "question/params.h"
#include "question/session_state.h"
#include "question/vintage.h"
#include "rows/private.h"

enum na_code na_batch_worker_init(struct batch_worker *worker, const struct na_batch_plan *plan,
                                  const struct batch_binding *binding, struct na_error *reterr)
{
    worker->plan = plan;
    worker->binding = binding;
    worker->session = NULL;
    worker->way = na_csv_way_best();
    worker->day_known = false;
    worker->recorder = NULL;
    worker->recorder_context = NULL;
    worker->row_base = 0;
    worker->wants_faults = false;
    worker->nearest_kind = NULL;
    worker->last_layer = NULL;
    worker->last_number = 0;
    worker->streets = NULL;
    enum na_code code = na_session_new(plan->snapshot, &worker->session, reterr);
    return code == NA_OK && plan->wants_walks
               ? na_session_streets(worker->session, &worker->streets, reterr)
               : code;
}

void na_batch_worker_fini(struct batch_worker *worker)
{
    na_session_free(worker->session);
    worker->session = NULL;
}

void na_batch_place_bad(struct batch_place *place, const char *reason)
{
    *place = (struct batch_place){.area = NA_AREA_NONE};
    na_batch_place_mark(place, NA_BATCH_BAD, NA_ERR_BODY, BATCH_COLUMN_NONE, (struct na_str){"", 0},
                        reason);
}

/* The vintage of a day given as text; the last one is remembered, as months come in runs. */
static bool choose_day(struct batch_worker *worker, struct na_str text, struct batch_place *place)
{
    const struct na_batch_plan *plan = worker->plan;
    text = na_str_trim(text);
    if (!worker->day_known || worker->day_length != text.length ||
        memcmp(worker->day_text, text.bytes, text.length) != 0) {
        worker->day_known = text.length <= sizeof worker->day_text;
        worker->day_length = text.length;
        worker->day_layer = plan->newest;
        worker->day_none_valid = false;
        worker->day_good = text.length == 0;
        worker->day = NA_DATE_NONE;
        if (worker->day_known && text.length > 0) {
            memcpy(worker->day_text, text.bytes, text.length);
            struct na_date_found found;
            worker->day_good = na_date_read(text, worker->binding->order, &found);
            worker->day = worker->day_good ? found.day : NA_DATE_NONE;
        }
        if (worker->day_good && text.length > 0 && plan->newest != NULL) {
            worker->day_good =
                na_vintage_choose(plan->snapshot, NULL, worker->day, &worker->day_layer,
                                  &worker->day_none_valid, NULL) == NA_OK;
        }
    }
    if (!worker->day_good) {
        na_batch_place_mark(place, NA_BATCH_BAD, NA_ERR_PARAM_MALFORMED, worker->binding->as_at,
                            text,
                            "not a day or month that is understood: write YYYY-MM-DD or YYYY-MM");
        return false;
    }
    place->day_given = text.length > 0;
    place->day = worker->day;
    place->layer = worker->day_layer;
    place->none_valid = worker->day_none_valid;
    return true;
}

static bool choose_layer(struct batch_worker *worker, struct na_str as_at,
                         struct batch_place *place)
{
    const struct na_batch_plan *plan = worker->plan;
    if (worker->binding->as_at != BATCH_COLUMN_NONE) {
        return choose_day(worker, as_at, place);
    }
    place->layer = plan->layer;
    place->none_valid = plan->none_valid;
    place->day_given = plan->as_at_given;
    place->day = plan->as_at;
    return true;
}

static void find_ward(struct batch_worker *worker, struct batch_place *place)
{
    const struct na_layer *layer = place->layer;
    const struct na_position *position = &place->position;
    if (layer == NULL) {
        na_batch_place_mark(place, NA_BATCH_NONE, NA_OK, BATCH_COLUMN_NONE, (struct na_str){"", 0},
                            "the pack has no wards");
        return;
    }
    bool by_grid = na_boundary_by_grid(layer, position);
    if (!by_grid && !position->has_lonlat) {
        na_batch_place_mark(
            place, NA_BATCH_BAD, NA_ERR_OUTSIDE, worker->binding->x, (struct na_str){"", 0},
            "The position lies outside the transformation, and the wards are in degrees");
        place->layer = NULL;
        return;
    }
    bool on_boundary = false;
    uint32_t area = na_layer_lowest(layer, position->at,
                                    position->has_grid ? &position->grid : NULL, &on_boundary);
    if (area == NA_AREA_NONE) {
        na_batch_place_mark(place, NA_BATCH_NONE, NA_OK, BATCH_COLUMN_NONE, (struct na_str){"", 0},
                            "the position lies in no ward");
        return;
    }
    place->area = area;
    place->match = position->source == NA_POSITION_POSTCODE ? NA_BATCH_POSTCODE
                   : on_boundary                            ? NA_BATCH_BOUNDARY
                                                            : NA_BATCH_INSIDE;
}

/* All that is known about a position in or near wards. */
static enum na_code find_answer(struct batch_worker *worker, struct batch_place *place,
                                struct na_error *reterr)
{
    struct na_ward_question question = {.position = place->position,
                                        .layer = place->layer,
                                        .vintage = worker->plan->vintage,
                                        .as_at_given = place->day_given,
                                        .as_at = place->day,
                                        .none_valid = place->none_valid};
    return na_ward_find(worker->plan->snapshot, &question, &worker->ward, reterr);
}

static void find_assets(struct batch_worker *worker, struct batch_place *place)
{
    if (!place->position.has_lonlat) {
        na_batch_place_mark(
            place, NA_BATCH_BAD, NA_ERR_OUTSIDE, worker->binding->x, (struct na_str){"", 0},
            "The position lies outside the transformation to longitude and latitude");
        return;
    }
    worker->nearest_question = worker->plan->nearest;
    worker->nearest_question.streets = worker->streets;
    worker->nearest_question.position = place->position;
    if (place->day_given) {
        worker->nearest_question.as_at_given = true;
        worker->nearest_question.as_at = place->day;
    }
    na_nearest_find(worker->plan->snapshot, &worker->nearest_question, &worker->nearest);
    if (worker->nearest.found.count > 0) {
        place->match = NA_BATCH_FOUND;
        return;
    }
    na_batch_place_mark(place, NA_BATCH_NONE, NA_OK, BATCH_COLUMN_NONE, (struct na_str){"", 0},
                        "there is no such asset");
}

static enum na_code look_up(struct batch_worker *worker, struct na_str x, struct na_str y,
                            struct batch_place *place, struct na_error *reterr)
{
    enum na_code code = NA_OK;
    if (worker->plan->question == NA_BATCH_NEAREST) {
        code = na_batch_position_check(worker, x, y, place, reterr);
        if (code == NA_OK && place->match != NA_BATCH_BAD) {
            find_assets(worker, place);
        }
        return code;
    }
    find_ward(worker, place);
    if (place->match == NA_BATCH_NONE) {
        code = na_batch_position_check(worker, x, y, place, reterr);
    }
    if (code == NA_OK && worker->plan->wants_answer && place->match != NA_BATCH_BAD) {
        code = find_answer(worker, place, reterr);
    }
    return code;
}

static bool is_blank(char c)
{
    return c == ' ' || (c >= '\t' && c <= '\r');
}

static inline struct na_str trim(struct na_str text)
{
    bool trimmed =
        text.length == 0 || !(is_blank(text.bytes[0]) || is_blank(text.bytes[text.length - 1]));
    return trimmed ? text : na_str_trim(text);
}

/* One text says the position. */
static enum na_code place_text(struct batch_worker *worker, struct na_str text, struct na_str as_at,
                               struct batch_place *place, struct na_error *reterr)
{
    if (na_number_is_missing(text)) {
        na_batch_place_mark(place, NA_BATCH_NO_LOCATION, NA_ERR_PARAM_MISSING, BATCH_COLUMN_NONE,
                            (struct na_str){"", 0}, "no position");
        return NA_OK;
    }
    enum na_code code = na_batch_text_read(worker, text, place, reterr);
    if (code != NA_OK || !place->has_position) {
        return code;
    }
    if (!choose_layer(worker, as_at, place)) {
        place->has_position = false;
        place->layer = NULL;
        return NA_OK;
    }
    return look_up(worker, text, text, place, reterr);
}

/* Blank, or N/A and its like. A figure at the end cannot be: nearly every row ends so. */
static inline bool is_missing(struct na_str text)
{
    return text.length > 0 && (unsigned char)(text.bytes[text.length - 1] - '0') > 9 &&
           na_number_is_missing(text);
}

enum na_code na_batch_place(struct batch_worker *worker, struct na_str x, struct na_str y,
                            struct na_str as_at, struct batch_place *ret_place,
                            struct na_error *reterr)
{
    struct batch_place *place = ret_place;
    place->match = NA_BATCH_INSIDE;
    place->has_position = false;
    place->layer = NULL;
    place->area = NA_AREA_NONE;
    place->none_valid = false;
    place->day_given = false;
    place->code = NA_OK;
    place->column = BATCH_COLUMN_NONE;
    worker->nearest_kind = NULL;
    worker->by_grid = worker->binding->form == NA_POSITION_METRES;
    x = trim(x);
    if (worker->binding->form > NA_POSITION_METRES) {
        return place_text(worker, x, as_at, place, reterr);
    }
    y = trim(y);
    x.length = is_missing(x) ? 0 : x.length;
    y.length = is_missing(y) ? 0 : y.length;
    if (x.length == 0 || y.length == 0) {
        const struct batch_binding *binding = worker->binding;
        if (x.length == y.length) {
            na_batch_place_mark(place, NA_BATCH_NO_LOCATION, NA_ERR_PARAM_MISSING,
                                BATCH_COLUMN_NONE, x, "no position");
        } else {
            na_batch_place_mark(place, NA_BATCH_BAD, NA_ERR_PARAM_MISSING,
                                x.length == 0 ? binding->x : binding->y, (struct na_str){"", 0},
                                "half a position: this one is blank");
        }
        return NA_OK;
    }
    enum na_code code = na_batch_position_read(worker, x, y, place, reterr);
    if (code != NA_OK || !place->has_position) {
        return code;
    }
    if (!choose_layer(worker, as_at, place)) {
        place->has_position = false;
        place->layer = NULL;
        return NA_OK;
    }
    return look_up(worker, x, y, place, reterr);
}
