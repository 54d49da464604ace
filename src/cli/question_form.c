/* A form is made of the question's own declaration: its parameters are the options, its texts the
 * help. So a question of the table has a command line without a file in src/cli. A parameter that
 * stands in two lists is taken once. */
#include "cli/question_form.h"

#include <assert.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

static bool has_param(const struct na_cli_question_form *made, const char *name)
{
    for (size_t i = 0; i < made->list.count; i++) {
        if (strcmp(made->specs[i].name, name) == 0) {
            return true;
        }
    }
    return false;
}

static void add_params(struct na_cli_question_form *made, const struct na_param_specs *list)
{
    for (size_t i = 0; list != NULL && i < list->count; i++) {
        const struct na_param_spec *spec = &list->specs[i];
        if (strcmp(spec->name, "f") != 0 && !has_param(made, spec->name)) {
            assert(made->list.count < NA_PARAMS_MAX);
            made->specs[made->list.count++] = *spec;
        }
    }
}

static void add_all_params(struct na_cli_question_form *made, const struct na_question *question)
{
    made->list = (struct na_param_specs){made->specs, 0};
    add_params(made, question->params);
    add_params(made, question->command_params);
    made->form.other_first = made->list.count;
    if (question->without_rows != NULL) {
        add_params(made, question->without_rows->params);
        made->form.other_title = "Without rows, to look up:";
    }
}

/* How many arguments there must be: "A B" are two, "[FILE...]" may be left out. */
static size_t count_arguments(const char *shown)
{
    size_t count = 0;
    while (shown != NULL && *shown != '\0') {
        count += *shown != '[' ? 1 : 0;
        shown += strcspn(shown, " ");
        shown += strspn(shown, " ");
    }
    return count;
}

/* Is the position of the question one that words may say? */
static bool takes_words(const struct na_question *question)
{
    for (size_t i = 0; question->params != NULL && i < question->params->count; i++) {
        if (strcmp(question->params->specs[i].name, "q") == 0) {
            return true;
        }
    }
    return false;
}

static unsigned int wants_of(const struct na_question *question)
{
    unsigned int both = NA_FORM_JSON | NA_FORM_TEXT;
    unsigned int wants = NA_CLI_WANTS_SOURCE | NA_CLI_WANTS_GRID | NA_CLI_WANTS_OUTPUT;
    wants |= (question->forms & both) == both ? NA_CLI_WANTS_JSON : 0;
    wants |= takes_words(question) ? NA_CLI_WANTS_WORDS : 0;
    return wants | ((question->forms & NA_FORM_WORDS) != 0 ? NA_CLI_WANTS_SAY : 0);
}

void na_cli_question_form_init(struct na_cli_question_form *made,
                               const struct na_question *question, unsigned int wants)
{
    bool more = question->command_about != NULL;
    (void)snprintf(made->about, sizeof made->about, "%s%s%s", question->about, more ? " " : "",
                   more ? question->command_about : "");
    made->form = (struct na_cli_form){
        .name = question->command,
        .summary = question->summary,
        .arguments = question->argument != NULL ? question->argument
                     : takes_words(question)    ? "[PLACE]"
                                                : "",
        .argument_count = count_arguments(question->argument),
        .argument_option = question->argument_stands,
        .wants = wants | wants_of(question),
        .params = &made->list,
        .about = made->about,
        .examples = question->examples,
    };
    add_all_params(made, question);
}

void na_cli_question_settle(const struct na_question *question, struct na_cli_options *options)
{
    if (question->argument_stands != NULL && options->argument != NULL &&
        options->param_count < NA_PARAMS_MAX) {
        options->params[options->param_count++] =
            (struct na_param){question->argument_stands, options->argument};
    }
}
