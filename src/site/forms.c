/* The text, the CSV and the notes. json.c and map.c have the other forms. */
#include "site/forms.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>

#include "base/number.h"
#include "geo/gridref.h"
#include "write/pack_notes.h"
#include "write/render.h"
#include "write/sheet.h"

static void amount_machine(const struct na_site *site, uint64_t units, char (*to)[NA_NUMBER_TEXT])
{
    (void)na_number_trimmed(to, na_site_amount(site, units), 6);
}

/* "12.3", or "" when there is nothing to be a share of. */
static void share_text(const struct na_site *site, uint64_t units, char (*to)[NA_NUMBER_TEXT])
{
    double share = na_site_share(site, units);
    (*to)[0] = '\0';
    if (isfinite(share)) {
        (void)na_number_fixed(to, share, 1);
    }
}

static void add_columns(struct na_sheet *sheet)
{
    static const struct na_sheet_column columns[] = {
        {"site", " #", true},
        {"id", "Candidate", false},
        {"name", "Name", false},
        {"row", NULL, true},
        {"lat", NULL, true},
        {"lon", NULL, true},
        {"easting_m", NULL, true},
        {"northing_m", NULL, true},
        {"gridref", "Grid reference", false},
        {"adds", "Adds", true},
        {"adds_rows", NULL, true},
        {"adds_share_percent", "share %", true},
        {"covered", "Covered then", true},
        {"covered_rows", NULL, true},
        {"covered_share_percent", "share %", true},
        {"demand", NULL, true},
        {"demand_covered_before", NULL, true},
        {"demand_is", NULL, false},
        {"demand_input", NULL, false},
        {"weight_column", NULL, false},
        {"period", NULL, false},
        {"kinds", NULL, false},
        {"within_m", NULL, true},
        {"as_at", NULL, false},
        {"value", NULL, true},
        {"upper_bound", NULL, true},
        {"proven", NULL, false},
        {"pack", NULL, false},
        {"transformation", NULL, false},
    };
    for (size_t i = 0; i < sizeof columns / sizeof columns[0]; i++) {
        na_sheet_column(sheet, columns[i].machine, columns[i].human, columns[i].number);
    }
}

static void cell_number(struct na_sheet *sheet, double value, unsigned int decimals)
{
    char text[NA_NUMBER_TEXT] = "";
    if (isfinite(value)) {
        (void)na_number_trimmed(&text, value, decimals);
    }
    na_sheet_cell(sheet, text);
}

static void cell_amount(struct na_sheet *sheet, const struct na_site *site, uint64_t units)
{
    char machine[NA_NUMBER_TEXT], human[NA_SITE_TEXT_SIZE];
    amount_machine(site, units, &machine);
    na_site_amount_text(site, units, human);
    na_sheet_cell_two(sheet, machine, human);
}

static void cell_sum(struct na_sheet *sheet, const struct na_site *site,
                     const struct na_site_sum *sum)
{
    char share[NA_NUMBER_TEXT];
    share_text(site, sum->units, &share);
    cell_amount(sheet, site, sum->units);
    cell_number(sheet, (double)sum->rows, 0);
    na_sheet_cell(sheet, share);
}

static void cell_place(struct na_sheet *sheet, const struct na_site_candidate *candidate)
{
    char gridref[NA_GRIDREF_TEXT] = "";
    if (isfinite(candidate->grid.easting_m)) {
        na_gridref_format(gridref, candidate->grid, 10);
    }
    cell_number(sheet, (double)candidate->row, 0);
    cell_number(sheet, candidate->at.lat_deg, 7);
    cell_number(sheet, candidate->at.lon_deg, 7);
    cell_number(sheet, candidate->grid.easting_m, 2);
    cell_number(sheet, candidate->grid.northing_m, 2);
    na_sheet_cell(sheet, gridref);
}

/* What is the same for all rows. */
static void cell_rest(struct na_sheet *sheet, const struct na_site *site)
{
    const struct na_pack_info *info = na_snapshot_info(site->snapshot);
    const char *weight = site->about.weight_column;
    char kinds[NA_SITE_TEXT_SIZE], as_at[NA_DATE_TEXT];
    na_site_kinds_text(site, kinds);
    na_date_format(as_at, site->question.as_at);
    cell_amount(sheet, site, site->all.units);
    cell_amount(sheet, site, site->covers[NA_SITE_BEFORE].units);
    na_sheet_cell(sheet, site->about.demand);
    na_sheet_cell(sheet, site->about.demand_input);
    na_sheet_cell(sheet, weight != NULL ? weight : "");
    na_sheet_cell(sheet, site->period);
    na_sheet_cell(sheet, kinds);
    cell_number(sheet, site->question.within_m, 3);
    na_sheet_cell(sheet, as_at);
    cell_amount(sheet, site, site->solution.value);
    cell_amount(sheet, site, site->solution.upper);
    na_sheet_cell(sheet, site->solution.is_proven ? "yes" : "no");
    na_sheet_cell(sheet, info->digest);
    na_sheet_cell(sheet, na_transformation_name(info->transformation));
}

static void add_rows(const struct na_site *site, struct na_sheet *sheet)
{
    for (uint32_t k = 0; k < site->chosen_count; k++) {
        const struct na_site_chosen *chosen = &site->chosen[k];
        const struct na_site_candidate *candidate = &site->candidates[chosen->candidate];
        char id[NA_SITE_TEXT_SIZE];
        na_site_candidate_text(candidate, id);
        cell_number(sheet, (double)k + 1.0, 0);
        na_sheet_cell_two(sheet, candidate->id, id);
        na_sheet_cell(sheet, candidate->name);
        cell_place(sheet, candidate);
        cell_sum(sheet, site, &chosen->adds);
        cell_sum(sheet, site, &chosen->cumulative);
        cell_rest(sheet, site);
    }
}

static void note_demand(const struct na_site *site, struct na_sheet *sheet)
{
    const struct na_point_tally *tally = &site->demand_tally;
    const char *weight = site->about.weight_column;
    char amount[NA_SITE_TEXT_SIZE];
    na_site_amount_text(site, site->all.units, amount);
    na_sheet_note(sheet, "Demand", "%s: %s in %" PRIu64 " row%s at %" PRIu64 " position%s, %s%s%s",
                  site->about.demand, amount, site->all.rows, site->all.rows == 1 ? "" : "s",
                  site->all.spots, site->all.spots == 1 ? "" : "s",
                  weight != NULL ? "weighted by column \"" : "each row counts 1",
                  weight != NULL ? weight : "", weight != NULL ? "\"" : "");
    na_sheet_note(sheet, "Period", "%s", site->period[0] != '\0' ? site->period : "not known");
    na_sheet_note(sheet, "Input", "%s%s%s", site->about.demand_input,
                  site->profile[0] != '\0' ? ", columns as of " : "", site->profile);
    na_sheet_note(sheet, "Rows",
                  "read %" PRIu64 " = demand %" PRIu64 " + left out by --where %" PRIu64
                  " + no location %" PRIu64 " + bad %" PRIu64 " + off the grid %" PRIu64,
                  tally->read, site->all.rows, tally->unasked, tally->no_location, tally->bad,
                  tally->off_grid);
}

static void note_assets(struct na_sheet *sheet, const char *label, const char *what,
                        const struct na_site_assets *assets)
{
    na_sheet_note(sheet, label,
                  "%s: %u in the pack = count %u + other tags %u + out of service or status not "
                  "asked for %u + not valid on the day %u",
                  what, (unsigned)assets->existing, (unsigned)assets->count,
                  (unsigned)assets->by_tag, (unsigned)assets->by_status, (unsigned)assets->by_date);
}

static void note_candidates(const struct na_site *site, struct na_sheet *sheet)
{
    const struct na_point_tally *tally = &site->candidate_tally;
    if (site->question.candidate_kind != NULL) {
        note_assets(sheet, "Candidates", site->question.candidate_kind->titles,
                    &site->candidate_assets);
    } else {
        na_sheet_note(sheet, "Candidates",
                      "%s: read %" PRIu64 " = candidates %u + no location %" PRIu64
                      " + bad %" PRIu64 " + off the grid %" PRIu64,
                      site->about.candidates, tally->read,
                      (unsigned)(site->candidate_count + site->never_candidates),
                      tally->no_location, tally->bad, tally->off_grid);
    }
    if (site->never_candidates > 0) {
        na_sheet_note(sheet, "Left out", "%u candidate%s by --never",
                      (unsigned)site->never_candidates, site->never_candidates == 1 ? "" : "s");
    }
    if (site->question.must_count > 0) {
        na_sheet_note(sheet, "Given", "%u of the new sites by --must",
                      (unsigned)site->question.must_count);
    }
    if (site->idle_candidates > 0) {
        na_sheet_note(sheet, "Idle",
                      "%u of %u candidates: no uncovered demand is within their reach",
                      (unsigned)site->idle_candidates, (unsigned)site->candidate_count);
    }
}

static void note_cover(const struct na_site *site, struct na_sheet *sheet, const char *label,
                       const struct na_site_sum *sum, const char *more)
{
    char amount[NA_SITE_TEXT_SIZE], share[NA_NUMBER_TEXT];
    na_site_amount_text(site, sum->units, amount);
    share_text(site, sum->units, &share);
    na_sheet_note(sheet, label, "%s%s%s%s (%" PRIu64 " row%s)%s", amount,
                  share[0] != '\0' ? ", " : "", share, share[0] != '\0' ? "%" : "", sum->rows,
                  sum->rows == 1 ? "" : "s", more);
}

static void note_covers(const struct na_site *site, struct na_sheet *sheet)
{
    char beyond[NA_SITE_TEXT_SIZE], more[NA_SITE_TEXT_SIZE * 2];
    na_site_amount_text(site, site->beyond.units, beyond);
    (void)snprintf(more, sizeof more, "; out of reach of every candidate: %s", beyond);
    note_cover(site, sheet, "Before", &site->covers[NA_SITE_BEFORE], " covered by what stands");
    note_cover(site, sheet, "Newly", &site->covers[NA_SITE_NEW], " covered by the new sites");
    note_cover(site, sheet, "Still not", &site->covers[NA_SITE_NOT], more);
}

static void note_search(const struct na_site *site, struct na_sheet *sheet)
{
    const struct na_site_solution *solution = &site->solution;
    char greedy[NA_SITE_TEXT_SIZE], swapped[NA_SITE_TEXT_SIZE], quality[NA_SITE_TEXT_SIZE];
    na_site_amount_text(site, solution->greedy_value, greedy);
    na_site_amount_text(site, solution->swapped_value, swapped);
    na_site_quality_text(site, quality);
    na_sheet_note(sheet, "Optimum", "%s", quality);
    na_sheet_note(sheet, "Search",
                  "greedy %s, after %u exchanges %s; branch and bound, %" PRIu64 " nodes", greedy,
                  (unsigned)solution->swaps, swapped, solution->nodes);
    na_sheet_note(sheet, "Ties", "%s", na_site_ties_text(site));
    na_sheet_note(sheet, "Distance", "%s", na_site_distance_words(site));
    na_sheet_note(sheet, "Model", "%s", na_site_model_words);
}

static void add_notes(const struct na_site *site, struct na_sheet *sheet)
{
    char kinds[NA_SITE_TEXT_SIZE], as_at[NA_DATE_TEXT], within[NA_NUMBER_TEXT];
    na_site_kinds_text(site, kinds);
    na_date_format(as_at, site->question.as_at);
    (void)na_number_trimmed(&within, site->question.within_m, 3);
    na_sheet_note(sheet, "Question", "%u new for %s within %s m%s, as at %s",
                  (unsigned)site->question.sites, kinds, within,
                  site->question.by_walk ? " on foot" : "", as_at);
    note_demand(site, sheet);
    note_assets(sheet, "Existing", kinds, &site->existing);
    note_candidates(site, sheet);
    note_covers(site, sheet);
    note_search(site, sheet);
    na_render_pack_notes(site->snapshot, sheet);
}

/* What each smaller number covers newly, as a table of its own. */
static enum na_code render_curve(const struct na_site *site, struct na_buffer *to)
{
    struct na_sheet sheet;
    na_sheet_init(&sheet);
    na_sheet_column(&sheet, "new", "New", true);
    na_sheet_column(&sheet, "value", "Cover newly", true);
    na_sheet_column(&sheet, "share_percent", "share %", true);
    na_sheet_column(&sheet, "upper_bound", "At most", true);
    for (uint32_t k = 0; k < site->curve_count; k++) {
        const struct na_site_curve_point *point = &site->curve[k];
        char share[NA_NUMBER_TEXT];
        share_text(site, point->value, &share);
        cell_number(&sheet, point->sites, 0);
        cell_amount(&sheet, site, point->value);
        na_sheet_cell(&sheet, share);
        cell_amount(&sheet, site, point->upper);
    }
    enum na_code code = na_buffer_text(to, "\n");
    code = code == NA_OK ? na_sheet_render(&sheet, NA_SHEET_TEXT, false, to) : code;
    na_sheet_fini(&sheet);
    return code;
}

static enum na_code render_sheet(const struct na_site *site, enum na_sheet_form form, bool safe,
                                 struct na_buffer *to)
{
    struct na_sheet sheet;
    na_sheet_init(&sheet);
    add_columns(&sheet);
    add_rows(site, &sheet);
    if (form == NA_SHEET_TEXT) {
        add_notes(site, &sheet);
    }
    enum na_code code = na_sheet_render(&sheet, form, safe, to);
    na_sheet_fini(&sheet);
    if (code == NA_OK && form == NA_SHEET_TEXT && site->curve_count > 0) {
        code = render_curve(site, to);
    }
    if (code == NA_OK && form == NA_SHEET_TEXT) {
        struct na_lines lines = {to, NA_OK};
        na_lines_warnings(&lines, &site->warnings);
        code = lines.failed;
    }
    return code;
}

enum na_code na_render_site(const struct na_site *site, enum na_site_form form, bool safe,
                            struct na_buffer *to)
{
    switch (form) {
    case NA_SITE_JSON:
    case NA_SITE_GEOJSON:
        return na_render_site_json(site, form == NA_SITE_GEOJSON, to);
    case NA_SITE_CSV:
        return render_sheet(site, NA_SHEET_CSV, safe, to);
    case NA_SITE_TEXT:
        break;
    }
    return render_sheet(site, NA_SHEET_TEXT, safe, to);
}
