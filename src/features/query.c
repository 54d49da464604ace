/* What is asked of the items of a collection: the parameters that the standard names, and the
 * properties of the collection. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/date.h"
#include "base/fail.h"
#include "base/number.h"
#include "base/text.h"
#include "features/private.h"
#include "question/session_state.h"

#define DEFAULT_LIMIT 100
/* Points along each side of a box on the grid, by which its envelope in degrees is found. */
#define ENVELOPE_STEPS 16

const char *const na_features_systems[] = {
    [NA_GEOMETRY_LONLAT] = "http://www.opengis.net/def/crs/OGC/1.3/CRS84",
    [NA_GEOMETRY_LATLON] = "http://www.opengis.net/def/crs/EPSG/0/4326",
    [NA_GEOMETRY_GRID] = "http://www.opengis.net/def/crs/EPSG/0/27700",
    NULL};

static enum na_geometry_system system_named(const char *uri)
{
    for (int i = 0; uri != NULL && na_features_systems[i] != NULL; i++) {
        if (strcmp(na_features_systems[i], uri) == 0) {
            return (enum na_geometry_system)i;
        }
    }
    return NA_GEOMETRY_LONLAT;
}

enum na_geometry_system na_features_system(const struct na_param *params, size_t count)
{
    return system_named(na_params_get(params, count, "crs"));
}

const char *na_features_content_crs(const struct na_question *question,
                                    const struct na_param *params, size_t count)
{
    static const char *const headers[] = {
        [NA_GEOMETRY_LONLAT] = "<http://www.opengis.net/def/crs/OGC/1.3/CRS84>",
        [NA_GEOMETRY_LATLON] = "<http://www.opengis.net/def/crs/EPSG/0/4326>",
        [NA_GEOMETRY_GRID] = "<http://www.opengis.net/def/crs/EPSG/0/27700>"};
    bool has = question == &na_question_items || question == &na_question_item;
    return has ? headers[na_features_system(params, count)] : NULL;
}

struct na_moment na_features_moment(const struct na_asking *asking, const int32_t *day)
{
    int64_t now = asking->session->now;
    int32_t today = now != NA_INSTANT_NONE ? na_day_of(na_clock_uk_local(now)) : asking->today;
    bool is_today = day == NULL || *day == today;
    return (struct na_moment){.as_at = is_today ? today : *day,
                              .when = is_today ? now : NA_INSTANT_NONE,
                              .stale_days =
                                  na_snapshot_info(asking->session->snapshot)->stale_days};
}

static enum na_code fail_param(const char *name, const char *what, const char *hint,
                               struct na_error *reterr)
{
    (void)na_fail(reterr, NA_ERR_PARAM_MALFORMED, "The parameter %s %s", name, what);
    return na_fail_at(reterr, NA_ERR_PARAM_MALFORMED, NULL, 0, name, hint);
}

/* A day, or the day of an instant by British clocks; ".." and nothing are an open end. */
static bool read_day(struct na_str text, bool may_be_open, int32_t *ret_day)
{
    int64_t instant = 0;
    if (may_be_open && (text.length == 0 || na_str_is(text, ".."))) {
        *ret_day = NA_DATE_NONE;
        return true;
    }
    if (na_date_parse(text, ret_day)) {
        return true;
    }
    if (!na_instant_parse(text, &instant)) {
        return false;
    }
    *ret_day = na_day_of(na_clock_uk_local(instant));
    return true;
}

static enum na_code read_days(const char *text, struct na_features_query *query,
                              struct na_error *reterr)
{
    const char *slash = strchr(text, '/');
    struct na_str first = {text, slash != NULL ? (size_t)(slash - text) : strlen(text)};
    struct na_str second = slash != NULL ? na_str_of(slash + 1) : first;
    if (!read_day(first, slash != NULL, &query->from) ||
        !read_day(second, slash != NULL, &query->to)) {
        return fail_param("datetime", "is no day, no instant and no pair of them",
                          "For example datetime=2026-11-21, or 2026-01-01/.. for a time that is "
                          "open at its end",
                          reterr);
    }
    if (query->from != NA_DATE_NONE && query->to != NA_DATE_NONE && query->from > query->to) {
        return fail_param("datetime", "ends before it begins", "Write the earlier day first",
                          reterr);
    }
    query->has_days = true;
    return NA_OK;
}

static enum na_code fail_box(const char *hint, struct na_error *reterr)
{
    return fail_param("bbox", "is no box of its system", hint, reterr);
}

/* Degrees. West over east: across the meridian of 180 degrees, as RFC 7946 has it. */
static enum na_code take_degrees(double west, double south, double east, double north,
                                 struct na_features_query *query, struct na_error *reterr)
{
    if (!(fabs(west) <= 180.0 && fabs(east) <= 180.0 && fabs(south) <= 90.0 &&
          fabs(north) <= 90.0 && south <= north)) {
        return fail_box("west,south,east,north in degrees, or south,west,north,east with "
                        "bbox-crs EPSG/0/4326; for metres add bbox-crs EPSG/0/27700",
                        reterr);
    }
    if (west <= east) {
        query->boxes[query->box_count++] = (struct na_bbox){west, south, east, north};
    } else {
        query->boxes[query->box_count++] = (struct na_bbox){west, south, 180.0, north};
        query->boxes[query->box_count++] = (struct na_bbox){-180.0, south, east, north};
    }
    return NA_OK;
}

/* The box in degrees around a box on the grid, generously; none where the grid does not reach. */
static bool envelope_of(const struct na_bbox *box, const struct na_crs *crs,
                        struct na_bbox *ret_envelope)
{
    struct na_bbox around = {180.0, 90.0, -180.0, -90.0};
    for (int i = 0; i <= ENVELOPE_STEPS; i++) {
        double part = (double)i / ENVELOPE_STEPS;
        double e = box->west_deg + part * (box->east_deg - box->west_deg);
        double n = box->south_deg + part * (box->north_deg - box->south_deg);
        const struct na_grid sides[] = {
            {e, box->south_deg}, {e, box->north_deg}, {box->west_deg, n}, {box->east_deg, n}};
        for (size_t j = 0; j < 4; j++) {
            struct na_lonlat at;
            if (na_crs_to_lonlat(crs, sides[j], &at, NULL) != NA_OK) {
                return false;
            }
            around.west_deg = fmin(around.west_deg, at.lon_deg);
            around.south_deg = fmin(around.south_deg, at.lat_deg);
            around.east_deg = fmax(around.east_deg, at.lon_deg);
            around.north_deg = fmax(around.north_deg, at.lat_deg);
        }
    }
    double wide = fmax(around.east_deg - around.west_deg, around.north_deg - around.south_deg);
    *ret_envelope = na_bbox_grow(&around, 0.001 + wide / 20.0);
    return true;
}

static enum na_code read_box(const struct na_asking *asking, struct na_features_query *query,
                             struct na_error *reterr)
{
    const char *text = na_params_get(asking->params, asking->count, "bbox");
    const char *uri = na_params_get(asking->params, asking->count, "bbox-crs");
    double n[NA_BOX_NUMBERS];
    size_t count = 0;
    if (text == NULL) {
        return uri == NULL ? NA_OK
                           : fail_param("bbox-crs", "is given without bbox", "Add bbox", reterr);
    }
    if (!na_box_numbers(na_str_of(text), n, &count)) {
        return fail_box(NULL, reterr);
    }
    size_t upper = count / 2; /* where the second corner begins: heights are not looked at */
    query->has_box = true;
    switch (system_named(uri)) {
    case NA_GEOMETRY_LONLAT:
        return take_degrees(n[0], n[1], n[upper], n[upper + 1], query, reterr);
    case NA_GEOMETRY_LATLON:
        return take_degrees(n[1], n[0], n[upper + 1], n[upper], query, reterr);
    case NA_GEOMETRY_GRID:
        break;
    }
    if (n[0] > n[upper] || n[1] > n[upper + 1]) {
        return fail_box("Of EPSG/0/27700: least easting, least northing, greatest easting, "
                        "greatest northing, in metres",
                        reterr);
    }
    query->box_is_grid = true;
    query->boxes[query->box_count++] = (struct na_bbox){n[0], n[1], n[upper], n[upper + 1]};
    query->has_envelope =
        envelope_of(&query->boxes[0], na_snapshot_crs(asking->session->snapshot), &query->envelope);
    return NA_OK;
}

/* A limit over what is allowed means the most there is: /req/core/fc-limit-definition. */
static const char *limit_of(const char *value)
{
    size_t digits = strspn(value, "0123456789");
    int64_t number = 0;
    bool is_over = value[digits] == '\0' && digits > 0 &&
                   !na_integer_parse(na_str_of(value), 0, NA_FEATURES_LIMIT, &number);
    return is_over ? "10000" : value;
}
_Static_assert(NA_FEATURES_LIMIT == 10000, "limit_of has it as a text");

/* Take the properties of the collection out of the parameters. */
static enum na_code take_filters(const struct na_asking *asking,
                                 const struct na_properties *properties, struct na_param *rest,
                                 size_t *ret_rest, struct na_features_query *query,
                                 struct na_error *reterr)
{
    *ret_rest = 0;
    for (size_t i = 0; i < asking->count; i++) {
        const struct na_param *param = &asking->params[i];
        struct na_features_filter filter = {.value = param->value};
        char name[NA_PROPERTY_NAME];
        int32_t day = 0;
        double number = 0.0;
        if (!na_property_find(properties, param->name, &filter.property)) {
            rest[*ret_rest] = *param;
            if (strcmp(param->name, "limit") == 0) {
                rest[*ret_rest].value = limit_of(param->value);
            }
            (*ret_rest)++;
            continue;
        }
        enum na_property_type type = na_property_name(properties, filter.property, name);
        if (type == NA_PROPERTY_DATE && !na_date_parse(na_str_of(param->value), &day)) {
            return fail_param(name, "must be a day as YYYY-MM-DD", NULL, reterr);
        }
        if (type == NA_PROPERTY_NUMBER && !na_number_parse(na_str_of(param->value), &number)) {
            return fail_param(name, "must be a number", NULL, reterr);
        }
        query->filters[query->filter_count++] = filter;
    }
    return NA_OK;
}

/* The parameter is unknown, and no property has its name: name the nearest one, and where all are
 * listed. */
static enum na_code fail_unknown(const struct na_asking *asking,
                                 const struct na_properties *properties, const char *asked,
                                 struct na_error *reterr)
{
    char nearest[NA_PROPERTY_NAME] = "";
    char hint[sizeof reterr->hint];
    size_t best = strlen(asked) / 2 + 1;
    for (size_t i = 0; i < na_properties_count(properties); i++) {
        char name[NA_PROPERTY_NAME];
        (void)na_property_name(properties, i, name);
        size_t distance = na_text_distance(asked, name);
        if (distance < best) {
            best = distance;
            (void)na_text_copy(nearest, sizeof nearest, name);
        }
    }
    (void)snprintf(hint, sizeof hint, "%s%.80s%s/collections/%.80s/queryables names the properties",
                   nearest[0] != '\0' ? "Did you mean " : "", nearest,
                   nearest[0] != '\0' ? "? " : "", asking->path_value);
    bool is_said = reterr != NULL && strncmp(reterr->hint, "Did you mean", 12) == 0;
    if (reterr != NULL && !is_said) {
        (void)na_text_copy(reterr->hint, sizeof reterr->hint, hint);
    }
    return NA_ERR_PARAM_UNKNOWN;
}

/* The parameters that the standard names, as items take them. */
static enum na_code check_rest(const struct na_asking *asking,
                               const struct na_properties *properties, const struct na_param *rest,
                               size_t count, struct na_error *reterr)
{
    enum na_code code = na_params_check(na_question_items.params, rest, count, reterr);
    for (size_t i = 0; code == NA_ERR_PARAM_UNKNOWN && i < count; i++) {
        const struct na_param_specs *specs = na_question_items.params;
        const struct na_param one = {rest[i].name, "x"};
        if (na_params_check(specs, &one, 1, NULL) == NA_ERR_PARAM_UNKNOWN) {
            return fail_unknown(asking, properties, rest[i].name, reterr);
        }
    }
    return code;
}

enum na_code na_features_query_read(const struct na_asking *asking,
                                    const struct na_properties *properties,
                                    struct na_features_query *ret_query, struct na_error *reterr)
{
    struct na_param rest[NA_PARAMS_MAX] = {{NULL, NULL}};
    size_t count = 0;
    int64_t limit = DEFAULT_LIMIT;
    int64_t offset = 0;
    *ret_query = (struct na_features_query){.has_box = false};
    if (asking->count > NA_PARAMS_MAX) {
        return na_fail(reterr, NA_ERR_REQUEST, "There are more than %d parameters", NA_PARAMS_MAX);
    }
    enum na_code code = take_filters(asking, properties, rest, &count, ret_query, reterr);
    if (code == NA_OK) {
        code = check_rest(asking, properties, rest, count, reterr);
    }
    if (code == NA_OK) {
        code = read_box(asking, ret_query, reterr);
    }
    const char *days = na_params_get(rest, count, "datetime");
    if (code == NA_OK && days != NULL) {
        code = read_days(days, ret_query, reterr);
    }
    if (code != NA_OK) {
        return code;
    }
    const char *text = na_params_get(rest, count, "limit");
    (void)(text != NULL && na_integer_parse(na_str_of(text), 1, NA_FEATURES_LIMIT, &limit));
    text = na_params_get(rest, count, "offset");
    (void)(text != NULL && na_integer_parse(na_str_of(text), 0, UINT32_MAX, &offset));
    ret_query->limit = (uint32_t)limit;
    ret_query->offset = (uint32_t)offset;
    ret_query->system = na_features_system(rest, count);
    bool is_day =
        ret_query->has_days && ret_query->from == ret_query->to && ret_query->from != NA_DATE_NONE;
    ret_query->moment = na_features_moment(asking, is_day ? &ret_query->from : NULL);
    return NA_OK;
}
