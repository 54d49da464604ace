/* draw/svg.h - a bounded writer of SVG 1.1: well-formed by construction, text always escaped. */
#ifndef NA_DRAW_SVG_H
#define NA_DRAW_SVG_H

#include <stdbool.h>
#include <stddef.h>

#include <nearaid/error.h>

#include "base/buffer.h"

/* One A4 page upright, in CSS pixels of 1/96 inch. */
#define NA_SVG_PAGE_WIDTH 794.0
#define NA_SVG_PAGE_HEIGHT 1123.0
#define NA_SVG_MARGIN 48.0

enum na_svg_anchor { NA_SVG_START, NA_SVG_MIDDLE, NA_SVG_END };

/* Writes into a buffer it borrows. The first failure sticks; na_svg_finish reports it. */
struct na_svg {
    struct na_buffer *to;
    enum na_code failed;
};

/* Begin a page with a title for screen readers, and the fills "class0" to "class4", "zero"
 * and "unknown", told apart without colour. */
void na_svg_begin(struct na_svg *svg, struct na_buffer *to, const char *title);
/* What the drawing says, for those who cannot see it; after na_svg_begin. */
void na_svg_desc(struct na_svg *svg, const char *text);
NA_MUST_USE enum na_code na_svg_finish(struct na_svg *svg);

/* Lines of text, `size` in pixels; `bold`; `halo`: white around the letters. */
void na_svg_text(struct na_svg *svg, double x, double y, double size, enum na_svg_anchor anchor,
                 bool bold, bool halo, const char *text);
/* The same, broken at blanks so that no line is wider than `width` by rule of thumb; returns the y
 * after the last line. */
double na_svg_text_wrapped(struct na_svg *svg, double x, double y, double size, double width,
                           const char *text);
/* The characters of `text` that fit in `width` by rule of thumb, with an ellipsis; to[size]. */
void na_svg_fit(const char *text, double width, double size, char *to, size_t capacity);
/* `fill`: a name from na_svg_begin, or "#rrggbb". */
void na_svg_rect(struct na_svg *svg, double x, double y, double width, double height,
                 const char *fill, const char *tip);
void na_svg_line(struct na_svg *svg, double x1, double y1, double x2, double y2);
/* The fill on which a black line is not seen: paths of it have a white one. Draw them first, so
 * that their neighbours' lines are black. */
#define NA_SVG_DARKEST "class4"
/* A path of closed rings: begin, then for each ring a move and lines, then end. */
void na_svg_path_begin(struct na_svg *svg, const char *fill);
void na_svg_path_point(struct na_svg *svg, bool first, double x, double y);
void na_svg_path_close(struct na_svg *svg);
void na_svg_path_end(struct na_svg *svg, const char *tip);
/* A fill is a name from na_svg_begin or na_svg_map_patterns, "#rrggbb" or "none". */
struct na_svg_style {
    const char *fill;
    const char *stroke; /* "#rrggbb" or "none" */
    double stroke_width_px;
};
/* As na_svg_path_begin. */
void na_svg_path_begin_styled(struct na_svg *svg, const struct na_svg_style *style);
/* A path of open lines; `dash` as SVG has it ("6 3"), NULL a full line. End as na_svg_path_end. */
void na_svg_lines_begin(struct na_svg *svg, const char *stroke, double width_px, const char *dash);
void na_svg_circle(struct na_svg *svg, double x, double y, double radius_px,
                   const struct na_svg_style *style, const char *tip);
/* Add the fills "covered", "gap", "gained" and "lost", told apart without colour. */
void na_svg_map_patterns(struct na_svg *svg);
/* Nothing of what follows, up to na_svg_group_end, is drawn outside the box. */
void na_svg_clip_begin(struct na_svg *svg, const char *id, double x, double y, double width,
                       double height);
/* A group around what follows, with an id for style sheets and tests. */
void na_svg_group_begin(struct na_svg *svg, const char *id);
void na_svg_group_end(struct na_svg *svg);

#endif
