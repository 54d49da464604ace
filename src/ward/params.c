/* What the question for a ward asks for. */
#include "question/param_rows.h"
#include "ward/ward.h"

static const struct na_param_spec ward_specs[] = {NA_POSITION_ROWS, NA_VINTAGE_ROW, NA_AS_AT_ROW};

const struct na_param_specs na_ward_params = NA_PARAM_LIST(ward_specs);
