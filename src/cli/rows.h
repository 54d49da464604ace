/* cli/rows.h - the files of -i as the join reads them, with a look at their start. Private to
 * src/cli. */
#ifndef NA_CLI_ROWS_H
#define NA_CLI_ROWS_H

#include "cli/join.h"

#define NA_CLI_ROWS_PEEK ((size_t)64 * 1024)

/* Members are private, save `input`. */
struct na_cli_rows {
    struct na_join_input input;
    char *peek;
    size_t peek_length, peek_at;
    bool ended, more; /* the first input ended within `peek`; whether another follows */
};

/* Open the files and read the start of the first. Errors: as na_join_input_open and _read. Release
 * with na_cli_rows_close. */
NA_MUST_USE enum na_code na_cli_rows_open(const char *const *files, size_t count,
                                          struct na_cli_rows *ret_rows, struct na_error *reterr);
void na_cli_rows_close(struct na_cli_rows *rows);
/* The start of the first file, up to NA_CLI_ROWS_PEEK bytes; it is read again by na_cli_rows_read.
 */
const char *na_cli_rows_peek(const struct na_cli_rows *rows, size_t *ret_length);
/* As read of struct na_batch_source; `context` is the struct na_cli_rows. */
NA_MUST_USE enum na_code na_cli_rows_read(void *context, char *to, size_t size, size_t *ret_length,
                                          bool *ret_more, struct na_error *reterr);

#endif
