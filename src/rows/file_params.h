/* rows/file_params.h - the parameters that questions about a table share, each written once: where
 * its columns are, how its files are read, which of its rows are wanted, in which vintage. What
 * NA_TABLE_ROWS has is asked over HTTP too; the others name files, or say how files are read, and
 * are for the command line. */
#ifndef NA_ROWS_FILE_PARAMS_H
#define NA_ROWS_FILE_PARAMS_H

#include "question/param_rows.h"
#include "rows/batch.h"

/* A text, a flag, a choice, a file. */
#define NA_COLUMN_ROW(column, sample, what)                                                        \
    {                                                                                              \
        .name = (column), .type = NA_PARAM_TEXT, .default_text = "", .example = (sample),          \
        .summary = (what)                                                                          \
    }
#define NA_TEXT_ROW(option, what)                                                                  \
    {                                                                                              \
        .name = (option), .type = NA_PARAM_TEXT, .summary = (what)                                 \
    }
#define NA_FLAG_ROW(option, what)                                                                  \
    {                                                                                              \
        .name = (option), .type = NA_PARAM_ENUM, .choices = "yes", .summary = (what)               \
    }
#define NA_FILE_ROW(option, what)                                                                  \
    {                                                                                              \
        .name = (option), .type = NA_PARAM_FILE, .summary = (what)                                 \
    }
#define NA_FILES_ROW(option, what)                                                                 \
    {                                                                                              \
        .name = (option), .type = NA_PARAM_FILE, .repeatable = true, .summary = (what)             \
    }
/* The form of an answer that is written by a subcommand: by --format, by --json, or else by the
 * ending of its name. */
#define NA_WRITTEN_ROW(of, what)                                                                   \
    {                                                                                              \
        .name = "format", .type = NA_PARAM_ENUM, .choices = (of), .default_text = "text",          \
        .summary = (what)                                                                          \
    }

/* A printed sheet (print/print.h); its map's option has the name `option`, where "map" is
 * another's. */
#define NA_SHEET_ROWS_OF(option)                                                                   \
    NA_FILE_ROW(option, "The ground of the sheet: a map file of \"nearaid map\""),                 \
        {.name = "sheet",                                                                          \
         .type = NA_PARAM_TEXT,                                                                    \
         .example = "ward:E05013890",                                                              \
         .summary = "What the sheet shows: ward:CODE, authority:CODE, bbox:W,S,E,N, "              \
                    "place:\"NAME\" or all; without it what the answer is about"},                 \
        {.name = "scale",                                                                          \
         .type = NA_PARAM_INTEGER,                                                                 \
         .low = 500,                                                                               \
         .high = 5000000,                                                                          \
         .example = "10000",                                                                       \
         .summary = "Scale of the sheet: 10000 for 1:10,000"},                                     \
        {.name = "paper",                                                                          \
         .type = NA_PARAM_ENUM,                                                                    \
         .choices = "A4|A3",                                                                       \
         .default_text = "A4",                                                                     \
         .summary = "Paper of the sheet"},                                                         \
        NA_FLAG_ROW("landscape", "The sheet lies on its long side"),                               \
        NA_FILE_ROW("atlas", "Write one sheet a ward and an index into that folder")
#define NA_SHEET_ROWS NA_SHEET_ROWS_OF("map")

/* Where the columns of the position are, and how the fields are parted. */
#define NA_TABLE_PLACE_ROWS                                                                        \
    NA_COLUMN_ROW("lat", "latitude", "Column of latitudes, by name or number; with lon"),          \
        NA_COLUMN_ROW("lon", "longitude", "Column of longitudes, by name or number; with lat"),    \
        NA_COLUMN_ROW("easting", "easting", "Column of grid eastings; with northing"),             \
        NA_COLUMN_ROW("northing", "northing", "Column of grid northings; with easting"),           \
        {.name = "profile",                                                                        \
         .type = NA_PARAM_ENUM,                                                                    \
         .choices = "police.uk",                                                                   \
         .default_text = "",                                                                       \
         .example = "police.uk",                                                                   \
         .summary = "Columns of a known publisher; without it the header is recognised"},          \
        {.name = "decimal",                                                                        \
         .type = NA_PARAM_ENUM,                                                                    \
         .choices = "point|comma",                                                                 \
         .default_text = "",                                                                       \
         .example = "comma",                                                                       \
         .summary = "Decimal mark of the numbers; found from the first MiB otherwise"},            \
        {.name = "dates",                                                                          \
         .type = NA_PARAM_ENUM,                                                                    \
         .choices = "day-first|month-first",                                                       \
         .default_text = "",                                                                       \
         .example = "day-first",                                                                   \
         .summary = "What 03/04/2025 is; found from the first MiB otherwise"},                     \
    {                                                                                              \
        .name = "delimiter", .type = NA_PARAM_TEXT, .default_text = "", .example = "tab",          \
        .summary = "Comma, semicolon, tab, pipe or the character; found otherwise"                 \
    }

/* What is added to rows, or asked about each; `adds` says what there is to add. */
#define NA_TABLE_ROWS(adds)                                                                        \
    NA_TABLE_PLACE_ROWS, NA_COLUMN_ROW("add", "ward_code,match", adds),                            \
        NA_COLUMN_ROW("prefix", "na_", "In front of the names of added columns"), NA_VINTAGE_ROW,  \
        NA_COLUMN_ROW("as_at", "2023-06", "A day or a month: the vintage valid then"),             \
        NA_COLUMN_ROW("as_at_column", "Month", "Column of days or months, row by row"),            \
        NA_COLUMN_ROW("columns", "id,lat,lon",                                                     \
                      "Names of the columns of a table without a header"),                         \
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

/* How files are read. */
#define NA_FILE_FORM_ROWS                                                                          \
    NA_TEXT_ROW("encoding",                                                                        \
                "Encoding of the rows: UTF-8, CP1252, ...; found by their bytes otherwise"),       \
        {.name = "sheet",                                                                          \
         .type = NA_PARAM_TEXT,                                                                    \
         .summary = "Sheet of a workbook, or layer of a GeoPackage: its name or number",           \
         .default_text = "the first"},                                                             \
    {                                                                                              \
        .name = "threads", .type = NA_PARAM_INTEGER, .low = 1, .high = NA_BATCH_THREADS_MAX,       \
        .summary = "Threads that work, by default one for each processor; any number gives the "   \
                   "same output"                                                                   \
    }

/* Of every question that counts or draws the rows of files as points. */
#define NA_FILE_POINT_ROWS                                                                         \
    NA_TABLE_PLACE_ROWS, NA_FILE_FORM_ROWS,                                                        \
        NA_FLAG_ROW("allow_repeats", "A file given twice, or a Crime ID that repeats, is meant"),  \
        NA_FLAG_ROW("match_case", "--where tells upper and lower case apart"),                     \
        NA_FLAG_ROW("lenient",                                                                     \
                    "Exit status 0 even if more than half of the rows could not be placed")

/* Which rows; `what` begins "Only rows". */
#define NA_WHERE_ROW(what)                                                                         \
    {                                                                                              \
        .name = "where", .type = NA_PARAM_CONDITION, .repeatable = true,                           \
        .summary = what " whose column has the value: COLUMN=VALUE, COLUMN=VALUE|VALUE"            \
    }

/* The wards by which files are counted. */
#define NA_FILE_VINTAGE_ROWS                                                                       \
    NA_TEXT_ROW("vintage", "Wards of that vintage"),                                               \
        NA_TEXT_ROW("as_at", "Wards of that day, YYYY-MM-DD or YYYY-MM"),                          \
        NA_TEXT_ROW("as_at_column", "Wards of each row's own day or month, in that column")

#define NA_SAFE_ROW                                                                                \
    NA_FLAG_ROW("spreadsheet_safe",                                                                \
                "CSV: put ' in front of texts that a spreadsheet would take for formulas")
#define NA_BOM_ROW NA_FLAG_ROW("bom", "CSV: begin with the mark by which Excel knows UTF-8")

#endif
