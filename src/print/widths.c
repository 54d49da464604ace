/* How wide a text is, without opening a font: Arial, Liberation Sans and Helvetica have the same
 * widths of letters, and these are the 95 of ASCII, in thousandths of the size. So the same text
 * gives the same bytes on every machine. */
#include <string.h>

#include "base/text.h"
#include "print/private.h"

static const short regular[95] = {
    278, 278, 355, 556, 556, 889, 667, 191, 333, 333, 389, 584, 278, 333,  278, 278, 556, 556, 556,
    556, 556, 556, 556, 556, 556, 556, 278, 278, 584, 584, 584, 556, 1015, 667, 667, 722, 722, 667,
    611, 778, 722, 278, 500, 667, 556, 833, 722, 778, 667, 778, 722, 667,  611, 722, 667, 944, 667,
    667, 611, 278, 278, 278, 469, 556, 333, 556, 556, 500, 556, 556, 278,  556, 556, 222, 222, 500,
    222, 833, 556, 556, 556, 556, 333, 500, 278, 556, 500, 722, 500, 500,  500, 334, 260, 334, 584,
};
static const short heavy[95] = {
    278, 333, 474, 556, 556, 889, 722, 238, 333, 333, 389, 584, 278, 333, 278, 278, 556, 556, 556,
    556, 556, 556, 556, 556, 556, 556, 333, 333, 584, 584, 584, 611, 975, 722, 722, 722, 722, 667,
    611, 778, 722, 278, 556, 722, 611, 833, 722, 778, 667, 778, 722, 667, 611, 722, 667, 944, 667,
    667, 611, 333, 278, 333, 584, 556, 333, 556, 611, 556, 611, 556, 333, 611, 611, 278, 278, 556,
    278, 889, 611, 611, 611, 611, 389, 556, 333, 611, 556, 778, 556, 556, 500, 389, 280, 389, 584,
};
/* No letter with an accent is wider than this; ideographs are. */
#define OTHER_LATIN 834
#define OTHER_WIDE 1000

static double width_of(const char *text, size_t length, double size, bool bold)
{
    const short *widths = bold ? heavy : regular;
    double sum = 0.0;
    for (size_t i = 0; i < length; i++) {
        unsigned char byte = (unsigned char)text[i];
        if (byte >= 0x20 && byte < 0x7F) {
            sum += widths[byte - 0x20];
        } else if ((byte & 0xC0u) == 0xC0u) {
            sum += byte < 0xE0 ? OTHER_LATIN : OTHER_WIDE;
        }
    }
    return sum * size / 1000.0;
}

double na_print_width(const char *text, double size, bool bold)
{
    return width_of(text, strlen(text), size, bold);
}

/* A blank between a figure and its unit is no place to break a line: "2199 m". */
static bool parts_unit(const char *text, size_t end)
{
    if (text[end] != ' ' || end == 0 || text[end - 1] < '0' || text[end - 1] > '9') {
        return false;
    }
    const char *unit = text + end + 1;
    unit += *unit == 'k';
    return *unit == 'm' && strchr(" ,;.)", unit[1]) != NULL;
}

const char *na_print_fit_line(const char *text, double size, bool bold, double width, char *to,
                              size_t capacity)
{
    size_t length = strlen(text);
    size_t end = length;
    while (end > 0 &&
           (width_of(text, end, size, bold) > width || end >= capacity || parts_unit(text, end))) {
        end--;
        while (end > 0 && text[end] != ' ') {
            end--;
        }
    }
    if (end == 0) { /* one word wider than the line: as many of its letters as fit */
        while (end < length && end + 1 < capacity && width_of(text, end + 1, size, bold) <= width) {
            end++;
        }
        end = end == 0 && length > 0 ? 1 : end;
        while (end < length && ((unsigned char)text[end] & 0xC0u) == 0x80u) {
            end++;
        }
    }
    (void)na_text_copy_str(to, capacity, (struct na_str){text, end});
    text += end;
    return text + strspn(text, " ");
}
