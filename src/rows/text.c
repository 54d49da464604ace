/* The position of a row from one text: both numbers in one column, well-known text, a postcode, a
 * grid reference. */
#include <math.h>
#include <string.h>

#include "base/fail.h"
#include "geo/angle.h"
#include "geo/gridref.h"
#include "locate/locate.h"
#include "rows/private.h"

static void blame(struct batch_worker *worker, struct na_str text, const char *reason,
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

/* "54.68, -1.21", in brackets or not; "450900, 532600" is easting and northing. */
static enum na_code read_pair(struct batch_worker *worker, struct na_str text,
                              struct batch_place *place, struct na_error *reterr)
{
    static const char marks[] = {';', ',', ' ', '\t', '/'};
    struct na_str whole = text;
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
        bool numbers = na_angle_read(a, NA_ANGLE_LAT, NA_NUMBER_POINT, &first) == NA_NUMBER_GOOD &&
                       na_angle_read(b, NA_ANGLE_LON, NA_NUMBER_POINT, &second) == NA_NUMBER_GOOD;
        if (numbers) {
            worker->by_grid = is_far(first, second);
            return worker->by_grid ? na_batch_position_read(worker, a, b, place, reterr)
                                   : na_batch_position_read(worker, b, a, place, reterr);
        }
    }
    blame(worker, text, "not a latitude and a longitude", place);
    return NA_OK;
}

/* POINT (x y), SRID=27700;POINT (x y), POINT Z (x y z). */
static enum na_code read_wkt(struct batch_worker *worker, struct na_str text,
                             struct batch_place *place, struct na_error *reterr)
{
    char word[8];
    const char *semicolon = memchr(text.bytes, ';', text.length);
    struct na_str point = text;
    if (semicolon != NULL) {
        point = (struct na_str){semicolon + 1, text.length - (size_t)(semicolon + 1 - text.bytes)};
    }
    const char *open = memchr(point.bytes, '(', point.length);
    (void)na_text_copy_str(word, 6, point);
    if (open == NULL || !na_text_same_fold(word, "POINT")) {
        blame(worker, text, "not a POINT in well-known text", place);
        return NA_OK;
    }
    struct na_str rest = {open + 1, point.length - (size_t)(open + 1 - point.bytes)};
    struct na_str parts[2];
    for (size_t i = 0; i < 2; i++) {
        size_t length = 0;
        rest = na_str_trim(rest);
        while (length < rest.length && rest.bytes[length] != ' ' && rest.bytes[length] != ')') {
            length++;
        }
        parts[i] = (struct na_str){rest.bytes, length};
        rest = (struct na_str){rest.bytes + length, rest.length - length};
    }
    double x = 0.0;
    double y = 0.0;
    if (!na_number_parse(parts[0], &x) || !na_number_parse(parts[1], &y)) {
        blame(worker, text, "a POINT without two numbers", place);
        return NA_OK;
    }
    worker->by_grid = is_far(x, y);
    return na_batch_position_read(worker, parts[0], parts[1], place, reterr);
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
        blame(worker, text, "not a grid reference", place);
        return NA_OK;
    }
    position->accuracy_m = fmax(position->accuracy_m, worker->plan->accuracy_m);
    place->has_position = true;
    return worker->plan->wants_lonlat ? na_batch_position_lonlat(worker, position, reterr) : NA_OK;
}

static enum na_code read_postcode(struct batch_worker *worker, struct na_str text,
                                  struct batch_place *place, struct na_error *reterr)
{
    char postcode[64];
    struct na_candidate found;
    struct na_position *position = &place->position;
    if (!na_text_copy_str(postcode, sizeof postcode, text)) {
        blame(worker, text, "not a postcode", place);
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
        return read_wkt(worker, text, place, reterr);
    case NA_POSITION_BY_POSTCODE:
        return read_postcode(worker, text, place, reterr);
    case NA_POSITION_BY_GRIDREF:
        return read_gridref(worker, text, place, reterr);
    default:
        return na_fail(reterr, NA_ERR_INTERNAL, "A position of no form");
    }
}
