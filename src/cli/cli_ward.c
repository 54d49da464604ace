/* nearaid ward: its options and its help. */
#include "cli/command.h"
#include "ward/ward.h"

static const struct na_cli_form form = {
    .name = "ward",
    .summary = "The ward of a point",
    .arguments = "[PLACE]",
    .wants = NA_CLI_WANTS_WORDS | NA_CLI_WANTS_SOURCE | NA_CLI_WANTS_GRID | NA_CLI_WANTS_JSON |
             NA_CLI_WANTS_OUTPUT,
    .params = &na_ward_params,
    .about =
        "Which ward is this point in, in which vintage, and how sure is that. The point is "
        "given as --lat and --lon, as --easting and --northing, as --gridref, as --postcode, or in "
        "words, with or without --q.",
    .examples = "  nearaid ward --pack data/shapefiles/tees-demo --lat 54.6867 --lon -1.2080\n"
                "  nearaid ward --pack data/shapefiles/tees-demo --gridref \"NZ 511 326\" --json\n",
};

static enum na_code run(const struct na_cli_options *options, int32_t today,
                        struct na_error *reterr)
{
    return na_cli_ask(na_answer_ward, options, today, reterr);
}

const struct na_cli_command na_cli_ward = {&form, run};
