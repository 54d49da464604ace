/* What the lists ask for. */
#include "lists/barriers_list.h"
#include "lists/list.h"
#include "question/param_rows.h"

static const struct na_param_spec barriers_specs[] = {
    {.name = "bbox",
     .type = NA_PARAM_BBOX,
     .default_text = "",
     .example = "-1.3,54.6,-1.1,54.7",
     .summary = "Only what lies in or touches west,south,east,north in degrees"},
    NA_FORMAT_ROW,
};

const struct na_param_specs na_barriers_params = NA_PARAM_LIST(barriers_specs);

static const struct na_param_spec wards_specs[] = {NA_VINTAGE_ROW, NA_PAGE_ROWS, NA_FORMAT_ROW};

const struct na_param_specs na_wards_params = NA_PARAM_LIST(wards_specs);

static const struct na_param_spec ward_one_specs[] = {NA_VINTAGE_ROW, NA_FORMAT_ROW};

const struct na_param_specs na_ward_one_params = NA_PARAM_LIST(ward_one_specs);

static const struct na_param_spec assets_specs[] = {
    {.name = "kind",
     .type = NA_PARAM_TEXT,
     .repeatable = true,
     .default_text = "",
     .example = "bleed_cabinet",
     .summary = "Only assets of this kind; may be given several times"},
    NA_PAGE_ROWS,
    NA_FORMAT_ROW,
};

const struct na_param_specs na_assets_params = NA_PARAM_LIST(assets_specs);

static const struct na_param_spec asset_one_specs[] = {NA_FORMAT_ROW};

const struct na_param_specs na_asset_one_params = NA_PARAM_LIST(asset_one_specs);
