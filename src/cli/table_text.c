#include "cli/table_text.h"

#include <stdio.h>
#include <string.h>

#include "base/fail.h"
#include "cli/command.h"
#include "table/forms.h"

#define INPUTS_NAMED_MAX 12

static bool is_long_text(const char *name)
{
    static const char *const names[] = {
        "rate",   "counts",     "svg",       "map",     "where", "points",  "points_out",
        "demand", "candidates", "shapefile", "weights", "key",   "partial", "merge"};
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        if (strcmp(name, names[i]) == 0) {
            return true;
        }
    }
    return false;
}

void na_cli_table_name_option(struct na_error *reterr)
{
    if (reterr == NULL || reterr->field[0] == '\0' || reterr->field[0] == '-' ||
        na_code_exit_status(reterr->code) != 2) {
        return;
    }
    char name[sizeof reterr->field];
    (void)snprintf(name, sizeof name, "--%.60s", reterr->field);
    for (char *c = name; *c != '\0'; c++) {
        *c = *c == '_' ? '-' : *c;
    }
    memcpy(reterr->field, name, sizeof name);
}

static bool is_repeatable(const struct na_param_specs *specs, const char *name)
{
    for (size_t i = 0; i < specs->count; i++) {
        if (strcmp(specs->specs[i].name, name) == 0) {
            return specs->specs[i].repeatable;
        }
    }
    return false;
}

/* Parameter `i`, which may be longer than a question's. */
static enum na_code check_long(const struct na_param_specs *specs,
                               const struct na_cli_options *options, size_t i,
                               struct na_error *reterr)
{
    const struct na_param *given = &options->params[i];
    enum na_code code = NA_OK;
    if (given->value[0] == '\0') {
        code = na_fail(reterr, NA_ERR_PARAM_EMPTY, "The option has no value");
    } else if (!is_repeatable(specs, given->name) &&
               na_params_get(options->params, i, given->name) != NULL) {
        code = na_fail(reterr, NA_ERR_PARAM_REPEATED, "The option is given more than once");
    }
    return code == NA_OK ? NA_OK : na_fail_at(reterr, code, NULL, 0, given->name, NULL);
}

enum na_code na_cli_table_check(const struct na_param_specs *specs,
                                const struct na_cli_options *options, struct na_error *reterr)
{
    struct na_param shorts[NA_PARAMS_MAX];
    size_t count = 0;
    enum na_code code = NA_OK;
    for (size_t i = 0; i < options->param_count && code == NA_OK; i++) {
        if (is_long_text(options->params[i].name)) {
            code = check_long(specs, options, i, reterr);
        } else {
            shorts[count++] = options->params[i];
        }
    }
    return code == NA_OK ? na_params_check(specs, shorts, count, reterr) : code;
}

const char *na_cli_table_way(const struct na_cli_counted *counted)
{
    if (counted->joined) {
        return "as the rows say (they were joined before), not looked up again";
    }
    return strcmp(counted->profile, "police.uk") == 0
               ? "looked up by the positions of the rows (police.uk)"
               : "looked up by the positions of the rows";
}

void na_cli_table_period(const struct na_table_counts *counts, char *to, size_t size)
{
    const struct na_table_texts *months = &counts->months;
    const char *from = "";
    const char *until = "";
    for (uint32_t i = 0; i < months->count; i++) {
        const char *month = na_table_texts_get(months, i).bytes;
        from = i == 0 || strcmp(month, from) < 0 ? month : from;
        until = strcmp(month, until) > 0 ? month : until;
    }
    if (months->count < 2) {
        (void)snprintf(to, size, "%s", from);
    } else {
        (void)snprintf(to, size, "%s to %s (%u months have rows)", from, until,
                       (unsigned)months->count);
    }
}

enum na_code na_cli_table_inputs(const char *const *files, size_t count, struct na_buffer *to)
{
    if (count == 0) {
        return na_buffer_text(to, "standard input");
    }
    enum na_code code = NA_OK;
    for (size_t i = 0; i < count && i < INPUTS_NAMED_MAX && code == NA_OK; i++) {
        const char *slash = strrchr(files[i], '/');
        const char *name = strcmp(files[i], "-") == 0 ? "standard input"
                           : slash != NULL            ? slash + 1
                                                      : files[i];
        code = na_buffer_printf(to, "%s%s", i > 0 ? ", " : "", name);
    }
    if (code == NA_OK && count > INPUTS_NAMED_MAX) {
        code = na_buffer_printf(to, " and %zu more files", count - INPUTS_NAMED_MAX);
    }
    return code;
}

void na_cli_table_say(const struct na_table_tally *tally, bool ready)
{
    if (!ready) {
        char text[NA_TABLE_BALANCE_TEXT];
        na_table_balance(tally, text);
        na_cli_say("%s", text);
    }
}
