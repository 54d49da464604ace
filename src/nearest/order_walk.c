/* Is the first on foot the nearest from wherever the question may really be? walk/circle.h looks at
 * the streets that the position may meet; here is what the positions of assets may be off, and what
 * is said when the order is not shown to be certain. */
#include <math.h>

#include "nearest/private.h"
#include "walk/circle.h"

/* What an asset's position may be off by, along the streets. */
static double uncertainty_mm(const struct na_asset *asset, uint32_t snap_mm)
{
    return asset->accuracy_m > 0.0 ? 2000.0 * asset->accuracy_m + snap_mm : 0.0;
}

static double worst_uncertainty_mm(const struct na_nearest_answer *answer)
{
    double worst_m = 0.0;
    for (size_t i = 0; i < answer->question.kind_count; i++) {
        worst_m = fmax(worst_m, answer->question.kinds[i]->worst_accuracy_m);
    }
    return worst_m > 0.0 ? 2000.0 * worst_m + answer->network.snap_m * 1000.0 : 0.0;
}

static double blur_mm(const void *context, uint32_t point, uint32_t snap_mm)
{
    const struct na_nearest_filter *filter = context;
    struct na_asset asset;
    na_snapshot_asset(filter->snapshot, point, &asset);
    return uncertainty_mm(&asset, snap_mm);
}

static void warn_of_rival(const struct na_snapshot *snapshot, struct na_nearest_answer *answer)
{
    struct na_asset first;
    struct na_asset second;
    double radius_m = answer->question.position.accuracy_m;
    if (answer->rival == NA_RIVAL_NONE) {
        na_warn(&answer->warnings, "order-not-shown",
                "The streets around the position do not show that no other is nearer on foot");
        return;
    }
    na_snapshot_asset(snapshot, answer->found.hits[0].point, &first);
    na_snapshot_asset(snapshot, answer->rival, &second);
    bool blurred = first.accuracy_m + second.accuracy_m > 0.0;
    if (blurred) {
        na_warn(&answer->warnings, "position-approximate",
                "%.150s could be nearer on foot than %.150s: their positions are known to %.0f m "
                "and %.0f m only",
                second.name, first.name, second.accuracy_m, first.accuracy_m);
    }
    if (radius_m > 0.0) {
        na_warn(&answer->warnings, "query-approximate",
                "%.150s could be nearer on foot than %.150s: the position asked for is known to "
                "%.0f m only",
                second.name, first.name, radius_m);
    }
    if (!blurred && radius_m <= 0.0) {
        na_warn(&answer->warnings, "equally-near", "%.150s is about as near on foot as %.150s",
                second.name, first.name);
    }
}

void na_nearest_order_walk(const struct na_snapshot *snapshot, struct na_nearest_answer *answer)
{
    struct na_nearest_filter filter = na_nearest_filter_of(snapshot, &answer->question);
    answer->order_stable = true;
    answer->rival = NA_RIVAL_NONE;
    if (answer->found.count == 0) {
        return;
    }
    answer->order_stable = false;
    if (answer->walks[0].state == NA_WALK_KNOWN) {
        uint32_t first = answer->found.hits[0].point;
        uint32_t limit_mm = na_walk_limit_mm(INFINITY);
        limit_mm = limit_mm > answer->walks[0].mm ? limit_mm : NA_STREET_MM_MAX;
        const struct na_walk_circle circle = {.from = &answer->from,
                                              .radius_m = answer->question.position.accuracy_m,
                                              .snap_m = answer->network.snap_m,
                                              .limit_mm = limit_mm,
                                              .filter = na_nearest_kind_wanted,
                                              .blur = blur_mm,
                                              .context = &filter,
                                              .first_blur_mm =
                                                  blur_mm(&filter, first, answer->walks[0].snap_mm),
                                              .worst_blur_mm = worst_uncertainty_mm(answer)};
        answer->order_stable = na_walk_circle_agrees(&circle, first, &answer->rival);
    }
    if (!answer->order_stable) {
        warn_of_rival(snapshot, answer);
    }
}
