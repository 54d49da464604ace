#include "cli/command.h"
#include "lists/export.h"

static const struct na_cli_form form = {
    .name = "export",
    .summary = "Assets for another system: CSV, GeoJSON, KML",
    .arguments = "",
    .wants = NA_CLI_WANTS_SOURCE | NA_CLI_WANTS_GRID | NA_CLI_WANTS_OUTPUT,
    .params = &na_export_params,
    .about = "The assets with their lasting ids, positions in both systems and how good they are, "
             "where exactly they hang, status, who can open them and when they were last checked: "
             "what a dispatch system takes in. The codes that open them are never in it.",
    .examples = "  nearaid export --pack data/shapefiles/tees-demo --kind bleed_cabinet\n"
                "  nearaid export --pack data/shapefiles/tees-demo --format kml -o cabinets.kml\n",
};

static enum na_code run(const struct na_cli_options *options, int32_t today,
                        struct na_error *reterr)
{
    return na_cli_ask(na_answer_export, options, today, reterr);
}

const struct na_cli_command na_cli_export = {&form, run};
