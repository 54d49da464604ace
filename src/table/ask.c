/* The questions that count files by ward: what they ask for, and what they are. */
#include "question/question.h"
#include "rows/file_params.h"

static const struct na_param_spec table_specs[] = {
    {.name = "by",
     .type = NA_PARAM_TEXT,
     .repeatable = true,
     .default_text = "ward",
     .summary = "What to count by, up to three: ward, authority, vintage, area:ID, or a column"},
    NA_TEXT_ROW("across", "A column for each value of one more thing: --by ward --across month"),
    NA_WHERE_ROW("Only rows"),
    {.name = "top",
     .type = NA_PARAM_INTEGER,
     .low = 1,
     .high = 1000000,
     .summary = "Only the first rows, and those tied with the last"},
    NA_FILE_ROW("rate", "File of populations: ward_code, population, source, date"),
    {.name = "round",
     .type = NA_PARAM_ENUM,
     .choices = "5",
     .summary = "Round every figure to a multiple of 5, up or down as the key decides"},
    NA_FILE_ROW("key", "With --round: file of 32 secret bytes that only its owner can read"),
    NA_TEXT_ROW("suppress",
                "Withdrawn: what it withheld could be worked back; use --round 5 --key FILE"),
    NA_FILE_ROW("partial",
                "Write no table but the exact counts of these rows to that file, for --merge"),
    NA_FILE_ROW("merge", "Put partials together instead of counting rows: --merge PART PART ..."),
    NA_FILE_ROW("counts", "File of ready counts: ward, local_authority, count"),
    {.name = "total",
     .type = NA_PARAM_INTEGER,
     .low = 1,
     .high = 1e12,
     .summary = "With --counts: the whole that they are a part of"},
    NA_WRITTEN_ROW("text|csv|json|markdown|geojson|xlsx|gpkg",
                   "Form of the table; else by the ending of the output's name"),
    NA_FILE_ROW("svg", "Also draw it to that file: ranked bars and a map of the wards"),
    NA_FILE_ROW("map", "Also draw the map alone to that file"),
    NA_SHEET_ROWS_OF("ground"),
    NA_TEXT_ROW("measure", "What is counted, in words"),
    NA_TEXT_ROW("period", "When it was, in words"),
    NA_FLAG_ROW("no_zeros", "Leave out the wards without a row"),
    NA_FLAG_ROW("spreadsheet_safe", "CSV: put ' in front of texts that a spreadsheet would change"),
    NA_BOM_ROW,
    NA_FILE_POINT_ROWS,
    NA_FILE_VINTAGE_ROWS,
};

static const struct na_param_specs table_params = NA_PARAM_LIST(table_specs);

static const struct na_param_spec compare_specs[] = {
    NA_WHERE_ROW("Only rows"),
    NA_WRITTEN_ROW("text|csv|json|markdown", "Form of the comparison"),
    NA_TEXT_ROW("measure", "What is counted, in words"),
    NA_FILE_ROW("svg", "Also draw a sheet to that file: where it rose and fell"),
    NA_SHEET_ROWS,
    NA_SAFE_ROW,
    NA_FILE_POINT_ROWS,
    NA_FILE_VINTAGE_ROWS,
};

static const struct na_param_specs compare_params = NA_PARAM_LIST(compare_specs);

const struct na_question na_question_table = {
    .name = "table",
    .command = "table",
    .summary = "Count rows by ward: shares, ranks, rates, maps",
    .about = "Count offences, or rows that nearaid join has given their wards, by ward or whatever "
             "else; or take ready counts by the names of wards. Every output says what was "
             "counted, over what, with which data, and which rows were left out and why.",
    .tag = "analysis",
    .params = &table_params,
    .examples = "  nearaid table --pack data/shapefiles/tees-demo -i "
                "data/shapefiles/tees-demo/radio_premises.csv --by authority,scheme --top 5\n"
                "  nearaid table --pack data/shapefiles/tees-demo -i "
                "data/shapefiles/tees-demo/radio_premises.csv --across scheme -o premises.xlsx\n"
                "  nearaid table --pack data/shapefiles/tees-demo -i "
                "data/shapefiles/tees-demo/radio_premises.csv --format markdown "
                "--svg premises.svg\n",
    .schema = "Table",
    .forms = NA_FORM_JSON | NA_FORM_GEOJSON | NA_FORM_TEXT | NA_FORM_CSV,
};

const struct na_question na_question_compare = {
    .name = "compare",
    .command = "compare",
    .summary = "The change of each ward between two periods or vintages",
    .about =
        "Count A and B by ward and show the change of each. A and B are files of offences or "
        "of joined rows; or months of the files of -i, written 2025-01 or 2025-01..2025-03; or "
        "vintages in which "
        "the files of -i are looked up, written vintage:2020. Wards that were re-drawn "
        "between two vintages are named, not compared.",
    .tag = "analysis",
    .params = &compare_params,
    .argument = "A B",
    .examples = "  nearaid compare --pack data/shapefiles/tees-demo "
                "data/shapefiles/tees-demo/radio_premises.csv "
                "data/shapefiles/tees-demo/reporting_centres.csv\n",
    .schema = "Compare",
    .forms = NA_FORM_JSON | NA_FORM_TEXT | NA_FORM_CSV,
};
