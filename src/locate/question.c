/* The question for the meaning of a text: what it asks for, and what it is. */
#include "locate/locate.h"
#include "question/param_rows.h"

static const struct na_param_spec locate_specs[] = {
    {.name = "q",
     .type = NA_PARAM_TEXT,
     .high = NA_PARAM_Q_MAX,
     .required = true,
     .default_text = "",
     .example = "Hartlepool Civic Centre",
     .summary = "A place in words: a postcode, name, address, grid reference or stored w3w"},
    {.name = "limit",
     .type = NA_PARAM_INTEGER,
     .low = 1,
     .high = NA_CANDIDATES_MAX,
     .default_text = "10",
     .example = "5",
     .summary = "Most candidates in the answer"},
    NA_FORMAT_ROW,
};

const struct na_param_specs na_locate_params = NA_PARAM_LIST(locate_specs);

const struct na_question na_question_locate = {
    .name = "locate",
    .path = "/v1/locate",
    .command = "locate",
    .summary = "What a text means: a postcode, a name, ...",
    .about = "Where is what a caller says: coordinates and links, a National Grid reference, a "
             "postcode or a part of one, a stored what3words, or a name with its street and town, "
             "anywhere in the text. Which words were used is said.",
    .tag = "position",
    .params = &na_locate_params,
    .argument = "TEXT...",
    .argument_stands = "q",
    .examples = "  nearaid locate --pack data/shapefiles/tees-demo \"orange box\"\n"
                "  nearaid locate --pack data/shapefiles/tees-demo ts248ay --json\n",
    .schema = "locate",
    .forms = NA_FORM_JSON | NA_FORM_GEOJSON | NA_FORM_TEXT,
    .body = NA_BODY_PARAMS,
    .privacy = NA_POSITION,
};
