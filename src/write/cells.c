/* Cells between texts and values: what both writers of typed files need, whatever the file. */
#include "write/cells.h"

#include <math.h>
#include <string.h>

#include "base/date.h"
#include "base/number.h"
#include "io/encoding.h"

struct na_cell na_cell_text(struct na_str text)
{
    return (struct na_cell){.content = text.length > 0 ? NA_CELL_IS_TEXT : NA_CELL_IS_EMPTY,
                            .text = text};
}

struct na_cell na_cell_number(double value)
{
    return (struct na_cell){.content = isfinite(value) ? NA_CELL_IS_NUMBER : NA_CELL_IS_EMPTY,
                            .number = value};
}

struct na_cell na_cell_read(enum na_cell_type type, struct na_str text)
{
    double value = 0;
    int32_t day = 0;
    switch (type) {
    case NA_CELL_TEXT:
        break;
    case NA_CELL_INTEGER:
    case NA_CELL_NUMBER:
        if (na_number_parse(text, &value)) {
            return na_cell_number(value);
        }
        break;
    case NA_CELL_DATE:
        if (na_date_parse(text, &day)) {
            return na_cell_number(day);
        }
        break;
    case NA_CELL_TRUTH:
        if (na_str_is(text, "true") || na_str_is(text, "yes")) {
            return na_cell_number(1);
        }
        if (na_str_is(text, "false") || na_str_is(text, "no")) {
            return na_cell_number(0);
        }
        break;
    }
    return na_cell_text(text);
}

/* A byte of CP1252; the five without a meaning become U+FFFD. */
static enum na_code put_byte(const char *byte, struct na_buffer *to)
{
    enum na_code code =
        *byte == '\0' ? na_buffer_text(to, "\xE2\x90\x80")
                      : na_encoding_to_utf8(NA_ENCODING_CP1252, (struct na_str){byte, 1}, to, NULL);
    return code == NA_ERR_DATA ? na_buffer_text(to, "\xEF\xBF\xBD") : code;
}

enum na_code na_cell_utf8(struct na_str text, struct na_buffer *to)
{
    na_buffer_clear(to);
    enum na_code code = NA_OK;
    bool is_utf8 = na_utf8_valid(text.bytes, text.length);
    if (is_utf8 && (text.length == 0 || memchr(text.bytes, '\0', text.length) == NULL)) {
        code = na_buffer_append(to, text.bytes, text.length);
    } else {
        for (size_t i = 0; i < text.length && code == NA_OK; i++) {
            bool plain = is_utf8 && text.bytes[i] != '\0';
            code = plain ? na_buffer_append(to, text.bytes + i, 1) : put_byte(text.bytes + i, to);
        }
    }
    if (code == NA_OK && na_buffer_terminate(to) == NULL) {
        code = NA_ERR_MEMORY;
    }
    return code;
}
