/* nearaid coverage: its options and its help. The work is in coverage_run.c. */
#include "cli/command.h"
#include "cli/coverage_run.h"
#include "cli/position_options.h"
#include "cli/sheet_options.h"
#include "cli/table_text.h"
#include "coverage/coverage.h"

static const struct na_param_spec specs[] = {
    {.name = "kind",
     .type = NA_PARAM_TEXT,
     .repeatable = true,
     .required = true,
     .example = "bleed_cabinet",
     .summary = "Kind of asset; may be given several times"},
    {.name = "within",
     .type = NA_PARAM_METRES,
     .low = NA_COVERAGE_METRES_MIN,
     .high = NA_COVERAGE_METRES_MAX,
     .default_text = "250",
     .example = "250",
     .summary = "How far an asset covers, in metres as the crow flies"},
    {.name = "ring",
     .type = NA_PARAM_TEXT,
     .example = "100,250,500",
     .summary = "Further distances for a curve, in metres, separated by commas"},
    {.name = "tag",
     .type = NA_PARAM_TEXT,
     .repeatable = true,
     .example = "scheme=pubwatch",
     .summary = "Only assets with that tag: NAME=VALUE"},
    {.name = "status",
     .type = NA_PARAM_ENUM,
     .repeatable = true,
     .choices = "in_service|out_of_service|unknown",
     .example = "in_service",
     .summary = "Only assets of this status; without it all but those out of service"},
    {.name = "as_at",
     .type = NA_PARAM_DATE,
     .default_text = "today",
     .example = "2026-08-01",
     .summary = "The day on which assets must be valid"},
    {.name = "compare",
     .type = NA_PARAM_TEXT,
     .summary = "Two days, DATE1 DATE2: what is gained and lost from the first to the second"},
    {.name = "vintage", .type = NA_PARAM_TEXT, .summary = "Wards of that vintage"},
    {.name = "layer",
     .type = NA_PARAM_TEXT,
     .summary = "A layer of areas by its id, instead of wards"},
    {.name = "format",
     .type = NA_PARAM_ENUM,
     .choices = "text|csv|json|geojson",
     .default_text = "text",
     .summary = "Form of the answer"},
    {.name = "svg", .type = NA_PARAM_TEXT, .summary = "Also draw a map to that file"},
    NA_CLI_SHEET_PARAMS,
    {.name = "points",
     .type = NA_PARAM_TEXT,
     .repeatable = true,
     .summary = "CSV file of premises or offences: which are covered; again for several files"},
    {.name = "points_out",
     .type = NA_PARAM_TEXT,
     .summary = "Write every point to that CSV file: covered, nearest asset, distance"},
    {.name = "where",
     .type = NA_PARAM_TEXT,
     .repeatable = true,
     .summary = "Only points whose column has the value: COLUMN=VALUE, COLUMN=VALUE|VALUE"},
    {.name = "weight",
     .type = NA_PARAM_TEXT,
     .summary = "Column that says how much each point counts; else 1"},
    {.name = "id",
     .type = NA_PARAM_TEXT,
     .summary = "Column of the points' ids",
     .default_text = "id, if there"},
    {.name = "name",
     .type = NA_PARAM_TEXT,
     .summary = "Column of the points' names",
     .default_text = "name, if there"},
    {.name = "strict",
     .type = NA_PARAM_ENUM,
     .choices = "yes",
     .summary = "Exit status 1 if any point could not be placed"},
    {.name = "spreadsheet_safe",
     .type = NA_PARAM_ENUM,
     .choices = "yes",
     .summary = "CSV: put ' in front of texts that a spreadsheet would take for formulas"},
    NA_CLI_POSITION_PARAMS,
};
static const struct na_param_specs params = {specs, sizeof specs / sizeof specs[0]};

static const struct na_cli_form form = {
    .name = "coverage",
    .summary = "What the assets of a kind cover, and the gaps, by ward",
    .arguments = "",
    .wants = NA_CLI_WANTS_SOURCE | NA_CLI_WANTS_GRID | NA_CLI_WANTS_OUTPUT | NA_CLI_WANTS_INPUT,
    .params = &params,
    .about = "How much of each ward lies within a distance of an asset, as at a day, and how much "
             "does not; a day to come says what is left then. With --points which points of files "
             "are covered, and how far the others are from an asset; files of -i are points too. "
             "Distances are straight lines, not ways on foot.",
    .examples = "  nearaid coverage --pack data/shapefiles/tees-demo --kind radio_premises "
                "--within 250 --tag scheme=pubwatch --as-at 2026-08-01\n"
                "  nearaid coverage --pack data/shapefiles/tees-demo --kind bleed_cabinet "
                "--points data/shapefiles/tees-demo/radio_premises.csv --id id --svg map.svg\n",
};

static enum na_code run(const struct na_cli_options *options, int32_t today,
                        struct na_error *reterr)
{
    enum na_code code = na_cli_table_check(&params, options, reterr);
    if (code == NA_OK) {
        code = na_cli_coverage_run(options, today, reterr);
    }
    if (code != NA_OK) {
        na_cli_table_name_option(reterr);
    }
    return code;
}

const struct na_cli_command na_cli_coverage = {.form = &form, .run = run};
