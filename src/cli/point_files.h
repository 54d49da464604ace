/* cli/point_files.h - files of rows kept as points (rows/point_rows.h), with what is said of them
 * on standard error. Private to src/cli. */
#ifndef NA_CLI_POINT_FILES_H
#define NA_CLI_POINT_FILES_H

#include "cli/options.h"
#include "cli/position_options.h"
#include "rows/point_rows.h"

struct na_cli_point_job {
    struct na_snapshot *snapshot;
    const char *what;         /* "points", "offences": what the rows are, in what is said */
    const char *const *files; /* "-" is standard input; none: standard input */
    size_t file_count;
    const struct na_param *params; /* those of NA_FILE_POINT_ROWS are looked at */
    size_t param_count;
    struct na_point_rows_wanted wanted;
    const struct na_point_rows_sink *sink; /* NULL: the rows are kept */
    bool others;                           /* see struct na_point_rows_reading */
    int32_t today;
};

/* Read the rows; gzip as it is. On a terminal with progress. Says the first bad rows and, when any
 * row is not a point, the whole tally. Errors: as na_point_rows_read, with the file; those of
 * opening and reading. Release with na_point_rows_fini. */
NA_MUST_USE enum na_code na_cli_point_files_read(const struct na_cli_point_job *job,
                                                 struct na_point_rows *ret_rows,
                                                 struct na_error *reterr);

/* Rows that --where keeps. */
uint64_t na_cli_point_files_asked(const struct na_point_rows *rows);
/* For --strict: NA_ERR_ROWS when rows are bad or could not be placed, else NA_OK. */
NA_MUST_USE enum na_code na_cli_point_files_strict(const struct na_point_rows *rows,
                                                   struct na_error *reterr);

#endif
