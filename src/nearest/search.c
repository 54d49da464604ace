/* Which assets a question wants, and the search of the tree for the nearest of those. */
#include <math.h>
#include <string.h>

#include "nearest/private.h"
#include "question/asked.h"

struct na_moment na_nearest_moment(const struct na_snapshot *snapshot,
                                   const struct na_nearest_question *question)
{
    return (struct na_moment){question->as_at, question->when,
                              na_snapshot_info(snapshot)->stale_days, question->sees_codes,
                              question->hours};
}

struct na_nearest_filter na_nearest_filter_of(const struct na_snapshot *snapshot,
                                              const struct na_nearest_question *question)
{
    return (struct na_nearest_filter){snapshot, question, na_nearest_moment(snapshot, question),
                                      false};
}

static bool has_status(const struct na_nearest_question *question, const struct na_asset *asset)
{
    return (question->status_mask & (1u << asset->status)) != 0;
}

/* The verdict, if it was passed before; NULL: nowhere to look. */
static uint32_t *kept_verdict(const struct na_nearest_filter *filter, uint32_t point,
                              uint32_t *ret_round)
{
    return na_hours_verdict(&filter->moment, point, na_snapshot_asset_count(filter->snapshot),
                            ret_round);
}

enum na_usable_state na_nearest_state(const struct na_nearest_filter *filter, uint32_t point,
                                      const struct na_asset *asset)
{
    uint32_t round = 0;
    uint32_t *kept = kept_verdict(filter, point, &round);
    if (kept == NULL) {
        return na_usable_state(asset, &filter->moment);
    }
    if (*kept / 4 != round) {
        *kept = round * 4 + (uint32_t)na_usable_state(asset, &filter->moment);
    }
    return (enum na_usable_state)(*kept % 4);
}

static enum na_usable_filter usable_asked(const struct na_nearest_filter *filter)
{
    return filter->must_be_usable ? NA_USABLE_ONLY_YES : filter->question->usable;
}

static bool passes(enum na_usable_filter asked, enum na_usable_state state)
{
    return asked == NA_USABLE_ANY || state == NA_USABLE_YES ||
           (asked == NA_USABLE_NOT_NO && state == NA_USABLE_UNKNOWN);
}

static bool is_usable_as_asked(const struct na_nearest_filter *filter, uint32_t point,
                               const struct na_asset *asset)
{
    enum na_usable_filter asked = usable_asked(filter);
    return asked == NA_USABLE_ANY || passes(asked, na_nearest_state(filter, point, asset));
}

enum na_left na_nearest_left(const struct na_nearest_filter *filter, uint32_t point,
                             const struct na_asset *asset)
{
    if (!na_tag_filter_passes(&filter->question->tags, filter->snapshot, asset)) {
        return NA_LEFT_BY_TAG;
    }
    if (!has_status(filter->question, asset)) {
        return NA_LEFT_BY_STATUS;
    }
    if (!na_date_within(filter->question->as_at, asset->valid_from, asset->valid_to)) {
        return NA_LEFT_BY_DATE;
    }
    return is_usable_as_asked(filter, point, asset) ? NA_LEFT_IN : NA_LEFT_BY_USABLE;
}

/* Most questions ask for the day and a verdict alone, and the rest of an asset is not looked at. */
bool na_nearest_wanted(const void *context, uint32_t point)
{
    const struct na_nearest_filter *filter = context;
    const struct na_nearest_question *question = filter->question;
    enum na_usable_filter asked = usable_asked(filter);
    bool is_judged = asked == NA_USABLE_ANY;
    if (!na_snapshot_asset_is_valid(filter->snapshot, point, question->as_at)) {
        return false;
    }
    if (!is_judged) {
        uint32_t round = 0;
        const uint32_t *kept = kept_verdict(filter, point, &round);
        is_judged = kept != NULL && *kept / 4 == round;
        if (is_judged && !passes(asked, (enum na_usable_state)(*kept % 4))) {
            return false;
        }
    }
    if (is_judged && question->tags.count == 0 && question->status_mask == NA_STATUSES_ALL) {
        return true;
    }
    struct na_asset asset;
    na_snapshot_asset(filter->snapshot, point, &asset);
    return na_nearest_left(filter, point, &asset) == NA_LEFT_IN;
}

bool na_nearest_asks_kind(const struct na_nearest_question *question, const char *kind)
{
    for (size_t i = 0; i < question->kind_count; i++) {
        if (strcmp(question->kinds[i]->name, kind) == 0) {
            return true;
        }
    }
    return false;
}

bool na_nearest_kind_wanted(const void *context, uint32_t point)
{
    const struct na_nearest_filter *filter = context;
    struct na_asset asset;
    na_snapshot_asset(filter->snapshot, point, &asset);
    return na_nearest_asks_kind(filter->question, asset.kind) &&
           na_nearest_left(filter, point, &asset) == NA_LEFT_IN;
}

void na_nearest_search(const struct na_nearest_filter *filter, double max_m, size_t k,
                       na_point_filter *wanted, struct na_nearest *ret_found)
{
    const struct na_nearest_question *question = filter->question;
    bool is_sure = true;
    ret_found->count = 0;
    ret_found->k = k;
    for (size_t i = 0; i < question->kind_count && is_sure; i++) {
        is_sure = na_point_tree_search_from(&question->kinds[i]->tree, &question->near, max_m,
                                            wanted, filter, ret_found);
    }
    ret_found->count = is_sure ? ret_found->count : 0;
    for (size_t i = 0; i < question->kind_count && !is_sure; i++) {
        na_point_tree_search(&question->kinds[i]->tree, question->position.at, max_m, wanted,
                             filter, ret_found);
    }
    na_nearest_sort(ret_found);
}
