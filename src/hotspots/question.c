/* The question for hotspots in rows: what it asks for, and what it is. */
#include "here/hotspots.h"
#include "hotspots/find.h"
#include "rows/file_params.h"

/* Looking areas up takes lat, lon, easting and northing as a position; here they name columns. */
static const struct na_param_spec find_specs[] = {
    {.name = "by",
     .type = NA_PARAM_TEXT,
     .summary =
         "Find hotspots by those cells: grid:150, hex:200 (metres), ward, or a layer of areas"},
    NA_WHERE_ROW("Only rows"),
    NA_TEXT_ROW("weight",
                "Column of what a row weighs, by default 1; better --weights, which has a source"),
    NA_FILE_ROW("weights", "File of what each value weighs: value,weight,source,version,licence"),
    NA_TEXT_ROW("weight_by",
                "With --weights: the column that has the values, such as an offence code"),
    NA_TEXT_ROW("test",
                "Keep that month, YYYY-MM, out of the list, and say what the list holds of it"),
    {.name = "top",
     .type = NA_PARAM_INTEGER,
     .low = 1,
     .high = 1000000,
     .summary = "The top set: so many cells, and those tied with the last; else by --share"},
    {.name = "share",
     .type = NA_PARAM_TEXT,
     .default_text = "25%",
     .summary = "The fewest cells that hold that share of the rows"},
    {.name = "origin",
     .type = NA_PARAM_TEXT,
     .default_text = "0,0",
     .summary = "EASTING,NORTHING of a corner of the squares, or the centre of a hexagon"},
    {.name = "bandwidth",
     .type = NA_PARAM_METRES,
     .low = NA_HOTSPOT_BANDWIDTH_MIN_M,
     .high = NA_HOTSPOT_BANDWIDTH_MAX_M,
     .default_text = "300",
     .summary = "How far a row adds to the density of squares and hexagons"},
    NA_FLAG_ROW("gi", "Fail when Gi* cannot be tested; without it the reason is said"),
    {.name = "band",
     .type = NA_PARAM_METRES,
     .low = 1,
     .high = 100000,
     .summary = "Gi*: neighbours are cells within so many metres, not those that touch"},
    NA_TEXT_ROW("bootstrap",
                "Withdrawn: redraws of the same months say nothing of the next; use --test"),
    {.name = "shifts",
     .type = NA_PARAM_ENUM,
     .choices = "0|4|16|64",
     .default_text = "16",
     .summary = "How many shifted grids to see which cells stay at the top"},
    {.name = "seed",
     .type = NA_PARAM_INTEGER,
     .low = 0,
     .high = NA_HOTSPOT_SEED_MAX,
     .default_text = "1",
     .summary = "Seed of the rows scattered at random: the same seed, the same answer"},
    {.name = "by_time",
     .type = NA_PARAM_ENUM,
     .choices = "day|night",
     .summary = "Refused with the reason: rows are not parted by time of day"},
    NA_TEXT_ROW("hours", "Refused as --by-time is"),
    NA_FLAG_ROW("all", "List and write every cell, not the top set alone"),
    NA_TEXT_ROW("measure", "What is counted, in words"),
    NA_TEXT_ROW("period", "When it was, in words"),
    NA_WRITTEN_ROW("text|csv|json|geojson", "Form of the list of cells"),
    NA_FILE_ROW("shapefile", "Also write BASE.shp and its companions: a layer [areas.ID] as it is"),
    {.name = "valid_from",
     .type = NA_PARAM_DATE,
     .summary = "First day on which the areas written are hotspots, YYYY-MM-DD"},
    {.name = "valid_to", .type = NA_PARAM_DATE, .summary = "Last such day"},
    NA_FILE_ROW("svg", "Also draw the map to that file"),
    NA_SHEET_ROWS,
    NA_SAFE_ROW,
    NA_FLAG_ROW("strict", "Fail when a row could not be placed"),
    NA_TEXT_ROW("vintage", "Wards of that vintage"),
    NA_FILE_POINT_ROWS,
};

static const struct na_param_specs find_params = NA_PARAM_LIST(find_specs);

const struct na_question na_question_hotspots_find = {
    .name = "hotspotsFind",
    .command = "hotspots",
    .summary = "Find hotspots in offences, or look up those of the pack",
    .about =
        "With --by: count offences by equal cells, wards or areas, and say which few hold most, "
        "whether chance or the other offences explain it, and whether it lasts. Without --by: the "
        "hotspots of the pack at a position, or all of them.",
    .tag = "analysis",
    .params = &find_params,
    .without_rows = &na_question_hotspots,
    .examples = "  nearaid hotspots --pack data/shapefiles/tees-demo --by hex:500 -i "
                "data/shapefiles/tees-demo/radio_premises.csv --top 5\n"
                "  nearaid hotspots --pack data/shapefiles/tees-demo --gridref \"NZ 507 325\"\n",
    .schema = "HotspotsFind",
    .forms = NA_FORM_JSON | NA_FORM_GEOJSON | NA_FORM_TEXT | NA_FORM_CSV,
};
