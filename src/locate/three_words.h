/* locate/three_words.h - R9: stored what3words anywhere in a text. Nothing is decoded, ever: three
 * words mean what an asset stores them for. Any thread. */
#ifndef NA_LOCATE_THREE_WORDS_H
#define NA_LOCATE_THREE_WORDS_H

#include "data/places.h"
#include "locate/said.h"

#define NA_THREE_WORDS_MAX 8

struct na_three_words {
    bool marked;       /* written as what3words are: dots, slashes, or the name before them */
    size_t first, end; /* words of the text; the same: there are none */
    uint32_t exact[NA_THREE_WORDS_MAX]; /* names that store them */
    size_t exact_count;
    uint32_t near[NA_THREE_WORDS_MAX]; /* names that store others within three letters, or in
                                          another order */
    size_t near_count;
    bool more;
};

/* Find three consecutive words that are stored, or else those that are marked. *ret_words is empty
 * (first == end) if there are neither. */
void na_three_words_find(const struct na_snapshot *snapshot, const struct na_said *said,
                         struct na_three_words *ret_words);

#endif
