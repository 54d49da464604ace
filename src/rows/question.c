/* The questions about a whole table: what they ask for, and what they are. */
#include "question/param_rows.h"
#include "rows/batch.h"

static const struct na_param_spec batch_ward_specs[] = {NA_BATCH_ROWS};

const struct na_param_specs na_batch_ward_params = NA_PARAM_LIST(batch_ward_specs);

static const struct na_param_spec batch_nearest_specs[] = {NA_BATCH_ROWS, NA_NEAREST_ROWS,
                                                           NA_TAG_ROW};

const struct na_param_specs na_batch_nearest_params = NA_PARAM_LIST(batch_nearest_specs);

const struct na_question na_question_batch_ward = {
    .name = "batchWard",
    .path = "/v1/batch/ward",
    .summary = "The ward of every row of a table",
    .about =
        "A table of any length in, the same rows out with their wards. No row is lost and none "
        "is changed: what cannot be placed is marked.",
    .tag = "rows",
    .params = &na_batch_ward_params,
    .forms = NA_FORM_WARD_ROWS,
    .body = NA_BODY_ROWS,
    .privacy = NA_POSITION,
};

const struct na_question na_question_batch_nearest = {
    .name = "batchNearest",
    .path = "/v1/batch/nearest",
    .summary = "The nearest assets of every row of a table",
    .about =
        "A table of any length in, the same rows out with their nearest assets. No row is lost "
        "and none is changed: what cannot be placed is marked.",
    .tag = "rows",
    .params = &na_batch_nearest_params,
    .forms = NA_FORM_NEAREST_ROWS,
    .body = NA_BODY_ROWS,
    .privacy = NA_POSITION,
};
