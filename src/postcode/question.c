/* The question for a postcode: what it asks for, and what it is. */
#include "postcode/postcode.h"
#include "question/param_rows.h"

static const struct na_param_spec specs[] = {
    NA_AS_AT_ROW,
    {.name = "neighbours",
     .type = NA_PARAM_INTEGER,
     .low = 0,
     .high = NA_NEIGHBOURS_MAX,
     .default_text = "5",
     .example = "10",
     .summary = "How many of the postcodes around it to list"},
};

const struct na_param_specs na_postcode_params = NA_PARAM_LIST(specs);

const struct na_question na_question_postcode = {
    .name = "postcode",
    .path = "/v1/postcode/{postcode}",
    .command = "postcode",
    .summary = "A postcode: its position, wards and neighbours",
    .about = "Where a postcode is and how well that is known, its ward in every vintage, and the "
             "postcodes around it. Blanks and case do not matter: TS248AY is TS24 8AY.",
    .tag = "position",
    .params = &na_postcode_params,
    .path_summary = "A whole postcode, with or without its blank",
    .path_example = "TS248AY",
    .argument = "POSTCODE",
    .examples = "  nearaid postcode --pack data/shapefiles/tees-demo TS248AY\n",
    .schema = "Postcode",
    .forms = NA_FORM_JSON | NA_FORM_TEXT,
    .privacy = NA_POSITION,
};
