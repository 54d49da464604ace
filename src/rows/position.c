/* The position of a row from its texts: two columns of numbers, or one text that holds both
 * numbers, well-known text, a postcode or a grid reference. The usual number has a short way; what
 * it does not know is read as a single question reads it, so that both refuse the same. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/fail.h"
#include "base/number_short.h"
#include "geo/angle.h"
#include "geo/gridref.h"
#include "geo/point_text.h"
#include "locate/locate.h"
#include "question/params.h"
#include "question/session_state.h"
#include "rows/private.h"
/* A swapped position is this near to the pack at most; generous, since it only saves the question.
 */
#define SWAP_REACH_DEG 2.0

void na_batch_place_mark(struct batch_place *place, enum na_batch_match match, enum na_code code,
                         size_t column, struct na_str value, const char *reason)
{
    place->match = match;
    place->code = code;
    place->column = column;
    place->value = value;
    place->reason = reason;
}

static enum na_number_fault read_number(struct na_str text, bool metres, enum na_angle_axis axis,
                                        enum na_number_marks marks, double *ret_value)
{
    if (marks == NA_NUMBER_POINT && na_number_short(text, ret_value)) {
        return NA_NUMBER_GOOD;
    }
    return metres ? na_number_read(text, marks, ret_value)
                  : na_angle_read(text, axis, marks, ret_value);
}

/* The row is bad: one of its numbers is not a number. */
static void blame_number(struct batch_worker *worker, struct na_str text, enum na_angle_axis axis,
                         enum na_number_fault fault, struct batch_place *place)
{
    const struct batch_binding *binding = worker->binding;
    char reason[NA_NUMBER_REASON];
    if (worker->by_grid) {
        na_number_reason(text, fault, reason);
    } else {
        na_angle_reason(text, axis, fault, reason);
    }
    (void)na_fail(&worker->error, NA_ERR_PARAM_MALFORMED, "%s", reason);
    na_batch_place_mark(place, NA_BATCH_BAD, NA_ERR_PARAM_MALFORMED,
                        axis == NA_ANGLE_LON ? binding->x : binding->y, text,
                        worker->error.message);
}

/* What a single question says to the same position: NA_OK with the position read, or the reason in
 * the worker's error. */
static enum na_code ask(struct batch_worker *worker, struct na_str x, struct na_str y,
                        struct na_position *ret_position)
{
    char x_text[112];
    char y_text[112];
    (void)na_text_copy_str(x_text, sizeof x_text, x);
    (void)na_text_copy_str(y_text, sizeof y_text, y);
    const struct na_param params[2] = {{worker->by_grid ? "easting" : "lon", x_text},
                                       {worker->by_grid ? "northing" : "lat", y_text}};
    enum na_code code = na_params_check(&na_ward_params, params, 2, &worker->error);
    if (code != NA_OK) {
        return na_position_explain(params, 2, code, &worker->error);
    }
    return na_position_read(worker->session, params, 2, ret_position, &worker->error);
}

/* Not the position's fault: nothing can be said about the row. */
static bool is_failure(enum na_code code)
{
    return code == NA_ERR_MEMORY || code == NA_ERR_CRS || code == NA_ERR_INTERNAL;
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
    na_batch_place_mark(place, NA_BATCH_BAD, worker->error.code, is_x ? binding->x : binding->y,
                        is_x ? x : y, worker->error.message);
}

/* Fill in longitude and latitude of a grid position where they are wanted. */
/* Fill in longitude and latitude of a grid position. */
static enum na_code fill_lonlat(struct batch_worker *worker, struct na_position *position,
                                struct na_error *reterr)
{
    const struct na_crs *crs = NULL;
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
enum na_code na_batch_position_read(struct batch_worker *worker, struct na_str x, struct na_str y,
                                    struct batch_place *place, struct na_error *reterr)
{
    struct na_position *position = &place->position;
    bool metres = worker->by_grid;
    double first = 0.0;
    double second = 0.0;
    bool good = true;
    enum na_number_fault fault =
        read_number(x, metres, NA_ANGLE_LON, worker->binding->x_marks, &first);
    if (fault != NA_NUMBER_GOOD) {
        blame_number(worker, x, NA_ANGLE_LON, fault, place);
        return NA_OK;
    }
    fault = read_number(y, metres, NA_ANGLE_LAT, worker->binding->y_marks, &second);
    if (fault != NA_NUMBER_GOOD) {
        blame_number(worker, y, NA_ANGLE_LAT, fault, place);
        return NA_OK;
    }
    if (metres) {
        good = first >= 0.0 && first <= NA_GRID_EASTING_MAX_M && second >= 0.0 &&
               second <= NA_GRID_NORTHING_MAX_M && (first > 180.0 || second > 180.0);
    } else {
        /* Exactly zero by intention: that is what an empty field becomes. */
        good = fabs(first) <= 180.0 && fabs(second) <= 90.0 && !(first == 0.0 && second == 0.0);
    }
    *position =
        (struct na_position){.source = metres ? NA_POSITION_EASTING_NORTHING : NA_POSITION_LAT_LON,
                             .has_lonlat = !metres,
                             .has_grid = metres,
                             .accuracy_m = worker->plan->accuracy_m,
                             .terminated = NA_DATE_NONE};
    if (!good) {
        enum na_code code = ask(worker, x, y, position);
        if (is_failure(code)) {
            return na_fail(reterr, code, "%s", worker->error.message);
        }
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
        return worker->plan->wants_lonlat ? fill_lonlat(worker, position, reterr) : NA_OK;
    }
    position->at = (struct na_lonlat){first, second};
    position->grid = (struct na_grid){NAN, NAN};
    place->has_position = true;
    return NA_OK;
}

/* A position in no ward: would a single question have refused it for looking swapped? */
enum na_code na_batch_position_check(struct batch_worker *worker, struct na_str x, struct na_str y,
                                     struct batch_place *place, struct na_error *reterr)
{
    const struct na_batch_plan *plan = worker->plan;
    const struct na_position *position = &place->position;
    if (worker->binding->form > NA_POSITION_METRES || !plan->has_box ||
        (position->has_lonlat && na_bbox_holds(&plan->swap_box, position->at))) {
        return NA_OK;
    }
    if (!position->has_grid) {
        struct na_bbox reach = na_bbox_grow(&plan->swap_box, SWAP_REACH_DEG);
        struct na_lonlat swapped = {position->at.lat_deg, position->at.lon_deg};
        if (!na_bbox_holds(&reach, swapped)) {
            return NA_OK;
        }
    } else if (position->grid.northing_m > NA_GRID_EASTING_MAX_M) {
        return NA_OK;
    }
    struct na_position read;
    enum na_code code = ask(worker, x, y, &read);
    if (is_failure(code)) {
        return na_fail(reterr, code, "%s", worker->error.message);
    }
    if (code != NA_OK) {
        blame(worker, x, y, place);
    }
    return NA_OK;
}
static void blame_text(struct batch_worker *worker, struct na_str text, const char *reason,
                       struct batch_place *place)
{
    (void)na_fail(&worker->error, NA_ERR_PARAM_MALFORMED, "%s", reason);
    na_batch_place_mark(place, NA_BATCH_BAD, NA_ERR_PARAM_MALFORMED, worker->binding->x, text,
                        worker->error.message);
}

static bool is_far(double a, double b)
{
    return fabs(a) > 180.0 || fabs(b) > 180.0;
}

/* Whose numbers are degrees (WGS84 and ETRS89, which are one here), and whose metres of the grid.
 */
static bool is_srid_known(uint32_t srid)
{
    return srid == 0 || srid == 4326 || srid == 4258 || srid == 27700;
}

/* A point as GIS programs write it. */
static enum na_code read_point(struct batch_worker *worker, struct na_str text,
                               struct batch_place *place, struct na_error *reterr)
{
    struct na_point_text point;
    const char *reason = na_point_text_read(text, &point);
    if (reason != NULL) {
        blame_text(worker, text, reason, place);
        return NA_OK;
    }
    if (point.is_empty) {
        na_batch_place_mark(place, NA_BATCH_NO_LOCATION, NA_ERR_PARAM_MISSING, BATCH_COLUMN_NONE,
                            (struct na_str){"", 0}, "no position");
        return NA_OK;
    }
    if (!is_srid_known(point.srid)) {
        char sentence[128];
        (void)snprintf(sentence, sizeof sentence,
                       "its coordinate system is EPSG:%u: write it in EPSG:4326 or EPSG:27700",
                       (unsigned int)point.srid);
        blame_text(worker, text, sentence, place);
        return NA_OK;
    }
    worker->by_grid = point.srid == 27700 || (point.srid == 0 && is_far(point.x, point.y));
    char *x_text = worker->point_texts[0];
    char *y_text = worker->point_texts[1];
    size_t x_length = na_number_shortest(&worker->point_texts[0], point.x);
    size_t y_length = na_number_shortest(&worker->point_texts[1], point.y);
    return na_batch_position_read(worker, (struct na_str){x_text, x_length},
                                  (struct na_str){y_text, y_length}, place, reterr);
}

/* "54.68, -1.21", in brackets or not; "450900, 532600" is easting and northing. */
static enum na_code read_pair(struct batch_worker *worker, struct na_str text,
                              struct batch_place *place, struct na_error *reterr)
{
    static const char marks[] = {';', ',', ' ', '\t', '/'};
    struct na_str whole = text;
    char letter = text.length > 0 ? na_ascii_lower(text.bytes[0]) : '\0';
    if (letter == 'p' || (letter == 's' && memchr(text.bytes, ';', text.length) != NULL)) {
        return read_point(worker, text, place, reterr); /* "POINT(...)", "SRID=4326;POINT(...)" */
    }
    if (text.length > 1 && (text.bytes[0] == '(' || text.bytes[0] == '[')) {
        whole = na_str_trim((struct na_str){text.bytes + 1, text.length - 2});
    }
    for (size_t i = 0; i < sizeof marks; i++) {
        double first = 0.0;
        double second = 0.0;
        const char *mark = memchr(whole.bytes, marks[i], whole.length);
        if (mark == NULL) {
            continue;
        }
        struct na_str a = {whole.bytes, (size_t)(mark - whole.bytes)};
        struct na_str b = {mark + 1, whole.length - a.length - 1};
        a = na_str_trim(a);
        b = na_str_trim(b);
        enum na_number_marks figures = worker->binding->x_marks;
        bool numbers = na_angle_read(a, NA_ANGLE_LAT, figures, &first) == NA_NUMBER_GOOD &&
                       na_angle_read(b, NA_ANGLE_LON, figures, &second) == NA_NUMBER_GOOD;
        if (numbers) {
            worker->by_grid = is_far(first, second);
            return worker->by_grid ? na_batch_position_read(worker, a, b, place, reterr)
                                   : na_batch_position_read(worker, b, a, place, reterr);
        }
    }
    blame_text(worker, text, "not a latitude and a longitude", place);
    return NA_OK;
}

static enum na_code read_gridref(struct batch_worker *worker, struct na_str text,
                                 struct batch_place *place, struct na_error *reterr)
{
    struct na_position *position = &place->position;
    *position = (struct na_position){.source = NA_POSITION_GRIDREF,
                                     .at = {NAN, NAN},
                                     .has_grid = true,
                                     .terminated = NA_DATE_NONE};
    if (!na_gridref_parse(text, &position->grid, &position->accuracy_m)) {
        blame_text(worker, text, "not a grid reference", place);
        return NA_OK;
    }
    position->accuracy_m = fmax(position->accuracy_m, worker->plan->accuracy_m);
    place->has_position = true;
    return worker->plan->wants_lonlat ? fill_lonlat(worker, position, reterr) : NA_OK;
}

static enum na_code read_postcode(struct batch_worker *worker, struct na_str text,
                                  struct batch_place *place, struct na_error *reterr)
{
    char postcode[64];
    struct na_candidate found;
    struct na_position *position = &place->position;
    if (!na_text_copy_str(postcode, sizeof postcode, text)) {
        blame_text(worker, text, "not a postcode", place);
        return NA_OK;
    }
    enum na_code code = na_locate_one(worker->session, postcode, true, &found, &worker->error);
    if (code == NA_ERR_MEMORY || code == NA_ERR_CRS || code == NA_ERR_INTERNAL) {
        return na_fail(reterr, code, "%s", worker->error.message);
    }
    if (code != NA_OK) {
        na_batch_place_mark(place, NA_BATCH_BAD, code, worker->binding->x, text,
                            worker->error.message);
        return NA_OK;
    }
    *position = (struct na_position){.source = NA_POSITION_POSTCODE,
                                     .at = found.at,
                                     .grid = found.grid,
                                     .has_lonlat = found.has_lonlat,
                                     .has_grid = found.has_grid,
                                     .accuracy_m = fmax(found.accuracy_m, worker->plan->accuracy_m),
                                     .terminated = found.terminated};
    place->has_position = true;
    return NA_OK;
}

enum na_code na_batch_text_read(struct batch_worker *worker, struct na_str text,
                                struct batch_place *place, struct na_error *reterr)
{
    switch (worker->binding->form) {
    case NA_POSITION_PAIR:
        return read_pair(worker, text, place, reterr);
    case NA_POSITION_WKT:
        return read_point(worker, text, place, reterr);
    case NA_POSITION_IN_POSTCODE:
        return read_postcode(worker, text, place, reterr);
    case NA_POSITION_IN_GRIDREF:
        return read_gridref(worker, text, place, reterr);
    default:
        return na_fail(reterr, NA_ERR_INTERNAL, "A position of no form");
    }
}
