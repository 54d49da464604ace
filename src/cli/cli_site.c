/* nearaid site. The work is in site_run.c. */
#include "cli/command.h"
#include "cli/site_run.h"
#include "cli/table_text.h"
#include "nearaid/questions.h"

static enum na_code run(const struct na_cli_options *options, int32_t today,
                        struct na_error *reterr)
{
    enum na_code code =
        na_params_check(options->form->params, options->params, options->param_count, reterr);
    if (code == NA_OK) {
        code = na_cli_site_run(options, today, reterr);
    }
    if (code != NA_OK) {
        na_cli_table_name_option(reterr);
    }
    return code;
}

const struct na_cli_command na_cli_site = {
    .question = &na_question_site, .wants = NA_CLI_WANTS_INPUT, .run = run};
