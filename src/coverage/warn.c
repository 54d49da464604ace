/* What has to be said beside an answer about coverage. */
#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/number.h"
#include "base/text.h"
#include "coverage/private.h"
#include "coverage/walk.h"
#include "data/barriers.h"
#include "data/layer_cover.h"

/* Areas overlap when their sum exceeds the whole by more than rounding makes. */
#define OVERLAP_M2 1.0

static void warn_of_vintage(struct na_coverage *coverage)
{
    const struct na_coverage_question *question = &coverage->question;
    const struct na_layer *layer = question->layer;
    for (size_t i = 0; i < coverage->day_count; i++) {
        char day[NA_DATE_TEXT];
        na_date_format(day, coverage->days[i].day);
        if (na_date_within(coverage->days[i].day, layer->valid_from, layer->valid_to)) {
            continue;
        }
        if (question->none_valid && i == 0) {
            na_warn(&coverage->warnings, "no-vintage-valid",
                    "No ward vintage is valid on %s; the newest, %s, is used", day, layer->id);
        } else {
            na_warn(&coverage->warnings, "layer-not-valid", "The layer %s is not valid on %s",
                    layer->id, day);
        }
    }
}

static void warn_of_none(struct na_coverage *coverage, const struct na_coverage_day *day)
{
    char date[NA_DATE_TEXT];
    na_date_format(date, day->day);
    if (day->asset_count == 0) {
        na_warn(&coverage->warnings, "no-assets-count",
                "Nothing is covered on %s: of %" PRIu32 " assets of these kinds %" PRIu32
                " are left out by tag, %" PRIu32 " by status, %" PRIu32
                " are not valid then, %" PRIu32 " lie beyond the National Grid",
                date, day->existing, day->by_tag, day->by_status, day->by_date, day->off_grid);
    } else if (day->off_grid > 0) {
        na_warn(&coverage->warnings, "assets-off-grid",
                "%" PRIu32
                " asset%s where the National Grid does not reach: nothing is covered there",
                day->off_grid, day->off_grid == 1 ? " lies" : "s lie");
    }
    if (day->not_valid > 0) {
        na_warn(&coverage->warnings, "areas-not-valid",
                "Of the %zu areas of the layer %s, %" PRIu32 " %s not valid on %s and left out",
                day->area_count - 1, coverage->question.layer->id, day->not_valid,
                day->not_valid == 1 ? "is" : "are", date);
    }
}

/* Does the asset stand in no area that is valid on the day? */
static bool is_outside(const struct na_coverage *coverage, const struct na_coverage_day *day,
                       const struct na_asset *asset)
{
    const struct na_layer *layer = coverage->question.layer;
    struct na_cover cover;
    enum na_code code = na_layer_cover(layer, asset->at, &asset->grid, &cover);
    for (uint32_t i = 0; code == NA_OK && i < cover.count; i++) {
        if (day->areas[cover.areas[i]].is_valid) {
            return false;
        }
    }
    return true;
}

static void warn_of_outside(struct na_coverage *coverage, const struct na_coverage_day *day)
{
    char names[240] = "";
    size_t used = 0;
    uint32_t named = 0; /* so few that there is room for all */
    char date[NA_DATE_TEXT];
    if (day->outside == 0) {
        return;
    }
    na_date_format(date, day->day);
    for (size_t i = 0; i < day->asset_count && named < 3; i++) {
        struct na_asset asset;
        na_snapshot_asset(coverage->snapshot, day->assets[i], &asset);
        if (is_outside(coverage, day, &asset)) {
            char name[61];
            (void)na_text_copy(name, sizeof name, asset.name);
            used += (size_t)snprintf(names + used, sizeof names - used, "%s%s",
                                     named > 0 ? ", " : "", name);
            named++;
        }
    }
    na_warn(&coverage->warnings, "assets-outside",
            "%" PRIu32 " of the %zu assets that count on %s stand in no area of the layer, though "
            "they cover what is near them: %s%s",
            day->outside, day->asset_count, date, names, day->outside > named ? ", ..." : "");
}

static void warn_of_areas(struct na_coverage *coverage)
{
    const struct na_coverage_day *day = &coverage->days[0];
    const struct na_layer *layer = coverage->question.layer;
    double sum_m2 = 0.0;
    for (size_t i = 0; i + 1 < day->area_count; i++) {
        sum_m2 += day->areas[i].is_valid ? day->areas[i].area_m2 : 0.0;
    }
    double twice_m2 = sum_m2 - day->areas[day->area_count - 1].area_m2;
    if (twice_m2 > OVERLAP_M2) {
        na_warn(&coverage->warnings, "areas-overlap",
                "Areas of the layer overlap by %.0f m2 in all, which the whole counts once",
                twice_m2);
    }
    if (layer->tolerance_m > 0.0) {
        char metres[NA_NUMBER_TEXT];
        na_number_trimmed(&metres, layer->tolerance_m, 1);
        na_warn(&coverage->warnings, "boundaries-generalised",
                "The boundaries of the layer %s are known to %s m only: shares of small areas are "
                "less sure than their decimals",
                layer->id, metres);
    }
}

/* Positions and states that are less sure than the answer looks. */
static void warn_of_assets(struct na_coverage *coverage, const struct na_coverage_day *day)
{
    const struct na_coverage_question *question = &coverage->question;
    int64_t stale = na_snapshot_info(coverage->snapshot)->stale_days;
    double within_m = question->rings_m[question->within];
    uint32_t blurred = 0;
    uint32_t unknown = 0;
    uint32_t unchecked = 0;
    for (size_t i = 0; i < day->asset_count; i++) {
        struct na_asset asset;
        na_snapshot_asset(coverage->snapshot, day->assets[i], &asset);
        blurred += asset.accuracy_m > within_m;
        unknown += asset.status == NA_STATUS_UNKNOWN;
        unchecked +=
            asset.last_checked == NA_DATE_NONE || (int64_t)day->day - asset.last_checked > stale;
    }
    if (blurred > 0) {
        na_warn(&coverage->warnings, "positions-approximate",
                "%" PRIu32 " of the %zu assets that count are at positions known less well than "
                "the distance itself",
                blurred, day->asset_count);
    }
    if (unknown > 0 || unchecked > 0) {
        char date[NA_DATE_TEXT];
        na_date_format(date, day->day);
        na_warn(&coverage->warnings, "assets-unchecked",
                "Of the %zu assets that count on %s, the status of %" PRIu32
                " is not known and %" PRIu32 " were not checked within %" PRId64 " days before",
                day->asset_count, date, unknown, unchecked, stale);
    }
}

/* A disc reaches over water that nobody walks over. */
static void warn_of_barriers(struct na_coverage *coverage)
{
    struct na_network network;
    if (na_snapshot_barrier_count(coverage->snapshot) > 0 &&
        !na_snapshot_network(coverage->snapshot, &network)) {
        na_warn(&coverage->warnings, "discs-cross-barriers",
                "Distances are straight lines: what is covered may lie across a barrier (the data "
                "have %" PRIu32 "), and the way round is not known",
                na_snapshot_barrier_count(coverage->snapshot));
    }
}

static void warn_of_streets(struct na_coverage *coverage)
{
    const struct na_coverage_walk *walk = coverage->walk;
    const struct na_network *network = &walk->network;
    for (size_t d = 0; d < coverage->day_count; d++) {
        uint32_t off = walk->days[d].off_network;
        if (off > 0 && (d == 0 || off != walk->days[0].off_network)) {
            na_warn(&coverage->warnings, "assets-off-network",
                    "%" PRIu32 " of the assets that count %s near no street: nothing is covered "
                    "from there",
                    off, off == 1 ? "is" : "are");
        }
    }
    if (network->issued != NA_DATE_NONE &&
        coverage->days[0].day - network->issued > (int32_t)network->stale_days) {
        char day[NA_DATE_TEXT];
        na_date_format(day, network->issued);
        na_warn(&coverage->warnings, "network-old",
                "The streets are those of %s: newer ways are not known", day);
    }
    if (!network->has_access) {
        na_warn(&coverage->warnings, "no-access-tags",
                "The streets do not say where walking is forbidden: too much may be covered");
    }
    if (!network->has_paths) {
        na_warn(&coverage->warnings, "no-paths",
                "The streets have no footpaths: less may be covered than is reached");
    }
}

void na_coverage_warn(struct na_coverage *coverage)
{
    na_warn_of_pack(&coverage->warnings, coverage->snapshot);
    warn_of_vintage(coverage);
    for (size_t i = 0; i < coverage->day_count; i++) {
        warn_of_none(coverage, &coverage->days[i]);
    }
    if (coverage->walk == NULL) {
        warn_of_areas(coverage);
        warn_of_barriers(coverage);
    } else {
        warn_of_streets(coverage);
    }
    for (size_t i = 0; i < coverage->day_count; i++) {
        warn_of_outside(coverage, &coverage->days[i]);
    }
    warn_of_assets(coverage, &coverage->days[coverage->day_count - 1]);
}
