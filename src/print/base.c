/* The ground on paper: pale areas under what is ours, white streets with grey edges above it.
 * Nothing of it is darker than #8c8c8c but names, railways and boundaries, so that a photocopy
 * still shows what the sheet is about. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "draw/svg_put.h"
#include "print/private.h"

#define WATER_LINES_MM 1.0
/* Beyond this many houses, or this scale, they have no outline. */
#define HOUSES_OUTLINED 4000
#define OUTLINE_DENOMINATOR 5000.0

/* Of a road at 1:10,000, millimetres of its fill; important ones are grey. */
static const struct {
    enum na_ground ground;
    double width;
    bool grey;
} roads[] = {
    {NA_GROUND_PATH, 0.3, false},   {NA_GROUND_RESTRICTED, 0.55, false},
    {NA_GROUND_LOCAL, 0.95, false}, {NA_GROUND_MINOR, 1.15, false},
    {NA_GROUND_B_ROAD, 1.3, true},  {NA_GROUND_A_ROAD, 1.5, true},
    {NA_GROUND_PRIMARY, 1.7, true}, {NA_GROUND_MOTORWAY, 1.9, true},
};
#define ROADS (sizeof roads / sizeof roads[0])
#define CASING_MM 0.24

static double width_factor(double denominator)
{
    return denominator <= 5000.0    ? 1.45
           : denominator <= 7500.0  ? 1.2
           : denominator <= 12500.0 ? 1.0
           : denominator <= 20000.0 ? 0.75
           : denominator <= 30000.0 ? 0.62
           : denominator <= 60000.0 ? 0.4
                                    : 0.28;
}

static const struct print_at *points_of(const struct print_work *work,
                                        const struct print_line *line)
{
    return work->ground.points + line->first;
}

/* All areas of a kind as one path: holes are holes. */
static void fill_areas(struct print_work *work, enum na_ground kind, const char *attributes)
{
    const struct print_ground *ground = &work->ground;
    bool open = false;
    for (size_t i = 0; i < ground->line_count; i++) {
        const struct print_line *line = &ground->lines[i];
        if (line->ground != kind) {
            continue;
        }
        bool goes_on = open && i > 0 && ground->lines[i - 1].ground == kind &&
                       ground->lines[i - 1].ring_of == line->ring_of;
        if (!open) {
            na_print_put_fine(work, attributes);
            open = true;
            na_print_path_begin(work);
        } else if (!goes_on) { /* areas of two tiles overlap: each is a path, or they would be holes
                                */
            na_print_path_end(work);
            na_print_path_begin(work);
        }
        na_print_path_points(work, points_of(work, line), line->count, true);
    }
    if (open) {
        na_print_path_end(work);
        na_print_put_end(work);
    }
}

/* Level lines over water, so that it is water in a photocopy too. */
static void line_water(struct print_work *work, enum na_ground kind)
{
    const struct print_ground *ground = &work->ground;
    struct print_points lines = {NULL, 0, 0, NA_PRINT_BOX_LABEL};
    for (size_t i = 0; i < ground->line_count; i++) {
        size_t rings = 0;
        size_t *starts = NULL;
        size_t end = i;
        while (end < ground->line_count && ground->lines[end].ground == kind &&
               ground->lines[end].ring_of == ground->lines[i].ring_of) {
            end++;
        }
        rings = end - i;
        if (rings == 0) {
            continue;
        }
        starts = calloc(rings + 1, sizeof starts[0]);
        if (starts == NULL) {
            work->failed = NA_ERR_MEMORY;
            break;
        }
        for (size_t r = 0; r < rings; r++) {
            starts[r] = ground->lines[i + r].first;
            starts[r + 1] = ground->lines[i + r].first + ground->lines[i + r].count;
        }
        na_print_hatch(ground->points, starts, rings, 0, WATER_LINES_MM, &lines);
        free(starts);
        i = end - 1;
    }
    if (lines.count > 0) {
        na_print_put_fine(work, "fill=\"none\" stroke=\"#c3ced6\" stroke-width=\"12\"");
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

/* Only where both ends lie in the tile's square, or every edge of a tile would show as a line
 * through the houses. */
static bool is_inner(const struct print_line *line, struct print_at at)
{
    return at.x >= line->inner.left && at.x <= line->inner.right && at.y >= line->inner.top &&
           at.y <= line->inner.bottom;
}

static void outline_houses(struct print_work *work)
{
    const struct print_ground *ground = &work->ground;
    if (ground->houses == 0 || ground->houses > HOUSES_OUTLINED ||
        work->denominator > OUTLINE_DENOMINATOR) {
        return;
    }
    na_print_put_fine(work, "fill=\"none\" stroke=\"#b4b4b4\" stroke-width=\"10\"");
    na_print_path_begin(work);
    for (size_t i = 0; i < ground->line_count; i++) {
        const struct print_line *line = &ground->lines[i];
        if (line->ground != NA_GROUND_BUILDING) {
            continue;
        }
        const struct print_at *points = points_of(work, line);
        for (size_t k = 0; k < line->count; k++) {
            struct print_at pair[2] = {points[k], points[k + 1 == line->count ? 0 : k + 1]};
            if (is_inner(line, pair[0]) && is_inner(line, pair[1])) {
                na_print_path_points(work, pair, 2, false);
            }
        }
    }
    na_print_path_end(work);
    na_print_put_end(work);
}

static void draw_lines(struct print_work *work, enum na_ground kind, int level,
                       const char *attributes)
{
    const struct print_ground *ground = &work->ground;
    bool open = false;
    for (size_t i = 0; i < ground->line_count; i++) {
        const struct print_line *line = &ground->lines[i];
        int of = line->level < 0 ? 0 : line->level > 2 ? 2 : line->level;
        if (line->ground != kind || (level >= 0 && of != level)) {
            continue;
        }
        if (!open) {
            na_print_put_fine(work, attributes);
            na_print_path_begin(work);
            open = true;
        }
        na_print_path_points(work, points_of(work, line), line->count, false);
    }
    if (open) {
        na_print_path_end(work);
        na_print_put_end(work);
        work->rail_used = work->rail_used || kind == NA_GROUND_RAIL;
        work->boundary_used = work->boundary_used || kind == NA_GROUND_BOUNDARY;
    }
}

void na_print_base_areas(struct print_work *work)
{
    fill_areas(work, NA_GROUND_GREEN, "fill=\"#f1f1f1\" fill-rule=\"evenodd\"");
    fill_areas(work, NA_GROUND_SITE, "fill=\"#f4f4f4\" fill-rule=\"evenodd\"");
    fill_areas(work, NA_GROUND_WOOD, "fill=\"#eaeaea\" fill-rule=\"evenodd\"");
    fill_areas(work, NA_GROUND_SHORE, "fill=\"#f0eee8\" fill-rule=\"evenodd\"");
    fill_areas(work, NA_GROUND_WATER, "fill=\"#dfe6ea\" fill-rule=\"evenodd\"");
    line_water(work, NA_GROUND_WATER);
    fill_areas(work, NA_GROUND_SEA, "fill=\"#dfe6ea\" fill-rule=\"evenodd\"");
    line_water(work, NA_GROUND_SEA);
    draw_lines(work, NA_GROUND_STREAM, -1,
               "fill=\"none\" stroke=\"#b3c2cd\" stroke-width=\"25\" stroke-linejoin=\"round\"");
    fill_areas(work, NA_GROUND_BUILDING, "fill=\"#dedede\" fill-rule=\"evenodd\"");
    outline_houses(work);
}

/* All edges first, then all fills: so that streets join; a bridge lies above what it crosses. */
static void draw_roads(struct print_work *work, int level)
{
    double factor = width_factor(work->denominator);
    char attributes[160];
    for (int fills = 0; fills < 2; fills++) {
        for (size_t i = 0; i < ROADS; i++) {
            double width = roads[i].width * factor;
            const char *colour = fills == 0      ? (roads[i].grey ? "#8c8c8c" : "#b0b0b0")
                                 : roads[i].grey ? "#e4e4e4"
                                                 : "#ffffff";
            (void)snprintf(
                attributes, sizeof attributes,
                "fill=\"none\" stroke=\"%s\" stroke-width=\"%d\" stroke-linejoin=\"round\" "
                "stroke-linecap=\"round\"",
                colour, (int)((width + (fills == 0 ? CASING_MM : 0.0)) * 100.0 + 0.5));
            draw_lines(work, roads[i].ground, level, attributes);
        }
    }
}

void na_print_base_lines(struct print_work *work)
{
    draw_roads(work, 0);
    draw_lines(work, NA_GROUND_RAIL, -1, "fill=\"none\" stroke=\"#6e6e6e\" stroke-width=\"75\"");
    draw_lines(work, NA_GROUND_RAIL, -1,
               "fill=\"none\" stroke=\"#ffffff\" stroke-width=\"40\" stroke-dasharray=\"160 160\"");
    draw_roads(work, 1);
    draw_roads(work, 2);
    if (work->sheet->outline_count == 0) { /* else the answer's own boundaries are drawn */
        draw_lines(work, NA_GROUND_BOUNDARY, -1,
                   "fill=\"none\" stroke=\"#ffffff\" stroke-width=\"110\"");
        draw_lines(work, NA_GROUND_BOUNDARY, -1,
                   "fill=\"none\" stroke=\"#333333\" stroke-width=\"40\" stroke-dasharray=\"260 80 "
                   "50 80\"");
    }
}
