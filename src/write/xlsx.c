/* A workbook by libxlsxwriter, in its mode of constant memory: a row is written to a temporary file
 * as soon as the next one begins. The library does not tell of a temporary file that could not be
 * written (a full /tmp would cost rows in silence), so this file does: the temporary file is asked
 * for its errors, and the rows of the finished file are counted. */
#include "write/xlsx.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <xlsxwriter.h>

#include "base/fail.h"
#include "write/xlsx_rows.h"

#define SHEETS_MAX 8
#define SHEET_NAME_MAX 31
/* Widths in characters; texts beyond the first rows do not widen a column. */
#define WIDTH_MIN 6
#define WIDTH_MAX 60
#define WIDTH_ROWS 1000
#define DECIMALS_MAX 6
#define YEAR_1980_S 315532800
/* Days from 1899-12-30, which a sheet counts dates from, to 1970-01-01. */
#define SHEET_EPOCH_DAYS 25569
/* UTF-8 of the longest text of a cell. */
#define TEXT_BYTES_MAX ((size_t)NA_XLSX_TEXT_MAX * 4)

struct column {
    enum na_cell_type type;
    unsigned int decimals;
    size_t width;
};

struct na_xlsx {
    lxw_workbook *workbook;
    lxw_worksheet *sheet; /* the one being written */
    struct column *columns;
    size_t column_count;
    uint32_t rows;                   /* of `sheet`, the header too */
    uint32_t sheet_rows[SHEETS_MAX]; /* of those that are done */
    size_t sheet_count;
    lxw_format *header, *text, *integer, *date, *decimal[DECIMALS_MAX + 1];
    struct na_buffer utf8;
    char *path;
};

static lxw_format *number_format(lxw_workbook *workbook, const char *format)
{
    lxw_format *made = workbook_add_format(workbook);
    if (made != NULL) {
        format_set_num_format(made, format);
    }
    return made;
}

static bool make_formats(struct na_xlsx *xlsx)
{
    static const char *const decimals[DECIMALS_MAX + 1] = {"0",      "0.0",     "0.00",    "0.000",
                                                           "0.0000", "0.00000", "0.000000"};
    bool good = true;
    for (size_t i = 0; i <= DECIMALS_MAX && good; i++) {
        xlsx->decimal[i] = number_format(xlsx->workbook, decimals[i]);
        good = xlsx->decimal[i] != NULL;
    }
    xlsx->text = number_format(xlsx->workbook, "@");
    xlsx->integer = number_format(xlsx->workbook, "0");
    xlsx->date = number_format(xlsx->workbook, "yyyy-mm-dd");
    xlsx->header = number_format(xlsx->workbook, "@");
    good = good && xlsx->text != NULL && xlsx->integer != NULL && xlsx->date != NULL &&
           xlsx->header != NULL;
    if (good) {
        format_set_bold(xlsx->header);
        format_set_bottom(xlsx->header, LXW_BORDER_THIN);
    }
    return good;
}

enum na_code na_xlsx_open(const char *path, int64_t made_s, struct na_xlsx **ret_xlsx,
                          struct na_error *reterr)
{
    struct na_xlsx *xlsx = calloc(1, sizeof *xlsx);
    lxw_workbook_options options = {.constant_memory = LXW_TRUE};
    lxw_doc_properties properties = {.created =
                                         (time_t)(made_s < YEAR_1980_S ? YEAR_1980_S : made_s)};
    if (xlsx == NULL) {
        return na_fail_memory(reterr, "beginning a workbook");
    }
    na_buffer_init(&xlsx->utf8, TEXT_BYTES_MAX + 1);
    xlsx->path = strdup(path);
    xlsx->workbook = xlsx->path != NULL ? workbook_new_opt(path, &options) : NULL;
    if (xlsx->workbook == NULL || !make_formats(xlsx) ||
        workbook_set_properties(xlsx->workbook, &properties) != LXW_NO_ERROR) {
        na_xlsx_abandon(xlsx);
        return na_fail_memory(reterr, "beginning a workbook");
    }
    *ret_xlsx = xlsx;
    return NA_OK;
}

/* The rows wait in a file of the library's; what it holds must be in the workbook at the end. */
static enum na_code finish_sheet(struct na_xlsx *xlsx, struct na_error *reterr)
{
    lxw_worksheet *sheet = xlsx->sheet;
    if (sheet == NULL) {
        return NA_OK;
    }
    for (size_t c = 0; c < xlsx->column_count; c++) {
        size_t width = xlsx->columns[c].width;
        width = width < WIDTH_MIN ? WIDTH_MIN : width > WIDTH_MAX ? WIDTH_MAX : width;
        (void)worksheet_set_column(sheet, (lxw_col_t)c, (lxw_col_t)c, (double)width + 2, NULL);
    }
    lxw_col_t last = (lxw_col_t)(xlsx->column_count > 0 ? xlsx->column_count - 1 : 0);
    (void)worksheet_autofilter(sheet, 0, 0, xlsx->rows - 1, last);
    worksheet_freeze_panes(sheet, 1, 0);
    (void)worksheet_ignore_errors(sheet, LXW_IGNORE_NUMBER_STORED_AS_TEXT, "A1:XFD1048576");
    xlsx->sheet = NULL;
    FILE *waiting = sheet->optimize_tmpfile;
    if (waiting == NULL || fflush(waiting) != 0 || ferror(waiting) != 0) {
        return na_fail_errno(reterr, errno != 0 ? errno : EIO,
                             "write the temporary file of a sheet", NULL);
    }
    off_t length = ftello(waiting);
    if (length < 0) {
        return na_fail_errno(reterr, errno, "write the temporary file of a sheet", NULL);
    }
    if ((uint64_t)length >= UINT32_MAX) {
        (void)na_fail(reterr, NA_ERR_LIMIT, "The sheet is over 4 GB");
        return na_fail_at(reterr, NA_ERR_LIMIT, NULL, 0, NULL, "Write CSV or a GeoPackage");
    }
    xlsx->sheet_rows[xlsx->sheet_count - 1] = xlsx->rows;
    return NA_OK;
}

static size_t width_of(const char *utf8)
{
    size_t width = 0;
    for (; *utf8 != '\0' && *utf8 != '\n'; utf8++) {
        width += ((unsigned char)*utf8 & 0xC0u) != 0x80u;
    }
    return width;
}

static void widen(struct na_xlsx *xlsx, size_t c, size_t width)
{
    if (xlsx->rows < WIDTH_ROWS && width > xlsx->columns[c].width) {
        xlsx->columns[c].width = width;
    }
}

/* Units of UTF-16, which a cell's length is counted in. */
static size_t utf16_length(const char *utf8)
{
    size_t units = 0;
    for (; *utf8 != '\0'; utf8++) {
        unsigned char c = (unsigned char)*utf8;
        units += c >= 0xF0 ? 2 : (c & 0xC0u) != 0x80u;
    }
    return units;
}

static enum na_code too_long(const struct na_xlsx *xlsx, struct na_error *reterr)
{
    char where[32] = "The header";
    if (xlsx->rows > 0) {
        (void)snprintf(where, sizeof where, "Row %u", (unsigned)xlsx->rows);
    }
    (void)na_fail(reterr, NA_ERR_LIMIT,
                  "%s has a text of over 32,767 characters, the most that a cell of a sheet holds",
                  where);
    return na_fail_at(reterr, NA_ERR_LIMIT, NULL, 0, NULL, "Write CSV or a GeoPackage");
}

/* A text as a sheet may have it, in place. U+FFFE and U+FFFF, which XML does not allow and the
 * library lets through, become U+FFFD: with one of them no program opens the file. Lines end in LF.
 */
static void make_fit(struct na_buffer *text)
{
    char *to = text->data;
    for (const char *from = text->data; *from != '\0'; from++) {
        if (from[0] == '\r') {
            from += from[1] == '\n';
            *to++ = '\n';
        } else if (strncmp(from, "\xEF\xBF\xBE", 3) == 0 || strncmp(from, "\xEF\xBF\xBF", 3) == 0) {
            memcpy(to, "\xEF\xBF\xBD", 3);
            to += 3;
            from += 2;
        } else {
            *to++ = *from;
        }
    }
    *to = '\0';
}

static enum na_code put_text(struct na_xlsx *xlsx, size_t c, struct na_str text, lxw_format *format,
                             struct na_error *reterr)
{
    enum na_code code = na_cell_utf8(text, &xlsx->utf8);
    if (code == NA_ERR_LIMIT ||
        (code == NA_OK && utf16_length(xlsx->utf8.data) > NA_XLSX_TEXT_MAX)) {
        return too_long(xlsx, reterr);
    }
    if (code != NA_OK) {
        return na_fail_memory(reterr, "writing a cell");
    }
    make_fit(&xlsx->utf8);
    widen(xlsx, c, width_of(xlsx->utf8.data));
    lxw_error error =
        worksheet_write_string(xlsx->sheet, xlsx->rows, (lxw_col_t)c, xlsx->utf8.data, format);
    return error == LXW_NO_ERROR ? NA_OK
                                 : na_fail(reterr, NA_ERR_INTERNAL, "%s", lxw_strerror(error));
}

enum na_code na_xlsx_sheet(struct na_xlsx *xlsx, const char *name,
                           const struct na_cell_column *columns, size_t count,
                           struct na_error *reterr)
{
    enum na_code code = finish_sheet(xlsx, reterr);
    if (code != NA_OK) {
        return code;
    }
    if (count > NA_XLSX_COLUMNS_MAX) {
        (void)na_fail(reterr, NA_ERR_LIMIT, "More than 16,384 columns, the most of a sheet");
        return na_fail_at(reterr, NA_ERR_LIMIT, NULL, 0, NULL, "Write CSV");
    }
    struct column *made = calloc(count + 1, sizeof *made);
    char short_name[SHEET_NAME_MAX * 4 + 1];
    bool whole = na_text_copy(short_name, sizeof short_name, name);
    if (made == NULL) {
        return na_fail_memory(reterr, "beginning a sheet");
    }
    free(xlsx->columns);
    xlsx->columns = made;
    xlsx->column_count = count;
    xlsx->rows = 0;
    xlsx->sheet = whole && xlsx->sheet_count < SHEETS_MAX
                      ? workbook_add_worksheet(xlsx->workbook, short_name)
                      : NULL;
    if (xlsx->sheet == NULL) {
        return na_fail(reterr, NA_ERR_INTERNAL, "The sheet \"%s\" cannot be begun", name);
    }
    xlsx->sheet_count++;
    for (size_t c = 0; c < count && code == NA_OK; c++) {
        made[c] = (struct column){columns[c].type, columns[c].decimals, 0};
        code = put_text(xlsx, c, na_str_of(columns[c].name), xlsx->header, reterr);
    }
    xlsx->rows = 1;
    return code;
}

static lxw_format *format_of(const struct na_xlsx *xlsx, const struct column *column)
{
    switch (column->type) {
    case NA_CELL_TEXT:
        return xlsx->text;
    case NA_CELL_INTEGER:
        return xlsx->integer;
    case NA_CELL_DATE:
        return xlsx->date;
    case NA_CELL_NUMBER:
    case NA_CELL_TRUTH:
        break;
    }
    return xlsx->decimal[column->decimals < DECIMALS_MAX ? column->decimals : DECIMALS_MAX];
}

static enum na_code put_number(struct na_xlsx *xlsx, size_t c, double value,
                               struct na_error *reterr)
{
    const struct column *column = &xlsx->columns[c];
    lxw_error error = LXW_NO_ERROR;
    if (column->type == NA_CELL_TRUTH) {
        error = worksheet_write_boolean(xlsx->sheet, xlsx->rows, (lxw_col_t)c, value > 0, NULL);
        widen(xlsx, c, 5);
    } else {
        bool is_date = column->type == NA_CELL_DATE;
        error = worksheet_write_number(xlsx->sheet, xlsx->rows, (lxw_col_t)c,
                                       is_date ? value + SHEET_EPOCH_DAYS : value,
                                       format_of(xlsx, column));
        char shown[64];
        int length = snprintf(shown, sizeof shown, "%.*f", (int)column->decimals, value);
        widen(xlsx, c, is_date ? 10 : length > 0 ? (size_t)length : 0);
    }
    return error == LXW_NO_ERROR ? NA_OK
                                 : na_fail(reterr, NA_ERR_INTERNAL, "%s", lxw_strerror(error));
}

enum na_code na_xlsx_row(struct na_xlsx *xlsx, const struct na_cell *cells, struct na_error *reterr)
{
    if (xlsx->rows == NA_XLSX_ROWS_MAX) {
        (void)na_fail(reterr, NA_ERR_LIMIT, "More than 1,048,575 rows, the most of a sheet");
        return na_fail_at(reterr, NA_ERR_LIMIT, NULL, 0, NULL, "Write CSV or a GeoPackage");
    }
    enum na_code code = NA_OK;
    for (size_t c = 0; c < xlsx->column_count && code == NA_OK; c++) {
        if (cells[c].content == NA_CELL_IS_TEXT) {
            code = put_text(xlsx, c, cells[c].text, xlsx->text, reterr);
        } else if (cells[c].content == NA_CELL_IS_NUMBER) {
            code = put_number(xlsx, c, cells[c].number, reterr);
        }
    }
    xlsx->rows++;
    return code;
}

/* Does the finished file hold all that was written? */
static bool is_whole(const struct na_xlsx *xlsx)
{
    bool whole = true;
    for (size_t i = 0; i < xlsx->sheet_count && whole; i++) {
        uint64_t rows = 0;
        whole = na_xlsx_rows_count(xlsx->path, i + 1, &rows) && rows == xlsx->sheet_rows[i];
    }
    return whole;
}

/* The library prints what is wrong to standard error, by names that mean nothing to those who
 * run the program. It is not heard: what it returns is said in our words. */
static lxw_error close_unheard(lxw_workbook *workbook)
{
    (void)fflush(stderr);
    int nowhere = open("/dev/null", O_WRONLY | O_CLOEXEC);
    int kept = nowhere >= 0 ? fcntl(STDERR_FILENO, F_DUPFD_CLOEXEC, STDERR_FILENO + 1) : -1;
    bool hushed = kept >= 0 && dup2(nowhere, STDERR_FILENO) >= 0;
    errno = 0;
    lxw_error error = workbook_close(workbook);
    if (hushed) {
        (void)fflush(stderr);
        (void)dup2(kept, STDERR_FILENO);
    }
    if (kept >= 0) {
        (void)close(kept);
    }
    if (nowhere >= 0) {
        (void)close(nowhere);
    }
    return error;
}

enum na_code na_xlsx_close(struct na_xlsx *xlsx, struct na_error *reterr)
{
    enum na_code code = finish_sheet(xlsx, reterr);
    if (code == NA_OK) {
        lxw_error error = close_unheard(xlsx->workbook);
        xlsx->workbook = NULL; /* freed, on failure too */
        if (error == LXW_ERROR_MEMORY_MALLOC_FAILED) {
            code = na_fail_memory(reterr, "writing a workbook");
        } else if (error != LXW_NO_ERROR || !is_whole(xlsx)) {
            (void)na_fail(reterr, NA_ERR_IO, "The workbook cannot be written whole");
            code = na_fail_at(reterr, NA_ERR_IO, NULL, 0, NULL,
                              "Make room there and in the folder for temporary files");
        }
    }
    na_xlsx_abandon(xlsx);
    return code;
}

void na_xlsx_abandon(struct na_xlsx *xlsx)
{
    if (xlsx == NULL) {
        return;
    }
    if (xlsx->workbook != NULL) {
        lxw_workbook_free(xlsx->workbook);
    }
    na_buffer_fini(&xlsx->utf8);
    free(xlsx->columns);
    free(xlsx->path);
    free(xlsx);
}
