/* nearaid info: what a pack or a compiled file holds. */
#include "cli/command.h"

static const struct na_cli_form form = {
    .name = "info",
    .summary = "What a pack or a compiled file holds",
    .arguments = "",
    .wants = NA_CLI_WANTS_SOURCE | NA_CLI_WANTS_GRID | NA_CLI_WANTS_JSON | NA_CLI_WANTS_OUTPUT,
    .params = &na_no_params,
    .about = "The layers, kinds and source files of the data, their digests and counts, and the "
             "transformation with its accuracy.",
    .examples = "  nearaid info --pack data/shapefiles/tees-demo\n",
};

/* na_answer_datasets in the shape of the other questions: it has no parameters and no day. */
static enum na_code answer(struct na_session *session, const struct na_param *params, size_t count,
                           int32_t today, enum na_format format, struct na_buffer *to,
                           struct na_error *reterr)
{
    (void)params;
    (void)count;
    (void)today;
    return na_answer_datasets(session, format, to, reterr);
}

static enum na_code run(const struct na_cli_options *options, int32_t today,
                        struct na_error *reterr)
{
    return na_cli_ask(answer, options, today, reterr);
}

const struct na_cli_command na_cli_info = {&form, run};
