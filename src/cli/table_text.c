/* Words that stand above or below a table: which files, which period, how the rows were placed.
 * table and compare say them alike because they say them here. */
#include "cli/table_text.h"

#include <stdio.h>
#include <string.h>

#include "base/fail.h"
#include "cli/command.h"
#include "table/forms.h"

#define INPUTS_NAMED_MAX 12

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
