/* What the questions about everything at a point, and about hotspot areas, ask for. */
#include "here/here.h"
#include "here/hotspots.h"
#include "question/param_rows.h"

static const struct na_param_spec here_specs[] = {NA_POSITION_ROWS, NA_AS_AT_ROW};

const struct na_param_specs na_here_params = NA_PARAM_LIST(here_specs);

static const struct na_param_spec hotspots_specs[] = {
    NA_POSITION_ROWS,
    NA_AS_AT_ROW,
    {.name = "kind",
     .type = NA_PARAM_TEXT,
     .default_text = "hotspot",
     .example = "hotspot",
     .summary = "Kind of area"},
    NA_FORMAT_ROW,
};

const struct na_param_specs na_hotspots_params = NA_PARAM_LIST(hotspots_specs);
