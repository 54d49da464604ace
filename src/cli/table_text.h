/* cli/table_text.h - what table and compare have in common. Private to src/cli. */
#ifndef NA_CLI_TABLE_TEXT_H
#define NA_CLI_TABLE_TEXT_H

#include "cli/count_rows.h"
#include "cli/options.h"

/* Largest file of populations or ready counts. */
#define NA_CLI_TABLE_FILE_MAX ((size_t)64 * 1024 * 1024)

/* An error about how a parameter was used names the option as typed: "as_at" is --as-at. */
void na_cli_table_name_option(struct na_error *reterr);
/* How the rows came to their wards, in words; static. */
const char *na_cli_table_way(const struct na_cli_counted *counted);
/* "2024-01 to 2025-03 (4 months have rows)", "2025-01" or "". */
void na_cli_table_period(const struct na_table_counts *counts, char *to, size_t size);
/* The names of the files without their folders. Errors: NA_ERR_LIMIT, NA_ERR_MEMORY. */
NA_MUST_USE enum na_code na_cli_table_inputs(const char *const *files, size_t count,
                                             struct na_buffer *to);
/* Say what became of the rows. */
void na_cli_table_say(const struct na_table_tally *tally, bool ready);

#endif
