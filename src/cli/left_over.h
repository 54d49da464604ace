/* cli/left_over.h - what nearaid import could not take out of a file, as a list beside it: columns
 * that are no role, and values that were not read. */
#ifndef NA_CLI_LEFT_OVER_H
#define NA_CLI_LEFT_OVER_H

#include <stddef.h>
#include <stdint.h>

#include <nearaid/error.h>

#include "base/buffer.h"
#include "base/report.h"

#define NA_CLI_LEFT_OVER_HEADER "line,column,what,to_do\n"

/* One line of the list; `line` 0: of the whole column. Errors: NA_ERR_MEMORY. */
NA_MUST_USE enum na_code na_cli_left_over_put(int64_t line, const char *column, const char *what,
                                              const char *to_do, struct na_buffer *to);
/* The findings about the file, in the order of its lines. *ret_count: how many there are. */
NA_MUST_USE enum na_code na_cli_left_over_findings(const struct na_report *report, const char *file,
                                                   struct na_buffer *to, size_t *ret_count);

#endif
