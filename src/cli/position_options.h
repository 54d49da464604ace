/* cli/position_options.h - the options that say where the position of a row is and how rows are
 * read, the same for every command that takes rows as points. Private to src/cli. */
#ifndef NA_CLI_POSITION_OPTIONS_H
#define NA_CLI_POSITION_OPTIONS_H

#include "cli/input.h"
#include "cli/unplaced.h"
#include "question/params.h"
#include "rows/batch.h"

/* Rows of a parameter table. */
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
         .summary = "Comma, semicolon, tab, pipe or the character; found otherwise"},              \
        {.name = "encoding",                                                                       \
         .type = NA_PARAM_TEXT,                                                                    \
         .summary = "Encoding of the rows: UTF-8, CP1252, ...; found by their bytes otherwise"},   \
        NA_CLI_INPUT_PARAMS, NA_CLI_UNPLACED_PARAMS,                                               \
    {                                                                                              \
        .name = "threads", .type = NA_PARAM_INTEGER, .low = 1, .high = NA_BATCH_THREADS_MAX,       \
        .summary = "Threads that look positions up, by default one for each processor"             \
    }

/* Set lat, lon, easting, northing, profile, separator and encoding from the params above. Errors:
 * NA_ERR_PARAM_MALFORMED. */
NA_MUST_USE enum na_code na_cli_position_read(const struct na_param *params, size_t count,
                                              struct na_batch_options *options,
                                              struct na_error *reterr);
/* Of the params, else the number of processors. */
unsigned int na_cli_threads(const struct na_param *params, size_t count);

#endif
