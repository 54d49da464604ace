/* JSON and GeoJSON: the same members, the cells as objects or as features. */
#include <math.h>

#include "base/fail.h"
#include "hotspots/private.h"
#include "write/render.h"

static void put_count(struct na_json *json, const char *name, uint64_t value)
{
    na_json_name(json, name);
    na_json_integer(json, (int64_t)value);
}

/* Not a number: null. */
static void put_number(struct na_json *json, const char *name, double value, unsigned int decimals)
{
    na_json_name(json, name);
    na_json_trimmed(json, value, decimals);
}

static void put_text(struct na_json *json, const char *name, const char *text)
{
    na_json_name(json, name);
    na_json_text(json, text);
}

static void put_chance(struct na_json *json, const char *name, double chance)
{
    na_json_name(json, name);
    na_json_shortest(json, chance);
}

static void put_rows(struct na_json *json, const struct na_hotspot_finding *finding)
{
    const struct na_point_tally *tally = &finding->job.rows->tally;
    na_json_name(json, "rows_read");
    na_json_object_begin(json);
    put_count(json, "read", tally->read);
    put_count(json, "counted", finding->rows_placed);
    if (finding->job.test_month != NULL) {
        put_count(json, "kept_out", finding->gathered->rows_later);
    }
    put_count(json, "outside", finding->rows_outside);
    put_count(json, "no_location", tally->no_location);
    put_count(json, "bad", tally->bad);
    put_count(json, "off_grid", tally->off_grid);
    put_count(json, "not_asked_for", tally->unasked);
    na_json_object_end(json);
}

static void put_cells(struct na_json *json, const struct na_hotspot_finding *finding)
{
    static const char *const kinds[] = {"grid", "hex", "ward", "area"};
    const struct na_cell_set *set = finding->set;
    na_json_name(json, "cells_of");
    na_json_object_begin(json);
    put_text(json, "kind", kinds[set->cells.kind]);
    if (na_cells_are_equal(&set->cells)) {
        put_number(json, "size_m", set->cells.size_m, 3);
        na_json_name(json, "origin");
        na_json_object_begin(json);
        put_number(json, "easting_m", set->cells.origin.easting_m, 3);
        put_number(json, "northing_m", set->cells.origin.northing_m, 3);
        na_json_object_end(json);
        put_text(json, "study_area", "cells that the wards reach into");
    }
    put_text(json, "layer", set->layer->id);
    put_count(json, "count", set->count);
    put_count(json, "with_rows", finding->occupied);
    put_number(json, "area_km2", set->area_m2 / 1e6, 6);
    na_json_object_end(json);
}

static void put_random(struct na_json *json, const struct na_hotspot_finding *finding)
{
    const struct na_scattered *random = &finding->concentration.random;
    na_json_name(json, "random");
    na_json_object_begin(json);
    if (!finding->concentration.scattered) {
        put_text(json, "none_because", finding->concentration.reason);
    } else {
        put_count(json, "scatters", NA_CONCENTRATION_SCATTERS);
        put_count(json, "seed", finding->job.seed);
        put_number(json, "cells", random->cells, 4);
        put_number(json, "cells_low", random->cells_low, 4);
        put_number(json, "cells_high", random->cells_high, 4);
        put_number(json, "generalised_gini", random->gini, 10);
        put_number(json, "generalised_gini_low", random->gini_low, 10);
        put_number(json, "generalised_gini_high", random->gini_high, 10);
    }
    na_json_object_end(json);
}

static void put_share(struct na_json *json, const struct na_hotspot_finding *finding)
{
    const struct na_hotspot_share *share = &finding->share;
    na_json_name(json, "concentration");
    na_json_object_begin(json);
    put_number(json, "share_wanted_percent", share->percent, 4);
    put_count(json, "cells", share->cells);
    put_number(json, "cells_percent", 100 * (double)share->cells / (double)finding->set->count, 4);
    put_number(json, "area_km2", share->area_m2 / 1e6, 6);
    put_number(json, "area_percent", 100 * share->area_m2 / finding->set->area_m2, 4);
    put_number(json, "count", share->count, 6);
    put_number(json, "share_percent", na_hotspot_percent(finding, share->count), 4);
    put_count(json, "tied_with_last", share->tied);
    put_number(json, "cells_with_rows_percent",
               finding->occupied > 0 ? 100 * (double)share->cells / (double)finding->occupied
                                     : (double)NAN,
               4);
    put_number(json, "gini", finding->concentration.gini, 10);
    put_number(json, "generalised_gini", finding->concentration.general, 10);
    put_random(json, finding);
    na_json_object_end(json);
}

static void put_gi(struct na_json *json, const struct na_hotspot_finding *finding)
{
    na_json_name(json, "gi_star");
    na_json_object_begin(json);
    if (finding->gi == NULL) {
        put_text(json, "none_because", finding->gi_reason);
    } else {
        const struct na_hotspot_links *links = &finding->links;
        size_t all = links->starts[links->count];
        put_text(json, "weights", "binary");
        put_text(json, "neighbours", links->kind);
        na_json_name(json, "self_included");
        na_json_bool(json, true);
        put_number(json, "band_m", links->band_m > 0 ? links->band_m : (double)NAN, 3);
        put_count(json, "links", all);
        put_number(json, "mean_neighbours", (double)all / (double)links->count, 6);
        put_count(json, "islands", links->islands);
        if (finding->patch_reason[0] != '\0') {
            put_text(json, "not_tested_because", finding->patch_reason);
        } else {
            put_text(json, "p", "exact permutation of the counts, upper tail");
            put_text(json, "q", "Benjamini-Hochberg over all cells");
            put_count(json, "cells_in_patches", finding->patches);
        }
    }
    na_json_object_end(json);
}

static void put_labels(struct na_json *json, const struct na_hotspot_finding *finding)
{
    na_json_name(json, "against_all_rows");
    na_json_object_begin(json);
    if (finding->labels == NULL) {
        put_text(json, "not_tested_because", finding->label_reason);
    } else {
        put_text(json, "p", "exact random labelling (hypergeometric), upper tail");
        put_text(json, "q", "Benjamini-Hochberg over cells with a row");
        put_count(json, "cells", finding->label_cells);
        put_count(json, "rows", finding->label_rows);
    }
    na_json_object_end(json);
}

static void put_later(struct na_json *json, const struct na_hotspot_finding *finding)
{
    const struct na_later *later = &finding->later;
    na_json_name(json, "lasts");
    na_json_object_begin(json);
    if (!finding->has_later) {
        put_text(json, "not_tested_because", "no --test MONTH was given");
    } else {
        put_text(json, "test_month", finding->job.test_month);
        put_count(json, "rows", later->rows);
        put_count(json, "hits", later->hits);
        put_number(json, "hit_rate", later->rate, 10);
        put_number(json, "hit_rate_low", later->low, 10);
        put_number(json, "hit_rate_high", later->high, 10);
        put_number(json, "share_before", later->before, 10);
        put_number(json, "share_remains", later->remains, 10);
        put_number(json, "pai", later->pai, 10);
        put_number(json, "pei_star", later->pei, 10);
    }
    put_count(json, "months", finding->months.count);
    if (finding->months.in_top != NULL) {
        put_count(json, "cells_in_top_of_each_month", finding->months.always);
    }
    na_json_object_end(json);
}

static void put_says(struct na_json *json, const struct na_hotspot_finding *finding,
                     const struct na_hotspot_about *about)
{
    struct na_hotspot_says says;
    na_hotspot_says_make(finding, about->measure, about->period, &says);
    na_json_name(json, "says");
    na_json_array_begin(json);
    for (size_t i = 0; i < says.count; i++) {
        na_json_object_begin(json);
        put_text(json, "code", says.items[i].code);
        put_text(json, "label", says.items[i].label);
        put_text(json, "text", says.items[i].text);
        na_json_object_end(json);
    }
    na_json_array_end(json);
}

static void put_method(struct na_json *json, const struct na_hotspot_finding *finding)
{
    const struct na_hotspot_job *job = &finding->job;
    na_json_name(json, "top_set");
    na_json_object_begin(json);
    put_text(json, "rule", job->rule.top > 0 ? "top" : "share");
    put_number(json, "wanted", job->rule.top > 0 ? job->rule.top : job->rule.share_percent, 4);
    put_count(json, "cells", finding->top_count);
    na_json_object_end(json);
    na_json_name(json, "density");
    na_json_object_begin(json);
    put_text(json, "kernel", finding->densities != NULL ? "quartic" : NULL);
    put_number(json, "bandwidth_m", finding->densities != NULL ? job->bandwidth_m : (double)NAN, 3);
    put_count(json, "positions", finding->positions);
    na_json_object_end(json);
    put_gi(json, finding);
    put_labels(json, finding);
    put_later(json, finding);
    put_count(json, "shifted_grids", (uint64_t)job->shift_side * job->shift_side);
}

static void put_about(struct na_json *json, const struct na_hotspot_finding *finding,
                      const struct na_hotspot_about *about)
{
    put_text(json, "measure", about->measure);
    na_render_text_or_null(json, "period", about->period);
    put_says(json, finding, about);
    na_render_warnings(json, &finding->warnings);
    put_number(json, "placed", finding->placed, 6);
    put_rows(json, finding);
    put_cells(json, finding);
    put_share(json, finding);
    put_method(json, finding);
    na_render_text_or_null(json, "input", about->inputs);
    na_render_data(json, finding->job.snapshot);
    na_render_text_or_null(json, "attribution",
                           na_snapshot_info(finding->job.snapshot)->attribution);
}

static void put_values(struct na_json *json, const struct na_hotspot_row *row, const char *name)
{
    put_text(json, "code", row->code);
    na_render_text_or_null(json, "name", name);
    put_count(json, "rank", row->rank);
    put_number(json, "count", row->count, 6);
    put_number(json, "share_percent", row->share_percent, 4);
    put_number(json, "cumulative_percent", row->cumulative_percent, 4);
    put_number(json, "density_km2", row->density_km2, 6);
    put_number(json, "gi_z", row->gi.z, 10);
    put_chance(json, "gi_p", row->gi.p);
    put_chance(json, "gi_q", row->gi.q);
    put_number(json, "all_rows", row->label.all, 0);
    put_number(json, "location_quotient", row->label.lq, 10);
    put_chance(json, "label_p", row->label.p);
    put_chance(json, "label_q", row->label.q);
    put_number(json, "in_shifted_grids", row->shifted, 6);
    put_number(json, "months_in_top", row->in_top, 0);
    put_number(json, "months", row->months, 0);
    put_number(json, "easting_m", row->centre.easting_m, 3);
    put_number(json, "northing_m", row->centre.northing_m, 3);
}

static void put_object(struct na_json *json, const struct na_hotspot_row *row)
{
    na_json_object_begin(json);
    put_values(json, row, row->name);
    put_number(json, "lat", row->at.lat_deg, 7);
    put_number(json, "lon", row->at.lon_deg, 7);
    na_json_object_end(json);
}

static enum na_code put_feature(struct na_json *json, const struct na_hotspot_list *list,
                                const struct na_hotspot_about *about,
                                const struct na_hotspot_row *row, struct na_error *reterr)
{
    char name[NA_HOTSPOT_NAME];
    na_json_object_begin(json);
    put_text(json, "type", "Feature");
    put_text(json, "id", row->code);
    enum na_code code =
        na_render_cell_geometry(json, list->finding->set, row->cell, list->crs, reterr);
    na_json_name(json, "properties");
    na_json_object_begin(json);
    /* A pack can name the file as it is, and its areas have names. */
    na_hotspot_area_name(list->finding, row, name);
    put_values(json, row, name);
    if (na_cells_are_equal(&list->finding->job.cells)) {
        na_render_text_or_null(json, "ward", row->name);
    }
    na_render_date(json, "valid_from", about->from);
    na_render_date(json, "valid_to", about->to);
    na_json_object_end(json);
    na_json_object_end(json);
    return code;
}

enum na_code na_render_hotspot_json(const struct na_hotspot_finding *finding,
                                    const struct na_hotspot_about *about, bool geojson,
                                    struct na_buffer *to, struct na_error *reterr)
{
    struct na_hotspot_list list;
    struct na_hotspot_row row;
    struct na_json json;
    enum na_code code = na_hotspot_list_init(&list, finding, about->all, reterr);
    if (code != NA_OK) {
        return code;
    }
    na_json_init(&json, to);
    na_json_object_begin(&json);
    if (geojson) {
        put_text(&json, "type", "FeatureCollection");
    }
    put_about(&json, finding, about);
    na_json_name(&json, geojson ? "features" : "cells");
    na_json_array_begin(&json);
    while (code == NA_OK && na_hotspot_list_next(&list, &row)) {
        if (geojson) {
            code = put_feature(&json, &list, about, &row, reterr);
        } else {
            put_object(&json, &row);
        }
    }
    na_json_array_end(&json);
    na_json_object_end(&json);
    na_hotspot_list_fini(&list);
    if (code != NA_OK) {
        return code;
    }
    code = na_json_finish(&json);
    code = code == NA_OK ? na_buffer_text(to, "\n") : code;
    return code == NA_OK ? code : na_fail(reterr, code, "The list of cells does not fit");
}
