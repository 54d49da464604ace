/* Names: all words in any order, the last perhaps unfinished; failing that, words spelt nearly
 * alike. docs/locate.md has the rules of the ranking. */
#include <stdio.h>
#include <string.h>

#include "base/fail.h"
#include "locate/private.h"
#include "locate/words.h"

/* How well a name fits; smaller is better, member by member. */
struct score {
    uint32_t tier; /* 0 exact, 1 all words, 2 the last one unfinished, 3 spelt nearly alike */
    uint32_t edits;
    uint32_t role;
    uint32_t left;   /* words of the name that were not asked for */
    uint32_t beside; /* words asked for that are its locality's only */
};

struct hit {
    struct score score;
    uint32_t number; /* of the name */
    bool is_asset;
    uint32_t target;
};

/* The best of all names, one for each target. */
struct best {
    struct hit hits[NA_CANDIDATES_MAX];
    size_t count, room;
    bool more;
};

/* The best answer among the words of a name to one of the query: by fit, edits, own before beside.
 * *ret_own: which of its own words answer equally well, one bit each; a name has at most
 * NA_FOLD_WORDS_MAX of them, which the opening of the file checks. */
static enum na_word_fit best_fit(const struct na_query_word *asked, const struct na_name_view *name,
                                 unsigned int *ret_edits, uint32_t *ret_own)
{
    enum na_word_fit best = NA_FIT_NONE;
    unsigned int best_edits = 0;
    uint32_t own = 0;
    for (uint32_t i = 0; i < name->own + name->beside; i++) {
        unsigned int edits = 0;
        enum na_word_fit fit = na_query_fit(asked, name->words[i], &edits);
        if (fit == NA_FIT_NONE || fit > best || (fit == best && edits > best_edits)) {
            continue;
        }
        if (fit < best || edits < best_edits) {
            own = 0;
        }
        best = fit;
        best_edits = edits;
        own |= i < name->own && i < NA_FOLD_WORDS_MAX ? UINT32_C(1) << i : 0u;
    }
    *ret_edits = best_edits;
    *ret_own = own;
    return best;
}

static uint32_t count_bits(uint32_t bits)
{
    uint32_t count = 0;
    for (; bits != 0; bits &= bits - 1) {
        count++;
    }
    return count;
}

/* Does every word of the query answer to one of the name? */
static bool name_fits(const struct na_query *query, const struct na_name_view *name,
                      struct score *ret_score)
{
    struct score score = {.role = (uint32_t)name->role};
    uint32_t asked = 0;
    if (name->role == NA_ROLE_POSTCODE || name->role == NA_ROLE_W3W) {
        return false;
    }
    for (size_t i = 0; i < query->count; i++) {
        unsigned int edits = 0;
        uint32_t own = 0;
        enum na_word_fit fit = best_fit(&query->words[i], name, &edits, &own);
        if (fit == NA_FIT_NONE) {
            return false;
        }
        uint32_t tier = fit == NA_FIT_WHOLE ? 1 : fit == NA_FIT_UNFINISHED ? 2 : 3;
        score.tier = tier > score.tier ? tier : score.tier;
        score.edits += edits;
        score.beside += own == 0;
        asked |= own;
    }
    score.left = name->own - count_bits(asked);
    if (score.tier == 1 && score.left == 0) {
        score.tier = 0;
    }
    *ret_score = score;
    return true;
}

static int compare_hits(const struct hit *a, const struct hit *b)
{
    const uint32_t x[] = {a->score.tier, a->score.edits,  a->score.role,
                          a->score.left, a->score.beside, a->number};
    const uint32_t y[] = {b->score.tier, b->score.edits,  b->score.role,
                          b->score.left, b->score.beside, b->number};
    for (size_t i = 0; i < sizeof x / sizeof x[0]; i++) {
        if (x[i] != y[i]) {
            return x[i] < y[i] ? -1 : 1;
        }
    }
    return 0;
}

/* Where the target of `hit` stands, or best->count. */
static size_t place_of(const struct best *best, const struct hit *hit)
{
    size_t i = 0;
    while (i < best->count &&
           (best->hits[i].is_asset != hit->is_asset || best->hits[i].target != hit->target)) {
        i++;
    }
    return i;
}

static void insert(struct best *best, const struct hit *hit)
{
    bool full = best->count == best->room;
    bool beaten = full && compare_hits(&best->hits[best->count - 1], hit) <= 0;
    if (beaten && best->more) {
        return; /* most names end here */
    }
    size_t at = place_of(best, hit);
    if (at < best->count ? compare_hits(&best->hits[at], hit) <= 0 : beaten) {
        best->more = best->more || at == best->count;
        return;
    }
    if (at == best->count && full) {
        best->more = true;
        at--;
    } else if (at == best->count) {
        best->count++;
    }
    while (at > 0 && compare_hits(hit, &best->hits[at - 1]) < 0) {
        best->hits[at] = best->hits[at - 1];
        at--;
    }
    best->hits[at] = *hit;
}

/* Can the name not come among the best, whatever its words are? Asked once there are more than are
 * kept. */
static bool is_beaten(const struct best *best, enum na_word_fit fit,
                      const struct na_name_view *name, uint32_t number)
{
    static const uint32_t tiers[] = {0, 2, 3, 3};
    struct hit at_best = {.score = {.tier = tiers[fit], .role = (uint32_t)name->role},
                          .number = number};
    return best->more && best->count == best->room &&
           compare_hits(&best->hits[best->count - 1], &at_best) <= 0;
}

static void try_names(const struct na_query *query, uint32_t word, struct best *best)
{
    uint32_t count = 0;
    const uint32_t *names = na_snapshot_word_names(query->snapshot, word, &count);
    for (uint32_t i = 0; i < count; i++) {
        struct hit hit;
        struct na_name_view name;
        na_snapshot_name(query->snapshot, names[i], &name);
        if (!is_beaten(best, query->best, &name, names[i]) && name_fits(query, &name, &hit.score)) {
            hit.number = names[i];
            hit.is_asset = name.is_asset;
            hit.target = name.target;
            insert(best, &hit);
        }
    }
}

/* All names that fit are among those of any one word of the query: the rarest is taken. */
static void search(const struct na_query *query, struct best *best)
{
    const struct na_query_word *rarest = &query->words[0];
    for (size_t i = 1; i < query->count; i++) {
        rarest = query->words[i].names < rarest->names ? &query->words[i] : rarest;
    }
    size_t count = 0;
    const struct na_word_like *likes = na_query_likes(rarest, &count);
    for (uint32_t word = rarest->first; word < rarest->end; word++) {
        try_names(query, word, best);
    }
    for (size_t i = 0; i < count; i++) {
        if (likes[i].word < rarest->first || likes[i].word >= rarest->end) {
            try_names(query, likes[i].word, best);
        }
    }
}

static void explain(const struct hit *hit, const struct na_name_view *name,
                    struct na_candidate *candidate)
{
    static const char *const whats[] = {"its name", "its alias", "its address"};
    static const char *const hows[] = {
        "The words are those of",
        "Every word is in, or beside,",
        "The last word is the beginning of one in, or beside,",
    };
    const char *what = whats[hit->score.role];
    const char *text = hit->score.role == NA_ROLE_NAME ? "" : name->text;
    const char *blank = text[0] != '\0' ? " " : "";
    if (hit->score.tier == 3) {
        (void)snprintf(candidate->why, sizeof candidate->why,
                       "Spelt nearly like %s%s%.60s: %u letter%s", what, blank, text,
                       (unsigned int)hit->score.edits,
                       hit->score.edits == 1 ? " differs" : "s differ");
    } else {
        (void)snprintf(candidate->why, sizeof candidate->why, "%s %s%s%.60s", hows[hit->score.tier],
                       what, blank, text);
    }
    /* The text may have been cut in a character. */
    size_t length = strlen(candidate->why);
    while (length > 0 && !na_utf8_valid(candidate->why, length)) {
        length--;
    }
    candidate->why[length] = '\0';
}

/* One that is called exactly so, and no other. A part of a name is not enough, however alone it is:
 * "York Road" may be any house of it, not the one in the pack. */
static size_t confident_of(const struct best *best)
{
    bool exact = best->count > 0 && best->hits[0].score.tier == 0;
    bool alone = best->count < 2 || best->hits[1].score.tier > 0;
    return exact && alone ? 0 : NA_CANDIDATES_NONE;
}

static void fill(const struct na_snapshot *snapshot, const struct best *best, size_t limit,
                 struct na_located *located)
{
    static const enum na_candidate_match matches[] = {NA_CANDIDATE_EXACT, NA_CANDIDATE_PREFIX,
                                                      NA_CANDIDATE_PREFIX, NA_CANDIDATE_FUZZY};
    for (size_t i = 0; i < best->count && i < limit; i++) {
        struct na_candidate *candidate = na_located_add(located);
        struct na_name_view name;
        na_snapshot_name(snapshot, best->hits[i].number, &name);
        na_candidate_of_name(snapshot, &name, candidate);
        candidate->match = matches[best->hits[i].score.tier];
        explain(&best->hits[i], &name, candidate);
    }
    located->more = best->more || best->count > limit;
    located->confident = confident_of(best);
}

enum na_code na_locate_name(struct na_session *session, struct na_str text, size_t limit,
                            struct na_located *ret_located, struct na_error *reterr)
{
    struct na_folded folded;
    struct na_query query = {.snapshot = session->snapshot};
    struct best best;
    na_fold(text, &folded);
    na_located_init(ret_located, "name");
    if (folded.count == 0 || folded.cut || na_snapshot_word_count(session->snapshot) == 0) {
        return NA_OK;
    }
    best.count = 0;
    best.more = false;
    best.room = limit > 1 ? limit : 2; /* the second says whether the first is alone */
    for (int fuzzy = 0; fuzzy < 2 && best.count == 0; fuzzy++) {
        na_query_read(&query, &folded, fuzzy != 0);
        if (query.failed == NA_OK) {
            search(&query, &best);
        }
        na_query_fini(&query);
        if (query.failed != NA_OK) {
            return na_fail(reterr, query.failed, "No room for the words of the question");
        }
    }
    fill(session->snapshot, &best, limit, ret_located);
    return NA_OK;
}
