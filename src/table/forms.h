/* table/forms.h - what a table looks like. Whatever the form, it carries measure, period,
 * numerator, denominators, vintage, pack digest, transformation, and the rows left out and why. */
#ifndef NA_TABLE_FORMS_H
#define NA_TABLE_FORMS_H

#include "io/json_write.h"
#include "table/across.h"
#include "table/table.h"
#include "write/cells.h"
#include "write/pack_notes.h"
#include "write/sheet.h"

enum na_table_form {
    NA_TABLE_TEXT,
    NA_TABLE_CSV,
    NA_TABLE_JSON,
    NA_TABLE_MARKDOWN,
    NA_TABLE_GEOJSON
};

/* The table as a sheet, notes and all; release with na_sheet_fini. */
void na_table_sheet_make(const struct na_table *table, struct na_sheet *ret_sheet);
/* The ward or area of row `row` of that sheet; `table` is a struct na_table. Sums have none.
 * (table/geojson.c) */
bool na_table_find_area(const void *table, size_t row, struct na_area *ret_area);
/* Does the table count by wards or areas? (table/geojson.c) */
bool na_table_has_areas(const struct na_table *table);

/* Append the table; it ends with a newline. `safe`: see na_sheet_render. Errors: NA_ERR_LIMIT,
 * NA_ERR_MEMORY. */
NA_MUST_USE enum na_code na_render_table(const struct na_table *table, enum na_table_form form,
                                         bool safe, struct na_buffer *to);
/* The same as JSON, on one line. (table/json.c) */
NA_MUST_USE enum na_code na_render_table_json(const struct na_table *table, struct na_buffer *to);

/* As GeoJSON. (table/geojson.c) */
NA_MUST_USE enum na_code na_render_table_geojson(const struct na_table *table,
                                                 struct na_buffer *to);
/* Members about the table, and those of rows that are not listed, for both. (table/json.c) */
void na_table_json_about(struct na_json *json, const struct na_table *table);
void na_table_json_sums(struct na_json *json, const struct na_table *table);

/* What must be known before a figure is used or passed on: rounding, exact small counts, rows that
 * are public, offences found by policing. Every form has the same. (table/notes.c) */
#define NA_TABLE_SAYS_MAX 4
#define NA_TABLE_SAY_TEXT 400
struct na_table_says {
    size_t count;
    struct na_table_say {
        const char *label; /* "Rounded", "Warning"; static */
        char text[NA_TABLE_SAY_TEXT];
    } items[NA_TABLE_SAYS_MAX];
};
void na_table_says_make(const struct na_table *table, struct na_table_says *ret_says);
/* The same in one text. */
#define NA_TABLE_SAYS_TEXT (NA_TABLE_SAYS_MAX * NA_TABLE_SAY_TEXT)
void na_table_says_text(const struct na_table *table, char to[NA_TABLE_SAYS_TEXT]);

/* Pieces for the other files that render tables. (table/notes.c) */

/* The lines below the table. */
void na_render_table_notes(const struct na_table *table, struct na_sheet *sheet);
/* "read 8,123 = counted 8,093 + none 12 + no location 16 + bad 2"; to[320]. */
#define NA_TABLE_BALANCE_TEXT 320
void na_table_balance(const struct na_table_tally *tally, char to[NA_TABLE_BALANCE_TEXT]);
/* "none 12, no location 16"; "none" when no row was left out. */
void na_table_left_out(const struct na_table_tally *tally, char to[NA_TABLE_BALANCE_TEXT]);
/* "2023, valid from 2023-05-04, boundaries within 500 m" */
void na_table_vintage_text(const struct na_table *table, char to[NA_TABLE_BALANCE_TEXT]);

#endif
