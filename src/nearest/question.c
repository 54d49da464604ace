/* The question for the nearest assets: what it asks for, and what it is. */
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
    NA_BY_ROW,
    {.name = "geometry",
     .type = NA_PARAM_ENUM,
     .choices = "walk",
     .default_text = "",
     .example = "walk",
     .summary = "Add the way on foot to each result as a line"},
    {.name = "when",
     .type = NA_PARAM_TEXT,
     .default_text = "now",
     .example = "2026-11-21T21:30",
     .summary = "Time of the opening hours, by British clocks, or RFC 3339 with its offset"},
};

const struct na_param_specs na_nearest_params = NA_PARAM_LIST(nearest_specs);

const struct na_question na_question_nearest = {
    .name = "nearest",
    .path = "/v1/nearest",
    .command = "nearest",
    .summary = "The nearest assets of a kind",
    .about =
        "The nearest assets of one or more kinds, with distance, bearing and where each one hangs. "
        "The point is given in degrees, as easting and northing, as a grid reference, as a "
        "postcode, or in words.",
    .tag = "position",
    .params = &na_nearest_params,
    .examples = "  nearaid nearest --pack data/shapefiles/tees-demo TS24 8AY --kind bleed_cabinet\n"
                "  nearaid nearest --pack data/shapefiles/tees-demo --lat 54.6867 --lon -1.2080 "
                "--kind bleed_cabinet\n"
                "  nearaid nearest --pack data/shapefiles/tees-demo --easting 450770 --northing "
                "532587 --kind bleed_cabinet --k 4 --json\n"
                "  nearaid nearest --pack data/shapefiles/tees-demo --gridref \"NZ 509 326\" "
                "--kind bleed_cabinet --k 1 --say\n",
    .schema = "Nearest",
    .forms = NA_FORM_JSON | NA_FORM_TEXT | NA_FORM_WORDS,
    .body = NA_BODY_PARAMS,
    .privacy = NA_POSITION,
};
