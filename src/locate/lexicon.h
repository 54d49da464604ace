/* locate/lexicon.h - words that say something about a place rather than name it: talk, relations,
 * qualifiers, kinds of street. The table is data/words/locate.txt, put into the program at build;
 * all who read names take it from here. */
#ifndef NA_LOCATE_LEXICON_H
#define NA_LOCATE_LEXICON_H

#include <stdbool.h>
#include <stdint.h>

#include "base/text.h"

/* What a word may be; several at once. */
#define NA_LEX_TALK 1u         /* says nothing about where: "please", "caller" */
#define NA_LEX_RELATION 2u     /* how the place lies to the name: "outside", "opposite" */
#define NA_LEX_COUNTRY 4u      /* "england" */
#define NA_LEX_UNIT 8u         /* "flat", "number" */
#define NA_LEX_QUALIFIER 16u   /* makes another name of the one beside it: "old", "north" */
#define NA_LEX_DISPLACING 32u  /* the place is elsewhere: "miles", "towards" */
#define NA_LEX_TYPE 64u        /* a kind of street: met by that street's own alone */
#define NA_LEX_GENERIC 128u    /* alone it names many places: "crown", "station" */
#define NA_LEX_CROSSING 256u   /* two streets are meant: "corner" */
#define NA_LEX_OF 512u         /* displacing before "of": "north of" */
#define NA_LEX_TOWN_TAIL 1024u /* parts the head of a town's name from its tail: "on", "by" */
#define NA_LEX_NUMBERED 2048u  /* a unit beside a number alone: "room 5" */

/* Words that cost nothing when they are not part of a name. */
#define NA_LEX_FILLER                                                                              \
    (NA_LEX_TALK | NA_LEX_RELATION | NA_LEX_COUNTRY | NA_LEX_UNIT | NA_LEX_CROSSING)

/* Of these, words that alone name nothing. */
#define NA_LEX_IDLE (NA_LEX_TALK | NA_LEX_RELATION | NA_LEX_COUNTRY)

/* The flags of a folded word; 0 for one that is not in the table. Any thread. */
uint32_t na_lexicon_flags(struct na_str word);

/* Does a word as it is said mean things of this kind ("pub" of licensed_premises, "station" of
 * "railway station")? Any thread. */
bool na_lexicon_is_kind(struct na_str word, const char *kind);

#endif
