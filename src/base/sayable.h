/* base/sayable.h - what a frightened person can take in: few words, no long numbers, no points of
 * the compass. Texts are UTF-8. Pure; any thread. */
#ifndef NA_BASE_SAYABLE_H
#define NA_BASE_SAYABLE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/text.h"

/* Most words of one spoken sentence. */
#define NA_SAYABLE_WORDS 12

/* How many words: parts between blanks that hold a letter or a figure. */
size_t na_sayable_words(struct na_str text);
/* The first `most` words. */
struct na_str na_sayable_first(struct na_str text, size_t most);
/* Does it hold a number of 4 figures or more (blanks, dashes, brackets between them aside), or an
 * @? It may be a telephone number, a code or an address of mail, which are never said. */
bool na_sayable_has_number(struct na_str text);
/* Does it name a point of the compass: "on the north wall", "NW of the gate"? */
bool na_sayable_has_compass(struct na_str text);

#endif
