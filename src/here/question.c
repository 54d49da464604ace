/* The questions for everything at a point, and for hotspot areas: what they ask for, and what they
 * are. */
#include "here/here.h"
#include "here/hotspots.h"
#include "question/param_rows.h"

static const struct na_param_spec here_specs[] = {NA_POSITION_ROWS, NA_AS_AT_ROW, NA_BY_ROW};

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

const struct na_question na_question_here = {
    .name = "here",
    .path = "/v1/here",
    .command = "here",
    .summary = "Everything about a point",
    .about = "What there is to say about a point: its ward in every vintage, the areas it lies in, "
             "the nearest asset of each kind, its grid reference, the nearest postcode and place. "
             "The point is given in degrees, as easting and northing, as a grid reference, as a "
             "postcode, or in words.",
    .tag = "position",
    .params = &na_here_params,
    .examples = "  nearaid here --pack data/shapefiles/tees-demo --lat 54.6867 --lon -1.2080\n"
                "  nearaid here --pack data/shapefiles/tees-demo --q \"orange box\" --json\n",
    .schema = "Here",
    .forms = NA_FORM_JSON | NA_FORM_TEXT,
    .body = NA_BODY_PARAMS,
    .privacy = NA_POSITION,
};

const struct na_question na_question_hotspots = {
    .name = "hotspots",
    .path = "/v1/hotspots",
    .summary = "Hotspot areas at or near a point on a day",
    .about = "The hotspot areas of the pack at or near a point on a day, and the ward's place in "
             "ready tables. Without a point, all of them.",
    .tag = "position",
    .params = &na_hotspots_params,
    .schema = "Hotspots",
    .forms = NA_FORM_JSON | NA_FORM_GEOJSON | NA_FORM_TEXT,
    .body = NA_BODY_PARAMS,
    .privacy = NA_POSITION,
};
