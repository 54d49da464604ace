/* Cells are kept as texts until all are known; then each form is written from them. */
#include "write/sheet.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/fail.h"
#include "base/text.h"
#include "write/csv.h"

#define SHEET_LIMIT_BYTES ((size_t)256 * 1024 * 1024)

void na_thousands(char to[NA_THOUSANDS_TEXT], uint64_t value)
{
    char digits[NA_THOUSANDS_TEXT];
    int length = snprintf(digits, sizeof digits, "%llu", (unsigned long long)value);
    size_t used = 0;
    for (int i = 0; i < length; i++) {
        if (i > 0 && (length - i) % 3 == 0) {
            to[used++] = ',';
        }
        to[used++] = digits[i];
    }
    to[used] = '\0';
}

void na_sheet_init(struct na_sheet *sheet)
{
    *sheet = (struct na_sheet){.failed = NA_OK};
    na_buffer_init(&sheet->texts, SHEET_LIMIT_BYTES);
    na_buffer_init(&sheet->cells, SHEET_LIMIT_BYTES);
}

void na_sheet_fini(struct na_sheet *sheet)
{
    na_buffer_fini(&sheet->texts);
    na_buffer_fini(&sheet->cells);
}

void na_sheet_column(struct na_sheet *sheet, const char *machine, const char *human, bool number)
{
    if (sheet->column_count == NA_SHEET_COLUMNS_MAX) {
        sheet->failed = NA_ERR_INTERNAL;
        return;
    }
    sheet->columns[sheet->column_count++] = (struct na_sheet_column){machine, human, number};
}

static size_t keep(struct na_sheet *sheet, const char *text)
{
    size_t at = sheet->texts.length;
    if (sheet->failed == NA_OK) {
        sheet->failed = na_buffer_append(&sheet->texts, text, strlen(text) + 1);
    }
    return at;
}

void na_sheet_cell_two(struct na_sheet *sheet, const char *machine, const char *human)
{
    size_t pair[2];
    pair[0] = keep(sheet, machine);
    pair[1] = machine == human ? pair[0] : keep(sheet, human);
    if (sheet->failed == NA_OK) {
        sheet->failed = na_buffer_append(&sheet->cells, pair, sizeof pair);
    }
}

void na_sheet_cell(struct na_sheet *sheet, const char *text)
{
    na_sheet_cell_two(sheet, text, text);
}

void na_sheet_note(struct na_sheet *sheet, const char *label, const char *format, ...)
{
    if (sheet->failed != NA_OK || sheet->note_count == NA_SHEET_NOTES_MAX) {
        sheet->failed = sheet->failed != NA_OK ? sheet->failed : NA_ERR_INTERNAL;
        return;
    }
    char text[4096];
    va_list args;
    va_start(args, format);
    int length = vsnprintf(text, sizeof text, format, args);
    va_end(args);
    if (length < 0) {
        sheet->failed = NA_ERR_INTERNAL;
        return;
    }
    sheet->notes[sheet->note_count].label = label;
    sheet->notes[sheet->note_count++].text = keep(sheet, text);
}

size_t na_sheet_rows(const struct na_sheet *sheet)
{
    return sheet->column_count == 0
               ? 0
               : sheet->cells.length / (2 * sizeof(size_t)) / sheet->column_count;
}

static const char *cell(const struct na_sheet *sheet, size_t row, size_t column, bool human)
{
    size_t at = 0;
    size_t i = 2 * (row * sheet->column_count + column) + (human ? 1 : 0);
    memcpy(&at, sheet->cells.data + i * sizeof at, sizeof at);
    return sheet->texts.data + at;
}

const char *na_sheet_text(const struct na_sheet *sheet, size_t row, size_t column)
{
    return cell(sheet, row, column, false);
}

/* Length of the UTF-8 character at `text` that may be printed as it is; 0 if it may not. */
static size_t printable(const char *text)
{
    unsigned char first = (unsigned char)text[0];
    if (first < 0x20 || first == 0x7F) {
        return 0;
    }
    size_t length = first < 0x80 ? 1 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4;
    return strnlen(text, length) == length && na_utf8_valid(text, length) ? length : 0;
}

/* `text` for people; in Markdown what means something there is escaped. Returns its width. */
static size_t put_shown(const char *text, bool markdown, struct na_buffer *to, enum na_code *failed)
{
    size_t width = 0;
    while (*text != '\0' && *failed == NA_OK) {
        size_t length = printable(text);
        width++;
        if (length == 0) {
            *failed = na_buffer_text(to, "\xEF\xBF\xBD");
            text++;
            continue;
        }
        if (markdown && length == 1 && strchr("\\|*_`<>[]#~", *text) != NULL) {
            *failed = na_buffer_text(to, *text == '<' ? "&lt;" : *text == '>' ? "&gt;" : "\\");
            if (*text == '<' || *text == '>') {
                text++;
                continue;
            }
        }
        if (markdown && *text == '&') {
            *failed = na_buffer_text(to, "&amp;");
        } else if (*failed == NA_OK) {
            *failed = na_buffer_append(to, text, length);
        }
        text += length;
    }
    return width;
}

static size_t width_of(const char *text)
{
    size_t width = 0;
    while (*text != '\0') {
        size_t length = printable(text);
        text += length > 0 ? length : 1;
        width++;
    }
    return width;
}

static void put_blanks(size_t count, struct na_buffer *to, enum na_code *failed)
{
    if (*failed == NA_OK && count > 0) {
        *failed = na_buffer_printf(to, "%*s", (int)count, "");
    }
}

/* No blanks after the last cell of a line. */
static void put_aligned(const char *text, size_t width, bool right, bool last, struct na_buffer *to,
                        enum na_code *failed)
{
    size_t used = width_of(text);
    size_t blanks = used < width ? width - used : 0;
    if (right) {
        put_blanks(blanks, to, failed);
    }
    (void)put_shown(text, false, to, failed);
    if (!right && !last) {
        put_blanks(blanks, to, failed);
    }
}

static enum na_code render_text_table(const struct na_sheet *sheet, struct na_buffer *to)
{
    size_t rows = na_sheet_rows(sheet);
    size_t widths[NA_SHEET_COLUMNS_MAX] = {0};
    size_t last = 0;
    for (size_t c = 0; c < sheet->column_count; c++) {
        const char *title = sheet->columns[c].human;
        if (title == NULL) {
            continue;
        }
        last = c;
        widths[c] = width_of(title);
        for (size_t r = 0; r < rows; r++) {
            size_t width = width_of(cell(sheet, r, c, true));
            widths[c] = width > widths[c] ? width : widths[c];
        }
    }
    enum na_code failed = NA_OK;
    for (size_t line = 0; line <= rows && failed == NA_OK; line++) {
        for (size_t c = 0; c <= last && failed == NA_OK; c++) {
            const struct na_sheet_column *column = &sheet->columns[c];
            if (column->human == NULL) {
                continue;
            }
            const char *text = line == 0 ? column->human : cell(sheet, line - 1, c, true);
            put_aligned(text, widths[c], column->number, c == last, to, &failed);
            if (failed == NA_OK && c != last) {
                failed = na_buffer_text(to, "  ");
            }
        }
        if (failed == NA_OK) {
            failed = na_buffer_text(to, "\n");
        }
    }
    return failed;
}

static enum na_code render_text(const struct na_sheet *sheet, struct na_buffer *to)
{
    enum na_code failed = render_text_table(sheet, to);
    size_t width = 0;
    for (size_t i = 0; i < sheet->note_count; i++) {
        size_t label = strlen(sheet->notes[i].label);
        width = label > width ? label : width;
    }
    for (size_t i = 0; i < sheet->note_count && failed == NA_OK; i++) {
        failed =
            na_buffer_printf(to, "%s%-*s  ", i == 0 ? "\n" : "", (int)width, sheet->notes[i].label);
        (void)put_shown(sheet->texts.data + sheet->notes[i].text, false, to, &failed);
        failed = failed == NA_OK ? na_buffer_text(to, "\n") : failed;
    }
    return failed;
}

static enum na_code render_csv(const struct na_sheet *sheet, bool safe, struct na_buffer *to)
{
    enum na_code code = NA_OK;
    size_t rows = na_sheet_rows(sheet);
    for (size_t line = 0; line <= rows; line++) {
        for (size_t c = 0; c < sheet->column_count && code == NA_OK; c++) {
            const struct na_sheet_column *column = &sheet->columns[c];
            const char *text = line == 0 ? column->machine : cell(sheet, line - 1, c, false);
            code = c > 0 ? na_buffer_text(to, ",") : NA_OK;
            if (code == NA_OK) {
                code = na_csv_text_put(na_str_of(text), safe && !column->number, to);
            }
        }
        if (code == NA_OK) {
            code = na_buffer_text(to, "\n");
        }
    }
    return code;
}

static enum na_code put_markdown_line(const struct na_sheet *sheet, size_t line,
                                      struct na_buffer *to)
{
    enum na_code failed = na_buffer_text(to, "|");
    for (size_t c = 0; c < sheet->column_count && failed == NA_OK; c++) {
        const struct na_sheet_column *column = &sheet->columns[c];
        if (column->human == NULL) {
            continue;
        }
        failed = na_buffer_text(to, " ");
        const char *text = line == 0   ? column->human
                           : line == 1 ? (column->number ? "--:" : ":--")
                                       : cell(sheet, line - 2, c, true);
        (void)put_shown(text, line != 1, to, &failed);
        failed = failed == NA_OK ? na_buffer_text(to, " |") : failed;
    }
    return failed == NA_OK ? na_buffer_text(to, "\n") : failed;
}

static enum na_code render_markdown(const struct na_sheet *sheet, struct na_buffer *to)
{
    enum na_code failed = NA_OK;
    for (size_t line = 0; line < na_sheet_rows(sheet) + 2 && failed == NA_OK; line++) {
        failed = put_markdown_line(sheet, line, to);
    }
    for (size_t i = 0; i < sheet->note_count && failed == NA_OK; i++) {
        failed = na_buffer_printf(to, "%s- **%s**: ", i == 0 ? "\n" : "", sheet->notes[i].label);
        (void)put_shown(sheet->texts.data + sheet->notes[i].text, true, to, &failed);
        failed = failed == NA_OK ? na_buffer_text(to, "\n") : failed;
    }
    return failed;
}

enum na_code na_sheet_render(const struct na_sheet *sheet, enum na_sheet_form form, bool safe,
                             struct na_buffer *to)
{
    if (sheet->failed != NA_OK) {
        return sheet->failed;
    }
    switch (form) {
    case NA_SHEET_CSV:
        return render_csv(sheet, safe, to);
    case NA_SHEET_MARKDOWN:
        return render_markdown(sheet, to);
    case NA_SHEET_TEXT:
        break;
    }
    return render_text(sheet, to);
}
