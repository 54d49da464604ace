/* One condition is looked at after another, over the names found. The first that fails is the
 * doubt, and each doubt has a name and a question to ask back. A text is certain only if none
 * fails. */
#include "locate/certain.h"

/* Two names of one place may lie so far apart, metres. */
#define SAME_PLACE_M 150.0

static const struct {
    const char *name, *ask;
} doubts[] = {
    [NA_DOUBT_NONE] = {"", ""},
    [NA_DOUBT_NO_NAME] = {"place-not-found", "Ask for the street and the town, or a postcode"},
    [NA_DOUBT_PART] = {"part-of-a-name", "Ask for the whole name, and for the street"},
    [NA_DOUBT_SPELLING] = {"spelt-otherwise", "Ask how the name is spelt"},
    [NA_DOUBT_WORDS] = {"words-left", "Ask for the street and the town"},
    [NA_DOUBT_LOCALITY] = {"other-locality", "Ask which town it is in"},
    [NA_DOUBT_SEVERAL] = {"several-names", "Ask for the town"},
    [NA_DOUBT_GENERIC] = {"generic-name",
                          "Ask for the town and the street: many places are called so"},
    [NA_DOUBT_STREET] = {"street-without-town", "Ask for the town"},
    [NA_DOUBT_ELSEWHERE] = {"away-from-it", "Ask what is where the caller stands"},
    [NA_DOUBT_QUALIFIED] = {"another-name", "Ask for the whole name"},
    [NA_DOUBT_CROSSING] = {"two-streets", "Ask which of the two the caller stands in"},
    [NA_DOUBT_UNFINISHED] = {"too-many-names", "Ask for the town or a postcode"},
};

const char *na_doubt_name(enum na_doubt doubt)
{
    return doubts[doubt].name;
}

const char *na_doubt_ask(enum na_doubt doubt)
{
    return doubts[doubt].ask;
}

static bool is_same_target(const struct na_named *a, const struct na_named *b)
{
    return a->is_asset == b->is_asset && a->target == b->target;
}

/* Does another account for every word, and have every locality that the chosen one has? */
static bool is_rival(const struct na_named *other, const struct na_named *chosen)
{
    return !is_same_target(other, chosen) && (!other->is_region || chosen->is_region) &&
           (chosen->direct & ~other->direct) == 0 &&
           na_names_distance_m(other->at, chosen->at) > SAME_PLACE_M;
}

/* C4: is another called by the same words, elsewhere, and no worse by its locality? */
static bool has_namesake(const struct na_names *names, const struct na_named *chosen)
{
    for (size_t i = 0; i < names->count; i++) {
        const struct na_named *other = &names->best[i];
        if (other->full && other->said == chosen->said && is_rival(other, chosen)) {
            return true;
        }
    }
    return false;
}

/* C5: does the one word of its name stand in the name of another? */
static bool shares_word(const struct na_names *names, const struct na_named *chosen)
{
    for (size_t i = 0; i < names->count; i++) {
        const struct na_named *other = &names->best[i];
        if ((other->said & chosen->said) != 0 && other->edits == 0 && is_rival(other, chosen)) {
            return true;
        }
    }
    return false;
}

/* C7: does another whole name account for the text as well, or stand in it beside? The street and
 * the town of this one's own address do not count, unless its own name would be their locality. */
static bool has_other_name(const struct na_lookup *asked, const struct na_names *names,
                           const struct na_named *chosen)
{
    uint64_t accounted = chosen->said | chosen->direct | chosen->near | chosen->kind_said;
    if ((names->full_words & ~accounted & ~asked->idle & ~asked->numbers) != 0) {
        return true;
    }
    for (size_t i = 0; i < names->count; i++) {
        const struct na_named *other = &names->best[i];
        if (is_same_target(other, chosen) || !other->full || other->is_region ||
            other->said == chosen->said) {
            continue;
        }
        bool inner = (other->said & ~chosen->said) == 0;
        bool address = (other->is_street || other->is_town) &&
                       (other->said & ~chosen->direct) == 0 && (other->direct & chosen->said) == 0;
        if (other->unaccounted == 0 && other->near == 0 && !other->type_after && !inner &&
            !address) {
            return true;
        }
    }
    return false;
}

/* Words of the same part of the text before and after the name. */
static void beside(const struct na_lookup *asked, uint64_t said, size_t *ret_before,
                   size_t *ret_after)
{
    size_t first = 0;
    size_t last = 0;
    *ret_before = *ret_after = SIZE_MAX;
    while (first < asked->count && (said >> first & 1u) == 0) {
        first++;
    }
    for (size_t i = 0; i < asked->count; i++) {
        last = (said >> i & 1u) != 0 ? i : last;
    }
    if (first > 0 && first < asked->count &&
        asked->words[first - 1].segment == asked->words[first].segment) {
        *ret_before = first - 1;
    }
    if (last + 1 < asked->count && asked->words[last + 1].segment == asked->words[last].segment) {
        *ret_after = last + 1;
    }
}

/* C10: a word that makes another name of it stands beside it; before a street a locality does, and
 * after any other name a figure. */
static bool is_qualified(const struct na_lookup *asked, const struct na_named *chosen)
{
    size_t before = SIZE_MAX;
    size_t after = SIZE_MAX;
    beside(asked, chosen->said, &before, &after);
    uint64_t locality = chosen->direct | chosen->near;
    if (before != SIZE_MAX) {
        bool qualifier = (asked->words[before].flags & NA_LEX_QUALIFIER) != 0;
        bool is_local = (locality >> before & 1u) != 0;
        if ((qualifier && !is_local) || (chosen->is_street && is_local)) {
            return true;
        }
    }
    if (after != SIZE_MAX) {
        bool qualifier = (asked->words[after].flags & NA_LEX_QUALIFIER) != 0;
        bool is_local = (locality >> after & 1u) != 0;
        bool figure = asked->words[after].number && !chosen->is_street && !is_local;
        return (qualifier && !is_local) || figure;
    }
    return false;
}

/* C3: a locality of its own, or none; a town that is only near does not count, nor do two. */
static bool has_wrong_locality(const struct na_named *chosen)
{
    return chosen->near != 0 || chosen->type_after;
}

/* Did the search look at every rival: every name that the same words may mean? A rival has all
 * words of its name in the text, and those of its locality if that was said. */
static bool saw_all_rivals(const struct na_names *names, const struct na_named *chosen)
{
    uint64_t words = chosen->said | chosen->direct;
    bool many = chosen->own > 1;
    uint64_t seen = words & ~names->skipped & (many ? UINT64_MAX : ~names->filtered);
    return names->complete && seen != 0;
}

enum na_doubt na_names_doubt(const struct na_lookup *asked, const struct na_names *names)
{
    if (names->count == 0) {
        return NA_DOUBT_NO_NAME;
    }
    const struct na_named *chosen = &names->best[0];
    uint64_t free_words = ~(chosen->said | chosen->direct);
    if ((asked->crossing & free_words) != 0 && names->count > 1 && chosen->is_street) {
        return NA_DOUBT_CROSSING;
    }
    if (!chosen->full) {
        return chosen->edits > 0 ? NA_DOUBT_SPELLING : NA_DOUBT_PART;
    }
    if ((asked->displacing & free_words) != 0) {
        return NA_DOUBT_ELSEWHERE;
    }
    if (chosen->unaccounted != 0) {
        return NA_DOUBT_WORDS;
    }
    if (has_wrong_locality(chosen)) {
        return NA_DOUBT_LOCALITY;
    }
    if (chosen->is_street && chosen->direct == 0) {
        return has_namesake(names, chosen) ? NA_DOUBT_SEVERAL : NA_DOUBT_STREET;
    }
    if (has_namesake(names, chosen)) {
        return NA_DOUBT_SEVERAL;
    }
    bool one_word = chosen->own == 1 && !chosen->is_town;
    if ((one_word && shares_word(names, chosen)) || (chosen->is_generic && chosen->direct == 0)) {
        return NA_DOUBT_GENERIC;
    }
    if (has_other_name(asked, names, chosen)) {
        return NA_DOUBT_SEVERAL;
    }
    if (is_qualified(asked, chosen)) {
        return NA_DOUBT_QUALIFIED;
    }
    return saw_all_rivals(names, chosen) ? NA_DOUBT_NONE : NA_DOUBT_UNFINISHED;
}
