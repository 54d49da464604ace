/* table/sheet.h - a table by ward, and the comparison of two, as printed sheets (print/print.h). */
#ifndef NA_TABLE_SHEET_H
#define NA_TABLE_SHEET_H

#include "print/print.h"
#include "table/compare.h"
#include "table/table.h"

/* Append the sheet; `ret_tally` may be NULL. Errors: NA_ERR_PARAM_CONFLICT (not by ward alone, or
 * of several vintages), NA_ERR_CORRUPT (the map), NA_ERR_LIMIT, NA_ERR_MEMORY. */
NA_MUST_USE enum na_code na_render_table_sheet(const struct na_table *table,
                                               const struct na_print_view *view,
                                               struct na_buffer *to,
                                               struct na_print_tally *ret_tally,
                                               struct na_error *reterr);
NA_MUST_USE enum na_code na_render_compare_sheet(const struct na_compare *compare,
                                                 const struct na_print_view *view,
                                                 struct na_buffer *to,
                                                 struct na_print_tally *ret_tally,
                                                 struct na_error *reterr);

#endif
