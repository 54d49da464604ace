/* The options were checked one by one already; here they become a job, with a default for each that
 * is not given. What must not stand together is refused here: weights, months and cells have their
 * own rules. An option that was withdrawn says what takes its place. */
#include "cli/hotspots_options.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/date.h"
#include "base/fail.h"
#include "base/number.h"
#include "cli/position_options.h"
#include "cli/table_text.h"
#include "nearaid/questions.h"

#define SHARE_DEFAULT_PERCENT 25.0
#define BANDWIDTH_DEFAULT_M 300.0
#define SHIFT_SIDE_DEFAULT 4
#define ORIGIN_MAX_M 1e7
#define SEED_DEFAULT 1

static const char *param(const struct na_cli_options *options, const char *name)
{
    return na_params_get(options->params, options->param_count, name);
}

/* A number that na_params_check has passed, or what stands for it. */
static double number_of(const struct na_cli_options *options, const char *name, double otherwise)
{
    const char *text = param(options, name);
    double value = otherwise;
    if (text != NULL && !na_number_parse(na_str_of(text), &value)) {
        return otherwise;
    }
    return value;
}

static enum na_code read_share(const struct na_cli_options *options, double *ret_percent,
                               struct na_error *reterr)
{
    const char *text = param(options, "share");
    double percent = SHARE_DEFAULT_PERCENT;
    if (text != NULL) {
        struct na_str number = na_str_of(text);
        if (number.length > 0 && text[number.length - 1] == '%') {
            number.length--;
        }
        if (!na_number_parse(number, &percent) || !(percent > 0 && percent <= 100)) {
            return na_fail_field(reterr, NA_ERR_PARAM_MALFORMED, "share",
                                 "The share is not above 0 and up to 100 percent",
                                 "Give --share 25%");
        }
    }
    *ret_percent = percent;
    return NA_OK;
}

static enum na_code read_cells(const struct na_cli_options *options, struct na_cells *ret_cells,
                               struct na_error *reterr)
{
    const char *by = param(options, "by");
    const char *origin = param(options, "origin");
    if (by == NULL) {
        (void)na_fail(reterr, NA_ERR_PARAM_MISSING, "Rows are given, but not by which cells");
        return na_fail_at(reterr, NA_ERR_PARAM_MISSING, NULL, 0, "by",
                          "Give --by grid:150, hex:200, ward, or the id of a layer of areas");
    }
    struct na_cells cells;
    enum na_code code = na_cells_parse(by, &cells, reterr);
    if (code != NA_OK || origin == NULL) {
        *ret_cells = cells;
        return code;
    }
    const char *comma = strchr(origin, ',');
    if (!na_cells_are_equal(&cells)) {
        (void)na_fail(reterr, NA_ERR_PARAM_CONFLICT, "Only squares and hexagons have an origin");
        return na_fail_at(reterr, NA_ERR_PARAM_CONFLICT, NULL, 0, "origin", NULL);
    }
    if (comma == NULL ||
        !na_number_parse((struct na_str){origin, (size_t)(comma - origin)},
                         &cells.origin.easting_m) ||
        !na_number_parse(na_str_of(comma + 1), &cells.origin.northing_m) ||
        !(fabs(cells.origin.easting_m) < ORIGIN_MAX_M &&
          fabs(cells.origin.northing_m) < ORIGIN_MAX_M)) {
        return na_fail_field(reterr, NA_ERR_PARAM_MALFORMED, "origin",
                             "The origin is not an easting and a northing in metres",
                             "Give --origin 50,25");
    }
    *ret_cells = cells;
    return NA_OK;
}

static enum na_code read_day(const struct na_cli_options *options, const char *name,
                             int32_t *ret_day, struct na_error *reterr)
{
    const char *text = param(options, name);
    *ret_day = NA_DATE_NONE;
    if (text != NULL && !na_date_parse(na_str_of(text), ret_day)) {
        return na_fail_field(reterr, NA_ERR_PARAM_MALFORMED, name, "That is not a day",
                             "Write YYYY-MM-DD");
    }
    return NA_OK;
}

/* What is no longer there says what stands for it. */
static enum na_code check_withdrawn(const struct na_cli_options *options, struct na_error *reterr)
{
    const char *redraws = param(options, "bootstrap");
    /* No redraws at all are what everybody gets now. */
    if (redraws == NULL || strcmp(redraws, "0") == 0) {
        return NA_OK;
    }
    return na_fail_field(
        reterr, NA_ERR_PARAM_MALFORMED, "bootstrap",
        "--bootstrap is withdrawn: redraws of the same months say nothing of the next",
        "Give --test MONTH: it holds the list against a month that it has not seen");
}

static enum na_code check_weights(const struct na_cli_options *options, struct na_error *reterr)
{
    bool file = param(options, "weights") != NULL, column = param(options, "weight_by") != NULL;
    if (file != column) {
        return na_fail_field(reterr, NA_ERR_PARAM_MALFORMED, file ? "weight_by" : "weights",
                             "--weights and --weight-by go together",
                             "Give --weights FILE --weight-by COLUMN");
    }
    if (file && param(options, "weight") != NULL) {
        return na_fail_field(reterr, NA_ERR_PARAM_MALFORMED, "weight",
                             "Both --weight and --weights are given", "Give --weights alone");
    }
    return NA_OK;
}

static enum na_code check_month(const struct na_cli_options *options, struct na_error *reterr)
{
    const char *month = param(options, "test");
    char day[16];
    int32_t parsed;
    if (month == NULL) {
        return NA_OK;
    }
    (void)snprintf(day, sizeof day, "%.8s-01", month);
    return strlen(month) == 7 && na_date_parse(na_str_of(day), &parsed)
               ? NA_OK
               : na_fail_field(reterr, NA_ERR_PARAM_MALFORMED, "test", "That is not a month",
                               "Write YYYY-MM");
}

static enum na_code read_job(const struct na_cli_options *options, struct na_hotspot_job *job,
                             struct na_error *reterr)
{
    enum na_code code = check_withdrawn(options, reterr);
    code = code == NA_OK ? check_weights(options, reterr) : code;
    code = code == NA_OK ? check_month(options, reterr) : code;
    code = code == NA_OK ? read_cells(options, &job->cells, reterr) : code;
    code = code == NA_OK ? read_share(options, &job->rule.share_percent, reterr) : code;
    if (code != NA_OK) {
        return code;
    }
    bool equal = na_cells_are_equal(&job->cells);
    const char *shifts = param(options, "shifts");
    job->rule.top = (uint32_t)number_of(options, "top", 0);
    job->bandwidth_m = number_of(options, "bandwidth", equal ? BANDWIDTH_DEFAULT_M : 0);
    job->band_m = number_of(options, "band", 0);
    job->gi = param(options, "gi") != NULL ? NA_HOTSPOT_GI_WANTED : NA_HOTSPOT_GI_IF_POSSIBLE;
    job->test_month = param(options, "test");
    job->seed = (uint64_t)number_of(options, "seed", SEED_DEFAULT);
    job->shift_side = shifts == NULL              ? (equal ? SHIFT_SIDE_DEFAULT : 0)
                      : strcmp(shifts, "64") == 0 ? 8
                      : strcmp(shifts, "16") == 0 ? 4
                      : strcmp(shifts, "4") == 0  ? 2
                                                  : 0;
    return na_hotspot_job_check(job, reterr);
}

static enum na_hotspot_form form_of(const char *format)
{
    static const char *const names[] = {"text", "csv", "json", "geojson"};
    for (size_t i = 0; format != NULL && i < sizeof names / sizeof names[0]; i++) {
        if (strcmp(format, names[i]) == 0) {
            return (enum na_hotspot_form)i;
        }
    }
    return NA_HOTSPOT_TEXT;
}

enum na_code na_cli_hotspots_read(const struct na_cli_options *options,
                                  struct na_cli_hotspots_wish *ret_wish, struct na_error *reterr)
{
    struct na_cli_hotspots_wish wish = {.weight = param(options, "weight"),
                                        .weights = param(options, "weights"),
                                        .weight_by = param(options, "weight_by"),
                                        .vintage = param(options, "vintage"),
                                        .measure = param(options, "measure"),
                                        .period = param(options, "period"),
                                        .svg = param(options, "svg"),
                                        .shapefile = param(options, "shapefile"),
                                        .strict = param(options, "strict") != NULL};
    wish.by_time = param(options, "by_time") != NULL || param(options, "hours") != NULL;
    wish.about.all = param(options, "all") != NULL;
    wish.form = form_of(param(options, "format"));
    wish.about.safe = param(options, "spreadsheet_safe") != NULL;
    enum na_code code = na_params_check(na_question_hotspots_find.params, options->params,
                                        options->param_count, reterr);
    code = code == NA_OK ? read_job(options, &wish.job, reterr) : code;
    code = code == NA_OK ? read_day(options, "valid_from", &wish.about.from, reterr) : code;
    code = code == NA_OK ? read_day(options, "valid_to", &wish.about.to, reterr) : code;
    for (size_t i = 0; i < options->param_count && code == NA_OK; i++) {
        if (strcmp(options->params[i].name, "where") == 0) {
            code = na_table_question_where(&wish.question, options->params[i].value, reterr);
        }
    }
    na_cli_match_case(options->params, options->param_count, wish.question.wheres,
                      wish.question.where_count);
    if (code == NA_OK) {
        wish.job.labelled = wish.question.where_count > 0;
        wish.job.weight_by = wish.weight_by;
        *ret_wish = wish;
    }
    return code;
}

enum na_code na_cli_hotspots_no_time(const struct na_point_rows *rows, struct na_error *reterr)
{
    if (rows->profile[0] != '\0') {
        (void)na_fail(reterr, NA_ERR_DATA,
                      "The rows of %s have a month and no time: day and night cannot be told apart",
                      rows->profile);
        return na_fail_at(reterr, NA_ERR_DATA, NULL, 0, "--by-time",
                          "Ask for the force's own records, which have the hour");
    }
    (void)na_fail(reterr, NA_ERR_DATA, "The time of day is not read from rows");
    return na_fail_at(reterr, NA_ERR_DATA, NULL, 0, "--by-time",
                      "Put day or night into a column of its own, and give --where COLUMN=night");
}
