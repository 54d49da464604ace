/* What covers already, and where a new one can be. */
#include <stdlib.h>
#include <string.h>

#include "base/fail.h"
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
            (struct na_site_candidate){asset.id, asset.name, asset.at, asset.grid,
                                       (uint64_t)site->candidate_assets.numbers[i] + 1};
    }
}

static void take_rows(struct na_site *site, const struct na_point_rows *rows)
{
    for (size_t i = 0; i < rows->count; i++) {
        const struct na_point_row *row = &rows->items[i];
        site->candidates[i] = (struct na_site_candidate){na_point_rows_label(rows, row->id).bytes,
                                                         na_point_rows_label(rows, row->name).bytes,
                                                         row->at, row->grid, row->row};
    }
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
    return NA_OK;
}
