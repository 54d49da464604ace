/* The question for a ward: what it asks for, and what it is. */
#include "question/param_rows.h"
#include "ward/ward.h"

static const struct na_param_spec ward_specs[] = {NA_POSITION_ROWS, NA_VINTAGE_ROW, NA_AS_AT_ROW};

const struct na_param_specs na_ward_params = NA_PARAM_LIST(ward_specs);

const struct na_question na_question_ward = {
    .name = "ward",
    .path = "/v1/ward",
    .command = "ward",
    .summary = "The ward of a point",
    .about =
        "Which ward is this point in, in which vintage, and how sure is that. The point is given "
        "in degrees, as easting and northing, as a grid reference, as a postcode, or in words.",
    .tag = "position",
    .params = &na_ward_params,
    .examples = "  nearaid ward --pack data/shapefiles/tees-demo --lat 54.6867 --lon -1.2080\n"
                "  nearaid ward --pack data/shapefiles/tees-demo --gridref \"NZ 511 326\" --json\n",
    .schema = "Ward",
    .forms = NA_FORM_JSON | NA_FORM_TEXT,
    .body = NA_BODY_PARAMS,
    .privacy = NA_POSITION,
};
