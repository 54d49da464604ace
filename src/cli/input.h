/* cli/input.h - files of rows, of whatever kind, opened for a command: the options about them, what
 * was found and is said, and the batch's options that come of it. Private to src/cli. */
#ifndef NA_CLI_INPUT_H
#define NA_CLI_INPUT_H

#include "cli/options.h"
#include "rows/batch.h"
#include "tables/tables.h"

struct na_cli_input {
    struct na_tables *table;
    struct na_column_form *forms; /* of the columns, with what the options say; owned */
    const char *what;             /* in front of what is said; NULL */
};

/* How the files are read beyond `batch`. */
struct na_cli_input_asked {
    const struct na_param *params; /* those of NA_FILE_FORM_ROWS are looked at */
    size_t param_count;
    const char *what;
    enum na_tables_as as;
    bool allow_same;  /* one file twice is as good as two */
    bool keep_ndjson; /* the command reads NDJSON itself */
    bool counts;      /* it counts rows: empty ones at the end of a file do not count */
    bool is_said;     /* what is found of the files has been said before */
};

/* Open the files and set separator, encoding, input and forms of `batch`, whose names of columns
 * help to find the header; `batch` borrows from the input. Errors: as na_tables_open. Release with
 * na_cli_input_close. */
NA_MUST_USE enum na_code na_cli_input_open(const char *const *files, size_t count,
                                           const struct na_cli_input_asked *asked,
                                           struct na_batch_options *batch,
                                           struct na_cli_input *ret_input, struct na_error *reterr);
/* Rows of before the wards `layer`, by a column of days: say so, and what to do. For rows that are
 * not looked up by their own day. */
void na_cli_input_say_days(const struct na_cli_input *input, const struct na_layer *layer);
void na_cli_input_close(struct na_cli_input *input);
/* Name the input in an error of a run. */
enum na_code na_cli_input_blame(const struct na_cli_input *input, enum na_code code,
                                struct na_error *reterr);

#endif
