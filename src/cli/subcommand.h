/* cli/subcommand.h - the subcommands of `nearaid`: those that have a file here, and the questions
 * of the table, in the order in which they are listed. Private to src/cli. */
#ifndef NA_CLI_SUBCOMMAND_H
#define NA_CLI_SUBCOMMAND_H

#include "cli/command.h"
#include "cli/question_form.h"

#define NA_CLI_SUBCOMMANDS_MAX 64

/* A subcommand. Points into itself: do not copy. */
struct na_cli_subcommand {
    const struct na_cli_command *command; /* NULL: the question is asked as it is */
    const struct na_question *question;   /* NULL: no question */
    const struct na_cli_form *form;       /* of the command, or in `made` */
    struct na_cli_question_form made;
};

/* The one of that name. Errors: NA_ERR_USAGE, with the name most like it. */
NA_MUST_USE enum na_code na_cli_subcommand_find(const char *name,
                                                struct na_cli_subcommand *ret_found,
                                                struct na_error *reterr);
/* Their names: what makes the data, then the questions in the order of the table. Returns how many.
 */
size_t na_cli_subcommand_names(const char *ret_names[NA_CLI_SUBCOMMANDS_MAX]);

#endif
