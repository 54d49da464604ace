/* io/fold.h - names as words that compare equal whatever their spelling (libutf8proc; fold.c is its
 * only user). Pure; any thread.
 *
 * Compatibility forms and capitals are folded (NFKD and case folding), accents and the strokes of
 * letters are dropped, an apostrophe joins, "&" is the word "and", every other character that is no
 * letter or figure parts words. A word of the table of abbreviations (fold.c) becomes its long
 * form, "st", "saint" and "street" alike. "the" is dropped unless it is the only word. */
#ifndef NA_IO_FOLD_H
#define NA_IO_FOLD_H

#include <stdbool.h>
#include <stddef.h>

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
    bool cut;           /* something did not fit */
    char text[NA_FOLD_WORDS_MAX * NA_FOLD_WORD_MAX];
};

/* Fold UTF-8; bytes that are not valid part words. */
void na_fold(struct na_str text, struct na_folded *ret_folded);

/* Long forms of the abbreviations that begin with `prefix` but whose long form does not ("sai" of
 * saint: "street"); static texts. Returns how many were written, at most `capacity`. */
size_t na_fold_completions(struct na_str prefix, struct na_str *ret_forms, size_t capacity);

#endif
