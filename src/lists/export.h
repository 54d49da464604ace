/* lists/export.h - assets as other systems take them in: CSV, GeoJSON or KML. docs/export.md lists
 * the fields. Never a code that opens anything, nor the tags of the source. */
#ifndef NA_LISTS_EXPORT_H
#define NA_LISTS_EXPORT_H

#include "question/question.h"

/* kind (repeatable; without it all), format (csv|geojson|kml), spreadsheet_safe. */
extern const struct na_param_specs na_export_params;

/* Assets in the order of their ids; the day and the form of asking play no part. Errors:
 * NA_ERR_KIND_UNKNOWN, NA_ERR_LIMIT, NA_ERR_MEMORY. */
extern const struct na_question na_question_export;
na_answer na_answer_export;

#endif
