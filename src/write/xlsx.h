/* write/xlsx.h - an Excel workbook (ISO/IEC 29500), written row by row through libxlsxwriter.
 *
 * Text cells are text to every reader: a telephone number, a UPRN or a text that begins with "=" is
 * what it was. The header is bold and stays in sight, columns are as wide as what they hold, rows
 * can be filtered. The same calls give the same bytes: the time in the file is the caller's.
 * Memory does not grow with the rows, which wait in a temporary file. One thread. */
#ifndef NA_WRITE_XLSX_H
#define NA_WRITE_XLSX_H

#include <stdint.h>

#include "write/cells.h"

/* What a sheet holds at most. */
#define NA_XLSX_ROWS_MAX 1048576u /* with the header */
#define NA_XLSX_COLUMNS_MAX 16384u
#define NA_XLSX_TEXT_MAX 32767u /* UTF-16 units of one cell */

struct na_xlsx;

/* Begin a workbook that na_xlsx_close will write to `path`, which may exist. `made_s`: seconds
 * since 1970 to be named as its time; before 1980 1980-01-01 is. Errors: NA_ERR_MEMORY. */
NA_MUST_USE enum na_code na_xlsx_open(const char *path, int64_t made_s, struct na_xlsx **ret_xlsx,
                                      struct na_error *reterr);
/* Begin a sheet; the one before is done. `name`: at most 31 characters, none of []:*?/\. The
 * columns are copied. Errors: NA_ERR_LIMIT (columns), NA_ERR_MEMORY. */
NA_MUST_USE enum na_code na_xlsx_sheet(struct na_xlsx *xlsx, const char *name,
                                       const struct na_cell_column *columns, size_t count,
                                       struct na_error *reterr);
/* The next row: a cell for each column. Errors: NA_ERR_LIMIT (rows, or a text too long for a cell;
 * the hint names CSV), NA_ERR_MEMORY. */
NA_MUST_USE enum na_code na_xlsx_row(struct na_xlsx *xlsx, const struct na_cell *cells,
                                     struct na_error *reterr);
/* Write the file and release `xlsx`, on failure too. The file is checked to hold every row.
 * Errors: NA_ERR_IO, NA_ERR_MEMORY. */
NA_MUST_USE enum na_code na_xlsx_close(struct na_xlsx *xlsx, struct na_error *reterr);
/* Release without writing. NULL does nothing. */
void na_xlsx_abandon(struct na_xlsx *xlsx);

#endif
