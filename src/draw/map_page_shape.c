/* Shapes and marks on the page, and the names in them. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "draw/map_page_private.h"

static const struct na_svg_style styles[NA_MAP_PAINTS] = {
    [NA_MAP_OUTLINE] = {"none", "#222222", 0.8},   [NA_MAP_COVERED] = {"covered", "#1f5f95", 0.6},
    [NA_MAP_GAP] = {"gap", "none", 0.0},           [NA_MAP_GAINED] = {"gained", "#1d6b25", 0.6},
    [NA_MAP_LOST] = {"lost", "#8e1b10", 0.6},      [NA_MAP_CLASS_0] = {"class0", "#777777", 0.3},
    [NA_MAP_CLASS_1] = {"class1", "#777777", 0.3}, [NA_MAP_CLASS_2] = {"class2", "#777777", 0.3},
    [NA_MAP_CLASS_3] = {"class3", "#777777", 0.3}, [NA_MAP_CLASS_4] = {"class4", "#777777", 0.3},
    [NA_MAP_TOP] = {"none", "#000000", 2.2},
};

/* Strokes of lines, one over the other. */
static const struct {
    const char *stroke;
    double width_px;
    const char *dash;
    const char *core; /* along its middle; NULL: none */
} lines[] = {
    [NA_MAP_STREET - NA_MAP_STREET] = {"#1f5f95", 2.6, NULL, NULL},
    [NA_MAP_STREET_GAINED - NA_MAP_STREET] = {"#1d6b25", 4.4, NULL, "#ffffff"},
    [NA_MAP_STREET_LOST - NA_MAP_STREET] = {"#8e1b10", 3.2, "5 2.5", NULL},
};
#define CORE_PX 1.6

static struct map_point on_lattice(struct map_point at)
{
    return (struct map_point){round(at.x / MAP_LATTICE_PX) * MAP_LATTICE_PX,
                              round(at.y / MAP_LATTICE_PX) * MAP_LATTICE_PX};
}

/* Does any of it show? */
static bool is_in_frame(const struct na_map_page *page, const double *xy, size_t count)
{
    struct na_map_extent box = na_map_extent_none();
    for (size_t i = 0; i < count; i++) {
        struct map_point at = na_map_place(page, xy[2 * i], xy[2 * i + 1]);
        na_map_extent_add(&box, at.x, at.y);
    }
    return box.east >= page->left && box.west <= page->left + page->width &&
           box.north >= page->top && box.south <= page->top + page->height;
}

/* Vertices that fall together are one; what is left of a ring smaller than the lattice is a speck,
 * so that nothing is lost. */
static void draw_ring(struct na_map_page *page, const double *xy, size_t count)
{
    struct map_point start = on_lattice(na_map_place(page, xy[0], xy[1]));
    struct map_point last = start;
    na_svg_path_point(&page->svg, true, start.x, start.y);
    size_t drawn = 1;
    for (size_t i = 1; i + 1 < count; i++) {
        struct map_point at = on_lattice(na_map_place(page, xy[2 * i], xy[2 * i + 1]));
        /* Rounded to the same lattice: equal or a step apart. */
        if (fabs(at.x - last.x) < MAP_LATTICE_PX / 2.0 &&
            fabs(at.y - last.y) < MAP_LATTICE_PX / 2.0) {
            continue;
        }
        na_svg_path_point(&page->svg, false, at.x, at.y);
        last = at;
        drawn++;
    }
    if (drawn < 3) {
        na_svg_path_point(&page->svg, false, last.x + MAP_LATTICE_PX, last.y);
        na_svg_path_point(&page->svg, false, last.x + MAP_LATTICE_PX, last.y + MAP_LATTICE_PX);
    }
    na_svg_path_close(&page->svg);
}

void na_map_page_shape(struct na_map_page *page, const struct na_shape *shape,
                       enum na_map_paint paint, const char *tip)
{
    bool open = false;
    for (size_t part = 0; part < shape->part_count; part++) {
        size_t from = shape->part_starts[part];
        size_t count = shape->part_starts[part + 1] - from;
        if (count < 3 || !is_in_frame(page, shape->xy + 2 * from, count)) {
            continue;
        }
        if (!open) {
            na_svg_path_begin_styled(&page->svg, &styles[paint]);
            open = true;
        }
        draw_ring(page, shape->xy + 2 * from, count);
    }
    if (open) {
        page->paints_used |= 1u << paint;
        na_svg_path_end(&page->svg, tip);
    }
}

/* The parts that show as one path; returns whether there is any. */
static bool put_lines(struct na_map_page *page, const struct na_shape *shape, const char *stroke,
                      double width_px, const char *dash)
{
    bool open = false;
    for (size_t part = 0; part < shape->part_count; part++) {
        const double *xy = shape->xy + 2 * shape->part_starts[part];
        size_t count = shape->part_starts[part + 1] - shape->part_starts[part];
        if (count < 2 || !is_in_frame(page, xy, count)) {
            continue;
        }
        if (!open) {
            na_svg_lines_begin(&page->svg, stroke, width_px, dash);
            open = true;
        }
        for (size_t i = 0; i < count; i++) {
            struct map_point at = on_lattice(na_map_place(page, xy[2 * i], xy[2 * i + 1]));
            na_svg_path_point(&page->svg, i == 0, at.x, at.y);
        }
    }
    if (open) {
        na_svg_path_end(&page->svg, NULL);
    }
    return open;
}

void na_map_page_lines(struct na_map_page *page, const struct na_shape *shape,
                       enum na_map_paint paint)
{
    size_t of = (size_t)(paint - NA_MAP_STREET);
    if (put_lines(page, shape, lines[of].stroke, lines[of].width_px, lines[of].dash)) {
        page->paints_used |= 1u << paint;
        if (lines[of].core != NULL) {
            (void)put_lines(page, shape, lines[of].core, CORE_PX, NULL);
        }
    }
}

static void path_of(struct na_map_page *page, const struct na_svg_style *style, double x, double y,
                    const double *xy, size_t count, const char *tip)
{
    na_svg_path_begin_styled(&page->svg, style);
    for (size_t i = 0; i < count; i++) {
        na_svg_path_point(&page->svg, i == 0, x + xy[2 * i], y + xy[2 * i + 1]);
    }
    na_svg_path_close(&page->svg);
    na_svg_path_end(&page->svg, tip);
}

static void line_swatch(struct na_map_page *page, double x, double y, enum na_map_paint paint)
{
    size_t of = (size_t)(paint - NA_MAP_STREET);
    for (int pass = 0; pass < (lines[of].core != NULL ? 2 : 1); pass++) {
        na_svg_lines_begin(&page->svg, pass == 0 ? lines[of].stroke : lines[of].core,
                           pass == 0 ? lines[of].width_px : CORE_PX, lines[of].dash);
        na_svg_path_point(&page->svg, true, x, y + 6.0);
        na_svg_path_point(&page->svg, false, x + 26.0, y + 6.0);
        na_svg_path_end(&page->svg, NULL);
    }
}

void na_map_swatch(struct na_map_page *page, double x, double y, enum na_map_paint paint)
{
    if (paint >= NA_MAP_STREET) {
        line_swatch(page, x, y, paint);
        return;
    }
    static const double box[] = {0.0, 0.0, 26.0, 0.0, 26.0, 12.0, 0.0, 12.0};
    struct na_svg_style style = styles[paint];
    if (strcmp(style.stroke, "none") == 0) {
        style.stroke = "#888888";
        style.stroke_width_px = 0.4;
    }
    path_of(page, &style, x, y, box, 4, NULL);
}

/* Told apart by shape: dot, dotted diamond, struck ring, small square, cross. */
void na_map_symbol(struct na_map_page *page, double x, double y, enum na_map_mark mark,
                   const char *tip)
{
    static const struct na_svg_style asset = {"#000000", "#ffffff", 0.8};
    static const struct na_svg_style site = {"#ffffff", "#000000", 1.8};
    static const struct na_svg_style inside = {"#1f5f95", "#ffffff", 0.4};
    static const struct na_svg_style outside = {"#b3261e", "#ffffff", 0.5};
    static const struct na_svg_style gone = {"#ffffff", "#8e1b10", 1.3};
    static const double bar[] = {-3.6, 3.6, 3.6, -3.6};
    static const double diamond[] = {0.0, -6.5, 6.5, 0.0, 0.0, 6.5, -6.5, 0.0};
    static const double square[] = {-2.0, -2.0, 2.0, -2.0, 2.0, 2.0, -2.0, 2.0};
    static const double cross[] = {-3.4, -2.2, -2.2, -3.4, 0.0,  -1.2, 2.2,  -3.4,
                                   3.4,  -2.2, 1.2,  0.0,  3.4,  2.2,  2.2,  3.4,
                                   0.0,  1.2,  -2.2, 3.4,  -3.4, 2.2,  -1.2, 0.0};
    switch (mark) {
    case NA_MAP_ASSET:
        na_svg_circle(&page->svg, x, y, 2.7, &asset, tip);
        return;
    case NA_MAP_NEW:
        path_of(page, &site, x, y, diamond, 4, tip);
        na_svg_circle(&page->svg, x, y, 1.6, &asset, NULL);
        return;
    case NA_MAP_GONE:
        na_svg_circle(&page->svg, x, y, 3.6, &gone, tip);
        path_of(page, &gone, x, y, bar, 2, NULL);
        return;
    case NA_MAP_POINT_IN:
        path_of(page, &inside, x, y, square, 4, tip);
        return;
    case NA_MAP_POINT_OUT:
    case NA_MAP_MARKS:
        path_of(page, &outside, x, y, cross, 12, tip);
        return;
    }
}
