/* table/svg.h - a table as a drawing that prints in black and white: a ranked bar
 * chart, a map of the wards. */
#ifndef NA_TABLE_SVG_H
#define NA_TABLE_SVG_H

#include "table/table.h"

enum na_table_picture { NA_TABLE_CHART_AND_MAP, NA_TABLE_MAP_ALONE };

/* Append an SVG document, one A4 page upright. A table that is not by ward alone, or of several
 * vintages, has no map: the chart stands alone. Errors: NA_ERR_PARAM_CONFLICT (a map alone of such
 * a table), NA_ERR_LIMIT, NA_ERR_MEMORY. */
NA_MUST_USE enum na_code na_render_table_svg(const struct na_table *table,
                                             enum na_table_picture picture, struct na_buffer *to,
                                             struct na_error *reterr);

#endif
