/* The choice of sites as a printed sheet: the new ones numbered, with a list of what each adds;
 * discs that show; demand as dots that grow with it. */
#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/fail.h"
#include "base/number.h"
#include "geo/trig.h"
#include "site/forms.h"

#define SIDES 96
#define TEXT 900
/* A dot's side grows with the root of its weight; to so many times, where weights are large. */
#define TIMES_ONE 0.6
#define TIMES_MOST 3.0
/* Smaller dots are drawn for the first so many positions, by weight: more do not show. */
#define SPOTS_MOST 20000u

struct disc {
    double xy[2 * (SIDES + 1)];
    size_t starts[2];
    struct na_shape shape;
};
struct drawing {
    const struct na_site *site;
    const struct na_print_view *view;
    struct na_print_layer layer;
    struct disc *discs;
    struct na_print_area *areas;
    size_t area_count;
    struct na_print_point *marks;
    size_t mark_count;
    char (*names)[NA_SITE_TEXT_SIZE];
    char (*notes)[160];
    char title[TEXT], headline[TEXT], method[TEXT], kinds[2][160];
};

static bool is_on_grid(struct na_grid at)
{
    return isfinite(at.easting_m) && isfinite(at.northing_m);
}

static void add_disc(struct drawing *drawing, struct na_grid at, enum na_print_paint paint)
{
    struct disc *disc = &drawing->discs[drawing->area_count];
    double within_m = drawing->site->question.within_m;
    if (!is_on_grid(at) || drawing->site->question.by_walk) {
        return; /* a disc would claim what nobody walks to; the dots show what is covered */
    }
    for (size_t i = 0; i <= SIDES; i++) {
        double sine, cosine;
        na_trig_turn((double)(i % SIDES) / SIDES, &sine, &cosine);
        disc->xy[2 * i] = at.easting_m + within_m * sine;
        disc->xy[2 * i + 1] = at.northing_m + within_m * cosine;
    }
    disc->starts[1] = SIDES + 1;
    disc->shape = (struct na_shape){
        .xy = disc->xy, .vertex_count = SIDES + 1, .part_starts = disc->starts, .part_count = 1};
    drawing->areas[drawing->area_count++] = (struct na_print_area){&disc->shape, paint};
}

static struct na_grid chosen_at(const struct na_site *site, uint32_t k)
{
    return site->candidates[site->chosen[k].candidate].grid;
}

static void add_spots(struct drawing *drawing)
{
    const struct na_site *site = drawing->site;
    uint64_t most = 1;
    for (size_t i = 0; i < site->spot_count; i++) {
        most = site->spots[i].units > most ? site->spots[i].units : most;
    }
    for (size_t i = 0; i < site->spot_count && drawing->mark_count < SPOTS_MOST; i++) {
        const struct na_site_spot *spot = &site->spots[i];
        double weight = (double)spot->units / (double)site->scale;
        double largest = (double)most / (double)site->scale;
        /* By the weight itself while the largest dot stays small, else by the share of it. */
        double times =
            largest <= 25.0 ? TIMES_ONE * sqrt(weight) : TIMES_MOST * sqrt(weight / largest);
        if (spot->units == 0 || !is_on_grid(spot->grid)) {
            continue;
        }
        drawing->marks[drawing->mark_count++] = (struct na_print_point){
            spot->grid, spot->cover == NA_SITE_NOT ? NA_PRINT_OTHER_OUT : NA_PRINT_OTHER_IN,
            false,      NULL,
            NULL,       fmax(times, TIMES_ONE),
            true};
    }
}

static void add_sites(struct drawing *drawing)
{
    const struct na_site *site = drawing->site;
    for (uint32_t i = 0; i < site->existing.count; i++) {
        struct na_asset asset;
        na_snapshot_asset(site->snapshot, site->existing.numbers[i], &asset);
        add_disc(drawing, asset.grid, NA_PRINT_COVERED);
        if (is_on_grid(asset.grid)) {
            drawing->marks[drawing->mark_count++] = (struct na_print_point){
                asset.grid, NA_PRINT_ASSET, false, asset.name, NULL, 1.0, false};
        }
    }
    for (uint32_t k = 0; k < site->chosen_count; k++) {
        const struct na_site_candidate *candidate = &site->candidates[site->chosen[k].candidate];
        char amount[NA_SITE_TEXT_SIZE], id[NA_SITE_TEXT_SIZE];
        na_site_candidate_text(candidate, id);
        na_site_amount_text(site, site->chosen[k].adds.units, amount);
        (void)snprintf(drawing->names[k], NA_SITE_TEXT_SIZE, "%.300s",
                       candidate->name[0] != '\0' ? candidate->name : id);
        (void)snprintf(drawing->notes[k], 160, "%u. choice, adds %.80s, %.1f%%", (unsigned)k + 1,
                       amount, na_site_share(site, site->chosen[k].adds.units));
        add_disc(drawing, chosen_at(site, k), NA_PRINT_GAINED);
        if (is_on_grid(candidate->grid)) {
            drawing->marks[drawing->mark_count++] = (struct na_print_point){candidate->grid,
                                                                            NA_PRINT_ASSET_NEW,
                                                                            true,
                                                                            drawing->names[k],
                                                                            drawing->notes[k],
                                                                            1.0,
                                                                            false};
        }
    }
}

static struct na_print_extent extent_of(const struct drawing *drawing)
{
    struct na_print_extent extent = na_print_extent_none();
    if (drawing->view->has_extent) {
        return drawing->view->extent;
    }
    for (size_t i = 0; i < drawing->area_count; i++) {
        if (drawing->areas[i].paint == NA_PRINT_GAINED) {
            na_print_extent_shape(&extent, drawing->areas[i].shape);
        }
    }
    for (size_t i = 0; i < drawing->mark_count && !(extent.west <= extent.east); i++) {
        for (size_t k = i; k < drawing->mark_count; k++) {
            na_print_extent_add(&extent, drawing->marks[k].at.easting_m,
                                drawing->marks[k].at.northing_m);
        }
    }
    return extent;
}

static void write_words(struct drawing *drawing)
{
    const struct na_site *site = drawing->site;
    char all[NA_SITE_TEXT_SIZE], parts[NA_SITE_COVERS][NA_SITE_TEXT_SIZE];
    char quality[NA_SITE_TEXT_SIZE], within[NA_NUMBER_TEXT];
    double newly = na_site_share(site, site->covers[NA_SITE_NEW].units);
    for (int many = 0; many < 2; many++) {
        const struct na_kind *kind = site->question.kind_count > 0 ? site->question.kinds[0] : NULL;
        (void)na_text_copy(drawing->kinds[many], sizeof drawing->kinds[many],
                           kind == NULL ? (many == 1 ? "sites" : "site")
                           : many == 1  ? kind->titles
                                        : kind->title);
    }
    na_site_amount_text(site, site->all.units, all);
    for (int i = 0; i < NA_SITE_COVERS; i++) {
        na_site_amount_text(site, site->covers[i].units, parts[i]);
    }
    na_site_quality_text(site, quality);
    (void)na_number_trimmed(&within, site->question.within_m, 3);
    (void)snprintf(drawing->title, TEXT, "%u new %s bring %.1f%% more within %.20s m%s",
                   (unsigned)site->chosen_count, drawing->kinds[site->chosen_count == 1 ? 0 : 1],
                   isfinite(newly) ? newly : 0.0, within, site->question.by_walk ? " on foot" : "");
    (void)snprintf(drawing->headline, TEXT,
                   "Of %.60s, %.60s are covered now, %.60s would be by the new ones, %.60s would "
                   "still not be.",
                   all, parts[NA_SITE_BEFORE], parts[NA_SITE_NEW], parts[NA_SITE_NOT]);
    (void)snprintf(drawing->method, TEXT, "Demand: %.200s%s%.80s. Optimum %.200s. Model: %.200s.",
                   site->about.demand, site->period[0] != '\0' ? ", " : "", site->period, quality,
                   na_site_model_words);
}

static enum na_code make_room(struct drawing *drawing, struct na_error *reterr)
{
    const struct na_site *site = drawing->site;
    size_t discs = (size_t)site->existing.count + site->chosen_count;
    drawing->discs = calloc(discs + 1, sizeof drawing->discs[0]);
    drawing->areas = calloc(discs + 1, sizeof drawing->areas[0]);
    drawing->marks = calloc(discs + SPOTS_MOST + 1, sizeof drawing->marks[0]);
    drawing->names = calloc((size_t)site->chosen_count + 1, sizeof drawing->names[0]);
    drawing->notes = calloc((size_t)site->chosen_count + 1, sizeof drawing->notes[0]);
    bool full = drawing->discs == NULL || drawing->areas == NULL || drawing->marks == NULL ||
                drawing->names == NULL || drawing->notes == NULL;
    return full ? na_fail_memory(reterr, "drawing a sheet") : NA_OK;
}

static enum na_code draw(struct drawing *drawing, const struct na_crs *crs, struct na_buffer *to,
                         struct na_print_tally *ret_tally, struct na_error *reterr)
{
    struct na_print sheet = {.snapshot = drawing->site->snapshot,
                             .map = drawing->view->map,
                             .crs = crs,
                             .paper = drawing->view->paper,
                             .warning = drawing->view->warning,
                             .title = drawing->title,
                             .headline = drawing->headline,
                             .method = drawing->method,
                             .list_title = "New sites, numbered from north to south",
                             .sources = drawing->site->about.demand_input,
                             .outlines = drawing->layer.shapes,
                             .outline_names = drawing->layer.names,
                             .outline_count = drawing->layer.count,
                             .outline_word = "ward boundary"};
    enum na_code code = make_room(drawing, reterr);
    if (code != NA_OK) {
        return code;
    }
    add_spots(drawing);
    add_sites(drawing);
    write_words(drawing);
    sheet.extent = extent_of(drawing);
    sheet.named_extent = drawing->view->has_extent;
    sheet.areas = drawing->areas;
    sheet.area_count = drawing->area_count;
    sheet.points = drawing->marks;
    sheet.point_count = drawing->mark_count;
    sheet.paint_words[NA_PRINT_COVERED] = "covered now";
    sheet.paint_words[NA_PRINT_GAINED] = "covered by a new site";
    sheet.mark_words[NA_PRINT_ASSET] = drawing->kinds[0];
    sheet.mark_words[NA_PRINT_ASSET_NEW] = "new site";
    sheet.mark_words[NA_PRINT_OTHER_IN] = "demand, covered: larger is more";
    sheet.mark_words[NA_PRINT_OTHER_OUT] = "demand, still not covered";
    return na_print_draw(&sheet, to, ret_tally, reterr);
}

enum na_code na_render_site_sheet(const struct na_site *site, const struct na_crs *crs,
                                  const struct na_print_view *view, struct na_buffer *to,
                                  struct na_print_tally *ret_tally, struct na_error *reterr)
{
    struct drawing drawing = {.site = site, .view = view};
    enum na_code code = NA_OK;
    if (site->layer != NULL && crs != NULL) {
        code = na_print_layer_make(site->snapshot, site->layer, crs, &drawing.layer, reterr);
    }
    code = code == NA_OK ? draw(&drawing, crs, to, ret_tally, reterr) : code;
    na_print_layer_fini(&drawing.layer);
    free(drawing.discs);
    free(drawing.areas);
    free(drawing.marks);
    free(drawing.names);
    free(drawing.notes);
    return code;
}
