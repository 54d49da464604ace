/* Rows of demand at the very same place made one, so that the problem is as small as the places
 * are. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/fail.h"
#include "site/private.h"

/* Weights that are not whole are counted in millionths. */
#define SCALE_FRACTIONS 1000000
/* Whole numbers up to here are exact in a double. */
#define WHOLE_MAX 9007199254740992.0

static uint64_t scale_of(const struct na_point_rows *demand)
{
    for (size_t i = 0; i < demand->count; i++) {
        double weight = demand->items[i].weight;
        if (floor(weight) < weight) {
            return SCALE_FRACTIONS;
        }
    }
    return 1;
}

static int by_place(const void *left, const void *right)
{
    const struct na_site_spot *a = left;
    const struct na_site_spot *b = right;
    if (a->at.lat_deg < b->at.lat_deg || a->at.lat_deg > b->at.lat_deg) {
        return a->at.lat_deg < b->at.lat_deg ? -1 : 1;
    }
    return (a->at.lon_deg > b->at.lon_deg) - (a->at.lon_deg < b->at.lon_deg);
}

static enum na_code fill(struct na_site *site, const struct na_point_rows *demand,
                         struct na_error *reterr)
{
    bool any_lost = false;
    double sum = 0.0;
    for (size_t i = 0; i < demand->count; i++) {
        const struct na_point_row *row = &demand->items[i];
        double units = floor(row->weight * (double)site->scale + 0.5);
        sum += units;
        if (!(sum < WHOLE_MAX)) {
            (void)na_fail(reterr, NA_ERR_LIMIT, "The weights add up to too much: over %s",
                          site->scale == 1 ? "9,000,000,000,000,000"
                                           : "9,000,000,000, counted in millionths");
            return na_fail_at(reterr, NA_ERR_LIMIT, NULL, 0, NULL,
                              "Give the weights in a larger unit");
        }
        any_lost = any_lost || (row->weight > 0.0 && units < 1.0);
        site->spots[i] = (struct na_site_spot){.at = row->at,
                                               .grid = row->grid,
                                               .units = (uint64_t)units,
                                               .rows = 1,
                                               .cell = UINT32_MAX,
                                               .site = UINT32_MAX,
                                               .cover = NA_SITE_NOT};
    }
    if (any_lost) {
        na_warn(&site->warnings, "weights-lost",
                "Weights are counted in millionths: some are too small and count as 0");
    }
    return NA_OK;
}

/* Neighbours in the order that are at one position become one. */
static void merge(struct na_site *site)
{
    size_t kept = 0;
    for (size_t i = 0; i < site->spot_count; i++) {
        if (kept > 0 && by_place(&site->spots[kept - 1], &site->spots[i]) == 0) {
            site->spots[kept - 1].units += site->spots[i].units;
            site->spots[kept - 1].rows += site->spots[i].rows;
        } else {
            site->spots[kept++] = site->spots[i];
        }
    }
    site->spot_count = kept;
}

static void find_period(struct na_site *site, const struct na_table_texts *months)
{
    const char *from = "";
    const char *until = "";
    for (uint32_t i = 0; i < months->count; i++) {
        const char *month = na_table_texts_get(months, i).bytes;
        from = i == 0 || strcmp(month, from) < 0 ? month : from;
        until = strcmp(month, until) > 0 ? month : until;
    }
    if (months->count < 2) {
        (void)snprintf(site->period, sizeof site->period, "%.20s", from);
    } else {
        (void)snprintf(site->period, sizeof site->period, "%.12s to %.12s (%u months have rows)",
                       from, until, (unsigned)months->count);
    }
}

enum na_code na_site_spots_make(struct na_site *site, const struct na_point_rows *demand,
                                struct na_error *reterr)
{
    site->demand_tally = demand->tally;
    memcpy(site->profile, demand->profile, sizeof site->profile);
    site->layer = demand->layer;
    find_period(site, &demand->months);
    site->scale = scale_of(demand);
    site->spot_count = demand->count;
    site->spots = calloc(demand->count + 1, sizeof site->spots[0]);
    if (site->spots == NULL) {
        return na_fail_memory(reterr, "gathering the demand");
    }
    enum na_code code = fill(site, demand, reterr);
    if (code == NA_OK) {
        qsort(site->spots, site->spot_count, sizeof site->spots[0], by_place);
        merge(site);
    }
    return code;
}
