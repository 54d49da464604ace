/* nearaid nearest: its options and its help. */
#include "cli/command.h"
#include "nearest/nearest.h"

static const struct na_cli_form form = {
    .name = "nearest",
    .summary = "The nearest assets of a kind",
    .arguments = "[PLACE]",
    .wants = NA_CLI_WANTS_WORDS | NA_CLI_WANTS_SOURCE | NA_CLI_WANTS_GRID | NA_CLI_WANTS_JSON |
             NA_CLI_WANTS_OUTPUT | NA_CLI_WANTS_SAY,
    .params = &na_nearest_params,
    .about =
        "The nearest assets of one or more kinds, with distance, bearing and where each one "
        "hangs. The point is given as --lat and --lon, as --easting and --northing, as --gridref, "
        "as --postcode, or in words, with or without --q.",
    .examples = "  nearaid nearest --pack data/shapefiles/tees-demo TS24 8AY --kind bleed_cabinet\n"
                "  nearaid nearest --pack data/shapefiles/tees-demo --lat 54.6867 --lon -1.2080 "
                "--kind bleed_cabinet\n"
                "  nearaid nearest --pack data/shapefiles/tees-demo --easting 450770 --northing "
                "532587 --kind bleed_cabinet --k 4 --json\n"
                "  nearaid nearest --pack data/shapefiles/tees-demo --gridref \"NZ 509 326\" "
                "--kind bleed_cabinet --k 1 --say\n",
};

static enum na_code run(const struct na_cli_options *options, int32_t today,
                        struct na_error *reterr)
{
    return na_cli_ask(na_answer_nearest, options, today, reterr);
}

const struct na_cli_command na_cli_nearest = {&form, run};
