/* cli/question_form.h - the command line of a question of the table: its parameters as options, its
 * own words as help. Private to src/cli. */
#ifndef NA_CLI_QUESTION_FORM_H
#define NA_CLI_QUESTION_FORM_H

#include "cli/options.h"
#include "question/question.h"

/* Points into itself: do not copy. */
struct na_cli_question_form {
    struct na_cli_form form;
    struct na_param_specs list;
    struct na_param_spec specs[NA_PARAMS_MAX];
    char about[1024];
};

/* Make the form of a question that has a subcommand, which wants these beside (enum na_cli_wants).
 * `f` is no option: --json says it. A parameter that the argument stands for may still be given as
 * an option. */
void na_cli_question_form_init(struct na_cli_question_form *made,
                               const struct na_question *question, unsigned int wants);

/* Make `options` what the question is asked with: the argument that stands for a parameter becomes
 * one. */
void na_cli_question_settle(const struct na_question *question, struct na_cli_options *options);

#endif
