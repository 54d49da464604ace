/* cli/count_rows.h - the rows of -i counted, looked up on the way when they are offences. Private
 * to src/cli. */
#ifndef NA_CLI_COUNT_ROWS_H
#define NA_CLI_COUNT_ROWS_H

#include "cli/options.h"
#include "query/table_counts.h"

/* Rows of the parameter tables of table and compare: where the position is, which vintage. */
#define NA_CLI_POSITION_PARAMS                                                                     \
    {.name = "lat", .type = NA_PARAM_TEXT, .summary = "Column of the latitude"},                   \
        {.name = "lon", .type = NA_PARAM_TEXT, .summary = "Column of the longitude"},              \
        {.name = "easting", .type = NA_PARAM_TEXT, .summary = "Column of the easting"},            \
        {.name = "northing", .type = NA_PARAM_TEXT, .summary = "Column of the northing"},          \
        {.name = "profile",                                                                        \
         .type = NA_PARAM_TEXT,                                                                    \
         .summary = "Layout of the input: police.uk; recognised by its header otherwise"},         \
        {.name = "delimiter",                                                                      \
         .type = NA_PARAM_TEXT,                                                                    \
         .summary = "Between the columns: , ; | or tab",                                           \
         .default_text = ","},                                                                     \
        {.name = "encoding",                                                                       \
         .type = NA_PARAM_TEXT,                                                                    \
         .summary = "Encoding of offences: UTF-8, CP1252, ...",                                    \
         .default_text = "UTF-8"},                                                                 \
    {                                                                                              \
        .name = "threads", .type = NA_PARAM_INTEGER, .low = 1, .high = NA_BATCH_THREADS_MAX,       \
        .summary = "Threads that look positions up, by default one for each processor"             \
    }
#define NA_CLI_VINTAGE_PARAMS                                                                      \
    {.name = "vintage", .type = NA_PARAM_TEXT, .summary = "Wards of that vintage"},                \
        {.name = "as_at",                                                                          \
         .type = NA_PARAM_TEXT,                                                                    \
         .summary = "Wards of that day, YYYY-MM-DD or YYYY-MM"},                                   \
    {                                                                                              \
        .name = "as_at_column", .type = NA_PARAM_TEXT,                                             \
        .summary = "Wards of each row's own day or month, in that column"                          \
    }

struct na_cli_count_job {
    struct na_snapshot *snapshot;
    const char *const *files;
    size_t file_count;
    const struct na_param *params; /* those above */
    size_t param_count;
    const char *vintage; /* instead of the params'; NULL */
    int32_t today;
};
/* How the rows came to their wards. */
struct na_cli_counted {
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
