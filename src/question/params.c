/* A spec gives the type, the range and the words of a parameter, and everything is checked against
 * it before any question reads a value. Unknown and repeated names are refused. Messages never
 * repeat a value that may be a position. */
#include "question/params.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/date.h"
#include "base/fail.h"
#include "base/number.h"
#include "base/text.h"
#include "geo/angle.h"
#include "geo/gridref.h"
#include "question/bbox.h"
#include "question/position.h"

#define TEXT_MAX_BYTES 200

const struct na_param_specs na_no_params = {NULL, 0};

const char *na_params_get(const struct na_param *params, size_t count, const char *name)
{
    for (size_t i = 0; i < count; i++) {
        if (strcmp(params[i].name, name) == 0) {
            return params[i].value;
        }
    }
    return NULL;
}

static const struct na_param_spec *spec_find(const struct na_param_specs *specs, const char *name)
{
    for (size_t i = 0; i < specs->count; i++) {
        if (strcmp(specs->specs[i].name, name) == 0) {
            return &specs->specs[i];
        }
    }
    return NULL;
}

/* May this name be repeated in a message? Only what looks like a name: a position typed where a
 * name belongs must not reach a log. */
static bool name_is_printable(const char *name)
{
    size_t length = strlen(name);
    if (length == 0 || length > 40) {
        return false;
    }
    for (size_t i = 0; i < length; i++) {
        char c = na_ascii_lower(name[i]);
        bool letter = (c >= 'a' && c <= 'z') || c == '_';
        if (!letter && (i == 0 || !((c >= '0' && c <= '9') || c == '-'))) {
            return false;
        }
    }
    return true;
}

static void hint_known(const struct na_param_specs *specs, char *to, size_t size)
{
    size_t used =
        (size_t)snprintf(to, size, specs->count > 0 ? "Known here:" : "None is known here");
    for (size_t i = 0; i < specs->count && used < size; i++) {
        used += (size_t)snprintf(to + used, size - used, "%s %s", i > 0 ? "," : "",
                                 specs->specs[i].name);
    }
}

static enum na_code fail_unknown(const struct na_param_specs *specs, const char *name,
                                 struct na_error *reterr)
{
    const char *nearest = NULL;
    size_t best = strlen(name) / 2 + 1;
    for (size_t i = 0; i < specs->count; i++) {
        size_t distance = na_text_distance(name, specs->specs[i].name);
        if (distance < best) {
            best = distance;
            nearest = specs->specs[i].name;
        }
    }
    char hint[256];
    if (nearest != NULL) {
        (void)snprintf(hint, sizeof hint, "Did you mean %s?", nearest);
    } else {
        hint_known(specs, hint, sizeof hint);
    }
    bool printable = name_is_printable(name);
    (void)na_fail(reterr, NA_ERR_PARAM_UNKNOWN, "The parameter%s%s is not known here",
                  printable ? " " : "", printable ? name : "");
    return na_fail_at(reterr, NA_ERR_PARAM_UNKNOWN, NULL, 0, printable ? name : NULL, hint);
}

/* A fault of one parameter, with an example, if it has one, as the remedy. */
static enum na_code fail_value(const struct na_param_spec *spec, enum na_code code,
                               const char *what, struct na_error *reterr)
{
    char hint[256] = "";
    if (spec->example != NULL) {
        (void)snprintf(hint, sizeof hint, "For example %s=%s", spec->name, spec->example);
    }
    (void)na_fail(reterr, code, "The parameter %s %s", spec->name, what);
    return na_fail_at(reterr, code, NULL, 0, spec->name, hint[0] != '\0' ? hint : NULL);
}

static enum na_code fail_range(const struct na_param_spec *spec, struct na_str text,
                               struct na_error *reterr)
{
    char low[NA_NUMBER_TEXT];
    char high[NA_NUMBER_TEXT];
    na_number_trimmed(&low, spec->low, 6);
    na_number_trimmed(&high, spec->high, 6);
    char what[128];
    (void)snprintf(what, sizeof what, "must be from %.20s to %.20s, not %.*s", low, high,
                   (int)(text.length < 40 ? text.length : 40), text.bytes);
    return fail_value(spec, NA_ERR_PARAM_RANGE, what, reterr);
}

/* A number that cannot be read: how it was written, and why not. */
static enum na_code fail_number(const struct na_param_spec *spec, struct na_str text,
                                enum na_number_fault fault, struct na_error *reterr)
{
    char reason[NA_NUMBER_REASON];
    char what[NA_NUMBER_REASON + 64];
    char shown[48];
    if (spec->type == NA_PARAM_DEGREES) {
        bool is_lon = strcmp(spec->name, "lon") == 0;
        na_angle_reason(text, is_lon ? NA_ANGLE_LON : NA_ANGLE_LAT, fault, reason);
    } else {
        na_number_reason(text, fault, reason);
    }
    bool whole = na_text_copy_str(shown, sizeof shown, text);
    na_text_blank_controls(shown, strlen(shown), false);
    (void)snprintf(what, sizeof what, "is \"%s%s\": %s", shown, whole ? "" : "...", reason);
    return fail_value(spec, NA_ERR_PARAM_MALFORMED, what, reterr);
}

static enum na_code check_number(const struct na_param_spec *spec, struct na_str text,
                                 struct na_error *reterr)
{
    double value = 0.0;
    bool is_angle = spec->type == NA_PARAM_DEGREES;
    enum na_angle_axis axis = strcmp(spec->name, "lon") == 0 ? NA_ANGLE_LON : NA_ANGLE_LAT;
    enum na_number_fault fault = is_angle ? na_angle_read(text, axis, NA_NUMBER_POINT, &value)
                                          : na_number_read(text, NA_NUMBER_POINT, &value);
    if (fault != NA_NUMBER_GOOD) {
        return fail_number(spec, text, fault, reterr);
    }
    return value < spec->low || value > spec->high ? fail_range(spec, text, reterr) : NA_OK;
}

static enum na_code check_integer(const struct na_param_spec *spec, struct na_str text,
                                  struct na_error *reterr)
{
    int64_t value = 0;
    if (na_integer_parse(text, (int64_t)spec->low, (int64_t)spec->high, &value)) {
        return NA_OK;
    }
    bool is_integer = na_integer_parse(text, INT64_MIN, INT64_MAX, &value);
    return is_integer ? fail_range(spec, text, reterr)
                      : fail_value(spec, NA_ERR_PARAM_MALFORMED, "must be a whole number", reterr);
}

static enum na_code check_text(const struct na_param_spec *spec, struct na_str text,
                               struct na_error *reterr)
{
    size_t most = spec->high > 0.0 ? (size_t)spec->high : TEXT_MAX_BYTES;
    if (text.length > most) {
        char what[48];
        (void)snprintf(what, sizeof what, "is longer than %zu bytes", most);
        return fail_value(spec, NA_ERR_PARAM_RANGE, what, reterr);
    }
    bool valid = na_utf8_valid(text.bytes, text.length);
    for (size_t i = 0; valid && i < text.length; i++) {
        unsigned char c = (unsigned char)text.bytes[i];
        valid = c >= 0x20 && c != 0x7F;
    }
    return valid ? NA_OK
                 : fail_value(spec, NA_ERR_PARAM_MALFORMED,
                              "must be UTF-8 text without control characters", reterr);
}

static enum na_code check_enum(const struct na_param_spec *spec, struct na_str text,
                               struct na_error *reterr)
{
    const char *at = spec->choices;
    while (at != NULL) {
        const char *bar = strchr(at, '|');
        struct na_str choice = {at, bar != NULL ? (size_t)(bar - at) : strlen(at)};
        if (na_str_equal(choice, text)) {
            return NA_OK;
        }
        at = bar != NULL ? bar + 1 : NULL;
    }
    char what[400];
    (void)snprintf(what, sizeof what, "must be one of %s", spec->choices);
    return fail_value(spec, NA_ERR_PARAM_MALFORMED, what, reterr);
}

static enum na_code check_value(const struct na_param_spec *spec, const char *value,
                                struct na_error *reterr)
{
    struct na_str text = na_str_of(value);
    int32_t date = 0;
    struct na_grid centre;
    double accuracy_m = 0.0;
    struct na_bbox box;
    double numbers[NA_BOX_NUMBERS];
    size_t number_count = 0;
    switch (spec->type) {
    case NA_PARAM_DEGREES:
    case NA_PARAM_METRES:
        return check_number(spec, text, reterr);
    case NA_PARAM_INTEGER:
        return check_integer(spec, text, reterr);
    case NA_PARAM_DATE:
        return na_date_parse(text, &date) ? NA_OK
                                          : fail_value(spec, NA_ERR_PARAM_MALFORMED,
                                                       "must be a day as YYYY-MM-DD", reterr);
    case NA_PARAM_GRIDREF:
        return na_gridref_parse(text, &centre, &accuracy_m)
                   ? NA_OK
                   : fail_value(spec, NA_ERR_PARAM_MALFORMED,
                                "must be two letters and an even number of figures, 2 to 10",
                                reterr);
    case NA_PARAM_TEXT:
        return check_text(spec, text, reterr);
    case NA_PARAM_ENUM:
        return check_enum(spec, text, reterr);
    case NA_PARAM_BBOX:
        return na_bbox_parse(text, &box)
                   ? NA_OK
                   : fail_value(spec, NA_ERR_PARAM_MALFORMED,
                                "must be west,south,east,north in degrees, west below east and "
                                "south below north",
                                reterr);
    case NA_PARAM_FILE:
    case NA_PARAM_CONDITION:
        return NA_OK;
    case NA_PARAM_BOX:
        return na_box_numbers(text, numbers, &number_count)
                   ? NA_OK
                   : fail_value(spec, NA_ERR_PARAM_MALFORMED,
                                "must be 4 numbers with commas between, or 6 with heights", reterr);
    }
    return na_fail(reterr, NA_ERR_INTERNAL, "A parameter has no type");
}

static enum na_code check_one(const struct na_param_specs *specs, const struct na_param *params,
                              size_t i, struct na_error *reterr)
{
    const struct na_param_spec *spec = spec_find(specs, params[i].name);
    if (spec == NULL) {
        return fail_unknown(specs, params[i].name, reterr);
    }
    if (!spec->repeatable && na_params_get(params, i, spec->name) != NULL) {
        (void)na_fail(reterr, NA_ERR_PARAM_REPEATED, "The parameter %s is given more than once",
                      spec->name);
        return na_fail_at(reterr, NA_ERR_PARAM_REPEATED, NULL, 0, spec->name, "Give it once");
    }
    if (params[i].value[0] == '\0') {
        return fail_value(spec, NA_ERR_PARAM_EMPTY, "has no value", reterr);
    }
    return check_value(spec, params[i].value, reterr);
}

enum na_code na_params_check(const struct na_param_specs *specs, const struct na_param *params,
                             size_t count, struct na_error *reterr)
{
    for (size_t i = 0; i < count; i++) {
        enum na_code code = check_one(specs, params, i, reterr);
        if (code != NA_OK) {
            return na_position_explain(params, count, code, reterr);
        }
    }
    for (size_t i = 0; i < specs->count; i++) {
        const struct na_param_spec *spec = &specs->specs[i];
        if (spec->required && na_params_get(params, count, spec->name) == NULL) {
            return fail_value(spec, NA_ERR_PARAM_MISSING, "is missing", reterr);
        }
    }
    return NA_OK;
}
