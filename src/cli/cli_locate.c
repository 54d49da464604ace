/* nearaid locate: its options and its help. The words to look up are its arguments. */
#include "cli/command.h"
#include "locate/locate.h"

static const struct na_param_spec specs[] = {
    {.name = "limit",
     .type = NA_PARAM_INTEGER,
     .low = 1,
     .high = NA_CANDIDATES_MAX,
     .default_text = "10",
     .example = "5",
     .summary = "Most candidates in the answer"},
    {.name = "q",
     .type = NA_PARAM_TEXT,
     .high = NA_PARAM_Q_MAX,
     .example = "orange box",
     .summary = "The text, as an option, as it is with ward and nearest"},
};
static const struct na_param_specs params = {specs, sizeof specs / sizeof specs[0]};

static const struct na_cli_form form = {
    .name = "locate",
    .summary = "What a text means: a postcode, a name, ...",
    .arguments = "TEXT...",
    .argument_count = 1,
    .argument_option = "q",
    .wants = NA_CLI_WANTS_WORDS | NA_CLI_WANTS_SOURCE | NA_CLI_WANTS_GRID | NA_CLI_WANTS_JSON |
             NA_CLI_WANTS_OUTPUT,
    .params = &params,
    .about = "Where is what a caller says: coordinates and links, a National Grid reference, a "
             "postcode or a part of one, a stored what3words, or a name with its street and town, "
             "anywhere in the text. Which words were used is said.",
    .examples = "  nearaid locate --pack data/shapefiles/tees-demo \"orange box\"\n"
                "  nearaid locate --pack data/shapefiles/tees-demo ts248ay --json\n",
};

static enum na_code run(const struct na_cli_options *options, int32_t today,
                        struct na_error *reterr)
{
    return na_cli_ask(na_answer_locate, options, today, reterr);
}

const struct na_cli_command na_cli_locate = {&form, run};
