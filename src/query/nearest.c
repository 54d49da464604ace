#include "query/nearest.h"

#include <math.h>
#include <string.h>

#include "base/fail.h"
#include "base/number.h"
#include "query/session_state.h"

#define DEFAULT_K 3
#define ALL_STATUSES (~0u)

static enum na_code add_kind(const struct na_snapshot *snapshot, const char *name,
                             struct na_nearest_question *question, struct na_error *reterr)
{
    const struct na_kind *kind = NULL;
    enum na_code code = na_kind_find(snapshot, name, &kind, reterr);
    if (code != NA_OK) {
        return code;
    }
    for (size_t i = 0; i < question->kind_count; i++) {
        if (question->kinds[i] == kind) {
            return NA_OK;
        }
    }
    if (question->kind_count == NA_PARAMS_MAX) {
        return na_fail(reterr, NA_ERR_LIMIT, "More than %d kinds", NA_PARAMS_MAX);
    }
    question->kinds[question->kind_count++] = kind;
    return NA_OK;
}

static unsigned int status_bit(const char *name)
{
    for (int status = NA_STATUS_UNKNOWN; status <= NA_STATUS_OUT_OF_SERVICE; status++) {
        if (strcmp(na_status_name((enum na_status)status), name) == 0) {
            return 1u << status;
        }
    }
    return 0;
}

static enum na_code read_one(const struct na_snapshot *snapshot, const struct na_param *param,
                             struct na_nearest_question *question, struct na_error *reterr)
{
    struct na_str value = na_str_of(param->value);
    int64_t integer = 0;
    if (strcmp(param->name, "kind") == 0) {
        return add_kind(snapshot, param->value, question, reterr);
    }
    if (strcmp(param->name, "status") == 0) {
        question->status_mask =
            (question->status_given ? question->status_mask : 0) | status_bit(param->value);
        question->status_given = true;
    } else if (strcmp(param->name, "k") == 0) {
        if (!na_integer_parse(value, 1, NA_NEAREST_MAX, &integer)) {
            return na_fail(reterr, NA_ERR_PARAM_RANGE, "k is out of range");
        }
        question->k = (size_t)integer;
    } else if (strcmp(param->name, "max_m") == 0) {
        if (!na_number_parse(value, 7, 6, &question->max_m)) {
            return na_fail(reterr, NA_ERR_PARAM_MALFORMED, "max_m is not a number");
        }
    } else if (strcmp(param->name, "as_at") == 0) {
        if (!na_date_parse(value, &question->as_at)) {
            return na_fail(reterr, NA_ERR_PARAM_MALFORMED, "as_at is not a day");
        }
        question->as_at_given = true;
    }
    return NA_OK;
}

enum na_code na_nearest_read(struct na_session *session, const struct na_param *params,
                             size_t count, int32_t today, struct na_nearest_question *ret_question,
                             struct na_error *reterr)
{
    struct na_nearest_question question = {
        .k = DEFAULT_K, .max_m = INFINITY, .status_mask = ALL_STATUSES, .as_at = today};
    enum na_code code = na_position_read(session, params, count, &question.position, reterr);
    if (code == NA_OK && !question.position.has_lonlat) {
        return na_fail(reterr, NA_ERR_OUTSIDE,
                       "The position lies outside the transformation to longitude and latitude");
    }
    for (size_t i = 0; i < count && code == NA_OK; i++) {
        code = read_one(session->snapshot, &params[i], &question, reterr);
    }
    if (code == NA_OK) {
        *ret_question = question;
    }
    return code;
}

struct filter_context {
    const struct na_snapshot *snapshot;
    const struct na_nearest_question *question;
};

static bool has_status(const struct na_nearest_question *question, const struct na_asset *asset)
{
    return (question->status_mask & (1u << asset->status)) != 0;
}

static bool wanted(const void *context, uint32_t point)
{
    const struct filter_context *filter = context;
    struct na_asset asset;
    na_snapshot_asset(filter->snapshot, point, &asset);
    return has_status(filter->question, &asset) &&
           na_date_within(filter->question->as_at, asset.valid_from, asset.valid_to);
}

static bool is_asked_kind(const struct na_nearest_question *question, const char *kind)
{
    for (size_t i = 0; i < question->kind_count; i++) {
        if (strcmp(question->kinds[i]->name, kind) == 0) {
            return true;
        }
    }
    return false;
}

/* Looks at every asset, which only the rare short answer has to pay for. */
static void explain_shortfall(const struct na_snapshot *snapshot, struct na_nearest_answer *answer)
{
    const struct na_nearest_question *question = &answer->question;
    struct na_shortfall shortfall = {0};
    for (uint32_t i = 0; i < na_snapshot_asset_count(snapshot); i++) {
        struct na_asset asset;
        na_snapshot_asset(snapshot, i, &asset);
        if (!is_asked_kind(question, asset.kind)) {
            continue;
        }
        shortfall.existing++;
        if (!has_status(question, &asset)) {
            shortfall.by_status++;
        } else if (!na_date_within(question->as_at, asset.valid_from, asset.valid_to)) {
            shortfall.by_date++;
        }
    }
    shortfall.by_max_m = shortfall.existing - shortfall.by_status - shortfall.by_date -
                         (uint32_t)answer->found.count;
    answer->shortfall = shortfall;
}

/* Could the position of the assets, or that of the question, change which one is first? The
 * difference of two distances changes by twice what the question's position moves. */
static void warn_of_order(const struct na_snapshot *snapshot, struct na_nearest_answer *answer)
{
    if (answer->found.count < 2) {
        return;
    }
    const struct na_point_hit *hits = answer->found.hits;
    struct na_asset first;
    struct na_asset second;
    na_snapshot_asset(snapshot, hits[0].point, &first);
    na_snapshot_asset(snapshot, hits[1].point, &second);
    double assets_m = first.accuracy_m + second.accuracy_m;
    double query_m = 2.0 * answer->question.position.accuracy_m;
    double gap_m = hits[1].distance_m - hits[0].distance_m;
    if (gap_m > assets_m + query_m) {
        return;
    }
    if (assets_m > 0.0) {
        na_warn(&answer->warnings, "position-approximate",
                "%s could be nearer than %s: their positions are known to %.0f m and %.0f m only",
                second.name, first.name, second.accuracy_m, first.accuracy_m);
    }
    if (query_m > 0.0) {
        na_warn(&answer->warnings, "query-approximate",
                "%s could be nearer than %s: the position asked for is known to %.0f m only",
                second.name, first.name, answer->question.position.accuracy_m);
    }
}

void na_nearest_find(const struct na_snapshot *snapshot, const struct na_nearest_question *question,
                     struct na_nearest_answer *ret_answer)
{
    ret_answer->question = *question;
    ret_answer->warnings.count = 0;
    ret_answer->is_short = false;
    struct na_nearest *found = &ret_answer->found;
    found->count = 0;
    /* One more than the only one asked for: the warning about the order needs the runner-up. */
    found->k = question->k == 1 ? 2 : question->k;
    struct filter_context context = {snapshot, question};
    for (size_t i = 0; i < question->kind_count; i++) {
        na_point_tree_search(&question->kinds[i]->tree, question->position.at, question->max_m,
                             wanted, &context, found);
    }
    na_nearest_sort(found);
    na_warn_of_pack(&ret_answer->warnings, snapshot);
    warn_of_order(snapshot, ret_answer);
    if (found->count > question->k) {
        found->count = question->k;
    }
    if (found->count < question->k) {
        ret_answer->is_short = true;
        explain_shortfall(snapshot, ret_answer);
    }
}
