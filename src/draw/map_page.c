/* The frame of the page: head, scale, legend and the marks on the map. */
#include "draw/map_page.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/date.h"
#include "base/fail.h"
#include "draw/map_page_private.h"

#define CONTENT_WIDTH (NA_SVG_PAGE_WIDTH - 2.0 * NA_SVG_MARGIN)
/* Below the frame: scale, eight rows of the legend in two columns, three lines of small print. */
#define FOOT_HEIGHT 216.0
#define FRAME_HEIGHT_LEAST 240.0
#define TITLE_PX 18.0
#define LINE_PX 10.5
#define BAND_HEIGHT 24.0
/* Around the extent, in parts of the frame. */
#define AIR 0.03
#define EXTENT_LEAST_M 100.0

/* Demonstration data is said before anything else: a map is cut out and passed on. */
static double put_band(struct na_map_page *page, double y)
{
    if (!na_snapshot_info(page->snapshot)->indicative) {
        return y;
    }
    na_svg_group_begin(&page->svg, "demonstration");
    na_svg_rect(&page->svg, NA_SVG_MARGIN, y, CONTENT_WIDTH, BAND_HEIGHT, "#ffe08a", NULL);
    na_svg_text(&page->svg, NA_SVG_PAGE_WIDTH / 2.0, y + 16.5, 13.0, NA_SVG_MIDDLE, true, false,
                "Demonstration data: not for use");
    na_svg_group_end(&page->svg);
    return y + BAND_HEIGHT + 6.0;
}

static double put_head(struct na_map_page *page, const struct na_map_about *about)
{
    char text[64];
    char day[NA_DATE_TEXT];
    double y = put_band(page, NA_SVG_MARGIN - 10.0);
    na_svg_group_begin(&page->svg, "head");
    char title[256];
    na_svg_fit(about->title, CONTENT_WIDTH, TITLE_PX, title, sizeof title);
    na_svg_text(&page->svg, NA_SVG_MARGIN, y + TITLE_PX, TITLE_PX, NA_SVG_START, true, false,
                title);
    y += TITLE_PX + 16.0;
    for (size_t i = 0; i < about->line_count; i++) {
        y = na_svg_text_wrapped(&page->svg, NA_SVG_MARGIN, y, LINE_PX, CONTENT_WIDTH,
                                about->lines[i]);
    }
    if (about->as_at != NA_DATE_NONE) {
        na_date_format(day, about->as_at);
        (void)snprintf(text, sizeof text, "As at %s", day);
        y = na_svg_text_wrapped(&page->svg, NA_SVG_MARGIN, y, LINE_PX, CONTENT_WIDTH, text);
    }
    na_svg_group_end(&page->svg);
    return y;
}

/* The least round number that is not below `least`: 1, 1.25, 1.5, 2, ... times a power of ten. */
static double round_up(double least)
{
    static const double steps[] = {1.0, 1.25, 1.5, 2.0, 2.5, 3.0, 4.0, 5.0, 6.0, 7.5, 8.0, 10.0};
    double power = pow(10.0, floor(log10(least)));
    for (size_t i = 0; i < sizeof steps / sizeof steps[0]; i++) {
        if (steps[i] * power >= least * (1.0 - 1e-12)) {
            return steps[i] * power;
        }
    }
    return 10.0 * power;
}

static void set_scale(struct na_map_page *page, struct na_map_extent extent)
{
    if (!(extent.east >= extent.west && extent.north >= extent.south)) {
        extent = (struct na_map_extent){0.0, 0.0, 1000.0, 1000.0};
    }
    double width_m = fmax(extent.east - extent.west, EXTENT_LEAST_M);
    double height_m = fmax(extent.north - extent.south, EXTENT_LEAST_M);
    double m_per_px = fmax(width_m / (page->width * (1.0 - 2.0 * AIR)),
                           height_m / (page->height * (1.0 - 2.0 * AIR)));
    page->denominator = round_up(m_per_px * MAP_PX_PER_PAPER_M);
    page->scale = MAP_PX_PER_PAPER_M / page->denominator;
    /* No taller than what is shown. */
    page->height =
        fmin(page->height, fmax(height_m * page->scale / (1.0 - 2.0 * AIR), FRAME_HEIGHT_LEAST));
    page->west = (extent.west + extent.east) / 2.0 - page->width / 2.0 / page->scale;
    page->north = (extent.south + extent.north) / 2.0 + page->height / 2.0 / page->scale;
}

void na_map_page_begin(struct na_map_page *page, const struct na_snapshot *snapshot,
                       const struct na_map_about *about, struct na_map_extent extent,
                       struct na_buffer *to)
{
    *page = (struct na_map_page){.snapshot = snapshot};
    na_svg_begin(&page->svg, to, about->title);
    na_svg_map_patterns(&page->svg);
    page->left = NA_SVG_MARGIN;
    page->width = CONTENT_WIDTH;
    page->top = put_head(page, about);
    page->height = fmax(NA_SVG_PAGE_HEIGHT - NA_SVG_MARGIN / 2.0 - FOOT_HEIGHT - page->top,
                        FRAME_HEIGHT_LEAST);
    set_scale(page, extent);
    na_svg_clip_begin(&page->svg, "frame", page->left, page->top, page->width, page->height);
    na_svg_group_begin(&page->svg, "map");
}

void na_map_page_desc(struct na_map_page *page, const char *text)
{
    na_svg_desc(&page->svg, text);
}

void na_map_page_legend_paint(struct na_map_page *page, enum na_map_paint paint, const char *words)
{
    page->paint_words[paint] = words;
}

void na_map_page_legend_mark(struct na_map_page *page, enum na_map_mark mark, const char *words)
{
    page->mark_words[mark] = words;
}

void na_map_page_group(struct na_map_page *page, const char *id)
{
    na_svg_group_begin(&page->svg, id);
}

void na_map_page_group_end(struct na_map_page *page)
{
    na_svg_group_end(&page->svg);
}

bool na_map_page_spot(const struct na_map_page *page, double easting_m, double northing_m,
                      unsigned int *ret_x, unsigned int *ret_y)
{
    struct map_point at = na_map_place(page, easting_m, northing_m);
    bool shows = at.x >= page->left && at.x < page->left + page->width && at.y >= page->top &&
                 at.y < page->top + page->height;
    if (shows) {
        *ret_x = (unsigned int)at.x;
        *ret_y = (unsigned int)at.y;
    }
    return shows;
}

void na_map_page_mark(struct na_map_page *page, double easting_m, double northing_m,
                      enum na_map_mark mark, const char *tip)
{
    unsigned int x = 0;
    unsigned int y = 0;
    if (na_map_page_spot(page, easting_m, northing_m, &x, &y)) {
        struct map_point at = na_map_place(page, easting_m, northing_m);
        page->marks_used |= 1u << mark;
        na_map_symbol(page, at.x, at.y, mark, tip);
    }
}

enum na_code na_map_page_end(struct na_map_page *page, struct na_error *reterr)
{
    static const struct na_svg_style frame = {"none", "#000000", 1.0};
    na_svg_group_end(&page->svg);
    na_svg_group_end(&page->svg);
    na_svg_path_begin_styled(&page->svg, &frame);
    na_svg_path_point(&page->svg, true, page->left, page->top);
    na_svg_path_point(&page->svg, false, page->left + page->width, page->top);
    na_svg_path_point(&page->svg, false, page->left + page->width, page->top + page->height);
    na_svg_path_point(&page->svg, false, page->left, page->top + page->height);
    na_svg_path_close(&page->svg);
    na_svg_path_end(&page->svg, NULL);
    na_map_foot(page);
    enum na_code code = na_svg_finish(&page->svg);
    return code == NA_OK ? NA_OK : na_fail(reterr, code, "The map does not fit");
}
