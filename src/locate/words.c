#include "locate/words.h"

#include <stdlib.h>

/* Bytes of words of a query at most, of all lists together. */
#define LIKES_LIMIT ((size_t)64 << 20)
/* Edits that a word of so many bytes may be off by. */
#define EDITS_FROM_1 4u
#define EDITS_FROM_2 8u

const struct na_word_like *na_query_likes(const struct na_query_word *word, size_t *ret_count)
{
    *ret_count = word->likes.length / sizeof(struct na_word_like);
    return (const struct na_word_like *)(const void *)word->likes.data;
}

static void add_like(struct na_query *query, struct na_query_word *to, uint32_t word,
                     enum na_word_fit fit, unsigned int edits)
{
    struct na_word_like like = {word, (uint16_t)fit, (uint16_t)edits};
    uint32_t names = 0;
    if (query->failed == NA_OK) {
        query->failed = na_buffer_append(&to->likes, &like, sizeof like);
    }
    (void)na_snapshot_word_names(query->snapshot, word, &names);
    to->names += names;
}

static int compare_likes(const void *a, const void *b)
{
    const struct na_word_like *x = a;
    const struct na_word_like *y = b;
    return x->word != y->word ? (x->word < y->word ? -1 : 1) : (int)x->fit - (int)y->fit;
}

static void add_range(struct na_query *query, struct na_query_word *to, struct na_str prefix)
{
    to->first = na_snapshot_word_from(query->snapshot, prefix);
    to->end = na_snapshot_words_end(query->snapshot, prefix);
    for (uint32_t i = to->first; i < to->end; i++) {
        uint32_t names = 0;
        (void)na_snapshot_word_names(query->snapshot, i, &names);
        to->names += names;
    }
}

/* The words that begin with the last word as typed, also by way of an abbreviation. */
static void add_unfinished(struct na_query *query, struct na_query_word *to, struct na_str typed)
{
    struct na_str forms[16];
    size_t count = na_fold_completions(typed, forms, sizeof forms / sizeof forms[0]);
    add_range(query, to, typed);
    for (size_t i = 0; i < count; i++) {
        uint32_t word = 0;
        if (na_snapshot_find_word(query->snapshot, forms[i], &word)) {
            add_like(query, to, word, NA_FIT_UNFINISHED, 0);
        }
    }
}

struct fuzzy_context {
    struct na_query *query;
    struct na_query_word *to;
};

static void take_fuzzy(void *context, uint32_t word, unsigned int edits)
{
    struct fuzzy_context *fuzzy = context;
    if (edits > 0) {
        add_like(fuzzy->query, fuzzy->to, word, NA_FIT_FUZZY, edits);
    }
}

static unsigned int edits_allowed(struct na_str word)
{
    for (size_t i = 0; i < word.length; i++) {
        if (word.bytes[i] >= '0' && word.bytes[i] <= '9') {
            return 0; /* another number is another house */
        }
    }
    return word.length >= EDITS_FROM_2 ? 2 : word.length >= EDITS_FROM_1 ? 1 : 0;
}

static void read_word(struct na_query *query, struct na_query_word *to, struct na_str word,
                      const struct na_str *unfinished, bool fuzzy)
{
    uint32_t number = 0;
    if (na_snapshot_find_word(query->snapshot, word, &number)) {
        add_like(query, to, number, NA_FIT_WHOLE, 0);
    }
    if (unfinished != NULL) {
        add_unfinished(query, to, *unfinished);
    }
    if (fuzzy && edits_allowed(word) > 0) {
        struct fuzzy_context context = {query, to};
        na_snapshot_words_like(query->snapshot, word, edits_allowed(word), take_fuzzy, &context);
    }
    if (to->likes.length > 0) {
        qsort(to->likes.data, to->likes.length / sizeof(struct na_word_like),
              sizeof(struct na_word_like), compare_likes);
    }
}

/* The best fit that any word of the index has. */
static enum na_word_fit best_of(const struct na_query_word *word)
{
    size_t count = 0;
    const struct na_word_like *likes = na_query_likes(word, &count);
    enum na_word_fit best = word->first < word->end ? NA_FIT_UNFINISHED : NA_FIT_NONE;
    for (size_t i = 0; i < count; i++) {
        best = likes[i].fit < best ? (enum na_word_fit)likes[i].fit : best;
    }
    return best;
}

void na_query_read(struct na_query *query, const struct na_folded *folded, bool fuzzy)
{
    query->count = folded->count;
    query->failed = NA_OK;
    query->best = NA_FIT_WHOLE;
    for (size_t i = 0; i < folded->count; i++) {
        struct na_query_word *word = &query->words[i];
        bool last = i + 1 == folded->count;
        *word = (struct na_query_word){0};
        na_buffer_init(&word->likes, LIKES_LIMIT);
        read_word(query, word, folded->words[i], last ? &folded->last : NULL, fuzzy);
        enum na_word_fit fit = best_of(word);
        query->best = fit > query->best ? fit : query->best;
    }
}

void na_query_fini(struct na_query *query)
{
    for (size_t i = 0; i < query->count; i++) {
        na_buffer_fini(&query->words[i].likes);
    }
}

enum na_word_fit na_query_fit(const struct na_query_word *asked, uint32_t word,
                              unsigned int *ret_edits)
{
    bool begins = word >= asked->first && word < asked->end;
    size_t low = 0;
    size_t count = 0;
    const struct na_word_like *likes = na_query_likes(asked, &count);
    size_t high = count;
    *ret_edits = 0;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        bool below = likes[middle].word < word;
        low = below ? middle + 1 : low;
        high = below ? high : middle;
    }
    enum na_word_fit fit =
        low < count && likes[low].word == word ? (enum na_word_fit)likes[low].fit : NA_FIT_NONE;
    if (begins && fit > NA_FIT_UNFINISHED) {
        return NA_FIT_UNFINISHED;
    }
    *ret_edits = fit == NA_FIT_NONE ? 0 : likes[low].edits;
    return fit;
}
