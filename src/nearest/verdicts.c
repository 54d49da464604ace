/* Which result is the best, and what nearer ones are left out. */
#include <math.h>

#include "base/format.h"
#include "nearest/private.h"
#include "question/kind.h"
#include "write/render.h"

/* How far a usable asset is looked for when none of the results is known to be: beyond an hour and
 * a half on foot it is no help. */
#define USABLE_WITHIN_M 10000.0

static bool left_out(const void *context, uint32_t point)
{
    return !na_nearest_wanted(context, point);
}

/* Those left out that are nearer in a straight line; at most `most`. */
static size_t straight_left_out(const struct na_nearest_filter *filter,
                                const struct na_nearest_answer *answer, size_t most,
                                struct na_left_out *ret_left_out)
{
    const struct na_nearest *found = &answer->found;
    double limit_m =
        found->count > 0 ? found->hits[found->count - 1].distance_m : answer->question.max_m;
    struct na_nearest out;
    size_t count = 0;
    na_nearest_search(filter, limit_m, most, left_out, &out);
    for (size_t i = 0; i < out.count; i++) {
        if (found->count > 0 && out.hits[i].distance_m >= limit_m) {
            break; /* no nearer than what is shown */
        }
        ret_left_out[count] = (struct na_left_out){.hit = out.hits[i]};
        if (answer->tells_walk) {
            ret_left_out[count].walk = na_nearest_walk_to(answer, out.hits[i].point);
        }
        count++;
    }
    return count;
}

static void list_left_out(const struct na_nearest_filter *filter, struct na_nearest_answer *answer)
{
    struct na_left_out all[NA_LEFT_OUT_MAX + 1];
    size_t count = answer->by_walk
                       ? na_nearest_walk_left_out(filter, answer, NA_LEFT_OUT_MAX + 1, all)
                       : straight_left_out(filter, answer, NA_LEFT_OUT_MAX + 1, all);
    answer->more_left_out = count > NA_LEFT_OUT_MAX;
    answer->left_out_count = count > NA_LEFT_OUT_MAX ? NA_LEFT_OUT_MAX : count;
    for (size_t i = 0; i < answer->left_out_count; i++) {
        struct na_asset asset;
        na_snapshot_asset(filter->snapshot, all[i].hit.point, &asset);
        answer->left_out[i] = all[i];
        answer->left_out[i].left = na_nearest_left(filter, all[i].hit.point, &asset);
    }
}

const char *na_left_name(enum na_left left)
{
    static const char *const names[] = {"", "tag", "status", "date", "usable"};
    return names[left];
}

static void tag_text(const struct na_nearest_question *question, char *to, size_t size)
{
    struct na_buffer words;
    na_buffer_init(&words, NA_USABLE_WHY);
    enum na_code code = na_tag_filter_words(&question->tags, &words);
    const char *text = code == NA_OK ? na_buffer_terminate(&words) : NULL;
    (void)na_format(to, size, "not tagged %s", text != NULL ? text : "as asked");
    na_buffer_fini(&words);
}

void na_left_text(const struct na_snapshot *snapshot, const struct na_nearest_question *question,
                  const struct na_left_out *left_out, char *to, size_t size)
{
    struct na_asset asset;
    struct na_moment moment = na_nearest_moment(snapshot, question);
    na_snapshot_asset(snapshot, left_out->hit.point, &asset);
    if (left_out->left == NA_LEFT_BY_TAG) {
        tag_text(question, to, size);
        return;
    }
    if (left_out->left == NA_LEFT_BY_STATUS) {
        static const char *const words[] = {"status not known", "in service", "out of service"};
        (void)na_format(to, size, "%s", words[asset.status]);
        return;
    }
    struct na_usable usable;
    na_usable_judge(&asset, &moment, &usable);
    (void)na_text_copy(to, size, usable.why);
}

static void warn_of_left_out(const struct na_snapshot *snapshot, struct na_nearest_answer *answer)
{
    char text[NA_WARNING_TEXT] = "";
    size_t used = 0;
    for (size_t i = 0; i < answer->left_out_count && used < sizeof text; i++) {
        const struct na_left_out *left = &answer->left_out[i];
        struct na_asset asset;
        char distance[NA_METRES_TEXT];
        char why[160];
        bool on_foot = answer->by_walk && left->walk.state == NA_WALK_KNOWN;
        na_snapshot_asset(snapshot, left->hit.point, &asset);
        na_metres_text(distance, on_foot ? left->walk.mm / 1000.0 : left->hit.distance_m);
        na_left_text(snapshot, &answer->question, left, why, sizeof why);
        used += (size_t)na_format(text + used, sizeof text - used, "%s%.80s (%.100s), %s%s: %s",
                                  i > 0 ? "; " : "", asset.name, asset.id, distance,
                                  on_foot ? " on foot" : "", why);
    }
    if (answer->left_out_count > 0) {
        na_warn(&answer->warnings, "nearer-left-out", "Nearer, but left out: %s%s", text,
                answer->more_left_out ? "; and more" : "");
    }
}

/* The same on foot. */
static void nearest_usable_on_foot(const struct na_nearest_filter *usable,
                                   const struct na_nearest_answer *answer, char *to, size_t size)
{
    struct na_walk_hit hit;
    struct na_asset asset;
    char distance[NA_METRES_TEXT];
    double within_m = fmin(answer->question.max_m, USABLE_WITHIN_M);
    if (na_nearest_walk_first(usable, answer, na_nearest_kind_wanted, na_walk_limit_mm(within_m),
                              &hit)) {
        na_snapshot_asset(usable->snapshot, hit.point, &asset);
        na_metres_text(distance, hit.mm / 1000.0);
        (void)na_format(to, size, "; the nearest that is known to be: %.100s (%.100s), %s on foot",
                        asset.name, asset.id, distance);
    }
}

/* " The nearest that is: NAME (ID), 1.2 km" within reach, or "". */
static void nearest_usable(const struct na_nearest_filter *filter,
                           const struct na_nearest_answer *answer, char *to, size_t size)
{
    struct na_nearest_filter usable = *filter;
    struct na_nearest found;
    usable.must_be_usable = true;
    to[0] = '\0';
    if (answer->by_walk) {
        nearest_usable_on_foot(&usable, answer, to, size);
        return;
    }
    na_nearest_search(&usable, fmin(filter->question->max_m, USABLE_WITHIN_M), 1, na_nearest_wanted,
                      &found);
    if (found.count > 0) {
        struct na_asset asset;
        char distance[NA_METRES_TEXT];
        na_snapshot_asset(filter->snapshot, found.hits[0].point, &asset);
        na_metres_text(distance, found.hits[0].distance_m);
        (void)na_format(to, size, "; the nearest that is known to be: %.100s (%.100s), %s",
                        asset.name, asset.id, distance);
    }
}

/* The nearest that is known to be usable; else the nearest that may be; else none. */
static void choose_best(const struct na_nearest_filter *filter, struct na_nearest_answer *answer)
{
    size_t maybe = NA_BEST_NONE;
    for (size_t i = 0; i < answer->found.count; i++) {
        struct na_asset asset;
        na_snapshot_asset(filter->snapshot, answer->found.hits[i].point, &asset);
        enum na_usable_state state = na_nearest_state(filter, answer->found.hits[i].point, &asset);
        if (state == NA_USABLE_YES) {
            answer->best = i;
            return;
        }
        maybe = maybe == NA_BEST_NONE && state == NA_USABLE_UNKNOWN ? i : maybe;
    }
    answer->best = maybe;
    char other[320];
    if (answer->found.count == 0) {
        return;
    }
    nearest_usable(filter, answer, other, sizeof other);
    if (maybe == NA_BEST_NONE) {
        na_warn(&answer->warnings, "none-usable", "None of the results can be used%s", other);
        return;
    }
    struct na_asset asset;
    struct na_usable usable;
    na_snapshot_asset(filter->snapshot, answer->found.hits[maybe].point, &asset);
    na_usable_judge(&asset, &filter->moment, &usable);
    na_warn(&answer->warnings, "best-unknown",
            "No result is known to be usable; the nearest that may be: %.100s (%.150s)%s",
            asset.name, usable.why, other);
}

bool na_is_too_far(const struct na_snapshot *snapshot, const struct na_asset *asset,
                   double distance_m)
{
    uint32_t radius_m = na_kind_named(snapshot, asset->kind)->send_radius_m;
    return radius_m > 0 && distance_m > radius_m;
}

/* Beyond the distance that anybody is sent: said before all else. */
static void judge_reach(const struct na_snapshot *snapshot, struct na_nearest_answer *answer)
{
    size_t shown = answer->best != NA_BEST_NONE ? answer->best : 0;
    struct na_asset asset;
    char distance[NA_METRES_TEXT];
    if (answer->found.count == 0) {
        return;
    }
    const struct na_point_hit *hit = &answer->found.hits[shown];
    na_snapshot_asset(snapshot, hit->point, &asset);
    double reach_m = na_nearest_reach_m(answer, shown);
    answer->is_too_far = na_is_too_far(snapshot, &asset, reach_m);
    if (answer->is_too_far) {
        na_metres_text(distance, reach_m);
        na_warn_first(&answer->warnings, "too-far-to-send",
                      "Too far to send anybody: %.150s is %s away, and nobody is sent farther than "
                      "%u m",
                      asset.name, distance, na_kind_named(snapshot, asset.kind)->send_radius_m);
    }
}

void na_nearest_verdicts(const struct na_snapshot *snapshot, struct na_nearest_answer *answer)
{
    struct na_nearest_filter filter = na_nearest_filter_of(snapshot, &answer->question);
    choose_best(&filter, answer);
    judge_reach(snapshot, answer);
    list_left_out(&filter, answer);
    warn_of_left_out(snapshot, answer);
}
