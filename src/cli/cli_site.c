/* nearaid site: its options and its help. The work is in site_run.c. */
#include "cli/command.h"
#include "cli/sheet_options.h"
#include "cli/site_run.h"
#include "cli/table_text.h"

static const struct na_param_spec specs[] = {
    {.name = "kind",
     .type = NA_PARAM_TEXT,
     .repeatable = true,
     .required = true,
     .summary = "Kind of asset that there are to be more of; may be given several times"},
    {.name = "within",
     .type = NA_PARAM_METRES,
     .low = 1,
     .high = NA_SITE_WITHIN_MAX_M,
     .required = true,
     .summary = "Metres within which one covers, in a straight line"},
    {.name = "new",
     .type = NA_PARAM_INTEGER,
     .low = 1,
     .high = NA_SITE_SITES_MAX,
     .required = true,
     .summary = "How many new ones there are to be"},
    {.name = "demand",
     .type = NA_PARAM_TEXT,
     .repeatable = true,
     .summary = "CSV file of what is to be covered: offences, premises; again for several files"},
    {.name = "candidates",
     .type = NA_PARAM_TEXT,
     .summary = "CSV file of the places where a new one can be"},
    {.name = "candidate_kind",
     .type = NA_PARAM_TEXT,
     .summary = "Instead: the assets of that kind are the places"},
    {.name = "where",
     .type = NA_PARAM_TEXT,
     .repeatable = true,
     .summary = "Only demand whose column has the value: COLUMN=VALUE, COLUMN=VALUE|VALUE"},
    {.name = "weight",
     .type = NA_PARAM_TEXT,
     .summary = "Column of the demand that says how much each row counts; else 1"},
    {.name = "tag",
     .type = NA_PARAM_TEXT,
     .repeatable = true,
     .summary = "Only assets with that tag cover already: NAME=VALUE"},
    {.name = "status",
     .type = NA_PARAM_ENUM,
     .repeatable = true,
     .choices = "in_service|out_of_service|unknown",
     .summary = "Only assets of this status cover; without it all but those out of service"},
    {.name = "as_at",
     .type = NA_PARAM_DATE,
     .default_text = "today",
     .summary = "The day on which assets must be valid"},
    {.name = "id",
     .type = NA_PARAM_TEXT,
     .summary = "Column of the candidates' ids",
     .default_text = "id, if there"},
    {.name = "name",
     .type = NA_PARAM_TEXT,
     .summary = "Column of the candidates' names",
     .default_text = "name, if there"},
    {.name = "candidate_lat", .type = NA_PARAM_TEXT, .summary = "Column of their latitude"},
    {.name = "candidate_lon", .type = NA_PARAM_TEXT, .summary = "Column of their longitude"},
    {.name = "candidate_easting", .type = NA_PARAM_TEXT, .summary = "Column of their easting"},
    {.name = "candidate_northing", .type = NA_PARAM_TEXT, .summary = "Column of their northing"},
    {.name = "exact_limit",
     .type = NA_PARAM_INTEGER,
     .low = 0,
     .high = 1e12,
     .summary =
         "Nodes of the search for the optimum, by default what takes a few seconds; 0: a good "
         "choice and a bound alone"},
    {.name = "format",
     .type = NA_PARAM_ENUM,
     .choices = "text|csv|json|geojson",
     .default_text = "text",
     .summary = "Form of the answer"},
    {.name = "svg", .type = NA_PARAM_TEXT, .summary = "Also draw a map to that file"},
    NA_CLI_SHEET_PARAMS,
    {.name = "spreadsheet_safe",
     .type = NA_PARAM_ENUM,
     .choices = "yes",
     .summary = "CSV: put ' in front of texts that a spreadsheet would take for formulas"},
    NA_CLI_POSITION_PARAMS,
};
static const struct na_param_specs params = {specs, sizeof specs / sizeof specs[0]};

static const struct na_cli_form form = {
    .name = "site",
    .summary = "Where to put the next ones: the sites that cover the most demand",
    .arguments = "",
    .wants = NA_CLI_WANTS_SOURCE | NA_CLI_WANTS_GRID | NA_CLI_WANTS_OUTPUT | NA_CLI_WANTS_INPUT,
    .params = &params,
    .about = "Of the candidates, choose those that cover the most demand which no asset of the "
             "kinds covers yet. Greedy, then exchanges, then branch and bound: the answer says "
             "whether it is the optimum, or how far from it at most, and what each site adds. "
             "Distances are straight lines, not ways on foot. --lat to --encoding are about the "
             "demand; files of -i are demand too.",
    .examples = "  nearaid site --pack data/shapefiles/tees-demo --kind bleed_cabinet --within 200 "
                "--new 2 --demand data/shapefiles/tees-demo/radio_premises.csv --candidate-kind "
                "reporting_centre\n",
};

static enum na_code run(const struct na_cli_options *options, int32_t today,
                        struct na_error *reterr)
{
    enum na_code code = na_cli_table_check(&params, options, reterr);
    if (code == NA_OK) {
        code = na_cli_site_run(options, today, reterr);
    }
    if (code != NA_OK) {
        na_cli_table_name_option(reterr);
    }
    return code;
}

const struct na_cli_command na_cli_site = {.form = &form, .run = run};
