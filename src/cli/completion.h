/* cli/completion.h - what a shell needs to complete a command line of `nearaid`: subcommands,
 * options, the words and files that are their values. Made of the same forms as --help. A failed
 * write is left in the stream. Private to src/cli. */
#ifndef NA_CLI_COMPLETION_H
#define NA_CLI_COMPLETION_H

#include <stdio.h>

#include "cli/options.h"

/* The parts of a script, in the order in which they are written: its head; each subcommand by its
 * name; what stands between; the options of each; its end. */
struct na_cli_completion {
    void (*open)(FILE *to);
    void (*put_name)(FILE *to, const struct na_cli_form *form);
    void (*middle)(FILE *to);
    void (*put_options)(FILE *to, const struct na_cli_form *form);
    void (*close)(FILE *to);
};

extern const struct na_cli_completion na_cli_completion_bash;
extern const struct na_cli_completion na_cli_completion_zsh;

#endif
