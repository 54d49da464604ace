/* Where a row is, from the texts of its position. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/fail.h"
#include "query/batch_private.h"
#include "query/params.h"
#include "query/session_state.h"
#include "query/vintage.h"

/* A swapped position is this near to the pack at most; generous, since it only saves the question.
 */
#define SWAP_REACH_DEG 2.0

enum na_code na_batch_worker_init(struct batch_worker *worker, const struct na_batch_plan *plan,
                                  const struct batch_binding *binding, struct na_error *reterr)
{
    worker->plan = plan;
    worker->binding = binding;
    worker->session = NULL;
    worker->way = na_csv_way_best();
    worker->day_known = false;
    worker->watcher = NULL;
    worker->watcher_context = NULL;
    worker->row_base = 0;
    worker->wants_faults = false;
    worker->nearest_kind = NULL;
    worker->last_layer = NULL;
    worker->last_number = 0;
    return na_session_new(plan->snapshot, &worker->session, reterr);
}

void na_batch_worker_fini(struct batch_worker *worker)
{
    na_session_free(worker->session);
    worker->session = NULL;
}

static void mark(struct batch_place *place, enum na_batch_match match, enum na_code code,
                 size_t column, struct na_str value, const char *reason)
{
    place->match = match;
    place->code = code;
    place->column = column;
    place->value = value;
    place->reason = reason;
}

void na_batch_place_bad(struct batch_place *place, const char *reason)
{
    *place = (struct batch_place){.area = NA_AREA_NONE};
    mark(place, NA_BATCH_BAD, NA_ERR_BODY, BATCH_COLUMN_NONE, (struct na_str){"", 0}, reason);
}

/* The common texts: at most 15 digits, which with their point are one exact division (see
 * na_number_parse). False: ask na_number_parse. */
static inline bool read_short(struct na_str text, size_t max_whole, size_t max_fraction,
                              double *ret_value)
{
    static const double powers[] = {1e0, 1e1, 1e2,  1e3,  1e4,  1e5,  1e6,  1e7,
                                    1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15};
    const char *at = text.bytes;
    const char *end = at + text.length;
    bool negative = at < end && *at == '-';
    at += negative;
    const char *from = at;
    uint64_t digits = 0;
    if (text.length > 17) {
        return false;
    }
    for (; at < end && (unsigned char)(*at - '0') < 10; at++) {
        digits = digits * 10 + (uint64_t)(*at - '0');
    }
    size_t whole = (size_t)(at - from);
    size_t fraction = 0;
    if (at < end) {
        if (*at++ != '.') {
            return false;
        }
        from = at;
        for (; at < end && (unsigned char)(*at - '0') < 10; at++) {
            digits = digits * 10 + (uint64_t)(*at - '0');
        }
        fraction = (size_t)(at - from);
        if (at < end || fraction == 0) {
            return false;
        }
    }
    if (whole == 0 || whole > max_whole || fraction > max_fraction || whole + fraction > 15) {
        return false;
    }
    double value = (double)digits / powers[fraction];
    *ret_value = negative ? -value : value;
    return true;
}

static bool read_number(struct na_str text, bool metres, double *ret_value)
{
    unsigned int max_whole = metres ? 7 : 3;
    unsigned int max_fraction = metres ? 6 : 15;
    return read_short(text, max_whole, max_fraction, ret_value) ||
           na_number_parse(text, max_whole, max_fraction, ret_value);
}

/* What a single question says to the same position: NA_OK with the position read, or the reason in
 * the worker's error. */
static enum na_code ask(struct batch_worker *worker, struct na_str x, struct na_str y,
                        struct na_position *ret_position)
{
    const struct batch_binding *binding = worker->binding;
    char x_text[112];
    char y_text[112];
    (void)na_text_copy_str(x_text, sizeof x_text, x);
    (void)na_text_copy_str(y_text, sizeof y_text, y);
    const struct na_param params[2] = {{binding->by_grid ? "easting" : "lon", x_text},
                                       {binding->by_grid ? "northing" : "lat", y_text}};
    enum na_code code = na_params_check(&na_ward_params, params, 2, &worker->error);
    if (code != NA_OK) {
        return na_position_explain(params, 2, code, &worker->error);
    }
    return na_position_read(worker->session, params, 2, ret_position, &worker->error);
}

/* The row is bad for the reason in the worker's error. */
static void blame(struct batch_worker *worker, struct na_str x, struct na_str y,
                  struct batch_place *place)
{
    const struct batch_binding *binding = worker->binding;
    const char *field = worker->error.field;
    bool is_x = strcmp(field, "lon") == 0 || strcmp(field, "easting") == 0;
    place->has_position = false;
    place->layer = NULL;
    place->area = NA_AREA_NONE;
    mark(place, NA_BATCH_BAD, worker->error.code, is_x ? binding->x : binding->y, is_x ? x : y,
         worker->error.message);
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
            worker->day_good = na_batch_day_parse(text, &worker->day);
        }
        if (worker->day_good && text.length > 0 && plan->newest != NULL) {
            worker->day_good =
                na_vintage_choose(plan->snapshot, NULL, worker->day, &worker->day_layer,
                                  &worker->day_none_valid, NULL) == NA_OK;
        }
    }
    if (!worker->day_good) {
        mark(place, NA_BATCH_BAD, NA_ERR_PARAM_MALFORMED, worker->binding->as_at, text,
             "not a day as YYYY-MM-DD or a month as YYYY-MM");
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

/* Fill in longitude and latitude of a grid position where they are wanted. */
static enum na_code add_lonlat(struct batch_worker *worker, struct na_position *position,
                               struct na_error *reterr)
{
    struct na_crs *crs = NULL;
    enum na_code code = na_session_crs(worker->session, &crs, reterr);
    if (code != NA_OK) {
        return code;
    }
    code = na_crs_to_lonlat(crs, position->grid, &position->at, &worker->error);
    position->has_lonlat = code == NA_OK;
    if (code != NA_OK && code != NA_ERR_OUTSIDE) {
        return na_fail(reterr, code, "%s", worker->error.message);
    }
    return NA_OK;
}

/* The position by its texts, or a bad row. */
static enum na_code read_position(struct batch_worker *worker, struct na_str x, struct na_str y,
                                  struct batch_place *place, struct na_error *reterr)
{
    struct na_position *position = &place->position;
    bool metres = worker->binding->by_grid;
    double first = 0.0;
    double second = 0.0;
    bool good = read_number(x, metres, &first) && read_number(y, metres, &second);
    if (good && metres) {
        good = first >= 0.0 && first <= NA_GRID_EASTING_MAX_M && second >= 0.0 &&
               second <= NA_GRID_NORTHING_MAX_M && (first > 180.0 || second > 180.0);
    } else if (good) {
        /* Exactly zero by intention: that is what an empty field becomes. */
        good = fabs(first) <= 180.0 && fabs(second) <= 90.0 && !(first == 0.0 && second == 0.0);
    }
    position->accuracy_m = worker->plan->accuracy_m;
    position->gridref[0] = '\0';
    position->has_lonlat = !metres;
    position->has_grid = metres;
    position->source = metres ? NA_POSITION_EASTING_NORTHING : NA_POSITION_LAT_LON;
    if (!good) {
        enum na_code code = ask(worker, x, y, position);
        if (code == NA_OK) { /* cannot be: the rules above are those of a single question */
            (void)na_fail(&worker->error, NA_ERR_PARAM_MALFORMED, "not a position");
        }
        blame(worker, x, y, place);
        return NA_OK;
    }
    if (metres) {
        position->grid = (struct na_grid){first, second};
        position->at = (struct na_lonlat){NAN, NAN};
        place->has_position = true;
        return worker->plan->wants_lonlat ? add_lonlat(worker, position, reterr) : NA_OK;
    }
    position->at = (struct na_lonlat){first, second};
    position->grid = (struct na_grid){NAN, NAN};
    place->has_position = true;
    return NA_OK;
}

/* A position in no ward: would a single question have refused it for looking swapped? */
static void check_swapped(struct batch_worker *worker, struct na_str x, struct na_str y,
                          struct batch_place *place)
{
    const struct na_batch_plan *plan = worker->plan;
    const struct na_position *position = &place->position;
    if (!plan->has_box || (position->has_lonlat && na_bbox_holds(&plan->swap_box, position->at))) {
        return;
    }
    if (!position->has_grid) {
        struct na_bbox reach = na_bbox_grow(&plan->swap_box, SWAP_REACH_DEG);
        struct na_lonlat swapped = {position->at.lat_deg, position->at.lon_deg};
        if (!na_bbox_holds(&reach, swapped)) {
            return;
        }
    } else if (position->grid.northing_m > NA_GRID_EASTING_MAX_M) {
        return;
    }
    struct na_position read;
    if (ask(worker, x, y, &read) != NA_OK) {
        blame(worker, x, y, place);
    }
}

static enum na_code find_ward(struct batch_worker *worker, struct batch_place *place,
                              struct na_error *reterr)
{
    const struct na_layer *layer = place->layer;
    const struct na_position *position = &place->position;
    bool by_grid = na_boundary_by_grid(layer, position);
    if (!by_grid && !position->has_lonlat) {
        mark(place, NA_BATCH_BAD, NA_ERR_OUTSIDE, worker->binding->x, (struct na_str){"", 0},
             "The position lies outside the transformation, and the wards are in degrees");
        place->layer = NULL;
        return NA_OK;
    }
    struct na_cover cover;
    enum na_code code = by_grid ? na_area_index_cover(&layer->grid, position->grid.easting_m,
                                                      position->grid.northing_m, &cover)
                                : na_area_index_cover(&layer->lonlat, position->at.lon_deg,
                                                      position->at.lat_deg, &cover);
    if (code != NA_OK) {
        return na_fail(reterr, code, "The ward index is damaged");
    }
    if (cover.count == 0) {
        mark(place, NA_BATCH_NONE, NA_OK, BATCH_COLUMN_NONE, (struct na_str){"", 0},
             "the position lies in no ward");
        return NA_OK;
    }
    place->area = cover.areas[0];
    place->match = cover.on_boundary ? NA_BATCH_BOUNDARY : NA_BATCH_INSIDE;
    return NA_OK;
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
        mark(place, NA_BATCH_BAD, NA_ERR_OUTSIDE, worker->binding->x, (struct na_str){"", 0},
             "The position lies outside the transformation to longitude and latitude");
        return;
    }
    worker->nearest_question = worker->plan->nearest;
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
    mark(place, NA_BATCH_NONE, NA_OK, BATCH_COLUMN_NONE, (struct na_str){"", 0},
         "there is no such asset");
}

static enum na_code look_up(struct batch_worker *worker, struct na_str x, struct na_str y,
                            struct batch_place *place, struct na_error *reterr)
{
    enum na_code code = NA_OK;
    if (worker->plan->question == NA_BATCH_NEAREST) {
        check_swapped(worker, x, y, place);
        if (place->match != NA_BATCH_BAD) {
            find_assets(worker, place);
        }
        return NA_OK;
    }
    code = find_ward(worker, place, reterr);
    if (code == NA_OK && place->match == NA_BATCH_NONE) {
        check_swapped(worker, x, y, place);
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
    x = trim(x);
    y = trim(y);
    if (x.length == 0 || y.length == 0) {
        const struct batch_binding *binding = worker->binding;
        if (x.length == y.length) {
            mark(place, NA_BATCH_NO_LOCATION, NA_ERR_PARAM_MISSING, BATCH_COLUMN_NONE, x,
                 "no position");
        } else {
            mark(place, NA_BATCH_BAD, NA_ERR_PARAM_MISSING, x.length == 0 ? binding->x : binding->y,
                 (struct na_str){"", 0}, "half a position: this one is blank");
        }
        return NA_OK;
    }
    enum na_code code = read_position(worker, x, y, place, reterr);
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
