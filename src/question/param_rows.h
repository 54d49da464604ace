/* question/param_rows.h - the parameters that several questions share, each written once: where a
 * question is asked, on which day, in which vintage, of which kinds, in which form. */
#ifndef NA_QUESTION_PARAM_ROWS_H
#define NA_QUESTION_PARAM_ROWS_H

#include "geo/point_tree.h"
#include "geo/position.h"
#include "question/params.h"

/* An array of rows as a list. */
#define NA_PARAM_LIST(array)                                                                       \
    {                                                                                              \
        (array), sizeof(array) / sizeof(array)[0]                                                  \
    }

/* Rows of a list of parameters; each list is written once, in the room of its question. */
#define NA_POSITION_ROWS                                                                           \
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
         .high = NA_PARAM_Q_MAX,                                                                   \
         .default_text = "",                                                                       \
         .example = "Hartlepool Civic Centre",                                                     \
         .summary = "A place in words: a postcode, name, address, grid reference or stored w3w"},  \
    {                                                                                              \
        .name = "accuracy_m", .type = NA_PARAM_METRES, .low = 0.0, .high = 100000.0,               \
        .default_text = "0", .example = "10",                                                      \
        .summary = "How far the position may be off, in metres; with gridref at least its square"  \
    }

#define NA_AS_AT_ROW                                                                               \
    {                                                                                              \
        .name = "as_at", .type = NA_PARAM_DATE, .default_text = "today", .example = "2026-11-21",  \
        .summary = "The day the question is about"                                                 \
    }

#define NA_VINTAGE_ROW                                                                             \
    {                                                                                              \
        .name = "vintage", .type = NA_PARAM_TEXT, .default_text = "", .example = "2023",           \
        .summary = "Ward vintage by its id; without it the one valid, else the newest"             \
    }

#define NA_FORMAT_ROW                                                                              \
    {                                                                                              \
        .name = "f", .type = NA_PARAM_ENUM, .choices = "json|geojson", .default_text = "json",     \
        .example = "geojson", .summary = "Format of the answer; goes before the Accept header"     \
    }

#define NA_PAGE_ROWS                                                                               \
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
#define NA_NEAREST_ROWS                                                                            \
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

#define NA_MEASURE_ROW                                                                             \
    {                                                                                              \
        .name = "measure", .type = NA_PARAM_ENUM, .choices = "straight|walk",                      \
        .default_text = "straight", .example = "walk",                                             \
        .summary = "How distances are measured: in a straight line, or on foot along the streets"  \
    }

#define NA_BY_ROW                                                                                  \
    {                                                                                              \
        .name = "by", .type = NA_PARAM_ENUM, .choices = "walk|straight", .default_text = "walk",   \
        .example = "straight",                                                                     \
        .summary = "What is nearest: on foot, if the data have streets, or in a straight line"     \
    }

#define NA_TAG_ROW                                                                                 \
    {                                                                                              \
        .name = "tag", .type = NA_PARAM_TEXT, .repeatable = true, .default_text = "",              \
        .example = "scheme=pubwatch",                                                              \
        .summary = "Only assets with this NAME=VALUE; of one name either value will do"            \
    }

/* Of what covers: as nearest's, but without it those out of service are left out. */
#define NA_COVERS_STATUS_ROW                                                                       \
    {                                                                                              \
        .name = "status", .type = NA_PARAM_ENUM, .repeatable = true,                               \
        .choices = "in_service|out_of_service|unknown", .default_text = "",                        \
        .example = "in_service",                                                                   \
        .summary = "Only assets of this status; without it all but those out of service"           \
    }

#endif
