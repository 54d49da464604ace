/* Names as candidates: the best of them, why each is one, and whether the first is certain. */
#include <stdio.h>
#include <string.h>

#include "base/fail.h"
#include "locate/certain.h"
#include "locate/reading.h"

/* "Near" and "behind" say that the caller stands so far from the place at most, metres. */
#define BESIDE_M 100.0
/* A street or town lies elsewhere if it is so much farther off than it reaches, metres. */
#define STREET_APART_M 1500.0
#define TOWN_APART_M 3500.0
/* Streets farther apart have no crossing, metres. */
#define CROSSING_APART_M 2500.0
#define STREETS_SHOWN 5

static void explain(const struct na_named *named, struct na_candidate *candidate)
{
    const char *name = named->full ? "Its whole name"
                       : named->full_nearly
                           ? (named->edits > 0 ? "Its name, spelt otherwise"
                                               : "Its name, the last word unfinished")
                       : named->said == 0 ? "Its address"
                       : named->edits > 0 ? "A part of its name, spelt otherwise"
                                          : "A part of its name";
    char alias[80] = "";
    if (named->alias != NULL && named->said != 0) {
        (void)snprintf(alias, sizeof alias, " %.60s", named->alias);
        name = named->full          ? "Its alias"
               : named->full_nearly ? "Spelt nearly like its alias"
                                    : "A part of its alias";
    }
    const char *locality = named->said == 0     ? ""
                           : named->direct != 0 ? ", with its own locality or street"
                           : named->near != 0   ? ", with a town beside it"
                                                : "";
    const char *left = named->unaccounted != 0 ? "; other words say nothing to it" : "";
    (void)snprintf(candidate->why, sizeof candidate->why, "%s%s%s%s", name, alias, locality, left);
    /* The alias may have been cut in a character. */
    size_t length = strlen(candidate->why);
    while (length > 0 && !na_utf8_valid(candidate->why, length)) {
        length--;
    }
    candidate->why[length] = '\0';
    candidate->match = named->full        ? NA_CANDIDATE_EXACT
                       : named->edits > 0 ? NA_CANDIDATE_FUZZY
                                          : NA_CANDIDATE_PREFIX;
}

static void add_named(const struct na_snapshot *snapshot, const struct na_named *named,
                      struct na_located *located)
{
    for (size_t i = 0; i < located->count; i++) {
        const struct na_candidate *other = &located->candidates[i];
        if (other->name == named->name && other->at.lat_deg == named->at.lat_deg) {
            return; /* exactly: the same record of the snapshot */
        }
    }
    struct na_candidate *candidate = na_located_add(located);
    if (candidate != NULL) {
        na_candidate_of_target(snapshot, named->is_asset, named->target, candidate);
        explain(named, candidate);
    }
}

/* The two best streets that were named in full by different words; false: there are not two. */
static bool two_streets(const struct na_names *names, const struct na_named **ret_a,
                        const struct na_named **ret_b)
{
    const struct na_named *first = NULL;
    for (size_t i = 0; i < names->count; i++) {
        const struct na_named *named = &names->best[i];
        if (!named->is_street || !named->full) {
            continue;
        }
        if (first == NULL) {
            first = named;
        } else if ((first->said & named->said) == 0 &&
                   na_names_distance_m(first->at, named->at) <= CROSSING_APART_M) {
            *ret_a = first;
            *ret_b = named;
            return true;
        }
    }
    return false;
}

/* Between two streets that cross or meet: a guess, as long as nothing knows their courses. */
static enum na_code add_crossing(struct na_session *session, const struct na_reading *reading,
                                 struct na_located *located, struct na_error *reterr)
{
    const struct na_named *a = NULL;
    const struct na_named *b = NULL;
    if (reading->asked.crossing == 0 || !two_streets(&reading->names, &a, &b)) {
        return NA_OK;
    }
    add_named(session->snapshot, a, located);
    add_named(session->snapshot, b, located);
    struct na_candidate *guess = na_located_add(located);
    if (guess == NULL) {
        return NA_OK;
    }
    guess->type = NA_CANDIDATE_CROSSING;
    guess->match = NA_CANDIDATE_FUZZY;
    guess->kind = "crossing";
    guess->source = "question";
    guess->place = a->place;
    guess->at = (struct na_lonlat){(a->at.lon_deg + b->at.lon_deg) / 2,
                                   (a->at.lat_deg + b->at.lat_deg) / 2};
    guess->has_lonlat = true;
    guess->accuracy_m = na_names_distance_m(a->at, b->at) / 2 +
                        (a->accuracy_m > b->accuracy_m ? a->accuracy_m : b->accuracy_m);
    (void)snprintf(guess->label, sizeof guess->label, "%.40s and %.40s", a->name, b->name);
    (void)snprintf(guess->why, sizeof guess->why,
                   "A guess: half way between the two streets, whose courses are not known");
    return na_candidate_complete(session, guess, reterr);
}

/* Corners that the network of streets knows. */
static enum na_code add_corners(struct na_session *session, const struct na_reading *reading,
                                struct na_located *located, struct na_error *reterr)
{
    const struct na_corners *corners = &reading->corners;
    enum na_code code = NA_OK;
    for (size_t i = 0; code == NA_OK && i < corners->count; i++) {
        const struct na_corner *corner = &corners->items[i];
        struct na_candidate *candidate = na_located_add(located);
        char a[44];
        char b[44];
        if (candidate == NULL) {
            break;
        }
        candidate->type = NA_CANDIDATE_CROSSING;
        candidate->match = NA_CANDIDATE_EXACT;
        candidate->kind = "crossing";
        candidate->source = "network";
        if (corners->has_town && corners->doubt == NA_DOUBT_NONE && i == 0) {
            struct na_place_view town;
            na_snapshot_place(session->snapshot, corners->town, &town);
            candidate->place = town.name;
        }
        candidate->at = corner->at;
        candidate->has_lonlat = true;
        candidate->accuracy_m = corner->accuracy_m;
        (void)na_text_copy(a, sizeof a, corner->a);
        (void)na_text_copy(b, sizeof b, corner->b);
        (void)snprintf(candidate->label, sizeof candidate->label, "%s and %s", a, b);
        (void)snprintf(candidate->why, sizeof candidate->why,
                       corner->accuracy_m > NA_CORNER_ACCURACY_M
                           ? "Where the two streets meet, more than once close together"
                           : "Where the two streets meet");
        code = na_candidate_complete(session, candidate, reterr);
    }
    return code;
}

static bool says_beside(const struct na_lookup *asked, uint64_t used)
{
    for (size_t i = 0; i < asked->count; i++) {
        bool relation = (asked->relation >> i & 1u) != 0 && (used >> i & 1u) == 0;
        const struct na_str text = asked->words[i].text;
        if (relation && !na_str_is(text, "in") && !na_str_is(text, "at") &&
            !na_str_is(text, "on") && !na_str_is(text, "inside") && !na_str_is(text, "within") &&
            !na_str_is(text, "into")) {
            return true;
        }
    }
    return false;
}

enum na_code na_located_add_names(struct na_session *session, const struct na_reading *reading,
                                  struct na_located *located, struct na_error *reterr)
{
    const struct na_names *names = &reading->names;
    bool by_corner = reading->corners.count > 0;
    enum na_doubt doubt =
        by_corner ? reading->corners.doubt : na_names_doubt(&reading->asked, names);
    enum na_code code = NA_OK;
    if (by_corner) {
        code = add_corners(session, reading, located, reterr);
    } else if (doubt == NA_DOUBT_CROSSING) {
        code = add_crossing(session, reading, located, reterr);
    }
    for (size_t i = 0; i < names->count && located->count < NA_CANDIDATES_MAX; i++) {
        add_named(session->snapshot, &names->best[i], located);
    }
    located->more = located->more || names->more;
    located->reason = na_doubt_name(doubt);
    located->ask = na_doubt_ask(doubt);
    if (doubt == NA_DOUBT_NONE && by_corner) {
        located->confident = 0;
        located->candidates[0].accuracy_m +=
            says_beside(&reading->asked, reading->corners.used) ? BESIDE_M : 0.0;
    } else if (doubt == NA_DOUBT_NONE) {
        const struct na_named *chosen = &names->best[0];
        uint64_t used = chosen->said | chosen->direct | chosen->kind_said;
        located->confident = 0;
        located->house_unknown =
            chosen->is_street && (reading->asked.numbers & ~chosen->said & ~chosen->direct) != 0;
        located->candidates[0].accuracy_m += says_beside(&reading->asked, used) ? BESIDE_M : 0.0;
    }
    return code;
}

/* Is it a street that was named: its whole name with its kind, by itself? */
static bool is_named_street(const struct na_named *named)
{
    return named->is_street && named->full && named->has_type && !named->type_after;
}

/* The nearest of the streets named; of those in a locality that was said, if there are any. */
static double street_apart_m(const struct na_names *names, struct na_lonlat at)
{
    double least_m = -1.0;
    bool direct = false;
    for (size_t i = 0; i < names->count; i++) {
        direct = direct || (is_named_street(&names->best[i]) && names->best[i].direct != 0);
    }
    for (size_t i = 0; i < names->count; i++) {
        const struct na_named *named = &names->best[i];
        if (is_named_street(named) && (!direct || named->direct != 0)) {
            double apart_m = na_names_distance_m(at, named->at) - named->accuracy_m;
            least_m =
                least_m < 0.0 || apart_m < least_m ? (apart_m > 0.0 ? apart_m : 0.0) : least_m;
        }
    }
    return least_m;
}

/* A name said in full that is no street: a landmark, an asset. */
static bool is_named_place(const struct na_named *named)
{
    return named->full && named->own > 1 && !named->is_street && !named->is_town &&
           !named->is_region && !named->is_generic;
}

/* How far the place lies that the text would be certain of by itself; -1: there is none. */
static double place_apart_m(const struct na_reading *reading, struct na_lonlat at)
{
    const struct na_named *named = &reading->names.best[0];
    if (na_names_doubt(&reading->asked, &reading->names) != NA_DOUBT_NONE ||
        !is_named_place(named)) {
        return -1.0;
    }
    return na_names_distance_m(at, named->at) - named->accuracy_m;
}

static double town_apart_m(const struct na_names *names, struct na_lonlat at)
{
    double most_m = -1.0;
    for (size_t i = 0; i < names->town_count; i++) {
        double apart_m = na_names_distance_m(at, names->towns[i].at) - names->towns[i].accuracy_m;
        most_m = apart_m > most_m ? apart_m : most_m;
    }
    return most_m;
}

enum na_code na_located_add_said(struct na_session *session, const struct na_reading *reading,
                                 struct na_located *located, struct na_error *reterr)
{
    const struct na_names *names = &reading->names;
    size_t shown = 0;
    (void)reterr;
    for (size_t i = 0; i < names->count && shown < STREETS_SHOWN; i++) {
        if (is_named_street(&names->best[i]) || is_named_place(&names->best[i])) {
            add_named(session->snapshot, &names->best[i], located);
            shown++;
        }
    }
    return NA_OK;
}

enum na_code na_located_add_conflict(struct na_session *session, const struct na_reading *reading,
                                     struct na_lonlat at, double accuracy_m,
                                     struct na_located *located, bool *ret_conflict,
                                     struct na_error *reterr)
{
    const struct na_names *names = &reading->names;
    double street_m = street_apart_m(names, at) - accuracy_m;
    double place_m = place_apart_m(reading, at) - accuracy_m;
    double town_m = town_apart_m(names, at) - accuracy_m;
    *ret_conflict = street_m > STREET_APART_M || place_m > STREET_APART_M || town_m > TOWN_APART_M;
    if (!*ret_conflict) {
        return NA_OK;
    }
    enum na_code code = na_located_add_said(session, reading, located, reterr);
    for (size_t i = 0; code == NA_OK && town_m > TOWN_APART_M && i < names->town_count; i++) {
        struct na_candidate *candidate = na_located_add(located);
        if (candidate != NULL) {
            na_candidate_of_target(session->snapshot, false, names->towns[i].target, candidate);
            candidate->match = NA_CANDIDATE_EXACT;
            (void)snprintf(candidate->why, sizeof candidate->why, "The town that was said");
        }
    }
    return code;
}
