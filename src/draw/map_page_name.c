/* Names inside shapes, where they fit. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "draw/map_page_private.h"

/* Levels at which a shape is cut to look for room. */
#define LEVELS 15
#define CROSSINGS_MAX 256
#define NAME_PX 8.5
#define NAME_SMALL_PX 7.0
/* Mean width of a letter, in parts of its size, on the safe side. */
#define LETTER_WIDTH 0.56
#define NAME_MAX 120

/* The widest stretch inside a shape at one height of the page. */
struct stretch {
    double from, to;
};

static int by_value(const void *a, const void *b)
{
    double x = *(const double *)a;
    double y = *(const double *)b;
    return (x > y) - (x < y);
}

static size_t cross_at(const struct na_map_page *page, const struct na_shape *shape, double y,
                       double crossings[CROSSINGS_MAX])
{
    size_t count = 0;
    for (size_t part = 0; part < shape->part_count; part++) {
        for (size_t i = shape->part_starts[part]; i + 1 < shape->part_starts[part + 1]; i++) {
            const double *xy = shape->xy + 2 * i;
            struct map_point a = na_map_place(page, xy[0], xy[1]);
            struct map_point b = na_map_place(page, xy[2], xy[3]);
            if ((a.y <= y) != (b.y <= y) && count < CROSSINGS_MAX) {
                crossings[count++] = a.x + (b.x - a.x) * (y - a.y) / (b.y - a.y);
            }
        }
    }
    qsort(crossings, count, sizeof crossings[0], by_value);
    return count;
}

/* The widest stretch common to the heights y - half, y and y + half. */
static struct stretch room_at(const struct na_map_page *page, const struct na_shape *shape,
                              double y, double half)
{
    double crossings[3][CROSSINGS_MAX];
    size_t counts[3];
    struct stretch best = {0.0, 0.0};
    for (size_t k = 0; k < 3; k++) {
        counts[k] = cross_at(page, shape, y + ((double)k - 1.0) * half, crossings[k]);
    }
    for (size_t i = 0; i + 1 < counts[0]; i += 2) {
        for (size_t j = 0; j + 1 < counts[1]; j += 2) {
            for (size_t k = 0; k + 1 < counts[2]; k += 2) {
                double from = fmax(crossings[0][i], fmax(crossings[1][j], crossings[2][k]));
                double to =
                    fmin(crossings[0][i + 1], fmin(crossings[1][j + 1], crossings[2][k + 1]));
                best = to - from > best.to - best.from ? (struct stretch){from, to} : best;
            }
        }
    }
    best.from = fmax(best.from, page->left);
    best.to = fmin(best.to, page->left + page->width);
    return best;
}

static size_t letters(const char *text, size_t length)
{
    size_t count = 0;
    for (size_t i = 0; i < length; i++) {
        count += ((unsigned char)text[i] & 0xC0u) != 0x80u;
    }
    return count;
}

/* The blank nearest to the middle, or the end. */
static size_t break_of(const char *text)
{
    size_t length = strlen(text);
    size_t best = length;
    for (size_t i = 1; i + 1 < length; i++) {
        size_t off = i > length / 2 ? i - length / 2 : length / 2 - i;
        size_t best_off = best > length / 2 ? best - length / 2 : length / 2 - best;
        best = text[i] == ' ' && (best == length || off < best_off) ? i : best;
    }
    return best;
}

static bool put_lines(struct na_map_page *page, const struct na_shape *shape, double top,
                      double bottom, double size_px, const char *text, size_t cut)
{
    size_t length = strlen(text);
    bool two = cut < length;
    size_t longest = letters(text, cut);
    if (two) {
        size_t second = letters(text + cut + 1, length - cut - 1);
        longest = second > longest ? second : longest;
    }
    double width = (double)longest * size_px * LETTER_WIDTH;
    double half = size_px * (two ? 1.1 : 0.55);
    struct stretch best = {0.0, 0.0};
    double y = 0.0;
    for (int level = 0; level < LEVELS; level++) {
        /* From the middle outwards: of equal room the most central. */
        double part = 0.5 + (level % 2 == 0 ? 1 : -1) * ((level + 1) / 2) / (double)(LEVELS + 1);
        double at = top + (bottom - top) * part;
        struct stretch room = room_at(page, shape, at, half);
        bool wide = room.to - room.from > (best.to - best.from) * 1.1;
        best = wide ? room : best;
        y = wide ? at : y;
    }
    if (best.to - best.from < width || y - half < page->top ||
        y + half > page->top + page->height) {
        return false;
    }
    char line[NAME_MAX];
    double x = (best.from + best.to) / 2.0;
    (void)na_text_copy_str(line, sizeof line, (struct na_str){text, cut});
    na_svg_text(&page->svg, x, y + (two ? -0.15 : 0.35) * size_px, size_px, NA_SVG_MIDDLE, false,
                true, line);
    if (two) {
        na_svg_text(&page->svg, x, y + 0.85 * size_px, size_px, NA_SVG_MIDDLE, false, true,
                    text + cut + 1);
    }
    return true;
}

void na_map_page_name(struct na_map_page *page, const struct na_shape *shape, const char *text)
{
    double top = INFINITY;
    double bottom = -INFINITY;
    for (size_t i = 0; i < shape->vertex_count; i++) {
        struct map_point at = na_map_place(page, shape->xy[2 * i], shape->xy[2 * i + 1]);
        top = fmin(top, at.y);
        bottom = fmax(bottom, at.y);
    }
    size_t length = strlen(text);
    if (length == 0 || length >= NAME_MAX || !(bottom - top > NAME_SMALL_PX)) {
        return;
    }
    size_t cut = break_of(text);
    const struct {
        double size_px;
        size_t cut;
    } ways[] = {{NAME_PX, length}, {NAME_PX, cut}, {NAME_SMALL_PX, length}, {NAME_SMALL_PX, cut}};
    for (size_t i = 0; i < sizeof ways / sizeof ways[0]; i++) {
        if (put_lines(page, shape, top, bottom, ways[i].size_px, text, ways[i].cut)) {
            return;
        }
    }
}
