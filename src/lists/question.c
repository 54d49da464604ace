/* The questions for the data themselves: what they ask for, and what they are. */
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

const struct na_question na_question_barriers = {
    .name = "barriers",
    .path = "/v1/barriers",
    .summary = "What straight lines may cross",
    .about =
        "The railways, rivers and roads of the pack that a straight line may cross; as GeoJSON "
        "with their lines.",
    .tag = "data",
    .params = &na_barriers_params,
    .schema = "Barriers",
    .forms = NA_FORM_JSON | NA_FORM_GEOJSON,
};

const struct na_question na_question_wards = {
    .name = "wards",
    .path = "/v1/wards",
    .summary = "The wards of a vintage",
    .about = "The wards of a vintage by their codes; as GeoJSON with their boundaries.",
    .tag = "data",
    .params = &na_wards_params,
    .schema = "Wards",
    .forms = NA_FORM_JSON | NA_FORM_GEOJSON,
};

const struct na_question na_question_ward_one = {
    .name = "wardByCode",
    .path = "/v1/wards/{code}",
    .summary = "One ward and the vintages it is in",
    .about = "One ward by its GSS code, and the vintages it is in; as GeoJSON with its boundary.",
    .tag = "data",
    .params = &na_ward_one_params,
    .path_summary = "GSS code of the ward, such as E05013038",
    .path_example = "E05013038",
    .schema = "WardByCode",
    .forms = NA_FORM_JSON | NA_FORM_GEOJSON,
};

const struct na_question na_question_assets = {
    .name = "assets",
    .path = "/v1/assets",
    .summary = "The assets",
    .about = "The assets in the order of their ids, whatever their dates, which they say.",
    .tag = "data",
    .params = &na_assets_params,
    .schema = "Assets",
    .forms = NA_FORM_JSON | NA_FORM_GEOJSON,
    .by_minute = true,
    .by_token = true,
};

const struct na_question na_question_asset_one = {
    .name = "assetById",
    .path = "/v1/assets/{id}",
    .summary = "One asset",
    .about = "One asset by its id, whatever its dates, which it says.",
    .tag = "data",
    .params = &na_asset_one_params,
    .path_summary = "Identifier of the asset",
    .path_example = "BC001",
    .schema = "AssetById",
    .forms = NA_FORM_JSON | NA_FORM_GEOJSON,
    .by_minute = true,
    .by_token = true,
};

const struct na_question na_question_access = {
    .name = "assetAccess",
    .path = "/v1/assets/{id}/access",
    .summary = "The code that opens an asset",
    .about = "The code that opens an asset. It needs a token of the role control, and every answer "
             "is a line in the audit log.",
    .tag = "data",
    .params = &na_no_params,
    .path_summary = "Identifier of the asset",
    .path_example = "BC001",
    .schema = "AssetAccess",
    .forms = NA_FORM_JSON,
    .privacy = NA_SECRET,
    .role = NA_CONTROL,
};

const struct na_question na_question_datasets = {
    .name = "datasets",
    .path = "/v1/datasets",
    .command = "info",
    .summary = "What a pack or a compiled file holds",
    .about = "The layers, kinds and source files of the data, their digests and counts, and the "
             "transformation with its accuracy.",
    .tag = "data",
    .params = &na_no_params,
    .examples = "  nearaid info --pack data/shapefiles/tees-demo\n",
    .schema = "Datasets",
    .forms = NA_FORM_JSON | NA_FORM_TEXT,
};
