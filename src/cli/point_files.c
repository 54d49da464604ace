/* Runs the batch engine over the files and keeps the points. Bad rows are said, the first few one
 * by one, the rest by their number. A condition that no row meets is refused with the nearest
 * values that the rows have. */
#include "cli/point_files.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "base/fail.h"
#include "cli/command.h"
#include "cli/join.h"

/* Bad rows that are said one by one. */
#define FAULTS_SAID_MAX 5
/* A name of a column in it, a value (at most 64 bytes) and a reason. */
#define COLUMN_SHOWN 64
#define LINE_TEXT 768

struct reading {
    const struct na_cli_point_job *job;
    struct na_cli_input input;
    struct na_join_clock clock;
    uint64_t faults;
    char said[FAULTS_SAID_MAX][LINE_TEXT]; /* after the progress, not in it */
};

static enum na_code say_fault(void *context, const struct na_batch_fault *fault,
                              struct na_error *reterr)
{
    (void)reterr;
    struct reading *reading = context;
    reading->faults++;
    if (reading->faults > FAULTS_SAID_MAX) {
        return NA_OK;
    }
    char *line = reading->said[reading->faults - 1];
    int used = snprintf(line, LINE_TEXT, "row %" PRIu64 ": ", fault->row);
    if (fault->column.length > 0 && fault->value.length == 0) {
        used +=
            snprintf(line + used, LINE_TEXT - (size_t)used, "column %.*s: ",
                     fault->column.length < COLUMN_SHOWN ? (int)fault->column.length : COLUMN_SHOWN,
                     fault->column.bytes);
    } else if (fault->column.length > 0) {
        used +=
            snprintf(line + used, LINE_TEXT - (size_t)used, "column %.*s is \"%.*s\": ",
                     fault->column.length < COLUMN_SHOWN ? (int)fault->column.length : COLUMN_SHOWN,
                     fault->column.bytes, (int)fault->value.length, fault->value.bytes);
    }
    (void)snprintf(line + used, LINE_TEXT - (size_t)used, "%s", fault->reason);
    na_text_blank_controls(line, strlen(line), false);
    return NA_OK;
}

static enum na_code show(void *context, const struct na_batch_tally *tally, struct na_error *reterr)
{
    (void)reterr;
    struct reading *reading = context;
    na_join_progress(&reading->clock, na_tables_bytes_total(reading->input.table), tally);
    return NA_OK;
}

static void say_tally(const struct reading *reading, const struct na_point_rows *rows)
{
    const char *what = reading->job->what;
    const struct na_point_tally *tally = &rows->tally;
    for (size_t i = 0; i < reading->faults && i < FAULTS_SAID_MAX; i++) {
        na_cli_say("%s: %s", what, reading->said[i]);
    }
    if (reading->faults > FAULTS_SAID_MAX) {
        na_cli_say("%s: and %" PRIu64 " more such rows", what, reading->faults - FAULTS_SAID_MAX);
    }
    if (rows->profile[0] != '\0') {
        na_cli_say("%s: the header is that of %s: columns Longitude and Latitude", what,
                   rows->profile);
    }
    if (na_params_get(reading->job->params, reading->job->param_count, "allow_repeats") == NULL) {
        na_cli_say_repeats(what, &rows->repeats);
    }
    if (tally->read != rows->count) {
        na_cli_say("%s: read %" PRIu64 " = placed %zu + left out by --where %" PRIu64
                   " + no location %" PRIu64 " + bad %" PRIu64 " + off the grid %" PRIu64,
                   what, tally->read, rows->count, tally->unasked, tally->no_location, tally->bad,
                   tally->off_grid);
    }
}

/* No row passes: the first condition that turned rows away, and what they have instead. */
static enum na_code check_met(const struct na_cli_point_job *job, const struct na_point_rows *rows,
                              struct na_error *reterr)
{
    const struct na_point_tally *tally = &rows->tally;
    for (size_t i = 0; i < job->wanted.where_count; i++) {
        const struct na_table_texts *unmet = &rows->unmet[i];
        if (tally->unasked == tally->read && unmet->count > 0) {
            char nearest[160];
            na_where_nearest(&job->wanted.wheres[i], (const char *const *)unmet->texts,
                             unmet->count, nearest, sizeof nearest);
            return na_cli_fail_unmet(&job->wanted.wheres[i], nearest, reterr);
        }
    }
    return NA_OK;
}

/* One of several values that no row has adds nothing: it may be misspelt. */
static void say_unmet_values(const struct na_cli_point_job *job, const struct na_point_rows *rows)
{
    for (size_t i = 0; i < job->wanted.where_count; i++) {
        const struct na_where *where = &job->wanted.wheres[i];
        char value[NA_COLUMN_NAME_MAX];
        for (size_t at = 0; na_where_unmet(where, rows->met[i], &at, value);) {
            struct na_where one = *where;
            char nearest[160];
            one.values = value;
            na_where_nearest(&one, (const char *const *)rows->unmet[i].texts, rows->unmet[i].count,
                             nearest, sizeof nearest);
            na_cli_say("%s: no row has %s \"%s\", which is asked for beside others%s%s", job->what,
                       where->column, value, nearest[0] != '\0' ? ": the nearest are " : "",
                       nearest);
        }
    }
}

uint64_t na_cli_point_files_asked(const struct na_point_rows *rows)
{
    return rows->tally.read - rows->tally.unasked;
}

enum na_code na_cli_point_files_read(const struct na_cli_point_job *job,
                                     struct na_point_rows *ret_rows, struct na_error *reterr)
{
    struct reading reading = {.job = job};
    struct na_batch_source source = {na_tables_read, NULL};
    struct na_point_rows_reading how = {.threads = na_cli_threads(job->params, job->param_count),
                                        .source = &source,
                                        .sink = job->sink,
                                        .others = job->others,
                                        .fault = say_fault,
                                        .progress = show,
                                        .context = &reading};
    const struct na_cli_input_asked asked = {
        .counts = true, .params = job->params, .param_count = job->param_count, .what = job->what};
    how.columns.today = job->today;
    enum na_code code = na_cli_position_read(job->params, job->param_count, &how.columns, reterr);
    if (code == NA_OK) {
        code = na_cli_input_open(job->files, job->file_count, &asked, &how.columns, &reading.input,
                                 reterr);
    }
    if (code != NA_OK) {
        return code;
    }
    source.context = reading.input.table;
    na_join_clock_start(&reading.clock, true);
    code = na_point_rows_read(job->snapshot, &job->wanted, &how, ret_rows, reterr);
    na_join_progress_end(&reading.clock);
    if (code == NA_OK) {
        say_tally(&reading, ret_rows);
        code = check_met(job, ret_rows, reterr);
        if (code == NA_OK) {
            say_unmet_values(job, ret_rows);
        } else {
            na_point_rows_fini(ret_rows);
        }
    } else {
        code = na_cli_input_blame(&reading.input, code, reterr);
    }
    na_cli_input_close(&reading.input);
    return code;
}

enum na_code na_cli_point_files_strict(const struct na_point_rows *rows, struct na_error *reterr)
{
    const struct na_point_tally *tally = &rows->tally;
    uint64_t failed = tally->bad + tally->no_location + tally->off_grid;
    if (failed == 0) {
        return NA_OK;
    }
    (void)na_fail(reterr, NA_ERR_ROWS, "%" PRIu64 " rows could not be placed", failed);
    return na_fail_at(reterr, NA_ERR_ROWS, NULL, 0, NULL, "Without --strict that is only said");
}
