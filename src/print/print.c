/* Draws a sheet from top to bottom: bands, title, map, lists, sources. The map gets what head and
 * foot leave, at a round scale. Parts that need room of their own are in other files of this
 * folder. */
#include "print/print.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/fail.h"
#include "base/number.h"
#include "draw/svg_put.h"
#include "print/private.h"

#define MARGIN_MM 14.0
#define TITLE_MM 6.2
#define TITLE_LEAST_MM 4.8
#define HEADLINE_MM 3.6
#define METHOD_MM 2.6
#define FRAME_LEAST_MM 60.0
#define AIR 0.04
#define PARTS_MOST 20000
#define LEAST_DENOMINATOR 1250.0

static void begin_page(struct print_work *work, struct na_buffer *to)
{
    const struct na_print_paper *paper = &work->sheet->paper;
    double narrow = paper->a3 ? 297.0 : 210.0;
    double wide = paper->a3 ? 420.0 : 297.0;
    char words[400];
    work->page_width = paper->landscape ? wide : narrow;
    work->page_height = paper->landscape ? narrow : wide;
    work->margin = MARGIN_MM;
    work->svg = (struct na_svg){to, NA_OK};
    (void)snprintf(words, sizeof words,
                   "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
                   "<svg xmlns=\"http://www.w3.org/2000/svg\" version=\"1.1\" width=\"%.0fmm\" "
                   "height=\"%.0fmm\" viewBox=\"0 0 %.0f %.0f\" font-family=\"Arial, Liberation "
                   "Sans, Helvetica, sans-serif\">\n<title>",
                   work->page_width, work->page_height, work->page_width, work->page_height);
    na_svg_put(&work->svg, words);
    na_svg_put_escaped(&work->svg, work->sheet->title);
    na_svg_put(&work->svg, "</title>\n");
    na_svg_desc(&work->svg, work->sheet->headline);
    /* A browser prints it on paper of its size. */
    (void)snprintf(words, sizeof words, "<style>@page { size: %.0fmm %.0fmm; margin: 0 }</style>\n",
                   work->page_width, work->page_height);
    na_svg_put(&work->svg, words);
    na_print_put_box(work, 0.0, 0.0, work->page_width, work->page_height, 0.0, "#ffffff", 0.0);
}

static double put_paragraph(struct print_work *work, double y, const struct print_text *style,
                            double row, const char *text)
{
    char line[1200];
    double width = work->page_width - 2.0 * work->margin;
    while (*text != '\0') {
        text = na_print_fit_line(text, style->size, style->bold, width, line, sizeof line);
        y += row;
        na_print_put_text(work, work->margin, y, style, line);
    }
    return y;
}

static double put_one_band(struct print_work *work, double y, const char *id, const char *words)
{
    struct print_text style = {.size = 3.4, .bold = true, .anchor = NA_SVG_MIDDLE};
    double room = work->page_width - 2.0 * work->margin;
    double width = na_print_width(words, style.size, true);
    style.size = width > room - 4.0 ? style.size * (room - 4.0) / width : style.size;
    na_svg_group_begin(&work->svg, id);
    na_print_put_box(work, work->margin, y, room, 6.0, 0.0, "#ffe08a", 0.2);
    na_print_put_text(work, work->page_width / 2.0, y + 4.2, &style, words);
    na_svg_group_end(&work->svg);
    return y + 6.5;
}

/* Demonstration data and rows that are not on the map are said before anything else: a sheet is
 * copied and passed on. */
static double put_band(struct print_work *work, double y)
{
    if (na_snapshot_info(work->sheet->snapshot)->indicative) {
        y = put_one_band(work, y, "demonstration", "Demonstration data: not for use");
    }
    if (work->sheet->warning != NULL) {
        y = put_one_band(work, y, "unplaced", work->sheet->warning);
    }
    return y;
}

/* The title shrinks before it is wrapped. Returns the y below the head. */
static double put_head(struct print_work *work)
{
    const struct na_print *sheet = work->sheet;
    double room = work->page_width - 2.0 * work->margin;
    double width = na_print_width(sheet->title, TITLE_MM, true);
    struct print_text title = {.size = TITLE_MM, .bold = true};
    static const struct print_text headline = {.size = HEADLINE_MM};
    static const struct print_text method = {.size = METHOD_MM, .fill = "#333333"};
    title.size = width > room ? fmax(TITLE_MM * room / width, TITLE_LEAST_MM) : TITLE_MM;
    double y = put_band(work, work->margin - 4.0);
    na_svg_group_begin(&work->svg, "head");
    y = put_paragraph(work, y + 0.6, &title, title.size * 1.12, sheet->title);
    y = put_paragraph(work, y + 1.2, &headline, HEADLINE_MM * 1.3, sheet->headline);
    y = put_paragraph(work, y + 0.8, &method, METHOD_MM * 1.35, sheet->method);
    na_svg_group_end(&work->svg);
    return y + 3.0;
}

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

static void add_near(const struct na_print *sheet, struct na_grid corner, double width_m,
                     double height_m, struct na_print_extent *extent, size_t *count)
{
    *extent = na_print_extent_none();
    *count = 0;
    for (size_t i = 0; i < sheet->point_count; i++) {
        const struct na_print_point *point = &sheet->points[i];
        if (point->numbered && point->at.easting_m >= corner.easting_m &&
            point->at.easting_m <= corner.easting_m + width_m &&
            point->at.northing_m >= corner.northing_m &&
            point->at.northing_m <= corner.northing_m + height_m) {
            na_print_extent_add(extent, point->at.easting_m, point->at.northing_m);
            (*count)++;
        }
    }
}

/* A scale that was asked for may show a part only: that with most of the numbered points, not the
 * empty middle between two towns. A window that holds most has a point at its left edge and one at
 * its lower. */
static void choose_part(const struct na_print *sheet, double width_m, double height_m,
                        struct na_print_extent *extent)
{
    size_t most = 0;
    size_t tries = 0;
    for (size_t i = 0; i < sheet->point_count; i++) {
        for (size_t k = 0; k < sheet->point_count && sheet->points[i].numbered; k++) {
            struct na_grid corner = {sheet->points[i].at.easting_m, sheet->points[k].at.northing_m};
            struct na_print_extent held;
            size_t count;
            if (!sheet->points[k].numbered ||
                !(fabs(sheet->points[k].at.easting_m - corner.easting_m) <= width_m) ||
                !(fabs(sheet->points[i].at.northing_m - corner.northing_m) <= height_m) ||
                tries++ > PARTS_MOST) {
                continue;
            }
            add_near(sheet, corner, width_m, height_m, &held, &count);
            if (count > most) {
                most = count;
                *extent = held;
            }
        }
    }
}

static void set_scale(struct print_work *work)
{
    struct na_print_extent extent = work->sheet->extent;
    double width = work->frame.right - work->frame.left;
    double height = work->frame.bottom - work->frame.top;
    if (!(extent.east >= extent.west && extent.north >= extent.south)) {
        extent = (struct na_print_extent){0.0, 0.0, 1000.0, 1000.0};
    }
    work->denominator = work->sheet->paper.denominator;
    if (!(work->denominator > 0.0)) {
        double m_a_mm = fmax((extent.east - extent.west) / (width * (1.0 - 2.0 * AIR)),
                             (extent.north - extent.south) / (height * (1.0 - 2.0 * AIR)));
        work->denominator = round_up(fmax(m_a_mm * 1000.0, LEAST_DENOMINATOR));
    }
    work->mm_a_m = 1000.0 / work->denominator;
    if (!work->sheet->named_extent && ((extent.east - extent.west) * work->mm_a_m > width ||
                                       (extent.north - extent.south) * work->mm_a_m > height)) {
        choose_part(work->sheet, width / work->mm_a_m * (1.0 - 2.0 * AIR),
                    height / work->mm_a_m * (1.0 - 2.0 * AIR), &extent);
    }
    work->west = (extent.west + extent.east) / 2.0 - width / 2.0 / work->mm_a_m;
    work->north = (extent.south + extent.north) / 2.0 + height / 2.0 / work->mm_a_m;
}

struct place {
    double northing, easting;
    size_t point;
};

static int by_place(const void *left, const void *right)
{
    const struct place *a = left;
    const struct place *b = right;
    if (a->northing > b->northing || a->northing < b->northing) {
        return a->northing > b->northing ? -1 : 1;
    }
    if (a->easting > b->easting || a->easting < b->easting) {
        return a->easting < b->easting ? -1 : 1;
    }
    return (a->point > b->point) - (a->point < b->point);
}

/* From north to south, so that the eye finds them. */
static enum na_code number_points(struct print_work *work)
{
    const struct na_print *sheet = work->sheet;
    struct place *places = calloc(sheet->point_count + 1, sizeof places[0]);
    work->numbered = calloc(sheet->point_count + 1, sizeof work->numbered[0]);
    if (places == NULL || work->numbered == NULL) {
        free(places);
        return NA_ERR_MEMORY;
    }
    for (size_t i = 0; i < sheet->point_count; i++) {
        struct na_grid at = sheet->points[i].at;
        if (!sheet->points[i].numbered) {
            continue;
        }
        if (!na_print_in_frame(work, na_print_place(work, at.easting_m, at.northing_m), -0.5)) {
            work->tally.outside++;
            continue;
        }
        places[work->numbered_count++] = (struct place){at.northing_m, at.easting_m, i};
    }
    if (work->numbered_count > 0) {
        qsort(places, work->numbered_count, sizeof places[0], by_place);
    }
    for (size_t i = 0; i < work->numbered_count; i++) {
        work->numbered[i] = places[i].point;
    }
    work->tally.numbered = work->numbered_count;
    free(places);
    return NA_OK;
}

/* Bottom first. Names are placed in the order of what matters and drawn as they are placed. */
static enum na_code draw_map(struct print_work *work, struct print_numbers **ret_numbers)
{
    const struct na_print_box *frame = &work->frame;
    na_svg_clip_begin(&work->svg, "frame", frame->left, frame->top, frame->right - frame->left,
                      frame->bottom - frame->top);
    na_svg_group_begin(&work->svg, "ground");
    na_print_base_areas(work);
    na_svg_group_end(&work->svg);
    na_print_fills(work);
    na_svg_group_begin(&work->svg, "streets");
    na_print_base_lines(work);
    na_svg_group_end(&work->svg);
    na_print_our_lines(work);
    na_print_outlines(work);
    na_print_marks_place(work);
    na_svg_group_begin(&work->svg, "names");
    na_print_names_towns(work);
    enum na_code code = na_print_numbers_place(work, ret_numbers);
    if (code != NA_OK) {
        return code;
    }
    na_print_names_rest(work);
    na_print_street_names(work);
    na_svg_group_end(&work->svg);
    na_print_numbers_leaders(work, *ret_numbers);
    na_print_marks_draw(work);
    na_print_numbers_draw(work, *ret_numbers);
    na_svg_group_end(&work->svg);
    na_print_put_box(work, frame->left, frame->top, frame->right - frame->left,
                     frame->bottom - frame->top, 0.0, "none", 0.4);
    return work->failed;
}

static enum na_code draw(struct print_work *work, struct na_buffer *to, struct na_error *reterr)
{
    struct print_numbers *numbers = NULL;
    begin_page(work, to);
    double top = put_head(work);
    work->frame = (struct na_print_box){work->margin, top, work->page_width - work->margin,
                                        0.0,          0,   NA_PRINT_BOX_LABEL};
    work->frame.bottom = fmax(work->page_height - na_print_foot_height(work), top + FRAME_LEAST_MM);
    set_scale(work);
    enum na_code code = number_points(work);
    code = code == NA_OK ? na_print_ground_load(work, reterr) : na_fail_memory(reterr, "drawing");
    if (code != NA_OK) {
        return code;
    }
    code = draw_map(work, &numbers);
    if (code == NA_OK) {
        na_print_foot(work, numbers);
        code = work->failed != NA_OK ? work->failed : na_svg_finish(&work->svg);
    }
    na_print_numbers_free(numbers);
    return code == NA_OK ? NA_OK : na_fail(reterr, code, "The sheet does not fit");
}

/* What is still owned: labels that were dropped are not there. */
static void give_tally(struct print_work *work, struct na_print_tally *ret_tally)
{
    size_t count = 0;
    for (size_t i = 0; i < work->box_count; i++) {
        if (work->boxes[i].owner >= 0) {
            work->boxes[count++] = work->boxes[i];
        }
    }
    work->tally.denominator = work->denominator;
    work->tally.frame = work->frame;
    work->tally.boxes = work->boxes;
    work->tally.box_count = count;
    *ret_tally = work->tally;
    work->boxes = NULL;
}

enum na_code na_print_draw(const struct na_print *sheet, struct na_buffer *to,
                           struct na_print_tally *ret_tally, struct na_error *reterr)
{
    struct print_work work = {.sheet = sheet};
    enum na_code code = draw(&work, to, reterr);
    if (code == NA_OK && ret_tally != NULL) {
        give_tally(&work, ret_tally);
    }
    na_print_ground_fini(&work.ground);
    free(work.boxes);
    free(work.cells);
    free(work.next);
    free(work.numbered);
    return code;
}
