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

static bool is_usable_as_asked(const struct na_nearest_filter *filter, uint32_t point,
                               const struct na_asset *asset)
{
    enum na_usable_filter asked =
        filter->must_be_usable ? NA_USABLE_ONLY_YES : filter->question->usable;
    if (asked == NA_USABLE_ANY) {
        return true;
    }
    enum na_usable_state state = na_nearest_state(filter, point, asset);
    return state == NA_USABLE_YES || (asked == NA_USABLE_NOT_NO && state == NA_USABLE_UNKNOWN);
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

bool na_nearest_wanted(const void *context, uint32_t point)
{
    const struct na_nearest_filter *filter = context;
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
        is_sure = na_point_tree_search_near(&question->kinds[i]->tree, question->position.at, max_m,
                                            wanted, filter, ret_found);
    }
    ret_found->count = is_sure ? ret_found->count : 0;
    for (size_t i = 0; i < question->kind_count && !is_sure; i++) {
        na_point_tree_search(&question->kinds[i]->tree, question->position.at, max_m, wanted,
                             filter, ret_found);
    }
    na_nearest_sort(ret_found);
}
