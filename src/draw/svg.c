/* Elements one by one, their texts escaped, their numbers short. */
#include "draw/svg.h"

#include <stdio.h>
#include <string.h>

#include "base/number.h"
#include "base/text.h"
#include "draw/svg_put.h"

/* Mean width of a letter of a sans serif font, in parts of its size. */
#define LETTER_WIDTH 0.53

void na_svg_put(struct na_svg *svg, const char *markup)
{
    if (svg->failed == NA_OK) {
        svg->failed = na_buffer_text(svg->to, markup);
    }
}

static void put_number(struct na_svg *svg, double value)
{
    char text[NA_NUMBER_TEXT];
    (void)na_number_trimmed(&text, value, 2);
    na_svg_put(svg, text);
}

void na_svg_put_attribute(struct na_svg *svg, const char *name, double value)
{
    na_svg_put(svg, " ");
    na_svg_put(svg, name);
    na_svg_put(svg, "=\"");
    put_number(svg, value);
    na_svg_put(svg, "\"");
}

/* Bytes of the character at `text` if XML may hold it, else 0. XML 1.0 has no control characters
 * and neither U+FFFE nor U+FFFF. */
static size_t allowed(const char *text)
{
    unsigned char first = (unsigned char)text[0];
    if (first < 0x20 || first == 0x7F) {
        return 0;
    }
    size_t length = first < 0x80 ? 1 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4;
    if (strnlen(text, length) != length || !na_utf8_valid(text, length)) {
        return 0;
    }
    return length == 3 && first == 0xEF && (unsigned char)text[1] == 0xBF &&
                   (unsigned char)text[2] >= 0xBE
               ? 0
               : length;
}

void na_svg_put_escaped(struct na_svg *svg, const char *text)
{
    while (*text != '\0' && svg->failed == NA_OK) {
        size_t length = allowed(text);
        switch (*text) {
        case '&':
            na_svg_put(svg, "&amp;");
            break;
        case '<':
            na_svg_put(svg, "&lt;");
            break;
        case '>':
            na_svg_put(svg, "&gt;");
            break;
        case '"':
            na_svg_put(svg, "&quot;");
            break;
        default:
            svg->failed = length > 0 ? na_buffer_append(svg->to, text, length)
                                     : na_buffer_text(svg->to, "\xEF\xBF\xBD");
            break;
        }
        text += length > 0 ? length : 1;
    }
}

void na_svg_put_tip(struct na_svg *svg, const char *element, const char *tip)
{
    if (tip == NULL) {
        na_svg_put(svg, "/>\n");
        return;
    }
    na_svg_put(svg, "><title>");
    na_svg_put_escaped(svg, tip);
    na_svg_put(svg, "</title></");
    na_svg_put(svg, element);
    na_svg_put(svg, ">\n");
}

/* Grey and hatching together, so that a bad copy still tells five classes apart. */
static const char fills[] =
    "<defs>\n"
    "<pattern id=\"class0\" width=\"6\" height=\"6\" patternUnits=\"userSpaceOnUse\">"
    "<rect width=\"6\" height=\"6\" fill=\"#ffffff\"/>"
    "<circle cx=\"3\" cy=\"3\" r=\"0.7\" fill=\"#555555\"/></pattern>\n"
    "<pattern id=\"class1\" width=\"6\" height=\"6\" patternUnits=\"userSpaceOnUse\">"
    "<rect width=\"6\" height=\"6\" fill=\"#ededed\"/>"
    "<path d=\"M-1 1L1 -1M0 6L6 0M5 7L7 5\" stroke=\"#777777\" stroke-width=\"0.8\"/></pattern>\n"
    "<pattern id=\"class2\" width=\"5\" height=\"5\" patternUnits=\"userSpaceOnUse\">"
    "<rect width=\"5\" height=\"5\" fill=\"#c9c9c9\"/>"
    "<path d=\"M0 2.5H5\" stroke=\"#555555\" stroke-width=\"1\"/></pattern>\n"
    "<pattern id=\"class3\" width=\"5\" height=\"5\" patternUnits=\"userSpaceOnUse\">"
    "<rect width=\"5\" height=\"5\" fill=\"#949494\"/>"
    "<path d=\"M-1 4L1 6M0 0L5 5M4 -1L6 1\" stroke=\"#ffffff\" stroke-width=\"0.9\"/></pattern>\n"
    "<pattern id=\"class4\" width=\"4\" height=\"4\" patternUnits=\"userSpaceOnUse\">"
    "<rect width=\"4\" height=\"4\" fill=\"#3d3d3d\"/></pattern>\n"
    "<pattern id=\"zero\" width=\"4\" height=\"4\" patternUnits=\"userSpaceOnUse\">"
    "<rect width=\"4\" height=\"4\" fill=\"#ffffff\"/></pattern>\n"
    "<pattern id=\"unknown\" width=\"8\" height=\"8\" patternUnits=\"userSpaceOnUse\">"
    "<rect width=\"8\" height=\"8\" fill=\"#ffffff\"/>"
    "<path d=\"M4 1V7\" stroke=\"#bbbbbb\" stroke-width=\"0.7\"/></pattern>\n"
    "</defs>\n";

void na_svg_begin(struct na_svg *svg, struct na_buffer *to, const char *title)
{
    *svg = (struct na_svg){to, NA_OK};
    na_svg_put(svg, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
                    "<svg xmlns=\"http://www.w3.org/2000/svg\" version=\"1.1\" width=\"210mm\" "
                    "height=\"297mm\" viewBox=\"0 0 794 1123\" "
                    "font-family=\"Liberation Sans, Arial, Helvetica, sans-serif\">\n<title>");
    na_svg_put_escaped(svg, title);
    na_svg_put(svg, "</title>\n");
    na_svg_put(svg, fills);
    na_svg_put(svg, "<rect width=\"794\" height=\"1123\" fill=\"#ffffff\"/>\n");
}

void na_svg_desc(struct na_svg *svg, const char *text)
{
    na_svg_put(svg, "<desc>");
    na_svg_put_escaped(svg, text);
    na_svg_put(svg, "</desc>\n");
}

enum na_code na_svg_finish(struct na_svg *svg)
{
    na_svg_put(svg, "</svg>\n");
    return svg->failed;
}

void na_svg_text(struct na_svg *svg, double x, double y, double size, enum na_svg_anchor anchor,
                 bool bold, bool halo, const char *text)
{
    static const char *const anchors[] = {"", " text-anchor=\"middle\"", " text-anchor=\"end\""};
    na_svg_put(svg, "<text");
    na_svg_put_attribute(svg, "x", x);
    na_svg_put_attribute(svg, "y", y);
    na_svg_put_attribute(svg, "font-size", size);
    na_svg_put(svg, anchors[anchor]);
    na_svg_put(svg, bold ? " font-weight=\"bold\"" : "");
    na_svg_put(svg, halo ? " stroke=\"#ffffff\" stroke-width=\"3\" stroke-linejoin=\"round\" "
                           "paint-order=\"stroke\""
                         : "");
    na_svg_put(svg, ">");
    na_svg_put_escaped(svg, text);
    na_svg_put(svg, "</text>\n");
}

/* Characters of UTF-8. */
static size_t letters(const char *text, size_t length)
{
    size_t count = 0;
    for (size_t i = 0; i < length; i++) {
        count += ((unsigned char)text[i] & 0xC0u) != 0x80u;
    }
    return count;
}

double na_svg_text_wrapped(struct na_svg *svg, double x, double y, double size, double width,
                           const char *text)
{
    size_t room = (size_t)(width / (LETTER_WIDTH * size));
    while (*text != '\0') {
        size_t length = strlen(text);
        size_t end = length;
        while (letters(text, end) > room) {
            size_t cut = end - 1;
            while (cut > 0 && text[cut] != ' ') {
                cut--;
            }
            if (cut == 0) {
                break; /* a word wider than the line stays whole */
            }
            end = cut;
        }
        char line[1024];
        (void)na_text_copy_str(line, sizeof line, (struct na_str){text, end});
        na_svg_text(svg, x, y, size, NA_SVG_START, false, false, line);
        y += 1.3 * size;
        text += end;
        text += strspn(text, " ");
    }
    return y;
}

void na_svg_fit(const char *text, double width, double size, char *to, size_t capacity)
{
    size_t room = (size_t)(width / (LETTER_WIDTH * size));
    size_t length = strlen(text);
    if (letters(text, length) <= room && length < capacity) {
        (void)na_text_copy(to, capacity, text);
        return;
    }
    size_t end = 0;
    while (end < length && end + 5 < capacity && letters(text, end + 1) < room) {
        end++;
    }
    while (end > 0 && ((unsigned char)text[end] & 0xC0u) == 0x80u) {
        end--;
    }
    (void)snprintf(to, capacity, "%.*s\xE2\x80\xA6", (int)end, text);
}

static void put_fill(struct na_svg *svg, const char *fill)
{
    na_svg_put(svg, fill[0] == '#' ? " fill=\"" : " fill=\"url(#");
    na_svg_put(svg, fill);
    na_svg_put(svg, fill[0] == '#' ? "\"" : ")\"");
}

void na_svg_rect(struct na_svg *svg, double x, double y, double width, double height,
                 const char *fill, const char *tip)
{
    na_svg_put(svg, "<rect");
    na_svg_put_attribute(svg, "x", x);
    na_svg_put_attribute(svg, "y", y);
    na_svg_put_attribute(svg, "width", width);
    na_svg_put_attribute(svg, "height", height);
    put_fill(svg, fill);
    na_svg_put(svg, " stroke=\"#000000\" stroke-width=\"0.6\"");
    na_svg_put_tip(svg, "rect", tip);
}

void na_svg_line(struct na_svg *svg, double x1, double y1, double x2, double y2)
{
    na_svg_put(svg, "<line");
    na_svg_put_attribute(svg, "x1", x1);
    na_svg_put_attribute(svg, "y1", y1);
    na_svg_put_attribute(svg, "x2", x2);
    na_svg_put_attribute(svg, "y2", y2);
    na_svg_put(svg, " stroke=\"#000000\" stroke-width=\"0.8\"/>\n");
}

void na_svg_path_begin(struct na_svg *svg, const char *fill)
{
    na_svg_put(svg, "<path fill-rule=\"evenodd\" stroke-width=\"0.5\" stroke-linejoin=\"round\"");
    na_svg_put(svg,
               strcmp(fill, NA_SVG_DARKEST) == 0 ? " stroke=\"#ffffff\"" : " stroke=\"#000000\"");
    put_fill(svg, fill);
    na_svg_put(svg, " d=\"");
}

void na_svg_path_point(struct na_svg *svg, bool first, double x, double y)
{
    na_svg_put(svg, first ? "M" : "L");
    put_number(svg, x);
    na_svg_put(svg, " ");
    put_number(svg, y);
}

void na_svg_path_close(struct na_svg *svg)
{
    na_svg_put(svg, "Z");
}

void na_svg_path_end(struct na_svg *svg, const char *tip)
{
    na_svg_put(svg, "\"");
    na_svg_put_tip(svg, "path", tip);
}

void na_svg_group_begin(struct na_svg *svg, const char *id)
{
    na_svg_put(svg, "<g id=\"");
    na_svg_put_escaped(svg, id);
    na_svg_put(svg, "\">\n");
}

void na_svg_group_end(struct na_svg *svg)
{
    na_svg_put(svg, "</g>\n");
}
