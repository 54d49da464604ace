/* What the questions about a whole table ask for. */
#include "question/param_rows.h"
#include "rows/batch.h"

static const struct na_param_spec batch_ward_specs[] = {NA_BATCH_ROWS};

const struct na_param_specs na_batch_ward_params = NA_PARAM_LIST(batch_ward_specs);

static const struct na_param_spec batch_nearest_specs[] = {NA_BATCH_ROWS, NA_NEAREST_ROWS,
                                                           NA_TAG_ROW};

const struct na_param_specs na_batch_nearest_params = NA_PARAM_LIST(batch_nearest_specs);
