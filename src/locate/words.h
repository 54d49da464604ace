/* locate/words.h - the words of a question, and the words of names they may stand for.
 * Private to locate/name.c and locate/words.c. */
#ifndef NA_LOCATE_WORDS_H
#define NA_LOCATE_WORDS_H

#include "base/buffer.h"
#include "data/places.h"
#include "io/fold.h"

/* How a word of a name answers to one of the query, from best to worst. */
enum na_word_fit { NA_FIT_WHOLE, NA_FIT_UNFINISHED, NA_FIT_FUZZY, NA_FIT_NONE };

/* A word of the index that a word of the query may stand for. */
struct na_word_like {
    uint32_t word;
    uint16_t fit;
    uint16_t edits;
};

/* A word of the query: words of the index from `first` to `end` begin with it, `likes` are others,
 * ascending. */
struct na_query_word {
    uint32_t first, end;
    struct na_buffer likes; /* struct na_word_like */
    uint64_t names;         /* postings of all of them */
};

struct na_query {
    const struct na_snapshot *snapshot;
    struct na_query_word words[NA_FOLD_WORDS_MAX];
    size_t count;
    enum na_word_fit best; /* no name can answer better than so to the word that is worst off */
    enum na_code failed;
};

/* Look the words up; `fuzzy`: also those spelt nearly alike. What failed is in `failed`. Release
 * with na_query_fini, in either case. */
void na_query_read(struct na_query *query, const struct na_folded *folded, bool fuzzy);
void na_query_fini(struct na_query *query);
/* The words beside those of the range, ascending. */
const struct na_word_like *na_query_likes(const struct na_query_word *word, size_t *ret_count);
/* How `word` of the index answers to a word of the query. */
enum na_word_fit na_query_fit(const struct na_query_word *asked, uint32_t word,
                              unsigned int *ret_edits);

#endif
