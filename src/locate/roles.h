/* locate/roles.h - what one name of the index is to a text: the role of every word, and its score.
 * Which names are worth the question is told by locate/names.c. Borrows from the text and the
 * snapshot; one thread. docs/locate.md has the roles and the score.
 */
#ifndef NA_LOCATE_ROLES_H
#define NA_LOCATE_ROLES_H

#include "locate/names.h"

/* Names and words of a name of a town that are compared. */
#define NA_TOWN_NAMES 5
#define NA_TOWN_WORDS 6
/* A town is near a point that lies no farther outside its circle, metres. */
#define NA_TOWN_NEAR_M 2500.0
/* What the score gives: for a word of the name that was said and for one that was not, each times
 * what the word tells; for a word of its locality, of a town nearby, of nothing; for its kind; for
 * a whole name, and for one that leaves no word of the text. */
#define NA_SCORE_SAID 1.0
#define NA_SCORE_NOT_SAID 0.35
#define NA_SCORE_DIRECT 0.8
#define NA_SCORE_NEAR 0.4
#define NA_SCORE_UNACCOUNTED 0.5
#define NA_SCORE_KIND 1.5
#define NA_SCORE_OTHER_TYPE 2.5
/* A word of the name, against not having said it. */
#define NA_SCORE_AGAINST (NA_SCORE_SAID + NA_SCORE_NOT_SAID)

struct na_town_names {
    uint32_t words[NA_TOWN_NAMES][NA_TOWN_WORDS];
    size_t counts[NA_TOWN_NAMES];
    size_t count;
};

/* A text, and the towns that it says. */
struct na_roles {
    const struct na_lookup *asked;
    const struct na_snapshot *snapshot;
    uint32_t and_word; /* number of "and", UINT32_MAX without */
    uint64_t all;      /* every word asked */
    bool only_filler;
    struct na_town towns[NA_TOWNS_MAX];
    struct na_town_names town_names[NA_TOWNS_MAX];
    size_t town_count;
    bool truncated;       /* there were more towns */
    const char *kinds[8]; /* whose words were looked for */
    uint64_t kind_words[8];
    size_t kind_count;
};

/* Begin with a text; no towns. */
void na_roles_begin(struct na_roles *roles, const struct na_lookup *asked);

/* The number of a word of a name, without its mark. */
static inline uint32_t na_name_word(uint32_t word)
{
    return word & ~NA_NAME_PART_BEGINS;
}

/* Are names looked for by this word of the index, which is in `count` names? A word of talk that is
 * in many names brings none. */
bool na_roles_is_source(const struct na_roles *roles, const struct na_lookup_slot *slot,
                        uint32_t count);

/* The towns of the text: those of `wholes`, names that stand in the text whole, in any order. */
void na_roles_find_towns(struct na_roles *roles, const uint32_t *wholes, size_t count);

/* Words of the text that say the whole of this name, spelt so; 0: none. */
uint64_t na_roles_whole(const struct na_roles *roles, const struct na_name_view *name);

/* Words of the text that mean a kind of place. */
uint64_t na_roles_kind_words(struct na_roles *roles, const char *kind);

/* Every word's role in name `number`, and its score; false: it is no candidate. */
bool na_roles_take(struct na_roles *roles, uint32_t number, struct na_named *ret_named);

/* The most that the score of a name can be, without a look at its place: of its key, the towns of
 * `near` (a set of numbers) and kinds of place that any of `kinds` may mean. *ret_plain: it has
 * none of these, and no word of its locality was said, so that its text and class alone decide. */
double na_roles_hope(const struct na_roles *roles, const struct na_name_view *name, uint32_t key,
                     uint32_t near, uint64_t kinds, bool *ret_plain);

/* By score, then name, then position, then number. */
int na_named_compare(const struct na_named *a, const struct na_named *b);

#endif
