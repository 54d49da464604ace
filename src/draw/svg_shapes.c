/* Clips, marks and patterns of maps. */
#include "draw/svg_put.h"

/* Covered solid, gap plain, lost hatched, gained crossed: a black and white copy tells them apart.
 * The page (web/area_map.js) and the sheets (print/) have the same. */
static const char patterns[] =
    "<defs>\n"
    "<pattern id=\"covered\" width=\"6\" height=\"6\" patternUnits=\"userSpaceOnUse\">"
    "<rect width=\"6\" height=\"6\" fill=\"#b9d3ea\"/></pattern>\n"
    "<pattern id=\"gap\" width=\"9\" height=\"9\" patternUnits=\"userSpaceOnUse\">"
    "<rect width=\"9\" height=\"9\" fill=\"#ffffff\"/></pattern>\n"
    "<pattern id=\"gained\" width=\"8\" height=\"8\" patternUnits=\"userSpaceOnUse\">"
    "<rect width=\"8\" height=\"8\" fill=\"#d8efd3\"/>"
    "<path d=\"M0 0L8 8M8 0L0 8\" stroke=\"#1d6b25\" stroke-width=\"0.9\"/></pattern>\n"
    "<pattern id=\"lost\" width=\"6\" height=\"6\" patternUnits=\"userSpaceOnUse\">"
    "<rect width=\"6\" height=\"6\" fill=\"#f3c7b8\"/>"
    "<path d=\"M-1 1L1 -1M0 6L6 0M5 7L7 5\" stroke=\"#8e1b10\" stroke-width=\"0.9\"/></pattern>\n"
    "</defs>\n";

void na_svg_map_patterns(struct na_svg *svg)
{
    na_svg_put(svg, patterns);
}

void na_svg_clip_begin(struct na_svg *svg, const char *id, double x, double y, double width,
                       double height)
{
    na_svg_put(svg, "<clipPath id=\"");
    na_svg_put_escaped(svg, id);
    na_svg_put(svg, "\"><rect");
    na_svg_put_attribute(svg, "x", x);
    na_svg_put_attribute(svg, "y", y);
    na_svg_put_attribute(svg, "width", width);
    na_svg_put_attribute(svg, "height", height);
    na_svg_put(svg, "/></clipPath>\n<g clip-path=\"url(#");
    na_svg_put_escaped(svg, id);
    na_svg_put(svg, ")\">\n");
}

static void put_fill(struct na_svg *svg, const char *fill)
{
    bool plain = fill[0] == '#' || fill[0] == 'n'; /* "none" */
    na_svg_put(svg, plain ? " fill=\"" : " fill=\"url(#");
    na_svg_put(svg, fill);
    na_svg_put(svg, plain ? "\"" : ")\"");
}

void na_svg_path_begin_styled(struct na_svg *svg, const struct na_svg_style *style)
{
    na_svg_put(svg, "<path fill-rule=\"evenodd\" stroke-linejoin=\"round\"");
    put_fill(svg, style->fill);
    na_svg_put(svg, " stroke=\"");
    na_svg_put(svg, style->stroke);
    na_svg_put(svg, "\"");
    na_svg_put_attribute(svg, "stroke-width", style->stroke_width_px);
    na_svg_put(svg, " d=\"");
}

void na_svg_lines_begin(struct na_svg *svg, const char *stroke, double width_px, const char *dash)
{
    na_svg_put(svg, "<path fill=\"none\" stroke-linejoin=\"round\" stroke=\"");
    na_svg_put(svg, stroke);
    na_svg_put(svg, "\"");
    na_svg_put_attribute(svg, "stroke-width", width_px);
    if (dash != NULL) {
        na_svg_put(svg, " stroke-dasharray=\"");
        na_svg_put(svg, dash);
        na_svg_put(svg, "\"");
    }
    na_svg_put(svg, " d=\"");
}

void na_svg_circle(struct na_svg *svg, double x, double y, double radius_px,
                   const struct na_svg_style *style, const char *tip)
{
    na_svg_put(svg, "<circle");
    na_svg_put_attribute(svg, "cx", x);
    na_svg_put_attribute(svg, "cy", y);
    na_svg_put_attribute(svg, "r", radius_px);
    put_fill(svg, style->fill);
    na_svg_put(svg, " stroke=\"");
    na_svg_put(svg, style->stroke);
    na_svg_put(svg, "\"");
    na_svg_put_attribute(svg, "stroke-width", style->stroke_width_px);
    na_svg_put_tip(svg, "circle", tip);
}
