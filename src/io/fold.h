/* io/fold.h - names as words that compare equal whatever their spelling (libutf8proc; fold.c is its
 * only user). Pure; any thread.
 *
 * Compatibility forms and capitals are folded (NFKD and case folding), accents and the strokes of
 * letters are dropped, an apostrophe joins, "&" is the word "and", every other character that is no
 * letter or figure parts words. A word of the table of abbreviations (fold.c) becomes its long
 * form; "st" is a street after a word where its part ends or "and", "in", "near" or "meets"
 * follows, else a saint. Parts end at , ; / | ( ) and line ends. "the" is dropped unless it is the
 * only word. */
#ifndef NA_IO_FOLD_H
#define NA_IO_FOLD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <nearaid/error.h>

#include "base/buffer.h"
#include "base/text.h"

/* Bytes of a word without a NUL; longer ones are cut. */
#define NA_FOLD_WORD_MAX 48
/* Words of a text; further ones are dropped. */
#define NA_FOLD_WORDS_MAX 32

/* Words point into the struct or to static texts: do not copy it. */
struct na_folded {
    struct na_str words[NA_FOLD_WORDS_MAX];
    size_t count;
    struct na_str last; /* the last word as typed, not lengthened: for completing it */
    uint32_t begins;    /* bit i: word i is the first of its part */
    bool cut;           /* something did not fit */
    char text[NA_FOLD_WORDS_MAX * NA_FOLD_WORD_MAX];
};

/* Fold UTF-8; bytes that are not valid part words. */
void na_fold(struct na_str text, struct na_folded *ret_folded);

/* The long form of an abbreviation, else `word` itself; "st" is left alone. Static text. */
struct na_str na_fold_lengthen(struct na_str word);

/* The text with its marks, for readers of figures: dashes and minus signs become '-', quotes and
 * primes ' or ", signs of degrees U+00B0, "+/-" for its sign; then folded as words are; characters
 * without a width are dropped, every other mark beyond ASCII, control characters and pictures
 * become a blank, line ends '\n'. `to` has room for `size` bytes; ret_from[i]: where byte i came
 * from in `text`. False, if it does not fit or `text` is not UTF-8. */
bool na_fold_plain(struct na_str text, char *to, uint16_t *ret_from, size_t size,
                   size_t *ret_length);

/* Compose the letters of the UTF-8 in `text` (NFC) in place; what is not valid stays as it is.
 * Errors: NA_ERR_MEMORY, NA_ERR_LIMIT. */
NA_MUST_USE enum na_code na_fold_compose(struct na_buffer *text);

#endif
