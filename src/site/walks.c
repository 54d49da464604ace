/* A walk from the position is searched once, then each place that the straight reach named is
 * looked up in it. Places that the streets do not reach are not counted. */
#include "site/walks.h"

#include <stdlib.h>

#include "base/fail.h"

enum na_code na_site_walks_init(const struct na_site *site, struct na_site_walks *ret_walks,
                                struct na_error *reterr)
{
    struct na_site_walks walks = {.search = NULL};
    struct na_network network;
    enum na_code code = NA_OK;
    if (site->question.by_walk && na_snapshot_network(site->snapshot, &network)) {
        code = na_street_search_new(na_snapshot_streets(site->snapshot), &walks.search, reterr);
        walks.existing = calloc((size_t)site->existing.count + 1, sizeof walks.existing[0]);
        walks.candidates = calloc((size_t)site->candidate_count + 1, sizeof walks.candidates[0]);
        if (code == NA_OK && (walks.existing == NULL || walks.candidates == NULL)) {
            code = na_fail_memory(reterr, "looking for what is within a walk");
        }
        walks.snap_m = network.snap_m;
        walks.within_mm = na_street_mm(site->question.within_m);
    }
    for (uint32_t i = 0; code == NA_OK && walks.search != NULL && i < site->existing.count; i++) {
        struct na_asset asset;
        na_snapshot_asset(site->snapshot, site->existing.numbers[i], &asset);
        na_walk_start(walks.search, walks.snap_m, asset.at, &walks.existing[i]);
    }
    for (uint32_t i = 0; code == NA_OK && walks.search != NULL && i < site->candidate_count; i++) {
        na_walk_start(walks.search, walks.snap_m, site->candidates[i].at, &walks.candidates[i]);
    }
    if (code != NA_OK) {
        na_site_walks_fini(&walks);
    } else {
        *ret_walks = walks;
    }
    return code;
}

void na_site_walks_fini(struct na_site_walks *walks)
{
    na_street_search_free(walks->search);
    free(walks->existing);
    free(walks->candidates);
    *walks = (struct na_site_walks){.search = NULL};
}

bool na_site_walks_from(struct na_site_walks *walks, struct na_lonlat at)
{
    na_walk_start(walks->search, walks->snap_m, at, &walks->spot);
    na_street_search_begin(walks->search, walks->within_mm, NULL, NULL);
    na_street_search_from(walks->search, &walks->spot.snaps);
    na_street_search_run(walks->search);
    return walks->spot.snaps.count > 0;
}

/* Is one place where the streets are met within the walk? Parts of the network that do not hang
 * together have labels of their own, so that any will do. */
static bool reaches(const struct na_site_walks *walks, const struct na_street_snap *to)
{
    uint64_t reach = na_street_search_reach(walks->search, to->edge, to->at_mm);
    for (size_t i = 0; i < walks->spot.snaps.count; i++) {
        const struct na_street_snap *from = &walks->spot.snaps.items[i];
        if (from->edge == to->edge) {
            uint32_t along =
                from->at_mm > to->at_mm ? from->at_mm - to->at_mm : to->at_mm - from->at_mm;
            uint64_t direct = (uint64_t)from->snap_mm + along;
            reach = direct < reach ? direct : reach;
        }
    }
    return reach + to->snap_mm <= walks->within_mm;
}

uint32_t na_site_walks_keep(const struct na_site_walks *walks, const struct na_walk_from *places,
                            uint32_t *numbers, uint32_t count)
{
    uint32_t kept = 0;
    for (uint32_t i = 0; i < count; i++) {
        const struct na_street_snaps *snaps = &places[numbers[i]].snaps;
        bool reached = false;
        for (size_t s = 0; s < snaps->count && !reached; s++) {
            reached = reaches(walks, &snaps->items[s]);
        }
        if (reached) {
            numbers[kept++] = numbers[i];
        }
    }
    return kept;
}
