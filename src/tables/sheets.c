/* The sheet of a workbook that holds the table: every sheet is looked at as far as its headings and
 * some rows, and the best is taken if no other comes near. */
#include "tables/sheets.h"

#include <stdlib.h>

#include "base/fail.h"

/* Rows after the headings that count. */
#define ROWS_COUNTED 99

struct list {
    struct na_sheet_found *sheets;
    size_t count, all;
};

static void take(void *context, const char *name, bool is_hidden)
{
    struct list *list = context;
    if (list->count < NA_SHEETS_LOOKED_MAX) {
        struct na_sheet_found *sheet = &list->sheets[list->count++];
        (void)na_text_copy(sheet->name, sizeof sheet->name, name);
        sheet->is_hidden = is_hidden;
        sheet->worth = 0;
    }
    list->all++;
}

static bool is_blank(const struct na_row *row)
{
    for (size_t i = 0; i < row->count; i++) {
        if (na_str_trim(na_row_cell(row, i)).length > 0) {
            return false;
        }
    }
    return true;
}

static int judge(const struct na_header_wanted *wanted, const struct na_row *row)
{
    struct na_str names[NA_ROW_FIELDS_MAX];
    for (size_t i = 0; i < row->count; i++) {
        names[i] = na_row_cell(row, i);
    }
    return wanted->judge(wanted->context, names, row->count);
}

/* The worth of a sheet; a row of headings with no row after it is no table. */
static enum na_code look(struct na_rows *rows, const struct na_header_wanted *wanted,
                         int *ret_worth, struct na_error *reterr)
{
    struct na_row row;
    bool more = true;
    int best = 0;
    int after = 0;
    int seen = 0;
    enum na_code code = NA_OK;
    na_row_init(&row);
    while (code == NA_OK && more && seen < NA_HEADER_ROWS_MAX + ROWS_COUNTED) {
        na_row_clear(&row);
        code = rows->next(rows->state, &row, &more, reterr);
        if (code != NA_OK || !more || is_blank(&row)) {
            continue;
        }
        int worth = seen < NA_HEADER_ROWS_MAX ? judge(wanted, &row) : 0;
        seen++;
        after++;
        if (worth > best) {
            best = worth;
            after = 0;
        }
    }
    na_row_fini(&row);
    after = after < ROWS_COUNTED ? after : ROWS_COUNTED;
    *ret_worth = best > 0 && after > 0 ? best + after : 0;
    return code;
}

static enum na_code look_at(const char *path, const struct na_tables_formats *formats,
                            const struct na_header_wanted *wanted, struct na_sheet_found *sheet,
                            struct na_error *reterr)
{
    char name[NA_SHEET_NAME_MAX];
    struct na_rows rows = {NULL, NULL, NULL};
    struct na_sheet_wanted one = {path, sheet->name};
    enum na_code code = formats->workbook_open(&one, name, &rows, reterr);
    if (code == NA_OK) {
        code = look(&rows, wanted, &sheet->worth, reterr);
        na_rows_close(&rows);
    }
    if (code == NA_ERR_DATA) { /* a sheet that is no table, a chart say */
        sheet->worth = 0;
        code = NA_OK;
    }
    sheet->worth -= sheet->is_hidden && sheet->worth > 0 ? NA_SHEETS_MARGIN : 0;
    return code;
}

/* The first that is worth most, and another that is nearly worth as much. */
static void decide(const struct list *list, char *ret_best, char *ret_doubt)
{
    const struct na_sheet_found *best = NULL;
    for (size_t i = 0; i < list->count; i++) {
        bool table = list->sheets[i].worth > 0;
        if (table && (best == NULL || list->sheets[i].worth > best->worth)) {
            best = &list->sheets[i];
        }
    }
    ret_best[0] = '\0';
    ret_doubt[0] = '\0';
    for (size_t i = 0; i < list->count && best != NULL; i++) {
        const struct na_sheet_found *other = &list->sheets[i];
        /* A sheet of notes has a heading or two that registers have, too. */
        bool near = other->worth * 2 > best->worth && best->worth - other->worth < NA_SHEETS_MARGIN;
        if (other != best && near && ret_doubt[0] == '\0') {
            (void)na_text_copy(ret_doubt, NA_SHEET_NAME_MAX, other->name);
        }
    }
    (void)na_text_copy(ret_best, NA_SHEET_NAME_MAX, best != NULL ? best->name : "");
}

enum na_code na_sheets_choose(const char *path, const struct na_tables_formats *formats,
                              const struct na_header_wanted *wanted,
                              char ret_best[NA_SHEET_NAME_MAX], char ret_doubt[NA_SHEET_NAME_MAX],
                              size_t *ret_count, struct na_error *reterr)
{
    struct list list = {.sheets = calloc(NA_SHEETS_LOOKED_MAX, sizeof *list.sheets)};
    if (list.sheets == NULL) {
        return na_fail_memory(reterr, "looking at the sheets");
    }
    enum na_code code = formats->workbook_sheets(path, take, &list, reterr);
    for (size_t i = 0; list.count > 1 && i < list.count && code == NA_OK; i++) {
        code = look_at(path, formats, wanted, &list.sheets[i], reterr);
    }
    if (code == NA_OK) {
        decide(&list, ret_best, ret_doubt);
        *ret_count = list.all;
    }
    free(list.sheets);
    return code;
}
