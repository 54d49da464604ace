/* First every word is looked up as it stands, joined or split. Then words that belong together are
 * settled and the sets of words made. Then words that are nowhere are looked up by their spelling,
 * and the last word as a beginning. Each step has a limit, so that a long text costs no more than a
 * short one. */
#include "locate/lookup.h"

#include <math.h>
#include <string.h>

#include "geo/trig.h"
#include "io/fold.h"

/* Words of the index that one unknown word may stand for, and how many such words are looked up. */
#define LIKES_MAX 200u
#define UNKNOWN_MAX 3u
#define PREFIX_MAX 256u
#define SLOTS_MAX (NA_LOOKUP_SLOTS / 2)
/* Edits that a word of so many bytes may be off by. */
#define EDITS_FROM_1 4u
#define EDITS_FROM_2 8u
/* A word of that many bytes may be two that run together, neither shorter than the second. */
#define SPLIT_FROM 6u
#define SPLIT_PART 3u

static uint32_t slot_of(uint32_t word)
{
    return (word * 2654435761u) >> 20;
}

static struct na_lookup_slot *slot_for(struct na_lookup *asked, uint32_t word)
{
    uint32_t at = slot_of(word) & (NA_LOOKUP_SLOTS - 1);
    while (asked->slots[at].word != 0 && asked->slots[at].word != word + 1) {
        at = (at + 1) & (NA_LOOKUP_SLOTS - 1);
    }
    if (asked->slots[at].word == 0) {
        if (asked->slot_count == SLOTS_MAX) {
            asked->truncated = true;
            return NULL;
        }
        asked->slot_count++;
        asked->slots[at] =
            (struct na_lookup_slot){.word = word + 1, .idf = na_lookup_idf(asked, word)};
    }
    return &asked->slots[at];
}

const struct na_lookup_slot *na_lookup_find(const struct na_lookup *asked, uint32_t word)
{
    uint32_t at = slot_of(word) & (NA_LOOKUP_SLOTS - 1);
    while (asked->slots[at].word != 0) {
        if (asked->slots[at].word == word + 1) {
            return &asked->slots[at];
        }
        at = (at + 1) & (NA_LOOKUP_SLOTS - 1);
    }
    return NULL;
}

double na_lookup_idf(const struct na_lookup *asked, uint32_t word)
{
    uint32_t names = 0;
    (void)na_snapshot_word_names(asked->snapshot, word, &names);
    return na_name_word_tells(na_snapshot_name_count(asked->snapshot), names);
}

static bool known(const struct na_lookup *asked, struct na_str text, uint32_t *ret_word)
{
    return na_snapshot_find_word(asked->snapshot, text, ret_word);
}

static void add_exact(struct na_lookup *asked, size_t i, uint32_t word)
{
    struct na_lookup_slot *slot = slot_for(asked, word);
    if (slot != NULL) {
        slot->exact |= (uint64_t)1 << i;
        asked->words[i].known = true;
        asked->words[i].idf = slot->idf;
    }
}

static void add_near(struct na_lookup *asked, size_t i, uint32_t word, unsigned int edits)
{
    struct na_lookup_slot *slot = slot_for(asked, word);
    if (slot != NULL) {
        slot->near |= (uint64_t)1 << i;
        slot->edits = (uint8_t)edits;
    }
}

/* Figures, perhaps with one letter after them: a house, never a name by themselves. */
static bool is_number(struct na_str text)
{
    size_t figures = 0;
    while (figures < text.length && text.bytes[figures] >= '0' && text.bytes[figures] <= '9') {
        figures++;
    }
    struct na_str rest = {text.bytes + figures, text.length - figures};
    bool ordinal = na_str_is(rest, "st") || na_str_is(rest, "nd") || na_str_is(rest, "rd") ||
                   na_str_is(rest, "th");
    return figures > 0 && (rest.length <= 1 || ordinal);
}

static bool is_road(struct na_str text)
{
    char c = text.length > 0 ? text.bytes[0] : '\0';
    size_t figures = 0;
    while (figures + 1 < text.length && text.bytes[figures + 1] >= '0' &&
           text.bytes[figures + 1] <= '9') {
        figures++;
    }
    return (c == 'a' || c == 'b' || c == 'm') && figures >= 1 && figures <= 4 &&
           figures + 1 == text.length;
}

static struct na_lookup_word *add_word(struct na_lookup *asked, struct na_str text,
                                       const struct na_said *said, size_t first, size_t end)
{
    if (asked->count == NA_LOOKUP_MAX) {
        asked->truncated = true;
        return NULL;
    }
    struct na_lookup_word *word = &asked->words[asked->count++];
    *word = (struct na_lookup_word){.text = na_fold_lengthen(text),
                                    .first = (uint8_t)first,
                                    .end = (uint8_t)end,
                                    .segment = said->words[first].segment};
    word->flags = na_lexicon_flags(word->text);
    word->number = is_number(text);
    word->road = is_road(text);
    word->opens = first == 0 || said->words[first - 1].segment != said->words[first].segment ||
                  na_str_is(said->words[first - 1].text, "the");
    word->idf = na_trig_log(1.0 + (double)na_snapshot_name_count(asked->snapshot));
    uint32_t number = 0;
    if (known(asked, word->text, &number)) {
        add_exact(asked, asked->count - 1, number);
    }
    return word;
}

/* "st" is a street after a word where its part of the text ends, else a saint; in the middle it
 * may be either, and both are looked up. */
static void add_saint(struct na_lookup *asked, const struct na_said *said, size_t i)
{
    bool first = i == 0 || said->words[i - 1].segment != said->words[i].segment ||
                 said->words[i - 1].has_figure;
    bool last = i + 1 == said->word_count || said->words[i + 1].segment != said->words[i].segment ||
                na_said_word_taken(said, i + 1);
    static const char *const followers[] = {"and", "in", "near", "meets"};
    for (size_t j = 0; !last && j < sizeof followers / sizeof followers[0]; j++) {
        last = na_str_is(said->words[i + 1].text, followers[j]);
    }
    bool street = !first;
    struct na_lookup_word *word =
        add_word(asked, na_str_of(street ? "street" : "saint"), said, i, i + 1);
    uint32_t number = 0;
    if (word != NULL && street && !last && known(asked, na_str_of("saint"), &number)) {
        add_exact(asked, asked->count - 1, number);
        word->flags = 0; /* no kind of street for certain */
    }
}

static struct na_str join(struct na_lookup *asked, struct na_str a, struct na_str b)
{
    char *to = asked->joined + asked->joined_length;
    if (a.length + b.length > sizeof asked->joined - asked->joined_length) {
        return (struct na_str){"", 0};
    }
    memcpy(to, a.bytes, a.length);
    memcpy(to + a.length, b.bytes, b.length);
    return (struct na_str){to, a.length + b.length};
}

/* Two words that together are a known one ("jackson s", "middles brough"), when they are not known
 * apart. */
static bool add_joined(struct na_lookup *asked, const struct na_said *said, size_t i)
{
    uint32_t number = 0;
    if (i + 1 >= said->word_count || na_said_word_taken(said, i + 1) ||
        said->words[i + 1].segment != said->words[i].segment) {
        return false;
    }
    struct na_str next = said->words[i + 1].text;
    bool possessive = na_str_is(next, "s");
    bool apart = known(asked, na_fold_lengthen(said->words[i].text), &number) &&
                 (known(asked, na_fold_lengthen(next), &number) || na_lexicon_flags(next) != 0);
    struct na_str whole = join(asked, said->words[i].text, next);
    if ((apart && !possessive) || whole.length < 4 || !known(asked, whole, &number)) {
        return false;
    }
    asked->joined_length += whole.length;
    return add_word(asked, whole, said, i, i + 2) != NULL;
}

/* "acklamroad": two known words run together. */
static bool add_split(struct na_lookup *asked, const struct na_said *said, size_t i)
{
    struct na_str text = said->words[i].text;
    uint32_t number = 0;
    if (text.length < SPLIT_FROM || said->words[i].has_figure || known(asked, text, &number) ||
        na_lexicon_flags(text) != 0) {
        return false;
    }
    for (size_t cut = text.length - SPLIT_PART; cut >= SPLIT_PART; cut--) {
        struct na_str head = {text.bytes, cut};
        struct na_str tail = {text.bytes + cut, text.length - cut};
        if (known(asked, head, &number) && known(asked, na_fold_lengthen(tail), &number)) {
            return add_word(asked, head, said, i, i + 1) != NULL &&
                   add_word(asked, tail, said, i, i + 1) != NULL;
        }
    }
    return false;
}

static void add_words(struct na_lookup *asked, const struct na_said *said)
{
    for (size_t i = 0; i < said->word_count; i++) {
        struct na_str text = said->words[i].text;
        if (na_said_word_taken(said, i) || na_str_is(text, "the")) {
            continue;
        }
        if (na_str_is(text, "and")) {
            asked->has_and = true;
        } else if (na_str_is(text, "st")) {
            add_saint(asked, said, i);
        } else if (add_joined(asked, said, i)) {
            i++;
        } else if (!add_split(asked, said, i)) {
            (void)add_word(asked, text, said, i, i + 1);
        }
    }
}

struct likes {
    struct na_lookup *asked;
    size_t word;
    unsigned int count;
};

static void take_like(void *context, uint32_t word, unsigned int edits)
{
    struct likes *likes = context;
    if (likes->count == LIKES_MAX) {
        likes->asked->truncated = true;
    } else if (edits > 0) {
        likes->count++;
        add_near(likes->asked, likes->word, word, edits);
    }
}

/* A word that is nowhere: what it may have been meant for. */
static void add_likes(struct na_lookup *asked, size_t i)
{
    const struct na_lookup_word *word = &asked->words[i];
    struct likes likes = {asked, i, 0};
    unsigned int edits = word->text.length >= EDITS_FROM_2 ? 2 : 1;
    if (word->text.length >= EDITS_FROM_1) {
        na_snapshot_words_like(asked->snapshot, word->text, edits, take_like, &likes);
    }
}

/* The last word may be the beginning of another. */
static void add_unfinished(struct na_lookup *asked, size_t i)
{
    struct na_lookup_word *word = &asked->words[i];
    if (word->known || word->number || word->text.length < 2) {
        return;
    }
    uint32_t first = na_snapshot_word_from(asked->snapshot, word->text);
    uint32_t end = na_snapshot_words_end(asked->snapshot, word->text);
    word->unfinished = first < end;
    for (uint32_t w = first; w < end && w - first < PREFIX_MAX; w++) {
        add_near(asked, i, w, 0);
    }
    asked->truncated = asked->truncated || (first < end && end - first > PREFIX_MAX);
}

static bool is(const struct na_lookup *asked, size_t i, const char *text)
{
    return i < asked->count && na_str_is(asked->words[i].text, text);
}

static bool counts(const struct na_lookup *asked, size_t i)
{
    return i < asked->count && (asked->words[i].number ||
                                (asked->words[i].flags & (NA_LEX_UNIT | NA_LEX_NUMBERED)) != 0);
}

/* "room 5", "second floor": units beside a number or another unit. */
static void settle_units(struct na_lookup *asked)
{
    for (size_t i = 0; i < asked->count; i++) {
        struct na_lookup_word *word = &asked->words[i];
        if ((word->flags & NA_LEX_NUMBERED) != 0 &&
            (counts(asked, i + 1) || (i > 0 && counts(asked, i - 1)))) {
            word->flags |= NA_LEX_UNIT;
        }
    }
}

/* Words that are something else together with their neighbour. */
static void settle_phrases(struct na_lookup *asked)
{
    for (size_t i = 0; i < asked->count; i++) {
        struct na_lookup_word *word = &asked->words[i];
        struct na_lookup_word *next = i + 1 < asked->count ? word + 1 : NULL;
        if (next == NULL) {
            continue;
        }
        if ((is(asked, i, "close") && is(asked, i + 1, "to")) ||
            (is(asked, i, "car") && is(asked, i + 1, "park"))) {
            word->flags = NA_LEX_RELATION;
            next->flags |= NA_LEX_RELATION;
        }
        if ((is(asked, i, "united") && is(asked, i + 1, "kingdom")) ||
            (is(asked, i, "great") && is(asked, i + 1, "britain"))) {
            word->flags = next->flags = NA_LEX_COUNTRY;
        }
        bool away = is(asked, i, "way") && is(asked, i + 1, "to");
        bool direction = (word->flags & NA_LEX_OF) != 0 && is(asked, i + 1, "of");
        if (away || direction) {
            word->flags |= NA_LEX_DISPLACING;
        }
        if (is(asked, i, "across") && is(asked, i + 1, "road")) {
            next->flags = NA_LEX_RELATION;
        }
    }
}

/* The sets of words by what they are. */
static void collect(struct na_lookup *asked)
{
    for (size_t i = 0; i < asked->count; i++) {
        const struct na_lookup_word *word = &asked->words[i];
        uint64_t bit = (uint64_t)1 << i;
        asked->filler |= (word->flags & NA_LEX_FILLER) != 0 ? bit : 0;
        asked->idle |= (word->flags & NA_LEX_IDLE) != 0 ? bit : 0;
        asked->opens |= word->opens ? bit : 0;
        asked->displacing |= (word->flags & NA_LEX_DISPLACING) != 0 ? bit : 0;
        asked->crossing |= (word->flags & NA_LEX_CROSSING) != 0 ? bit : 0;
        asked->relation |= (word->flags & NA_LEX_RELATION) != 0 ? bit : 0;
        asked->type |= (word->flags & NA_LEX_TYPE) != 0 ? bit : 0;
        asked->numbers |= word->number ? bit : 0;
        bool understood = word->known || word->flags != 0 || word->number || word->road;
        asked->unknown |= understood ? 0 : bit;
    }
}

void na_lookup_read(struct na_lookup *asked, const struct na_snapshot *snapshot,
                    const struct na_said *said)
{
    memset(asked->slots, 0, sizeof asked->slots);
    asked->snapshot = snapshot;
    asked->count = 0;
    asked->truncated = asked->has_and = false;
    asked->filler = asked->displacing = asked->crossing = asked->relation = 0;
    asked->type = asked->numbers = asked->unknown = asked->idle = asked->opens = 0;
    asked->joined_length = 0;
    asked->slot_count = 0;
    add_words(asked, said);
    settle_units(asked);
    settle_phrases(asked);
    collect(asked);
    unsigned int looked_up = 0;
    for (size_t i = 0; i < asked->count; i++) {
        if ((asked->unknown >> i & 1u) != 0) {
            if (looked_up++ == UNKNOWN_MAX) {
                asked->truncated = true;
                break;
            }
            add_likes(asked, i);
        }
    }
    if (asked->count > 0) {
        add_unfinished(asked, asked->count - 1);
    }
}
