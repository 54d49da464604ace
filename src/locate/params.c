/* What the question for the meaning of a text asks for. */
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
