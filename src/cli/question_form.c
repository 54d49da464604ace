#include "cli/question_form.h"

#include <assert.h>
#include <stdbool.h>
#include <string.h>

static void add_params(struct na_cli_question_form *made, const struct na_question *question)
{
    const struct na_param_specs *lists[] = {question->params, question->command_params};
    size_t count = 0;
    for (size_t i = 0; i < 2; i++) {
        for (size_t j = 0; lists[i] != NULL && j < lists[i]->count; j++) {
            const struct na_param_spec *spec = &lists[i]->specs[j];
            assert(count < NA_PARAMS_MAX);
            if (strcmp(spec->name, "f") != 0) {
                made->specs[count++] = *spec;
            }
        }
    }
    made->list = (struct na_param_specs){made->specs, count};
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
    add_params(made, question);
    made->form = (struct na_cli_form){
        .name = question->command,
        .summary = question->summary,
        .arguments = question->argument != NULL ? question->argument
                     : takes_words(question)    ? "[PLACE]"
                                                : "",
        .argument_count = question->argument != NULL ? 1 : 0,
        .argument_option = question->argument_stands,
        .wants = wants | wants_of(question),
        .params = &made->list,
        .about = question->about,
        .examples = question->examples,
    };
}

void na_cli_question_settle(const struct na_question *question, struct na_cli_options *options)
{
    if (question->argument_stands != NULL && options->argument != NULL &&
        options->param_count < NA_PARAMS_MAX) {
        options->params[options->param_count++] =
            (struct na_param){question->argument_stands, options->argument};
    }
}
