/* cli/position_options.h - the options that say where the position of a row is and how rows are
 * read, the same for every command that takes rows as points. Private to src/cli. */
#ifndef NA_CLI_POSITION_OPTIONS_H
#define NA_CLI_POSITION_OPTIONS_H

#include "cli/input.h"
#include "cli/unplaced.h"
#include "question/params.h"
#include "rows/batch.h"

/* Set lat, lon, easting, northing, profile, separator and encoding from the params of
 * NA_FILE_POINT_ROWS. Errors: NA_ERR_PARAM_MALFORMED. */
NA_MUST_USE enum na_code na_cli_position_read(const struct na_param *params, size_t count,
                                              struct na_batch_options *options,
                                              struct na_error *reterr);
/* Of the params, else the number of processors. */
unsigned int na_cli_threads(const struct na_param *params, size_t count);

#endif
