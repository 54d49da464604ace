/* nearaid here: its options and its help. */
#include "cli/command.h"
#include "here/here.h"

static const struct na_cli_form form = {
    .name = "here",
    .summary = "Everything about a point",
    .arguments = "[PLACE]",
    .wants = NA_CLI_WANTS_WORDS | NA_CLI_WANTS_SOURCE | NA_CLI_WANTS_GRID | NA_CLI_WANTS_JSON |
             NA_CLI_WANTS_OUTPUT,
    .params = &na_here_params,
    .about = "What there is to say about a point: its ward in every vintage, the areas it lies in, "
             "the nearest asset of each kind, its grid reference, the nearest postcode and place. "
             "The point is given as --lat and --lon, as --easting and --northing, as --gridref, "
             "--postcode, or in words with or without --q.",
    .examples = "  nearaid here --pack data/shapefiles/tees-demo --lat 54.6867 --lon -1.2080\n"
                "  nearaid here --pack data/shapefiles/tees-demo --q \"orange box\" --json\n",
};

static enum na_code run(const struct na_cli_options *options, int32_t today,
                        struct na_error *reterr)
{
    return na_cli_ask(na_answer_here, options, today, reterr);
}

const struct na_cli_command na_cli_here = {&form, run};
