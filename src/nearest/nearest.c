/* Reads the question, asks the tree, and explains why there are fewer than asked for. */
#include "nearest/nearest.h"

#include <math.h>
#include <string.h>

#include "base/fail.h"
#include "base/number.h"
#include "nearest/private.h"
#include "question/asked.h"
#include "question/kind.h"
#include "question/session_state.h"

#define DEFAULT_K 3

static enum na_code read_when(const char *value, struct na_nearest_question *question,
                              struct na_error *reterr)
{
    if (!na_instant_parse(na_str_of(value), &question->when)) {
        (void)na_fail(reterr, NA_ERR_PARAM_MALFORMED,
                      "when is not a time as British clocks show it, or with its offset");
        return na_fail_at(reterr, NA_ERR_PARAM_MALFORMED, NULL, 0, "when",
                          "Write 2026-11-21T21:30 or 2026-11-21T21:30:00Z; in a URL + is %2B");
    }
    question->when_given = true;
    return NA_OK;
}

static enum na_usable_filter usable_filter(const char *name)
{
    return strcmp(name, "yes") == 0      ? NA_USABLE_ONLY_YES
           : strcmp(name, "not_no") == 0 ? NA_USABLE_NOT_NO
                                         : NA_USABLE_ANY;
}

static enum na_code read_one(const struct na_snapshot *snapshot, const struct na_param *param,
                             struct na_nearest_question *question, struct na_error *reterr)
{
    struct na_str value = na_str_of(param->value);
    int64_t integer = 0;
    if (strcmp(param->name, "kind") == 0) {
        return na_kinds_add(snapshot, param->value, question->kinds, &question->kind_count, reterr);
    }
    if (strcmp(param->name, "status") == 0) {
        question->status_mask =
            (question->status_given ? question->status_mask : 0) | na_status_bit(param->value);
        question->status_given = true;
    } else if (strcmp(param->name, "k") == 0) {
        if (!na_integer_parse(value, 1, NA_NEAREST_MAX, &integer)) {
            return na_fail(reterr, NA_ERR_PARAM_RANGE, "k is out of range");
        }
        question->k = (size_t)integer;
    } else if (strcmp(param->name, "max_m") == 0) {
        if (!na_number_parse(value, &question->max_m)) {
            return na_fail(reterr, NA_ERR_PARAM_MALFORMED, "max_m is not a number");
        }
    } else if (strcmp(param->name, "as_at") == 0) {
        if (!na_date_parse(value, &question->as_at)) {
            return na_fail(reterr, NA_ERR_PARAM_MALFORMED, "as_at is not a day");
        }
        question->as_at_given = true;
    } else if (strcmp(param->name, "usable") == 0) {
        question->usable = usable_filter(param->value);
        question->usable_given = true;
    } else if (strcmp(param->name, "when") == 0) {
        return read_when(param->value, question, reterr);
    }
    return NA_OK;
}

/* Day and instant where one is given without the other: `when` names its own day; another day than
 * today has no time of day. */
static void settle_time(const struct na_session *session, int32_t today,
                        struct na_nearest_question *question)
{
    if (!question->when_given) {
        question->when = session->now;
    }
    int32_t day =
        question->when != NA_INSTANT_NONE ? na_day_of(na_clock_uk_local(question->when)) : today;
    if (!question->as_at_given) {
        question->as_at = day;
    } else if (!question->when_given && question->as_at != day) {
        question->when = NA_INSTANT_NONE;
    }
}

/* The streets of the session, and what of them is asked for. */
static enum na_code read_streets(struct na_session *session, const struct na_param *params,
                                 size_t count, struct na_nearest_question *question,
                                 struct na_error *reterr)
{
    for (size_t i = 0; i < count; i++) {
        if (strcmp(params[i].name, "by") == 0) {
            question->by = strcmp(params[i].value, "walk") == 0 ? NA_BY_WALK : NA_BY_STRAIGHT;
        } else if (strcmp(params[i].name, "geometry") == 0) {
            question->wants_line = true;
        }
    }
    return na_session_streets(session, &question->streets, reterr);
}

enum na_code na_nearest_read(struct na_session *session, const struct na_param *params,
                             size_t count, int32_t today, struct na_nearest_question *ret_question,
                             struct na_error *reterr)
{
    struct na_position position;
    enum na_code code = na_position_read(session, params, count, &position, reterr);
    if (code == NA_OK && !position.has_lonlat) {
        return na_fail(reterr, NA_ERR_OUTSIDE,
                       "The position lies outside the transformation to longitude and latitude");
    }
    if (code == NA_OK) {
        code = na_nearest_read_for_many(session, params, count, today, ret_question, reterr);
    }
    if (code == NA_OK) {
        code = na_session_hours(session, &ret_question->hours, reterr);
    }
    if (code == NA_OK) {
        ret_question->position = position;
    }
    return code;
}

enum na_code na_nearest_read_for_many(struct na_session *session, const struct na_param *params,
                                      size_t count, int32_t today,
                                      struct na_nearest_question *ret_question,
                                      struct na_error *reterr)
{
    struct na_nearest_question question = {
        .k = DEFAULT_K, .max_m = INFINITY, .status_mask = NA_STATUSES_ALL, .when = NA_INSTANT_NONE};
    enum na_code code = NA_OK;
    for (size_t i = 0; i < count && code == NA_OK; i++) {
        code = read_one(session->snapshot, &params[i], &question, reterr);
    }
    if (code == NA_OK) {
        code = na_tag_filter_read(session->snapshot, params, count, &question.tags, reterr);
    }
    for (size_t i = 0; i < question.kind_count; i++) {
        na_session_asked_kind(session, question.kinds[i]->name);
    }
    if (code == NA_OK) {
        code = read_streets(session, params, count, &question, reterr);
    }
    if (code == NA_OK) {
        settle_time(session, today, &question);
        question.say = session->say;
        question.sees_codes = session->sees_codes;
        *ret_question = question;
    }
    return code;
}

static void count_left(const struct na_nearest_filter *filter, uint32_t point,
                       struct na_shortfall *shortfall)
{
    struct na_asset asset;
    na_snapshot_asset(filter->snapshot, point, &asset);
    enum na_left left = na_nearest_left(filter, point, &asset);
    shortfall->existing++;
    shortfall->by_tag += left == NA_LEFT_BY_TAG;
    shortfall->by_status += left == NA_LEFT_BY_STATUS;
    shortfall->by_date += left == NA_LEFT_BY_DATE;
    shortfall->by_usable += left == NA_LEFT_BY_USABLE;
}

/* Looks at every asset of the kinds, which only the rare short answer has to pay for. */
static void explain_shortfall(const struct na_snapshot *snapshot, struct na_nearest_answer *answer)
{
    const struct na_nearest_question *question = &answer->question;
    struct na_nearest_filter filter = na_nearest_filter_of(snapshot, question);
    struct na_shortfall shortfall = {0};
    for (size_t i = 0; i < question->kind_count; i++) {
        const struct na_point_tree *tree = &question->kinds[i]->tree;
        for (uint32_t j = 0; j < tree->count; j++) {
            count_left(&filter, na_point_tree_number(tree, j), &shortfall);
        }
    }
    shortfall.by_max_m = shortfall.existing - shortfall.by_tag - shortfall.by_status -
                         shortfall.by_date - shortfall.by_usable - (uint32_t)answer->found.count;
    answer->shortfall = shortfall;
}

void na_nearest_make_ready(struct na_nearest_question *question)
{
    const struct na_lonlat *at = &question->position.at;
    struct na_geodesic_near *near = &question->near;
    /* By bytes: 0 and -0 have different bearings. */
    if (!near->is_usable || memcmp(&near->at, at, sizeof *at) != 0) {
        na_geodesic_near_init(near, *at);
    }
}

void na_nearest_find(const struct na_snapshot *snapshot, const struct na_nearest_question *asked,
                     struct na_nearest_answer *ret_answer)
{
    const struct na_nearest_question *question = &ret_answer->question;
    if (asked != question) {
        ret_answer->question = *asked;
    }
    na_nearest_make_ready(&ret_answer->question);
    ret_answer->warnings.count = 0;
    ret_answer->is_short = false;
    ret_answer->best = NA_BEST_NONE;
    ret_answer->is_too_far = false;
    ret_answer->order_stable = false;
    ret_answer->left_out_count = 0;
    ret_answer->more_left_out = false;
    struct na_nearest *found = &ret_answer->found;
    struct na_nearest_filter filter = na_nearest_filter_of(snapshot, question);
    /* One more than the only one asked for: the warning about the order needs the runner-up. */
    size_t k = question->k == 1 ? 2 : question->k;
    na_nearest_walk_begin(snapshot, ret_answer);
    if (ret_answer->by_walk) {
        na_nearest_walk_search(&filter, k, ret_answer);
    } else {
        na_nearest_search(&filter, question->max_m, k, na_nearest_wanted, found);
        na_nearest_walk_fill(&filter, ret_answer);
    }
    na_warn_of_pack(&ret_answer->warnings, snapshot);
    na_warn_of_position(&ret_answer->warnings, &question->position);
    if (!question->is_plain && ret_answer->by_walk) {
        na_nearest_order_walk(snapshot, ret_answer);
    } else if (!question->is_plain) {
        na_nearest_order(snapshot, ret_answer);
    }
    if (!question->is_plain) {
        na_nearest_walk_warn(snapshot, ret_answer);
    }
    if (found->count > question->k) {
        found->count = question->k;
    }
    if (!question->is_plain) {
        na_nearest_verdicts(snapshot, ret_answer);
    }
    if (found->count < question->k) {
        ret_answer->is_short = true;
        explain_shortfall(snapshot, ret_answer);
    }
}
