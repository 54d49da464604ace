/* compile/asset_record.h - one record of a file of assets, as it was read. */
#ifndef NA_COMPILE_ASSET_RECORD_H
#define NA_COMPILE_ASSET_RECORD_H

#include "compile/columns.h"
#include "tables/text_form.h"

/* One record: its fields as UTF-8, and, from a shapefile, its point. */
struct na_asset_record {
    const struct na_section *section;
    const char *file;
    int64_t record; /* as people count: line of the CSV, record of the shapefile */
    const struct na_columns *columns;
    const struct na_str *fields;        /* columns->count of them */
    const struct na_column_form *forms; /* of the columns; NULL: not known */
    size_t form_count;
    bool has_point;
    bool point_is_grid;
    double x, y;
    const char *code; /* what opens it, by secrets = move; NULL: not known */
};

/* The trimmed field of a role; empty when the file has no such column. */
struct na_str na_asset_field(const struct na_asset_record *record, enum na_column column);
/* The decimal mark of a role's column, and what 03/04/2025 is in it. */
enum na_number_marks na_asset_marks(const struct na_asset_record *record, enum na_column column);
enum na_date_order na_asset_order(const struct na_asset_record *record, enum na_column column);
/* A finding about one field of the record. */
void na_asset_fault(struct na_compiler *compiler, const struct na_asset_record *record,
                    enum na_column column, const char *hint, const char *what);

#endif
