/* The parameters of every question: one row each, used by the check, --help and OpenAPI alike. */
#include "question/params.h"

#include "coverage/coverage.h"
#include "geo/point_tree.h"
#include "geo/position.h"
#include "here/hotspots.h"
#include "locate/locate.h"

#define COUNT_OF(array) (sizeof(array) / sizeof(array)[0])
#define LIST_OF(array)                                                                             \
    {                                                                                              \
        (array), COUNT_OF(array)                                                                   \
    }

/* Rows used by several lists. */
#define POSITION_ROWS                                                                              \
    {.name = "lat",                                                                                \
     .type = NA_PARAM_DEGREES,                                                                     \
     .low = -90.0,                                                                                 \
     .high = 90.0,                                                                                 \
     .default_text = "",                                                                           \
     .example = "54.6867416",                                                                      \
     .summary = "Latitude in decimal degrees, WGS84, north positive; with lon"},                   \
        {.name = "lon",                                                                            \
         .type = NA_PARAM_DEGREES,                                                                 \
         .low = -180.0,                                                                            \
         .high = 180.0,                                                                            \
         .default_text = "",                                                                       \
         .example = "-1.2079518",                                                                  \
         .summary = "Longitude in decimal degrees, WGS84, east positive; with lat"},               \
        {.name = "easting",                                                                        \
         .type = NA_PARAM_METRES,                                                                  \
         .low = 0.0,                                                                               \
         .high = NA_GRID_EASTING_MAX_M,                                                            \
         .default_text = "",                                                                       \
         .example = "451160",                                                                      \
         .summary = "British National Grid easting in metres; with northing"},                     \
        {.name = "northing",                                                                       \
         .type = NA_PARAM_METRES,                                                                  \
         .low = 0.0,                                                                               \
         .high = NA_GRID_NORTHING_MAX_M,                                                           \
         .default_text = "",                                                                       \
         .example = "532697",                                                                      \
         .summary = "British National Grid northing in metres; with easting"},                     \
        {.name = "gridref",                                                                        \
         .type = NA_PARAM_GRIDREF,                                                                 \
         .default_text = "",                                                                       \
         .example = "NZ 509 326",                                                                  \
         .summary = "National Grid reference of 2 to 10 figures: the centre of its square"},       \
        {.name = "postcode",                                                                       \
         .type = NA_PARAM_TEXT,                                                                    \
         .default_text = "",                                                                       \
         .example = "TS24 8AY",                                                                    \
         .summary = "A postcode, its sector or its outward code"},                                 \
        {.name = "q",                                                                              \
         .type = NA_PARAM_TEXT,                                                                    \
         .default_text = "",                                                                       \
         .example = "Hartlepool Civic Centre",                                                     \
         .summary = "A place in words: a postcode, name, address, grid reference or stored w3w"},  \
    {                                                                                              \
        .name = "accuracy_m", .type = NA_PARAM_METRES, .low = 0.0, .high = 100000.0,               \
        .default_text = "0", .example = "10",                                                      \
        .summary = "How far the position may be off, in metres; with gridref at least its square"  \
    }

#define AS_AT_ROW                                                                                  \
    {                                                                                              \
        .name = "as_at", .type = NA_PARAM_DATE, .default_text = "today", .example = "2026-11-21",  \
        .summary = "The day the question is about"                                                 \
    }

#define VINTAGE_ROW                                                                                \
    {                                                                                              \
        .name = "vintage", .type = NA_PARAM_TEXT, .default_text = "", .example = "2023",           \
        .summary = "Ward vintage by its id; without it the one valid, else the newest"             \
    }

#define FORMAT_ROW                                                                                 \
    {                                                                                              \
        .name = "f", .type = NA_PARAM_ENUM, .choices = "json|geojson", .default_text = "json",     \
        .example = "geojson", .summary = "Format of the answer; goes before the Accept header"     \
    }

#define PAGE_ROWS                                                                                  \
    {.name = "bbox",                                                                               \
     .type = NA_PARAM_BBOX,                                                                        \
     .default_text = "",                                                                           \
     .example = "-1.3,54.6,-1.1,54.7",                                                             \
     .summary = "Only what lies in or touches west,south,east,north in degrees"},                  \
        {.name = "limit",                                                                          \
         .type = NA_PARAM_INTEGER,                                                                 \
         .low = 1,                                                                                 \
         .high = 10000,                                                                            \
         .default_text = "100",                                                                    \
         .example = "20",                                                                          \
         .summary = "Most entries in the answer"},                                                 \
    {                                                                                              \
        .name = "offset", .type = NA_PARAM_INTEGER, .low = 0, .high = 1000000000,                  \
        .default_text = "0", .example = "100", .summary = "Entries to leave out at the start"      \
    }

/* What nearest asks for besides a position. */
#define NEAREST_ROWS                                                                               \
    {.name = "kind",                                                                               \
     .type = NA_PARAM_TEXT,                                                                        \
     .repeatable = true,                                                                           \
     .required = true,                                                                             \
     .default_text = "",                                                                           \
     .example = "bleed_cabinet",                                                                   \
     .summary = "Kind of asset; may be given several times"},                                      \
        {.name = "k",                                                                              \
         .type = NA_PARAM_INTEGER,                                                                 \
         .low = 1,                                                                                 \
         .high = NA_NEAREST_MAX,                                                                   \
         .default_text = "3",                                                                      \
         .example = "5",                                                                           \
         .summary = "How many to return"},                                                         \
        {.name = "max_m",                                                                          \
         .type = NA_PARAM_METRES,                                                                  \
         .low = 0.1,                                                                               \
         .high = 1000000.0,                                                                        \
         .default_text = "",                                                                       \
         .example = "2000",                                                                        \
         .summary = "Leave out what is farther away, in metres"},                                  \
    {                                                                                              \
        .name = "status", .type = NA_PARAM_ENUM, .repeatable = true,                               \
        .choices = "in_service|out_of_service|unknown", .default_text = "",                        \
        .example = "in_service",                                                                   \
        .summary = "Only assets of this status; may be given several times"                        \
    }

#define TAG_ROW                                                                                    \
    {                                                                                              \
        .name = "tag", .type = NA_PARAM_TEXT, .repeatable = true, .default_text = "",              \
        .example = "scheme=pubwatch",                                                              \
        .summary = "Only assets with this NAME=VALUE; of one name either value will do"            \
    }

/* Rows of a table: where its columns are, and what is added to them. */
#define COLUMN_ROW(column, sample, what)                                                           \
    {                                                                                              \
        .name = column, .type = NA_PARAM_TEXT, .default_text = "", .example = sample,              \
        .summary = what                                                                            \
    }

#define BATCH_ROWS                                                                                 \
    COLUMN_ROW("lat", "latitude", "Column of latitudes, by name or number; with lon"),             \
        COLUMN_ROW("lon", "longitude", "Column of longitudes, by name or number; with lat"),       \
        COLUMN_ROW("easting", "easting", "Column of grid eastings; with northing"),                \
        COLUMN_ROW("northing", "northing", "Column of grid northings; with easting"),              \
        {.name = "profile",                                                                        \
         .type = NA_PARAM_ENUM,                                                                    \
         .choices = "police.uk",                                                                   \
         .default_text = "",                                                                       \
         .example = "police.uk",                                                                   \
         .summary = "Columns of a known publisher; without it the header is recognised"},          \
        COLUMN_ROW("add", "ward_code,match", "Columns to add, separated by commas"),               \
        COLUMN_ROW("prefix", "na_", "In front of the names of added columns"), VINTAGE_ROW,        \
        COLUMN_ROW("as_at", "2023-06", "A day or a month: the vintage valid then"),                \
        COLUMN_ROW("as_at_column", "Month", "Column of days or months, row by row"),               \
        COLUMN_ROW("columns", "id,lat,lon", "Names of the columns of a table without a header"),   \
        COLUMN_ROW("delimiter", "tab", "Between the fields: one character, or tab"),               \
        {.name = "accuracy_m",                                                                     \
         .type = NA_PARAM_METRES,                                                                  \
         .low = 0.0,                                                                               \
         .high = 100000.0,                                                                         \
         .default_text = "0",                                                                      \
         .example = "10",                                                                          \
         .summary = "How far the positions may be off, in metres"},                                \
    {                                                                                              \
        .name = "spreadsheet_safe", .type = NA_PARAM_ENUM, .choices = "yes|no",                    \
        .default_text = "no", .example = "yes",                                                    \
        .summary = "Put ' before added cells that a spreadsheet would take for a formula"          \
    }

static const struct na_param_spec ward_specs[] = {POSITION_ROWS, VINTAGE_ROW, AS_AT_ROW};

static const struct na_param_spec here_specs[] = {POSITION_ROWS, AS_AT_ROW};

static const struct na_param_spec nearest_specs[] = {
    POSITION_ROWS,
    NEAREST_ROWS,
    TAG_ROW,
    AS_AT_ROW,
    {.name = "usable",
     .type = NA_PARAM_ENUM,
     .choices = "any|not_no|yes",
     .default_text = "any",
     .example = "not_no",
     .summary = "Leave out what cannot be used, or all that is not known to be usable"},
    {.name = "when",
     .type = NA_PARAM_TEXT,
     .default_text = "now",
     .example = "2026-11-21T21:30",
     .summary = "Time of the opening hours, by British clocks, or RFC 3339 with its offset"},
};

static const struct na_param_spec hotspots_specs[] = {
    POSITION_ROWS,
    AS_AT_ROW,
    {.name = "kind",
     .type = NA_PARAM_TEXT,
     .default_text = "hotspot",
     .example = "hotspot",
     .summary = "Kind of area"},
    FORMAT_ROW,
};

static const struct na_param_spec barriers_specs[] = {
    {.name = "bbox",
     .type = NA_PARAM_BBOX,
     .default_text = "",
     .example = "-1.3,54.6,-1.1,54.7",
     .summary = "Only what lies in or touches west,south,east,north in degrees"},
    FORMAT_ROW,
};

static const struct na_param_spec wards_specs[] = {VINTAGE_ROW, PAGE_ROWS, FORMAT_ROW};
static const struct na_param_spec ward_one_specs[] = {VINTAGE_ROW, FORMAT_ROW};
static const struct na_param_spec assets_specs[] = {
    {.name = "kind",
     .type = NA_PARAM_TEXT,
     .repeatable = true,
     .default_text = "",
     .example = "bleed_cabinet",
     .summary = "Only assets of this kind; may be given several times"},
    PAGE_ROWS,
    FORMAT_ROW,
};
static const struct na_param_spec asset_one_specs[] = {FORMAT_ROW};
static const struct na_param_spec batch_ward_specs[] = {BATCH_ROWS};
static const struct na_param_spec batch_nearest_specs[] = {BATCH_ROWS, NEAREST_ROWS, TAG_ROW};

static const struct na_param_spec coverage_specs[] = {
    {.name = "kind",
     .type = NA_PARAM_TEXT,
     .repeatable = true,
     .required = true,
     .default_text = "",
     .example = "radio_premises",
     .summary = "Kind of asset; may be given several times"},
    {.name = "within",
     .type = NA_PARAM_METRES,
     .low = NA_COVERAGE_METRES_MIN,
     .high = NA_COVERAGE_METRES_MAX,
     .default_text = "250",
     .example = "250",
     .summary = "How far an asset covers, in metres as the crow flies"},
    {.name = "ring",
     .type = NA_PARAM_TEXT,
     .default_text = "",
     .example = "100,250,500",
     .summary = "Further distances for a curve, in metres, separated by commas"},
    TAG_ROW,
    {.name = "status",
     .type = NA_PARAM_ENUM,
     .repeatable = true,
     .choices = "in_service|out_of_service|unknown",
     .default_text = "",
     .example = "in_service",
     .summary = "Only assets of this status; without it all but those out of service"},
    AS_AT_ROW,
    {.name = "compare",
     .type = NA_PARAM_TEXT,
     .default_text = "",
     .example = "2026-07-31,2026-08-01",
     .summary = "Two days: what is gained and lost from the first to the second"},
    VINTAGE_ROW,
    {.name = "layer",
     .type = NA_PARAM_TEXT,
     .default_text = "",
     .example = "patrols",
     .summary = "A layer of areas by its id, instead of wards"},
    FORMAT_ROW,
};

static const struct na_param_spec locate_specs[] = {
    {.name = "q",
     .type = NA_PARAM_TEXT,
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
    FORMAT_ROW,
};

const struct na_param_specs na_locate_params = LIST_OF(locate_specs);
const struct na_param_specs na_coverage_params = LIST_OF(coverage_specs);
const struct na_param_specs na_ward_params = LIST_OF(ward_specs);
const struct na_param_specs na_here_params = LIST_OF(here_specs);
const struct na_param_specs na_hotspots_params = LIST_OF(hotspots_specs);
const struct na_param_specs na_barriers_params = LIST_OF(barriers_specs);
const struct na_param_specs na_nearest_params = LIST_OF(nearest_specs);
const struct na_param_specs na_wards_params = LIST_OF(wards_specs);
const struct na_param_specs na_ward_one_params = LIST_OF(ward_one_specs);
const struct na_param_specs na_assets_params = LIST_OF(assets_specs);
const struct na_param_specs na_asset_one_params = LIST_OF(asset_one_specs);
const struct na_param_specs na_batch_ward_params = LIST_OF(batch_ward_specs);
const struct na_param_specs na_batch_nearest_params = LIST_OF(batch_nearest_specs);
const struct na_param_specs na_no_params = {NULL, 0};
