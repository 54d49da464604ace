/* nearaid join: a ward on every row. Reading, working and writing go on at once, and the rows read
 * always equal the rows written. */
#include <stdio.h>
#include <string.h>

#include "base/fail.h"
#include "cli/join.h"
#include "nearaid/questions.h"

/* What the callbacks of a run see. */
struct joining {
    struct na_cli_input *input;
    struct na_join_output *output;
    struct na_join_clock *clock;
};

static enum na_code write_rows(void *context, const char *bytes, size_t length,
                               struct na_error *reterr)
{
    struct joining *joining = context;
    return na_join_output_write(joining->output, bytes, length, reterr);
}

static enum na_code list_fault(void *context, const struct na_batch_fault *fault,
                               struct na_error *reterr)
{
    struct joining *joining = context;
    return na_join_output_fault(joining->output, fault, reterr);
}

static enum na_code show(void *context, const struct na_batch_tally *tally, struct na_error *reterr)
{
    (void)reterr;
    struct joining *joining = context;
    na_join_progress(joining->clock, na_tables_bytes_total(joining->input->table), tally);
    return NA_OK;
}

/* An option by the name it is typed by; a column's member "as_at_column" is --as-at-column. */
static void name_option(struct na_error *reterr)
{
    if (reterr == NULL || reterr->field[0] == '\0' || reterr->field[0] == '-') {
        return;
    }
    char name[sizeof reterr->field];
    (void)snprintf(name, sizeof name, "--%.60s", reterr->field);
    for (char *c = name; *c != '\0'; c++) {
        *c = *c == '_' ? '-' : *c;
    }
    memcpy(reterr->field, name, sizeof name);
}

static uint64_t not_placed(const struct na_batch_tally *tally)
{
    return tally->matches[NA_BATCH_NONE] + tally->matches[NA_BATCH_NO_LOCATION] +
           tally->matches[NA_BATCH_BAD];
}

static enum na_code run_plan(const struct na_batch_plan *plan, const struct na_snapshot *snapshot,
                             const struct na_join_options *join, struct na_cli_input *input,
                             struct na_join_output *output, struct na_error *reterr)
{
    struct na_join_clock clock;
    struct joining joining = {input, output, &clock};
    struct na_batch_run_options options = {.threads = join->threads};
    struct na_batch_source source = {na_tables_read, input->table};
    struct na_batch_target target = {.write = write_rows,
                                     .fault = join->errors != NULL ? list_fault : NULL,
                                     .progress = show,
                                     .context = &joining};
    struct na_batch_result result;
    na_join_clock_start(&clock, !join->no_progress);
    enum na_code code = na_batch_run(plan, &options, &source, &target, &result, reterr);
    na_join_progress_end(&clock);
    code = na_cli_input_blame(input, code, reterr);
    if (code == NA_OK) {
        code = na_join_output_commit(output, reterr);
    }
    if (code != NA_OK) {
        return code;
    }
    if (result.profile[0] != '\0') {
        (void)fprintf(stderr, "the header is that of %s: columns Longitude and Latitude\n",
                      result.profile);
    }
    na_join_footer(&clock, snapshot, join, &result.tally);
    if (join->strict && not_placed(&result.tally) > 0) {
        (void)na_fail(reterr, NA_ERR_ROWS, "Some rows could not be placed");
        return na_fail_at(reterr, NA_ERR_ROWS, NULL, 0, NULL, "--errors FILE lists them");
    }
    return NA_OK;
}

/* CSV keeps its bytes when it is the form of the output, too: an encoding that was found, not told,
 * is left alone then. */
static enum na_code open_input(const struct na_cli_options *options, struct na_join_options *join,
                               struct na_cli_input *ret_input, struct na_error *reterr)
{
    bool as_objects =
        join->batch.output == NA_BATCH_NDJSON || join->batch.output == NA_BATCH_GEOJSON;
    const struct na_cli_input_asked asked = {.params = options->params,
                                             .param_count = options->param_count,
                                             .as = join->as,
                                             .allow_same = true,
                                             .keep_ndjson = !join->format_is_told || as_objects};
    bool told = na_params_get(options->params, options->param_count, "encoding") != NULL;
    enum na_code code = na_cli_input_open(options->inputs, options->input_count, &asked,
                                          &join->batch, ret_input, reterr);
    if (code != NA_OK) {
        return code;
    }
    if (!join->format_is_told) {
        join->batch.output =
            join->batch.input == NA_BATCH_NDJSON_IN ? NA_BATCH_NDJSON : NA_BATCH_CSV;
    }
    if (!told && join->batch.output == NA_BATCH_CSV && join->batch.encoding != NA_ENCODING_UTF8) {
        join->batch.encoding = NA_ENCODING_UTF8;
        join->batch.any_bytes = true;
    }
    return NA_OK;
}

static enum na_code join_rows(const struct na_cli_options *options, struct na_join_options *join,
                              struct na_error *reterr)
{
    struct na_cli_source source = {.snapshot = NULL};
    struct na_batch_plan *plan = NULL;
    struct na_cli_input input = {.table = NULL};
    struct na_join_output output = {.rows = {.fd = -1}, .errors = {.fd = -1}};
    enum na_code code = na_cli_source_open(options, &source, reterr);
    if (code != NA_OK) {
        return code;
    }
    code = open_input(options, join, &input, reterr);
    if (code != NA_OK) {
        na_cli_source_close(&source);
        return code;
    }
    code = na_batch_plan_new(source.snapshot, &join->batch, &plan, reterr);
    if (code != NA_OK) {
        name_option(reterr);
        goto done;
    }
    if (join->batch.vintage == NULL && join->batch.as_at == NULL &&
        join->batch.as_at_column == NULL) {
        na_cli_input_say_days(&input, na_batch_plan_layer(plan));
    }
    code =
        na_join_output_open(join, options->output, na_cli_made(source.snapshot), &output, reterr);
    if (code == NA_OK) {
        code = run_plan(plan, source.snapshot, join, &input, &output, reterr);
        na_join_output_close(&output);
    }
done:
    na_batch_plan_free(plan);
    na_cli_source_close(&source);
    na_cli_input_close(&input);
    return code;
}

static enum na_code run(const struct na_cli_options *options, int32_t today,
                        struct na_error *reterr)
{
    struct na_join_options join;
    enum na_code code = na_join_options_read(options, today, &join, reterr);
    if (code != NA_OK) {
        name_option(reterr);
    } else {
        code = join_rows(options, &join, reterr);
    }
    na_join_options_fini(&join);
    return code;
}

const struct na_cli_command na_cli_join = {.question = &na_question_batch_ward,
                                           .wants = NA_CLI_WANTS_INPUT | NA_CLI_WANTS_MAP,
                                           .run = run};
