/* The question for coverage: what it asks for, and what it is. */
#include "coverage/coverage.h"
#include "rows/file_params.h"

static const struct na_param_spec coverage_specs[] = {
    {.name = "kind",
     .type = NA_PARAM_TEXT,
     .repeatable = true,
     .required = true,
     .default_text = "",
     .example = "radio_premises",
     .summary = "Kind of asset; may be given several times"},
    {.name = "within",
     .type = NA_PARAM_METRES,
     .low = NA_COVERAGE_METRES_MIN,
     .high = NA_COVERAGE_METRES_MAX,
     .default_text = "250",
     .example = "250",
     .summary = "How far an asset covers, in metres"},
    {.name = "ring",
     .type = NA_PARAM_TEXT,
     .default_text = "",
     .example = "100,250,500",
     .summary = "Further distances for a curve, in metres, separated by commas"},
    NA_MEASURE_ROW,
    NA_TAG_ROW,
    NA_COVERS_STATUS_ROW,
    NA_AS_AT_ROW,
    {.name = "compare",
     .type = NA_PARAM_TEXT,
     .default_text = "",
     .example = "2026-07-31,2026-08-01",
     .summary = "Two days, DATE1,DATE2: what is gained and lost from the first to the second"},
    NA_VINTAGE_ROW,
    {.name = "layer",
     .type = NA_PARAM_TEXT,
     .default_text = "",
     .example = "patrols",
     .summary = "A layer of areas by its id, instead of wards"},
    NA_FORMAT_ROW,
};

const struct na_param_specs na_coverage_params = NA_PARAM_LIST(coverage_specs);

/* Of files of points, and of what is written. */
static const struct na_param_spec command_specs[] = {
    NA_WRITTEN_ROW("text|csv|json|geojson", "Form of the answer"),
    NA_FILE_ROW("svg", "Also draw a map to that file"),
    NA_SHEET_ROWS,
    NA_FILES_ROW("points",
                 "File of premises or offences: which are covered; again for several files"),
    NA_FILE_ROW("points_out",
                "Write every point to that CSV file: covered, nearest asset, distance"),
    NA_WHERE_ROW("Only points"),
    NA_TEXT_ROW("weight", "Column that says how much each point counts; else 1"),
    {.name = "id",
     .type = NA_PARAM_TEXT,
     .summary = "Column of the points' ids",
     .default_text = "id, if there"},
    {.name = "name",
     .type = NA_PARAM_TEXT,
     .summary = "Column of the points' names",
     .default_text = "name, if there"},
    NA_FLAG_ROW("strict", "Exit status 1 if any point could not be placed"),
    NA_SAFE_ROW,
    NA_FILE_POINT_ROWS,
};

static const struct na_param_specs command_params = NA_PARAM_LIST(command_specs);

const struct na_question na_question_coverage = {
    .name = "coverage",
    .path = "/v1/coverage",
    .command = "coverage",
    .summary = "What the assets of a kind cover, and the gaps, by ward",
    .about = "How much of each ward lies within a distance of an asset, as at a day, and how much "
             "does not; a day to come says what is left then. Distances are straight lines, or "
             "with measure walk ways on foot: then metres of street are covered, not areas.",
    .command_about = "With --points which points of files are covered, and how far the others are "
                     "from an asset; files of -i are points too.",
    .tag = "analysis",
    .params = &na_coverage_params,
    .command_params = &command_params,
    .examples = "  nearaid coverage --pack data/shapefiles/tees-demo --kind radio_premises "
                "--within 250 --tag scheme=pubwatch --as-at 2026-08-01\n"
                "  nearaid coverage --pack data/shapefiles/tees-demo --kind bleed_cabinet "
                "--points data/shapefiles/tees-demo/radio_premises.csv --id id --svg map.svg\n",
    .schema = "Coverage",
    .forms = NA_FORM_JSON | NA_FORM_GEOJSON | NA_FORM_TEXT | NA_FORM_CSV,
    .body = NA_BODY_PARAMS,
    .cost = NA_ERRAND,
};
