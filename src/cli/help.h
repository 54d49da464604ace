/* cli/help.h - what `nearaid help` prints: the overview, the help of a subcommand, manual pages
 * and completions for shells. All of it is made of the forms of the subcommands. Private to
 * src/cli. */
#ifndef NA_CLI_HELP_H
#define NA_CLI_HELP_H

#include "cli/options.h"

/* `nearaid help ...` and `nearaid --help`: argv[2..] may hold a subcommand and --format
 * text|man|bash|zsh. Errors: NA_ERR_USAGE, NA_ERR_MEMORY, NA_ERR_IO. */
NA_MUST_USE enum na_code na_cli_help(int argc, char **argv, struct na_error *reterr);
/* The help of one subcommand to standard output. Errors: NA_ERR_MEMORY, NA_ERR_IO. */
NA_MUST_USE enum na_code na_cli_help_form(const struct na_cli_form *form, struct na_error *reterr);

#endif
