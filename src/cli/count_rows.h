/* cli/count_rows.h - the rows of -i counted, looked up on the way when they are offences. Private
 * to src/cli. */
#ifndef NA_CLI_COUNT_ROWS_H
#define NA_CLI_COUNT_ROWS_H

#include "cli/options.h"
#include "cli/position_options.h"
#include "table/counts.h"

struct na_cli_count_job {
    struct na_snapshot *snapshot;
    const char *const *files;
    size_t file_count;
    const struct na_param *params; /* NA_FILE_POINT_ROWS, NA_FILE_VINTAGE_ROWS */
    size_t param_count;
    const char *vintage; /* instead of the params'; NULL */
    int32_t today;
    bool last_may_be_unmet; /* no row meets the last condition: not an error here */
    bool files_said;        /* what was found of the files has been said */
    bool days_said;         /* that their rows are older than the wards has been said */
    bool repeats_said;      /* the same rows were counted before: their repeats have been said */
};
/* How the rows came to their wards. */
struct na_cli_counted {
    bool last_unmet;     /* no row at all met the last condition of the question */
    bool joined;         /* they had them already */
    const char *profile; /* recognised, or "" */
};

/* The vintage that the params choose for rows that do not say their own. Errors: as
 * na_vintage_choose, NA_ERR_PARAM_*. */
NA_MUST_USE enum na_code na_cli_count_layer(const struct na_cli_count_job *job,
                                            const struct na_layer **ret_layer,
                                            struct na_error *reterr);
/* Count into `counts`, which holds the question. */
NA_MUST_USE enum na_code na_cli_count_rows(const struct na_cli_count_job *job,
                                           struct na_table_counts *counts,
                                           struct na_cli_counted *ret_counted,
                                           struct na_error *reterr);

#endif
