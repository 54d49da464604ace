/* cli/output_form.h - which form an output has: one rule for every subcommand that has a choice. */
#ifndef NA_CLI_OUTPUT_FORM_H
#define NA_CLI_OUTPUT_FORM_H

#include "cli/options.h"

/* If --format is not given, give it to the options: json if --json is given, else one of the
 * choices that the subcommand's parameter `format` has if the ending of -o means it. Subcommands
 * without such a parameter are left alone. Errors: NA_ERR_PARAM_CONFLICT, --json and another
 * --format; NA_ERR_USAGE, an ending that means a form the subcommand does not write, or another
 * than
 * --format; a form that is only written to a file (xlsx, gpkg) without -o. */
NA_MUST_USE enum na_code na_cli_output_settle(struct na_cli_options *options,
                                              struct na_error *reterr);

#endif
