/* Coverage as a map to print. */
#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/fail.h"
#include "base/number.h"
#include "query/map_page.h"
#include "query/render_coverage_points.h"
#include "query/session_state.h"

#define LINES_MAX 8
#define LINE_TEXT 512
/* Marks are this large: one for each such field of the page, more do not show. */
#define FIELD_PX 3u
#define FIELDS_ACROSS ((size_t)(NA_SVG_PAGE_WIDTH / FIELD_PX) + 1)
#define FIELDS_DOWN ((size_t)(NA_SVG_PAGE_HEIGHT / FIELD_PX) + 1)
#define M2_PER_KM2 1e6

struct drawing {
    const struct na_coverage *coverage;
    const struct na_coverage_points *points; /* NULL: none */
    struct na_crs *crs;
    struct na_map_page page;
    struct na_shape *outlines; /* of the layer's areas; without vertices: not to be shown */
    char title[LINE_TEXT];
    char texts[LINES_MAX][LINE_TEXT];
    const char *lines[LINES_MAX];
    size_t line_count;
    char legend_in[64], legend_out[64], legend_assets[96], legend_covered[64];
    unsigned char *fields; /* FIELDS_ACROSS * FIELDS_DOWN, a bit a mark */
};

/* The day drawn: the only one, or the second of two. */
static const struct na_coverage_day *day_of(const struct drawing *drawing)
{
    return &drawing->coverage->days[drawing->coverage->day_count - 1];
}

static enum na_code make_outline(struct drawing *drawing, const struct na_area *area,
                                 struct na_shape *shape, struct na_error *reterr)
{
    const struct na_snapshot *snapshot = drawing->coverage->snapshot;
    size_t vertices = 0;
    for (uint32_t r = 0; r < area->ring_count; r++) {
        struct na_ring ring;
        na_snapshot_ring(snapshot, area, r, &ring);
        vertices += ring.count;
    }
    shape->xy = calloc(2 * vertices + 1, sizeof shape->xy[0]);
    shape->part_starts = calloc((size_t)area->ring_count + 1, sizeof shape->part_starts[0]);
    if (shape->xy == NULL || shape->part_starts == NULL) {
        return na_fail_memory(reterr, "drawing a map");
    }
    for (uint32_t r = 0; r < area->ring_count; r++) {
        struct na_ring ring;
        na_snapshot_ring(snapshot, area, r, &ring);
        for (uint32_t i = 0; i < ring.count; i++) {
            struct na_grid at;
            struct na_lonlat from = {ring.lonlat[2 * (size_t)i], ring.lonlat[2 * (size_t)i + 1]};
            enum na_code code = na_crs_to_grid(drawing->crs, from, &at, reterr);
            if (code != NA_OK) {
                return code;
            }
            shape->xy[2 * shape->vertex_count] = at.easting_m;
            shape->xy[2 * shape->vertex_count + 1] = at.northing_m;
            shape->vertex_count++;
        }
        shape->part_starts[++shape->part_count] = shape->vertex_count;
    }
    return NA_OK;
}

static enum na_code make_outlines(struct drawing *drawing, struct na_error *reterr)
{
    const struct na_coverage *coverage = drawing->coverage;
    const struct na_layer *layer = coverage->question.layer;
    drawing->outlines = calloc((size_t)layer->area_count + 1, sizeof drawing->outlines[0]);
    if (drawing->outlines == NULL) {
        return na_fail_memory(reterr, "drawing a map");
    }
    enum na_code code = NA_OK;
    for (uint32_t i = 0; i < layer->area_count && code == NA_OK; i++) {
        bool is_valid = false;
        for (size_t d = 0; d < coverage->day_count; d++) {
            is_valid = is_valid || coverage->days[d].areas[i].is_valid;
        }
        if (is_valid) {
            struct na_area area;
            na_snapshot_area(coverage->snapshot, layer, i, &area);
            code = make_outline(drawing, &area, &drawing->outlines[i], reterr);
        }
    }
    return code;
}

static char *add_line(struct drawing *drawing)
{
    char *line = drawing->texts[drawing->line_count];
    drawing->lines[drawing->line_count++] = line;
    return line;
}

static void day_line(struct drawing *drawing, const struct na_coverage_day *day)
{
    const struct na_coverage_question *question = &drawing->coverage->question;
    const struct na_coverage_area *whole = &day->areas[day->area_count - 1];
    double covered_m2 = whole->covered_m2[question->within];
    char date[NA_DATE_TEXT], share[NA_NUMBER_TEXT] = "0", km2[NA_NUMBER_TEXT], of[NA_NUMBER_TEXT];
    na_date_format(date, day->day);
    if (whole->area_m2 > 0.0) {
        (void)na_number_fixed(share, 100.0 * covered_m2 / whole->area_m2, 2);
    }
    (void)na_number_fixed(km2, covered_m2 / M2_PER_KM2, 3);
    (void)na_number_fixed(of, whole->area_m2 / M2_PER_KM2, 3);
    (void)snprintf(add_line(drawing), LINE_TEXT,
                   "On %s %zu of %" PRIu32 " assets count and cover %s%% of the area, %s of %s km2",
                   date, day->asset_count, day->existing, share, km2, of);
}

static void change_line(struct drawing *drawing)
{
    const struct na_coverage *coverage = drawing->coverage;
    const struct na_coverage_change *whole = &coverage->changes[coverage->days[0].area_count - 1];
    char gained[NA_NUMBER_TEXT], lost[NA_NUMBER_TEXT];
    (void)na_number_fixed(gained, whole->gained_m2 / M2_PER_KM2, 3);
    (void)na_number_fixed(lost, whole->lost_m2 / M2_PER_KM2, 3);
    (void)snprintf(add_line(drawing), LINE_TEXT,
                   "From the first day to the second %s km2 are "
                   "gained and %s km2 are lost",
                   gained, lost);
}

static void make_lines(struct drawing *drawing)
{
    const struct na_coverage *coverage = drawing->coverage;
    const struct na_coverage_question *question = &coverage->question;
    char metres[NA_NUMBER_TEXT];
    size_t used = (size_t)snprintf(drawing->title, LINE_TEXT, "Coverage: ");
    for (size_t i = 0; i < question->kind_count && used < LINE_TEXT / 2; i++) {
        used += (size_t)snprintf(drawing->title + used, LINE_TEXT - used, "%s%.60s",
                                 i > 0 ? ", " : "", question->kinds[i]->name);
    }
    (void)na_number_trimmed(metres, question->rings_m[question->within], 6);
    (void)snprintf(drawing->title + used, LINE_TEXT - used, " within %.20s m", metres);
    char *line = add_line(drawing);
    used = (size_t)snprintf(line, LINE_TEXT, "%s %.60s",
                            question->layer->role == NA_LAYER_WARDS ? "Wards" : "Areas",
                            question->layer->id);
    for (size_t i = 0; i < question->tags.count && used < LINE_TEXT / 2; i++) {
        used +=
            (size_t)snprintf(line + used, LINE_TEXT - used, "%s%.100s",
                             i > 0 ? ", " : "; only assets tagged ", question->tags.wanted[i].name);
    }
    for (size_t d = 0; d < coverage->day_count; d++) {
        day_line(drawing, &coverage->days[d]);
    }
    if (coverage->changes != NULL) {
        change_line(drawing);
    }
    for (size_t d = 0; d < coverage->day_count && drawing->points != NULL; d++) {
        na_render_coverage_points_line(drawing->points, d, add_line(drawing), LINE_TEXT);
    }
}

static struct na_map_extent extent_of(const struct drawing *drawing)
{
    struct na_map_extent extent = na_map_extent_none();
    for (uint32_t i = 0; i < drawing->coverage->question.layer->area_count; i++) {
        const struct na_shape *shape = &drawing->outlines[i];
        for (size_t v = 0; v < shape->vertex_count; v++) {
            na_map_extent_add(&extent, shape->xy[2 * v], shape->xy[2 * v + 1]);
        }
    }
    return extent;
}

/* "Victoria: 12.34% covered" */
static void area_tip(const struct drawing *drawing, const struct na_coverage_area *area, char *to,
                     size_t size)
{
    const struct na_coverage *coverage = drawing->coverage;
    struct na_area named;
    char share[NA_NUMBER_TEXT] = "0";
    na_snapshot_area(coverage->snapshot, coverage->question.layer, area->area, &named);
    if (area->area_m2 > 0.0) {
        double covered_m2 = area->covered_m2[coverage->question.within];
        (void)na_number_fixed(share, 100.0 * covered_m2 / area->area_m2, 2);
    }
    (void)snprintf(to, size, "%.150s (%.20s): %.16s%% covered", named.name, named.code, share);
}

static void draw_areas(struct drawing *drawing)
{
    const struct na_coverage_day *day = day_of(drawing);
    struct na_map_page *page = &drawing->page;
    char tip[256];
    na_map_page_group(page, "gaps");
    for (size_t i = 0; i + 1 < day->area_count; i++) {
        area_tip(drawing, &day->areas[i], tip, sizeof tip);
        na_map_page_shape(page, &day->areas[i].gaps, NA_MAP_GAP, tip);
    }
    na_map_page_group_end(page);
    na_map_page_group(page, "covered");
    na_map_page_shape(page, &day->areas[day->area_count - 1].covered, NA_MAP_COVERED, NULL);
    na_map_page_group_end(page);
    if (drawing->coverage->changes == NULL) {
        return;
    }
    const struct na_coverage_change *whole = &drawing->coverage->changes[day->area_count - 1];
    na_map_page_group(page, "gained");
    na_map_page_shape(page, &whole->gained, NA_MAP_GAINED, NULL);
    na_map_page_group_end(page);
    na_map_page_group(page, "lost");
    na_map_page_shape(page, &whole->lost, NA_MAP_LOST, NULL);
    na_map_page_group_end(page);
}

static void draw_outlines(struct drawing *drawing)
{
    const struct na_coverage *coverage = drawing->coverage;
    struct na_map_page *page = &drawing->page;
    na_map_page_group(page, "outlines");
    for (uint32_t i = 0; i < coverage->question.layer->area_count; i++) {
        na_map_page_shape(page, &drawing->outlines[i], NA_MAP_OUTLINE, NULL);
    }
    na_map_page_group_end(page);
}

static void draw_names(struct drawing *drawing)
{
    const struct na_coverage *coverage = drawing->coverage;
    na_map_page_group(&drawing->page, "names");
    for (uint32_t i = 0; i < coverage->question.layer->area_count; i++) {
        struct na_area area;
        na_snapshot_area(coverage->snapshot, coverage->question.layer, i, &area);
        na_map_page_name(&drawing->page, &drawing->outlines[i], area.name);
    }
    na_map_page_group_end(&drawing->page);
}

static void draw_assets(struct drawing *drawing)
{
    const struct na_coverage_day *day = day_of(drawing);
    na_map_page_group(&drawing->page, "assets");
    for (size_t i = 0; i < day->asset_count; i++) {
        struct na_asset asset;
        struct na_grid at;
        na_snapshot_asset(drawing->coverage->snapshot, day->assets[i], &asset);
        at = asset.grid;
        if (isfinite(at.easting_m) && isfinite(at.northing_m)) {
            na_map_page_mark(&drawing->page, at.easting_m, at.northing_m, NA_MAP_ASSET,
                             asset.name[0] != '\0' ? asset.name : asset.id);
        }
    }
    na_map_page_group_end(&drawing->page);
}

static void draw_points(struct drawing *drawing, bool covered)
{
    const struct na_coverage_points *points = drawing->points;
    size_t day = drawing->coverage->day_count - 1;
    unsigned char bit = covered ? 1 : 2;
    na_map_page_group(&drawing->page, covered ? "points-covered" : "points-not-covered");
    for (size_t i = 0; i < points->rows->count; i++) {
        const struct na_point_row *row = &points->rows->items[i];
        unsigned int x = 0;
        unsigned int y = 0;
        if (na_coverage_points_covered(points, day, i) != covered ||
            !na_map_page_spot(&drawing->page, row->grid.easting_m, row->grid.northing_m, &x, &y)) {
            continue;
        }
        size_t field = (y / FIELD_PX) * FIELDS_ACROSS + x / FIELD_PX;
        if ((drawing->fields[field] & bit) != 0) {
            continue;
        }
        drawing->fields[field] |= bit;
        const char *name = na_point_rows_label(points->rows, row->name).bytes;
        const char *id = na_point_rows_label(points->rows, row->id).bytes;
        na_map_page_mark(&drawing->page, row->grid.easting_m, row->grid.northing_m,
                         covered ? NA_MAP_POINT_IN : NA_MAP_POINT_OUT,
                         name[0] != '\0' ? name
                         : id[0] != '\0' ? id
                                         : NULL);
    }
    na_map_page_group_end(&drawing->page);
}

static void put_legend(struct drawing *drawing)
{
    const struct na_coverage *coverage = drawing->coverage;
    struct na_map_page *page = &drawing->page;
    char date[NA_DATE_TEXT];
    na_date_format(date, day_of(drawing)->day);
    (void)snprintf(drawing->legend_covered, sizeof drawing->legend_covered, "covered on %s", date);
    (void)snprintf(drawing->legend_assets, sizeof drawing->legend_assets,
                   "asset that counts on %s (%zu)", date, day_of(drawing)->asset_count);
    na_map_page_legend_paint(page, NA_MAP_COVERED, drawing->legend_covered);
    na_map_page_legend_paint(page, NA_MAP_GAP, "gap: not covered");
    na_map_page_legend_paint(page, NA_MAP_GAINED, "gained from the first day to the second");
    na_map_page_legend_paint(page, NA_MAP_LOST, "lost from the first day to the second");
    na_map_page_legend_paint(page, NA_MAP_OUTLINE,
                             coverage->question.layer->role == NA_LAYER_WARDS ? "ward" : "area");
    na_map_page_legend_mark(page, NA_MAP_ASSET, drawing->legend_assets);
    if (drawing->points != NULL) {
        const struct na_coverage_points_day *of = &drawing->points->days[coverage->day_count - 1];
        uint64_t covered = of->covered[coverage->question.within];
        (void)snprintf(drawing->legend_in, sizeof drawing->legend_in,
                       "point, covered (%" PRIu64 ")", covered);
        (void)snprintf(drawing->legend_out, sizeof drawing->legend_out,
                       "point, not covered (%" PRIu64 ")", drawing->points->rows->count - covered);
        na_map_page_legend_mark(page, NA_MAP_POINT_IN, drawing->legend_in);
        na_map_page_legend_mark(page, NA_MAP_POINT_OUT, drawing->legend_out);
    }
}

static enum na_code draw(struct drawing *drawing, struct na_buffer *to, struct na_error *reterr)
{
    const struct na_coverage *coverage = drawing->coverage;
    make_lines(drawing);
    struct na_map_about about = {drawing->title, drawing->lines, drawing->line_count,
                                 coverage->changes == NULL ? coverage->days[0].day : NA_DATE_NONE};
    na_map_page_begin(&drawing->page, coverage->snapshot, &about, extent_of(drawing), to);
    put_legend(drawing);
    draw_areas(drawing);
    draw_outlines(drawing);
    if (drawing->points != NULL) {
        draw_points(drawing, true);
        draw_points(drawing, false);
    }
    draw_assets(drawing);
    draw_names(drawing);
    return na_map_page_end(&drawing->page, reterr);
}

enum na_code na_render_coverage_map(struct na_session *session, const struct na_coverage *coverage,
                                    const struct na_coverage_points *points, struct na_buffer *to,
                                    struct na_error *reterr)
{
    struct drawing *drawing = calloc(1, sizeof *drawing);
    if (drawing == NULL) {
        return na_fail_memory(reterr, "drawing a map");
    }
    drawing->coverage = coverage;
    drawing->points = points;
    drawing->fields = calloc(FIELDS_ACROSS, FIELDS_DOWN);
    enum na_code code = drawing->fields == NULL ? na_fail_memory(reterr, "drawing a map")
                                                : na_session_crs(session, &drawing->crs, reterr);
    code = code == NA_OK ? make_outlines(drawing, reterr) : code;
    code = code == NA_OK ? draw(drawing, to, reterr) : code;
    for (uint32_t i = 0; drawing->outlines != NULL && i < coverage->question.layer->area_count;
         i++) {
        na_shape_fini(&drawing->outlines[i]);
    }
    free(drawing->outlines);
    free(drawing->fields);
    free(drawing);
    return code;
}
