/* tables/sheets.h - which sheet of a workbook holds the table: that with the best headings and the
 * most rows. Private to tables. */
#ifndef NA_TABLES_SHEETS_H
#define NA_TABLES_SHEETS_H

#include "tables/formats.h"

/* A sheet, as it was found. */
struct na_sheet_found {
    char name[NA_SHEET_NAME_MAX];
    bool is_hidden;
    int worth; /* of its best row of headings, and its rows after it, 99 at most; 0: no table */
};
/* Sheets looked at; more are left aside. */
#define NA_SHEETS_LOOKED_MAX 24
/* A hidden sheet is worth less by so much, and two that are nearer than this are in doubt: three
 * headings, as the judge counts them. */
#define NA_SHEETS_MARGIN 300

/* The best sheet by `wanted`, whose judge is not NULL. *ret_doubt: the name of another that may be
 * meant as well; "" without one. *ret_best is "" if no sheet has a table. `ret_count`: of all. */
NA_MUST_USE enum na_code na_sheets_choose(const char *path, const struct na_tables_formats *formats,
                                          const struct na_header_wanted *wanted,
                                          char ret_best[NA_SHEET_NAME_MAX],
                                          char ret_doubt[NA_SHEET_NAME_MAX], size_t *ret_count,
                                          struct na_error *reterr);

#endif
