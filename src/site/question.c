/* The question for new sites: what it asks for, and what it is. */
#include "rows/file_params.h"
#include "site/site.h"

static const struct na_param_spec site_specs[] = {
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
     .summary = "Metres within which one covers"},
    NA_MEASURE_ROW,
    {.name = "new",
     .type = NA_PARAM_INTEGER,
     .low = 1,
     .high = NA_SITE_SITES_MAX,
     .required = true,
     .summary = "How many new ones there are to be"},
    NA_FILES_ROW("demand",
                 "File of what is to be covered: offences, premises; again for several files"),
    NA_FILE_ROW("candidates", "File of the places where a new one can be"),
    NA_TEXT_ROW("candidate_kind", "Instead: the assets of that kind are the places"),
    {.name = "must",
     .type = NA_PARAM_TEXT,
     .repeatable = true,
     .summary = "Id of a candidate that is to be among the new ones; again for several"},
    {.name = "never",
     .type = NA_PARAM_TEXT,
     .repeatable = true,
     .summary = "Id of a candidate that is not to be; again for several"},
    NA_FLAG_ROW("curve", "Also what each smaller number of new ones covers (up to 100 new)"),
    NA_WHERE_ROW("Only demand"),
    NA_TEXT_ROW("weight", "Column of the demand that says how much each row counts; else 1"),
    NA_TAG_ROW,
    NA_COVERS_STATUS_ROW,
    NA_AS_AT_ROW,
    {.name = "id",
     .type = NA_PARAM_TEXT,
     .summary = "Column of the candidates' ids",
     .default_text = "id, if there"},
    {.name = "name",
     .type = NA_PARAM_TEXT,
     .summary = "Column of the candidates' names",
     .default_text = "name, if there"},
    NA_TEXT_ROW("candidate_lat", "Column of their latitude"),
    NA_TEXT_ROW("candidate_lon", "Column of their longitude"),
    NA_TEXT_ROW("candidate_easting", "Column of their easting"),
    NA_TEXT_ROW("candidate_northing", "Column of their northing"),
    {.name = "exact_limit",
     .type = NA_PARAM_INTEGER,
     .low = 0,
     .high = 1e12,
     .summary =
         "Nodes of the search for the optimum, by default what takes a few seconds; 0: a good "
         "choice and a bound alone"},
    NA_WRITTEN_ROW("text|csv|json|geojson", "Form of the answer"),
    NA_FILE_ROW("svg", "Also draw a map to that file"),
    NA_SHEET_ROWS,
    NA_SAFE_ROW,
    NA_FILE_POINT_ROWS,
};

static const struct na_param_specs site_params = NA_PARAM_LIST(site_specs);

const struct na_question na_question_site = {
    .name = "site",
    .command = "site",
    .summary = "Where to put the next ones: the sites that cover the most demand",
    .about =
        "Of the candidates, choose those that cover the most demand which no asset of the "
        "kinds covers yet. Greedy, exchanges, then branch and bound: the answer says "
        "whether it is the optimum, or how far from it at most, and what each site adds. "
        "Distances are straight lines unless --measure is walk. --lat to --encoding are about the "
        "demand; files of -i are demand too.",
    .tag = "analysis",
    .params = &site_params,
    .examples = "  nearaid site --pack data/shapefiles/tees-demo --kind bleed_cabinet --within 200 "
                "--new 2 --demand data/shapefiles/tees-demo/radio_premises.csv --candidate-kind "
                "reporting_centre\n",
    .schema = "Site",
    .forms = NA_FORM_JSON | NA_FORM_GEOJSON | NA_FORM_TEXT | NA_FORM_CSV,
};
