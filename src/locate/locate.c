/* The order in which a text is read, and the readings that need no data. */
#include "locate/locate.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/fail.h"
#include "base/number.h"
#include "geo/gridref.h"
#include "locate/private.h"
#include "locate/question_position.h"
#include "question/param_rows.h"
#include "question/params.h"

/* Metres in a degree of a great circle, for the accuracy of figures that were cut. */
#define DEGREE_M 111320.0
/* No number of a position is as large. */
#define PAIR_MAX 1e7
/* Bytes of a number of 100 characters, whatever signs and blanks it has. */
#define PAIR_TEXT 320
/* Decimals beyond these (a centimetre) say how a program writes numbers, not how exact they are. */
#define DECIMALS_MEANT_MAX 7

/* "54.68, -1.21" or "54.68 -1.21" as two texts; false if it is not two numbers. */
static const struct na_param_spec position_specs[] = {NA_POSITION_ROWS};
static const struct na_param_specs position_params = NA_PARAM_LIST(position_specs);

static bool split_pair(struct na_str text, struct na_str *ret_first, struct na_str *ret_second,
                       bool *ret_comma)
{
    const char *comma = memchr(text.bytes, ',', text.length);
    const char *mark = comma != NULL ? comma : memchr(text.bytes, ' ', text.length);
    double number = 0.0;
    if (mark == NULL) {
        return false;
    }
    struct na_str first = {text.bytes, (size_t)(mark - text.bytes)};
    struct na_str second = {mark + 1, text.length - first.length - 1};
    *ret_first = na_str_trim(first);
    *ret_second = na_str_trim(second);
    *ret_comma = comma != NULL;
    return na_number_parse(*ret_first, &number) && fabs(number) < PAIR_MAX &&
           na_number_parse(*ret_second, &number) && fabs(number) < PAIR_MAX;
}

static size_t decimals_of(struct na_str number)
{
    const char *point = memchr(number.bytes, '.', number.length);
    size_t count = 0;
    for (const char *c = point; c != NULL && ++c < number.bytes + number.length;) {
        if (*c < '0' || *c > '9') {
            break;
        }
        count++;
    }
    return count < DECIMALS_MEANT_MAX ? count : DECIMALS_MEANT_MAX;
}

/* What the figures that are not there may hide. */
static double cut_accuracy_m(struct na_str lat, struct na_str lon, double lat_deg)
{
    double north_m = 0.5 * pow(10.0, -(double)decimals_of(lat)) * DEGREE_M;
    double east_m = 0.5 * pow(10.0, -(double)decimals_of(lon)) * DEGREE_M *
                    cos(lat_deg * 3.14159265358979323846 / 180.0);
    return hypot(north_m, east_m);
}

enum na_code na_locate_read_pair(struct na_session *session, const char *const names[2],
                                 struct na_str first, struct na_str second,
                                 struct na_position *ret_position, struct na_error *reterr)
{
    char first_text[PAIR_TEXT];
    char second_text[PAIR_TEXT];
    struct na_error error = {.code = NA_OK};
    (void)na_text_copy_str(first_text, sizeof first_text, first);
    (void)na_text_copy_str(second_text, sizeof second_text, second);
    struct na_param params[2] = {{names[0], first_text}, {names[1], second_text}};
    enum na_code code = na_params_check(&position_params, params, 2, &error);
    if (code == NA_OK) {
        code = na_position_read(session, params, 2, ret_position, &error);
    }
    if (code != NA_OK && reterr != NULL) {
        *reterr = error;
        (void)na_text_copy(reterr->field, sizeof reterr->field, "q");
    }
    return code;
}

/* Neither number can be degrees: metres of the National Grid, as they are written on a log. */
static bool is_grid_pair(struct na_str first, struct na_str second)
{
    double numbers[2] = {0.0, 0.0};
    return na_number_parse(first, &numbers[0]) && na_number_parse(second, &numbers[1]) &&
           numbers[0] > 1000.0 && numbers[1] > 1000.0;
}

static void fill_degrees(struct na_candidate *candidate, const struct na_position *position,
                         struct na_str lat, struct na_str lon)
{
    candidate->at = position->at;
    candidate->has_lonlat = true;
    candidate->accuracy_m = cut_accuracy_m(lat, lon, position->at.lat_deg);
    (void)snprintf(candidate->label, sizeof candidate->label, "%.6f, %.6f", position->at.lat_deg,
                   position->at.lon_deg);
    (void)snprintf(candidate->why, sizeof candidate->why,
                   "Two numbers are latitude and longitude, as exact as their decimals");
}

static void fill_metres(struct na_candidate *candidate, const struct na_position *position,
                        struct na_str easting, struct na_str northing)
{
    candidate->grid = position->grid;
    candidate->has_grid = true;
    candidate->accuracy_m = hypot(0.5 * pow(10.0, -(double)decimals_of(easting)),
                                  0.5 * pow(10.0, -(double)decimals_of(northing)));
    (void)snprintf(candidate->label, sizeof candidate->label, "%.0f, %.0f",
                   position->grid.easting_m, position->grid.northing_m);
    (void)snprintf(candidate->why, sizeof candidate->why,
                   "Two large numbers are easting and northing in metres of the National Grid");
}

static enum na_code locate_coordinates(struct na_session *session, struct na_str text,
                                       struct na_located *ret_located, bool *ret_taken,
                                       struct na_error *reterr)
{
    static const char *const degrees[2] = {"lat", "lon"};
    static const char *const metres[2] = {"easting", "northing"};
    struct na_str first;
    struct na_str second;
    struct na_position position;
    bool comma = false;
    *ret_taken = split_pair(text, &first, &second, &comma) &&
                 (comma || (decimals_of(first) > 0 && decimals_of(second) > 0) ||
                  (first.length >= 5 && second.length >= 5));
    if (!*ret_taken) {
        return NA_OK;
    }
    bool grid = is_grid_pair(first, second);
    enum na_code code =
        na_locate_read_pair(session, grid ? metres : degrees, first, second, &position, reterr);
    if (code != NA_OK) {
        return code;
    }
    na_located_init(ret_located, "coordinates");
    struct na_candidate *candidate = na_located_add(ret_located);
    candidate->type = NA_CANDIDATE_COORDINATES;
    candidate->kind = "coordinates";
    (grid ? fill_metres : fill_degrees)(candidate, &position, first, second);
    ret_located->confident = 0;
    return na_candidate_complete(session, candidate, reterr);
}

static enum na_code locate_gridref(struct na_session *session, struct na_str text,
                                   struct na_located *ret_located, bool *ret_taken,
                                   struct na_error *reterr)
{
    struct na_grid centre;
    double accuracy_m = 0.0;
    unsigned int figures = 0;
    *ret_taken = na_gridref_parse(text, &centre, &accuracy_m);
    if (!*ret_taken) {
        return NA_OK;
    }
    for (size_t i = 0; i < text.length; i++) {
        figures += text.bytes[i] >= '0' && text.bytes[i] <= '9';
    }
    na_located_init(ret_located, "gridref");
    struct na_candidate *candidate = na_located_add(ret_located);
    candidate->type = NA_CANDIDATE_GRIDREF;
    candidate->kind = "gridref";
    candidate->grid = centre;
    candidate->has_grid = true;
    candidate->accuracy_m = accuracy_m;
    na_gridref_format(candidate->label, centre, figures);
    (void)snprintf(candidate->why, sizeof candidate->why,
                   "A National Grid reference of %u figures: the centre of its square", figures);
    ret_located->confident = 0;
    return na_candidate_complete(session, candidate, reterr);
}

/* "NW10" is a district of London and a square of the grid: where the pack knows the first, both are
 * offered. */
static enum na_code locate_gridref_or_part(struct na_session *session, struct na_str text,
                                           struct na_located *ret_located, bool *ret_taken,
                                           struct na_error *reterr)
{
    struct na_located part = {.count = 0};
    bool is_part = false;
    enum na_code code = locate_gridref(session, text, ret_located, ret_taken, reterr);
    if (code != NA_OK || !*ret_taken) {
        return code;
    }
    code = na_locate_part(session, text, &part, &is_part, reterr);
    if (code == NA_OK && is_part && part.count > 0) {
        struct na_candidate *also = na_located_add(ret_located);
        *also = part.candidates[0];
        ret_located->confident = NA_CANDIDATES_NONE;
    }
    return code;
}

static enum na_code fail_nowhere(struct na_located *ret_located, struct na_error *reterr)
{
    na_located_init(ret_located, "name");
    (void)na_fail(reterr, NA_ERR_PLACE_UNKNOWN, "Nothing of that name is known");
    return na_fail_at(reterr, NA_ERR_PLACE_UNKNOWN, NULL, 0, "q",
                      "Give a postcode, a grid reference, or fewer words of the name");
}

static enum na_code locate_rest(struct na_session *session, struct na_str text, size_t limit,
                                struct na_located *ret_located, struct na_error *reterr)
{
    enum na_code code = na_locate_name(session, text, limit, ret_located, reterr);
    if (code != NA_OK || ret_located->count > 0) {
        return code;
    }
    return na_locate_has_area(session->snapshot, text)
               ? na_locate_fail_part(session, text, ret_located, reterr)
               : fail_nowhere(ret_located, reterr);
}

typedef enum na_code reading(struct na_session *session, struct na_str text,
                             struct na_located *ret_located, bool *ret_taken,
                             struct na_error *reterr);

static enum na_code locate_any(struct na_session *session, struct na_str text, size_t limit,
                               struct na_located *ret_located, struct na_error *reterr)
{
    static reading *const readings[] = {
        na_locate_degrees, locate_coordinates, locate_gridref_or_part, na_locate_unit,
        na_locate_part,    na_locate_short,    na_locate_w3w};
    for (size_t i = 0; i < sizeof readings / sizeof readings[0]; i++) {
        bool taken = false;
        enum na_code code = readings[i](session, text, ret_located, &taken, reterr);
        if (code != NA_OK || taken) {
            return code;
        }
    }
    return locate_rest(session, text, limit, ret_located, reterr);
}

enum na_code na_locate(struct na_session *session, const char *text, size_t limit,
                       struct na_located *ret_located, struct na_error *reterr)
{
    na_located_init(ret_located, "name");
    enum na_code code =
        locate_any(session, na_str_trim(na_str_of(text)), limit, ret_located, reterr);
    if (ret_located->count > limit) {
        ret_located->count = limit;
        ret_located->more = true;
    }
    if (code != NA_OK && reterr != NULL && reterr->field[0] != '\0') {
        (void)na_text_copy(reterr->field, sizeof reterr->field, "q");
    }
    return code;
}

enum na_code na_locate_postcode(struct na_session *session, const char *text,
                                struct na_located *ret_located, struct na_error *reterr)
{
    struct na_str trimmed = na_str_trim(na_str_of(text));
    bool taken = false;
    enum na_code code = na_locate_unit(session, trimmed, ret_located, &taken, reterr);
    if (code == NA_OK && !taken) {
        code = na_locate_part(session, trimmed, ret_located, &taken, reterr);
    }
    if (code == NA_OK && !taken) {
        code = na_locate_short(session, trimmed, ret_located, &taken, reterr);
    }
    if (code != NA_OK || taken) {
        return code;
    }
    if (na_locate_is_part(trimmed)) {
        return na_locate_fail_part(session, trimmed, ret_located, reterr);
    }
    (void)na_fail(reterr, NA_ERR_PARAM_MALFORMED, "The postcode is not of the form of one");
    return na_fail_at(reterr, NA_ERR_PARAM_MALFORMED, NULL, 0, "postcode",
                      "For example postcode=TS24 8AY, postcode=TS24 8 or postcode=TS24");
}

enum na_code na_locate_one(struct na_session *session, const char *text, bool as_postcode,
                           struct na_candidate *ret_candidate, struct na_error *reterr)
{
    struct na_located *located = NULL;
    enum na_code code = na_session_room(session, &located, reterr);
    if (code != NA_OK) {
        return code;
    }
    na_located_init(located, "name");
    code = as_postcode ? na_locate_postcode(session, text, located, reterr)
                       : na_locate(session, text, 10, located, reterr);
    if (code == NA_OK && located->confident == NA_CANDIDATES_NONE) {
        (void)na_fail(reterr, NA_ERR_AMBIGUOUS_PLACE,
                      located->count == 1 ? "It is not certain which place is meant"
                                          : "More than one place may be meant");
        code = na_fail_at(reterr, NA_ERR_AMBIGUOUS_PLACE, NULL, 0, as_postcode ? "postcode" : "q",
                          "Choose one of the candidates");
    } else if (code == NA_OK) {
        *ret_candidate = located->candidates[located->confident];
    }
    session->has_refused = na_locate_refuses(code);
    return code;
}
