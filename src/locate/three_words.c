/* Each three words in a row are looked up in the index of stored words, and the first that are
 * found are taken. Near spellings and other orders are offered, within a fixed number of edits.
 * Hosts in web addresses are passed over. */
#include "locate/three_words.h"

#include <string.h>

/* Longest that is looked up, as the index has it. */
#define TEXT_MAX 64
/* Letters that may differ in all, and in one word. */
#define EDITS 3u
#define EDITS_IN_WORD 2u

/* Three words of the text, what stands between them aside. */
struct triple {
    size_t at[3]; /* numbers of the words */
    size_t end;
    bool dots; /* nothing but a point between each two */
};

static bool is_plain(const struct na_said *said, size_t i)
{
    return !said->words[i].has_figure && said->words[i].text.length > 1;
}

static bool is_point_word(const struct na_said *said, size_t i)
{
    return na_str_is(said->words[i].text, "dot");
}

/* Are two words parted by one point alone, or by "dot"? */
static bool by_point(const struct na_said *said, size_t a, size_t b)
{
    size_t gap = (size_t)said->words[b].start - said->words[a].end;
    return (b == a + 1 && gap == 1 && said->plain[said->words[a].end] == '.') || b == a + 2;
}

static bool read_triple(const struct na_said *said, size_t i, struct triple *ret_triple)
{
    size_t count = 0;
    for (size_t at = i; count < 3; at++) {
        if (at >= said->word_count || na_said_word_taken(said, at)) {
            return false;
        }
        if (is_point_word(said, at) && count > 0) {
            continue;
        }
        if (!is_plain(said, at) || at > i + 4) {
            return false;
        }
        ret_triple->at[count++] = at;
        ret_triple->end = at + 1;
    }
    ret_triple->dots = by_point(said, ret_triple->at[0], ret_triple->at[1]) &&
                       by_point(said, ret_triple->at[1], ret_triple->at[2]);
    return true;
}

/* The text as the index has it, the words in this order; 0 if it is too long. */
static size_t write_triple(const struct na_said *said, const struct triple *triple,
                           const unsigned char order[3], char to[TEXT_MAX])
{
    size_t length = 0;
    for (size_t i = 0; i < 3; i++) {
        struct na_str word = said->words[triple->at[order[i]]].text;
        if (length + word.length + 1 > TEXT_MAX) {
            return 0;
        }
        memcpy(to + length, word.bytes, word.length);
        length += word.length;
        if (i < 2) {
            to[length++] = '.';
        }
    }
    return length;
}

static bool is_three(struct na_str text)
{
    size_t points = 0;
    for (size_t i = 0; i < text.length; i++) {
        points += text.bytes[i] == '.';
    }
    return points == 2;
}

static void add_names(const struct na_snapshot *snapshot, uint32_t word, uint32_t *to,
                      size_t *count, bool *more)
{
    uint32_t names = 0;
    const uint32_t *list = na_snapshot_word_names(snapshot, word, &names);
    for (uint32_t i = 0; i < names; i++) {
        struct na_name_view name;
        na_snapshot_name(snapshot, list[i], &name);
        if (name.role != NA_ROLE_W3W) {
            continue;
        }
        bool known = false;
        for (size_t j = 0; j < *count; j++) {
            known = known || to[j] == list[i];
        }
        if (known) {
            continue;
        }
        if (*count == NA_THREE_WORDS_MAX) {
            *more = true;
            return;
        }
        to[(*count)++] = list[i];
    }
}

struct near {
    const struct na_snapshot *snapshot;
    struct na_three_words *words;
    struct na_str asked;
};

static struct na_str word_at(struct na_str text, size_t number)
{
    size_t start = 0;
    for (size_t i = 0; i < text.length && number > 0; i++) {
        if (text.bytes[i] == '.') {
            number--;
            start = i + 1;
        }
    }
    size_t end = start;
    while (end < text.length && text.bytes[end] != '.') {
        end++;
    }
    return (struct na_str){text.bytes + start, end - start};
}

static void take_near(void *context, uint32_t word, unsigned int edits)
{
    struct near *near = context;
    struct na_str text = na_snapshot_word(near->snapshot, word);
    if (edits == 0 || !is_three(text)) {
        return;
    }
    for (size_t i = 0; i < 3; i++) {
        if (na_word_distance(word_at(text, i), word_at(near->asked, i), EDITS_IN_WORD) >
            EDITS_IN_WORD) {
            return;
        }
    }
    add_names(near->snapshot, word, near->words->near, &near->words->near_count,
              &near->words->more);
}

/* Stored ones that are spelt nearly so, or stand in another order. */
static void find_near(const struct na_snapshot *snapshot, const struct na_said *said,
                      const struct triple *triple, struct na_three_words *words)
{
    static const unsigned char orders[][3] = {{0, 1, 2}, {0, 2, 1}, {1, 0, 2},
                                              {1, 2, 0}, {2, 0, 1}, {2, 1, 0}};
    char text[TEXT_MAX];
    uint32_t word = 0;
    for (size_t i = 1; i < sizeof orders / sizeof orders[0]; i++) {
        struct na_str other = {text, write_triple(said, triple, orders[i], text)};
        if (other.length > 0 && na_snapshot_find_word(snapshot, other, &word)) {
            add_names(snapshot, word, words->near, &words->near_count, &words->more);
        }
    }
    struct near near = {snapshot, words, {text, write_triple(said, triple, orders[0], text)}};
    if (near.asked.length > 0) {
        na_snapshot_words_like(snapshot, near.asked, EDITS, take_near, &near);
    }
}

/* Is the first word after "what3words", "w3w" or slashes? */
static bool has_prefix(const struct na_said *said, size_t first)
{
    size_t start = said->words[first].start;
    if (start >= 2 && said->plain[start - 1] == '/' && said->plain[start - 2] == '/') {
        return true;
    }
    for (size_t back = 1; back <= 3 && back <= first; back++) {
        struct na_str word = said->words[first - back].text;
        if (na_str_is(word, "w3w") || na_str_is(word, "what3words") ||
            (na_str_is(word, "words") && first - back >= 2 &&
             na_str_is(said->words[first - back - 2].text, "what"))) {
            return true;
        }
    }
    return false;
}

/* "w3w.co" and "what3words.com" are no words of an address. */
static bool is_host(const struct na_said *said, const struct triple *triple)
{
    for (size_t i = 0; i < 3; i++) {
        struct na_str word = said->words[triple->at[i]].text;
        if (na_str_is(word, "com") || na_str_is(word, "co") || na_str_is(word, "words") ||
            na_str_is(word, "what") || na_str_is(word, "https") || na_str_is(word, "http")) {
            return true;
        }
    }
    return false;
}

void na_three_words_find(const struct na_snapshot *snapshot, const struct na_said *said,
                         struct na_three_words *ret_words)
{
    static const unsigned char in_order[3] = {0, 1, 2};
    struct triple triple, marked = {.end = 0};
    *ret_words = (struct na_three_words){.first = 0};
    for (size_t i = 0; i < said->word_count; i++) {
        char text[TEXT_MAX];
        uint32_t word = 0;
        if (!read_triple(said, i, &triple) || is_host(said, &triple)) {
            continue;
        }
        struct na_str asked = {text, write_triple(said, &triple, in_order, text)};
        bool is_marked = triple.dots || has_prefix(said, i);
        if (asked.length > 0 && na_snapshot_find_word(snapshot, asked, &word)) {
            add_names(snapshot, word, ret_words->exact, &ret_words->exact_count, &ret_words->more);
        }
        if (ret_words->exact_count > 0) {
            ret_words->marked = is_marked;
            marked = triple;
            break;
        }
        marked = is_marked && marked.end == 0 ? triple : marked;
    }
    if (marked.end == 0) {
        return;
    }
    ret_words->marked = ret_words->marked || ret_words->exact_count == 0;
    ret_words->first = marked.at[0];
    ret_words->end = marked.end;
    find_near(snapshot, said, &marked, ret_words);
}
