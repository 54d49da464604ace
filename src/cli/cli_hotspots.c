/* nearaid hotspots: looking areas up without --by, finding hotspots in rows with it. */
#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "base/fail.h"
#include "cli/command.h"
#include "cli/hotspots_options.h"
#include "cli/point_files.h"
#include "cli/sheet_options.h"
#include "cli/side_table.h"
#include "cli/table_text.h"
#include "here/hotspots.h"
#include "nearaid/questions.h"

#define PROGRESS_EVERY_S 0.2
#define BASE_TEXT 4096

/* All that a run holds. */
struct finding_run {
    const struct na_cli_options *options;
    struct na_cli_hotspots_wish wish;
    struct na_point_rows rows;
    struct na_gather *gather;
    struct na_weights *weights;
    struct na_buffer measure, inputs;
    char period[64];
    double shown_s;
    bool shows; /* progress is shown, and was */
    bool has_shown;
};

/* Progress of what takes long, on a terminal only. */
static void show(void *context, const char *what, double part)
{
    struct finding_run *run = context;
    struct timespec now;
    if (!run->shows || clock_gettime(CLOCK_MONOTONIC, &now) != 0) {
        return;
    }
    double now_s = (double)now.tv_sec + (double)now.tv_nsec / 1e9;
    if (now_s - run->shown_s >= PROGRESS_EVERY_S) {
        (void)fprintf(stderr, "\r\033[K%s %d%%", what, (int)(part * 100));
        run->shown_s = now_s;
        run->has_shown = true;
    }
}

static void end_progress(struct finding_run *run)
{
    if (run->has_shown) {
        (void)fputs("\r\033[K", stderr);
    }
    run->has_shown = false;
}

static enum na_code read_weights(struct finding_run *run, struct na_error *reterr)
{
    const char *path = run->wish.weights;
    struct na_cli_side_table side;
    if (path == NULL) {
        return NA_OK;
    }
    enum na_code code = na_cli_side_table_read(path, NA_WEIGHTS_FILE_MAX_BYTES, &side, reterr);
    if (code != NA_OK) {
        return code;
    }
    code = na_weights_read(side.csv.data, side.csv.length, &run->weights, reterr);
    code = code == NA_OK ? NA_OK : na_cli_side_table_blame(&side, code, reterr);
    na_cli_side_table_fini(&side);
    return code;
}

static enum na_code read_rows(struct finding_run *run, struct na_snapshot *snapshot, int32_t today,
                              struct na_error *reterr)
{
    const struct na_cli_options *options = run->options;
    struct na_cli_point_job job = {.snapshot = snapshot,
                                   .what = "rows",
                                   .files = options->inputs,
                                   .file_count = options->input_count,
                                   .params = options->params,
                                   .param_count = options->param_count,
                                   .wanted = {.wheres = run->wish.question.wheres,
                                              .where_count = run->wish.question.where_count,
                                              .weight_column = run->wish.weights != NULL
                                                                   ? run->wish.weight_by
                                                                   : run->wish.weight,
                                              .weights = run->weights,
                                              .vintage = run->wish.vintage},
                                   .others = run->wish.job.labelled,
                                   .today = today};
    run->wish.job.snapshot = snapshot;
    struct na_gather_wanted wanted = na_hotspot_gather_wanted(&run->wish.job);
    enum na_code code = na_gather_new(&wanted, &run->gather, reterr);
    if (code != NA_OK) {
        return code;
    }
    struct na_point_rows_sink sink = na_gather_sink(run->gather);
    job.sink = &sink;
    code = na_cli_point_files_read(&job, &run->rows, reterr);
    if (code == NA_OK && run->wish.by_time) {
        code = na_cli_hotspots_no_time(&run->rows, reterr);
    }
    return code;
}

/* "2024-01 to 2025-03 (4 months have rows)", "2025-01" or "", without the month kept out. */
static void period_of(const struct na_table_texts *months, const char *without, char *to,
                      size_t size)
{
    const char *from = "", *until = "";
    unsigned int count = 0;
    for (uint32_t i = 0; i < months->count; i++) {
        const char *month = na_table_texts_get(months, i).bytes;
        if (without != NULL && strcmp(month, without) == 0) {
            continue;
        }
        from = count == 0 || strcmp(month, from) < 0 ? month : from;
        until = strcmp(month, until) > 0 ? month : until;
        count++;
    }
    if (count < 2) {
        (void)snprintf(to, size, "%s", from);
    } else {
        (void)snprintf(to, size, "%.16s to %.16s (%u months have rows)", from, until, count);
    }
}

static enum na_code describe(struct finding_run *run, struct na_error *reterr)
{
    struct na_cli_hotspots_wish *wish = &run->wish;
    enum na_code code = wish->measure != NULL
                            ? na_buffer_text(&run->measure, wish->measure)
                            : na_table_question_words(&wish->question, &run->measure);
    if (code == NA_OK && wish->measure == NULL && wish->weight != NULL) {
        code = na_buffer_printf(&run->measure, ", each weighing its %s", wish->weight);
    } else if (code == NA_OK && wish->measure == NULL && wish->weights != NULL) {
        code = na_buffer_printf(&run->measure, ", each weighing what its %s does", wish->weight_by);
    }
    if (code == NA_OK) {
        code = na_cli_table_inputs(run->options->inputs, run->options->input_count, &run->inputs);
    }
    if (code != NA_OK || na_buffer_terminate(&run->measure) == NULL ||
        na_buffer_terminate(&run->inputs) == NULL) {
        return na_fail_memory(reterr, "describing hotspots");
    }
    period_of(&run->rows.months, wish->job.test_month, run->period, sizeof run->period);
    wish->about.measure = run->measure.data;
    wish->about.inputs = run->inputs.data;
    wish->about.period = wish->period != NULL ? wish->period : run->period;
    return NA_OK;
}

struct sheet_of {
    const struct na_hotspot_finding *finding;
    const struct na_hotspot_about *about;
};

static enum na_code draw_sheet(void *context, const struct na_print_view *view,
                               struct na_buffer *to, struct na_print_tally *ret_tally,
                               struct na_error *reterr)
{
    const struct sheet_of *of = context;
    return na_render_hotspot_sheet(of->finding, of->about, view, to, ret_tally, reterr);
}

static enum na_code draw(const struct finding_run *run, const struct na_hotspot_finding *finding,
                         struct na_error *reterr)
{
    struct na_cli_sheet sheet;
    enum na_code code =
        na_cli_sheet_read(finding->job.snapshot, finding->set->layer, "map", run->options->params,
                          run->options->param_count, &sheet, reterr);
    if (code == NA_OK && sheet.wanted) {
        struct sheet_of of = {finding, &run->wish.about};
        na_cli_sheet_placed(&sheet, run->rows.count, na_cli_point_files_asked(&run->rows));
        code = na_cli_sheet_write(&sheet, run->wish.svg, draw_sheet, &of, reterr);
        na_cli_sheet_fini(&sheet);
        return code;
    }
    if (code != NA_OK || run->wish.svg == NULL) {
        return code;
    }
    struct na_buffer drawing;
    na_buffer_init(&drawing, NA_ANSWER_LIMIT);
    code = na_render_hotspot_map(finding, &run->wish.about, &drawing, reterr);
    if (code == NA_OK) {
        code = na_cli_write_drawing(run->wish.svg, run->rows.count,
                                    na_cli_point_files_asked(&run->rows), &drawing, reterr);
    }
    na_buffer_fini(&drawing);
    return code;
}

static enum na_code write_layer(const struct finding_run *run,
                                const struct na_hotspot_finding *finding, struct na_error *reterr)
{
    const char *path = run->wish.shapefile;
    if (path == NULL) {
        return NA_OK;
    }
    char base[BASE_TEXT];
    size_t length = strlen(path);
    length -= length > 4 && strcmp(path + length - 4, ".shp") == 0 ? 4 : 0;
    if (length >= sizeof base) {
        return na_fail(reterr, NA_ERR_PARAM_RANGE, "The name of the shapefile is too long");
    }
    memcpy(base, path, length);
    base[length] = '\0';
    return na_render_hotspot_shapefile(finding, &run->wish.about, base, reterr);
}

static enum na_code write_out(const struct finding_run *run,
                              const struct na_hotspot_finding *finding, struct na_error *reterr)
{
    struct na_buffer text;
    na_buffer_init(&text, NA_ANSWER_LIMIT);
    enum na_code code = na_render_hotspot(finding, &run->wish.about, run->wish.form, &text, reterr);
    code = code == NA_OK ? draw(run, finding, reterr) : code;
    code = code == NA_OK ? write_layer(run, finding, reterr) : code;
    const char *format = na_params_get(run->options->params, run->options->param_count, "format");
    if (code == NA_OK &&
        na_cli_put_unplaced(run->rows.count, na_cli_point_files_asked(&run->rows),
                            format != NULL && strcmp(format, "csv") == 0, &text) != NA_OK) {
        code = na_fail_memory(reterr, "writing the answer");
    }
    if (code == NA_OK) {
        code = na_cli_write(run->options->output, text.data, text.length, reterr);
    }
    na_buffer_fini(&text);
    return code;
}

static enum na_code find_in(struct finding_run *run, struct na_snapshot *snapshot, int32_t today,
                            struct na_error *reterr)
{
    struct na_hotspot_finding *finding = NULL;
    enum na_code code = read_weights(run, reterr);
    code = code == NA_OK ? read_rows(run, snapshot, today, reterr) : code;
    code = code == NA_OK ? describe(run, reterr) : code;
    if (code == NA_OK) {
        struct na_hotspot_job *job = &run->wish.job;
        job->snapshot = snapshot;
        job->rows = &run->rows;
        job->gather = run->gather;
        job->progress = show;
        job->context = run;
        code = na_hotspot_find(job, &finding, reterr);
        end_progress(run);
    }
    code = code == NA_OK ? write_out(run, finding, reterr) : code;
    na_hotspot_finding_free(finding);
    if (code == NA_OK) {
        code = na_cli_check_unplaced(run->rows.count, na_cli_point_files_asked(&run->rows),
                                     run->options->params, run->options->param_count, reterr);
    }
    if (code == NA_OK && run->wish.strict) {
        code = na_cli_point_files_strict(&run->rows, reterr);
    }
    return code;
}

static enum na_code find(const struct na_cli_options *options, int32_t today,
                         struct na_error *reterr)
{
    struct finding_run run = {.options = options, .shows = isatty(STDERR_FILENO) == 1};
    struct na_cli_source source;
    enum na_code code = na_cli_hotspots_read(options, &run.wish, reterr);
    if (code == NA_OK) {
        code = na_cli_source_open(options, &source, reterr);
    }
    if (code != NA_OK) {
        return code;
    }
    na_buffer_init(&run.measure, 64 * 1024);
    na_buffer_init(&run.inputs, 64 * 1024);
    code = find_in(&run, source.snapshot, today, reterr);
    na_buffer_fini(&run.inputs);
    na_buffer_fini(&run.measure);
    na_gather_free(run.gather);
    na_point_rows_fini(&run.rows);
    na_weights_free(run.weights);
    na_cli_source_close(&source);
    return code;
}

/* Without rows: the question of another room, whose forms are text, JSON and GeoJSON. */
static enum na_code look_up(const struct na_cli_options *options, int32_t today,
                            struct na_error *reterr)
{
    struct na_cli_options asked = *options;
    asked.param_count = 0;
    for (size_t i = 0; i < options->param_count; i++) {
        const struct na_param *given = &options->params[i];
        bool is_format = strcmp(given->name, "format") == 0;
        if (is_format && strcmp(given->value, "csv") == 0) {
            return na_fail_field(reterr, NA_ERR_PARAM_CONFLICT, "--format",
                                 "What is looked up is written as text, JSON or GeoJSON",
                                 "Give --by and the rows to find hotspots in them");
        }
        asked.json = asked.json || (is_format && strcmp(given->value, "json") == 0);
        asked.geojson = asked.geojson || (is_format && strcmp(given->value, "geojson") == 0);
        if (!is_format) {
            asked.params[asked.param_count++] = *given;
        }
    }
    return na_cli_ask(na_answer_hotspots, &asked, today, reterr);
}

static enum na_code run(const struct na_cli_options *options, int32_t today,
                        struct na_error *reterr)
{
    bool finds = options->input_count > 0 ||
                 na_params_get(options->params, options->param_count, "by") != NULL;
    if (!finds) {
        return look_up(options, today, reterr);
    }
    enum na_code code = find(options, today, reterr);
    if (code != NA_OK) {
        na_cli_table_name_option(reterr);
    }
    return code;
}

const struct na_cli_command na_cli_hotspots = {
    .question = &na_question_hotspots_find, .wants = NA_CLI_WANTS_INPUT, .run = run};
