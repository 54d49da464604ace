/* Rows that are joined already are counted as they stand. Others go through the batch engine first,
 * which adds only the columns that the question counts by, under a prefix that no input can have.
 * Either way the same reader counts them (table/read.h). A condition that no row meets is
 * refused. */
#include "cli/count_rows.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/fail.h"
#include "cli/command.h"
#include "cli/input.h"
#include "cli/join.h"
#include "cli/unplaced.h"
#include "question/vintage.h"
#include "table/read.h"

/* In front of the columns that the look-up adds, so that the input may have any name itself. */
#define PREFIX "nearaid:"
#define BLOCK_BYTES ((size_t)1 << 20)

static const char *param(const struct na_cli_count_job *job, const char *name)
{
    return na_params_get(job->params, job->param_count, name);
}

/* "2025-01" is its first day. */
static bool day_of(const char *text, int32_t *ret_day)
{
    char whole[16];
    (void)snprintf(whole, sizeof whole, "%.10s%s", text, strlen(text) == 7 ? "-01" : "");
    return strlen(text) <= 10 && na_date_parse(na_str_of(whole), ret_day);
}

enum na_code na_cli_count_layer(const struct na_cli_count_job *job,
                                const struct na_layer **ret_layer, struct na_error *reterr)
{
    const char *vintage = job->vintage != NULL ? job->vintage : param(job, "vintage");
    const char *as_at = job->vintage != NULL ? NULL : param(job, "as_at");
    /* Without any choice the newest: nothing is valid on the last of all days but what is open. */
    int32_t day = INT32_MAX;
    bool none_valid = false;
    if (as_at != NULL && !day_of(as_at, &day)) {
        return na_fail_field(reterr, NA_ERR_PARAM_MALFORMED, "as_at", "as_at is not a day",
                             "Write YYYY-MM-DD or YYYY-MM");
    }
    return na_vintage_choose(job->snapshot, vintage, day, ret_layer, &none_valid, reterr);
}

/* The columns that the question needs, for the batch. */
static void needed_columns(const struct na_table_question *question, bool by_row_day, char *to,
                           size_t size)
{
    static const char *const names[] = {[NA_TABLE_WARD] = "ward_code",
                                        [NA_TABLE_AUTHORITY] = "authority_code",
                                        [NA_TABLE_VINTAGE] = "vintage"};
    size_t used = (size_t)snprintf(to, size, "match");
    bool vintage = false;
    for (size_t i = 0; i < question->dimension_count; i++) {
        const struct na_table_dimension *dimension = &question->dimensions[i];
        if (dimension->what == NA_TABLE_AREA) {
            used += (size_t)snprintf(to + used, size - used, ",area:%s", dimension->name);
        } else if (dimension->what != NA_TABLE_COLUMN) {
            vintage = vintage || dimension->what == NA_TABLE_VINTAGE;
            used += (size_t)snprintf(to + used, size - used, ",%s", names[dimension->what]);
        }
    }
    if (by_row_day && !vintage) {
        (void)snprintf(to + used, size - used, ",vintage");
    }
}

/* Joined rows on their way into the counts. */
struct sink {
    struct na_table_reader *reader;
    struct na_cli_input *input;
    char first[512]; /* name of the first input, whose header says which columns there are */
    struct na_join_clock clock;
};

static enum na_code take(void *context, const char *bytes, size_t length, struct na_error *reterr)
{
    struct sink *sink = context;
    enum na_code code = na_table_reader_feed(sink->reader, bytes, length, reterr);
    /* The input that is read may be a later one by now. */
    return code == NA_ERR_DATA ? na_fail_at(reterr, code, sink->first, 0, NULL, NULL) : code;
}

static enum na_code show(void *context, const struct na_batch_tally *tally, struct na_error *reterr)
{
    (void)reterr;
    struct sink *sink = context;
    na_join_progress(&sink->clock, na_tables_bytes_total(sink->input->table), tally);
    return NA_OK;
}

static enum na_code look_up(const struct na_cli_count_job *job, struct na_cli_input *input,
                            struct na_table_reader *reader,
                            const struct na_table_question *question,
                            const struct na_batch_options *position, struct na_cli_counted *counted,
                            struct na_error *reterr)
{
    char add[NA_TABLE_DIMENSIONS_MAX * (NA_COLUMN_NAME_MAX + 8) + 32];
    needed_columns(question, param(job, "as_at_column") != NULL && job->vintage == NULL, add,
                   sizeof add);
    struct na_batch_options options = *position;
    options.question = NA_BATCH_WARD;
    options.input = NA_BATCH_CSV_IN;
    options.output = NA_BATCH_CSV;
    options.add = add;
    options.prefix = PREFIX;
    options.vintage = job->vintage != NULL ? job->vintage : param(job, "vintage");
    options.as_at = job->vintage != NULL ? NULL : param(job, "as_at");
    options.as_at_column = job->vintage != NULL ? NULL : param(job, "as_at_column");
    options.today = job->today;
    struct na_batch_plan *plan = NULL;
    enum na_code code = na_batch_plan_new(job->snapshot, &options, &plan, reterr);
    if (code != NA_OK) {
        return code;
    }
    if (!job->days_said && options.vintage == NULL && options.as_at == NULL &&
        options.as_at_column == NULL) {
        na_cli_input_say_days(input, na_batch_plan_layer(plan));
    }
    struct sink sink = {.reader = reader, .input = input};
    const char *first = na_tables_input_name(input->table);
    (void)na_text_copy(sink.first, sizeof sink.first, first != NULL ? first : "standard input");
    na_join_clock_start(&sink.clock, isatty(STDERR_FILENO) == 1);
    struct na_batch_source source = {na_tables_read, input->table};
    struct na_batch_target target = {take, NULL, show, &sink};
    struct na_batch_run_options run = {.threads = na_cli_threads(job->params, job->param_count)};
    struct na_batch_result result = {.profile = ""};
    code = na_batch_run(plan, &run, &source, &target, &result, reterr);
    na_join_progress_end(&sink.clock);
    na_batch_plan_free(plan);
    counted->profile = result.profile;
    return code == NA_OK ? na_table_reader_end_input(reader, reterr) : code;
}

static enum na_code read_joined(struct na_cli_input *input, struct na_table_reader *reader,
                                struct na_error *reterr)
{
    char *block = malloc(BLOCK_BYTES);
    if (block == NULL) {
        return na_fail_memory(reterr, "reading rows");
    }
    enum na_code code = NA_OK;
    for (bool more = true; more && code == NA_OK;) {
        size_t length = 0;
        code = na_tables_read(input->table, block, BLOCK_BYTES, &length, &more, reterr);
        if (code == NA_OK) {
            code = length > 0 ? na_table_reader_feed(reader, block, length, reterr)
                              : na_table_reader_end_input(reader, reterr);
        }
    }
    free(block);
    return code;
}

/* Noughts for a value that no row has would look like an answer. */
static enum na_code check_met(const struct na_cli_count_job *job,
                              const struct na_table_reader *reader,
                              const struct na_table_counts *counts, struct na_error *reterr)
{
    size_t count = counts->question.where_count - (job->last_may_be_unmet ? 1 : 0);
    for (size_t i = 0; i < count; i++) {
        if (na_table_reader_is_unmet(reader, i)) {
            char nearest[160];
            na_table_reader_nearest(reader, i, nearest, sizeof nearest);
            return na_cli_fail_unmet(&counts->question.wheres[i], nearest, reterr);
        }
    }
    return NA_OK;
}

/* One of several values that no row has adds nothing: it may be misspelt. */
static void say_unmet_values(const struct na_table_reader *reader,
                             const struct na_table_counts *counts)
{
    for (size_t i = 0; i < counts->question.where_count; i++) {
        char value[NA_COLUMN_NAME_MAX];
        char nearest[160];
        for (size_t at = 0;
             na_table_reader_unmet_value(reader, i, &at, value, nearest, sizeof nearest);) {
            na_cli_say("no row has %s \"%s\", which is asked for beside others: the nearest are %s",
                       counts->question.wheres[i].column, value, nearest);
        }
    }
}

/* Where figures are rounded, how many there are is one of them. */
static void say_repeats(const struct na_repeats *repeats, bool rounded)
{
    if (!rounded) {
        na_cli_say_repeats(NULL, repeats);
    } else if (repeats->rows > 0) {
        na_cli_say("rows repeat a Crime ID that stands above already: they are counted; "
                   "--allow-repeats says that this is meant");
    }
}

enum na_code na_cli_count_rows(const struct na_cli_count_job *job, struct na_table_counts *counts,
                               struct na_cli_counted *ret_counted, struct na_error *reterr)
{
    struct na_cli_input input;
    struct na_table_reader *reader = NULL;
    struct na_cli_counted counted = {.profile = ""};
    struct na_batch_options position = {.separator = '\0'};
    const struct na_cli_input_asked asked = {.counts = true,
                                             .is_said = job->files_said,
                                             .params = job->params,
                                             .param_count = job->param_count};
    enum na_code code = na_cli_position_read(job->params, job->param_count, &position, reterr);
    if (code == NA_OK) {
        code = na_cli_input_open(job->files, job->file_count, &asked, &position, &input, reterr);
    }
    if (code != NA_OK) {
        return code;
    }
    struct na_str start = na_tables_peek(input.table);
    counted.joined = na_table_read_is_joined(start.bytes, start.length, position.separator);
    code = na_table_reader_new(counts, counted.joined ? "" : PREFIX, position.separator, &reader,
                               reterr);
    if (code == NA_OK && counted.joined) {
        code = read_joined(&input, reader, reterr);
    } else if (code == NA_OK) {
        code = look_up(job, &input, reader, &counts->question, &position, &counted, reterr);
    }
    code = na_cli_input_blame(&input, code, reterr);
    if (code == NA_OK) {
        size_t wheres = counts->question.where_count;
        counted.last_unmet = wheres > 0 && na_table_reader_is_unmet(reader, wheres - 1);
        *ret_counted = counted;
        code = check_met(job, reader, counts, reterr);
    }
    if (code == NA_OK) {
        say_unmet_values(reader, counts);
    }
    if (code == NA_OK && !job->repeats_said && param(job, "allow_repeats") == NULL) {
        say_repeats(na_table_reader_repeats(reader), counts->rounding != NULL);
    }
    na_table_reader_free(reader);
    na_cli_input_close(&input);
    return code;
}
