/* cli/overwrite.h - no output over what is read, nor over another output: `join own.csv -o own.csv`
 * would leave the one copy of somebody's rows changed. */
#ifndef NA_CLI_OVERWRITE_H
#define NA_CLI_OVERWRITE_H

#include "cli/options.h"

/* Compare every file that the options write with every file that they read, as files, not as names.
 * A file that does not exist yet cannot be one that is read. Errors: NA_ERR_USAGE, which names
 * both. */
NA_MUST_USE enum na_code na_cli_overwrite_check(const struct na_cli_options *options,
                                                struct na_error *reterr);

#endif
