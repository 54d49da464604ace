/* Which words fit a result: the twelve worked answers of docs/say.md as a choice, first that fits.
 */
#include <math.h>
#include <string.h>

#include "geo/geodesic.h"
#include "nearest/private.h"
#include "question/kind.h"

/* From here on a way that nobody knows is said to be unknown. */
#define WAY_M 100.0
/* How far another is looked for; beyond it is no help. */
#define NEXT_WITHIN_M 5000.0

/* What the next one must be: another, not known to be unusable, on this side of the barriers. */
struct next_filter {
    struct na_nearest_filter filter;
    uint32_t skip;
    bool by_walk;
};

static bool may_be_next(const void *context, uint32_t point)
{
    const struct next_filter *next = context;
    struct na_asset asset;
    struct na_crosses crosses;
    if (point == next->skip) {
        return false;
    }
    na_snapshot_asset(next->filter.snapshot, point, &asset);
    if (na_nearest_left(&next->filter, point, &asset) != NA_LEFT_IN ||
        na_nearest_state(&next->filter, point, &asset) == NA_USABLE_NO) {
        return false;
    }
    if (next->by_walk) {
        return na_nearest_asks_kind(next->filter.question, asset.kind); /* by whatever way */
    }
    na_crosses_find(next->filter.snapshot, next->filter.question->position.at, asset.at, &crosses);
    return crosses.count == 0;
}

static struct na_walk walk_of(const struct na_nearest_answer *answer, uint32_t point)
{
    if (!answer->tells_walk) {
        return (struct na_walk){.state = NA_WALK_NO_NETWORK};
    }
    for (size_t i = 0; i < answer->found.count; i++) {
        if (answer->found.hits[i].point == point) {
            return answer->walks[i];
        }
    }
    return na_nearest_walk_to(answer, point);
}

static void read_one(const struct na_say_facts *facts, const struct na_point_hit *hit,
                     struct na_say_one *ret_one)
{
    ret_one->point = hit->point;
    ret_one->distance_m = hit->distance_m;
    ret_one->bearing_deg = hit->bearing_deg;
    na_snapshot_asset(facts->snapshot, hit->point, &ret_one->asset);
    struct na_walk walk = walk_of(facts->answer, hit->point);
    ret_one->walk_known = walk.state == NA_WALK_KNOWN;
    ret_one->reach_m = ret_one->walk_known ? walk.mm / 1000.0 : hit->distance_m;
    na_usable_judge(&ret_one->asset, &facts->moment, &ret_one->usable);
}

static void find_next(struct na_say_facts *facts)
{
    struct next_filter next = {na_nearest_filter_of(facts->snapshot, &facts->answer->question),
                               facts->one.point, facts->answer->by_walk};
    const struct na_nearest_question *question = &facts->answer->question;
    struct na_nearest found;
    struct na_walk_hit hit;
    if (next.by_walk &&
        na_nearest_walk_first(&next.filter, facts->answer, may_be_next,
                              na_walk_limit_mm(fmin(question->max_m, NEXT_WITHIN_M)), &hit)) {
        struct na_asset asset;
        struct na_point_hit straight = {.point = hit.point};
        na_snapshot_asset(facts->snapshot, hit.point, &asset);
        na_geodesic_inverse(question->position.at, asset.at, &straight.distance_m,
                            &straight.bearing_deg);
        facts->has_next = true;
        read_one(facts, &straight, &facts->next);
        return;
    }
    next.by_walk = false;
    found.count = 0;
    found.k = 1;
    double max_m = fmin(question->max_m, NEXT_WITHIN_M);
    if (!na_point_tree_search_from(&facts->kind->tree, &question->near, max_m, may_be_next, &next,
                                   &found)) {
        found.count = 0;
        na_point_tree_search(&facts->kind->tree, question->position.at, max_m, may_be_next, &next,
                             &found);
    }
    if (found.count > 0) {
        facts->has_next = true;
        read_one(facts, &found.hits[0], &facts->next);
    }
}

/* The rival that keeps the order from being sure, if it is worth asking about. */
static void find_rival(struct na_say_facts *facts)
{
    const struct na_nearest_answer *answer = facts->answer;
    struct na_point_hit hit = {.point = answer->rival};
    struct na_crosses crosses;
    struct na_asset asset;
    if (answer->order_stable || answer->rival == NA_RIVAL_NONE || facts->i != 0 ||
        answer->best != 0) {
        return;
    }
    na_snapshot_asset(facts->snapshot, answer->rival, &asset);
    na_geodesic_inverse(answer->question.position.at, asset.at, &hit.distance_m, &hit.bearing_deg);
    read_one(facts, &hit, &facts->rival);
    na_crosses_find(facts->snapshot, answer->question.position.at, asset.at, &crosses);
    facts->has_rival = strcmp(asset.kind, facts->one.asset.kind) == 0 &&
                       (crosses.count == 0 || facts->rival.walk_known) &&
                       facts->rival.reach_m <= facts->kind->send_radius_m &&
                       facts->rival.usable.state == facts->one.usable.state;
}

static bool is_postcode_only(const struct na_say_facts *facts)
{
    const struct na_position *position = &facts->answer->question.position;
    return position->postcode[0] != '\0' && facts->is_near;
}

static bool has_holder(const struct na_asset *asset)
{
    return asset->code_holder[0] != '\0' || asset->code_holder_phone[0] != '\0' ||
           asset->access[0] != '\0';
}

/* Of one that can or may be used and is near enough. */
static enum na_say_case choose_ways(const struct na_say_facts *facts)
{
    const struct na_asset *asset = &facts->one.asset;
    if (facts->has_rival) {
        return NA_CASE_WHICH;
    }
    if (asset->locked == NA_LOCKED_YES && na_code_is_here(asset, &facts->moment)) {
        return NA_CASE_CODE_HERE;
    }
    if (asset->locked == NA_LOCKED_YES && has_holder(asset)) {
        return NA_CASE_CODE_ELSEWHERE;
    }
    if (is_postcode_only(facts)) {
        return NA_CASE_POSTCODE;
    }
    if (facts->one.usable.state == NA_USABLE_UNKNOWN) {
        return NA_CASE_DOUBTFUL;
    }
    /* Where exactly it is is worth more than that the way is not known, which the operator hears.
     */
    return facts->ways_known || na_say_can_find(asset) ? NA_CASE_USABLE : NA_CASE_WAY_UNKNOWN;
}

static enum na_say_case choose(struct na_say_facts *facts)
{
    if (na_snapshot_info(facts->snapshot)->indicative) {
        return NA_CASE_DEMONSTRATION;
    }
    if (facts->kind->send_radius_m == 0) {
        return NA_CASE_VISIT;
    }
    if (na_is_too_far(facts->snapshot, &facts->one.asset, facts->one.reach_m)) {
        return NA_CASE_TOO_FAR;
    }
    find_next(facts);
    if (facts->one.usable.state == NA_USABLE_NO) {
        bool near = facts->has_next && facts->next.reach_m <= facts->kind->send_radius_m;
        return near ? NA_CASE_CLOSED : NA_CASE_CLOSED_ONLY;
    }
    if (facts->crosses.count > 0 && !facts->one.walk_known) {
        return NA_CASE_ACROSS;
    }
    find_rival(facts);
    return choose_ways(facts);
}

void na_say_facts_find(const struct na_snapshot *snapshot, const struct na_nearest_answer *answer,
                       size_t i, struct na_say_facts *ret_facts)
{
    const struct na_position *position = &answer->question.position;
    ret_facts->snapshot = snapshot;
    ret_facts->answer = answer;
    ret_facts->i = i;
    ret_facts->has_next = false;
    ret_facts->has_rival = false;
    ret_facts->refusal = NULL;
    ret_facts->offered = NULL;
    ret_facts->moment = na_nearest_moment(snapshot, &answer->question);
    read_one(ret_facts, &answer->found.hits[i], &ret_facts->one);
    ret_facts->kind = na_kind_named(snapshot, ret_facts->one.asset.kind);
    ret_facts->ways_known =
        ret_facts->one.walk_known || ret_facts->one.distance_m <= WAY_M ||
        (answer->question.streets == NULL && na_snapshot_barrier_count(snapshot) > 0);
    ret_facts->is_near = na_say_is_near(answer, ret_facts->one.reach_m);
    na_crosses_find(snapshot, position->at, ret_facts->one.asset.at, &ret_facts->crosses);
    ret_facts->which = choose(ret_facts);
}
