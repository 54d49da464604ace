/* Markup of a sheet: SVG in millimetres, and for the ground whole hundredths of one, which are
 * short. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/number.h"
#include "draw/svg_put.h"
#include "print/private.h"

void na_print_put_text(struct print_work *work, double x, double y, const struct print_text *style,
                       const char *text)
{
    static const char *const anchors[] = {"", " text-anchor=\"middle\"", " text-anchor=\"end\""};
    struct na_svg *svg = &work->svg;
    na_svg_put(svg, "<text");
    na_svg_put_attribute(svg, "x", x);
    na_svg_put_attribute(svg, "y", y);
    na_svg_put_attribute(svg, "font-size", style->size);
    na_svg_put(svg, anchors[style->anchor]);
    na_svg_put(svg, style->bold ? " font-weight=\"bold\"" : "");
    na_svg_put(svg, style->italic ? " font-style=\"italic\"" : "");
    if (style->spacing > 0.0) {
        na_svg_put_attribute(svg, "letter-spacing", style->spacing);
    }
    if (style->fill != NULL) {
        na_svg_put(svg, " fill=\"");
        na_svg_put(svg, style->fill);
        na_svg_put(svg, "\"");
    }
    if (style->halo) {
        na_svg_put(svg, " stroke=\"#ffffff\" stroke-width=\"0.55\" stroke-linejoin=\"round\" "
                        "paint-order=\"stroke\"");
    }
    if (fabs(style->turn_deg) > 0.005) {
        char number[NA_NUMBER_TEXT], at[2][NA_NUMBER_TEXT], words[160];
        (void)na_number_trimmed(&number, style->turn_deg, 2);
        (void)na_number_trimmed(&at[0], x, 2);
        (void)na_number_trimmed(&at[1], y, 2);
        (void)snprintf(words, sizeof words, " transform=\"rotate(%.20s %.20s %.20s)\"", number,
                       at[0], at[1]);
        na_svg_put(svg, words);
    }
    na_svg_put(svg, ">");
    na_svg_put_escaped(svg, text);
    na_svg_put(svg, "</text>\n");
}

static void put_paint(struct na_svg *svg, const char *fill, const char *stroke, double width)
{
    na_svg_put(svg, " fill=\"");
    na_svg_put(svg, fill);
    na_svg_put(svg, "\"");
    if (stroke != NULL && width > 0.0) {
        na_svg_put(svg, " stroke=\"");
        na_svg_put(svg, stroke);
        na_svg_put(svg, "\"");
        na_svg_put_attribute(svg, "stroke-width", width);
    }
}

void na_print_put_line(struct print_work *work, struct print_at from, struct print_at to,
                       double width, const char *colour)
{
    struct na_svg *svg = &work->svg;
    na_svg_put(svg, "<line");
    na_svg_put_attribute(svg, "x1", from.x);
    na_svg_put_attribute(svg, "y1", from.y);
    na_svg_put_attribute(svg, "x2", to.x);
    na_svg_put_attribute(svg, "y2", to.y);
    put_paint(svg, "none", colour, width);
    na_svg_put(svg, "/>\n");
}

void na_print_put_box(struct print_work *work, double x, double y, double width, double height,
                      double round, const char *fill, double stroke)
{
    struct na_svg *svg = &work->svg;
    na_svg_put(svg, "<rect");
    na_svg_put_attribute(svg, "x", x);
    na_svg_put_attribute(svg, "y", y);
    na_svg_put_attribute(svg, "width", width);
    na_svg_put_attribute(svg, "height", height);
    if (round > 0.0) {
        na_svg_put_attribute(svg, "rx", round);
    }
    put_paint(svg, fill, "#000000", stroke);
    na_svg_put(svg, "/>\n");
}

void na_print_put_circle(struct print_work *work, struct print_at at, double radius,
                         const char *fill, const char *stroke, double width)
{
    struct na_svg *svg = &work->svg;
    na_svg_put(svg, "<circle");
    na_svg_put_attribute(svg, "cx", at.x);
    na_svg_put_attribute(svg, "cy", at.y);
    na_svg_put_attribute(svg, "r", radius);
    put_paint(svg, fill, stroke, width);
    na_svg_put(svg, "/>\n");
}

void na_print_put_polygon(struct print_work *work, const struct print_at *points, size_t count,
                          const char *fill, const char *stroke, double width)
{
    struct na_svg *svg = &work->svg;
    na_svg_put(svg, "<path d=\"");
    for (size_t i = 0; i < count; i++) {
        na_svg_path_point(svg, i == 0, points[i].x, points[i].y);
    }
    na_svg_put(svg, "Z\"");
    put_paint(svg, fill, stroke, width);
    na_svg_put(svg, "/>\n");
}

void na_print_put_fine(struct print_work *work, const char *attributes)
{
    na_svg_put(&work->svg, "<g transform=\"scale(0.01)\" ");
    na_svg_put(&work->svg, attributes);
    na_svg_put(&work->svg, ">\n");
}

void na_print_put_end(struct print_work *work)
{
    na_svg_put(&work->svg, "</g>\n");
}

void na_print_path_begin(struct print_work *work)
{
    na_svg_put(&work->svg, "<path d=\"");
}

static long fine(double millimetres)
{
    return lround(millimetres * 100.0);
}

/* Points that fall together, within 0.03 mm, are one. */
void na_print_path_points(struct print_work *work, const struct print_at *points, size_t count,
                          bool close)
{
    char words[64];
    long x = 0;
    long y = 0;
    size_t drawn = 0;
    for (size_t i = 0; i < count; i++) {
        long nx = fine(points[i].x);
        long ny = fine(points[i].y);
        bool is_last = i + 1 == count && !close;
        if (i == 0) {
            (void)snprintf(words, sizeof words, "M%ld %ld", nx, ny);
        } else if ((labs(nx - x) < 3 && labs(ny - y) < 3 && !(is_last && drawn == 1)) ||
                   (nx == x && ny == y)) {
            continue;
        } else {
            (void)snprintf(words, sizeof words, "%s%ld%s%ld",
                           drawn == 1 ? "l"
                           : nx < x   ? ""
                                      : " ",
                           nx - x, ny < y ? "" : " ", ny - y);
        }
        na_svg_put(&work->svg, words);
        x = nx;
        y = ny;
        drawn++;
    }
    if (drawn == 1) {
        na_svg_put(&work->svg, "l1 0");
    }
    na_svg_put(&work->svg, close ? "z" : "");
}

void na_print_path_end(struct print_work *work)
{
    na_svg_put(&work->svg, "\"/>\n");
}
