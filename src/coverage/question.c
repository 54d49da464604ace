/* The question for coverage: what it asks for, and what it is. */
#include "coverage/coverage.h"
#include "question/param_rows.h"

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
     .summary = "How far an asset covers, in metres as the crow flies"},
    {.name = "ring",
     .type = NA_PARAM_TEXT,
     .default_text = "",
     .example = "100,250,500",
     .summary = "Further distances for a curve, in metres, separated by commas"},
    NA_TAG_ROW,
    {.name = "status",
     .type = NA_PARAM_ENUM,
     .repeatable = true,
     .choices = "in_service|out_of_service|unknown",
     .default_text = "",
     .example = "in_service",
     .summary = "Only assets of this status; without it all but those out of service"},
    NA_AS_AT_ROW,
    {.name = "compare",
     .type = NA_PARAM_TEXT,
     .default_text = "",
     .example = "2026-07-31,2026-08-01",
     .summary = "Two days: what is gained and lost from the first to the second"},
    NA_VINTAGE_ROW,
    {.name = "layer",
     .type = NA_PARAM_TEXT,
     .default_text = "",
     .example = "patrols",
     .summary = "A layer of areas by its id, instead of wards"},
    NA_FORMAT_ROW,
};

const struct na_param_specs na_coverage_params = NA_PARAM_LIST(coverage_specs);

const struct na_question na_question_coverage = {
    .name = "coverage",
    .path = "/v1/coverage",
    .command = "coverage",
    .summary = "What the assets of a kind cover, and the gaps, by ward",
    .about = "How much of each ward lies within a distance of an asset, as at a day, and how much "
             "does not; a day to come says what is left then. Distances are straight lines, not "
             "ways on foot.",
    .tag = "analysis",
    .params = &na_coverage_params,
    .examples = "",
    .schema = "Coverage",
    .forms = NA_FORM_JSON | NA_FORM_GEOJSON | NA_FORM_TEXT | NA_FORM_CSV,
    .body = NA_BODY_PARAMS,
    .cost = NA_ERRAND,
};
