#include "cli/hotspots_options.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/date.h"
#include "base/fail.h"
#include "base/number.h"
#include "cli/position_options.h"
#include "cli/sheet_options.h"
#include "cli/table_text.h"

#define SEED_MAX 9007199254740992.0 /* 2^53: a JSON number holds it exactly */
#define SHARE_DEFAULT_PERCENT 25.0
#define BANDWIDTH_DEFAULT_M 300.0
#define SHIFT_SIDE_DEFAULT 4
#define ORIGIN_MAX_M 1e7
#define SEED_DEFAULT 1

/* Looking up takes the last of these too; lat, lon, easting and northing are a position then,
 * and names of columns when finding. */
static const struct na_param_spec specs[] = {
    {.name = "by",
     .type = NA_PARAM_TEXT,
     .summary =
         "Find hotspots by those cells: grid:150, hex:200 (metres), ward, or a layer of areas"},
    {.name = "where",
     .type = NA_PARAM_TEXT,
     .repeatable = true,
     .summary = "Only rows whose column has the value: COLUMN=VALUE, COLUMN=VALUE|VALUE"},
    {.name = "weight",
     .type = NA_PARAM_TEXT,
     .summary = "Column of what a row weighs, by default 1; better --weights, which has a source"},
    {.name = "weights",
     .type = NA_PARAM_TEXT,
     .summary = "File of what each value weighs: value,weight,source,version,licence"},
    {.name = "weight_by",
     .type = NA_PARAM_TEXT,
     .summary = "With --weights: the column that has the values, such as an offence code"},
    {.name = "test",
     .type = NA_PARAM_TEXT,
     .summary = "Keep that month, YYYY-MM, out of the list, and say what the list holds of it"},
    {.name = "top",
     .type = NA_PARAM_INTEGER,
     .low = 1,
     .high = 1000000,
     .summary = "The top set: so many cells, and those tied with the last; else by --share"},
    {.name = "share",
     .type = NA_PARAM_TEXT,
     .default_text = "25%",
     .summary = "The fewest cells that hold that share of the rows"},
    {.name = "origin",
     .type = NA_PARAM_TEXT,
     .default_text = "0,0",
     .summary = "EASTING,NORTHING of a corner of the squares, or the centre of a hexagon"},
    {.name = "bandwidth",
     .type = NA_PARAM_METRES,
     .low = NA_HOTSPOT_BANDWIDTH_MIN_M,
     .high = NA_HOTSPOT_BANDWIDTH_MAX_M,
     .default_text = "300",
     .summary = "How far a row adds to the density of squares and hexagons"},
    {.name = "gi",
     .type = NA_PARAM_ENUM,
     .choices = "yes",
     .summary = "Fail when Gi* cannot be tested; without it the reason is said"},
    {.name = "band",
     .type = NA_PARAM_METRES,
     .low = 1,
     .high = 100000,
     .summary = "Gi*: neighbours are cells within so many metres, not those that touch"},
    {.name = "bootstrap",
     .type = NA_PARAM_TEXT,
     .summary = "Withdrawn: redraws of the same months say nothing of the next; use --test"},
    {.name = "shifts",
     .type = NA_PARAM_ENUM,
     .choices = "0|4|16|64",
     .default_text = "16",
     .summary = "How many shifted grids to see which cells stay at the top"},
    {.name = "seed",
     .type = NA_PARAM_INTEGER,
     .low = 0,
     .high = SEED_MAX,
     .default_text = "1",
     .summary = "Seed of the rows scattered at random: the same seed, the same answer"},
    {.name = "by_time",
     .type = NA_PARAM_ENUM,
     .choices = "day|night",
     .summary = "Refused with the reason: rows are not parted by time of day"},
    {.name = "hours", .type = NA_PARAM_TEXT, .summary = "Refused as --by-time is"},
    {.name = "all",
     .type = NA_PARAM_ENUM,
     .choices = "yes",
     .summary = "List and write every cell, not the top set alone"},
    {.name = "measure", .type = NA_PARAM_TEXT, .summary = "What is counted, in words"},
    {.name = "period", .type = NA_PARAM_TEXT, .summary = "When it was, in words"},
    {.name = "format",
     .type = NA_PARAM_ENUM,
     .choices = "text|csv|json|geojson",
     .default_text = "text",
     .summary = "Form of the list of cells"},
    {.name = "shapefile",
     .type = NA_PARAM_TEXT,
     .summary = "Also write BASE.shp and its companions: a layer [areas.ID] as it is"},
    {.name = "valid_from",
     .type = NA_PARAM_DATE,
     .summary = "First day on which the areas written are hotspots, YYYY-MM-DD"},
    {.name = "valid_to", .type = NA_PARAM_DATE, .summary = "Last such day"},
    {.name = "svg", .type = NA_PARAM_TEXT, .summary = "Also draw the map to that file"},
    NA_CLI_SHEET_PARAMS,
    {.name = "spreadsheet_safe",
     .type = NA_PARAM_ENUM,
     .choices = "yes",
     .summary = "CSV: put ' in front of texts that a spreadsheet would take for formulas"},
    {.name = "strict",
     .type = NA_PARAM_ENUM,
     .choices = "yes",
     .summary = "Fail when a row could not be placed"},
    {.name = "vintage", .type = NA_PARAM_TEXT, .summary = "Wards of that vintage"},
    NA_CLI_POSITION_PARAMS,
    /* From here on: looking up only. */
    {.name = "gridref",
     .type = NA_PARAM_GRIDREF,
     .summary = "Look up: National Grid reference of 2 to 10 figures"},
    {.name = "postcode", .type = NA_PARAM_TEXT, .summary = "Look up: a postcode"},
    {.name = "q",
     .type = NA_PARAM_TEXT,
     .high = NA_PARAM_Q_MAX,
     .summary = "Look up: a place in words"},
    {.name = "accuracy_m",
     .type = NA_PARAM_METRES,
     .low = 0,
     .high = 100000,
     .summary = "Look up: how far the position may be off, in metres"},
    {.name = "as_at", .type = NA_PARAM_DATE, .summary = "Look up: areas of that day, YYYY-MM-DD"},
    {.name = "kind", .type = NA_PARAM_TEXT, .summary = "Look up: areas of that kind"},
};
#define SPEC_COUNT (sizeof specs / sizeof specs[0])
#define LOOKUP_ONLY 6
const struct na_param_specs na_cli_hotspots_params = {specs, SPEC_COUNT};
const struct na_param_specs na_cli_hotspots_find_params = {specs, SPEC_COUNT - LOOKUP_ONLY};

static const char *param(const struct na_cli_options *options, const char *name)
{
    return na_params_get(options->params, options->param_count, name);
}

static enum na_code refuse(const char *field, const char *message, const char *hint,
                           struct na_error *reterr)
{
    (void)na_fail(reterr, NA_ERR_PARAM_MALFORMED, "%s", message);
    return na_fail_at(reterr, NA_ERR_PARAM_MALFORMED, NULL, 0, field, hint);
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
            return refuse("share", "The share is not above 0 and up to 100 percent",
                          "Give --share 25%", reterr);
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
        return refuse("origin", "The origin is not an easting and a northing in metres",
                      "Give --origin 50,25", reterr);
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
        return refuse(name, "That is not a day", "Write YYYY-MM-DD", reterr);
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
    return refuse(
        "bootstrap", "--bootstrap is withdrawn: redraws of the same months say nothing of the next",
        "Give --test MONTH: it holds the list against a month that it has not seen", reterr);
}

static enum na_code check_weights(const struct na_cli_options *options, struct na_error *reterr)
{
    bool file = param(options, "weights") != NULL, column = param(options, "weight_by") != NULL;
    if (file != column) {
        return refuse(file ? "weight_by" : "weights", "--weights and --weight-by go together",
                      "Give --weights FILE --weight-by COLUMN", reterr);
    }
    if (file && param(options, "weight") != NULL) {
        return refuse("weight", "Both --weight and --weights are given", "Give --weights alone",
                      reterr);
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
               : refuse("test", "That is not a month", "Write YYYY-MM", reterr);
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

static enum na_code read_form(const struct na_cli_options *options, enum na_hotspot_form *ret_form,
                              struct na_error *reterr)
{
    static const char *const names[] = {"text", "csv", "json", "geojson"};
    const char *format = param(options, "format");
    *ret_form = options->json ? NA_HOTSPOT_JSON : NA_HOTSPOT_TEXT;
    if (options->json && format != NULL && strcmp(format, "json") != 0) {
        (void)na_fail(reterr, NA_ERR_PARAM_CONFLICT, "Both --json and another --format are given");
        return na_fail_at(reterr, NA_ERR_PARAM_CONFLICT, NULL, 0, "format", NULL);
    }
    for (size_t i = 0; format != NULL && i < sizeof names / sizeof names[0]; i++) {
        if (strcmp(format, names[i]) == 0) {
            *ret_form = (enum na_hotspot_form)i;
        }
    }
    return NA_OK;
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
    wish.about.safe = param(options, "spreadsheet_safe") != NULL;
    enum na_code code = na_cli_table_check(&na_cli_hotspots_find_params, options, reterr);
    code = code == NA_OK ? read_job(options, &wish.job, reterr) : code;
    code = code == NA_OK ? read_form(options, &wish.form, reterr) : code;
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
