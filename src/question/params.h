/* question/params.h - named parameters against their specification: one table drives the command
 * line, the URL, the JSON body and the OpenAPI document. Pure; any thread. */
#ifndef NA_QUESTION_PARAMS_H
#define NA_QUESTION_PARAMS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <nearaid/session.h>

/* Bytes of a place in words (`q`): a message of a handset and a link are long. */
#define NA_PARAM_Q_MAX 1000

enum na_param_type {
    NA_PARAM_DEGREES,  /* -?D{1,3}(.D{1,15})? within [low, high] */
    NA_PARAM_METRES,   /* -?D{1,7}(.D{1,6})? within [low, high] */
    NA_PARAM_INTEGER,  /* within [low, high] */
    NA_PARAM_DATE,     /* YYYY-MM-DD */
    NA_PARAM_GRIDREF,  /* two letters and 2 to 10 figures */
    NA_PARAM_TEXT,     /* valid UTF-8 without control characters, at most 200 bytes, or `high` */
    NA_PARAM_ENUM,     /* one of `choices`, separated by '|' */
    NA_PARAM_BBOX,     /* west,south,east,north in degrees */
    NA_PARAM_BOX,      /* 4 numbers, or 6 with heights, of another system */
    NA_PARAM_FILE,     /* the name of a file, of any bytes; never over HTTP */
    NA_PARAM_CONDITION /* COLUMN=VALUE|VALUE of the caller's rows, of any bytes; never over HTTP */
};

struct na_param_spec {
    const char *name;
    enum na_param_type type;
    double low, high;
    bool repeatable;
    bool required;
    const char *choices;      /* NA_PARAM_ENUM */
    const char *default_text; /* "" none; as shown in --help and OpenAPI */
    const char *example;
    const char *summary; /* one sentence without a full stop */
};

/* A list of specifications, as a question or a route uses it. */
struct na_param_specs {
    const struct na_param_spec *specs;
    size_t count;
};

/* Of a question that asks for nothing. */
extern const struct na_param_specs na_no_params;

/* Check each parameter against its specification: unknown (with the nearest known name as the
 * hint), repeated, empty, malformed, out of range, or a required one missing. reterr->field names
 * the parameter, reterr->hint the remedy; neither they nor the message repeat a value. Where
 * coordinates are out of form or range because the other kind was typed, the error says so
 * (NA_ERR_LOOKS_GRID, NA_ERR_LOOKS_SWAPPED). Other rules across parameters (a position is given
 * once, it is swapped as seen from the pack, ...) belong to the questions. */
NA_MUST_USE enum na_code na_params_check(const struct na_param_specs *specs,
                                         const struct na_param *params, size_t count,
                                         struct na_error *reterr);

/* Value of the first parameter of that name, or NULL. */
const char *na_params_get(const struct na_param *params, size_t count, const char *name);

/* Decode a URL query string ("a=b&c=d%20e", '+' is a blank) into at most `capacity` parameters; the
 * texts are stored in `memory` (at least 2 * strlen(query) + 2 bytes). NA_ERR_REQUEST: bad %
 * escapes, %00, control characters, bad UTF-8; NA_ERR_PARAM_MALFORMED: a piece without '=';
 * NA_ERR_PARAM_EMPTY; NA_ERR_LIMIT: more than `capacity`. "" gives 0. */
NA_MUST_USE enum na_code na_params_from_query(const char *query, char *memory,
                                              struct na_param *ret_params, size_t capacity,
                                              size_t *ret_count, struct na_error *reterr);
#define NA_PARAMS_MAX 64

#endif
