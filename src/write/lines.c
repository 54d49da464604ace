/* Lines for people: what several answers share. */
#include <stdarg.h>

#include "base/date.h"
#include "base/format.h"
#include "base/number.h"
#include "base/text.h"
#include "write/render.h"

static void blank_controls(struct na_lines *lines, size_t from, bool keep_lines)
{
    if (lines->failed == NA_OK && lines->to->length > from) {
        na_text_blank_controls(lines->to->data + from, lines->to->length - from, keep_lines);
    }
}

void na_lines_put(struct na_lines *lines, const char *format, ...)
{
    if (lines->failed != NA_OK) {
        return;
    }
    size_t before = lines->to->length;
    char text[1024];
    va_list args;
    va_start(args, format);
    int length = na_vformat(text, sizeof text, format, args);
    va_end(args);
    if (length < 0) {
        lines->failed = NA_ERR_INTERNAL;
    } else if ((size_t)length < sizeof text) {
        lines->failed = na_buffer_append(lines->to, text, (size_t)length);
    } else {
        lines->failed = na_buffer_reserve(lines->to, (size_t)length);
        if (lines->failed == NA_OK) {
            va_start(args, format);
            (void)na_vformat(lines->to->data + lines->to->length, (size_t)length + 1, format, args);
            va_end(args);
            lines->to->length += (size_t)length;
        }
    }
    blank_controls(lines, before, true);
}

void na_lines_text(struct na_lines *lines, const char *text)
{
    size_t before = lines->to->length;
    na_lines_put(lines, "%s", text);
    blank_controls(lines, before, false);
}

size_t na_text_width(const char *text)
{
    size_t width = 0;
    for (; *text != '\0'; text++) {
        width += ((unsigned char)*text & 0xC0u) != 0x80u;
    }
    return width;
}

void na_lines_cell(struct na_lines *lines, const char *text, size_t width)
{
    size_t used = na_text_width(text);
    na_lines_text(lines, text);
    na_lines_put(lines, "%*s", used < width ? (int)(width - used) : 0, "");
}

void na_metres_text(char to[NA_METRES_TEXT], double metres)
{
    char number[NA_NUMBER_TEXT];
    bool kilometres = metres >= 999.5;
    double value = kilometres ? metres / 1000.0 : metres;
    na_number_fixed(&number, value, kilometres && value < 100.0 ? 1 : 0);
    (void)na_format(to, NA_METRES_TEXT, "%.16s %s", number, kilometres ? "km" : "m");
}

void na_lines_named(struct na_lines *lines, const char *name, const char *code)
{
    const char *first = name[0] != '\0' ? name : code[0] != '\0' ? code : "-";
    na_lines_text(lines, first);
    if (name[0] != '\0' && code[0] != '\0') {
        na_lines_put(lines, " (");
        na_lines_text(lines, code);
        na_lines_put(lines, ")");
    }
}

void na_lines_data(struct na_lines *lines, const struct na_snapshot *snapshot)
{
    const struct na_pack_info *info = na_snapshot_info(snapshot);
    char issued[NA_DATE_TEXT];
    na_date_format(issued, info->issued);
    char metres[NA_NUMBER_TEXT];
    na_number_trimmed(&metres, info->transformation_accuracy_m, 3);
    na_lines_put(lines, "Data       %s%s%s, %s (%s m)\n", info->title,
                 issued[0] != '\0' ? ", issued " : "", issued,
                 na_transformation_name(info->transformation), metres);
}

void na_lines_warnings(struct na_lines *lines, const struct na_warnings *warnings)
{
    for (size_t i = 0; i < warnings->count; i++) {
        na_lines_put(lines, "Warning    %s\n", warnings->items[i].text);
    }
}
