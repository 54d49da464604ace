/* Opens the files through src/tables, puts what the options say over what was found, and keeps the
 * lines that say what was found. A fault in a row is told with the name of the input and the record
 * as its own file counts it. */
#include "cli/input.h"

#include <stdlib.h>
#include <string.h>

#include "base/fail.h"
#include "cli/command.h"
#include "workbooks/workbooks.h"

static void say(void *context, const char *line)
{
    const struct na_cli_input *input = context;
    if (input->what != NULL) {
        na_cli_say("%s: %s", input->what, line);
    } else {
        na_cli_say("%s", line);
    }
}

static const char *param(const struct na_cli_input_asked *asked, const char *name)
{
    return na_params_get(asked->params, asked->param_count, name);
}

/* The forms found, and over them what the options say. */
static enum na_code take_forms(const struct na_cli_input_asked *asked, struct na_cli_input *input,
                               struct na_batch_options *batch, struct na_error *reterr)
{
    const struct na_text_form *form = na_tables_form(input->table);
    enum na_code code = na_text_form_columns(form, batch->columns != NULL, param(asked, "decimal"),
                                             param(asked, "dates"), &input->forms, reterr);
    if (code != NA_OK) {
        return code;
    }
    batch->forms = input->forms;
    batch->form_count = form->column_count;
    batch->separator = form->separator;
    batch->encoding = form->encoding;
    batch->input = na_tables_is_ndjson(input->table) ? NA_BATCH_NDJSON_IN : NA_BATCH_CSV_IN;
    return NA_OK;
}

enum na_code na_cli_input_open(const char *const *files, size_t count,
                               const struct na_cli_input_asked *asked,
                               struct na_batch_options *batch, struct na_cli_input *ret_input,
                               struct na_error *reterr)
{
    struct na_cli_input input = {.what = asked->what};
    /* Rows without a header may be a part of a table: nothing is found from them then, so that all
     * parts are read alike. */
    bool headless = batch->columns != NULL;
    struct na_tables_options options = {
        .text = {.header = {.judge = na_batch_header_worth, .context = batch},
                 .separator = headless && batch->separator == '\0' ? ',' : batch->separator,
                 .has_encoding = headless || param(asked, "encoding") != NULL,
                 .encoding = batch->encoding,
                 .headless = headless},
        .as = asked->as,
        .keep_ndjson = asked->keep_ndjson,
        .allow_same_twice = asked->allow_same || param(asked, "allow_repeats") != NULL,
        .drop_empty_tail = asked->counts,
        .sheet = param(asked, "sheet"),
        .formats = &na_workbook_formats,
        .say = asked->is_said ? NULL : say,
        .say_context = &input};
    enum na_code code = na_tables_open(files, count, &options, &input.table, reterr);
    if (code == NA_OK) {
        code = take_forms(asked, &input, batch, reterr);
    }
    if (code != NA_OK) {
        na_cli_input_close(&input);
        return code;
    }
    na_tables_say_to(input.table, NULL, NULL);
    *ret_input = input;
    return NA_OK;
}

/* Is it when something happened, by its name? */
static bool is_day_name(const char *name)
{
    static const char *const words[] = {"month", "date", "day"};
    char lower[sizeof((struct na_column_form *)0)->name];
    size_t i = 0;
    for (; name[i] != '\0'; i++) {
        lower[i] = na_ascii_lower(name[i]);
    }
    lower[i] = '\0';
    for (i = 0; i < sizeof words / sizeof words[0]; i++) {
        if (strstr(lower, words[i]) != NULL && strstr(lower, "birth") == NULL) {
            return true;
        }
    }
    return false;
}

void na_cli_input_say_days(const struct na_cli_input *input, const struct na_layer *layer)
{
    const struct na_text_form *form = na_tables_form(input->table);
    for (size_t i = 0; i < form->column_count && layer != NULL; i++) {
        const struct na_column_form *column = &input->forms[i];
        if (layer->valid_from == NA_DATE_NONE || column->last_day == NA_DATE_NONE ||
            column->last_day >= layer->valid_from || !is_day_name(column->name)) {
            continue;
        }
        char last[NA_DATE_TEXT];
        char from[NA_DATE_TEXT];
        na_date_format(last, column->last_day);
        na_date_format(from, layer->valid_from);
        na_cli_say("by the column %s the rows are of %.7s and before, but the wards %s are of %s "
                   "and after: --as-at-column \"%s\" takes those of each row's day",
                   column->name, last, layer->id, from, column->name);
        return;
    }
}

void na_cli_input_close(struct na_cli_input *input)
{
    na_tables_close(input->table);
    free(input->forms);
    input->table = NULL;
    input->forms = NULL;
}

enum na_code na_cli_input_blame(const struct na_cli_input *input, enum na_code code,
                                struct na_error *reterr)
{
    if (code != NA_ERR_DATA) {
        return code;
    }
    const char *name = na_tables_input_name(input->table);
    size_t above = na_tables_lines_above(input->table);
    if (reterr != NULL && reterr->record == 1 && reterr->file[0] == '\0') {
        reterr->record += (int64_t)above;
    }
    return na_fail_at(reterr, code, name != NULL ? name : "standard input", 0, NULL, NULL);
}
