/* What the answer is about: fills under the streets, their outlines above them, marks on top. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "draw/svg_put.h"
#include "print/private.h"

#define HATCH_MM 2.0
#define AROUND_MM 3.0
/* Small marks kept free of names: where there are more, they are a texture. */
#define SMALL_MOST 5000

/* A pattern is lines of our own, never a pattern of SVG: a printer's driver makes pictures of
 * those. */
static const struct {
    const char *fill, *line;
    bool down, up; /* lines by 45 degrees */
    double step;
} paints[NA_PRINT_PAINTS] = {
    [NA_PRINT_COVERED] = {"#cddff0", NULL, false, false, 0.0},
    [NA_PRINT_LOST] = {NULL, "#333333", false, true, HATCH_MM},
    [NA_PRINT_GAINED] = {NULL, "#333333", true, true, HATCH_MM * 1.3},
    [NA_PRINT_CLASS_1] = {"#f0f0f0", NULL, false, false, 0.0},
    [NA_PRINT_CLASS_2] = {"#dcdcdc", NULL, false, false, 0.0},
    [NA_PRINT_CLASS_3] = {"#c0c0c0", NULL, false, false, 0.0},
    [NA_PRINT_CLASS_4] = {"#a0a0a0", NULL, false, false, 0.0},
    [NA_PRINT_CLASS_5] = {"#787878", NULL, false, false, 0.0},
    [NA_PRINT_TOP] = {NULL, NULL, false, false, 0.0},
};

/* Strokes of lines, one over the other, in hundredths of a millimetre; NULL: no more. */
static const struct {
    const char *group;
    const char *strokes[2];
} line_paints[] = {
    [NA_PRINT_STREET - NA_PRINT_STREET] = {"covered-streets",
                                           {"fill=\"none\" stroke=\"#1f5f95\" stroke-width=\"70\" "
                                            "stroke-linejoin=\"round\"",
                                            NULL}},
    [NA_PRINT_STREET_LOST -
        NA_PRINT_STREET] = {"lost-streets",
                            {"fill=\"none\" stroke=\"#000000\" stroke-width=\"90\" "
                             "stroke-dasharray=\"160 90\" stroke-linejoin=\"round\"",
                             NULL}},
    [NA_PRINT_STREET_GAINED -
        NA_PRINT_STREET] = {"gained-streets",
                            {"fill=\"none\" stroke=\"#000000\" stroke-width=\"120\" "
                             "stroke-linejoin=\"round\"",
                             "fill=\"none\" stroke=\"#ffffff\" stroke-width=\"60\" "
                             "stroke-linejoin=\"round\""}},
};

static bool is_outlined(enum na_print_paint paint)
{
    return paint <= NA_PRINT_GAINED || paint == NA_PRINT_TOP;
}

/* The rings of a shape that show, cut to the frame; starts has part_count + 1. */
struct cut_shape {
    struct print_points points;
    size_t *starts;
    size_t rings;
};

static bool cut_shape(struct print_work *work, const struct na_shape *shape, struct cut_shape *cut)
{
    struct print_points ring = {NULL, 0, 0, false}, scratch = ring, result = ring;
    const struct na_print_box box = {work->frame.left - AROUND_MM,
                                     work->frame.top - AROUND_MM,
                                     work->frame.right + AROUND_MM,
                                     work->frame.bottom + AROUND_MM,
                                     0,
                                     NA_PRINT_BOX_LABEL};
    *cut = (struct cut_shape){.starts = calloc(shape->part_count + 1, sizeof cut->starts[0])};
    if (cut->starts == NULL) {
        work->failed = NA_ERR_MEMORY;
        return false;
    }
    for (size_t part = 0; part < shape->part_count; part++) {
        ring.count = 0;
        for (size_t v = shape->part_starts[part]; v + 1 < shape->part_starts[part + 1]; v++) {
            na_print_points_add(&ring,
                                na_print_place(work, shape->xy[2 * v], shape->xy[2 * v + 1]));
        }
        na_print_clip_ring(ring.items, ring.count, &box, &scratch, &result);
        if (result.count > 2) {
            for (size_t i = 0; i < result.count; i++) {
                na_print_points_add(&cut->points, result.items[i]);
            }
            cut->starts[++cut->rings] = cut->points.count;
        }
    }
    bool full = ring.full || scratch.full || result.full || cut->points.full;
    work->failed = full ? NA_ERR_MEMORY : work->failed;
    free(ring.items);
    free(scratch.items);
    free(result.items);
    return cut->rings > 0 && !full;
}

static void free_cut(struct cut_shape *cut)
{
    free(cut->points.items);
    free(cut->starts);
}

static void put_path(struct print_work *work, const struct cut_shape *cut, const char *attributes)
{
    na_print_put_fine(work, attributes);
    na_print_path_begin(work);
    for (size_t r = 0; r < cut->rings; r++) {
        na_print_path_points(work, cut->points.items + cut->starts[r],
                             cut->starts[r + 1] - cut->starts[r], true);
    }
    na_print_path_end(work);
    na_print_put_end(work);
}

static void put_hatch(struct print_work *work, const struct cut_shape *cut,
                      enum na_print_paint paint)
{
    struct print_points lines = {NULL, 0, 0, NA_PRINT_BOX_LABEL};
    if (paints[paint].up) {
        na_print_hatch(cut->points.items, cut->starts, cut->rings, -1,
                       paints[paint].step * sqrt(2.0), &lines);
    }
    if (paints[paint].down) {
        na_print_hatch(cut->points.items, cut->starts, cut->rings, 1,
                       paints[paint].step * sqrt(2.0), &lines);
    }
    if (lines.count > 0) {
        na_print_put_fine(work, "fill=\"none\" stroke=\"#333333\" stroke-width=\"14\"");
        na_print_path_begin(work);
        for (size_t i = 0; i + 1 < lines.count; i += 2) {
            na_print_path_points(work, lines.items + i, 2, false);
        }
        na_print_path_end(work);
        na_print_put_end(work);
    }
    work->failed = lines.full ? NA_ERR_MEMORY : work->failed;
    free(lines.items);
}

/* One area; where there is ground below, it shines through. */
static void fill_area(struct print_work *work, const struct cut_shape *cut,
                      enum na_print_paint paint)
{
    char attributes[96];
    if (paints[paint].fill != NULL) {
        (void)snprintf(attributes, sizeof attributes, "fill-rule=\"evenodd\" fill=\"%s\"%s",
                       paints[paint].fill,
                       work->sheet->map != NULL ? " fill-opacity=\"0.75\"" : "");
        put_path(work, cut, attributes);
    }
    if (paints[paint].line != NULL) {
        put_hatch(work, cut, paint);
    }
}

static void join_cut(struct cut_shape *to, const struct cut_shape *from, struct print_work *work)
{
    size_t *starts = realloc(to->starts, (to->rings + from->rings + 1) * sizeof to->starts[0]);
    if (starts == NULL) {
        work->failed = NA_ERR_MEMORY;
        return;
    }
    to->starts = starts;
    to->starts[0] = 0;
    for (size_t r = 0; r < from->rings; r++) {
        for (size_t i = from->starts[r]; i < from->starts[r + 1]; i++) {
            na_print_points_add(&to->points, from->points.items[i]);
        }
        to->starts[++to->rings] = to->points.count;
    }
    work->failed = to->points.full ? NA_ERR_MEMORY : work->failed;
}

void na_print_fills(struct print_work *work)
{
    static const char *const groups[NA_PRINT_PAINTS] = {
        "covered", "lost", "gained", "class-1", "class-2", "class-3", "class-4", "class-5", "top"};
    for (int paint = 0; paint < NA_PRINT_TOP; paint++) {
        /* Cells of a class are one path: between two of them no seam may show. */
        bool joined = paint >= NA_PRINT_CLASS_1 && paint <= NA_PRINT_CLASS_5;
        struct cut_shape all = {.rings = 0};
        na_svg_group_begin(&work->svg, groups[paint]);
        for (size_t i = 0; i < work->sheet->area_count && work->failed == NA_OK; i++) {
            const struct na_print_area *area = &work->sheet->areas[i];
            struct cut_shape cut;
            if ((int)area->paint != paint) {
                continue;
            }
            if (cut_shape(work, area->shape, &cut)) {
                work->paints_used |= 1u << paint;
                if (joined) {
                    join_cut(&all, &cut, work);
                } else {
                    fill_area(work, &cut, area->paint);
                }
            }
            free_cut(&cut);
        }
        if (all.rings > 0 && work->failed == NA_OK) {
            fill_area(work, &all, (enum na_print_paint)paint);
        }
        free_cut(&all);
        na_svg_group_end(&work->svg);
    }
}

static void outline_areas(struct print_work *work)
{
    for (size_t i = 0; i < work->sheet->area_count; i++) {
        const struct na_print_area *area = &work->sheet->areas[i];
        struct cut_shape cut;
        if (!is_outlined(area->paint)) {
            continue;
        }
        if (cut_shape(work, area->shape, &cut)) {
            bool strong = area->paint != NA_PRINT_COVERED;
            work->paints_used |= 1u << area->paint;
            put_path(work, &cut,
                     "fill=\"none\" stroke=\"#ffffff\" stroke-width=\"120\" "
                     "stroke-linejoin=\"round\"");
            put_path(work, &cut,
                     strong ? "fill=\"none\" stroke=\"#000000\" stroke-width=\"50\" "
                              "stroke-linejoin=\"round\""
                            : "fill=\"none\" stroke=\"#1f5f95\" stroke-width=\"35\" "
                              "stroke-linejoin=\"round\"");
        }
        free_cut(&cut);
    }
}

/* The parts of a ring that no ring before it had, each as one line: its dashes go on. */
static void put_new_edges(struct print_work *work, const struct print_at *ring, size_t count,
                          struct print_edges *edges, struct print_points *line)
{
    line->count = 0;
    for (size_t i = 0; i < count && work->failed == NA_OK; i++) {
        struct print_at from = ring[i];
        struct print_at to = ring[i + 1 == count ? 0 : i + 1];
        bool is_new = false;
        if (!na_print_edges_add(edges, from, to, &is_new)) {
            work->failed = NA_ERR_MEMORY;
        }
        if (is_new && line->count == 0) {
            na_print_points_add(line, from);
        }
        if (is_new) {
            na_print_points_add(line, to);
        }
        if ((!is_new || i + 1 == count) && line->count > 1) {
            na_print_path_points(work, line->items, line->count, false);
            line->count = 0;
        }
    }
    work->failed = line->full ? NA_ERR_MEMORY : work->failed;
}

static void put_boundaries(struct print_work *work, const char *attributes)
{
    struct print_edges edges = {.count = 0};
    struct print_points line = {NULL, 0, 0, false};
    na_print_put_fine(work, attributes);
    na_print_path_begin(work);
    for (size_t i = 0; i < work->sheet->outline_count && work->failed == NA_OK; i++) {
        struct cut_shape cut;
        if (work->sheet->outlines[i].vertex_count == 0) {
            continue;
        }
        if (cut_shape(work, &work->sheet->outlines[i], &cut)) {
            work->boundary_used = true;
            for (size_t r = 0; r < cut.rings; r++) {
                put_new_edges(work, cut.points.items + cut.starts[r],
                              cut.starts[r + 1] - cut.starts[r], &edges, &line);
            }
        }
        free_cut(&cut);
    }
    na_print_path_end(work);
    na_print_put_end(work);
    free(line.items);
    na_print_edges_fini(&edges);
}

void na_print_outlines(struct print_work *work)
{
    na_svg_group_begin(&work->svg, "outlines");
    if (work->sheet->outline_count > 0) {
        put_boundaries(work, "fill=\"none\" stroke=\"#ffffff\" stroke-width=\"110\"");
        put_boundaries(work, "fill=\"none\" stroke=\"#333333\" stroke-width=\"40\" "
                             "stroke-dasharray=\"260 80 50 80\"");
    }
    na_svg_group_end(&work->svg);
    na_svg_group_begin(&work->svg, "area-outlines");
    outline_areas(work);
    na_svg_group_end(&work->svg);
}

/* The segments of lines that show, each cut to the frame; those that go on are one line. */
static void put_cut_lines(struct print_work *work, const struct na_shape *shape)
{
    const struct na_print_box box = {work->frame.left - AROUND_MM,
                                     work->frame.top - AROUND_MM,
                                     work->frame.right + AROUND_MM,
                                     work->frame.bottom + AROUND_MM,
                                     0,
                                     NA_PRINT_BOX_LABEL};
    struct print_points line = {NULL, 0, 0, NA_PRINT_BOX_LABEL};
    na_print_path_begin(work);
    for (size_t part = 0; part < shape->part_count; part++) {
        for (size_t v = shape->part_starts[part]; v + 1 < shape->part_starts[part + 1]; v++) {
            struct print_at from = na_print_place(work, shape->xy[2 * v], shape->xy[2 * v + 1]);
            struct print_at to = na_print_place(work, shape->xy[2 * v + 2], shape->xy[2 * v + 3]);
            struct print_at whole = to;
            bool shows = na_print_clip_segment(&from, &to, &box);
            if (shows && line.count == 0) {
                na_print_points_add(&line, from);
            }
            if (shows) {
                na_print_points_add(&line, to);
            }
            /* Exact: a point that was not cut is the same. */
            bool goes_on = shows && !(to.x < whole.x || to.x > whole.x) &&
                           !(to.y < whole.y || to.y > whole.y) &&
                           v + 2 < shape->part_starts[part + 1];
            if (!goes_on && line.count > 1) {
                na_print_path_points(work, line.items, line.count, false);
            }
            line.count = goes_on ? line.count : 0;
        }
    }
    na_print_path_end(work);
    work->failed = line.full ? NA_ERR_MEMORY : work->failed;
    free(line.items);
}

static bool shows_any(const struct print_work *work, const struct na_shape *shape)
{
    for (size_t v = 0; v < shape->vertex_count; v++) {
        if (na_print_in_frame(work, na_print_place(work, shape->xy[2 * v], shape->xy[2 * v + 1]),
                              0.0)) {
            return true;
        }
    }
    return false;
}

void na_print_our_lines(struct print_work *work)
{
    for (size_t i = 0; i < work->sheet->area_count && work->failed == NA_OK; i++) {
        const struct na_print_area *area = &work->sheet->areas[i];
        if (area->paint < NA_PRINT_STREET || !shows_any(work, area->shape)) {
            continue;
        }
        size_t of = (size_t)(area->paint - NA_PRINT_STREET);
        work->paints_used |= 1u << area->paint;
        na_svg_group_begin(&work->svg, line_paints[of].group);
        for (size_t pass = 0; pass < 2 && line_paints[of].strokes[pass] != NULL; pass++) {
            na_print_put_fine(work, line_paints[of].strokes[pass]);
            put_cut_lines(work, area->shape);
            na_print_put_end(work);
        }
        na_svg_group_end(&work->svg);
    }
}

/* Half a mark's side, millimetres. */
static const double reach[NA_PRINT_MARKS] = {
    [NA_PRINT_ASSET] = 1.2,     [NA_PRINT_ASSET_NEW] = 1.6, [NA_PRINT_ASSET_END] = 1.1,
    [NA_PRINT_LOSES] = 0.75,    [NA_PRINT_GAINS] = 1.0,     [NA_PRINT_OTHER_IN] = 0.45,
    [NA_PRINT_OTHER_OUT] = 0.7,
};

static double times_of(const struct na_print_point *point)
{
    return point->times > 0.0 ? point->times : 1.0;
}

void na_print_symbol(struct print_work *work, struct print_at at, enum na_print_mark mark,
                     double times)
{
    struct print_at corners[4];
    double r = reach[mark] * times;
    switch (mark) {
    case NA_PRINT_ASSET:
        na_print_put_circle(work, at, r - 0.1, "#ffffff", "#000000", 0.3);
        na_print_put_circle(work, at, 0.6, "#000000", NULL, 0.0);
        return;
    case NA_PRINT_ASSET_NEW:
        corners[0] = (struct print_at){at.x, at.y - r};
        corners[1] = (struct print_at){at.x + r, at.y};
        corners[2] = (struct print_at){at.x, at.y + r};
        corners[3] = (struct print_at){at.x - r, at.y};
        na_print_put_polygon(work, corners, 4, "#ffffff", "#000000", 0.45);
        na_print_put_circle(work, at, 0.4, "#000000", NULL, 0.0);
        return;
    case NA_PRINT_ASSET_END:
        na_print_put_box(work, at.x - r + 0.2, at.y - r + 0.2, 2.0 * r - 0.4, 2.0 * r - 0.4, 0.0,
                         "#ffffff", 0.5);
        return;
    case NA_PRINT_LOSES:
        na_print_put_circle(work, at, r - 0.1, "#000000", "#ffffff", 0.2);
        return;
    case NA_PRINT_GAINS:
        corners[0] = (struct print_at){at.x, at.y - r};
        corners[1] = (struct print_at){at.x + r, at.y + 0.8 * r};
        corners[2] = (struct print_at){at.x - r, at.y + 0.8 * r};
        na_print_put_polygon(work, corners, 3, "#000000", "#ffffff", 0.2);
        return;
    case NA_PRINT_OTHER_IN:
        na_print_put_circle(work, at, r - 0.1, "#4a4a4a", NULL, 0.0);
        return;
    case NA_PRINT_OTHER_OUT:
    case NA_PRINT_MARKS:
        na_print_put_circle(work, at, r - 0.15, "#ffffff", "#000000", 0.25);
        return;
    }
}

void na_print_marks_place(struct print_work *work)
{
    size_t small = 0;
    for (size_t i = 0; i < work->sheet->point_count; i++) {
        const struct na_print_point *point = &work->sheet->points[i];
        struct print_at at = na_print_place(work, point->at.easting_m, point->at.northing_m);
        double r = reach[point->mark] * times_of(point);
        bool is_small = !point->numbered &&
                        (point->mark == NA_PRINT_OTHER_IN || point->mark == NA_PRINT_OTHER_OUT);
        if (!point->texture && na_print_in_frame(work, at, 0.0) &&
            !(is_small && small++ >= SMALL_MOST)) {
            struct na_print_box box = {at.x - r, at.y - r, at.x + r,
                                       at.y + r, 0,        NA_PRINT_BOX_MARK};
            na_print_boxes_add(work, &box, 1, na_print_owner(work), NA_PRINT_BOX_MARK);
        }
    }
}

void na_print_marks_draw(struct print_work *work)
{
    static const enum na_print_mark order[] = {
        NA_PRINT_OTHER_OUT, NA_PRINT_OTHER_IN,  NA_PRINT_ASSET,     NA_PRINT_GAINS,
        NA_PRINT_LOSES,     NA_PRINT_ASSET_END, NA_PRINT_ASSET_NEW,
    };
    na_svg_group_begin(&work->svg, "marks");
    for (size_t k = 0; k < sizeof order / sizeof order[0]; k++) {
        for (size_t i = 0; i < work->sheet->point_count; i++) {
            const struct na_print_point *point = &work->sheet->points[i];
            struct print_at at = na_print_place(work, point->at.easting_m, point->at.northing_m);
            if (point->mark == order[k] && na_print_in_frame(work, at, 0.0)) {
                work->marks_used |= 1u << point->mark;
                na_print_symbol(work, at, point->mark, times_of(point));
            }
        }
    }
    na_svg_group_end(&work->svg);
}

void na_print_swatch(struct print_work *work, double x, double y, double width, double height,
                     enum na_print_paint paint)
{
    const struct print_at corners[4] = {
        {x, y}, {x + width, y}, {x + width, y + height}, {x, y + height}};
    const size_t starts[2] = {0, 4};
    struct cut_shape cut = {{(struct print_at *)corners, 4, 4, false}, (size_t *)starts, 1};
    if (paint >= NA_PRINT_STREET) {
        const struct print_at along[2] = {{x, y + height / 2.0}, {x + width, y + height / 2.0}};
        size_t of = (size_t)(paint - NA_PRINT_STREET);
        for (size_t pass = 0; pass < 2 && line_paints[of].strokes[pass] != NULL; pass++) {
            na_print_put_fine(work, line_paints[of].strokes[pass]);
            na_print_path_begin(work);
            na_print_path_points(work, along, 2, false);
            na_print_path_end(work);
            na_print_put_end(work);
        }
        return;
    }
    na_print_put_polygon(work, corners, 4,
                         paints[paint].fill != NULL ? paints[paint].fill : "#ffffff", "#000000",
                         paint == NA_PRINT_TOP ? 0.6 : 0.25);
    if (paints[paint].line != NULL) {
        put_hatch(work, &cut, paint);
    }
}
