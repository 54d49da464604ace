/* The position of a row from one text: both numbers in one column, well-known text, a postcode, a
 * grid reference. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/fail.h"
#include "geo/angle.h"
#include "geo/gridref.h"
#include "geo/point_text.h"
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
        blame(worker, text, reason, place);
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
        blame(worker, text, sentence, place);
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
    blame(worker, text, "not a latitude and a longitude", place);
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
        return read_point(worker, text, place, reterr);
    case NA_POSITION_BY_POSTCODE:
        return read_postcode(worker, text, place, reterr);
    case NA_POSITION_BY_GRIDREF:
        return read_gridref(worker, text, place, reterr);
    default:
        return na_fail(reterr, NA_ERR_INTERNAL, "A position of no form");
    }
}
