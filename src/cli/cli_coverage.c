/* nearaid coverage: reads the options, then the data and the rows, then writes each file that was
 * asked for. Further files are written before the answer: if one fails, no answer says that all
 * went well. What only makes sense with points is refused without them. */
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "base/fail.h"
#include "cli/command.h"
#include "cli/options.h"
#include "cli/point_files.h"
#include "cli/sheet_options.h"
#include "cli/table_text.h"
#include "coverage/coverage.h"
#include "coverage/json.h"
#include "coverage/points_forms.h"
#include "nearaid/questions.h"

#define WORDS_LIMIT_BYTES ((size_t)64 * 1024)
/* Answers with every point, and maps. */
#define OUTPUT_LIMIT_BYTES ((size_t)4 * 1024 * 1024 * 1024)

/* All that a run holds. */
struct covering {
    const struct na_cli_options *options;
    int32_t today;
    struct na_cli_source source;
    struct na_session *session;
    struct na_param asked[NA_PARAMS_MAX]; /* those of the question */
    size_t asked_count;
    char compare[64];
    const char *files[NA_PARAMS_MAX + NA_CLI_INPUTS_MAX]; /* of points */
    size_t file_count;
    struct na_table_question wheres;
    struct na_coverage_question question;
    struct na_coverage *coverage;
    struct na_buffer inputs, where_words;
    struct na_point_rows rows;
    bool has_rows;
    struct na_coverage_points *points; /* NULL: none are asked about */
    struct na_cli_sheet sheet;
};

static const char *param(const struct covering *covering, const char *name)
{
    return na_params_get(covering->options->params, covering->options->param_count, name);
}

static bool is_asked(const char *name)
{
    for (size_t i = 0; i < na_coverage_params.count; i++) {
        if (strcmp(na_coverage_params.specs[i].name, name) == 0) {
            return true;
        }
    }
    return false;
}

static void sort_params(struct covering *covering)
{
    const struct na_cli_options *options = covering->options;
    for (size_t i = 0; i < options->param_count; i++) {
        const struct na_param *given = &options->params[i];
        if (strcmp(given->name, "points") == 0) {
            covering->files[covering->file_count++] = given->value;
        } else if (is_asked(given->name)) {
            covering->asked[covering->asked_count++] = *given;
        }
    }
}

/* The first word that is no option and reads as a day; SIZE_MAX: there is none. */
static size_t second_day(const struct na_cli_options *options)
{
    int32_t day = 0;
    for (size_t i = 0; i < options->input_count; i++) {
        if (na_date_parse(na_str_of(options->inputs[i]), &day)) {
            return i;
        }
    }
    return SIZE_MAX;
}

/* --compare DATE1 DATE2: the second day stands among the files, before or after them. */
static void join_days(struct covering *covering)
{
    const struct na_cli_options *options = covering->options;
    size_t second = second_day(options);
    size_t taken = SIZE_MAX;
    for (size_t i = 0; i < covering->asked_count; i++) {
        struct na_param *given = &covering->asked[i];
        if (strcmp(given->name, "compare") == 0 && strchr(given->value, ',') == NULL &&
            second != SIZE_MAX && strlen(given->value) < sizeof covering->compare / 2) {
            (void)snprintf(covering->compare, sizeof covering->compare, "%.20s,%.20s", given->value,
                           options->inputs[second]);
            given->value = covering->compare;
            taken = second;
        }
    }
    for (size_t i = 0; i < options->input_count; i++) {
        if (i != taken) {
            covering->files[covering->file_count++] = options->inputs[i];
        }
    }
}

/* What only points can be asked for. */
static enum na_code check_points(const struct covering *covering, struct na_error *reterr)
{
    static const char *const names[] = {"weight", "id",       "name",     "where",    "points_out",
                                        "lat",    "lon",      "easting",  "northing", "profile",
                                        "strict", "encoding", "delimiter"};
    for (size_t i = 0; i < sizeof names / sizeof names[0] && covering->file_count == 0; i++) {
        if (param(covering, names[i]) != NULL) {
            return na_fail_field(reterr, NA_ERR_PARAM_CONFLICT, names[i],
                                 "The option is about points, and none are given",
                                 "Give --points FILE");
        }
    }
    return NA_OK;
}

/* Of two answers in one file only the last would be left; of points, nothing. */
static enum na_code check_files(const struct covering *covering, struct na_error *reterr)
{
    const char *output = covering->options->output;
    const struct {
        const char *name, *file;
    } to[] = {{"output", output != NULL ? output : "-"},
              {"svg", param(covering, "svg")},
              {"points_out", param(covering, "points_out")}};
    for (size_t i = 0; i < sizeof to / sizeof to[0]; i++) {
        for (size_t j = 0; j < i && to[i].file != NULL; j++) {
            if (to[j].file != NULL && strcmp(to[i].file, to[j].file) == 0) {
                return na_fail_field(reterr, NA_ERR_PARAM_CONFLICT, to[i].name,
                                     "Two of the answers would go to the same place",
                                     "Give each a file of its own");
            }
        }
        for (size_t j = 0; j < covering->file_count && to[i].file != NULL; j++) {
            if (strcmp(to[i].file, "-") != 0 && strcmp(to[i].file, covering->files[j]) == 0) {
                return na_fail_field(reterr, NA_ERR_PARAM_CONFLICT, to[i].name,
                                     "The answer would replace a file of points",
                                     "Give another file");
            }
        }
    }
    return NA_OK;
}

static enum na_code read_options(struct covering *covering, struct na_error *reterr)
{
    const struct na_cli_options *options = covering->options;
    sort_params(covering);
    join_days(covering);
    enum na_code code = check_points(covering, reterr);
    code = code == NA_OK ? check_files(covering, reterr) : code;
    for (size_t i = 0; i < options->param_count && code == NA_OK; i++) {
        if (strcmp(options->params[i].name, "where") == 0) {
            code = na_table_question_where(&covering->wheres, options->params[i].value, reterr);
        }
    }
    na_cli_match_case(options->params, options->param_count, covering->wheres.wheres,
                      covering->wheres.where_count);
    return code == NA_OK ? na_params_check(&na_coverage_params, covering->asked,
                                           covering->asked_count, reterr)
                         : code;
}

static enum na_code read_points(struct covering *covering, struct na_error *reterr)
{
    struct na_cli_point_job job = {.snapshot = covering->source.snapshot,
                                   .what = "points",
                                   .files = covering->files,
                                   .file_count = covering->file_count,
                                   .params = covering->options->params,
                                   .param_count = covering->options->param_count,
                                   .wanted = {.wheres = covering->wheres.wheres,
                                              .where_count = covering->wheres.where_count,
                                              .weight_column = param(covering, "weight"),
                                              .id_column = param(covering, "id"),
                                              .name_column = param(covering, "name"),
                                              .usual_labels = true,
                                              .vintage = param(covering, "vintage")},
                                   .today = covering->today};
    enum na_code code = na_cli_point_files_read(&job, &covering->rows, reterr);
    covering->has_rows = code == NA_OK;
    return code;
}

static enum na_code look_at_points(struct covering *covering, struct na_error *reterr)
{
    if (covering->file_count == 0) {
        return NA_OK;
    }
    if (na_cli_table_inputs(covering->files, covering->file_count, &covering->inputs) != NA_OK ||
        na_table_question_words(&covering->wheres, &covering->where_words) != NA_OK ||
        na_buffer_terminate(&covering->inputs) == NULL ||
        na_buffer_terminate(&covering->where_words) == NULL) {
        return na_fail_memory(reterr, "describing points");
    }
    struct na_coverage_points_about about = {
        covering->inputs.data, covering->wheres.where_count > 0 ? covering->where_words.data : "",
        param(covering, "weight")};
    return na_coverage_points_new(covering->coverage, &covering->rows, &about, &covering->points,
                                  reterr);
}

static enum na_code render(const struct covering *covering, const char *format,
                           struct na_buffer *to, struct na_error *reterr)
{
    const struct na_coverage *coverage = covering->coverage;
    const struct na_coverage_points *points = covering->points;
    enum na_code code = NA_OK;
    if (strcmp(format, "geojson") == 0) {
        code = points != NULL
                   ? na_render_coverage_points_geojson(covering->session, points, to, reterr)
                   : na_render_coverage_geojson(covering->session, coverage, to, reterr);
        return code == NA_OK ? na_buffer_text(to, "\n") : code;
    }
    if (strcmp(format, "json") == 0) {
        code = points != NULL ? na_render_coverage_points_json(points, to)
                              : na_render_coverage_json(coverage, to);
        code = code == NA_OK ? na_buffer_text(to, "\n") : code;
    } else if (strcmp(format, "csv") == 0) {
        code = na_render_coverage_csv(coverage, param(covering, "spreadsheet_safe") != NULL, to);
    } else {
        code = na_render_coverage_text(coverage, points, to);
        code = code == NA_OK && points != NULL ? na_render_coverage_points_text(points, to) : code;
    }
    return code == NA_OK ? NA_OK : na_fail(reterr, code, "The answer does not fit");
}

static enum na_code write_points(const struct covering *covering, const char *path,
                                 struct na_error *reterr)
{
    struct na_buffer text;
    na_buffer_init(&text, OUTPUT_LIMIT_BYTES);
    enum na_code code = na_render_coverage_points_csv(
        covering->points, param(covering, "spreadsheet_safe") != NULL, &text);
    code = code == NA_OK ? na_cli_write(path, text.data, text.length, reterr)
                         : na_fail(reterr, code, "The points do not fit");
    na_buffer_fini(&text);
    return code;
}

static enum na_code write_map(const struct covering *covering, const char *path,
                              struct na_error *reterr)
{
    struct na_buffer text;
    na_buffer_init(&text, OUTPUT_LIMIT_BYTES);
    enum na_code code = na_render_coverage_map(covering->session, covering->coverage,
                                               covering->points, &text, reterr);
    uint64_t asked = covering->has_rows ? na_cli_point_files_asked(&covering->rows) : 0;
    code = code == NA_OK ? na_cli_write_drawing(path, covering->rows.count, asked, &text, reterr)
                         : code;
    na_buffer_fini(&text);
    return code;
}

static enum na_code draw_sheet(void *context, const struct na_print_view *view,
                               struct na_buffer *to, struct na_print_tally *ret_tally,
                               struct na_error *reterr)
{
    const struct covering *covering = context;
    return na_render_coverage_sheet(covering->session, covering->coverage, covering->points, view,
                                    to, ret_tally, reterr);
}

/* The sheet if any of its options is given, else the map as it ever was. */
static enum na_code write_drawing(struct covering *covering, struct na_error *reterr)
{
    const char *svg = param(covering, "svg");
    if (covering->sheet.wanted) {
        na_cli_sheet_placed(&covering->sheet, covering->rows.count,
                            covering->has_rows ? na_cli_point_files_asked(&covering->rows) : 0);
        return na_cli_sheet_write(&covering->sheet, svg, draw_sheet, covering, reterr);
    }
    return svg != NULL ? write_map(covering, svg, reterr) : NA_OK;
}

/* Where the answer has no room for the points, their sum is said beside it. */
static void say_points(const struct covering *covering, const char *format)
{
    bool silent =
        covering->points == NULL || strcmp(format, "text") == 0 || strcmp(format, "json") == 0;
    for (size_t d = 0; d < covering->coverage->day_count && !silent; d++) {
        char line[256];
        na_render_coverage_points_line(covering->points, d, line, sizeof line);
        na_cli_say("%s%s", line,
                   param(covering, "points_out") == NULL ? "; --points-out FILE lists them" : "");
    }
}

/* The further files first: without them the answer is not whole. */
static enum na_code write_all(struct covering *covering, struct na_error *reterr)
{
    const char *format = param(covering, "format");
    const char *points_out = param(covering, "points_out");
    struct na_buffer text;
    na_buffer_init(&text, OUTPUT_LIMIT_BYTES);
    format = format != NULL ? format : "text";
    enum na_code code = points_out != NULL ? write_points(covering, points_out, reterr) : NA_OK;
    code = code == NA_OK ? write_drawing(covering, reterr) : code;
    code = code == NA_OK ? render(covering, format, &text, reterr) : code;
    uint64_t asked = covering->has_rows ? na_cli_point_files_asked(&covering->rows) : 0;
    if (code == NA_OK && na_cli_put_unplaced(covering->rows.count, asked,
                                             strcmp(format, "csv") == 0, &text) != NA_OK) {
        code = na_fail_memory(reterr, "writing the answer");
    }
    if (code == NA_OK) {
        code = na_cli_write(covering->options->output, text.data, text.length, reterr);
        say_points(covering, format);
    }
    na_buffer_fini(&text);
    return code;
}

static enum na_code answer(struct covering *covering, struct na_error *reterr)
{
    enum na_code code = na_session_new(covering->source.snapshot, &covering->session, reterr);
    if (code == NA_OK) {
        code = na_coverage_read(covering->session, covering->asked, covering->asked_count,
                                covering->today, &covering->question, reterr);
    }
    if (code == NA_OK) {
        code = na_cli_sheet_read(covering->source.snapshot, covering->question.layer, "map",
                                 covering->options->params, covering->options->param_count,
                                 &covering->sheet, reterr);
    }
    if (code == NA_OK && covering->file_count > 0) {
        code = read_points(covering, reterr);
    }
    if (code == NA_OK) {
        code = na_coverage_new(covering->session, &covering->question, &covering->coverage, reterr);
    }
    if (code == NA_OK) {
        code = look_at_points(covering, reterr);
    }
    if (code == NA_OK) {
        code = write_all(covering, reterr);
    }
    if (code == NA_OK && covering->has_rows) {
        code = na_cli_check_unplaced(
            covering->rows.count, na_cli_point_files_asked(&covering->rows),
            covering->options->params, covering->options->param_count, reterr);
    }
    if (code == NA_OK && covering->has_rows && param(covering, "strict") != NULL) {
        code = na_cli_point_files_strict(&covering->rows, reterr);
    }
    return code;
}

static enum na_code cover(const struct na_cli_options *options, int32_t today,
                          struct na_error *reterr)
{
    struct covering covering = {.options = options, .today = today};
    enum na_code code = read_options(&covering, reterr);
    if (code == NA_OK) {
        code = na_cli_source_open(options, &covering.source, reterr);
    }
    if (code != NA_OK) {
        return code;
    }
    na_buffer_init(&covering.inputs, WORDS_LIMIT_BYTES);
    na_buffer_init(&covering.where_words, WORDS_LIMIT_BYTES);
    code = answer(&covering, reterr);
    na_cli_sheet_fini(&covering.sheet);
    na_coverage_points_free(covering.points);
    na_coverage_free(covering.coverage);
    if (covering.has_rows) {
        na_point_rows_fini(&covering.rows);
    }
    na_session_free(covering.session);
    na_buffer_fini(&covering.inputs);
    na_buffer_fini(&covering.where_words);
    na_cli_source_close(&covering.source);
    return code;
}

static enum na_code run(const struct na_cli_options *options, int32_t today,
                        struct na_error *reterr)
{
    enum na_code code =
        na_params_check(options->form->params, options->params, options->param_count, reterr);
    if (code == NA_OK) {
        code = cover(options, today, reterr);
    }
    if (code != NA_OK) {
        na_cli_table_name_option(reterr);
    }
    return code;
}

const struct na_cli_command na_cli_coverage = {
    .question = &na_question_coverage, .wants = NA_CLI_WANTS_INPUT, .run = run};
