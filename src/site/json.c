/* A choice of sites as JSON and GeoJSON, with the effort that was made and what it proves. */
#include <math.h>
#include <stdio.h>

#include "geo/gridref.h"
#include "site/forms.h"
#include "write/geometry.h"
#include "write/render.h"

static void put_count(struct na_json *json, const char *name, uint64_t value)
{
    na_json_name(json, name);
    na_json_integer(json, (int64_t)value);
}

static void put_bool(struct na_json *json, const char *name, bool value)
{
    na_json_name(json, name);
    na_json_bool(json, value);
}

static void put_text(struct na_json *json, const char *name, const char *text)
{
    na_json_name(json, name);
    na_json_text(json, text);
}

static void put_number(struct na_json *json, const char *name, double value, unsigned int decimals)
{
    na_json_name(json, name);
    na_json_trimmed(json, value, decimals);
}

static void put_amount(struct na_json *json, const char *name, const struct na_site *site,
                       uint64_t units)
{
    put_number(json, name, na_site_amount(site, units), 6);
}

static void put_sum(struct na_json *json, const char *name, const struct na_site *site,
                    const struct na_site_sum *sum)
{
    na_json_name(json, name);
    na_json_object_begin(json);
    put_amount(json, "weight", site, sum->units);
    put_number(json, "share_percent", na_site_share(site, sum->units), 4);
    put_count(json, "rows", sum->rows);
    put_count(json, "positions", sum->spots);
    na_json_object_end(json);
}

/* Only where there are any. */
static void put_names(struct na_json *json, const char *name, const char *const *names,
                      size_t count)
{
    if (count == 0) {
        return;
    }
    na_json_name(json, name);
    na_json_array_begin(json);
    for (size_t i = 0; i < count; i++) {
        na_json_text(json, names[i]);
    }
    na_json_array_end(json);
}

static void put_question(struct na_json *json, const struct na_site *site)
{
    const struct na_site_question *question = &site->question;
    na_json_name(json, "query");
    na_json_object_begin(json);
    na_json_name(json, "kinds");
    na_json_array_begin(json);
    for (size_t i = 0; i < question->kind_count; i++) {
        na_json_text(json, question->kinds[i]->name);
    }
    na_json_array_end(json);
    na_json_name(json, "tags");
    na_json_array_begin(json);
    for (size_t i = 0; i < question->tags.count; i++) {
        na_json_text(json, question->tags.wanted[i].name);
    }
    na_json_array_end(json);
    na_json_name(json, "statuses");
    na_json_array_begin(json);
    for (unsigned int status = 0; status <= NA_STATUS_OUT_OF_SERVICE; status++) {
        if ((question->status_mask >> status & 1u) != 0) {
            na_json_text(json, na_status_name((enum na_status)status));
        }
    }
    na_json_array_end(json);
    put_number(json, "within_m", question->within_m, 3);
    if (question->by_walk) {
        na_json_name(json, "measure");
        na_json_text(json, "walk");
    }
    put_count(json, "new", question->sites);
    put_names(json, "must", question->must, question->must_count);
    put_names(json, "never", question->never, question->never_count);
    put_count(json, "exact_limit", question->node_limit);
    na_render_date(json, "as_at", question->as_at);
    na_json_object_end(json);
}

static void put_tally(struct na_json *json, const struct na_point_tally *tally, uint64_t kept)
{
    na_json_name(json, "rows_read");
    na_json_object_begin(json);
    put_count(json, "read", tally->read);
    put_count(json, "kept", kept);
    put_count(json, "left_out_by_where", tally->unasked);
    put_count(json, "no_location", tally->no_location);
    put_count(json, "bad", tally->bad);
    put_count(json, "off_grid", tally->off_grid);
    na_json_object_end(json);
}

static void put_demand(struct na_json *json, const struct na_site *site)
{
    na_json_name(json, "demand");
    na_json_object_begin(json);
    put_text(json, "is", site->about.demand);
    put_text(json, "input", site->about.demand_input);
    put_text(json, "weight_column", site->about.weight_column);
    na_render_text_or_null(json, "period", site->period);
    na_render_text_or_null(json, "profile", site->profile);
    put_tally(json, &site->demand_tally, site->all.rows);
    put_sum(json, "all", site, &site->all);
    put_sum(json, "covered_before", site, &site->covers[NA_SITE_BEFORE]);
    put_sum(json, "covered_newly", site, &site->covers[NA_SITE_NEW]);
    put_sum(json, "still_not", site, &site->covers[NA_SITE_NOT]);
    put_sum(json, "out_of_reach_of_candidates", site, &site->beyond);
    na_json_object_end(json);
}

static void put_assets(struct na_json *json, const char *name, const struct na_site_assets *assets)
{
    na_json_name(json, name);
    na_json_object_begin(json);
    put_count(json, "in_pack", assets->existing);
    put_count(json, "left_out_by_tag", assets->by_tag);
    put_count(json, "left_out_by_status", assets->by_status);
    put_count(json, "left_out_by_date", assets->by_date);
    put_count(json, "count", assets->count);
    na_json_object_end(json);
}

static void put_candidates(struct na_json *json, const struct na_site *site)
{
    na_json_name(json, "candidates");
    na_json_object_begin(json);
    put_text(json, "kind",
             site->question.candidate_kind != NULL ? site->question.candidate_kind->name : NULL);
    na_render_text_or_null(json, "input", site->about.candidates);
    put_count(json, "count", site->candidate_count);
    put_count(json, "idle", site->idle_candidates);
    put_count(json, "left_out_by_never", site->never_candidates);
    if (site->question.candidate_kind != NULL) {
        put_assets(json, "assets", &site->candidate_assets);
    } else {
        put_tally(json, &site->candidate_tally, site->candidate_count + site->never_candidates);
    }
    na_json_object_end(json);
}

static void put_optimum(struct na_json *json, const struct na_site *site)
{
    const struct na_site_solution *solution = &site->solution;
    char quality[NA_SITE_TEXT_SIZE];
    na_site_quality_text(site, quality);
    na_json_name(json, "optimum");
    na_json_object_begin(json);
    put_amount(json, "value", site, solution->value);
    put_amount(json, "upper_bound", site, solution->upper);
    put_amount(json, "gap", site, solution->upper - solution->value);
    put_bool(json, "proven", solution->is_proven);
    put_bool(json, "fewest_proven", solution->is_fewest);
    put_bool(json, "first_proven", solution->is_first);
    put_amount(json, "greedy_value", site, solution->greedy_value);
    put_amount(json, "exchanged_value", site, solution->swapped_value);
    put_count(json, "exchanges", solution->swaps);
    put_count(json, "nodes", solution->nodes);
    put_text(json, "text", quality);
    put_text(json, "ties", na_site_ties_text(site));
    put_text(json, "distance", na_site_distance_words(site));
    put_text(json, "model", na_site_model_words);
    na_json_object_end(json);
}

/* Where it was asked for. */
static void put_curve(struct na_json *json, const struct na_site *site)
{
    if (site->curve_count == 0) {
        return;
    }
    na_json_name(json, "curve");
    na_json_array_begin(json);
    for (uint32_t k = 0; k < site->curve_count; k++) {
        const struct na_site_curve_point *point = &site->curve[k];
        na_json_object_begin(json);
        put_count(json, "new", point->sites);
        put_amount(json, "value", site, point->value);
        put_number(json, "share_percent", na_site_share(site, point->value), 4);
        put_amount(json, "upper_bound", site, point->upper);
        put_bool(json, "proven", point->value == point->upper);
        na_json_object_end(json);
    }
    na_json_array_end(json);
}

/* The same as members of the object that is open, "adds_rows": properties of GeoJSON are flat. */
static void put_flat_sum(struct na_json *json, const char *name, const struct na_site *site,
                         const struct na_site_sum *sum)
{
    char member[64];
    (void)snprintf(member, sizeof member, "%s_weight", name);
    put_amount(json, member, site, sum->units);
    (void)snprintf(member, sizeof member, "%s_share_percent", name);
    put_number(json, member, na_site_share(site, sum->units), 4);
    (void)snprintf(member, sizeof member, "%s_rows", name);
    put_count(json, member, sum->rows);
    (void)snprintf(member, sizeof member, "%s_positions", name);
    put_count(json, member, sum->spots);
}

/* Members of the object that is open; `flat`: of properties. */
static void put_chosen(struct na_json *json, const struct na_site *site, uint32_t k, bool flat)
{
    const struct na_site_chosen *chosen = &site->chosen[k];
    const struct na_site_candidate *candidate = &site->candidates[chosen->candidate];
    char gridref[NA_GRIDREF_TEXT] = "";
    if (isfinite(candidate->grid.easting_m)) {
        na_gridref_format(gridref, candidate->grid, 10);
    }
    put_count(json, "site", k + 1);
    na_render_text_or_null(json, "id", candidate->id);
    na_render_text_or_null(json, "name", candidate->name);
    put_count(json, "row", candidate->row);
    if (site->question.must_count > 0) {
        put_bool(json, "must", candidate->must);
    }
    put_number(json, "lat", candidate->at.lat_deg, 7);
    put_number(json, "lon", candidate->at.lon_deg, 7);
    put_number(json, "easting_m", candidate->grid.easting_m, 2);
    put_number(json, "northing_m", candidate->grid.northing_m, 2);
    na_render_text_or_null(json, "gridref", gridref);
    if (flat) {
        put_flat_sum(json, "adds", site, &chosen->adds);
        put_flat_sum(json, "covered", site, &chosen->cumulative);
        return;
    }
    put_sum(json, "adds", site, &chosen->adds);
    put_sum(json, "covered", site, &chosen->cumulative);
}

static void put_sites(struct na_json *json, const struct na_site *site)
{
    na_json_name(json, "sites");
    na_json_array_begin(json);
    for (uint32_t k = 0; k < site->chosen_count; k++) {
        na_json_object_begin(json);
        put_chosen(json, site, k, false);
        na_json_object_end(json);
    }
    na_json_array_end(json);
}

static void feature_begin(struct na_json *json, struct na_lonlat at, const char *role)
{
    na_json_object_begin(json);
    put_text(json, "type", "Feature");
    na_render_point_geometry(json, at);
    na_json_name(json, "properties");
    na_json_object_begin(json);
    put_text(json, "role", role);
}

static void feature_end(struct na_json *json)
{
    na_json_object_end(json);
    na_json_object_end(json);
}

static void put_features(struct na_json *json, const struct na_site *site)
{
    static const char *const covers[NA_SITE_COVERS] = {"before", "newly", "not"};
    na_json_name(json, "features");
    na_json_array_begin(json);
    for (uint32_t i = 0; i < site->existing.count; i++) {
        struct na_asset asset;
        na_snapshot_asset(site->snapshot, site->existing.numbers[i], &asset);
        feature_begin(json, asset.at, "existing");
        put_text(json, "id", asset.id);
        put_text(json, "kind", asset.kind);
        na_render_text_or_null(json, "name", asset.name);
        feature_end(json);
    }
    for (uint32_t k = 0; k < site->chosen_count; k++) {
        feature_begin(json, site->candidates[site->chosen[k].candidate].at, "new");
        put_chosen(json, site, k, true);
        feature_end(json);
    }
    for (size_t i = 0; i < site->spot_count; i++) {
        const struct na_site_spot *spot = &site->spots[i];
        feature_begin(json, spot->at, "demand");
        put_text(json, "covered", covers[spot->cover]);
        put_amount(json, "weight", site, spot->units);
        put_count(json, "rows", spot->rows);
        if (spot->cover == NA_SITE_NEW) {
            put_count(json, "site", spot->site + 1);
        }
        feature_end(json);
    }
    na_json_array_end(json);
}

enum na_code na_render_site_json(const struct na_site *site, bool features, struct na_buffer *to)
{
    struct na_warnings warnings = site->warnings;
    na_warn_of_pack(&warnings, site->snapshot);
    struct na_json json;
    na_json_init(&json, to);
    na_json_object_begin(&json);
    if (features) {
        put_text(&json, "type", "FeatureCollection");
    }
    put_question(&json, site);
    if (!features) {
        put_sites(&json, site);
    }
    put_demand(&json, site);
    put_assets(&json, "existing", &site->existing);
    put_candidates(&json, site);
    put_optimum(&json, site);
    if (!features) {
        put_curve(&json, site);
    }
    na_render_data(&json, site->snapshot);
    na_render_text_or_null(&json, "attribution", na_snapshot_info(site->snapshot)->attribution);
    na_render_warnings(&json, &warnings);
    if (features) {
        put_features(&json, site);
    }
    na_json_object_end(&json);
    enum na_code code = na_json_finish(&json);
    return code == NA_OK ? na_buffer_text(to, "\n") : code;
}
