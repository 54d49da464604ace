/* workbooks/workbooks.h - zip files, Excel workbooks and GeoPackages for src/tables: what the
 * command line and the daemon's children hand in, and the daemon itself does not. */
#ifndef NA_WORKBOOKS_WORKBOOKS_H
#define NA_WORKBOOKS_WORKBOOKS_H

#include "tables/formats.h"

extern const struct na_tables_formats na_workbook_formats;

#endif
