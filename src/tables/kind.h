/* tables/kind.h - what a file is, by its first bytes. The name of a file is never believed. */
#ifndef NA_TABLES_KIND_H
#define NA_TABLES_KIND_H

#include <stdbool.h>

#include "base/text.h"

enum na_tables_kind {
    NA_TABLES_CSV, /* text: CSV and its relatives; what no other kind is */
    NA_TABLES_UTF16,
    NA_TABLES_GZIP,
    NA_TABLES_ZIP,           /* of whatever: tables, a workbook */
    NA_TABLES_SQLITE,        /* a GeoPackage, most likely */
    NA_TABLES_GEOJSON,       /* one FeatureCollection */
    NA_TABLES_GEOJSON_LINES, /* a Feature a line, with or without record separators */
    NA_TABLES_NDJSON,
    NA_TABLES_OTHER /* not read: na_tables_kind_refusal says what it is */
};

/* Bytes of the start that are looked at; fewer only when the file is shorter. */
#define NA_TABLES_KIND_BYTES ((size_t)64 * 1024)

enum na_tables_kind na_tables_kind_of(struct na_str start);
/* Of NA_TABLES_OTHER: what it is ("an old Excel workbook (.xls)") and the way out; static. */
void na_tables_kind_refusal(struct na_str start, const char **ret_what, const char **ret_remedy);

#endif
