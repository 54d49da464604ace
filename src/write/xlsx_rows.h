/* write/xlsx_rows.h - how many rows a finished workbook really holds, read back from the disk. */
#ifndef NA_WRITE_XLSX_ROWS_H
#define NA_WRITE_XLSX_ROWS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Count the rows of sheet `sheet` (from 1) of the workbook at `path`, the header too. False if the
 * file cannot be read, the sheet is not in it, is damaged, or does not end as a sheet does. For
 * workbooks of this program: below 4 GB, without a comment at their end. */
bool na_xlsx_rows_count(const char *path, size_t sheet, uint64_t *ret_rows);

#endif
