/* The questions of OGC API Features: what they ask for, and what they are. */
#include "features/features.h"
#include "question/param_rows.h"

#define CRS84 "http://www.opengis.net/def/crs/OGC/1.3/CRS84"
#define EPSG_4326 "http://www.opengis.net/def/crs/EPSG/0/4326"
#define EPSG_27700 "http://www.opengis.net/def/crs/EPSG/0/27700"

#define PAGE_ROW                                                                                   \
    {                                                                                              \
        .name = "f", .type = NA_PARAM_ENUM, .choices = "json|html", .default_text = "json",        \
        .example = "html", .summary = "Format of the answer; goes before the Accept header"        \
    }

#define CRS_ROW(which, what)                                                                       \
    {                                                                                              \
        .name = which, .type = NA_PARAM_ENUM, .choices = CRS84 "|" EPSG_4326 "|" EPSG_27700,       \
        .default_text = CRS84, .example = EPSG_27700, .summary = what                              \
    }

static const struct na_param_spec page_specs[] = {PAGE_ROW};
static const struct na_param_specs page_params = NA_PARAM_LIST(page_specs);

static const struct na_param_spec queryables_specs[] = {
    {.name = "f",
     .type = NA_PARAM_ENUM,
     .choices = "json",
     .default_text = "json",
     .example = "json",
     .summary = "Format of the answer"},
};
static const struct na_param_specs queryables_params = NA_PARAM_LIST(queryables_specs);

static const struct na_param_spec item_specs[] = {
    CRS_ROW("crs", "System of the coordinates; EPSG/0/4326 is latitude first"),
    NA_FORMAT_ROW,
};
static const struct na_param_specs item_params = NA_PARAM_LIST(item_specs);

static const struct na_param_spec items_specs[] = {
    {.name = "limit",
     .type = NA_PARAM_INTEGER,
     .low = 1,
     .high = NA_FEATURES_LIMIT,
     .default_text = "100",
     .example = "1000",
     .summary = "Most features of the answer; the link next leads to the others"},
    {.name = "offset",
     .type = NA_PARAM_INTEGER,
     .low = 0,
     .high = 4294967295.0,
     .default_text = "0",
     .example = "100",
     .summary = "Features to pass over, as the links next and prev do"},
    {.name = "bbox",
     .type = NA_PARAM_BOX,
     .default_text = "",
     .example = "-1.3,54.6,-1.1,54.7",
     .summary = "Only features that have a point in common with the box"},
    CRS_ROW("bbox-crs", "System of the box; of EPSG/0/4326 latitudes come first"),
    CRS_ROW("crs", "System of the coordinates; EPSG/0/4326 is latitude first"),
    {.name = "datetime",
     .type = NA_PARAM_TEXT,
     .default_text = "",
     .example = "2026-11-21",
     .summary = "Only what is valid on that day or within A/B, where .. is open"},
    NA_FORMAT_ROW,
};
static const struct na_param_specs items_params = NA_PARAM_LIST(items_specs);

const struct na_question na_question_collections = {
    .name = "collections",
    .path = "/collections",
    .summary = "The collections of OGC API Features",
    .about = "Each vintage of wards, each layer of areas and each kind of asset as a collection, "
             "for QGIS and other programs that know the standard; a page for browsers.",
    .tag = "features",
    .params = &page_params,
    .schema = "Collections",
    .forms = NA_FORM_JSON | NA_FORM_HTML,
    .is_linked = true,
};

const struct na_question na_question_collection = {
    .name = "collection",
    .path = "/collections/{collectionId}",
    .summary = "One collection",
    .about = "What a collection holds, where and when, and the systems of its coordinates.",
    .tag = "features",
    .params = &page_params,
    .path_summary = "Id of the collection",
    .path_example = "bleed_cabinet",
    .schema = "Collection",
    .forms = NA_FORM_JSON | NA_FORM_HTML,
    .is_linked = true,
};

const struct na_question na_question_items = {
    .name = "items",
    .path = "/collections/{collectionId}/items",
    .summary = "The features of a collection",
    .about =
        "Features as GeoJSON, with flat properties of one type each. Any property may be asked "
        "for by its name, as status=in_service; /queryables names them.",
    .tag = "features",
    .params = &items_params,
    .path_summary = "Id of the collection",
    .path_example = "bleed_cabinet",
    .schema = "Items",
    .forms = NA_FORM_GEOJSON,
    .by_minute = true,
    .is_linked = true,
    .is_open_ended = true,
};

const struct na_question na_question_item = {
    .name = "item",
    .path = "/collections/{collectionId}/items/{featureId}",
    .summary = "One feature",
    .about = "One feature of a collection as GeoJSON, by its code or id.",
    .tag = "features",
    .params = &item_params,
    .path_summary = "Id of the collection",
    .path_example = "bleed_cabinet",
    .second_summary = "Code of the ward or area, or id of the asset",
    .second_example = "BC001",
    .schema = "Item",
    .forms = NA_FORM_GEOJSON,
    .by_minute = true,
    .is_linked = true,
};

const struct na_question na_question_queryables = {
    .name = "queryables",
    .path = "/collections/{collectionId}/queryables",
    .summary = "What the features of a collection may be asked by",
    .about = "The properties of the features, their types, as JSON Schema.",
    .tag = "features",
    .params = &queryables_params,
    .path_summary = "Id of the collection",
    .path_example = "bleed_cabinet",
    .forms = NA_FORM_JSON,
    .media = "application/schema+json",
    .is_linked = true,
};
