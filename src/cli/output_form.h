/* cli/output_form.h - which form an output has: one rule for every subcommand that has a choice. */
#ifndef NA_CLI_OUTPUT_FORM_H
#define NA_CLI_OUTPUT_FORM_H

#include "cli/options.h"

/* The form that --format names, else the one that the ending of -o means among the choices of the
 * subcommand's parameter `format`; else NULL, and the default holds. Errors, NA_ERR_USAGE: an
 * ending that means a form the subcommand does not write, or another than --format; a form that is
 * only written to a file (xlsx, gpkg) without -o. */
NA_MUST_USE enum na_code na_cli_output_form(const struct na_cli_options *options,
                                            const char **ret_form, struct na_error *reterr);

#endif
