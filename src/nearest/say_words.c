/* What the placeholders stand for. */
#include <math.h>
#include <string.h>

#include "base/format.h"
#include "base/number.h"
#include "geo/geodesic.h"
#include "geo/geodesic_near.h"
#include "geo/gridref.h"
#include "nearest/crosses.h"
#include "nearest/private.h"
#include "write/render.h"

/* Nearer than this is said to be there, without a direction. */
#define HERE_M 10.0

/* "bleed_cabinet": "Bleed cabinet". */
static void say_kind(const char *kind, char *to)
{
    (void)na_text_copy(to, NA_SAY_WORDS, kind);
    for (char *c = to; *c != '\0'; c++) {
        *c = *c == '_' ? ' ' : *c;
    }
    if (to[0] >= 'a' && to[0] <= 'z') {
        to[0] = (char)(to[0] - 'a' + 'A');
    }
}

/* It is there, or the caller's position is not known well enough to tell a direction. */
bool na_say_is_near(const struct na_nearest_answer *answer, double distance_m)
{
    return distance_m < HERE_M || distance_m <= answer->question.position.accuracy_m;
}

/* "less than 10 metres", or how far it may be when neither position is exact. */
static void say_near(double distance_m, double accuracy_m, char *to)
{
    double most_m = distance_m + accuracy_m;
    if (most_m < HERE_M) {
        na_say_distance(distance_m, to);
        return;
    }
    char distance[NA_SAY_WORDS];
    na_say_distance(most_m < 995.0 ? ceil(most_m / 10.0) * 10.0 : most_m, distance);
    (void)na_format(to, NA_SAY_WORDS, "within about %.40s", distance);
}

bool na_say_reach(const struct na_nearest_answer *answer, const struct na_asset *asset,
                  double distance_m, char *to)
{
    bool is_near = na_say_is_near(answer, distance_m);
    if (is_near) {
        say_near(distance_m, answer->question.position.accuracy_m + asset->accuracy_m, to);
    } else {
        na_say_distance(distance_m, to);
    }
    return is_near;
}

static void say_way(const struct na_nearest_answer *answer, const struct na_asset *asset,
                    double distance_m, enum na_say_field field, char *to)
{
    double same_m = 0.0;
    double bearing_deg = 0.0;
    char distance[NA_SAY_WORDS];
    char direction[NA_SAY_WORDS];
    bool is_near = na_say_reach(answer, asset, distance_m, distance);
    na_geodesic_near_once(answer->question.position.at, asset->at, &same_m, &bearing_deg);
    na_say_direction(na_geodesic_compass(bearing_deg), direction);
    if (field == NA_SAY_DISTANCE) {
        (void)na_text_copy(to, 2 * NA_SAY_WORDS, distance);
    } else if (field == NA_SAY_DIRECTION) {
        (void)na_text_copy(to, 2 * NA_SAY_WORDS, is_near ? "" : direction);
    } else if (is_near) {
        (void)na_format(to, 2 * NA_SAY_WORDS, "%s%s", distance, distance[0] == 'l' ? " away" : "");
        to[0] = (char)(to[0] - 'a' + 'A');
    } else {
        (void)na_format(to, 2 * NA_SAY_WORDS, "%s %s", distance, direction);
    }
}

/* "Locked: code from Reception, 01429 000000"; otherwise the note on how to get at it. Where the
 * room holds the code nobody is sent to a telephone. */
static enum na_code put_access(const struct na_asset *asset, const struct na_moment *moment,
                               struct na_buffer *to)
{
    char lock[NA_LOCK_TEXT];
    if (asset->locked == NA_LOCKED_YES && na_code_is_here(asset, moment)) {
        return na_buffer_text(to, "Locked: code held here");
    }
    na_lock_text(asset, lock);
    if (lock[0] != '\0') {
        return na_buffer_printf(to, "Locked: %s", lock);
    }
    if (asset->locked == NA_LOCKED_YES) {
        return na_buffer_text(to, "Locked, and nobody to ask is known");
    }
    return na_buffer_text(to, asset->access);
}

/* Nothing for what is known to be usable: then the rest can be relied on. */
static enum na_code put_usable(const struct na_usable *usable, struct na_buffer *to)
{
    if (usable->state == NA_USABLE_YES) {
        return NA_OK;
    }
    return na_buffer_printf(
        to, "%s: %s", usable->state == NA_USABLE_NO ? "Cannot be used" : "Not known to be usable",
        usable->why);
}

static enum na_code put_gridref(const struct na_asset *asset, struct na_buffer *to)
{
    char gridref[NA_GRIDREF_TEXT] = "";
    if (isfinite(asset->grid.easting_m) && isfinite(asset->grid.northing_m)) {
        na_gridref_format(gridref, asset->grid, 10);
    }
    return na_buffer_text(to, gridref);
}

/* "The straight line crosses Hartlepool Marina"; nothing where no barrier is in the way. */
static enum na_code put_crosses(const struct na_say_facts *facts, struct na_buffer *to)
{
    char names[512];
    if (facts->one.walk_known) {
        return NA_OK; /* nobody has to walk straight */
    }
    na_crosses_text(facts->snapshot, &facts->crosses, names, sizeof names);
    return names[0] == '\0' ? NA_OK : na_buffer_printf(to, "The straight line crosses %s", names);
}

/* Fields that are made of the distance. */
static enum na_code put_distance(enum na_say_field field, const struct na_nearest_answer *answer,
                                 const struct na_asset *asset, double distance_m,
                                 struct na_buffer *to)
{
    char words[2 * NA_SAY_WORDS] = "";
    bool is_near = na_say_is_near(answer, distance_m);
    char walk[NA_SAY_WORDS];
    na_say_walk(distance_m, walk);
    if (field == NA_SAY_DISTANCE || field == NA_SAY_DIRECTION || field == NA_SAY_WAY) {
        say_way(answer, asset, distance_m, field, words);
    } else if (!is_near && field == NA_SAY_WALK) {
        (void)na_text_copy(words, sizeof words, walk);
    } else if (!is_near && walk[0] != '\0') {
        (void)na_text_copy(words, sizeof words,
                           "The walk takes at least that long, for it is measured in a straight "
                           "line");
    }
    return na_buffer_text(to, words);
}

/* The same where the way on foot is known. */
static enum na_code put_walk(enum na_say_field field, const struct na_say_one *one,
                             struct na_buffer *to)
{
    char words[NA_SAY_WORDS] = "";
    char direction[NA_SAY_WORDS];
    na_say_direction(na_geodesic_compass(one->bearing_deg), direction);
    switch ((int)field) {
    case NA_SAY_DIRECTION:
        return na_buffer_text(to, direction);
    case NA_SAY_WALK:
        na_say_walk(one->reach_m, words);
        return na_buffer_text(to, words);
    case NA_SAY_AT_LEAST:
        na_say_distance(one->distance_m, words);
        return na_buffer_printf(to, "%s %s in a straight line", words, direction);
    default:
        na_say_distance(one->reach_m, words);
        return na_buffer_printf(to, "%s on foot", words);
    }
}

/* What the template of the old form had: the asset's own texts first. */
enum na_code na_say_field_put(enum na_say_field field, const struct na_say_facts *facts,
                              struct na_buffer *to)
{
    const struct na_asset *asset = &facts->one.asset;
    char kind[NA_SAY_WORDS];
    switch ((int)field) {
    case NA_SAY_KIND:
        say_kind(asset->kind, kind);
        return na_buffer_text(to, kind);
    case NA_SAY_ID:
        return na_buffer_text(to, asset->id);
    case NA_SAY_NAME:
        return na_buffer_text(to, asset->name);
    case NA_SAY_ADDRESS:
        return na_buffer_text(to, asset->address);
    case NA_SAY_STREET:
        return na_buffer_append(to, asset->address, strcspn(asset->address, ","));
    case NA_SAY_POSTCODE:
        return na_buffer_text(to, asset->postcode);
    case NA_SAY_SITING:
        return na_buffer_text(to, asset->siting);
    case NA_SAY_W3W:
        return na_buffer_text(to, asset->w3w);
    case NA_SAY_GRIDREF:
        return put_gridref(asset, to);
    case NA_SAY_ACCESS:
        return put_access(asset, &facts->moment, to);
    case NA_SAY_USABLE:
        return put_usable(&facts->one.usable, to);
    case NA_SAY_CROSSES:
        return put_crosses(facts, to);
    case NA_SAY_DISTANCE:
    case NA_SAY_DIRECTION:
    case NA_SAY_WAY:
    case NA_SAY_WALK:
    case NA_SAY_AT_LEAST:
        if (facts->one.walk_known && !facts->is_near) {
            return put_walk(field, &facts->one, to);
        }
        return put_distance(field, facts->answer, asset, facts->one.distance_m, to);
    default:
        return field < NA_SAY_FAR ? na_say_caller_put(field, facts, to)
                                  : na_say_operator_put(field, facts, to);
    }
}
