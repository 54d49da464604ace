/* What covers already, and where a new one can be. */
#include <stdlib.h>
#include <string.h>

#include "base/fail.h"
#include "site/forms.h"
#include "site/private.h"

static bool is_of(const struct na_asset *asset, const struct na_kind *const *kinds, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (strcmp(asset->kind, kinds[i]->name) == 0) {
            return true;
        }
    }
    return false;
}

static void look_at(const struct na_site *site, uint32_t number, const struct na_asset *asset,
                    const struct na_tag_filter *tags, unsigned int status_mask,
                    struct na_site_assets *assets)
{
    assets->existing++;
    if (tags != NULL && !na_tag_filter_passes(tags, site->snapshot, asset)) {
        assets->by_tag++;
    } else if ((status_mask >> (unsigned int)asset->status & 1u) == 0) {
        assets->by_status++;
    } else if (!na_date_within(site->question.as_at, asset->valid_from, asset->valid_to)) {
        assets->by_date++;
    } else {
        assets->numbers[assets->count++] = number;
    }
}

enum na_code na_site_assets_find(const struct na_site *site, const struct na_kind *const *kinds,
                                 size_t count, const struct na_tag_filter *tags,
                                 unsigned int status_mask, struct na_site_assets *ret_assets,
                                 struct na_error *reterr)
{
    struct na_site_assets assets = {.count = 0};
    uint32_t all = na_snapshot_asset_count(site->snapshot);
    assets.numbers = calloc((size_t)all + 1, sizeof assets.numbers[0]);
    if (assets.numbers == NULL) {
        return na_fail_memory(reterr, "looking for the assets there are");
    }
    for (uint32_t i = 0; i < all; i++) {
        struct na_asset asset;
        na_snapshot_asset(site->snapshot, i, &asset);
        if (is_of(&asset, kinds, count)) {
            look_at(site, i, &asset, tags, status_mask, &assets);
        }
    }
    *ret_assets = assets;
    return NA_OK;
}

/* By id, shorter first on a common prefix; then by row. */
static int by_id(const void *left, const void *right)
{
    const struct na_site_candidate *a = left;
    const struct na_site_candidate *b = right;
    int order = strcmp(a->id, b->id);
    return order != 0 ? order : (a->row > b->row) - (a->row < b->row);
}

static void take_assets(struct na_site *site)
{
    for (uint32_t i = 0; i < site->candidate_assets.count; i++) {
        struct na_asset asset;
        na_snapshot_asset(site->snapshot, site->candidate_assets.numbers[i], &asset);
        site->candidates[i] =
            (struct na_site_candidate){asset.id,
                                       asset.name,
                                       asset.at,
                                       asset.grid,
                                       (uint64_t)site->candidate_assets.numbers[i] + 1,
                                       false};
    }
}

static void take_rows(struct na_site *site, const struct na_point_rows *rows)
{
    for (size_t i = 0; i < rows->count; i++) {
        const struct na_point_row *row = &rows->items[i];
        site->candidates[i] = (struct na_site_candidate){na_point_rows_label(rows, row->id).bytes,
                                                         na_point_rows_label(rows, row->name).bytes,
                                                         row->at,
                                                         row->grid,
                                                         row->row,
                                                         false};
    }
}

static bool is_named(const struct na_site_candidate *candidate, const char *name)
{
    char text[NA_SITE_TEXT_SIZE];
    na_site_candidate_text(candidate, text);
    return strcmp(text, name) == 0;
}

/* The first candidate of that name from `from` on; candidate_count if there is none. */
static uint32_t find_named(const struct na_site *site, const char *name, uint32_t from)
{
    uint32_t at = from;
    while (at < site->candidate_count && !is_named(&site->candidates[at], name)) {
        at++;
    }
    return at;
}

static enum na_code unknown(const char *field, const char *name, struct na_error *reterr)
{
    enum na_code code =
        na_fail(reterr, NA_ERR_PARAM_CONFLICT, "No candidate is called \"%.60s\"", name);
    return na_fail_at(reterr, code, NULL, 0, field,
                      "Give the id as the file has it, or \"row 12\" where there are no ids");
}

static enum na_code leave_out_never(struct na_site *site, struct na_error *reterr)
{
    for (size_t k = 0; k < site->question.never_count; k++) {
        const char *name = site->question.never[k];
        uint32_t kept = find_named(site, name, 0);
        if (kept == site->candidate_count) {
            return unknown("never", name, reterr);
        }
        for (uint32_t i = kept; i < site->candidate_count; i++) {
            if (is_named(&site->candidates[i], name)) {
                site->never_candidates++;
            } else {
                site->candidates[kept++] = site->candidates[i];
            }
        }
        site->candidate_count = kept;
    }
    return NA_OK;
}

static enum na_code mark_must(struct na_site *site, struct na_error *reterr)
{
    const struct na_site_question *question = &site->question;
    for (size_t k = 0; k < question->must_count * question->never_count; k++) {
        if (strcmp(question->must[k % question->must_count],
                   question->never[k / question->must_count]) == 0) {
            return na_fail_field(reterr, NA_ERR_PARAM_CONFLICT, "must",
                                 "A site is given by --must and by --never", "Leave one out");
        }
    }
    if (question->must_count > question->sites) {
        return na_fail_field(reterr, NA_ERR_PARAM_CONFLICT, "must",
                             "More sites are given by --must than there are to be new",
                             "Raise --new, or give fewer");
    }
    for (size_t k = 0; k < question->must_count; k++) {
        uint32_t at = find_named(site, question->must[k], 0);
        if (at == site->candidate_count) {
            return unknown("must", question->must[k], reterr);
        }
        if (site->candidates[at].must ||
            find_named(site, question->must[k], at + 1) < site->candidate_count) {
            return na_fail_field(reterr, NA_ERR_PARAM_CONFLICT, "must",
                                 "A site of --must is given twice, or two candidates have its id",
                                 "Give each once, and each candidate an id of its own");
        }
        site->candidates[at].must = true;
    }
    return NA_OK;
}

enum na_code na_site_candidates_make(struct na_site *site, const struct na_point_rows *rows,
                                     struct na_error *reterr)
{
    size_t count = 0;
    if (site->question.candidate_kind != NULL) {
        enum na_code code = na_site_assets_find(site, &site->question.candidate_kind, 1, NULL,
                                                NA_SITE_STATUSES, &site->candidate_assets, reterr);
        if (code != NA_OK) {
            return code;
        }
        count = site->candidate_assets.count;
    } else {
        site->candidate_tally = rows->tally;
        count = rows->count;
    }
    if (count > NA_SITE_CANDIDATES_MAX) {
        return na_fail(reterr, NA_ERR_LIMIT, "%zu candidates; at most %u can be compared", count,
                       (unsigned)NA_SITE_CANDIDATES_MAX);
    }
    site->candidates = calloc(count + 1, sizeof site->candidates[0]);
    if (site->candidates == NULL) {
        return na_fail_memory(reterr, "reading the candidates");
    }
    site->candidate_count = (uint32_t)count;
    if (site->question.candidate_kind != NULL) {
        take_assets(site);
    } else {
        take_rows(site, rows);
    }
    qsort(site->candidates, count, sizeof site->candidates[0], by_id);
    enum na_code code = leave_out_never(site, reterr);
    return code == NA_OK ? mark_must(site, reterr) : code;
}
