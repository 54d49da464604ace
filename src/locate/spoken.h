/* locate/spoken.h - R6: letters and figures said as words, by the spelling alphabet or otherwise.
 * Pure; any thread.
 *
 * Victoria, Hotel and Mike are names, too: a run of such words is only worth a try. It is
 * believed only if it makes a postcode, a grid reference or a position. */
#ifndef NA_LOCATE_SPOKEN_H
#define NA_LOCATE_SPOKEN_H

#include "locate/said.h"

#define NA_SPOKEN_TEXT_MAX 256

/* A run of words that may spell something. */
struct na_spoken {
    size_t first, end;             /* words of the text */
    char text[NA_SPOKEN_TEXT_MAX]; /* what they spell: letters and figures joined, signs in place */
    size_t length;
    struct na_str pieces[NA_SAID_WORDS_MAX]; /* the letters and figures, a word each; in `text` */
    size_t starts[NA_SAID_WORDS_MAX];        /* word of each piece */
    size_t ends[NA_SAID_WORDS_MAX];          /* one after its last word */
    size_t piece_count;
};

/* The next run from word `from` on; false if there is none. */
bool na_spoken_next(const struct na_said *said, size_t from, struct na_spoken *ret_spoken);

#endif
