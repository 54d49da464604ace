/* lists/export.h - assets as other systems take them in, and as a pack takes them back: CSV,
 * GeoJSON, KML, and the cells of a table for writers of files (xlsx, GeoPackage).
 *
 * An export that is put into a pack gives the same assets: every column a register can have is in
 * it, numbers are exact, tags are columns of their own. Beside them stand a few columns that are
 * worked out anew (NA_COLUMNS_WORKED_OUT in compile/columns.h), which the compiler leaves
 * aside. Never a code that opens anything. docs/export.md lists the columns. */
#ifndef NA_LISTS_EXPORT_H
#define NA_LISTS_EXPORT_H

#include "question/question.h"
#include "write/cells.h"

extern const struct na_question na_question_export;

enum na_export_form {
    NA_EXPORT_CSV,
    NA_EXPORT_GEOJSON,
    NA_EXPORT_KML,
    NA_EXPORT_XLSX, /* only programs that link the writers write the last two */
    NA_EXPORT_GPKG
};

/* The assets asked for, in the order of their ids; borrows from the session's snapshot. */
struct na_export;
/* `params` are checked here. Errors: those of na_params_check, NA_ERR_KIND_UNKNOWN, those of
 * na_tag_filter_read and of locating `near`, NA_ERR_LIMIT, NA_ERR_MEMORY. */
NA_MUST_USE enum na_code na_export_new(struct na_session *session, const struct na_param *params,
                                       size_t count, int32_t today, struct na_export **ret_export,
                                       struct na_error *reterr);
void na_export_free(struct na_export *export);
enum na_export_form na_export_get_form(const struct na_export *export);

/* The columns; borrowed. */
size_t na_export_columns(const struct na_export *export, const struct na_cell_column **ret_columns);
uint32_t na_export_count(const struct na_export *export);
/* Cells of asset `i` of the export, and where it is. Texts live until the next call. Errors:
 * NA_ERR_LIMIT, NA_ERR_MEMORY. */
NA_MUST_USE enum na_code na_export_row(struct na_export *export, uint32_t i,
                                       const struct na_cell **ret_cells, struct na_lonlat *ret_at,
                                       struct na_error *reterr);
/* Append the export as CSV, GeoJSON or KML. Errors: NA_ERR_LIMIT, NA_ERR_MEMORY. */
NA_MUST_USE enum na_code na_export_render(struct na_export *export, struct na_buffer *to,
                                          struct na_error *reterr);

#endif
