/* The choice of sites as a map. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/fail.h"
#include "base/number.h"
#include "draw/map_page.h"
#include "geo/crs.h"
#include "geo/trig.h"
#include "site/forms.h"

#define SIDES 72
/* Positions of demand are drawn once for each pixel of the page: more do not show, and a page of a
 * million marks does not open. */
#define PIXELS_WIDE ((size_t)NA_SVG_PAGE_WIDTH + 1)
#define PIXELS ((size_t)(NA_SVG_PAGE_HEIGHT + 1) * PIXELS_WIDE)
/* Number of a site, beside its mark. */
#define NUMBER_SIZE 13.0
#define NUMBER_RIGHT 8.0
#define NUMBER_DOWN 4.5
#define TIP_TEXT (NA_SITE_TEXT_SIZE * 2)

struct drawing {
    const struct na_site *site;
    const struct na_crs *crs;
    struct na_map_page page;
    struct na_map_extent extent;
    bool *pixels; /* PIXELS: something is drawn there */
};

static bool is_on_grid(struct na_grid at)
{
    return isfinite(at.easting_m) && isfinite(at.northing_m);
}

static void widen(struct drawing *drawing, struct na_grid at, double by_m)
{
    if (is_on_grid(at)) {
        na_map_extent_add(&drawing->extent, at.easting_m - by_m, at.northing_m - by_m);
        na_map_extent_add(&drawing->extent, at.easting_m + by_m, at.northing_m + by_m);
    }
}

static struct na_grid chosen_at(const struct na_site *site, uint32_t k)
{
    return site->candidates[site->chosen[k].candidate].grid;
}

/* All demand, what covers it, and the new sites. */
static void find_extent(struct drawing *drawing)
{
    const struct na_site *site = drawing->site;
    double within_m = site->question.within_m;
    drawing->extent = na_map_extent_none();
    for (size_t i = 0; i < site->spot_count; i++) {
        widen(drawing, site->spots[i].grid, 0.0);
    }
    for (uint32_t i = 0; i < site->existing.count; i++) {
        struct na_asset asset;
        na_snapshot_asset(site->snapshot, site->existing.numbers[i], &asset);
        widen(drawing, asset.grid, within_m);
    }
    for (uint32_t k = 0; k < site->chosen_count; k++) {
        widen(drawing, chosen_at(site, k), within_m);
    }
}

/* One ring; left out when the transformation does not reach all of it. */
static enum na_code draw_ring(struct drawing *drawing, const struct na_ring *ring, const char *name,
                              struct na_error *reterr)
{
    double *xy = calloc(2 * (size_t)ring->count + 1, sizeof xy[0]);
    if (xy == NULL) {
        return na_fail_memory(reterr, "drawing a ward");
    }
    size_t starts[2] = {0, ring->count};
    struct na_shape shape = {
        .xy = xy, .vertex_count = ring->count, .part_starts = starts, .part_count = 1};
    bool is_whole = true;
    for (uint32_t i = 0; i < ring->count && is_whole; i++) {
        struct na_lonlat from = na_ring_vertex(ring, i);
        struct na_grid at = {NAN, NAN};
        enum na_code code = na_crs_to_grid(drawing->crs, from, &at, reterr);
        is_whole = code == NA_OK;
        if (!is_whole && code != NA_ERR_OUTSIDE) {
            free(xy);
            return code;
        }
        xy[2 * (size_t)i] = at.easting_m;
        xy[2 * (size_t)i + 1] = at.northing_m;
    }
    if (is_whole) {
        na_map_page_shape(&drawing->page, &shape, NA_MAP_OUTLINE, name);
    }
    free(xy);
    return NA_OK;
}

static enum na_code draw_wards(struct drawing *drawing, struct na_error *reterr)
{
    const struct na_site *site = drawing->site;
    enum na_code code = NA_OK;
    if (site->layer == NULL || drawing->crs == NULL) {
        return NA_OK;
    }
    na_map_page_legend_paint(&drawing->page, NA_MAP_OUTLINE, "ward");
    na_map_page_group(&drawing->page, "wards");
    for (uint32_t i = 0; i < site->layer->area_count && code == NA_OK; i++) {
        struct na_area area;
        na_snapshot_area(site->snapshot, site->layer, i, &area);
        for (uint32_t r = 0; r < area.ring_count && code == NA_OK; r++) {
            struct na_ring ring;
            na_snapshot_ring(site->snapshot, &area, r, &ring);
            code = draw_ring(drawing, &ring, area.name, reterr);
        }
    }
    na_map_page_group_end(&drawing->page);
    return code;
}

static void draw_disc(struct drawing *drawing, struct na_grid at, enum na_map_paint paint,
                      const char *tip)
{
    double xy[2 * (SIDES + 1)];
    size_t starts[2] = {0, SIDES + 1};
    struct na_shape shape = {
        .xy = xy, .vertex_count = SIDES + 1, .part_starts = starts, .part_count = 1};
    if (!is_on_grid(at)) {
        return;
    }
    for (size_t i = 0; i <= SIDES; i++) {
        double sine, cosine;
        na_trig_turn((double)(i % SIDES) / SIDES, &sine, &cosine);
        xy[2 * i] = at.easting_m + drawing->site->question.within_m * sine;
        xy[2 * i + 1] = at.northing_m + drawing->site->question.within_m * cosine;
    }
    na_map_page_shape(&drawing->page, &shape, paint, tip);
}

static void tip_of(const struct na_site *site, uint32_t k, char to[TIP_TEXT])
{
    const struct na_site_candidate *candidate = &site->candidates[site->chosen[k].candidate];
    char id[NA_SITE_TEXT_SIZE], adds[NA_SITE_TEXT_SIZE];
    na_site_candidate_text(candidate, id);
    na_site_amount_text(site, site->chosen[k].adds.units, adds);
    (void)snprintf(to, TIP_TEXT, "%u: %.300s%s%.300s, adds %.60s", (unsigned)k + 1, id,
                   candidate->name[0] != '\0' ? " " : "", candidate->name, adds);
}

static void draw_discs(struct drawing *drawing)
{
    const struct na_site *site = drawing->site;
    if (site->question.by_walk) {
        return; /* a disc would claim what nobody walks to; the points show what is covered */
    }
    na_map_page_legend_paint(&drawing->page, NA_MAP_COVERED, "covered before");
    na_map_page_legend_paint(&drawing->page, NA_MAP_GAINED, "covered by a new site");
    na_map_page_group(&drawing->page, "covered-before");
    for (uint32_t i = 0; i < site->existing.count; i++) {
        struct na_asset asset;
        na_snapshot_asset(site->snapshot, site->existing.numbers[i], &asset);
        draw_disc(drawing, asset.grid, NA_MAP_COVERED, asset.name);
    }
    na_map_page_group_end(&drawing->page);
    na_map_page_group(&drawing->page, "covered-newly");
    for (uint32_t k = 0; k < site->chosen_count; k++) {
        char tip[TIP_TEXT];
        tip_of(site, k, tip);
        draw_disc(drawing, chosen_at(site, k), NA_MAP_GAINED, tip);
    }
    na_map_page_group_end(&drawing->page);
}

static void draw_demand(struct drawing *drawing, enum na_site_cover cover, const char *group)
{
    const struct na_site *site = drawing->site;
    memset(drawing->pixels, 0, PIXELS * sizeof drawing->pixels[0]);
    na_map_page_group(&drawing->page, group);
    for (size_t i = 0; i < site->spot_count; i++) {
        const struct na_site_spot *spot = &site->spots[i];
        unsigned int x = 0, y = 0;
        if (spot->cover != cover || spot->units == 0 ||
            !na_map_page_spot(&drawing->page, spot->grid.easting_m, spot->grid.northing_m, &x,
                              &y)) {
            continue;
        }
        bool *pixel = &drawing->pixels[((size_t)y * PIXELS_WIDE + x) % PIXELS];
        if (!*pixel) {
            na_map_page_mark(&drawing->page, spot->grid.easting_m, spot->grid.northing_m,
                             cover == NA_SITE_NOT ? NA_MAP_POINT_OUT : NA_MAP_POINT_IN, NULL);
        }
        *pixel = true;
    }
    na_map_page_group_end(&drawing->page);
}

static void draw_assets(struct drawing *drawing)
{
    const struct na_site *site = drawing->site;
    na_map_page_group(&drawing->page, "existing");
    for (uint32_t i = 0; i < site->existing.count; i++) {
        struct na_asset asset;
        na_snapshot_asset(site->snapshot, site->existing.numbers[i], &asset);
        if (is_on_grid(asset.grid)) {
            na_map_page_mark(&drawing->page, asset.grid.easting_m, asset.grid.northing_m,
                             NA_MAP_ASSET, asset.name);
        }
    }
    na_map_page_group_end(&drawing->page);
    na_map_page_group(&drawing->page, "sites");
    for (uint32_t k = 0; k < site->chosen_count; k++) {
        struct na_grid at = chosen_at(site, k);
        char tip[TIP_TEXT];
        tip_of(site, k, tip);
        unsigned int x = 0, y = 0;
        if (na_map_page_spot(&drawing->page, at.easting_m, at.northing_m, &x, &y)) {
            char number[16];
            (void)snprintf(number, sizeof number, "%u", (unsigned)k + 1);
            na_map_page_mark(&drawing->page, at.easting_m, at.northing_m, NA_MAP_NEW, tip);
            na_svg_text(&drawing->page.svg, (double)x + NUMBER_RIGHT, (double)y + NUMBER_DOWN,
                        NUMBER_SIZE, NA_SVG_START, true, true, number);
        }
    }
    na_map_page_group_end(&drawing->page);
}

static enum na_code draw(struct drawing *drawing, struct na_error *reterr)
{
    enum na_code code = draw_wards(drawing, reterr);
    if (code != NA_OK) {
        return code;
    }
    na_map_page_legend_mark(&drawing->page, NA_MAP_ASSET, "there already");
    na_map_page_legend_mark(&drawing->page, NA_MAP_NEW, "new, numbered by what each adds");
    na_map_page_legend_mark(&drawing->page, NA_MAP_POINT_IN, "demand, covered");
    na_map_page_legend_mark(&drawing->page, NA_MAP_POINT_OUT, "demand, still not covered");
    draw_discs(drawing);
    draw_demand(drawing, NA_SITE_NOT, "demand-not");
    draw_demand(drawing, NA_SITE_BEFORE, "demand-before");
    draw_demand(drawing, NA_SITE_NEW, "demand-newly");
    draw_assets(drawing);
    return na_map_page_end(&drawing->page, reterr);
}

#define LINES 5
static void write_lines(const struct na_site *site, char lines[LINES][TIP_TEXT])
{
    char kinds[NA_SITE_TEXT_SIZE], within[NA_NUMBER_TEXT], all[NA_SITE_TEXT_SIZE];
    char parts[NA_SITE_COVERS][NA_SITE_TEXT_SIZE], quality[NA_SITE_TEXT_SIZE];
    na_site_kinds_text(site, kinds);
    (void)na_number_trimmed(&within, site->question.within_m, 3);
    na_site_amount_text(site, site->all.units, all);
    for (int i = 0; i < NA_SITE_COVERS; i++) {
        na_site_amount_text(site, site->covers[i].units, parts[i]);
    }
    na_site_quality_text(site, quality);
    (void)snprintf(lines[0], TIP_TEXT, "%u new for %.200s within %.20s m (%s)",
                   (unsigned)site->chosen_count, kinds, within,
                   site->question.by_walk ? "on foot" : "WGS84 geodesic");
    (void)snprintf(lines[1], TIP_TEXT, "Demand: %.300s; %.300s%s%.80s", site->about.demand,
                   site->about.demand_input, site->period[0] != '\0' ? "; " : "", site->period);
    (void)snprintf(lines[2], TIP_TEXT,
                   "Of %.60s: covered before %.60s, newly %.60s, still not %.60s", all,
                   parts[NA_SITE_BEFORE], parts[NA_SITE_NEW], parts[NA_SITE_NOT]);
    (void)snprintf(lines[3], TIP_TEXT, "Optimum %s", quality);
    (void)snprintf(lines[4], TIP_TEXT, "Model: %s", na_site_model_words);
}

enum na_code na_render_site_svg(const struct na_site *site, const struct na_crs *crs,
                                struct na_buffer *to, struct na_error *reterr)
{
    struct drawing *drawing = calloc(1, sizeof *drawing);
    if (drawing == NULL) {
        return na_fail_memory(reterr, "drawing a map");
    }
    enum na_code code = NA_OK;
    drawing->site = site;
    drawing->crs = crs;
    drawing->pixels = calloc(PIXELS, sizeof drawing->pixels[0]);
    if (drawing->pixels == NULL) {
        code = na_fail_memory(reterr, "drawing a map");
        goto done;
    }
    char texts[LINES][TIP_TEXT];
    const char *lines[LINES];
    write_lines(site, texts);
    for (size_t i = 0; i < LINES; i++) {
        lines[i] = texts[i];
    }
    struct na_map_about about = {"Where to put the next ones", lines, LINES, site->question.as_at};
    find_extent(drawing);
    na_map_page_begin(&drawing->page, site->snapshot, &about, drawing->extent, to);
    code = draw(drawing, reterr);
done:
    free(drawing->pixels);
    free(drawing);
    return code;
}
