/* The list is CSV, so that it opens in the spreadsheet that the file came from. A finding never
 * quotes a cell that may hold a code, so neither does this. */
#include "cli/left_over.h"

#include <inttypes.h>
#include <string.h>

#include "write/csv.h"

enum na_code na_cli_left_over_put(int64_t line, const char *column, const char *what,
                                  const char *to_do, struct na_buffer *to)
{
    const char *const texts[] = {column, what, to_do};
    enum na_code code = line > 0 ? na_buffer_printf(to, "%" PRId64, line) : NA_OK;
    for (size_t i = 0; i < sizeof texts / sizeof texts[0] && code == NA_OK; i++) {
        code = na_buffer_text(to, ",");
        code = code == NA_OK ? na_csv_text_put(na_str_of(texts[i]), true, to) : code;
    }
    return code == NA_OK ? na_buffer_text(to, "\n") : code;
}

enum na_code na_cli_left_over_findings(const struct na_report *report, const char *file,
                                       struct na_buffer *to, size_t *ret_count)
{
    enum na_code code = NA_OK;
    int64_t last = -1;
    *ret_count = 0;
    /* The next line after `last` that has findings, until there is none: reports are short. */
    for (bool more = true; more && code == NA_OK;) {
        int64_t next = INT64_MAX;
        more = false;
        for (size_t i = 0; i < report->count; i++) {
            const struct na_error *what = &report->findings[i].what;
            if (strcmp(what->file, file) == 0 && what->record > last && what->record < next) {
                next = what->record;
                more = true;
            }
        }
        for (size_t i = 0; i < report->count && more && code == NA_OK; i++) {
            const struct na_error *what = &report->findings[i].what;
            if (strcmp(what->file, file) == 0 && what->record == next) {
                code = na_cli_left_over_put(next, what->field, what->message, what->hint, to);
                ++*ret_count;
            }
        }
        last = next;
    }
    return code;
}
