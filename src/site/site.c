/* From rows to a problem, and from its solution to an answer with its sums and warnings. */
#include "site/site.h"

#include <stdlib.h>

#include "base/fail.h"
#include "site/private.h"

static void add(struct na_site_sum *sum, const struct na_site_spot *spot)
{
    sum->units += spot->units;
    sum->rows += spot->rows;
    sum->spots++;
}

static void add_sum(struct na_site_sum *sum, const struct na_site_sum *other)
{
    sum->units += other->units;
    sum->rows += other->rows;
    sum->spots += other->spots;
}

/* The sites in the order of what each adds; `cell_sites` becomes the first that covers a cell. */
static enum na_code order_sites(struct na_site *site, const struct na_site_problem *problem,
                                uint32_t *cell_sites, struct na_error *reterr)
{
    uint32_t count = site->solution.count;
    uint32_t *order = calloc((size_t)count + 1, sizeof order[0]);
    uint64_t *adds = calloc((size_t)count + 1, sizeof adds[0]);
    site->chosen = calloc((size_t)count + 1, sizeof site->chosen[0]);
    enum na_code code = NA_OK;
    if (order == NULL || adds == NULL || site->chosen == NULL) {
        code = na_fail_memory(reterr, "ordering the sites");
        goto done;
    }
    for (uint32_t i = 0; i < count; i++) {
        order[i] = site->solution.chosen[i];
    }
    code = na_site_order(problem, order, count, adds, reterr);
    for (uint32_t k = count; k > 0 && code == NA_OK; k--) {
        uint32_t candidate = order[k - 1];
        site->chosen[k - 1].candidate = candidate;
        for (uint32_t i = problem->candidate_starts[candidate];
             i < problem->candidate_starts[candidate + 1]; i++) {
            cell_sites[problem->candidate_cells[i]] = k - 1;
        }
    }
    site->chosen_count = count;
done:
    free(order);
    free(adds);
    return code;
}

static void sum_up(struct na_site *site, const uint32_t *cell_sites)
{
    for (size_t i = 0; i < site->spot_count; i++) {
        struct na_site_spot *spot = &site->spots[i];
        add(&site->all, spot);
        if (spot->cover != NA_SITE_BEFORE && spot->cell == UINT32_MAX) {
            add(&site->beyond, spot);
        }
        if (spot->cell != UINT32_MAX && cell_sites[spot->cell] != UINT32_MAX) {
            spot->site = cell_sites[spot->cell];
            spot->cover = NA_SITE_NEW;
            add(&site->chosen[spot->site].adds, spot);
        }
        add(&site->covers[spot->cover], spot);
    }
    struct na_site_sum so_far = site->covers[NA_SITE_BEFORE];
    for (uint32_t k = 0; k < site->chosen_count; k++) {
        add_sum(&so_far, &site->chosen[k].adds);
        site->chosen[k].cumulative = so_far;
    }
}

static void count_idle(struct na_site *site, const struct na_site_problem *problem)
{
    for (uint32_t j = 0; j < problem->candidate_count; j++) {
        uint64_t reached = 0;
        for (uint32_t i = problem->candidate_starts[j]; i < problem->candidate_starts[j + 1]; i++) {
            reached += problem->weights[problem->candidate_cells[i]];
        }
        site->idle_candidates += reached == 0 ? 1 : 0;
    }
}

static enum na_code choose(struct na_site *site, struct na_site_problem *problem,
                           struct na_error *reterr)
{
    uint32_t *cell_sites = calloc((size_t)problem->cell_count + 1, sizeof cell_sites[0]);
    if (cell_sites == NULL) {
        return na_fail_memory(reterr, "choosing sites");
    }
    for (uint32_t i = 0; i < problem->cell_count; i++) {
        cell_sites[i] = UINT32_MAX;
    }
    count_idle(site, problem);
    enum na_code code = na_site_choose(site, problem, reterr);
    if (code == NA_OK) {
        code = order_sites(site, problem, cell_sites, reterr);
    }
    if (code == NA_OK) {
        sum_up(site, cell_sites);
    }
    free(cell_sites);
    return code;
}

/* Fewer sites than asked for, and why. */
static void warn_of_few(struct na_site *site)
{
    uint64_t left = site->all.units - site->covers[NA_SITE_BEFORE].units;
    if (site->chosen_count >= site->question.sites) {
        return;
    }
    if (site->all.units == 0) {
        na_warn(&site->warnings, "no-demand", "There is no demand: nothing can be covered");
    } else if (left == 0) {
        na_warn(&site->warnings, "all-covered",
                "The assets there are cover all demand already: no site would add anything");
    } else if (site->candidate_count == 0) {
        na_warn(&site->warnings, "no-candidates", "There are no candidates to choose from");
    } else if (site->chosen_count == 0) {
        na_warn(&site->warnings, "no-candidate-adds",
                "No candidate is within reach of demand that is not covered yet");
    } else {
        na_warn(&site->warnings, "fewer-sites",
                "%u of the %u sites asked for cover all that the candidates can: no further one "
                "would add anything",
                (unsigned)site->chosen_count, (unsigned)site->question.sites);
    }
}

static uint32_t count_doubles(const struct na_site *site)
{
    uint32_t doubles = 0;
    for (uint32_t i = 1; i < site->candidate_count; i++) {
        const char *id = site->candidates[i].id;
        const char *before = site->candidates[i - 1].id;
        doubles += id[0] != '\0' && na_str_equal(na_str_of(id), na_str_of(before)) ? 1 : 0;
    }
    return doubles;
}

static void warn(struct na_site *site)
{
    warn_of_few(site);
    uint32_t doubles = count_doubles(site);
    if (doubles > 0) {
        na_warn(&site->warnings, "candidates-doubled",
                "%u %s the id of another: each counts for itself, told apart by row",
                (unsigned)doubles, doubles == 1 ? "candidate has" : "candidates have");
    }
    if (site->existing.existing > 0 && site->existing.count == 0) {
        na_warn(&site->warnings, "none-counts",
                "None of the %u assets there are counts: all demand is taken as not covered",
                (unsigned)site->existing.existing);
    }
    if (!site->solution.is_proven) {
        na_warn(&site->warnings, "not-proven",
                "The search ended at its limit: another choice may cover more, up to the bound");
    }
    if (site->off_network_rows > 0) {
        na_warn(&site->warnings, "demand-off-network",
                "%llu row%s of the demand lie%s near no street: no walk reaches %s",
                (unsigned long long)site->off_network_rows, site->off_network_rows == 1 ? "" : "s",
                site->off_network_rows == 1 ? "s" : "",
                site->off_network_rows == 1 ? "it" : "them");
    }
}

static enum na_code answer(struct na_site *site, const struct na_point_rows *demand,
                           const struct na_point_rows *candidates, struct na_error *reterr)
{
    const struct na_site_question *question = &site->question;
    enum na_code code = na_site_spots_make(site, demand, reterr);
    if (code == NA_OK) {
        code = na_site_assets_find(site, question->kinds, question->kind_count, &question->tags,
                                   question->status_mask, &site->existing, reterr);
    }
    if (code == NA_OK) {
        code = na_site_candidates_make(site, candidates, reterr);
    }
    if (code != NA_OK) {
        return code;
    }
    struct na_site_problem problem = {.cell_count = 0};
    code = na_site_cells_make(site, &problem, reterr);
    if (code == NA_OK) {
        code = choose(site, &problem, reterr);
    }
    if (code == NA_OK) {
        warn(site);
    }
    na_site_problem_fini(&problem);
    return code;
}

enum na_code na_site_new(const struct na_snapshot *snapshot,
                         const struct na_site_question *question, const struct na_site_about *about,
                         const struct na_point_rows *demand, const struct na_point_rows *candidates,
                         struct na_site **ret_site, struct na_error *reterr)
{
    struct na_site *site = calloc(1, sizeof *site);
    if (site == NULL) {
        return na_fail_memory(reterr, "choosing sites");
    }
    site->snapshot = snapshot;
    site->question = *question;
    site->about = *about;
    enum na_code code = answer(site, demand, candidates, reterr);
    if (code != NA_OK) {
        na_site_free(site);
        return code;
    }
    *ret_site = site;
    return NA_OK;
}

void na_site_free(struct na_site *site)
{
    if (site == NULL) {
        return;
    }
    na_site_solution_fini(&site->solution);
    free(site->spots);
    free(site->existing.numbers);
    free(site->candidate_assets.numbers);
    free(site->candidates);
    free(site->chosen);
    free(site->curve);
    free(site);
}
