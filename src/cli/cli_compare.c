/* nearaid compare: the rows of two periods, or two ready tables, counted by ward and set side by
 * side. */
#include <ctype.h>
#include <stdio.h>
#include <string.h>

#include "base/fail.h"
#include "cli/command.h"
#include "cli/count_rows.h"
#include "cli/sheet_options.h"
#include "cli/table_text.h"
#include "nearaid/questions.h"
#include "table/compare.h"
#include "table/sheet.h"
#include "workbooks/workbooks.h"

#define VINTAGE_MARK "vintage:"
/* "2025-01..2025-03" */
#define RANGE_MARK ".."
#define MONTHS_MAX 60
#define MONTHS_TEXT (8 * MONTHS_MAX + 16)

/* One side: what is counted, and what comes of it. */
struct side {
    const char *argument;
    bool from_inputs;        /* the files of -i, not a file of its own */
    char month[MONTHS_TEXT]; /* "Month=2025-01|2025-02" in `question`, or "" */
    const char *vintage;
    struct na_table_question question;
    struct na_table_counts counts;
    struct na_cli_counted counted;
    struct na_buffer inputs;
    char period[64];
    struct na_table *table;
};

static bool is_month(const char *text)
{
    static const char shape[] = "dddd-dd";
    size_t i = 0;
    for (; i < sizeof shape - 1; i++) {
        bool fits = shape[i] == 'd' ? isdigit((unsigned char)text[i]) != 0 : text[i] == shape[i];
        if (!fits) {
            return false;
        }
    }
    return text[i] == '\0';
}

/* Is it a month, or two with RANGE_MARK between? `*ret_until` is the later one. */
static bool is_range(const char *text, char ret_from[8], char ret_until[8])
{
    size_t length = strlen(text);
    (void)snprintf(ret_from, 8, "%.7s", text);
    (void)snprintf(ret_until, 8, "%.7s", length > 7 ? text + 9 : text);
    bool two = length == 16 && strncmp(text + 7, RANGE_MARK, 2) == 0;
    return (length == 7 || two) && is_month(ret_from) && is_month(ret_until);
}

/* "Month=2025-01|2025-02" of the months from..until. */
static enum na_code list_months(const char *from, const char *until, char to[MONTHS_TEXT],
                                struct na_error *reterr)
{
    int year =
        (from[0] - '0') * 1000 + (from[1] - '0') * 100 + (from[2] - '0') * 10 + from[3] - '0';
    int month = (from[5] - '0') * 10 + from[6] - '0';
    size_t used = (size_t)snprintf(to, MONTHS_TEXT, "Month=%s", from);
    char next[24];
    (void)snprintf(next, sizeof next, "%s", from);
    while (strcmp(next, until) < 0 && used + 8 < MONTHS_TEXT) {
        year += month >= 12 ? 1 : 0;
        month = month >= 12 ? 1 : month + 1;
        (void)snprintf(next, sizeof next, "%04u-%02u", (unsigned int)year % 10000,
                       (unsigned int)month % 100);
        used += (size_t)snprintf(to + used, MONTHS_TEXT - used, "|%.7s", next);
    }
    if (strcmp(next, until) != 0) {
        (void)na_fail(reterr, NA_ERR_USAGE, "\"%s%s%s\" is no range of months", from, RANGE_MARK,
                      until);
        return na_fail_at(reterr, NA_ERR_USAGE, NULL, 0, NULL,
                          "Write the earlier month first, 60 months at most: 2025-01..2025-03");
    }
    return NA_OK;
}

static enum na_code read_side(const struct na_cli_options *options, const char *argument,
                              struct side *side, struct na_error *reterr)
{
    side->argument = argument;
    side->counted.profile = "";
    enum na_code code = na_table_question_by(&side->question, "ward", reterr);
    for (size_t i = 0; i < options->param_count && code == NA_OK; i++) {
        if (strcmp(options->params[i].name, "where") == 0) {
            code = na_table_question_where(&side->question, options->params[i].value, reterr);
        }
    }
    na_cli_match_case(options->params, options->param_count, side->question.wheres,
                      side->question.where_count);
    char from[8], until[8];
    if (code == NA_OK && is_range(argument, from, until)) {
        side->from_inputs = true;
        code = list_months(from, until, side->month, reterr);
        code = code != NA_OK ? code : na_table_question_where(&side->question, side->month, reterr);
    } else if (strncmp(argument, VINTAGE_MARK, sizeof VINTAGE_MARK - 1) == 0) {
        side->from_inputs = true;
        side->vintage = argument + sizeof VINTAGE_MARK - 1;
    }
    return code;
}

static enum na_code check_inputs(const struct na_cli_options *options, const struct side sides[2],
                                 struct na_error *reterr)
{
    size_t uses = (size_t)sides[0].from_inputs + sides[1].from_inputs;
    bool standard = options->input_count == 0;
    for (size_t i = 0; i < options->input_count; i++) {
        standard = standard || strcmp(options->inputs[i], "-") == 0;
    }
    if (uses == 0 && options->input_count > 0) {
        return na_fail(reterr, NA_ERR_USAGE, "A and B are files: -i has nothing to do");
    }
    if (uses == 0 && strcmp(sides[0].argument, "-") == 0 && strcmp(sides[1].argument, "-") == 0) {
        return na_fail(reterr, NA_ERR_USAGE, "A and B cannot both be standard input");
    }
    if (uses > 0 && standard) {
        (void)na_fail(reterr, NA_ERR_USAGE, "A month or a vintage needs the files to count");
        return na_fail_at(reterr, NA_ERR_USAGE, NULL, 0, NULL,
                          "Give them by -i: they are read once for each side");
    }
    const char *const files[2] = {sides[0].argument, sides[1].argument};
    bool repeats = na_params_get(options->params, options->param_count, "allow_repeats") != NULL;
    if (uses == 0 && !repeats && strcmp(files[0], "-") != 0 && strcmp(files[1], "-") != 0) {
        return na_tables_check_differ(files, &na_workbook_formats, reterr);
    }
    return NA_OK;
}

/* `before`: the side that was counted before, or NULL. Of files that both read, what it said is not
 * said again. */
static enum na_code count_side(const struct na_cli_options *options, struct na_snapshot *snapshot,
                               int32_t today, const char *measure, const struct side *before,
                               struct side *side, struct na_error *reterr)
{
    bool same_files = before != NULL && before->from_inputs && side->from_inputs;
    struct na_cli_count_job job = {.snapshot = snapshot,
                                   .files = side->from_inputs ? options->inputs : &side->argument,
                                   .file_count = side->from_inputs ? options->input_count : 1,
                                   .params = options->params,
                                   .param_count = options->param_count,
                                   .vintage = side->vintage,
                                   .last_may_be_unmet = side->month[0] != '\0',
                                   .files_said = same_files,
                                   .days_said = same_files && before->vintage == NULL,
                                   .repeats_said = same_files && before->vintage != NULL &&
                                                   side->vintage != NULL,
                                   .today = today};
    const struct na_layer *layer = NULL;
    enum na_code code = na_cli_count_layer(&job, &layer, reterr);
    if (code == NA_OK) {
        code = na_cli_count_rows(&job, &side->counts, &side->counted, reterr);
    }
    if (code == NA_OK && side->vintage != NULL && side->counted.joined) {
        (void)na_fail(reterr, NA_ERR_DATA,
                      "The rows were joined before: they cannot be looked up "
                      "in another vintage");
        code = na_fail_at(reterr, NA_ERR_DATA, NULL, 0, NULL, "Give the offences themselves by -i");
    } else if (code == NA_OK && side->month[0] != '\0' && side->counted.last_unmet) {
        /* Noughts for a month that nobody has data of would be a fall to nothing. */
        (void)na_fail(reterr, NA_ERR_DATA, "No row is of the month %s", side->argument);
        code =
            na_fail_at(reterr, NA_ERR_DATA, NULL, 0, NULL, "Give the files of both months by -i");
    }
    if (code != NA_OK) {
        return code;
    }
    if (na_cli_table_inputs(job.files, job.file_count, &side->inputs) != NA_OK ||
        na_buffer_terminate(&side->inputs) == NULL) {
        return na_fail_memory(reterr, "describing a table");
    }
    na_cli_table_period(&side->counts, side->period, sizeof side->period);
    struct na_table_options table = {.layer = layer,
                                     .zeros = true,
                                     .about = {measure, side->period, side->inputs.data,
                                               na_cli_table_way(&side->counted),
                                               side->counted.profile, side->counts.months.count}};
    code = na_table_new(&side->counts, snapshot, &table, &side->table, reterr);
    na_cli_table_say(&side->counts.tally, false);
    return code;
}

static enum na_table_form form_of(const struct na_cli_options *options)
{
    const char *format = na_params_get(options->params, options->param_count, "format");
    static const char *const names[] = {"text", "csv", "json", "markdown"};
    for (size_t i = 0; format != NULL && i < sizeof names / sizeof names[0]; i++) {
        if (strcmp(format, names[i]) == 0) {
            return (enum na_table_form)i;
        }
    }
    return NA_TABLE_TEXT;
}

static enum na_code draw_sheet(void *context, const struct na_print_view *view,
                               struct na_buffer *to, struct na_print_tally *ret_tally,
                               struct na_error *reterr)
{
    return na_render_compare_sheet(context, view, to, ret_tally, reterr);
}

static enum na_code draw(const struct na_cli_options *options, struct na_compare *compare,
                         struct na_error *reterr)
{
    const char *svg = na_params_get(options->params, options->param_count, "svg");
    struct na_cli_sheet sheet;
    enum na_code code = na_cli_sheet_read(compare->a->snapshot, compare->a->layer, "map",
                                          options->params, options->param_count, &sheet, reterr);
    if (code == NA_OK && (svg != NULL || sheet.wanted)) {
        const struct na_table *worse =
            2 * compare->a->placed < compare->a->asked ? compare->a : compare->b;
        na_cli_sheet_placed(&sheet, worse->placed, worse->asked);
        code = na_cli_sheet_write(&sheet, svg, draw_sheet, compare, reterr);
        na_cli_sheet_fini(&sheet);
    }
    return code;
}

static enum na_code write_out(const struct na_cli_options *options, const struct na_table *a,
                              const struct na_table *b, struct na_error *reterr)
{
    struct na_compare *compare = NULL;
    struct na_buffer text;
    na_buffer_init(&text, NA_ANSWER_LIMIT);
    enum na_code code = na_compare_new(a, b, &compare, reterr);
    if (code != NA_OK) {
        goto done;
    }
    code = draw(options, compare, reterr);
    if (code != NA_OK) {
        goto done;
    }
    bool safe = na_params_get(options->params, options->param_count, "spreadsheet_safe") != NULL;
    const struct na_table *worse = 2 * a->placed < a->asked ? a : b;
    code = na_render_compare(compare, form_of(options), safe, &text);
    code = code == NA_OK ? na_cli_put_unplaced(worse->placed, worse->asked,
                                               form_of(options) == NA_TABLE_CSV, &text)
                         : code;
    code = code == NA_OK ? na_cli_write(options->output, text.data, text.length, reterr)
                         : na_fail(reterr, code, "The comparison does not fit");
    if (code == NA_OK) {
        code = na_cli_check_unplaced(worse->placed, worse->asked, options->params,
                                     options->param_count, reterr);
    }
done:
    na_compare_free(compare);
    na_buffer_fini(&text);
    return code;
}

static enum na_code describe(const struct na_cli_options *options, const struct side *side,
                             struct na_buffer *to, struct na_error *reterr)
{
    const char *measure = na_params_get(options->params, options->param_count, "measure");
    /* The months are the sides, not the measure. */
    struct na_table_question question = side->question;
    question.where_count -= side->month[0] != '\0' ? 1 : 0;
    enum na_code code =
        measure != NULL ? na_buffer_text(to, measure) : na_table_question_words(&question, to);
    return code == NA_OK && na_buffer_terminate(to) != NULL
               ? NA_OK
               : na_fail_memory(reterr, "describing a table");
}

static enum na_code run_on(const struct na_cli_options *options, int32_t today,
                           struct side sides[2], struct na_error *reterr)
{
    struct na_cli_source source;
    enum na_code code = na_cli_source_open(options, &source, reterr);
    if (code != NA_OK) {
        return code;
    }
    struct na_buffer measure;
    na_buffer_init(&measure, 64 * 1024);
    code = describe(options, &sides[0], &measure, reterr);
    for (size_t i = 0; i < 2; i++) {
        na_table_counts_init(&sides[i].counts, &sides[i].question);
        na_buffer_init(&sides[i].inputs, 64 * 1024);
    }
    for (size_t i = 0; i < 2 && code == NA_OK; i++) {
        code = count_side(options, source.snapshot, today, measure.data, i > 0 ? &sides[0] : NULL,
                          &sides[i], reterr);
    }
    if (code == NA_OK) {
        code = write_out(options, sides[0].table, sides[1].table, reterr);
    }
    for (size_t i = 0; i < 2; i++) {
        na_table_free(sides[i].table);
        na_table_counts_fini(&sides[i].counts);
        na_buffer_fini(&sides[i].inputs);
    }
    na_buffer_fini(&measure);
    na_cli_source_close(&source);
    return code;
}

static enum na_code run(const struct na_cli_options *options, int32_t today,
                        struct na_error *reterr)
{
    struct side sides[2];
    memset(sides, 0, sizeof sides);
    enum na_code code =
        na_params_check(options->form->params, options->params, options->param_count, reterr);
    for (size_t i = 0; i < 2 && code == NA_OK; i++) {
        code = read_side(options, options->arguments[i], &sides[i], reterr);
    }
    if (code == NA_OK) {
        code = check_inputs(options, sides, reterr);
    }
    code = code == NA_OK ? run_on(options, today, sides, reterr) : code;
    if (code != NA_OK) {
        na_cli_table_name_option(reterr);
    }
    return code;
}

const struct na_cli_command na_cli_compare = {
    .question = &na_question_compare, .wants = NA_CLI_WANTS_INPUT, .run = run};
