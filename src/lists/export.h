/* lists/export.h - assets as other systems take them in: CSV, GeoJSON or KML. docs/export.md lists
 * the fields. Never a code that opens anything, nor the tags of the source. */
#ifndef NA_LISTS_EXPORT_H
#define NA_LISTS_EXPORT_H

#include "question/ask.h"
#include "question/params.h"

/* kind (repeatable; without it all), format (csv|geojson|kml), spreadsheet_safe. */
extern const struct na_param_specs na_export_params;

/* In the shape of the questions of question/ask.h; the day and `format` play no part. Assets in the
 * order of their ids. Errors: those of na_params_check, NA_ERR_KIND_UNKNOWN, NA_ERR_LIMIT,
 * NA_ERR_MEMORY. */
NA_MUST_USE enum na_code na_answer_export(struct na_session *session, const struct na_param *params,
                                          size_t count, int32_t today, enum na_format format,
                                          struct na_buffer *to, struct na_error *reterr);

#endif
