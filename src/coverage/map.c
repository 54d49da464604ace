/* Coverage as a map to print. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/fail.h"
#include "base/number.h"
#include "coverage/map.h"
#include "coverage/walk.h"
#include "question/session_state.h"

/* Marks are this large: one for each such field of the page, more do not show. */
#define FIELD_PX 3u
#define FIELDS_ACROSS ((size_t)(NA_SVG_PAGE_WIDTH / FIELD_PX) + 1)
#define FIELDS_DOWN ((size_t)(NA_SVG_PAGE_HEIGHT / FIELD_PX) + 1)

static int by_number(const void *left, const void *right)
{
    uint32_t a = *(const uint32_t *)left;
    uint32_t b = *(const uint32_t *)right;
    return (a > b) - (a < b);
}

static bool counts_on(const struct na_coverage_day *day, uint32_t asset)
{
    return day->asset_count > 0 &&
           bsearch(&asset, day->assets, day->asset_count, sizeof day->assets[0], by_number) != NULL;
}

static enum na_code make_outline(struct coverage_map *map, const struct na_area *area,
                                 struct na_shape *shape, struct na_error *reterr)
{
    const struct na_snapshot *snapshot = map->coverage->snapshot;
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
            struct na_lonlat from = na_ring_vertex(&ring, i);
            enum na_code code = na_crs_to_grid(map->crs, from, &at, reterr);
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

static enum na_code make_outlines(struct coverage_map *map, struct na_error *reterr)
{
    const struct na_coverage *coverage = map->coverage;
    const struct na_layer *layer = coverage->question.layer;
    map->outlines = calloc((size_t)layer->area_count + 1, sizeof map->outlines[0]);
    if (map->outlines == NULL) {
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
            code = make_outline(map, &area, &map->outlines[i], reterr);
        }
    }
    return code;
}

/* Where an asset stands; false where the grid does not reach. */
static bool place_asset(const struct coverage_map *map, uint32_t number, struct na_asset *ret_asset)
{
    na_snapshot_asset(map->coverage->snapshot, number, ret_asset);
    return isfinite(ret_asset->grid.easting_m) && isfinite(ret_asset->grid.northing_m);
}

static struct na_map_extent extent_of(const struct coverage_map *map)
{
    struct na_map_extent extent = na_map_extent_none();
    for (uint32_t i = 0; i < map->coverage->question.layer->area_count; i++) {
        const struct na_shape *shape = &map->outlines[i];
        for (size_t v = 0; v < shape->vertex_count; v++) {
            na_map_extent_add(&extent, shape->xy[2 * v], shape->xy[2 * v + 1]);
        }
    }
    if (extent.west <= extent.east) {
        return extent;
    }
    /* No area is valid: what there is to see is the assets. */
    const struct na_coverage_day *day = na_coverage_map_day(map);
    double reach_m = map->coverage->question.rings_m[map->coverage->question.within];
    for (size_t i = 0; i < day->asset_count; i++) {
        struct na_asset asset;
        if (place_asset(map, day->assets[i], &asset)) {
            struct na_grid at = asset.grid;
            na_map_extent_add(&extent, at.easting_m - reach_m, at.northing_m - reach_m);
            na_map_extent_add(&extent, at.easting_m + reach_m, at.northing_m + reach_m);
        }
    }
    return extent;
}

/* Streets of the data may go on far beyond the areas: they widen nothing. */
static enum na_code make_streets(struct coverage_map *map, struct na_error *reterr)
{
    const struct na_coverage_walk *walk = map->coverage->walk;
    enum na_code code = NA_OK;
    if (walk != NULL) {
        code = na_coverage_walk_shape(map->coverage, map->crs, &walk->stretches, &map->streets,
                                      reterr);
    }
    if (code == NA_OK && walk != NULL && walk->changes != NULL) {
        code = na_coverage_walk_shape(map->coverage, map->crs, &walk->gained, &map->gained, reterr);
        code = code == NA_OK ? na_coverage_walk_shape(map->coverage, map->crs, &walk->lost,
                                                      &map->lost, reterr)
                             : code;
    }
    return code;
}

/* "Victoria: 12.34% covered" */
static void area_tip(const struct coverage_map *map, const struct na_coverage_area *area, char *to,
                     size_t size)
{
    const struct na_coverage *coverage = map->coverage;
    struct na_area named;
    char share[NA_NUMBER_TEXT] = "0";
    na_snapshot_area(coverage->snapshot, coverage->question.layer, area->area, &named);
    if (area->area_m2 > 0.0) {
        double covered_m2 = area->covered_m2[coverage->question.within];
        (void)na_number_fixed(&share, 100.0 * covered_m2 / area->area_m2, 2);
    }
    char name[151];
    (void)na_text_copy(name, sizeof name, named.name);
    (void)snprintf(to, size, "%s (%.20s): %.16s%% covered", name, named.code, share);
}

/* On foot only streets are drawn: a filled shape would claim yards that nobody crosses. */
static void draw_streets(struct coverage_map *map)
{
    na_map_page_group(&map->page, "covered-streets");
    na_map_page_lines(&map->page, &map->streets, NA_MAP_STREET);
    na_map_page_group_end(&map->page);
    if (map->coverage->walk->changes != NULL) {
        na_map_page_group(&map->page, "gained-streets");
        na_map_page_lines(&map->page, &map->gained, NA_MAP_STREET_GAINED);
        na_map_page_group_end(&map->page);
        na_map_page_group(&map->page, "lost-streets");
        na_map_page_lines(&map->page, &map->lost, NA_MAP_STREET_LOST);
        na_map_page_group_end(&map->page);
    }
}

static void draw_areas(struct coverage_map *map)
{
    const struct na_coverage_day *day = na_coverage_map_day(map);
    struct na_map_page *page = &map->page;
    char tip[256];
    na_map_page_group(page, "gaps");
    for (size_t i = 0; i + 1 < day->area_count; i++) {
        area_tip(map, &day->areas[i], tip, sizeof tip);
        na_map_page_shape(page, &day->areas[i].gaps, NA_MAP_GAP, tip);
    }
    na_map_page_group_end(page);
    na_map_page_group(page, "covered");
    na_map_page_shape(page, &day->areas[day->area_count - 1].covered, NA_MAP_COVERED, NULL);
    na_map_page_group_end(page);
    if (map->coverage->changes == NULL) {
        return;
    }
    const struct na_coverage_change *whole = &map->coverage->changes[day->area_count - 1];
    na_map_page_group(page, "gained");
    na_map_page_shape(page, &whole->gained, NA_MAP_GAINED, NULL);
    na_map_page_group_end(page);
    na_map_page_group(page, "lost");
    na_map_page_shape(page, &whole->lost, NA_MAP_LOST, NULL);
    na_map_page_group_end(page);
}

static void draw_outlines(struct coverage_map *map)
{
    const struct na_coverage *coverage = map->coverage;
    struct na_map_page *page = &map->page;
    na_map_page_group(page, "outlines");
    for (uint32_t i = 0; i < coverage->question.layer->area_count; i++) {
        na_map_page_shape(page, &map->outlines[i], NA_MAP_OUTLINE, NULL);
    }
    na_map_page_group_end(page);
}

static void draw_names(struct coverage_map *map)
{
    const struct na_coverage *coverage = map->coverage;
    na_map_page_group(&map->page, "names");
    for (uint32_t i = 0; i < coverage->question.layer->area_count; i++) {
        struct na_area area;
        na_snapshot_area(coverage->snapshot, coverage->question.layer, i, &area);
        na_map_page_name(&map->page, &map->outlines[i], area.name);
    }
    na_map_page_group_end(&map->page);
}

static void draw_asset(struct coverage_map *map, uint32_t number, enum na_map_mark mark)
{
    struct na_asset asset;
    if (place_asset(map, number, &asset)) {
        na_map_page_mark(&map->page, asset.grid.easting_m, asset.grid.northing_m, mark,
                         asset.name[0] != '\0' ? asset.name : asset.id);
    }
}

static void draw_assets(struct coverage_map *map)
{
    const struct na_coverage_day *first = &map->coverage->days[0];
    const struct na_coverage_day *day = na_coverage_map_day(map);
    na_map_page_group(&map->page, "assets");
    for (size_t i = 0; i < day->asset_count; i++) {
        bool is_new = !counts_on(first, day->assets[i]);
        draw_asset(map, day->assets[i], is_new ? NA_MAP_NEW : NA_MAP_ASSET);
    }
    for (size_t i = 0; i < first->asset_count; i++) {
        if (!counts_on(day, first->assets[i])) {
            draw_asset(map, first->assets[i], NA_MAP_GONE);
        }
    }
    na_map_page_group_end(&map->page);
}

static void draw_points(struct coverage_map *map, bool covered)
{
    const struct na_coverage_points *points = map->points;
    size_t day = map->coverage->day_count - 1;
    unsigned char bit = covered ? 1 : 2;
    na_map_page_group(&map->page, covered ? "points-covered" : "points-not-covered");
    for (size_t i = 0; i < points->rows->count; i++) {
        const struct na_point_row *row = &points->rows->items[i];
        unsigned int x = 0;
        unsigned int y = 0;
        if (na_coverage_points_covered(points, day, i) != covered ||
            !na_map_page_spot(&map->page, row->grid.easting_m, row->grid.northing_m, &x, &y)) {
            continue;
        }
        size_t field = (y / FIELD_PX) * FIELDS_ACROSS + x / FIELD_PX;
        if ((map->fields[field] & bit) != 0) {
            continue;
        }
        map->fields[field] |= bit;
        const char *name = na_point_rows_label(points->rows, row->name).bytes;
        const char *id = na_point_rows_label(points->rows, row->id).bytes;
        na_map_page_mark(&map->page, row->grid.easting_m, row->grid.northing_m,
                         covered ? NA_MAP_POINT_IN : NA_MAP_POINT_OUT,
                         name[0] != '\0' ? name
                         : id[0] != '\0' ? id
                                         : NULL);
    }
    na_map_page_group_end(&map->page);
}

static enum na_code draw(struct coverage_map *map, struct na_buffer *to, struct na_error *reterr)
{
    const struct na_coverage *coverage = map->coverage;
    na_coverage_map_lines(map);
    struct na_map_about about = {map->title, map->lines, map->line_count,
                                 coverage->question.comparing ? NA_DATE_NONE
                                                              : coverage->days[0].day};
    na_map_page_begin(&map->page, coverage->snapshot, &about, extent_of(map), to);
    na_coverage_map_legend(map);
    if (coverage->walk == NULL) {
        draw_areas(map);
    }
    draw_outlines(map);
    if (coverage->walk != NULL) {
        draw_streets(map);
    }
    draw_names(map); /* below the marks: a name must not hide one */
    if (map->points != NULL) {
        draw_points(map, true);
        draw_points(map, false);
    }
    draw_assets(map);
    return na_map_page_end(&map->page, reterr);
}

enum na_code na_render_coverage_map(struct na_session *session, const struct na_coverage *coverage,
                                    const struct na_coverage_points *points, struct na_buffer *to,
                                    struct na_error *reterr)
{
    struct coverage_map *map = calloc(1, sizeof *map);
    if (map == NULL) {
        return na_fail_memory(reterr, "drawing a map");
    }
    map->coverage = coverage;
    map->points = points;
    map->fields = calloc(FIELDS_ACROSS, FIELDS_DOWN);
    enum na_code code = map->fields == NULL ? na_fail_memory(reterr, "drawing a map")
                                            : na_session_crs(session, &map->crs, reterr);
    code = code == NA_OK ? make_outlines(map, reterr) : code;
    code = code == NA_OK ? make_streets(map, reterr) : code;
    code = code == NA_OK ? draw(map, to, reterr) : code;
    for (uint32_t i = 0; map->outlines != NULL && i < coverage->question.layer->area_count; i++) {
        na_shape_fini(&map->outlines[i]);
    }
    na_shape_fini(&map->streets);
    na_shape_fini(&map->gained);
    na_shape_fini(&map->lost);
    free(map->outlines);
    free(map->fields);
    free(map);
    return code;
}
