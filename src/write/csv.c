/* CSV: when a cell is quoted, and what a spreadsheet would spoil. */
#include "write/csv.h"

#include <string.h>

#include "base/date.h"
#include "base/number.h"

/* Digits a spreadsheet keeps of a number. */
#define FIGURES_KEPT 15

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

/* Made of digits and the signs of numbers, dates and times alone? */
static bool is_numeric(struct na_str text, size_t *ret_figures, bool *ret_parted)
{
    bool has_digit = false;
    for (size_t i = 0; i < text.length; i++) {
        char c = text.bytes[i];
        bool exponent = (c == 'E' || c == 'e') && has_digit && i + 1 < text.length;
        if (is_digit(c)) {
            has_digit = true;
            (*ret_figures)++;
        } else if (exponent || strchr("-/:", c) != NULL) {
            *ret_parted = *ret_parted || i > 0;
        } else if (c != '.' && c != ',') {
            return false;
        }
    }
    return has_digit;
}

bool na_csv_is_risky(struct na_str text)
{
    text.length = text.length < 4096 ? text.length : 4096;
    if (text.length == 0 || memchr(text.bytes, '\0', text.length) != NULL) {
        return false;
    }
    if (strchr("=+-@\t\r", text.bytes[0]) != NULL) {
        return true;
    }
    size_t figures = 0;
    bool parted = false;
    bool leading = text.bytes[0] == '0' && text.length > 1 && is_digit(text.bytes[1]);
    return is_numeric(text, &figures, &parted) && (leading || parted || figures > FIGURES_KEPT);
}

enum na_code na_csv_text_put(struct na_str text, bool guard, struct na_buffer *to)
{
    bool quoted = false;
    for (size_t i = 0; i < text.length && !quoted; i++) {
        quoted = strchr(",\"\r\n", text.bytes[i]) != NULL && text.bytes[i] != '\0';
    }
    enum na_code code = quoted ? na_buffer_text(to, "\"") : NA_OK;
    if (code == NA_OK && guard && na_csv_is_risky(text)) {
        code = na_buffer_text(to, "'");
    }
    for (size_t at = 0; at < text.length && code == NA_OK;) {
        const char *quote = memchr(text.bytes + at, '"', text.length - at);
        size_t end = quote != NULL ? (size_t)(quote - text.bytes) + 1 : text.length;
        code = na_buffer_append(to, text.bytes + at, end - at);
        code = code == NA_OK && quote != NULL ? na_buffer_text(to, "\"") : code;
        at = end;
    }
    return code == NA_OK && quoted ? na_buffer_text(to, "\"") : code;
}

enum na_code na_csv_cell_put(enum na_cell_type type, const struct na_cell *cell, bool guard,
                             struct na_buffer *to)
{
    char number[NA_NUMBER_TEXT];
    char date[NA_DATE_TEXT];
    if (cell->content == NA_CELL_IS_EMPTY) {
        return NA_OK;
    }
    if (cell->content == NA_CELL_IS_TEXT) {
        return na_csv_text_put(cell->text, guard, to);
    }
    if (type == NA_CELL_TRUTH) {
        return na_buffer_text(to, cell->number > 0 ? "true" : "false");
    }
    if (type == NA_CELL_DATE) {
        na_date_format(date, (int32_t)cell->number);
        return na_buffer_text(to, date);
    }
    (void)na_number_shortest(&number, cell->number);
    return na_buffer_text(to, number);
}
