/* Exactly one form of position must be given, and all of it. Each form has a reader; figures that
 * look swapped or left at 0 are refused with what to give instead. A place in words is taken only
 * if it is certain, else the question is refused with the candidates. */
#include "locate/question_position.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/date.h"
#include "base/fail.h"
#include "base/number.h"
#include "geo/angle.h"
#include "locate/locate.h"
#include "question/asked.h"
#include "question/params.h"
#include "question/session_state.h"

/* How far outside the pack's box a position must be before "swapped" is considered. Degrees may be
 * generous: a swap of British degrees lands in the Indian Ocean. A swap of grid coordinates may
 * land 100 km away, so there the margin must be small. */
#define SWAP_MARGIN_LONLAT_DEG 1.0
#define SWAP_MARGIN_GRID_DEG 0.2

/* The texts of the position's parameters, NULL where not given. */
struct typed {
    const char *lat, *lon, *easting, *northing, *gridref, *postcode, *q, *accuracy_m;
};

static void collect(const struct na_param *params, size_t count, struct typed *ret_typed)
{
    *ret_typed = (struct typed){0};
    for (size_t i = 0; i < count; i++) {
        const char *name = params[i].name;
        const char **slot = strcmp(name, "lat") == 0          ? &ret_typed->lat
                            : strcmp(name, "lon") == 0        ? &ret_typed->lon
                            : strcmp(name, "easting") == 0    ? &ret_typed->easting
                            : strcmp(name, "northing") == 0   ? &ret_typed->northing
                            : strcmp(name, "gridref") == 0    ? &ret_typed->gridref
                            : strcmp(name, "postcode") == 0   ? &ret_typed->postcode
                            : strcmp(name, "q") == 0          ? &ret_typed->q
                            : strcmp(name, "accuracy_m") == 0 ? &ret_typed->accuracy_m
                                                              : NULL;
        if (slot != NULL) {
            *slot = params[i].value;
        }
    }
}

static enum na_code fail_half(const char *given, const char *missing, struct na_error *reterr)
{
    (void)na_fail(reterr, NA_ERR_PARAM_MISSING, "%s is given without %s", given, missing);
    return na_fail_at(reterr, NA_ERR_PARAM_MISSING, NULL, 0, missing,
                      "A position is a pair: add the other half");
}

/* Exactly one form, and whole. */
static enum na_code check_forms(const struct typed *typed, struct na_error *reterr)
{
    bool degrees = typed->lat != NULL || typed->lon != NULL;
    bool metres = typed->easting != NULL || typed->northing != NULL;
    int forms = degrees + metres + (typed->gridref != NULL) + (typed->postcode != NULL) +
                (typed->q != NULL);
    if (forms == 0) {
        (void)na_fail(reterr, NA_ERR_PARAM_MISSING, "The position is missing");
        return na_fail_at(reterr, NA_ERR_PARAM_MISSING, NULL, 0, "lat",
                          "Give lat and lon, or easting and northing, or gridref, postcode or q");
    }
    if (forms > 1) {
        (void)na_fail(reterr, NA_ERR_PARAM_CONFLICT, "The position is given in more than one form");
        return na_fail_at(reterr, NA_ERR_PARAM_CONFLICT, NULL, 0,
                          degrees                  ? "lat"
                          : metres                 ? "easting"
                          : typed->gridref != NULL ? "gridref"
                                                   : "postcode",
                          "Give only one of lat and lon, easting and northing, gridref, postcode, "
                          "q");
    }
    if (degrees && (typed->lat == NULL || typed->lon == NULL)) {
        return typed->lat != NULL ? fail_half("lat", "lon", reterr)
                                  : fail_half("lon", "lat", reterr);
    }
    if (metres && (typed->easting == NULL || typed->northing == NULL)) {
        return typed->easting != NULL ? fail_half("easting", "northing", reterr)
                                      : fail_half("northing", "easting", reterr);
    }
    return NA_OK;
}

static enum na_code fail_null_island(const char *field, struct na_error *reterr)
{
    (void)na_fail(reterr, NA_ERR_NULL_ISLAND,
                  "The position is exactly 0,0: most likely it is empty "
                  "where it comes from");
    return na_fail_at(reterr, NA_ERR_NULL_ISLAND, NULL, 0, field, "Give the real position");
}

static enum na_code fail_swapped(const char *first, const char *second, struct na_error *reterr)
{
    char hint[96];
    (void)na_fail(reterr, NA_ERR_LOOKS_SWAPPED,
                  "%s and %s look swapped: the position is far from this data, the exchanged one "
                  "lies within it",
                  first, second);
    (void)snprintf(hint, sizeof hint, "Exchange %s and %s", first, second);
    return na_fail_at(reterr, NA_ERR_LOOKS_SWAPPED, NULL, 0, first, hint);
}

static enum na_code read_degrees(struct na_session *session, const struct typed *typed,
                                 struct na_position *position, struct na_error *reterr)
{
    struct na_lonlat at = {0.0, 0.0};
    if (na_angle_read(na_str_of(typed->lat), NA_ANGLE_LAT, NA_NUMBER_POINT, &at.lat_deg) !=
            NA_NUMBER_GOOD ||
        na_angle_read(na_str_of(typed->lon), NA_ANGLE_LON, NA_NUMBER_POINT, &at.lon_deg) !=
            NA_NUMBER_GOOD) {
        return na_fail(reterr, NA_ERR_PARAM_MALFORMED, "lat or lon is not a number");
    }
    /* Exactly zero by intention: that is what an empty field becomes. */
    if (at.lat_deg == 0.0 && at.lon_deg == 0.0) {
        return fail_null_island("lat", reterr);
    }
    struct na_bbox box;
    if (na_session_interest(session, &box)) {
        struct na_bbox wide = na_bbox_grow(&box, SWAP_MARGIN_LONLAT_DEG);
        struct na_lonlat swapped = {at.lat_deg, at.lon_deg};
        if (!na_bbox_holds(&wide, at) && na_bbox_holds(&wide, swapped)) {
            return fail_swapped("lat", "lon", reterr);
        }
    }
    position->source = NA_POSITION_LAT_LON;
    position->at = at;
    position->has_lonlat = true;
    return NA_OK;
}

/* Is the exchanged grid position within the pack's box while the one given is not near it? */
static bool grid_looks_swapped(struct na_session *session, const struct na_crs *crs,
                               const struct na_position *position)
{
    struct na_bbox box;
    if (!na_session_interest(session, &box)) {
        return false;
    }
    struct na_bbox wide = na_bbox_grow(&box, SWAP_MARGIN_GRID_DEG);
    if (position->has_lonlat && na_bbox_holds(&wide, position->at)) {
        return false;
    }
    struct na_grid swapped = {position->grid.northing_m, position->grid.easting_m};
    struct na_lonlat at;
    return swapped.easting_m <= NA_GRID_EASTING_MAX_M &&
           na_crs_to_lonlat(crs, swapped, &at, NULL) == NA_OK && na_bbox_holds(&box, at);
}

/* Fill in longitude and latitude of a grid position, if the transformation reaches it. */
static enum na_code add_lonlat(struct na_session *session, struct na_position *position,
                               const struct na_crs **ret_crs, struct na_error *reterr)
{
    const struct na_crs *crs = NULL;
    enum na_code code = na_session_crs(session, &crs, reterr);
    if (code != NA_OK) {
        return code;
    }
    struct na_error reason;
    code = na_crs_to_lonlat(crs, position->grid, &position->at, &reason);
    position->has_lonlat = code == NA_OK;
    if (code != NA_OK && code != NA_ERR_OUTSIDE) {
        if (reterr != NULL) {
            *reterr = reason;
        }
        return code;
    }
    *ret_crs = crs;
    return NA_OK;
}

static enum na_code read_metres(struct na_session *session, const struct typed *typed,
                                struct na_position *position, struct na_error *reterr)
{
    struct na_grid grid = {0.0, 0.0};
    if (!na_number_parse(na_str_of(typed->easting), &grid.easting_m) ||
        !na_number_parse(na_str_of(typed->northing), &grid.northing_m)) {
        return na_fail(reterr, NA_ERR_PARAM_MALFORMED, "easting or northing is not a number");
    }
    /* Exactly zero by intention, as above. */
    if (grid.easting_m == 0.0 && grid.northing_m == 0.0) {
        return fail_null_island("easting", reterr);
    }
    if (grid.easting_m <= 180.0 && grid.northing_m <= 180.0) {
        (void)na_fail(reterr, NA_ERR_PARAM_RANGE,
                      "easting and northing look like degrees of longitude and latitude");
        return na_fail_at(reterr, NA_ERR_PARAM_RANGE, NULL, 0, "easting", "Use lat= and lon=");
    }
    position->source = NA_POSITION_EASTING_NORTHING;
    position->grid = grid;
    position->has_grid = true;
    const struct na_crs *crs = NULL;
    enum na_code code = add_lonlat(session, position, &crs, reterr);
    if (code == NA_OK && grid_looks_swapped(session, crs, position)) {
        return fail_swapped("easting", "northing", reterr);
    }
    return code;
}

static unsigned int count_figures(const char *text)
{
    unsigned int figures = 0;
    for (; *text != '\0'; text++) {
        figures += *text >= '0' && *text <= '9';
    }
    return figures;
}

static enum na_code read_gridref(struct na_session *session, const struct typed *typed,
                                 struct na_position *position, struct na_error *reterr)
{
    if (!na_gridref_parse(na_str_of(typed->gridref), &position->grid, &position->accuracy_m)) {
        return na_fail(reterr, NA_ERR_PARAM_MALFORMED, "gridref is not a grid reference");
    }
    position->source = NA_POSITION_GRIDREF;
    position->has_grid = true;
    na_gridref_format(position->gridref, position->grid, count_figures(typed->gridref));
    const struct na_crs *crs = NULL;
    return add_lonlat(session, position, &crs, reterr);
}

static void take_candidate(const struct na_candidate *candidate, struct na_position *position)
{
    position->at = candidate->at;
    position->grid = candidate->grid;
    position->has_lonlat = candidate->has_lonlat;
    position->has_grid = candidate->has_grid;
    position->accuracy_m = candidate->accuracy_m;
    position->terminated = candidate->terminated;
    switch (candidate->type) {
    case NA_CANDIDATE_COORDINATES:
        position->source = NA_POSITION_LAT_LON;
        return;
    case NA_CANDIDATE_GRIDREF:
        position->source = NA_POSITION_GRIDREF;
        (void)na_text_copy(position->gridref, sizeof position->gridref, candidate->label);
        return;
    case NA_CANDIDATE_POSTCODE:
    case NA_CANDIDATE_SECTOR:
    case NA_CANDIDATE_OUTWARD:
        position->source = NA_POSITION_POSTCODE;
        position->is_run = candidate->type != NA_CANDIDATE_POSTCODE;
        (void)na_text_copy(position->postcode, sizeof position->postcode, candidate->label);
        return;
    case NA_CANDIDATE_PLACE:
    case NA_CANDIDATE_ASSET:
    case NA_CANDIDATE_CROSSING:
        position->source = NA_POSITION_PLACE;
        position->place = (struct na_position_place){candidate->kind, na_candidate_name(candidate),
                                                     candidate->place, candidate->id};
        return;
    }
}

static enum na_code read_place(struct na_session *session, const struct typed *typed,
                               struct na_position *position, struct na_error *reterr)
{
    struct na_candidate candidate;
    bool as_postcode = typed->postcode != NULL;
    enum na_code code = na_locate_one(session, as_postcode ? typed->postcode : typed->q,
                                      as_postcode, &candidate, reterr);
    if (code == NA_OK) {
        position->heard = session->refused;
        take_candidate(&candidate, position);
        na_session_asked_kind(session, candidate.type == NA_CANDIDATE_ASSET ? candidate.kind : "");
    }
    return code;
}

void na_warn_of_position(struct na_warnings *warnings, const struct na_position *position)
{
    if (position->heard != NULL) {
        na_warn_of_located(warnings, position->heard);
    }
    if (position->terminated != NA_DATE_NONE) {
        char day[NA_DATE_TEXT];
        na_date_format(day, position->terminated);
        na_warn(warnings, "postcode-terminated",
                "The postcode %s ended in %.7s: this is its last position", position->postcode,
                day);
    }
    if (position->is_run) {
        na_warn(warnings, "postcode-part",
                "%s stands for many postcodes: the middle of them is used, good to %.0f m",
                position->postcode, position->accuracy_m);
    }
}

enum na_code na_position_read(struct na_session *session, const struct na_param *params,
                              size_t count, struct na_position *ret_position,
                              struct na_error *reterr)
{
    struct typed typed;
    collect(params, count, &typed);
    enum na_code code = check_forms(&typed, reterr);
    if (code != NA_OK) {
        return code;
    }
    struct na_position position = {
        .at = {NAN, NAN}, .grid = {NAN, NAN}, .terminated = NA_DATE_NONE};
    code = typed.lat != NULL       ? read_degrees(session, &typed, &position, reterr)
           : typed.easting != NULL ? read_metres(session, &typed, &position, reterr)
           : typed.gridref != NULL ? read_gridref(session, &typed, &position, reterr)
                                   : read_place(session, &typed, &position, reterr);
    if (code != NA_OK) {
        return code;
    }
    double given_m = 0.0;
    if (typed.accuracy_m != NULL && !na_number_parse(na_str_of(typed.accuracy_m), &given_m)) {
        return na_fail(reterr, NA_ERR_PARAM_MALFORMED, "accuracy_m is not a number");
    }
    position.accuracy_m = fmax(position.accuracy_m, given_m);
    if (!position.has_lonlat) {
        position.at = (struct na_lonlat){NAN, NAN};
    }
    na_session_asked(session, &position);
    *ret_position = position;
    return NA_OK;
}
