/* Which form a table is written in. texts.c makes what text, CSV and Markdown have in common. */
#include "table/forms.h"

enum na_code na_render_table(const struct na_table *table, enum na_table_form form, bool safe,
                             struct na_buffer *to)
{
    if (form == NA_TABLE_JSON) {
        return na_render_table_json(table, to);
    }
    if (form == NA_TABLE_GEOJSON) {
        return na_render_table_geojson(table, to);
    }
    struct na_sheet sheet;
    na_table_sheet_make(table, &sheet);
    enum na_sheet_form shape = form == NA_TABLE_CSV        ? NA_SHEET_CSV
                               : form == NA_TABLE_MARKDOWN ? NA_SHEET_MARKDOWN
                                                           : NA_SHEET_TEXT;
    enum na_code code = na_sheet_render(&sheet, shape, safe, to);
    na_sheet_fini(&sheet);
    return code;
}
