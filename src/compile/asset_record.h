/* compile/asset_record.h - one record of a file of assets, as it was read. */
#ifndef NA_COMPILE_ASSET_RECORD_H
#define NA_COMPILE_ASSET_RECORD_H

#include "compile/columns.h"

/* One record: its fields as UTF-8, and, from a shapefile, its point. */
struct na_asset_record {
    const struct na_section *section;
    const char *file;
    int64_t record; /* as people count: line of the CSV, record of the shapefile */
    const struct na_columns *columns;
    const struct na_str *fields; /* columns->count of them */
    bool has_point;
    bool point_is_grid;
    double x, y;
};

/* The trimmed field of a role; empty when the file has no such column. */
struct na_str na_asset_field(const struct na_asset_record *record, enum na_column column);
/* A finding about one field of the record. */
void na_asset_fault(struct na_compiler *compiler, const struct na_asset_record *record,
                    enum na_column column, const char *hint, const char *what);

#endif
