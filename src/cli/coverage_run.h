/* cli/coverage_run.h - what `nearaid coverage` does once its options are known to be well-formed.
 * Private to src/cli. */
#ifndef NA_CLI_COVERAGE_RUN_H
#define NA_CLI_COVERAGE_RUN_H

#include "cli/options.h"

/* Answer, draw, write. Errors that name a parameter name it as the question does. NA_ERR_ROWS with
 * --strict, after everything is written. */
NA_MUST_USE enum na_code na_cli_coverage_run(const struct na_cli_options *options, int32_t today,
                                             struct na_error *reterr);

#endif
