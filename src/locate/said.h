/* locate/said.h - a text taken apart: its figures and marks for those who read positions, its words
 * for those who read names. Pure; any thread.
 *
 * The text is made plain first (io/fold.h). Items are its runs of letters, its numbers and its
 * other signs, one by one; words are runs of letters and figures, an apostrophe inside joins.
 * A reader takes the bytes of the part that it read; the rest is left to the next reader. */
#ifndef NA_LOCATE_SAID_H
#define NA_LOCATE_SAID_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/text.h"

/* What is read of a text; more is refused. */
#define NA_SAID_BYTES_MAX 1000
#define NA_SAID_WORDS_MAX 60
/* Plain text may be longer: a character can stand for several. */
#define NA_SAID_PLAIN_MAX 3000
#define NA_SAID_ITEMS_MAX 1200
/* Bytes of one word; longer ones are cut. */
#define NA_SAID_WORD_MAX 48

enum na_item_kind { NA_ITEM_LETTERS, NA_ITEM_NUMBER, NA_ITEM_MARK };

struct na_item {
    enum na_item_kind kind;
    uint16_t start, end; /* bytes of the plain text */
    uint8_t whole;       /* figures before the point, of a number */
    uint8_t decimals;    /* figures after it */
    bool glued;          /* nothing stands between it and the item before */
    char mark;           /* the sign itself; '*' for a sign of degrees */
    double value;        /* of a number, without a sign */
};

struct na_said_word {
    struct na_str text;  /* folded, short forms not lengthened */
    uint16_t start, end; /* bytes of the plain text */
    uint8_t segment;     /* parts of the text are numbered from 0 */
    bool has_letter, has_figure;
};

struct na_said {
    char plain[NA_SAID_PLAIN_MAX + 1];
    uint16_t from[NA_SAID_PLAIN_MAX + 1]; /* where each byte came from in the text */
    uint8_t taken[NA_SAID_PLAIN_MAX + 1]; /* by a reader of figures */
    size_t length;
    struct na_item items[NA_SAID_ITEMS_MAX];
    size_t item_count;
    struct na_said_word words[NA_SAID_WORDS_MAX];
    size_t word_count;
    char letters[NA_SAID_WORDS_MAX * (NA_SAID_WORD_MAX + 1)];
};

/* Take a text apart. False: too long, or not UTF-8. */
bool na_said_read(struct na_str text, struct na_said *ret_said);

/* Is item `i` these letters? False after the last item. */
bool na_said_is(const struct na_said *said, size_t i, const char *letters);
/* Is it one of these, separated by '|'? */
bool na_said_is_one(const struct na_said *said, size_t i, const char *choices);
/* Is it this mark? False after the last item. */
bool na_said_has_mark(const struct na_said *said, size_t i, char mark);

/* Take the bytes of the items from `first` up to `end`. */
void na_said_take(struct na_said *said, size_t first, size_t end);
/* Has somebody taken a byte of it? */
bool na_said_item_taken(const struct na_said *said, size_t i);
bool na_said_word_taken(const struct na_said *said, size_t i);

/* A number with its sign. A sign counts if it touches the number and nothing but a blank or an
 * opening mark stands before it. */
struct na_signed {
    double value;
    size_t decimals, whole;
    bool has_sign;
    size_t end; /* one after the last item */
};
/* Read one at item `i`; false if there is none, or it is taken. */
bool na_said_number(const struct na_said *said, size_t i, struct na_signed *ret_number);

#endif
