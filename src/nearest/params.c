/* What the question for the nearest assets asks for. */
#include "nearest/nearest.h"
#include "question/param_rows.h"

static const struct na_param_spec nearest_specs[] = {
    NA_POSITION_ROWS,
    NA_NEAREST_ROWS,
    NA_TAG_ROW,
    NA_AS_AT_ROW,
    {.name = "usable",
     .type = NA_PARAM_ENUM,
     .choices = "any|not_no|yes",
     .default_text = "any",
     .example = "not_no",
     .summary = "Leave out what cannot be used, or all that is not known to be usable"},
    {.name = "when",
     .type = NA_PARAM_TEXT,
     .default_text = "now",
     .example = "2026-11-21T21:30",
     .summary = "Time of the opening hours, by British clocks, or RFC 3339 with its offset"},
};

const struct na_param_specs na_nearest_params = NA_PARAM_LIST(nearest_specs);
