/* The questions about a whole table: what they ask for, and what they are. */
#include "rows/batch.h"
#include "rows/file_params.h"

static const struct na_param_spec batch_ward_specs[] = {
    NA_TABLE_ROWS("Columns to add, by commas: ward_code, ward_name, authority_code, "
                  "authority_name, match (these by default), vintage, boundary_distance_m, "
                  "certain, alternatives, area:ID, nearest:KIND")};

const struct na_param_specs na_batch_ward_params = NA_PARAM_LIST(batch_ward_specs);

static const struct na_param_spec join_specs[] = {
    {.name = "format",
     .type = NA_PARAM_ENUM,
     .choices = "csv|ndjson|geojson|xlsx|gpkg",
     .summary = "Format of the output; else by the ending of its name"},
    {.name = "input_format",
     .type = NA_PARAM_ENUM,
     .choices = "csv|ndjson",
     .summary = "Format of the input; else by its first bytes"},
    NA_FILE_FORM_ROWS,
    NA_FLAG_ROW("no_header", "The input has no header; see --columns and --header-from"),
    NA_FILE_ROW("header_from", "A file whose first row names the columns"),
    NA_FILE_ROW("errors", "List rows that could not be placed in this file"),
    NA_FLAG_ROW("strict", "Exit status 1 if any row could not be placed"),
    NA_BOM_ROW,
    NA_FLAG_ROW("no_progress", "No progress on a terminal"),
};
static const struct na_param_specs join_params = NA_PARAM_LIST(join_specs);

static const struct na_param_spec batch_nearest_specs[] = {
    NA_TABLE_ROWS("Columns to add, separated by commas"), NA_NEAREST_ROWS, NA_TAG_ROW};

const struct na_param_specs na_batch_nearest_params = NA_PARAM_LIST(batch_nearest_specs);

const struct na_question na_question_batch_ward = {
    .name = "batchWard",
    .path = "/v1/batch/ward",
    .command = "join",
    .summary = "The ward of every row of a table",
    .about =
        "A table of any length in, the same rows out with their wards. No row is lost and none "
        "is changed: what cannot be placed is marked in the column match.",
    .command_about = "It reads CSV, NDJSON, GeoJSON points, Excel workbooks, GeoPackages, zip "
                     "files and folders of CSV, gzip as it is. Several files are one table and "
                     "have the same header.",
    .tag = "rows",
    .params = &na_batch_ward_params,
    .command_params = &join_params,
    .argument = "[FILE...]",
    .examples = "  nearaid join --pack data/shapefiles/tees-demo "
                "data/shapefiles/tees-demo/radio_premises.csv -o premises-with-wards.csv\n",
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
