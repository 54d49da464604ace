/* workbooks/workbook.h - a sheet of an Excel workbook (.xlsx, ECMA-376) as rows, read as it streams
 * by: a sheet of 1,048,576 rows needs no more memory than one of ten. Cells are text: numbers as
 * they are, dates by their style as YYYY-MM-DD, formulas by their stored value, errors as Excel
 * shows them. Private to workbooks. */
#ifndef NA_WORKBOOKS_WORKBOOK_H
#define NA_WORKBOOKS_WORKBOOK_H

#include "tables/formats.h"

/* What stands for a formula that no program has worked out: it is not empty. Excel writes the value
 * beside a formula, but a program that makes workbooks need not. */
#define NA_WORKBOOK_NO_VALUE "#NO VALUE!"

/* As workbook_open of struct na_tables_formats. */
NA_MUST_USE enum na_code na_workbook_open(const struct na_sheet_wanted *wanted, char *ret_sheet,
                                          struct na_rows *ret_rows, struct na_error *reterr);
/* As workbook_sheets of struct na_tables_formats. */
NA_MUST_USE enum na_code
na_workbook_sheets(const char *path, void (*take)(void *context, const char *name, bool is_hidden),
                   void *context, struct na_error *reterr);

#endif
