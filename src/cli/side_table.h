/* cli/side_table.h - small tables beside the rows (populations, ready counts, weights), read as
 * rows are: whatever the delimiter, the encoding or the kind of file. Private to src/cli. */
#ifndef NA_CLI_SIDE_TABLE_H
#define NA_CLI_SIDE_TABLE_H

#include <stddef.h>

#include "base/buffer.h"

struct na_cli_side_table {
    struct na_buffer csv; /* CSV in UTF-8 with commas and decimal points, its header first */
    size_t lines_above;   /* that it had */
    const char *path;
};

/* Read the file at `path` (borrowed as long as the table), of at most `most_bytes` as CSV. Errors:
 * as na_tables_open, NA_ERR_LIMIT. Release with na_cli_side_table_fini. */
NA_MUST_USE enum na_code na_cli_side_table_read(const char *path, size_t most_bytes,
                                                struct na_cli_side_table *ret_table,
                                                struct na_error *reterr);
void na_cli_side_table_fini(struct na_cli_side_table *table);
/* Name the file in an error about its content, and the line as the file has it. */
enum na_code na_cli_side_table_blame(const struct na_cli_side_table *table, enum na_code code,
                                     struct na_error *reterr);

#endif
